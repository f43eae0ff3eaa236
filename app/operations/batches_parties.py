"""One act on many customers or products: what the single operations do, in one transaction with one undo step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.base import Record
from app.models.customer import Customer
from app.models.product import Product
from app.operations import customers, products
from app.operations.batch_steps import (
    Outcome,
    Unchanged,
    called_customer,
    called_product,
    one_tag,
    person_of,
    put_tag,
    rewriting,
    run,
    undone_as,
)
from app.operations.operation import Operation, operation
from app.operations.steps import own_customer
from app.operations.work import Work


@operation("assign customers", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def assign_customers(work: Work, ids: Sequence[int], person_id: int) -> Outcome:
    """Put customers into the charge of a person."""
    person = person_of(work, person_id)
    return undone_as(
        work,
        run(work, ids, rewriting(own_customer, lambda each: _put(each, "owner_id", person_id)), called_customer),
        lambda n: ngettext("give {n} customer to {name}", "give {n} customers to {name}", n),
        name=person.shown_name,
    )


@operation("grade customers", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def grade_customers(work: Work, ids: Sequence[int], grade: str) -> Outcome:
    """Give customers a grade; an empty one takes it away."""
    return undone_as(
        work,
        run(work, ids, rewriting(own_customer, lambda each: _put(each, "grade", grade.strip())), called_customer),
        lambda n: ngettext("grade {n} customer", "grade {n} customers", n),
    )


@operation("tag customers", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def tag_customers(work: Work, ids: Sequence[int], tag: str) -> Outcome:
    """Add a tag to customers."""
    tag = one_tag(tag)
    return undone_as(
        work,
        run(work, ids, rewriting(own_customer, lambda each: put_tag(each, tag)), called_customer),
        lambda n: ngettext("tag {n} customer", "tag {n} customers", n),
    )


@operation("set customers active", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def activate_customers(work: Work, ids: Sequence[int]) -> Outcome:
    """Bring inactive customers back."""
    return undone_as(
        work,
        run(work, ids, _switching(Customer, customers.activate_customer, True), called_customer),
        lambda n: ngettext("set {n} customer active", "set {n} customers active", n),
    )


@operation("set customers inactive", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def deactivate_customers(work: Work, ids: Sequence[int]) -> Outcome:
    """Take customers out of lists and pickers."""
    return undone_as(
        work,
        run(work, ids, _switching(Customer, customers.deactivate_customer, False), called_customer),
        lambda n: ngettext("set {n} customer inactive", "set {n} customers inactive", n),
    )


@operation("delete customers", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def delete_customers(work: Work, ids: Sequence[int]) -> Outcome:
    """Remove customers that nothing refers to."""
    return undone_as(
        work,
        run(work, ids, customers.delete_customer.function, called_customer),
        lambda n: ngettext("delete {n} customer", "delete {n} customers", n),
    )


@operation("set products active", needs=Permission.EDIT_PRODUCTS, undoable=True)
def activate_products(work: Work, ids: Sequence[int]) -> Outcome:
    """Bring inactive products back."""
    return undone_as(
        work,
        run(work, ids, _switching(Product, products.activate_product, True), called_product),
        lambda n: ngettext("set {n} product active", "set {n} products active", n),
    )


@operation("set products inactive", needs=Permission.EDIT_PRODUCTS, undoable=True)
def deactivate_products(work: Work, ids: Sequence[int]) -> Outcome:
    """Take products out of pickers."""
    return undone_as(
        work,
        run(work, ids, _switching(Product, products.deactivate_product, False), called_product),
        lambda n: ngettext("set {n} product inactive", "set {n} products inactive", n),
    )


def _put(record: Record, name: str, value: Any) -> None:
    if getattr(record, name) == value:
        raise Unchanged(_("Nothing is to be changed."))
    setattr(record, name, value)


def _switching(
    model: type[Customer] | type[Product], single: Operation[[int], None], active: bool
) -> Callable[[Work, int], None]:
    def step(part: Work, record_id: int) -> None:
        if bool(part.get(model, record_id).active) is active:
            raise Unchanged(_("Nothing is to be changed."))
        single.function(part, record_id)

    return step
