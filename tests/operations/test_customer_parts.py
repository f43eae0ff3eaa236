"""Contacts, addresses and invoice titles of a customer: one main one, changed by whoever may, undone exactly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.errors import ChangedMeanwhile, NotAllowed, NotFound, UserError
from app.models.actor import Actor
from app.models.customer import Address, Contact, InvoiceTitle
from app.operations.addresses import AddressInput, add_address, edit_address, remove_address
from app.operations.contacts import ContactInput, add_contact, edit_contact, remove_contact
from app.operations.history import redo, undo
from app.operations.invoice_titles import InvoiceTitleInput, add_invoice_title, edit_invoice_title, remove_invoice_title
from app.queries import choices
from app.queries.columns import Ask
from app.queries.lists import LISTS
from app.queries.order_start import order_start
from tests.helpers.book import a_customer, a_draft, every, order, read

PARTS: dict[str, tuple[Any, Any, Any, Any, Any, str]] = {
    "contact": (Contact, ContactInput("Ines"), add_contact, edit_contact, remove_contact, "name"),
    "address": (Address, AddressInput("Quay 1"), add_address, edit_address, remove_address, "address"),
    "title": (
        InvoiceTitle,
        InvoiceTitleInput("Larch Ltd"),
        add_invoice_title,
        edit_invoice_title,
        remove_invoice_title,
        "title",
    ),
}
parts = pytest.mark.parametrize("part", PARTS)


def _main(model: Any, customer: int) -> list[int]:
    return [p.id for p in every(model, "customer_id = ?", (customer,)) if p.main]


@parts
def test_the_first_is_the_main_one_and_another_takes_its_place(owner: Actor, part: str) -> None:
    model, typed, add, edit, _remove, _field = PARTS[part]
    customer, other = a_customer(owner), a_customer(owner, "Willow")
    first, second = add(owner, customer, typed).value, add(owner, customer, typed).value
    elsewhere = add(owner, other, typed).value
    assert (_main(model, customer), _main(model, other)) == ([first], [elsewhere])
    edit(owner, second, replace(typed, main=True))
    assert _main(model, customer) == [second]
    edit(owner, second, replace(typed, main=False))
    assert _main(model, customer) == [second]
    third = add(owner, customer, replace(typed, main=True)).value
    assert (_main(model, customer), _main(model, other)) == ([third], [elsewhere])


@parts
def test_a_removed_main_one_is_followed_by_the_oldest(owner: Actor, part: str) -> None:
    model, typed, add, _edit, remove, _field = PARTS[part]
    customer = a_customer(owner)
    first, second, third = (add(owner, customer, typed).value for _n in range(3))
    remove(owner, first)
    assert _main(model, customer) == [second]
    remove(owner, third)
    remove(owner, second)
    assert every(model) == []
    with pytest.raises(NotFound):
        remove(owner, second)


@parts
def test_undo_brings_back_which_was_the_main_one(owner: Actor, part: str) -> None:
    model, typed, add, _edit, remove, _field = PARTS[part]
    customer = a_customer(owner)
    first = add(owner, customer, typed).value
    second = add(owner, customer, replace(typed, main=True)).value
    before = [p.__data__ for p in every(model)]
    remove(owner, second)
    assert _main(model, customer) == [first]
    undo(owner)
    assert [p.__data__ for p in every(model)] == before
    redo(owner)
    assert _main(model, customer) == [first]


@parts
def test_an_empty_one_is_refused_at_its_field(owner: Actor, part: str) -> None:
    model, typed, add, edit, _remove, field = PARTS[part]
    customer = a_customer(owner)
    with pytest.raises(UserError) as refused:
        add(owner, customer, replace(typed, **{field: "  "}))
    assert refused.value.field == field
    assert every(model) == []
    stored = add(owner, customer, replace(typed, **{field: "  Pier 9 "})).value
    assert getattr(read(model, stored), field) == "Pier 9"
    with pytest.raises(UserError):
        edit(owner, stored, replace(typed, **{field: ""}))


@parts
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(owner: Actor, part: str) -> None:
    model, typed, add, edit, _remove, field = PARTS[part]
    stored = add(owner, a_customer(owner), typed).value
    seen = replace(typed, main=True)
    edit(owner, stored, replace(seen, **{field: "Theirs"}), seen)
    with pytest.raises(ChangedMeanwhile):
        edit(owner, stored, replace(seen, **{field: "Mine"}), seen)
    assert getattr(read(model, stored), field) == "Theirs"


@parts
def test_a_colleagues_customer_stays_as_it_is(office: Any, part: str) -> None:
    _model, typed, add, edit, remove, _field = PARTS[part]
    customer = a_customer(office.owner, owner_id=office.manager.user_id)
    stored = add(office.owner, customer, typed).value
    for attempt in (
        lambda: add(office.sales, customer, typed),
        lambda: edit(office.sales, stored, typed),
        lambda: remove(office.sales, stored),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_tax_number_blocks_only_where_it_cannot_be_one(chinese: Any) -> None:
    customer = a_customer(chinese.owner)
    odd = add_invoice_title(chinese.owner, customer, InvoiceTitleInput("青禾", tax_number="91320500MA1X")).value
    assert read(InvoiceTitle, odd).tax_number == "91320500MA1X"
    for number in ("税号", "1" * 31, "<b>"):
        with pytest.raises(UserError) as refused:
            add_invoice_title(chinese.owner, customer, InvoiceTitleInput("青禾", tax_number=number))
        assert refused.value.field == "tax_number"
        with pytest.raises(UserError):
            a_customer(chinese.owner, "Another", tax_number=number)


def test_a_new_order_goes_to_the_main_address_unless_it_says_otherwise(owner: Actor) -> None:
    customer = a_customer(owner, "Willow", phone="555 0101", city="Leeds", address="Office 1")
    add_address(owner, customer, AddressInput("Quay 1", city="Hull", consignee="Store"))
    second = add_address(owner, customer, AddressInput("Dock 2", city="York", phone="555 0202", main=True)).value
    stored = order(a_draft(owner, customer, 10))
    assert (stored.consignee, stored.ship_phone, stored.city, stored.ship_address) == (
        "Willow", "555 0202", "York", "Dock 2",
    )  # fmt: skip
    start = order_start(owner, customer)
    assert (start.ship_to["consignee"], start.ship_to["ship_address"]) == ("Willow", "Dock 2")
    assert [c.facts["ship_address"] for c in choices.ship_to(owner, customer)][:2] == ["Dock 2", "Quay 1"]
    typed = order(a_draft(owner, customer, 10, ship_address="Elsewhere"))
    assert (typed.ship_address, typed.city) == ("Elsewhere", "York")
    remove_address(owner, second)
    assert order_start(owner, customer).ship_to["ship_address"] == "Quay 1"


def test_a_customer_is_found_by_whom_one_speaks_to_there_as_long_as_they_are_there(owner: Actor) -> None:
    def found(typed: str) -> list[int]:
        return LISTS["customers"].ids(owner, Ask(search=typed)).tolist()

    customer = a_customer(owner, "Mill Street")
    person = add_contact(owner, customer, ContactInput("Ann Weaver", phone="555 0142")).value
    assert found("0142") == [customer]
    edit_contact(owner, person, ContactInput("Ann Weaver", phone="555 0199"))
    assert found("0142") == []
    assert found("weaver 0199") == [customer]
    remove_contact(owner, person)
    assert found("weaver") == []
