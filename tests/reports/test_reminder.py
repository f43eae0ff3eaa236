"""The reminder: golden letters in three tones and two languages, the text to send along, the office's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.models.reminder_letter import Letter, filled, usual_text
from app.models.reminding import TONES, LastReminder, OpenOrder, Owing
from app.money import currency, show
from app.reports.pdf import pdf_bytes
from app.reports.reminder import draw_reminder, reminder_text
from app.reports.words import amount_in_words
from tests.reports import samples
from tests.reports.reading import pages_of
from tests.reports.test_documents import check_golden

KEYS = tuple(key for key, _word in TONES)
DAY = date(2026, 4, 9)


def a_letter(language: str = "en", tone: str = "friendly", orders: int = 2) -> Letter:
    """A reminder of so many overdue orders, beside one that is on hold and one that is not due yet."""
    chinese = language == "zh_CN"
    late = [
        OpenOrder(
            n,
            f"SO-2026-{n:04}",
            "2026-02-10",
            "2026-03-12",
            128_000 * n,
            90_050 * n,
            28,
            f"INV-2026-{n:04}" * (n % 2),
            "",
        )
        for n in range(1, orders + 1)
    ]
    held = OpenOrder(98, "SO-2026-0098", "2026-02-20", "2026-03-22", 5_000, 5_000, 18, "", "held")
    young = OpenOrder(99, "SO-2026-0099", "2026-04-01", "2026-05-01", 7_700, 7_700, 0, "", "")
    buyer = samples.CUSTOMER if chinese else samples.BUYER
    owing = Owing(
        1, buyer.name, DAY.isoformat(), (*late, held, young), 1_500, LastReminder("2026-03-20", "friendly"), tone
    )
    unit = currency("CNY" if chinese else "GBP")
    made = Letter(owing, tone, "2026-04-19", "", samples.FIRM if chinese else samples.SHOP, buyer, unit.code, language)
    return replace(made, text=filled(usual_text(tone, language), made))


@pytest.mark.parametrize("tone", KEYS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_letter_in_each_tone(language: str, tone: str) -> None:
    check_golden(f"reminder-{language[:2]}-{tone}", pdf_bytes(draw_reminder(a_letter(language, tone))))


@pytest.mark.parametrize("paper", ["A5", "Letter", "241x140"])
def test_other_papers_say_the_same(paper: str) -> None:
    letter = a_letter()
    words = set(" ".join(pages_of(pdf_bytes(draw_reminder(letter, paper=paper)))).split())
    assert {"SO-2026-0001", "SO-2026-0002", "2026-04-19"} <= words


def test_a_letter_asks_for_exactly_what_it_lists() -> None:
    letter = a_letter()
    unit = currency(letter.currency)
    assert letter.owing.total == 90_050 * 3
    text = " ".join(pages_of(pdf_bytes(draw_reminder(letter))))
    assert text.count(show(letter.owing.total, unit, symbol=True)) == 2
    assert "SO-2026-0098" not in text
    assert amount_in_words(letter.owing.total, letter.currency, "en") in text.replace("\n", " ")


def test_many_orders_go_over_several_pages_and_the_sum_stands_at_the_end() -> None:
    letter = a_letter(orders=70)
    pages = pages_of(pdf_bytes(draw_reminder(letter)))
    assert len(pages) > 2
    assert show(letter.owing.total, currency(letter.currency), symbol=True) in pages[-1]


def test_the_text_to_send_says_each_order_and_where_to_pay_to() -> None:
    letter = a_letter()
    text = reminder_text(letter)
    assert letter.text in text
    assert "- SO-2026-0001 of 2026-02-10, due 2026-03-12, 28 days late: £900.50" in text
    assert "Overdue in all: £2,701.50" in text
    assert samples.SHOP.account in text
    assert "SO-2026-0098" not in text


def test_words_in_braces_are_filled_in_and_others_left_alone() -> None:
    letter = a_letter()
    assert filled("{customer}: {total} by {pay_by} ({days}), {other} {", letter) == (
        "Harbour & Hale Architects: £2,701.50 by 2026-04-19 (28), {other} {"
    )
