"""Who acts, and what each role may do: a table as data. What is not listed is not allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.errors import NotAllowed
from app.i18n import N_, _


class Role(StrEnum):
    SALES = "sales"
    SERVICE = "service"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    MANAGER = "manager"
    OWNER = "owner"


ROLE_WORDS = {
    Role.SALES: N_("sales"),
    Role.SERVICE: N_("customer service"),
    Role.WAREHOUSE: N_("warehouse"),
    Role.FINANCE: N_("finance"),
    Role.MANAGER: N_("manager"),
    Role.OWNER: N_("owner"),
}


class Scope(StrEnum):
    """How far a permission reaches."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


class Permission(StrEnum):
    SEE_CUSTOMERS = "see_customers"
    EDIT_CUSTOMERS = "edit_customers"
    SEE_FOLLOW_UPS = "see_follow_ups"
    SEE_ORDERS = "see_orders"
    EDIT_ORDERS = "edit_orders"
    REVIEW_ORDERS = "review_orders"
    SHIP = "ship"
    SEE_MONEY = "see_money"
    RECORD_PAYMENTS = "record_payments"
    ISSUE_INVOICES = "issue_invoices"
    PAY_REFUNDS = "pay_refunds"
    REQUEST = "request"
    APPROVE = "approve"
    VOID = "void"
    WRITE_OFF = "write_off"
    CLOSE_MONTH = "close_month"
    CLOSE_DAY = "close_day"
    SEE_STATISTICS = "see_statistics"
    EDIT_PRODUCTS = "edit_products"
    IMPORT = "import"
    RULES = "rules"
    EXPORT = "export"
    SEE_TRAIL = "see_trail"
    BACK_UP = "back_up"
    MERGE = "merge"
    PERSONAL_DATA = "personal_data"
    ADMINISTER = "administer"
    WORK = "work"


P, R, ALL, OWN = Permission, Role, Scope.ALL, Scope.OWN

_EVERYBODY = dict.fromkeys(Role, ALL)

