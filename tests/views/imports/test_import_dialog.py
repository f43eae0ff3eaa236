"""The steps of an import over a real book: nothing is lost on the way back, and everything can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.models.actor import Role
from app.operations import maintenance
from app.operations.notes import note_order
from app.views import problems
from app.views.desk import Desk
from app.views.imports import batches, import_file
from app.views.imports.dialog import CHECK, FILE, MAPPING, RESULT, SHEET, ImportDialog
from app.views.imports.drops import take_file
from app.views.imports.refused import save_refused
from tests.helpers.book import TestBook, value
from tests.helpers.desk import idle

GOOD = (
    "订单号,日期,客户,商品,数量,单价\n"
    "A1,2026-01-05,杭州绿茵园艺,Lamp,2,10.00\n"
    "A2,2026-01-06,Harbour & Hale,Oil,1,99.50\n"
)
BAD = GOOD + "A3,2026-01-07,Harbour & Hale,Oil,many,1.00\n"


@pytest.fixture
def steps(real_desk: Desk, qtbot: Any) -> Iterator[ImportDialog]:
    dialog = ImportDialog(real_desk, None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    yield dialog
    idle(real_desk, qtbot)
    shiboken6.delete(dialog)


def rested(dialog: ImportDialog, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not dialog.busy)
    idle(dialog.desk, qtbot)


def a_file(folder: Path, text: str = BAD) -> Path:
    path = folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_comes_in_step_by_step_and_goes_again(
    steps: ImportDialog, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.take_file(a_file(tmp_path))
    rested(steps, qtbot)
    assert steps.at == SHEET
    assert steps.sheet.rows.rowCount() == 3
    steps.go_on()
    assert steps.at == MAPPING
    assert steps.mapping.state.text().startswith("6 of 6")
    steps.go_on()
    rested(steps, qtbot)
    assert steps.at == CHECK
    assert steps.check.headline.text() == "2 orders will come in."
    assert steps.check.counts.values["total"].text() == "$119.50"
    assert steps.check.rows.found.row(2).refused
    assert value("SELECT count(*) FROM sales_order") == 0

    save_refused(steps.desk, steps, steps.flow, tmp_path / "refused.xlsx")
    idle(steps.desk, qtbot)
    assert "refused.xlsx" in steps.banner.text
    assert openpyxl.load_workbook(tmp_path / "refused.xlsx").active.max_row == 2

    steps.go_on()
    rested(steps, qtbot)
    assert steps.at == RESULT
    assert value("SELECT count(*) FROM sales_order") == 2
    assert [saved.manifest.purpose for saved in maintenance.list_backups()] == ["before-import"]

    monkeypatch.setattr(problems, "ask", lambda *_asked: True)
    steps.outcome.undo.click()
    rested(steps, qtbot)
    assert steps.outcome.headline.text() == "The import was undone; 2 orders went."
    assert value("SELECT count(*) FROM sales_order") == 0


def test_back_keeps_every_decision(steps: ImportDialog, qtbot: Any, tmp_path: Path) -> None:
    steps.take_file(a_file(tmp_path, GOOD))
    rested(steps, qtbot)
    steps.go_on()
    choice = steps.mapping.choices[2]
    choice.setCurrentIndex(choice.findData("consignee"))
    choice.activated.emit(choice.currentIndex())
    steps.mapping.channel.setText("Fair")
    steps.mapping.channel.textEdited.emit("Fair")
    steps.go_on()
    rested(steps, qtbot)
    for place in (MAPPING, SHEET):
        steps.go_back()
        assert steps.at == place
    steps.go_on()
    assert steps.mapping.choices[2].currentData() == "consignee"
    assert steps.mapping.channel.text() == "Fair"
    steps.go_on()
    assert steps.at == CHECK
    assert steps.flow.plan is not None
    assert steps.flow.plan.channel == "Fair"


def test_a_mapping_is_remembered_for_the_next_file_of_the_layout(
    steps: ImportDialog, qtbot: Any, tmp_path: Path
) -> None:
    steps.take_file(a_file(tmp_path, GOOD))
    rested(steps, qtbot)
    steps.flow.map_column(3, "note")
    steps.flow.remember(steps.desk.preferences)
    steps.take_file(a_file(tmp_path, GOOD))
    rested(steps, qtbot)
    assert steps.flow.mapping is not None
    assert steps.flow.mapping.columns[3] == "note"


def test_without_an_amount_the_next_step_is_refused_in_words(steps: ImportDialog, qtbot: Any, tmp_path: Path) -> None:
    steps.take_file(a_file(tmp_path, GOOD))
    rested(steps, qtbot)
    steps.go_on()
    steps.flow.map_column(5, "")
    steps.mapping.show_flow()
    steps.go_on()
    assert steps.at == MAPPING
    assert "holds an amount" in steps.banner.text


def test_a_broken_file_is_explained_and_another_can_be_chosen(steps: ImportDialog, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    steps.take_file(path)
    rested(steps, qtbot)
    assert steps.at == FILE
    assert steps.banner.text


def test_reading_stops_at_once(steps: ImportDialog, qtbot: Any, tmp_path: Path) -> None:
    steps.take_file(a_file(tmp_path))
    assert steps.busy
    steps.reject()
    assert not steps.busy
    assert steps.at == FILE
    assert "stopped" in steps.banner.text


def test_the_whole_way_goes_by_keyboard(steps: ImportDialog, qtbot: Any, tmp_path: Path) -> None:
    steps.take_file(a_file(tmp_path, GOOD))
    rested(steps, qtbot)
    for wanted in (MAPPING, CHECK, RESULT):
        qtbot.keyClick(steps, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        rested(steps, qtbot)
        assert steps.at == wanted
    assert value("SELECT count(*) FROM sales_order") == 2


def test_earlier_imports_are_listed_and_undone(
    steps: ImportDialog, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.take_file(a_file(tmp_path, GOOD))
    for _step in range(4):
        rested(steps, qtbot)
        steps.go_on()
    dialog = batches.BatchesDialog(steps.desk, None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.tab.table.complete)
    idle(steps.desk, qtbot)
    dialog.tab.view.selectRow(0)
    qtbot.waitUntil(dialog.undo.isEnabled)
    monkeypatch.setattr(problems, "ask", lambda *_asked: True)
    dialog.undo.click()
    idle(steps.desk, qtbot)
    assert "2 orders went" in dialog.tab.banner.text
    assert value("SELECT count(*) FROM sales_order") == 0
    shiboken6.delete(dialog)


def test_a_dropped_file_is_taken(qtbot: Any, tmp_path: Path, styled: Any) -> None:
    taken: list[Path] = []
    for name in ("orders.csv", "picture.png"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        event = QDropEvent(
            QPointF(1, 1),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        assert take_file(event, taken.append) is (name == "orders.csv")
    assert taken == [tmp_path / "orders.csv"]


def test_who_may_not_import_is_told_so(
    book: TestBook, make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(problems, "show", lambda error, **_how: told.append(str(error)))
    import_file(make_desk(book.person(Role.SALES)), None)
    assert "You may not import files" in told[0]


def cell(steps: ImportDialog, line: int, title: str) -> str:
    model = steps.check.rows.found
    return model.text(
        line, next(n for n in range(model.columnCount()) if model.headerData(n, Qt.Orientation.Horizontal) == title)
    )


def to_check(steps: ImportDialog, qtbot: Any, path: Path) -> None:
    steps.take_file(path)
    for _step in range(2):
        rested(steps, qtbot)
        steps.go_on()
    rested(steps, qtbot)
    assert steps.at == CHECK


def test_rows_are_shown_as_they_will_be_stored_with_the_cell_to_blame(
    steps: ImportDialog, qtbot: Any, tmp_path: Path
) -> None:
    to_check(steps, qtbot, a_file(tmp_path, BAD.replace("10.00", "$10").replace("2026-01-06", "2026/1/6")))
    model = steps.check.rows.found
    assert model.rowCount() == 3
    assert (cell(steps, 1, "Order date"), cell(steps, 0, "Unit price")) == ("2026-01-06", "10.00")
    assert cell(steps, 0, "Total") == "20.00"
    assert cell(steps, 2, "Quantity") == "many"
    assert steps.check.rows.currentIndex().row() == 2
    assert model.headerData(steps.check.rows.currentIndex().column(), Qt.Orientation.Horizontal) == "Quantity"
    assert cell(steps, 2, "Problem") != ""
    steps.check.only.click()
    assert model.rowCount() == 1


def test_a_cell_is_put_right_in_its_place_and_the_row_comes_in(steps: ImportDialog, qtbot: Any, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    to_check(steps, qtbot, path)
    table = steps.check.rows
    qtbot.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChild(QLineEdit)
    qtbot.keyClicks(editor, "3")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(steps, 2, "Quantity") == "3")
    assert cell(steps, 2, "Problem") == "Changed, to be checked again"
    assert steps.next.text() == "Check again"
    qtbot.keyClick(steps, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rested(steps, qtbot)
    assert steps.check.headline.text() == "3 orders will come in."
    for _step in range(2):
        steps.go_back()
    steps.go_on()
    steps.go_on()
    rested(steps, qtbot)
    assert steps.check.headline.text() == "3 orders will come in."
    assert path.read_text(encoding="utf-8") == BAD
    steps.go_on()
    rested(steps, qtbot)
    assert value("SELECT count(*) FROM sales_order") == 3


def test_refused_rows_are_saved_put_right_there_and_imported_from_there(
    steps: ImportDialog, qtbot: Any, tmp_path: Path
) -> None:
    to_check(steps, qtbot, a_file(tmp_path))
    save_refused(steps.desk, steps, steps.flow, tmp_path / "refused.xlsx")
    idle(steps.desk, qtbot)
    book = openpyxl.load_workbook(tmp_path / "refused.xlsx")
    place = next(c for c in book.active[2] if c.value == "many" and c.column > 5)
    place.value = 4
    book.save(tmp_path / "mended.xlsx")
    to_check(steps, qtbot, tmp_path / "mended.xlsx")
    assert steps.check.headline.text() == "1 order will come in."
    assert cell(steps, 0, "Quantity") == "4"
    steps.go_on()
    rested(steps, qtbot)
    assert value("SELECT number FROM sales_order") == "A3"


def test_the_dry_run_counts_what_is_new_known_changed_repeated_and_refused(
    steps: ImportDialog, qtbot: Any, tmp_path: Path
) -> None:
    to_check(steps, qtbot, a_file(tmp_path, GOOD))
    steps.go_on()
    rested(steps, qtbot)
    text = (
        GOOD.replace("99.50", "88.00") + "A3,2026-01-07,Larch,Oil,many,1.00\n" + "A4,2026-01-07,Larch,Oil,2,3.00\n" * 2
    )
    to_check(steps, qtbot, a_file(tmp_path, text))
    shown = {key: field.text() for key, field in steps.check.counts.values.items()}
    assert (shown["orders"], shown["changed"], shown["unchanged"], shown["duplicates"]) == ("1", "1", "1", "1")
    assert shown["refused"] == "2"
    assert (shown["total"], shown["rows"]) == ("$12.00", "5")


def test_fields_are_found_by_any_part_of_their_name(steps: ImportDialog, qtbot: Any, tmp_path: Path) -> None:
    steps.take_file(a_file(tmp_path, GOOD))
    rested(steps, qtbot)
    steps.go_on()
    assert steps.mapping.signs[0].text() == "Sure"
    choice = steps.mapping.choices[3]
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    choice.line.selectAll()
    qtbot.keyClicks(choice.line, "salesp")
    popup = choice.completer().popup()
    qtbot.keyClick(popup if popup.isVisible() else choice.line, Qt.Key.Key_Return)
    assert choice.currentData() == "salesperson"
    assert steps.flow.mapping is not None
    assert steps.flow.mapping.columns[3] == "salesperson"
    assert steps.mapping.signs[3].text() == "Your choice"
    choice.line.setText("nothing like it")
    choice.line.editingFinished.emit()
    assert choice.currentData() == "salesperson"
    assert choice.currentText() == "Salesperson"


def test_copied_rows_are_pasted(steps: ImportDialog, qtbot: Any) -> None:
    QApplication.clipboard().setText("one line")
    qtbot.keyClick(steps, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "holds no rows" in steps.banner.text
    QApplication.clipboard().setText(GOOD.replace(",", "\t"))
    qtbot.keyClick(steps, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    rested(steps, qtbot)
    assert steps.at == SHEET
    assert steps.sheet.rows.rowCount() == 2


def test_the_result_says_what_keeps_an_import_from_being_undone(
    steps: ImportDialog, qtbot: Any, tmp_path: Path
) -> None:
    to_check(steps, qtbot, a_file(tmp_path, GOOD))
    steps.go_on()
    rested(steps, qtbot)
    assert "as long as nobody works" in steps.outcome.built_on.text()
    order = value("SELECT id FROM sales_order LIMIT 1")
    steps.desk.perform(lambda actor: note_order(actor, order, "call"))
    qtbot.waitUntil(lambda: not steps.outcome.undo.isEnabled())
    assert "orders changed since: 1" in steps.outcome.built_on.text()
