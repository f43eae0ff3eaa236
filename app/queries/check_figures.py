"""The part of the check that computes again what orders, lines, payments and accounts add up to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

import apsw

from app.i18n import N_, _
from app.models.base import shape
from app.models.company import the_company
from app.models.order import Order, OrderLine
from app.models.pricing import price
from app.money import QUANTITY, Currency, currency, show, show_scaled
from app.queries.findings import Finding

_LIVE = "i.state = 'issued'"
_SIGN = "iif(i.document_type = 'invoice', 1, -1)"

# What a kept figure is called, table, kind, name column, figure, and the records that it sums up as (id, value).
_SUMS: tuple[tuple[str, str, str, str, str, str], ...] = (
    (N_("paid"), "sales_order", "order", "number", "paid",
     "SELECT order_id, sum(amount) FROM allocation GROUP BY 1"),
    (N_("refunded"), "sales_order", "order", "number", "refunded",
     "SELECT order_id, sum(amount) FROM refund WHERE state = 'paid' AND target = 'cash' AND order_id IS NOT NULL "
     "GROUP BY 1"),
    (N_("promised back"), "sales_order", "order", "number", "refund_promised",
     "SELECT order_id, sum(amount) FROM refund WHERE state IN ('requested', 'approved') AND order_id IS NOT NULL "
     "GROUP BY 1"),
    (N_("credited"), "sales_order", "order", "number", "credited",
     "SELECT order_id, sum(amount) FROM credit WHERE state = 'approved' GROUP BY 1"),
    (N_("written off"), "sales_order", "order", "number", "written_off",
     "SELECT order_id, sum(amount) FROM write_off GROUP BY 1"),
    (N_("set aside"), "sales_order", "order", "number", "earmarked",
     "SELECT order_id, sum(amount) FROM earmark GROUP BY 1"),
    (N_("invoiced"), "sales_order", "order", "number", "invoiced",
     f"SELECT l.order_id, sum({_SIGN} * (l.net + l.tax)) FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id "
     f"WHERE {_LIVE} AND l.order_id IS NOT NULL GROUP BY 1"),
    (N_("requested to be invoiced"), "sales_order", "order", "number", "invoice_requested",
     "SELECT order_id, sum(amount) FROM invoice_request WHERE state = 'requested' GROUP BY 1"),
    (N_("shipped"), "sales_order", "order", "number", "shipped",
     "SELECT order_id, sum(shipped) FROM order_line GROUP BY 1"),
    (N_("shipped"), "order_line", "order_line", "description", "shipped",
     "SELECT s.order_line_id, sum(s.quantity) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id "
     "WHERE h.state <> 'voided' GROUP BY 1"),
    (N_("ended"), "order_line", "order_line", "description", "ended",
     "SELECT l.order_line_id, sum(l.quantity) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
     "WHERE c.state = 'approved' AND c.credit_kind = 'termination' GROUP BY 1"),
    (N_("returned"), "order_line", "order_line", "description", "returned",
     "SELECT l.order_line_id, sum(l.quantity) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
     "WHERE c.state = 'approved' AND c.credit_kind = 'return' GROUP BY 1"),
    (N_("credited (net)"), "order_line", "order_line", "description", "credited_net",
     "SELECT l.order_line_id, sum(l.net) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
     "WHERE c.state = 'approved' GROUP BY 1"),
    (N_("credited (tax)"), "order_line", "order_line", "description", "credited_tax",
     "SELECT l.order_line_id, sum(l.tax) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
     "WHERE c.state = 'approved' GROUP BY 1"),
    (N_("invoiced (quantity)"), "order_line", "order_line", "description", "invoiced_quantity",
     f"SELECT l.order_line_id, sum({_SIGN} * l.quantity) FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id "
     f"WHERE {_LIVE} AND l.order_line_id IS NOT NULL GROUP BY 1"),
    (N_("invoiced (net)"), "order_line", "order_line", "description", "invoiced_net",
     f"SELECT l.order_line_id, sum({_SIGN} * l.net) FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id "
     f"WHERE {_LIVE} AND l.order_line_id IS NOT NULL GROUP BY 1"),
    (N_("invoiced (tax)"), "order_line", "order_line", "description", "invoiced_tax",
     f"SELECT l.order_line_id, sum({_SIGN} * l.tax) FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id "
     f"WHERE {_LIVE} AND l.order_line_id IS NOT NULL GROUP BY 1"),
    (N_("allocated"), "payment", "payment", "number", "allocated",
     "SELECT payment_id, sum(amount) FROM allocation GROUP BY 1"),
    (N_("refunded"), "payment", "payment", "number", "refunded",
     "SELECT payment_id, sum(amount) FROM refund WHERE state = 'paid' AND target = 'cash' AND order_id IS NULL "
     "AND payment_id IS NOT NULL GROUP BY 1"),
    (N_("transferred"), "payment", "payment", "number", "transferred",
     "SELECT p, sum(v) FROM (SELECT payment_id p, amount v FROM balance_transfer UNION ALL "
     "SELECT to_payment_id, -amount FROM balance_transfer) GROUP BY 1"),
    (N_("free"), "payment", "payment", "number", "free",
     "SELECT id, iif(state = 'live', amount, 0) - allocated - refunded - transferred FROM payment"),
    (N_("credited"), "invoice", "invoice", "number", "credited",
     "SELECT corrects_id, sum(total) FROM invoice WHERE document_type = 'credit_note' AND state = 'issued' "
     "AND corrects_id IS NOT NULL GROUP BY 1"),
    (N_("the total"), "invoice", "invoice", "number", "total",
     "SELECT invoice_id, sum(net + tax) FROM invoice_line GROUP BY 1"),
    (N_("the amount"), "credit", "credit", "number", "amount", "SELECT id, net + tax FROM credit"),
    (N_("the account"), "customer", "customer", "code", "outstanding - balance",
     "SELECT customer_id, sum(amount) FROM ledger_line GROUP BY 1"),
)  # fmt: skip

# What must not be at all: code, sentence, kind, and the query of (id, name).
_WRONG: tuple[tuple[str, str, str, str], ...] = (
    ("foreign_allocation", N_("Payment {name} settles an order of another customer."), "payment",
     "SELECT p.id, p.number FROM allocation a JOIN payment p ON p.id = a.payment_id "
     "JOIN sales_order o ON o.id = a.order_id WHERE o.customer_id IS NOT p.customer_id "
     "GROUP BY a.payment_id, a.order_id HAVING sum(a.amount) <> 0"),
    ("free_below_zero", N_("More of payment {name} was used than was received."), "payment",
     "SELECT id, number FROM payment WHERE free < 0 AND bounced = 0"),
    ("invoice_sum", N_("Net and tax of invoice {name} do not add up to its total."), "invoice",
     "SELECT id, number FROM invoice WHERE net + tax <> total"),
    ("line_sum", N_("Net and tax of the line “{name}” do not add up to its gross amount."), "order_line",
     "SELECT id, description FROM order_line WHERE net + tax <> gross"),
    ("reversal", N_("The reversal of payment {name} does not take back what was received."), "payment",
     "SELECT p.id, p.number FROM payment p LEFT JOIN payment r ON r.reverses_id = p.id "
     "WHERE (p.state = 'voided' AND (r.id IS NULL OR r.amount <> -p.amount)) "
     "OR (p.state = 'live' AND r.id IS NOT NULL)"),
    ("stock_shipment", N_("Stock moved for a shipment of “{name}” is not what was shipped."), "order_line",
     "SELECT l.id, l.description FROM stock_movement m JOIN shipment_line s ON s.id = m.shipment_line_id "
     "JOIN shipment h ON h.id = s.shipment_id JOIN order_line l ON l.id = s.order_line_id GROUP BY s.id "
     "HAVING sum(m.quantity) <> iif(h.state = 'voided', 0, -s.quantity)"),
    ("stock_taken_back", N_("A stock movement of {name} was not taken back as it was booked."), "product",
     "SELECT p.id, p.code FROM stock_movement r JOIN stock_movement m ON m.id = r.reverses_id "
     "JOIN product p ON p.id = m.product_id WHERE r.quantity <> -m.quantity OR r.product_id <> m.product_id "
     "GROUP BY p.id"),
    ("stock_counted", N_("What a stocktake booked for {name} is not the difference that was counted."), "product",
     "SELECT p.id, p.code FROM stocktake_line l JOIN product p ON p.id = l.product_id WHERE coalesce(l.difference, 0) "
     "<> (SELECT coalesce(sum(quantity), 0) FROM stock_movement WHERE stocktake_line_id = l.id) GROUP BY p.id"),
    ("stock_below_zero", N_("The stock of {name} was below zero on some day."), "product",
     "SELECT p.id, p.code FROM product p WHERE EXISTS (SELECT 1 FROM (SELECT sum(sum(quantity)) OVER (ORDER BY date) s "
     "FROM stock_movement WHERE product_id = p.id GROUP BY date) WHERE s < 0)"),
    ("twin_number", N_("The order number {name} was given twice in one channel."), "order",
     "SELECT max(id), number FROM sales_order WHERE number <> '' GROUP BY channel_id, number HAVING count(*) > 1"),
    ("unnumbered", N_("Order {name} is confirmed but has no number."), "order",
     "SELECT id, '#' || id FROM sales_order WHERE number = '' "
     "AND state IN ('confirmed', 'processing', 'completed') AND import_batch_id IS NULL"),
)  # fmt: skip

_KINDS = {
    "order": N_("Order"),
    "order_line": N_("Order line"),
    "payment": N_("Payment"),
    "invoice": N_("Invoice"),
    "credit": N_("Credit"),
    "customer": N_("Customer"),
}
_FIGURES = {
    "worth": N_("the worth"),
    "outstanding": N_("the outstanding amount"),
    "collection": N_("the collection state"),
    "delivery": N_("the delivery state"),
    "invoicing": N_("the invoicing state"),
    "goods_amount": N_("the amount of the lines"),
    "discount_total": N_("the discount"),
    "net": N_("the net amount"),
    "tax": N_("the tax"),
    "total": N_("the total"),
    "revenue": N_("the revenue"),
    "to_ship": N_("the quantity to ship"),
}
_QUANTITIES = frozenset({"to_ship", "shipped", "ended", "returned", "invoiced_quantity"})

_DERIVED = ("worth", "outstanding", "collection", "delivery", "invoicing")
_TOTALS = ("goods_amount", "discount_total", "net", "tax", "total", "revenue", "to_ship")
_SHARES = ("amount", "net", "tax", "gross", "revenue", "stated_difference")
_ORDER_INPUTS = (
    "id", "number", "state", "prices_include_tax", "tax_rounding", "discount_rate", "discount_amount", "rounding_off",
    "cash_rounding", "stated_difference", "paid", "refunded", "credited", "written_off", "invoiced",
    "invoice_requested", "shipped", "signed",
)  # fmt: skip
_LINE_INPUTS = (
    "order_id", "id", "line_kind", "quantity", "ended", "unit_price", "discount_rate", "amount_stated", "tax_code_id",
    "tax_rate",
)  # fmt: skip


def find_figures(link: apsw.Connection) -> Iterator[Finding]:
    """Kept sums that do not equal their records, and what must not be at all."""
    unit = currency(the_company().currency)
    for what, table, kind, name, figure, source in _SUMS:
        kept = f"coalesce({figure}, 0)"
        for record, label, stored, true in link.execute(
            f'WITH s(key, value) AS ({source}) SELECT t.id, t."{name}", {kept}, coalesce(s.value, 0) '
            f'FROM "{table}" t LEFT JOIN s ON s.key = t.id WHERE {kept} <> coalesce(s.value, 0)'
        ):
            yield Finding(
                "figure",
                _("{kind} {name}, {what}: {kept} is kept, but its records add up to {true}.").format(
                    what=_(what),
                    kind=_(_KINDS[kind]),
                    name=label or f"#{record}",
                    kept=_shown(figure, stored, unit),
                    true=_shown(figure, true, unit),
                ),
                kind,
                int(str(record)),
            )
    for code, sentence, kind, statement in _WRONG:
        for record, label in link.execute(statement):
            yield Finding(code, _(sentence).format(name=label or f"#{record}"), kind, int(str(record)))


class _LightOrder:
    """An order as the rules of pricing and deriving see it, without the cost of a record."""

    counted = Order.counted
    derive = Order.derive
    _collection = Order._collection
    _delivery = Order._delivery
    _invoicing = Order._invoicing


class _LightLine:
    """A line of it."""


_order_figures = attrgetter(*_DERIVED, *_TOTALS)
_line_figures = attrgetter(*_SHARES)


def find_prices(link: apsw.Connection) -> Iterator[Finding]:
    """Orders whose totals, shares or derived states do not follow from their lines and ledgers."""
    unit = currency(the_company().currency)
    line_names = (*_LINE_INPUTS, *_SHARES)
    order_columns = _names(Order, (*_ORDER_INPUTS, *_DERIVED, *_TOTALS))
    cursor = link.execute(f"SELECT {_names(OrderLine, line_names)} FROM order_line ORDER BY order_id, position, id")
    groups = groupby(cursor, key=itemgetter(0))
    ahead: Any = next(groups, None)
    inputs, shares = len(_ORDER_INPUTS), len(_LINE_INPUTS)
    row: Any
    for row in link.execute(f"SELECT {order_columns} FROM sales_order ORDER BY id"):
        rows: list[Any] = []
        while ahead is not None and ahead[0] <= row[0]:
            if ahead[0] == row[0]:
                rows = list(ahead[1])
            ahead = next(groups, None)
        order: Any = _LightOrder()
        order.__dict__ = dict(zip(_ORDER_INPUTS, row, strict=False))
        lines: list[Any] = []
        for line_row in rows:
            line = _LightLine()
            line.__dict__ = dict(zip(line_names, line_row, strict=True))
            lines.append(line)
        price(order, lines, unit)
        order.derive()
        if _order_figures(order) != row[inputs:] or any(
            _line_figures(line) != line_row[shares:] for line, line_row in zip(lines, rows, strict=True)
        ):
            yield from _compare(order, lines, row[inputs:], [r[shares:] for r in rows], unit)


def _compare(
    order: Any, lines: list[Any], kept: tuple[Any, ...], shares: list[tuple[Any, ...]], unit: Currency
) -> Iterator[Finding]:
    name = order.number or f"#{order.id}"
    for figure, stored, value in zip((*_DERIVED, *_TOTALS), kept, _order_figures(order), strict=True):
        if stored != value:
            yield Finding(
                "order_state" if figure in _DERIVED else "order_total",
                _("Order {name}: {figure} is kept as {kept}, but follows as {true}.").format(
                    name=name,
                    figure=_(_FIGURES[figure]),
                    kept=_shown(figure, stored, unit),
                    true=_shown(figure, value, unit),
                ),
                "order",
                order.id,
            )
    for line, kept_shares in zip(lines, shares, strict=True):
        if _line_figures(line) != kept_shares:
            yield Finding(
                "line_share",
                _("Order {name}: the amounts of line #{line} do not follow from quantity, price and tax.").format(
                    name=name, line=line.id
                ),
                "order",
                order.id,
            )


def _shown(figure: str, value: Any, unit: Currency) -> str:
    if not isinstance(value, int):
        return str(value)
    return show_scaled(value, QUANTITY) if figure in _QUANTITIES else show(value, unit)


def _names(model: Any, names: tuple[str, ...]) -> str:
    known = set(shape(model).columns)
    assert known.issuperset(names)
    return ", ".join(f'"{n}"' for n in names)
