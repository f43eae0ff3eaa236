"""What was said to a customer and when the next contact is due: note, change, put off, done.

A follow-up with a date of the next contact is open until it is done. ``Customer.next_follow_up`` is the earliest date
of the open ones. Whoever notes a contact has kept the appointments up to that day: they are done with it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from app.errors import ChangedMeanwhile, NotFound, UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.customer import Customer, FollowUp
from app.models.letters import CustomerLetter
from app.operations.operation import operation
from app.operations.steps import own_customer
from app.operations.work import Work

# What was closed together with the making of a letter (?1), for its customer (?2), where no contact came after it.
_CLOSED_BY = (
    "customer_id = ?2 AND done = 1 AND id IN (SELECT c.record_id FROM trail_change c WHERE c.record_kind = 'follow_up' "
    "AND c.trail_id = (SELECT min(trail_id) FROM trail_change WHERE record_kind = 'customer_letter' "
    "AND record_id = ?1) AND json_extract(c.fields, '$.done[0]') = 0 AND json_extract(c.fields, '$.done[1]') = 1) "
    "AND NOT EXISTS(SELECT 1 FROM follow_up x WHERE x.customer_id = follow_up.customer_id "
    "AND x.date >= follow_up.next_date AND x.created_at > (SELECT made_at FROM customer_letter WHERE id = ?1))"
)


@dataclass(frozen=True)
class FollowUpInput:
    """A contact as typed. ``date`` None is today, ``next_date`` None plans no further one."""

    said: str
    way: str = ""
    date: datetime.date | None = None
    stage: str = ""
    outcome: str = ""
    next_date: datetime.date | None = None


@operation("add follow-up", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def add_follow_up(
    work: Work,
    customer_id: int,
    said: str,
    way: str = "",
    date: datetime.date | None = None,
    stage: str = "",
    outcome: str = "",
    next_date: datetime.date | None = None,
    order_id: int | None = None,
) -> int:
    """Note one contact with a customer and when the next one is due; returns the id."""
    customer = own_customer(work, customer_id)
    content = FollowUpInput(said, way, date, stage, outcome, next_date)
    follow_up = note_contact(work, customer, content, order_id=order_id)
    work.label(_("follow-up with {name}").format(name=customer.name))
    return int(follow_up.id)


def note_contact(
    work: Work, customer: Customer, content: FollowUpInput, *, order_id: int | None = None, letter_id: int | None = None
) -> FollowUp:
    """Store a contact with a customer, a reminder with its letter; whatever was planned up to its day is done.

    Raises UserError for what cannot be noted.
    """
    follow_up = FollowUp(
        customer_id=customer.id,
        order_id=order_id,
        letter_id=letter_id,
        user_id=work.actor.user_id or None,
        created_at=work.actor.now(),
    )
    _fill(work, follow_up, content)
    for kept in _open(work, customer.id):
        if kept.next_date is not None and kept.next_date <= follow_up.date:
            kept.done = True
            work.save(kept)
    work.add(follow_up)
    customer.stage = follow_up.stage or customer.stage
    _plan(work, customer)
    return follow_up


@operation("edit follow-up", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def edit_follow_up(work: Work, follow_up_id: int, content: FollowUpInput, seen: FollowUpInput | None = None) -> None:
    """Change what was noted. ``seen`` is the entry as the person saw it; another next date opens it again."""
    follow_up, customer = _found(work, follow_up_id)
    if seen is not None and seen != as_typed(follow_up):
        raise ChangedMeanwhile(
            _("Somebody else changed this entry meanwhile. Your text is still here: compare, and save once more."),
            code="changed_meanwhile",
        )
    before = follow_up.next_date
    _fill(work, follow_up, content)
    if follow_up.next_date != before:
        follow_up.done = False
    work.save(follow_up)
    newest = work.value("SELECT max(id) FROM follow_up WHERE customer_id = ?", (customer.id,))
    if follow_up.id == newest:
        customer.stage = follow_up.stage or customer.stage
    _plan(work, customer)
    work.label(_("edit the follow-up with {name}").format(name=customer.name))


@operation("finish follow-up", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def finish_follow_up(
    work: Work, follow_up_id: int, outcome: str = "", contact: FollowUpInput | None = None
) -> int | None:
    """Say that the planned contact is done, with what came of it if that is known.

    ``contact`` notes the contact itself in the same step, and the one after it where that is planned; gives its id.
    """
    follow_up, customer = _found(work, follow_up_id)
    require_planned(follow_up)
    noted = note_contact(work, customer, contact, order_id=follow_up.order_id) if contact is not None else None
    # Noting the contact has closed what was due up to its day; what was planned for later is done before its time.
    follow_up = work.get(FollowUp, follow_up_id)
    follow_up.done = True
    follow_up.outcome = outcome.strip() or follow_up.outcome
    work.save(follow_up)
    _plan(work, customer)
    work.label(_("follow-up with {name} done").format(name=customer.name))
    return int(noted.id) if noted is not None else None


def require_planned(follow_up: FollowUp) -> None:
    """Refuse a contact of which nothing is planned any more. Raises UserError."""
    if follow_up.done or follow_up.next_date is None:
        raise UserError(_("Nothing is planned here any more."), code="done")


@operation("postpone follow-up", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def postpone_follow_up(work: Work, follow_up_id: int, next_date: datetime.date) -> None:
    """Put the planned contact off to another day, today at the earliest."""
    follow_up, customer = _found(work, follow_up_id)
    require_to_come(work, next_date)
    follow_up.next_date = next_date
    follow_up.done = False
    work.save(follow_up)
    _plan(work, customer)
    work.label(_("put off the follow-up with {name}").format(name=customer.name))


def require_to_come(work: Work, next_date: datetime.date) -> None:
    """Refuse a day that has passed for a contact that is still to come. Raises UserError."""
    if next_date < work.today:
        raise UserError(
            _("{day} has passed. Choose today or a later day.").format(day=next_date.isoformat()),
            field="next_date",
            code="past",
        )


@operation("remove follow-up", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def remove_follow_up(work: Work, follow_up_id: int) -> None:
    """Take a contact away that was noted by mistake."""
    follow_up, customer = _found(work, follow_up_id)
    work.remove(follow_up)
    _plan(work, customer)
    work.label(_("remove a follow-up with {name}").format(name=customer.name))


def take_back_contact(work: Work, letter: CustomerLetter) -> None:
    """Take away the contact that a reminder was noted by; what it closed is planned again, unless it was kept since."""
    contacts = work.find(FollowUp, "letter_id = ?", (letter.id,))
    for contact in contacts:
        work.remove(contact)
    closed = work.find(FollowUp, _CLOSED_BY, (letter.id, letter.customer_id))
    for follow_up in closed:
        follow_up.done = False
        work.save(follow_up)
    if contacts or closed:
        _plan(work, work.get(Customer, letter.customer_id))


def as_typed(follow_up: FollowUp) -> FollowUpInput:
    """A stored contact in the shape in which it is typed."""
    return FollowUpInput(
        follow_up.said, follow_up.way, follow_up.date, follow_up.stage, follow_up.outcome, follow_up.next_date
    )


def _found(work: Work, follow_up_id: int) -> tuple[FollowUp, Customer]:
    found = work.find(FollowUp, "id = ?", (follow_up_id,))
    if not found:
        raise NotFound(_("Somebody has removed this entry. Nothing was changed."), code="no_follow_up")
    return found[0], own_customer(work, found[0].customer_id)


def _fill(work: Work, follow_up: FollowUp, content: FollowUpInput) -> None:
    said = content.said.strip()
    if not said:
        raise UserError(_("Write what was said or agreed."), field="said", code="empty")
    day = content.date or work.today
    if content.next_date is not None and content.next_date < day:
        raise UserError(_("The next contact cannot lie before this one."), field="next_date", code="before_contact")
    follow_up.said = said
    follow_up.way = content.way.strip()
    follow_up.date = day
    follow_up.stage = content.stage.strip()
    follow_up.outcome = content.outcome.strip()
    follow_up.next_date = content.next_date


def _open(work: Work, customer_id: int) -> list[FollowUp]:
    return work.find(FollowUp, "customer_id = ? AND done = 0 AND next_date IS NOT NULL", (customer_id,))


def _plan(work: Work, customer: Customer) -> None:
    customer.next_follow_up = min((f.next_date for f in _open(work, customer.id) if f.next_date), default=None)
    work.save(customer)
    work.about(customer, customer.code)
