"""Every list of a real book on a page of the window: shown, sorted, filtered, searched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from app.models.base import database
from app.money import currency
from app.operations.payments import record_payment
from app.preferences import Preferences
from app.queries.lists import LISTS
from app.views.background import Background
from app.views.desk import Desk
from app.views.record_tab import RecordTab
from app.views.record_view import RecordView
from tests.helpers.book import TestBook, a_customer, an_order, cents, close, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    yield made
    close(made)


@pytest.fixture
def real_desk(styled: QApplication, book: TestBook) -> Iterator[Desk]:
    problems: list[Exception] = []
    background = Background(release=lambda _thread: database.close())
    background.problem = problems.append
    yield Desk(book.owner, background, Preferences(), currency("USD"))
    background.close()
    assert problems == []


def settled(tab: RecordTab, qtbot) -> None:
    qtbot.waitUntil(lambda: tab.table.complete and not tab.desk.background.reading)


@pytest.mark.parametrize("noun", list(LISTS))
def test_each_list_is_shown_sorted_and_filtered(real_desk: Desk, noun: str, qtbot) -> None:
    customer = a_customer(real_desk.actor, "杭州绿茵园艺")
    for _number in range(3):
        an_order(real_desk.actor, customer, 120)
    tab = RecordTab(real_desk, LISTS[noun])
    qtbot.addWidget(tab)
    tab.resize(1096, 700)
    tab.show()
    tab.ask()
    settled(tab, qtbot)
    tab.grab()
    hint = tab.findChild(QLabel, "empty_state_hint")
    for column in tab.records.columns:
        if column.sortable:
            tab.view.header.sort_by(column.key)
            settled(tab, qtbot)
    for pill in tab.pills.pills:
        tab.show_filtered(pill.ask.filters)
        settled(tab, qtbot)
    samples = {"number": "1..20000", "period": "this_year", "text": "~a"}
    for key in tab.pills.offered():
        offered = tab.records.narrowing[key]
        for value in [v for v, _word in offered.values] or [samples.get(offered.offer, "1")]:
            tab.show_filtered(((key, value),))
            settled(tab, qtbot)
            assert not tab.empty.isVisible() or tab.pills.captions()[0] in hint.text()
    tab.show_filtered(search="绿茵")
    settled(tab, qtbot)
    tab.grab()


def test_a_payment_changes_the_list_of_orders_by_itself(real_desk: Desk, qtbot) -> None:
    actor = real_desk.actor
    customer = a_customer(actor)
    order = an_order(actor, customer, 120)
    tab = RecordTab(real_desk, LISTS["orders"])
    qtbot.addWidget(tab)
    tab.show()
    tab.ask()
    settled(tab, qtbot)
    place = [c.key for c in tab.records.columns].index("collection")
    assert tab.table.texts(0)[place] == "Unpaid"
    real_desk.perform(lambda actor: record_payment(actor, cents("1"), "cash", customer, parts=[(order, cents("1"))]))
    qtbot.waitUntil(lambda: tab.table.texts(0)[place] == "Partly paid")


def test_rows_are_painted_as_a_table_of_qt_paints_them(real_desk: Desk, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    customer = a_customer(real_desk.actor, "杭州绿茵园艺")
    for number in range(30):
        an_order(real_desk.actor, customer, 120 + number)
    tab = RecordTab(real_desk, LISTS["orders"])
    qtbot.addWidget(tab)
    tab.resize(760, 420)
    tab.show()
    tab.ask()
    settled(tab, qtbot)
    view = tab.view
    view.selectRow(2)
    for across, down in ((0, 0), (130, 47), (0, 10_000)):
        view.horizontalScrollBar().setValue(across)
        view.verticalScrollBar().setValue(down)
        own = view.viewport().grab().toImage()
        with monkeypatch.context() as patch:
            patch.setattr(RecordView, "paintEvent", lambda view, event: QTableView.paintEvent(view, event))
            assert view.viewport().grab().toImage() == own
