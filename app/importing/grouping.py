"""Rows of one order brought together: which row belongs to which order, and the order's own facts from its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import compress, count
from operator import ne
from typing import Any

from app.i18n import _
from app.importing.reading import Trouble, Values
from app.importing.values import Bad, show


class Groups:
    """Orders over the rows of a list.

    ``rows`` the kept rows, those of one order together, orders by their first row; ``order`` the order of each of them;
    ``starts`` where each order begins in ``rows``, with the end appended; ``keys`` the orders' keys.
    """

    def __init__(self, keys: Sequence[str], kept: Iterable[int]) -> None:
        index: dict[str, int] = {}
        rows = list(kept)
        order = [index.setdefault(keys[i], len(index)) for i in rows]
        if any(map(int.__gt__, order, order[1:])):
            arranged = sorted(range(len(rows)), key=order.__getitem__)
            rows = [rows[i] for i in arranged]
            order = [order[i] for i in arranged]
        self.rows = rows
        self.order = order
        self.keys = list(index)
        starts: list[int] = []
        last = -1
        for at, number in enumerate(order):
            if number != last:
                starts.append(at)
                last = number
        self.starts = [*starts, len(rows)]
        self.single = len(rows) == len(index)
        self.whole = len(rows) == len(keys) and rows == list(range(len(keys)))

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, column: Sequence[Any]) -> Sequence[Any]:
        """A column in the order of ``rows``."""
        return column if self.whole else [column[i] for i in self.rows]

    def first(self, column: Sequence[Any]) -> tuple[list[Any], set[int]]:
        """The first filled value of each order, and the orders whose rows contradict each other."""
        taken = self.take(column)
        if self.single:
            return list(taken), set()
        values = [taken[at] for at in self.starts[:-1]]
        odd: set[int] = set()
        for at in compress(count(), map(ne, taken, map(values.__getitem__, self.order))):
            value = taken[at]
            if value is None or value == "":
                continue
            number = self.order[at]
            if values[number] is None or values[number] == "":
                values[number] = value
            elif values[number] != value:
                odd.add(number)
        return values, odd

    def amounts(self, column: Sequence[Any], *, add: bool) -> list[int | None]:
        """An order's amount: repeated on its rows, it counts once; different on its rows (or ``add``), it is their
        sum."""
        values, odd = self.first(column)
        if self.single or not (odd or add):
            return values
        taken = self.take(column)
        for number in range(len(self)) if add else odd:
            part = [value for value in taken[self.starts[number] : self.starts[number + 1]] if value is not None]
            values[number] = sum(part) if part else None
        return values


def order_keys(values: Values, cells: Sequence[Sequence[Any]], create: bool) -> tuple[list[str], bool]:
    """The key of every row's order, and whether the file has order numbers.

    Without a column of numbers each row is an order whose key is made of its content, so that the same file gives the
    same keys; equal rows are counted through. Rows with a blank number become troubles.
    """
    numbers = values.get("number")
    if numbers is not None:
        channels = values.get("channel")
        keys = []
        for i, number in enumerate(numbers):
            if type(number) is Bad:
                keys.append(f"\x00{i}")
            elif not number:
                keys.append(f"\x00{i}")
                values.troubles.append((i, "number", "", _("The row has no order number.")))
            else:
                keys.append(number)
        if channels is not None and all(channels) and len({c for c in channels if type(c) is str}) > 1:
            keys = [
                f"{channel}\x1f{key}" if type(channel) is str else key
                for channel, key in zip(channels, keys, strict=True)
            ]
        return keys, True
    if not create:
        reason = _("The file has no order numbers. Choose the column that holds them, or allow one order per row.")
        values.troubles.extend((i, "number", "", reason) for i in range(values.count))
    seen: dict[str, int] = {}
    keys = []
    for row in zip(*cells, strict=True):
        digest = hashlib.blake2b("\x1f".join(map(show, row)).encode("utf-8", "replace"), digest_size=9).hexdigest()
        seen[digest] = seen.get(digest, 0) + 1
        keys.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return keys, False


def spread_products(values: Values) -> list[int]:
    """Rows that name all products of an order in one cell ("Product A x 1, Product B x 2") become one row per product.

    Their amount is parted by quantity. Returns for each row the row of the list it came from.
    """
    column = values.get("products_cell")
    if column is None:
        return list(range(values.count))
    origin: list[int] = []
    names: list[str] = []
    quantities: list[int] = []
    shares: list[tuple[int, int, int]] = []
    for i, cell in enumerate(column):
        parts = _parts(cell) if isinstance(cell, str) else []
        for n, (name, quantity) in enumerate(parts or [(cell if isinstance(cell, str) else "", 10_000)]):
            origin.append(i)
            names.append(name)
            quantities.append(quantity)
            shares.append((i, n, len(parts)))
    values.columns = {key: [col[i] for i in origin] for key, col in values.columns.items()}
    values.columns["product_name"] = names
    values.columns["quantity"] = quantities
    _part_amounts(values, origin, quantities)
    values.troubles = [(at, key, cell, why) for i, key, cell, why in values.troubles for at in _places(origin, i)]
    values.count = len(origin)
    return origin


def _places(origin: Sequence[int], row: int) -> list[int]:
    return [at for at, source in enumerate(origin) if source == row][:1]


def _part_amounts(values: Values, origin: Sequence[int], quantities: Sequence[int]) -> None:
    from app.money import split

    amounts = values.get("amount")
    if amounts is None:
        return
    at = 0
    while at < len(origin):
        end = at
        while end < len(origin) and origin[end] == origin[at]:
            end += 1
        if type(amounts[at]) is int:
            amounts[at:end] = split(amounts[at], [max(quantity, 0) for quantity in quantities[at:end]])
        at = end


def _parts(cell: str) -> list[tuple[str, int]]:
    import re

    found = re.findall(r"\s*(.+?)\s*[x×*]\s*(\d+)\s*(?:[,，;；\n]|$)", cell)
    return [(name.strip(" ,，;；"), int(quantity) * 10_000) for name, quantity in found]


def exact_duplicates(cells: Sequence[Sequence[Any]]) -> int:
    """How many rows repeat an earlier row cell for cell."""
    rows = list(zip(*cells, strict=True))
    return len(rows) - len(set(rows))


def whole_orders(keys: Sequence[str], troubles: Sequence[Trouble]) -> dict[int, tuple[str, Any, str]]:
    """The refused rows: those with a trouble of their own (the first one counts), and the other rows of their
    orders."""
    own: dict[int, tuple[str, Any, str]] = {}
    for row, key, cell, reason in sorted(troubles, key=lambda trouble: trouble[0]):
        own.setdefault(row, (key, cell, reason))
    if not own:
        return own
    cause: dict[str, int] = {}
    for row in own:
        cause.setdefault(keys[row], row)
    refused = dict(own)
    for row, key in enumerate(keys):
        if key in cause and row not in own:
            refused[row] = ("", cause[key], "")
    return refused
