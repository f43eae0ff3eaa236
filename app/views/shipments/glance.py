"""A shipment, and an order that waits for one, at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.money import QUANTITY, show_scaled
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Mark, shortened

if TYPE_CHECKING:
    from app.queries import money_details, order_details, to_ship
    from app.queries.money_details import ShipmentDetail
    from app.queries.order_details import OrderDetail
else:
    to_ship = Later("app.queries.to_ship")
    money_details, order_details = Later("app.queries.money_details"), Later("app.queries.order_details")


def show_shipment(_desk: Desk, shipment: ShipmentDetail) -> Glance:
    """What of a shipment is worth a glance."""
    goods, more = shortened(
        [(line.description, f"{show_scaled(line.quantity, QUANTITY)} {line.unit}".strip()) for line in shipment.lines]
    )
    return Glance(
        title=shipment.number or shipment.tracking_number or f"#{shipment.id}",
        subtitle=" · ".join(p for p in (shipment.customer, shipment.date) if p),
        marks=(Mark("shipment", shipment.state),),
        alerts=(("info", _("Voided: {reason}").format(reason=shipment.void_reason)),) if shipment.void_reason else (),
        facts=(
            (_("Order"), shipment.order),
            (_("Carrier"), shipment.carrier),
            (_("Tracking number"), shipment.tracking_number),
            (_("Signed for on"), shipment.signed_on or ""),
            (_("Consignee"), shipment.consignee),
            (_("Phone"), shipment.ship_phone),
            (_("Ship to"), shipment.ship_address),
            (_("Note"), shipment.note),
        ),
        items_title=_("Goods"),
        items=goods,
        more=more,
        history=shipment.history,
        actions=shipment.actions,
        why_not=shipment.why_not,
    )


def show_waiting(_desk: Desk, order: OrderDetail) -> Glance:
    """What of an order that waits to be shipped is worth a glance: where it goes and what is open, no money."""
    goods, more = shortened(
        [
            (
                "  ".join(part for part in (line.place, line.description) if part),
                f"{show_scaled(line.rest, QUANTITY)} {line.unit}".strip(),
            )
            for line in to_ship.open_lines(order.id)
        ]
    )
    place = " ".join(p for p in (order.region, order.city, order.ship_address) if p)
    return Glance(
        title=order.name,
        subtitle=" · ".join(p for p in (order.customer, order.date) if p),
        marks=(Mark("delivery", order.delivery),),
        alerts=(("warn", _("On hold: {reason}").format(reason=order.hold_reason)),) if order.hold else (),
        facts=(
            (_("Promised date"), order.promised_date or ""),
            (_("Consignee"), order.consignee),
            (_("Phone"), order.ship_phone),
            (_("Ship to"), place),
            (_("Carrier"), order.carrier),
            (_("Note"), order.note),
        ),
        items_title=_("To ship"),
        items=goods,
        more=more,
        actions=order.actions,
        why_not=order.why_not,
    )


SHIPMENT = GlanceAt(
    read=lambda actor, shipment_id: money_details.shipment(actor, shipment_id),
    show=show_shipment,
    steps=("sign_for_shipment", "print_shipments"),
)
WAITING = GlanceAt(
    read=lambda actor, order_id: order_details.order(actor, order_id),
    show=show_waiting,
    steps=("ship_order",),
)
