"""Reminding customers of what is overdue: who was reminded when, of which orders and in which tone.

A reminder is a contact with the customer: it stands among the follow-ups, and the day until which the money is asked
for is the next one. What it said of the orders stands on the trail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.errors import UserError
from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.company import book_currency
from app.models.reminding import AS_NEXT, LEFT_OUT, TONES, Owing, days_to_pay, owing_on
from app.money import show
from app.operations.batch_steps import Outcome, called_customer, run, undone_as
from app.operations.follow_ups import FollowUpInput, note_contact
from app.operations.operation import operation
from app.operations.steps import own_customer
from app.operations.work import Work

REST_DAYS = 7
"""A batch leaves out who was reminded less than so many days ago."""


@operation("remind customer", needs=Permission.SEE_MONEY, undoable=True)
def remind_customer(work: Work, customer_id: int, tone: str = AS_NEXT) -> int:
    """Note that a customer was reminded of all overdue orders that are not in dispute; returns the follow-up's id.

    Unless told in the ``tone`` that is next. Raises UserError if nothing is overdue, or all of it is in dispute.
    """
    return _remind(work, customer_id, tone)


@operation("remind customers", needs=Permission.SEE_MONEY, undoable=True)
def remind_customers(work: Work, ids: Sequence[int], tone: str = AS_NEXT) -> Outcome:
    """Remind many customers, each in this tone or the one that is next. Who was reminded lately is left out."""
    outcome = run(work, ids, lambda part, customer: _remind(part, customer, tone, rested=True), called_customer)
    return undone_as(work, outcome, lambda n: ngettext("remind {n} customer", "remind {n} customers", n))


def _remind(work: Work, customer_id: int, tone: str, *, rested: bool = False) -> int:
    customer = own_customer(work, customer_id, Permission.SEE_MONEY)
    if tone not in (AS_NEXT, *dict(TONES)):
        raise UserError(_("Choose a tone of the list."), field="tone", code="no_tone")
    found = owing_on(work.connection, customer_id, work.today)
    _refuse(work, found, rested)
    chosen = found.tone if tone == AS_NEXT else tone
    unit = book_currency()
    numbers = [order.number for order in found.reminded]
    said = _("{title}: {amount} overdue for {orders}").format(
        title=_(dict(TONES)[chosen]), amount=show(found.total, unit, symbol=True), orders=_(", ").join(numbers)
    )
    pay_by = work.today + timedelta(days=days_to_pay(work.connection, chosen))
    content = FollowUpInput(said, way=_("Payment reminder"), next_date=pay_by)
    follow_up = note_contact(work, customer, content, reminder=chosen)
    work.tell(tone=chosen, orders=numbers, amount=found.total, pay_by=pay_by.isoformat())
    work.label(_("remind {name}").format(name=customer.name))
    return int(follow_up.id)


def _refuse(work: Work, found: Owing, rested: bool) -> None:
    if not found.reminded:
        if found.left_out:
            first = found.left_out[0]
            raise UserError(
                _("Everything overdue is in dispute: {order} is {why}.").format(
                    order=first.number, why=_(LEFT_OUT[first.left_out])
                ),
                code="in_dispute",
            )
        raise UserError(_("Nothing is overdue, so there is nothing to remind of."), code="nothing_overdue")
    if rested and found.last is not None:
        since = (work.today - date.fromisoformat(found.last.date)).days
        if since < REST_DAYS:
            raise UserError(
                _("Reminded on {day} already. Give the customer {n} days, or remind this one alone.").format(
                    day=found.last.date, n=REST_DAYS
                ),
                code="reminded_lately",
            )
