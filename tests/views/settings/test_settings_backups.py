"""Backups among the settings: made, checked, tried out, and gone back to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from app.models.book import is_open, open_book
from app.operations import maintenance
from app.views import problems
from app.views.settings import backup_section
from app.views.settings.settings_page import SettingsPage
from tests.helpers.book import TestBook, a_customer, value
from tests.helpers.desk import idle


def test_a_backup_is_made_listed_and_checked(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("backup")
    idle(page.desk, qtbot)
    assert section.state.text() == "No backup yet."
    section.back_up()
    idle(page.desk, qtbot)
    assert len(maintenance.list_backups()) == 1
    assert section.state.text().startswith("Last backup: ")
    assert section.table.small.texts(0)[-1].startswith("✓")
    section.table.selectRow(0)
    section.verify()
    idle(page.desk, qtbot)
    assert "is whole" in section.banner.text


def test_a_restore_is_tried_out_without_touching_the_book(page: SettingsPage, book: TestBook, qtbot: Any) -> None:
    a_customer(book.owner)
    maintenance.back_up(book.owner)
    a_customer(book.owner, "Entered after the backup")
    section: Any = page.show_section("backup")
    section.load()
    idle(page.desk, qtbot)
    section.table.selectRow(0)
    section.rehearse()
    idle(page.desk, qtbot)
    assert "The test restore worked" in section.banner.text
    assert "1 customers" in section.banner.text
    assert value("SELECT count(*) FROM customer") == 2
    assert "Changed since" in section.next.text()


def test_a_damaged_backup_fails_its_test(page: SettingsPage, book: TestBook, qtbot: Any) -> None:
    saved = maintenance.back_up(book.owner)
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 255
    saved.write_bytes(content)
    section: Any = page.show_section("backup")
    section.load()
    idle(page.desk, qtbot)
    section.table.selectRow(0)
    section.rehearse()
    idle(page.desk, qtbot)
    assert "is damaged" in section.banner.text


def test_the_book_goes_back_to_a_backup_and_a_fresh_window_opens_it(
    page: SettingsPage, book: TestBook, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = maintenance.back_up(book.owner)
    a_customer(book.owner, "Entered after the backup")
    opened: list[Path] = []
    monkeypatch.setattr(problems, "ask", lambda *_asked: True)
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    monkeypatch.setattr(backup_section, "restart_with", lambda _desk, path: opened.append(path))
    section: Any = page.show_section("backup")
    idle(page.desk, qtbot)
    section.restore(saved, "yesterday")
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [book.path]
    assert not is_open()
    open_book(book.path)
    assert value("SELECT count(*) FROM customer") == 0
