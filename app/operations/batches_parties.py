"""One act on many customers or products: what the single operations do, in one transaction with one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.customer import Customer
from app.models.product import Product
from app.operations import customers, products
from app.operations.batch_steps import (
    Outcome,
    Unchanged,
    called_customer,
    called_product,
    name_of,
    one_tag,
    person_of,
    run,
    tagged,
)
from app.operations.operation import operation
from app.operations.steps import own_customer
from app.operations.work import Work


@operation("assign customers", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def assign_customers(work: Work, ids: Sequence[int], person_id: int) -> Outcome:
    """Put customers into the charge of a person."""
    person = person_of(work, person_id)
    outcome = _change_customers(work, ids, "owner_id", person_id)
    count = len(outcome.done)
    work.label(
        ngettext("give {n} customer to {name}", "give {n} customers to {name}", count).format(
            n=count, name=name_of(person)
        )
    )
    return outcome


@operation("grade customers", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def grade_customers(work: Work, ids: Sequence[int], grade: str) -> Outcome:
    """Give customers a grade; an empty one takes it away."""
    outcome = _change_customers(work, ids, "grade", grade.strip())
    count = len(outcome.done)
    work.label(ngettext("grade {n} customer", "grade {n} customers", count).format(n=count))
    return outcome


@operation("tag customers", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def tag_customers(work: Work, ids: Sequence[int], tag: str) -> Outcome:
    """Add a tag to customers."""
    tag = one_tag(tag)

    def step(part: Work, customer_id: int) -> None:
        customer = own_customer(part, customer_id)
        customer.tags = tagged(customer.tags, tag)
        customer.version += 1
        part.save(customer)

    outcome = run(work, ids, step, called_customer)
    count = len(outcome.done)
    work.label(ngettext("tag {n} customer", "tag {n} customers", count).format(n=count))
    return outcome


@operation("set customers active", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def activate_customers(work: Work, ids: Sequence[int]) -> Outcome:
    """Bring inactive customers back."""
    return _customers_active(work, ids, True)


@operation("set customers inactive", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def deactivate_customers(work: Work, ids: Sequence[int]) -> Outcome:
    """Take customers out of lists and pickers."""
    return _customers_active(work, ids, False)


@operation("delete customers", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def delete_customers(work: Work, ids: Sequence[int]) -> Outcome:
    """Remove customers that nothing refers to."""
    outcome = run(work, ids, lambda part, each: customers.delete_customer.function(part, each), called_customer)
    count = len(outcome.done)
    work.label(ngettext("delete {n} customer", "delete {n} customers", count).format(n=count))
    return outcome


def _customers_active(work: Work, ids: Sequence[int], active: bool) -> Outcome:
    single = customers.activate_customer if active else customers.deactivate_customer

    def step(part: Work, customer_id: int) -> None:
        if bool(part.get(Customer, customer_id).active) is active:
            raise Unchanged(_("Nothing is to be changed."))
        single.function(part, customer_id)

    outcome = run(work, ids, step, called_customer)
    count = len(outcome.done)
    work.label(
        ngettext("set {n} customer active", "set {n} customers active", count).format(n=count)
        if active
        else ngettext("set {n} customer inactive", "set {n} customers inactive", count).format(n=count)
    )
    return outcome


def _change_customers(work: Work, ids: Sequence[int], name: str, value: Any) -> Outcome:
    def step(part: Work, customer_id: int) -> None:
        customer = own_customer(part, customer_id)
        if getattr(customer, name) == value:
            raise Unchanged(_("Nothing is to be changed."))
        setattr(customer, name, value)
        customer.version += 1
        part.save(customer)

    return run(work, ids, step, called_customer)


# Products


@operation("set products active", needs=Permission.EDIT_PRODUCTS, undoable=True)
def activate_products(work: Work, ids: Sequence[int]) -> Outcome:
    """Bring inactive products back."""
    return _products_active(work, ids, True)


@operation("set products inactive", needs=Permission.EDIT_PRODUCTS, undoable=True)
def deactivate_products(work: Work, ids: Sequence[int]) -> Outcome:
    """Take products out of pickers."""
    return _products_active(work, ids, False)


def _products_active(work: Work, ids: Sequence[int], active: bool) -> Outcome:
    single = products.activate_product if active else products.deactivate_product

    def step(part: Work, product_id: int) -> None:
        if bool(part.get(Product, product_id).active) is active:
            raise Unchanged(_("Nothing is to be changed."))
        single.function(part, product_id)

    outcome = run(work, ids, step, called_product)
    count = len(outcome.done)
    work.label(
        ngettext("set {n} product active", "set {n} products active", count).format(n=count)
        if active
        else ngettext("set {n} product inactive", "set {n} products inactive", count).format(n=count)
    )
    return outcome
