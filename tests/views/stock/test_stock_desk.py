"""Stock in the window: its list, deliveries, what is expected, and the desk of a stocktake."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Role
from app.models.product import Product, StockMovement
from app.models.stock import ExpectedReceipt, Stocktake
from app.operations.stock import expect_goods, receive_goods
from app.operations.stocktakes import count_product, start_stocktake
from app.queries.choices import Choice
from app.queries.stock_choices import kept_products
from app.views import stock
from app.views.products.actions import ACTIONS
from app.views.stock.actions import EXPECTED_ACTIONS, MOVEMENT_ACTIONS, STOCKTAKE_ACTIONS, receive_delivery
from app.views.stock.stocktake_page import StocktakePage
from tests.helpers.book import TestBook, a_product, every, pieces, read
from tests.helpers.desk import dialog_of, idle


@pytest.fixture
def stocked(book: TestBook) -> TestBook:
    """Ten lamps, no oil, and advice, of which no stock is kept."""
    book.set_company(stock_policy="kept")
    a_product(book.owner, "Lamp", code="L-1", unit="piece", stock_kept=True)
    a_product(book.owner, "Oil", code="O-1", stock_kept=True)
    a_product(book.owner, "Advice", code="A-1")
    receive_goods(book.owner, 1, pieces(10))
    return book


def act(desk: Any, window: Any, actions: Any, name: str, record: int) -> None:
    next(a for a in actions if a.name == name).run(desk, window, record)


def choice(desk: Any, code: str) -> Choice:
    return next(c for c in kept_products(desk.actor, code, 9) if c.facts["code"] == code)


def desk_of(desk: Any, window: Any, qtbot: Any, stocktake: int) -> StocktakePage:
    stock.open_stocktake(desk, window, stocktake)
    idle(desk, qtbot)
    page = window.findChild(StocktakePage, f"stocktake_page_{stocktake}")
    assert isinstance(page, StocktakePage)
    return page


def on_hand(product: int) -> int:
    return int(read(Product, product).on_hand) // pieces(1)


def test_the_products_lead_to_the_stock_and_on_to_what_moved_and_what_comes(stocked, real_desk, window, qtbot) -> None:
    expect_goods(stocked.owner, 2, pieces(4), stocked.clock.day + timedelta(days=3))
    for show, rows in ((stock.show_stock, 2), (stock.show_movements, 1), (stock.show_expected, 1)):
        show(real_desk, window)
        idle(real_desk, qtbot)
        page: Any = window.current_page()
        qtbot.waitUntil(lambda page=page, rows=rows: len(page.table.ids) == rows)
    assert window.close_record()
    assert window.close_record()


def test_only_products_whose_stock_is_kept_are_offered_and_a_scanned_code_comes_first(stocked, real_desk) -> None:
    a_product(stocked.owner, "O-1 lamp oil", code="X-9", stock_kept=True)
    assert [c.title for c in kept_products(real_desk.actor, "")] != []
    assert "Advice" not in [c.title for c in kept_products(real_desk.actor, "")]
    assert [c.facts["code"] for c in kept_products(real_desk.actor, "O-1")] == ["O-1", "X-9"]


def test_a_delivery_adds_up_its_lines_and_del_takes_one_out(stocked, real_desk, window, qtbot) -> None:
    receive_delivery(real_desk, window)
    dialog = dialog_of(window, "receive_delivery")
    lamp, oil = choice(real_desk, "L-1"), choice(real_desk, "O-1")
    for each, quantity in ((lamp, 3), (oil, 2), (lamp, 1)):
        dialog.put(each, pieces(quantity))
    assert [row.values[2] for row in dialog.table.small.rows] == [pieces(4), pieces(2)]
    assert dialog.table.small.rows[0].values[4] == pieces(14)
    dialog.table.setFocus()
    dialog.table.selectRow(1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert list(dialog.lines) == [lamp.id]
    dialog.accept_form()
    qtbot.waitUntil(lambda: on_hand(1) == 14)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(stocked, real_desk, window, qtbot) -> None:
    receive_delivery(real_desk, window)
    dialog = dialog_of(window, "receive_delivery")
    dialog.accept_form()
    assert dialog.entry.product_field.error == "Choose a product first."
    dialog.entry.put(choice(real_desk, "L-1"))
    dialog.accept_form()
    assert dialog.entry.quantity_field.error == "How many?"
    dialog.entry.quantity.setText("5")
    dialog.date.set_value(real_desk.actor.today() + timedelta(days=1))
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["date"].error != "")
    assert len(dialog.lines) == 1
    assert on_hand(1) == 10
    dialog.reject()


def test_goods_are_scrapped_expected_and_a_receipt_is_taken_back(stocked, real_desk, window, qtbot) -> None:
    act(real_desk, window, ACTIONS, "scrap_goods", 1)
    scrap = dialog_of(window, "scrap_goods")
    assert scrap.entry.product.value() == 1
    scrap.entry.quantity.setText("2")
    scrap.reason.setText("broken")
    scrap.accept_form()
    qtbot.waitUntil(lambda: on_hand(1) == 8)
    act(real_desk, window, ACTIONS, "expect_goods", 2)
    coming = dialog_of(window, "expect_goods")
    coming.accept_form()
    assert coming.form.fields["quantity"].error == "How many?"
    coming.quantity.setText("6")
    coming.date.set_value(real_desk.actor.today())
    coming.accept_form()
    qtbot.waitUntil(lambda: len(every(ExpectedReceipt)) == 1)
    act(real_desk, window, EXPECTED_ACTIONS, "drop_expected", 1)
    qtbot.waitUntil(lambda: every(ExpectedReceipt) == [])
    act(real_desk, window, MOVEMENT_ACTIONS, "take_back_movement", every(StockMovement)[1].id)
    back = dialog_of(window, "take_back_movement_dialog")
    back.reason.setText("it was only dusty")
    back.accept_form()
    qtbot.waitUntil(lambda: on_hand(1) == 10)


def test_a_stocktake_of_selected_products_is_begun_and_opened(stocked, real_desk, window, qtbot) -> None:
    stock.start_stocktake(real_desk, window, window, [1])
    dialog = dialog_of(window, "start_stocktake")
    assert [dialog.scope.itemText(i) for i in range(dialog.scope.count())] == ["The selected product", "All products"]
    dialog.accept_form()
    qtbot.waitUntil(lambda: len(every(Stocktake)) == 1)
    idle(real_desk, qtbot)
    page: Any = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    assert [line.code for line in page.record.lines] == ["L-1"]
    assert page.title.text() == "Stocktake: chosen products"


def test_counting_survives_a_restart_and_shows_what_is_left_to_count(stocked, real_desk, window, qtbot) -> None:
    begun = start_stocktake(stocked.owner).value
    count_product(stocked.owner, begun, 1, pieces(8))
    page = desk_of(real_desk, window, qtbot, begun)
    assert page.told.text() == "1 of 2 counted"
    page.shown.setCurrentIndex(1)
    page.shown.activated.emit(1)
    assert [row.values[1] for row in page.table.small.rows] == ["O-1"]
    page.shown.activated.emit(page.shown.findData("differing"))
    page.shown.setCurrentIndex(2)
    page._show_lines()
    assert [row.values[6] for row in page.table.small.rows] == [-pieces(2)]


def test_a_count_that_is_refused_stays_typed(stocked, real_desk, window, qtbot) -> None:
    begun = start_stocktake(stocked.owner, product_ids=[1]).value
    start_stocktake(stocked.owner, product_ids=[2])
    page = desk_of(real_desk, window, qtbot, begun)
    page.entry.put(choice(real_desk, "O-1"))
    page.entry.quantity.setText("4")
    page.entry.take()
    qtbot.waitUntil(lambda: "another stocktake" in page.entry.quantity_field.error)
    assert (page.entry.product.value(), page.entry.quantity.value()) == (2, pieces(4))


def test_del_forgets_a_count_and_enter_counts_again(stocked, real_desk, window, qtbot) -> None:
    begun = start_stocktake(stocked.owner).value
    count_product(stocked.owner, begun, 1, pieces(8))
    page = desk_of(real_desk, window, qtbot, begun)
    page.table.selectRow(0)
    page.table.open_asked.emit(1)
    assert (page.entry.product.value(), page.entry.quantity.value()) == (1, pieces(8))
    page.entry.clear()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.record.counted == 0)


def test_counts_are_pasted_or_read_from_a_file_and_rows_without_sense_left_out(
    stocked, real_desk, window, qtbot, tmp_path: Path
) -> None:
    begun = start_stocktake(stocked.owner).value
    desk_of(real_desk, window, qtbot, begun)
    act(real_desk, window, STOCKTAKE_ACTIONS, "count_products", begun)
    dialog = dialog_of(window, "take_counts")
    dialog.text.setPlainText("L-1\t7\nnothing of ours\t3\nOil 2")
    qtbot.waitUntil(lambda: len(dialog.found) == 3)
    assert dialog.told.text() == "2 rows can be taken over, 1 cannot: they stand first."
    path = tmp_path / "counts.csv"
    path.write_text("Code,Counted\nL-1,6\n", encoding="utf-8")
    dialog.take_file(path)
    qtbot.waitUntil(lambda: len(dialog.found) == 1)
    dialog.accept_form()
    page: Any = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None and page.record.counted == 1)
    assert page.record.differing[0].difference == -pieces(4)


def test_products_that_nobody_counted_are_asked_about_before_booking(stocked, real_desk, window, qtbot) -> None:
    begun = start_stocktake(stocked.owner).value
    count_product(stocked.owner, begun, 2, pieces(3))
    page = desk_of(real_desk, window, qtbot, begun)
    page.start("book_stocktake")
    dialog: Any = dialog_of(window, "book_stocktake")
    assert dialog.keep.isChecked()
    dialog.zero.setChecked(True)
    dialog.accept_form()
    qtbot.waitUntil(lambda: read(Stocktake, begun).state == "booked")
    assert (on_hand(1), on_hand(2)) == (0, 3)
    qtbot.waitUntil(lambda: page.record.state == "booked")
    assert page.entry_card.isHidden()
    assert "booked already" in page.lock.accessibleName()


def test_the_count_sheet_names_what_the_book_expects_only_if_asked(stocked, real_desk, window, qtbot) -> None:
    from app.views.print_setup import Setup
    from app.views.stock.sheet import count_sheet
    from tests.reports.reading import pages_of

    begun = start_stocktake(stocked.owner).value
    blind = count_sheet(stocked.owner, real_desk, begun, Setup(), expected=False)
    told = count_sheet(stocked.owner, real_desk, begun, Setup(), expected=True)
    texts = ["\n".join(pages_of(made.pdf)) for made in (blind, told)]
    assert all("L-1" in text and "Lamp" in text for text in texts)
    assert ["In the book" in text for text in texts] == [False, True]


def test_who_may_only_sell_looks_at_stock_and_changes_nothing(stocked, make_desk, qtbot) -> None:
    from app.queries.columns import Ask
    from app.queries.stock import MOVEMENTS, STOCK

    sales = stocked.person(Role.SALES)
    assert "receive_goods" not in STOCK.rows([1], sales)[1].actions
    assert "take_back_movement" not in MOVEMENTS.rows(MOVEMENTS.ids(sales, Ask()), sales)[1].actions


def test_the_page_of_a_product_says_what_can_be_promised_by_when(stocked, real_desk, window, qtbot) -> None:
    from app.views.products import open_product

    coming = stocked.clock.day + timedelta(days=23)
    expect_goods(stocked.owner, 1, pieces(4), coming)
    open_product(real_desk, window, 1)
    page: Any = window.current_page()
    qtbot.waitUntil(lambda: page.record is not None)
    assert page.facts.values["promised"].text() == f"10 now, 14 from {coming}"


def test_people_count_along_the_shelves_or_by_code(stocked, real_desk, window, qtbot) -> None:
    from app.views.print_setup import Setup
    from app.views.stock import sheet
    from tests.reports.reading import pages_of

    for code, place in (("W-1", "A-3"), ("C-1", "A-12")):
        a_product(stocked.owner, "Wick " + code, code=code, stock_kept=True, place=place)
    begun = start_stocktake(stocked.owner).value
    page = desk_of(real_desk, window, qtbot, begun)
    qtbot.waitUntil(lambda: len(page.table.small.rows) == 4)
    walked = [("A-3", "W-1"), ("A-12", "C-1"), ("", "L-1"), ("", "O-1")]
    assert [row.values[:2] for row in page.table.small.rows] == walked

    def printed() -> list[str]:
        (told,) = pages_of(sheet.count_sheet(stocked.owner, real_desk, begun, Setup(), expected=False).pdf)
        return sorted(("W-1 Wick", "C-1 Wick", "L-1", "O-1"), key=told.index)

    assert printed() == ["W-1 Wick", "C-1 Wick", "L-1", "O-1"]
    page.sorted.setCurrentIndex(page.sorted.findData("code"))
    page.sorted.activated.emit(page.sorted.currentIndex())
    assert [row.values[1] for row in page.table.small.rows] == ["C-1", "L-1", "O-1", "W-1"]
    assert printed() == ["C-1 Wick", "L-1", "O-1", "W-1 Wick"], "the sheet comes in the order on the screen"


def test_without_places_a_stocktake_shows_nothing_of_them(stocked, real_desk, window, qtbot) -> None:
    page = desk_of(real_desk, window, qtbot, start_stocktake(stocked.owner).value)
    qtbot.waitUntil(lambda: len(page.table.small.rows) == 2)
    hidden = {c.key for n, c in enumerate(page.table.small.columns) if page.table.isColumnHidden(n)}
    assert hidden == {"place", "person"}, "who counted is told once several people do"
    assert not page.sorted.isVisible()
