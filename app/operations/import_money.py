"""Money that came with imported orders: payments, what they settle, refunds, credits, and the customers' accounts.

Imported money draws no number of a strict series: it carries the source's reference, so that an undone import leaves
no gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from app.i18n import _
from app.models.customer import LedgerLine
from app.models.payment import Allocation, Credit, CreditKind, CreditLine, CreditState, Payment, Refund, RefundState
from app.operations.bulk import Inserter, next_id
from app.operations.import_rows import Storing

METHOD = "imported"


def store_money(s: Storing) -> None:
    """Store everything of the kept orders that is money."""
    ledger = _Ledger(s)
    customer_of = dict(zip(s.kept, s.customer_ids, strict=True))
    day_of = dict(zip(s.kept, s.days, strict=True))
    _orders(s, ledger)
    _payments(s, ledger, customer_of, day_of)
    credited = _credits(s, ledger, customer_of, day_of)
    _refunds(s, ledger, customer_of, day_of, credited)
    ledger.store()


class _Ledger:
    """Collects the lines of the customers' accounts."""

    def __init__(self, s: Storing) -> None:
        self.s = s
        self.customers: list[int] = []
        self.orders: list[int | None] = []
        self.days: list[str] = []
        self.entries: list[str] = []
        self.amounts: list[int] = []
        self.kinds: list[str] = []
        self.about: list[int] = []

    def add(
        self,
        customers: Sequence[int],
        orders: Sequence[int | None],
        days: Sequence[str],
        entry: str,
        amounts: Sequence[int],
        kind: str,
        about: Sequence[int],
    ) -> None:
        """Add movements of one kind, given as columns of equal length."""
        self.customers.extend(customers)
        self.orders.extend(orders)
        self.days.extend(days)
        self.entries.extend([entry] * len(about))
        self.amounts.extend(amounts)
        self.kinds.extend([kind] * len(about))
        self.about.extend(about)

    def store(self) -> None:
        s = self.s
        first = next_id(s.link, LedgerLine)
        Inserter(
            LedgerLine,
            ("id", "customer_id", "order_id", "date", "entry", "amount", "about_kind", "about_id"),
            s.same(),
        ).store(
            s.link,
            {
                "id": range(first, first + len(self.about)),
                "customer_id": self.customers,
                "order_id": self.orders,
                "date": self.days,
                "entry": self.entries,
                "amount": self.amounts,
                "about_kind": self.kinds,
                "about_id": self.about,
            },
            s.heard,
        )


def _orders(s: Storing, ledger: _Ledger) -> None:
    worth = list(map(int.__add__, s.heads["worth"], s.heads["credited"]))
    ids = list(s.order_ids.values())
    customers, days = list(s.customer_ids), s.days
    if not all(worth):
        counted = [bool(amount) for amount in worth]
        worth, ids = list(compress(worth, counted)), list(compress(ids, counted))
        customers, days = list(compress(customers, counted)), list(compress(days, counted))
    ledger.add(customers, ids, days, "order", worth, "order", ids)


def _payments(s: Storing, ledger: _Ledger, customer_of: dict[int, int], day_of: dict[int, str]) -> None:
    orders, names = s.plan.orders, s.plan.customers.name
    paid = [at for at in s.kept if orders.paid[at]]
    first = next_id(s.link, Payment)
    ids = range(first, first + len(paid))
    amounts = [orders.paid[at] for at in paid]
    days = [orders.paid_on[at] or day_of[at] for at in paid]
    owners = [customer_of[at] for at in paid]
    Inserter(
        Payment,
        ("id", "customer_id", "payer", "date", "amount", "allocated", "note", "source_reference"),
        s.same(method=METHOD, created_at=s.now, created_by=s.user),
    ).store(
        s.link,
        {
            "id": ids,
            "customer_id": owners,
            "payer": [names[orders.customer[at]] for at in paid],
            "date": days,
            "amount": amounts,
            "allocated": amounts,
            "note": [orders.payment_method[at] for at in paid],
            "source_reference": [orders.payment_reference[at] or orders.number[at] for at in paid],
        },
        s.heard,
    )
    ahead = next_id(s.link, Allocation)
    Inserter(Allocation, ("id", "payment_id", "order_id", "date", "amount"), s.same()).store(
        s.link,
        {
            "id": range(ahead, ahead + len(paid)),
            "payment_id": ids,
            "order_id": [s.order_ids[at] for at in paid],
            "date": days,
            "amount": amounts,
        },
        s.heard,
    )
    ledger.add(owners, [None] * len(paid), days, "payment", [-amount for amount in amounts], "payment", ids)
    s.counts["payments"] = len(paid)


