"""What an office writes to a customer whose order is on hold: a text per reason and language, which it may change."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import LANGUAGES, N_, translator
from app.models.company import the_company
from app.money import currency, show
from app.queries.book_settings import setting
from app.queries.order_details import OrderDetail

SETTING = "hold_text.{reason}.{language}"
OTHER = "other"

REASONS: Mapping[str, str] = {
    "payment": N_("Waits for payment"),
    "address": N_("Address to be checked"),
    "customer": N_("Customer asked to wait"),
    OTHER: N_("Any other reason"),
}
"""The reasons that have a text of their own, as marked words."""

TEXTS: Mapping[str, str] = {
    "payment": N_(
        "Dear {customer}, your order {order} is ready. It leaves as soon as we have received {amount}. Thank you. "
        "{company}"
    ),
    "address": N_(
        "Dear {customer}, we cannot send your order {order} yet: please tell us name, phone and full address of the "
        "consignee. Thank you. {company}"
    ),
    "customer": N_("Dear {customer}, as you wished we keep your order {order} until you tell us to send it. {company}"),
    OTHER: N_(
        "Dear {customer}, your order {order} has to wait for the moment: {reason}. We will write again. {company}"
    ),
}


def usual_text(reason: str, language: str) -> str:
    """The text that a book begins with."""
    _ = translator(language)
    return _(TEXTS[reason])


def template(reason: str, language: str) -> str:
    """The text of the office for a reason of ``REASONS``, else the usual one."""
    return str(setting(SETTING.format(reason=reason, language=language), "") or usual_text(reason, language))


def reason_of(typed: str) -> str:
    """Which reason of ``REASONS`` was typed, in whatever language."""
    told = typed.strip().casefold()
    for key, word in REASONS.items():
        if key != OTHER and told in {translator(language)(word).casefold() for language in LANGUAGES}:
            return key
    return OTHER


def hold_text(order: OrderDetail, typed: str, language: str) -> str:
    """The text for a customer, filled in. A word in braces that the template has wrong stays as it was written."""
    company = the_company()
    due = max(order.outstanding, 0) if order.worth else order.total
    facts = {
        "customer": order.customer,
        "order": order.name,
        "reason": typed.strip() or "…",
        "amount": show(due, currency(company.currency), symbol=True),
        "company": company.name,
    }
    text = template(reason_of(typed), language)
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", value)
    return text
