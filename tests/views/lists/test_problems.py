"""Orders with a problem stand on top, with a chip that says what is wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton

from app.operations.payments import record_payment
from app.queries.exceptions import PINS
from app.views import theme
from app.views.record_tab import RecordTab
from app.views.record_table import ACCESSIBLE, TOOLTIP
from app.views.texts import set_language
from tests.helpers.book import TestBook, a_customer, an_order, cents
from tests.views.lists.conftest import Lists, settle, shown


@pytest.fixture
def tab(book: TestBook, lists: Lists) -> RecordTab:
    book.clock.day = date(2026, 1, 20)
    old = an_order(book.owner, a_customer(book.owner, "Late"), 120, due_date=date(2026, 2, 1))
    book.clock.day = date(2026, 3, 10)
    an_order(book.owner, a_customer(book.owner, "New"), 80)
    assert old
    return lists("orders")


def test_overdue_orders_come_first_whatever_the_order(tab: RecordTab, lists: Lists, qtbot) -> None:
    assert shown(tab, "customer") == ["Late", "New"]
    for key in ("date", "total", "number"):
        tab.view.header.sort_by(key)
        settle(tab, qtbot)
        assert shown(tab, "customer")[0] == "Late"
    button = tab.findChild(QAbstractButton, "problems_button")
    assert button.isChecked()
    button.click()
    tab.view.header.sort_in("date", True)
    settle(tab, qtbot)
    assert shown(tab, "customer") == ["New", "Late"]
    assert not lists("orders").tools.problems_first


def test_many_problems_leave_room_for_the_rest_until_all_are_wanted(
    tab: RecordTab, book: TestBook, lists: Lists, qtbot
) -> None:
    rest = tab.findChild(QAbstractButton, "all_problems_button")
    assert rest.isHidden()
    book.clock.day = date(2026, 1, 21)
    someone = a_customer(book.owner, "Many")
    for number in range(6):
        an_order(book.owner, someone, 10 + number, due_date=date(2026, 2, 1))
    book.clock.day = date(2026, 3, 10)
    tab.refresh()
    qtbot.waitUntil(lambda: not rest.isHidden())
    qtbot.waitUntil(lambda: len(tab.table.ids) == 8)
    assert shown(tab, "customer") == [*["Many"] * 5, "New", "Many", "Late"]
    assert tab.table.problems(6)
    assert rest.text() == "Show all 7"
    rest.click()
    settle(tab, qtbot)
    assert shown(tab, "customer") == [*["Many"] * 6, "Late", "New"]
    assert rest.text() == "Show fewer"
    assert lists("orders").tools.problems.at_most == 0


def test_the_reason_is_a_chip_and_is_read_out_in_both_languages(tab: RecordTab) -> None:
    (problem,) = tab.table.problems(0)
    assert problem.chip == "37 d late"
    column = [c.key for c in tab.records.columns].index("collection")
    index = tab.table.index(0, column)
    assert index.data() == "Unpaid"
    assert index.data(ACCESSIBLE) == "Unpaid – Payment was due on 2026-02-01, 37 days ago."
    assert index.data(TOOLTIP) == index.data(ACCESSIBLE)
    assert "37 days ago" in tab.table.index(0, 0).data(ACCESSIBLE)
    box = tab.view.visualRect(index)
    red = {tab.view.viewport().grab(box).toImage().pixelColor(x, box.height() // 2 - 7).name() for x in range(14, 60)}
    assert "#fce4e2" in red
    set_language("zh_CN")
    assert tab.table.problems(0)[0].chip == "逾期 37 天"
    set_language("en")


def test_a_hidden_column_leaves_its_sign_at_the_number(tab: RecordTab) -> None:
    box = tab.view.visualRect(tab.table.index(0, 0))

    def reds() -> int:
        picture = tab.view.viewport().grab(box).toImage()
        colours = [picture.pixelColor(x, y) for x in range(11, 24) for y in range(box.height())]
        return sum(c.red() - c.green() > 60 for c in colours)

    assert reds() == 0
    tab.view.header.show_column([c.key for c in tab.records.columns].index("collection"), False)
    assert reds() > 5


def test_a_bar_at_the_left_marks_the_line_wherever_its_chip_is(tab: RecordTab) -> None:
    def bar(line: int) -> str:
        box = tab.view.visualRect(tab.table.index(line, 0))
        return str(tab.view.viewport().grab(box).toImage().pixelColor(1, box.height() // 2).name())

    tab.view.horizontalScrollBar().setValue(0)
    assert bar(0) == theme.colour("danger").name()
    assert bar(1) != theme.colour("danger").name()


def test_a_solved_problem_falls_back_into_its_place(tab: RecordTab, qtbot) -> None:
    order = tab.table.ids[0]
    customer = next(iter(tab.records.rows([order], tab.desk.actor).values()))
    assert customer.problems
    tab.desk.perform(lambda actor: record_payment(actor, cents(120), "cash", 1, parts=[(order, cents(120))]))
    qtbot.waitUntil(lambda: shown(tab, "customer") == ["New", "Late"])
    assert tab.table.problems(1) == ()


def test_an_export_has_the_rows_in_the_order_shown(tab: RecordTab) -> None:
    ids = tab.records.ids(tab.desk.actor, tab.asked())
    assert ids == tab.table.ids


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 d late"), (999, "999 d late"), (1_000, "2 y late"), (4_344, "11 y late")]
)
def test_what_is_late_for_years_says_years(days: int, said: str) -> None:
    overdue = next(pin for pin in PINS if pin.key == "overdue")
    today = date(2026, 11, 22)
    assert overdue.chip((today - timedelta(days=days)).isoformat(), today) == said
