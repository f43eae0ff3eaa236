"""Receipts: one for a payment, a series without gaps, kept as it was, voided with the payment."""

from __future__ import annotations

import hashlib
import json

import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Actor, Role
from app.models.document import DocumentKind, DocumentSnapshot
from app.models.papers import KeptPaper
from app.models.payment import Receipt
from app.operations.company import close_month
from app.operations.payments import claim_payment, record_payment, transfer_balance, void_payment
from app.operations.receipts import issue_receipt, keep_receipt, void_receipt
from app.queries.check import check
from tests.helpers.book import TestBook, a_customer, an_order, cents, every, order, read, value


def paid(actor: Actor, amount: int = 100) -> int:
    customer = a_customer(actor)
    sold = an_order(actor, customer, amount)
    return record_payment(actor, cents(amount), "cash", customer, parts=[(sold, cents(amount))]).value


def test_a_receipt_says_who_paid_how_much_and_for_what(owner: Actor) -> None:
    customer = a_customer(owner, "Harbour & Hale")
    first, second = an_order(owner, customer, 60), an_order(owner, customer, 40)
    money = record_payment(
        owner, cents(100), "bank_transfer", customer, parts=[(first, cents(60)), (second, cents(40))],
        bank_reference="B-77",
    ).value  # fmt: skip
    receipt = read(Receipt, issue_receipt(owner, money).value)
    assert (receipt.number, receipt.payer, receipt.amount) == ("RE-2026-0001", "Harbour & Hale", cents(100))
    says = DocumentSnapshot.from_json(receipt.snapshot)
    assert says.kind is DocumentKind.RECEIPT
    numbers = f"{order(first).number}, {order(second).number}"
    assert (says.order_numbers, says.reason) == (numbers, f"Goods and services of order {numbers}")
    assert (says.method, says.bank_reference, says.gross) == ("Bank transfer", "B-77", cents(100))
    assert hashlib.sha256(receipt.snapshot.encode()).hexdigest() == receipt.snapshot_hash


def test_what_was_typed_stands_on_it(owner: Actor) -> None:
    money = paid(owner)
    receipt = read(Receipt, issue_receipt(owner, money, "  Ms. Hale ", "deposit for the stall").value)
    assert receipt.payer == "Ms. Hale"
    assert DocumentSnapshot.from_json(receipt.snapshot).reason == "deposit for the stall"


def test_a_second_one_is_refused_whoever_asks_and_draws_no_number(owner: Actor) -> None:
    money = paid(owner)
    issue_receipt(owner, money)
    for _attempt in range(2):
        with pytest.raises(UserError) as refused:
            issue_receipt(owner, money)
        assert refused.value.code == "receipt_issued"
        assert "RE-2026-0001" in refused.value.message
    assert read(Receipt, issue_receipt(owner, paid(owner)).value).number == "RE-2026-0002"


def test_money_of_nobody_known_needs_the_name_of_who_paid(owner: Actor) -> None:
    money = record_payment(owner, cents(30), "cash").value
    with pytest.raises(UserError) as refused:
        issue_receipt(owner, money)
    assert refused.value.field == "payer"
    receipt = issue_receipt(owner, money, "a man with a hat").value
    claim_payment(owner, money, a_customer(owner))
    assert read(Receipt, receipt).payer == "a man with a hat"


def test_it_is_voided_with_its_payment_and_keeps_its_number(owner: Actor) -> None:
    money = paid(owner)
    receipt = issue_receipt(owner, money).value
    void_payment(owner, money, "typed twice")
    told = read(Receipt, receipt)
    assert (told.state, told.void_reason, told.voided_on) == ("voided", "typed twice", owner.today())
    with pytest.raises(UserError) as refused:
        issue_receipt(owner, money)
    assert refused.value.code == "voided"
    assert read(Receipt, issue_receipt(owner, paid(owner)).value).number == "RE-2026-0002"


def test_a_wrong_one_is_voided_alone_and_another_one_issued(owner: Actor) -> None:
    money = paid(owner)
    wrong = issue_receipt(owner, money, "Mr. Hail").value
    void_receipt(owner, wrong, "name misspelt")
    with pytest.raises(UserError):
        void_receipt(owner, wrong, "again")
    right = read(Receipt, issue_receipt(owner, money, "Mr. Hale").value)
    assert (right.number, read(Receipt, wrong).state) == ("RE-2026-0002", "voided")
    assert value("SELECT count(*) FROM receipt WHERE state = 'issued'") == 1


def test_money_that_was_handed_over_has_no_receipt_of_its_own(owner: Actor) -> None:
    money = record_payment(owner, cents(50), "cash", a_customer(owner)).value
    other = transfer_balance(owner, money, a_customer(owner, "Hale & Son"), cents(20), "for the son").value
    with pytest.raises(UserError) as refused:
        issue_receipt(owner, other)
    assert refused.value.code == "transferred"


def test_its_file_is_kept_once_as_it_was(owner: Actor) -> None:
    receipt = issue_receipt(owner, paid(owner)).value
    assert [f.code for f in check() if not f.serious] == ["document_missing"]
    kept = keep_receipt(owner, receipt, b"%PDF-1", "RE.pdf").value
    assert keep_receipt(owner, receipt, b"%PDF-1", "RE.pdf").value == kept
    for content in (b"%PDF-2", b""):
        with pytest.raises(UserError):
            keep_receipt(owner, receipt, content, "RE.pdf")
    assert [(k.content, k.about_id) for k in every(KeptPaper)] == [(b"%PDF-1", receipt)]
    assert check() == []


def test_nothing_is_issued_or_voided_in_a_closed_month(book: TestBook) -> None:
    owner = book.owner
    receipt = issue_receipt(owner, paid(owner)).value
    later = book.clock.day.replace(month=4, day=2)
    month = book.clock.day.replace(day=31)
    book.clock.day = later
    close_month(owner, month)
    with pytest.raises(UserError) as refused:
        void_receipt(owner, receipt, "late")
    assert refused.value.code == "closed_month"


def test_finance_issues_and_a_manager_voids(book: TestBook) -> None:
    money = paid(book.owner)
    finance, manager = book.person(Role.FINANCE), book.person(Role.MANAGER)
    with pytest.raises(NotAllowed):
        issue_receipt(manager, money)
    receipt = issue_receipt(finance, money).value
    with pytest.raises(NotAllowed):
        void_receipt(finance, receipt, "wrong")
    void_receipt(manager, receipt, "wrong")


def test_a_receipt_in_a_chinese_book_speaks_chinese(chinese: TestBook) -> None:
    says = json.loads(read(Receipt, issue_receipt(chinese.owner, paid(chinese.owner)).value).snapshot)
    assert says["language"] == "zh_CN"
    assert says["yuan"] == "元"
