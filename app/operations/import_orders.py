"""Imported orders, their lines and the shipments that happened before Daybook. Private to ``imports``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.i18n import _
from app.models.numbering import Series
from app.models.order import COUNTED, LineKind, Order, OrderLine, Shipment, ShipmentLine
from app.models.search_key import order_key
from app.models.terms import terms_from
from app.money import PRICE, QUANTITY, currency
from app.operations.bulk import Inserter, next_id
from app.operations.import_figures import HEAD
from app.operations.import_known import folded
from app.operations.import_parties import channels_of, customers_of, products_of
from app.operations.import_rows import Storing

_OWN_TERMS = "SELECT id, payment_terms FROM customer WHERE payment_terms <> ''"


def store_orders(s: Storing) -> None:
    """The orders' heads."""
    orders = s.plan.orders
    kept = s.kept
    first = next_id(s.link, Order)
    ids = range(first, first + len(kept))
    s.order_ids = dict(zip(kept, ids, strict=True))
    channels = channels_of(s)
    customers = s.customer_ids = customers_of(s)
    people = {name: s.known.people.get(folded(name)) for name in set(orders.salesperson)}
    clock = {text: _minutes(text) for text in set(orders.time)}
    usual, own = s.work.company.default_terms, dict[int, str](s.link.execute(_OWN_TERMS))
    terms = [own.get(customer, usual) for customer in customers]
    pairs = set(zip(s.days, terms, strict=True))
    due = {(day, key): terms_from(key).due(date.fromisoformat(day)).isoformat() for day, key in pairs}
    states = s.heads["state"]
    Inserter(
        Order,
        (
            "id", "number", "channel_id", "customer_id", "date", "order_time", "zone", "promised_date", "due_date",
            "payment_terms", "salesperson_id", "consignee", "ship_phone", "ship_country", "region", "city",
            "ship_address", "ship_postal_code", "carrier", "note", "source_hash", "search_key", "confirmed_at",
            "completed_at", *HEAD,
        ),
        s.same(created_at=s.now, created_by=s.user),
    ).store(
        s.link,
        {
            "id": ids,
            "number": _numbers(s),
            "channel_id": channels,
            "customer_id": customers,
            "date": s.days,
            "order_time": map(clock.__getitem__, s.of_orders(orders.time)),
            "zone": s.of_orders(orders.zone),
            "promised_date": s.of_orders(orders.promised),
            "due_date": map(due.__getitem__, zip(s.days, terms, strict=True)),
            "payment_terms": terms,
            "salesperson_id": map(people.__getitem__, s.of_orders(orders.salesperson)),
            "consignee": s.of_orders(orders.consignee),
            "ship_phone": s.of_orders(orders.phone),
            "ship_country": s.of_orders(orders.country),
            "region": [r or p for r, p in zip(s.of_orders(orders.region), s.of_orders(orders.province), strict=True)],
            "city": s.of_orders(orders.city),
            "ship_address": map(
                _address,
                s.of_orders(orders.address),
                s.of_orders(orders.province),
                s.of_orders(orders.region),
            ),
            "ship_postal_code": s.of_orders(orders.postcode),
            "carrier": s.of_orders(orders.carrier),
            "note": s.of_orders(orders.note),
            "source_hash": s.of_orders(orders.hash),
            "search_key": [
                order_key(name, phone, note)
                for name, phone, note in zip(
                    s.of_orders(orders.consignee), s.of_orders(orders.phone), s.of_orders(orders.note), strict=True
                )
            ],
            "confirmed_at": [s.now if state in COUNTED else None for state in states],
            "completed_at": [s.now if state == "completed" else None for state in states],
            **s.heads,
        },
        s.heard,
    )  # fmt: skip


def _numbers(s: Storing) -> Sequence[str]:
    numbers = s.of_orders(s.plan.orders.number)
    if all(numbers):
        return numbers
    taken = {row[0] for row in s.link.execute("SELECT number FROM sales_order")}.union(numbers)
    series = s.work.find(Series, "name = ?", ("order",))[0]
    drawn = list(numbers)
    for at, number in enumerate(drawn):
        if not number:
            while (number := series.draw(s.work.today)) in taken:
                continue
            drawn[at] = number
    s.work.save(series)
    return drawn


