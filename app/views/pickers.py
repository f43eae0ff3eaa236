"""What the pickers and boxes of forms offer, from the queries for choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.i18n import _
from app.models.company import the_company
from app.models.search_key import normal, search_key
from app.money import show
from app.queries import choices, order_start, taxpayer
from app.queries.choices import Choice
from app.queries.details import customer, product
from app.queries.order_start import OrderStart
from app.views.desk import Desk
from app.views.orders.lines_model import TaxChoice

Query = Callable[[str], list[Choice]]


def customers(desk: Desk) -> Query:
    """Customers by name, code, phone or pinyin."""
    return lambda text: choices.customers(desk.actor, text, 8)


def products(desk: Desk, grade: str = "") -> Query:
    """Products by code, name, alias or pinyin, with the price for customers of a grade."""
    return lambda text: choices.products(desk.actor, text, 8, grade=grade)


def orders(desk: Desk, customer_id: int | None = None) -> Query:
    """Orders, of one customer if given."""
    return lambda text: choices.orders(desk.actor, text, 8, customer_id=customer_id)


def ship_to(desk: Desk, customer_id: int, typed: str) -> list[Choice]:
    """Where goods of a customer go, as far as it holds what was typed: addresses kept for it, then earlier ones."""
    found = choices.ship_to(desk.actor, customer_id, 8)
    wanted = normal(typed)
    return [c for c in found if not wanted or wanted in search_key(c.title, c.subtitle)]


def channels(desk: Desk) -> list[Choice]:
    """The channels that orders come from."""
    return choices.channels(desk.actor)


def people(desk: Desk) -> list[Choice]:
    """The active people of the book."""
    return choices.salespeople(desk.actor, "", 200)


def methods(desk: Desk) -> list[Choice]:
    """The payment methods; ``facts`` holds code and whether the bank's reference is needed."""
    return choices.methods(desk.actor)


def taxes(desk: Desk) -> tuple[TaxChoice, ...]:
    """The tax codes with today's rates."""
    return tuple(TaxChoice(c.id, c.title, int(c.facts["rate"])) for c in choices.tax_codes(desk.actor))


def default_tax() -> int | None:
    """The tax code that a line gets when nothing else says so."""
    return the_company().default_tax_code_id


def tax_remark(desk: Desk, tax_code_id: int) -> str:
    """What stands against a tax code at this kind of taxpayer today, to be translated; nothing where it suits."""
    return taxpayer.tax_remark(tax_code_id, desk.actor.today())


def prices_include_tax() -> bool:
    """Whether prices of this business usually include tax."""
    return bool(the_company().prices_include_tax)


def tax_rounding() -> str:
    """Where this business rounds tax."""
    return str(the_company().tax_rounding)


def line_fields(desk: Desk, chosen: Choice, customer_id: int, include_tax: bool) -> dict[str, Any]:
    """What a chosen product fills into a line: its own facts, and the price that this customer paid last.

    A read of about a millisecond. Without an earlier price the list price stands, which is no suggestion.
    """
    facts = chosen.facts
    filled = {
        "code": facts["code"],
        "description": chosen.title,
        "unit": facts["unit"],
        "unit_price": facts["list_price"],
        "tax_code_id": facts["tax_code_id"],
        "suggested": "",
        "amount": None,
    }
    last = order_start.last_price(desk.actor, customer_id, chosen.id, include_tax) if customer_id else None
    if last is not None and last.unit_price != facts["list_price"]:
        filled.update(unit_price=last.unit_price, suggested=last.date)
    return filled


def customer_choice(desk: Desk, customer_id: int) -> Choice:
    """One customer as a choice."""
    found = customer(desk.actor, customer_id)
    return Choice(found.id, found.name, found.code)


def product_choice(desk: Desk, product_id: int, grade: str = "") -> Choice:
    """One product as a choice with the facts that fill a line."""
    found = product(desk.actor, product_id)
    names = ("code", "unit", "list_price", "tax_code_id")
    facts = {n: getattr(found, n) for n in names}
    facts["list_price"] = next((p.price for p in found.prices if p.grade == grade), facts["list_price"])
    return Choice(found.id, found.name, found.code, facts)


def standing_words(desk: Desk, start: OrderStart) -> str:
    """What should be known of a customer before an order is written: debt, and what is paid ahead."""
    told = []
    if start.debt:
        told.append(_("{amount} outstanding").format(amount=show(start.debt, desk.currency, symbol=True)))
    if start.balance:
        told.append(_("{amount} paid ahead").format(amount=show(start.balance, desk.currency, symbol=True)))
    if start.last_date:
        told.append(_("last order {date}").format(date=start.last_date))
    return " · ".join(told)
