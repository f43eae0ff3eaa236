"""Stock: what lies there, what moved, what is on its way, and counting it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models.actor import Permission
from app.queries.lists import LISTS
from app.views.desk import Desk
from app.views.page import Page


def stock_page(desk: Desk, shell: Any) -> Page:
    """What lies in stock: the other view of the products."""
    from app.views.list_over import ListOver
    from app.views.list_page import ListOf, New, Other, list_page
    from app.views.products import open_product
    from app.views.products.actions import ACTIONS
    from app.views.products.batches import PLACE
    from app.views.products.glance import PRODUCT
    from app.views.stock.actions import enter_opening, receive_delivery

    return list_page(
        desk,
        shell,
        ListOf(
            LISTS["stock"],
            "product",
            open_product,
            Permission.WORK,
            picture="boxes",
            nothing_yet=N_("No stock is kept of any product yet."),
            nothing_hint=N_("Turn stock on for a product in its form, and for the book in the settings."),
            search_hint=N_("Code, name, place, pinyin…"),
            new=New(N_("Receive goods"), receive_delivery, Permission.SHIP, name="receive_delivery"),
            actions=[a for a in ACTIONS if a.name in ("receive_goods", "place_product", "scrap_goods", "expect_goods")],
            batches=(PLACE,),
            others=(
                Other(
                    "show_stocktakes",
                    N_("Stocktakes"),
                    "clipboard-check",
                    lambda desk, _tab, _ids: show_stocktakes(desk, shell),
                    place="secondary",
                    shortcut="Ctrl+J",
                ),
                Other(
                    "show_movements",
                    N_("Movements"),
                    "history",
                    lambda desk, _tab, _ids: show_movements(desk, shell),
                    place="menu",
                ),
                Other(
                    "show_expected",
                    N_("Expected goods"),
                    "calendar-days",
                    lambda desk, _tab, _ids: show_expected(desk, shell),
                    place="menu",
                ),
                Other(
                    "enter_opening_stock",
                    N_("Opening stock…"),
                    "archive",
                    lambda desk, tab, _ids: enter_opening(desk, tab),
                    place="menu",
                    needs=Permission.SHIP,
                ),
                Other(
                    "count_selected",
                    N_("Count…"),
                    "clipboard-check",
                    lambda desk, tab, ids: start_stocktake(desk, tab, shell, list(ids)),
                    several=True,
                    needs=Permission.SHIP,
                ),
            ),
            glance=PRODUCT,
            page=ListOver,
        ),
    )


def movements_page(desk: Desk, shell: Any) -> Page:
    """What moved in stock, of all products."""
    from app.queries.stock import MOVEMENTS
    from app.views.list_over import ListOver
    from app.views.list_page import ListOf, list_page
    from app.views.stock.actions import MOVEMENT_ACTIONS

    return list_page(
        desk,
        shell,
        ListOf(
            MOVEMENTS,
            "movement",
            _open_moved,
            Permission.WORK,
            picture="history",
            nothing_yet=N_("Nothing moved in stock yet."),
            nothing_hint=N_("Receipts, shipments, returns and stocktakes are listed here."),
            search_hint=N_("Product, note…"),
            actions=MOVEMENT_ACTIONS,
            page=ListOver,
        ),
    )


def expected_page(desk: Desk, shell: Any) -> Page:
    """Goods that are on their way."""
    from app.queries.stock import EXPECTED_GOODS
    from app.views.list_over import ListOver
    from app.views.list_page import ListOf, list_page
    from app.views.stock.actions import EXPECTED_ACTIONS

    return list_page(
        desk,
        shell,
        ListOf(
            EXPECTED_GOODS,
            "expected",
            _open_expected,
            Permission.WORK,
            picture="calendar-days",
            nothing_yet=N_("No goods are expected."),
            nothing_hint=N_("Note on a product what will come and when: it can be promised from that day on."),
            search_hint=N_("Product, note…"),
            actions=EXPECTED_ACTIONS,
            page=ListOver,
        ),
    )


def stocktakes_page(desk: Desk, shell: Any) -> Page:
    """All stocktakes."""
    from app.queries.stock import STOCKTAKES
    from app.views.list_over import ListOver
    from app.views.list_page import ListOf, New, list_page
    from app.views.stock.actions import STOCKTAKE_ACTIONS

    return list_page(
        desk,
        shell,
        ListOf(
            STOCKTAKES,
            "stocktake",
            open_stocktake,
            Permission.WORK,
            picture="clipboard-check",
            nothing_yet=N_("No stocktakes yet."),
            nothing_hint=N_("Count everything, one category or a few products; sales go on meanwhile."),
            new=New(N_("New stocktake"), lambda desk, page: start_stocktake(desk, page, shell), Permission.SHIP),
            actions=[a for a in STOCKTAKE_ACTIONS if a.name in ("print_count_sheet", "drop_stocktake")],
            page=ListOver,
        ),
    )


def open_stocktake(desk: Desk, shell: Any, stocktake_id: int) -> None:
    """Show the desk of one stocktake."""
    from app.views.record_page import record_page
    from app.views.stock.stocktake_page import StocktakePage

    shell.open_record("products", record_page(desk, StocktakePage, stocktake_id))


def start_stocktake(desk: Desk, parent: QWidget, shell: Any, chosen: Sequence[int] = ()) -> None:
    """Ask what is to be counted, and go there."""
    from app.views.acting import make_in
    from app.views.stock.starting import StartStocktake

    make_in(
        desk,
        parent,
        Permission.SHIP,
        lambda: StartStocktake(desk, chosen, parent),
        lambda made: open_stocktake(desk, shell, made),
    )


def show_stock(desk: Desk, shell: Any) -> None:
    """Show what lies in stock over the products."""
    shell.open_record("products", stock_page(desk, shell))


def show_stocktakes(desk: Desk, shell: Any) -> None:
    """Show the stocktakes over the stock."""
    shell.open_record("products", stocktakes_page(desk, shell))


def show_movements(desk: Desk, shell: Any) -> None:
    """Show what moved in stock."""
    shell.open_record("products", movements_page(desk, shell))


def show_expected(desk: Desk, shell: Any) -> None:
    """Show what is on its way."""
    shell.open_record("products", expected_page(desk, shell))


def _open_moved(desk: Desk, shell: Any, movement_id: int) -> None:
    _open_product_of(desk, shell, movement_id, "stock_movement")


def _open_expected(desk: Desk, shell: Any, expected_id: int) -> None:
    _open_product_of(desk, shell, expected_id, "expected_receipt")


def _open_product_of(desk: Desk, shell: Any, record_id: int, table: str) -> None:
    from app.queries.expecting import product_of
    from app.views.products import open_product

    found = product_of(table, record_id)
    if found is not None:
        open_product(desk, shell, found)
