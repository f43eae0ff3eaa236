"""Why a figure is what it is: the lines that make it, in the order of their days, with the sum after each.

Every kept figure of a record that people see has an entry in ``FIGURES``: what it is called, in which unit it is, and
the SELECT of what makes it. The sum of the lines is the figure, whatever is kept with the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.i18n import N_, _
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.open_lines import rest_of
from app.models.order_problems import OPEN, OPEN_LINE
from app.models.totals import COUNTED_SQL
from app.queries import allowed
from app.queries.columns import Ask, Column, Kind
from app.queries.customers import CUSTOMERS
from app.queries.engine import RecordList
from app.queries.invoices import INVOICES
from app.queries.moment import one_moment
from app.queries.orders import ORDERS
from app.queries.payments import PAYMENTS
from app.queries.products import PRODUCTS
from app.queries.shapes import require
from app.queries.statements import ENTRIES
from app.queries.words import state_word

MOST = 1_000
"""More lines than this are not listed one by one: those before are told as one line with their sum."""

LINES: tuple[Column, ...] = (
    Column("date", N_("Date"), Kind.DATE, 100),
    Column("what", N_("What"), Kind.TEXT, 260),
    Column("number", N_("Number"), Kind.TEXT, 150),
    Column("amount", N_("Amount"), Kind.MONEY, 120, total=True),
    Column("sum", N_("Sum so far"), Kind.MONEY, 130),
)
"""The columns of an explanation; those of the figures take its unit."""


@dataclass(frozen=True)
class Line:
    """One part of a figure. ``sum`` is what the lines up to this one come to; the record behind it has a page where
    ``record`` (a kind) is not empty."""

    date: str
    what: str
    number: str
    amount: int
    sum: int
    record: str = ""
    record_id: int = 0


@dataclass(frozen=True)
class Why:
    """A figure and what makes it. ``left_out`` is how many lines the first one stands for, where there were too many.

    ``total`` is the sum of all lines, in ``unit``.
    """

    title: str
    subject: str
    unit: Kind
    total: int
    lines: tuple[Line, ...]
    left_out: int = 0

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the lines, in the unit of the figure."""
        return tuple(replace(c, kind=self.unit) if c.kind is Kind.MONEY else c for c in LINES)

    def rows(self) -> list[tuple[Any, ...]]:
        """The values of the lines in the order of the columns."""
        return [(line.date or None, line.what, line.number, line.amount, line.sum) for line in self.lines]


Raw = tuple[Any, ...]
"""date, what, number, amount, kind of the record, its id."""


@dataclass(frozen=True)
class Figure:
    """A figure of one kind of record: its marked title, its unit and the SELECT of its lines (``Raw``) for an id.

    ``words`` says what the second value of a line means: a key of ``ENTRIES`` or of the states of a kind; without it
    the value is shown as it is.
    """

    title: str
    lines: str
    unit: Kind = Kind.MONEY
    words: str = ""


@dataclass(frozen=True)
class Subject:
    """A kind of record with figures: its list, the table it stands in, the SQL of its name, and the right to see
    amounts. ``figures`` are by key, the one that is most asked for first."""

    records: RecordList
    table: str
    name: str
    figures: Mapping[str, Figure]
    needs: Permission | None = Permission.SEE_MONEY


