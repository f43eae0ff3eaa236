"""Quick notes: what somebody jots down about a record, whatever state it is in. Nothing else of it changes.

``before`` is the note as the person saw it: where somebody else wrote another one meanwhile, nothing is overwritten.
"""

from __future__ import annotations

from app.errors import ChangedMeanwhile
from app.i18n import _
from app.models.actor import Permission
from app.models.payment import Payment
from app.models.product import Product
from app.operations.operation import operation
from app.operations.steps import order_name, own_customer, own_order
from app.operations.work import Work


@operation("note on order", needs=Permission.EDIT_ORDERS, undoable=True)
def note_order(work: Work, order_id: int, note: str, before: str | None = None) -> None:
    """Write the quick note of an order."""
    order = own_order(work, order_id)
    order.note = _checked(order.note, note, before)
    order.version += 1
    work.save(order)
    work.about(order, order_name(order))
    work.label(_("note on {order}").format(order=order_name(order)))


@operation("note on customer", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def note_customer(work: Work, customer_id: int, note: str, before: str | None = None) -> None:
    """Write the note of a customer."""
    customer = own_customer(work, customer_id)
    customer.note = _checked(customer.note, note, before)
    customer.version += 1
    work.save(customer)
    work.about(customer, customer.code)
    work.label(_("note on {order}").format(order=customer.name))


@operation("note on product", needs=Permission.EDIT_PRODUCTS, undoable=True)
def note_product(work: Work, product_id: int, note: str, before: str | None = None) -> None:
    """Write the note of a product."""
    product = work.get(Product, product_id)
    product.note = _checked(product.note, note, before)
    product.version += 1
    work.save(product)
    work.about(product, product.code)
    work.label(_("note on {order}").format(order=product.name))


@operation("note on payment", needs=Permission.RECORD_PAYMENTS, undoable=True)
def note_payment(work: Work, payment_id: int, note: str, before: str | None = None) -> None:
    """Write the note of a payment; what was booked stays as it is."""
    payment = work.get(Payment, payment_id)
    payment.note = _checked(payment.note, note, before)
    work.save(payment)
    name = payment.number or payment.source_reference or f"#{payment.id}"
    work.about(payment, name)
    work.label(_("note on {order}").format(order=name))


def _checked(stored: str, note: str, before: str | None) -> str:
    note = note.strip()
    if before is not None and stored not in (before, note):
        raise ChangedMeanwhile(
            _(
                "Somebody wrote another note meanwhile: “{note}” Yours is still here: put both together and save."
            ).format(note=stored),
            field="note",
            code="changed_meanwhile",
        )
    return note
