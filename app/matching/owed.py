"""What the book is owed, as plain data, and how it is looked up by numbers and amounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from app.matching.names import Names
from app.models.search_key import normal

_RUNS = re.compile(r"[a-z]+|\d+")
_ZERO = re.compile(r"(?<![a-z])o(?=\d)|(?<=\d)o(?=\d|\b)")
_WINDOW = 4
_OLDEST = 12
_TOGETHER = 4
"""Orders of which any may be paid together: so many among the oldest ones."""
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Order:
    """An order on which money is due. ``parts`` are the open amounts of its payment plan, ``called`` other numbers by
    which it may be named: those of its invoices and the customer's own."""

    id: int
    customer: int
    number: str
    day: str
    due: int
    parts: tuple[int, ...] = ()
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A customer. ``others`` are contacts and invoice titles; ``payers`` names and ``accounts`` that were confirmed
    to pay for it."""

    id: int
    name: str
    others: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A payment in the book that no line of a statement belongs to yet."""

    id: int
    number: str
    customer: int | None
    day: str
    amount: int
    fee: int = 0
    payer: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """An issued invoice and the orders that it is for."""

    number: str
    orders: tuple[int, ...]


@lru_cache(maxsize=1024)
def runs(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, an O between digits read as a nought; remembered, as a line is asked often."""
    return tuple(_RUNS.findall(_ZERO.sub("0", normal(text))))


def short_key(parts: Sequence[str]) -> str:
    """A number without leading noughts in its parts."""
    return "|".join(part.lstrip("0") if part.isdigit() else part for part in parts)


@dataclass
class Owed:
    """Everything that lines are matched with. ``own`` are names of the company itself."""

    orders: Iterable[Order]
    parties: Iterable[Party]
    recorded: Sequence[Recorded] = ()
    invoices: Iterable[Invoice] = ()
    own: tuple[str, ...] = ()
    by_id: dict[int, Order] = field(init=False)
    of_customer: dict[int, list[Order]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {order.id: order for order in self.orders}
        self.of_customer = defaultdict(list)
        for order in sorted(self.by_id.values(), key=lambda o: (o.day, o.id)):
            self.of_customer[order.customer].append(order)
        self.party = {party.id: party for party in self.parties}
        self._sums: dict[int, dict[int, tuple[int, ...]]] = {}

    @cached_property
    def names(self) -> Names:
        """The names of all customers and of those who paid for them."""
        return Names(
            (party.id, name) for party in self.party.values() for name in (party.name, *party.others) if name.strip()
        )

    @cached_property
    def payers(self) -> Mapping[str, frozenset[int]]:
        """Who pays for whom, by name or account, as it was confirmed."""
        found: dict[str, set[int]] = defaultdict(set)
        for party in self.party.values():
            for name in (*party.payers, *party.accounts):
                found[payer_key(name)].add(party.id)
        return {key: frozenset(ids) for key, ids in found.items() if key}

    @cached_property
    def by_amount(self) -> Mapping[int, tuple[int, ...]]:
        """The orders on which exactly this is due, or a part of whose plan it is."""
        found: dict[int, list[int]] = defaultdict(list)
        for order in self.by_id.values():
            for amount in {order.due, *order.parts}:
                found[amount].append(order.id)
        return {amount: tuple(ids) for amount, ids in found.items()}

    @cached_property
    def payments_by_amount(self) -> Mapping[int, tuple[Recorded, ...]]:
        """The payments in the book by what they brought, gross and net."""
        found: dict[int, list[Recorded]] = defaultdict(list)
        for payment in self.recorded:
            for amount in {payment.amount, payment.amount - payment.fee}:
                found[amount].append(payment)
        return {amount: tuple(rows) for amount, rows in found.items()}

    @cached_property
    def _numbers(self) -> tuple[Mapping[str, frozenset[int]], Mapping[str, frozenset[int]]]:
        joined: dict[str, set[int]] = defaultdict(set)
        short: dict[str, set[int]] = defaultdict(set)

        def take(number: str, orders: Iterable[int]) -> None:
            parts = runs(number)
            key = "".join(parts)
            if len(key) >= _LEAST and any(c.isdigit() for c in key):
                joined[key].update(orders)
                if len(parts) > 1:
                    short[short_key(parts)].update(orders)

        for order in self.by_id.values():
            for number in (order.number, *order.called):
                take(number, (order.id,))
        for invoice in self.invoices:
            take(invoice.number, [each for each in invoice.orders if each in self.by_id])
        return {k: frozenset(v) for k, v in joined.items()}, {k: frozenset(v) for k, v in short.items()}

    def named(self, text: str) -> frozenset[int]:
        """The orders whose number, invoice or own reference stands in a text, with whatever spaces and signs."""
        joined, short = self._numbers
        told = runs(text)
        found: set[int] = set()
        at = 0
        while at < len(told):
            for length in range(min(_WINDOW, len(told) - at), 0, -1):
                window = told[at : at + length]
                hit = joined.get("".join(window)) or (short.get(short_key(window)) if length > 1 else None)
                if hit:
                    found |= hit
                    at += length - 1
                    break
            at += 1
        return frozenset(found)

    def bare(self, text: str, orders: Iterable[Order]) -> frozenset[int]:
        """Those of some orders whose running number alone stands in a text: ``0012`` for SO-2026-0012."""
        told = {part for part in runs(text) if part.isdigit() and len(part) >= 3}
        return frozenset(order.id for order in orders if self._running.get(order.id) in told) if told else frozenset()

    @cached_property
    def _running(self) -> Mapping[int, str]:
        """The running number of each order whose number has more than that."""
        found = {order.id: runs(order.number) for order in self.by_id.values()}
        return {order: parts[-1] for order, parts in found.items() if len(parts) > 1}

    def several(self, customer: int, amount: int) -> tuple[int, ...]:
        """Two or more orders of a customer on which together exactly this is due: the fewest, then the oldest."""
        sums = self._sums.get(customer)
        if sums is None:
            sums = self._sums[customer] = _sums_of(self.of_customer.get(customer, ()))
        return sums.get(amount, ())


def _sums_of(orders: Sequence[Order]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    dues = [order.due for order in orders[:_OLDEST]]
    sums: list[tuple[int, tuple[int, ...]]] = [(due, (at,)) for at, due in enumerate(dues)]
    for _size in range(_TOGETHER - 1):
        sums = [(whole + dues[at], (*places, at)) for whole, places in sums for at in range(places[-1] + 1, len(dues))]
        for whole, places in sums:
            if whole not in found:
                found[whole] = tuple(orders[at].id for at in places)
    whole = 0
    for count, order in enumerate(orders, 1):
        whole += order.due
        if count > 1:
            found.setdefault(whole, tuple(each.id for each in orders[:count]))
    if len(orders) > 1:
        found[whole] = tuple(order.id for order in orders)
    return found


def payer_key(written: str) -> str:
    """A payer's name or account as it is remembered: without case, width, spaces and signs."""
    return "".join(c for c in normal(written) if c.isalnum() or c == "*")
