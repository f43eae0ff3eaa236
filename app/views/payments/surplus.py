"""What is left of a payment once its orders are settled: said as a sum, and asked as a question in the form itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout

from app.i18n import N_, _
from app.money import Currency, show
from app.views.texts import say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.labels import label


@dataclass(frozen=True)
class Surplus:
    """What a payment leaves: ``over`` settles nothing, ``due`` stays due on the listed orders after it."""

    amount: int
    over: int
    due: int

    @property
    def lower(self) -> int:
        """The amount that would leave nothing over."""
        return self.amount - self.over


class SurplusQuestion(QFrame):
    """Asks what shall become of money that is more than due: kept as balance, used for other orders, or typed wrong.

    Shown only while something is over; ``kept`` says whether the person decided to keep it.
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
        self.keep = QRadioButton()
        self.keep.setObjectName(f"{name}_keep")
        self.keep.setAutoExclusive(False)
        say(self.keep.setText, N_("Keep it as the customer's balance"))
        say(self.keep.setAccessibleName, N_("Keep it as the customer's balance"))
        self.keep.toggled.connect(lambda _on: self.decided.emit())
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
        column.addWidget(self.keep)
        column.addLayout(row)
        self.hide()

    @property
    def kept(self) -> bool:
        """Whether the rest shall stay as balance."""
        return not self.isHidden() and self.keep.isChecked()

    @property
    def open(self) -> bool:
        """Whether the question is there and not answered."""
        return not self.isHidden() and not self.keep.isChecked()

    def ask(self, surplus: Surplus | None) -> None:
        """Ask about this rest; None takes the question away together with its answer."""
        if surplus is None:
            self.hide()
            self.keep.setChecked(False)
            return
        if surplus.over != self._surplus.over:
            self.keep.setChecked(False)
        self._surplus = surplus
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
