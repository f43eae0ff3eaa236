"""Alt+Enter explains a number: on a record, in a list, below its columns, in the statistics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.models.actor import Role
from app.operations.payments import record_payment
from app.views.desk import Desk
from app.views.orders import open_order
from app.views.statistics.statistics_page import StatisticsPage
from app.views.values import shown
from app.views.why import WhyDialog, ask_why, of_record
from tests.helpers.book import a_customer, a_line, an_order, cents, value
from tests.helpers.desk import book, idle, make_desk, real_desk, window

__all__ = ["book", "make_desk", "real_desk", "window"]


def _order(actor: Any, worth: str = "100", paid: str = "30") -> int:
    customer = a_customer(actor)
    made = an_order(actor, customer, a_line(worth))
    record_payment(actor, cents(paid), "cash", customer_id=customer, parts=[(made, cents(paid))])
    return made


def _asked(host: QWidget, desk: Desk, qtbot: Any) -> WhyDialog:
    qtbot.waitUntil(lambda: host.findChild(WhyDialog) is not None)
    found = host.findChild(WhyDialog)
    assert isinstance(found, WhyDialog)
    qtbot.waitUntil(lambda: found.found is not None)
    idle(desk, qtbot)
    return found


def _money(amount: int, desk: Desk) -> str:
    from app.queries.columns import Kind

    return shown(Kind.MONEY, amount, desk.currency)


def test_by_one_key_a_record_tells_what_makes_its_number_and_a_line_opens_its_record(
    real_desk: Desk, window: Any, qtbot: Any
) -> None:
    made = _order(real_desk.actor)
    open_order(real_desk, window, made)
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: bool(window.current_page().numbers()))
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    dialog = _asked(window, real_desk, qtbot)
    owed = int(value("SELECT outstanding FROM sales_order WHERE id = ?", made))
    assert dialog.total.text() == _money(owed, real_desk)
    assert dialog.table is not None
    assert dialog.table.small.texts(1)[-1] == _money(owed, real_desk)
    dialog.table.selectRow(1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    idle(real_desk, qtbot)
    assert window.current_page().shown_record()[0] == "payments"


def test_another_figure_of_the_same_record_is_one_choice_away(real_desk: Desk, window: Any, qtbot: Any) -> None:
    made = _order(real_desk.actor)
    dialog = WhyDialog(real_desk, of_record(real_desk, "order", made), window)
    dialog.open()
    idle(real_desk, qtbot)
    dialog.figure.choose("paid")
    idle(real_desk, qtbot)
    assert dialog.total.text() == _money(cents("30"), real_desk)
    dialog.reject()


def test_a_list_explains_the_chosen_row_and_the_sums_below_it(real_desk: Desk, window: Any, qtbot: Any) -> None:
    first, second = _order(real_desk.actor), _order(real_desk.actor, "50", "10")
    page = window.show_page("orders")
    qtbot.waitUntil(lambda: len(page.table.ids) == 2)
    page.view.select_ids([first], current=first)
    dialog = ask_why(real_desk, page, window)
    assert dialog is not None
    idle(real_desk, qtbot)
    assert dialog.total.text() == _money(
        int(value("SELECT outstanding FROM sales_order WHERE id = ?", first)), real_desk
    )
    dialog.figure.choose("sum_outstanding")
    idle(real_desk, qtbot)
    assert dialog.total.text() == page.totals_row.texts()["outstanding"]
    assert dialog.found is not None
    assert {line.record_id for line in dialog.found.lines} == {first, second}
    dialog.reject()


def test_a_number_of_the_statistics_is_the_orders_of_its_row(real_desk: Desk, window: Any, qtbot: Any) -> None:
    made = _order(real_desk.actor)
    page = StatisticsPage(real_desk, window, window)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.picture is not None)
    assert page.picture is not None
    assert page.table is not None
    row = next(at for at, values in enumerate(page.picture.series.rows) if values[1])
    page.table.selectRow(row)
    dialog = ask_why(real_desk, page, window)
    assert dialog is not None
    dialog.figure.choose("revenue")
    idle(real_desk, qtbot)
    assert dialog.found is not None
    assert [line.record_id for line in dialog.found.lines] == [made]
    assert dialog.found.total == page.picture.series.rows[row][2]
    dialog.reject()


def test_the_lines_go_into_a_workbook_with_their_sum(real_desk: Desk, window: Any, qtbot: Any, tmp_path: Path) -> None:
    made = _order(real_desk.actor)
    dialog = WhyDialog(real_desk, of_record(real_desk, "order", made), window)
    dialog.open()
    idle(real_desk, qtbot)
    dialog.export_to(tmp_path / "why.xlsx")
    qtbot.waitUntil(lambda: (tmp_path / "why.xlsx").exists())
    idle(real_desk, qtbot)
    sheet = load_workbook(tmp_path / "why.xlsx").active
    assert sheet is not None
    amounts = [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    owed = int(value("SELECT outstanding FROM sales_order WHERE id = ?", made))
    assert [round(float(str(a)) * 100) for a in amounts[:2]] == [owed + cents("30"), -cents("30")]
    dialog.reject()


def test_where_no_number_can_be_explained_this_is_said(make_desk: Any, real_desk: Desk, window: Any, book: Any) -> None:
    warehouse = make_desk(book.person(Role.WAREHOUSE))
    assert of_record(warehouse, "order", 1) == []
    assert ask_why(real_desk, None, window) is None


def test_the_other_button_on_a_sum_offers_to_explain_it(real_desk: Desk, window: Any, qtbot: Any) -> None:
    _order(real_desk.actor)
    page = window.show_page("orders")
    qtbot.waitUntil(lambda: len(page.table.ids) == 1)
    idle(real_desk, qtbot)
    place = page.totals_row.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.totals_row.mapToGlobal(place))
    QApplication.sendEvent(page.totals_row, asked)
    menu = page.findChild(QMenu, "number_menu")
    assert menu is not None
    assert [action.objectName() for action in menu.actions()] == ["why_number"]
    menu.close()
