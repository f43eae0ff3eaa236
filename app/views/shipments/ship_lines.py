"""The goods of an order at the desk that ships it: what lies in stock, what is open, and how much goes out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.i18n import N_
from app.money import QUANTITY, show_scaled
from app.queries.to_ship import WaitingLine
from app.views.widgets.labels import label, value_label
from app.views.widgets.layouts import clear, scroll_area
from app.views.widgets.number_fields import QuantityField

_HEADS = (N_("Shelf place"), N_("Product"), N_("In stock"), N_("To ship"), N_("Goes out"))
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ShipLines(QWidget):
    """One line for each; ``fields`` are the quantities by line, all that is open to begin with."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}_lines")
        self._name = name
        self.fields: dict[int, QuantityField] = {}
        inner = QWidget()
        inner.setObjectName("scroll_body")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 4, 8, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        area = scroll_area(inner, f"{name}_lines_scroll")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def show_lines(self, lines: Sequence[WaitingLine]) -> None:
        """Show these lines instead."""
        self.fields.clear()
        clear(self._grid)
        if not lines:
            return
        needed = (any(line.place for line in lines), True, any(line.on_hand is not None for line in lines), True, True)
        for place, head in enumerate(_HEADS):
            if not needed[place]:
                continue
            shown = label(head, "label", f"{self._name}_head_{place}")
            shown.setAlignment(_RIGHT if place > 1 else _LEFT)
            self._grid.addWidget(shown, 0, place)
        for row, line in enumerate(lines, start=1):
            self._add(row, line)
        self._grid.setRowStretch(len(lines) + 1, 1)

    def wrong(self) -> QuantityField | None:
        """The first quantity that makes no sense."""
        return next((field for field in self.fields.values() if not field.understood()), None)

    def _add(self, row: int, line: WaitingLine) -> None:
        if line.place:
            self._grid.addWidget(value_label(line.place, "section", f"ship_place_{line.id}"), row, 0)
        name = value_label("  ".join(p for p in (line.code, line.description) if p), "", f"ship_line_{line.id}")
        name.setWordWrap(True)
        self._grid.addWidget(name, row, 1)
        if line.on_hand is not None:
            held = value_label(
                show_scaled(line.on_hand, QUANTITY),
                "error" if line.on_hand < line.rest else "muted",
                f"in_stock_{line.id}",
            )
            held.setAlignment(_RIGHT)
            self._grid.addWidget(held, row, 2)
        rest = value_label(f"{show_scaled(line.rest, QUANTITY)} {line.unit}".strip(), "muted", f"open_{line.id}")
        rest.setAlignment(_RIGHT)
        self._grid.addWidget(rest, row, 3)
        field = QuantityField(f"{self._name}_quantity_{line.id}")
        field.setAccessibleName(line.description)
        field.set_value(line.rest)
        self.fields[line.id] = field
        self._grid.addWidget(field, row, 4, _RIGHT)
