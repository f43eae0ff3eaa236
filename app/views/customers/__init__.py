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
from app.views.commands import Command, refusal
from app.views.desk import Desk
from app.views.exporting import export_command
from app.views.page import Page
from app.views.record_tab import RecordTab


def customers_page(desk: Desk, shell: Any) -> Page:
    """The list of customers."""
    from app.views.customers.actions import ACTIONS, import_customers

    tabs: list[RecordTab] = []
    commands = [
        Command(
            "new_customer",
            N_("New customer"),
            lambda _ids: _new_and_open(desk, shell),
            icon="plus",
            shortcut="Ctrl+N",
            place="primary",
            needs=Permission.EDIT_CUSTOMERS,
        ),
        Command(
            "import_customers",
            N_("Import…"),
            lambda _ids: import_customers(desk, shell),
            icon="upload",
            place="secondary",
            needs=Permission.IMPORT,
        ),
        export_command(desk, tabs),
        Command("open_customer", N_("Open"), lambda ids: open_customer(desk, shell, ids[0]), icon="folder-open"),
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
            LISTS["customers"],
            commands=commands,
            open_record=lambda customer_id: open_customer(desk, shell, customer_id),
            needs=Permission.SEE_CUSTOMERS,
            picture="users",
            nothing_yet=N_("No customers yet."),
            nothing_hint=N_("Add the first one, or import the old order workbook: its customers come along."),
            search_hint=N_("Name, code, phone, pinyin…"),
        )
    )
    return tabs[0]


def open_customer(desk: Desk, shell: Any, customer_id: int) -> None:
    """Show one customer over the list."""
    from app.views.customers.customer_page import CustomerPage

    shell.open_record("customers", CustomerPage(desk, customer_id))


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
