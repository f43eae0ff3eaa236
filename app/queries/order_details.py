"""One order with all that belongs to it: lines, money, goods, papers, history, and what may be done next."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from app.i18n import N_
from app.models import plan, review
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import book_currency
from app.models.open_lines import rest_of
from app.models.user import shown_name
from app.queries import allowed
from app.queries.amendment_details import AmendmentDetail, amendments
from app.queries.exceptions import OpenProblem, SolvedProblem, problems_of, solved_of
from app.queries.history import HistoryEntry, history
from app.queries.milestones import ORDER_TRACKS, Milestone, milestones
from app.queries.orders import FACTS, NUMBER, ORDERS
from app.queries.shapes import Flag, Money, Price, Quantity, Rate, load, one, require, select


@dataclass(frozen=True)
class OrderLineDetail:
    """One line; ``net``, ``tax`` and ``gross`` are its share after all discounts, ``rest`` is still to be delivered."""

    id: int
    position: int
    line_kind: str
    product_id: int | None
    code: str
    description: str
    unit: str
    quantity: Quantity
    unit_price: Price
    discount_rate: Rate
    amount: Money
    amount_stated: Flag
    stated_difference: Money
    tax_code: str | None
    tax_code_id: int | None
    tax_rate: Rate
    net: Money
    tax: Money
    gross: Money
    shipped: Quantity
    ended: Quantity
    rest: Quantity
    returned: Quantity
    invoiced_quantity: Quantity
    note: str


@dataclass(frozen=True)
class OrderPayment:
    """What a payment settles of the order; loosened parts are subtracted."""

    payment_id: int
    number: str
    date: str
    method: str
    state: str
    amount: Money


@dataclass(frozen=True)
class OrderRefund:
    """A refund from the order."""

    id: int
    number: str
    requested_on: str
    date: str | None
    state: str
    target: str
    reason: str
    amount: Money


@dataclass(frozen=True)
class OrderCredit:
    """A return, allowance or termination."""

    id: int
    number: str
    credit_kind: str
    state: str
    requested_on: str
    date: str | None
    reason: str
    amount: Money
    tax: Money


@dataclass(frozen=True)
class OrderWriteOff:
    """What will not be collected."""

    id: int
    write_off_kind: str
    date: str
    reason: str
    amount: Money


@dataclass(frozen=True)
class OrderInvoice:
    """A document with lines of this order; ``amount`` is what it bills of this order, negative on credit notes."""

    id: int
    number: str
    document_type: str
    state: str
    date: str
    total: Money
    amount: Money


@dataclass(frozen=True)
class OrderInvoiceRequest:
    """A wish for an invoice."""

    id: int
    state: str
    invoice_kind: str
    title: str
    tax_number: str
    requested_on: str
    amount: Money


@dataclass(frozen=True)
class OrderShipment:
    """Goods that left."""

    id: int
    number: str
    date: str
    state: str
    carrier: str
    tracking_number: str
    signed_on: str | None
    quantity: Quantity


@dataclass(frozen=True)
class OrderInstalment:
    """A part of the payment plan; money pays the oldest first. ``state`` is paid, partly_paid, overdue or unpaid."""

    due_date: str
    note: str
    amount: Money
    paid: Money = 0
    state: str = "unpaid"


@dataclass(frozen=True)
class OrderProblem:
    """An exception that a person must solve."""

    id: int
    topic: str
    reason: str
    found_at: str
    solved_at: str | None
    solution: str


@dataclass(frozen=True)
class OrderDetail:
    """One order. ``name`` is what people call it: its number, its quotation's, or ``#id`` for a draft."""

    id: int
    name: str
    number: str
    quotation_number: str
    date: str
    channel_id: int
    channel: str
    customer_id: int
    customer: str
    customer_code: str
    state: str
    collection: str
    delivery: str
    invoicing: str
    order_kind: str
    salesperson_id: int | None
    salesperson: str | None
    promised_date: str | None
    due_date: str | None
    expiry_date: str | None
    terms: str
    customer_reference: str
    prices_include_tax: Flag
    discount_rate: Rate
    discount_amount: Money
    rounding_off: Money
    cash_rounding: Money
    goods_amount: Money
    discount_total: Money
    net: Money
    tax: Money
    total: Money
    revenue: Money
    stated_difference: Money
    worth: Money
    paid: Money
    refunded: Money
    refund_promised: Money
    credited: Money
    written_off: Money
    outstanding: Money
    invoiced: Money
    invoice_requested: Money
    earmarked: Money
    proposed_refund: Money
    refundable: Money
    to_invoice: Money
    to_be_credited: Money
    consignee: str
    ship_phone: str
    ship_country: str
    region: str
    city: str
    ship_address: str
    ship_postal_code: str
    carrier: str
    note: str
    document_note: str
    tags: str
    hold: Flag
    hold_reason: str
    review_reason: str
    review_asked_by_name: str | None
    sent_back_reason: str
    sent_back_by_name: str | None
    cancel_reason: str
    cancel_when_refunded: Flag
    satisfaction: int | None
    satisfaction_comment: str
    revision: int
    version: int
    payment_terms: str
    created_at: str
    confirmed_at: str | None
    completed_at: str | None
    customer_balance: Money
    customer_outstanding: Money
    lines: tuple[OrderLineDetail, ...]
    payments: tuple[OrderPayment, ...]
    refunds: tuple[OrderRefund, ...]
    credits: tuple[OrderCredit, ...]
    write_offs: tuple[OrderWriteOff, ...]
    invoices: tuple[OrderInvoice, ...]
    invoice_requests: tuple[OrderInvoiceRequest, ...]
    shipments: tuple[OrderShipment, ...]
    amendments: tuple[AmendmentDetail, ...]
    instalments: tuple[OrderInstalment, ...]
    exceptions: tuple[OrderProblem, ...]
    problems: tuple[OpenProblem, ...]
    solved: tuple[SolvedProblem, ...]
    milestones: tuple[Milestone, ...]
    history: tuple[HistoryEntry, ...]
    shows_money: bool
    actions: frozenset[str]
    why_not: dict[str, str]

    def expired(self, today: datetime.date) -> bool:
        """Whether it is a quotation that holds no more."""
        return self.state == "quoted" and self.expiry_date is not None and self.expiry_date < today.isoformat()

    def shown_state(self, today: datetime.date) -> str:
        """The state as screens show it: ``expired`` for a quotation that holds no more."""
        return "expired" if self.expired(today) else self.state

    def overdue_days(self, today: datetime.date) -> int:
        """For how many days money of this order is overdue; 0 while none is, or this viewer may not know."""
        if not self.shows_money or self.outstanding <= 0 or not self.due_date:
            return 0
        return max(0, (today - datetime.date.fromisoformat(self.due_date)).days)


