"""The lines of an order while they are typed: one empty line at the end, amounts and totals as they will be stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.i18n import N_, _
from app.models.order import LineKind, Order, OrderLine
from app.models.pricing import line_amount, price
from app.money import PRICE, QUANTITY, RATE, Currency, show, show_scaled
from app.operations.inputs import LineInput
from app.views import theme
from app.views.texts import follow, tip

Index = QModelIndex | QPersistentModelIndex
DISPLAY, EDIT, ALIGN, TOOLTIP, ACCESSIBLE, COLOUR = (
    int(r)
    for r in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ForegroundRole,
    )
)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

WHAT, NUMBER, UNIT, EACH, DISCOUNT, TAX, AMOUNT = range(7)
TITLES = (N_("Product"), N_("Quantity"), N_("Unit"), N_("Price"), N_("Discount %"), N_("Tax"), N_("Amount"))
EDITABLE = (WHAT, NUMBER, UNIT, EACH, DISCOUNT, TAX)
Cell = tuple[int, int]

# What was done last, for the names of the steps that Ctrl+Z takes back.
ADD, DELETE, CHANGE = N_("add a line"), N_("delete a line"), N_("change a line")


@dataclass(frozen=True)
class TaxChoice:
    """A tax code that a line may have, with its rate today."""

    id: int
    name: str
    rate: int


@dataclass(frozen=True)
class DraftLine:
    """A line as typed so far.

    ``suggested`` is the date of the order whose price is suggested, until somebody types one; ``worked`` the
    calculations behind quantity and price.
    """

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
    suggested: str = ""
    worked: tuple[str, str] = ("", "")

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
    """What the lines add up to, in minor units; taxes as (name, rate, tax). The discount holds the rounding-off."""

    goods: int = 0
    discount: int = 0
    net: int = 0
    tax: int = 0
    total: int = 0
    taxes: tuple[tuple[str, int, int], ...] = ()
    rounding_off: int = 0


class LinesModel(QAbstractTableModel):
    """The table of lines. ``altered`` tells that something was typed; ``sums`` is kept up to date with it.

    ``errors`` are problems at cells, ``remarks`` what should be known there without being wrong,
    ``hints`` what is good to know.
    """

    altered = Signal()

    def __init__(self, currency: Currency, taxes: tuple[TaxChoice, ...], default_tax: int | None) -> None:
        super().__init__()
        self.currency = currency
        self.taxes = {t.id: t for t in taxes}
        self.default_tax = default_tax
        self.lines: list[DraftLine] = []
        self.amounts: list[int] = []
        self.priced: list[OrderLine] = []
        self.sums = Sums()
        self.frame: dict[str, Any] = {"prices_include_tax": False, "tax_rounding": "document"}
        self.errors: dict[Cell, str] = {}
        self.wrong: dict[Cell, str] = {}
        self.remarks: dict[Cell, str] = {}
        self.hints: dict[Cell, str] = {}
        self.last_act = ""
        follow(self._name_columns)

    def _name_columns(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(TITLES) - 1)

    # What the table shows

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (DISPLAY, TOOLTIP):
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
            return tip(self._told(row, column))
        if role == ACCESSIBLE:
            told = f"{_(TITLES[column])}: {self._shown(row, column)}"
            more = self._told(row, column)
            return f"{told}. {more}" if more else told
        if role == COLOUR and (row, column) in self.errors:
            return theme.colour("danger")
        if role == COLOUR and column == EACH and row < len(self.lines) and self.lines[row].suggested:
            return theme.colour("accent")
        if role not in (DISPLAY, EDIT):
            return None
        return self._shown(row, column)

    def _told(self, row: int, column: int) -> str:
        """What there is to say about a cell beyond its value."""
        if row >= len(self.lines):
            return ""
        line = self.lines[row]
        cell = (row, column)
        told = [self.errors.get(cell, ""), self.remarks.get(cell, "") or self.hints.get(cell, "")]
        if column == EACH and line.suggested:
            told.append(_("Suggested: as in the order of {date}").format(date=line.suggested))
        worked = {NUMBER: line.worked[0], EACH: line.worked[1]}.get(column, "")
        if worked:
            told.append(f"{worked} = {self._shown(row, column)}")
        return "\n".join(t for t in told if t)

    def _shown(self, row: int, column: int) -> str:
        if row >= len(self.lines):
            return _("Add a product…") if column == WHAT else ""
        if (row, column) in self.wrong:
            return self.wrong[(row, column)]
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

    def typed_rows(self) -> list[int]:
        """The rows that say something, in the order in which an operation is given their lines."""
        return [row for row, line in enumerate(self.lines) if not line.empty]

    def change(self, row: int, **typed: Any) -> None:
        """Write typed fields into a line; on the last row this makes a new one."""
        self.change_all((row,), **typed)

    def change_all(self, rows: Iterable[int], **typed: Any) -> None:
        """Write the same typed fields into several lines, which are counted once, at the end."""
        written = [self._write(row, typed) for row in rows]
        if any(written):
            self.count()

    def _write(self, row: int, typed: dict[str, Any]) -> bool:
        changed = replace(self.line(row), **typed)
        if row >= len(self.lines):
            if changed.empty:
                return False
            end = len(self.lines) + 1
            self.last_act = ADD
            self.beginInsertRows(QModelIndex(), end, end)
            self.lines.append(changed)
            self.priced.append(self._record(changed))
            self.endInsertRows()
        elif changed == self.lines[row] and not any(cell[0] == row for cell in self.errors):
            return False
        else:
            self.last_act = CHANGE
            self.lines[row] = changed
            self.priced[row] = self._record(changed)
        for column in range(len(TITLES)):
            self.errors.pop((row, column), None)
            self.wrong.pop((row, column), None)
        return True

    def put(self, row: int, line: DraftLine) -> None:
        """Bring a line back to what it was."""
        if line != self.lines[row]:
            self.change(row, **{field.name: getattr(line, field.name) for field in fields(line)})

    def insert(self, row: int, line: DraftLine) -> None:
        """Put a line before a row."""
        row = min(row, len(self.lines))
        self.last_act = ADD
        self.beginInsertRows(QModelIndex(), row, row)
        self.lines.insert(row, line)
        self.priced.insert(row, self._record(line))
        self.endInsertRows()
        self._move_cells(row, 1)
        self.count()

    def delete(self, row: int) -> None:
        """Take a line out."""
        if row >= len(self.lines):
            return
        self.last_act = DELETE
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.lines[row]
        del self.priced[row]
        self.endRemoveRows()
        self._move_cells(row, -1)
        self.count()

    def _move_cells(self, row: int, by: int) -> None:
        """Keep what is said about cells at their lines when a line is put in or taken out at ``row``."""
        gone = row if by < 0 else -1
        for cells in (self.errors, self.wrong, self.remarks, self.hints):
            kept = {(r + by if r >= row else r, column): told for (r, column), told in cells.items() if r != gone}
            cells.clear()
            cells.update(kept)

    def show_lines(self, lines: list[DraftLine]) -> None:
        """Start with these lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.priced = [self._record(line) for line in lines]
        for cells in (self.errors, self.wrong, self.remarks, self.hints):
            cells.clear()
        self.endResetModel()
        self.count()

    def set_frame(self, **frame: Any) -> None:
        """Say how the document is taxed and discounted (fields of ``Order``), and count again."""
        self.frame.update(frame)
        self.count()

    def set_error(self, row: int, column: int, sentence: str, typed: str = "") -> None:
        """Mark a cell as wrong; ``typed`` stays in it until it is put right."""
        self.errors[(row, column)] = sentence
        if typed:
            self.wrong[(row, column)] = typed
        self.dataChanged.emit(self.index(row, column), self.index(row, column))
        self.altered.emit()

    def set_remarks(self, remarks: dict[Cell, str]) -> None:
        """Say at cells what should be known there; replaces what was said before."""
        if remarks != self.remarks:
            self.remarks = dict(remarks)
            self._repaint()

    def set_hints(self, hints: dict[Cell, str]) -> None:
        """Say at cells what is good to know and needs no mark; replaces what was said before."""
        self.hints = dict(hints)

    def count(self) -> None:
        """Compute amounts and totals just as the order will be stored."""
        order = Order(**self.frame)
        priced = self.priced
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
            order.rounding_off,
        )
        self._repaint()
        self.altered.emit()

    def _repaint(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, AMOUNT))

    def margin(self, costs: dict[int, int]) -> tuple[int, int] | None:
        """What is earned on the lines whose cost (millionths, by product) is known, and their revenue; None if none
        is."""
        known = [
            (line, record) for line, record in zip(self.lines, self.priced, strict=True) if line.product_id in costs
        ]
        if not known:
            return None
        revenue = sum(record.revenue for _line, record in known)
        spent = sum(
            line_amount(line.quantity, costs[line.product_id or 0], 0, self.currency) for line, _record in known
        )
        return revenue - spent, revenue

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
