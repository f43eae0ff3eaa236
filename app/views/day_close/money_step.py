"""The first step of closing a day: what has to be there by method, what was counted, what stays for tomorrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.day_money import DayMoney, Expected
from app.money import Currency, show
from app.operations.day_close import Counted
from app.queries.columns import Column, Kind, Row
from app.queries.words import method_word
from app.views.day_close.method_row import MethodRow
from app.views.texts import follow, say
from app.views.values import first_capital
from app.views.widgets.buttons import button
from app.views.widgets.labels import Card, label, line
from app.views.widgets.layouts import clear, scroll_area
from app.views.widgets.small_table import SmallTable

_LATE = (
    Column("date", N_("Date"), Kind.DATE, 104),
    Column("number", N_("Number"), Kind.NUMBER, 150),
    Column("method_name", N_("Payment method"), Kind.TEXT, 180),
    Column("amount", N_("Amount"), Kind.MONEY, 120),
)


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
        area = scroll_area(self._inner, "day_money_scroll")
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
        clear(self._grid)
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
        known = [(row.should_be, row.counted.sense()) for row in self.rows.values()]
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
        counts = [(row.counted.sense(), row.should_be) for row in self.rows.values()]
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
