"""Invoices by keyboard alone, in both languages: one over three orders, a wrong one made out anew, a closed month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.company import the_company
from app.models.invoice import Invoice, InvoiceFile
from app.models.order import Shipment
from app.models.payment import Payment
from app.operations.invoice_content import Buyer
from app.operations.invoices import issue_invoice
from app.views.widgets.form import FormDialog
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, every, order
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, SHIFT, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

ENTER, DOWN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape
ORDERS, INVOICES = Qt.Key.Key_2, Qt.Key.Key_6
COMMANDS = {
    "one invoice": {"en": "One invoice over these", "zh_CN": "hbkyz"},
    "anew": {"en": "Take back and issue anew", "zh_CN": "hcbzk"},
    "close": {"en": "Close a month", "zh_CN": "jz"},
    "void": {"en": "Void", "zh_CN": "zf"},
    "credit": {"en": "Credit", "zh_CN": "hc"},
}
"""What is typed to find a command: in Chinese the initials of its pinyin."""
CLOSED = {"en": "The books are closed up to", "zh_CN": "已结账至"}


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with three open orders of one customer, and an invoice over another's."""

    def fill(actor: Actor) -> None:
        customer = a_customer(actor, "Alder")
        for worth in (10, 20, 30):
            an_order(actor, customer, worth)
        sold = [an_order(actor, a_customer(actor, "Birch"), 40)]
        issue_invoice(actor, sold, buyer=Buyer("Brich Ltd", address="Quay 1"))

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def go_down_to(clerk: Clerk, record: int) -> None:
    """Go down the list in front as far as this record."""
    page: Any = clerk.seat.front()
    while page.view.current_id() != record:
        clerk.press(DOWN)


def refused(clerk: Clerk, dialog: str, language: str) -> None:
    """The dialog in front does not do it, says up to when the books are closed, and is left."""
    clerk.press(ENTER, CONTROL)
    shown = clerk.seat.sees_dialog(dialog)
    assert CLOSED[language] in clerk.seat.reads_all(shown), clerk.seat.reads_all(shown)
    clerk.press(ESCAPE)


def test_three_orders_of_a_customer_go_on_one_invoice(seat: Seat, language: str) -> None:
    clerk = Clerk(seat)
    clerk.press(ORDERS, CONTROL)
    page: Any = seat.front()
    alder = [o for o in page.table.ids if order(o).customer_id == 1]
    go_down_to(clerk, alder[0])
    for _other in alder[1:]:
        clerk.press(DOWN, SHIFT)
    assert sorted(page.selected()) == sorted(alder)
    clerk.call(COMMANDS["one invoice"][language])
    dialog: Any = seat.sees_dialog("issue_invoice_dialog")
    assert dialog.amount == cents(60)
    clerk.press(ENTER, CONTROL)
    made = every(Invoice)[-1]
    assert made.total == cents(60)
    assert {order(o).invoicing for o in alder} == {"invoiced"}
    assert made.number in seat.reads_all()
    seat.qtbot.waitUntil(lambda: len(every(InvoiceFile, "invoice_id = ?", (made.id,))) == 1)
    assert_book_sound()


def test_every_order_gets_an_invoice_from_the_list_with_five_keys(seat: Seat) -> None:
    clerk = Clerk(seat)
    clerk.press(ORDERS, CONTROL)
    clerk.press(Qt.Key.Key_A, CONTROL)
    clerk.press(Qt.Key.Key_F9)
    dialog: Any = seat.sees_dialog("issue_invoice_batch_dialog")
    clerk.press(DOWN)
    seat.qtbot.waitUntil(lambda: dialog.foretold is not None and len(dialog.foretold.made) == 1)
    seat.wait()
    clerk.press(ENTER, CONTROL)
    assert [i.total for i in every(Invoice)] == [cents(40), cents(60)]
    assert clerk.count == 5
    assert_book_sound()


def test_a_wrong_invoice_is_taken_back_and_made_out_anew(seat: Seat, language: str) -> None:
    clerk = Clerk(seat)
    clerk.open_first(INVOICES)
    clerk.call(COMMANDS["anew"][language])
    seat.sees_dialog("credit_note_dialog")
    clerk.write("Title misspelt")
    clerk.press(ENTER, CONTROL)
    dialog: Any = seat.sees_dialog("issue_invoice_dialog")
    assert dialog.buyer.title.text() == "Brich Ltd"
    while dialog.focusWidget() is not dialog.buyer.title:
        clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_A, CONTROL)
    clerk.write("Birch Ltd")
    clerk.press(ENTER, CONTROL)
    assert [(i.document_type, i.title, i.total) for i in every(Invoice)] == [
        ("invoice", "Brich Ltd", cents(40)),
        ("credit_note", "Brich Ltd", cents(40)),
        ("invoice", "Birch Ltd", cents(40)),
    ]
    assert "Birch Ltd" in seat.reads_all()
    assert_book_sound()


def test_a_month_is_closed_and_then_nothing_is_done_in_it(seat: Seat, language: str) -> None:
    clerk = Clerk(seat)
    clerk.press(INVOICES, CONTROL)
    clerk.call(COMMANDS["close"][language])
    dialog: Any = seat.sees_dialog("close_month_dialog")
    clerk.press(Qt.Key.Key_A, CONTROL)
    clerk.write(date.today().isoformat())
    seat.qtbot.waitUntil(lambda: dialog.check is not None and dialog.check.until == date.today())
    clerk.press(ENTER, CONTROL)
    assert the_company().closed_until == date.today()
    before = (len(every(Invoice)), len(every(Payment)), len(every(Shipment)))

    clerk.press(ORDERS, CONTROL)
    page: Any = seat.front()
    go_down_to(clerk, next(o for o in page.table.ids if order(o).customer_id == 1))
    clerk.press(ENTER)
    for key, name in (
        (Qt.Key.Key_F7, "record_payment_dialog"),
        (Qt.Key.Key_F9, "issue_invoice_dialog"),
        (Qt.Key.Key_F12, "ship_dialog"),
    ):
        clerk.press(key)
        refused(clerk, name, language)
    clerk.press(INVOICES, CONTROL)
    clerk.open_first(INVOICES)
    for command, name in (("void", "void_invoice_dialog"), ("credit", "credit_note_dialog")):
        clerk.call(COMMANDS[command][language])
        assert isinstance(seat.front(), FormDialog)
        clerk.write("Wrong")
        refused(clerk, name, language)
    assert (len(every(Invoice)), len(every(Payment)), len(every(Shipment))) == before
    assert_book_sound()
