"""The goods of a pasted order: a line each with product, quantity, unit and price, and why it should be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from time import monotonic
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.models.search_key import normal
from app.money import PRICE, QUANTITY, show_scaled
from app.operations.inputs import LineInput
from app.paste.draft import Line
from app.queries.choices import Choice
from app.views import pickers, theme
from app.views.desk import Desk
from app.views.icons import glyph
from app.views.moments import soon
from app.views.texts import say
from app.views.widgets.buttons import icon_button
from app.views.widgets.labels import label
from app.views.widgets.number_fields import PriceField, QuantityField
from app.views.widgets.picker import Choice as Picked
from app.views.widgets.picker import Picker

_MOST = 999_999_999
_TURN = 0.02
"""Seconds for which lines are made before the window gets its turn."""


class PasteLine(QWidget):
    """One line of goods."""

    removed = Signal(object)
    altered = Signal()

    def __init__(self, desk: Desk, number: int, found: Line | None, chosen: Choice | None) -> None:
        super().__init__()
        self.setObjectName(f"paste_line_{number}")
        self.desk, self.found = desk, found
        self._proposed = chosen.id if chosen is not None else None
        self.product = Picker(f"paste_product_{number}", pickers.products(desk), free_text=True, desk=desk)
        self.quantity = QuantityField(f"paste_quantity_{number}")
        self.unit = QLineEdit()
        self.unit.setObjectName(f"paste_unit_{number}")
        self.price = PriceField(f"paste_price_{number}", desk.currency)
        self.picture = QLabel()
        self.picture.setFixedSize(QSize(16, 16))
        self.remark = label("", "hint", f"paste_remark_{number}", wrap=True)
        for part, name in (
            (self.product, N_("Product")),
            (self.quantity, N_("Quantity")),
            (self.unit, N_("Unit")),
            (self.price, N_("Price")),
        ):
            say(part.setAccessibleName, name)
        remove = icon_button(
            "x", N_("Take this line out"), f"paste_remove_{number}", run=lambda: self.removed.emit(self)
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.product, 0, 0)
        for column, (part, width) in enumerate(((self.quantity, 76), (self.unit, 60), (self.price, 92)), 1):
            part.setFixedWidth(width)
            grid.addWidget(part, 0, column)
        grid.addWidget(remove, 0, 4)
        grid.setColumnStretch(0, 1)
        under = QGridLayout()
        under.setContentsMargins(0, 0, 0, 0)
        under.setHorizontalSpacing(6)
        under.addWidget(self.picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        under.addWidget(self.remark, 0, 1)
        under.setColumnStretch(1, 1)
        grid.addLayout(under, 1, 0, 1, 5)
        self._show(chosen)
        self.product.value_changed.connect(lambda _id: self._chosen())
        self.product.textEdited.connect(lambda _text: self.altered.emit())
        self.product.kept.connect(self._chosen)
        for field in (self.quantity, self.unit, self.price):
            field.textEdited.connect(lambda _text: self.altered.emit())
        theme.switch().switched.connect(self._draw)
        self._chosen(quiet=True)

    def _show(self, chosen: Choice | None) -> None:
        found = self.found
        self.product.set_value(Picked(chosen.id, chosen.title, chosen.subtitle, chosen.facts) if chosen else None)
        if found is None:
            self.quantity.set_value(QUANTITY)
            return
        if chosen is None:
            self.product.setText(found.words)
        self.quantity.set_value(_scaled(found.quantity, QUANTITY))
        self.unit.setText(found.unit or (str(chosen.facts.get("unit", "")) if chosen else ""))
        if found.price is not None:
            self.price.set_value(_scaled(found.price, PRICE))

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the line should be looked at, as long as nobody chose another product."""
        if self.found is None or (self.product.value() is not None and self.product.value() != self._proposed):
            return ()
        return self.found.doubts

    @property
    def learned(self) -> tuple[int, str] | None:
        """The product that the person chose for what the text says, to be known by these words from now on."""
        product = self.product.value()
        if self.found is None or product is None or product == self._proposed:
            return None
        words = self.found.words.strip()
        known = self.product.chosen
        if not 2 <= len(words) <= 40 or (known is not None and normal(known.title) == normal(words)):
            return None
        return product, words

    def _chosen(self, *, quiet: bool = False) -> None:
        chosen = self.product.chosen
        if chosen is not None and chosen.facts:
            usual = show_scaled(int(chosen.facts["list_price"]), PRICE, least=self.desk.currency.decimals)
            self.price.setPlaceholderText(usual)
            if not self.unit.text():
                self.unit.setText(str(chosen.facts["unit"]))
        else:
            self.price.setPlaceholderText("")
        self._draw()
        if not quiet:
            self.altered.emit()

    def _draw(self) -> None:
        doubts, learned = self.doubts, self.learned
        words = self.found.words if self.found is not None else ""
        name = self.product.text()
        if doubts:
            say(
                self.remark.setText,
                lambda: _("“{words}”: {reasons}").format(words=words, reasons=" ".join(_(d) for d in doubts)),
            )
        elif learned is not None:
            say(
                self.remark.setText,
                lambda: _("“{words}” will be known as {product}.").format(words=words, product=name),
            )
        else:
            say(self.remark.setText, "")
        theme.mark(self.remark, role="warn" if doubts else "hint")
        self.remark.setVisible(bool(doubts or learned))
        self.picture.setVisible(bool(doubts or learned))
        if doubts or learned:
            role = theme.tokens().warn if doubts else theme.tokens().text2
            picture = "triangle-alert" if doubts else "info"
            self.picture.setPixmap(glyph(picture, role, 16, self.devicePixelRatioF()))
        say(self.product.setAccessibleDescription, self.remark.text())

    def understood(self) -> bool:
        """Whether quantity and price make sense; the keyboard goes to what does not."""
        for field in (self.quantity, self.price):
            if not field.understood():
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def typed(self, customer_id: int | None, include_tax: bool) -> LineInput | None:
        """The line as an operation takes it; None of a line without goods. A read of about a millisecond.

        Without a price that was said the usual one of this customer stands.
        """
        quantity, price = self.quantity.value() or 0, self.price.value()
        chosen = self.product.chosen
        if chosen is None:
            words = self.product.text().strip()
            return LineInput(quantity, price or 0, description=words, unit=self.unit.text().strip()) if words else None
        full = chosen if chosen.facts else pickers.product_choice(self.desk, chosen.id)
        usual: dict[str, Any] = pickers.line_fields(self.desk, full, customer_id or 0, include_tax)
        return LineInput(
            quantity,
            price if price is not None else int(usual["unit_price"]),
            product_id=chosen.id,
            description=chosen.title,
            unit=self.unit.text().strip() or str(usual["unit"]),
            tax_code_id=usual["tax_code_id"],
        )