_PAYMENT = "coalesce(nullif(p.number, ''), p.source_reference)"
_PAPER = (
    "LEFT JOIN sales_order o ON o.id = g.order_id "
    "LEFT JOIN payment p ON g.about_kind = 'payment' AND p.id = g.about_id "
    "LEFT JOIN refund r ON g.about_kind = 'refund' AND r.id = g.about_id"
)
_NUMBER = (
    "coalesce(nullif(p.number, ''), nullif(p.source_reference, ''), nullif(r.number, ''), "
    "nullif(r.source_reference, ''), nullif(o.number, ''), '')"
)
LEDGER = f"SELECT g.date day, g.entry, {_NUMBER}, g.amount, g.about_kind, g.about_id FROM ledger_line g {_PAPER}"
"""The lines of accounts, to be narrowed down and put in order."""
_OF_ORDER = (
    f"{LEDGER} WHERE g.order_id = ?1 AND g.amount <> 0 UNION ALL "
    f"SELECT a.date, iif(a.amount < 0, 'released', 'payment'), {_PAYMENT}, -a.amount, 'payment', p.id "
    "FROM allocation a JOIN payment p ON p.id = a.payment_id WHERE a.order_id = ?1 ORDER BY day"
)
_ORDERS_OF = (
    "SELECT o.date, o.state, o.number, {figure}, 'order', o.id FROM sales_order o WHERE o.customer_id = ?1 "
    "AND {condition} ORDER BY o.date, o.id"
)

