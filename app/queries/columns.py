"""What a list consists of: columns with a kind, a question to the list, rows and totals.

The same columns serve the screen, copying, Excel, CSV and print. Values are stored integers and ISO texts (``Kind``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.queries.pins import Problem


class Kind(StrEnum):
    """What the values of a column are, and so how they are aligned, shown, summed and exported."""

    TEXT = "text"
    NUMBER = "number"
    """The number of a document: text."""
    MONEY = "money"
    """Minor units of the book's currency."""
    QUANTITY = "quantity"
    """Ten-thousandths."""
    PRICE = "price"
    """Millionths of the major unit."""
    RATE = "rate"
    """Ten-thousandths of a percent."""
    DATE = "date"
    """ISO text, ``2026-03-05``."""
    MOMENT = "moment"
    """ISO text with time, in UTC, ``2026-03-05T08:30:00``."""
    COUNT = "count"
    STATE = "state"
    """An English key, shown as a word in a chip."""
    FLAG = "flag"


@dataclass(frozen=True)
class Column:
    """One column of a list. ``title`` is a marked text, translated when shown; ``total`` columns are summed."""

    key: str
    title: str
    kind: Kind
    width: int
    shown: bool = True
    sortable: bool = True
    total: bool = False


@dataclass(frozen=True)
class Ask:
    """What a list is asked for: words to search, filters as (key, value), order as (key, descending).

    ``problems_first`` puts records with a problem (``Pin``) in front, in the same order among themselves: the first
    ``problems_at_most`` of them, all for 0.
    """

    search: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    problems_first: bool = False
    problems_at_most: int = 0


@dataclass(frozen=True)
class Row:
    """One row: its id, its values in the order of the list's columns, the operations it allows now, its problems."""

    id: int
    values: tuple[Any, ...]
    actions: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Totals:
    """How many rows answer an ``Ask``, and the sums of its ``total`` columns by key."""

    count: int
    sums: Mapping[str, int]


@dataclass(frozen=True)
class Series:
    """A statistic as a table: its stable English name, its marked title, what it is grouped by and from when to when.

    The first column holds the groups (periods, regions, customers …), the others figures; ``rows`` and ``total`` hold
    values in the order of the columns, ``total`` with None where nothing is summed. ``from_`` and ``to`` are ISO dates,
    empty where the range is open. ``keys`` holds for each row what it is grouped by: an id, a text, or the key of a
    period. The chart, the table, Excel and PDF are all drawn from this.
    """

    name: str
    title: str
    by: str
    from_: str
    to: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: tuple[Any, ...]
    keys: tuple[Any, ...] = ()
