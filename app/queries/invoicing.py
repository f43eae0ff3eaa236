"""What an invoice or credit note can take: lines and amounts that are left, titles, kinds, the number to be used; and
the list of requests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.invoice_kinds import InvoiceKind, kinds_for
from app.models.numbering import period_of, render
from app.models.shares import Share, cut
from app.models.terms import SETTING, Terms, terms_of
from app.models.user import shown_name
from app.queries import words
from app.queries.book_settings import setting
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import LIKE, Part, Pill, day, of_customer, of_order, one_of, pattern
from app.queries.invoices import INVOICES
from app.queries.orders import NUMBER, ORDERS
from app.queries.shapes import Money, load, require, require_all


def search(term: str) -> Part:
    """Requests whose customer, order, title or tax number holds the term."""
    wanted = pattern(term)
    return f"c.search_key {LIKE} OR o.number {LIKE} OR q.title {LIKE} OR q.tax_number {LIKE}", (wanted,) * 4


def _allow(viewer: Actor, facts: Mapping[str, Any]) -> frozenset[str]:
    if facts["state"] != "requested":
        return frozenset()
    issues = viewer.may(Permission.ISSUE_INVOICES)
    found = {"issue_requested", "reject_invoice_request"} if issues else set()
    if issues or viewer.may(Permission.APPROVE) or facts["requested_by"] == viewer.user_id:
        found.add("withdraw_invoice_request")
    return frozenset(found)


OPEN_REQUESTS = Ask(filters=(("state", "requested"),))
REQUESTS = RecordList(
    noun="invoice-requests",
    title=N_("Invoice requests"),
    table="invoice_request q",
    key="q.id",
    joins={
        "c": "JOIN customer c ON c.id = q.customer_id",
        "o": "JOIN sales_order o ON o.id = q.order_id",
        "u": "LEFT JOIN user u ON u.id = q.requested_by",
    },
    needs=Permission.SEE_MONEY,
    own="q.customer_id IN (SELECT id FROM customer WHERE owner_id = ?1 UNION "
    "SELECT customer_id FROM sales_order WHERE salesperson_id = ?1)",
    default_sort=(("requested_on", True),),
    search=search,
    fields=(
        Field(Column("order", N_("Order"), Kind.NUMBER, 136), "o.number"),
        Field(Column("requested_on", N_("Requested"), Kind.DATE, 118), "q.requested_on"),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 220), "c.name", ("c.search_key", "q.requested_on")),
        Field(Column("title", N_("Title"), Kind.TEXT, 220), "q.title"),
        Field(Column("amount", N_("Amount"), Kind.MONEY, 120, total=True), "q.amount"),
        Field(Column("invoice_request", N_("State"), Kind.STATE, 120), "q.state", ("q.state", "q.requested_on")),
        Field(Column("wanted_on", N_("Wanted by"), Kind.DATE, 100), "q.wanted_on"),
        Field(Column("requested_by", N_("Requested by"), Kind.TEXT, 120), shown_name("u")),
        Field(Column("tax_number", N_("Tax number"), Kind.TEXT, 150, shown=False), "q.tax_number"),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, shown=False, sortable=False), "q.note"),
    ),
    filters=(
        one_of("state", N_("State"), "q.state", words.states("invoice_request")),
        of_customer("q.customer_id"),
        of_order("q.order_id = ?"),
        day("from", N_("From"), "q.requested_on >= ?"),
        day("to", N_("To"), "q.requested_on <= ?"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("open", N_("To issue"), OPEN_REQUESTS),
    ),
    facts=(("state", "q.state"), ("requested_by", "q.requested_by")),
    allow=_allow,
)


@dataclass(frozen=True)
class Title:
    """To whom an invoice may be made out."""

    title: str
    title_kind: str
    tax_number: str
    address: str
    phone: str
    bank: str


@dataclass(frozen=True)
class Left:
    """A line with its whole share and what is left of it to invoice or to credit."""

    id: int
    order: str
    description: str
    unit: str
    whole: Share
    left: Share


@dataclass(frozen=True)
class OpenOrder:
    """An order to invoice: the version that was read, and what no invoice or request bills yet."""

    id: int
    number: str
    customer_id: int
    customer: str
    version: int
    to_invoice: Money
    unrequested: Money


@dataclass(frozen=True)
class OpenRequest:
    """A request that waits for an invoice."""

    id: int
    order_id: int
    invoice_kind: str
    title_kind: str
    title: str
    tax_number: str
    address: str
    phone: str
    bank: str
    amount: Money
    note: str


@dataclass(frozen=True)
class Invoiceable:
    """What the form of an invoice starts with.

    ``next_number`` is the one that the own series gives today, ``terms`` are those of the office, and ``language`` is
    that of its papers.
    """

    orders: tuple[OpenOrder, ...]
    lines: tuple[Left, ...]
    titles: tuple[Title, ...]
    kinds: tuple[InvoiceKind, ...]
    requests: tuple[OpenRequest, ...]
    next_number: str
    terms: tuple[Terms, ...]
    language: str
    agreed: tuple[tuple[date | None, str], ...] = ()
    """When each order is due, and the key of its terms."""


@dataclass(frozen=True)
class NotableCredit:
    """An approved credit that a credit note can name."""

    id: int
    number: str
    credit_kind: str
    amount: Money


@dataclass(frozen=True)
class Correctable:
    """What a credit note over an invoice starts with."""

    invoice_id: int
    number: str
    customer: str
    title: str
    tax_number: str
    kind: InvoiceKind
    left: Money
    credited: Money
    lines: tuple[Left, ...]
    credits: tuple[NotableCredit, ...]
    next_number: str


_ORDERS = (
    f"SELECT o.id, {NUMBER}, o.customer_id, c.name, o.version, max(0, o.worth - o.invoiced), "
    "max(0, o.worth - o.invoiced - o.invoice_requested) FROM sales_order o JOIN customer c ON c.id = o.customer_id "
    "WHERE o.id IN (SELECT value FROM json_each(?)) ORDER BY o.date, o.id"
)
_AGREED = (
    "SELECT due_date, payment_terms FROM sales_order WHERE id IN (SELECT value FROM json_each(?)) ORDER BY date, id"
)
_CUSTOMERS = (
    "SELECT DISTINCT c.id, c.name, o.prices_include_tax FROM sales_order o JOIN customer c ON c.id = o.customer_id "
    "WHERE o.id IN (SELECT value FROM json_each(?)) ORDER BY c.id"
)
_ANEW = (
    "SELECT order_id, max(id) FROM invoice_request WHERE state = 'requested' AND order_id IN (SELECT order_id "
    "FROM invoice_line WHERE invoice_id = ?) GROUP BY order_id ORDER BY max(id)"
)
_BUYERS = (
    "SELECT DISTINCT title, tax_number FROM invoice_request WHERE id IN (SELECT value FROM json_each(?)) ORDER BY title"
)
_ORDERS_ASKED = "SELECT q.order_id FROM json_each(?) e JOIN invoice_request q ON q.id = e.value ORDER BY e.key"
_LINES = (
    f"SELECT l.id, {NUMBER}, l.description, l.unit, l.quantity, l.net, l.tax, l.invoiced_quantity, "
    "l.credited_net + l.invoiced_net, l.credited_tax + l.invoiced_tax, coalesce((SELECT sum(n.quantity) "
    "FROM credit_line n JOIN credit r ON r.id = n.credit_id WHERE n.order_line_id = l.id AND r.state = 'approved'), 0) "
    "FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.order_id IN (SELECT value FROM json_each(?)) "
    "ORDER BY o.date, o.id, l.position, l.id"
)
_TITLES = (
    "SELECT * FROM (SELECT title, title_kind, tax_number, address, phone, trim(bank_name || ' ' || bank_account) "
    "FROM invoice_title WHERE customer_id = ?1 ORDER BY main DESC, id) UNION ALL SELECT name, "
    "iif(customer_kind = 'person', 'person', 'company'), tax_number, address, phone, '' FROM customer WHERE id = ?1 "
    "AND NOT EXISTS (SELECT 1 FROM invoice_title WHERE customer_id = ?1 AND title = customer.name)"
)
_REQUESTS = (
    "SELECT id, order_id, invoice_kind, title_kind, title, tax_number, address, phone, bank, amount, note "
    "FROM invoice_request WHERE state = 'requested' AND order_id IN (SELECT value FROM json_each(?)) "
    "ORDER BY requested_on, id"
)
_TAKEN = (
    "SELECT n.id, coalesce(o.number, ''), n.description, n.unit, n.quantity, n.net, n.tax, "
    "coalesce(sum(m.quantity), 0), coalesce(sum(m.net), 0), coalesce(sum(m.tax), 0) FROM invoice_line n "
    "LEFT JOIN sales_order o ON o.id = n.order_id LEFT JOIN invoice k ON k.corrects_id = n.invoice_id "
    "AND k.state = 'issued' LEFT JOIN invoice_line m ON m.invoice_id = k.id AND m.order_id IS n.order_id "
    "AND m.order_line_id IS n.order_line_id WHERE n.invoice_id = ? GROUP BY n.id ORDER BY n.position, n.id"
)
_CREDITS = (
    "SELECT r.id, r.number, r.credit_kind, r.amount FROM credit r WHERE r.state = 'approved' AND r.order_id IN "
    "(SELECT order_id FROM invoice_line WHERE invoice_id = ?) AND r.amount > coalesce((SELECT sum(total) "
    "FROM invoice WHERE credit_id = r.id AND state = 'issued'), 0) ORDER BY r.id"
)
_INVOICE = (
    "SELECT i.number, c.name, i.title, i.tax_number, i.invoice_kind, i.total - i.credited, i.credited FROM invoice i "
    "JOIN customer c ON c.id = i.customer_id WHERE i.id = ?"
)


def _office() -> tuple[str, str]:
    country, language = next(connection().execute("SELECT country, document_language FROM company WHERE id = 1"))
    return str(country), str(language)


def next_number(series: str, today: date) -> str:
    """The number that a series gives next; somebody else may take it first."""
    pattern_, restart, period, counter = next(
        connection().execute("SELECT pattern, restart, period, next_number FROM series WHERE name = ?", (series,))
    )
    return render(pattern_, today, counter if period_of(restart, today) == period else 1)


def invoiceable(viewer: Actor, order_ids: Sequence[int]) -> Invoiceable:
    """What of these orders can be invoiced. Raises NotFound, NotAllowed."""
    require_all(ORDERS, viewer, order_ids, "sales_order")
    wanted = (json.dumps(list(order_ids)),)
    orders = load(OpenOrder, _ORDERS, wanted)
    country, language = _office()
    lines = []
    for row in connection().execute(_LINES, wanted):
        line, number, description, unit, quantity, net, tax, billed, gone_net, gone_tax, returned = row
        left = Share(max(0, quantity - billed - returned), net - gone_net, tax - gone_tax)
        lines.append(Left(line, number, description, unit, Share(quantity, net, tax), left))
    return Invoiceable(
        orders,
        tuple(line for line in lines if line.left.gross or line.left.quantity),
        load(Title, _TITLES, (orders[0].customer_id,)),
        kinds_for(country),
        load(OpenRequest, _REQUESTS, wanted),
        next_number("invoice", viewer.today()),
        terms_of(setting(SETTING)),
        language,
        tuple((date.fromisoformat(due) if due else None, key) for due, key in connection().execute(_AGREED, wanted)),
    )


def require_one_customer(order_ids: Sequence[int]) -> None:
    """Refuse orders that no single invoice can bill.

    Raises:
        UserError: They are of several customers, or priced with and without tax.
    """
    names = connection().execute(_CUSTOMERS, (json.dumps(list(order_ids)),)).fetchall()
    if len({customer for customer, _name, _include in names}) > 1:
        raise UserError(
            _("One invoice bills the orders of one customer, and these are of {first} and {second}.").format(
                first=names[0][1], second=next(name for key, name, _include in names if key != names[0][0])
            ),
            code="other_customer",
        )
    if len(names) > 1:
        raise UserError(
            _("Some of these orders have prices with tax and some without. Issue an invoice for each kind."),
            code="other_prices",
        )


def require_one_buyer(request_ids: Sequence[int]) -> None:
    """Refuse requests that want their invoices made out to different buyers. Raises UserError."""
    titles = connection().execute(_BUYERS, (json.dumps(list(request_ids)),)).fetchall()
    if len(titles) > 1:
        raise UserError(
            _("These requests name different buyers: {first} and {second}. Issue them one by one.").format(
                first=titles[0][0], second=titles[1][0]
            ),
            code="other_buyer",
        )


def correctable(viewer: Actor, invoice_id: int) -> Correctable:
    """What of an invoice a credit note can still take back. Raises NotFound, NotAllowed."""
    require(INVOICES, viewer, invoice_id, "invoice")
    number, customer, title, tax_number, kind, left, credited = next(connection().execute(_INVOICE, (invoice_id,)))
    lines = [
        Left(line, order, text, unit, Share(q, net, tax), Share(q - gone, net - gone_net, tax - gone_tax))
        for line, order, text, unit, q, net, tax, gone, gone_net, gone_tax in connection().execute(
            _TAKEN, (invoice_id,)
        )
    ]
    known = {k.key: k for k in kinds_for("CN")}
    return Correctable(
        invoice_id,
        number,
        customer,
        title,
        tax_number,
        known[kind],
        left,
        credited,
        tuple(line for line in lines if line.left.gross),
        load(NotableCredit, _CREDITS, (invoice_id,)),
        next_number("credit_note", viewer.today()),
    )


def billed_anew(invoice_id: int) -> tuple[list[int], list[int]]:
    """The orders of an invoice that was just taken back, and the requests that its credit note made for them."""
    rows: list[tuple[Any, ...]] = connection().execute(_ANEW, (invoice_id,)).fetchall()
    return [int(order_id) for order_id, _request in rows], [int(request_id) for _order, request_id in rows]


def sum_of(lines: Iterable[Left], quantities: Mapping[int, int]) -> int:
    """What quantities by line id come to with their tax, as far as they are left."""
    return sum(
        cut(line.whole, line.left, min(quantities[line.id], line.left.quantity)).gross
        for line in lines
        if quantities.get(line.id, 0) > 0
    )


def order_of_request(viewer: Actor, request_id: int) -> int:
    """The order that a request asks an invoice of. Raises NotFound, NotAllowed."""
    return orders_of_requests(viewer, [request_id])[0]


def orders_of_requests(viewer: Actor, request_ids: Sequence[int]) -> list[int]:
    """The orders that these requests ask an invoice of, each once, in the order of the requests.

    Raises NotFound, NotAllowed.
    """
    require_all(REQUESTS, viewer, request_ids, "invoice_request")
    rows = connection().execute(_ORDERS_ASKED, (json.dumps(list(request_ids)),))
    return list(dict.fromkeys(int(row[0]) for row in rows))
