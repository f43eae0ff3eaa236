"""Reminding customers of what is overdue: the letter is kept with its tone, its amount and the orders that it names.

A reminder is a contact with the customer, too: it stands among the follow-ups, and the day until which the money is
asked for is the next one. A letter that was made stays in the book; one that never went out is withdrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.errors import UserError
from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.company import book_currency
from app.models.customer import Customer
from app.models.letters import CustomerLetter, LetterKind, LetterState
from app.models.reminder_letter import Letter, kept_words, letter_of
from app.models.reminding import AS_NEXT, HELD, LEFT_OUT, TONES, Owing, owing_on, rest_days
from app.money import show
from app.operations.batch_steps import Outcome, Told, called_customer, run, undone_as
from app.operations.follow_ups import FollowUpInput, note_contact, take_back_contact
from app.operations.operation import operation
from app.operations.own_papers import keep_bytes, keep_letter
from app.operations.steps import own_customer, require_reason
from app.operations.work import Work

_LATELY = "reminded_lately"


@operation("remind customer", needs=Permission.SEE_MONEY)
def remind_customer(work: Work, customer_id: int, tone: str = AS_NEXT, copied: str = "") -> int:
    """Keep that a customer was reminded of all overdue orders that are not in dispute; returns the letter's id.

    Unless told in the ``tone`` that is next. ``copied`` is the text of a reminder that goes as a message. Asks before
    somebody is reminded again within the days that the book gives. Raises UserError if nothing is overdue, or all of it
    is in dispute.
    """
    return _remind(work, customer_id, tone, copied).made


@operation("remind customers", needs=Permission.SEE_MONEY)
def remind_customers(work: Work, ids: Sequence[int], tone: str = AS_NEXT) -> Outcome:
    """Remind many customers, each in this tone or the one that is next. Who was reminded lately is left out."""
    outcome = run(work, ids, lambda part, customer: _remind(part, customer, tone), called_customer)
    return undone_as(work, outcome, lambda n: ngettext("remind {n} customer", "remind {n} customers", n))


@operation("keep letters", needs=Permission.SEE_MONEY)
def keep_letters(work: Work, files: Sequence[tuple[int, bytes]]) -> int:
    """Keep the PDFs of letters, each once, given by their ids; the same bytes again change nothing.

    Returns how many were not kept before.
    """
    before = work.value("SELECT count(*) FROM kept_paper")
    for letter_id, content in files:
        letter, customer = _own_letter(work, letter_id)
        keep_bytes(work, letter, content, _file_name(letter, customer, "pdf"))
        if len(files) == 1:
            work.about(customer, customer.code)
    return int(work.value("SELECT count(*) FROM kept_paper") - before)


@operation("withdraw letters", needs=Permission.SEE_MONEY)
def withdraw_letters(work: Work, ids: Sequence[int], reason: str) -> Outcome:
    """Say of letters that they never went out: they stay in the book, but count no more, and their contacts go.

    What these contacts had closed is planned again.
    """
    reason = require_reason(reason)
    outcome = run(work, ids, lambda part, letter: _withdraw(part, letter, reason), _called_letter)
    work.tell(reason=reason)
    return outcome


def _remind(work: Work, customer_id: int, tone: str, copied: str = "") -> Told:
    customer = own_customer(work, customer_id, Permission.SEE_MONEY)
    if tone not in (AS_NEXT, *dict(TONES)):
        raise UserError(_("Choose a tone of the list."), field="tone", code="no_tone")
    found = owing_on(work.connection, customer_id, work.today)
    _refuse(work, found)
    said = letter_of(found, "" if tone == AS_NEXT else tone)
    letter = _kept(work, said, "text" if copied else "paper")
    if copied:
        keep_bytes(work, letter, copied.encode(), _file_name(letter, customer, "txt"), "txt")
    words = _("{title}: {amount} overdue for {orders}").format(
        title=_(dict(TONES)[said.tone]),
        amount=show(found.total, book_currency(), symbol=True),
        orders=_(", ").join(order.number for order in found.reminded),
    )
    pay_by = date.fromisoformat(said.pay_by)
    note_contact(
        work, customer, FollowUpInput(words, way=_("Payment reminder"), next_date=pay_by), letter_id=int(letter.id)
    )
    work.tell(
        tone=said.tone,
        orders=[order.number for order in found.reminded],
        amount=found.total,
        pay_by=said.pay_by,
        letter=int(letter.id),
    )
    work.about(customer, customer.code)
    return Told(int(letter.id), customer.name, _foretold(said))


def _kept(work: Work, said: Letter, sent_as: str) -> CustomerLetter:
    orders = said.owing.reminded
    return keep_letter(
        work,
        CustomerLetter(
            customer_id=said.owing.customer_id,
            letter_kind=LetterKind.REMINDER,
            tone=said.tone,
            amount=said.owing.total,
            pay_by=date.fromisoformat(said.pay_by),
            orders=", ".join(order.number for order in orders),
            invoices=", ".join(dict.fromkeys(order.invoices for order in orders if order.invoices)),
            language=said.language,
            sent_as=sent_as,
            content=kept_words(said),
        ),
    )


def _foretold(said: Letter) -> str:
    """Which tone and how much; and what is left out, so that nobody wonders."""
    told = _("{tone}, {amount}").format(
        tone=_(dict(TONES)[said.tone]), amount=show(said.owing.total, book_currency(), symbol=True)
    )
    if not said.owing.left_out:
        return told
    left = _(", ").join(f"{order.number} ({_(LEFT_OUT[order.left_out])})" for order in said.owing.left_out)
    return _("{told}; left out: {orders}").format(told=told, orders=left)


def _refuse(work: Work, found: Owing) -> None:
    if not found.reminded:
        if found.left_out:
            first = found.left_out[0]
            raise UserError(
                _("Everything overdue is in dispute: {order} is {why}.").format(
                    order=first.number, why=_(LEFT_OUT[first.left_out])
                ),
                code="on_hold" if all(order.left_out == HELD for order in found.left_out) else "in_dispute",
            )
        raise UserError(_("Nothing is overdue, so there is nothing to remind of."), code="nothing_overdue")
    if found.last is None:
        return
    since, rest = (work.today - date.fromisoformat(found.last.date)).days, rest_days(work.connection)
    if since < rest:
        work.confirm(
            _LATELY,
            ngettext(
                "{name} was reminded on {day}, less than {n} day ago. Remind again?",
                "{name} was reminded on {day}, less than {n} days ago. Remind again?",
                rest,
            ).format(name=found.name, day=found.last.date, n=rest),
            accept=_("Remind again"),
        )


def _own_letter(work: Work, letter_id: int) -> tuple[CustomerLetter, Customer]:
    letter = work.get(CustomerLetter, letter_id)
    return letter, own_customer(work, letter.customer_id, Permission.SEE_MONEY)


def _withdraw(work: Work, letter_id: int, reason: str) -> None:
    letter, customer = _own_letter(work, letter_id)
    if letter.state != LetterState.MADE:
        raise UserError(_("This letter is withdrawn already."), code="withdrawn")
    letter.state = LetterState.WITHDRAWN
    letter.reason = reason
    letter.withdrawn_on = work.today
    work.save(letter)
    take_back_contact(work, letter)
    work.about(customer, customer.code)


def _called_letter(work: Work, letter_id: int) -> str:
    return called_customer(work, work.get(CustomerLetter, letter_id).customer_id)


def _file_name(letter: CustomerLetter, customer: Customer, ending: str) -> str:
    """Without the customer's name: names of files stand on the trail, and stay when a person is erased."""
    return f"{letter.letter_kind}-{customer.code}-{letter.date.isoformat()}-{letter.id}.{ending}"
