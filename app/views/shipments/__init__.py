"""Shipments: what left and what waits to leave, the desk that ships, tracking numbers, papers that go with goods."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from app.i18n import N_
from app.models.actor import Permission
from app.queries.lists import LISTS
from app.views.desk import Desk
from app.views.page import Page
from app.views.record_tab import RecordTab


def shipments_page(desk: Desk, shell: Any) -> Page:
    """The list of shipments."""
    from app.views.list_page import ListOf, New, Other, list_page
    from app.views.shipments.batches import BATCHES
    from app.views.shipments.glance import SHIPMENT
    from app.views.shipments.papers import print_delivery_notes, print_labels
    from app.views.shipments.shipment_page import ACTIONS

    def labels(desk: Desk, tab: RecordTab, ids: array[int]) -> None:
        print_labels(desk, tab, list(ids))

    return list_page(
        desk,
        shell,
        ListOf(
            LISTS["shipments"],
            "shipment",
            open_shipment,
            Permission.SEE_ORDERS,
            picture="truck",
            nothing_yet=N_("Nothing was shipped yet."),
            nothing_hint=N_("Scan or type an order at the shipping desk, and its goods go out."),
            search_hint=N_("Number, order, tracking number…"),
            new=New(N_("Ship orders"), open_ship_desk, Permission.SHIP, name="open_ship_desk"),
            actions=ACTIONS,
            batches=BATCHES,
            others=(
                Other(
                    "show_to_ship",
                    N_("Orders to ship"),
                    "clipboard-list",
                    lambda desk, _tab, _ids: show_to_ship(desk, shell),
                    place="secondary",
                ),
                Other(
                    "paste_tracking",
                    N_("Tracking…"),
                    "upload",
                    lambda desk, tab, _ids: paste_tracking(desk, tab),
                    place="secondary",
                    needs=Permission.SHIP,
                ),
                Other("print_labels", N_("Print shipping labels…"), "tag", labels, several=True),
            ),
            glance=SHIPMENT,
            print_text=N_("Print delivery notes…"),
            print_papers=print_delivery_notes,
        ),
    )


def to_ship_page(desk: Desk, shell: Any) -> RecordTab:
    """The list of orders that wait to be shipped."""
    from app.queries.to_ship import TO_SHIP
    from app.views.list_over import ListOver
    from app.views.list_page import ListOf, list_page
    from app.views.orders import open_order
    from app.views.orders.actions import ACTIONS
    from app.views.orders.batches import BATCHES
    from app.views.shipments.glance import WAITING
    from app.views.shipments.papers import print_pick_list

    acts = ("ship_order", "hold_order")

    def pick(desk: Desk, tab: Any, ids: Sequence[int]) -> None:
        print_pick_list(desk, tab, ids, printed=lambda _numbers: tab.refresh())

    return list_page(
        desk,
        shell,
        ListOf(
            TO_SHIP,
            "order",
            open_order,
            Permission.SEE_ORDERS,
            picture="truck",
            nothing_yet=N_("Nothing waits to be shipped."),
            nothing_hint=N_("Confirmed orders with open goods stand here."),
            search_hint=N_("Number, customer, phone…"),
            actions=tuple(ACTIONS[name] for name in acts),
            batches=tuple(batch for batch in BATCHES if batch.name == "ship_order"),
            glance=WAITING,
            print_text=N_("Print pick list…"),
            print_papers=pick,
            page=ListOver,
        ),
    )


def open_shipment(desk: Desk, shell: Any, shipment_id: int) -> None:
    """Show one shipment over the list."""
    from app.views.record_page import record_page
    from app.views.shipments.shipment_page import ShipmentPage

    shell.open_record("shipments", record_page(desk, ShipmentPage, shipment_id))


def show_to_ship(desk: Desk, shell: Any) -> None:
    """Show the orders that wait to be shipped over the list of shipments."""
    shell.open_record("shipments", to_ship_page(desk, shell))


def open_ship_desk(desk: Desk, shell: Any) -> None:
    """Show the desk at which one order after the other is shipped."""
    from app.views.shipments.ship_desk import ShipDesk

    shell.open_record("shipments", ShipDesk(desk))


def paste_tracking(desk: Desk, parent: Any) -> None:
    """Take over tracking numbers from a text or a file."""
    from app.views.acting import open_dialog, tell
    from app.views.shipments.tracking_dialog import TrackingDialog

    dialog = TrackingDialog(desk, parent.window())
    open_dialog(desk, dialog, after=lambda _value: tell(desk, dialog.said, undo=True))
