"""To whom a customer wants its invoices made out: add, change, remove, and which title new invoices take."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import InvoiceTitle
from app.models.party_checks import LONGEST, usable_tax_number
from app.operations.customer_parts import add_part, keep_part, part_of, remove_part, stripped
from app.operations.operation import operation
from app.operations.work import Work

KINDS = ("company", "person")


@dataclass(frozen=True)
class InvoiceTitleInput:
    """A title as typed: of a ``company`` or a ``person``. The first one is the main one in any case."""

    title: str
    title_kind: str = "company"
    tax_number: str = ""
    address: str = ""
    phone: str = ""
    bank_name: str = ""
    bank_account: str = ""
    deliver_to: str = ""
    main: bool = False


@operation("add invoice title", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def add_invoice_title(work: Work, customer_id: int, content: InvoiceTitleInput) -> int:
    """Store an invoice title; returns the id."""
    title = InvoiceTitle()
    _fill(title, content)
    customer = add_part(work, title, customer_id, main=content.main)
    work.label(_("add an invoice title of {customer}").format(customer=customer.name))
    return int(title.id)


@operation("edit invoice title", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def edit_invoice_title(
    work: Work, title_id: int, content: InvoiceTitleInput, seen: InvoiceTitleInput | None = None
) -> None:
    """Change a title; invoices that were issued keep theirs. ``seen`` is the entry as the person saw it."""
    title, customer = part_of(work, InvoiceTitle, title_id, seen, InvoiceTitleInput)
    _fill(title, content)
    keep_part(work, title, customer, main=content.main)
    work.label(_("edit an invoice title of {customer}").format(customer=customer.name))


@operation("remove invoice title", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def remove_invoice_title(work: Work, title_id: int) -> None:
    """Remove a title; invoices and requests that name it keep it."""
    title, customer = part_of(work, InvoiceTitle, title_id, None, InvoiceTitleInput)
    remove_part(work, title, customer)
    work.label(_("remove an invoice title of {customer}").format(customer=customer.name))


def _fill(title: InvoiceTitle, content: InvoiceTitleInput) -> None:
    typed = stripped(content)
    if not typed["title"]:
        raise UserError(_("To whom shall invoices be made out? Please give the name."), field="title", code="no_title")
    if typed["title_kind"] not in KINDS:
        raise UserError(_("An invoice title is that of a company or of a person."), field="title_kind", code="kind")
    check_tax_number(typed["tax_number"])
    for field, text in typed.items():
        setattr(title, field, text)


def check_tax_number(number: str) -> None:
    """Refuse what cannot be a tax number in any country; whether it is a right one is only remarked upon."""
    if not usable_tax_number(number):
        raise UserError(
            _("A tax number holds letters and digits only, at most {most} of them.").format(most=LONGEST),
            field="tax_number",
            code="tax_number",
        )
