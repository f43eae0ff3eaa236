"""What can be done with stock: with one product, one movement, one expected delivery, one stocktake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.later import Later
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.record_actions import AtOnce, RecordAction, WithReason

if TYPE_CHECKING:
    from app.operations import stock, stocktakes
else:
    stock, stocktakes = Later("app.operations.stock"), Later("app.operations.stocktakes")


def receive_delivery(desk: Desk, parent: QWidget) -> None:
    """Take in a delivery."""
    from app.views.stock.dialogs import ReceiveDelivery

    open_dialog(desk, ReceiveDelivery(desk, parent), N_("The goods are in stock."))


def enter_opening(desk: Desk, parent: QWidget) -> None:
    """Enter what lay in stock before Daybook."""
    from app.views.stock.dialogs import OpeningStock

    open_dialog(desk, OpeningStock(desk, parent), N_("The opening stock is entered."))


def _scrap(desk: Desk, parent: QWidget, product_id: int) -> None:
    from app.queries.product_details import product
    from app.queries.stock_choices import kept_products
    from app.views.stock.dialogs import ScrapGoods

    dialog = ScrapGoods(desk, parent)
    code = product(desk.actor, product_id).code
    found = next((c for c in kept_products(desk.actor, code, 8) if c.id == product_id), None)
    open_dialog(desk, dialog, N_("The goods are out of stock."))
    if found is not None:
        dialog.entry.put(found)


def _expect(desk: Desk, parent: QWidget, product_id: int) -> None:
    from app.queries.product_details import product
    from app.views.stock.expecting import ExpectDialog

    dialog = ExpectDialog(desk, product=product(desk.actor, product_id), parent=parent)
    open_dialog(desk, dialog, N_("The goods are expected."))


def _change_expected(desk: Desk, parent: QWidget, expected_id: int) -> None:
    from app.queries.expecting import expected
    from app.views.stock.expecting import ExpectDialog

    dialog = ExpectDialog(desk, expected=expected(desk.actor, expected_id), parent=parent)
    open_dialog(desk, dialog, N_("The expected goods are changed."))


def _take_counts(desk: Desk, parent: QWidget, stocktake_id: int) -> None:
    from app.views.stock.counts import TakeCounts

    open_dialog(desk, TakeCounts(desk, stocktake_id, parent), N_("The counts are taken over."))


def _book(desk: Desk, parent: QWidget, stocktake_id: int) -> None:
    from app.queries.stocktakes import stocktake
    from app.views.stock.booking import BookStocktake

    dialog = BookStocktake(desk, stocktake(desk.actor, stocktake_id), parent)
    open_dialog(desk, dialog, N_("The stocktake is booked."))


def _print_sheet(desk: Desk, parent: QWidget, stocktake_id: int) -> None:
    from app.views.stock.sheet import print_count_sheet

    print_count_sheet(desk, parent, stocktake_id)


def _print_blind(desk: Desk, parent: QWidget, stocktake_id: int) -> None:
    from app.views.stock.sheet import print_count_sheet

    print_count_sheet(desk, parent, stocktake_id, expected=False)


SCRAP = RecordAction("scrap_goods", N_("Scrap…"), "trash-2", _scrap, danger=True)
EXPECT = RecordAction("expect_goods", N_("Expect goods…"), "calendar-days", _expect)

MOVEMENT_ACTIONS = (
    RecordAction(
        "take_back_movement",
        N_("Take back…"),
        "undo-2",
        WithReason(
            "take_back_movement_dialog",
            N_("Take back movement"),
            N_("Take back"),
            lambda actor, movement, reason: stock.take_back_movement(actor, movement, reason),
            N_("The movement is taken back."),
            consequence=N_("The opposite is booked with today's date; both stay in the list."),
            usual="void",
        ),
        danger=True,
    ),
)

EXPECTED_ACTIONS = (
    RecordAction("change_expected", N_("Change…"), "pencil", _change_expected, shortcut="F2"),
    RecordAction(
        "drop_expected",
        N_("Expect no more"),
        "ban",
        AtOnce(
            lambda actor, expected: stock.drop_expected(actor, expected),
            N_("The goods are expected no more."),
            undo=True,
        ),
        danger=True,
    ),
)

STOCKTAKE_ACTIONS = (
    RecordAction("book_stocktake", N_("Book stocktake…"), "check", _book),
    RecordAction("count_products", N_("Take over counts…"), "clipboard-list", _take_counts),
    RecordAction("print_count_sheet", N_("Count sheet…"), "printer", _print_blind, shortcut="Ctrl+P"),
    RecordAction("print_expected", N_("Count sheet with the book's quantities…"), "printer", _print_sheet),
    RecordAction(
        "drop_stocktake",
        N_("Drop stocktake"),
        "trash-2",
        AtOnce(
            lambda actor, stocktake: stocktakes.drop_stocktake(actor, stocktake),
            N_("The stocktake is dropped; nothing was booked."),
            undo=True,
        ),
        danger=True,
    ),
)
