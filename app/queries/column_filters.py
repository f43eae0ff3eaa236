"""The filter that every column of a list offers, built from its kind and its SQL alone.

Values are texts that a person can also write on the command line: ``100..200``, ``..50``, ``12.5`` for figures in
major units; ``this_month``, ``2026-01-01..2026-03-31`` for days; ``~lamp`` for texts that hold a word.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor
from app.models.base import moment_text
from app.models.company import book_currency
from app.money import PRICE, QUANTITY, RATE, Currency, currency, scale, unscale
from app.queries import words
from app.queries.columns import Column, Kind
from app.queries.filters import Filter, Part, as_day, filled, flag, one_of, text
from app.queries.periods import NAMED, named

BETWEEN = ".."
TYPED = frozenset({"customers", "salespeople", "channels", "regions", "categories", "orders", "methods", "products"})
"""Offers that choose from a list of what there is, whatever the column's own kind."""

_FITTING: dict[Kind, frozenset[str]] = {
    Kind.TEXT: frozenset({"text", "choice", *TYPED}),
    Kind.NUMBER: frozenset({"text", *TYPED}),
    Kind.STATE: frozenset({"choice", "text", *TYPED}),
    Kind.FLAG: frozenset({"flag"}),
}


def factor_of(kind: Kind, unit: Currency) -> int:
    """How many stored units make one as people write figures of this kind."""
    return {Kind.MONEY: unit.minor, Kind.QUANTITY: QUANTITY, Kind.PRICE: PRICE, Kind.RATE: RATE}.get(kind, 1)


def fits(found: Filter, column: Column) -> bool:
    """Whether a list's own filter of a column's name narrows this column down as its kind asks for."""
    return found.offer in _FITTING.get(column.kind, frozenset())


def filter_of(column: Column, sql: str, key: str) -> Filter:
    """The filter of a column whose values ``sql`` gives."""
    match column.kind:
        case Kind.MONEY | Kind.QUANTITY | Kind.PRICE | Kind.RATE | Kind.COUNT:
            part, offer = _figures(column.kind, sql, key), "number"
        case Kind.DATE:
            part, offer = _days(sql, key), "period"
        case Kind.MOMENT:
            part, offer = _moments(sql, key), "period"
        case Kind.FLAG:
            made = flag(key, column.title, f"{sql} = 1")
            return Filter(key, made.title, "flag", made.part, made.values, kind=column.kind, column=column.key)
        case Kind.STATE if known := words.known_states(column.key):
            made = one_of(key, column.title, sql, known)
            return Filter(key, made.title, "choice", made.part, made.values, kind=column.kind, column=column.key)
        case _:
            return text(key, column.title, sql, of=column.key)
    return Filter(key, column.title, offer, part, kind=column.kind, column=column.key)


def ends(value: str) -> tuple[str, str]:
    """The two ends of ``from..to``; a single value is both."""
    first, sign, last = value.partition(BETWEEN)
    return (first.strip(), last.strip()) if sign else (value.strip(), value.strip())


def _figures(kind: Kind, sql: str, key: str) -> Callable[[Actor, str], Part]:
    def part(_viewer: Actor, value: str) -> Part:
        found = filled(sql, value)
        if found is not None:
            return found
        factor = factor_of(kind, book_currency() if kind is Kind.MONEY else currency("USD"))
        return _between(sql, *(_figure(end, factor, key) for end in ends(value)))

    return part


def _figure(typed: str, factor: int, key: str) -> int | None:
    if not typed:
        return None
    try:
        return scale(Decimal(typed), factor)
    except (InvalidOperation, ValueError, OverflowError):
        raise UserError(
            _("“{value}” is no figure. Write it like 1250.50, or 100..200 for everything between.").format(value=typed),
            field=key,
            code="filter_figure",
        ) from None


def figure_ends(kind: Kind, value: str, unit: Currency) -> tuple[int | None, int | None]:
    """The ends of a filter's from–to as stored figures; None where it is open or not understood."""
    factor = factor_of(kind, unit)
    found: list[int | None] = []
    for end in ends(value):
        try:
            found.append(_figure(end, factor, ""))
        except UserError:
            found.append(None)
    return found[0], found[1]


def figures(kind: Kind, first: int | None, last: int | None, unit: Currency) -> str:
    """The filter's value for everything from one stored figure to another; None is an open end."""
    factor = factor_of(kind, unit)
    texts = ["" if end is None else format(unscale(end, factor), "f") for end in (first, last)]
    return texts[0] if first is not None and first == last else BETWEEN.join(texts)


def _days(sql: str, key: str) -> Callable[[Actor, str], Part]:
    def part(viewer: Actor, value: str) -> Part:
        found = filled(sql, value)
        if found is not None:
            return found
        first, last = day_ends(viewer, value, key)
        return _between(sql, first, last)

    return part


def _moments(sql: str, key: str) -> Callable[[Actor, str], Part]:
    def part(viewer: Actor, value: str) -> Part:
        found = filled(sql, value)
        if found is not None:
            return found
        first, last = day_ends(viewer, value, key)
        parts, values = [], []
        if first:
            parts.append(f"{sql} >= ?")
            values.append(_midnight(date.fromisoformat(first)))
        if last:
            parts.append(f"{sql} < ?")
            values.append(_midnight(date.fromisoformat(last) + timedelta(days=1)))
        return " AND ".join(parts) or "1", tuple(values)

    return part


def _midnight(day: date) -> str:
    """The moment at which a day begins at this desk, as it is stored."""
    return moment_text(datetime.combine(day, time()).astimezone())


def day_ends(viewer: Actor, value: str, key: str) -> tuple[str | None, str | None]:
    """The first and the last day that a filter's value means, as ISO texts; None where it is open.

    Raises:
        UserError: The value is no period.
    """
    if value in NAMED:
        found = named(value, viewer.today())
        assert found is not None
        return found[0].isoformat(), found[1].isoformat()
    first, last = ends(value)
    return (as_day(viewer, first, key) if first else None), (as_day(viewer, last, key) if last else None)


def is_period(viewer: Actor, value: str) -> bool:
    """Whether a filter's value means days."""
    try:
        day_ends(viewer, value, "")
    except UserError:
        return False
    return True


def _between(sql: str, first: object | None, last: object | None) -> Part:
    if first is not None and first == last:
        return f"{sql} = ?", (first,)
    parts = [f"{sql} {sign} ?" for sign, end in ((">=", first), ("<=", last)) if end is not None]
    return " AND ".join(parts) or "1", tuple(end for end in (first, last) if end is not None)
