"""What the typed order adds up to, always in sight: totals, what the customer will owe, what is earned on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from app.i18n import _
from app.money import Currency, divide, show
from app.views.orders.lines_model import Sums
from app.views.orders.order_parts import order_sums
from app.views.theme import mark
from app.views.widgets.labels import Card, label, line, value_label

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Standing:
    """What the order means for the customer's account, in minor units; None where the viewer may not see it."""

    owes: int | None = None
    ahead: int | None = None
    limit: int | None = None
    margin: tuple[int, int] | None = None


class _Typed:
    """Typed totals in the shape that the totals block of an order is made from."""

    def __init__(self, sums: Sums) -> None:
        self.goods_amount, self.discount_total, self.rounding_off = sums.goods, sums.discount, sums.rounding_off
        self.net, self.tax, self.total = sums.net, sums.tax, sums.total
        self.cash_rounding = self.stated_difference = 0


class TotalsCard(Card):
    """Names and amounts, the total large; its labels are made once, so that typing costs no more than new texts."""

    def __init__(self, currency: Currency) -> None:
        super().__init__("editor_sums_card", padding=12)
        self._currency = currency
        self.body.setSpacing(6)
        self._sums = _Rows()
        self._line = line()
        self._standing = _Rows()
        self.body.addLayout(self._sums)
        self.body.addWidget(self._line)
        self.body.addLayout(self._standing)

    def show_totals(self, sums: Sums, standing: Standing) -> None:
        """Show these."""
        currency = self._currency
        taxes = [(name, tax) for name, _rate, tax in sums.taxes]
        rows = order_sums(currency, _Typed(sums), taxes)
        self._sums.show_rows([(*row, "section" if row is rows[-1] else "") for row in rows])
        below: list[tuple[str, str, str]] = []
        if standing.ahead:
            below.append((_("Paid ahead"), show(standing.ahead, currency), ""))
        if standing.owes is not None:
            over = standing.limit is not None and standing.owes > standing.limit
            below.append((_("Total outstanding then"), show(standing.owes, currency), "error" if over else ""))
        if standing.margin is not None:
            earned, revenue = standing.margin
            rate = f" · {divide(earned * 100, revenue)} %" if revenue > 0 else ""
            below.append((_("Margin"), show(earned, currency) + rate, "error" if earned < 0 else ""))
        self._line.setVisible(bool(below))
        self._standing.show_rows(below)

    def value(self, name: str) -> str:
        """The amount that stands beside a name; nothing if it is not shown."""
        return self._sums.value(name) or self._standing.value(name)


class _Rows(QGridLayout):
    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(4)
        self.setColumnStretch(0, 1)
        self._shown: list[tuple[str, str, str]] = []
        self._labels: list[tuple[QLabel, QLabel]] = []

    def value(self, name: str) -> str:
        return next((amount for caption, amount, _role in self._shown if caption == name), "")

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        while len(self._labels) < len(rows):
            place = len(self._labels)
            pair = (label("", "muted", wrap=True), value_label())
            pair[1].setAlignment(RIGHT)
            self.addWidget(pair[0], place, 0)
            self.addWidget(pair[1], place, 1)
            self._labels.append(pair)
        for number, (caption, amount) in enumerate(self._labels):
            used = number < len(rows)
            caption.setVisible(used)
            amount.setVisible(used)
            if not used:
                continue
            before = self._shown[number] if number < len(self._shown) else ("", "", " ")
            name, value, role = rows[number]
            if name != before[0]:
                caption.setText(name)
            if value != before[1]:
                amount.setText(value)
            if (name, value) != before[:2]:
                amount.setAccessibleName(f"{name} {value}")
            if role != before[2]:
                mark(caption, role=role if role == "section" else "muted")
                mark(amount, role=role)
        self._shown = list(rows)
