"""Lines of bank statements: kept once, matched by a person, and what becomes of them later."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import Cancelled, NeedsConfirmation, UserError
from app.matching.statement import read_text
from app.models.actor import Actor
from app.models.bank import BankLine, BankStatement, KnownPayer
from app.models.payment import Payment
from app.operations.company import close_month
from app.operations.instalments import InstalmentInput, plan_instalments
from app.operations.merging import merge_customers
from app.operations.payments import record_payment, void_payment
from app.operations.personal_data import erase_person
from app.operations.statement_lines import (
    Match,
    Stored,
    ignore_lines,
    import_statement,
    match_line,
    match_lines,
    remove_statement,
    reopen_line,
)
from app.queries import bank_lines
from app.queries.check import check
from tests.helpers.book import a_customer, an_order, cents, every, order, read, value

HEAD = "Date,Name,Amount,Reference\n"


def bring(actor: Actor, text: str, account: str = "Main 0012") -> Stored:
    """A statement brought in."""
    return import_statement(actor, account, "bank_transfer", read_text(HEAD + text).entries, "march.csv").value


def only_line() -> BankLine:
    """The one line of the book."""
    (found,) = every(BankLine)
    return found


def test_a_second_import_of_the_same_statement_adds_nothing(owner: Actor) -> None:
    text = "2026-03-02,Ann,10.00,R1\n2026-03-02,Ann,10.00,R1\n2026-03-03,Ben,20.00,R2"
    assert bring(owner, text).added == 3
    again = bring(owner, text)
    assert (again.added, again.known, again.statement_id) == (0, 3, None)
    assert len(every(BankLine)) == 3
    assert len(every(BankStatement)) == 1


def test_an_overlapping_statement_adds_only_what_is_new(owner: Actor) -> None:
    bring(owner, "2026-03-02,Ann,10.00,R1\n2026-03-03,Ben,20.00,R2")
    assert bring(owner, "2026-03-03,Ben,20.00,R2\n2026-03-03,Ben,20.00,R2\n2026-03-04,Cai,30.00,R3").added == 2
    assert sorted(line.party for line in every(BankLine)) == ["Ann", "Ben", "Ben", "Cai"]


def test_the_same_line_of_another_account_is_another_line(owner: Actor) -> None:
    bring(owner, "2026-03-02,Ann,10.00,R1")
    assert bring(owner, "2026-03-02,Ann,10.00,R1", account="Savings").added == 1


def test_importing_changes_no_money(owner: Actor) -> None:
    an_order(owner, a_customer(owner), 100)
    bring(owner, "2026-03-02,Harbour & Hale,100.00,R1")
    assert every(Payment) == []


def test_a_matched_line_is_a_payment_with_what_the_statement_says(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    bring(owner, "2026-03-02,Hale Holding,100.00,R1")
    money = match_line(owner, Match(only_line().id, customer, ((sold, cents(100)),), cents(100))).value
    payment = read(Payment, money)
    assert (payment.date, payment.payer, payment.bank_reference) == (date(2026, 3, 2), "Hale Holding", "R1")
    assert payment.method == "bank_transfer"
    assert order(sold).outstanding == 0
    assert (only_line().state, only_line().payment_id) == ("matched", money)


def test_a_line_is_never_matched_twice(owner: Actor) -> None:
    customer = a_customer(owner)
    bring(owner, "2026-03-02,Hale,100.00,R1")
    match = Match(only_line().id, customer, (), cents(100))
    match_line(owner, match)
    with pytest.raises(UserError) as told:
        match_line(owner, match)
    assert told.value.code == "line_matched"
    assert len(every(Payment)) == 1


def test_a_fee_is_booked_and_the_gross_amount_settles(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    bring(owner, "2026-03-02,Hale,97.00,R1")
    match_line(owner, Match(only_line().id, customer, ((sold, cents(100)),), cents(100), cents(3)))
    assert order(sold).outstanding == 0
    (payment,) = every(Payment)
    assert (payment.amount, payment.fee) == (cents(100), cents(3))


def test_no_more_and_no_less_than_the_line_brought_is_recorded(owner: Actor) -> None:
    customer = a_customer(owner)
    bring(owner, "2026-03-02,Hale,97.00,R1")
    with pytest.raises(UserError) as told:
        match_line(owner, Match(only_line().id, customer, (), cents(100)))
    assert told.value.code == "amount_differs"
    assert (every(Payment), only_line().state) == ([], "new")


def test_money_beyond_what_is_due_is_asked_about(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    bring(owner, "2026-03-02,Hale,130.00,R1")
    match = Match(only_line().id, customer, ((sold, cents(100)),), cents(130))
    with pytest.raises(NeedsConfirmation):
        match_line(owner, match)
    match_line(owner.confirming({"keep_surplus"}), match)
    assert every(Payment)[0].free == cents(30)


def test_a_payment_recorded_by_hand_is_linked_and_none_is_added(owner: Actor) -> None:
    customer = a_customer(owner)
    money = record_payment(owner, cents(50), "cash", customer).value
    bring(owner, "2026-03-10,Hale,50.00,R1")
    match_line(owner, Match(only_line().id, payment_id=money))
    assert [p.id for p in every(Payment)] == [money]
    assert only_line().customer_id == customer


def test_a_payment_belongs_to_one_line_only_and_has_its_amount(owner: Actor) -> None:
    money = record_payment(owner, cents(50), "cash", a_customer(owner)).value
    bring(owner, "2026-03-10,Hale,50.00,R1\n2026-03-10,Hale,50.00,R2\n2026-03-10,Hale,51.00,R3")
    first, second, third = (line.id for line in every(BankLine))
    match_line(owner, Match(first, payment_id=money))
    for line, code in ((second, "payment_matched"), (third, "amount_differs")):
        with pytest.raises(UserError) as told:
            match_line(owner, Match(line, payment_id=money))
        assert told.value.code == code


def test_who_paid_for_whom_is_remembered_and_proposed_next_time(owner: Actor) -> None:
    customer = a_customer(owner, "Hollow Oak")
    an_order(owner, customer, 500)
    bring(owner, "2026-03-02,Quillback Ltd,20.00,R1")
    (line,) = bank_lines.desk(owner).lines
    assert bank_lines.desk(owner).proposals[line.id].first is None
    match_line(owner.confirming({"keep_surplus"}), Match(line.id, customer, (), cents(20)))
    assert [(p.customer_id, p.name) for p in every(KnownPayer)] == [(customer, "Quillback Ltd")]
    bring(owner, "2026-03-05,QUILLBACK LTD,30.00,R2")
    found = bank_lines.desk(owner)
    proposed = found.proposals[found.lines[0].id].first
    assert proposed is not None
    assert proposed.customer == customer


def test_the_payers_of_a_merged_customer_pay_for_the_one_who_stays(owner: Actor) -> None:
    gone, kept = a_customer(owner, "Oak Hollow"), a_customer(owner, "Hollow Oak")
    bring(owner, "2026-03-02,Quillback Ltd,20.00,R1")
    match_line(owner, Match(only_line().id, gone, (), cents(20)))
    merge_customers(owner, gone, kept)
    assert [p.customer_id for p in every(KnownPayer)] == [kept]
    assert only_line().customer_id == kept


def test_a_voided_payment_opens_its_line_again(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    bring(owner, "2026-03-02,Harbour & Hale,100.00,R1")
    match = Match(only_line().id, customer, ((sold, cents(100)),), cents(100))
    money = match_line(owner, match).value
    assert bank_lines.counts(owner).new == 0
    void_payment(owner, money, "wrong customer")
    (line,) = bank_lines.lines(owner)
    assert line.voided
    assert bank_lines.counts(owner) == bank_lines.Counts(new=1)
    again = match_line(owner.confirming({"likely_twin"}), match).value
    assert again != money
    assert only_line().payment_id == again


def test_a_line_is_ignored_with_a_reason_and_taken_up_again(owner: Actor) -> None:
    bring(owner, "2026-03-02,Bank,1.20,R1")
    with pytest.raises(UserError):
        ignore_lines(owner, [only_line().id], " ")
    ignore_lines(owner, [only_line().id], "interest")
    assert (only_line().state, only_line().reason) == ("ignored", "interest")
    with pytest.raises(UserError) as told:
        match_line(owner, Match(only_line().id, None, (), cents("1.20")))
    assert told.value.code == "line_ignored"
    reopen_line(owner, only_line().id)
    assert only_line().state == "new"


def test_a_matched_line_taken_up_again_leaves_its_payment(owner: Actor) -> None:
    bring(owner, "2026-03-02,Hale,20.00,R1")
    match_line(owner, Match(only_line().id, a_customer(owner), (), cents(20)))
    reopen_line(owner, only_line().id)
    assert [p.state for p in every(Payment)] == ["live"]
    found = bank_lines.desk(owner)
    proposed = found.proposals[only_line().id].first
    assert proposed is not None
    assert proposed.payment == every(Payment)[0].id


def test_money_that_went_out_is_no_payment(owner: Actor) -> None:
    bring(owner, "2026-03-02,Landlord,-900.00,R1")
    with pytest.raises(UserError) as told:
        match_line(owner, Match(only_line().id, a_customer(owner), (), cents(-900)))
    assert told.value.code == "outgoing"


def test_an_unknown_payer_waits_to_be_claimed(owner: Actor) -> None:
    bring(owner, "2026-03-02,Nobody,20.00,R1")
    match_line(owner, Match(only_line().id, None, (), cents(20)))
    (payment,) = every(Payment)
    assert (payment.customer_id, payment.payer, payment.free) == (None, "Nobody", cents(20))


def test_in_a_closed_month_nothing_is_recorded(owner: Actor) -> None:
    customer = a_customer(owner)
    bring(owner, "2026-02-02,Hale,20.00,R1")
    close_month(owner, date(2026, 2, 28))
    with pytest.raises(UserError) as told:
        match_line(owner, Match(only_line().id, customer, (), cents(20)))
    assert told.value.code == "closed_month"


def test_the_sure_ones_go_together_and_the_others_say_why_not(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    bring(owner, "2026-03-02,Hale,100.00,R1\n2026-03-03,Hale,100.00,R2\n2026-03-04,Hale,5.00,R3")
    first, second, third = (line.id for line in every(BankLine))
    whole = ((sold, cents(100)),)
    matches = {
        first: Match(first, customer, whole, cents(100)),
        second: Match(second, customer, whole, cents(100)),
        third: Match(third, customer, (), cents(5)),
    }
    foretold = match_lines.rehearse(owner, list(matches), matches)
    assert every(Payment) == []
    outcome = match_lines(owner, list(matches), matches).value
    assert outcome == foretold
    assert outcome.done == (first, third)
    assert [refused.id for refused in outcome.refused] == [second]
    assert order(sold).paid == cents(100)


def test_a_statement_brought_in_by_mistake_goes_again_unless_a_line_is_matched(owner: Actor) -> None:
    made = bring(owner, "2026-03-02,Hale,20.00,R1\n2026-03-03,Hale,21.00,R2")
    assert made.statement_id is not None
    match_line(owner, Match(every(BankLine)[0].id, a_customer(owner), (), cents(20)))
    with pytest.raises(UserError) as told:
        remove_statement(owner, made.statement_id)
    assert told.value.code == "line_matched"
    reopen_line(owner, every(BankLine)[0].id)
    assert remove_statement(owner, made.statement_id).value == 2
    assert every(BankLine) == []
    assert value("SELECT count(*) FROM bank_statement") == 0


def test_the_check_finds_nothing_wrong_with_matched_lines(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    bring(owner, "2026-03-02,Hale,100.00,R1\n2026-03-03,Bank,-2.00,R2")
    match_line(owner, Match(every(BankLine)[0].id, customer, ((sold, cents(100)),), cents(100)))
    ignore_lines(owner, [every(BankLine)[1].id], "a charge")
    assert [finding for finding in check() if finding.serious] == []


def test_the_open_parts_of_a_plan_are_proposed(owner: Actor) -> None:
    customer = a_customer(owner, "Hollow Oak")
    sold = an_order(owner, customer, 100)
    parts = [InstalmentInput(date(2026, 3, 20), cents(30)), InstalmentInput(date(2026, 4, 20), cents(70))]
    plan_instalments(owner, sold, parts)
    record_payment(owner, cents(30), "cash", customer, parts=[(sold, cents(30))])
    bring(owner, "2026-03-28,Hollow Oak,70.00,R1")
    assert [o.parts for o in bank_lines.owed(owner).by_id.values()] == [(cents(70),)]


def test_looking_at_a_long_statement_can_be_stopped(owner: Actor) -> None:
    bring(owner, "\n".join(f"2026-03-02,Payer {n},{n + 1}.00,R{n}" for n in range(120)))
    heard: list[int] = []

    def stop_at_the_second(done: int, _whole: int, _what: str = "") -> None:
        heard.append(done)
        if len(heard) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        bank_lines.desk(owner.reporting(stop_at_the_second))
    assert heard[0] == 0 < heard[1] < 120


def test_an_erased_person_is_gone_from_lines_and_payers_and_a_second_import_still_adds_nothing(owner: Actor) -> None:
    customer = a_customer(owner, "Emily Carter", customer_kind="person")
    text = "2026-03-02,E Carter,20.00,R1\n2026-03-03,Emily Carter,30.00,R2"
    bring(owner, text)
    first, _second = (line.id for line in every(BankLine))
    money = match_line(owner, Match(first, customer, (), cents(20))).value
    void_payment(owner, money, "wrong")
    erase_person(owner, customer)
    assert [line.party for line in every(BankLine)] == ["", ""]
    assert every(KnownPayer) == []
    assert bring(owner, text).added == 0
