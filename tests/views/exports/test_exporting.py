"""A list is exported exactly as it is shown, in two keys, beside all other work."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from app.models.actor import Role
from app.models.base import connection
from app.operations.customers import CustomerInput, add_customer
from app.queries.moment import one_moment
from app.reports import excel, list_report
from app.views.desk import Desk
from app.views.export_dialog import ExportDialog
from app.views.exporting import export_to, exported, shown_columns
from app.views.main_window import MainWindow
from app.views.record_tab import RecordTab
from tests.helpers.book import TestBook, a_customer, a_line, an_order
from tests.helpers.desk import dialog_of, idle


@pytest.fixture
def tab(real_desk: Desk, window: MainWindow, qtbot: Any, tmp_path: Path) -> Any:
    """The list of orders with three of them; exports go to a folder of their own."""
    customer = a_customer(real_desk.actor)
    for price in ("25", "10", "7.5"):
        an_order(real_desk.actor, customer, a_line(price, 4))
    (tmp_path / "out").mkdir()
    real_desk.preferences.set("exports.folder", str(tmp_path / "out"))
    made = window.go_to("orders")
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: len(made.table.ids) == 3 and made.totals is not None)
    return made


def the_file(tab: RecordTab, qtbot: Any, ending: str) -> Path:
    folder = Path(tab.desk.preferences.get("exports.folder", ""))
    qtbot.waitUntil(lambda: bool(list(folder.glob(f"*.{ending}"))))
    idle(tab.desk, qtbot)
    return max(folder.glob(f"*.{ending}"), key=lambda path: path.stat().st_mtime_ns)


def by_keys(tab: RecordTab, window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(tab, "export_dialog")
    qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    window.activateWindow()
    tab.view.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.wait(1)


def test_two_keys_from_the_list_to_the_finished_file(tab: RecordTab, window: MainWindow, qtbot: Any) -> None:
    by_keys(tab, window, qtbot)
    sheet = openpyxl.load_workbook(the_file(tab, qtbot, "xlsx")).active
    titles = [column.title for column in shown_columns(tab)]
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == titles
    total = titles.index("Total")
    assert [row[total] for row in rows[1:4]] == [30, 40, 100]
    assert rows[4][total] == 170
    state = next(at for at, column in enumerate(shown_columns(tab)) if column.key == "state")
    assert rows[1][state] == "confirmed"
    assert tab.banner.text.startswith("3 rows were written to")


def test_columns_order_and_filter_are_those_of_the_list(tab: RecordTab, window: MainWindow, qtbot: Any) -> None:
    header = tab.view.header
    keys = [column.key for column in tab.records.columns]
    header.moveSection(header.visualIndex(keys.index("total")), 0)
    header.setSectionHidden(keys.index("customer"), True)
    an_order(tab.desk.actor, a_customer(tab.desk.actor, name="Somebody else"), a_line("1", 1))
    tab.show_filtered((), "Harbour", sort=(("total", False),))
    idle(tab.desk, qtbot)
    tab.desk.preferences.set("exports.kind", "csv")
    by_keys(tab, window, qtbot)
    lines = the_file(tab, qtbot, "csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].split(",")[0] == "Total"
    assert "Customer" not in lines[0].split(",")
    assert [line.split(",")[0] for line in lines[1:]] == ["30.00", "40.00", "100.00"]


def test_kind_folder_and_a_free_name_are_ready_the_next_time(tab: RecordTab, window: MainWindow, qtbot: Any) -> None:
    tab.desk.preferences.set("exports.kind", "csv")
    by_keys(tab, window, qtbot)
    first = the_file(tab, qtbot, "csv")
    by_keys(tab, window, qtbot)
    second = the_file(tab, qtbot, "csv")
    assert second.parent == first.parent
    assert second.name == first.name.replace(".csv", " (2).csv")


def test_a_list_on_paper_has_its_words_and_sums(tab: RecordTab, window: MainWindow, qtbot: Any) -> None:
    tab.desk.preferences.set("exports.kind", "pdf")
    by_keys(tab, window, qtbot)
    document = pypdfium2.PdfDocument(the_file(tab, qtbot, "pdf").read_bytes())
    words = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for expected in ("Orders", "confirmed", "170.00", "Page 1 of 1"):
        assert expected in words


def test_more_rows_than_paper_holds_are_refused_before_anything_is_written(
    tab: RecordTab, window: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_report, "MOST_ROWS", 2)
    tab.desk.preferences.set("exports.kind", "pdf")
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog: ExportDialog = dialog_of(tab, "export_dialog")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert "holds up to 2 rows" in dialog.banner.text
    assert dialog.isVisible()
    dialog.kinds.button(1).click()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert the_file(tab, qtbot, "csv").exists()


def test_selected_rows_alone(tab: RecordTab, window: MainWindow, qtbot: Any) -> None:
    tab.desk.preferences.set("exports.kind", "csv")
    tab.view.selectRow(0)
    tab.view.selectionModel().select(
        tab.table.index(1, 0),
        tab.view.selectionModel().SelectionFlag.Select | tab.view.selectionModel().SelectionFlag.Rows,
    )
    qtbot.waitUntil(lambda: len(tab.selected()) == 2)
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog: ExportDialog = dialog_of(tab, "export_dialog")
    assert dialog.rows.button(1).text() == "The 2 selected rows"
    dialog.rows.button(1).click()
    dialog.accept_form()
    assert len(the_file(tab, qtbot, "csv").read_text(encoding="utf-8-sig").splitlines()) == 3


def test_saving_goes_on_while_a_list_is_written(
    tab: RecordTab, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, desk = threading.Event(), tab.desk
    real = excel.write_workbook

    def slow(*arguments: Any, **named: Any) -> Any:
        go_on.wait(20)
        return real(*arguments, **named)

    monkeypatch.setattr(excel, "write_workbook", slow)
    export_to(desk, tab, tmp_path / "slow.xlsx", tab.records, tab.asked(), shown_columns(tab))
    saved: list[Any] = []
    desk.perform(lambda actor: add_customer(actor, CustomerInput(name="Larch")), on_done=saved.append)
    qtbot.waitUntil(lambda: bool(saved))
    assert not (tmp_path / "slow.xlsx").exists()
    go_on.set()
    qtbot.waitUntil((tmp_path / "slow.xlsx").exists)
    idle(desk, qtbot)
    details = [
        json.loads(row[0]) for row in connection().execute("SELECT detail FROM trail WHERE operation = 'export'")
    ]
    assert [(d["noun"], d["file"], d["rows"]) for d in details] == [("orders", "slow.xlsx", 3)]


def test_what_is_read_together_is_of_one_moment(book: TestBook) -> None:
    before = connection().execute("SELECT count(*) FROM customer").fetchone()[0]
    with one_moment():
        connection().execute("SELECT count(*) FROM customer").fetchone()
        add_customer(book.owner, CustomerInput(name="Later"))
        assert connection().execute("SELECT count(*) FROM customer").fetchone()[0] == before
    assert connection().execute("SELECT count(*) FROM customer").fetchone()[0] == before + 1


def test_who_may_not_export_gets_no_file(
    tab: RecordTab, book: TestBook, make_desk: Callable[..., Desk], qtbot: Any, tmp_path: Path
) -> None:
    desk = make_desk(book.person(Role.WAREHOUSE))
    told: list[Exception] = []
    desk.background.problem = told.append
    export_to(desk, tab, tmp_path / "mine.csv", tab.records, tab.asked(), shown_columns(tab))
    qtbot.waitUntil(lambda: bool(told))
    assert "You may not" in str(told[0])
    assert not (tmp_path / "mine.csv").exists()


def test_the_file_is_opened_or_shown_in_its_folder_on_request(tab: RecordTab, window: MainWindow, qtbot: Any) -> None:
    opened: list[Path] = []
    tab.desk.preferences.set("exports.kind", "csv")
    by_keys(tab, window, qtbot)
    path = the_file(tab, qtbot, "csv")

    class Written:
        rows, losses, notice = 3, (), ""

    Written.path = path
    exported(tab.desk, tab, Written, opened.append)
    tab.banner.findChild(QAbstractButton, "orders_banner_action").click()
    assert opened == [path]
    assert tab.banner.findChild(QAbstractButton, "orders_banner_also").isVisible()