FIGURES: dict[str, Subject] = {
    "order": Subject(
        ORDERS,
        "sales_order",
        "coalesce(nullif(number, ''), '#' || id)",
        {
            "outstanding": Figure(N_("Outstanding"), _OF_ORDER, words="entry"),
            "worth": Figure(
                N_("Worth"),
                f"{LEDGER} WHERE g.order_id = ?1 AND g.amount <> 0 AND g.about_kind NOT IN ('payment', 'refund', "
                "'write_off') ORDER BY g.date, g.id",
                words="entry",
            ),
            "total": Figure(
                N_("Total"),
                "SELECT o.date, l.description, p.code, l.gross, iif(p.id IS NULL, '', 'product'), p.id "
                "FROM order_line l JOIN sales_order o ON o.id = l.order_id LEFT JOIN product p ON p.id = l.product_id "
                "WHERE l.order_id = ?1 UNION ALL SELECT date, 'cash_rounding', '', cash_rounding, '', NULL "
                "FROM sales_order WHERE id = ?1 AND cash_rounding <> 0",
                words="line",
            ),
            "paid": Figure(
                N_("Paid"),
                f"SELECT a.date, iif(a.amount < 0, 'released', 'payment'), {_PAYMENT}, a.amount, 'payment', p.id "
                "FROM allocation a JOIN payment p ON p.id = a.payment_id WHERE a.order_id = ?1 ORDER BY a.date, a.id",
                words="entry",
            ),
            "invoiced": Figure(
                N_("Invoiced"),
                "SELECT i.date, i.document_type, i.number, sum(iif(i.document_type = 'invoice', 1, -1) * (n.net + "
                "n.tax)), 'invoice', i.id FROM invoice_line n JOIN invoice i ON i.id = n.invoice_id "
                "WHERE n.order_id = ?1 AND i.state = 'issued' GROUP BY i.id ORDER BY i.date, i.id",
                words="document_type",
            ),
        },
    ),
    "customer": Subject(
        CUSTOMERS,
        "customer",
        "name",
        {
            "account": Figure(N_("Account"), f"{LEDGER} WHERE g.customer_id = ?1 ORDER BY g.date, g.id", words="entry"),
            "outstanding": Figure(
                N_("Total outstanding"),
                _ORDERS_OF.format(figure="o.outstanding", condition="o.outstanding <> 0"),
                words="state",
            ),
            "balance": Figure(
                N_("Balance"),
                f"SELECT p.date, p.state, {_PAYMENT}, p.free, 'payment', p.id FROM payment p "
                "WHERE p.customer_id = ?1 AND p.free <> 0 ORDER BY p.date, p.id",
                words="payment",
            ),
            "revenue": Figure(
                N_("Revenue"),
                _ORDERS_OF.format(figure="o.revenue", condition=f"o.state IN {COUNTED_SQL}"),
                words="state",
            ),
        },
    ),
    "payment": Subject(
        PAYMENTS,
        "payment",
        "coalesce(nullif(number, ''), nullif(source_reference, ''), '#' || id)",
        {
            "free": Figure(
                N_("Not used"),
                f"SELECT p.date day, 'payment', {_PAYMENT}, iif(p.state = 'live', p.amount, 0), 'payment', p.id "
                "FROM payment p WHERE p.id = ?1 UNION ALL SELECT a.date, iif(a.amount < 0, 'released', 'used'), "
                "o.number, -a.amount, 'order', o.id FROM allocation a JOIN sales_order o ON o.id = a.order_id "
                "WHERE a.payment_id = ?1 UNION ALL SELECT r.date, 'refund', r.number, -r.amount, 'refund', r.id "
                "FROM refund r WHERE r.payment_id = ?1 AND r.order_id IS NULL AND r.state = 'paid' "
                "AND r.target = 'cash' UNION ALL SELECT t.date, 'transfer', c.name, -t.amount, 'payment', "
                "t.to_payment_id FROM balance_transfer t JOIN payment q ON q.id = t.to_payment_id LEFT JOIN customer c "
                "ON c.id = q.customer_id WHERE t.payment_id = ?1 UNION ALL SELECT t.date, 'transfer', c.name, "
                "t.amount, 'payment', t.payment_id FROM balance_transfer t JOIN payment q ON q.id = t.payment_id "
                "LEFT JOIN customer c ON c.id = q.customer_id WHERE t.to_payment_id = ?1 ORDER BY day",
                words="entry",
            ),
            "allocated": Figure(
                N_("Used for orders"),
                "SELECT a.date, iif(a.amount < 0, 'released', 'used'), o.number, a.amount, 'order', o.id "
                "FROM allocation a JOIN sales_order o ON o.id = a.order_id WHERE a.payment_id = ?1 "
                "ORDER BY a.date, a.id",
                words="entry",
            ),
        },
    ),
    "invoice": Subject(
        INVOICES,
        "invoice",
        "coalesce(nullif(number, ''), '#' || id)",
        {
            "total": Figure(
                N_("Total"),
                "SELECT i.date, n.description, o.number, n.net + n.tax, iif(o.id IS NULL, '', 'order'), o.id "
                "FROM invoice_line n JOIN invoice i ON i.id = n.invoice_id LEFT JOIN sales_order o "
                "ON o.id = n.order_id WHERE n.invoice_id = ?1 ORDER BY n.id",
            ),
        },
    ),
    "product": Subject(
        PRODUCTS,
        "product",
        "name",
        {
            "on_hand": Figure(
                N_("On hand"),
                "SELECT m.date, m.movement, coalesce(nullif(h.number, ''), o.number, m.note), m.quantity, "
                "iif(h.id IS NULL, '', 'shipment'), h.id FROM stock_movement m "
                "LEFT JOIN shipment_line s ON s.id = m.shipment_line_id LEFT JOIN shipment h ON h.id = s.shipment_id "
                "LEFT JOIN sales_order o ON o.id = h.order_id WHERE m.product_id = ?1 ORDER BY m.date, m.id",
                Kind.QUANTITY,
                words="movement",
            ),
            "reserved": Figure(
                N_("Reserved"),
                f"SELECT o.date, c.name, o.number, {rest_of()}, 'order', o.id FROM order_line l "
                "JOIN sales_order o ON o.id = l.order_id JOIN customer c ON c.id = o.customer_id "
                f"WHERE l.product_id = ?1 AND {OPEN_LINE} AND {OPEN} ORDER BY o.date, o.id",
                Kind.QUANTITY,
            ),
        },
        needs=None,
    ),
}
"""The figures of each kind of record."""

NOUNS: Mapping[str, str] = {
    "orders": "order",
    "customers": "customer",
    "receivables": "customer",
    "payments": "payment",
    "invoices": "invoice",
    "products": "product",
    "stock": "product",
}
"""Whose figures the rows of a list have."""

