"""The original beside a form that registers an invoice: its number and date are taken over, differences are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import N_, _
from app.importing.originals import Original, original_with_bytes
from app.money import show
from app.operations.originals import keep_original
from app.views.desk import Desk
from app.views.imports.drops import dropped_file
from app.views.imports.work import Work
from app.views.invoices.originals import FOLDER, KINDS, ask_for_original
from app.views.invoices.parts import AuthorityFields
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label


@dataclass(frozen=True)
class Wanted:
    """What the form says so far: to whom, their tax number, and what it comes to."""

    title: str
    tax_number: str
    amount: int


class OriginalField(QWidget):
    """A button and a place to drop a file; what was read is kept with the invoice once that is registered."""

    def __init__(
        self, name: str, desk: Desk, dialog: FormDialog, authority: AuthorityFields, wanted: Callable[[], Wanted]
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}_original")
        self.desk = desk
        self.said: Original | None = None
        self.path: Path | None = None
        self._content = b""
        self._authority, self._wanted, self._dialog = authority, wanted, dialog
        self._reading: Work | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        self.choose = button(N_("Read the original…"), f"{name}_read_original", icon="file-up", run=self.ask)
        self.told = label(
            N_("Its number and date are taken over, and it is kept with the invoice. It can be dropped here."),
            "muted",
            f"{name}_original_told",
            wrap=True,
        )
        row.addWidget(self.choose)
        row.addWidget(self.told, 1)
        dialog.setAcceptDrops(True)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isHidden():
            return super().eventFilter(watched, event)
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            path = dropped_file(event, KINDS)
            if path is not None:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent):
                    self.take_file(path)
                return True
        return super().eventFilter(watched, event)

    def ask(self) -> None:
        """Ask for the file."""
        chosen = ask_for_original(self.desk, self)
        if chosen is not None:
            self.take_file(chosen)

    def take_file(self, path: Path) -> None:
        """Read a file beside the window."""
        if self._reading is not None:
            return
        self.desk.preferences.remember_folder(FOLDER, path)
        self.choose.setEnabled(False)
        say(self.told.setText, lambda: _("Reading {file}").format(file=path.name))
        minor = self.desk.currency.minor
        self._reading = Work(lambda progress, cancelled: original_with_bytes(path, minor, progress, cancelled), self)
        self._reading.start(lambda found: self._read(path, *found), self._not_read)

    def _not_read(self, error: Exception) -> None:
        self._reading = None
        self.choose.setEnabled(True)
        message = getattr(error, "message", str(error))
        say(self.told.setText, lambda: message)

    def _read(self, path: Path, said: Original, content: bytes) -> None:
        self._reading = None
        self.choose.setEnabled(True)
        self.path, self.said, self._content = path, said, content
        if said.number:
            self._authority.number.setText(said.number)
        if said.code:
            self._authority.code.setText(said.code)
        if said.date:
            self._authority.day.set_value(date.fromisoformat(said.date))
        self.show_differences()

    def show_differences(self) -> None:
        """Say how the file differs from the form as it is now."""
        said, path = self.said, self.path
        if said is None or path is None:
            return
        wanted, currency = self._wanted(), self.desk.currency

        def words() -> str:
            if not said.readable:
                return _("{file}: nothing of it could be read. It is kept as it is.").format(file=path.name)
            differing = []
            if said.total is not None and abs(said.total) != wanted.amount:
                differing.append(
                    _("its total is {made}, here {asked}").format(
                        made=show(abs(said.total), currency), asked=show(wanted.amount, currency)
                    )
                )
            if said.buyer and _plain(said.buyer) != _plain(wanted.title):
                differing.append(_("it is made out to {made}").format(made=said.buyer))
            if said.tax_number and _plain(said.tax_number) != _plain(wanted.tax_number):
                differing.append(_("its tax number is {made}").format(made=said.tax_number))
            if not differing:
                return _("{file}: all that could be read fits.").format(file=path.name)
            return _("{file}: {differences}.").format(file=path.name, differences="; ".join(differing))

        say(self.told.setText, words)

    def keep(self, invoice_id: int) -> None:
        """Keep the file that was read with the invoice that was registered."""
        said, path, content = self.said, self.path, self._content
        if said is None or path is None or self.isHidden():
            return
        name = path.name
        self.desk.perform(
            lambda actor: keep_original(actor, invoice_id, content, name, said.file_kind), title=_("Keep an original")
        )


def _plain(text: str) -> str:
    return "".join(text.casefold().split())
