"""Names that look like markup stand in the window as they were typed: labels, buttons, menus, tables, tooltips."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel
from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QLabel, QWidget

from app.operations.credits import approve_credit, request_credit
from app.operations.invoices import issue_invoice
from app.operations.payments import record_payment
from app.operations.refunds import request_refund
from app.views import theme
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_draft,
    a_line,
    a_product,
    an_order,
    cents,
    close,
    new_book,
    value,
)
from tests.helpers.watchdog import Watchdog, watchdog
from tests.hostile.payloads import PAYLOADS
from tests.hostile.trade import bring, expected, table_of
from tests.importing.samples import workbook
from tests.stories.steps import Office, Seat, paper

__all__ = ["watchdog"]

NAME = "<b>Bold</b> & <i>Sons</i> <img src='file:///none.png' width=900>"
GOODS = "<h1>Lamp</h1> & <table><tr><td>Shade</td></tr></table>"
WORDS = "<a href='x'>because</a> & so <script>1</script>"


def trade(book: TestBook) -> None:
    """One of everything, under names that look like markup."""
    owner = book.owner
    customer = a_customer(owner, NAME, note=WORDS, address=WORDS, phone="13812345678")
    product = a_product(owner, GOODS)
    order = an_order(owner, customer, a_line("100", 2, product_id=product, description=GOODS), note=WORDS)
    a_draft(owner, customer, a_line("10", 1, description=GOODS), note=WORDS)
    paying = owner.confirming({"keep_surplus"})
    record_payment(paying, cents("250"), "cash", customer, parts=[(order, cents("200"))], payer=WORDS, note=WORDS)
    issue_invoice(owner, [order])
    credit = request_credit(owner, order, "allowance", WORDS, amount=cents("10")).value
    approve_credit(owner, credit)
    request_refund(owner, cents("10"), WORDS, order_id=order, credit_id=credit)


@pytest.fixture
def seat(tmp_path: Path, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """The owner at the window of a book full of such names."""
    theme.start(qapp, "light")
    book = new_book(tmp_path, name=NAME)
    trade(book)
    close(book)
    office = Office(book.path, qtbot, monkeypatch)
    yield office.sit_down("owner")
    office.close()


def seen_as(text: str) -> str:
    """What a person reads in a tooltip: rich text with its signs put back, plain text as it is."""
    if not Qt.mightBeRichText(text):
        return text
    inner = text.removeprefix("<qt>").removesuffix("</qt>").replace("<br>", "\n")
    return unescape(inner) if "<" not in inner else f"markup: {text}"


def interpreted(place: QWidget) -> list[str]:
    """Everything in a part of the window that is taken for markup or loses its ampersand."""
    found: list[str] = []
    for part in [place, *place.findChildren(QWidget)]:
        name = part.objectName()
        if (
            isinstance(part, QLabel)
            and part.textFormat() != Qt.TextFormat.PlainText
            and Qt.mightBeRichText(part.text())
        ):
            found.append(f"label {name}: {part.text()[:60]}")
        if isinstance(part, QAbstractButton):
            found += [f"button {name}: {part.text()[:60]}" for typed in (NAME, GOODS, WORDS) if typed in part.text()]
        if seen_as(part.toolTip()).startswith("markup: "):
            found.append(f"tooltip of {name}: {part.toolTip()[:60]}")
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            found += interpreted_cells(name, part.model())
    for action in place.findChildren(QAction):
        if any(typed in action.text() for typed in (NAME, GOODS, WORDS)):
            found.append(f"action {action.objectName()}: {action.text()[:60]}")
        if action.isEnabled() and seen_as(action.toolTip()).startswith("markup: "):
            found.append(f"tooltip of action {action.objectName()}: {action.toolTip()[:60]}")
    return found


def interpreted_cells(name: str, model: QAbstractItemModel) -> list[str]:
    """Cells whose tooltip is taken for markup."""
    tip = int(Qt.ItemDataRole.ToolTipRole)
    found = []
    for row in range(min(model.rowCount(), 20)):
        for column in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1):
            text = model.data(model.index(row, column), tip)
            if isinstance(text, str) and seen_as(text).startswith("markup: "):
                found.append(f"tooltip in {name}: {text[:60]}")
    return found


def test_every_list_shows_names_as_they_were_typed(seat: Seat) -> None:
    found = []
    for key in seat.window.specs:
        seat.go_to(key)
        found += interpreted(seat.window)
    assert found == []


RECORDS = (
    ("customers", "open_customer", "customer"),
    ("products", "open_product", "product"),
    ("orders", "open_order", "sales_order"),
    ("payments", "open_payment", "payment"),
    ("refunds", "open_refund", "refund"),
    ("refunds", "open_credit", "credit"),
    ("invoices", "open_invoice", "invoice"),
)


@pytest.mark.parametrize(("module", "function", "table"), RECORDS)
def test_the_page_of_a_record_shows_names_as_they_were_typed(
    seat: Seat, module: str, function: str, table: str
) -> None:
    record = int(value(f"SELECT min(id) FROM {table}"))
    getattr(import_module(f"app.views.{module}"), function)(seat.desk, seat.window, record)
    seat.wait()
    words = seat.reads_all() + "".join(b.text().replace("&&", "&") for b in seat.front().findChildren(QAbstractButton))
    assert NAME in words or GOODS in words or WORDS in words
    assert interpreted(seat.window) == []


DIALOGS: tuple[tuple[str, str, str, str], ...] = (
    ("payments", "record_payment", "sales_order", ""),
    ("refunds", "request_refund", "sales_order", ""),
    ("refunds", "request_credit", "sales_order", ""),
    ("invoices", "request_invoice", "sales_order", ""),
    ("invoices", "credit_invoice", "invoice", ""),
    ("refunds.refund_page", "approve_refund", "refund", "action"),
    ("payments.payment_page", "allocate_payment", "payment", "action"),
    ("payments.payment_page", "void_payment", "payment", "action"),
)


@pytest.mark.parametrize(("module", "function", "table", "how"), DIALOGS)
def test_dialogs_show_names_as_they_were_typed(seat: Seat, module: str, function: str, table: str, how: str) -> None:
    record = int(value(f"SELECT min(id) FROM {table}"))
    made = import_module(f"app.views.{module}")
    if how:
        next(a for a in made.ACTIONS if a.name == function).run(seat.desk, seat.window, record)
    else:
        getattr(made, function)(seat.desk, seat.window, record)
    seat.wait()
    front = seat.front()
    assert isinstance(front, QDialog)
    assert interpreted(front) == []
    front.reject()
    seat.wait()


def test_the_editor_and_the_undo_command_show_names_as_they_were_typed(seat: Seat) -> None:
    from app.views.orders.editor import open_editor

    open_editor(seat.desk, int(value("SELECT id FROM sales_order WHERE state = 'draft'")))
    seat.wait()
    assert interpreted(seat.window) == []
    assert [a.text() for a in seat.window.findChildren(QAction) if NAME in a.text()] == []


def test_the_steps_of_an_import_show_names_as_they_were_typed(seat: Seat, tmp_path: Path) -> None:
    head = ("Order ID", "Customer", "Product", "Total", "<b>Note</b> & more")
    file = workbook(tmp_path, {"<i>Sheet & 1": [head, ("X-1", NAME, GOODS, 5, WORDS), ("X-2", NAME, GOODS, "<b>", "")]})
    seat.command("import_file")
    dialog: Any = seat.sees_dialog("import_dialog")
    seat.will_choose(file)
    seat.click("import_choose")
    found = []
    for step in (1, 2, 3):
        seat.qtbot.waitUntil(lambda step=step: dialog.at == step, timeout=30_000)
        seat.wait()
        found += interpreted(dialog)
        seat.click("import_next") if step < 3 else None
    assert found == []
    seat.click("import_cancel")


@pytest.fixture
def crowd(tmp_path: Path, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """The owner at the window of a book into which every payload was imported."""
    theme.start(qapp, "light")
    book = new_book(tmp_path)
    assert bring(book, table_of(tmp_path, PAYLOADS)) == 0
    close(book)
    office = Office(book.path, qtbot, monkeypatch)
    yield office.sit_down("owner")
    office.close()


@pytest.mark.parametrize(
    ("page", "number", "called"), [("orders", "number", "customer"), ("customers", "number", "name")]
)
def test_lists_and_pages_show_every_payload(
    crowd: Seat, page: str, number: str, called: str, watchdog: Watchdog
) -> None:
    crowd.go_to(page)
    tab: Any = crowd.front()
    keys = [c.key for c in tab.records.columns]
    model = tab.view.model()
    wrong = []
    for row in range(model.rowCount()):
        tab.view.scrollTo(model.index(row, 0))
        crowd.qtbot.wait(1)
        shown = str(model.index(row, keys.index(called)).data())
        text = expected(PAYLOADS[int(str(model.index(row, keys.index(number)).data())[2:])])
        if " ".join(shown.split()) != " ".join(text.split()):
            wrong.append(f"{ascii(shown)[:60]} is not {ascii(text)[:60]}")
    assert wrong == []
    assert model.rowCount() == len(PAYLOADS)
    assert not crowd.window.grab().isNull()
    tab.view.selectAll()
    tab.view.copy()
    crowd.wait()
    lines = QApplication.clipboard().text().removesuffix("\n").split("\n")
    assert len(lines) == len(PAYLOADS) + 1
    assert len({line.count("\t") for line in lines}) == 1
    assert [cell for line in lines for cell in line.split("\t") if cell.startswith(("=", "@", "＝", "＠"))] == []


def test_the_page_of_an_order_with_the_longest_texts_is_drawn(crowd: Seat, watchdog: Watchdog) -> None:
    crowd.open("orders", f"H-{len(PAYLOADS) - 1:04}")
    assert not crowd.window.grab().isNull()
    crowd.click("order_facts_customer")
    crowd.wait()
    assert not crowd.window.grab().isNull()


def test_what_cannot_be_printed_is_told_above_the_pages(crowd: Seat, tmp_path: Path) -> None:
    number = next(n for n, text in enumerate(PAYLOADS) if "👍" in text)
    crowd.open("orders", f"H-{number:04}")
    crowd.click("print_order_button")
    assert "AIRPLANE" in crowd.reads("preview_banner_text")
    paper(crowd, tmp_path / "sheet.pdf")
