"""What a customer owes, at a glance: order by order, how late, how it usually pays, when it was reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.i18n import _, ngettext
from app.models.actor import Actor, Permission
from app.models.reminding import LEFT_OUT, TONES, OpenOrder, Owing
from app.money import show
from app.queries.reminders import owing
from app.queries.rhythm import Rhythm, rhythm
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, shortened


@dataclass(frozen=True)
class Account:
    """What is owed, and the customer's habits."""

    owing: Owing
    rhythm: Rhythm | None
    today: date


def _read(actor: Actor, customer_id: int) -> Account:
    today = actor.today()
    return Account(owing(actor, customer_id), rhythm(customer_id, today), today)


def rhythm_words(known: Rhythm | None, orders: tuple[OpenOrder, ...], today: date) -> str:
    """How the customer usually pays and for how long it has been waited for; nothing if too little is known."""
    if known is None:
        return ""
    usual = ngettext("Usually pays after {n} day", "Usually pays after {n} days", known.days).format(n=known.days)
    if not orders:
        return usual
    first = min(date.fromisoformat(order.date) for order in orders)
    return _("{usual}, now day {day}").format(usual=usual, day=(today - first).days)


def show_owing(desk: Desk, found: Account) -> Glance:
    """What of an account is worth a glance."""
    currency, account = desk.currency, found.owing
    items, more = shortened(
        [(_item(order), show(order.owed, currency)) for order in account.orders],
    )
    coming = ""
    if found.rhythm is not None and account.orders:
        first = min(date.fromisoformat(order.date) for order in account.orders)
        coming = found.rhythm.expected(first).isoformat()
    last = account.last
    tones = dict(TONES)
    reminded = f"{last.date} · {_(tones[last.tone])}" if last is not None and last.tone in tones else ""
    late = sum(order.owed for order in account.orders if order.late_days)
    count = found.rhythm.orders if found.rhythm is not None else 0
    return Glance(
        title=account.name,
        subtitle=rhythm_words(found.rhythm, account.orders, found.today),
        alerts=tuple(
            ("warn", _("{order} is left out of reminders: {why}.").format(order=o.number, why=_(LEFT_OUT[o.left_out])))
            for o in account.left_out[:2]
        ),
        figures=(
            (_("Outstanding"), show(sum(order.owed for order in account.orders), currency)),
            (_("Overdue"), show(late, currency)),
            (_("Balance"), show(account.ahead, currency)),
        ),
        facts=(
            (_("Expected"), coming),
            (_("Known from"), ngettext("{n} paid order", "{n} paid orders", count).format(n=count) if count else ""),
            (_("Last reminder"), reminded),
            (_("Next tone"), _(tones[account.tone]) if account.reminded else ""),
        ),
        items_title=_("Open orders"),
        items=items,
        more=more,
        actions=_allowed(desk, account),
    )


def _allowed(desk: Desk, account: Owing) -> frozenset[str]:
    found = {"statement"}
    if account.reminded:
        found.add("remind")
    if desk.actor.may(Permission.RECORD_PAYMENTS):
        found.add("record_payment")
    return frozenset(found)


def _item(order: OpenOrder) -> str:
    if order.late_days:
        late = ngettext("{n} day late", "{n} days late", order.late_days).format(n=f"{order.late_days:,}")
        return f"{order.number} · {late}"
    due = _("due {date}").format(date=order.due_date) if order.due_date else _("Not due")
    return f"{order.number} · {due}"


OWING = GlanceAt(read=_read, show=show_owing, steps=("remind", "record_payment", "statement"))