def _credits(s: Storing, ledger: _Ledger, customer_of: dict[int, int], day_of: dict[int, str]) -> dict[int, int]:
    orders, made = s.plan.orders, s.figures.credits
    first = next_id(s.link, Credit)
    ids = range(first, first + len(made))
    days = [orders.paid_on[c.at] or day_of[c.at] for c in made]
    owners = [customer_of[c.at] for c in made]
    Inserter(
        Credit,
        ("id", "order_id", "customer_id", "date", "net", "tax", "amount", "requested_on", "decided_on"),
        s.same(
            credit_kind=CreditKind.ALLOWANCE,
            state=CreditState.APPROVED,
            reason=_("Refunded before Daybook"),
            requested_by=s.user,
            approved_by=s.user,
            created_at=s.now,
        ),
    ).store(
        s.link,
        {
            "id": ids,
            "order_id": [s.order_ids[c.at] for c in made],
            "customer_id": owners,
            "date": days,
            "net": [c.net for c in made],
            "tax": [c.tax for c in made],
            "amount": [c.amount for c in made],
            "requested_on": days,
            "decided_on": days,
        },
    )
    parts = [
        (number, s.line_ids[place], net, tax)
        for number, c in zip(ids, made, strict=True)
        for place, net, tax in c.lines
    ]
    parts += [(number, s.extra_ids[c.at], *c.extra) for number, c in zip(ids, made, strict=True) if c.extra]
    ahead = next_id(s.link, CreditLine)
    Inserter(CreditLine, ("id", "credit_id", "order_line_id", "net", "tax")).store(
        s.link,
        {
            "id": range(ahead, ahead + len(parts)),
            "credit_id": [p[0] for p in parts],
            "order_line_id": [p[1] for p in parts],
            "net": [p[2] for p in parts],
            "tax": [p[3] for p in parts],
        },
    )
    orders_of = [s.order_ids[c.at] for c in made]
    ledger.add(owners, orders_of, days, "credit", [-c.amount for c in made], "order", orders_of)
    s.counts["credits"] = len(made)
    return {c.at: number for number, c in zip(ids, made, strict=True)}


def _refunds(
    s: Storing, ledger: _Ledger, customer_of: dict[int, int], day_of: dict[int, str], credited: dict[int, int]
) -> None:
    orders = s.plan.orders
    back = [at for at in s.kept if orders.refunded[at]]
    first = next_id(s.link, Refund)
    ids = range(first, first + len(back))
    days = [orders.paid_on[at] or day_of[at] for at in back]
    owners = [customer_of[at] for at in back]
    Inserter(
        Refund,
        (
            "id", "customer_id", "order_id", "credit_id", "amount", "requested_on", "decided_on", "date",
            "source_reference",
        ),
        s.same(
            state=RefundState.PAID,
            reason=_("Refunded before Daybook"),
            method=METHOD,
            requested_by=s.user,
            decided_by=s.user,
            paid_by=s.user,
            created_at=s.now,
        ),
    ).store(
        s.link,
        {
            "id": ids,
            "customer_id": owners,
            "order_id": [s.order_ids[at] for at in back],
            "credit_id": [credited.get(at) for at in back],
            "amount": [orders.refunded[at] for at in back],
            "requested_on": days,
            "decided_on": days,
            "date": days,
            "source_reference": [orders.payment_reference[at] or orders.number[at] for at in back],
        },
    )  # fmt: skip
    orders_of = [s.order_ids[at] for at in back]
    ledger.add(owners, orders_of, days, "refund", [orders.refunded[at] for at in back], "refund", ids)
    s.counts["refunds"] = len(back)
