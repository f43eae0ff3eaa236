"""The sheet of keys that work on the page that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n import N_
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.labels import label


class ShortcutSheet(QDialog):
    """Lists every command that has a key and can be used now."""

    def __init__(self, commands: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut_sheet")
        say(self.setWindowTitle, N_("Keys that work here"))
        self.setFixedWidth(440)
        self.setMinimumHeight(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(N_("Keys that work here"), "section", "shortcut_title"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        body = QWidget()
        body.setObjectName("scroll_body")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for line, (text, keys) in enumerate(self.entries(commands)):
            what, how = label("", "", f"command_{line}"), label("", "muted", f"keys_{line}")
            what.setText(text)
            how.setText(keys)
            grid.addWidget(what, line, 0)
            grid.addWidget(how, line, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        area.setWidget(body)
        column.addWidget(area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(N_("Close"), "shortcut_close", run=self.accept))
        column.addLayout(row)

    @staticmethod
    def entries(commands: Sequence[QAction]) -> list[tuple[str, str]]:
        """Text and keys of every command that can be used now."""
        return [
            (c.text().replace("&", ""), c.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            for c in commands
            if c.isEnabled() and not c.shortcut().isEmpty()
        ]
