"""Products: the list, the form, the page of one product, goods that come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.actor import Permission
from app.queries import product_details
from app.queries.lists import LISTS
from app.views.desk import Desk
from app.views.page import Page


def products_page(desk: Desk, shell: Any) -> Page:
    """The list of products."""
    from app.views.list_page import ListOf, New, Other, list_page
    from app.views.products.actions import ACTIONS
    from app.views.products.batches import BATCHES
    from app.views.products.files import export_products, import_products
    from app.views.products.glance import PRODUCT

    return list_page(
        desk,
        shell,
        ListOf(
            LISTS["products"],
            "product",
            open_product,
            Permission.WORK,
            picture="package",
            nothing_yet=N_("No products yet."),
            nothing_hint=N_("Add the first one, or import a workbook of them. Imported orders bring theirs along."),
            search_hint=N_("Code, name, place, pinyin…"),
            new=New(N_("New product"), _new_and_open, Permission.EDIT_PRODUCTS),
            others=(
                Other(
                    "show_stock",
                    N_("Stock"),
                    "boxes",
                    lambda desk, _tab, _ids: _show_stock(desk, shell),
                    place="secondary",
                    shortcut="Ctrl+J",
                ),
                Other(
                    "import_products",
                    N_("Import…"),
                    "upload",
                    lambda desk, tab, _ids: import_products(desk, tab),
                    place="secondary",
                    needs=Permission.IMPORT,
                ),
                Other(
                    "export_products",
                    N_("Export for editing…"),
                    "file-spreadsheet",
                    lambda desk, tab, ids: export_products(desk, tab, list(ids)),
                    place="menu",
                    needs=Permission.EXPORT,
                ),
            ),
            actions=ACTIONS,
            batches=BATCHES,
            glance=PRODUCT,
        ),
    )


def open_product(desk: Desk, shell: Any, product_id: int) -> None:
    """Show one product over the list."""
    from app.views.products.product_page import ProductPage
    from app.views.record_page import record_page

    shell.open_record("products", record_page(desk, ProductPage, product_id))


def new_product(
    desk: Desk,
    parent: QWidget,
    name: str = "",
    made: Callable[[int], object] | None = None,
    *,
    left: Callable[[], object] | None = None,
) -> None:
    """Add a product in a dialog, beginning with a name that was typed elsewhere.

    ``made`` gets the id of the new one; ``left`` is called if the dialog was left instead.
    """
    from app.views.acting import make_in
    from app.views.products.dialogs import ProductDialog

    make_in(desk, parent, Permission.EDIT_PRODUCTS, lambda: ProductDialog(desk, name=name, parent=parent), made, left)


def edit_product(desk: Desk, parent: QWidget, product_id: int) -> None:
    """Change a product in a dialog."""
    from app.views.acting import open_dialog
    from app.views.products.dialogs import ProductDialog

    found = product_details.product(desk.actor, product_id)
    open_dialog(desk, ProductDialog(desk, found, parent=parent), N_("The product is saved."))


def _new_and_open(desk: Desk, shell: Any) -> None:
    def made(product: int) -> None:
        open_product(desk, shell, product)
        shell.tell(_("The product was added."))

    new_product(desk, shell, made=made)


def _show_stock(desk: Desk, shell: Any) -> None:
    from app.views.stock import show_stock

    show_stock(desk, shell)
