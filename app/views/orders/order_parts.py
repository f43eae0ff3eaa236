"""The cards of an order's page that tell what was agreed: its lines and sums, its figures, its note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import N_, _
from app.money import RATE, Currency, show, show_scaled
from app.queries.columns import Column, Kind, Row
from app.queries.order_details import OrderDetail
from app.views.widgets.labels import Card, label, value_label
from app.views.widgets.layouts import clear
from app.views.widgets.small_table import SmallTable

_LINES = (
    Column("code", N_("Code"), Kind.TEXT, 84),
    Column("description", N_("Product"), Kind.TEXT, 220),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 88),
    Column("shipped", N_("Shipped"), Kind.QUANTITY, 84),
    Column("ended", N_("Ended"), Kind.QUANTITY, 84),
    Column("unit", N_("Unit"), Kind.TEXT, 48),
    Column("price", N_("Price"), Kind.PRICE, 90),
    Column("discount", N_("Discount"), Kind.RATE, 74),
    Column("amount", N_("Amount"), Kind.MONEY, 104),
)


class Sums(QWidget):
    """Names and amounts below a table, right-aligned; the last one stands out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 12, 4)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)

    def show_sums(self, sums: Sequence[tuple[str, str]]) -> None:
        """Show these; the last is the result."""
        clear(self._grid)
        for row, (name, amount) in enumerate(sums):
            last = row == len(sums) - 1
            caption = label("", "section" if last else "muted")
            caption.setText(name)
            value = value_label(amount, "section" if last else "")
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            caption.setAlignment(right)
            value.setAlignment(right)
            value.setAccessibleName(f"{name} {amount}")
            self._grid.addWidget(caption, row, 0)
            self._grid.addWidget(value, row, 1)


def order_sums(currency: Currency, order: Any, taxes: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """The totals block of an order (or what is typed of one): goods, discount, rounding-off, tax by code, total."""
    sums = []
    if order.discount_total:
        # What is rounded off is a discount too, and stands on a line of its own.
        off = min(order.rounding_off, order.discount_total)
        sums.append((_("Goods"), show(order.goods_amount, currency)))
        for name, amount in ((_("Discount"), order.discount_total - off), (_("Rounding-off"), off)):
            if amount:
                sums.append((name, show(-amount, currency)))
    if order.tax:
        sums.append((_("Net"), show(order.net, currency)))
        sums += [(name, show(tax, currency)) for name, tax in taxes]
    for name, amount in ((_("Cash rounding"), order.cash_rounding), (_("Stated difference"), order.stated_difference)):
        if amount:
            sums.append((name, show(amount, currency)))
    sums.append((_("Total ({currency})").format(currency=currency.code), show(order.total, currency)))
    return sums


def _left_out(order: OrderDetail) -> tuple[str, ...]:
    """The columns that are not shown: what has ended, or what makes room for it because no line says anything of it."""
    if not any(item.ended for item in order.lines):
        return ("ended",)
    said = {
        "code": any(item.code for item in order.lines),
        "unit": any(item.unit for item in order.lines),
        "discount": any(item.discount_rate for item in order.lines),
    }
    return tuple(key for key, some in said.items() if not some)


class LinesCard(Card):
    """What was sold, and what it adds up to."""

    def __init__(self, currency: Currency) -> None:
        super().__init__("order_lines_card", padding=1)
        self.body.setSpacing(0)
        self._currency = currency
        self.table = SmallTable("order_lines_table", N_("Lines"), _LINES, currency, most=12)
        self.sums = Sums("order_sums")
        self.body.addWidget(self.table)
        self.body.addWidget(self.sums)
        self.products: dict[int, int] = {}
        """The product of each line, by the line's id."""

    def show_order(self, order: OrderDetail) -> None:
        """Show an order."""
        self.products = {item.id: item.product_id for item in order.lines if item.product_id is not None}
        self.table.hide_columns(_left_out(order))
        self.table.show_rows(
            [
                Row(
                    item.id,
                    (
                        item.code,
                        item.description,
                        item.quantity,
                        item.shipped or None,
                        item.ended or None,
                        item.unit,
                        item.unit_price,
                        item.discount_rate or None,
                        item.amount,
                    ),
                )
                for item in order.lines
                if item.quantity
            ]
        )
        taxes: dict[str, int] = {}
        for item in order.lines:
            if item.tax:
                name = _("Tax {rate} %").format(rate=show_scaled(item.tax_rate, RATE))
                taxes[name] = taxes.get(name, 0) + item.tax
        self.sums.show_sums(order_sums(self._currency, order, list(taxes.items())))
