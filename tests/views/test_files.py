"""Where a file is saved: nothing that lies there is replaced without a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import NeedsConfirmation
from app.views import problems
from app.views.files import ask_where


@pytest.mark.parametrize(("typed", "replaces"), [("March", True), ("March", False), ("April", False)])
def test_a_name_without_its_ending_replaces_no_file_unasked(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, replaces: bool
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "March.xlsx").write_bytes(b"earlier")
    asked: list[str] = []

    def answer(question: NeedsConfirmation, _parent: QWidget | None) -> bool:
        asked.append(question.question)
        return replaces

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / typed), ""))
    monkeypatch.setattr(problems, "ask", answer)
    path = ask_where(parent, "Export", tmp_path / "orders.xlsx", "Excel workbook (*.xlsx)")
    there = typed == "March"
    assert asked == (["There is already a file March.xlsx in this folder. Replace it?"] if there else [])
    assert path == (tmp_path / f"{typed}.xlsx" if replaces or not there else None)


def test_the_dialog_itself_asked_about_a_whole_name(qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    target = tmp_path / "March.xlsx"
    target.write_bytes(b"earlier")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    monkeypatch.setattr(problems, "ask", lambda *_a: pytest.fail("asked twice"))
    assert ask_where(parent, "Export", tmp_path / "orders.xlsx", "Excel workbook (*.xlsx)") == target


@pytest.mark.parametrize("typed", ["Statement 2026.03", "Nordlicht Co. 3"])
def test_a_dot_within_a_name_begins_no_ending(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / typed), ""))
    path = ask_where(parent, "Export", tmp_path / "orders.xlsx", "Excel workbook (*.xlsx)")
    assert path == tmp_path / f"{typed}.xlsx"
