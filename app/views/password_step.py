"""The step of the first start that sets the owner's password and makes the recovery sheet; both may be left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from app.errors import FileError, UserError
from app.i18n import N_, _
from app.operations.recovery import new_code
from app.operations.users import LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.views.files import ask_where, write_file
from app.views.pdf_pages import PdfPages
from app.views.place_step import step_page
from app.views.print_job import PrintJob, printers
from app.views.texts import say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.form import Form
from app.views.widgets.labels import Card, label
from app.views.widgets.password_field import PasswordField


class PasswordStep(QWidget):
    """Password, the same again, and the sheet. ``code`` is empty until the sheet was printed or saved."""

    def __init__(self, business: Callable[[], str], person: Callable[[], str]) -> None:
        super().__init__()
        self._business, self._person = business, person
        self._drawn_code = new_code()
        self.code = ""
        self._warned = False
        self._job: PrintJob | None = None
        _page, column = step_page(
            N_("Your password"),
            N_("With a password nobody else opens this book on your computer. Leave it empty to set one later."),
            "password_step",
            self,
        )
        self.form = Form("password_form")
        self.password, self.again = PasswordField("first_password"), PasswordField("first_password_again")
        hint = N_("At least 10 characters; several words are easiest.")
        self.form.add("password", N_("Password"), self.password, hint=hint, row=0)
        self.form.add("again", N_("The same again"), self.again, row=0, column=1)
        column.addWidget(self.form)
        self.card = Card("recovery_card")
        self.card.body.setSpacing(8)
        self.card.body.addWidget(label(N_("Recovery sheet"), "section", "recovery_title"))
        self.card.body.addWidget(
            label(
                N_("A page with a code that sets a new password when this one is forgotten. Keep it locked away."),
                "hint",
                "recovery_hint",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        self.save = button(N_("Save the sheet…"), "recovery_save", icon="save", run=self.ask_where)
        self.print = button(N_("Print the sheet…"), "recovery_print", icon="printer", run=self.ask_printer)
        self.print.setVisible(bool(printers()))
        self.state = label("", "muted", "recovery_state", wrap=True)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addWidget(self.state, 1)
        self.card.body.addLayout(row)
        column.addWidget(self.card)
        self.verdict = Banner("password_verdict")
        column.addWidget(self.verdict)
        column.addStretch(1)
        for field in (self.password, self.again):
            field.textChanged.connect(lambda _text: self._typed())
        self._typed()

    def _typed(self) -> None:
        self.card.setEnabled(bool(self.password.text()))
        self._warned = False
        self.verdict.hide()

    def problem(self) -> UserError | None:
        """What keeps one from going on. Without a sheet one is warned once."""
        self.form.clear_problems()
        password = self.password.text()
        if not password:
            return None
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            told = _("A password has between {least} and {most} characters. Several words are easiest to remember.")
            return UserError(told.format(least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD), field="password")
        if password != self.again.text():
            return UserError(_("The two passwords are not the same."), field="again")
        if not self.code and not self._warned:
            self._warned = True
            self.verdict.tell(
                "warn",
                N_("Without the sheet nobody can help when the password is forgotten. Press Next to go on without it."),
                dismissible=False,
            )
            return UserError("", code="no_sheet")
        return None

    # The sheet

    def sheet(self) -> bytes:
        """The sheet as a PDF."""
        from app.reports.recovery_sheet import recovery_sheet

        day = date.today().isoformat()
        return recovery_sheet(self._drawn_code, business=self._business(), person=self._person(), day=day)

    def ask_where(self) -> None:
        """Ask for a place and save the sheet there."""
        path = ask_where(
            self, _("Save the sheet"), Path.home() / f"{_('Recovery sheet')}.pdf", _("PDF documents (*.pdf)")
        )
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save the sheet; a problem is said below it."""
        try:
            write_file(path, self.sheet())
        except FileError as problem:
            sentence = problem.message
            self.verdict.tell("danger", lambda: sentence)
            return
        self._kept(lambda: _("Saved: {path}").format(path=path.name))

    def ask_printer(self) -> None:
        """Ask for a printer and print the sheet."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("recovery_printer_dialog")
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        QDialog.open(dialog)

    def print_on(self, printer: Any) -> None:
        """Print the sheet beside the window."""
        pages = PdfPages(self.sheet())
        self._job = PrintJob(pages, printer)

        def over(_sent: int, error: object) -> None:
            pages.close()
            if isinstance(error, UserError):
                sentence = error.message
                self.verdict.tell("danger", lambda: sentence)
            elif error is None:
                self._kept(N_("Printed"))

        self._job.over.connect(over)
        self._job.start()

    def _kept(self, words: Any) -> None:
        self.code = self._drawn_code
        self.verdict.hide()
        say(self.state.setText, words)
