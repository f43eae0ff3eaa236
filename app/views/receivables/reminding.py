"""Writing a reminder: what it says in each tone, before it goes out on paper or as a text."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.models.reminder_letter import Letter
from app.models.reminding import LEFT_OUT, TONES
from app.money import show
from app.operations.reminders import remind_customer
from app.queries.reminders import letter
from app.views.desk import Desk
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label

_PRINTS = "reminders.print"


class ReminderDialog(FormDialog):
    """Shows what a reminder says in each tone, and keeps it as it goes out: on paper, or copied as a text.

    ``prints`` tells whether its letter is wanted on paper, ``copied`` the text that was copied instead.
    """

    def __init__(self, desk: Desk, found: Letter, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "remind_dialog",
            lambda: _("Remind {name}").format(name=found.owing.name),
            N_("Remind"),
            width=640,
            parent=parent,
        )
        self.letter = found
        self.copied = ""
        owing = found.owing
        self.tone = KeyField("reminder_tone", TONES, found.tone)
        self.tone.key_changed.connect(lambda _key: self._read())
        self.form.add("tone", N_("Tone"), self.tone, hint=self._last())
        self.form.add_widget(label(self._sum, "lead", "reminder_sum", wrap=True))
        if owing.left_out:
            self.form.add_widget(label(self._left_out, "hint", "reminder_left_out", wrap=True))
        self.text = QPlainTextEdit()
        self.text.setObjectName("reminder_text")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(230)
        say(self.text.setAccessibleName, N_("What the reminder says"))
        self.body.addWidget(self.text)
        row = QHBoxLayout()
        self.print_too = check_box(
            N_("Show the letter to print it"), "reminder_print", checked=bool(desk.preferences.get(_PRINTS, True))
        )
        self.copy_button = button(N_("Copy the text"), "reminder_copy", icon="copy", run=self.copy)
        row.addWidget(self.print_too)
        row.addStretch(1)
        row.addWidget(self.copy_button)
        self.body.addLayout(row)
        self._show()

    @property
    def prints(self) -> bool:
        """Whether the letter is wanted on paper."""
        return self.print_too.isChecked() and not self.copied

    def _last(self) -> str:
        last = self.letter.owing.last
        if last is None:
            return _("Not reminded before.")
        return _("Reminded on {day}: {tone}.").format(day=last.date, tone=_(dict(TONES)[last.tone]).lower())

    def _sum(self) -> str:
        owing = self.letter.owing
        return _("{amount} is overdue, up to {days} days.").format(
            amount=show(owing.total, self.desk.currency, symbol=True),
            days=max((order.late_days for order in owing.reminded), default=0),
        )

    def _left_out(self) -> str:
        told = [f"{o.number} ({_(LEFT_OUT[o.left_out])})" for o in self.letter.owing.left_out]
        return _("Left out: {orders}.").format(orders=_(", ").join(told))

    def _read(self) -> None:
        customer, tone, actor = self.letter.owing.customer_id, self.tone.key(), self.desk.actor
        self.desk.read(lambda: letter(actor, customer, tone), self._letter_read, key=f"letter.{id(self)}", owner=self)

    def _letter_read(self, found: Letter) -> None:
        self.letter = found
        self._show()

    def _show(self) -> None:
        from app.reports.reminder import reminder_text

        self.text.setPlainText(reminder_text(self.letter))

    def copy(self) -> None:
        """Copy what the reminder says, to be sent as a message; what was copied is kept."""
        self._remind(as_text=True)

    def accept_form(self) -> None:
        self.desk.preferences.set(_PRINTS, self.print_too.isChecked())
        self._remind(as_text=False)

    def _remind(self, *, as_text: bool) -> None:
        from app.reports.reminder import reminder_text

        customer, tone = self.letter.owing.customer_id, self.tone.key()
        self.copied = ""

        def call(actor: Actor) -> Any:
            # Written anew: another tone may not be shown yet, and what is owed may have changed since.
            self.copied = reminder_text(letter(actor, customer, tone)) if as_text else ""
            return remind_customer(actor, customer, tone, self.copied)

        self.submit(call)

    def _done(self, done: Any) -> None:
        if self.copied:
            QGuiApplication.clipboard().setText(self.copied)
        super()._done(done)
