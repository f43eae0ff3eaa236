"""A week at the window, in both languages: from the old workbook to money, refunds, invoices, figures and the check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import i18n
from app.models.actor import Actor, Role
from app.models.book import close_book, open_book
from app.models.creation import create_book
from app.money import show
from app.operations.users import add_user
from app.queries.check import check
from app.queries.columns import Ask
from app.queries.lists import LISTS
from app.views import texts, theme
from tests.helpers.book import LOCAL, assert_book_sound, cents, value
from tests.helpers.watchdog import Watchdog, watchdog
from tests.importing.samples import workbook
from tests.stories.steps import Office, Seat, import_workbook, paper, pay

__all__ = ["watchdog"]

TODAY = date.today().isoformat()
CUSTOMER = "杭州绿茵园艺"


@dataclass(frozen=True)
class Place:
    """A business of a country: its language, its columns, and the words that its people must read."""

    language: str
    country: str
    company: str
    head: tuple[str, ...]
    paid: str
    invoice_number: str
    note_number: str


PLACES = (
    Place(
        "en",
        "US",
        "Larch & Son",
        ("Order ID", "Order Date", "Customer Name", "Product Name", "Quantity", "Unit Price"),
        "Paid",
        "",
        "",
    ),
    Place(
        "zh_CN",
        "CN",
        "苏州青禾文具",
        ("订单编号", "下单日期", "客户名称", "商品名称", "数量", "单价"),
        "已收款",
        "24312000000012345678",
        "24312000000012345679",
    ),
)
ORDERS = (
    ("A-1", CUSTOMER, "台灯", 2, 50),
    ("A-1", CUSTOMER, "灯罩", 1, 20),
    ("A-2", CUSTOMER, "台灯", 1, 80),
    ("A-3", "Ines Ruiz", "Lamp", 1, 45),
)


@pytest.fixture(params=PLACES, ids=lambda place: place.language)
def place(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Place]:
    """The window in this language."""
    theme.start(qapp, "light")
    texts.set_language(request.param.language)
    yield request.param
    texts.set_language("en")
    i18n.set_language("en")


@pytest.fixture
def office(place: Place, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A new book in which an owner and a manager work."""
    path = tmp_path / "shop.daybook"
    create_book(path, name=place.company, owner="owner", country=place.country, language=place.language, location=LOCAL)
    open_book(path, place=lambda _path: LOCAL)
    add_user(Actor(1, "owner", frozenset({Role.OWNER})), "manager", [Role.MANAGER])
    close_book()
    made = Office(path, qtbot, monkeypatch)
    yield made
    made.close()


def due(number: str) -> int:
    """What is outstanding on an order."""
    return int(value("SELECT outstanding FROM sales_order WHERE number = ?", number))


def the_old_workbook(folder: Path, place: Place) -> Path:
    """Orders as a workbook kept them."""
    rows = [(number, TODAY, *rest) for number, *rest in ORDERS]
    return workbook(folder, {"2026": [place.head, *rows]})


def bring_in(seat: Seat, place: Place, folder: Path) -> None:
    import_workbook(seat, the_old_workbook(folder, place))
    assert seat.window.shown == "orders"
    page: Any = seat.front()
    assert len(page.table.ids) == 3
    assert value("SELECT sum(total) FROM sales_order") == cents("245")


def collect(seat: Seat, place: Place) -> None:
    seat.open("orders", "A-1")
    assert seat.reads("order_title") == "A-1"
    assert CUSTOMER in seat.reads("order_facts_customer")
    pay(seat, "50")
    seat.accept("record_payment_dialog")
    assert due("A-1") == cents("70")
    assert "70.00" in seat.reads("order_facts_outstanding")
    pay(seat, "100")
    assert "30.00" in seat.reads("payment_rest")
    seat.click("record_payment_dialog_accept")
    assert due("A-1") == cents("70"), "what is over is decided first"
    seat.press(Qt.Key.Key_Space)
    seat.accept("record_payment_dialog")
    assert due("A-1") == 0
    assert seat.sees("order_stepper_collection").step.text == place.paid


def use_balance(seat: Seat) -> None:
    seat.open("payments", str(value("SELECT number FROM payment WHERE free > 0")))
    seat.do("allocate_payment")
    seat.sees_dialog("allocate_dialog")
    seat.accept("allocate_dialog")
    assert due("A-2") == cents("50")
    assert value("SELECT sum(free) FROM payment") == 0


def ask_for_allowance(seat: Seat) -> None:
    seat.open("orders", "A-1")
    seat.do("request_credit")
    seat.sees_dialog("request_credit_dialog")
    seat.choose("request_credit_kind", "allowance")
    seat.type("request_credit_amount", "20")
    seat.type("request_credit_reason", "刮痕 scratched")
    seat.accept("request_credit_dialog")
    open_credit(seat)
    assert not seat.front().findChild(object, "credit_next_button").isVisible()


def open_credit(seat: Seat) -> None:
    seat.go_to("refunds")
    seat.click("show_credits_button")
    seat.open_first()


