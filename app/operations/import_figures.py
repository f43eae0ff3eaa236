"""What imported orders come to: every figure and state that is derived from lines, money and goods, in plain integers.

The same rules as ``Order.derive`` and ``models/pricing.price``, written for a hundred thousand orders at once; orders
with a discount, a shipping charge or tax go through ``price`` itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from app.importing.plan import Plan
from app.models.company import TaxRounding
from app.models.order import COUNTED, LineKind, Order, OrderLine
from app.models.pricing import price
from app.money import PRICE, QUANTITY, RATE_WHOLE, Currency, divide, split

DRAFTS = frozenset({"draft", "quoted", "review"})


@dataclass
class ExtraLine:
    """A shipping charge of an order, which files state beside the lines."""

    at: int
    position: int
    amount: int
    net: int
    tax: int
    gross: int
    tax_code: int | None
    tax_rate: int
    credited_net: int = 0
    credited_tax: int = 0


@dataclass
class Credit:
    """What a refund takes off an order's worth, and how it is spread over its lines: (place, net, tax)."""

    at: int
    net: int
    tax: int
    amount: int
    lines: list[tuple[int, int, int]] = field(default_factory=list)
    extra: tuple[int, int] | None = None


@dataclass
class Figures:
    """Derived columns: of the kept orders in their order, and of all lines of the plan by place."""

    heads: list[tuple[object, ...]] = field(default_factory=list)
    net: list[int] = field(default_factory=list)
    tax: list[int] = field(default_factory=list)
    revenue: list[int] = field(default_factory=list)
    tax_code: list[int | None] = field(default_factory=list)
    tax_rate: list[int] = field(default_factory=list)
    line_shipped: list[int] = field(default_factory=list)
    credited_net: list[int] = field(default_factory=list)
    credited_tax: list[int] = field(default_factory=list)
    extras: list[ExtraLine] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    shipped: list[int] = field(default_factory=list)
    total: int = 0


# The columns of ``Figures.heads``.
HEAD = (
    "state",
    "prices_include_tax",
    "tax_rounding",
    "discount_amount",
    "goods_amount",
    "discount_total",
    "net",
    "tax",
    "total",
    "revenue",
    "stated_difference",
    "worth",
    "paid",
    "refunded",
    "credited",
    "outstanding",
    "to_ship",
    "shipped",
    "collection",
    "delivery",
)


class _Head:
    """As much of an order as ``price`` reads and writes."""

    discount_rate = 0
    rounding_off = 0
    cash_rounding = 0
    stated_difference = 0

    def __init__(self, discount: int, include_tax: bool, rounding: str) -> None:
        self.discount_amount = discount
        self.prices_include_tax = include_tax
        self.tax_rounding = rounding
        self.goods_amount = self.discount_total = self.net = self.tax = self.total = self.revenue = self.to_ship = 0


class _Line:
    """As much of a line as ``price`` reads and writes."""

    def __init__(self, quantity: int, unit_price: int, rate: int, amount: int, kind: str) -> None:
        self.quantity = quantity
        self.ended = 0
        self.unit_price = unit_price
        self.discount_rate = rate
        self.amount = amount
        self.amount_stated = True
        self.stated_difference = 0
        self.line_kind = kind
        self.tax_code_id: int | None = None
        self.tax_rate = 0
        self.net = self.tax = self.gross = self.revenue = 0


def figure(plan: Plan, kept: Sequence[int], unit: Currency, rounding: str, tax_codes: Mapping[int, int]) -> Figures:
    """Derive everything for the kept orders. ``tax_codes``: which code of the book stands for a rate."""
    orders, lines = plan.orders, plan.lines
    count = len(lines)
    result = Figures(net=list(lines.amount), tax=[0] * count, revenue=list(lines.amount))
    result.tax_code = [None] * count
    result.tax_rate = [0] * count
    result.line_shipped = [0] * count
    result.credited_net = [0] * count
    result.credited_tax = [0] * count
    amounts, quantities = lines.amount, lines.quantity
    rated = any(lines.tax_rate)
    heads = result.heads
    whole = 0
    for at in kept:
        first = orders.first_line[at]
        end = first + orders.line_count[at]
        total, paid, refunded = orders.total[at], orders.paid[at], orders.refunded[at]
        goods = amounts[first] if end == first + 1 else sum(amounts[first:end])
        discount, tax, included, kind = 0, 0, False, rounding
        net = revenue = listed = goods
        taken = 0
        if orders.discount[at] or orders.shipping[at] or orders.tax[at] or (rated and orders.tax_included[at]):
            head, extra = _priced(plan, at, rounding, unit, tax_codes, result)
            discount, included, kind = head.discount_amount, head.prices_include_tax, head.tax_rounding
            net, tax, revenue, taken, listed = head.net, head.tax, head.revenue, head.discount_total, head.goods_amount
            if extra is not None:
                result.extras.append(extra)
        to_ship = quantities[first] if end == first + 1 else sum(quantities[first:end])
        state = orders.state[at]
        if paid and state in DRAFTS:
            state = "confirmed"
        counted = state in COUNTED
        credited = _credited(total, paid, refunded) if refunded and counted else 0
        if credited:
            credit = _credit(plan, at, credited, net + tax, result)
            result.credits.append(credit)
            credited = credit.amount
        worth = total - credited if counted else 0
        settled = paid - refunded
        shipped = 0
        if to_ship > 0 and counted and (state == "completed" or orders.shipped[at]):
            shipped = to_ship
            result.line_shipped[first:end] = quantities[first:end]
            result.shipped.append(at)
        if counted:
            whole += total
        heads.append(
            (
                state,
                included,
                kind,
                discount,
                listed,
                taken,
                net,
                tax,
                total,
                revenue,
                total - net - tax,
                worth,
                paid,
                refunded,
                credited,
                worth - settled,
                to_ship,
                shipped,
                _collection(worth, settled, refunded),
                "shipped" if shipped else "waiting" if to_ship > 0 and counted else "nothing_to_ship",
            )
        )
    result.total = whole
    return result


