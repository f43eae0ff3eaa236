"""Customers: add, edit, set inactive, delete."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import Contact, Customer
from app.models.search_key import search_key
from app.models.terms import checked_key
from app.operations.invoice_titles import check_tax_number
from app.operations.operation import operation
from app.operations.steps import check_version, own_customer
from app.operations.work import Work

_REFERRING = (
    ("sales_order", "customer_id"),
    ("payment", "customer_id"),
    ("follow_up", "customer_id"),
    ("customer_letter", "customer_id"),
    ("invoice", "customer_id"),
    ("refund", "customer_id"),
    ("contact", "customer_id"),
    ("address", "customer_id"),
    ("invoice_title", "customer_id"),
    ("customer", "merged_into_id"),
)
"""Tables and columns that keep a customer in the book."""


@dataclass(frozen=True)
class CustomerInput:
    """A customer as typed. ``credit_limit`` None for no limit, ``payment_terms`` is the key of
    terms (see ``Terms.key``), empty for the company's."""

    name: str
    code: str = ""
    customer_kind: str = "company"
    grade: str = ""
    source: str = ""
    phone: str = ""
    email: str = ""
    wechat: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    address: str = ""
    postal_code: str = ""
    tax_number: str = ""
    owner_id: int | None = None
    credit_limit: int | None = None
    payment_terms: str = ""
    tags: str = ""
    note: str = ""


@operation("add customer", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def add_customer(work: Work, content: CustomerInput) -> int:
    """Store a new customer and return its id; without a code one is drawn."""
    customer = Customer(created_at=work.actor.now(), created_by=work.actor.user_id or None)
    _fill(work, customer, content)
    if not customer.code:
        customer.code = _draw_code(work)
    keep_key(work, customer)
    work.add(customer)
    work.about(customer, customer.code)
    work.label(_("add {name}").format(name=customer.name))
    return int(customer.id)


@operation("edit customer", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def edit_customer(work: Work, customer_id: int, content: CustomerInput, version: int | None = None) -> None:
    """Change a customer; ``version`` is the one that the person saw."""
    customer = own_customer(work, customer_id)
    check_version(customer.version, version)
    code = customer.code
    _fill(work, customer, content)
    customer.code = customer.code or code
    keep_key(work, customer)
    customer.version += 1
    work.save(customer)
    work.about(customer, customer.code)
    work.label(_("edit {name}").format(name=customer.name))


@operation("set customer inactive", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def deactivate_customer(work: Work, customer_id: int) -> None:
    """Take a customer out of lists and pickers; orders and money stay."""
    _set_active(work, customer_id, False)


@operation("set customer active", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def activate_customer(work: Work, customer_id: int) -> None:
    """Bring an inactive customer back."""
    _set_active(work, customer_id, True)


@operation("delete customer", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def delete_customer(work: Work, customer_id: int) -> None:
    """Remove a customer that nothing refers to; one in use is set inactive instead."""
    customer = own_customer(work, customer_id)
    for table, column in _REFERRING:
        if work.value(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (customer_id,)):
            raise UserError(
                _(
                    "{name} has orders, payments, letters or notes and cannot be deleted. Set the customer inactive "
                    "instead."
                ).format(name=customer.name),
                code="in_use",
            )
    work.about(customer, customer.code)
    work.remove(customer)
    work.label(_("delete {name}").format(name=customer.name))


def _fill(work: Work, customer: Customer, content: CustomerInput) -> None:
    name = content.name.strip()
    if not name:
        raise UserError(_("A customer needs a name."), field="name", code="no_name")
    if content.credit_limit is not None and content.credit_limit < 0:
        raise UserError(_("A credit limit cannot be below zero."), field="credit_limit", code="below_zero")
    check_tax_number(content.tax_number)
    code = content.code.strip()
    taken = work.value("SELECT name FROM customer WHERE code = ? AND id IS NOT ?", (code, customer.id))
    if code and taken is not None:
        raise UserError(
            _("The code {code} belongs to {name}. Choose another one.").format(code=code, name=taken),
            field="code",
            code="code_taken",
        )
    customer.name = name
    customer.code = code
    for field in (
        "customer_kind", "grade", "source", "phone", "email", "wechat", "country", "region", "city", "address",
        "postal_code", "tax_number", "tags", "note",
    ):  # fmt: skip
        setattr(customer, field, getattr(content, field).strip())
    customer.owner_id = content.owner_id
    customer.credit_limit = content.credit_limit
    customer.payment_terms = checked_key(content.payment_terms)


def _draw_code(work: Work) -> str:
    while True:
        code = work.draw("customer", work.today)
        if not work.value("SELECT 1 FROM customer WHERE code = ?", (code,)):
            return code


def keep_key(work: Work, customer: Customer) -> None:
    """Write what a customer is found by, with the people to speak to there and those that were merged into it."""
    merged = work.connection.execute(
        "SELECT name, code FROM customer WHERE merged_into_id = ? ORDER BY id", (customer.id,)
    )
    earlier = [str(part) for row in merged for part in row]
    contacts = work.find(Contact, "customer_id = ?", (customer.id,))
    people = [part for contact in contacts for part in (contact.name, contact.phone, contact.email)]
    customer.search_key = search_key(
        customer.name, customer.code, customer.phone, customer.email, customer.wechat, *people, *earlier
    )


def _set_active(work: Work, customer_id: int, active: bool) -> None:
    customer = own_customer(work, customer_id)
    customer.active = active
    customer.version += 1
    work.save(customer)
    work.about(customer, customer.code)
    work.label(
        _("set {name} active").format(name=customer.name)
        if active
        else _("set {name} inactive").format(name=customer.name)
    )