def approve_allowance(seat: Seat) -> None:
    open_credit(seat)
    seat.do("approve_credit")
    seat.accept("approve_credit_dialog")
    assert due("A-1") == -cents("20")


def ask_for_refund(seat: Seat) -> None:
    seat.open("orders", "A-1")
    seat.do("request_refund")
    seat.sees_dialog("request_refund_dialog")
    assert seat.sees("request_refund_amount").value() == cents("20")
    seat.type("request_refund_reason", "scratched")
    seat.accept("request_refund_dialog")
    seat.go_to("refunds")
    seat.open_first()
    assert seat.sees("refund_banner_text").text(), "who asked is told that somebody else must approve"


def approve_refund(seat: Seat) -> None:
    seat.go_to("refunds")
    seat.open_first()
    seat.do("approve_refund")
    seat.accept("approve_refund_dialog")


def pay_refund(seat: Seat, folder: Path) -> None:
    seat.go_to("refunds")
    seat.open_first()
    seat.do("pay_refund")
    seat.choose("pay_refund_method", "cash")
    seat.accept("pay_refund_dialog")
    assert due("A-1") == 0
    assert value("SELECT state FROM refund") == "paid"
    assert value("SELECT number FROM refund") in paper(seat, folder / "voucher.pdf")


def invoice(seat: Seat, place: Place, folder: Path) -> str:
    seat.open("orders", "A-1")
    seat.do("issue_invoice")
    seat.sees_dialog("issue_invoice_dialog")
    if place.invoice_number:
        seat.choose("issue_invoice_kind", "digital_normal")
        seat.choose("issue_invoice_title_kind", "person")
        seat.type("issue_invoice_number", place.invoice_number)
    seat.accept("issue_invoice_dialog")
    number = str(value("SELECT number FROM invoice"))
    assert number in seat.reads("invoice_title")
    seat.click("print_button")
    words = paper(seat, folder / "invoice.pdf")
    assert number in words
    assert CUSTOMER in words
    assert value("SELECT count(*) FROM invoice_file") == 1
    return number


def credit_invoice(seat: Seat, place: Place, folder: Path) -> None:
    seat.do("credit_invoice")
    seat.sees_dialog("credit_note_dialog")
    seat.choose("credit_note_why", "")
    seat.type("credit_note_reason", "抬头有误 wrong title")
    if place.note_number:
        seat.type("credit_note_number", place.note_number)
    seat.accept("credit_note_dialog")
    number = str(value("SELECT number FROM invoice ORDER BY id DESC LIMIT 1"))
    assert number in seat.reads("invoice_title")
    seat.click("print_button")
    words = paper(seat, folder / "note.pdf")
    assert number in words
    assert "抬头有误" in words
    assert value("SELECT sum(iif(document_type = 'invoice', 1, -1) * total) FROM invoice") == 0


def look_at_figures(seat: Seat) -> None:
    seat.go_to("statistics")
    seat.wait()
    revenue = show(int(value("SELECT sum(revenue) FROM sales_order")), seat.desk.currency)
    assert seat.reads("revenue_card_value") == revenue
    assert seat.reads("orders_card_value") == "3"
    for key, amount in (("paid", "150.00"), ("outstanding", "95.00")):
        assert seat.reads(f"{key}_card_value") == amount, key


def look_at_history(seat: Seat) -> None:
    seat.open("orders", "A-1")
    told = seat.reads_all(seat.sees("history_card"))
    assert "scratched" in told
    assert "owner" in told
    assert "manager" in told
    trail = LISTS["trail"]
    ids = trail.ids(seat.desk.actor, Ask())
    place = [c.key for c in trail.columns].index("operation")
    found = {row.values[place] for row in trail.rows(ids, seat.desk.actor).values()}
    assert {
        "record payment", "allocate payment", "request credit", "approve credit", "request refund", "approve refund",
        "pay refund", "issue invoice", "credit invoice",
    } <= found  # fmt: skip


def check_it(seat: Seat) -> None:
    seat.command("check_book")
    assert check() == []
    assert_book_sound()
    assert seat.told() == i18n._("The book was checked; everything in it agrees.")


def test_from_the_old_workbook_to_a_checked_book(
    office: Office, place: Place, tmp_path: Path, watchdog: Watchdog
) -> None:
    owner = office.sit_down("owner")
    bring_in(owner, place, tmp_path)
    collect(owner, place)
    use_balance(owner)
    ask_for_allowance(owner)
    approve_allowance(office.sit_down("manager"))
    ask_for_refund(office.sit_down("owner"))
    approve_refund(office.sit_down("manager"))
    owner = office.sit_down("owner")
    pay_refund(owner, tmp_path)
    invoice(owner, place, tmp_path)
    credit_invoice(owner, place, tmp_path)
    look_at_figures(owner)
    look_at_history(owner)
    check_it(owner)
    office.close()
    owner = office.sit_down("owner")
    owner.open("orders", "A-1")
    assert "100.00" in owner.reads("order_facts_worth")
    assert due("A-1") == 0
    assert due("A-2") == cents("50")
    look_at_history(owner)
    check_it(owner)