def _collection(worth: int, settled: int, refunded: int) -> str:
    if worth == 0 and refunded > 0:
        return "refunded"
    if worth == 0 and settled == 0:
        return "nothing_due"
    if settled == worth:
        return "paid"
    if settled > worth:
        return "overpaid"
    return "unpaid" if settled <= 0 else "partly_paid"


def _credited(total: int, paid: int, refunded: int) -> int:
    # What was given back beyond an over-payment was a return or an allowance: it lowers what the order is worth.
    return min(total, max(0, refunded - max(0, paid - total)))


def _credit(plan: Plan, at: int, amount: int, gross: int, result: Figures) -> Credit:
    """Spread a credit over the lines by what each of them is worth."""
    first = plan.orders.first_line[at]
    places = range(first, first + plan.orders.line_count[at])
    extra = result.extras[-1] if result.extras and result.extras[-1].at == at else None
    shares = [max(0, result.net[i] + result.tax[i]) for i in places]
    if extra is not None:
        shares.append(max(0, extra.gross))
    credit = Credit(at, 0, 0, amount)
    # What a stated total has beyond its lines belongs to no line and is credited last.
    spread = min(amount, sum(shares))
    parts = split(spread, shares)
    for place, part in zip(places, parts, strict=False):
        worth = result.net[place] + result.tax[place]
        tax = divide(result.tax[place] * part, worth) if part and worth else 0
        if part:
            credit.lines.append((place, part - tax, tax))
            result.credited_net[place] = part - tax
            result.credited_tax[place] = tax
            credit.tax += tax
    if extra is not None and parts[-1]:
        tax = divide(extra.tax * parts[-1], extra.gross)
        extra.credited_net, extra.credited_tax = parts[-1] - tax, tax
        credit.extra = (extra.credited_net, tax)
        credit.tax += tax
    credit.net = amount - credit.tax
    return credit


def _priced(
    plan: Plan, at: int, rounding: str, unit: Currency, tax_codes: Mapping[int, int], result: Figures
) -> tuple[_Head, ExtraLine | None]:
    orders, table = plan.orders, plan.lines
    first = orders.first_line[at]
    places = range(first, first + orders.line_count[at])
    lines = [
        _Line(table.quantity[i], table.unit_price[i], table.discount[i], table.amount[i], LineKind.GOODS)
        for i in places
    ]
    shipping = max(0, orders.shipping[at])
    if shipping:
        lines.append(_Line(QUANTITY, shipping * PRICE // unit.minor, 0, shipping, LineKind.SHIPPING))
    head = _Head(max(0, orders.discount[at]), orders.tax_included[at], rounding)
    rates = [table.tax_rate[i] or 0 for i in places]
    _tax(head, lines, rates, orders.tax[at], unit)
    for place, line in zip(places, lines, strict=False):
        result.net[place], result.tax[place], result.revenue[place] = line.net, line.tax, line.revenue
        result.tax_rate[place] = line.tax_rate
        result.tax_code[place] = tax_codes.get(line.tax_rate) if line.tax_rate else None
    if not shipping:
        return head, None
    last = lines[-1]
    code = tax_codes.get(last.tax_rate) if last.tax_rate else None
    return head, ExtraLine(at, len(lines), shipping, last.net, last.tax, last.gross, code, last.tax_rate)


def _tax(head: _Head, lines: list[_Line], rates: Sequence[int], stated: int, unit: Currency) -> None:
    """Tax the lines so that the order's tax comes out as the file states it, by its own rates or by one that fits."""

    def apply(values: Sequence[int]) -> bool:
        for line, rate in zip(lines, values, strict=True):
            line.tax_rate = rate
        price(cast(Order, head), cast("list[OrderLine]", lines), unit)
        return head.tax == stated

    shipping = len(lines) - len(rates)
    own = [*rates, *([max(rates, default=0)] * shipping)]
    if not stated and not (head.prices_include_tax and any(rates)):
        apply([0] * len(lines))
        return
    if any(rates):
        usual = head.tax_rounding
        for way in (usual, TaxRounding.DOCUMENT, TaxRounding.LINE):
            head.tax_rounding = way
            if apply(own) or not stated or (shipping and apply([*rates, *([0] * shipping)])):
                return
        head.tax_rounding = usual
    apply([0] * len(lines))
    base = head.net - stated if head.prices_include_tax else head.net
    if base <= 0 or stated < 0:
        head.prices_include_tax = False
        return
    head.tax_rounding = TaxRounding.DOCUMENT
    exact = divide(stated * RATE_WHOLE, base)
    # The roundest rate that gives the stated tax is the likeliest one.
    for step in (10_000, 5_000, 1_000, 100, 1):
        if apply([divide(exact, step) * step] * len(lines)):
            return
