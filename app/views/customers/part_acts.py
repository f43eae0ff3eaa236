"""What can be done on a customer's page with what belongs to the customer: contacts, people, addresses, titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QDialog

from app.i18n import N_
from app.models.actor import Actor
from app.operations.addresses import remove_address
from app.operations.contacts import remove_contact
from app.operations.follow_ups import remove_follow_up
from app.operations.invoice_titles import remove_invoice_title
from app.queries.customer_details import CustomerDetail
from app.views.acting import open_dialog, perform
from app.views.widgets.parts_card import RowAct

if TYPE_CHECKING:
    from app.views.customers.customer_page import CustomerPage

P = TypeVar("P")


class PartActs:
    """The acts of one page; each takes the record as the page shows it when it is started."""

    def __init__(self, page: CustomerPage) -> None:
        self._page = page

    @property
    def _record(self) -> CustomerDetail:
        record: CustomerDetail = self._page.record
        return record

    # What was said

    def of_follow_ups(self) -> tuple[RowAct, ...]:
        """Enter changes, D says done, P puts off, Del removes."""
        return (
            RowAct("edit", N_("Edit…"), "pencil", self._edit_follow_up, "Return"),
            RowAct("finish", N_("Done…"), "check", self._finish, "D", self._open),
            RowAct("postpone", N_("Put off…"), "calendar-days", self._postpone, "P", self._open),
            RowAct(
                "remove", N_("Remove"), "trash-2", self._remove(remove_follow_up, N_("The contact was removed.")), "Del"
            ),
        )

    def _open(self, row: int) -> bool:
        found = _of(self._record.follow_ups, row) if self._page.record is not None else None
        return found is not None and bool(found.next_date) and not found.done

    def _edit_follow_up(self, row: int) -> None:
        from app.views.customers.follow_up_dialogs import FollowUpDialog

        record, noted = self._record, _of(self._record.follow_ups, row)
        if noted is not None:
            page = self._page
            dialog = FollowUpDialog(page.desk, record.id, record.name, record.stage, page, noted=noted)
            open_dialog(page.desk, dialog, N_("The contact is saved."))

    def _finish(self, row: int) -> None:
        from app.views.follow_ups.actions import finish

        finish(self._page.desk, self._page, row)

    def _postpone(self, row: int) -> None:
        from app.views.customers.follow_up_dialogs import PostponeDialog

        noted = _of(self._record.follow_ups, row)
        if noted is not None:
            self._show(
                PostponeDialog(self._page.desk, noted.id, self._record.name, self._page), N_("The contact was put off.")
            )

    # People

    def of_contacts(self) -> tuple[RowAct, ...]:
        """Enter changes, Del removes."""
        return (
            RowAct("edit", N_("Edit…"), "pencil", self._edit_contact, "Return"),
            RowAct(
                "remove", N_("Remove"), "trash-2", self._remove(remove_contact, N_("The person was removed.")), "Del"
            ),
        )

    def add_contact(self) -> None:
        """Add a person to speak to."""
        self._contact(None)

    def _edit_contact(self, row: int) -> None:
        self._contact(row)

    def _contact(self, row: int | None) -> None:
        from app.views.customers.part_dialogs import ContactDialog

        record = self._record
        known, first = _of(record.contacts, row), not record.contacts
        self._show(
            ContactDialog(self._page.desk, record.id, record.name, known, self._page, first=first),
            N_("The person is saved."),
        )

    # Addresses

    def of_addresses(self) -> tuple[RowAct, ...]:
        """Enter changes, Del removes."""
        return (
            RowAct("edit", N_("Edit…"), "pencil", self._edit_address, "Return"),
            RowAct(
                "remove", N_("Remove"), "trash-2", self._remove(remove_address, N_("The address was removed.")), "Del"
            ),
        )

    def add_address(self) -> None:
        """Add an address that goods go to."""
        self._address(None)

    def _edit_address(self, row: int) -> None:
        self._address(row)

    def _address(self, row: int | None) -> None:
        from app.views.customers.part_dialogs import AddressDialog

        record = self._record
        known, first = _of(record.addresses, row), not record.addresses
        self._show(
            AddressDialog(self._page.desk, record.id, record.name, known, self._page, first=first),
            N_("The address is saved."),
        )

    # Invoice titles

    def of_titles(self) -> tuple[RowAct, ...]:
        """Enter changes, Del removes."""
        return (
            RowAct("edit", N_("Edit…"), "pencil", self._edit_title, "Return"),
            RowAct(
                "remove",
                N_("Remove"),
                "trash-2",
                self._remove(remove_invoice_title, N_("The title was removed.")),
                "Del",
            ),
        )

    def add_title(self) -> None:
        """Add an invoice title."""
        self._title(None)

    def _edit_title(self, row: int) -> None:
        self._title(row)

    def _title(self, row: int | None) -> None:
        from app.views.customers.part_dialogs import InvoiceTitleDialog

        record = self._record
        known, first = _of(record.invoice_titles, row), not record.invoice_titles
        self._show(
            InvoiceTitleDialog(self._page.desk, record.id, record.name, known, self._page, first=first),
            N_("The title is saved."),
        )

    # Doing

    def _show(self, dialog: QDialog, said: str) -> None:
        open_dialog(self._page.desk, dialog, said)

    def _remove(self, operation: Callable[[Actor, int], Any], said: str) -> Callable[[int], None]:
        return lambda row: self._perform(lambda actor: operation(actor, row), said)

    def _perform(self, call: Callable[[Actor], Any], said: str) -> None:
        perform(self._page.desk, self._page, call, said, undo=True)


def _of(parts: Iterable[P], row: int | None) -> P | None:
    return next((part for part in parts if getattr(part, "id", None) == row), None) if row is not None else None
