"""About names every part and its licence; the report of a problem is seen, cut and saved by the person."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from app import __version__, logs
from app.folders import resource
from app.views import problems
from app.views.about import AboutDialog, licence_text, parts
from app.views.icons import app_icon
from app.views.trouble_dialog import TroubleDialog
from installer import licences
from tests.helpers.book import a_customer
from tests.helpers.desk import idle

ROOT = Path(__file__).resolve().parents[3]
SHORTEST = 200


def test_every_part_that_is_shipped_is_named_with_its_version_and_licence() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE))
    listed = {re.sub(r"[-_.]+", "-", part.name).lower(): part for part in parts()}
    wanted = licences.wanted()
    assert len(wanted) > 20
    assert [name for name in wanted if name not in listed] == [], "run: .venv/bin/python -m installer.licences"
    assert {(name, listed[name].version) for name in wanted} <= pinned
    assert {"daybook", "qt", "python", "sqlite", "noto-sans-sc", "lucide"} <= {n.replace(" ", "-") for n in listed}
    assert [part.name for part in parts() if not part.licence or len(licence_text(part)) < SHORTEST] == []


def test_the_file_of_licences_is_that_of_the_packages() -> None:
    kept = json.loads(resource("licences", "parts.json").read_text(encoding="utf-8"))
    told = [{key: part[key] for key in ("name", "licence")} for part in kept]
    assert told == [{key: part[key] for key in ("name", "licence")} for part in licences.parts()], (
        "run: .venv/bin/python -m installer.licences"
    )


def test_qt_is_shown_with_the_whole_text_of_its_licence() -> None:
    qt = next(part for part in parts() if part.name == "Qt")
    text = licence_text(qt)
    assert "you may replace them" in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text


def test_about_tells_the_version_and_copies_the_facts(shell, qtbot) -> None:
    shell.about()
    dialog = shell.findChild(AboutDialog)
    assert dialog.isVisible()
    dialog._copy()
    copied = QGuiApplication.clipboard().text()
    assert f"Daybook: {__version__}" in copied
    assert all(f"{name}: " in copied for name in ("System", "Python", "Qt", "SQLite", "Book format", "Screens"))
    dialog.parts.setCurrentRow(3)
    assert dialog.text.toPlainText().startswith(parts()[3].licence)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_program_has_a_picture_in_every_size(qapp) -> None:
    icon = app_icon()
    assert all(not icon.pixmap(side, side).isNull() for side in (16, 32, 64, 256, 512))
    for name in ("daybook.svg", "daybook.png", "daybook.ico", "daybook.icns"):
        assert resource("icons", "app", name).stat().st_size > 500


@pytest.fixture
def report(shell, real_desk, qtbot) -> TroubleDialog:
    """The report over a book with a customer, with what was logged before."""
    a_customer(real_desk.actor, "harbour & hale")
    logs.start_log()
    logging.getLogger("daybook").info("harbour & hale was opened from /home/anna/books")
    logs.stop_log()
    shell.report_problem()
    dialog = shell.findChild(TroubleDialog)
    idle(real_desk, qtbot)
    return dialog


def test_the_report_shows_exactly_what_is_saved(report, tmp_path) -> None:
    report.words.setPlainText("I pressed Enter twice.")
    file = tmp_path / "report.txt"
    report.save_to(file)
    text = file.read_text(encoding="utf-8")
    assert text == report.text()
    assert "I pressed Enter twice." in text
    shown = [report.lines.item(i).text() for i in range(report.lines.count())]
    assert [line for line in text.splitlines() if line not in (*shown, "I pressed Enter twice.")] == []
    assert "Check of the book" in shown
    assert report.state.text() == "Saved as report.txt."


def test_the_names_of_the_book_do_not_get_in(report) -> None:
    text = report.text()
    assert " INFO daybook: " in text
    assert "harbour" not in text.casefold()
    assert "anna" not in text


def test_lines_are_struck_out_and_brought_back_by_the_keyboard(report) -> None:
    before = report.lines.kept()
    report.lines.setFocus()
    for line in (2, 3):
        report.lines.selectionModel().select(
            report.lines.model().index(line, 0), QItemSelectionModel.SelectionFlag.Select
        )
    QTest.keyClick(report.lines, Qt.Key.Key_Delete)
    assert report.lines.kept() == [*before[:2], *before[4:]]
    assert before[2] not in report.text().splitlines()
    QTest.keyClick(report.lines, Qt.Key.Key_Delete)
    assert report.lines.kept() == before


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_lost(report, tmp_path) -> None:
    report.words.setPlainText("My words")
    report.save_to(tmp_path / "missing" / "report.txt")
    assert report.banner.text.startswith("“report.txt” could not be saved")
    assert report.isVisible()
    assert report.words.toPlainText() == "My words"


def test_a_failure_offers_the_report(shell, real_desk, qtbot, monkeypatch, expected_log) -> None:
    def press(box: QMessageBox) -> int:
        next(b for b in box.buttons() if b.objectName() == "report_problem_button").click()
        return 0

    def clicked(box: QMessageBox) -> QAbstractButton:
        return next(b for b in box.buttons() if b.objectName() == "report_problem_button")

    monkeypatch.setattr(QMessageBox, "exec", press)
    monkeypatch.setattr(QMessageBox, "clickedButton", clicked)
    problems.show(ZeroDivisionError("no"), parent=shell)
    dialog = shell.findChild(TroubleDialog)
    assert dialog.isVisible()
    idle(real_desk, qtbot)
    assert any("ZeroDivisionError" in line for line in dialog.lines.kept())
    logs.forget_reports()
