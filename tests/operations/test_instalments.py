"""The payment plan: its parts add up to the order, are paid from the oldest on, and follow what the order is worth."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ChangedMeanwhile, Problems, UserError
from app.models.actor import Actor
from app.models.order import Instalment
from app.models.plan import covered, first_open, fit
from app.operations.credits import approve_credit, request_credit, void_credit
from app.operations.history import undo
from app.operations.instalments import InstalmentInput, plan_instalments
from app.operations.orders import edit_order
from app.operations.payments import record_payment
from app.queries import order_details
from tests.helpers.book import TestBook, a_customer, a_draft, a_line, an_order, cents, every, order

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


def parts(*typed: tuple[date, int]) -> list[InstalmentInput]:
    return [InstalmentInput(day, cents(amount)) for day, amount in typed]


def amounts(order_id: int) -> list[int]:
    return [part.amount for part in every(Instalment, "order_id = ?", (order_id,))]


THREE = parts((APRIL, 30), (MAY, 30), (JUNE, 40))


def test_parts_add_up_exactly_and_the_order_is_due_with_the_first(owner: Actor) -> None:
    made = an_order(owner, a_customer(owner), 100)
    plan_instalments(owner, made, THREE)
    assert (order(made).due_date, order(made).order_kind) == (APRIL, "instalments")
    for wrong, word in ((parts((APRIL, 30), (MAY, 60)), "missing"), (parts((APRIL, 30), (MAY, 80)), "too much")):
        with pytest.raises(UserError) as refused:
            plan_instalments(owner, made, wrong)
        assert refused.value.code == "plan_sum"
        assert word in refused.value.message
    assert amounts(made) == [cents(30), cents(30), cents(40)]


def test_wrong_parts_are_all_named_at_once(owner: Actor) -> None:
    made = an_order(owner, a_customer(owner), 100)
    with pytest.raises(Problems) as refused:
        plan_instalments(owner, made, parts((date(2026, 1, 1), 50), (MAY, 0)))
    assert [p.field for p in refused.value.problems] == ["parts.1.due_date", "parts.2.amount"]


def test_money_pays_the_oldest_part_and_what_is_late_is_said(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    made = an_order(owner, customer, 100)
    plan_instalments(owner, made, THREE)
    record_payment(owner, cents(45), "cash", customer, parts=((made, cents(45)),))
    assert order(made).due_date == MAY
    book.clock.day = date(2026, 5, 2)
    told = order_details.order(owner, made).instalments
    assert [(part.paid, part.state) for part in told] == [
        (cents(30), "paid"),
        (cents(15), "overdue"),
        (0, "unpaid"),
    ]
    assert order_details.order(owner, made).overdue_days(book.clock.day) == 1


def test_a_plan_follows_the_worth_and_comes_back_with_it(owner: Actor) -> None:
    made = an_order(owner, a_customer(owner), 100)
    plan_instalments(owner, made, THREE)
    credit = request_credit(owner, made, "allowance", "Scratched", amount=cents(50)).value
    approve_credit(owner, credit)
    assert amounts(made) == [cents(30), cents(20), 0]
    void_credit(owner, credit, "By mistake")
    assert sum(amounts(made)) == cents(100)


def test_a_draft_has_a_plan_too_and_it_goes_with_no_parts(owner: Actor) -> None:
    customer = a_customer(owner)
    made = a_draft(owner, customer, 100)
    plan_instalments(owner, made, THREE)
    from app.operations.inputs import OrderInput

    edit_order(owner, made, OrderInput(customer_id=customer, lines=(a_line(120),), order_kind="instalments"))
    assert amounts(made) == [cents(30), cents(30), cents(60)]
    plan_instalments(owner, made, ())
    assert (amounts(made), order(made).order_kind) == ([], "normal")
    undo(owner)
    assert sum(amounts(made)) == cents(120)


def test_a_plan_made_from_an_older_look_is_refused(owner: Actor) -> None:
    made = an_order(owner, a_customer(owner), 100)
    seen = order(made).version
    plan_instalments(owner, made, THREE, seen)
    with pytest.raises(ChangedMeanwhile):
        plan_instalments(owner, made, parts((MAY, 100)), seen)


AMOUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=8)


@given(AMOUNTS, st.integers(0, 90_000), st.integers(-500, 90_000))
def test_any_plan_fits_any_worth_and_money_never_skips_a_part(before: list[int], whole: int, money: int) -> None:
    after = fit(before, whole)
    assert sum(after) == whole
    assert min(after) >= 0
    paid = covered(after, money)
    assert sum(paid) == min(max(money, 0), whole)
    place = first_open(after, money)
    for number, (amount, part) in enumerate(zip(after, paid, strict=True)):
        assert part == amount if place is None or number < place else number == place or part == 0
