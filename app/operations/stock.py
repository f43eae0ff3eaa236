"""Goods that come in, are on their way, or are thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import Problems, UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.company import StockPolicy
from app.models.product import Movement, Product, StockMovement
from app.models.stock import ExpectedReceipt
from app.money import QUANTITY, show_scaled
from app.operations.operation import operation
from app.operations.steps import check_version, not_in_future, require_reason
from app.operations.stock_ledger import move_stock, reverse_movement
from app.operations.work import Work

# What a person books by hand, and may take back by hand.
BY_HAND = frozenset({Movement.OPENING, Movement.RECEIPT, Movement.SCRAP})


@dataclass(frozen=True)
class StockLine:
    """How much of one product; in ten-thousandths."""

    product_id: int
    quantity: int


@operation("receive goods", needs=Permission.SHIP)
def receive_goods(work: Work, product_id: int, quantity: int, date: date | None = None, note: str = "") -> None:
    """Book goods of one product into stock; what was expected of it counts as come, the earliest first."""
    day = _day(work, date)
    if quantity <= 0:
        raise UserError(_("The quantity must be more than zero."), field="quantity", code="not_positive")
    product = kept_product(work, product_id)
    _receive(work, product_id, quantity, day, note)
    work.about(product, product.code)


@operation("receive delivery", needs=Permission.SHIP)
def receive_delivery(work: Work, lines: Sequence[StockLine], date: date | None = None, note: str = "") -> None:
    """Book a delivery of several products into stock, the whole of it or nothing."""
    day = _day(work, date)
    for line in _checked(work, lines):
        _receive(work, line.product_id, line.quantity, day, note.strip())
    work.tell(count=len(lines))


@operation("enter opening stock", needs=Permission.SHIP)
def enter_opening_stock(work: Work, lines: Sequence[StockLine], date: date | None = None) -> None:
    """Book what lay in stock before Daybook, once for each product; on the start date unless another is given."""
    day = _day(work, date or work.company.start_date)
    for number, line in enumerate(_checked(work, lines), start=1):
        product = work.get(Product, line.product_id)
        found = work.value(
            "SELECT date FROM stock_movement m WHERE product_id = ? AND movement = 'opening' AND reverses_id IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM stock_movement r WHERE r.reverses_id = m.id)",
            (line.product_id,),
        )
        if found is not None:
            raise UserError(
                _("{product} has an opening stock of {day} already. Correct it with a stocktake.").format(
                    product=product.name, day=found
                ),
                field=f"lines.{number}",
                code="opened",
            )
        move_stock(work, line.product_id, line.quantity, day, Movement.OPENING)
    work.tell(count=len(lines))


@operation("scrap goods", needs=Permission.SHIP)
def scrap_goods(work: Work, lines: Sequence[StockLine], reason: str, date: date | None = None) -> None:
    """Take goods out of stock that cannot be sold any more, with the reason."""
    day = _day(work, date)
    reason = require_reason(reason)
    for line in _checked(work, lines):
        move_stock(work, line.product_id, -line.quantity, day, Movement.SCRAP, note=reason)
    work.tell(reason=reason, count=len(lines))


@operation("take back movement", needs=Permission.SHIP)
def take_back_movement(work: Work, movement_id: int, reason: str) -> None:
    """Book the opposite of a receipt, an opening stock or a scrapping that was entered by mistake, dated today."""
    reason = require_reason(reason)
    work.open_day(work.today)
    booked = work.get(StockMovement, movement_id)
    product = work.get(Product, booked.product_id)
    if booked.movement not in BY_HAND or booked.reverses_id is not None:
        raise UserError(
            _("Only receipts, opening stock and scrap are taken back. Void the shipment or return instead."),
            code="not_by_hand",
        )
    if work.value("SELECT 1 FROM stock_movement WHERE reverses_id = ?", (movement_id,)):
        raise UserError(_("This movement was taken back already."), code="taken_back")
    reverse_movement(work, booked, work.today, reason)
    work.about(product, product.code)
    work.tell(reason=reason)


@operation("expect goods", needs=Permission.SHIP, undoable=True)
def expect_goods(work: Work, product_id: int, quantity: int, date: date, note: str = "") -> int:
    """Note that goods will come, so that they can be promised from that day on; returns the id."""
    product = kept_product(work, product_id)
    _check_expected(work, quantity, date)
    made = work.add(
        ExpectedReceipt(
            product_id=product_id, date=date, quantity=quantity, note=note.strip(), created_at=work.actor.now()
        )
    )
    work.about(product, product.code)
    work.label(_("expect {product}").format(product=product.name))
    return int(made.id)


@operation("change expected goods", needs=Permission.SHIP, undoable=True)
def change_expected(
    work: Work, expected_id: int, quantity: int, date: date, note: str = "", version: int | None = None
) -> None:
    """Change how many will come, and when."""
    expected = work.get(ExpectedReceipt, expected_id)
    check_version(expected.version, version)
    product = work.get(Product, expected.product_id)
    _check_expected(work, quantity, date, unless=expected.date)
    if quantity < expected.received:
        raise UserError(
            _("{received} of them came already, so it cannot be less.").format(
                received=show_scaled(expected.received, QUANTITY)
            ),
            field="quantity",
            code="below_received",
        )
    expected.quantity, expected.date, expected.note = quantity, date, note.strip()
    expected.version += 1
    work.save(expected)
    work.about(product, product.code)
    work.label(_("change what is expected of {product}").format(product=product.name))


@operation("expect goods no more", needs=Permission.SHIP, undoable=True)
def drop_expected(work: Work, expected_id: int) -> None:
    """Say that what has not come yet will not come; what came stays as it is."""
    expected = work.get(ExpectedReceipt, expected_id)
    product = work.get(Product, expected.product_id)
    if expected.received:
        expected.quantity = expected.received
        expected.version += 1
        work.save(expected)
    else:
        work.remove(expected)
    work.about(product, product.code)
    work.label(_("expect {product} no more").format(product=product.name))


def kept_product(work: Work, product_id: int, field: str = "product_id") -> Product:
    """The product, which is refused where no stock is kept of it."""
    if work.company.stock_policy != StockPolicy.KEPT:
        raise UserError(_("This book keeps no stock. Turn stock on in the settings first."), code="book_keeps_no_stock")
    product = work.get(Product, product_id)
    if not product.stock_kept:
        raise UserError(
            _("No stock is kept of {product}. Turn stock on for it first.").format(product=product.name),
            field=field,
            code="no_stock_kept",
        )
    return product


def _day(work: Work, day: date | None) -> date:
    day = day or work.today
    not_in_future(work, day)
    work.open_day(day)
    return day


def _checked(work: Work, lines: Sequence[StockLine]) -> Sequence[StockLine]:
    problems: list[UserError] = []
    for number, line in enumerate(lines, start=1):
        where = f"lines.{number}"
        try:
            product = kept_product(work, line.product_id, where)
        except UserError as refused:
            if refused.code == "book_keeps_no_stock":
                raise
            problems.append(refused)
            continue
        if line.quantity <= 0:
            problems.append(
                UserError(
                    _("{product}: the quantity must be more than zero.").format(product=product.name),
                    field=where,
                    code="not_positive",
                )
            )
    if not lines:
        problems.append(UserError(_("Choose a product first."), field="lines", code="no_lines"))
    if problems:
        raise Problems(problems) if len(problems) > 1 else problems[0]
    return lines


def _receive(work: Work, product_id: int, quantity: int, day: date, note: str) -> None:
    move_stock(work, product_id, quantity, day, Movement.RECEIPT, note=note)
    left = quantity
    for expected in work.find(
        ExpectedReceipt, "product_id = ? AND quantity > received", (product_id,), order="date, id"
    ):
        part = min(left, expected.quantity - expected.received)
        if part <= 0:
            break
        expected.received += part
        expected.version += 1
        work.save(expected)
        left -= part


def _check_expected(work: Work, quantity: int, day: date, unless: date | None = None) -> None:
    if quantity <= 0:
        raise UserError(_("The quantity must be more than zero."), field="quantity", code="not_positive")
    if day < work.today and day != unless:
        raise UserError(
            _("{day} is over. Goods are expected today or later.").format(day=day.isoformat()),
            field="date",
            code="past_date",
        )
