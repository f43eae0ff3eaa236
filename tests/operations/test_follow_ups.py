"""Follow-ups: what was said, when the next contact is due, done and put off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.errors import ChangedMeanwhile, NotAllowed, UserError
from app.models.actor import Actor
from app.models.customer import Customer, FollowUp
from app.operations.follow_ups import (
    FollowUpInput,
    add_follow_up,
    as_typed,
    edit_follow_up,
    finish_follow_up,
    postpone_follow_up,
    remove_follow_up,
)
from app.operations.history import undo
from tests.helpers.book import TestBook, a_customer, every, read

TODAY = date(2026, 3, 10)


def _next(customer: int) -> date | None:
    return read(Customer, customer).next_follow_up


def test_the_customer_is_due_on_the_earliest_day_that_is_planned(owner: Actor) -> None:
    customer = a_customer(owner)
    late = add_follow_up(owner, customer, "Offer sent", next_date=date(2026, 4, 1)).value
    soon = add_follow_up(owner, customer, "Asked for a price", next_date=date(2026, 3, 12)).value
    assert _next(customer) == date(2026, 3, 12)
    finish_follow_up(owner, soon, "Price given")
    assert (_next(customer), read(FollowUp, soon).outcome) == (date(2026, 4, 1), "Price given")
    finish_follow_up(owner, late)
    assert _next(customer) is None


def test_whoever_notes_a_contact_has_kept_the_appointments_up_to_that_day(book: TestBook) -> None:
    customer = a_customer(book.owner)
    kept = add_follow_up(book.owner, customer, "Call again", next_date=date(2026, 3, 12)).value
    later = add_follow_up(book.owner, customer, "Season starts", next_date=date(2026, 5, 1)).value
    book.clock.day = date(2026, 3, 15)
    add_follow_up(book.owner, customer, "Called", next_date=date(2026, 3, 20))
    assert (read(FollowUp, kept).done, read(FollowUp, later).done) == (True, False)
    assert _next(customer) == date(2026, 3, 20)


def test_a_planned_contact_is_put_off_but_not_into_the_past(owner: Actor) -> None:
    customer = a_customer(owner)
    made = add_follow_up(owner, customer, "Call again", next_date=date(2026, 3, 12)).value
    postpone_follow_up(owner, made, date(2026, 3, 19))
    assert _next(customer) == date(2026, 3, 19)
    with pytest.raises(UserError) as refused:
        postpone_follow_up(owner, made, date(2026, 3, 9))
    assert refused.value.field == "next_date"
    undo(owner)
    assert _next(customer) == date(2026, 3, 12)


def test_nothing_is_done_twice(owner: Actor) -> None:
    customer = a_customer(owner)
    plain = add_follow_up(owner, customer, "Hello").value
    planned = add_follow_up(owner, customer, "Call again", next_date=date(2026, 3, 12)).value
    finish_follow_up(owner, planned)
    for each in (plain, planned):
        with pytest.raises(UserError):
            finish_follow_up(owner, each)


def test_what_was_noted_can_be_changed_and_another_day_opens_it_again(owner: Actor) -> None:
    customer = a_customer(owner)
    made = add_follow_up(owner, customer, "Cal again", stage="offer", next_date=date(2026, 3, 12)).value
    finish_follow_up(owner, made)
    seen = as_typed(read(FollowUp, made))
    edit_follow_up(owner, made, FollowUpInput("Call again", "phone", TODAY, "won", "", date(2026, 3, 30)), seen)
    stored = read(FollowUp, made)
    assert (stored.said, stored.way, stored.done, _next(customer)) == ("Call again", "phone", False, date(2026, 3, 30))
    assert read(Customer, customer).stage == "won"
    with pytest.raises(ChangedMeanwhile):
        edit_follow_up(owner, made, FollowUpInput("Mine"), seen)
    with pytest.raises(UserError) as refused:
        edit_follow_up(owner, made, FollowUpInput(" "))
    assert refused.value.field == "said"


def test_one_that_was_noted_by_mistake_goes_and_comes_back(owner: Actor) -> None:
    customer = a_customer(owner)
    made = add_follow_up(owner, customer, "Wrong one", next_date=date(2026, 3, 12)).value
    remove_follow_up(owner, made)
    assert (every(FollowUp), _next(customer)) == ([], None)
    undo(owner)
    assert (len(every(FollowUp)), _next(customer)) == (1, date(2026, 3, 12))


def test_a_colleagues_follow_ups_stay_as_they_are(office: Any) -> None:
    customer = a_customer(office.owner, owner_id=office.manager.user_id)
    made = add_follow_up(office.owner, customer, "Theirs", next_date=date(2026, 3, 12)).value
    for attempt in (
        lambda: finish_follow_up(office.sales, made),
        lambda: postpone_follow_up(office.sales, made, date(2026, 3, 13)),
        lambda: edit_follow_up(office.sales, made, FollowUpInput("Mine")),
        lambda: remove_follow_up(office.sales, made),
    ):
        with pytest.raises(NotAllowed):
            attempt()
