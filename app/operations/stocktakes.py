"""Counting stock: start, count over hours or days, look at the differences, book them."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.company import StockPolicy
from app.models.product import Category, Movement, Product
from app.models.stock import EXPECTED, Stocktake, StocktakeLine, StocktakeState
from app.operations.operation import operation
from app.operations.stock import StockLine, kept_product
from app.operations.stock_ledger import move_stock
from app.operations.work import Work

UNCOUNTED = ("keep", "zero")
"""What becomes of products that nobody counted: they stay as the book has them, or nothing lies there."""

_TO_COUNT = (
    "SELECT p.id FROM product p WHERE p.stock_kept = 1 AND p.merged_into_id IS NULL "
    "AND (p.active = 1 OR p.on_hand <> 0) AND NOT EXISTS (SELECT 1 FROM stocktake_line l "
    "JOIN stocktake s ON s.id = l.stocktake_id WHERE l.product_id = p.id AND s.state = 'counting')"
    "{} ORDER BY p.code, p.id"
)
_OF_CATEGORY = " AND p.category_id IN (SELECT id FROM category WHERE id = ?1 OR parent_id = ?1)"


@operation("start stocktake", needs=Permission.SHIP)
def start_stocktake(
    work: Work, category_id: int | None = None, product_ids: Sequence[int] | None = None, note: str = ""
) -> int:
    """Begin to count all products, those of one category, or chosen ones; returns the stocktake's id.

    A product is counted in one stocktake at a time: those that are being counted already are left out.
    """
    if work.company.stock_policy != StockPolicy.KEPT:
        raise UserError(_("This book keeps no stock. Turn stock on in the settings first."), code="book_keeps_no_stock")
    if category_id is not None:
        scope = str(work.get(Category, category_id).name)
        found = [row[0] for row in work.connection.execute(_TO_COUNT.format(_OF_CATEGORY), (category_id,))]
    else:
        found = [row[0] for row in work.connection.execute(_TO_COUNT.format(""))]
        scope = "all" if product_ids is None else "chosen"
        if product_ids is not None:
            wanted = set(product_ids)
            found = [each for each in found if each in wanted]
    if not found:
        raise UserError(
            _("There is nothing to count here: no stock is kept of it, or it is being counted already."),
            code="nothing_to_count",
        )
    stocktake = work.add(
        Stocktake(
            scope=scope,
            date=work.today,
            note=note.strip(),
            created_by=work.actor.user_id or None,
            created_at=work.actor.now(),
        )
    )
    for product_id in found:
        work.add(StocktakeLine(stocktake_id=stocktake.id, product_id=product_id))
    work.about(stocktake, stocktake.date.isoformat())
    return int(stocktake.id)


@operation("count product", needs=Permission.SHIP, undoable=True)
def count_product(work: Work, stocktake_id: int, product_id: int, quantity: int, add: bool = False) -> int:
    """Note how much of a product lies there, or ``add`` what was found in another place; returns the counted quantity.

    A product that the stocktake did not list joins it.
    """
    stocktake = _counting(work, stocktake_id)
    line = _count(work, stocktake, StockLine(product_id, quantity), add=add)
    product = work.get(Product, product_id)
    work.about(stocktake, product.code)
    work.label(_("count {product}").format(product=product.name))
    return int(line.counted or 0)


@operation("count products", needs=Permission.SHIP, undoable=True)
def count_products(work: Work, stocktake_id: int, lines: Sequence[StockLine]) -> int:
    """Note many counts at once, as pasted or read from a workbook; one product twice adds up. Returns how many."""
    stocktake = _counting(work, stocktake_id)
    sums: dict[int, int] = {}
    for line in lines:
        sums[line.product_id] = sums.get(line.product_id, 0) + line.quantity
    for product_id, quantity in sums.items():
        _count(work, stocktake, StockLine(product_id, quantity), add=False)
    work.about(stocktake, stocktake.date.isoformat())
    work.label(_("count products"))
    return len(sums)


@operation("forget count", needs=Permission.SHIP, undoable=True)
def forget_count(work: Work, stocktake_id: int, product_id: int) -> None:
    """Say that a product is still to be counted."""
    stocktake = _counting(work, stocktake_id)
    line = _line(work, stocktake, product_id)
    if line is None or line.counted is None:
        raise UserError(_("This product was not counted yet."), code="not_counted")
    line.counted = line.counted_on = line.counted_by = None
    line.after_id = 0
    work.save(line)
    product = work.get(Product, product_id)
    work.about(stocktake, product.code)
    work.label(_("forget the count of {product}").format(product=product.name))


@operation("book stocktake", needs=Permission.SHIP)
def book_stocktake(work: Work, stocktake_id: int, uncounted: str = "") -> int:
    """Bring the book to what was counted, dated today; returns how many products differed.

    What was booked after a product was counted stays booked. ``uncounted`` says what becomes of products that nobody
    counted; without it they are asked about.
    """
    stocktake = _counting(work, stocktake_id)
    work.open_day(work.today)
    lines = work.find(StocktakeLine, "stocktake_id = ?", (stocktake_id,))
    if all(line.counted is None for line in lines):
        raise UserError(_("Nothing was counted yet. Count first, or drop the stocktake."), code="nothing_counted")
    if uncounted not in UNCOUNTED and any(line.counted is None for line in lines):
        raise UserError(
            _("Some products were not counted. Say whether they stay as they are or are gone."),
            field="uncounted",
            code="uncounted",
        )
    if uncounted == "zero":
        for line in lines:
            if line.counted is None:
                _note(work, line, 0)
    expected = _expected(work, stocktake_id)
    differing = 0
    for line in lines:
        if line.counted is None or not work.known(Product, line.product_id).stock_kept:
            continue
        line.expected = expected[line.id]
        line.difference = line.counted - line.expected
        work.save(line)
        if line.difference:
            differing += 1
            move_stock(
                work,
                line.product_id,
                line.difference,
                work.today,
                Movement.STOCKTAKE,
                stocktake_line=line.id,
                note=stocktake.note,
            )
    stocktake.state = StocktakeState.BOOKED
    stocktake.booked_on = work.today
    stocktake.version += 1
    work.save(stocktake)
    work.about(stocktake, stocktake.date.isoformat())
    work.tell(differences=differing)
    return differing


@operation("drop stocktake", needs=Permission.SHIP, undoable=True)
def drop_stocktake(work: Work, stocktake_id: int) -> None:
    """Give a stocktake up; nothing of it is booked."""
    stocktake = _counting(work, stocktake_id)
    stocktake.state = StocktakeState.DROPPED
    stocktake.version += 1
    work.save(stocktake)
    work.about(stocktake, stocktake.date.isoformat())
    work.label(_("drop the stocktake of {day}").format(day=stocktake.date.isoformat()))


def _counting(work: Work, stocktake_id: int) -> Stocktake:
    stocktake = work.get(Stocktake, stocktake_id)
    if stocktake.state != StocktakeState.COUNTING:
        raise UserError(
            _("This stocktake was booked already. Start another one.")
            if stocktake.state == StocktakeState.BOOKED
            else _("This stocktake was dropped. Start another one."),
            code="state",
        )
    return stocktake


def _line(work: Work, stocktake: Stocktake, product_id: int) -> StocktakeLine | None:
    found = work.find(StocktakeLine, "stocktake_id = ? AND product_id = ?", (stocktake.id, product_id))
    return found[0] if found else None


def _count(work: Work, stocktake: Stocktake, counted: StockLine, *, add: bool) -> StocktakeLine:
    if counted.quantity < 0:
        raise UserError(
            _("{product}: a count cannot be below zero.").format(product=work.get(Product, counted.product_id).name),
            field="quantity",
            code="below_zero",
        )
    line = _line(work, stocktake, counted.product_id)
    if line is None:
        product = kept_product(work, counted.product_id)
        if work.value(
            "SELECT 1 FROM stocktake_line l JOIN stocktake s ON s.id = l.stocktake_id "
            "WHERE l.product_id = ? AND s.state = 'counting'",
            (product.id,),
        ):
            raise UserError(
                _("{product} is being counted in another stocktake.").format(product=product.name),
                field="product_id",
                code="counted_elsewhere",
            )
        line = work.add(StocktakeLine(stocktake_id=stocktake.id, product_id=product.id))
    if add and line.counted is not None:
        # The first place was counted then: what moved since has to be told from there on.
        line.counted += counted.quantity
        work.save(line)
    else:
        _note(work, line, counted.quantity)
    return line


def _note(work: Work, line: StocktakeLine, quantity: int) -> None:
    line.counted = quantity
    line.counted_on = work.today
    line.counted_by = work.actor.user_id or None
    line.after_id = int(work.value("SELECT coalesce(max(id), 0) FROM stock_movement"))
    work.save(line)


def _expected(work: Work, stocktake_id: int) -> dict[int, int]:
    rows = work.connection.execute(
        f"SELECT l.id, {EXPECTED} FROM stocktake_line l WHERE l.stocktake_id = ?", (stocktake_id,)
    )
    return dict(rows)
