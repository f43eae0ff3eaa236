"""Many follow-ups at once: put off, done, given to somebody; each whole or not at all, all of it taken back at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.errors import UserError
from app.models.actor import Actor, Role
from app.models.customer import Customer, FollowUp
from app.operations.batches_follow_ups import assign_follow_ups, finish_follow_ups, postpone_follow_ups
from app.operations.follow_ups import FollowUpInput, add_follow_up, finish_follow_up
from app.operations.history import undo
from tests.helpers.book import TestBook, a_customer, every, read

TODAY = date(2026, 3, 10)
SOON = date(2026, 3, 12)
LATER = date(2026, 3, 20)


def planned(actor: Actor, customer: int, said: str = "Call again", day: date = TODAY) -> int:
    return int(add_follow_up(actor, customer, said, date=date(2026, 3, 1), next_date=day).value)


def _next(customer: int) -> date | None:
    found: date | None = read(Customer, customer).next_follow_up
    return found


def test_a_contact_is_done_with_what_was_said_and_the_next_one_in_one_step(owner: Actor) -> None:
    customer = a_customer(owner)
    made = planned(owner, customer, day=SOON)
    contact = FollowUpInput("Wants 40", "Phone", outcome="ordered", stage="won", next_date=LATER)
    noted = finish_follow_up(owner, made, contact=contact).value
    assert noted is not None
    assert (read(FollowUp, made).done, read(FollowUp, noted).date, read(FollowUp, noted).outcome) == (
        True,
        TODAY,
        "ordered",
    )
    assert (_next(customer), read(Customer, customer).stage) == (LATER, "won")
    undo(owner)
    assert [each.id for each in every(FollowUp)] == [made]
    assert (read(FollowUp, made).done, _next(customer)) == (False, SOON)


def test_what_cannot_be_noted_leaves_the_contact_planned(owner: Actor) -> None:
    made = planned(owner, a_customer(owner))
    with pytest.raises(UserError) as refused:
        finish_follow_up(owner, made, contact=FollowUpInput(" ", next_date=LATER))
    assert refused.value.field == "said"
    assert not read(FollowUp, made).done


def test_many_are_put_off_to_one_day_and_come_back_together(owner: Actor) -> None:
    first, second = a_customer(owner, "First"), a_customer(owner, "Second")
    ids = [planned(owner, first), planned(owner, second), planned(owner, second, day=LATER)]
    done = planned(owner, first, "Old", SOON)
    finish_follow_up(owner, done)
    foretold = postpone_follow_ups.rehearse(owner, [*ids, done], next_date=LATER)
    outcome = postpone_follow_ups(owner, [*ids, done], next_date=LATER).value
    assert outcome == foretold
    assert outcome.done == tuple(ids[:2])
    assert {each.id: each.group for each in outcome.refused} == {ids[2]: "is so already", done: "nothing planned"}
    assert (_next(first), _next(second)) == (LATER, LATER)
    undo(owner)
    assert (_next(first), _next(second)) == (TODAY, TODAY)


def test_nothing_is_put_off_into_the_past_or_to_no_day(owner: Actor) -> None:
    made = planned(owner, a_customer(owner))
    for day in (None, date(2026, 3, 9)):
        with pytest.raises(UserError) as refused:
            postpone_follow_ups(owner, [made], next_date=day)
        assert refused.value.field == "next_date"
    assert read(FollowUp, made).next_date == TODAY


def test_many_are_done_and_what_was_said_is_noted_once_with_each_customer(owner: Actor) -> None:
    first, second = a_customer(owner, "First"), a_customer(owner, "Second")
    ids = [planned(owner, first), planned(owner, first, "And the offer", LATER), planned(owner, second)]
    outcome = finish_follow_ups(owner, ids, said="Catalogue sent", outcome="sent").value
    assert outcome.done == tuple(ids)
    assert [read(FollowUp, each).outcome for each in ids] == ["", "", ""], "it came of the contact that was noted"
    noted = [each for each in every(FollowUp) if each.id not in ids]
    assert [(each.customer_id, each.said, each.outcome) for each in noted] == [
        (first, "Catalogue sent", "sent"),
        (second, "Catalogue sent", "sent"),
    ]
    assert all(read(FollowUp, each).done for each in ids)
    assert (_next(first), _next(second)) == (None, None)
    undo(owner)
    assert [each.id for each in every(FollowUp) if not each.done] == ids
    assert (_next(first), _next(second)) == (TODAY, TODAY)


def test_without_words_only_the_outcome_is_kept_and_nothing_is_done_twice(owner: Actor) -> None:
    ids = [planned(owner, a_customer(owner, "First")), planned(owner, a_customer(owner, "Second"))]
    finish_follow_up(owner, ids[1], "yes")
    outcome = finish_follow_ups(owner, ids, outcome="no").value
    assert (outcome.done, [each.id for each in outcome.refused]) == ((ids[0],), [ids[1]])
    assert [each.outcome for each in every(FollowUp)] == ["no", "yes"]


def test_given_to_somebody_the_customers_are_in_their_charge(book: TestBook) -> None:
    sales, owner = book.person(Role.SALES), book.owner
    first, second = a_customer(owner, "First"), a_customer(owner, "Second")
    theirs = a_customer(owner, "Theirs", owner_id=sales.user_id)
    ids = [planned(owner, first), planned(owner, first, day=LATER), planned(owner, second), planned(owner, theirs)]
    outcome = assign_follow_ups(owner, ids, person_id=sales.user_id).value
    assert (outcome.done, [each.id for each in outcome.refused]) == (tuple(ids[:3]), [ids[3]])
    assert [read(Customer, each).owner_id for each in (first, second, theirs)] == [sales.user_id] * 3
    undo(owner)
    assert read(Customer, first).owner_id != sales.user_id


def test_sales_give_their_own_away_and_leave_those_of_colleagues(office: Any) -> None:
    mine = a_customer(office.owner, "Mine", owner_id=office.sales.user_id)
    theirs = a_customer(office.owner, "Theirs", owner_id=office.manager.user_id)
    ids = [planned(office.owner, mine), planned(office.owner, mine, day=LATER), planned(office.owner, theirs)]
    for batch, values in (
        (postpone_follow_ups, {"next_date": SOON}),
        (finish_follow_ups, {}),
        (assign_follow_ups, {"person_id": office.manager.user_id}),
    ):
        outcome = batch.rehearse(office.sales, ids, **values)
        assert outcome.done == tuple(ids[:2])
        assert [each.group for each in outcome.refused] == ["belongs to a colleague"]
