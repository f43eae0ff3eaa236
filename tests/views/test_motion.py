"""What moves does so shortly, and not at all where the system or the person wants none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from app.views import motion
from app.views.sidebar import NARROW, WIDE, Sidebar
from app.views.widgets.banner import TOAST_TIME, Toast


@pytest.fixture
def moving(styled: object) -> Iterator[None]:
    motion.choose("on")
    yield
    motion.choose("system")


@pytest.fixture
def sidebar(styled: object, qtbot: Any) -> Sidebar:
    made = Sidebar()
    qtbot.addWidget(made)
    made.add("orders", "Orders", "clipboard-list", "Ctrl+2")
    made.add_bell("Notices", "F8", lambda: None)
    made.show()
    return made


def test_a_movement_ends_where_it_should_and_is_short(moving: None, qtbot: Any) -> None:
    owner, seen = QObject(), []
    assert 0 < motion.span() <= 150
    motion.slide(owner, 0, 100, seen.append)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 100)
    assert len(seen) > 1


def test_nothing_moves_where_nothing_shall(styled: object) -> None:
    motion.choose("off")
    seen: list[int] = []
    assert motion.slide(QObject(), 0, 100, seen.append) is None
    assert seen == [100]
    motion.choose("system")


def test_the_sidebar_slides_and_its_names_follow_the_edge(moving: None, sidebar: Sidebar, qtbot: Any) -> None:
    sidebar.set_narrow(True)
    qtbot.waitUntil(lambda: sidebar.width() == NARROW)
    entry = sidebar.entries["orders"]
    assert entry.text() == ""
    assert entry.toolTip() == "Orders (Ctrl+2)"
    sidebar.set_narrow(False)
    qtbot.waitUntil(lambda: sidebar.width() == WIDE)
    assert entry.text().strip() == "Orders"


def test_a_narrow_entry_says_in_its_tooltip_what_waits(sidebar: Sidebar) -> None:
    sidebar.set_narrow(True)
    sidebar.set_count("orders", 12, ("5 overdue", "12 to ship"), urgent=True)
    entry = sidebar.entries["orders"]
    assert entry.toolTip() == "Orders (Ctrl+2)\n5 overdue\n12 to ship"
    assert entry.accessibleName() == "Orders, 5 overdue, 12 to ship"


def test_a_toast_goes_after_its_time_but_not_under_the_pointer(styled: object, qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    toast = Toast(window)
    toast.tell("Order SO-1 confirmed.")
    assert toast._timer.isActive()
    assert toast._timer.interval() == TOAST_TIME
    toast.enterEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert not toast._timer.isActive()
    toast.leaveEvent(QEvent(QEvent.Type.Leave))
    assert toast._timer.isActive()


def test_a_long_toast_stays_inside_its_window(styled: object, qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    toast = Toast(window)
    toast.tell("A sentence about something that was done to very many things at once. " * 3, lambda: None)
    assert window.rect().contains(toast.geometry())
