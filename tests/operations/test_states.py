"""The states of an order: every change in the table happens, every other one is refused, naming both states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import UserError
from app.models.actor import Actor
from app.models.order import STATE_WORDS, TRANSITIONS, Order, OrderState
from app.operations.order_course import cancel_order, complete_order, reopen_order, start_order
from app.operations.orders import confirm_order, delete_draft
from app.operations.quotations import quote_order, return_to_draft, send_back, send_to_review
from app.operations.steps import move
from tests.helpers.book import a_customer, a_draft, order, value

DRAFT, QUOTED, REVIEW, CONFIRMED, PROCESSING, COMPLETED, CANCELLED = OrderState

# The changes of state, stated once more.
TABLE = {
    DRAFT: {QUOTED, REVIEW, CONFIRMED},
    QUOTED: {DRAFT, REVIEW, CONFIRMED, CANCELLED},
    REVIEW: {CONFIRMED, DRAFT},
    CONFIRMED: {PROCESSING, COMPLETED, CANCELLED},
    PROCESSING: {COMPLETED, CANCELLED},
    COMPLETED: {PROCESSING},
    CANCELLED: {DRAFT},
}

ACTS: dict[str, tuple[Callable[[Actor, int], object], OrderState, set[OrderState]]] = {
    "quote": (lambda a, o: quote_order(a, o), QUOTED, {DRAFT}),
    "review": (lambda a, o: send_to_review(a, o), REVIEW, {DRAFT, QUOTED}),
    "send back": (lambda a, o: send_back(a, o, "too cheap"), DRAFT, {REVIEW}),
    "confirm": (lambda a, o: confirm_order(a, o), CONFIRMED, {DRAFT, QUOTED, REVIEW}),
    "start": (lambda a, o: start_order(a, o), PROCESSING, {CONFIRMED}),
    "complete": (lambda a, o: complete_order(a, o, "done"), COMPLETED, {CONFIRMED, PROCESSING}),
    "re-open": (lambda a, o: reopen_order(a, o, "not done"), PROCESSING, {COMPLETED}),
    "cancel": (lambda a, o: cancel_order(a, o, "not wanted"), CANCELLED, {QUOTED, CONFIRMED, PROCESSING}),
    "to draft": (lambda a, o: return_to_draft(a, o), DRAFT, {QUOTED, CANCELLED}),
}

WAY: dict[OrderState, tuple[str, ...]] = {
    DRAFT: (),
    QUOTED: ("quote",),
    REVIEW: ("review",),
    CONFIRMED: ("confirm",),
    PROCESSING: ("confirm", "start"),
    COMPLETED: ("confirm", "complete"),
    CANCELLED: ("confirm", "cancel"),
}


def an_order_in(actor: Actor, state: OrderState) -> int:
    made = a_draft(actor, a_customer(actor), 100)
    for step in WAY[state]:
        ACTS[step][0](actor, made)
    assert order(made).state == state
    return made


def test_the_table_is_that_of_the_domain() -> None:
    assert {state: set(to) for state, to in TRANSITIONS.items()} == TABLE


@pytest.mark.parametrize("now", list(OrderState))
@pytest.mark.parametrize("to", list(OrderState))
def test_a_change_outside_the_table_names_both_states(now: OrderState, to: OrderState) -> None:
    some = Order(number="SO-1", state=now)
    if to in TABLE[now]:
        move(some, to)
        assert some.state == to
        return
    with pytest.raises(UserError) as refused:
        move(some, to)
    assert f"is {STATE_WORDS[now]} and cannot become {STATE_WORDS[to]}" in refused.value.message
    assert "SO-1" in refused.value.message
    assert some.state == now


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("state", list(OrderState))
def test_an_act_is_done_in_its_states_only(owner: Actor, state: OrderState, act: str) -> None:
    some = an_order_in(owner, state)
    function, to, states = ACTS[act]
    if state in states:
        function(owner, some)
        assert order(some).state == to
        return
    with pytest.raises(UserError) as refused:
        function(owner, some)
    assert refused.value.code == "state"
    assert STATE_WORDS[state] in refused.value.message
    assert order(some).state == state


@pytest.mark.parametrize("state", list(OrderState))
def test_only_counted_orders_are_worth_something(owner: Actor, state: OrderState) -> None:
    some = order(an_order_in(owner, state))
    counted = state in (CONFIRMED, PROCESSING, COMPLETED)
    assert (some.worth, some.outstanding) == ((10_000, 10_000) if counted else (0, 0))


def test_a_number_is_kept_for_ever(owner: Actor) -> None:
    some = an_order_in(owner, CONFIRMED)
    number = order(some).number
    for step in ("cancel", "to draft", "confirm"):
        ACTS[step][0](owner, some)
        assert order(some).number == number
    with pytest.raises(UserError) as refused:
        delete_draft(owner, some)
    assert refused.value.code == "not_a_draft"
    plain = an_order_in(owner, DRAFT)
    delete_draft(owner, plain)
    assert value("SELECT count(*) FROM sales_order WHERE id = ?", plain) == 0
