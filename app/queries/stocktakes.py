"""One stocktake with its counts and differences, and which product is meant by what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.i18n import _
from app.models.actor import Actor
from app.models.base import connection
from app.models.shelf import walking_key
from app.models.stock import EXPECTED
from app.models.user import shown_name
from app.money import QUANTITY, scale
from app.queries import allowed
from app.queries.history import HistoryEntry, history
from app.queries.shapes import Quantity, load, one, require, select
from app.queries.stock import STOCKTAKES


@dataclass(frozen=True)
class CountLine:
    """One product of a stocktake; ``counted`` and ``difference`` are None as long as nobody counted it."""

    id: int
    place: str
    code: str
    name: str
    unit: str
    category: str | None
    expected: Quantity
    counted: Quantity | None
    difference: Quantity | None
    counter: str | None


@dataclass(frozen=True)
class StocktakeDetail:
    """One stocktake."""

    id: int
    scope: str
    state: str
    date: str
    booked_on: str | None
    note: str
    person: str | None
    version: int
    lines: tuple[CountLine, ...]
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]
    why_not: dict[str, str]

    @property
    def counted(self) -> int:
        """How many products were counted."""
        return sum(line.counted is not None for line in self.lines)

    @property
    def placed(self) -> bool:
        """Whether any of its products has a place on the shelves."""
        return any(line.place for line in self.lines)

    @property
    def differing(self) -> tuple[CountLine, ...]:
        """The products of which there is more or less than the book says."""
        return tuple(line for line in self.lines if line.difference)


_STOCKTAKE = (
    select(StocktakeDetail, "s", person=shown_name("u"))
    + " FROM stocktake s LEFT JOIN user u ON u.id = s.created_by WHERE s.id = ?"
)
# Booked ones show what was booked; as long as it is counted, the book goes on moving.
_LINES = (
    "SELECT id, place, code, name, unit, category, expected, counted, counted - expected, counter FROM ("
    "SELECT p.id, p.place, p.code, p.name, p.unit, g.name AS category, l.counted, "
    f"coalesce(l.expected, {EXPECTED}) AS expected, {shown_name('u')} AS counter "
    "FROM stocktake_line l JOIN product p ON p.id = l.product_id LEFT JOIN category g ON g.id = p.category_id "
    "LEFT JOIN user u ON u.id = l.counted_by WHERE l.stocktake_id = ?) ORDER BY code, id"
)


def stocktake(viewer: Actor, stocktake_id: int) -> StocktakeDetail:
    """One stocktake. Raises NotFound, NotAllowed."""
    require(STOCKTAKES, viewer, stocktake_id, "stocktake")
    key = (stocktake_id,)
    state = connection().execute("SELECT state FROM stocktake WHERE id = ?", key).get
    reasons = allowed.stocktake(viewer, {"state": state})
    return one(
        StocktakeDetail,
        _STOCKTAKE,
        key,
        lines=load(CountLine, _LINES, key),
        history=history("stocktake", stocktake_id),
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )


def in_order(lines: Iterable[CountLine], by: str) -> list[CountLine]:
    """Lines of a stocktake by ``code``, or as one passes their ``place``; what has none comes last."""
    by_code = sorted(lines, key=lambda line: (line.code, line.id))
    return sorted(by_code, key=lambda line: (not line.place, walking_key(line.place))) if by == "place" else by_code


@dataclass(frozen=True)
class ReadCount:
    """One row of counts that were pasted or read from a file: what it said, and what it means or why not."""

    row: int
    text: str
    product_id: int | None = None
    product: str = ""
    quantity: int = 0
    problem: str = ""


_FIND = (
    "SELECT id, name FROM product WHERE code = ?1 AND merged_into_id IS NULL",
    "SELECT p.id, p.name FROM product_alias a JOIN product p ON p.id = a.product_id WHERE a.name = ?1",
    "SELECT id, name FROM product WHERE name = ?1 AND merged_into_id IS NULL",
)


def product_called(text: str) -> tuple[int, str] | None:
    """The product whose code, other name or name this is, exactly; None if there is none or more than one."""
    for statement in _FIND:
        found = connection().execute(statement, (text,)).fetchall()
        if len(found) == 1:
            return int(str(found[0][0])), str(found[0][1])
        if found:
            return None
    return None


def read_counts(rows: Iterable[Iterable[object]]) -> list[ReadCount]:
    """What rows of cells say: the first cell that names a product, and the last one that is a number.

    Rows without any number, such as headings, are left out unless they name a product.
    """
    found = []
    for number, cells in enumerate(rows, start=1):
        texts = [str(cell).strip() for cell in cells if cell is not None and str(cell).strip()]
        if not texts:
            continue
        known = next((p for p in map(product_called, texts[:2]) if p is not None), None)
        quantity = next((q for q in map(_quantity, reversed(texts[1:])) if q is not None), None)
        told = " · ".join(texts)
        if known is None and quantity is None:
            continue
        if known is None:
            found.append(ReadCount(number, told, problem=_("No product is called “{name}”.").format(name=texts[0])))
        elif quantity is None:
            found.append(ReadCount(number, told, *known, problem=_("No quantity stands here.")))
        elif quantity < 0:
            found.append(ReadCount(number, told, *known, problem=_("A count cannot be below zero.")))
        else:
            found.append(ReadCount(number, told, *known, quantity))
    return found


def _quantity(text: str) -> int | None:
    try:
        value = Decimal(text.replace(",", "").translate(_WIDE))
    except InvalidOperation:
        return None
    return scale(value, QUANTITY) if value.is_finite() else None


_WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
