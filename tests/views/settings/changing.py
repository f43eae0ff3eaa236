"""The settings page as tests use it: rows that are typed into, and what is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.views.desk import Desk
from app.views.settings.rows import SettingRow
from app.views.settings.settings_page import SettingsPage
from tests.helpers.desk import idle


class Teller:
    """Stands for the window: keeps what it is asked to tell, and how that is taken back."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.undo: Callable[[], object] | None = None

    def tell(self, text: str, undo: Callable[[], object] | None = None) -> None:
        self.told.append(text)
        self.undo = undo


def shown(desk: Desk, qtbot: Any) -> SettingsPage:
    page = SettingsPage(desk)
    page.resize(1096, 700)
    page.show()
    idle(desk, qtbot)
    return page


def row_of(page: SettingsPage, section: str, key: str, qtbot: Any) -> SettingRow:
    row = page.show_section(section).rows[key]
    idle(page.desk, qtbot)
    return row


def typed(row: SettingRow, text: str, page: SettingsPage, qtbot: Any) -> None:
    """Type into the field of a setting and leave it with Enter."""
    field: Any = row.field
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    idle(page.desk, qtbot)


def take_back(page: SettingsPage, qtbot: Any) -> None:
    page.desk.shell.undo()
    idle(page.desk, qtbot)


def accept(dialog: Any, desk: Desk, qtbot: Any) -> None:
    dialog.accept_form()
    idle(desk, qtbot)
