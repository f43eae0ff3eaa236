"""The window around the pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.preferences import Preferences
from app.views import problems, theme, window_place
from app.views.commands import Command
from app.views.desk import Desk
from app.views.main_window import MainWindow
from app.views.page import Page
from app.views.record_tab import RecordTab
from app.views.window_pages import PageSpec
from tests.views.conftest import FakeOrders

ROOT = Path(__file__).resolve().parents[2]

TAKEN_BY_INPUT_METHODS = {"Ctrl+Space", "Shift+Space", "Ctrl+.", "Ctrl+Shift+F", "Shift", "Ctrl+Shift"}

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def orders_page(desk: Desk) -> Page:
    commands = [
        Command("new_order", "New order", lambda _ids: None, "plus", "Ctrl+N", "primary"),
        Command("export_orders", "Export…", lambda _ids: None, "file-output", "Ctrl+E", "secondary"),
    ]
    return RecordTab(desk, FakeOrders(), commands=commands)


SPECS = [
    PageSpec("customers", "Customers", "users", lambda desk: Page(desk, "customers_page")),
    PageSpec("orders", "Orders", "clipboard-list", orders_page),
    PageSpec("settings", "Settings", "settings", lambda desk: Page(desk, "settings_page"), at_bottom=True),
]


@pytest.fixture
def window(desk: Desk, qtbot) -> MainWindow:
    made = MainWindow(desk, SPECS, book="Harbour")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_pages_are_made_when_first_shown_and_reached_by_keys(window: MainWindow, qtbot) -> None:
    assert set(window.pages) == {"customers"}
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.shown == "orders"
    assert set(window.pages) == {"customers", "orders"}
    qtbot.waitUntil(lambda: window.status.left.text() == "412 rows")
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.shown == "customers"
    assert window.status.left.text() == ""
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget().objectName() == "orders_table"
    window.sidebar.entries["settings"].click()
    assert window.shown == "settings"


def test_every_command_is_in_the_menu_bar_without_a_clash(window: MainWindow) -> None:
    window.show_page("orders")
    commands = window.commands()
    names = {c.objectName() for c in commands}
    assert {"new_order", "export_orders", "quit", "copy", "find", "toggle_sidebar", "show_orders", "about"} <= names
    keys = [c.shortcut().toString() for c in commands if not c.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert not set(keys) & TAKEN_BY_INPUT_METHODS
    assert all(c.text() for c in commands)


def test_the_record_menu_is_that_of_the_page(window: MainWindow) -> None:
    assert not window.menus.by_name["record"].menuAction().isVisible()
    window.show_page("orders")
    assert [a.objectName() for a in window.menus.by_name["record"].actions() if not a.isSeparator()] == [
        "new_order",
        "export_orders",
        "add_filter",
        "sort_list",
        "choose_columns",
        "save_view",
        "why_number",
        "open_beside",
    ]


def test_the_sidebar_shrinks_to_pictures_with_names_for_readers(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    entry = window.sidebar.entries["orders"]
    assert (window.sidebar.width(), entry.text(), entry.accessibleName()) == (56, "", "Orders")
    window.sidebar.set_count("orders", 3)
    assert entry.accessibleName() == "Orders, 3 waiting"
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert (window.sidebar.width(), entry.text().strip()) == (184, "Orders")


def test_up_and_down_go_through_the_pages(window: MainWindow) -> None:
    window.sidebar.entries["customers"].setFocus()
    QTest.keyClick(window.sidebar.entries["customers"], Qt.Key.Key_Down)
    assert window.shown == "orders"
    QTest.keyClick(window.sidebar.entries["orders"], Qt.Key.Key_Up)
    assert window.shown == "customers"


def test_scheme_and_language_switch_at_once_and_are_remembered(window: MainWindow, desk: Desk) -> None:
    window.show_page("orders")
    actions = {c.objectName(): c for c in window.commands()}
    actions["scheme_menu_dark"].trigger()
    assert theme.scheme() is theme.Scheme.DARK
    assert desk.preferences.get("window.scheme", "") == "dark"
    actions["language_menu_zh_CN"].trigger()
    assert desk.preferences.get("window.language", "") == "zh_CN"
    assert actions["language_menu_zh_CN"].isChecked()
    assert window.shown == "orders"
    actions["language_menu_en"].trigger()
    assert window.sidebar.entries["orders"].text().strip() == "Orders"


def test_the_window_comes_back_where_it_was(window: MainWindow, desk: Desk, qtbot) -> None:
    window.resize(1100, 720)
    window.show_page("orders")
    window.toggle_sidebar()
    window.close()
    desk.preferences = Preferences()
    again = MainWindow(desk, SPECS)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (1100, 720)
    assert again.shown == "orders"
    assert again.sidebar.narrow


def test_a_window_off_every_screen_is_brought_back(window: MainWindow) -> None:
    window.move(QPoint(9_000, 9_000))
    window_place.bring_into_sight(window)
    area = QGuiApplication.primaryScreen().availableGeometry()
    assert area.intersects(window.frameGeometry())


def test_a_toast_says_what_was_done_and_undoes_it(window: MainWindow) -> None:
    undone: list[int] = []
    window.tell("Order SO-1 confirmed.", lambda: undone.append(1))
    assert window.toast.isVisible()
    window.findChild(QAbstractButton, "toast_undo").click()
    assert undone == [1]
    assert not window.toast.isVisible()


def test_long_work_is_shown_with_a_cancel(window: MainWindow, desk: Desk, qtbot) -> None:
    def long(actor) -> None:
        for number in range(500):
            qtbot_wait.wait(0.02)
            actor.progress(number, 500, "Rows")

    import threading

    qtbot_wait = threading.Event()
    job = desk.perform(long)
    qtbot.waitUntil(window.status.cancel.isVisible)
    qtbot.waitUntil(lambda: window.status.work.text().startswith("Rows: "))
    window.status.cancel.click()
    qtbot.waitUntil(lambda: job.ended)
    assert not window.status.cancel.isVisible()


def test_unexpected_failures_reach_the_person_once(window: MainWindow, desk: Desk, qtbot, monkeypatch) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr(problems, "_crashed", lambda error, parent: shown.append(error))

    def broken(_actor) -> None:
        raise ZeroDivisionError

    desk.perform(broken)
    qtbot.waitUntil(lambda: bool(shown))
    assert isinstance(shown[0], ZeroDivisionError)


def test_no_control_of_the_window_is_nameless(window: MainWindow) -> None:
    window.show_page("orders")
    for w in window.findChildren(QAbstractButton):
        if w.isVisible() and "qt_" not in w.objectName() and w.metaObject().className() != "QTableCornerButton":
            assert w.accessibleName() or w.text(), w.objectName()
    for key in ("sidebar", "status_bar", "page_stack"):
        assert window.findChild(QWidget, key) is not None


def test_it_fits_a_small_screen(window: MainWindow, qtbot) -> None:
    window.show_page("orders")
    window.resize(1280, 720)
    qtbot.wait(20)
    page = window.current_page()
    assert page.minimumSizeHint().width() <= 1280 - window.sidebar.width()
    assert page.minimumSizeHint().height() <= 720 - 28 - 30


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.models.actor import Actor\n"
        "from app.money import currency\n"
        "from app.preferences import Preferences\n"
        "from app.views import theme\n"
        "from app.views.background import Background\n"
        "from app.views.desk import Desk\n"
        "from app.views.main_window import MainWindow\n"
        "from app.views.window_pages import PageSpec\n"
        "from app.views.record_tab import RecordTab\n"
        "from tests.views.conftest import FakeOrders\n"
        "app = QApplication([])\n"
        "theme.start(app)\n"
        "desk = Desk(Actor(1, 'A', frozenset({'owner'})), Background(), Preferences(), currency('CNY'))\n"
        "window = MainWindow(desk, [PageSpec('o', 'Orders', 'package', lambda d: RecordTab(d, FakeOrders()))])\n"
        "window.show()\n"
        "app.processEvents()\n"
        "heavy = {'numpy', 'pyqtgraph', 'openpyxl', 'reportlab', 'pypdfium2', 'python_calamine', 'pypinyin',\n"
        "         'opencc', 'argon2', 'PySide6.QtPrintSupport'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "desk.background.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_no_other_page_comes_up_on_the_way_back_from_a_record(window: MainWindow, desk: Desk) -> None:
    below = window.show_page("orders")
    window.page("settings")
    window.open_record("orders", Over(desk, "record_1"))
    shown: list[QWidget | None] = []
    window.stack.currentChanged.connect(lambda _at: shown.append(window.stack.currentWidget()))
    window.close_record()
    assert set(shown) == {below}
    assert window.findChild(Over, "record_1") not in [window.stack.widget(at) for at in range(window.stack.count())]


class Over(Page):
    """The page of one record."""


def test_leaving_a_record_goes_back_to_where_one_came_from(window: MainWindow, desk: Desk) -> None:
    first, second = list(window.specs)[:2]
    window.show_page(first)
    one = window.open_record(first, Over(desk, "record_1"))
    other = window.open_record(second, Over(desk, "record_2"))
    assert window.shown == second
    assert window.close_record()
    assert window.current_page() is one
    window.open_record(second, Over(desk, "record_3"))
    window.show_page(first)
    assert window.current_page() is one
    window.show_page(first)
    assert window.current_page() is window.page(first)
    window.show_page(second)
    assert window.current_page().objectName() == "record_3"
    assert window.close_record()
    assert window.current_page() is window.page(second)
    assert not window.close_record()
    assert other is not one


def test_an_opened_record_gets_the_keyboard_and_a_list_is_shown_without_what_lay_over_it(
    window: MainWindow, desk: Desk
) -> None:
    window.go_to("orders")
    first = window.open_record("orders", Over(desk, "record_1"))
    assert first.hasFocus()
    second = window.open_record("orders", Over(desk, "record_2"))
    window.go_to("customers")
    assert window.open_record("orders", Over(desk, "record_1")) is first
    assert first.hasFocus()
    second.may_close = lambda: False
    assert window.show_list("orders") is None
    assert window.current_page() is second
    second.may_close = lambda: True
    assert window.show_list("orders") is window.pages["orders"] is window.current_page()


def test_a_file_dropped_on_the_window_is_taken_and_a_toast_stays_at_its_corner(
    window: MainWindow, qtbot, tmp_path: Path
) -> None:
    taken: list[Path] = []
    window.take_files(taken.append)
    no_keys = Qt.KeyboardModifier.NoModifier
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "orders.xlsx"))])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no_keys
    QGuiApplication.sendEvent(window, QDragEnterEvent(QPoint(1, 1), *how))
    QGuiApplication.sendEvent(window, QDropEvent(QPointF(1, 1), *how))
    assert taken == [tmp_path / "orders.xlsx"]
    window.tell("Done.")
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: (window.width(), window.toast.geometry().right()) == (1400, 1400 - 25))
