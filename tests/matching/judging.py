"""The made-up office as the matcher sees it, and how its first proposals compare with what is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from app.matching.entry import Entry
from app.matching.matcher import Matcher
from app.matching.owed import Invoice, Order, Owed, Party, Recorded
from app.matching.proposal import Proposals
from app.matching.statement import read_text
from tests.helpers.book import cents
from tests.matching.office import COMPANY, CUSTOMERS, INVOICES, LEARNT, RECORDED, REFERENCES, Wanted, statements

_ORDER = re.compile(r"(\d{4}):(\d\d-\d\d):([\d.]+)(?:\(([\d.+]+)\))?")


@cache
def matcher() -> Matcher:
    """A matcher over the whole office."""
    return Matcher(owed())


@cache
def owed() -> Owed:
    """The office as plain data; the id of an order is its short number, that of a customer the one behind its C."""
    orders, parties = [], []
    for line in CUSTOMERS.strip().splitlines():
        code, name, others, dues = (cell.strip() for cell in line.split("|"))
        customer = int(code[1:])
        payers = tuple(payer for payer, whom in LEARNT.items() if whom == code)
        parties.append(Party(customer, name, (others,) if others else (), payers))
        for short, day, amount, plan in _ORDER.findall(dues):
            parts = tuple(map(cents, plan.split("+"))) if plan else ()
            called = (REFERENCES[short],) if short in REFERENCES else ()
            number, due = f"SO-2026-{short}", cents(amount)
            orders.append(Order(int(short), customer, number, f"2026-{day}", due, parts, called))
    recorded = []
    for at, line in enumerate(RECORDED.strip().splitlines(), 1):
        number, code, day, amount = (cell.strip() for cell in line.split("|"))
        recorded.append(Recorded(at, number, int(code[1:]), day, cents(amount)))
    invoices = [Invoice(number, tuple(map(int, shorts))) for number, shorts in INVOICES.items()]
    return Owed(orders, parties, recorded, invoices, (COMPANY,))


@dataclass(frozen=True)
class Judged:
    """A line, what is wanted and what was proposed."""

    statement: str
    entry: Entry
    wanted: Wanted
    proposed: Proposals

    @property
    def right(self) -> bool:
        """Whether the first proposal is the wanted one."""
        found, wanted = self.proposed.first, self.wanted
        if found is None:
            return wanted == Wanted()
        if found.payment is not None:
            return wanted.payment == owed().recorded[found.payment - 1].number
        return (
            wanted.customer == f"C{found.customer:02}"
            and wanted.orders == {f"{order:04}" for order, _part in found.parts}
            and wanted.fee in (None, found.fee)
        )


def judged(folder: str) -> list[Judged]:
    """Every labelled line of a folder with what is proposed for it."""
    found = []
    for name, (text, labels) in statements(folder).items():
        read = read_text(text, day_first=True if "day_first" in name else None)
        found += [
            Judged(name, entry, label, matcher().propose(entry))
            for entry, label in zip(read.entries, labels, strict=True)
        ]
    return found
