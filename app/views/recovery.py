"""Setting a new password with the code of the recovery sheet, from the card where people sign in."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Actor
from app.models.base import database
from app.operations.recovery import reset_password
from app.operations.users import note_sign_in
from app.views import problems
from app.views.texts import say
from app.views.widgets.buttons import button, footer
from app.views.widgets.form import Form
from app.views.widgets.labels import label
from app.views.widgets.number_fields import CodeField
from app.views.widgets.password_field import PasswordField


class RecoverDialog(QDialog):
    """Code, new password, the same again. A wrong code counts as a wrong password and brings the same pauses."""

    def __init__(self, actor: Actor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recover_dialog")
        self.setFixedWidth(440)
        say(self.setWindowTitle, N_("Forgot the password?"))
        say(self.setAccessibleName, N_("Forgot the password?"))
        self._actor = actor
        self._pool = ThreadPoolExecutor(1)
        self._work: Future[None] | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(20)
        self._poll.timeout.connect(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(N_("Forgot the password?"), "section", "recover_title"))
        column.addWidget(
            label(N_("Type the code of your recovery sheet and a new password."), "muted", "recover_lead", wrap=True)
        )
        self.form = Form("recover_form")
        self.code = CodeField("recovery_code")
        self.password, self.again = PasswordField("new_password"), PasswordField("new_password_again")
        self.form.add("code", N_("Code of the recovery sheet"), self.code)
        hint = N_("At least 10 characters; several words are easiest.")
        self.form.add("password", N_("New password"), self.password, hint=hint)
        self.form.add("again", N_("The same again"), self.again)
        column.addWidget(self.form)
        column.addStretch(1)
        self.go = button(N_("Set the new password"), "recover_accept", kind="primary", run=self.try_now)
        self.go.setDefault(True)
        back = button(N_("Go back"), "recover_cancel", run=self.reject)
        column.addLayout(footer(back, self.go))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.try_now)
        self.code.setFocus()

    def try_now(self) -> None:
        """Set the password, if the code is right."""
        if self._work is not None:
            return
        self.form.clear_problems()
        if self.password.text() != self.again.text():
            self.form.show_problem(UserError(_("The two passwords are not the same."), field="again"))
            return
        actor, code, password = self._actor, self.code.text(), self.password.text()

        def work() -> None:
            try:
                reset_password(actor, code, password)
            except UserError as problem:
                if problem.code == "wrong_code":
                    with suppress(UserError):
                        note_sign_in(actor, ok=False)
                raise
            finally:
                database.close()

        self.go.setEnabled(False)
        self._work = self._pool.submit(work)
        self._poll.start()

    def _look(self) -> None:
        if self._work is None or not self._work.done():
            return
        self._poll.stop()
        work, self._work = self._work, None
        self.go.setEnabled(True)
        error = work.exception()
        if error is None:
            self.accept()
        else:
            problems.show(error, parent=self, form=self.form)

    def done(self, result: int) -> None:
        self._poll.stop()
        self._pool.shutdown(wait=False)
        super().done(result)
