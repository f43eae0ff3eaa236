"""Brings a bank statement in: pasted, or from the file that the bank gives. Nothing is matched by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.importing.cells import read_cells
from app.matching.entry import Statement
from app.matching.statement import read_statement, read_text
from app.operations.statement_lines import import_statement
from app.queries import bank_lines
from app.views.desk import Desk
from app.views.files import ask_which
from app.views.imports.drops import accept_file, take_file
from app.views.imports.work import Work
from app.views.moments import soon
from app.views.money_parts import MethodField
from app.views.texts import say
from app.views.theme import mark
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.reason_field import ReasonField

_LOOK = 250
_LONGEST = 5_000_000
"""Characters that are taken from the clipboard."""
_NAMED = 3


class BringDialog(FormDialog):
    """``done_value`` is what became of the statement (``Stored``)."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, "bring_statement", N_("Import bank statement"), N_("Import lines"), width=720, parent=parent
        )
        self.setAcceptDrops(True)
        self._statement: Statement | None = None
        self._rows: list[tuple[str, ...]] | None = None
        self._source = ""
        self._work: Work | None = None
        known = bank_lines.accounts(desk.actor)
        self.account = ReasonField("statement_account", [account for account, _method in known])
        self.method = MethodField(desk, "statement_method")
        self.days = KeyField(
            "statement_days",
            (("", N_("As the file says")), ("day", N_("Day first: 31/12")), ("month", N_("Month first: 12/31"))),
        )
        self.text = QPlainTextEdit()
        self.text.setObjectName("statement_text")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(190)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        say(
            self.text.setPlaceholderText,
            N_("Paste the lines here together with their headings, drop a file, or choose one."),
        )
        self._known = dict(known)
        self._arrange()
        if known:
            self.account.setText(known[0][0])
            self.method.choose(known[0][1])
        self._wait = soon(self, _LOOK, self.look)
        self.text.textChanged.connect(self._wait.start)
        self.days.key_changed.connect(lambda _key: self.look())
        self.account.textEdited.connect(self._account_typed)
        self.finished.connect(lambda _result: self._leave_file())
        pasted = QApplication.clipboard().text()[:_LONGEST]
        if _holds_a_statement(pasted):
            self.text.setPlainText(pasted)
        self.look()
        (self.text if known else self.account).setFocus()

    def _arrange(self) -> None:
        add = self.form.add
        add("account", N_("Your account"), self.account, required=True, hint=N_("Such as the bank and its last digits"))
        add("method", N_("Method"), self.method, required=True, row=0, column=1)
        add("day_first", N_("Days and months"), self.days, row=0, column=2)
        add("text", N_("Lines of the statement"), self.text, row=1, span=3)
        row = QHBoxLayout()
        self.choose = button(N_("Choose file…"), "statement_choose", icon="folder-open", run=self.choose_file)
        row.addWidget(self.choose)
        self.file = label("", "muted", "statement_file")
        row.addWidget(self.file, 1)
        self.body.addLayout(row)
        told = QVBoxLayout()
        told.setSpacing(2)
        self.found = label("", "", "statement_found", wrap=True)
        self.unread = label("", "hint", "statement_unread", wrap=True)
        told.addWidget(self.found)
        told.addWidget(self.unread)
        self.body.addLayout(told)

    def _account_typed(self, typed: str) -> None:
        if typed in self._known:
            self.method.choose(self._known[typed])

    # Reading

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not accept_file(event):
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not take_file(event, self.take_file):
            super().dropEvent(event)

    def choose_file(self) -> None:
        """Ask for the file."""
        kinds = _("Tables") + " (*.xlsx *.xls *.csv *.tsv *.txt *.ods)"
        chosen = ask_which(self, _("Bank statement"), self.desk.preferences.folder("statements"), kinds)
        if chosen is not None:
            self.desk.preferences.remember_folder("statements", chosen)
            self.take_file(chosen)

    def take_file(self, path: Path) -> None:
        """Read a file beside the window."""
        self._leave_file()
        self.banner.dismiss()
        self._source = path.name
        self.primary.setEnabled(False)
        say(self.file.setText, lambda: _("Reading {name}…").format(name=path.name))
        self._work = Work(lambda _progress, cancelled: read_cells(path, cancelled), self)
        self._work.start(self._file_read, self._file_failed)

    def _leave_file(self) -> None:
        if self._work is not None:
            self._work.cancel()
        self._work = None

    def _file_read(self, rows: list[tuple[str, ...]]) -> None:
        self._work = None
        self._rows = rows
        self.text.setEnabled(False)
        self.file.setText(self._source)
        self.look()

    def _file_failed(self, error: Exception) -> None:
        self._work = None
        self._source = ""
        self.file.setText("")
        self._problem(error)
        self.primary.setEnabled(self._statement is not None)

    def look(self) -> None:
        """Read what was pasted or chosen, beside the window."""
        rows, text, minor = self._rows, self.text.toPlainText(), self.desk.currency.minor
        day_first = {"day": True, "month": False}.get(self.days.key())
        self.form.clear_problems()
        if rows is None and not text.strip():
            self._show(None)
            return

        def read() -> Statement:
            if rows is not None:
                return read_statement(rows, minor=minor, day_first=day_first)
            return read_text(text, minor=minor, day_first=day_first)

        self.desk.read(read, self._show, key="statement.look", on_problem=self._not_understood, owner=self)

    def _not_understood(self, error: Exception) -> None:
        self._show(None)
        if isinstance(error, UserError):
            field = self.form.fields.get(error.field or "text")
            if field is not None:
                field.set_error(error.message)
        else:
            self._problem(error)

    def _show(self, statement: Statement | None) -> None:
        self._statement = statement
        self.primary.setEnabled(statement is not None and bool(statement.entries))
        if statement is None:
            self.found.setText("")
            self.unread.setText("")
            return
        came = sum(entry.amount > 0 for entry in statement.entries)
        whole = len(statement.entries)
        days = [entry.day for entry in statement.entries]

        def words() -> str:
            if not whole:
                return _("No lines were found.")
            told = ngettext(
                "{n} line from {first} to {last}, {came} of money that came in.",
                "{n} lines from {first} to {last}, {came} of money that came in.",
                whole,
            )
            return told.format(n=f"{whole:,}", first=min(days), last=max(days), came=f"{came:,}")

        say(self.found.setText, words)
        say(self.unread.setText, lambda: _unread(statement))
        mark(self.unread, role="warn" if statement.unread else "hint")

    def accept_form(self) -> None:
        statement = self._statement
        if statement is None or not self.primary.isEnabled():
            return
        account, method = self.account.text(), self.method.key()
        source = self._source or _("pasted")
        self.submit(lambda actor: import_statement(actor, account, method, statement.entries, source))

    def _done(self, result: Any) -> None:
        self.desk.preferences.set("statements.account", self.account.text())
        super()._done(result)


def _unread(statement: Statement) -> str:
    if statement.unread:
        first = "; ".join(
            _("row {row}: {reason}").format(row=each.row, reason=each.reason) for each in statement.unread[:_NAMED]
        )
        count = len(statement.unread)
        return ngettext("{n} row cannot be read: {first}", "{n} rows cannot be read: {first}", count).format(
            n=count, first=first
        )
    names = [name for _field, name in statement.columns if name]
    return _("Columns read: {names}").format(names=", ".join(names)) if names else ""


def _holds_a_statement(text: str) -> bool:
    head = text[:20_000]
    if head.count("\n") < 1:
        return False
    try:
        return bool(read_text(head, day_first=True).entries)
    except UserError:
        return False
