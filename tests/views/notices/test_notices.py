"""The bell and the badges: what waits is counted beside its page, and nothing is ever in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.actor import Role
from app.operations.payments import record_payment
from app.queries.backups import WARN_AFTER
from app.views import texts
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.notices.centre import until
from tests.helpers.book import TestBook, a_customer, value
from tests.helpers.desk import idle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def settle(window: MainWindow, qtbot: Any) -> None:
    window.notices.refresh()
    idle(window.desk, qtbot)


def titles(window: MainWindow) -> list[str]:
    return [notice.title for notice in window.notices.all_notices()]


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.notices.panel.list, key)


def test_a_badge_says_what_waits_and_follows_what_is_done(
    open_window: Callable[..., MainWindow], overdue: list[int], book: TestBook, qtbot: Any
) -> None:
    window = open_window()
    entry = window.sidebar.entries["orders"]
    assert entry.count == 2
    assert entry.accessibleName() == "Orders, 2 with a problem, 2 overdue, 2 to finish"
    assert "2 overdue" in entry.toolTip()
    customer = value("SELECT customer_id FROM sales_order LIMIT 1")
    paid = [(overdue[0], 10_000)]
    window.desk.perform(lambda actor: record_payment(actor, 10_000, "cash", customer_id=customer, parts=paid))
    qtbot.waitUntil(lambda: entry.count == 1)


def test_badges_speak_the_language_that_is_switched_to(
    open_window: Callable[..., MainWindow], overdue: list[int], qtbot: Any
) -> None:
    window = open_window()
    texts.set_language("zh_CN")
    settle(window, qtbot)
    assert "逾期" in window.sidebar.entries["orders"].accessibleName()


def test_the_warehouse_hears_of_goods_and_not_of_money(
    open_window: Callable[..., MainWindow], overdue: list[int], book: TestBook
) -> None:
    window = open_window(book.person(Role.WAREHOUSE))
    assert window.sidebar.entries["shipments"].accessibleName() == "Shipments, 2 to ship"
    assert not any(group.topic == "overdue" for group in window.notices.groups())


def test_the_sidebar_has_at_most_eleven_entries(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    assert len(window.sidebar.entries) + 1 <= 11


def test_the_panel_opens_by_its_key_and_esc_gives_the_keyboard_back(
    open_window: Callable[..., MainWindow], overdue: list[int], qtbot: Any
) -> None:
    window = open_window()
    window.show_page("orders")
    before = window.focusWidget()
    QTest.keyClick(window, Qt.Key.Key_F8)
    panel = window.notices.panel
    assert panel.isVisible()
    assert not panel.isModal()
    assert panel.list.hasFocus()
    idle(window.desk, qtbot)
    press(window, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.focusWidget() is before


def test_enter_goes_to_the_record(open_window: Callable[..., MainWindow], overdue: list[int], qtbot: Any) -> None:
    window = open_window()
    window.notices.panel.open_panel()
    idle(window.desk, qtbot)
    press(window, Qt.Key.Key_Return)
    assert not window.notices.panel.isVisible()
    page = window.current_page()
    assert page is not None
    assert page.objectName().startswith("order_page")


def test_a_heading_goes_to_the_list_with_the_same_number(
    open_window: Callable[..., MainWindow], overdue: list[int], qtbot: Any
) -> None:
    window = open_window()
    # Also with a record open over that list.
    order = next(notice for notice in window.notices.all_notices() if notice.topic == "overdue")
    window.notices.open(order)
    idle(window.desk, qtbot)
    group = next(group for group in window.notices.groups() if group.topic == "overdue")
    window.notices.open_group(group)
    idle(window.desk, qtbot)
    page: Any = window.current_page()
    assert page.objectName() == "orders_page"
    qtbot.waitUntil(lambda: page.table.rowCount() == group.count == 2)


def test_a_notice_is_put_off_by_one_key_and_brought_back(
    open_window: Callable[..., MainWindow], overdue: list[int], qtbot: Any
) -> None:
    window = open_window()
    panel = window.notices.panel
    panel.open_panel()
    idle(window.desk, qtbot)
    shown = titles(window)
    gone = panel.chosen()[0].title
    press(window, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: gone not in titles(window))
    assert "put off until 2026-04-10 09:00" in window.toast.accessibleName()
    panel.switch.click()
    assert [notice.title for notice in panel.chosen()] == [gone]
    panel.back_button.click()
    qtbot.waitUntil(lambda: titles(window) == shown)


def test_a_notice_is_done_by_one_key_and_undone_by_the_toast(
    open_window: Callable[..., MainWindow], overdue: list[int], qtbot: Any
) -> None:
    window = open_window()
    window.notices.panel.open_panel()
    idle(window.desk, qtbot)
    shown = titles(window)
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(titles(window)) == len(shown) - 1)
    idle(window.desk, qtbot)
    window.toast.findChild(type(window.notices.panel.open_button), "toast_undo").click()
    qtbot.waitUntil(lambda: titles(window) == shown)


def test_nothing_to_do_says_so(open_window: Callable[..., MainWindow], qtbot: Any) -> None:
    window = open_window()
    window.notices.panel.open_panel()
    idle(window.desk, qtbot)
    assert window.notices.panel.empty.isVisible()
    assert not window.notices.panel.done_button.isVisible()
    assert not window.notices.panel.list.isVisible()
    assert window.focusWidget() is window.notices.panel
    assert window.sidebar.bell is not None
    assert window.sidebar.bell.accessibleName() == "Notices"


def test_a_finished_job_is_kept_only_while_nobody_looks(
    open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.notices.tell_finished("The export is ready.")
    assert window.notices.count == 0
    opened: list[int] = []
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    window.notices.tell_finished("The import is ready.", lambda: opened.append(1))
    assert titles(window) == ["The import is ready."]
    window.notices.open(window.notices.all_notices()[0])
    assert opened == [1]
    assert window.notices.count == 0


def test_a_failed_backup_is_kept_in_sight(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    window.notices.tell_failed("The backup failed", "The disk is full.")
    (notice,) = window.notices.all_notices()
    assert notice.level == "danger"
    assert notice.detail.startswith("The disk is full.")


def test_a_backup_that_failed_at_the_last_close_is_told_at_the_next_start(
    open_window: Callable[..., MainWindow], make_desk: Callable[..., Desk], qtbot: Any
) -> None:
    kept = make_desk().preferences
    kept.set("backup.failed", "The disk is full.")
    kept.save()
    window = open_window()
    assert titles(window) == ["The backup when Daybook was closed last failed"]
    window.notices.back_up()
    idle(window.desk, qtbot)
    assert window.desk.preferences.get("backup.failed", "") == ""


def test_an_old_backup_is_told_above_the_pages_and_made_by_its_button(
    open_window: Callable[..., MainWindow], book: TestBook, qtbot: Any
) -> None:
    a_customer(book.owner)
    started = datetime.now(UTC).date()
    book.clock.day = started + timedelta(days=WARN_AFTER + 365)
    window = open_window()
    assert "no backup" in window.banner.text
    window.notices.back_up()
    idle(window.desk, qtbot)
    qtbot.waitUntil(lambda: not window.banner.text)
    assert window.status.backup.text().strip().startswith("Backed up")


def test_the_status_bar_says_when_something_was_saved(
    open_window: Callable[..., MainWindow], book: TestBook, qtbot: Any
) -> None:
    window = open_window()
    assert window.status.saved.isHidden()
    window.desk.perform(lambda actor: a_customer_of(actor))
    qtbot.waitUntil(lambda: window.status.saved.text().startswith("Saved "))


def a_customer_of(actor: Any) -> Any:
    from app.operations.customers import CustomerInput, add_customer

    return add_customer(actor, CustomerInput(name="Harbour & Hale"))


def test_the_status_bar_leads_to_the_backups(open_window: Callable[..., MainWindow], qtbot: Any) -> None:
    window = open_window()
    window.status.backup.click()
    idle(window.desk, qtbot)
    assert window.shown == "settings"
    page: Any = window.current_page()
    assert page.list.currentItem().text() == "Backups"


NOON = datetime(2026, 11, 18, 12, 0).astimezone()


@pytest.mark.parametrize(
    ("choice", "now", "comes_back"),
    [
        ("later", NOON, NOON + timedelta(hours=3)),
        ("later", NOON.replace(hour=23), NOON.replace(day=19, hour=9)),
        ("tomorrow", NOON, NOON.replace(day=19, hour=9)),
        ("week", NOON, NOON.replace(day=23, hour=9)),
        ("week", NOON.replace(day=23), NOON.replace(day=30, hour=9)),
    ],
)
def test_put_off_means_these_moments(choice: str, now: datetime, comes_back: datetime) -> None:
    assert until(choice, now) == comes_back
