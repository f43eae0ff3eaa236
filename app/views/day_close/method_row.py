"""One payment method at the close of a day: what should be there, how that comes about, what was counted and stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.day_money import Expected
from app.money import Currency, show
from app.operations.day_close import Counted
from app.queries.reasons import reasons
from app.queries.words import method_word
from app.views.texts import say
from app.views.theme import mark
from app.views.values import first_capital
from app.views.widgets.labels import label, value_label
from app.views.widgets.number_fields import MoneyField
from app.views.widgets.reason_field import HINT, ReasonField

CASH = "cash"
"""The method whose money stays in the drawer over night."""


def moved_words(opening: int, received: int, paid_out: int, currency: Currency) -> str:
    """How the money of a method comes about, on one line."""
    parts = ((opening, N_("{n} there before")), (received, N_("{n} received")), (paid_out, N_("{n} paid out")))
    said = [_(text).format(n=show(amount, currency)) for amount, text in parts if amount]
    return " · ".join(said) or _("Nothing moved.")


class _Amount(MoneyField):
    """A counted amount. F6 takes over what is recorded; Enter goes on."""

    def __init__(self, name: str, currency: Currency) -> None:
        super().__init__(name, currency)
        self.setFixedWidth(128)
        self.recorded = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_F6 and not held:
            self.set_value(self.recorded)
            self.textEdited.emit(self.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.settle()
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class MethodRow(QObject):
    """The parts of one method: its recorded money and how it comes about, and the fields for what was counted."""

    altered = Signal()

    def __init__(self, currency: Currency, expected: Expected, *, first: bool, parent: QObject) -> None:
        super().__init__(parent)
        method = expected.method
        self.method = method
        # Only what stays over night was there before the first close.
        self.first = first and method == CASH
        self._currency = currency
        self._stays_typed = False
        self.expected = expected
        self.name = label(self._called, "", f"day_money_name_{method}")
        self.sum = label("", "muted", f"day_money_sum_{method}")
        self.recorded = value_label("", "", f"day_money_recorded_{method}")
        self.opening = _Amount(f"day_opening_{method}", currency)
        self.counted = _Amount(f"day_counted_{method}", currency)
        self.stays = _Amount(f"day_stays_{method}", currency)
        self.difference = label("", "muted", f"day_money_difference_{method}")
        self.reason = ReasonField(f"day_reason_{method}", reasons("day_close"))
        self.problem = label("", "error", f"day_money_problem_{method}", wrap=True)
        self.problem.hide()
        say(self.opening.setAccessibleName, lambda: _("{method}: there before").format(method=self._called()))
        say(self.counted.setAccessibleName, lambda: _("{method}: counted").format(method=self._called()))
        say(self.stays.setAccessibleName, lambda: _("{method}: stays").format(method=self._called()))
        say(self.reason.setAccessibleName, lambda: _("{method}: why it differs").format(method=self._called()))
        say(self.reason.setPlaceholderText, N_("Why does it differ?"))
        say(self.reason.setToolTip, HINT)
        for field in (self.opening, self.counted):
            field.value_changed.connect(lambda _value: self._weigh())
        for field in (self.opening, self.counted, self.stays):
            field.value_changed.connect(lambda _value: self.altered.emit())
            field.textEdited.connect(lambda _text: self._touched())
        self.stays.textEdited.connect(lambda _text: self._typed_stays())
        self.reason.textEdited.connect(lambda _text: self._touched())
        self.show_expected(expected)

    def _called(self) -> str:
        return first_capital(method_word(self.expected.method, self.expected.name))

    def _typed_stays(self) -> None:
        self._stays_typed = True

    def _touched(self) -> None:
        self.clear_problem()
        self.altered.emit()

    @property
    def used(self) -> bool:
        """Whether anything is recorded of it, or it is kept over night."""
        found = self.expected
        return bool(found.opening or found.received or found.paid_out) or self.method == CASH

    @property
    def should_be(self) -> int:
        """What has to be there, with what was there before the first close."""
        return self.expected.amount + ((self.opening.sense() or 0) if self.first else 0)

    def show_expected(self, expected: Expected) -> None:
        """Show what is recorded now; what was typed stays."""
        self.expected = expected
        self._weigh()

    def _weigh(self) -> None:
        currency, found = self._currency, self.expected
        should_be = self.should_be
        self.counted.recorded = should_be
        self.recorded.setText(show(should_be, currency))
        say(self.sum.setText, lambda: moved_words(found.opening, found.received, found.paid_out, currency))
        counted = self.counted.sense()
        differs = counted is not None and counted != should_be
        if counted is None:
            say(self.difference.setText, lambda: "")
        elif not differs:
            say(self.difference.setText, N_("Agrees"))
        else:
            by = counted - should_be
            say(self.difference.setText, lambda: f"{'+' if by > 0 else ''}{show(by, currency)}")
        mark(self.difference, role="warn" if differs else "muted")
        self.reason.setVisible(differs)
        if not self._stays_typed:
            kept = self.method == CASH or bool(found.opening)
            self.stays.set_value(counted if kept else (0 if counted is not None else None))

    # What was typed

    def value(self) -> Counted:
        """What was counted; a method in which nothing moved counts as 0. Raises UserError at its field."""
        counted = self._number(self.counted, "counted")
        if counted is None:
            if self.used:
                raise UserError(_("Count it, or write 0."), field=f"counted_{self.method}", code="not_counted")
            counted = 0
        opening = self._number(self.opening, "counted") if self.first else 0
        return Counted(
            self.method,
            self.should_be,
            counted,
            self._number(self.stays, "left") or 0,
            self.reason.text() if counted != self.should_be else "",
            opening or 0,
        )

    def _number(self, field: MoneyField, name: str) -> int | None:
        try:
            return field.value()
        except UserError as problem:
            raise UserError(problem.message, field=f"{name}_{self.method}", code=problem.code) from None

    def typed(self) -> dict[str, str]:
        """The texts of the fields, to be kept."""
        found = {
            "opening": self.opening.text(),
            "counted": self.counted.text(),
            "stays": self.stays.text() if self._stays_typed else "",
            "reason": self.reason.text(),
        }
        return {name: text for name, text in found.items() if text}

    def put(self, kept: Mapping[str, Any]) -> None:
        """Show texts that were kept."""
        for name in ("opening", "counted", "stays", "reason"):
            if name in kept:
                getattr(self, name).setText(str(kept[name]))
        self._stays_typed = "stays" in kept
        self._weigh()

    def show_problem(self, problem: UserError) -> QWidget:
        """Say what is wrong below the fields; gives the field that is meant."""
        part = problem.field.removesuffix(f"_{self.method}")
        field: QWidget = {"reason": self.reason, "left": self.stays}.get(part, self.counted)
        mark(field, state="error")
        field.setAccessibleDescription(problem.message)
        self.problem.setText(problem.message)
        self.problem.show()
        return field

    def clear_problem(self) -> None:
        """Take the remark away."""
        if self.problem.isHidden():
            return
        self.problem.hide()
        for field in (self.counted, self.stays, self.reason):
            mark(field, state="")
            field.setAccessibleDescription("")
