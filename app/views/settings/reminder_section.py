"""What reminders say in each tone, and in how many days they ask for the money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.i18n import N_
from app.models.paper_style import paper_language
from app.models.reminder_letter import TEXT_SETTING, text_of, usual_text
from app.models.reminding import DAYS_SETTING, DAYS_TO_PAY, REST_DAYS, REST_SETTING, TONES
from app.views.settings.items import Group, Item
from app.views.settings.section import Section


def _shown(tone: str) -> Callable[[Any], Any]:
    """The office's own text, else the usual one, to be changed from there."""
    return lambda kept: kept or text_of(tone, paper_language("reminder"))


def _taken(tone: str) -> Callable[[Any], Any]:
    """What is kept: nothing where it is the usual text, so that it follows the language of papers."""
    return lambda typed: "" if typed.strip() == usual_text(tone, paper_language("reminder")).strip() else typed.strip()


def _items(tone: str) -> tuple[Item, ...]:
    return (
        Item(
            TEXT_SETTING.format(tone=tone),
            N_("What it says"),
            "text",
            "",
            "book",
            hint=N_(
                "{total}, {days}, {pay_by}, {customer} and {company} are filled in. Emptied, it is the usual text."
            ),
            show=_shown(tone),
            take=_taken(tone),
        ),
        Item(
            DAYS_SETTING.format(tone=tone),
            N_("Days given"),
            "count",
            DAYS_TO_PAY[tone],
            "book",
            hint=N_("From the day of the reminder."),
            least=1,
            most=90,
        ),
    )


class ReminderSection(Section):
    """The texts of reminders."""

    key = "reminders"
    title = N_("Reminders")
    lead = N_("Letters to customers whose payments are overdue. They are written in the language of your papers.")
    icon = "mail"
    words = (N_("Receivables"), N_("Tone"))
    groups = (
        Group(
            "reminder_rest_card",
            N_("How often"),
            items=(
                Item(
                    REST_SETTING,
                    N_("Days before the next reminder"),
                    "count",
                    REST_DAYS,
                    "book",
                    hint=N_("Reminding somebody sooner is asked for first. 0 never asks."),
                    least=0,
                    most=90,
                ),
            ),
        ),
        *(Group(f"reminder_{tone}_card", title, items=_items(tone)) for tone, title in TONES),
    )
