"""A follow-up at a glance: its customer, and what was said lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.money import show
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Level

if TYPE_CHECKING:
    from app.operations import notes
    from app.queries import follow_ups
    from app.queries.follow_ups import Contact, FollowUpDetail
else:
    notes, follow_ups = Later("app.operations.notes"), Later("app.queries.follow_ups")


def _alerts(desk: Desk, found: FollowUpDetail) -> tuple[tuple[Level, str], ...]:
    today = desk.actor.today().isoformat()
    if found.done or found.next_date is None or found.next_date > today:
        return ()
    if found.next_date == today:
        return (("warn", _("To be contacted today")),)
    return (("danger", _("To be contacted since {date}").format(date=found.next_date)),)


def _told(contact: Contact) -> tuple[str, str]:
    said = f"{contact.said} → {contact.outcome}" if contact.outcome else contact.said
    return " · ".join(p for p in (contact.date, contact.way, contact.user or "") if p) + "\n" + said, ""


def show_follow_up(desk: Desk, found: FollowUpDetail) -> Glance:
    """What of a follow-up is worth a glance."""
    currency = desk.currency
    return Glance(
        title=found.customer,
        subtitle=" · ".join(p for p in (found.code, found.grade, found.owner or "") if p),
        alerts=_alerts(desk, found),
        figures=(
            (_("Outstanding"), show(found.outstanding, currency)),
            (_("Balance"), show(found.balance, currency)),
            (_("Orders"), f"{found.orders:,}"),
        ),
        facts=(
            (_("Phone"), found.phone),
            (_("WeChat"), found.wechat),
            (_("Next contact"), "" if found.done else found.next_date or ""),
            (_("Stage"), found.stage),
            (_("Order"), found.order or ""),
            (_("Last order"), found.last_order_date or ""),
        ),
        items_title=_("Last contacts"),
        items=tuple(_told(each) for each in found.contacts),
        note=found.customer_note,
        actions=found.actions,
        why_not=found.why_not,
    )


FOLLOW_UP = GlanceAt(
    read=lambda actor, follow_up_id: follow_ups.follow_up(actor, follow_up_id),
    show=show_follow_up,
    steps=("finish_follow_up", "postpone_follow_up", "make_order", "add_follow_up"),
    note_action="note_customer",
    write_note=lambda actor, follow_up_id, note, before: notes.note_customer(
        actor, follow_ups.customer_of(follow_up_id), note, before
    ),
)
