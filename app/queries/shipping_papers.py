"""What goes with the goods on paper: what to pick, the delivery note, the label of the parcel."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import the_company
from app.models.document import Basket, DocumentKind, DocumentLine, DocumentSnapshot, Mark, Party, seller_party
from app.models.open_lines import is_open, rest_of
from app.models.paper_style import dress
from app.money import PRICE, QUANTITY, currency, divide, show_scaled
from app.queries.beginning import is_sample
from app.queries.documents import buyer_party
from app.queries.orders import ORDERS
from app.queries.places import walk
from app.queries.shapes import require, require_all
from app.queries.shipments import SHIPMENTS

_FOUR_DECIMALS = 100
_HEAD = (
    "SELECT s.number, s.date, s.state, s.carrier, s.tracking_number, s.note, o.id, o.number, o.customer_id, "
    "o.consignee, o.ship_phone, o.ship_country, o.region, o.city, o.ship_address, o.ship_postal_code, "
    "o.customer_reference, o.document_note FROM shipment s JOIN sales_order o ON o.id = s.order_id WHERE s.id = ?"
)
# How much of each line went out before this shipment, so that the values of all shipments of a line add up to it.
_LINES = (
    "SELECT l.code, l.description, coalesce(p.specification, ''), l.unit, s.quantity, l.quantity, l.gross, l.note, "
    "(SELECT coalesce(sum(e.quantity), 0) FROM shipment_line e JOIN shipment h ON h.id = e.shipment_id "
    "WHERE e.order_line_id = l.id AND h.state <> 'voided' AND e.id < s.id) "
    "FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id LEFT JOIN product p ON p.id = l.product_id "
    "WHERE s.shipment_id = ? ORDER BY l.position, l.id"
)
_WALK = ", ".join(walk("coalesce(p.place, '')"))
_PICK = (
    "SELECT o.id, l.code, l.description, coalesce(p.specification, ''), l.unit, coalesce(p.place, ''), "
    f"coalesce(g.name, ''), {rest_of()}, "
    "iif((SELECT stock_policy FROM company WHERE id = 1) = 'kept' AND p.stock_kept, p.on_hand, NULL) "
    "FROM order_line l JOIN sales_order o ON o.id = l.order_id "
    "LEFT JOIN product p ON p.id = l.product_id LEFT JOIN category g ON g.id = p.category_id "
    "WHERE o.id IN (SELECT value FROM json_each(?)) AND o.state IN ('confirmed', 'processing') AND o.hold = 0 "
    f"AND l.line_kind = 'goods' AND {is_open()} "
    f"ORDER BY {_WALK}, g.name IS NULL, g.name, l.code = '', l.code, spelled(l.description), o.id"
)
_BASKET = (
    "SELECT o.id, o.number, coalesce(nullif(o.consignee, ''), c.name), o.carrier, o.note FROM sales_order o "
    "JOIN customer c ON c.id = o.customer_id WHERE o.id IN (SELECT value FROM json_each(?))"
)


def delivery_note(viewer: Actor, shipment_id: int, *, prices: bool = True) -> DocumentSnapshot:
    """The delivery note of a shipment. Without ``prices``, or for those who see no money, it names no amounts.

    Raises NotFound, NotAllowed.
    """
    head = _head(viewer, shipment_id)
    company = the_company()
    unit = currency(company.currency)
    shown = prices and viewer.may(Permission.SEE_MONEY)
    lines = []
    for code, description, specification, measure, part, whole, gross, note, before in connection().execute(
        _LINES, (shipment_id,)
    ):
        amount = divide(gross * (before + part), whole) - divide(gross * before, whole) if whole and shown else 0
        price = divide(amount * PRICE * QUANTITY, unit.minor * part * _FOUR_DECIMALS) * _FOUR_DECIMALS if part else 0
        lines.append(
            DocumentLine(
                description=description,
                quantity=part,
                price=price,
                amount=amount,
                code=code,
                specification=specification,
                unit=measure,
                gross=amount,
                note=note,
            )
        )
    total = sum(line.amount for line in lines)
    return _paper(
        viewer,
        head,
        DocumentKind.DELIVERY_NOTE,
        tuple(lines),
        gross=total,
        buyer=buyer_party(head.customer_id),
        shows_prices=shown,
    )


def shipping_label(viewer: Actor, shipment_id: int) -> DocumentSnapshot:
    """The label of a shipment's parcel: who gets it, who sends it, with whom it goes. Raises NotFound, NotAllowed."""
    head = _head(viewer, shipment_id)
    lines = tuple(
        DocumentLine(description=row[1], quantity=row[4], price=0, amount=0, code=row[0], unit=row[3])
        for row in connection().execute(_LINES, (shipment_id,))
    )
    return _paper(viewer, head, DocumentKind.SHIPPING_LABEL, lines, gross=0, buyer=Party(name=""), shows_prices=False)


