"""Everything that happened is listed, and an entry opens what it is about."""

from __future__ import annotations

from app.models.actor import Role
from app.operations.payments import record_payment
from app.queries.audit_trail import subject
from app.views.trail import show_trail, trail_list
from tests.helpers.book import a_customer, an_order, cents
from tests.helpers.desk import idle


def test_the_trail_lists_what_was_done_and_opens_the_record(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor)
    made = an_order(real_desk.actor, customer, 50)
    payment = record_payment(real_desk.actor, cents(20), "cash", customer).value
    window.show_page("orders")
    show_trail(real_desk, window)
    idle(real_desk, qtbot)
    page = window.current_page()
    entries = list(page.table.ids)
    assert subject(real_desk.actor, entries[0]) == ("payment", payment)
    assert ("order", made) in [subject(real_desk.actor, entry) for entry in entries]
    page.view.select_ids([entries[0]])
    qtbot.waitUntil(page.command_actions["open_subject"].isEnabled)
    page.command_actions["open_subject"].trigger()
    idle(real_desk, qtbot)
    assert window.current_page().objectName() == f"payment_page_{payment}"


def test_who_may_not_see_the_trail_reads_whom_to_ask(book, make_desk, window, qtbot) -> None:
    desk = make_desk(book.person(Role.WAREHOUSE))
    page = trail_list(desk)
    qtbot.addWidget(page)
    page.show()
    idle(desk, qtbot)
    assert page.table is None or len(page.table.ids) == 0
