"""Goods come back and their money goes out again, in both languages: who asked cannot approve; a voucher remains."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.models.actor import Actor
from app.models.papers import KeptPaper
from app.models.payment import Credit, Refund
from app.operations.payments import record_payment
from app.operations.shipments import ship_order
from app.operations.users import add_user
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, every, order
from tests.helpers.watchdog import watchdog
from tests.stories.keys import CONTROL, SHIFT, Clerk, office_of_one
from tests.stories.steps import Seat, paper

__all__ = ["watchdog"]


@pytest.fixture
def seat(language: str, tmp_path: Path, qtbot: Any, monkeypatch: Any) -> Iterator[Seat]:
    """The owner at the window of a book with a manager and somebody for the money, and one order shipped and paid."""

    def fill(actor: Actor) -> None:
        sold = an_order(actor, a_customer(actor), 120)
        ship_order(actor, sold)
        record_payment(actor, cents(120), "cash", order(sold).customer_id, parts=[(sold, cents(120))])
        add_user(actor, "mona", ["manager"])
        add_user(actor, "finn", ["finance"])

    with office_of_one(language, tmp_path, qtbot, monkeypatch, fill) as sitting:
        yield sitting


def test_a_refund_for_returned_goods_is_approved_by_another_and_leaves_a_voucher(seat: Seat, tmp_path: Path) -> None:
    # The manager takes the goods back and asks for it.
    manager = seat.office.sit_down("mona")
    manager.go_to("orders")
    manager.open_first()
    clerk = Clerk(manager)
    clerk.press(Qt.Key.Key_F9, SHIFT)
    asked: Any = manager.sees_dialog("request_credit_dialog")
    clerk.write("1")
    asked.reason.setFocus()
    clerk.write("broken")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    credit = every(Credit)[0]
    assert (credit.credit_kind, credit.state, credit.amount) == ("return", "requested", cents(120))

    # The owner approves the return: now too much was paid.
    owner = seat.office.sit_down("owner")
    owner.go_to("refunds")
    owner.click("show_credits_button")
    owner.open_first()
    clerk = Clerk(owner)
    clerk.press(Qt.Key.Key_F9)
    owner.accept("approve_credit_dialog")
    assert order(credit.order_id).proposed_refund == cents(120)

    # The manager asks for the money, and is not let to approve it.
    manager = seat.office.sit_down("mona")
    manager.go_to("orders")
    manager.open_first()
    clerk = Clerk(manager)
    clerk.press(Qt.Key.Key_F7, SHIFT)
    request: Any = manager.sees_dialog("request_refund_dialog")
    assert request.amount.value() == cents(120)
    request.reason.setFocus()
    clerk.write("broken")
    clerk.press(Qt.Key.Key_Return, CONTROL)
    manager.go_to("refunds")
    manager.open_first()
    shown: Any = manager.front()
    assert shown.record.why_not["approve_refund"] in manager.reads_all()
    clerk.press(Qt.Key.Key_F9)
    assert manager.front() is shown
    assert [refund.state for refund in every(Refund)] == ["requested"]

    # The owner does.
    owner = seat.office.sit_down("owner")
    owner.go_to("refunds")
    owner.open_first()
    clerk = Clerk(owner)
    clerk.press(Qt.Key.Key_F9)
    owner.accept("approve_refund_dialog")

    # Finance pays it out; the voucher is kept and shown, and printed again from what was kept.
    finance = seat.office.sit_down("finn")
    finance.go_to("refunds")
    finance.open_first()
    clerk = Clerk(finance)
    clerk.press(Qt.Key.Key_F7)
    finance.accept("pay_refund_dialog")
    refund = every(Refund)[0]
    assert (refund.state, refund.credit_id) == ("paid", credit.id)
    words = paper(finance, tmp_path / "voucher.pdf")
    for told in (refund.number, "120.00", "broken"):
        assert told in words
    kept = every(KeptPaper)
    assert [(each.about_kind, each.about_id) for each in kept] == [("refund", refund.id)]
    assert order(credit.order_id).outstanding == 0
    assert_book_sound()
