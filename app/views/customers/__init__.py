"""Customers: the list, the form, the page of one customer."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.actor import Permission
from app.queries import customer_details
from app.queries.lists import LISTS
from app.views.desk import Desk
from app.views.page import Page


def customers_page(desk: Desk, shell: Any) -> Page:
    """The list of customers."""
    from app.views.customers.actions import ACTIONS
    from app.views.customers.batches import BATCHES
    from app.views.customers.glance import CUSTOMER
    from app.views.list_page import ListOf, New, Other, list_page

    return list_page(
        desk,
        shell,
        ListOf(
            LISTS["customers"],
            "customer",
            open_customer,
            Permission.SEE_CUSTOMERS,
            picture="users",
            nothing_yet=N_("No customers yet."),
            nothing_hint=N_("Add the first one, or import the old order workbook: its customers come along."),
            search_hint=N_("Name, code, phone, pinyin…"),
            new=New(N_("New customer"), add_customer, Permission.EDIT_CUSTOMERS),
            imports=True,
            actions=ACTIONS,
            batches=BATCHES,
            others=(
                Other(
                    "show_follow_ups",
                    N_("Follow-ups"),
                    "phone",
                    lambda desk, _tab, _ids: _follow_ups(desk, shell),
                    place="secondary",
                    shortcut="Ctrl+U",
                    needs=Permission.SEE_FOLLOW_UPS,
                ),
                Other(
                    "show_receivables",
                    N_("Receivables"),
                    "hand-coins",
                    _receivables,
                    place="menu",
                    shortcut="Ctrl+J",
                    needs=Permission.SEE_MONEY,
                ),
                Other("merge_customers", N_("Merge…"), "git-merge", _merge, several=True, needs=Permission.MERGE),
            ),
            deletes="delete_customers",
            glance=CUSTOMER,
        ),
    )


def _receivables(desk: Desk, tab: Any, _ids: array[int]) -> None:
    from app.views.receivables import show_receivables

    show_receivables(desk, tab)


def _follow_ups(desk: Desk, shell: Any) -> None:
    from app.views.follow_ups import show_follow_ups

    show_follow_ups(desk, shell)


def _merge(desk: Desk, tab: Any, ids: array[int]) -> None:
    from app.views.customers.merging import merge_selected

    merge_selected(desk, tab, ids)


def open_customer(desk: Desk, shell: Any, customer_id: int) -> None:
    """Show one customer over the list."""
    from app.views.customers.customer_page import CustomerPage
    from app.views.record_page import record_page

    shell.open_record("customers", record_page(desk, CustomerPage, customer_id))


def new_customer(
    desk: Desk,
    parent: QWidget,
    name: str = "",
    made: Callable[[int], object] | None = None,
    *,
    left: Callable[[], object] | None = None,
    taken: Callable[[int], object] | None = None,
) -> None:
    """Add a customer in a dialog, beginning with a name that was typed elsewhere.

    ``made`` gets the id of the new one; ``left`` is called if the dialog was left instead. ``taken`` gets the id of one
    who was there already and was chosen instead; without it ``made`` gets that one too.
    """
    from app.views.acting import make_in
    from app.views.customers.dialogs import CustomerDialog

    shown: list[CustomerDialog] = []

    def dialog() -> CustomerDialog:
        shown.append(CustomerDialog(desk, name=name, parent=parent))
        return shown[0]

    def found(customer: int) -> None:
        then = taken if taken is not None and shown[0].taken else made
        if then is not None:
            then(customer)

    make_in(desk, parent, Permission.EDIT_CUSTOMERS, dialog, found, left)


def edit_customer(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Change a customer in a dialog."""
    from app.views.acting import open_dialog
    from app.views.customers.dialogs import CustomerDialog

    found = customer_details.customer(desk.actor, customer_id)
    open_dialog(desk, CustomerDialog(desk, found, parent=parent), N_("The customer is saved."))


def add_customer(desk: Desk, shell: Any, name: str = "") -> None:
    """Add a customer in a dialog, beginning with this name, and show it."""

    def made(customer: int) -> None:
        open_customer(desk, shell, customer)
        shell.tell(_("The customer was added."))

    new_customer(desk, shell, name, made, taken=lambda customer: open_customer(desk, shell, customer))
