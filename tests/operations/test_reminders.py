"""Reminders: what they name, what they leave out, in which tone, and what is kept of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import NeedsConfirmation, NotAllowed, UserError
from app.models.actor import Role
from app.models.audit import Trail
from app.models.base import writing_connection
from app.models.customer import Customer, FollowUp
from app.models.erasing import Erasure, erase_again
from app.models.letters import CustomerLetter
from app.models.papers import KeptPaper
from app.models.reminder_letter import letter_from
from app.models.reminding import REST_SETTING, Owing
from app.operations.batches import hold_orders
from app.operations.company import change_setting
from app.operations.credits import request_credit
from app.operations.follow_ups import add_follow_up
from app.operations.merging import merge_customers
from app.operations.payments import record_payment
from app.operations.personal_data import erase_person
from app.operations.reminders import keep_letters, remind_customer, remind_customers, withdraw_letters
from app.operations.shipments import ship_order
from app.operations.unmerging import undo_merge
from app.queries.check import check
from app.queries.personal_data import as_rows, personal_data
from app.queries.reminders import letter, letter_file, letters, made_letter, owing
from tests.helpers.book import TestBook, a_customer, a_line, an_order, cents, close, every, new_book, read, value


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    made.set_company(default_terms="10")
    yield made
    close(made)


def _late(book: TestBook, customer: int, worth: str = "80", days: int = 5) -> int:
    """An order that is so many days overdue now."""
    order = an_order(book.owner, customer, a_line(worth))
    book.clock.day += timedelta(days=10 + days)
    return order


def _owing(book: TestBook, customer: int) -> Owing:
    return owing(book.owner, customer)


def test_a_reminder_is_a_follow_up_that_comes_back_when_the_money_should_be_there(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = _late(book, customer)
    made = remind_customer(book.owner, customer).value
    (kept,) = every(FollowUp)
    assert (kept.letter_id, kept.date, kept.done) == (made, book.clock.day, 0)
    assert kept.next_date == book.clock.day + timedelta(days=10)
    assert read(Customer, customer).next_follow_up == kept.next_date
    number = value("SELECT number FROM sales_order WHERE id = ?", order)
    assert number in kept.said
    entry = every(Trail)[-1]
    assert entry.operation == "remind customer"
    assert json.loads(entry.detail)["tone"] == "friendly"
    assert json.loads(entry.detail)["orders"] == [number]


def test_the_tone_rises_with_each_reminder_and_stays_at_the_last(book: TestBook) -> None:
    customer = a_customer(book.owner)
    _late(book, customer)
    seen = []
    for _turn in range(4):
        seen.append(_owing(book, customer).tone)
        remind_customer(book.owner, customer)
        assert _owing(book, customer).tone == seen[-1], "on the same day it is the same one still"
        book.clock.day += timedelta(days=10)
    assert seen == ["friendly", "firm", "final", "final"]


def test_the_tone_begins_anew_when_everything_was_paid_that_was_due_at_the_last_one(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = _late(book, customer)
    remind_customer(book.owner, customer, "firm")
    amount = int(value("SELECT outstanding FROM sales_order WHERE id = ?", order))
    record_payment(book.owner, amount, "cash", customer_id=customer, parts=[(order, amount)])
    _late(book, customer)
    assert _owing(book, customer).tone == "friendly"


def test_orders_in_dispute_and_orders_not_yet_due_are_left_out(book: TestBook) -> None:
    customer = a_customer(book.owner)
    held, returning, late = (an_order(book.owner, customer, a_line(worth)) for worth in ("10", "20", "40"))
    book.clock.day += timedelta(days=15)
    young = an_order(book.owner, customer, a_line("80"))
    hold_orders(book.owner, [held], "They say it is the wrong colour")
    request_credit(book.owner, returning, "allowance", "scratched", amount=cents("5"))
    found = _owing(book, customer)
    assert [o.order_id for o in found.reminded] == [late]
    assert {o.order_id: o.left_out for o in found.left_out} == {held: "held", returning: "returning"}
    assert found.total == value("SELECT outstanding FROM sales_order WHERE id = ?", late)
    assert young in [o.order_id for o in found.orders]


def test_who_owes_nothing_overdue_or_is_in_dispute_is_not_reminded(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = an_order(book.owner, customer, a_line("10"))
    with pytest.raises(UserError, match="Nothing is overdue"):
        remind_customer(book.owner, customer)
    book.clock.day += timedelta(days=15)
    hold_orders(book.owner, [order], "Wrong colour")
    with pytest.raises(UserError, match="in dispute"):
        remind_customer(book.owner, customer)
    assert not every(FollowUp)


def test_many_are_reminded_each_in_the_tone_that_is_next_and_the_others_named(book: TestBook) -> None:
    first, second, nothing = (a_customer(book.owner, name) for name in ("First", "Second", "Nothing"))
    an_order(book.owner, first, a_line("10"))
    an_order(book.owner, second, a_line("10"))
    book.clock.day += timedelta(days=15)
    remind_customer(book.owner, second)
    book.clock.day += timedelta(days=2)
    foretold = remind_customers.rehearse(book.owner, [first, second, nothing])
    assert foretold.done == (first,)
    assert {each.id: each.group for each in foretold.refused} == {
        second: "reminded lately",
        nothing: "nothing overdue",
    }
    book.clock.day += timedelta(days=7)
    done = remind_customers(book.owner, [first, second, nothing]).value
    assert (done.done, done.refused) == ((first, second), foretold.refused[1:])
    assert done.made == tuple(each.id for each in every(CustomerLetter)[1:])
    assert {each.name: each.words.split(",")[0] for each in done.told.values()} == {
        "First": "Friendly",
        "Second": "Firm",
    }
    assert [each.tone for each in every(CustomerLetter)] == ["friendly", "friendly", "firm"]
    assert len([t for t in every(Trail) if t.operation == "remind customers"]) == 1, "one transaction for all of them"


def test_finance_reminds_everybody_and_sales_only_their_own_customers(book: TestBook) -> None:
    finance, seller = book.person(Role.FINANCE), book.person(Role.SALES)
    own, other = a_customer(seller, "Own"), a_customer(book.owner, "Other")
    for customer in (own, other):
        an_order(book.owner, customer, a_line("10"))
    book.clock.day += timedelta(days=15)
    remind_customer(finance, other)
    book.clock.day += timedelta(days=15)
    remind_customer(seller, own)
    with pytest.raises(NotAllowed):
        remind_customer(book.person(Role.WAREHOUSE), own)


def test_a_letter_asks_for_what_is_overdue_by_the_day_that_the_follow_up_plans(book: TestBook) -> None:
    customer = a_customer(book.owner)
    _late(book, customer, days=5)
    found = letter(book.owner, customer)
    remind_customer(book.owner, customer)
    assert found.pay_by == str(every(FollowUp)[0].next_date)
    assert found.pay_by in found.text
    assert "{" not in found.text
    assert letter(book.owner, customer).tone == "friendly"


def test_a_reminder_is_kept_with_its_tone_amount_orders_and_every_word_of_it(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = _late(book, customer)
    said = letter(book.owner, customer, "firm")
    made = remind_customer(book.owner, customer, "firm").value
    kept = read(CustomerLetter, made)
    number, owed = value("SELECT number FROM sales_order"), value("SELECT outstanding FROM sales_order")
    assert (kept.tone, kept.date, kept.amount, kept.orders) == ("firm", book.clock.day, owed, number)
    assert (str(kept.pay_by), kept.sent_as, kept.made_by) == (said.pay_by, "paper", book.owner.user_id)
    book.clock.day += timedelta(days=3)
    record_payment(book.owner, owed, "cash", customer_id=customer, parts=[(order, owed)])
    assert made_letter(book.owner, made) == said, "paid or not, the letter says what it said"
    assert letter_from(kept.content).owing.total == owed


def test_a_text_that_is_copied_is_kept_as_it_was_copied(book: TestBook) -> None:
    customer = a_customer(book.owner)
    _late(book, customer)
    made = remind_customer(book.owner, customer, copied="Dear customer, please pay.").value
    assert read(CustomerLetter, made).sent_as == "text"
    (kept,) = every(KeptPaper)
    assert (kept.about_kind, kept.about_id, kept.file_kind) == ("customer_letter", made, "txt")
    assert bytes(kept.content).decode() == "Dear customer, please pay."


def test_the_file_of_a_letter_is_kept_once_and_never_becomes_another(book: TestBook) -> None:
    customer = a_customer(book.owner, "Harbour & Hale")
    _late(book, customer)
    made = remind_customer(book.owner, customer).value
    assert [each.code for each in check()] == ["letter_missing"]
    assert keep_letters(book.owner, [(made, b"%PDF-1")]).value == 1
    assert keep_letters(book.owner, [(made, b"%PDF-1")]).value == 0
    with pytest.raises(UserError, match="kept already"):
        keep_letters(book.owner, [(made, b"%PDF-2")])
    assert letter_file(made) == b"%PDF-1"
    assert "Harbour" not in every(KeptPaper)[0].name
    assert check() == []


def test_reminding_again_too_soon_asks_and_goes_on_when_it_is_meant(book: TestBook) -> None:
    customer = a_customer(book.owner)
    _late(book, customer)
    remind_customer(book.owner, customer)
    book.clock.day += timedelta(days=6)
    with pytest.raises(NeedsConfirmation) as asked:
        remind_customer(book.owner, customer)
    assert asked.value.key == "reminded_lately"
    remind_customer(book.owner.confirming({asked.value.key}), customer)
    assert [each.tone for each in every(CustomerLetter)] == ["friendly", "firm"]
    change_setting(book.owner, REST_SETTING, 3)
    book.clock.day += timedelta(days=3)
    remind_customer(book.owner, customer)
    assert [each.tone for each in every(CustomerLetter)] == ["friendly", "firm", "final"]


def test_a_letter_that_never_went_out_is_withdrawn_and_counts_no_more(book: TestBook) -> None:
    customer = a_customer(book.owner)
    _late(book, customer)
    made = remind_customer(book.owner, customer).value
    keep_letters(book.owner, [(made, b"%PDF-1")])
    with pytest.raises(UserError, match="reason"):
        withdraw_letters(book.owner, [made], " ")
    assert withdraw_letters(book.owner, [made], "wrong customer").value.done == (made,)
    assert not every(FollowUp)
    assert read(Customer, customer).next_follow_up is None
    assert _owing(book, customer).last is None
    assert remind_customer.rehearse(book.owner, customer)
    (listed,) = letters(customer)
    assert (listed.state, listed.reason, listed.kept) == ("withdrawn", "wrong customer", 1)
    assert made_letter(book.owner, made).mark == "void"
    assert [each.group for each in withdraw_letters.rehearse(book.owner, [made], "again").refused] == [
        "withdrawn already"
    ]
    assert check() == []


def test_what_a_withdrawn_reminder_had_closed_is_planned_again_unless_somebody_was_in_touch_since(
    book: TestBook,
) -> None:
    first, second = a_customer(book.owner, "First"), a_customer(book.owner, "Second")
    for customer in (first, second):
        an_order(book.owner, customer, a_line("10"))
    book.clock.day += timedelta(days=15)
    day = book.clock.day
    planned = [
        int(add_follow_up(book.owner, customer, "Call", date=day - timedelta(days=2), next_date=day).value)
        for customer in (first, second)
    ]
    made = remind_customers(book.owner, [first, second]).value.made
    assert [read(FollowUp, each).done for each in planned] == [True, True]
    add_follow_up(book.owner, second, "Called after all")
    withdraw_letters(book.owner, made, "wrong customers")
    assert [read(FollowUp, each).done for each in planned] == [False, True]
    assert [read(Customer, each).next_follow_up for each in (first, second)] == [day, None]


def test_letters_go_with_the_customer_in_a_merge_and_come_back_when_it_is_undone(book: TestBook) -> None:
    gone, kept = a_customer(book.owner, "Gone"), a_customer(book.owner, "Kept")
    _late(book, gone)
    made = remind_customer(book.owner, gone).value
    keep_letters(book.owner, [(made, b"%PDF-1")])
    merge_customers(book.owner, gone, kept)
    assert [each.id for each in letters(kept)] == [made]
    assert _owing(book, kept).last is not None, "who was reminded under the other name was reminded"
    assert check() == []
    undo_merge(book.owner, gone)
    assert [each.id for each in letters(gone)] == [made]
    assert check() == []


def test_a_person_who_is_erased_takes_the_words_and_files_of_its_letters_along(book: TestBook) -> None:
    customer = a_customer(book.owner, "Ada Unmistakable")
    order = _late(book, customer)
    made = remind_customer(book.owner, customer, copied="Dear Ada Unmistakable, please pay.").value
    keep_letters(book.owner, [(made, b"%PDF-1 Ada Unmistakable")])
    owed = int(value("SELECT outstanding FROM sales_order WHERE id = ?", order))
    record_payment(book.owner, owed, "cash", customer_id=customer, parts=[(order, owed)])
    ship_order(book.owner, order)
    told = personal_data(book.owner, customer)
    assert len(told["customer_letter"]) == 1
    assert len(told["kept_paper"]) == 2
    assert {row[0] for row in as_rows(told)} >= {"letter"}
    erase_person(book.owner, customer)
    kept = read(CustomerLetter, made)
    assert (kept.content, kept.tone, kept.amount) == ("", "friendly", owed)
    assert not every(KeptPaper)
    with pytest.raises(UserError, match="erased"):
        made_letter(book.owner, made)
    for table, column in (("trail_change", "private"), ("trail_change", "fields"), ("trail", "detail")):
        assert not value(f"SELECT count(*) FROM {table} WHERE {column} LIKE '%Unmistakable%'"), (table, column)
    assert check() == []
    into = a_customer(book.owner, "Into")
    merge_customers(book.owner, customer, into)
    assert check() == [], "the emptied letters went along in the merge"


def test_letters_that_were_erased_while_two_were_one_are_still_known_as_erased_when_they_are_two_again(
    book: TestBook,
) -> None:
    gone, kept = a_customer(book.owner, "Gone"), a_customer(book.owner, "Kept")
    order = _late(book, gone)
    made = remind_customer(book.owner, gone).value
    owed = int(value("SELECT outstanding FROM sales_order WHERE id = ?", order))
    record_payment(book.owner, owed, "cash", customer_id=gone, parts=[(order, owed)])
    ship_order(book.owner, order)
    merge_customers(book.owner, gone, kept)
    erase_person(book.owner, kept)
    undo_merge(book.owner, gone)
    assert (read(CustomerLetter, made).customer_id, read(CustomerLetter, made).content) == (gone, "")
    assert check() == []


def test_a_book_from_before_forgets_the_letters_too_when_it_is_restored(book: TestBook) -> None:
    customer = a_customer(book.owner, "Ada Unmistakable")
    _late(book, customer)
    made = remind_customer(book.owner, customer).value
    keep_letters(book.owner, [(made, b"%PDF-1 Ada Unmistakable")])
    created = str(value("SELECT created_at FROM customer WHERE id = ?", customer))
    link = writing_connection()
    link.execute("BEGIN IMMEDIATE")
    changes = erase_again(link, [Erasure(customer, created, "Erased customer 1", created)])
    link.execute("COMMIT")
    assert (read(CustomerLetter, made).content, every(KeptPaper)) == ("", [])
    assert {"kept_paper", "follow_up"} <= {each.model.kind for each in changes}
