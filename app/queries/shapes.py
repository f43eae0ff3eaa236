"""The shape of one record as a page or the command line shows it: small frozen dataclasses with typed fields.

``as_json`` gives stable English keys, money, quantities, prices and rates as decimal texts, dates and moments as ISO.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from app.errors import NotAllowed
from app.i18n import _
from app.models.actor import ACTS, Actor, who_may
from app.models.base import connection, gone
from app.models.company import book_currency
from app.money import PRICE, QUANTITY, RATE, Currency, plain, unscale
from app.queries.columns import Column, Kind, Row
from app.queries.engine import RecordList

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
D = TypeVar("D", bound="DataclassInstance")


Money = Annotated[int, Kind.MONEY]
Quantity = Annotated[int, Kind.QUANTITY]
Price = Annotated[int, Kind.PRICE]
Rate = Annotated[int, Kind.RATE]
Flag = Annotated[int, Kind.FLAG]


@cache
def _kinds(shape: type[Any]) -> dict[str, Kind | None]:
    """The kind of each field; None for plain texts, numbers, and parts."""
    return {name: _kind(hint) for name, hint in get_type_hints(shape, include_extras=True).items()}


def _kind(hint: Any) -> Kind | None:
    for option in get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,):
        for mark in getattr(option, "__metadata__", ()):
            if isinstance(mark, Kind):
                return mark
    return None


def _is_part(hint: Any) -> bool:
    return hint is bool or get_origin(hint) in (tuple, frozenset, dict)


def select(shape: type[Any], alias: str, **special: str) -> str:
    """The SELECT list of a shape: each field is the column of its name, or the expression given for it.

    Fields that hold several things (tuples, sets, dictionaries) and plain truth values come from elsewhere.
    """
    hints = get_type_hints(shape)
    names = [f.name for f in fields(shape) if not _is_part(hints[f.name])]
    return "SELECT " + ", ".join(special.get(n, f"{alias}.{n}") for n in names)


def load(shape: type[T], sql: str, values: Sequence[object]) -> tuple[T, ...]:
    """The rows of a query as this shape; the columns are in the order of its fields."""
    return tuple(shape(*row) for row in connection().execute(sql, values))


def one(shape: type[T], sql: str, values: Sequence[object], **parts: Any) -> T:
    """The one row of a query as this shape, with the parts that come from elsewhere."""
    return shape(*next(connection().execute(sql, values)), **parts)


def hide(detail: D, records: RecordList, viewer: Actor, *more: str) -> D:
    """The detail without what the list keeps from this viewer (and ``more``): texts are empty, figures None."""
    if any(viewer.may(p) for p in records.secret_needs):
        return detail
    names = [f.name for f in fields(detail) if f.name in records.secret or f.name in more]
    return replace(detail, **{n: "" if isinstance(getattr(detail, n), str) else None for n in names})


def require(records: RecordList, viewer: Actor, record_id: int, table: str) -> None:
    """Refuse a record that is not there, or that this viewer may not see."""
    if records.shows(viewer, record_id):
        return
    if connection().execute(f"SELECT 1 FROM {table} WHERE id = ?", (record_id,)).fetchone() is None:
        raise gone(f"no_{table}")
    raise NotAllowed(
        _("You may not {act}: this belongs to a colleague. Whole lists are for: {roles}.").format(
            act=_(ACTS[records.needs]), roles=who_may(records.needs)
        ),
        code="not_own",
    )


def require_all(records: RecordList, viewer: Actor, record_ids: Sequence[int], table: str) -> None:
    """Refuse the first of these records that is not there, or that this viewer may not see."""
    shown = records.shown(viewer, record_ids)
    for record_id in record_ids:
        if record_id not in shown:
            require(records, viewer, record_id, table)


def plain_value(kind: Kind | None, value: Any, unit: Currency) -> Any:
    """A stored value as machines read it."""
    if value is None:
        return None
    match kind:
        case Kind.MONEY:
            return plain(value, unit)
        case Kind.QUANTITY:
            return format(unscale(value, QUANTITY), "f")
        case Kind.PRICE:
            return format(unscale(value, PRICE), "f")
        case Kind.RATE:
            return format(unscale(value, RATE), "f")
        case Kind.FLAG:
            return bool(value)
        case _:
            return value


def row_as_json(columns: Iterable[Column], row: Row, unit: Currency) -> dict[str, Any]:
    """A row of a list by column key, with its id."""
    values = zip(columns, row.values, strict=True)
    return {"id": row.id, **{c.key: plain_value(c.kind, v, unit) for c, v in values}}


def as_json(detail: Any, unit: Currency | None = None) -> Any:
    """A detail, or anything in it, as plain JSON data."""
    unit = unit or book_currency()
    if is_dataclass(detail) and not isinstance(detail, type):
        kinds = _kinds(type(detail))
        values = {name: getattr(detail, name) for name in kinds}
        return {n: plain_value(k, values[n], unit) if k else as_json(values[n], unit) for n, k in kinds.items()}
    if isinstance(detail, dict):
        return {k: as_json(v, unit) for k, v in detail.items()}
    if isinstance(detail, frozenset):
        return sorted(detail)
    if isinstance(detail, (tuple, list)):
        return [as_json(v, unit) for v in detail]
    return detail
