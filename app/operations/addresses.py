"""The addresses that goods of a customer go to: add, change, remove, and which of them new orders take."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import Address
from app.operations.customer_parts import add_part, keep_part, part_of, remove_part, stripped
from app.operations.operation import operation
from app.operations.work import Work


@dataclass(frozen=True)
class AddressInput:
    """An address as typed. ``label`` is what the office calls it; the first one is the main one in any case."""

    address: str
    label: str = ""
    consignee: str = ""
    phone: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    postal_code: str = ""
    main: bool = False


@operation("add address", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def add_address(work: Work, customer_id: int, content: AddressInput) -> int:
    """Store an address; returns the id."""
    address = Address()
    _fill(address, content)
    customer = add_part(work, address, customer_id, main=content.main)
    work.label(_("add an address of {customer}").format(customer=customer.name))
    return int(address.id)


@operation("edit address", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def edit_address(work: Work, address_id: int, content: AddressInput, seen: AddressInput | None = None) -> None:
    """Change an address; orders that were written before keep theirs. ``seen`` is the entry as the person saw it."""
    address, customer = part_of(work, Address, address_id, seen, AddressInput)
    _fill(address, content)
    keep_part(work, address, customer, main=content.main)
    work.label(_("edit an address of {customer}").format(customer=customer.name))


@operation("remove address", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def remove_address(work: Work, address_id: int) -> None:
    """Remove an address; orders that went there keep it."""
    address, customer = part_of(work, Address, address_id, None, AddressInput)
    remove_part(work, address, customer)
    work.label(_("remove an address of {customer}").format(customer=customer.name))


def _fill(address: Address, content: AddressInput) -> None:
    typed = stripped(content)
    if not (typed["address"] or typed["city"]):
        raise UserError(_("Where shall goods go? Please give the address."), field="address", code="no_address")
    for field, text in typed.items():
        setattr(address, field, text)
