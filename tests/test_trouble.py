"""The report of a problem is of use to whoever mends the program, and holds nothing of the people in the book."""

from __future__ import annotations

import getpass
import logging
import platform
from pathlib import Path

import pytest

from app import logs, trouble
from app.folders import log_folder, set_data_folder
from app.queries.private_words import private_words
from app.trouble import OUT, Scrubber
from tests.helpers.book import a_customer, a_product, close, new_book

PRIVATE = (
    "harbour",
    "hale",
    "绿茵",
    "anna",
    "meier",
    "5551234",
    "139 1234",
    "anna.meier",
    "/home/anna",
    "SO-2026-0412",
)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path):
    set_data_folder(tmp_path / "desk")
    trouble._this_computer.cache_clear()
    yield
    set_data_folder(None)
    trouble._this_computer.cache_clear()


@pytest.mark.parametrize(
    "line",
    [
        "The customer Harbour & Hale was not found",
        "Harbour & Hale",
        "could not store harbour & hale ltd",
        "phone +49 30 5551234 of 139 1234 5678",
        "wrote /home/anna/Documents/Meier.daybook and C:\\Users\\anna\\book.daybook",
        "book \\\\server\\anna\\book.daybook",
        "see ~/anna/meier.xlsx",
        "mail to anna.meier@example.org",
        "row 3 holds “绿茵花店” and '上海绿茵'",
        "客户绿茵没有电话",
        "order SO-2026-0412 of C-00001 for 1,234.50",
        "File \"/home/anna/daybook/app/views/page.py\", line 12, in refresh: KeyError: 'Harbour & Hale'",
    ],
)
def test_no_name_number_or_folder_gets_through(line: str) -> None:
    told = Scrubber({"Harbour & Hale", "Anna Meier"})(line)
    assert [word for word in PRIVATE if word.casefold() in told.casefold()] == []
    assert OUT in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Unexpected failure 0123456789ab: ZeroDivisionError", "Unexpected failure 0123456789ab: ZeroDivisionError"),
        ("  app/views/page.py:88 in _changed: self.refresh()", "  app/views/page.py:88 in _changed: self.refresh()"),
        ("Daybook 0.3.0, Python 3.11.7, Linux 6.1", "Daybook 0.3.0, Python 3.11.7, Linux 6.1"),
        ("QPainter::begin: the paint device is 0", "QPainter::begin: the paint device is 0"),
    ],
)
def test_what_helps_stays(line: str, told: str) -> None:
    assert Scrubber()(line) == told


def test_the_user_and_the_computer_are_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "jdoe")
    monkeypatch.setattr(platform, "node", lambda: "till-2")
    trouble._this_computer.cache_clear()
    told = Scrubber()("taken over from till-2 by jdoe")
    assert "jdoe" not in told
    assert "till" not in told


def test_a_report_from_a_real_log_and_book_holds_nothing_personal(tmp_path: Path, expected_log) -> None:
    made = new_book(tmp_path)
    try:
        a_customer(made.owner, "grünwald & sons")
        a_product(made.owner, "gadget zwölf")
        words = private_words()
    finally:
        close(made)
    logs.start_log()
    try:
        log = logging.getLogger("daybook")
        log.info("stored grünwald & sons, 0176 555 1234, in %s", tmp_path)
        log.warning("gadget zwölf is out, says Anna Meier")
        logs.report_crash(ValueError("no customer 'Anna Meier' in /home/anna/book.daybook, 5551234"))
    finally:
        logs.stop_log()
        logs.forget_reports()
    lines = trouble.report(trouble.facts(), words, ["no_paper", "no_paper", "gap"])
    text = "\n".join(lines)
    for word in (*PRIVATE, "grünwald", "zwölf", str(tmp_path), tmp_path.name, "555 1234"):
        assert word.casefold() not in text.casefold(), word
    assert "ValueError" in text
    assert "no_paper: 2" in text
    assert "Book format: " in text
    assert any(" WARNING daybook: " in line for line in lines)


def test_without_a_log_the_report_says_so() -> None:
    assert not (log_folder() / "daybook.log").exists()
    assert trouble.report({"Daybook": "1"})[-2:] == ["Last lines of the log", "none"]
