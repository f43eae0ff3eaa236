"""Requests for invoices as the tax bureau's platform wants them: head, rows of goods, and what it would refuse.

Amounts of rows are without tax. A row that was sold below its price stands with the full amount, and its discount
directly after it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.i18n import _
from app.models.actor import Actor
from app.models.base import connection
from app.models.bureau_rules import (
    LONGEST,
    ROW_TAX,
    WHOLE_TAX,
    amount_fits,
    gbk_length,
    price_of,
    printed_name,
    tax_class_fits,
    tax_off,
)
from app.models.company import book_currency, the_company
from app.models.invoice_kinds import KINDS
from app.models.party_checks import tax_number_remark
from app.models.pricing import line_amount
from app.models.shares import Share, spread
from app.models.taxpayer import remark
from app.money import RATE_WHOLE, Currency, divide, show
from app.queries.invoicing import REQUESTS
from app.queries.orders import NUMBER
from app.queries.shapes import Flag, Money, require_all
from app.queries.taxpayer import taxpayer

SERIAL = "DB{id}"
"""What a request is called in the workbook, so that the bureau's answer finds it again."""


@dataclass(frozen=True)
class BureauLine:
    """One row of goods; ``quantity`` in ten-thousandths, ``rate`` in ten-thousandths of a percent.

    ``discount`` marks the row that takes something off the row before it: below zero, without quantity and price.
    ``exempt`` says why there is no tax: empty, ``exempt``, ``not_taxable`` or ``zero``.
    """

    name: str
    tax_class: str
    specification: str
    unit: str
    quantity: int
    price: Decimal | None
    net: Money
    rate: int
    tax: Money
    discount: bool = False
    exempt: str = ""


@dataclass(frozen=True)
class BureauRequest:
    """One invoice to be made at the bureau; ``warnings`` are finished sentences about what it might refuse."""

    id: int
    serial: str
    order: str
    customer: str
    invoice_kind: str
    title_kind: str
    title: str
    tax_number: str
    address: str
    phone: str
    bank: str
    deliver_to: str
    content: str
    note: str
    wanted_on: str
    before_payment: Flag
    amount: Money
    lines: tuple[BureauLine, ...]
    warnings: tuple[str, ...] = ()

    @property
    def net(self) -> int:
        """The sum of the rows without tax."""
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> int:
        """The tax of the rows."""
        return sum(line.tax for line in self.lines)


@dataclass(frozen=True)
class _Row:
    order_id: int
    description: str
    specification: str
    unit: str
    quantity: int
    unit_price: int
    rate: int
    category: str
    tax_class: str
    tax_class_name: str
    left: Share


_HEAD_FACTS = (
    "id", "order_id", "order", "customer", "invoice_kind", "title_kind", "title", "tax_number", "address", "phone",
    "bank", "deliver_to", "content", "note", "wanted_on", "before_payment", "amount", "including",
)  # fmt: skip
_LINE_FACTS = (
    "order_id", "description", "specification", "unit", "quantity", "unit_price", "rate", "category", "tax_class",
    "tax_class_name",
)  # fmt: skip
_HEADS = (
    f"SELECT q.id, q.order_id, {NUMBER}, c.name, q.invoice_kind, q.title_kind, q.title, q.tax_number, q.address, "
    "q.phone, q.bank, q.deliver_to, q.content, q.note, coalesce(q.wanted_on, ''), q.before_payment, q.amount, "
    "o.prices_include_tax FROM invoice_request q JOIN sales_order o ON o.id = q.order_id "
    "JOIN customer c ON c.id = q.customer_id WHERE q.state = 'requested' AND q.id IN (SELECT value FROM json_each(?)) "
    "ORDER BY q.requested_on, q.id"
)
# A product's own class counts, else that of its category, else that of the category above it.
_LINES = (
    "SELECT l.order_id, l.description, coalesce(p.specification, ''), l.unit, l.quantity, l.unit_price, l.tax_rate, "
    "coalesce(t.category, ''), coalesce(nullif(p.tax_class, ''), nullif(g.tax_class, ''), a.tax_class, ''), "
    "coalesce(nullif(p.tax_class_name, ''), nullif(g.tax_class_name, ''), a.tax_class_name, ''), "
    "max(0, l.quantity - l.invoiced_quantity - coalesce((SELECT sum(n.quantity) FROM credit_line n JOIN credit r "
    "ON r.id = n.credit_id WHERE n.order_line_id = l.id AND r.state = 'approved'), 0)), "
    "l.net - l.credited_net - l.invoiced_net, l.tax - l.credited_tax - l.invoiced_tax "
    "FROM order_line l LEFT JOIN product p ON p.id = l.product_id LEFT JOIN category g ON g.id = p.category_id "
    "LEFT JOIN category a ON a.id = g.parent_id LEFT JOIN tax_code t ON t.id = l.tax_code_id "
    "WHERE l.order_id IN (SELECT value FROM json_each(?)) ORDER BY l.order_id, l.position, l.id"
)


