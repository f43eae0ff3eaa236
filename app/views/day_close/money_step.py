"""The first step of closing a day: what has to be there by method, what was counted, what stays for tomorrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.day_money import DayMoney, Expected
from app.money import Currency, show
from app.operations.day_close import Counted
from app.queries.columns import Column, Kind, Row
from app.queries.reasons import reasons
from app.queries.words import method_word
from app.views.texts import follow, say
from app.views.theme import mark
from app.views.values import first_capital
from app.views.widgets.buttons import button
from app.views.widgets.labels import Card, label, line, value_label
from app.views.widgets.number_fields import MoneyField
from app.views.widgets.reason_field import HINT, ReasonField
from app.views.widgets.small_table import SmallTable

CASH = "cash"
"""The method whose money stays in the drawer over night."""
_LATE = (
    Column("date", N_("Date"), Kind.DATE, 104),
    Column("number", N_("Number"), Kind.NUMBER, 150),
    Column("method_name", N_("Payment method"), Kind.TEXT, 180),
    Column("amount", N_("Amount"), Kind.MONEY, 120),
)


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
        return self.expected.amount + (self._read(self.opening) or 0 if self.first else 0)

    def show_expected(self, expected: Expected) -> None:
        """Show what is recorded now; what was typed stays."""
        self.expected = expected
        self._weigh()

    @staticmethod
    def _read(field: MoneyField) -> int | None:
        return field.value() if field.understood() else None

    def _weigh(self) -> None:
        currency, found = self._currency, self.expected
        should_be = self.should_be
        self.counted.recorded = should_be
        self.recorded.setText(show(should_be, currency))
        parts = [
            (found.opening, N_("{n} there before")),
            (found.received, N_("{n} received")),
            (-found.paid_out, N_("{n} paid out")),
        ]

        def told() -> str:
            said = [_(text).format(n=show(abs(amount), currency)) for amount, text in parts if amount]
            return " · ".join(said) or _("Nothing moved.")

        say(self.sum.setText, told)
        counted = self._read(self.counted)
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


class MoneyStep(QWidget):
    """All methods of the book, those in which something moved first in sight, and what was recorded late."""

    altered = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__()
        self.setObjectName("day_money")
        self._currency = currency
        self.rows: dict[str, MethodRow] = {}
        self._kept: dict[str, Mapping[str, Any]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.told = label(
            N_("Count what is there, and write it down. F6 takes over what is recorded; 100*3+50 is worked out."),
            "muted",
            "day_money_told",
            wrap=True,
        )
        column.addWidget(self.told)
        self._inner = QWidget()
        self._inner.setObjectName("scroll_body")
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        area = QScrollArea()
        area.setObjectName("day_money_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._inner)
        card = Card("day_money_card", padding=12)
        card.body.addWidget(area)
        column.addWidget(card, 1)
        self.others = button(
            N_("Count other methods too"), "day_money_others", kind="link", run=lambda: self.show_others(True)
        )
        below = QHBoxLayout()
        below.addWidget(self.others)
        below.addStretch(1)
        self.sum = label("", "section", "day_money_total")
        below.addWidget(self.sum)
        column.addLayout(below)
        self.late = SmallTable("day_late_table", N_("Recorded late"), _LATE, currency, most=4)
        self.late_card = Card("day_late_card", title=N_("Recorded late for days that were closed"))
        self.late_card.add_table(self.late)
        column.addWidget(self.late_card)
        self._all = False
        follow(self._tell_sum)

    def show_money(self, money: DayMoney, *, first: bool) -> None:
        """Show what is recorded; what was typed stays where the method still is. ``first`` is before any close."""
        methods = [each.method for each in money.methods]
        same = methods == list(self.rows) and first == any(row.first for row in self.rows.values())
        if same:
            for each in money.methods:
                self.rows[each.method].show_expected(each)
        else:
            kept = {**self._kept, **self.typed()}
            self._build(money.methods, first=first)
            self.put(kept)
        rows = []
        for number, late in enumerate(money.late):
            called = first_capital(method_word(late.method, late.name))
            rows.append(Row(number, (late.date, late.number, called, late.amount)))
        self.late.show_rows(rows)
        self.late_card.setVisible(bool(rows))
        self.show_others(self._all)
        self._tell_sum()

    def _build(self, methods: Sequence[Expected], *, first: bool) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for row in self.rows.values():
            row.deleteLater()
        self.rows.clear()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        heads = [N_("Payment method"), N_("By the book"), N_("Counted amount"), N_("Difference"), N_("Stays")]
        if first:
            heads.insert(1, N_("There before"))
        for place, title in enumerate(heads):
            head = label(title, "label", f"day_money_head_{place}")
            head.setAlignment(right if place else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(head, 0, place)
        for number, expected in enumerate(methods):
            row = MethodRow(self._currency, expected, first=first, parent=self._inner)
            row.altered.connect(self._altered)
            self.rows[expected.method] = row
            self._place(row, 1 + number * 4, first=first)
        for at in range(self._grid.rowCount()):
            self._grid.setRowStretch(at, 0)
        self._grid.setRowStretch(1 + len(methods) * 4, 1)

    def _place(self, row: MethodRow, at: int, *, first: bool) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        row.difference.setMinimumWidth(88)
        row.difference.setAlignment(right)
        row.recorded.setAlignment(right)
        named = QVBoxLayout()
        named.setSpacing(0)
        named.addWidget(row.name)
        named.addWidget(row.sum)
        self._grid.addLayout(named, at, 0)
        fields: list[QWidget] = [row.recorded, row.counted, row.difference, row.stays]
        if first:
            fields.insert(0, row.opening)
        for place, field in enumerate(fields, start=1):
            self._grid.addWidget(field, at, place, right)
        if first and not row.first:
            row.opening.hide()
        self._grid.addWidget(row.reason, at + 1, 0, 1, len(fields) + 1)
        self._grid.addWidget(row.problem, at + 2, 0, 1, len(fields) + 1)
        rule = line()
        rule.setObjectName(f"day_money_rule_{row.method}")
        self._grid.addWidget(rule, at + 3, 0, 1, len(fields) + 1)
        row.reason.setMaximumWidth(420)

    def show_others(self, wanted: bool) -> None:
        """Show every method, or those only in which something moved."""
        self._all = wanted
        hidden = 0
        for row in self.rows.values():
            shown = wanted or row.used or bool(row.typed())
            hidden += not shown
            parts = (row.name, row.sum, row.recorded, row.counted, row.difference, row.stays)
            for part in parts:
                part.setVisible(shown)
            row.opening.setVisible(shown and row.first)
            rule = self._inner.findChild(QWidget, f"day_money_rule_{row.method}")
            if rule is not None:
                rule.setVisible(shown)
        self.others.setVisible(hidden > 0)

    def _altered(self) -> None:
        self._tell_sum()
        self.altered.emit()

    def _tell_sum(self) -> None:
        currency = self._currency
        known = [(row.should_be, MethodRow._read(row.counted)) for row in self.rows.values()]
        recorded = sum(amount for amount, _counted in known)
        counted = sum(amount or 0 for _recorded, amount in known)
        say(
            self.sum.setText,
            lambda: _("{counted} counted, {recorded} recorded").format(
                counted=show(counted, currency), recorded=show(recorded, currency)
            ),
        )

    @property
    def complete(self) -> bool:
        """Whether everything was counted, and every difference explained."""
        try:
            counts = self.values()
        except UserError:
            return False
        return bool(counts) and all(each.counted == each.expected or each.reason.strip() for each in counts)

    @property
    def difference(self) -> int:
        """What was counted beyond what is recorded, as far as it was counted."""
        counts = [(MethodRow._read(row.counted), row.should_be) for row in self.rows.values()]
        return sum(counted - recorded for counted, recorded in counts if counted is not None)

    def first_field(self) -> QWidget | None:
        """The field to begin in: the first that is still empty."""
        shown = [row for row in self.rows.values() if row.counted.isVisibleTo(self)]
        return next((row.counted for row in shown if not row.counted.text()), shown[0].counted if shown else None)

    def values(self) -> list[Counted]:
        """What was counted of all methods. Raises UserError at the first field that says nothing clear."""
        return [row.value() for row in self.rows.values()]

    def typed(self) -> dict[str, Mapping[str, Any]]:
        """The texts of all fields, to be kept."""
        return {method: row.typed() for method, row in self.rows.items() if row.typed()}

    def put(self, kept: Mapping[str, Mapping[str, Any]]) -> None:
        """Show texts that were kept, now or once their methods are known."""
        self._kept = dict(kept)
        for method, texts in kept.items():
            if method in self.rows:
                self.rows[method].put(texts)

    def show_problem(self, problem: UserError) -> bool:
        """Show a problem at its method and go there; False if none is meant."""
        for method, row in self.rows.items():
            if problem.field.endswith(f"_{method}"):
                if not row.counted.isVisibleTo(self):
                    self.show_others(True)
                row.show_problem(problem).setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False
