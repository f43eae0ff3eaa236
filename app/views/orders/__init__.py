"""Orders: the list, the page of one order, the editor."""

from __future__ import annotations

from typing import Any

from app.i18n import N_
from app.models.actor import Permission
from app.queries.lists import LISTS
from app.views.commands import Command
from app.views.desk import Desk
from app.views.orders.actions import ACTIONS
from app.views.page import Page
from app.views.record_tab import RecordTab


def orders_page(desk: Desk, shell: Any) -> Page:
    """The list of orders."""
    tab: list[RecordTab] = []

    def import_orders(_ids: Any) -> None:
        from app.views.imports import import_file

        import_file(desk, shell)

    def export(_ids: Any) -> None:
        from app.views.exporting import export_tab

        export_tab(desk, tab[0])

    def print_sheets(ids: Any) -> None:
        from app.views.printing_orders import print_orders

        print_orders(desk, tab[0], list(ids))

    commands = [
        Command(
            "new_order",
            N_("New order"),
            lambda _ids: new_order(desk, shell),
            icon="plus",
            shortcut="Ctrl+N",
            place="primary",
            needs=Permission.EDIT_ORDERS,
        ),
        Command(
            "import_orders", N_("Import…"), import_orders, icon="upload", place="secondary", needs=Permission.IMPORT
        ),
        Command(
            "export_orders",
            N_("Export…"),
            export,
            icon="download",
            shortcut="Ctrl+E",
            place="secondary",
            needs=Permission.EXPORT,
        ),
        Command("open_order", N_("Open"), lambda ids: open_order(desk, shell, ids[0]), icon="folder-open"),
        *(
            Command(
                each.name,
                each.text,
                lambda ids, each=each: each.run(desk, shell or tab[0], ids[0]),
                icon=each.icon,
                action=each.name,
                shortcut=each.shortcut,
                danger=each.danger,
            )
            for each in ACTIONS.values()
            if each.in_list
        ),
        Command(
            "print_orders",
            N_("Print order sheets…"),
            print_sheets,
            icon="printer",
            shortcut="Ctrl+P",
            several=True,
        ),
    ]
    tab.append(
        RecordTab(
            desk,
            LISTS["orders"],
            commands=commands,
            open_record=lambda order_id: open_order(desk, shell, order_id),
            needs=Permission.SEE_ORDERS,
            picture="clipboard-list",
            nothing_yet=N_("No orders yet."),
            nothing_hint=N_("Write the first one, or bring in the old order workbook."),
            search_hint=N_("Number, customer, phone…"),
        )
    )
    offer_kept_orders(desk, tab[0])
    return tab[0]


def offer_kept_orders(desk: Desk, tab: RecordTab) -> None:
    """Say above the list which orders were typed and not saved, with a way to go on."""
    from app.views.orders.editor_keeping import KeptOffer

    def go_on(draft: Any) -> None:
        from app.views.orders.editor import open_kept

        open_kept(desk, draft)

    KeptOffer(desk, tab.banner, go_on, tab)


def open_order(desk: Desk, shell: Any, order_id: int) -> None:
    """Show one order over the list."""
    from app.views.orders.order_page import OrderPage

    shell.open_record("orders", OrderPage(desk, order_id))


def new_order(desk: Desk, shell: Any, customer_id: int | None = None) -> None:
    """Begin a new order, for a customer if given."""
    from app.views.orders.editor import open_editor

    open_editor(desk, customer_id=customer_id)
