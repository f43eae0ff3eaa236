"""What was understood of a text: each value with the places that it came from, and why it should be looked at again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Goods:
    """A product as it may be meant: its id, code, name, unit, other names, and its price (0 if it has none)."""

    id: int
    code: str
    name: str
    unit: str = ""
    aliases: tuple[str, ...] = ()
    price: Decimal = Decimal(0)


@dataclass(frozen=True)
class Known:
    """A customer as a text may name it: id, name, phone numbers, and the names of its contacts."""

    id: int
    name: str
    phones: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A place in the text, from ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(frozen=True)
class Value:
    """A text that was understood; ``doubt`` says why it should be looked at again (nothing: it is sure)."""

    text: str = ""
    pieces: tuple[Piece, ...] = ()
    doubt: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Value()


@dataclass(frozen=True)
class Day:
    """The day until which the goods are wanted."""

    day: datetime.date
    piece: Piece
    doubt: str = ""


@dataclass(frozen=True)
class Line:
    """Goods that are wanted. ``product`` is None where none was found; ``others`` are products that may be meant too.

    ``unit`` and ``price`` are what was said: nothing and None where nothing was. ``words`` is how the goods are called.
    """

    words: str
    quantity: Decimal
    unit: str
    price: Decimal | None
    product: int | None
    pieces: tuple[Piece, ...]
    others: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A customer that the text may come from, and why."""

    id: int
    by: str
    sure: bool


@dataclass(frozen=True)
class Draft:
    """An order as far as it was understood; ``unused`` are the places of the text that nothing was taken from."""

    consignee: Value = NOTHING
    phone: Value = NOTHING
    region: Value = NOTHING
    city: Value = NOTHING
    address: Value = NOTHING
    postal_code: Value = NOTHING
    buyer: Value = NOTHING
    buyer_phone: Value = NOTHING
    promised: Day | None = None
    note: Value = NOTHING
    lines: tuple[Line, ...] = ()
    customers: tuple[Match, ...] = ()
    unused: tuple[Piece, ...] = ()


@dataclass
class Sheet:
    """A text while it is read: ``plain`` is as long as ``text``, and ``owner`` says what took each character."""

    text: str
    plain: str
    owner: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.owner = [""] * len(self.text)

    def take(self, start: int, end: int, owner: str) -> None:
        """Say that these characters belong to something."""
        self.owner[start:end] = [owner] * (end - start)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing took any of these characters."""
        return not any(self.owner[start:end])

    def stretches(self) -> list[tuple[int, int]]:
        """The stretches that nothing took."""
        found: list[tuple[int, int]] = []
        start = None
        for at, owner in enumerate([*self.owner, "end"]):
            if not owner and start is None:
                start = at
            elif owner and start is not None:
                found.append((start, at))
                start = None
        return found
