"""Whatever people do in whatever order: after every step each figure follows from its facts, what was handed out stands
as it was, and no money is lost or made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.models.base import writing_connection
from tests.helpers.book import assert_book_sound, close, differences, new_book
from tests.helpers.money_trade import MoneyTrade

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
