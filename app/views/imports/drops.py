"""A file dropped on the window is imported."""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QWidget

START_IMPORT = "window.start_import"
"""The preference that makes the next window begin with an import."""

KINDS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".xml", ".html", ".htm"})


def accept_file(event: QDragEnterEvent, kinds: Container[str] = KINDS) -> bool:
    """Let a file be dropped that can be imported, or is of one of these kinds; False for anything else."""
    if dropped_file(event, kinds) is None:
        return False
    event.acceptProposedAction()
    return True


def take_file(event: QDropEvent, take: Callable[[Path], object], kinds: Container[str] = KINDS) -> bool:
    """Give ``take`` the path of a dropped file by the same rule; False for anything else."""
    path = dropped_file(event, kinds)
    if path is None:
        return False
    event.acceptProposedAction()
    take(path)
    return True


class DropDialog(QDialog):
    """A dialog on which a file can be dropped."""

    dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not accept_file(event):
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not take_file(event, self.dropped.emit):
            super().dropEvent(event)


def dropped_file(event: QDropEvent, kinds: Container[str] = KINDS) -> Path | None:
    """The one file of a drop, if it is of one of these kinds."""
    data = event.mimeData()
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in kinds else None
