"""The small window that shows, hides and orders the columns of a list, and says how high its rows are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from app.i18n import N_, _
from app.views.record_header import RecordHeader
from app.views.record_view import RecordView
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.choices import check_box
from app.views.widgets.labels import label, line
from app.views.widgets.popup import Popup

WIDTH = 272
ROWS = 12
KEY = int(Qt.ItemDataRole.UserRole)


class ColumnChooser(Popup):
    """Ticks show and hide columns at once; dragging or Alt+Up and Alt+Down orders them.

    ``problems`` is how problems on top are read and set, for a list that has such.
    """

    def __init__(
        self, view: RecordView, parent: QWidget, problems: tuple[bool, Callable[[bool], None]] | None = None
    ) -> None:
        super().__init__("column_chooser", parent)
        self._view = view
        self._header: RecordHeader = view.header
        self.setFixedWidth(WIDTH)
        say(self.setAccessibleName, N_("Columns"))
        self.list = QListWidget()
        self.list.setObjectName("column_list")
        say(self.list.setAccessibleName, N_("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self._fill()
        self.list.ensurePolished()
        self.list.setFixedHeight(min(ROWS, self.list.count()) * max(28, self.list.sizeHintForRow(0)) + 4)
        self.list.itemChanged.connect(self._ticked)
        self.list.model().rowsMoved.connect(lambda *_what: self._moved())
        self.list.installEventFilter(self)
        self.body.addWidget(self.list)
        self.body.addWidget(label(N_("Drag, or Alt+Up and Alt+Down, to order them"), "hint", wrap=True))
        self.body.addWidget(line())
        self.compact = check_box(N_("Compact rows"), "compact_rows", checked=view.compact)
        self.compact.toggled.connect(view.set_compact)
        self.body.addWidget(self.compact)
        if problems is not None:
            self.problems = check_box(N_("Problems on top"), "problems_first", checked=problems[0])
            self.problems.toggled.connect(problems[1])
            self.body.addWidget(self.problems)
        self.reset = button(N_("Reset columns"), "reset_columns", kind="quiet", icon="undo-2", run=self._reset)
        self.body.addWidget(self.reset)
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        header = self._header
        for place in range(header.count()):
            number = header.logicalIndex(place)
            column = header.columns[number]
            item = QListWidgetItem(_(column.title))
            item.setData(KEY, column.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            shown = not header.isSectionHidden(number)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def _number(self, item: QListWidgetItem) -> int:
        return next(i for i, c in enumerate(self._header.columns) if c.key == item.data(KEY))

    def _ticked(self, item: QListWidgetItem) -> None:
        self._header.show_column(self._number(item), item.checkState() == Qt.CheckState.Checked)
        if self._header.isSectionHidden(self._number(item)) != (item.checkState() != Qt.CheckState.Checked):
            self.list.blockSignals(True)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.blockSignals(False)

    def _moved(self) -> None:
        self._header.place([str(self.list.item(i).data(KEY)) for i in range(self.list.count())])

    def move_current(self, by: int) -> None:
        """Move the marked column up or down."""
        row = self.list.currentRow()
        if not 0 <= row + by < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(row)
        self.list.insertItem(row + by, item)
        self.list.setCurrentRow(row + by)
        self.list.blockSignals(False)
        self._moved()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            up = event.key() == Qt.Key.Key_Up
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and (up or event.key() == Qt.Key.Key_Down):
                self.move_current(-1 if up else 1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _reset(self) -> None:
        self._header.reset_columns()
        self._fill()
