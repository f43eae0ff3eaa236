"""The originals that the tax bureau made, on the page of an invoice: kept, compared, opened again, saved elsewhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import N_, _
from app.importing.originals import Original, original_with_bytes
from app.models.actor import Permission
from app.operations.originals import keep_original
from app.queries import originals
from app.queries.columns import Column, Kind, Row
from app.queries.originals import Compared, KeptOriginal
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.files import ask_where, ask_which, look_at, write_file
from app.views.imports.drops import accept_file, take_file
from app.views.imports.work import Work
from app.views.texts import say
from app.views.values import local_moment
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

KINDS = frozenset({".pdf", ".ofd", ".xml"})
FOLDER = "originals"
"""The topic under which the desk remembers where originals were looked for last."""
_FILES = (
    Column("name", N_("File"), Kind.TEXT, 240),
    Column("kept_at", N_("Kept"), Kind.TEXT, 150),
    Column("sha256", N_("SHA-256"), Kind.TEXT, 150),
)
_FACTS = (
    Column("fact", N_("What"), Kind.TEXT, 110),
    Column("said", N_("In the file"), Kind.TEXT, 210),
    Column("kept", N_("In the book"), Kind.TEXT, 210),
    Column("differs", N_("Compared"), Kind.TEXT, 90),
)


class OriginalsCard(Card):
    """The kept originals of one invoice; Enter opens one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("invoice_originals_card", title=N_("Originals of the tax bureau"))
        self.desk, self.invoice_id = desk, 0
        self.found: tuple[KeptOriginal, ...] = ()
        self.nothing = label(
            N_("None is kept yet. Keep the XML, OFD or PDF that the platform made."), "muted", "originals_nothing",
            wrap=True,
        )  # fmt: skip
        self.body.addWidget(self.nothing)
        self.table = SmallTable("originals_table", N_("Originals of the tax bureau"), _FILES, desk.currency)
        self.table.opens_with(lambda file_id, _beside: self.open(file_id))
        self.add_table(self.table)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.keep = button(
            N_("Keep an original…"), "keep_original", icon="file-up",
            run=lambda: keep_one(desk, self.window(), self.invoice_id),
        )  # fmt: skip
        self.save = button(N_("Save as…"), "save_original", icon="save", run=self.ask_where)
        row.addWidget(self.keep)
        row.addWidget(self.save)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_kept(self, invoice_id: int, found: tuple[KeptOriginal, ...]) -> None:
        """Show what is kept of an invoice."""
        self.invoice_id, self.found = invoice_id, found
        self.table.show_rows([Row(f.id, (f.name, local_moment(f.kept_at), f"{f.sha256[:16]}…")) for f in self.found])
        self.table.setVisible(bool(self.found))
        self.nothing.setVisible(not self.found)
        self.save.setVisible(bool(self.found))
        self.keep.setVisible(self.desk.actor.may(Permission.ISSUE_INVOICES))

    def open(self, file_id: int) -> None:
        """Open a kept file in the program that is meant for it: a copy, so that what is kept stays as it is."""
        actor = self.desk.actor

        def copied() -> Path:
            name, content = originals.original_bytes(actor, file_id)
            path = Path(tempfile.mkdtemp(prefix="daybook-")) / Path(name).name
            path.write_bytes(content)
            return path

        self.desk.read(copied, look_at, key=f"original.{file_id}", owner=self)

    def ask_where(self) -> None:
        """Ask where the chosen file, or the first one, is to be saved."""
        if not self.found:
            return
        file_id = self.table.current_id() or self.found[0].id
        name = next(f.name for f in self.found if f.id == file_id)
        folder = self.desk.preferences.folder("exports")
        path = ask_where(self, _("Save as…"), folder / Path(name).name, f"*{Path(name).suffix}")
        if path is not None:
            self.save_to(file_id, path)

    def save_to(self, file_id: int, path: Path) -> None:
        """Write the very bytes that are kept."""
        self.desk.work(
            lambda actor: write_file(path, originals.original_bytes(actor, file_id)[1]),
            owner=self,
            title=_("Save as…"),
        )


