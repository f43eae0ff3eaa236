"""Writing reminders: the letter of one customer before it goes out, and the letters of many in one preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.models.reminding import LEFT_OUT, TONES
from app.money import show
from app.operations.reminders import remind_customer
from app.queries.reminders import Letter, letter
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.print_setup import Made, Setup, Source
from app.views.receivables.papers import made_papers
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label

if TYPE_CHECKING:
    from app.reports.pdf import Drawing

_PRINTS = "reminders.print"


class ReminderDialog(FormDialog):
    """Shows what a reminder says in each tone, and notes that it went out. ``prints`` tells whether its letter is
    wanted on paper."""

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
        self.print_too = QCheckBox()
        self.print_too.setObjectName("reminder_print")
        say(self.print_too.setText, N_("Show the letter to print it"))
        say(self.print_too.setAccessibleName, N_("Show the letter to print it"))
        self.print_too.setChecked(bool(desk.preferences.get(_PRINTS, True)))
        self.copy_button = button(N_("Copy the text"), "reminder_copy", icon="copy", run=self.copy)
        row.addWidget(self.print_too)
        row.addStretch(1)
        row.addWidget(self.copy_button)
        self.body.addLayout(row)
        self._show()

    @property
    def prints(self) -> bool:
        """Whether the letter is wanted on paper."""
        return self.print_too.isChecked()

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
        """Copy what the reminder says, to be sent as a message."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.banner.tell("ok", N_("The text was copied."))

    def accept_form(self) -> None:
        self.desk.preferences.set(_PRINTS, self.prints)
        customer, tone = self.letter.owing.customer_id, self.tone.key()
        self.submit(lambda actor: remind_customer(actor, customer, tone))


def print_letters(desk: Desk, parent: QWidget, customer_ids: Sequence[int]) -> None:
    """Show the letters of the last reminders of these customers, one behind the other, to be printed or saved."""
    from app.operations.outputs import note_print
    from app.views.printing import PrintPreview

    ids = list(customer_ids)
    if not ids:
        return

    def note(_made: Made, numbers: Sequence[str], _setup: Setup) -> None:
        desk.perform(lambda actor: note_print(actor, "reminder", list(numbers)), title=_("Print"))

    source = Source(
        "reminder",
        len(ids),
        make=lambda actor, setup: made_letters(actor, ids, setup),
        first=lambda actor, setup: made_letters(actor, ids[:1], setup),
        note=note,
    )
    name = "reminder.pdf" if len(ids) == 1 else f"{len(ids)}-reminders.pdf"
    preview = PrintPreview(
        desk,
        N_("Payment reminder") if len(ids) == 1 else N_("Payment reminders"),
        name,
        source=source,
        parent=parent.window(),
    )
    open_dialog(desk, preview)


def made_letters(actor: Actor, customer_ids: Sequence[int], setup: Setup) -> Made:
    """The letters of these customers in one file; see ``made_papers``."""
    from app.reports.reminder import draw_reminder

    def drawn(customer: int) -> tuple[str, Drawing]:
        found = letter(actor, customer)
        return f"{found.owing.name} {found.owing.day}", draw_reminder(found, paper=setup.paper)

    return made_papers(actor, customer_ids, drawn)
