"""What the pickers and boxes of forms offer, from the queries for choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.i18n import _
from app.models.company import the_company
from app.money import show
from app.queries import choices
from app.queries.choices import Choice
from app.queries.details import customer, product
from app.views.desk import Desk
from app.views.orders.lines_model import TaxChoice

Query = Callable[[str], list[Choice]]


def customers(desk: Desk) -> Query:
    """Customers by name, code, phone or pinyin."""
    return lambda text: choices.customers(desk.actor, text, 8)


def products(desk: Desk) -> Query:
    """Products by code, name, alias or pinyin."""
    return lambda text: choices.products(desk.actor, text, 8)


def orders(desk: Desk, customer_id: int | None = None) -> Query:
    """Orders, of one customer if given."""
    return lambda text: choices.orders(desk.actor, text, 8, customer_id=customer_id)


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


def prices_include_tax() -> bool:
    """Whether prices of this business usually include tax."""
    return bool(the_company().prices_include_tax)


def tax_rounding() -> str:
    """Where this business rounds tax."""
    return str(the_company().tax_rounding)


def line_fields(chosen: Choice) -> dict[str, Any]:
    """What a chosen product fills into a line."""
    facts = chosen.facts
    return {
        "code": facts["code"],
        "description": chosen.title,
        "unit": facts["unit"],
        "unit_price": facts["list_price"],
        "tax_code_id": facts["tax_code_id"],
    }


def customer_choice(desk: Desk, customer_id: int) -> Choice:
    """One customer as a choice."""
    found = customer(desk.actor, customer_id)
    return Choice(found.id, found.name, found.code)


def product_choice(desk: Desk, product_id: int) -> Choice:
    """One product as a choice with the facts that fill a line."""
    found = product(desk.actor, product_id)
    names = ("code", "unit", "list_price", "tax_code_id")
    return Choice(found.id, found.name, found.code, {n: getattr(found, n) for n in names})


@dataclass(frozen=True)
class CustomerTerms:
    """What an order takes from its customer: where goods go, who is in charge, what should be known."""

    hint: str = ""
    owner_id: int | None = None
    ship_to: dict[str, str] = field(default_factory=dict)


def customer_terms(desk: Desk, customer_id: int) -> CustomerTerms:
    """What an order for this customer starts with: the address used most, else the customer's own."""
    found = customer(desk.actor, customer_id)
    used = choices.ship_to(desk.actor, customer_id, 1)
    where = (
        used[0].facts
        if used
        else {
            "consignee": found.name,
            "ship_phone": found.phone,
            "region": found.region,
            "city": found.city,
            "ship_address": found.address,
            "ship_postal_code": found.postal_code,
        }
    )
    told = []
    if found.debt:
        told.append(_("owes {amount}").format(amount=show(found.debt, desk.currency, symbol=True)))
    if found.balance:
        told.append(_("{amount} paid ahead").format(amount=show(found.balance, desk.currency, symbol=True)))
    return CustomerTerms(" · ".join(told), found.owner_id, {k: str(v or "") for k, v in where.items()})
