"""An order that was pasted from a chat or a mail: draft, new customer and learned names in one step."""

from __future__ import annotations

from dataclasses import replace

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.operations.aliases import learn_alias
from app.operations.customers import CustomerInput, add_customer
from app.operations.inputs import OrderInput
from app.operations.operation import operation
from app.operations.orders import make_order
from app.operations.work import Work


@operation("paste order", needs=Permission.EDIT_ORDERS, undoable=True)
def paste_order(
    work: Work,
    content: OrderInput,
    customer: CustomerInput | None = None,
    learned: tuple[tuple[int, str], ...] = (),
) -> int:
    """Store the draft of a pasted order and return its id.

    ``customer`` is added first and takes the place of ``content.customer_id``. ``learned`` are products and what the
    text called them; a name that is another product's stays as it is.
    Whoever may write orders may add customers. Raises UserError as adding and making would.
    """
    if customer is not None:
        content = replace(content, customer_id=add_customer.function(work, customer))
    for product_id, name in learned:
        try:
            learn_alias.function(work, product_id, name)
        except UserError:
            continue
    order_id = make_order.function(work, content)
    work.label(_("pasted order"))
    return order_id
