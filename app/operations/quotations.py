"""What an order passes before it is confirmed: quotation, review, back to draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import Customer
from app.models.order import STATE_WORDS, Order, OrderState
from app.models.review import TOLD, Reason, dump
from app.money import currency
from app.operations import order_content as content_of
from app.operations.operation import operation
from app.operations.review import review_reasons
from app.operations.steps import (
    book_setting,
    lines_of,
    move,
    order_name,
    own_order,
    require_reason,
)
from app.operations.work import Work

QUOTE_DAYS = "quotation.days"
"""The setting that says for how many days a quotation is valid unless its maker says otherwise."""
USUAL_QUOTE_DAYS = 30


@operation("quote order", needs=Permission.EDIT_ORDERS, undoable=True)
def quote_order(work: Work, order_id: int, expiry_date: date | None = None) -> str:
    """Turn a draft into a quotation with a number of its own and an expiry date.

    Without a date it is valid for the days that the book says (``QUOTE_DAYS``).
    """
    order = own_order(work, order_id)
    content_of.check_ready(order, lines_of(work, order_id))
    move(order, OrderState.QUOTED)
    order.quotation_number = order.quotation_number or work.draw("quotation", work.today)
    order.expiry_date = _valid_until(work, expiry_date)
    order.version += 1
    work.save(order)
    work.about(order, order.quotation_number)
    work.happened("order quoted")
    work.label(_("quote {order}").format(order=order.quotation_number))
    return str(order.quotation_number)


@operation("revive quotation", needs=Permission.EDIT_ORDERS, undoable=True)
def revive_quotation(work: Work, order_id: int, expiry_date: date | None = None) -> None:
    """Let a quotation hold until another day; number, prices and lines stay."""
    order = own_order(work, order_id)
    if order.state != OrderState.QUOTED:
        raise UserError(
            _("Order {order} is {state}; only quotations have a date until which they hold.").format(
                order=order_name(order), state=_(STATE_WORDS[OrderState(order.state)])
            ),
            code="state",
        )
    order.expiry_date = _valid_until(work, expiry_date)
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.label(_("new date of {order}").format(order=order_name(order)))


def _valid_until(work: Work, day: date | None) -> date:
    told = day or work.today + timedelta(days=int(book_setting(work, QUOTE_DAYS, USUAL_QUOTE_DAYS)))
    if told < work.today:
        raise UserError(
            _("A quotation cannot be valid until a day that is over. Choose today or a later day."),
            field="expiry_date",
            code="expired",
        )
    return told


@operation("return order to draft", needs=Permission.EDIT_ORDERS, undoable=True)
def return_to_draft(work: Work, order_id: int) -> None:
    """Take a quotation or a cancelled order back to a draft; a number that it had stays its own."""
    order = own_order(work, order_id)
    if order.credited or order.shipped or order.invoiced:
        raise UserError(
            _(
                "Order {order} was shipped, credited or invoiced before it was cancelled, so it cannot be written "
                "anew. Copy it instead."
            ).format(order=order_name(order)),
            code="used",
        )
    move(order, OrderState.DRAFT, only_from=(OrderState.QUOTED, OrderState.CANCELLED))
    order.cancel_reason = ""
    order.derive()
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.label(_("return {order} to draft").format(order=order_name(order)))


@operation("send order to review", needs=Permission.EDIT_ORDERS, undoable=True)
def send_to_review(work: Work, order_id: int, reason: str = "") -> None:
    """Ask a manager to look at an order before it is confirmed, and say why; the policies' reasons are added."""
    order = own_order(work, order_id)
    lines = lines_of(work, order_id)
    content_of.check_ready(order, lines)
    told = [Reason(TOLD, {"text": reason.strip()})] if reason.strip() else []
    to_review(work, order, told + review_reasons(work, order, lines, work.get(Customer, order.customer_id)))


@operation("send order back", needs=Permission.REVIEW_ORDERS, undoable=True)
def send_back(work: Work, order_id: int, reason: str) -> None:
    """Return an order from review to its writer, with a reason."""
    order = work.get(Order, order_id)
    reason = require_reason(reason)
    move(order, OrderState.DRAFT, only_from=(OrderState.REVIEW,))
    order.sent_back_reason = reason
    order.sent_back_by = work.actor.user_id or None
    order.review_reason = ""
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.tell(reason=reason)
    work.happened("order sent back")
    work.label(_("send {order} back").format(order=order_name(order)))


def to_review(work: Work, order: Order, reasons: Sequence[Reason] = ()) -> None:
    """Let an order wait for a manager's look, for the reasons that the policies or a person give."""
    move(order, OrderState.REVIEW)
    order.review_reason = dump(reasons)
    order.review_asked_by = work.actor.user_id or None
    order.sent_back_reason = ""
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    if reasons:
        work.tell(review=[reason.words(currency(work.company.currency)) for reason in reasons])
    work.happened("order sent to review")
    work.label(_("send {order} to review").format(order=order_name(order)))
