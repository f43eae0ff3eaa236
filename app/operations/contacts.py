"""The people to speak to at a customer: add, change, remove, and which of them is asked first."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import Contact, Customer
from app.operations.customer_parts import add_part, keep_part, part_of, remove_part, stripped
from app.operations.customers import keep_key
from app.operations.operation import operation
from app.operations.work import Work


@dataclass(frozen=True)
class ContactInput:
    """A person as typed. The first one of a customer is the main one in any case."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    main: bool = False


@operation("add contact", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def add_contact(work: Work, customer_id: int, content: ContactInput) -> int:
    """Store a person to speak to; returns the id."""
    contact = Contact()
    _fill(contact, content)
    customer = add_part(work, contact, customer_id, main=content.main)
    _find_by_people(work, customer)
    work.label(_("add {name} at {customer}").format(name=contact.name, customer=customer.name))
    return int(contact.id)


@operation("edit contact", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def edit_contact(work: Work, contact_id: int, content: ContactInput, seen: ContactInput | None = None) -> None:
    """Change a person; ``seen`` is the entry as it was when the form was opened."""
    contact, customer = part_of(work, Contact, contact_id, seen, ContactInput)
    _fill(contact, content)
    keep_part(work, contact, customer, main=content.main)
    _find_by_people(work, customer)
    work.label(_("edit {name} at {customer}").format(name=contact.name, customer=customer.name))


@operation("remove contact", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def remove_contact(work: Work, contact_id: int) -> None:
    """Remove a person from a customer."""
    contact, customer = part_of(work, Contact, contact_id, None, ContactInput)
    remove_part(work, contact, customer)
    _find_by_people(work, customer)
    work.label(_("remove {name} from {customer}").format(name=contact.name, customer=customer.name))


def _find_by_people(work: Work, customer: Customer) -> None:
    keep_key(work, customer)
    work.save(customer)


def _fill(contact: Contact, content: ContactInput) -> None:
    typed = stripped(content)
    if not typed["name"]:
        raise UserError(_("Whom do you speak to there? Please give a name."), field="name", code="no_name")
    for field, text in typed.items():
        setattr(contact, field, text)