def _person(column: str) -> str:
    return f"(SELECT {shown_name('p')} FROM user p WHERE p.id = {column})"


_ORDER = (
    select(
        OrderDetail,
        "o",
        name=NUMBER,
        channel="ch.name",
        customer="c.name",
        customer_code="c.code",
        salesperson=shown_name("u"),
        review_asked_by_name=_person("o.review_asked_by"),
        sent_back_by_name=_person("o.sent_back_by"),
        proposed_refund="max(0, -o.outstanding - o.refund_promised)",
        refundable="max(0, o.paid - o.refunded - o.refund_promised)",
        to_invoice="max(0, o.worth - o.invoiced)",
        to_be_credited="max(0, o.invoiced - o.worth)",
        customer_balance="c.balance",
        customer_outstanding="c.outstanding",
    )
    + " FROM sales_order o JOIN customer c ON c.id = o.customer_id JOIN channel ch ON ch.id = o.channel_id "
    "LEFT JOIN user u ON u.id = o.salesperson_id WHERE o.id = ?"
)
_FACTS = "SELECT " + ", ".join(sql for _name, sql in FACTS) + " FROM sales_order o WHERE o.id = ?"
_LINES = (
    select(OrderLineDetail, "l", tax_code="t.code", rest=rest_of())
    + " FROM order_line l LEFT JOIN tax_code t ON t.id = l.tax_code_id WHERE l.order_id = ? ORDER BY l.position, l.id"
)
_PAYMENTS = (
    "SELECT p.id, CASE WHEN p.number <> '' THEN p.number ELSE p.source_reference END, p.date, p.method, p.state, "
    "sum(a.amount) FROM allocation a JOIN payment p ON p.id = a.payment_id WHERE a.order_id = ? "
    "GROUP BY p.id HAVING sum(a.amount) <> 0 OR p.state = 'live' ORDER BY p.date, p.id"
)
_REFUNDS = select(OrderRefund, "r") + " FROM refund r WHERE r.order_id = ? ORDER BY r.requested_on, r.id"
_CREDITS = select(OrderCredit, "r") + " FROM credit r WHERE r.order_id = ? ORDER BY r.requested_on, r.id"
_WRITE_OFFS = select(OrderWriteOff, "w") + " FROM write_off w WHERE w.order_id = ? ORDER BY w.date, w.id"
_INVOICES = (
    "SELECT i.id, i.number, i.document_type, i.state, i.date, i.total, "
    "sum(iif(i.document_type = 'credit_note', -1, 1) * (n.net + n.tax)) FROM invoice_line n "
    "JOIN invoice i ON i.id = n.invoice_id WHERE n.order_id = ? GROUP BY i.id ORDER BY i.date, i.id"
)
_REQUESTS = (
    select(OrderInvoiceRequest, "q") + " FROM invoice_request q WHERE q.order_id = ? ORDER BY q.requested_on, q.id"
)
_SHIPMENTS = (
    select(
        OrderShipment,
        "s",
        quantity="(SELECT coalesce(sum(quantity), 0) FROM shipment_line WHERE shipment_id = s.id)",
    )
    + " FROM shipment s WHERE s.order_id = ? ORDER BY s.date, s.id"
)
_INSTALMENTS = (
    select(OrderInstalment, "i", paid="0", state="'unpaid'")
    + " FROM instalment i WHERE i.order_id = ? ORDER BY i.due_date, i.id"
)
_PROBLEMS = select(OrderProblem, "e") + " FROM order_exception e WHERE e.order_id = ? ORDER BY e.id"


