"""What a reminder to a customer says, and how it is kept word for word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.i18n import N_, translator
from app.models.audit import canonical
from app.models.base import connection
from app.models.buyers import buyer_party
from app.models.company import the_company
from app.models.document import Mark, Party, seller_party
from app.models.paper_style import PLAIN, Look, look_of
from app.models.reminding import LastReminder, OpenOrder, Owing, days_to_pay
from app.money import currency, show

TITLES: Mapping[str, str] = {
    "friendly": N_("Payment reminder"),
    "firm": N_("Second payment reminder"),
    "final": N_("Last payment reminder"),
}
"""What a letter in each tone is headed; marked, so that it is said in its own language."""

TEXTS: Mapping[str, str] = {
    "friendly": N_(
        "The payments listed below have become due, and we could not yet find them among what we received. Perhaps "
        "they were overlooked. Please transfer {total} by {pay_by}. If you have paid meanwhile, please disregard this "
        "letter, with our thanks."
    ),
    "firm": N_(
        "We wrote to you before about the payments listed below. They are up to {days} days late, and nothing has come "
        "in so far. Please transfer {total} by {pay_by}, or tell us what stands in the way."
    ),
    "final": N_(
        "In spite of our reminders the payments listed below are still open, up to {days} days after they were due. "
        "This is our last request: please transfer {total} by {pay_by}. After that day we deliver against payment in "
        "advance only, and shall claim the amount by other means."
    ),
}
"""What a letter says unless the office wrote its own (``TEXT_SETTING``); words in braces are filled in."""

TEXT_SETTING = "reminders.text.{tone}"
"""The setting of the book that holds the office's own text of a tone."""


@dataclass(frozen=True)
class Letter:
    """A reminder, in the language of the company's papers. ``text`` is what it says above the list of orders."""

    owing: Owing
    tone: str
    pay_by: str
    text: str
    seller: Party
    buyer: Party
    currency: str
    language: str
    mark: Mark = Mark.NONE
    logo: bytes = b""
    look: Look = PLAIN


def letter_of(found: Owing, tone: str = "") -> Letter:
    """The reminder of what a customer owes, in the proposed tone unless told."""
    company, look = the_company(), look_of("reminder")
    language = look.style.language or company.document_language
    chosen = tone or found.tone
    pay_by = (date.fromisoformat(found.day) + timedelta(days=days_to_pay(connection(), chosen))).isoformat()
    made = Letter(
        found,
        chosen,
        pay_by,
        "",
        seller_party(company),
        buyer_party(found.customer_id),
        company.currency,
        language,
        logo=bytes(company.logo or b""),
        look=look,
    )
    return replace(made, text=filled(text_of(chosen, language), made))


def kept_words(letter: Letter) -> str:
    """All that a letter says, to be kept; seal and logo are those of the house."""
    return canonical(
        {
            "owing": asdict(letter.owing),
            "tone": letter.tone,
            "pay_by": letter.pay_by,
            "text": letter.text,
            "seller": asdict(letter.seller),
            "buyer": asdict(letter.buyer),
            "currency": letter.currency,
            "language": letter.language,
        }
    )


def letter_from(content: str) -> Letter:
    """The letter that ``kept_words`` kept, in the look that reminders have now."""
    told: dict[str, Any] = json.loads(content)
    owing = dict(told["owing"])
    owing["orders"] = tuple(OpenOrder(**each) for each in owing["orders"])
    owing["last"] = LastReminder(**owing["last"]) if owing["last"] else None
    return Letter(
        Owing(**owing),
        told["tone"],
        told["pay_by"],
        told["text"],
        Party(**told["seller"]),
        Party(**told["buyer"]),
        told["currency"],
        told["language"],
        logo=bytes(the_company().logo or b""),
        look=look_of("reminder"),
    )


def filled(text: str, about: Letter) -> str:
    """A text of a tone with its words in braces filled in; braces around other words stay as they are."""
    days = max((order.late_days for order in about.owing.reminded), default=0)
    for word, value in (
        ("{customer}", about.owing.name),
        ("{company}", about.seller.name),
        ("{total}", show(about.owing.total, currency(about.currency), symbol=True)),
        ("{pay_by}", about.pay_by),
        ("{days}", str(days)),
    ):
        text = text.replace(word, value)
    return text


def text_of(tone: str, language: str) -> str:
    """What the office wrote for a tone, else the usual text in a language, with its words in braces."""
    name = TEXT_SETTING.format(tone=tone)
    row = connection().execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    own = json.loads(str(row[0])) if row is not None else ""
    return str(own) if isinstance(own, str) and own.strip() else usual_text(tone, language)


def usual_text(tone: str, language: str) -> str:
    """What a reminder says where the office wrote no text of its own."""
    return translator(language)(TEXTS[tone])
