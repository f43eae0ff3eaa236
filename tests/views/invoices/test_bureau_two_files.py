"""The dialog of the tax bureau's workbook while one file is read or registered and another one is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.queries.bureau_red import REFUSED
from tests.helpers.book import TestBook, close, new_book, value
from tests.helpers.desk import idle
from tests.importing.test_bureau import a_file
from tests.views.invoices.test_bureau_red import a_blue, a_red, opened


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book."""
    made = new_book(tmp_path, country="CN")
    yield made
    close(made)


def test_a_file_that_is_read_meanwhile_mixes_with_no_other(real_desk, window, qtbot, tmp_path) -> None:
    a_blue(real_desk.actor, 1, 1130)
    (tmp_path / "other").mkdir()
    other = a_file(tmp_path / "other", a_red(6, 90, 99))
    first = a_file(tmp_path, a_red(6, 1130, 1))
    dialog = opened(real_desk, window, qtbot, first)
    shown = dialog.matches
    dialog.take_file(other)
    dialog.accept_form()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: dialog.matches != shown)
    assert [match.state for match in dialog.matches] == [REFUSED]
    assert value("SELECT count(*) FROM invoice") == 1
    dialog.reject()
    again = opened(real_desk, window, qtbot, first)
    again.accept_form()
    again.take_file(other)
    qtbot.waitUntil(lambda: bool(again.outcomes))
    idle(real_desk, qtbot)
    assert again.counts.text() == "Red registered 1"
