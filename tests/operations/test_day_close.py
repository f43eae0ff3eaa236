"""Closing a day: the money that should be there, what came late, each day once, and nothing changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import apsw
import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Actor, Role
from app.models.base import writing_connection
from app.models.day_close import DayClose
from app.models.day_sheet import DaySheet, MethodCount, StepFound
from app.models.papers import KeptPaper
from app.operations.credits import approve_credit, request_credit
from app.operations.day_close import Counted, close_day, keep_day_sheet
from app.operations.payments import record_payment, void_payment
from app.operations.refunds import approve_refund, pay_refund, request_refund, return_refund
from app.queries.day_close import day_check, day_close, day_to_close
from tests.helpers.book import TestBook, a_customer, an_order, cents, every, read


def signed(
    actor: Actor,
    day: date,
    counted: Mapping[str, int] = {},
    left: Mapping[str, int] = {},
    reasons: Mapping[str, str] = {},
    opening: Mapping[str, int] = {},
    steps: tuple[StepFound, ...] | None = None,
) -> int:
    """Close a day; what is not told was counted as it should be, and cash stays where it is."""
    check = day_check(actor, day)
    money = []
    for method in check.money.methods:
        expected = method.amount + opening.get(method.method, 0)
        amount = counted.get(method.method, expected)
        stays = left.get(method.method, amount if method.method == "cash" else 0)
        money.append(
            Counted(
                method.method,
                expected,
                amount,
                stays,
                reasons.get(method.method, ""),
                opening.get(method.method, 0),
            )
        )
    found = steps if steps is not None else tuple(StepFound(key, 0) for key in check.keys)
    return close_day(actor, day, money, found).value


def cash_of(closed: int) -> MethodCount:
    """What a closed day says of its cash."""
    sheet = DaySheet.from_json(read(DayClose, closed).snapshot)
    return next(line for line in sheet.money if line.method == "cash")


def refunded(actor: Actor, payment: int, amount: int, method: str = "cash", day: date | None = None) -> int:
    """Money of a payment given back."""
    refund = request_refund(actor, amount, "not needed", payment_id=payment).value
    approve_refund(actor, refund)
    pay_refund(actor, refund, method, "R-1", day)
    return refund


def test_a_day_holds_what_came_in_and_went_out_by_method(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    paid = record_payment(owner, cents(100), "cash", customer).value
    record_payment(owner, cents(50), "card", customer, fee=cents(1))
    refunded(owner, paid, cents(30))
    money = {m.method: m for m in day_check(owner, owner.today()).money.methods}
    assert (money["cash"].received, money["cash"].paid_out, money["cash"].amount) == (cents(100), cents(30), cents(70))
    # The bank keeps its fee: what is there to be counted is less.
    assert money["card"].amount == cents(49)


def test_the_next_day_begins_with_what_stayed(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    record_payment(owner, cents(80), "cash", customer)
    first = signed(owner, owner.today(), opening={"cash": cents(200)}, left={"cash": cents(150)})
    assert (cash_of(first).expected, cash_of(first).counted, cash_of(first).left) == (
        cents(280),
        cents(280),
        cents(150),
    )
    book.clock.day += timedelta(days=1)
    record_payment(owner, cents(20), "cash", customer)
    second = signed(owner, owner.today())
    assert (cash_of(second).opening, cash_of(second).expected) == (cents(150), cents(170))
    assert read(DayClose, second).previous_id == first


def test_a_difference_needs_its_reason(book: TestBook) -> None:
    owner = book.owner
    record_payment(owner, cents(80), "cash", a_customer(owner))
    with pytest.raises(UserError) as refused:
        signed(owner, owner.today(), counted={"cash": cents(79)})
    assert (refused.value.field, refused.value.code) == ("reason_cash", "no_reason")
    assert every(DayClose) == []
    closed = signed(owner, owner.today(), counted={"cash": cents(79)}, reasons={"cash": "change given wrong"})
    assert (read(DayClose, closed).difference, cash_of(closed).difference) == (-cents(1), -cents(1))


def test_a_day_is_closed_once_and_in_turn(book: TestBook) -> None:
    owner = book.owner
    today = owner.today()
    assert day_to_close(owner) == today
    signed(owner, today)
    assert day_to_close(owner) is None
    for day, code in ((today, "closed_already"), (today - timedelta(days=1), "later_closed")):
        with pytest.raises(UserError) as refused:
            signed(owner, day)
        assert refused.value.code == code
    with pytest.raises(UserError) as refused:
        signed(owner, today + timedelta(days=1))
    assert refused.value.code == "future_date"


def test_money_recorded_late_for_a_closed_day_counts_once_in_the_next_close(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    closed_day = owner.today()
    paid = record_payment(owner, cents(10), "cash", customer).value
    signed(owner, closed_day)
    book.clock.day += timedelta(days=1)
    record_payment(owner, cents(40), "cash", customer, date=closed_day)
    refunded(owner, paid, cents(5), day=closed_day)
    record_payment(owner, cents(7), "cash", customer)
    check = day_check(owner, owner.today())
    assert [(late.date, late.amount) for late in check.money.late] == [
        (closed_day.isoformat(), cents(40)),
        (closed_day.isoformat(), -cents(5)),
    ]
    second = signed(owner, owner.today())
    assert (cash_of(second).opening, cash_of(second).expected) == (cents(10), cents(52))
    assert len(DaySheet.from_json(read(DayClose, second).snapshot).late) == 2
    book.clock.day += timedelta(days=1)
    third = day_check(owner, owner.today())
    assert third.money.late == ()
    assert next(m for m in third.money.methods if m.method == "cash").amount == cents(52)


def test_yesterday_can_still_be_closed_without_what_came_today(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    record_payment(owner, cents(10), "cash", customer)
    yesterday = owner.today()
    book.clock.day += timedelta(days=1)
    record_payment(owner, cents(20), "cash", customer)
    first = signed(owner, yesterday)
    assert cash_of(first).expected == cents(10)
    second = signed(owner, owner.today())
    assert (cash_of(second).received, cash_of(second).expected) == (cents(20), cents(30))


def test_days_on_which_nobody_closed_belong_to_the_next_close(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    signed(owner, owner.today())
    for _day in range(3):
        book.clock.day += timedelta(days=1)
        record_payment(owner, cents(5), "cash", customer)
    assert cash_of(signed(owner, owner.today())).received == cents(15)


def test_a_voided_payment_and_a_returned_refund_move_the_money_back(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    paid = record_payment(owner, cents(60), "cash", customer).value
    other = record_payment(owner, cents(90), "bank_transfer", customer, bank_reference="B-1").value
    refund = refunded(owner, other, cents(90), "bank_transfer")
    signed(owner, owner.today())
    book.clock.day += timedelta(days=1)
    void_payment(owner, paid, "wrong customer")
    return_refund(owner, refund, "account closed")
    money = {m.method: m for m in day_check(owner, owner.today()).money.methods}
    assert (money["cash"].paid_out, money["cash"].amount) == (cents(60), 0)
    assert money["bank_transfer"].received == cents(90)


def test_a_refund_to_the_balance_moves_no_money(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    record_payment(owner, cents(100), "cash", customer, parts=[(sold, cents(100))])
    approve_credit(owner, request_credit(owner, sold, "allowance", "late", amount=cents(40)).value)
    refund = request_refund(owner, cents(40), "late", order_id=sold, target="balance").value
    approve_refund(owner, refund)
    pay_refund(owner, refund)
    cash = next(m for m in day_check(owner, owner.today()).money.methods if m.method == "cash")
    assert (cash.received, cash.paid_out) == (cents(100), 0)


def test_what_is_recorded_while_somebody_counts_is_counted_again(book: TestBook) -> None:
    owner = book.owner
    check = day_check(owner, owner.today())
    record_payment(owner, cents(5), "cash", a_customer(owner))
    money = [Counted(m.method, m.amount, m.amount) for m in check.money.methods]
    with pytest.raises(UserError) as refused:
        close_day(owner, owner.today(), money, [StepFound(key, 0) for key in check.keys])
    assert (refused.value.field, refused.value.code) == ("counted_cash", "money_moved")
    assert "$5.00" in refused.value.message


def test_no_more_stays_than_was_counted(book: TestBook) -> None:
    owner = book.owner
    with pytest.raises(UserError) as refused:
        signed(owner, owner.today(), left={"cash": cents(1)})
    assert refused.value.field == "left_cash"


def test_every_step_is_looked_at_before_it_is_signed(book: TestBook) -> None:
    owner = book.owner
    with pytest.raises(UserError) as refused:
        signed(owner, owner.today(), steps=(StepFound("refunds", 0),))
    assert refused.value.code == "steps_missing"


def test_the_steps_find_what_is_open(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    paid = an_order(owner, customer, 100)
    record_payment(owner, cents(100), "cash", customer, parts=[(paid, cents(100))])
    request_refund(owner, cents(10), "goodwill", order_id=paid, above_proposal_reason="good customer")
    shown = day_check(owner, owner.today()).shown
    assert [thing.id for thing in shown["paid_not_shipped"].found.things] == [paid]
    assert shown["refunds"].found.amount == cents(10)
    assert shown["shipped_not_paid"].found.count == 0
    assert "stock" not in shown


def test_finance_may_close_a_day_and_sales_may_not(book: TestBook) -> None:
    finance, sales = book.person(Role.FINANCE), book.person(Role.SALES)
    with pytest.raises(NotAllowed):
        close_day(sales, sales.today(), [], [])
    closed = signed(finance, finance.today())
    assert day_close(finance, closed).person == finance.name


def test_a_closed_day_stays_as_it_was_signed(book: TestBook) -> None:
    owner = book.owner
    closed = signed(owner, owner.today())
    kept = keep_day_sheet(owner, closed, b"%PDF-1", "day.pdf").value
    assert keep_day_sheet(owner, closed, b"%PDF-1", "day.pdf").value == kept
    with pytest.raises(UserError) as refused:
        keep_day_sheet(owner, closed, b"%PDF-2", "day.pdf")
    assert refused.value.code == "kept_already"
    assert [paper.content for paper in every(KeptPaper)] == [b"%PDF-1"]
    for attempt in ("UPDATE day_close SET counted = 1", "DELETE FROM day_close"):
        with pytest.raises(apsw.ConstraintError):
            writing_connection().execute(attempt)
    same = DaySheet.from_json(read(DayClose, closed).snapshot)
    assert same.to_json() == read(DayClose, closed).snapshot