RIGHTS: dict[Permission, dict[Role, Scope]] = {
    P.SEE_CUSTOMERS: {**_EVERYBODY, R.SALES: OWN},
    P.EDIT_CUSTOMERS: {R.SALES: OWN, R.SERVICE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.SEE_FOLLOW_UPS: {R.SALES: OWN, R.SERVICE: ALL, R.FINANCE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.SEE_ORDERS: {**_EVERYBODY, R.SALES: OWN},
    P.EDIT_ORDERS: {R.SALES: OWN, R.SERVICE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.REVIEW_ORDERS: {R.MANAGER: ALL, R.OWNER: ALL},
    P.SHIP: {R.WAREHOUSE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.SEE_MONEY: {R.SALES: OWN, R.SERVICE: ALL, R.FINANCE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.RECORD_PAYMENTS: {R.FINANCE: ALL, R.OWNER: ALL},
    P.ISSUE_INVOICES: {R.FINANCE: ALL, R.OWNER: ALL},
    P.PAY_REFUNDS: {R.FINANCE: ALL, R.OWNER: ALL},
    P.REQUEST: {R.SALES: OWN, R.SERVICE: ALL, R.FINANCE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.APPROVE: {R.MANAGER: ALL, R.OWNER: ALL},
    P.VOID: {R.MANAGER: ALL, R.OWNER: ALL},
    P.WRITE_OFF: {R.MANAGER: ALL, R.OWNER: ALL},
    P.CLOSE_MONTH: {R.MANAGER: ALL, R.OWNER: ALL},
    P.CLOSE_DAY: {R.FINANCE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.SEE_STATISTICS: {R.SALES: OWN, R.FINANCE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.EDIT_PRODUCTS: {R.SERVICE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.IMPORT: {R.MANAGER: ALL, R.OWNER: ALL},
    P.RULES: {R.MANAGER: ALL, R.OWNER: ALL},
    P.EXPORT: {R.SALES: OWN, R.SERVICE: ALL, R.FINANCE: ALL, R.MANAGER: ALL, R.OWNER: ALL},
    P.SEE_TRAIL: {R.SALES: OWN, R.SERVICE: OWN, R.WAREHOUSE: OWN, R.FINANCE: OWN, R.MANAGER: ALL, R.OWNER: ALL},
    P.BACK_UP: {R.OWNER: ALL},
    P.MERGE: {R.MANAGER: ALL, R.OWNER: ALL},
    P.PERSONAL_DATA: {R.MANAGER: ALL, R.OWNER: ALL},
    P.ADMINISTER: {R.OWNER: ALL},
    P.WORK: _EVERYBODY,
}

# What a refusal says: the act, in the words of "you may not …".
ACTS: dict[Permission, str] = {
    P.SEE_CUSTOMERS: N_("see customers"),
    P.EDIT_CUSTOMERS: N_("edit customers"),
    P.SEE_FOLLOW_UPS: N_("see follow-ups"),
    P.SEE_ORDERS: N_("see orders"),
    P.EDIT_ORDERS: N_("edit orders"),
    P.REVIEW_ORDERS: N_("review orders"),
    P.SHIP: N_("ship goods and change stock"),
    P.SEE_MONEY: N_("see payments and invoices"),
    P.RECORD_PAYMENTS: N_("record payments"),
    P.ISSUE_INVOICES: N_("issue invoices"),
    P.PAY_REFUNDS: N_("pay refunds"),
    P.REQUEST: N_("request invoices, credits and refunds"),
    P.APPROVE: N_("approve credits and refunds"),
    P.VOID: N_("void or credit documents"),
    P.WRITE_OFF: N_("write off amounts"),
    P.CLOSE_MONTH: N_("close a month"),
    P.CLOSE_DAY: N_("close a day"),
    P.SEE_STATISTICS: N_("see statistics"),
    P.EDIT_PRODUCTS: N_("edit products"),
    P.IMPORT: N_("import files"),
    P.RULES: N_("change rules"),
    P.EXPORT: N_("export lists"),
    P.SEE_TRAIL: N_("see the trail"),
    P.BACK_UP: N_("back up and restore"),
    P.MERGE: N_("merge customers"),
    P.PERSONAL_DATA: N_("give out and erase personal data"),
    P.ADMINISTER: N_("change the company and its users"),
    P.WORK: N_("work in this book"),
}


class Progress(Protocol):
    """Hears how far long work is: ``done`` of ``whole`` (0 when unknown). May raise ``Cancelled``."""

    def __call__(self, done: int, whole: int, what: str = "") -> None: ...


def silent(done: int, whole: int, what: str = "") -> None:
    """A progress that nobody watches."""


def utc_now() -> datetime:
    from datetime import UTC

    return datetime.now(UTC)


@dataclass(frozen=True)
class Actor:
    """A signed-in person at a desk: identity, roles, clock; and for one call the confirmed questions and the progress.

    ``today`` is the date of the desk, ``now`` the moment in UTC. ``origin`` comes back in ``Changes.origin``.
    """

    user_id: int
    name: str
    roles: frozenset[str]
    today: Callable[[], date] = date.today
    now: Callable[[], datetime] = utc_now
    run: str = ""
    computer: str = ""
    confirmed: frozenset[str] = frozenset()
    progress: Progress = field(default=silent, compare=False)
    origin: object = field(default=None, compare=False)
    # Whether this is the only person of the book, who therefore may approve what they requested.
    alone: bool = True

    def scope(self, permission: Permission) -> Scope:
        """How far this person's roles reach for a permission."""
        rights = RIGHTS[permission]
        scopes = {rights.get(Role(r), Scope.NONE) for r in self.roles}
        return Scope.ALL if Scope.ALL in scopes else Scope.OWN if Scope.OWN in scopes else Scope.NONE

    def may(self, permission: Permission) -> bool:
        """Whether the person may do this at all, be it only with own records."""
        return self.scope(permission) is not Scope.NONE

    def confirming(self, keys: Iterable[str]) -> Actor:
        """The same person, having said yes to these questions."""
        return replace(self, confirmed=self.confirmed | frozenset(keys))

    def reporting(self, progress: Progress) -> Actor:
        """The same person, whose next operation tells its progress."""
        return replace(self, progress=progress)

    def starting(self, origin: object) -> Actor:
        """The same person, acting from this part of the window."""
        return replace(self, origin=origin)


def who_may(permission: Permission) -> str:
    """The roles that may do something, as words for a refusal."""
    return _(", ").join(_(ROLE_WORDS[r]) for r in Role if r in RIGHTS[permission])


def not_allowed(permission: Permission) -> NotAllowed:
    """The refusal of what this person's roles don't allow."""
    return NotAllowed(
        _("You may not {act}. Ask someone who may: {roles}.").format(
            act=_(ACTS[permission]), roles=who_may(permission)
        ),
        code="not_allowed",
    )
