"""What waits for whom: counts that equal their lists, notices that come and go with what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.models.actor import Actor, Role
from app.models.day_sheet import StepFound
from app.operations.company import change_setting
from app.operations.credits import request_credit
from app.operations.day_close import Counted, close_day
from app.operations.maintenance import back_up
from app.operations.notices import Mark, bring_notices_back, put_notices_aside
from app.operations.payments import record_payment
from app.operations.refunds import request_refund
from app.operations.users import change_roles, note_sign_in
from app.queries.backups import backup_state
from app.queries.day_close import day_check
from app.queries.notices import REMIND, SHOWN, Notice, notices
from app.queries.waiting import badges, work_for
from tests.helpers.book import TestBook, a_customer, an_order, close, new_book, value


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A book whose customers have ten days to pay."""
    made = new_book(tmp_path, default_terms="10")
    yield made
    close(made)


def found(viewer: Actor, topic: str) -> list[Notice]:
    return [notice for group in notices(viewer).groups if group.topic == topic for notice in group.notices]


def mark(notice: Notice) -> Mark:
    return Mark(notice.topic, notice.kind, notice.id, notice.sign)


def an_overdue_order(book: TestBook) -> int:
    order = an_order(book.owner, a_customer(book.owner), 100)
    book.clock.day += timedelta(days=30)
    return order


def test_every_count_is_that_of_the_list_it_stands_for(eventful: TestBook) -> None:
    owner = eventful.owner
    for who in (owner, *(replace(owner, user_id=2, roles=frozenset({role})) for role in Role)):
        counts = {badge.page: badge.count for badge in badges(who)}
        for work in work_for(who):
            count = len(work.records.ids(who, work.ask))
            if work.urgent and count:
                assert counts[work.page] > 0
        for group in notices(who).groups:
            work_of = next((work for work in work_for(who) if work.key == group.topic), None)
            if work_of is not None:
                assert group.count == len(work_of.records.ids(who, work_of.ask))
                assert len(group.notices) == min(group.count, SHOWN)


def test_a_badge_counts_only_what_this_person_can_act_on(book: TestBook) -> None:
    an_overdue_order(book)
    warehouse, finance = book.person(Role.WAREHOUSE), book.person(Role.FINANCE)
    assert [(b.page, b.words) for b in badges(warehouse)] == [("shipments", ("1 to ship",))]
    assert [(b.page, b.count, b.urgent) for b in badges(finance)] == [("orders", 1, True)]


def test_an_overdue_order_is_told_until_it_is_paid(book: TestBook) -> None:
    order = an_overdue_order(book)
    (notice,) = found(book.owner, "overdue")
    assert (notice.id, notice.amount, notice.level) == (order, 10_000, "danger")
    customer = value("SELECT customer_id FROM sales_order")
    record_payment(book.owner, 10_000, "cash", customer_id=customer, parts=[(order, 10_000)])
    assert found(book.owner, "overdue") == []


