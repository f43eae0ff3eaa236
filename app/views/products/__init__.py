"""Products: the list, the form, the page of one product, goods that come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import NotAllowed
from app.i18n import N_, _
from app.models.actor import Permission
from app.queries import product_details
from app.queries.lists import LISTS
from app.views import problems
from app.views.commands import Command, refusal
from app.views.desk import Desk
from app.views.exporting import export_command
from app.views.page import Page
from app.views.record_tab import RecordTab


def products_page(desk: Desk, shell: Any) -> Page:
    """The list of products."""
    from app.views.products.actions import ACTIONS, import_products

    tabs: list[RecordTab] = []
    commands = [
        Command(
            "new_product",
            N_("New product"),
            lambda _ids: _new_and_open(desk, shell),
            icon="plus",
            shortcut="Ctrl+N",
            place="primary",
            needs=Permission.EDIT_PRODUCTS,
        ),
        Command(
            "import_products",
            N_("Import…"),
            lambda _ids: import_products(desk, shell),
            icon="upload",
            place="secondary",
            needs=Permission.IMPORT,
        ),
        export_command(desk, tabs),
        Command("open_product", N_("Open"), lambda ids: open_product(desk, shell, ids[0]), icon="folder-open"),
        *(
            Command(
                each.name,
                each.text,
                lambda ids, each=each: each.run(desk, tabs[0], ids[0]),
                icon=each.icon,
                action=each.name,
                shortcut=each.shortcut,
                danger=each.danger,
            )
            for each in ACTIONS
        ),
    ]
    tabs.append(
        RecordTab(
            desk,
            LISTS["products"],
            commands=commands,
            open_record=lambda product_id: open_product(desk, shell, product_id),
            needs=Permission.WORK,
            picture="package",
            nothing_yet=N_("No products yet."),
            nothing_hint=N_("Add the first one, or import the old order workbook: its products come along."),
            search_hint=N_("Code, name, alias, pinyin…"),
        )
    )
    return tabs[0]


def open_product(desk: Desk, shell: Any, product_id: int) -> None:
    """Show one product over the list."""
    from app.views.products.product_page import ProductPage

    shell.open_record("products", ProductPage(desk, product_id))


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
    from app.views.products.dialogs import ProductDialog

    why = refusal(desk.actor, Permission.EDIT_PRODUCTS)
    if why:
        problems.show(NotAllowed(why, code="not_allowed"), parent=parent)
        return
    dialog = ProductDialog(desk, name=name, parent=parent)

    def finished(_result: int) -> None:
        value: int | None = dialog.done_value
        dialog.deleteLater()
        if value is not None and made is not None:
            made(value)
        elif value is None and left is not None:
            left()

    dialog.finished.connect(finished)
    dialog.open()


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
