"""One act on many orders: what the single operations do, in one transaction with one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.errors import UserError
from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.order import STATE_WORDS, Order, OrderState
from app.operations import invoice_requests, order_course, orders, shipments
from app.operations.batch_steps import (
    Otherwise,
    Outcome,
    Unchanged,
    of_orders,
    one_tag,
    person_of,
    put_tag,
    rewriting,
    undone_as,
)
from app.operations.operation import operation
from app.operations.steps import own_order, require_reason
from app.operations.work import Work


@operation("confirm orders", needs=Permission.EDIT_ORDERS)
def confirm_orders(work: Work, ids: Sequence[int]) -> Outcome:
    """Confirm drafts and quotations. Where a review is needed and the person may not review, they go there."""

    def step(part: Work, order_id: int) -> Otherwise | None:
        state = orders.confirm_order.function(part, order_id)
        return Otherwise(_(STATE_WORDS[OrderState.REVIEW])) if state == OrderState.REVIEW else None

    return of_orders(work, ids, step)


@operation("ship orders", needs=Permission.SHIP)
def ship_orders(
    work: Work, ids: Sequence[int], date: date | None = None, carrier: str = "", tracking_number: str = ""
) -> Outcome:
    """Ship all that is still open of confirmed orders."""
    return of_orders(
        work,
        ids,
        lambda part, order_id: shipments.ship_order.function(
            part, order_id, date=date, carrier=carrier.strip(), tracking_number=tracking_number
        ),
    )


@operation("hold orders", needs=Permission.EDIT_ORDERS, undoable=True)
def hold_orders(work: Work, ids: Sequence[int], reason: str) -> Outcome:
    """Stop orders for a reason."""
    reason = require_reason(reason)

    def step(part: Work, order_id: int) -> None:
        if part.get(Order, order_id).hold:
            raise UserError(_("The order is on hold already."), code="on_hold")
        order_course.hold_order.function(part, order_id, reason)

    return undone_as(work, of_orders(work, ids, step), lambda n: ngettext("hold {n} order", "hold {n} orders", n))


@operation("release orders", needs=Permission.EDIT_ORDERS, undoable=True)
def release_orders(work: Work, ids: Sequence[int]) -> Outcome:
    """Let orders go on that were on hold."""

    def step(part: Work, order_id: int) -> None:
        if not part.get(Order, order_id).hold:
            raise Unchanged(_("The order is not on hold."))
        order_course.hold_order.function(part, order_id, "")

    return undone_as(work, of_orders(work, ids, step), lambda n: ngettext("release {n} order", "release {n} orders", n))


@operation("complete orders", needs=Permission.EDIT_ORDERS)
def complete_orders(work: Work, ids: Sequence[int], reason: str | None = None) -> Outcome:
    """Complete orders by hand; those not wholly shipped and settled need a reason."""
    return of_orders(
        work, ids, lambda part, order_id: order_course.complete_order.function(part, order_id, reason or "")
    )


@operation("cancel orders", needs=Permission.EDIT_ORDERS)
def cancel_orders(work: Work, ids: Sequence[int], reason: str) -> Outcome:
    """Cancel orders without money on them and without goods out."""
    reason = require_reason(reason)
    return of_orders(work, ids, lambda part, order_id: order_course.cancel_order.function(part, order_id, reason))


@operation("delete drafts", needs=Permission.EDIT_ORDERS, undoable=True)
def delete_drafts(work: Work, ids: Sequence[int]) -> Outcome:
    """Remove drafts that never had a number."""
    return undone_as(
        work,
        of_orders(work, ids, lambda part, order_id: orders.delete_draft.function(part, order_id)),
        lambda n: ngettext("delete {n} draft", "delete {n} drafts", n),
    )


@operation("assign orders", needs=Permission.EDIT_ORDERS, undoable=True)
def assign_orders(work: Work, ids: Sequence[int], person_id: int) -> Outcome:
    """Give orders to a salesperson."""
    person = person_of(work, person_id)

    def give(order: Order) -> None:
        if order.salesperson_id == person_id:
            raise Unchanged(_("The order belongs to this person already."))
        order.salesperson_id = person_id

    return undone_as(
        work,
        of_orders(work, ids, rewriting(own_order, give)),
        lambda n: ngettext("give {n} order to {name}", "give {n} orders to {name}", n),
        name=person.shown_name,
    )


@operation("tag orders", needs=Permission.EDIT_ORDERS, undoable=True)
def tag_orders(work: Work, ids: Sequence[int], tag: str) -> Outcome:
    """Add a tag to orders."""
    tag = one_tag(tag)
    return undone_as(
        work,
        of_orders(work, ids, rewriting(own_order, lambda order: put_tag(order, tag))),
        lambda n: ngettext("tag {n} order", "tag {n} orders", n),
    )


@operation("request invoices", needs=Permission.REQUEST)
def request_invoices(work: Work, ids: Sequence[int], note: str = "") -> Outcome:
    """Ask finance for an invoice of each order, over all that is not invoiced or asked for yet."""
    return of_orders(
        work, ids, lambda part, order_id: invoice_requests.request_invoice.function(part, order_id, note=note)
    )
