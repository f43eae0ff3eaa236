"""Whatever people do in whatever order: after every step each figure follows from its facts, what was handed out stands
as it was, and no money is lost or made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.models.base import writing_connection
from app.operations.invoices import issue_invoice
from app.operations.payments import record_payment
from tests.helpers.book import a_customer, an_order, assert_book_sound, cents, close, differences, new_book
from tests.helpers.money_trade import MoneyTrade, Watch

THOROUGH = os.environ.get("DAYBOOK_THOROUGH") == "1"
BOOKS = 5_000 if THOROUGH else 200
STEPS = 40 if THOROUGH else 20
# The books are tried in groups, so that each group is a test of its own and a failure names its seed.
GROUP = 20
MODES = [(include, rounding) for include in (0, 1) for rounding in ("line", "document")]


@pytest.mark.parametrize("first", range(0, BOOKS, GROUP))
def test_figures_follow_from_facts(tmp_path: Path, first: int) -> None:
    start = new_book(tmp_path, country="CN")
    close(start)
    for seed in range(first, first + GROUP):
        folder = tmp_path / str(seed)
        folder.mkdir()
        include, rounding = MODES[seed % 4]
        policy = ("kept", "not_kept")[seed // 4 % 2]
        book = new_book(folder, like=start.path, prices_include_tax=include, tax_rounding=rounding, stock_policy=policy)
        writing_connection().execute("PRAGMA synchronous = OFF")
        trade = MoneyTrade(book, seed)
        for _ in range(STEPS):
            trade.step()
            found = [*trade.watch.differences(trade.act), *differences(trail=False)]
            assert not found, (seed, found, trade.told)
        assert_book_sound()
        assert trade.done == STEPS
        close(book)


def test_somebody_who_looks_on_would_see_it(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    watch = Watch()
    customer = a_customer(book.owner)
    owed = an_order(book.owner, customer, "100")
    assert list(watch.differences("order")) == []
    paid = record_payment(book.owner, cents("40"), "cash", customer, parts=[(owed, cents("40"))]).value
    assert list(watch.differences("plan")) == [f"plan moved cash from 0 to {cents('40')}"]
    invoice = issue_invoice(book.owner, [owed]).value
    assert list(watch.differences("issue")) == []

    def tamper(statement: str) -> list[str]:
        writing_connection().execute(statement)
        return list(watch.differences("pay"))

    for guard in every_guard():
        writing_connection().execute(f"DROP TRIGGER {guard}")
    assert any("changed invoice 1" in each for each in tamper(f"UPDATE invoice SET net = 1 WHERE id = {invoice}"))
    assert any("changed payment 1" in each for each in tamper(f"UPDATE payment SET amount = 1 WHERE id = {paid}"))
    assert any("orders and balances hold" in each for each in tamper("UPDATE sales_order SET paid = paid + 1"))
    assert any("changed allocation 1" in each for each in tamper("DELETE FROM allocation"))
    close(book)


def every_guard() -> list[str]:
    """The names of the triggers that keep money papers as they are."""
    return [row[0] for row in writing_connection().execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
