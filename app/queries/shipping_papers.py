"""What goes with the goods on paper: what to pick, the delivery note, the label of the parcel."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import the_company
from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Mark, Party, seller_party
from app.models.paper_style import dress
from app.money import PRICE, QUANTITY, currency, divide
from app.queries.beginning import is_sample
from app.queries.documents import buyer_party
from app.queries.orders import ORDERS
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
_PICK = (
    "SELECT l.code, l.description, coalesce(p.specification, ''), l.unit, l.quantity - l.shipped, o.number, "
    "coalesce(g.name, '') FROM order_line l JOIN sales_order o ON o.id = l.order_id "
    "LEFT JOIN product p ON p.id = l.product_id LEFT JOIN category g ON g.id = p.category_id "
    "WHERE o.id IN (SELECT value FROM json_each(?)) AND o.state IN ('confirmed', 'processing') AND o.hold = 0 "
    "AND l.line_kind = 'goods' AND l.shipped < l.quantity "
    "ORDER BY g.name IS NULL, g.name, l.code = '', l.code, spelled(l.description), o.id"
)
_OPEN = (
    "SELECT id FROM sales_order WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('confirmed', 'processing') "
    "AND hold = 0 AND shipped < to_ship ORDER BY id"
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
    """What has to be taken from the shelves for these orders: one line per product, by category and code, with the
    orders that it is for. Orders on hold and those with nothing open are left out.

    Raises UserError where nothing is to be picked, NotFound, NotAllowed.
    """
    require_all(ORDERS, viewer, order_ids, "sales_order")
    wanted = json.dumps(list(order_ids))
    found: dict[tuple[str, str, str, str, str], list[tuple[str, int]]] = {}
    for code, description, specification, measure, rest, order, group in connection().execute(_PICK, (wanted,)):
        found.setdefault((group, code, description, specification, measure), []).append((order, rest))
    if not found:
        raise UserError(_("Nothing of these orders waits to be shipped."), code="nothing_to_pick")
    company = the_company()
    several = len(order_ids) > 1
    lines = tuple(
        DocumentLine(
            description=description,
            quantity=sum(rest for _order, rest in parts),
            price=0,
            amount=0,
            code=code,
            specification=specification,
            unit=measure,
            note=_parts(parts) if several else "",
            tax_label=group,
        )
        for (group, code, description, specification, measure), parts in found.items()
    )
    orders = [row[0] for row in connection().execute(_OPEN, (wanted,))]
    numbers = sorted({order for parts in found.values() for order, _rest in parts})
    return DocumentSnapshot(
        kind=DocumentKind.PICK_LIST,
        number=numbers[0] if len(numbers) == 1 else _span(numbers),
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
        order_numbers=str(len(orders)),
        issued_by=viewer.name,
        mark=Mark.SAMPLE if is_sample() else Mark.NONE,
        shows_prices=False,
    )


def _parts(parts: Sequence[tuple[str, int]]) -> str:
    from app.money import show_scaled

    return "   ".join(f"{order} × {show_scaled(rest, QUANTITY)}" for order, rest in parts)


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
