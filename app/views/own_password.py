"""The step of signing in that lets somebody replace a password that another person set and therefore knows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.views.widgets.buttons import button
from app.views.widgets.form import Form
from app.views.widgets.labels import label
from app.views.widgets.password_field import PasswordField


class OwnPasswordStep(QWidget):
    """A new password, typed twice."""

    given = Signal(str)
    """The password, once both fields agree."""
    put_off = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("own_password_step")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(N_("Choose a password of your own"), "lead", "own_password_title", wrap=True))
        column.addWidget(
            label(N_("Yours was set by somebody else, so they know it too."), "muted", "own_password_why", wrap=True)
        )
        self.form = Form("own_password_form")
        self.password, self.again = PasswordField("own_password"), PasswordField("own_password_again")
        self.form.add(
            "password",
            N_("New password"),
            self.password,
            hint=N_("At least 10 characters; several words are easiest."),
        )
        self.form.add("again", N_("The same again"), self.again)
        column.addWidget(self.form)
        self.save = button(N_("Save and go on"), "own_password_accept", kind="primary", run=self.take)
        self.password.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.take)
        column.addWidget(self.save)
        column.addWidget(button(N_("Not now"), "own_password_later", kind="quiet", run=self.put_off.emit))
        column.addStretch(1)

    def begin(self) -> None:
        """Give the keyboard to the first field."""
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self) -> None:
        """Give on what was typed twice; say so if the two differ."""
        self.form.clear_problems()
        if self.password.text() != self.again.text():
            self.form.show_problem(UserError(_("The two passwords differ. Type them again."), field="again"))
            return
        self.given.emit(self.password.text())

    def forget(self) -> None:
        """Empty both fields."""
        self.password.hide_again()
        self.again.hide_again()