def bureau_requests(viewer: Actor, request_ids: Sequence[int]) -> tuple[BureauRequest, ...]:
    """The open ones of these requests, oldest first. Raises NotFound and NotAllowed."""
    require_all(REQUESTS, viewer, request_ids, "invoice_request")
    link = connection()
    heads: list[tuple[Any, ...]] = link.execute(_HEADS, (json.dumps(list(request_ids)),)).fetchall()
    rows: dict[int, list[_Row]] = {}
    found_rows: list[tuple[Any, ...]] = link.execute(_LINES, (json.dumps([head[1] for head in heads]),)).fetchall()
    for row in found_rows:
        told: dict[str, Any] = dict(zip(_LINE_FACTS, row[:-3], strict=True))
        rows.setdefault(told["order_id"], []).append(_Row(**told, left=Share(*row[-3:])))
    unit, country, kind = book_currency(), the_company().country, taxpayer()
    left = {order_id: [row.left for row in found] for order_id, found in rows.items()}
    made: list[BureauRequest] = []
    for head in heads:
        facts: dict[str, Any] = dict(zip(_HEAD_FACTS, head, strict=True))
        order_id, including, amount = facts.pop("order_id"), facts.pop("including"), facts["amount"]
        shares = left.get(order_id, [])
        within = min(amount, sum(share.gross for share in shares))
        taken = spread(within, shares) if within > 0 else [Share() for _share in shares]
        left[order_id] = [share.less(part) for share, part in zip(shares, taken, strict=True)]
        lines = _lines(rows.get(order_id, []), taken, unit, including=bool(including))
        if facts["content"] == "summary":
            lines = _summary(lines, unit)
        request = BureauRequest(**facts, serial=SERIAL.format(id=facts["id"]), lines=tuple(lines))
        made.append(replace(request, warnings=tuple(_warnings(request, country, kind, unit))))
    return tuple(made)


def _lines(rows: Sequence[_Row], taken: Sequence[Share], unit: Currency, *, including: bool) -> list[BureauLine]:
    found: list[BureauLine] = []
    for row, share in zip(rows, taken, strict=True):
        if share == Share():
            continue
        full = _full(row, share, unit, including=including)
        line = BureauLine(
            printed_name(row.description, row.tax_class_name),
            row.tax_class,
            row.specification,
            row.unit,
            share.quantity,
            price_of(full.net, share.quantity, unit),
            full.net,
            row.rate,
            full.tax,
            exempt="" if row.rate else row.category,
        )
        found.append(line)
        if full != share:
            off = share.less(full)
            found.append(
                replace(
                    line, specification="", unit="", quantity=0, price=None, net=off.net, tax=off.tax, discount=True
                )
            )
    return found


