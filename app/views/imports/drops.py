"""A file dropped on the window is imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.models.actor import Permission
from app.views.desk import Desk

START_IMPORT = "window.start_import"
"""The preference that makes the next window begin with an import."""

KINDS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".xml", ".html", ".htm"})


class Drops(QObject):
    """Listens to a window; ``take`` gets the path of a dropped file."""

    def __init__(self, window: QWidget, take: Any) -> None:
        super().__init__(window)
        self._take = take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and dropped_file(event) is not None:
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            path = dropped_file(event)
            if path is not None:
                event.acceptProposedAction()
                self._take(path)
                return True
        return False


def dropped_file(event: QDropEvent) -> Path | None:
    """The one file of a drop that can be imported."""
    data = event.mimeData()
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in KINDS else None


def take_dropped_files(desk: Desk, window: QWidget) -> Drops | None:
    """Import what is dropped on the window, if this person may import."""
    if not desk.actor.may(Permission.IMPORT):
        return None
    from app.views.imports import import_file

    return Drops(window, lambda path: import_file(desk, window, path))
