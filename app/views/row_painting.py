"""The rows of a long list, painted line by line.

A table of Qt asks its model, its style and its delegate anew for every single cell, which takes longer than to draw the
texts; here a line has one ground, one hairline, and then the contents of its cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.views import theme

if TYPE_CHECKING:
    from app.views.painting import CellDelegate
    from app.views.record_view import RecordView

BAR = 3
"""Width of the bars at the left of the current line, and of lines with a problem."""


def paint_rows(painter: QPainter, view: RecordView, cells: CellDelegate, area: QRect) -> None:
    """Draw the lines of a list that lie in this part of its viewport."""
    table, header, lines = view.table, view.header, view.verticalHeader()
    first, last = view.rowAt(area.top()), view.rowAt(area.bottom())
    shown = [(i, header.sectionViewportPosition(i), header.sectionSize(i)) for i in header.shown_columns()]
    if first < 0 or not shown:
        return
    if last < 0:
        last = len(table.ids) - 1
    left, right = shown[0][1], shown[-1][1] + shown[-1][2]
    columns = [each for each in shown if each[1] <= area.right() and each[1] + each[2] > area.left()]
    chosen, hairline = view.selectionModel(), theme.colour("border")
    accent, danger = theme.colour("accent"), theme.colour("danger")
    box = QRect()
    for line in range(first, last + 1):
        top, height = lines.sectionViewportPosition(line), lines.sectionSize(line)
        selected = chosen.isSelected(table.index(line, shown[0][0]))
        painter.fillRect(left, top, right - left, height - 1, cells.ground(line, selected=selected))
        painter.fillRect(left, top + height - 1, right - left, 1, hairline)
        if line == cells.current:
            painter.fillRect(left, top, BAR, height - 1, accent)
        if table.problems(line):
            # Its chip may lie in a column that is out of sight.
            painter.fillRect(max(0, left + (BAR if line == cells.current else 0)), top, BAR, height - 1, danger)
        for column, x, width in columns:
            box.setRect(x, top, width, height)
            cells.paint_content(painter, table, line, column, box, selected=selected)
    pinned = view.last_pinned()
    if pinned >= 0:
        bottom = lines.sectionViewportPosition(pinned) + lines.sectionSize(pinned) - 1
        painter.fillRect(0, bottom, view.viewport().width(), 1, theme.colour("border_strong"))
