"""The list of follow-ups: what is due when and for whom, how it is sorted, searched and counted, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.errors import NotAllowed, NotFound
from app.models.actor import Actor, Role
from app.operations.follow_ups import add_follow_up, finish_follow_up, remove_follow_up
from app.queries.columns import Ask
from app.queries.follow_ups import DUE, FOLLOW_UPS, customer_of, follow_up
from app.queries.notices import notices
from app.queries.waiting import badges, work_for
from app.queries.workbench import dashboard
from tests.helpers.book import TestBook, a_customer, an_order, close, new_book

# A Tuesday.
TODAY = date(2026, 3, 10)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A book with one person."""
    made = new_book(tmp_path)
    yield made
    close(made)


def planned(actor: Actor, customer: int, days: int | None, said: str = "Call again") -> int:
    """A contact of ten days ago whose next one is planned so many days from now."""
    next_date = TODAY + timedelta(days=days) if days is not None else None
    return int(add_follow_up(actor, customer, said, date=TODAY - timedelta(days=10), next_date=next_date).value)


def ids_of(viewer: Actor, key: str) -> list[int]:
    pill = next(p for p in FOLLOW_UPS.pills if p.key == key)
    return FOLLOW_UPS.ids(viewer, pill.ask).tolist()


def values(viewer: Actor, follow_up_id: int) -> dict[str, object]:
    row = FOLLOW_UPS.rows([follow_up_id], viewer)[follow_up_id]
    return dict(zip((c.key for c in FOLLOW_UPS.columns), row.values, strict=True))


