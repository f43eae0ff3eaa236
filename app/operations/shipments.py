"""Goods leaving for an order, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import LineKind, Order, OrderLine, OrderState, Shipment, ShipmentLine
from app.models.product import Movement
from app.money import QUANTITY, show_scaled
from app.operations.operation import operation
from app.operations.over_shipping import Over, close_what_is_left, make_room
from app.operations.steps import lines_of, not_in_future, order_name, require_reason, settle
from app.operations.stock_ledger import give_back_shipped, move_stock
from app.operations.work import Work


@operation("ship order", needs=Permission.SHIP)
def ship_order(
    work: Work,
    order_id: int,
    quantities: Mapping[int, int] | None = None,
    date: date | None = None,
    carrier: str = "",
    tracking_number: str = "",
    note: str = "",
    over: str = Over.REFUSE,
    close: bool = False,
) -> int:
    """Ship goods of a confirmed order: the given quantity by line id, or all that is still open.

    Deducts stock and reservation; an order in state confirmed goes into processing. Returns the shipment's id.
    ``over`` says what becomes of more than was ordered; ``close`` amends the order to what is shipped, so that nothing
    stays open.
    """
    day = date or work.today
    not_in_future(work, day)
    work.open_day(day)
    order = work.get(Order, order_id)
    if order.state not in (OrderState.CONFIRMED, OrderState.PROCESSING):
        raise UserError(
            _("Order {order} is not confirmed, so nothing of it can be shipped.").format(order=order_name(order)),
            code="state",
        )
    if order.hold:
        raise UserError(
            _("Order {order} is on hold: {reason}. Release it first.").format(
                order=order_name(order), reason=order.hold_reason
            ),
            code="on_hold",
        )
    if quantities is not None and over != Over.REFUSE:
        quantities = make_room(work, order_id, quantities, over)
        order = work.get(Order, order_id)
    lines = [line for line in lines_of(work, order_id) if line.line_kind == LineKind.GOODS]
    parts = _parts(lines, quantities)
    shipment = work.add(
        Shipment(
            number=work.draw("shipment", work.today),
            order_id=order.id,
            date=day,
            carrier=carrier or order.carrier,
            tracking_number=tracking_number.strip(),
            note=note,
            created_at=work.actor.now(),
            created_by=work.actor.user_id or None,
        )
    )
    for line, quantity in parts:
        part = work.add(ShipmentLine(shipment_id=shipment.id, order_line_id=line.id, quantity=quantity))
        line.shipped += quantity
        work.save(line)
        move_stock(work, line.product_id, -quantity, day, Movement.SHIPMENT, shipment_line=part.id)
    order.shipped += sum(q for _line, q in parts)
    if order.state == OrderState.CONFIRMED:
        order.state = OrderState.PROCESSING
    settle(work, order)
    if close:
        close_what_is_left(work, order_id)
    work.about(order, order_name(order))
    work.tell(shipment=shipment.number)
    work.happened("order shipped")
    return int(shipment.id)


def _parts(lines: list[OrderLine], quantities: Mapping[int, int] | None) -> list[tuple[OrderLine, int]]:
    parts = []
    for line in lines:
        rest = line.rest
        quantity = rest if quantities is None else quantities.get(line.id, 0)
        if quantity < 0:
            raise UserError(_("A shipped quantity cannot be below zero."), field="quantities", code="not_positive")
        if quantity > rest:
            raise _too_much(line)
        if quantity:
            parts.append((line, quantity))
    if not parts:
        raise UserError(_("There is nothing left to ship."), code="nothing_to_ship")
    return parts


def _too_much(line: OrderLine) -> UserError:
    sentence = (
        _(
            "{product}: {ended} have ended, so only {rest} are still to be shipped. Amend the order first if more goes "
            "out."
        )
        if line.ended
        else _("{product}: only {rest} are still to be shipped. Amend the order first if more goes out.")
    )
    return UserError(
        sentence.format(
            product=line.description,
            rest=show_scaled(line.rest, QUANTITY),
            ended=show_scaled(line.ended, QUANTITY),
        ),
        field="quantities",
        code="over_ordered",
    )


@operation("void shipment", needs=Permission.SHIP)
def void_shipment(work: Work, shipment_id: int, reason: str) -> None:
    """Take a shipment back that did not happen: goods return to stock, quantities are open again."""
    reason = require_reason(reason)
    work.open_day(work.today)
    shipment = work.get(Shipment, shipment_id)
    if shipment.state == "voided":
        raise UserError(_("Shipment {number} is voided already.").format(number=shipment.number), code="voided")
    if shipment.before_daybook:
        raise UserError(
            _("This shipment was made before Daybook and cannot be voided; undo the import instead."), code="imported"
        )
    order = work.get(Order, shipment.order_id)
    if order.state == OrderState.COMPLETED:
        order.state = OrderState.PROCESSING
        order.completed_at = None
    lines = {line.id: line for line in lines_of(work, order.id)}
    for part in work.find(ShipmentLine, "shipment_id = ?", (shipment_id,)):
        line = lines[part.order_line_id]
        if line.shipped - part.quantity < line.returned:
            raise UserError(
                _("{product} of this shipment was returned already. Void the return first.").format(
                    product=line.description
                ),
                code="returned",
            )
        line.shipped -= part.quantity
        order.shipped -= part.quantity
        work.save(line)
        give_back_shipped(work, part.id, work.today)
    shipment.state = "voided"
    shipment.void_reason = reason
    work.save(shipment)
    settle(work, order, may_complete=False)
    work.about(order, order_name(order))
    work.tell(shipment=shipment.number, reason=reason)


@operation("sign for shipment", needs=Permission.SHIP, undoable=True)
def sign_for_shipment(work: Work, shipment_id: int, date: date | None = None) -> None:
    """Note that the customer received a shipment."""
    day = date or work.today
    not_in_future(work, day)
    shipment = work.get(Shipment, shipment_id)
    if shipment.state == "voided":
        raise UserError(_("Shipment {number} is voided already.").format(number=shipment.number), code="voided")
    if day < shipment.date:
        raise UserError(
            _("The goods left on {day}; they cannot be signed for before that.").format(day=shipment.date.isoformat()),
            field="date",
            code="before_shipping",
        )
    shipment.signed_on = day
    work.save(shipment)
    order = work.get(Order, shipment.order_id)
    waiting = work.value(
        "SELECT count(*) FROM shipment WHERE order_id = ? AND state <> 'voided' AND signed_on IS NULL", (order.id,)
    )
    order.signed = waiting == 0
    order.derive()
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.happened("order signed for")
    work.label(_("sign for {order}").format(order=order_name(order)))
