"""The lines of an order while they are typed: one empty line at the end, amounts and totals as they will be stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.i18n import N_, _
from app.models.order import LineKind, Order, OrderLine
from app.models.pricing import price
from app.money import PRICE, QUANTITY, RATE, Currency, show, show_scaled
from app.operations.inputs import LineInput
from app.views.texts import language_switch, tip

Index = QModelIndex | QPersistentModelIndex
DISPLAY, EDIT, ALIGN, TOOLTIP, ACCESSIBLE = (
    int(r)
    for r in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

WHAT, NUMBER, UNIT, EACH, DISCOUNT, TAX, AMOUNT = range(7)
TITLES = (N_("Product"), N_("Quantity"), N_("Unit"), N_("Price"), N_("Discount %"), N_("Tax"), N_("Amount"))
EDITABLE = (WHAT, NUMBER, UNIT, EACH, DISCOUNT, TAX)


@dataclass(frozen=True)
class TaxChoice:
    """A tax code that a line may have, with its rate today."""

    id: int
    name: str
    rate: int


@dataclass(frozen=True)
class DraftLine:
    """A line as typed so far."""

    description: str = ""
    quantity: int = QUANTITY
    unit_price: int = 0
    unit: str = ""
    code: str = ""
    product_id: int | None = None
    discount_rate: int = 0
    tax_code_id: int | None = None
    line_kind: str = LineKind.GOODS
    amount: int | None = None
    note: str = ""
    id: int | None = None
    shipped: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing was typed into the line yet."""
        return not self.description and self.product_id is None

    def typed(self) -> LineInput:
        """The line as an operation takes it."""
        return LineInput(
            quantity=self.quantity,
            unit_price=self.unit_price,
            product_id=self.product_id,
            description=self.description,
            unit=self.unit,
            discount_rate=self.discount_rate,
            tax_code_id=self.tax_code_id,
            line_kind=self.line_kind,
            amount=self.amount,
            note=self.note,
            id=self.id,
        )


@dataclass(frozen=True)
class Sums:
    """What the lines add up to, in minor units; taxes as (name, rate, tax)."""

    goods: int = 0
    discount: int = 0
    net: int = 0
    tax: int = 0
    total: int = 0
    taxes: tuple[tuple[str, int, int], ...] = ()


class LinesModel(QAbstractTableModel):
    """The table of lines. ``altered`` tells that something was typed; ``sums`` is kept up to date with it."""

    altered = Signal()

    def __init__(self, currency: Currency, taxes: tuple[TaxChoice, ...], default_tax: int | None) -> None:
        super().__init__()
        self.currency = currency
        self.taxes = {t.id: t for t in taxes}
        self.default_tax = default_tax
        self.lines: list[DraftLine] = []
        self.amounts: list[int] = []
        self.sums = Sums()
        self.frame: dict[str, Any] = {"prices_include_tax": False, "tax_rounding": "document"}
        self.errors: dict[tuple[int, int], str] = {}
        language_switch().switched.connect(
            lambda: self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(TITLES) - 1)
        )

    # What the table shows

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == DISPLAY:
            return _(TITLES[section])
        if role == ALIGN:
            return RIGHT if section in (NUMBER, EACH, DISCOUNT, AMOUNT) else LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        on = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return on | Qt.ItemFlag.ItemIsEditable if index.column() in EDITABLE else on

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        row, column = index.row(), index.column()
        if role == ALIGN:
            return RIGHT if column in (NUMBER, EACH, DISCOUNT, AMOUNT) else LEFT
        if role == TOOLTIP:
            return tip(self.errors.get((row, column), ""))
        if role == ACCESSIBLE:
            told = f"{_(TITLES[column])}: {self._shown(row, column)}"
            problem = self.errors.get((row, column))
            return f"{told}. {problem}" if problem else told
        if role not in (DISPLAY, EDIT):
            return None
        return self._shown(row, column)

    def _shown(self, row: int, column: int) -> str:
        if row >= len(self.lines):
            return _("Add a product…") if column == WHAT else ""
        line = self.lines[row]
        if column == WHAT:
            return f"{line.code}  {line.description}" if line.code else line.description
        if column == NUMBER:
            return show_scaled(line.quantity, QUANTITY)
        if column == UNIT:
            return line.unit
        if column == EACH:
            return show_scaled(line.unit_price, PRICE, least=self.currency.decimals)
        if column == DISCOUNT:
            return show_scaled(line.discount_rate, RATE) if line.discount_rate else ""
        if column == TAX:
            tax = self.taxes.get(line.tax_code_id or self.default_tax or 0)
            return tax.name if tax is not None else ""
        return show(self.amounts[row], self.currency) if row < len(self.amounts) else ""

    # Typing

    def line(self, row: int) -> DraftLine:
        """The line of a row; the last row is an empty one."""
        return self.lines[row] if row < len(self.lines) else DraftLine(tax_code_id=self.default_tax)

    def change(self, row: int, **fields: Any) -> None:
        """Write typed fields into a line; on the last row this makes a new one."""
        changed = replace(self.line(row), **fields)
        if row >= len(self.lines):
            if changed.empty:
                return
            end = len(self.lines) + 1
            self.beginInsertRows(QModelIndex(), end, end)
            self.lines.append(changed)
            self.endInsertRows()
        else:
            self.lines[row] = changed
        for column in range(len(TITLES)):
            self.errors.pop((row, column), None)
        self.count()

    def insert(self, row: int, line: DraftLine) -> None:
        """Put a line before a row."""
        row = min(row, len(self.lines))
        self.beginInsertRows(QModelIndex(), row, row)
        self.lines.insert(row, line)
        self.endInsertRows()
        self.errors.clear()
        self.count()

    def delete(self, row: int) -> None:
        """Take a line out."""
        if row >= len(self.lines):
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.lines[row]
        self.endRemoveRows()
        self.errors.clear()
        self.count()

    def show_lines(self, lines: list[DraftLine]) -> None:
        """Start with these lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.errors.clear()
        self.endResetModel()
        self.count()

    def set_frame(self, **frame: Any) -> None:
        """Say how the document is taxed and discounted (fields of ``Order``), and count again."""
        self.frame.update(frame)
        self.count()

    def set_error(self, row: int, column: int, sentence: str) -> None:
        """Mark a cell as wrong."""
        self.errors[(row, column)] = sentence
        self.dataChanged.emit(self.index(row, column), self.index(row, column))

    def count(self) -> None:
        """Compute amounts and totals just as the order will be stored."""
        order = Order(**self.frame)
        priced = [self._record(line) for line in self.lines]
        price(order, priced, self.currency)
        self.amounts = [line.amount for line in priced]
        groups: dict[tuple[str, int], int] = {}
        for line in priced:
            if line.tax:
                tax = self.taxes.get(line.tax_code_id or 0)
                key = (tax.name if tax is not None else "", line.tax_rate)
                groups[key] = groups.get(key, 0) + line.tax
        self.sums = Sums(
            order.goods_amount,
            order.discount_total,
            order.net,
            order.tax,
            order.total,
            tuple((name, rate, tax) for (name, rate), tax in sorted(groups.items())),
        )
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, AMOUNT))
        self.altered.emit()

    def _record(self, line: DraftLine) -> OrderLine:
        code = line.tax_code_id or self.default_tax
        tax = self.taxes.get(code or 0)
        return OrderLine(
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_rate=line.discount_rate,
            amount_stated=line.amount is not None,
            amount=line.amount or 0,
            tax_code_id=code,
            tax_rate=tax.rate if tax is not None else 0,
            line_kind=line.line_kind,
        )