def order(viewer: Actor, order_id: int) -> OrderDetail:
    """One order as this viewer may see it. Raises NotFound, NotAllowed."""
    require(ORDERS, viewer, order_id, "sales_order")
    key = (order_id,)
    facts = dict(zip((n for n, _s in FACTS), next(connection().execute(_FACTS, key)), strict=True))
    problems = problems_of(viewer, order_id)
    reasons = {
        **allowed.order(viewer, facts),
        "solve_problem": None if problems else N_("Nothing is wrong with this order."),
    }
    paper = viewer.may(Permission.SEE_MONEY)
    found = one(
        OrderDetail,
        _ORDER,
        key,
        lines=load(OrderLineDetail, _LINES, key),
        payments=load(OrderPayment, _PAYMENTS, key) if paper else (),
        refunds=load(OrderRefund, _REFUNDS, key) if paper else (),
        credits=load(OrderCredit, _CREDITS, key) if paper else (),
        write_offs=load(OrderWriteOff, _WRITE_OFFS, key) if paper else (),
        invoices=load(OrderInvoice, _INVOICES, key) if paper else (),
        invoice_requests=load(OrderInvoiceRequest, _REQUESTS, key) if paper else (),
        shipments=load(OrderShipment, _SHIPMENTS, key),
        amendments=amendments(order_id),
        instalments=_plan(viewer, order_id) if paper else (),
        exceptions=load(OrderProblem, _PROBLEMS, key),
        problems=problems,
        solved=solved_of(viewer, order_id),
        milestones=milestones("order", order_id, ORDER_TRACKS),
        history=history("order", order_id),
        shows_money=paper,
        actions=allowed.actions(reasons),
        why_not=allowed.why_not(reasons),
    )
    return replace(found, review_reason=review.words(found.review_reason, book_currency()))


def _plan(viewer: Actor, order_id: int) -> tuple[OrderInstalment, ...]:
    parts = load(OrderInstalment, _INSTALMENTS, (order_id,))
    if not parts:
        return ()
    money = next(
        connection().execute("SELECT paid - refunded + written_off FROM sales_order WHERE id = ?", (order_id,))
    )
    today = viewer.today().isoformat()
    paid = plan.covered([part.amount for part in parts], int(money[0]))
    return tuple(
        replace(part, paid=amount, state=_part_state(part, amount, today))
        for part, amount in zip(parts, paid, strict=True)
    )


def _part_state(part: OrderInstalment, paid: int, today: str) -> str:
    if paid >= part.amount:
        return "paid"
    if part.due_date < today:
        return "overdue"
    return "partly_paid" if paid else "unpaid"
