"""Closed days and vouchers in the check: what was changed past the guards is named, what is not kept yet is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.base import writing_connection
from app.models.day_sheet import StepFound
from app.operations.day_close import Counted, close_day, keep_day_sheet
from app.operations.payments import record_payment
from app.operations.refund_vouchers import keep_voucher
from app.operations.refunds import approve_refund, pay_refund, request_refund
from app.queries.check import check
from app.queries.day_close import day_check
from tests.helpers.book import TestBook, a_customer, cents, close, new_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A book in which two days were closed and one refund was paid, everything kept."""
    made = new_book(tmp_path)
    owner = made.owner
    paid = record_payment(owner, cents(50), "cash", a_customer(owner)).value
    refund = request_refund(owner, cents(20), "too much", payment_id=paid).value
    approve_refund(owner, refund)
    pay_refund(owner, refund, "cash")
    keep_voucher(owner, refund, b"%PDF", "voucher.pdf")
    for _day in range(2):
        money = day_check(owner, owner.today()).money.methods
        counts = [Counted(m.method, m.amount, m.amount) for m in money]
        steps = [StepFound(key, 0) for key in day_check(owner, owner.today()).keys]
        keep_day_sheet(owner, close_day(owner, owner.today(), counts, steps).value, b"%PDF", "day.pdf")
        made.clock.day += timedelta(days=1)
    yield made
    close(made)


def codes() -> set[str]:
    return {finding.code for finding in check() if finding.code != "schema"}


def past_the_guards(statement: str) -> None:
    """Write as somebody with a tool of their own would, who takes the guards away first."""
    link = writing_connection()
    for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        link.execute(f'DROP TRIGGER "{name}"')
    link.execute(statement)


@pytest.mark.usefixtures("book")
def test_a_sound_book_has_nothing_to_tell() -> None:
    assert codes() == set()


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE day_close SET counted = counted + 1 WHERE id = 1", "day_changed"),
        ("UPDATE day_close SET snapshot = replace(snapshot, '30', '31') || ' ' WHERE id = 1", "day_changed"),
        ("UPDATE day_close SET previous_id = NULL WHERE id = 2", "day_missing"),
        ("UPDATE refund SET snapshot = snapshot || ' ' WHERE id = 1", "voucher_changed"),
        ("DELETE FROM kept_paper WHERE about_kind = 'day_close'", "sheet_missing"),
        ("DELETE FROM kept_paper WHERE about_kind = 'refund'", "voucher_missing"),
    ],
)
def test_what_was_changed_past_the_guards_is_found(statement: str, code: str) -> None:
    past_the_guards(statement)
    assert code in codes()
