"""What can be done with one customer, from the list or its page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.operations import customers
from app.queries import customer_details
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.record_actions import AtOnce, RecordAction
from app.views.records import started_by


def _edit(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from app.views.customers import edit_customer

    edit_customer(desk, parent, customer_id)


def follow_up(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Note a contact with a customer."""
    from app.views.customers.follow_up_dialogs import FollowUpDialog

    found = customer_details.customer(desk.actor, customer_id)
    open_dialog(desk, FollowUpDialog(desk, customer_id, found.name, found.stage, parent), N_("The contact was noted."))


def _statement(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from app.views.customers.statement import open_statement

    open_statement(desk, parent, customer_id)


def _merge(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from app.views.customers.merging import merge

    merge(desk, parent, customer_id)


def _undo_merge(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from app.views.customers.merging import take_apart

    take_apart(desk, parent, customer_id)


def _export_person(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from app.views.customers.personal import export

    export(desk, parent, customer_id)


def _erase_person(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from app.views.customers.personal import erase

    erase(desk, parent, customer_id)


ACTIONS = (
    RecordAction("make_order", N_("New order"), "plus", started_by("orders", "new_order")),
    RecordAction("add_follow_up", N_("Note a contact…"), "phone", follow_up, shortcut="F6"),
    RecordAction(
        "record_payment", N_("Record payment…"), "wallet", started_by("payments", "record_payment_of"), shortcut="F7"
    ),
    RecordAction(
        "use_balance",
        N_("Use balance…"),
        "hand-coins",
        started_by("payments", "use_balance_of"),
        shortcut="Ctrl+F7",
        in_list=False,
    ),
    RecordAction("edit_customer", N_("Edit…"), "pencil", _edit, shortcut="F2"),
    RecordAction("statement", N_("Statement of account"), "receipt-text", _statement, shortcut="Ctrl+P"),
    RecordAction("merge_customer", N_("Merge into another customer…"), "git-merge", _merge, in_list=False),
    RecordAction("undo_merge", N_("Undo a merge…"), "undo-2", _undo_merge, in_list=False),
    RecordAction("export_person", N_("Export personal data…"), "file-output", _export_person, in_list=False),
    RecordAction(
        "activate_customer",
        N_("Set active"),
        "check",
        AtOnce(customers.activate_customer, N_("The customer is active again.")),
    ),
    RecordAction(
        "deactivate_customer",
        N_("Set inactive"),
        "ban",
        AtOnce(
            customers.deactivate_customer, N_("The customer is inactive: orders and money stay, pickers leave it out.")
        ),
        danger=True,
    ),
    RecordAction("erase_person", N_("Erase personal data…"), "shield-x", _erase_person, danger=True, in_list=False),
)
