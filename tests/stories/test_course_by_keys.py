"""The course of an order by keyboard alone, in both languages: from the quotation to the signature, and other ends."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.models.actor import Actor
from app.models.order import Order, OrderLine, Shipment
from app.models.payment import Refund
from app.operations.company import change_company
from app.operations.payments import record_payment
from app.operations.stock import receive_goods
from tests.helpers.book import (
    a_customer,
    a_draft,
    a_line,
    a_product,
    an_order,
    assert_book_sound,
    cents,
    each,
    every,
    order,
    pieces,
)
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, SHIFT, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
# What is typed to find a command: in Chinese the initials of its pinyin.
COMMANDS = {
    "quote": {"en": "Make a quotation", "zh_CN": "scbjd"},
    "review": {"en": "Send to review", "zh_CN": "tjsh"},
    "cancel": {"en": "Cancel order", "zh_CN": "qxdd"},
    "close the rest": {"en": "Close the rest", "zh_CN": "gbsy"},
}


class Sits(Protocol):
    """Gives the seat of the owner at a book that ``fill`` has put something into."""

    def __call__(self, fill: Any) -> AbstractContextManager[Seat]: ...


@pytest.fixture
def sit_down(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Sits:
    """Opens the window at a book."""
    return lambda fill: office_of_one(language, tmp_path, qtbot, monkeypatch, fill)


def lamps(actor: Actor) -> None:
    a_draft(actor, a_customer(actor), a_line(100, 10))


def test_from_the_quotation_to_the_signature(sit_down: Sits, language: str) -> None:
    with sit_down(lamps) as seat:
        clerk = Clerk(seat)
        clerk.open_first(Qt.Key.Key_2)
        clerk.call(COMMANDS["quote"][language])
        seat.sees_dialog("quote_dialog")
        clerk.press(ENTER, CONTROL)
        (made,) = every(Order)
        assert (made.state, bool(made.quotation_number)) == ("quoted", True)
        clerk.call(COMMANDS["review"][language])
        seat.sees_dialog("send_to_review_dialog")
        clerk.write("New customer")
        clerk.press(ENTER, CONTROL)
        assert order(made.id).state == "review"
        assert "New customer" in seat.reads_all()
        clerk.press(ENTER, CONTROL)
        assert order(made.id).state == "confirmed"

        clerk.press(Qt.Key.Key_F2, SHIFT)
        clerk.press(Qt.Key.Key_Up)
        clerk.press(ENTER)
        clerk.write("8")
        clerk.press(ENTER)
        clerk.press(ENTER)
        clerk.write("Two fewer")
        clerk.press(ENTER, CONTROL)
        assert (order(made.id).revision, order(made.id).worth) == (1, cents(800))

        for part, state in (("3", "partly_shipped"), ("", "shipped")):
            clerk.press(Qt.Key.Key_F12)
            seat.sees_dialog("ship_dialog")
            if part:
                clerk.press(Qt.Key.Key_A, CONTROL)
                clerk.write(part)
            clerk.press(ENTER, CONTROL)
            assert order(made.id).delivery == state
        assert sorted(line.shipped for line in every(OrderLine)) == [pieces(8)]

        for _shipment in every(Shipment):
            clerk.open_first(Qt.Key.Key_3)
            clerk.press(ENTER, CONTROL)
            clerk.press(ENTER, CONTROL)
        signed = order(made.id)
        assert (signed.delivery, signed.state) == ("signed_for", "processing")
        assert_book_sound()


def test_a_shortage_makes_the_order_a_pre_sale(sit_down: Sits, language: str) -> None:
    def short(actor: Actor) -> None:
        change_company(actor, {"stock_policy": "kept", "shortage_policy": "pre_sale"})
        a_customer(actor, "Harbour & Hale")
        receive_goods(actor, a_product(actor, "Lamp", list_price=each(20), stock_kept=True), pieces(2))

    with sit_down(short) as seat:
        clerk = Clerk(seat)
        clerk.press(Qt.Key.Key_2, CONTROL)
        clerk.press(Qt.Key.Key_N, CONTROL)
        clerk.write("harb")
        clerk.press(ENTER)
        clerk.write("lam")
        clerk.press(ENTER)
        clerk.write("5")
        clerk.press(ENTER)
        clerk.press(ENTER, CONTROL)
        (made,) = every(Order)
        assert (made.state, made.order_kind) == ("confirmed", "pre_sale")
        assert_book_sound()


def test_a_cancellation_is_refused_and_then_refunded_and_cancelled(sit_down: Sits, language: str) -> None:
    def paid(actor: Actor) -> None:
        customer = a_customer(actor)
        made = an_order(actor, customer, 120)
        record_payment(actor, cents(120), "cash", customer, parts=((made, cents(120)),))

    with sit_down(paid) as seat:
        clerk = Clerk(seat)
        clerk.open_first(Qt.Key.Key_2)
        clerk.call(COMMANDS["cancel"][language])
        seat.sees_dialog("cancel_dialog")
        clerk.write("Ordered twice")
        clerk.press(ENTER, CONTROL)
        (made,) = every(Order)
        assert made.state == "confirmed"
        offer = clerk.at()
        assert isinstance(offer, QPushButton)
        assert offer.objectName() == "cancel_offer_refund"
        clerk.press(Qt.Key.Key_Space)
        seat.sees_dialog("refund_and_cancel_dialog")
        clerk.press(ENTER, CONTROL)
        assert (order(made.id).state, order(made.id).cancel_reason) == ("cancelled", "Ordered twice")
        assert [(r.state, r.amount) for r in every(Refund)] == [("paid", cents(120))]
        assert_book_sound()


def test_the_rest_is_closed_after_a_part_shipment(sit_down: Sits, language: str) -> None:
    def confirmed(actor: Actor) -> None:
        an_order(actor, a_customer(actor), a_line(100, 10))

    with sit_down(confirmed) as seat:
        clerk = Clerk(seat)
        clerk.open_first(Qt.Key.Key_2)
        clerk.press(Qt.Key.Key_F12)
        seat.sees_dialog("ship_dialog")
        clerk.press(Qt.Key.Key_A, CONTROL)
        clerk.write("4")
        clerk.press(ENTER, CONTROL)
        clerk.call(COMMANDS["close the rest"][language])
        seat.sees_dialog("close_rest_dialog")
        clerk.write("Sold out")
        clerk.press(ENTER, CONTROL)
        (made,) = every(Order)
        assert (made.worth, made.delivery, made.revision) == (cents(400), "shipped", 1)
        assert_book_sound()
