"""The papers that go with goods, in the preview: delivery notes, shipping labels, pick lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.later import Later
from app.models.actor import Permission
from app.views.desk import Desk

if TYPE_CHECKING:
    from app.queries import shipping_papers
    from app.views import papers, print_setup
else:
    shipping_papers = Later("app.queries.shipping_papers")
    papers, print_setup = Later("app.views.papers"), Later("app.views.print_setup")


def print_delivery_notes(desk: Desk, parent: QWidget, shipment_ids: Sequence[int]) -> None:
    """Show the delivery notes of these shipments; with prices or without for those who see money."""
    plain = desk.actor.may(Permission.SEE_MONEY)
    papers.preview_papers(
        desk,
        parent,
        lambda actor, shipment: (shipping_papers.delivery_note(actor, shipment), None),
        list(shipment_ids),
        N_("Delivery notes") if len(shipment_ids) > 1 else N_("Delivery note"),
        "delivery-note",
        papers=print_setup.FORMS,
        plain=(lambda actor, shipment: (shipping_papers.delivery_note(actor, shipment, prices=False), None))
        if plain
        else None,
    )


def print_labels(desk: Desk, parent: QWidget, shipment_ids: Sequence[int]) -> None:
    """Show the shipping labels of these shipments."""
    papers.preview_papers(
        desk,
        parent,
        lambda actor, shipment: (shipping_papers.shipping_label(actor, shipment), None),
        list(shipment_ids),
        N_("Shipping labels") if len(shipment_ids) > 1 else N_("Shipping label"),
        "shipping-label",
        papers=print_setup.LABELS,
    )


def print_pick_list(desk: Desk, parent: QWidget, order_ids: Sequence[int]) -> None:
    """Show one list of what has to be picked for all of these orders."""
    wanted = list(order_ids)
    papers.preview_papers(
        desk,
        parent,
        lambda actor, _first: (shipping_papers.pick_list(actor, wanted), None),
        wanted[:1],
        N_("Pick list"),
        "pick-list",
        papers=print_setup.FORMS[:2],
    )