_MORE = {"released": N_("Taken from the order again"), "used": N_("Used for an order")}
_LINE = {"cash_rounding": N_("Cash rounding")}


def figures_of(viewer: Actor, record: str) -> tuple[tuple[str, str], ...]:
    """The figures of a kind of record that this viewer may see: key and marked title."""
    subject = FIGURES.get(record)
    if subject is None or (subject.needs is not None and not viewer.may(subject.needs)):
        return ()
    return tuple((key, figure.title) for key, figure in subject.figures.items())


def why(viewer: Actor, record: str, key: str, record_id: int, most: int = MOST) -> Why:
    """What makes a figure of a record. Raises NotFound, NotAllowed; KeyError for a figure that there is not."""
    subject = FIGURES[record]
    require(subject.records, viewer, record_id, subject.table)
    if subject.needs is not None:
        allowed.require_right(viewer, subject.needs)
    figure = subject.figures[key]
    with one_moment():
        link = connection()
        name = link.execute(f"SELECT {subject.name} FROM {subject.table} WHERE id = ?", (record_id,)).get
        raw = link.execute(figure.lines, (record_id,)).fetchall()
    return explained(figure.title, str(name), figure.unit, raw, figure.words, most)


def column_sum(viewer: Actor, records: Any, ask: Ask, key: str, most: int = MOST) -> Why:
    """What makes the sum below a column of a list: every row that answers, in the list's order."""
    places = {c.key: place for place, c in enumerate(records.columns)}
    column = next(c for c in records.columns if c.key == key)
    ids = records.ids(viewer, ask)
    told = ids if len(ids) <= most else ids[-most:]
    before = records.totals_of(viewer, ids[: len(ids) - len(told)]).sums[key] if len(told) < len(ids) else 0
    rows = records.rows(told, viewer)
    record = NOUNS.get(records.noun, "")
    texts = [k for k in ("customer", "name", "title") if k in places and k != key]

    def raw(row_id: int) -> Raw:
        values = rows[row_id].values
        what = values[places[texts[0]]] if texts else ""
        number = values[places["number"]] if "number" in places else f"#{row_id}"
        day = values[places["date"]] if "date" in places else ""
        return day, what, number, values[places[key]] or 0, record, row_id

    found = explained(column.title, _(records.title), column.kind, [raw(i) for i in told if i in rows], "", most)
    return _after(found, before, len(ids) - len(told))


def explained(title: str, subject: str, unit: Kind, raw: Sequence[Raw], words: str = "", most: int = MOST) -> Why:
    """The lines with their running sums; of too many, the first ones are told as one."""
    early = raw[: max(0, len(raw) - most)]
    before = sum(int(line[3] or 0) for line in early)
    word = _words(words)
    so_far = 0
    lines = []
    for day, what, number, amount, record, record_id in raw[len(early) :]:
        so_far += int(amount or 0)
        lines.append(
            Line(day or "", word(str(what or "")), str(number or ""), int(amount or 0), so_far, record, record_id or 0)
        )
    return _after(Why(title, subject, unit, so_far, tuple(lines)), before, len(early))


def _after(found: Why, before: int, count: int) -> Why:
    """The same after so many lines that are not listed."""
    if not count:
        return found
    first = Line("", _("Before that: {n} lines").format(n=f"{count:,}"), "", before, before)
    lines = (first, *(replace(line, sum=line.sum + before) for line in found.lines))
    return replace(found, total=found.total + before, lines=lines, left_out=found.left_out + count)


def _words(kind: str) -> Callable[[str], str]:
    if kind == "entry":
        known = {**ENTRIES, **_MORE}
        return lambda what: _(known[what]) if what in known else what
    if kind == "line":
        return lambda what: _(_LINE[what]) if what in _LINE else what
    if kind:
        return lambda what: state_word(kind, what)
    return lambda what: what


def total_of(lines: Iterable[Line]) -> int:
    """What lines come to."""
    return sum(line.amount for line in lines)