class KeepOriginalDialog(FormDialog):
    """Takes a file, shows what it says beside what the book holds, and keeps it."""

    def __init__(self, desk: Desk, invoice_id: int, parent: QWidget) -> None:
        super().__init__(desk, "keep_original_dialog", N_("Keep an original"), N_("Keep"), width=720, parent=parent)
        self.setAcceptDrops(True)
        self.invoice_id = invoice_id
        self.path: Path | None = None
        self.said: Original | None = None
        self._content = b""
        self.compared: tuple[Compared, ...] = ()
        self._reading: Work | None = None
        self.form.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choose = button(N_("Choose a file…"), "original_choose", icon="folder-open", run=self.ask)
        self.file = label(
            N_("The XML, OFD or PDF that the platform made. It can be dropped here too."), "muted", "original_file",
            wrap=True,
        )  # fmt: skip
        row.addWidget(self.choose)
        row.addWidget(self.file, 1)
        self.body.insertLayout(0, row)
        self.table = SmallTable("original_facts", N_("What the file says"), _FACTS, desk.currency)
        self.table.hide()
        self.body.insertWidget(1, self.table)
        self.told = label("", "muted", "original_told", wrap=True)
        self.body.insertWidget(2, self.told)
        self.primary.setEnabled(False)
        self.choose.setFocus()

    def ask(self) -> None:
        """Ask for the file."""
        chosen = ask_for_original(self.desk, self)
        if chosen is not None:
            self.take_file(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not accept_file(event, KINDS):
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not take_file(event, self.take_file, KINDS):
            super().dropEvent(event)

    def take_file(self, path: Path) -> None:
        """Read what a file says."""
        if self._reading is not None:
            return
        self.desk.preferences.remember_folder(FOLDER, path)
        self.banner.dismiss()
        self.path = None
        self.primary.setEnabled(False)
        self.choose.setEnabled(False)
        say(self.file.setText, lambda: _("Reading {file}").format(file=path.name))
        minor = self.desk.currency.minor
        self._reading = Work(lambda progress, cancelled: original_with_bytes(path, minor, progress, cancelled), self)
        self._reading.start(lambda found: self._read(path, *found), self._not_read)

    def _not_read(self, error: Exception) -> None:
        self._reading = None
        self.choose.setEnabled(True)
        self.table.hide()
        say(self.told.setText, "")
        say(self.file.setText, N_("Choose another file, or drop one here."))
        self._problem(error)

    def _read(self, path: Path, said: Original, content: bytes) -> None:
        self._reading = None
        self.choose.setEnabled(True)
        self.path, self.said, self._content = path, said, content
        say(self.file.setText, lambda: path.name)
        self.compared = originals.compared(self.desk.actor, self.invoice_id, said)
        self.table.show_rows(
            [
                Row(n, (_(c.title), c.said, c.kept, "" if not c.said else _("the same") if c.same else _("differs")))
                for n, c in enumerate(self.compared)
            ]
        )
        self.table.setVisible(said.readable)
        differing = [c for c in self.compared if not c.same]
        if not said.readable:
            say(self.told.setText, N_("Nothing of it could be read, so it can only be kept as it is."))
        elif differing:
            say(self.told.setText, "")
            self.banner.tell(
                "warn",
                lambda: _("It differs from the book: {what}. Is it the right file?").format(
                    what=", ".join(_(c.title) for c in differing)
                ),
                dismissible=False,
            )
        else:
            say(self.told.setText, N_("All that could be read is the same as in the book."))
        self.primary.setEnabled(True)
        self.primary.setFocus()

    def accept_form(self) -> None:
        path, said, invoice_id = self.path, self.said, self.invoice_id
        if path is None or said is None or not self.primary.isEnabled():
            return
        content = self._content
        self.submit(lambda actor: keep_original(actor, invoice_id, content, path.name, said.file_kind))

    def reject(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        super().reject()


def ask_for_original(desk: Desk, parent: QWidget) -> Path | None:
    """Ask for a file that can be an original, where the one before lay; None if the person leaves it."""
    return ask_which(parent, _("Choose a file"), desk.preferences.folder(FOLDER), _("Originals (*.pdf *.ofd *.xml)"))


def keep_one(desk: Desk, parent: QWidget, invoice_id: int) -> None:
    """Open the dialog that keeps the original of an invoice."""
    open_dialog(desk, KeepOriginalDialog(desk, invoice_id, parent), N_("The original was kept."))