def store_lines(s: Storing) -> None:
    """The order lines, and the shipping charges as lines behind them."""
    lines, figures = s.plan.lines, s.figures
    products = products_of(s)
    table = s.plan.products
    codes = {at: table.code[at] for at in products}
    codes[-1] = ""
    ids_of = {**products, -1: None}
    first = next_id(s.link, OrderLine)
    count = len(s.places)
    ids = range(first, first + count)
    s.line_ids = dict(zip(s.places, ids, strict=True))
    of = s.of_lines
    net, tax = of(figures.net), of(figures.tax)
    columns = (
        "id", "order_id", "position", "product_id", "code", "description", "unit", "quantity", "unit_price",
        "discount_rate", "amount", "amount_stated", "stated_difference", "tax_code_id", "tax_rate", "net", "tax",
        "gross", "revenue", "shipped", "credited_net", "credited_tax",
    )  # fmt: skip
    Inserter(OrderLine, columns).store(
        s.link,
        {
            "id": ids,
            "order_id": map(s.order_ids.__getitem__, of(lines.order)),
            "position": of(lines.position),
            "product_id": map(ids_of.__getitem__, of(lines.product)),
            "code": map(codes.__getitem__, of(lines.product)),
            "description": of(lines.description),
            "unit": of(lines.unit),
            "quantity": of(lines.quantity),
            "unit_price": of(lines.unit_price),
            "discount_rate": of(lines.discount),
            "amount": of(lines.amount),
            "amount_stated": map(int, of(lines.stated)),
            "stated_difference": of(lines.difference),
            "tax_code_id": of(figures.tax_code),
            "tax_rate": of(figures.tax_rate),
            "net": net,
            "tax": tax,
            "gross": map(int.__add__, net, tax),
            "revenue": of(figures.revenue),
            "shipped": of(figures.line_shipped),
            "credited_net": of(figures.credited_net),
            "credited_tax": of(figures.credited_tax),
        },
        s.heard,
    )
    _shipping_lines(s, first + count)


def _shipping_lines(s: Storing, first: int) -> None:
    extras = s.figures.extras
    minor = currency(s.work.company.currency).minor
    s.extra_ids = {extra.at: number for number, extra in enumerate(extras, first)}
    Inserter(
        OrderLine,
        (
            "id", "order_id", "position", "unit_price", "amount", "tax_code_id", "tax_rate", "net", "tax", "gross",
            "credited_net", "credited_tax",
        ),
        {"line_kind": LineKind.SHIPPING, "quantity": QUANTITY, "description": _("Shipping")},
    ).store(
        s.link,
        {
            "id": range(first, first + len(extras)),
            "order_id": [s.order_ids[e.at] for e in extras],
            "position": [e.position for e in extras],
            "unit_price": [e.amount * PRICE // minor for e in extras],
            "amount": [e.amount for e in extras],
            "tax_code_id": [e.tax_code for e in extras],
            "tax_rate": [e.tax_rate for e in extras],
            "net": [e.net for e in extras],
            "tax": [e.tax for e in extras],
            "gross": [e.gross for e in extras],
            "credited_net": [e.credited_net for e in extras],
            "credited_tax": [e.credited_tax for e in extras],
        },
    )  # fmt: skip


def store_shipments(s: Storing) -> None:
    """Shipments of what had left before the import; they move no stock."""
    orders, lines = s.plan.orders, s.plan.lines
    shipped = s.figures.shipped
    first = next_id(s.link, Shipment)
    ids = range(first, first + len(shipped))
    day_of = dict(zip(s.kept, s.days, strict=True))
    Inserter(
        Shipment,
        ("id", "order_id", "date", "carrier", "tracking_number"),
        s.same(before_daybook=1, created_at=s.now, created_by=s.user),
    ).store(
        s.link,
        {
            "id": ids,
            "order_id": [s.order_ids[at] for at in shipped],
            "date": [orders.shipped[at] or day_of[at] for at in shipped],
            "carrier": [orders.carrier[at] for at in shipped],
            "tracking_number": [orders.tracking[at] for at in shipped],
        },
        s.heard,
    )
    owners: list[int] = []
    places: list[int] = []
    for number, at in zip(ids, shipped, strict=True):
        start, count = orders.first_line[at], orders.line_count[at]
        places.extend(range(start, start + count))
        owners.extend([number] * count)
    first = next_id(s.link, ShipmentLine)
    Inserter(ShipmentLine, ("id", "shipment_id", "order_line_id", "quantity")).store(
        s.link,
        {
            "id": range(first, first + len(places)),
            "shipment_id": owners,
            "order_line_id": [s.line_ids[i] for i in places],
            "quantity": [lines.quantity[i] for i in places],
        },
        s.heard,
    )
    s.counts["shipments"] = len(shipped)


def _minutes(text: str) -> int | None:
    # "14:05:09" is minute 845 of its day.
    hours, _colon, rest = text.partition(":")
    return int(hours) * 60 + int(rest[:2]) if hours.isdecimal() and rest[:2].isdecimal() else None


def _address(street: str, province: str, region: str) -> str:
    """The street, with the province where it would otherwise be lost: the order keeps one region."""
    if not province or not region or province == region or province in street:
        return street
    return f"{street}, {province}" if street else province
