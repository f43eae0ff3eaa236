"""What can be done with one product, from the list or its page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.operations import products
from app.queries import product_details
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.record_actions import AtOnce, RecordAction
from app.views.stock.actions import EXPECT, SCRAP


def _edit(desk: Desk, parent: QWidget, product_id: int) -> None:
    from app.views.products import edit_product

    edit_product(desk, parent, product_id)


def receive(desk: Desk, parent: QWidget, product_id: int) -> None:
    """Book goods of a product into stock."""
    from app.views.products.dialogs import ReceiveDialog

    found = product_details.product(desk.actor, product_id)
    open_dialog(desk, ReceiveDialog(desk, found, parent), N_("The goods are in stock."))


def _place(desk: Desk, parent: QWidget, product_id: int) -> None:
    from app.views.products.placing import PlaceDialog

    found = product_details.product(desk.actor, product_id)
    open_dialog(desk, PlaceDialog(desk, found, parent), N_("The shelf place is set."))


ACTIONS = (
    RecordAction("receive_goods", N_("Receive goods…"), "package", receive),
    EXPECT,
    RecordAction("edit_product", N_("Edit…"), "pencil", _edit, shortcut="F2"),
    RecordAction("place_product", N_("Shelf place…"), "map-pin", _place),
    SCRAP,
    RecordAction(
        "activate_product",
        N_("Set active"),
        "check",
        AtOnce(products.activate_product, N_("The product is active again.")),
    ),
    RecordAction(
        "deactivate_product",
        N_("Set inactive"),
        "ban",
        AtOnce(products.deactivate_product, N_("The product is inactive: orders keep it, pickers leave it out.")),
        danger=True,
    ),
)
