"""What is held about a person: a copy of it for who asks, and forgetting it for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.operations import outputs
from app.operations.personal_data import Erased, erase_and_rewrite, erase_person
from app.queries import customer_details
from app.queries.personal_data import personal_data
from app.queries.words import record_word
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.files import ask_where
from app.views.texts import say
from app.views.values import first_capital
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import Card, label


class EraseDialog(FormDialog):
    """Says what forgetting a customer takes and what stays, and does it once that was confirmed."""

    def __init__(self, desk: Desk, customer_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "erase_person_dialog",
            lambda: _("Erase what is known about {name}").format(name=name),
            N_("Erase for good"),
            width=640,
            danger=True,
            parent=parent,
        )
        self._customer_id = customer_id
        self.goes = label(N_("Looking…"), "", "erase_goes", wrap=True)
        self.stays = label("", "muted", "erase_stays", wrap=True)
        card = Card("erase_card")
        card.body.addWidget(self.goes)
        card.body.addWidget(self.stays)
        self.body.addWidget(card)
        self.sure = check_box(N_("I know that this cannot be undone."), "erase_sure")
        self.sure.toggled.connect(lambda _on: self._arm())
        self.body.addWidget(self.sure)
        self.foretold: Erased | None = None
        self._arm()
        desk.perform(
            lambda actor: erase_person.rehearse(actor, customer_id),
            on_done=self._foretold,
            on_problem=self._not_foretold,
            owner=self,
            title=_("Erase personal data"),
        )

    def _foretold(self, told: Erased) -> None:
        self.foretold = told
        say(self.goes.setText, lambda: self._going(told))
        say(self.stays.setText, lambda: self._staying(told))
        self._arm()

    def _not_foretold(self, problem: Exception) -> None:
        self.goes.hide()
        self.stays.hide()
        self.sure.setEnabled(False)
        if isinstance(problem, UserError):
            self.banner.tell("warn", lambda: problem.message, dismissible=False)
        else:
            self.desk.background.problem(problem)

    def _arm(self) -> None:
        self.primary.setEnabled(self.foretold is not None and self.sure.isChecked())

    def _going(self, told: Erased) -> str:
        counts = _(", ").join(
            _("{what}: {n}").format(what=first_capital(record_word(kind)), n=f"{count:,}")
            for kind, count in told.records.items()
        )
        return _(
            "Name, phone numbers, addresses and everything that somebody wrote about this customer is emptied here, in "
            "its history, in drafts and in steps that could be undone. Records: {counts}."
        ).format(counts=counts)

    def _staying(self, told: Erased) -> str:
        parts = [
            _("Orders, payments and their numbers stay, under the name “{label}”.").format(label=told.label),
            _("Backups made until now still hold it; when one is restored, it is erased again."),
        ]
        if told.invoices:
            parts.append(
                ngettext(
                    "{n} issued invoice stays as it was issued, as the law wants it.",
                    "{n} issued invoices stay as they were issued, as the law wants it.",
                    told.invoices,
                ).format(n=f"{told.invoices:,}")
            )
        if told.mentions:
            parts.append(
                ngettext(
                    "{n} entry of the trail names the customer in a reason and cannot be changed.",
                    "{n} entries of the trail name the customer in a reason and cannot be changed.",
                    told.mentions,
                ).format(n=f"{told.mentions:,}")
            )
        return " ".join(parts)

    def accept_form(self) -> None:
        if self.primary.isEnabled():
            customer = self._customer_id
            self.submit(lambda actor: erase_and_rewrite(actor, customer))


def erase(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Forget a customer, after saying what that means."""
    name = customer_details.customer(desk.actor, customer_id).name
    open_dialog(desk, EraseDialog(desk, customer_id, name, parent), N_("What was known about the customer is erased."))


def export(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Write everything that is held about a customer to a workbook or a JSON file."""
    found = customer_details.customer(desk.actor, customer_id)
    folder = desk.preferences.folder("exports")
    kinds = ";;".join((_("Excel workbook (*.xlsx)"), _("JSON for machines (*.json)")))
    path = ask_where(parent, _("Export personal data"), folder / f"{found.code}.xlsx", kinds)
    if path is not None:
        write(desk, parent, customer_id, path, found.name)


def write(desk: Desk, parent: QWidget, customer_id: int, path: Path, title: str) -> None:
    """Write the copy beside the window, note that it left the book, and offer to open it."""
    from app.reports.personal_data import write_personal_data
    from app.views.exporting import exported

    def done(written: Any) -> None:
        rows = int(written.rows)
        desk.perform(
            lambda actor: outputs.note_export(actor, "personal data", f"#{customer_id}{path.suffix}", rows),
            title=_("Export"),
        )
        exported(desk, parent, written)

    desk.work(
        lambda actor: write_personal_data(path, personal_data(actor, customer_id), title=title, money=desk.currency),
        on_done=done,
        owner=parent,
        title=_("Export personal data"),
    )