def _full(row: _Row, share: Share, unit: Currency, *, including: bool) -> Share:
    """What the quantity comes to at its price without any discount; the share itself where that is no more."""
    amount = line_amount(share.quantity, row.unit_price, 0, unit)
    if including:
        net = divide(amount * RATE_WHOLE, RATE_WHOLE + row.rate)
        full = Share(share.quantity, net, amount - net)
    else:
        full = Share(share.quantity, amount, divide(amount * row.rate, RATE_WHOLE))
    return full if full.net > share.net > 0 and full.tax >= share.tax else share


def _summary(lines: Sequence[BureauLine], unit: Currency) -> list[BureauLine]:
    """One row for each rate and class: what was sold first gives the name."""
    groups: dict[tuple[int, str, str], list[BureauLine]] = {}
    for line in lines:
        groups.setdefault((line.rate, line.exempt, line.tax_class), []).append(line)
    found: list[BureauLine] = []
    for group in groups.values():
        first, goods = group[0], [line for line in group if not line.discount]
        net, tax = sum(line.net for line in group), sum(line.tax for line in group)
        found.append(
            replace(
                first,
                name=f"{first.name}等" if len(goods) > 1 else first.name,
                specification="",
                unit="批",
                quantity=10_000,
                price=price_of(net, 10_000, unit),
                net=net,
                tax=tax,
            )
        )
    return found


def _warnings(request: BureauRequest, country: str, taxpayer_kind: str, unit: Currency) -> list[str]:
    found: list[str] = []
    kind = KINDS.get(request.invoice_kind)
    if kind is None or kind.own_series:
        found.append(_("The tax bureau doesn't know this kind of invoice. Choose another one when it is made there."))
    elif kind.needs_tax_number(request.title_kind) and not request.tax_number:
        found.append(_("The buyer's tax number is missing."))
    if request.tax_number:
        said = tax_number_remark(country, request.tax_number, person=request.title_kind == "person")
        found += [_(said)] if said else []
    for key, text in (
        ("title", request.title),
        ("address", f"{request.address}{request.phone}"),
        ("bank", request.bank),
        ("note", request.note),
    ):
        if gbk_length(text) > LONGEST[key]:
            found.append(
                _("“{text}” is longer than the {n} bytes that fit.").format(text=f"{text[:20]}…", n=LONGEST[key])
            )
    beyond = request.amount - request.net - request.tax
    if beyond:
        found.append(_("{amount} of it stands on no line of the order.").format(amount=show(beyond, unit)))
    rates = {line.rate: remark(taxpayer_kind, line.rate) for line in request.lines}
    found += [_(against) for against in rates.values() if against]
    off = Decimal(0)
    for line in request.lines:
        found += _line_warnings(line, unit)
        off += tax_off(line.net, line.rate, line.tax, unit)
    if abs(off) > WHOLE_TAX:
        found.append(_("The tax of all lines lies {amount} from what their rates give.").format(amount=abs(off)))
    return list(dict.fromkeys(found))


def _line_warnings(line: BureauLine, unit: Currency) -> list[str]:
    found: list[str] = []
    if line.discount:
        return found
    if not line.tax_class:
        found.append(_("{name} has no tax class. Give it one, or give one to its category.").format(name=line.name))
    elif not tax_class_fits(line.tax_class):
        found.append(_("The tax class of {name} must have 19 digits.").format(name=line.name))
    if gbk_length(line.name) > LONGEST["name"]:
        found.append(
            _("“{text}” is longer than the {n} bytes that fit.").format(text=f"{line.name[:20]}…", n=LONGEST["name"])
        )
    if line.price is not None and not amount_fits(line.price, line.quantity, line.net, unit):
        found.append(_("{name}: price times quantity is not its amount.").format(name=line.name))
    off = abs(tax_off(line.net, line.rate, line.tax, unit))
    if off > ROW_TAX:
        found.append(_("{name}: its tax lies {amount} from what its rate gives.").format(name=line.name, amount=off))
    return found
