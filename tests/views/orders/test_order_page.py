"""The page of an order shows what the query says, and offers what is allowed."""

from __future__ import annotations

from typing import Any

from app.operations.payments import record_payment
from app.queries import order_details
from app.views.desk import Desk
from app.views.orders import open_order
from app.views.orders.actions import ACTIONS
from app.views.orders.order_page import OrderPage
from tests.helpers.book import a_customer, a_draft, a_line, an_order, cents, order
from tests.helpers.desk import idle


def page_of(desk: Desk, window: Any, qtbot: Any, order_id: int) -> OrderPage:
    open_order(desk, window, order_id)
    idle(desk, qtbot)
    page = window.current_page()
    assert isinstance(page, OrderPage)
    return page


def test_the_page_shows_what_the_query_says(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Harbour & Hale")
    made = an_order(real_desk.actor, customer, a_line(120, 2, description="Lamp"), customer_reference="PO-7")
    record_payment(real_desk.actor, cents(100), "cash", customer, parts=[(made, cents(100))])
    page = page_of(real_desk, window, qtbot, made)
    detail = order_details.order(real_desk.actor, made)
    assert page.title.text() == detail.number
    assert {kind: chip.key for kind, chip in page.chips.items()} == {
        kind: getattr(detail, kind) for kind in ("state", "collection", "delivery", "invoicing")
    }
    figures = {key: value.text() for key, value in page.money.figures.items()}
    assert figures == {
        "worth": "240.00", "paid": "100.00", "refunded": "0.00", "invoiced": "0.00", "outstanding": "140.00",
    }  # fmt: skip
    assert page.lines.table.small.rows[0].values[1] == "Lamp"
    assert page.party.open_customer.text() == "Harbour && Hale"  # as a button says an ampersand
    assert page.party.facts.values["reference"].text() == "PO-7"
    assert page.money.table.small.rows[0].values[4] == cents(100)


def test_actions_are_on_as_allowed_and_say_why_not(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    for made in (a_draft(real_desk.actor, customer, 50), an_order(real_desk.actor, customer, 50)):
        page = page_of(real_desk, window, qtbot, made)
        detail = order_details.order(real_desk.actor, made)
        for name in ACTIONS:
            action = page._actions[name]
            assert action.isEnabled() is (name in detail.actions), name
            if name in detail.why_not:
                assert action.toolTip() == detail.why_not[name]


def test_the_next_step_is_offered_and_confirms_a_draft(real_desk, window, qtbot) -> None:
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), 50)
    page = page_of(real_desk, window, qtbot, made)
    assert page.next.text() == "Confirm order"
    page.next.click()
    qtbot.waitUntil(lambda: order(made).state == "confirmed")
    qtbot.waitUntil(lambda: page.next.text() == "Record payment…")


def test_a_note_left_behind_is_kept(real_desk, window, qtbot) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 50)
    page = page_of(real_desk, window, qtbot, made)
    page.note.setPlainText("Call before delivery")
    window.close_record()
    idle(real_desk, qtbot)
    assert order(made).note == "Call before delivery"
