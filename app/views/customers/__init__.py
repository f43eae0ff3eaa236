"""Customers: the list, the form, the page of one customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import NotAllowed
from app.i18n import N_, _
from app.models.actor import Permission
from app.queries import customer_details
from app.queries.lists import LISTS
from app.views import problems
from app.views.commands import refusal
from app.views.desk import Desk
from app.views.page import Page


def customers_page(desk: Desk, shell: Any) -> Page:
    """The list of customers."""
    from app.views.customers.actions import ACTIONS
    from app.views.customers.batches import BATCHES
    from app.views.customers.glance import CUSTOMER
    from app.views.list_page import ListOf, New, list_page

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
            new=New(N_("New customer"), _new_and_open, Permission.EDIT_CUSTOMERS),
            imports=True,
            actions=ACTIONS,
            batches=BATCHES,
            deletes="delete_customers",
            glance=CUSTOMER,
        ),
    )


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
) -> None:
    """Add a customer in a dialog, beginning with a name that was typed elsewhere.

    ``made`` gets the id of the new one; ``left`` is called if the dialog was left instead.
    """
    from app.views.customers.dialogs import CustomerDialog

    why = refusal(desk.actor, Permission.EDIT_CUSTOMERS)
    if why:
        problems.show(NotAllowed(why, code="not_allowed"), parent=parent)
        return
    dialog = CustomerDialog(desk, name=name, parent=parent)

    def finished(_result: int) -> None:
        value: int | None = dialog.done_value
        dialog.deleteLater()
        if value is not None and made is not None:
            made(value)
        elif value is None and left is not None:
            left()

    dialog.finished.connect(finished)
    dialog.open()


def edit_customer(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Change a customer in a dialog."""
    from app.views.acting import open_dialog
    from app.views.customers.dialogs import CustomerDialog

    found = customer_details.customer(desk.actor, customer_id)
    open_dialog(desk, CustomerDialog(desk, found, parent=parent), N_("The customer is saved."))


def _new_and_open(desk: Desk, shell: Any) -> None:
    def made(customer: int) -> None:
        open_customer(desk, shell, customer)
        shell.tell(_("The customer was added."))

    new_customer(desk, shell, made=made)
