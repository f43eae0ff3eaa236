"""The last step of closing a day: everything at a glance, a note, and who signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_, _
from app.money import Currency, show
from app.queries.columns import Column, Kind, Row
from app.queries.day_close import STEP_TITLES
from app.views.day_close.found_step import FoundStep
from app.views.day_close.money_step import MoneyStep
from app.views.texts import follow, say
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.labels import Card, label
from app.views.widgets.number_fields import line_edit
from app.views.widgets.small_table import SmallTable

_COLUMNS = (
    Column("step", N_("Step"), Kind.TEXT, 220),
    Column("outcome", N_("What came out"), Kind.TEXT, 300),
    Column("remark", N_("Remark"), Kind.TEXT, 200),
)


class SignStep(QWidget):
    """All steps in one table; Enter goes to the chosen one."""

    altered = Signal()
    asked = Signal(int)
    """Go to the step with this number."""

    def __init__(self, currency: Currency, who: Callable[[], str]) -> None:
        super().__init__()
        self.setObjectName("day_sign")
        self._currency = currency
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.told = label("", "muted", "day_sign_told", wrap=True)
        column.addWidget(self.told)
        self.table = SmallTable("day_sign_table", N_("Steps"), _COLUMNS, currency, most=9)
        self.table.opens_with(lambda row, _beside: self.asked.emit(row))
        card = Card("day_sign_card", padding=0)
        card.add_table(self.table)
        column.addWidget(card)
        self.note = line_edit("day_note")
        self.note.textEdited.connect(lambda _text: self.altered.emit())
        column.addWidget(
            LabelledField("day_note", N_("Note"), self.note, hint=N_("For who closes tomorrow, or for the file"))
        )
        self.who = label(lambda: _("Signed by {name}. A signed day never changes.").format(name=who()), "", "day_who")
        column.addWidget(self.who)
        column.addStretch(1)
        self._parts: tuple[MoneyStep, Sequence[FoundStep]] | None = None
        follow(self._show)

    def show_all(self, money: MoneyStep, steps: Sequence[FoundStep]) -> None:
        """Say what came out of every step."""
        self._parts = (money, steps)
        self._show()

    def _show(self) -> None:
        if self._parts is None:
            return
        money, steps = self._parts
        rows = [Row(0, (_("Count the money"), self._money(money), ""))]
        for number, step in enumerate(steps, start=1):
            rows.append(Row(number, (_(STEP_TITLES[step.key]), _outcome(step), step.remark.text())))
        self.table.show_rows(rows)
        waiting = sum(not step.done for step in steps) + (not money.complete)
        say(
            self.told.setText,
            N_("Every step was looked at. Sign, and the sheet is printed and kept.")
            if not waiting
            else N_("Some steps still wait; Enter goes to the chosen one."),
        )

    def _money(self, money: MoneyStep) -> str:
        if not money.complete:
            return _("To be counted")
        if not money.difference:
            return _("Agrees")
        return _("Differs by {n}").format(n=show(money.difference, self._currency))

    def first_field(self) -> QWidget | None:
        """Where the keyboard begins."""
        return self.note


def _outcome(step: FoundStep) -> str:
    if step.shown is None:
        return _("Looking…")
    if not step.count:
        return _("Nothing")
    told = _("{n} found").format(n=f"{step.count:,}")
    return told if step.done else _("{what}, not looked at yet").format(what=told)
