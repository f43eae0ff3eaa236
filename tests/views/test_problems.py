"""How failures are told, and what a crash report never holds."""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from app import logs
from app.errors import Cancelled, NeedsConfirmation, UserError
from app.folders import log_folder
from app.views import problems
from app.views.widgets.form import Form
from app.views.widgets.number_fields import CodeField

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def _fresh_reports() -> Iterator[None]:
    logs.forget_reports()
    yield
    logs.forget_reports()


@contextmanager
def answering(name: str, seen: list[str], app: QApplication) -> Iterator[None]:
    """Press a button of every message box that opens meanwhile; without a name the last one."""

    def press() -> None:
        for box in app.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                seen.append(f"{box.objectName()}: {box.text()} {box.informativeText()}".strip())
                wanted = [b for b in box.buttons() if b.objectName() == name] if name else box.buttons()[-1:]
                wanted[0].click()

    timer = QTimer()
    timer.timeout.connect(press)
    timer.start(20)
    yield
    timer.stop()


def test_a_problem_is_shown_at_its_field_else_in_a_dialog(styled, qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.add("code", "Code", CodeField("code"))
    problems.show(UserError("Taken.", field="code"), form=form)
    assert form.fields["code"].error == "Taken."
    seen: list[str] = []
    with answering("close_button", seen, styled):
        problems.show(UserError("The disk is full."), form=form)
    assert seen == ["problem_dialog: The disk is full."]
    problems.show(Cancelled())


@pytest.mark.parametrize(("name", "expected"), [("accept_button", True), ("go_back_button", False)])
def test_a_question_is_asked_with_the_safe_answer_first(styled, qtbot, name: str, expected: bool) -> None:
    seen: list[str] = []
    question = NeedsConfirmation("keep", "Keep <b>150.00</b> as balance?", accept="Keep", details="It stays.")
    with answering(name, seen, styled):
        assert problems.ask(question) is expected
    assert seen == ["question_dialog: Keep <b>150.00</b> as balance? It stays."]


def test_the_words_of_a_question_stand_beside_its_picture(styled, qtbot) -> None:
    question = NeedsConfirmation("keep", "Keep 150.00 as balance?", accept="Keep", details="It stays.")
    box = problems.question_box(question)
    qtbot.addWidget(box)
    box.show()
    parts = {part.objectName(): part for part in box.findChildren(QLabel)}
    picture, words, more = (
        parts[name] for name in ("qt_msgboxex_icon_label", "qt_msgbox_label", "qt_msgbox_informativelabel")
    )
    assert picture.width() < 64
    assert words.x() == more.x() < 120
    assert words.font().pixelSize() > more.font().pixelSize()


def test_a_crash_is_reported_once_and_told_in_plain_words(styled, qtbot, expected_log) -> None:
    def crash(name: str = "Alice Smith") -> None:
        raise RuntimeError(f"order of {name}")

    seen: list[str] = []
    with answering("", seen, styled):
        for _round in range(2):
            try:
                crash()
            except RuntimeError as error:
                problems.show(error)
    reports = list(log_folder().glob("crash-*.txt"))
    assert len(reports) == 1
    assert len([s for s in seen if s.startswith("crash_dialog")]) == 1
    text = reports[0].read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "in crash" in text
    assert "order of ‹…›" in text
    assert all("Smith" not in r.getMessage() and r.exc_info is None for r in expected_log)


PERSONAL = [
    "customer 'wang fang' has no phone",
    'invalid literal for int() with base 10: "13812345678"',
    "order of Alice Smith in Bergen",
    "客户 杭州绿茵园艺 不存在",
    "mail alice.smith@example.org bounced",
    "card 6222020200112233 declined",
    f"no such file: {Path.home()}/books/wang.daybook",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_reports_mask_what_could_be_personal(text: str) -> None:
    shown = logs.masked(text)
    for secret in ("wang fang", "138", "Alice", "Smith", "Bergen", "绿茵", "alice", "6222", str(Path.home())):
        assert secret not in shown


@given(st.text())
def test_no_report_holds_a_long_number_or_a_letter_of_another_script(text: str) -> None:
    shown = logs.masked(text).replace("‹…›", "")
    assert not re.search(r"\d{3}", shown)
    assert shown.isascii()


def test_failures_of_slots_and_threads_arrive_at_the_window(styled, qtbot, monkeypatch, expected_log) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr(problems, "_crashed", lambda error, parent: shown.append(error))
    hooks = sys.excepthook, threading.excepthook
    problems.install()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(shown) == 1)
        try:
            raise LookupError("slot")
        except LookupError as error:
            sys.excepthook(LookupError, error, error.__traceback__)
        qtbot.waitUntil(lambda: len(shown) == 2)
        qWarning("something of Qt's")
        assert any(r.name == "qt" and r.levelno == logging.WARNING for r in expected_log)
    finally:
        problems.uninstall()
        sys.excepthook, threading.excepthook = hooks
    assert [type(e) for e in shown] == [ZeroDivisionError, LookupError]


def test_the_log_is_kept_small(tmp_path: Path) -> None:
    path = logs.start_log()
    logs.watch_for_faults()
    for _line in range(20_000):
        logging.getLogger("test").info("x" * 100)
    logs.stop_log()
    assert path.stat().st_size <= 1_000_000
    assert len(list(path.parent.glob("daybook.log*"))) <= 5
