"""What a reminder to a customer says; which orders it names, and in which tone, is a rule of ``app/models``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.i18n import N_, translator
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import the_company
from app.models.document import Mark, Party, seller_party
from app.models.paper_style import PLAIN, Look, look_of
from app.models.reminding import Owing, days_to_pay, owing_on
from app.money import currency, show
from app.queries import allowed
from app.queries.beginning import is_sample
from app.queries.book_settings import setting
from app.queries.customers import CUSTOMERS
from app.queries.documents import buyer_party
from app.queries.moment import one_moment
from app.queries.shapes import require

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
"""What a letter says unless the office wrote its own (``TEXT_SETTING``); ``$total`` and the like are filled in."""

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


def owing(viewer: Actor, customer_id: int, day: date | None = None) -> Owing:
    """What a customer owes today, or what a reminder of that day would say. Raises NotFound and NotAllowed."""
    require(CUSTOMERS, viewer, customer_id, "customer")
    allowed.require_right(viewer, Permission.SEE_MONEY)
    return owing_on(connection(), customer_id, day or viewer.today())


def letter(viewer: Actor, customer_id: int, tone: str = "", day: date | None = None) -> Letter:
    """A reminder to a customer, in the proposed tone unless told. Raises NotFound and NotAllowed."""
    with one_moment():
        found = owing(viewer, customer_id, day)
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
            buyer_party(customer_id),
            company.currency,
            language,
            Mark.SAMPLE if is_sample() else Mark.NONE,
            bytes(company.logo or b""),
            look,
        )
        return replace(made, text=filled(text_of(chosen, language), made))


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
    own = setting(TEXT_SETTING.format(tone=tone))
    return str(own) if isinstance(own, str) and own.strip() else usual_text(tone, language)


def usual_text(tone: str, language: str) -> str:
    """What a reminder says where the office wrote no text of its own."""
    return translator(language)(TEXTS[tone])
