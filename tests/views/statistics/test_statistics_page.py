"""The page of statistics over a real book: chart, table, cards and files show the same figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication

from app.models.actor import Role
from app.views import theme
from app.views.desk import Desk
from app.views.statistics import statistics_page
from app.views.statistics.statistics_page import StatisticsPage
from app.views.tokens import TOKENS, Scheme
from tests.helpers.book import TestBook, a_customer, an_order
from tests.helpers.desk import idle


def shown(desk: Desk, qtbot: Any) -> StatisticsPage:
    page = statistics_page(desk)
    qtbot.addWidget(page)
    page.resize(1096, 700)
    page.show()
    idle(desk, qtbot)
    return page


def table_of(page: StatisticsPage) -> list[tuple[str, ...]]:
    assert page.table is not None
    return [page.table.small.texts(line) for line in range(page.table.small.rowCount())]


def test_chart_table_and_cards_show_the_same_figures(trade: Desk, qtbot: Any) -> None:
    page = shown(trade, qtbot)
    assert page.chart_card.chart.drawn.labels == ("2026-01", "2026-02", "2026-03")
    assert page.chart_card.chart.drawn.values == (100.0, 250.0, 50.0)
    assert [row[2] for row in table_of(page)] == ["100.00", "250.00", "50.00", "400.00"]
    assert page.cards.cards["revenue"].value.text() == "400.00"
    assert page.cards.cards["paid"].value.text() == "50.00"


def test_the_keyboard_reads_values(trade: Desk, qtbot: Any) -> None:
    page = shown(trade, qtbot)
    chart = page.chart_card.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert page.chart_card.reading.text() == "2026-02: 250.00"
    assert chart.accessibleDescription() == "2026-02: 250.00"
    assert "the highest is 2026-02" in chart.accessibleName()


def test_things_are_compared_with_the_period_before(trade: Desk, qtbot: Any) -> None:
    page = shown(trade, qtbot)
    page.period.choose("month")
    page.chart_card.compare.setChecked(True)
    page.chart_card.choose("revenue", "region")
    idle(trade, qtbot)
    assert page.picture is not None
    assert [(row[0], row[2], row[-1]) for row in page.picture.series.rows] == [("浙江", 5_000, 0)]
    assert page.picture.question.earlier.text == "2026-02-01 – 2026-02-10"
    assert page.picture.series.total[-1] == 25_000


def test_only_groups_that_fit_the_measure_are_offered(trade: Desk, qtbot: Any) -> None:
    page = shown(trade, qtbot)
    card = page.chart_card
    card.choose("revenue", "product")
    card.choose("paid", "product")
    assert card.by.findData("product") < 0
    idle(trade, qtbot)
    assert page.picture is not None
    assert page.picture.question.by in ("month", "day")


def test_no_figures_are_said_in_words_and_the_way_back_works(trade: Desk, qtbot: Any) -> None:
    page = shown(trade, qtbot)
    page.period.choose("today")
    idle(trade, qtbot)
    assert page.empty.isVisible()
    assert not page.export_buttons["save_excel"].isEnabled()
    page.period.choose("year")
    idle(trade, qtbot)
    assert page.chart_card.isVisible()


def test_a_range_that_ends_before_it_begins_is_refused_and_the_picture_stays(trade: Desk, qtbot: Any) -> None:
    page = shown(trade, qtbot)
    picture = page.picture
    page.period.first.setText("2026-03-09")
    page.period.last.setText("2026-03-01")
    page.period.last.editingFinished.emit()
    assert "lies before" in page.banner.text
    assert page.picture is picture


def test_the_workbook_holds_what_is_shown(trade: Desk, qtbot: Any, tmp_path: Path) -> None:
    page = shown(trade, qtbot)
    assert page.picture is not None
    for name in ("figures.xlsx", "figures.pdf"):
        page.exports.write(tmp_path / name, page.picture, lines=False)
        qtbot.waitUntil(lambda name=name: name in page.banner.text)
    sheet = openpyxl.load_workbook(tmp_path / "figures.xlsx").active
    assert [row[2].value for row in sheet.iter_rows(min_row=2, max_row=4)] == [100, 250, 50]
    assert (tmp_path / "figures.pdf").read_bytes().startswith(b"%PDF")


def test_the_picture_is_copied(trade: Desk, qtbot: Any) -> None:
    page = shown(trade, qtbot)
    page.copy_picture()
    assert not QGuiApplication.clipboard().pixmap().isNull()


def test_who_may_not_see_figures_is_told_why(book: TestBook, make_desk: Callable[..., Desk], qtbot: Any) -> None:
    page = shown(make_desk(book.person(Role.WAREHOUSE)), qtbot)
    assert page.empty.isVisible()
    assert page.picture is None


@pytest.mark.parametrize("measure", ["orders", "average", "refunded", "invoiced", "outstanding", "received"])
def test_every_measure_can_be_drawn(trade: Desk, qtbot: Any, measure: str) -> None:
    page = shown(trade, qtbot)
    page.chart_card.choose(measure, "week")
    idle(trade, qtbot)
    assert page.picture is not None
    assert page.picture.question.measure == measure
    page.grab()


def test_a_year_without_orders_gives_way_to_all_time(trade: Desk, book: TestBook, qtbot: Any) -> None:
    book.clock.day = date(2028, 5, 2)
    page = shown(trade, qtbot)
    assert page.period.pills["all"].isChecked()
    assert page.period.span().text == "2026-01-05 – 2026-03-09"
    assert page.cards.cards["revenue"].value.text() == "400.00"
    page.period.choose("year")
    idle(trade, qtbot)
    assert page.period.pills["year"].isChecked()
    assert page.cards.cards["revenue"].value.text() == "0.00"


def test_every_bar_has_its_name_however_low_the_chart_is(trade: Desk, book: TestBook, qtbot: Any) -> None:
    for number in range(20):
        an_order(book.owner, a_customer(book.owner, f"Customer {number:02}"), 10 + number)
    page = shown(trade, qtbot)
    page.chart_card.choose("revenue", "customer")
    idle(trade, qtbot)
    for height in (560, 700, 1400):
        page.resize(1096, height)
        qtbot.wait(50)
        chart = page.chart_card.chart
        qtbot.waitUntil(lambda chart=chart: not chart._stale)
        names = chart.plot.getPlotItem().getAxis("left")
        ((_step, ticks),) = names.tickValues(*names.range, names.size().height())
        assert len(ticks) == len(chart.drawn.labels)
    assert len(chart.drawn.labels) == 15
    assert "15" in page.chart_card.note.text()


def test_the_chart_takes_the_other_colours_as_it_stands(trade: Desk, book: TestBook, qtbot: Any) -> None:
    an_order(book.owner, a_customer(book.owner), 10)
    page = shown(trade, qtbot)
    chart = page.chart_card.chart
    qtbot.waitUntil(lambda: chart.plot is not None and not chart._stale)
    chart.move_cursor(0)
    plot = chart.plot
    pictures = []
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        theme.choose(scheme.value)
        assert plot.backgroundBrush().color() == QColor(TOKENS[scheme].surface)
        pictures.append(plot.grab().toImage())
    assert pictures[0] != pictures[1]
    assert chart.plot is plot
    assert chart.place == 0


def test_what_was_saved_stays_to_be_read_when_the_figures_are_asked_again(
    trade: Desk, qtbot: Any, tmp_path: Path
) -> None:
    page = shown(trade, qtbot)
    page.exports.write(tmp_path / "figures.xlsx", page.picture, lines=False)
    idle(trade, qtbot)
    page.refresh()
    idle(trade, qtbot)
    assert "figures.xlsx" in page.banner.text
