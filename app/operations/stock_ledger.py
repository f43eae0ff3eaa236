"""The stock ledger as operations write it. Private to the operations."""

from __future__ import annotations

from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.company import StockPolicy
from app.models.product import Movement, Product, StockMovement
from app.money import QUANTITY, show_scaled
from app.operations.work import Work


def move_stock(
    work: Work,
    product_id: int | None,
    quantity: int,
    day: date,
    movement: Movement,
    *,
    shipment_line: int | None = None,
    credit_line: int | None = None,
    stocktake_line: int | None = None,
    note: str = "",
) -> None:
    """Append one line to the stock ledger if the book keeps stock of this product.

    Refused if on that day or any later one the stock would fall below zero.
    """
    if product_id is None or not quantity or work.company.stock_policy != StockPolicy.KEPT:
        return
    product = work.get(Product, product_id)
    if product.stock_kept:
        _append(
            work,
            product,
            StockMovement(
                product_id=product_id,
                date=day,
                movement=movement,
                quantity=quantity,
                shipment_line_id=shipment_line,
                credit_line_id=credit_line,
                stocktake_line_id=stocktake_line,
                note=note,
            ),
        )


def give_back_shipped(work: Work, shipment_line: int, day: date) -> None:
    """Bring back what a line of a shipment took from stock: exactly that, whether or not stock is kept by now."""
    _turn_back(work, "shipment_line_id", shipment_line, day, Movement.SHIPMENT_VOID)


def take_back_returned(work: Work, credit_line: int, day: date) -> None:
    """Take out again what a line of a return brought into stock or to scrap."""
    _turn_back(work, "credit_line_id", credit_line, day, None)


def _turn_back(work: Work, column: str, line: int, day: date, movement: Movement | None) -> None:
    booked: dict[str, int] = {}
    product_id = 0
    for each in work.find(StockMovement, f'"{column}" = ?', (line,)):
        product_id = each.product_id
        kind = str(movement or each.movement)
        booked[kind] = booked.get(kind, 0) + each.quantity
    if not any(booked.values()):
        return
    product = work.get(Product, product_id)
    # What comes in first, so that scrap comes back before the return goes.
    for kind, quantity in sorted(booked.items(), key=lambda pair: pair[1]):
        if quantity:
            made = StockMovement(product_id=product_id, date=day, movement=kind, quantity=-quantity)
            setattr(made, column, line)
            _append(work, product, made)


def reverse_movement(work: Work, booked: StockMovement, day: date, note: str) -> None:
    """Book the opposite of a movement, naming it."""
    _append(
        work,
        work.get(Product, booked.product_id),
        StockMovement(
            product_id=booked.product_id,
            date=day,
            movement=booked.movement,
            quantity=-booked.quantity,
            reverses_id=booked.id,
            note=note,
        ),
    )


def _append(work: Work, product: Product, movement: StockMovement) -> None:
    if movement.quantity < 0:
        _refuse_below_zero(work, product, -movement.quantity, movement.date)
    movement.user_id = work.actor.user_id or None
    movement.created_at = work.actor.now()
    work.add(movement)
    low = product.low_stock
    if low is not None and movement.quantity < 0:
        on_hand = work.value("SELECT sum(quantity) FROM stock_movement WHERE product_id = ?", (product.id,))
        if on_hand <= low < on_hand - movement.quantity:
            work.happened("stock low")


def _refuse_below_zero(work: Work, product: Product, out: int, day: date) -> None:
    least, when = _least_from(work, product.id, day)
    if least >= out:
        return
    facts = {
        "available": f"{show_scaled(max(least, 0), QUANTITY)} {product.unit}".strip(),
        "product": product.name,
        "day": day.isoformat(),
        "when": when,
        "short": show_scaled(out - least, QUANTITY),
    }
    if when > day.isoformat():
        told = _(
            "{product}: what goes out on {day} is missing later. On {when} only {available} are in stock, "
            "{short} too few. Check the date, or receive goods first."
        )
    else:
        told = _("Only {available} of {product} are in stock on {day}. Receive goods first, or check the date.")
    raise UserError(told.format(**facts), field="date" if when > day.isoformat() else "", code="stock_below_zero")


def _least_from(work: Work, product_id: int, day: date) -> tuple[int, str]:
    # The lowest balance at the end of this day and of every later one, and its day.
    stock = work.value(
        "SELECT coalesce(sum(quantity), 0) FROM stock_movement WHERE product_id = ? AND date <= ?",
        (product_id, day.isoformat()),
    )
    least, when = stock, day.isoformat()
    for later, quantity in work.connection.execute(
        "SELECT date, sum(quantity) FROM stock_movement WHERE product_id = ? AND date > ? GROUP BY date ORDER BY date",
        (product_id, day.isoformat()),
    ):
        stock += quantity
        if stock < least:
            least, when = stock, str(later)
    return int(least), when
