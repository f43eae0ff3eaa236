"""A customer at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.models.limits import exposure
from app.money import show
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Level, Mark, shortened
from app.views.values import word_of

if TYPE_CHECKING:
    from app.operations import notes
    from app.queries import customer_details
    from app.queries.customer_details import CustomerDetail
else:
    notes, customer_details = Later("app.operations.notes"), Later("app.queries.customer_details")


def _alerts(desk: Desk, customer: CustomerDetail) -> tuple[tuple[Level, str], ...]:
    found: list[tuple[Level, str]] = []
    due, limit = customer.next_follow_up, customer.credit_limit
    if due and due <= desk.actor.today().isoformat():
        found.append(("warn", _("To be contacted since {date}").format(date=due)))
    if limit is not None and customer.debt is not None and exposure(customer.debt, customer.balance or 0) > limit:
        found.append(
            ("danger", _("Owes more than the credit limit of {limit}.").format(limit=show(limit, desk.currency)))
        )
    return tuple(found)


def show_customer(desk: Desk, customer: CustomerDetail) -> Glance:
    """What of a customer is worth a glance."""
    currency = desk.currency
    figures = []
    if customer.outstanding is not None and customer.balance is not None:
        figures = [
            (_("Outstanding"), show(customer.outstanding, currency)),
            (_("Balance"), show(customer.balance, currency)),
        ]
    orders, more = shortened(
        [
            (f"{o.number} · {o.date} · {word_of('state', o.state)}", show(o.total, currency))
            for o in sorted(customer.recent_orders, key=lambda o: o.outstanding <= 0)
        ]
    )
    letter = next((x for x in customer.letters if x.letter_kind == "reminder" and x.state == "made"), None)
    reminded = f"{letter.date} · {word_of('reminder_tone', letter.tone)}" if letter is not None else ""
    last = customer.follow_ups[0] if customer.follow_ups else None
    place = " ".join(p for p in (customer.region, customer.city, customer.address) if p)
    return Glance(
        title=customer.name,
        subtitle=" · ".join(p for p in (customer.code, customer.grade, customer.owner or "") if p),
        marks=() if customer.active else (Mark("customer", "inactive"),),
        alerts=_alerts(desk, customer),
        figures=(*figures, (_("Orders"), f"{customer.orders:,}")),
        facts=(
            (_("Phone"), customer.phone),
            (_("WeChat"), customer.wechat),
            (_("E-mail"), customer.email),
            (_("Address"), place),
            (_("Last order"), customer.last_order_date or ""),
            (_("Last contact"), f"{last.date} · {last.said}" if last is not None else ""),
            (_("Last reminder"), reminded),
            (_("Next contact"), customer.next_follow_up or ""),
            (_("Tags"), customer.tags),
        ),
        items_title=_("Orders"),
        items=orders,
        more=more,
        history=customer.history,
        note=customer.note,
        actions=customer.actions,
        why_not=customer.why_not,
    )


CUSTOMER = GlanceAt(
    read=lambda actor, customer_id: customer_details.customer(actor, customer_id),
    show=show_customer,
    steps=("make_order", "add_follow_up", "record_payment"),
    note_action="note_customer",
    write_note=lambda actor, customer_id, note, before: notes.note_customer(actor, customer_id, note, before),
)
