"""An order at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.money import QUANTITY, show, show_scaled
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Level, Mark, Portion, shortened

if TYPE_CHECKING:
    from app.operations import notes
    from app.queries import order_details
    from app.queries.order_details import OrderDetail
else:
    notes, order_details = Later("app.operations.notes"), Later("app.queries.order_details")


def _alerts(order: OrderDetail) -> tuple[tuple[Level, str], ...]:
    found: list[tuple[Level, str]] = []
    found += [("danger", problem.reason) for problem in order.problems]
    if order.hold:
        found.append(("warn", _("On hold: {reason}").format(reason=order.hold_reason)))
    if order.sent_back_reason and order.state == "draft":
        found.append(("warn", _("Sent back: {reason}").format(reason=order.sent_back_reason)))
    if order.cancel_reason and order.state == "cancelled":
        found.append(("info", _("Cancelled: {reason}").format(reason=order.cancel_reason)))
    return tuple(found)


def show_order(desk: Desk, order: OrderDetail) -> Glance:
    """What of an order is worth a glance."""
    currency = desk.currency
    counted = order.worth > 0 and order.shows_money
    settled = order.paid - order.refunded + order.written_off
    marks = [Mark("state", order.shown_state(desk.actor.today()))]
    if order.state in ("confirmed", "processing", "completed"):
        if order.shows_money:
            marks.append(Mark("collection", order.collection))
        marks += [Mark("delivery", order.delivery), Mark("invoicing", order.invoicing)]
    figures = [(_("Total"), show(order.total, currency))]
    if order.shows_money:
        figures += [(_("Paid"), show(order.paid, currency)), (_("Outstanding"), show(order.outstanding, currency))]
    items, more = shortened(
        [
            (
                f"{show_scaled(line.quantity, QUANTITY)} {line.unit} × {line.description}".replace("  ", " "),
                show(line.amount, currency),
            )
            for line in order.lines
            if line.quantity
        ]
    )
    place = " ".join(p for p in (order.region, order.city, order.ship_address) if p)
    sent = order.shipments[-1] if order.shipments else None
    return Glance(
        title=order.name,
        subtitle=" · ".join(p for p in (order.customer, order.date) if p),
        marks=tuple(marks),
        alerts=_alerts(order),
        alert_step="solve_problem" if order.problems else "",
        figures=tuple(figures),
        portion=Portion(
            settled,
            order.worth,
            _("{part} of {whole} paid").format(part=show(settled, currency), whole=show(order.worth, currency)),
        )
        if counted
        else None,
        facts=(
            (_("Phone"), order.ship_phone),
            (_("Consignee"), order.consignee if order.consignee != order.customer else ""),
            (_("Ship to"), place),
            (_("Promised date"), order.promised_date or ""),
            (_("Due date"), order.due_date or ""),
            (_("Sent with"), f"{sent.carrier} {sent.tracking_number}".strip() if sent is not None else ""),
            (_("Salesperson"), order.salesperson or ""),
            (_("Channel"), order.channel),
            (_("Customer's reference"), order.customer_reference),
            (_("Tags"), order.tags),
        ),
        items_title=_("Lines"),
        items=items,
        more=more,
        history=order.history,
        note=order.note,
        actions=order.actions,
        why_not=order.why_not,
    )


ORDER = GlanceAt(
    read=lambda actor, order_id: order_details.order(actor, order_id),
    show=show_order,
    steps=("confirm_order", "ship_order", "record_payment", "issue_invoice"),
    note_action="note_order",
    write_note=lambda actor, order_id, note, before: notes.note_order(actor, order_id, note, before),
)
