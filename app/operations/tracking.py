"""The carrier's numbers of shipments that have left: written down for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.order import Order, Shipment
from app.operations.operation import operation
from app.operations.work import Work


@dataclass(frozen=True)
class TrackingInput:
    """What is written on one shipment. An empty carrier leaves the one that it has."""

    shipment_id: int
    tracking_number: str
    carrier: str = ""


@operation("record tracking numbers", needs=Permission.SHIP, undoable=True)
def record_tracking(work: Work, entries: Sequence[TrackingInput]) -> int:
    """Write tracking numbers on shipments; returns how many of them changed.

    What a shipment has already is left alone, so that the same numbers given twice add nothing. One that has another
    number, or is voided, is refused, and then nothing is written.
    """
    changed = []
    for number, entry in enumerate(entries):
        work.actor.progress(number, len(entries))
        shipment = work.get(Shipment, entry.shipment_id)
        if _write(work, shipment, entry):
            changed.append(shipment)
    if changed:
        if len(changed) == 1:
            order = work.get(Order, changed[0].order_id)
            work.about(order, order.number)
        work.tell(count=len(changed))
    work.label(
        ngettext("record {n} tracking number", "record {n} tracking numbers", len(changed)).format(n=len(changed))
    )
    return len(changed)


@operation("change tracking number", needs=Permission.SHIP, undoable=True)
def change_tracking(work: Work, shipment_id: int, carrier: str, tracking_number: str) -> None:
    """Correct the carrier and tracking number of a shipment."""
    shipment = work.get(Shipment, shipment_id)
    _require_live(shipment)
    shipment.carrier, shipment.tracking_number = carrier.strip(), tracking_number.strip()
    work.save(shipment)
    order = work.get(Order, shipment.order_id)
    work.about(order, order.number)
    work.label(_("change the tracking number of {shipment}").format(shipment=shipment.number))


def _write(work: Work, shipment: Shipment, entry: TrackingInput) -> bool:
    tracking, carrier = entry.tracking_number.strip(), entry.carrier.strip()
    if not tracking:
        raise UserError(_("A tracking number is missing."), field="tracking_number", code="no_tracking")
    _require_live(shipment)
    if shipment.tracking_number and shipment.tracking_number != tracking:
        raise UserError(
            _("Shipment {number} has the tracking number {tracking} already. Change it on its page.").format(
                number=shipment.number, tracking=shipment.tracking_number
            ),
            code="other_tracking",
        )
    before = (shipment.tracking_number, shipment.carrier)
    shipment.tracking_number = tracking
    shipment.carrier = carrier or shipment.carrier
    if before == (shipment.tracking_number, shipment.carrier):
        return False
    work.save(shipment)
    return True


def _require_live(shipment: Shipment) -> None:
    if shipment.state == "voided":
        raise UserError(_("Shipment {number} is voided already.").format(number=shipment.number), code="voided")
