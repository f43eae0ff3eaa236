"""What is wrong with an order is found by itself, solved with a note that is kept, and back when its cause is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.errors import ChangedMeanwhile, NotAllowed, UserError
from app.models.actor import Actor, Role
from app.models.order_problems import OrderException
from app.operations.exceptions import solve_problem
from app.operations.history import redo, undo
from app.operations.inputs import LineInput, OrderInput
from app.operations.orders import confirm_order, edit_order, make_order
from app.operations.payments import record_payment, void_payment
from app.operations.stock import receive_goods
from app.queries.columns import Ask
from app.queries.exceptions import OpenProblem, earlier, problems_of, solved_of
from app.queries.lists import LISTS
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_draft,
    a_line,
    a_product,
    an_order,
    cents,
    close,
    each,
    every,
    new_book,
    order,
    pieces,
    value,
)

ORDERS = LISTS["orders"]
WHOLE_ADDRESS = {"phone": "13800000000", "city": "Shanghai", "address": "1 Long Road"}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    yield made
    close(made)


def topics(viewer: Actor, order_id: int) -> set[str]:
    return {problem.topic for problem in problems_of(viewer, order_id)}


def the_problem(viewer: Actor, order_id: int) -> OpenProblem:
    (found,) = problems_of(viewer, order_id)
    return found


def pinned(viewer: Actor) -> set[int]:
    return set(ORDERS.ids(viewer, Ask(filters=(("problem", "yes"),))))


def overdue_order(book: TestBook, amount: int = 50) -> int:
    made = an_order(book.owner, a_customer(book.owner), amount)
    book.clock.day += timedelta(days=60)
    return made


def test_an_unpaid_order_past_its_day_is_overdue(book: TestBook) -> None:
    made = overdue_order(book)
    assert topics(book.owner, made) == {"overdue"}
    assert pinned(book.owner) == {made}
    assert "60 days ago" in the_problem(book.owner, made).reason


def test_goods_that_have_not_left_by_the_promised_day_are_late(book: TestBook) -> None:
    made = an_order(book.owner, a_customer(book.owner), 50, promised_date=date(2026, 3, 12), payment_terms="90")
    assert topics(book.owner, made) == set()
    book.clock.day = date(2026, 3, 14)
    assert topics(book.owner, made) == {"late_delivery"}
    assert pinned(book.owner) == {made}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"city": "Shanghai", "address": "1 Long Road"}, "Phone"),
        ({"phone": "13800000000", "city": "Shanghai"}, "Address"),
    ],
)
def test_an_address_that_was_begun_has_to_be_whole(book: TestBook, given: dict[str, str], missing: str) -> None:
    customer = a_customer(book.owner, **given)
    made = an_order(book.owner, customer, 50)
    assert topics(book.owner, made) == {"address"}
    assert the_problem(book.owner, made).reason.endswith(f"{missing}.")
    assert pinned(book.owner) == {made}


def test_a_whole_address_and_none_at_all_are_no_problem(book: TestBook) -> None:
    whole = a_customer(book.owner, "Whole", **WHOLE_ADDRESS)
    for customer in (whole, a_customer(book.owner, "Comes to fetch it")):
        assert topics(book.owner, an_order(book.owner, customer, 50)) == set()


def test_goods_go_to_the_older_order_and_the_younger_one_is_short(tmp_path: Path) -> None:
    book = new_book(tmp_path, stock_policy="kept")
    lamp = a_product(book.owner, "Lamp", stock_kept=True)
    receive_goods(book.owner, lamp, pieces(5))
    customer = a_customer(book.owner)
    older = an_order(book.owner, customer, a_line(10, 4, product_id=lamp), date=date(2026, 3, 1), payment_terms="90")
    younger = an_order(book.owner, customer, a_line(10, 2, product_id=lamp), date=date(2026, 3, 2), payment_terms="90")
    assert topics(book.owner, older) == set()
    assert topics(book.owner, younger) == {"shortage"}
    assert pinned(book.owner) == {younger}
    assert "Lamp × 2" in the_problem(book.owner, younger).reason
    receive_goods(book.owner, lamp, pieces(1))
    assert pinned(book.owner) == set()
    close(book)


def test_the_same_order_twice_on_a_day_is_a_likely_duplicate(book: TestBook) -> None:
    customer = a_customer(book.owner)
    first = an_order(book.owner, customer, 50)
    second = a_draft(book.owner, customer, 50)
    a_draft(book.owner, customer, 51)
    a_draft(book.owner, a_customer(book.owner, "Somebody else"), 50)
    assert pinned(book.owner) == {second}
    assert topics(book.owner, first) == set()
    assert order(first).number in the_problem(book.owner, second).reason


def test_a_price_below_the_floor_is_a_problem_until_the_order_is_over(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp", floor_price=each(9))
    customer = a_customer(book.owner)
    cheap = a_draft(book.owner, customer, a_line(8, product_id=lamp))
    a_draft(book.owner, customer, a_line(9, product_id=lamp))
    assert pinned(book.owner) == {cheap}
    assert "Lamp 8.00" in the_problem(book.owner, cheap).reason


def test_amounts_that_contradict_each_other_are_a_problem(book: TestBook) -> None:
    customer = a_customer(book.owner)
    line = LineInput(quantity=pieces(2), unit_price=each(10), description="Lamp", amount=cents(21))
    stated = make_order(book.owner, OrderInput(customer_id=customer, lines=(line,))).value
    assert order(stated).goods_amount == cents(21)
    assert topics(book.owner, stated) == {"lines"}
    assert pinned(book.owner) == {stated}


def test_a_solved_problem_is_gone_with_its_note_kept_and_comes_back_with_undo(book: TestBook) -> None:
    made = overdue_order(book)
    problem = the_problem(book.owner, made)
    solve_problem(book.owner, made, "overdue", "  They pay next week. ", problem.detail)
    assert topics(book.owner, made) == set()
    assert pinned(book.owner) == set()
    (kept,) = solved_of(book.owner, made)
    assert (kept.solution, kept.topic, kept.holds, kept.reason) == (
        "They pay next week.", "overdue", 1, problem.reason,
    )  # fmt: skip
    undo(book.owner)
    assert pinned(book.owner) == {made}
    assert solved_of(book.owner, made) == ()
    redo(book.owner)
    assert pinned(book.owner) == set()


def test_the_note_stands_on_the_trail_where_it_can_be_erased(book: TestBook) -> None:
    made = overdue_order(book)
    solve_problem(book.owner, made, "overdue", "Their Ms Winter pays next week.")
    kept = value("SELECT group_concat(fields || detail) FROM trail_change JOIN trail ON trail.id = trail_id")
    assert "Winter" not in kept
    assert "Winter" in value("SELECT group_concat(private) FROM trail_change")


def test_a_problem_is_back_when_its_cause_changes(book: TestBook) -> None:
    made = overdue_order(book)
    solve_problem(book.owner, made, "overdue", "They pay next week.")
    record_payment(book.owner, cents(20), "cash", order(made).customer_id, parts=[(made, cents(20))])
    assert topics(book.owner, made) == {"overdue"}
    assert [each.solution for each in solved_of(book.owner, made)] == ["They pay next week."]


def test_a_problem_is_back_when_its_cause_went_and_came_back(book: TestBook) -> None:
    made = overdue_order(book)
    solve_problem(book.owner, made, "overdue", "They pay next week.")
    paid = record_payment(book.owner, cents(50), "cash", order(made).customer_id, parts=[(made, cents(50))]).value
    assert "overdue" not in topics(book.owner, made)
    void_payment(book.owner, paid, "wrong order")
    assert "overdue" in topics(book.owner, made)


def test_an_exception_that_was_noted_is_solved_and_stays_so_while_nothing_changes(book: TestBook) -> None:
    customer = a_customer(book.owner)
    made = an_order(book.owner, customer, a_line(50, line_kind="service"))
    paid = record_payment(book.owner, cents(50), "cash", customer, parts=[(made, cents(50))]).value
    void_payment(book.owner, paid, "wrong order")
    assert "completed_unpaid" in topics(book.owner, made)
    solve_problem(book.owner, made, "completed_unpaid", "Sent a reminder.")
    assert "completed_unpaid" not in topics(book.owner, made)
    (solved,) = [e for e in every(OrderException, "order_id = ?", (made,)) if e.topic == "completed_unpaid"]
    assert (solved.solution, solved.solved_by) == ("Sent a reminder.", book.owner.user_id)
    again = record_payment(book.owner, cents(50), "cash", customer, parts=[(made, cents(50))]).value
    void_payment(book.owner, again, "wrong order again")
    assert "completed_unpaid" in topics(book.owner, made)


def test_a_solution_needs_words_and_a_problem_that_is_still_what_was_seen(book: TestBook) -> None:
    made = overdue_order(book)
    with pytest.raises(UserError) as silent:
        solve_problem(book.owner, made, "overdue", "  ")
    assert silent.value.field == "note"
    with pytest.raises(ChangedMeanwhile):
        solve_problem(book.owner, made, "overdue", "They pay.", "2025-01-01\t99")
    with pytest.raises(UserError) as gone:
        solve_problem(book.owner, made, "shortage", "Ordered more.")
    assert gone.value.code == "no_problem"
    assert topics(book.owner, made) == {"overdue"}


def test_nobody_solves_what_they_may_not_see(book: TestBook) -> None:
    made = overdue_order(book)
    warehouse, sales = book.person(Role.WAREHOUSE), book.person(Role.SALES, name="Li")
    assert topics(warehouse, made) == set()
    for person in (warehouse, sales):
        with pytest.raises(NotAllowed):
            solve_problem(person, made, "overdue", "They pay next week.")


def test_the_most_similar_earlier_solutions_are_offered_and_say_why(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp")
    here, there = a_customer(book.owner, "Here"), a_customer(book.owner, "There")
    cases = {
        "Called them.": an_order(book.owner, here, a_line(100, product_id=lamp)),
        "Wrote to them.": an_order(book.owner, there, a_line(5_000, product_id=lamp)),
        "Waited.": an_order(book.owner, there, 5_001),
        "Asked a lawyer.": an_order(book.owner, there, 9_000),
    }
    now = an_order(book.owner, here, a_line(120, product_id=lamp))
    book.clock.day += timedelta(days=60)
    for said, case in cases.items():
        solve_problem(book.owner, case, "overdue", said)
    offered = earlier(book.owner, now, "overdue")
    assert [each.solution for each in offered] == ["Called them.", "Wrote to them.", "Asked a lawyer."]
    assert offered[0].why == "same customer, same product, similar amount, same channel"
    assert earlier(book.owner, now, "late_delivery") == ()


def test_the_same_words_are_offered_once_with_how_often_they_helped(book: TestBook) -> None:
    customer = a_customer(book.owner)
    made = [an_order(book.owner, customer, amount) for amount in (10, 20, 30)]
    book.clock.day += timedelta(days=60)
    solve_problem(book.owner, made[0], "overdue", "Called them.")
    solve_problem(book.owner, made[1], "overdue", "called  them.")
    (offered,) = earlier(book.owner, made[2], "overdue")
    assert offered.times == 2


def test_sales_learn_from_their_own_orders_only(book: TestBook) -> None:
    made = overdue_order(book)
    solve_problem(book.owner, made, "overdue", "The boss called them.")
    sales = book.person(Role.SALES, name="Li")
    own = an_order(sales, a_customer(sales, "Mine"), 70)
    book.clock.day += timedelta(days=60)
    assert topics(sales, own) == {"overdue"}
    assert earlier(sales, own, "overdue") == ()


def test_an_address_that_is_put_right_is_no_problem_any_more(book: TestBook) -> None:
    customer = a_customer(book.owner, city="Shanghai")
    draft = a_draft(book.owner, customer, 50)
    assert topics(book.owner, draft) == set()
    whole = OrderInput(customer_id=customer, lines=(a_line(50),), ship_phone="1380", ship_address="2 Road")
    edit_order(book.owner, draft, whole)
    confirm_order(book.owner, draft)
    assert topics(book.owner, draft) == set()
