"""What was owed on a day before: read from the whole ledger at once, or by customer, it is the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.queries.columns import Ask
from app.queries.receivables import receivables_at
from tests.helpers.book import close, new_book
from tests.helpers.trade import Trade


@pytest.mark.parametrize("seed", range(6))
def test_the_rows_of_everybody_are_those_of_each_customer(tmp_path: Path, seed: int) -> None:
    book = new_book(tmp_path, country="CN")
    trade = Trade(book, seed)
    begin = book.clock.day
    for _ in range(60):
        trade.step()
    compared = 0
    for ago in range(1, (book.clock.day - begin).days, 2):
        records = receivables_at(book.clock.day - timedelta(days=ago), now=False)
        together = records.all_rows(book.owner, Ask())
        assert list(together) == list(records.ids(book.owner, Ask()))
        for customer, row in together.items():
            assert records.rows([customer], book.owner) == {customer: row}
        compared += len(together)
    assert compared > 0
    close(book)