def pick_list(viewer: Actor, order_ids: Sequence[int]) -> DocumentSnapshot:
    """What has to be taken from the shelves for these orders: one line per product, as one walks past their places;
    goods without a place come last, by category and code. Over several orders each gets a basket, in the order of
    ``order_ids``, and a line says how many go into which. Orders on hold and those with nothing open are left out.

    Raises UserError where nothing is to be picked, NotFound, NotAllowed.
    """
    require_all(ORDERS, viewer, order_ids, "sales_order")
    found: dict[tuple[str, ...], _Picked] = {}
    for order_id, *goods, rest, in_stock in connection().execute(_PICK, (json.dumps(list(order_ids)),)):
        found.setdefault(tuple(goods), _Picked(in_stock)).parts.append((order_id, rest))
    if not found:
        raise UserError(_("Nothing of these orders waits to be shipped."), code="nothing_to_pick")
    waiting = {order_id for picked in found.values() for order_id, _rest in picked.parts}
    baskets = _baskets([each for each in dict.fromkeys(order_ids) if each in waiting], found)
    numbers = {order_id: str(basket.number) for order_id, basket in baskets.items()}
    several = len(baskets) > 1
    company = the_company()
    lines = tuple(
        DocumentLine(
            description=description,
            quantity=sum(rest for _order, rest in picked.parts),
            price=0,
            amount=0,
            code=code,
            specification=specification,
            unit=measure,
            note=_parts(picked, numbers) if several else "",
            tax_label=group,
            place=place,
            in_stock=picked.in_stock,
        )
        for (code, description, specification, measure, place, group), picked in found.items()
    )
    called = sorted(basket.order for basket in baskets.values())
    return DocumentSnapshot(
        kind=DocumentKind.PICK_LIST,
        number=called[0] if len(called) == 1 else _span(called),
        date=viewer.today().isoformat(),
        seller=seller_party(company),
        buyer=Party(name=""),
        lines=lines,
        taxes=(),
        net=0,
        tax=0,
        gross=0,
        currency=company.currency,
        language=company.document_language,
        order_numbers=str(len(called)),
        issued_by=viewer.name,
        mark=Mark.SAMPLE if is_sample() else Mark.NONE,
        shows_prices=False,
        baskets=tuple(baskets.values()) if several else (),
    )


@dataclass
class _Picked:
    """What is taken of one product: how much lies there, and how much of it is for which order."""

    in_stock: int | None
    parts: list[tuple[int, int]] = field(default_factory=list)


def _baskets(order_ids: Sequence[int], found: Mapping[tuple[str, ...], _Picked]) -> dict[int, Basket]:
    goods: dict[int, list[str]] = {}
    counts: dict[int, int] = {}
    for product, picked in found.items():
        for order_id, rest in picked.parts:
            goods.setdefault(order_id, []).append(f"{show_scaled(rest, QUANTITY)} × {product[1]}")
            counts[order_id] = counts.get(order_id, 0) + rest
    heads = {row[0]: row[1:] for row in connection().execute(_BASKET, (json.dumps(list(order_ids)),))}
    made = {}
    for place, order_id in enumerate(order_ids, start=1):
        number, consignee, carrier, note = heads[order_id]
        told = goods[order_id]
        made[order_id] = Basket(
            place, number, consignee, carrier, len(told), counts[order_id], "  ·  ".join(told), note
        )
    return made


def _parts(picked: _Picked, numbers: Mapping[int, str]) -> str:
    """How many of a product go into which basket."""
    sums: dict[str, int] = {}
    for order_id, rest in picked.parts:
        sums[numbers[order_id]] = sums.get(numbers[order_id], 0) + rest
    inside = sorted(sums, key=int)
    return "   ".join(f"[{number}] × {show_scaled(sums[number], QUANTITY)}" for number in inside)


def _span(numbers: Sequence[str]) -> str:
    return f"{numbers[0]} – {numbers[-1]}"


class _Head:
    """A shipment with what its order says of where it goes."""

    def __init__(self, row: tuple[object, ...]) -> None:
        texts = [str(value) if value is not None else "" for value in row]
        self.number, self.date, self.state, self.carrier, self.tracking, self.note = texts[:6]
        self.order = texts[7]
        self.customer_id = int(texts[8])
        name, phone, country, region, city, street, code = texts[9:16]
        place = " ".join(p for p in (region, city, code) if p)
        parts = (place, street) if country == "CN" else (street, place)
        self.ship_to = Party(name=name, phone=phone, address="\n".join(p for p in parts if p), country=country)
        self.reference, self.remark = texts[16:18]


def _head(viewer: Actor, shipment_id: int) -> _Head:
    require(SHIPMENTS, viewer, shipment_id, "shipment")
    return _Head(next(connection().execute(_HEAD, (shipment_id,))))


def _paper(
    viewer: Actor,
    head: _Head,
    kind: DocumentKind,
    lines: tuple[DocumentLine, ...],
    *,
    gross: int,
    buyer: Party,
    shows_prices: bool,
) -> DocumentSnapshot:
    company = the_company()
    mark = Mark.SAMPLE if is_sample() else Mark.VOID if head.state == "voided" else Mark.NONE
    snapshot = DocumentSnapshot(
        kind=kind,
        number=head.number or head.tracking or head.order,
        date=head.date,
        seller=seller_party(company),
        buyer=buyer,
        ship_to=head.ship_to,
        lines=lines,
        taxes=(),
        net=gross,
        tax=0,
        gross=gross,
        currency=company.currency,
        language=company.document_language,
        prices_include_tax=True,
        order_numbers=head.order,
        buyer_reference=head.reference,
        notes=head.note or head.remark,
        issued_by=viewer.name,
        mark=mark,
        carrier=head.carrier,
        tracking_number=head.tracking,
        shows_prices=shows_prices,
    )
    return dress(snapshot)