def test_every_view_shows_and_counts_what_it_is_called(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    late, today, sunday, monday, never = (planned(owner, customer, days) for days in (-1, 0, 5, 6, None))
    done = planned(owner, customer, -2)
    finish_follow_up(owner, done)
    shown = {pill.key: ids_of(owner, pill.key) for pill in FOLLOW_UPS.pills}
    assert shown == {
        "all": [late, today, sunday, monday, never, done],
        "due": [late, today],
        "due_today": [today],
        "overdue": [late],
        "this_week": [late, today, sunday],
        "mine": [late, today, sunday, monday],
    }
    assert FOLLOW_UPS.counts(owner) == {key: len(ids) for key, ids in shown.items()}


def test_what_is_due_first_stands_first_and_of_one_day_who_owes_most(book: TestBook) -> None:
    owner = book.owner
    small, large = a_customer(owner, "Small"), a_customer(owner, "Large")
    an_order(owner, small, 10)
    an_order(owner, large, 900)
    of_small, of_large, later, earlier = (
        planned(owner, small, 1),
        planned(owner, large, 1),
        planned(owner, large, 3),
        planned(owner, small, 0),
    )
    assert FOLLOW_UPS.ids(owner, Ask()).tolist() == [earlier, of_large, of_small, later]
    assert FOLLOW_UPS.first(owner, Ask(), 2).tolist() == [earlier, of_large]
    assert values(owner, of_large)["outstanding"] == 90_000


@pytest.mark.parametrize("word", ["绿茵", "lvyin", "ly", "138-0013", "8000", "catalogue", "CATA", "friday"])
def test_it_is_found_by_name_pinyin_phone_and_what_was_said(book: TestBook, word: str) -> None:
    wanted = a_customer(book.owner, "苏州绿茵", phone="13800138000")
    made = planned(book.owner, wanted, 3, "Sent the catalogue, asks until Friday")
    planned(book.owner, a_customer(book.owner, "Harbour & Hale"), 3, "Nothing")
    assert FOLLOW_UPS.ids(book.owner, Ask(search=word)).tolist() == [made]


def test_a_row_says_how_late_it_is_and_what_can_be_done_with_it(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    late, plain = planned(owner, customer, -9), planned(owner, customer, None)
    rows = FOLLOW_UPS.rows([late, plain], owner)
    (problem,) = rows[late].problems
    assert (problem.chip, "2026-03-01" in problem.reason) == ("9 d late", True)
    assert {"finish_follow_up", "postpone_follow_up", "postpone_tomorrow", "postpone_week"} <= rows[late].actions
    assert rows[plain].problems == ()
    assert "finish_follow_up" not in rows[plain].actions
    assert {"add_follow_up", "make_order", "note_customer", "edit_follow_up"} <= rows[plain].actions
    assert (values(owner, late)["state"], values(owner, plain)["state"]) == ("due", "")


def test_the_state_is_that_of_the_day_and_can_be_filtered_by(book: TestBook) -> None:
    customer = a_customer(book.owner)
    made = {"due": planned(book.owner, customer, 0), "open": planned(book.owner, customer, 1)}
    made["done"] = planned(book.owner, customer, -2)
    finish_follow_up(book.owner, made["done"])
    for state, follow_up_id in made.items():
        assert values(book.owner, follow_up_id)["state"] == state
        assert FOLLOW_UPS.ids(book.owner, Ask(filters=(("state", state),))).tolist() == [follow_up_id]
    assert len(FOLLOW_UPS.ids(book.owner, Ask(filters=(("state", "due,done"),)))) == 2
    by_state = FOLLOW_UPS.ids(book.owner, Ask(sort=(("state", False),))).tolist()
    assert by_state == [made["due"], made["open"], made["done"]]


def test_the_last_contact_is_that_of_the_customer(book: TestBook) -> None:
    customer = a_customer(book.owner)
    first = planned(book.owner, customer, 20)
    add_follow_up(book.owner, customer, "Called", date=TODAY)
    assert values(book.owner, first)["last_contact"] == TODAY.isoformat()


def test_days_and_customers_are_found_over_indexes(book: TestBook) -> None:
    for key, index in (("all", "follow_up_by_due"), ("due", "follow_up_open"), ("this_week", "follow_up_open")):
        ask = next(pill.ask for pill in FOLLOW_UPS.pills if pill.key == key)
        assert index in FOLLOW_UPS.plan(book.owner, ask, 400)
    assert "follow_up_by_customer" in FOLLOW_UPS.page_plan(book.owner)


def test_sales_see_their_own_and_unowned_ones_and_the_warehouse_none(book: TestBook) -> None:
    sales, finance, warehouse = (book.person(role) for role in (Role.SALES, Role.FINANCE, Role.WAREHOUSE))
    owner = book.owner
    own = planned(owner, a_customer(owner, "Own", owner_id=sales.user_id), 0)
    theirs = planned(owner, a_customer(owner, "Theirs", owner_id=owner.user_id), 0)
    nobodys = a_customer(owner, "Nobody's", owner_id=None)
    unowned, noted = planned(owner, nobodys, 0), planned(sales, nobodys, 0)
    assert sorted(FOLLOW_UPS.ids(sales, Ask())) == sorted([own, unowned, noted])
    assert sorted(ids_of(sales, "mine")) == sorted([own, noted])
    assert sorted(FOLLOW_UPS.ids(finance, Ask())) == sorted([own, theirs, unowned, noted])
    assert FOLLOW_UPS.rows([own], finance)[own].actions == frozenset()
    with pytest.raises(NotAllowed):
        FOLLOW_UPS.ids(warehouse, Ask())
    for who, which in ((sales, theirs), (warehouse, own)):
        with pytest.raises(NotAllowed):
            follow_up(who, which)


def test_beside_one_stands_what_was_said_to_the_customer_lately(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner, "Harbour & Hale")
    made = planned(owner, customer, 4, "Asked for a price")
    add_follow_up(owner, customer, "Price given", date=TODAY)
    found = follow_up(owner, made)
    assert (found.customer, found.said, found.customer_id) == ("Harbour & Hale", "Asked for a price", customer)
    assert [each.said for each in found.contacts] == ["Price given", "Asked for a price"]
    assert customer_of(made) == customer
    remove_follow_up(owner, made)
    for ask in (lambda: follow_up(owner, made), lambda: customer_of(made)):
        with pytest.raises(NotFound):
            ask()


def test_notices_badge_counter_and_list_count_the_same_follow_ups(book: TestBook) -> None:
    sales = book.person(Role.SALES)
    customer = a_customer(book.owner, "Own", owner_id=sales.user_id)
    for days in (-3, 0, 0, 1):
        planned(book.owner, customer, days)
    planned(book.owner, a_customer(book.owner, "Theirs", owner_id=book.owner.user_id), -1)
    for who, count in ((sales, 3), (book.owner, 4)):
        work = next(each for each in work_for(who) if each.key == "follow_up")
        (group,) = (each for each in notices(who).groups if each.topic == "follow_up")
        (badge,) = (each for each in badges(who) if each.page == "customers")
        (counter,) = (each for each in dashboard(who).counters if each.key == "to_follow_up")
        assert work.ask == group.ask == counter.ask == DUE
        assert (
            counter.count
            == group.count
            == badge.count
            == len(FOLLOW_UPS.ids(who, DUE))
            == FOLLOW_UPS.counts(who)["due"]
            == count
        )
