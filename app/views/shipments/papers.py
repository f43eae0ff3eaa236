"""The papers that go with goods, in the preview: delivery notes, shipping labels, pick lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.later import Later
from app.models.actor import Actor, Permission
from app.views.desk import Desk

if TYPE_CHECKING:
    from app.models.document import DocumentSnapshot
    from app.queries import shipments, shipping_papers
    from app.views import papers, print_setup
else:
    shipments, shipping_papers = Later("app.queries.shipments"), Later("app.queries.shipping_papers")
    papers, print_setup = Later("app.views.papers"), Later("app.views.print_setup")


def print_delivery_notes(
    desk: Desk, parent: QWidget, shipment_ids: Sequence[int], *, printed: papers.Heard | None = None
) -> None:
    """Show the delivery notes of these shipments; with prices or without for those who see money. ``printed`` hears
    the numbers of those that were printed or saved."""
    plain = desk.actor.may(Permission.SEE_MONEY)
    papers.preview_papers(
        desk,
        parent,
        lambda actor, shipment: _note(actor, shipment, prices=True),
        list(shipment_ids),
        N_("Delivery notes") if len(shipment_ids) > 1 else N_("Delivery note"),
        "delivery-note",
        papers=print_setup.FORMS,
        plain=(lambda actor, shipment: _note(actor, shipment, prices=False)) if plain else None,
        heard=printed,
    )


def print_notes_of_orders(desk: Desk, parent: QWidget, order_ids: Sequence[int]) -> None:
    """Show the delivery notes of all that was shipped of these orders; those of which nothing was are named."""
    wanted = list(order_ids)
    desk.read(
        lambda: shipments.shipments_of(wanted),
        lambda ids: print_delivery_notes(desk, parent, ids),
        key="delivery_notes_of_orders",
        owner=parent,
    )


def _note(actor: Actor, shipment_id: int, *, prices: bool) -> tuple[DocumentSnapshot, None]:
    if shipment_id < 0:
        raise UserError(_("Nothing of this order was shipped yet. Ship it first."), code="nothing_shipped")
    return shipping_papers.delivery_note(actor, shipment_id, prices=prices), None


def print_labels(
    desk: Desk, parent: QWidget, shipment_ids: Sequence[int], *, printed: papers.Heard | None = None
) -> None:
    """Show the shipping labels of these shipments. ``printed`` hears the numbers of those printed or saved."""
    papers.preview_papers(
        desk,
        parent,
        lambda actor, shipment: (shipping_papers.shipping_label(actor, shipment), None),
        list(shipment_ids),
        N_("Shipping labels") if len(shipment_ids) > 1 else N_("Shipping label"),
        "shipping-label",
        papers=print_setup.LABELS,
        heard=printed,
    )


def print_pick_list(
    desk: Desk, parent: QWidget, order_ids: Sequence[int], *, printed: papers.Heard | None = None
) -> None:
    """Show one list of what has to be picked for all of these orders. ``printed`` hears of it once it was."""
    wanted = list(order_ids)
    papers.preview_papers(
        desk,
        parent,
        lambda actor, _first: (shipping_papers.pick_list(actor, wanted), None),
        wanted[:1],
        N_("Pick list"),
        "pick-list",
        papers=print_setup.FORMS[:2],
        heard=printed,
    )
