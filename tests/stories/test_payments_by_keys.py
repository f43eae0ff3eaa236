"""A day at the money desk by keyboard, in both languages: one transfer for several orders, instalments, money paid
ahead and used later, cents written off within the limit and beyond it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.order import Instalment
from app.models.payment import Payment, Receipt, WriteOff
from app.operations.company import change_company
from app.operations.instalments import InstalmentInput, plan_instalments
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, every, order
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, Clerk, office_of_one
from tests.stories.steps import Seat

__all__ = ["watchdog"]

Sits = Callable[[Callable[[Actor], object]], AbstractContextManager[Seat]]


@pytest.fixture
def sits(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Sits:
    """Opens the window of a book that a function has put something into, in one language after the other."""
    return lambda fill: office_of_one(language, tmp_path, qtbot, monkeypatch, fill)


def the_orders(*worths: int) -> Callable[[Actor], object]:
    """One customer with these orders."""

    def fill(actor: Actor) -> None:
        customer = a_customer(actor, "Harbour & Hale")
        for worth in worths:
            an_order(actor, customer, worth)

    return fill


def at_payments(seat: Seat) -> Clerk:
    """With the form of a new payment open over the list."""
    seat.go_to("payments")
    page: Any = seat.front()
    page.view.setFocus()
    clerk = Clerk(seat)
    clerk.press(Qt.Key.Key_N, CONTROL)
    seat.sees_dialog("record_payment_dialog")
    clerk.write("Harbour")
    seat.wait()
    clerk.press(Qt.Key.Key_Return)
    return clerk


def accept(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_Return, CONTROL)


def at_order(seat: Seat, order_id: int) -> Clerk:
    """On the page of an order."""
    seat.open("orders", order(order_id).number)
    return Clerk(seat)


def test_one_transfer_settles_several_orders_and_gets_its_receipt(sits: Sits, tmp_path: Path) -> None:
    with sits(the_orders(120, 80, 50)) as seat:
        clerk = at_payments(seat)
        clerk.tab_to("payment_amount")
        clerk.write("230")
        clerk.tab_to("payment_method")
        clerk.press(Qt.Key.Key_Down)
        while seat.sees("payment_method").currentData() != "bank_transfer":
            clerk.press(Qt.Key.Key_Down)
        clerk.tab_to("payment_reference")
        clerk.write("B-2026-77")
        dialog: Any = seat.sees_dialog("record_payment_dialog")
        assert list(dialog.parts.value().values()) == [cents(120), cents(80), cents(30)]
        accept(clerk)
        assert [order(i).outstanding for i in (1, 2, 3)] == [0, 0, cents(20)]
        assert [(p.amount, p.method, p.free) for p in every(Payment)] == [(cents(230), "bank_transfer", 0)]
        seat.open_first()
        clerk = Clerk(seat)
        clerk.press(Qt.Key.Key_F9)
        seat.sees_dialog("receipt_dialog")
        accept(clerk)
        preview: Any = seat.sees_dialog("print_preview")
        seat.qtbot.waitUntil(lambda: not preview.busy)
        clerk.press(Qt.Key.Key_Escape)
        assert [r.amount for r in every(Receipt)] == [cents(230)]
        assert_book_sound()


def test_instalments_are_settled_by_what_comes_in(sits: Sits) -> None:
    def fill(actor: Actor) -> None:
        the_orders(300)(actor)
        days = [actor.today().replace(day=1, month=1, year=actor.today().year + n) for n in (1, 2, 3)]
        plan_instalments(actor, 1, [InstalmentInput(day, cents(100)) for day in days])

    with sits(fill) as seat:
        plan = every(Instalment)
        for typed, due in (("", plan[1].due_date), ("150", plan[2].due_date)):
            clerk = at_order(seat, 1)
            clerk.press(Qt.Key.Key_F7)
            dialog: Any = seat.sees_dialog("record_payment_dialog")
            assert dialog.amount.value() == cents(100), "the next part is proposed"
            clerk.write(typed)
            accept(clerk)
            assert order(1).due_date == due, "due is the first part that is still open"
        assert order(1).collection == "partly_paid"
        clerk = at_order(seat, 1)
        clerk.press(Qt.Key.Key_F7)
        accept(clerk)
        assert (order(1).outstanding, order(1).collection) == (0, "paid")
        assert [p.amount for p in every(Payment)] == [cents(100), cents(150), cents(50)]
        assert_book_sound()


def test_what_was_paid_too_much_is_kept_and_used_for_the_next_order(sits: Sits) -> None:
    with sits(the_orders(100, 60)) as seat:
        clerk = at_order(seat, 1)
        clerk.press(Qt.Key.Key_F7)
        dialog: Any = seat.sees_dialog("record_payment_dialog")
        clerk.write("140")
        accept(clerk)
        assert seat.front() is dialog, "40 too much is a question, not a choice of the program"
        assert clerk.at().objectName() == "payment_surplus_keep"
        clerk.press(Qt.Key.Key_Space)
        accept(clerk)
        assert every(Payment)[0].free == cents(40)
        clerk = at_order(seat, 2)
        clerk.press(Qt.Key.Key_F7, CONTROL)
        using: Any = seat.sees_dialog("use_balance_dialog")
        assert dict(using.parts.value()) == {2: cents(40)}
        accept(clerk)
        assert (order(2).outstanding, every(Payment)[0].free) == (cents(20), 0)
        assert_book_sound()


def test_a_few_cents_are_written_off_at_once_and_more_only_when_asked(sits: Sits) -> None:
    def fill(actor: Actor) -> None:
        the_orders(100, 100)(actor)
        change_company(actor, {"write_off_limit": 100})

    with sits(fill) as seat:
        clerk = at_order(seat, 1)
        clerk.press(Qt.Key.Key_F7)
        dialog: Any = seat.sees_dialog("record_payment_dialog")
        clerk.write("99.50")
        accept(clerk)
        assert seat.front() is dialog
        assert clerk.at().objectName() == "payment_shortage_leave"
        clerk.press(Qt.Key.Key_Space)
        clerk.press(Qt.Key.Key_Right)
        assert dialog.shortage.give_up.isChecked()
        accept(clerk)
        assert [(w.amount, w.write_off_kind) for w in every(WriteOff)] == [(50, "difference")]
        assert order(1).collection == "paid"

        clerk = at_order(seat, 2)
        clerk.press(Qt.Key.Key_F7)
        clerk.write("95")
        accept(clerk)
        assert order(2).outstanding == cents(5), "5.00 is beyond the limit and just stays due"
        clerk = at_order(seat, 2)
        for yes in (False, True):
            seat.do("write_off")
            seat.sees_dialog("write_off_dialog")
            seat.type("write_off_reason", "gone")
            with seat.answering(yes=yes) as asked:
                accept(clerk)
            assert "5.00" in asked[0]
            assert (order(2).outstanding == 0) is yes
            if not yes:
                clerk.press(Qt.Key.Key_Escape)
        assert len(every(WriteOff)) == 2
        assert_book_sound()