class PasteLines(QWidget):
    """All lines of goods."""

    altered = Signal()
    arranged = Signal()
    """Lines came or went: the keyboard's way through them is another one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("paste_lines")
        self.desk = desk
        self.lines: list[PasteLine] = []
        self._made = 0
        self._todo: list[Line | PasteLine] = []
        self._turn = soon(self, 0, self._go_on)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_lines(self, found: Sequence[Line]) -> None:
        """Show what was understood, a few lines at a time. Lines that were there stay with what was corrected in them,
        and so do those that were added by hand."""
        here: list[Line | PasteLine] = [*self.lines, *(each for each in self._todo if isinstance(each, PasteLine))]
        old = [each for each in here if isinstance(each, PasteLine)]
        known = {_said(line.found): line for line in old if line.found is not None}
        self._todo = [known.pop(_said(each), each) for each in found]
        self._todo += [line for line in old if line.found is None]
        for line in old:
            self._column.removeWidget(line)
            if line not in self._todo:
                self._drop(line)
        self.lines = []
        self._go_on()

    def _go_on(self) -> None:
        end = monotonic() + _TURN
        while self._todo and monotonic() < end:
            self._next()
        if self._todo:
            self._turn.start()
        else:
            self.arranged.emit()

    def _next(self) -> None:
        each = self._todo.pop(0)
        if isinstance(each, PasteLine):
            self.lines.append(each)
            self._column.addWidget(each)
        else:
            chosen = pickers.product_choice(self.desk, each.product) if each.product is not None else None
            self.add(each, chosen)

    def finish(self) -> None:
        """Show at once what still waits."""
        while self._todo:
            self._next()

    def add(self, found: Line | None = None, chosen: Choice | None = None) -> PasteLine:
        """Add a line."""
        self._made += 1
        line = PasteLine(self.desk, self._made, found, chosen)
        line.removed.connect(self._remove)
        line.altered.connect(self.altered)
        self.lines.append(line)
        self._column.addWidget(line)
        return line

    def _remove(self, line: PasteLine) -> None:
        place = self.lines.index(line)
        self.lines.remove(line)
        self._drop(line)
        if self.lines:
            self.lines[min(place, len(self.lines) - 1)].product.setFocus(Qt.FocusReason.OtherFocusReason)
        self.altered.emit()

    def _drop(self, line: PasteLine) -> None:
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()


def _said(found: Line) -> tuple[object, ...]:
    return found.words, found.quantity, found.unit, found.price, found.product


def _scaled(value: Decimal, factor: int) -> int:
    return min(round(value * factor), _MOST * factor)
