"""Changes to a confirmed order: recorded with revision, before and after, and booked on the customer's account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.audit import canonical
from app.models.base import shape
from app.models.order import Amendment, LineKind, Order, OrderLine, OrderState
from app.models.pricing import part_of
from app.models.terms import checked_key, terms_from
from app.money import QUANTITY, show_scaled
from app.operations.inputs import LineInput, OrderInput
from app.operations.operation import operation
from app.operations.order_content import check_content, check_ready, put_lines, typed_from
from app.operations.order_stock import check_stock, open_quantities
from app.operations.steps import (
    change_worth,
    check_version,
    lines_of,
    order_name,
    own_order,
    require_reason,
    settle,
)
from app.operations.work import Work

_LINE_FACTS = ("position", "code", "description", "quantity", "unit_price", "discount_rate", "amount", "gross")
_ORDER_FACTS = (
    "discount_rate", "discount_amount", "rounding_off", "net", "tax", "total", "promised_date", "payment_terms",
    "due_date",
)  # fmt: skip


@operation("amend order", needs=Permission.EDIT_ORDERS)
def amend_order(work: Work, order_id: int, content: OrderInput, reason: str, version: int | None = None) -> int:
    """Change lines, discounts and dates of a confirmed order; returns the new revision.

    No line may fall below what is shipped and what has ended, and none that was credited or invoiced may vanish.
    """
    order = _amendable(work, order_id)
    check_version(order.version, version)
    if content.customer_id != order.customer_id:
        raise UserError(
            _("The customer of a confirmed order cannot change. Copy the order for the other customer instead."),
            field="customer_id",
            code="customer_fixed",
        )
    return _amend(work, order, content, reason, "amendment")


@operation("close the rest", needs=Permission.EDIT_ORDERS)
def close_rest(work: Work, order_id: int, reason: str) -> int:
    """Amend an order to what was shipped: nothing more will be delivered, the reservation goes."""
    order = _amendable(work, order_id)
    lines = [line for line in lines_of(work, order_id) if line.quantity]
    typed = typed_from(order, lines)
    kept = []
    for line, item in zip(lines, typed.lines, strict=True):
        if line.line_kind != LineKind.GOODS:
            kept.append(item)
        elif line.least > 0:
            kept.append(replace(item, quantity=line.least, amount=_stated_part(line, line.least)))
    if not any(line.shipped for line in lines):
        raise UserError(
            _("Nothing of order {order} was shipped, so there is no rest to close. Cancel the order instead.").format(
                order=order_name(order)
            ),
            code="nothing_shipped",
        )
    return _amend(work, order, replace(typed, lines=tuple(kept)), reason, "close the rest")


@operation("keep deposit", needs=Permission.EDIT_ORDERS)
def keep_deposit(work: Work, order_id: int, reason: str) -> int:
    """Amend an order to one fee line of what was paid, so that the deposit is kept and nothing is delivered."""
    order = _amendable(work, order_id)
    if order.shipped:
        raise UserError(
            _("Goods of order {order} are out. Close the rest instead.").format(order=order_name(order)),
            code="goods_out",
        )
    kept_money = order.paid - order.refunded - order.refund_promised
    if kept_money <= 0:
        raise UserError(
            _("Nothing was paid on order {order}, so there is no deposit to keep. Cancel the order instead.").format(
                order=order_name(order)
            ),
            code="nothing_paid",
        )
    fee = LineInput(
        quantity=10_000,
        unit_price=0,
        description=_("Deposit kept"),
        line_kind=LineKind.FEE,
        amount=kept_money,
        tax_code_id=None,
    )
    typed = replace(
        typed_from(order, []),
        lines=(fee,),
        prices_include_tax=True,
        discount_rate=0,
        discount_amount=0,
        rounding_off=0,
        cash_rounding=0,
    )
    return _amend(work, order, typed, reason, "deposit kept")


def _amendable(work: Work, order_id: int) -> Order:
    order = own_order(work, order_id)
    if order.state not in (OrderState.CONFIRMED, OrderState.PROCESSING):
        raise UserError(
            _(
                "Order {order} cannot be amended in its state; only confirmed orders and those in processing are "
                "amended."
            ).format(order=order_name(order)),
            code="state",
        )
    return order


def _stated_part(line: OrderLine, quantity: int) -> int | None:
    if not line.amount_stated:
        return None
    return part_of(line.amount, line.quantity, quantity, line.amount, line.quantity)


def facts(order: Order, lines: Sequence[OrderLine]) -> str:
    """What an amendment keeps of an order before and after it, as canonical JSON."""

    def stored(record: Order | OrderLine, names: tuple[str, ...]) -> dict[str, object]:
        form = shape(type(record))
        values = dict(zip(form.columns, form.values(record), strict=True))
        return {n: values[n] for n in names}

    return canonical({"order": stored(order, _ORDER_FACTS), "lines": [stored(line, _LINE_FACTS) for line in lines]})


def _amend(work: Work, order: Order, content: OrderInput, reason: str, entry: str) -> int:
    reason = require_reason(reason)
    work.open_day(work.today)
    check_content(work, content)
    lines = lines_of(work, order.id)
    typed = {item.id: item for item in content.lines if item.id is not None}
    for line in lines:
        item = typed.get(line.id)
        if item is None and (line.least or line.returned or line.credited_net or line.invoiced_net):
            raise UserError(
                _("{product} was shipped, credited or invoiced, so its line cannot be removed.").format(
                    product=line.description
                ),
                field="lines",
                code="line_in_use",
            )
        if item is not None and item.quantity < line.least:
            raise _below_least(line)
    before, worth = facts(order, lines), order.worth
    order.prices_include_tax = (
        order.prices_include_tax if content.prices_include_tax is None else content.prices_include_tax
    )
    order.discount_rate = content.discount_rate
    order.discount_amount = content.discount_amount
    order.rounding_off = content.rounding_off
    order.cash_rounding = content.cash_rounding
    order.promised_date = content.promised_date
    order.payment_terms = checked_key(content.payment_terms) or order.payment_terms
    if content.due_date is not None:
        order.due_date = content.due_date
    elif order.payment_terms:
        order.due_date = terms_from(order.payment_terms).due(order.date)
    order.note = content.note
    order.stated_difference = 0
    reserved = open_quantities(lines)
    kept = put_lines(work, order, content.lines, lines)
    check_ready(order, kept)
    check_stock(work, order, kept, reserved)
    if any(line.credited_net > line.net or line.credited_tax > line.tax for line in kept if line.net >= 0):
        raise UserError(
            _("A line would be worth less than what was credited on it. Void the credit first."),
            field="lines",
            code="below_credited",
        )
    order.shipped = sum(line.shipped for line in kept)
    order.revision += 1
    settle(work, order)
    change_worth(work, order, worth, work.today, entry)
    note_amendment(work, order, reason, before, facts(order, kept))
    work.about(order, order_name(order))
    work.tell(reason=reason, revision=order.revision)
    work.happened("order amended")
    return int(order.revision)


def _below_least(line: OrderLine) -> UserError:
    sentence = (
        _("{product}: {shipped} were shipped and {ended} have ended; the quantity cannot go below that.")
        if line.ended
        else _("{product}: {shipped} were shipped; the quantity cannot go below that.")
    )
    return UserError(
        sentence.format(
            product=line.description,
            shipped=show_scaled(line.shipped, QUANTITY),
            ended=show_scaled(line.ended, QUANTITY),
        ),
        field="lines",
        code="below_shipped",
    )


def note_amendment(work: Work, order: Order, reason: str, before: str, after: str) -> None:
    """Keep what the present revision of an order changed."""
    work.add(
        Amendment(
            order_id=order.id,
            revision=order.revision,
            date=work.today,
            reason=reason,
            before=before,
            after=after,
            user_id=work.actor.user_id or None,
            created_at=work.actor.now(),
        )
    )
