"""The line at the bottom: what runs, and why nothing can be changed."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu

from app.models.actor import Actor
from app.views.desk import Desk
from app.views.status_bar import StatusBar


@pytest.fixture
def status(desk: Desk, qtbot: Any) -> StatusBar:
    made = StatusBar(desk.background)
    qtbot.addWidget(made)
    made.resize(1100, made.height())
    made.show()
    return made


def test_two_jobs_are_told_and_the_first_one_is_cancelled(status: StatusBar, desk: Desk, qtbot: Any) -> None:
    stop = threading.Event()

    def long(actor: Actor) -> None:
        while not stop.wait(0.02):
            actor.progress(1, 4, "Rows")

    first = desk.perform(long, on_problem=lambda _error: None)
    second = desk.work(long, on_problem=lambda _error: None)
    qtbot.waitUntil(lambda: "(+1 more)" in status.work.text())
    assert status.bar.value() == 250
    status.cancel.click()
    qtbot.waitUntil(lambda: first.ended)
    assert status.job is second
    assert status.cancel.isEnabled()
    assert status.work.text() == "Rows: 1 of 4"
    stop.set()
    qtbot.waitUntil(lambda: second.ended)
    assert status.job is None
    assert not status.cancel.isVisible()


def test_it_says_in_a_word_and_a_sentence_why_nothing_can_be_changed(status: StatusBar) -> None:
    assert not status.state.isVisible()
    status.show_state("Read only", "This book is open for reading only.")
    assert status.state.isVisible()
    assert status.state.text() == "Read only"
    assert status.state.toolTip() == status.state.accessibleName() == "This book is open for reading only."
    status.show_state("")
    assert not status.state.isVisible()


def test_its_buttons_do_what_they_say(status: StatusBar) -> None:
    done: list[str] = []
    status.on_backup = lambda: done.append("backup")
    status.person_menu = QMenu(status)
    status.person_menu.addAction("Lock")
    status.show_backup("Backed up 2026-11-21 18:00")
    status.backup.click()
    status.person.click()
    assert done == ["backup"]
    assert status.person_menu.isVisible()
    status.person_menu.close()


def test_a_name_with_an_ampersand_is_shown_as_it_is(status: StatusBar) -> None:
    status.show_person(lambda: "Hale & Son (owner)")
    assert status.person.text() == "Hale && Son (owner)"
    assert status.person.accessibleName() == "Hale & Son (owner)"