def test_a_refund_waits_for_somebody_else_than_who_asked_for_it(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = an_order(book.owner, customer, 100)
    record_payment(book.owner, 10_000, "cash", customer_id=customer, parts=[(order, 10_000)])
    manager = book.person(Role.MANAGER)
    request_refund(replace(manager, confirmed=frozenset({"above_proposal"})), 100, "broken", order_id=order,
                   above_proposal_reason="goodwill")  # fmt: skip
    assert found(manager, "to_approve") == []
    assert len(found(book.owner, "to_approve")) == 1


def test_a_return_waits_for_somebody_else_than_who_asked_for_it(book: TestBook) -> None:
    order = an_order(book.owner, a_customer(book.owner), 100)
    manager = book.person(Role.MANAGER)
    credit = request_credit(manager, order, "allowance", "scratched", amount=1_000).value
    assert found(manager, "credit") == []
    assert [(n.id, n.amount) for n in found(book.owner, "credit")] == [(credit, 1_000)]


def test_what_is_put_off_comes_back_at_its_time(book: TestBook) -> None:
    an_overdue_order(book)
    (notice,) = found(book.owner, "overdue")
    put_notices_aside(book.owner, [mark(notice)], book.owner.now() + timedelta(hours=3))
    assert found(book.owner, "overdue") == []
    assert [n.key for n in notices(book.owner).aside] == [notice.key]
    book.clock.day += timedelta(days=1)
    assert [n.key for n in found(book.owner, "overdue")] == [notice.key]


def test_what_is_done_stays_away_until_it_says_something_else(book: TestBook) -> None:
    order = an_overdue_order(book)
    (notice,) = found(book.owner, "overdue")
    trail = value("SELECT count(*) FROM trail")
    put_notices_aside(book.owner, [mark(notice)])
    assert found(book.owner, "overdue") == []
    assert value("SELECT count(*) FROM trail") == trail
    book.prepare(lambda work: work.connection.execute("UPDATE sales_order SET due_date = '2026-03-25'"))
    assert [n.id for n in found(book.owner, "overdue")] == [order]


def test_one_persons_notices_are_not_put_aside_for_others(book: TestBook) -> None:
    an_overdue_order(book)
    manager = book.person(Role.MANAGER)
    (notice,) = found(book.owner, "overdue")
    put_notices_aside(book.owner, [mark(notice)])
    assert len(found(manager, "overdue")) == 1
    bring_notices_back(book.owner, [mark(notice)])
    assert len(found(book.owner, "overdue")) == 1


def test_the_owner_hears_of_failed_sign_ins_and_changed_roles_and_others_only_of_their_own(book: TestBook) -> None:
    clerk, other = book.person(Role.SALES, name="lin"), book.person(Role.FINANCE, name="mo")
    second = book.person(Role.OWNER, name="second")
    for _ in range(3):
        note_sign_in(clerk, ok=False)
    change_roles(second, other.user_id, ["manager"])
    told = {n.title: n.level for n in found(book.owner, "security")}
    assert told["3 failed sign-ins as lin"] == "danger"
    assert "Change roles: mo" in told
    assert [n.title for n in found(clerk, "security")] == ["3 failed sign-ins as lin"]
    assert found(other, "security") == []


@pytest.mark.parametrize(("days", "level"), [(2, ""), (3, "banner"), (6, "banner"), (7, "notice"), (14, "alarm")])
def test_the_alarm_of_the_backup_sounds_exactly_at_its_limits(book: TestBook, days: int, level: str) -> None:
    back_up(book.owner)
    a_customer(book.owner)
    assert backup_state(book.clock.day + timedelta(days=days)).level == level


def test_nothing_is_said_of_a_backup_while_nothing_changed(book: TestBook) -> None:
    a_customer(book.owner)
    back_up(book.owner)
    assert backup_state(book.clock.day + timedelta(days=90)).level == ""


def test_a_practice_book_needs_no_backup(book: TestBook) -> None:
    a_customer(book.owner)
    book.set_company(practice=True)
    assert backup_state(book.clock.day + timedelta(days=90)).level == ""


def at(hour: int, viewer: Actor) -> Actor:
    """The same person at this hour of the day, by the clock of the desk."""
    day = viewer.today()
    return replace(viewer, now=lambda: datetime(day.year, day.month, day.day, hour).astimezone())


def test_an_evening_on_which_the_day_is_not_closed_is_noticed_until_it_is(book: TestBook) -> None:
    owner = book.owner
    assert found(at(18, owner), "day_close") == []
    record_payment(owner, 100, "cash", a_customer(owner))
    assert found(at(12, owner), "day_close") == []
    assert [notice.level for notice in found(at(18, owner), "day_close")] == ["info"]
    check = day_check(owner, owner.today())
    money = [Counted(m.method, m.amount, m.amount) for m in check.money.methods]
    close_day(owner, owner.today(), money, [StepFound(key, 0) for key in check.keys])
    assert found(at(18, owner), "day_close") == []
    book.clock.day += timedelta(days=1)
    assert len(found(at(18, owner), "day_close")) == 1


def test_who_closes_no_days_is_not_told_to_and_the_office_can_turn_it_off(book: TestBook) -> None:
    owner = book.owner
    sales = book.person(Role.SALES)
    record_payment(owner, 100, "cash", a_customer(owner))
    assert found(at(18, sales), "day_close") == []
    assert len(found(at(18, owner), "day_close")) == 1
    change_setting(owner, REMIND, False)
    assert found(at(18, owner), "day_close") == []
