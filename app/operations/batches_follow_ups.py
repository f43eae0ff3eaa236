"""One act on many follow-ups: what the single operations do, in one transaction with one undo step."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence

from app.errors import NotFound, UserError
from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.customer import Customer, FollowUp
from app.operations.batch_steps import Outcome, Unchanged, person_of, run, undone_as
from app.operations.follow_ups import (
    FollowUpInput,
    finish_follow_up,
    postpone_follow_up,
    require_planned,
    require_to_come,
)
from app.operations.operation import operation
from app.operations.steps import own_customer
from app.operations.work import Work


@operation("postpone follow-ups", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def postpone_follow_ups(work: Work, ids: Sequence[int], next_date: datetime.date | None) -> Outcome:
    """Put planned contacts off to another day, today at the earliest."""
    if next_date is None:
        raise UserError(_("Choose the day of the next contact."), field="next_date", code="empty")
    day = next_date
    require_to_come(work, day)

    def step(part: Work, follow_up_id: int) -> None:
        follow_up = _the(part, follow_up_id)
        require_planned(follow_up)
        if follow_up.next_date == day:
            raise Unchanged(_("It is planned for this day already."))
        postpone_follow_up.function(part, follow_up_id, day)

    return undone_as(
        work,
        run(work, ids, step, _called),
        lambda n: ngettext("put off {n} follow-up", "put off {n} follow-ups", n),
    )


@operation("finish follow-ups", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def finish_follow_ups(work: Work, ids: Sequence[int], said: str = "", outcome: str = "") -> Outcome:
    """Say that planned contacts are done. ``said`` notes the contact itself, once with each customer and with what came
    of it; without it ``outcome`` stands at the planned ones."""
    told: set[int] = set()
    planned = {
        row[0]
        for row in work.connection.execute(
            "SELECT id FROM follow_up WHERE done = 0 AND next_date IS NOT NULL "
            "AND id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
    }

    def step(part: Work, follow_up_id: int) -> None:
        follow_up = _the(part, follow_up_id)
        customer = follow_up.customer_id
        if customer in told and follow_up.done and follow_up_id in planned:
            # The contact that was noted a moment ago has kept this appointment too.
            return
        contact = FollowUpInput(said, outcome=outcome) if said.strip() and customer not in told else None
        finish_follow_up.function(part, follow_up_id, outcome="" if said.strip() else outcome, contact=contact)
        told.add(customer)

    return undone_as(
        work,
        run(work, ids, step, _called),
        lambda n: ngettext("{n} follow-up done", "{n} follow-ups done", n),
    )


@operation("give follow-ups", needs=Permission.EDIT_CUSTOMERS, undoable=True)
def assign_follow_ups(work: Work, ids: Sequence[int], person_id: int) -> Outcome:
    """Give follow-ups to a person, who is put in charge of their customers."""
    person = person_of(work, person_id)
    given: set[int] = set()

    def step(part: Work, follow_up_id: int) -> None:
        customer_id = _the(part, follow_up_id).customer_id
        if customer_id in given:
            return
        customer = own_customer(part, customer_id)
        if customer.owner_id == person_id:
            raise Unchanged(_("This person is in charge already."))
        customer.owner_id = person_id
        customer.version += 1
        part.save(customer)
        given.add(customer_id)

    return undone_as(
        work,
        run(work, ids, step, _called),
        lambda n: ngettext("give {n} follow-up to {name}", "give {n} follow-ups to {name}", n),
        name=person.shown_name,
    )


def _the(work: Work, follow_up_id: int) -> FollowUp:
    found = work.find(FollowUp, "id = ?", (follow_up_id,))
    if not found:
        raise NotFound(_("Somebody has removed this entry. Nothing was changed."), code="no_follow_up")
    return found[0]


def _called(work: Work, follow_up_id: int) -> str:
    return str(work.get(Customer, _the(work, follow_up_id).customer_id).name)
