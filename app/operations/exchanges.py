"""Exchanges: goods come back and others go out for them, while the order is worth what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import LineKind, Order, OrderLine, OrderState
from app.models.payment import Credit, CreditKind, CreditLine, CreditState
from app.models.product import Product
from app.models.shares import Share
from app.operations.amendments import facts, note_amendment
from app.operations.credit_shares import check_returned
from app.operations.credits import GOODS_TO, book_credit
from app.operations.decisions import require_counted
from app.operations.operation import operation
from app.operations.order_stock import check_stock
from app.operations.steps import lines_of, order_name, own_order, require_reason
from app.operations.work import Work


@dataclass(frozen=True)
class Exchanged:
    """What comes back of one line, in ten-thousandths, and what goes out for it: the same again unless said.

    ``sent`` is the quantity that goes out; None is as much as comes back.
    """

    line_id: int
    quantity: int
    product_id: int | None = None
    sent: int | None = None


@operation("exchange goods", needs=Permission.EDIT_ORDERS)
def exchange_goods(work: Work, order_id: int, parts: Sequence[Exchanged], reason: str, goods_to: str = "stock") -> int:
    """Take goods of an order back and promise others for them; returns the credit's id.

    The goods back are a return of worth 0, and what goes out for them stands on lines of worth 0, added by an
    amendment and reserved; it leaves by a shipment. No money moves, so nobody has to approve it. A completed order is
    open again until the replacement is shipped.
    """
    order = own_order(work, order_id)
    require_counted(order)
    reason = require_reason(reason)
    work.open_day(work.today)
    if goods_to not in GOODS_TO:
        raise UserError(
            _("Returned goods go to stock, to scrap or nowhere. Choose one of them."), field="goods_to", code="goods_to"
        )
    lines = lines_of(work, order_id)
    by_id = {line.id: line for line in lines}
    chosen = _chosen(parts, by_id)
    check_returned(work, order, lines, {part.line_id: Share(part.quantity, 0, 0) for part in chosen}, waiting=True)
    before, last = facts(order, lines), max(line.position for line in lines)
    fresh = [
        _replacement(work, order, by_id[part.line_id], part, last + number)
        for number, part in enumerate(chosen, start=1)
    ]
    check_stock(work, order, fresh)
    credit = _credit(work, order, reason, goods_to)
    back = [
        work.add(CreditLine(credit_id=credit.id, order_line_id=part.line_id, quantity=part.quantity, net=0, tax=0))
        for part in chosen
    ]
    for line in fresh:
        work.add(line)
    order.to_ship += sum(line.quantity for line in fresh)
    order.signed = False
    order.revision += 1
    if order.state == OrderState.COMPLETED:
        order.state = OrderState.PROCESSING
        order.completed_at = None
    book_credit(work, order, credit, lines, back, 1)
    note_amendment(work, order, reason, before, facts(order, [*lines, *fresh]))
    work.about(order, order_name(order))
    work.tell(reason=reason, credit=credit.number)
    work.happened("order amended")
    return int(credit.id)


def _chosen(parts: Sequence[Exchanged], lines: dict[int, OrderLine]) -> list[Exchanged]:
    chosen = [part for part in parts if part.quantity]
    if not chosen:
        raise UserError(_("Say what comes back: give at least one line a quantity."), field="lines", code="no_lines")
    for part in chosen:
        line = lines.get(part.line_id)
        if line is None or sum(other.line_id == part.line_id for other in chosen) > 1:
            raise UserError(
                _("One of the lines does not belong to this order, or stands here twice."),
                field="lines",
                code="unknown_line",
            )
        if part.quantity < 0 or (part.sent is not None and part.sent <= 0):
            raise UserError(
                _("{line}: the quantity must be more than zero.").format(line=line.description),
                field="lines",
                code="not_positive",
            )
    return chosen


def _replacement(work: Work, order: Order, old: OrderLine, part: Exchanged, position: int) -> OrderLine:
    product = work.get(Product, part.product_id) if part.product_id is not None else None
    return OrderLine(
        order_id=order.id,
        position=position,
        line_kind=LineKind.GOODS,
        product_id=product.id if product is not None else old.product_id,
        code=product.code if product is not None else old.code,
        description=product.name if product is not None else old.description,
        unit=product.unit if product is not None else old.unit,
        quantity=part.quantity if part.sent is None else part.sent,
        unit_price=0,
        amount=0,
        tax_code_id=old.tax_code_id,
        tax_rate=old.tax_rate,
        note=_("In exchange for {product}").format(product=old.description),
    )


def _credit(work: Work, order: Order, reason: str, goods_to: str) -> Credit:
    return work.add(
        Credit(
            number=work.draw("credit", work.today),
            order_id=order.id,
            customer_id=order.customer_id,
            credit_kind=CreditKind.RETURN,
            state=CreditState.APPROVED,
            reason=reason,
            goods_to=goods_to,
            net=0,
            tax=0,
            amount=0,
            date=work.today,
            requested_by=work.actor.user_id or None,
            requested_on=work.today,
            decided_on=work.today,
            approved_by=work.actor.user_id or None,
            created_at=work.actor.now(),
        )
    )
