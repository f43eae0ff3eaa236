"""Orders: the list, the page of one order, the editor."""

from __future__ import annotations

from typing import Any

from app.i18n import N_
from app.models.actor import Permission
from app.queries.lists import LISTS
from app.views.desk import Desk
from app.views.page import Page
from app.views.record_tab import RecordTab


def orders_page(desk: Desk, shell: Any) -> Page:
    """The list of orders."""
    from app.views.invoices import issue_over
    from app.views.list_page import ListOf, New, Other, list_page
    from app.views.orders.actions import ACTIONS
    from app.views.orders.batches import BATCHES
    from app.views.orders.glance import ORDER
    from app.views.printing_orders import print_orders
    from app.views.shipments.papers import print_notes_of_orders

    tab = list_page(
        desk,
        shell,
        ListOf(
            LISTS["orders"],
            "order",
            open_order,
            Permission.SEE_ORDERS,
            picture="clipboard-list",
            nothing_yet=N_("No orders yet."),
            nothing_hint=N_("Write the first one, or bring in the old order workbook."),
            search_hint=N_("Number, customer, phone…"),
            new=New(N_("New order"), new_order, Permission.EDIT_ORDERS),
            imports=True,
            actions=tuple(ACTIONS.values()),
            batches=BATCHES,
            others=(
                Other(
                    "paste_order",
                    N_("Paste order…"),
                    "clipboard-check",
                    lambda desk, tab, _ids: paste_order(desk, tab),
                    place="secondary",
                    shortcut="Ctrl+V",
                    needs=Permission.EDIT_ORDERS,
                ),
                Other(
                    "issue_one_invoice",
                    N_("One invoice over these…"),
                    "file-text",
                    lambda desk, tab, ids: issue_over(desk, tab, list(ids)),
                    several=True,
                    needs=Permission.ISSUE_INVOICES,
                ),
                Other(
                    "print_delivery_notes",
                    N_("Print delivery notes…"),
                    "printer",
                    lambda desk, tab, ids: print_notes_of_orders(desk, tab, list(ids)),
                    several=True,
                ),
            ),
            deletes="delete_draft",
            glance=ORDER,
            print_text=N_("Print order sheets…"),
            print_papers=print_orders,
        ),
    )
    offer_kept_orders(desk, tab)
    return tab


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
    from app.views.record_page import record_page

    shell.open_record("orders", record_page(desk, OrderPage, order_id))


def paste_order(desk: Desk, over: Any) -> None:
    """Make an order of a text that a customer sent, as it lies in the clipboard."""
    from app.views.orders.paste import paste_text

    paste_text(desk, over)


def new_order(desk: Desk, shell: Any, customer_id: int | None = None) -> None:
    """Begin a new order, for a customer if given."""
    from app.views.orders.editor import open_editor

    open_editor(desk, customer_id=customer_id)
