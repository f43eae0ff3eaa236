"""What waits for this person: the counts beside the pages, and the lists that show just those records.

Each kind of work stands here once; the badges of the window and its notices count the same records.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import N_, _
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import StockPolicy
from app.queries.columns import Ask
from app.queries.engine import RecordList
from app.queries.follow_ups import DUE, FOLLOW_UPS
from app.queries.invoicing import REQUESTS
from app.queries.lists import LISTS
from app.queries.to_ship import TO_SHIP

P = Permission


@dataclass(frozen=True)
class Work:
    """One kind of work: the page it is done on, the list that shows it, the right it takes, and its words for a count.

    ``title`` names the whole of it in the notices. ``urgent`` work is shown before other work of the same page.
    """

    key: str
    page: str
    records: RecordList
    ask: Ask
    needs: Permission
    title: str
    words: str
    urgent: bool = False


def _ask(key: str, value: str = "yes", *more: tuple[str, str], sort: str = "") -> Ask:
    return Ask(filters=((key, value), *more), sort=((sort, False),) if sort else ())


WORK: tuple[Work, ...] = (
    Work(
        "follow_up",
        "customers",
        FOLLOW_UPS,
        DUE,
        P.EDIT_CUSTOMERS,
        N_("Follow-ups due"),
        N_("{n} to follow up"),
    ),
    Work(
        "problem",
        "orders",
        LISTS["orders"],
        _ask("problem", sort="date"),
        P.SEE_ORDERS,
        N_("Orders with a problem"),
        N_("{n} with a problem"),
        urgent=True,
    ),
    Work(
        "overdue",
        "orders",
        LISTS["orders"],
        _ask("overdue", sort="due_date"),
        P.SEE_MONEY,
        N_("Overdue payments"),
        N_("{n} overdue"),
        urgent=True,
    ),
    Work(
        "exception",
        "orders",
        LISTS["orders"],
        _ask("exception", sort="date"),
        P.EDIT_ORDERS,
        N_("Orders with another problem"),
        N_("{n} with another problem"),
        urgent=True,
    ),
    Work(
        "review",
        "orders",
        LISTS["orders"],
        _ask("state", "review", sort="date"),
        P.REVIEW_ORDERS,
        N_("Orders to review"),
        N_("{n} to review"),
    ),
    Work(
        "sent_back",
        "orders",
        LISTS["orders"],
        _ask("sent_back", sort="date"),
        P.EDIT_ORDERS,
        N_("Orders sent back to you"),
        N_("{n} sent back"),
    ),
    Work(
        "expired",
        "orders",
        LISTS["orders"],
        _ask("expired", sort="expiry_date"),
        P.EDIT_ORDERS,
        N_("Expired quotations"),
        N_("{n} expired"),
    ),
    Work(
        "to_ship",
        "shipments",
        TO_SHIP,
        Ask(),
        P.SHIP,
        N_("Orders to ship"),
        N_("{n} to ship"),
    ),
    Work(
        "to_finish",
        "orders",
        LISTS["orders"],
        _ask("to_finish", sort="date"),
        P.EDIT_ORDERS,
        N_("Orders to finish"),
        N_("{n} to finish"),
    ),
    Work(
        "unclaimed",
        "payments",
        LISTS["payments"],
        _ask("unclaimed", sort="date"),
        P.RECORD_PAYMENTS,
        N_("Payments not yet claimed"),
        N_("{n} not yet claimed"),
    ),
    Work(
        "to_approve",
        "refunds",
        LISTS["refunds"],
        _ask("for_me", sort="requested_on"),
        P.APPROVE,
        N_("Refunds that wait for your approval"),
        N_("{n} to approve"),
        urgent=True,
    ),
    Work(
        "to_pay",
        "refunds",
        LISTS["refunds"],
        _ask("state", "approved", sort="requested_on"),
        P.PAY_REFUNDS,
        N_("Refunds to pay out"),
        N_("{n} to pay out"),
    ),
    Work(
        "requests",
        "invoices",
        REQUESTS,
        _ask("state", "requested"),
        P.ISSUE_INVOICES,
        N_("Invoices asked for"),
        N_("{n} invoices asked for"),
    ),
    Work(
        "low_stock",
        "products",
        LISTS["products"],
        _ask("low", "yes", ("active", "yes")),
        P.SHIP,
        N_("Products running low"),
        N_("{n} running low"),
    ),
)


@dataclass(frozen=True)
class Badge:
    """The count beside a page: that of its most urgent work. ``words`` tell all of it."""

    page: str
    count: int
    urgent: bool
    words: tuple[str, ...]


def work_for(viewer: Actor) -> tuple[Work, ...]:
    """The kinds of work that this person may do in this book."""
    kept = connection().execute("SELECT stock_policy FROM company WHERE id = 1").get == StockPolicy.KEPT
    return tuple(
        work
        for work in WORK
        if viewer.may(work.needs) and viewer.may(work.records.needs) and (kept or work.key != "low_stock")
    )


def badges(viewer: Actor) -> tuple[Badge, ...]:
    """The counts beside the pages; a page on which nothing waits is missing."""
    waiting: dict[str, list[tuple[Work, int]]] = {}
    for work in work_for(viewer):
        count = work.records.count(viewer, work.ask)
        if count:
            waiting.setdefault(work.page, []).append((work, count))
    found = []
    for page, several in waiting.items():
        first, count = min(several, key=lambda pair: not pair[0].urgent)
        told = tuple(_(work.words).format(n=f"{n:,}") for work, n in several)
        found.append(Badge(page, count, first.urgent, told))
    return tuple(found)
