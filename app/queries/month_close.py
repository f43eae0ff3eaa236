"""Closing a month: how far the books are closed, what the next close takes in, and what still stands against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.i18n import N_
from app.models.actor import Actor
from app.models.base import connection
from app.models.company import the_company
from app.queries.check_documents import find_gaps
from app.queries.columns import Ask
from app.queries.engine import RecordList
from app.queries.invoicing import REQUESTS
from app.queries.lists import LISTS
from app.queries.shapes import Money


@dataclass(frozen=True)
class Standing:
    """A kind of open thing: the list that shows it, what that is asked for, and why it should be looked at.

    ``until`` is the list's filter for the last day, empty where the day does not matter; ``grave`` ones should not be
    left behind a closed month, for the reason in ``hint``.
    """

    key: str
    title: str
    page: str
    records: RecordList
    filters: tuple[tuple[str, str], ...]
    hint: str = ""
    until: str = "to"
    amount: str = ""
    grave: bool = False

    def ask(self, until: date) -> Ask:
        """What its list is asked for when the books are closed up to this day."""
        return Ask(filters=(*self.filters, *(((self.until, until.isoformat()),) if self.until else ())))


STANDING: tuple[Standing, ...] = (
    Standing(
        "to_be_credited",
        N_("Orders invoiced for more than they are worth"),
        "orders",
        LISTS["orders"],
        (("invoicing", "to_be_credited"),),
        N_("They wait for credit notes."),
        until="",
        amount="total",
        grave=True,
    ),
    Standing(
        "requests",
        N_("Invoices asked for and not issued"),
        "invoices",
        REQUESTS,
        (("state", "requested"),),
        N_("Papers of the own series carry the day of their issue."),
        amount="amount",
        grave=True,
    ),
    Standing(
        "unclaimed",
        N_("Payments not yet claimed"),
        "payments",
        LISTS["payments"],
        (("unclaimed", "yes"), ("state", "live")),
        N_("Nobody knows yet whose money it is."),
        amount="amount",
        grave=True,
    ),
    Standing(
        "to_invoice",
        N_("Goods out and not invoiced"),
        "orders",
        LISTS["orders"],
        (("to_invoice", "yes"), ("delivery", "shipped,signed_for")),
        amount="total",
    ),
    Standing(
        "refunds",
        N_("Refunds promised and not paid"),
        "refunds",
        LISTS["refunds"],
        (("state", "requested,approved"),),
        amount="amount",
    ),
    Standing(
        "drafts",
        N_("Drafts, quotations and orders in review"),
        "orders",
        LISTS["orders"],
        (("state", "draft,quoted,review"),),
        amount="total",
    ),
)


@dataclass(frozen=True)
class Found:
    """How many of a kind are open, and what they come to where that says something."""

    standing: Standing
    count: int
    amount: Money | None


@dataclass(frozen=True)
class MonthCheck:
    """What closing up to ``until`` means. ``first`` is the first day that it would close, None from the beginning.

    ``invoiced`` counts credit notes off; ``gaps`` are numbers of strict series that are missing or given twice.
    """

    until: date
    first: date | None
    invoices: int
    invoiced: Money
    payments: int
    received: Money
    found: tuple[Found, ...]
    gaps: tuple[str, ...]

    @property
    def clear(self) -> bool:
        """Whether nothing stands against it."""
        return not self.gaps and not any(found.count for found in self.found)


def usual_day(viewer: Actor) -> date:
    """The day up to which the books are closed next: the end of the last month that is over."""
    return viewer.today().replace(day=1) - timedelta(days=1)


def closed_until() -> date | None:
    """The last day of the closed months."""
    found: date | None = the_company().closed_until
    return found


def month_check(viewer: Actor, until: date) -> MonthCheck:
    """What stands against closing up to a day. Reads every number of the book: belongs beside the window."""
    closed = closed_until()
    first = closed + timedelta(days=1) if closed is not None else None
    within = (*((("from", first.isoformat()),) if first is not None else ()), ("to", until.isoformat()))
    invoices = LISTS["invoices"].totals(viewer, Ask(filters=(*within, ("state", "issued"))))
    payments = LISTS["payments"].totals(viewer, Ask(filters=(*within, ("state", "live"))))
    return MonthCheck(
        until,
        first,
        invoices.count,
        invoices.sums["total"],
        payments.count,
        payments.sums["amount"],
        tuple(_found(viewer, standing, until) for standing in STANDING),
        tuple(gap.sentence for gap in find_gaps(connection())),
    )


def _found(viewer: Actor, standing: Standing, until: date) -> Found:
    totals = standing.records.totals(viewer, standing.ask(until))
    return Found(standing, totals.count, totals.sums.get(standing.amount))
