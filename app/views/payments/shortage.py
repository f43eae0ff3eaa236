"""What is missing when a payment settles an order but for a little: asked in the form itself, never decided by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout

from app.i18n import N_, _
from app.money import Currency, show
from app.views.texts import Saying, say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.choices import radio_button
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label


@dataclass(frozen=True)
class Missing:
    """What a payment leaves due on an order that it nearly settles (minor units)."""

    order_id: int
    number: str
    amount: int


class ShortageQuestion(QFrame):
    """Asks what shall become of a small rest: it stays due, the bank kept it, or it is written off as a kind.

    Shown only while something small is missing. ``fee_asked`` carries what the bank kept.
    """

    fee_asked = Signal(object)
    decided = Signal()

    def __init__(self, name: str, currency: Currency) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("banner", "warn")
        self._currency = currency
        self.missing: tuple[Missing, ...] = ()
        self.text = label("", "", f"{name}_text", wrap=True)
        self.leave = self._choice(f"{name}_leave", N_("It stays due"))
        self.give_up = self._choice(f"{name}_write_off", N_("Write it off as"))
        self.kind = KeyField(
            f"{name}_kind",
            [("difference", N_("A difference")), ("fee", N_("A fee of the bank")), ("bad_debt", N_("A bad debt"))],
        )
        say(self.kind.setAccessibleName, N_("What it is"))
        self.kind.key_changed.connect(lambda _key: self.decided.emit())
        self.fee = button("", f"{name}_fee", kind="quiet", run=lambda: self.fee_asked.emit(self.amount))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.leave)
        row.addSpacing(16)
        row.addWidget(self.give_up)
        row.addWidget(self.kind)
        row.addStretch(1)
        last = QHBoxLayout()
        last.addWidget(self.fee)
        last.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addLayout(row)
        column.addLayout(last)
        self.hide()

    def _choice(self, name: str, words: Saying) -> QRadioButton:
        made = radio_button(words, name)
        made.toggled.connect(lambda _on: self._choose())
        return made

    def _choose(self) -> None:
        self.kind.setEnabled(self.give_up.isChecked())
        self.decided.emit()

    @property
    def amount(self) -> int:
        """What is missing in all."""
        return sum(each.amount for each in self.missing)

    @property
    def open(self) -> bool:
        """Whether the question is there and not answered."""
        return not self.isHidden() and not (self.leave.isChecked() or self.give_up.isChecked())

    @property
    def written_off(self) -> tuple[Missing, ...]:
        """What shall be written off."""
        return self.missing if not self.isHidden() and self.give_up.isChecked() else ()

    def ask(self, missing: Sequence[Missing]) -> None:
        """Ask about these rests; none takes the question away together with its answer."""
        found = tuple(missing)
        if found == self.missing and found and not self.isHidden():
            return
        self.missing = found
        for each in (self.leave, self.give_up):
            each.setAutoExclusive(False)
            each.setChecked(False)
            each.setAutoExclusive(True)
        self.kind.setEnabled(False)
        if not found:
            self.hide()
            return
        amount, numbers = show(self.amount, self._currency), ", ".join(each.number for each in found)
        say(
            self.text.setText,
            lambda: _("{n} is missing to settle {orders}. What shall become of it?").format(n=amount, orders=numbers),
        )
        say_button(self.fee, lambda: _("The bank kept it: record {n} as its fee").format(n=amount))
        self.show()
