"""Who is at the desk: choose the person, type the password. Wrong tries bring pauses and stand on the trail."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout

from app.errors import UserError
from app.i18n import N_, _
from app.operations.users import matches, note_sign_in
from app.queries.people import Person, actor_of, people
from app.views.widgets.buttons import button
from app.views.widgets.form import Form
from app.views.widgets.labels import label


def sign_in(found: Sequence[Person]) -> Person | None:
    """Ask who works here; None if the person gave up."""
    dialog = SignInDialog(found)
    return dialog.person if dialog.exec() == QDialog.DialogCode.Accepted else None


class SignInDialog(QDialog):
    """A card with the people of the book and a password. The hash is checked beside the window: it takes 0.2 s."""

    def __init__(self, found: Sequence[Person]) -> None:
        super().__init__()
        self.setObjectName("sign_in_dialog")
        self.setWindowTitle("Daybook")
        self.setAccessibleName(_("Sign in"))
        self.setFixedWidth(360)
        self.people = tuple(found)
        self.person: Person | None = None
        self._pool = ThreadPoolExecutor(1)
        self._check: Future[bool] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(N_("Sign in"), "title", "sign_in_title"))
        self.form = Form("sign_in_form")
        self.who = QComboBox()
        self.who.setObjectName("sign_in_person")
        for person in found:
            self.who.addItem(person.shown_name, person.id)
        self.password = QLineEdit()
        self.password.setObjectName("sign_in_password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("person", N_("Name"), self.who)
        self.form.add("password", N_("Password"), self.password)
        column.addWidget(self.form)
        box = QDialogButtonBox()
        self.go = button(N_("Sign in"), "sign_in_accept", kind="primary", run=self._try)
        self.go.setDefault(True)
        box.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(button(N_("Quit"), "sign_in_cancel", run=self.reject), QDialogButtonBox.ButtonRole.RejectRole)
        column.addWidget(box)
        self._poll = QTimer(self)
        self._poll.setInterval(20)
        self._poll.timeout.connect(self._look)
        self.password.setFocus()

    def _chosen(self) -> Person:
        # Read afresh: a pause may have begun in another window.
        return next(p for p in people() if p.id == self.who.currentData())

    def _try(self) -> None:
        person = self._chosen()
        if not person.password:
            self.person = person
            self.accept()
            return
        now = datetime.now(UTC)
        if person.paused_until is not None and person.paused_until > now:
            seconds = int((person.paused_until - now).total_seconds()) + 1
            self._refuse(_("Too many wrong passwords. Wait {seconds} seconds, then try again.").format(seconds=seconds))
            return
        self.go.setEnabled(False)
        self._check = self._pool.submit(matches, person.password, self.password.text())
        self._poll.start()

    def _look(self) -> None:
        if self._check is None or not self._check.done():
            return
        self._poll.stop()
        fits = self._check.result()
        self._check = None
        self.go.setEnabled(True)
        person = self._chosen()
        note_sign_in(actor_of(person), ok=fits)
        if fits:
            self.person = person
            self.accept()
        else:
            self.password.clear()
            self._refuse(_("The name or the password is not right."))

    def _refuse(self, sentence: str) -> None:
        self.form.show_problem(UserError(sentence, field="password"))

    def done(self, result: int) -> None:
        self._pool.shutdown(wait=False)
        super().done(result)
