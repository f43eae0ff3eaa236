"""Whom one speaks to at the demo's customers, where their goods go, and to whom their invoices are made out."""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.demo.names import Cast
from app.demo.office import Office, row_of
from app.i18n import N_
from app.models.actor import Actor
from app.operations.addresses import AddressInput, add_address
from app.operations.contacts import ContactInput, add_contact
from app.operations.invoice_titles import InvoiceTitleInput, add_invoice_title

_POSITIONS = (N_("Purchasing"), N_("Accounts"))
_PLACES = (N_("Warehouse"), N_("Shop"), N_("Head office"))


def add_parts(cast: Cast, office: Office, customers: Sequence[int], chance: random.Random) -> None:
    """Give every firm among the customers a contact, many a second one, and some an address and a title."""
    for number, customer in enumerate(customers):
        name, kind, owner, phone, region, city, tax_number = row_of(
            "SELECT name, customer_kind, owner_id, phone, region, city, tax_number FROM customer WHERE id = ?", customer
        )
        if kind != "company":
            continue
        seller = next(each for each in office.sellers if each.user_id == owner)
        first = _person(cast, seller, customer, chance, 0)
        if number % 2:
            _person(cast, seller, customer, chance, 1)
        if number % 3 == 0:
            street = f"{chance.choice(cast.streets)} {chance.randrange(1, 180)}"
            typed = AddressInput(
                address=f"{street} 号" if cast.country == "CN" else street,
                label=cast.say(chance.choice(_PLACES)),
                consignee=first,
                phone=phone,
                country=cast.country,
                region=region,
                city=city,
            )
            add_address(seller, customer, typed)
        if number % 4 == 0:
            add_invoice_title(
                seller,
                customer,
                InvoiceTitleInput(
                    title=name,
                    tax_number=tax_number,
                    bank_name=cast.company["bank_name"],
                    bank_account=f"6228 {chance.randrange(10**3, 10**4)} {chance.randrange(10**7, 10**8)}",
                    deliver_to=f"invoices{number + 1}@customer.example",
                ),
            )


def _person(cast: Cast, seller: Actor, customer: int, chance: random.Random, place: int) -> str:
    name = chance.choice(cast.persons)
    if cast.country == "CN":
        phone = f"1{chance.choice('35789')}{chance.randrange(10**8, 10**9)}"
    else:
        phone = f"+44 7700 900{chance.randrange(100, 1000)}"
    position = cast.say(_POSITIONS[place])
    add_contact(seller, customer, ContactInput(name=name, position=position, phone=phone))
    return name
