"""Steps that requests share: who may decide them, and whose records a person may ask for."""

from __future__ import annotations

from datetime import date

from app.errors import NotAllowed, UserError
from app.i18n import _
from app.models.company import PaymentMethod
from app.models.order import STATE_WORDS, Order, OrderState
from app.operations.steps import not_in_future, order_name
from app.operations.work import Work


def not_by_requester(work: Work, requested_by: int | None) -> None:
    """Refuse a decision by the person who asked for it, unless nobody else works in this book."""
    if requested_by is None or requested_by != work.actor.user_id:
        return
    if work.value("SELECT count(*) FROM user WHERE active = 1") > 1:
        raise NotAllowed(
            _("You asked for this yourself, so somebody else must approve it. Ask a manager or the owner."),
            code="self_approval",
        )


def require_counted(order: Order) -> None:
    """Refuse an order that is worth nothing because it is not confirmed or was cancelled."""
    if not order.counted:
        raise UserError(
            _("Order {order} is {state}, so it is worth nothing and this cannot be done. Confirm it first.").format(
                order=order_name(order), state=_(STATE_WORDS[OrderState(order.state)])
            ),
            field="order_id",
            code="state",
        )


def fact_day(work: Work, day: date | None, field: str = "date") -> date:
    """The date of a finished fact: today unless given, never in the future or in a closed month."""
    told = day or work.today
    not_in_future(work, told, field)
    work.open_day(told, field)
    return told


def check_method(work: Work, method: str, bank_reference: str) -> None:
    """Refuse a payment method that the book does not have, or one that lacks the reference it must carry."""
    found = work.find(PaymentMethod, "code = ? AND active = 1", (method,))
    if not found:
        raise UserError(
            _("“{method}” is not one of this book's payment methods.").format(method=method),
            field="method",
            code="no_method",
        )
    if found[0].needs_reference and not bank_reference.strip():
        raise UserError(
            _("This payment method needs the bank's reference."), field="bank_reference", code="no_reference"
        )


def method_name(work: Work, method: str) -> str:
    """The name of a payment method; its key where the book gives it none."""
    found = work.find(PaymentMethod, "code = ?", (method,))
    return (found[0].name if found else "") or method
