"""The first rows of a plan as they will be stored, and the refused ones as they stand in the file, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from app.i18n import N_, _
from app.importing.fields import fields
from app.importing.plan import Plan
from app.importing.values import show as raw_text
from app.money import PRICE, QUANTITY, RATE, Currency, show, show_scaled
from app.queries.words import state_word

FIRST = 50
MOST_REFUSED = 2_000
STATE, TOTAL = N_("State"), N_("Total")


@dataclass(frozen=True)
class PlanColumn:
    """A column of the preview: its marked title, and where it stands in the file (−1: worked out by Daybook)."""

    key: str
    title: str
    place: int
    figure: bool = False


@dataclass(frozen=True)
class PlanRow:
    """A row of the file: its number, its cells, and why it is refused (``bad`` the column to blame, −1 none)."""

    number: int
    cells: tuple[str, ...]
    reason: str = ""
    bad: int = -1

    @property
    def refused(self) -> bool:
        """Whether the row does not come in as it is."""
        return bool(self.reason)


_FIGURES = frozenset({"money", "price", "quantity", "count", "discount", "rate"})


def columns_of(plan: Plan) -> tuple[PlanColumn, ...]:
    """The imported columns in the order of the file; state and total are added where the file has none."""
    known = fields()
    found = [
        PlanColumn(key, known[key].title, place, known[key].type in _FIGURES)
        for place, key in sorted(plan.mapping.columns.items())
        if key and key != "skip" and key in known
    ]
    keys = {column.key for column in found}
    if "status" not in keys:
        found.append(PlanColumn("status", STATE, -1))
    if "order_total" not in keys:
        found.append(PlanColumn("order_total", TOTAL, -1, figure=True))
    return tuple(found)


def rows_of(plan: Plan, money: Currency) -> tuple[PlanRow, ...]:
    """The first rows, stored and refused ones, in the order of the file; then the other refused rows."""
    columns = columns_of(plan)
    makers = [_maker(plan, money, column.key) for column in columns]
    lines = nsmallest(FIRST, range(len(plan.lines)), key=plan.lines.row.__getitem__)
    orders = _order_of(plan, lines)
    taken = [
        PlanRow(plan.lines.row[line], tuple(make(line, order) for make in makers))
        for line, order in zip(lines, orders, strict=True)
    ]
    refused = []
    for reject in plan.rejects[:MOST_REFUSED]:
        bad = next(
            (n for n, c in enumerate(columns) if c.place >= 0 and plan.mapping.headers[c.place] == reject.column), -1
        )
        cells = tuple(
            raw_text(reject.raw[column.place]) if 0 <= column.place < len(reject.raw) else "" for column in columns
        )
        refused.append(PlanRow(reject.row, cells, reject.reason, bad))
    last = taken[-1].number if len(taken) == FIRST else None
    near = [row for row in refused if last is None or row.number <= last]
    first = sorted([*taken, *near], key=lambda row: row.number)[: FIRST + len(near)]
    return (*first, *(row for row in refused if last is not None and row.number > last))


def _order_of(plan: Plan, lines: Sequence[int]) -> list[int]:
    from bisect import bisect_right

    starts = plan.orders.first_line
    return [bisect_right(starts, line) - 1 for line in lines]


_OF_ORDER = {
    "number": "number", "channel": "channel", "date": "date", "time": "time", "consignee": "consignee",
    "ship_phone": "phone", "ship_address": "address", "ship_city": "city", "ship_state": "province",
    "ship_postcode": "postcode", "ship_country": "country", "region": "region", "salesperson": "salesperson",
    "promised": "promised", "shipped": "shipped", "paid_on": "paid_on", "carrier": "carrier", "tracking": "tracking",
    "note": "note", "buyer_note": "note", "payment_method": "payment_method",
    "payment_reference": "payment_reference",
}  # fmt: skip
_OF_CUSTOMER = {
    "customer_code": "code", "customer_name": "name", "customer_phone": "phone", "customer_email": "email",
    "customer_kind": "kind",
}  # fmt: skip
_MONEY = {
    "order_total": "total", "paid": "paid", "refunded": "refunded", "shipping": "shipping",
    "order_discount": "discount", "tax_total": "tax",
}  # fmt: skip
_OF_PRODUCT = {"product_code": "code", "category": "category"}


def _maker(plan: Plan, money: Currency, key: str) -> Callable[[int, int], str]:
    """How a field of a stored line and its order is shown."""
    orders, lines, customers, products = plan.orders, plan.lines, plan.customers, plan.products

    def of_product(line: int, values: Sequence[str]) -> str:
        place = lines.product[line]
        return values[place] if place >= 0 else ""

    if key == "status":
        return lambda _line, order: state_word("state", orders.state[order])
    if key in _OF_ORDER:
        texts = getattr(orders, _OF_ORDER[key])
        return lambda _line, order: str(texts[order] or "")
    if key in _OF_CUSTOMER:
        texts = getattr(customers, _OF_CUSTOMER[key])
        return lambda _line, order: str(texts[orders.customer[order]] or "")
    if key in _MONEY:
        amounts = getattr(orders, _MONEY[key])
        return lambda _line, order: show(amounts[order], money)
    if key in _OF_PRODUCT:
        values = getattr(products, _OF_PRODUCT[key])
        return lambda line, _order: of_product(line, values)
    if key == "product_name":
        return lambda line, _order: lines.description[line]
    if key == "unit":
        return lambda line, _order: lines.unit[line]
    if key == "quantity":
        return lambda line, _order: show_scaled(lines.quantity[line], QUANTITY)
    if key == "unit_price":
        return lambda line, _order: show_scaled(lines.unit_price[line], PRICE, least=money.decimals)
    if key == "amount":
        return lambda line, _order: show(lines.amount[line], money)
    if key == "discount":
        return lambda line, _order: f"{show_scaled(lines.discount[line], RATE)}%" if lines.discount[line] else ""
    if key == "tax_rate":
        return lambda line, _order: _rate(lines.tax_rate[line])
    return lambda _line, _order: ""


def _rate(rate: int | None) -> str:
    return "" if rate is None else f"{show_scaled(rate, RATE)}%"


def title_of(column: PlanColumn) -> str:
    """The title of a column in the reader's language."""
    return _(column.title)
