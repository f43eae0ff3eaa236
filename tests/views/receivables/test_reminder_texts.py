"""What reminders say is the office's own: written in the settings, said in the next letter, put back when emptied."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.models.reminder_letter import TEXT_SETTING, text_of
from app.operations.company import change_setting
from app.queries.reminders import letter
from app.views.settings.reminder_section import ReminderSection
from tests.helpers.book import TestBook, a_customer, a_line, an_order

OWN = "Dear {customer}, {total} since {days} days."


def test_an_own_text_is_said_in_the_next_letter_and_emptied_the_usual_one_is_back(
    book: TestBook, real_desk: Any
) -> None:
    book.set_company(default_terms="0")
    customer = a_customer(book.owner, "Harbour & Hale")
    an_order(book.owner, customer, a_line("50"))
    book.clock.day += timedelta(days=8)
    name = TEXT_SETTING.format(tone="friendly")
    usual = letter(book.owner, customer).text
    change_setting(book.owner, name, OWN)
    assert letter(book.owner, customer).text.startswith("Dear Harbour & Hale, ")
    assert letter(book.owner, customer).text.endswith("since 8 days.")
    change_setting(book.owner, name, None)
    assert letter(book.owner, customer).text == usual


def test_the_days_of_the_settings_decide_by_when_money_is_asked_for(book: TestBook, real_desk: Any) -> None:
    customer = a_customer(book.owner)
    change_setting(book.owner, "reminders.days.friendly", 3)
    assert letter(book.owner, customer, "friendly").pay_by == (book.clock.day + timedelta(days=3)).isoformat()


def test_the_settings_show_the_usual_text_and_keep_nothing_while_it_is_unchanged(
    real_desk: Any, styled: Any, qtbot: Any
) -> None:
    section = ReminderSection(real_desk)
    qtbot.addWidget(section)
    item = next(i for group in section.groups for i in group.items if i.key == TEXT_SETTING.format(tone="firm"))
    assert item.show is not None
    assert item.take is not None
    usual = text_of("firm", "en")
    assert item.show("") == usual
    assert item.take(usual) == ""
    assert item.take(f" {OWN} ") == OWN
