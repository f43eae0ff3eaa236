"""What is left of a payment once its orders are settled: said as a sum, and asked as a question in the form itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout

from app.i18n import N_, _
from app.money import Currency, show
from app.views.texts import say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.choices import radio_button
from app.views.widgets.labels import label


@dataclass(frozen=True)
class Surplus:
    """What a payment leaves: ``over`` settles nothing, ``due`` stays due on the listed orders after it."""

    amount: int
    over: int
    due: int
    small: bool = False
    """Whether it is within the limit for write-offs, and a single order's."""

    @property
    def lower(self) -> int:
        """The amount that would leave nothing over."""
        return self.amount - self.over


class SurplusQuestion(QFrame):
    """Asks what shall become of money that is more than due: kept as balance, used for other orders, or typed wrong.

    Shown only while something is over; ``kept`` says whether the person decided to keep it as balance, ``booked``
    whether it is a difference that nobody will ask for, which is offered for small ones.
    """

    lower_asked = Signal(object)
    spread_asked = Signal()
    decided = Signal()

    def __init__(self, name: str, currency: Currency) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("banner", "warn")
        self._currency = currency
        self._surplus = Surplus(0, 0, 0)
        self.text = label("", "", f"{name}_text", wrap=True)
        self.keep = self._choice(f"{name}_keep", N_("Keep it as the customer's balance"))
        self.book = self._choice(f"{name}_book", N_("Book it as a difference"))
        self.spread = button(
            N_("Use it for the other orders"), f"{name}_spread", kind="quiet", run=self.spread_asked.emit
        )
        self.less = button("", f"{name}_lower", kind="quiet", run=self._lower)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.spread)
        row.addWidget(self.less)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(self.text)
        answers = QHBoxLayout()
        answers.setSpacing(24)
        answers.addWidget(self.keep)
        answers.addWidget(self.book)
        answers.addStretch(1)
        column.addLayout(answers)
        column.addLayout(row)
        self.hide()

    def _choice(self, name: str, words: str) -> QRadioButton:
        made = radio_button(words, name)
        made.setAutoExclusive(False)
        made.toggled.connect(lambda on: self._chosen(made, on))
        return made

    def _chosen(self, made: QRadioButton, on: bool) -> None:
        other = self.book if made is self.keep else self.keep
        if on and other.isChecked():
            other.setChecked(False)
        self.decided.emit()

    def _forget(self) -> None:
        for choice in (self.keep, self.book):
            choice.setChecked(False)

    @property
    def kept(self) -> bool:
        """Whether the rest shall stay as balance."""
        return not self.isHidden() and self.keep.isChecked()

    @property
    def booked(self) -> int:
        """What is booked as a difference; 0 unless that was chosen."""
        return self._surplus.over if not self.isHidden() and self.book.isChecked() else 0

    @property
    def open(self) -> bool:
        """Whether the question is there and not answered."""
        return not self.isHidden() and not (self.keep.isChecked() or self.book.isChecked())

    def ask(self, surplus: Surplus | None) -> None:
        """Ask about this rest; None takes the question away together with its answer."""
        if surplus is None:
            self.hide()
            self._forget()
            return
        if surplus.over != self._surplus.over:
            self._forget()
        self._surplus = surplus
        self.book.setVisible(surplus.small)
        over, due, lower = (show(n, self._currency) for n in (surplus.over, surplus.due, surplus.lower))
        say(
            self.text.setText,
            (lambda: _("{n} more than is due – keep it as the customer's balance?").format(n=over))
            if surplus.due <= 0
            else (lambda: _("{n} settles no order yet, while {due} is still due.").format(n=over, due=due)),
        )
        self.spread.setVisible(surplus.due > 0)
        self.less.setVisible(surplus.lower > 0)
        say_button(self.less, lambda: _("Lower the amount to {n}").format(n=lower))
        self.show()

    def _lower(self) -> None:
        self.lower_asked.emit(self._surplus.lower)
