"""One customer with contacts, account and what happened lately."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import NotFound
from app.i18n import _
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.user import shown_name
from app.queries import allowed, customer_trade
from app.queries.customer_trade import RATINGS, SATISFACTION, CustomerInvoice, CustomerRefund, UsualProduct
from app.queries.customers import CUSTOMERS
from app.queries.history import HistoryEntry, history
from app.queries.orders import NUMBER
from app.queries.reminders import CustomerLetterOf, letters
from app.queries.shapes import Flag, Money, hide, load, one, require, select

RECENT = 50


@dataclass(frozen=True)
class ContactDetail:
    """A person to speak to."""

    id: int
    name: str
    position: str
    phone: str
    email: str
    note: str
    main: Flag


@dataclass(frozen=True)
class AddressDetail:
    """Where goods go."""

    id: int
    label: str
    consignee: str
    phone: str
    country: str
    region: str
    city: str
    address: str
    postal_code: str
    main: Flag


@dataclass(frozen=True)
class InvoiceTitleDetail:
    """To whom invoices are made out."""

    id: int
    title_kind: str
    title: str
    tax_number: str
    address: str
    phone: str
    bank_name: str
    bank_account: str
    deliver_to: str
    main: Flag


@dataclass(frozen=True)
class CustomerOrder:
    """One of the newest orders."""

    id: int
    number: str
    date: str
    state: str
    collection: str
    total: Money
    outstanding: Money


@dataclass(frozen=True)
class CustomerPayment:
    """One of the newest payments, and every one with money left."""

    id: int
    number: str
    date: str
    method: str
    state: str
    amount: Money
    free: Money


@dataclass(frozen=True)
class CustomerFollowUp:
    """One contact with the customer."""

    id: int
    date: str
    way: str
    said: str
    stage: str
    outcome: str
    next_date: str | None
    done: Flag
    user: str | None


@dataclass(frozen=True)
class AccountLine:
    """One movement of the account; positive is owed to us. ``account`` is the sum up to here, ``number`` that of the
    paper behind it, ``about_kind`` and ``about_id`` the record."""

    id: int
    date: str
    entry: str
    order: str | None
    number: str
    about_kind: str
    about_id: int | None
    amount: Money
    account: Money


@dataclass(frozen=True)
class CustomerDetail:
    """One customer. ``outstanding`` is what its orders owe, ``balance`` what was paid and not used; ``satisfaction`` is
    the mean of its ``ratings`` scores in hundredths, None while there is none.

    What the list keeps from a viewer is empty or None.
    """

    id: int
    code: str
    name: str
    customer_kind: str
    grade: str
    source: str
    phone: str
    email: str
    wechat: str
    country: str
    region: str
    city: str
    address: str
    postal_code: str
    tax_number: str
    owner_id: int | None
    owner: str | None
    credit_limit: Money | None
    payment_terms: str
    tags: str
    note: str
    active: Flag
    do_not_contact: Flag
    merged_into_id: int | None
    next_follow_up: str | None
    stage: str
    orders: int
    revenue: Money | None
    outstanding: Money | None
    debt: Money | None
    balance: Money | None
    last_order_date: str | None
    created_at: str
    satisfaction: int | None
    ratings: int
    version: int
    contacts: tuple[ContactDetail, ...]
    addresses: tuple[AddressDetail, ...]
    invoice_titles: tuple[InvoiceTitleDetail, ...]
    recent_orders: tuple[CustomerOrder, ...]
    payments: tuple[CustomerPayment, ...]
    follow_ups: tuple[CustomerFollowUp, ...]
    letters: tuple[CustomerLetterOf, ...]
    account: tuple[AccountLine, ...]
    refunds: tuple[CustomerRefund, ...]
    invoices: tuple[CustomerInvoice, ...]
    products: tuple[UsualProduct, ...]
    history: tuple[HistoryEntry, ...]
    shows_money: bool
    actions: frozenset[str]
    why_not: dict[str, str]


_CUSTOMER = (
    select(
        CustomerDetail,
        "c",
        owner=shown_name("u"),
        satisfaction=SATISFACTION,
        ratings=RATINGS,
    )
    + " FROM customer c LEFT JOIN user u ON u.id = c.owner_id WHERE c.id = ?"
)
_FACTS = (
    "SELECT owner_id, active, merged_into_id IS NOT NULL, EXISTS(SELECT 1 FROM customer WHERE merged_into_id = c.id) "
    "FROM customer c WHERE id = ?"
)
_MERGED = "SELECT merged_into_id IS NOT NULL FROM customer WHERE id = ?"
_CONTACTS = select(ContactDetail, "k") + " FROM contact k WHERE k.customer_id = ? ORDER BY k.main DESC, k.id"
_ADDRESSES = select(AddressDetail, "a") + " FROM address a WHERE a.customer_id = ? ORDER BY a.main DESC, a.id"
_TITLES = select(InvoiceTitleDetail, "t") + " FROM invoice_title t WHERE t.customer_id = ? ORDER BY t.main DESC, t.id"
_ORDERS = (
    select(CustomerOrder, "o", number=NUMBER)
    + " FROM sales_order o WHERE o.customer_id = ? ORDER BY o.date DESC, o.id DESC LIMIT ?"
)
_PAYMENTS = (
    select(CustomerPayment, "p", number="CASE WHEN p.number <> '' THEN p.number ELSE p.source_reference END")
    + " FROM payment p WHERE p.customer_id = ?1 AND (p.free <> 0 OR p.id IN (SELECT id FROM payment "
    "WHERE customer_id = ?1 ORDER BY date DESC, id DESC LIMIT ?2)) ORDER BY p.date DESC, p.id DESC"
)
_FOLLOW_UPS = (
    select(CustomerFollowUp, "f", user=shown_name("u"))
    + " FROM follow_up f LEFT JOIN user u ON u.id = f.user_id WHERE f.customer_id = ? "
    "ORDER BY f.done OR f.next_date IS NULL, iif(f.done OR f.next_date IS NULL, NULL, f.next_date), f.date DESC, "
    "f.id DESC LIMIT ?"
)
_ACCOUNT = (
    "SELECT * FROM (SELECT g.id, g.date, g.entry, o.number, coalesce(nullif(p.number, ''), nullif(p.source_reference, "
    "''), nullif(r.number, ''), o.number, ''), g.about_kind, g.about_id, g.amount, sum(g.amount) OVER (ORDER BY "
    "g.date, g.id) FROM ledger_line g LEFT JOIN sales_order o ON o.id = g.order_id LEFT JOIN payment p "
    "ON g.about_kind = 'payment' AND p.id = g.about_id LEFT JOIN refund r ON g.about_kind = 'refund' "
    "AND r.id = g.about_id WHERE g.customer_id = ?) "
    "ORDER BY 2 DESC, 1 DESC LIMIT ?"
)


def _refuse_merged(customer_id: int) -> None:
    if connection().execute(_MERGED, (customer_id,)).get:
        raise NotFound(_("This customer was merged into another one."), code="merged")


def customer(viewer: Actor, customer_id: int) -> CustomerDetail:
    """One customer as this viewer may see it. Raises NotFound, NotAllowed."""
    _refuse_merged(customer_id)
    require(CUSTOMERS, viewer, customer_id, "customer")
    key, recent = (customer_id,), (customer_id, RECENT)
    names = ("owner_id", "active", "merged", "absorbed")
    reasons = allowed.customer(viewer, dict(zip(names, next(connection().execute(_FACTS, key)), strict=True)))
    private = viewer.may(Permission.EDIT_CUSTOMERS) or viewer.may(Permission.SEE_MONEY)
    paper = viewer.may(Permission.SEE_MONEY)
    found = one(
        CustomerDetail,
        _CUSTOMER,
        key,
        contacts=load(ContactDetail, _CONTACTS, key) if private else (),
        addresses=load(AddressDetail, _ADDRESSES, key),
        invoice_titles=load(InvoiceTitleDetail, _TITLES, key) if private else (),
        recent_orders=load(CustomerOrder, _ORDERS, recent) if viewer.may(Permission.SEE_ORDERS) and paper else (),
        payments=load(CustomerPayment, _PAYMENTS, recent) if paper else (),
        follow_ups=load(CustomerFollowUp, _FOLLOW_UPS, recent) if private else (),
        letters=letters(customer_id) if paper else (),
        account=load(AccountLine, _ACCOUNT, recent) if paper else (),
        refunds=customer_trade.refunds(customer_id) if paper else (),
        invoices=customer_trade.invoices(customer_id) if paper else (),
        products=customer_trade.usual_products(customer_id) if viewer.may(Permission.SEE_ORDERS) and paper else (),
        history=history("customer", customer_id) if private else (),
        shows_money=paper,
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )
    return hide(found, CUSTOMERS, viewer, "debt", "postal_code", "satisfaction")
