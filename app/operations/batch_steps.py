"""What all batches share: each record whole or not at all, what becomes of it, what the refused are called.

Each record goes through the very function of the single operation, in one transaction: one trail entry, one undo step
where the single act can be undone. ``operation.rehearse(actor, ids, …)`` tells beforehand what would happen. A cancel
takes everything back, because nothing is kept before the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app.errors import NeedsConfirmation, NotFound, Problems, UserError
from app.i18n import N_, _
from app.models.customer import Customer
from app.models.order import STATE_WORDS, Order, OrderState, Shipment
from app.models.product import Product
from app.models.user import User
from app.operations.steps import order_name
from app.operations.work import Work

# What a refusal is called where many are told together, by its code; a "state" is called by the state itself.
_GROUPS = {
    "on_hold": N_("on hold"),
    "nothing_to_ship": N_("nothing left to ship"),
    "shortage": N_("not enough in stock"),
    "stock_below_zero": N_("not enough in stock"),
    "review": N_("needs a review"),
    "in_review": N_("waits for a manager's review"),
    "not_own": N_("belongs to a colleague"),
    "customer_inactive": N_("customer is inactive"),
    "nothing_to_invoice": N_("invoiced or asked for already"),
    "authority_numbers": N_("numbered by the tax bureau"),
    "other_buyer": N_("its requests name different buyers"),
    "no_tax_number": N_("tax number is missing"),
    "closed_month": N_("dated in a closed month"),
    "earmarked": N_("money is set aside for it"),
    "money_on_order": N_("has money on it"),
    "goods_out": N_("goods are out"),
    "written_off": N_("has a write-off"),
    "not_a_draft": N_("is no draft"),
    "no_reason": N_("needs a reason"),
    "in_use": N_("in use"),
    "unchanged": N_("is so already"),
    "question": N_("needs a decision of its own"),
    "voided": N_("voided"),
    "returned": N_("goods were returned"),
    "imported": N_("from before Daybook"),
    "before_shipping": N_("left after this day"),
    "nothing_overdue": N_("nothing overdue"),
    "in_dispute": N_("in dispute"),
    "reminded_lately": N_("reminded lately"),
    "done": N_("nothing planned"),
    "withdrawn": N_("withdrawn already"),
}


@dataclass(frozen=True)
class Refused:
    """A record that stays as it is: what people call it, why in a few words that all alike share, and the sentence.

    ``key`` is the question that its single operation would ask; an actor who confirms it lets the record go on.
    """

    id: int
    name: str
    group: str
    reason: str
    key: str = ""


@dataclass(frozen=True)
class Told:
    """What a step made (its id) of the record that people call ``name``, and that in words."""

    made: int
    name: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """What a batch did, or would do: the records that change, those that end otherwise than meant, and the refused.

    ``made`` are the ids of what the single acts made, such as the shipments of orders; ``told`` says record by record
    what becomes of it, where that differs.
    """

    done: tuple[int, ...] = ()
    made: tuple[int, ...] = ()
    otherwise: dict[str, tuple[int, ...]] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    told: dict[int, Told] = field(default_factory=dict)

    @property
    def groups(self) -> dict[str, tuple[Refused, ...]]:
        """The refused by what they share, the most frequent first."""
        found: dict[str, list[Refused]] = {}
        for each in self.refused:
            found.setdefault(each.group, []).append(each)
        return {g: tuple(found[g]) for g in sorted(found, key=lambda g: -len(found[g]))}


class Unchanged(UserError):
    """Nothing to do: the record is what the batch would make of it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="unchanged")


def run(work: Work, ids: Iterable[int], step: Callable[[Work, int], Any], name: Callable[[Work, int], str]) -> Outcome:
    """Do ``step`` with each record; a text that it gives back tells that the record ended otherwise than meant."""
    wanted = list(dict.fromkeys(ids))
    done: list[int] = []
    made: list[int] = []
    otherwise: dict[str, list[int]] = {}
    refused: list[Refused] = []
    words: dict[int, Told] = {}
    for number, record_id in enumerate(wanted):
        work.actor.progress(number, len(wanted))
        told = tried(work, record_id, partial(_with, step, record_id), name)
        if isinstance(told, Refused):
            refused.append(told)
        else:
            done.append(record_id)
            if isinstance(told, Told):
                words[record_id] = told
                told = told.made
            if isinstance(told, int):
                made.append(told)
            if isinstance(told, Otherwise):
                otherwise.setdefault(told.group, []).append(record_id)
    if done:
        work.tell(count=len(done), refused=len(refused))
    ended = {g: tuple(found) for g, found in otherwise.items()}
    return Outcome(tuple(done), tuple(made), ended, tuple(refused), words)


def tried(work: Work, record_id: int, step: Callable[[Work], Any], name: Callable[[Work, int], str]) -> Any:
    """What ``step`` gives back, or why the record stays as it is (``Refused``)."""
    try:
        return work.attempt(step)
    except NeedsConfirmation as asked:
        group = _(_GROUPS.get(asked.key, _GROUPS["question"]))
        return Refused(record_id, name(work, record_id), group, asked.question, asked.key)
    except NotFound as gone:
        return Refused(record_id, f"#{record_id}", _("no longer there"), gone.message)
    except UserError as problem:
        return _refused(work, record_id, problem, name)


def _with(step: Callable[[Work, int], Any], record_id: int, part: Work) -> Any:
    return step(part, record_id)


@dataclass(frozen=True)
class Otherwise:
    """A record that changed, but ended otherwise than meant, under this word."""

    group: str


def _refused(work: Work, record_id: int, problem: UserError, name: Callable[[Work, int], str]) -> Refused:
    first = problem.problems[0] if isinstance(problem, Problems) else problem
    group = first.message
    if first.code == "state" and name is called_order:
        group = _(STATE_WORDS[OrderState(work.get(Order, record_id).state)])
    elif first.code in _GROUPS:
        group = _(_GROUPS[first.code])
    return Refused(record_id, name(work, record_id), group, first.message)


def called_order(work: Work, order_id: int) -> str:
    """What people call an order."""
    return order_name(work.get(Order, order_id))


def called_customer(work: Work, customer_id: int) -> str:
    """What people call a customer."""
    return str(work.get(Customer, customer_id).name)


def called_product(work: Work, product_id: int) -> str:
    """What people call a product."""
    return str(work.get(Product, product_id).name)


def called_shipment(work: Work, shipment_id: int) -> str:
    """What people call a shipment."""
    shipment = work.get(Shipment, shipment_id)
    return str(shipment.number or shipment.tracking_number or f"#{shipment_id}")


def of_orders(work: Work, ids: Sequence[int], step: Callable[[Work, int], Any]) -> Outcome:
    """Do ``step`` with each order."""
    return run(work, ids, step, called_order)


def rewriting(own: Callable[[Work, int], Any], change: Callable[[Any], object]) -> Callable[[Work, int], None]:
    """A step that changes a record which ``own`` gives to those who may change it, and stores it as a newer version."""

    def step(part: Work, record_id: int) -> None:
        record = own(part, record_id)
        change(record)
        record.version += 1
        part.save(record)

    return step


def undone_as(work: Work, outcome: Outcome, words: Callable[[int], str], **more: str) -> Outcome:
    """Call the undo step by these words for the number of records that changed (``{n}``); gives the outcome back."""
    count = len(outcome.done)
    work.label(words(count).format(n=count, **more))
    return outcome


def person_of(work: Work, person_id: int) -> User:
    """Somebody who works here, to whom records are given."""
    person = work.get(User, person_id)
    if not person.active:
        raise UserError(
            _("{name} no longer works here. Choose somebody else.").format(name=person.shown_name),
            field="person_id",
            code="person_inactive",
        )
    return person


def one_tag(tag: str) -> str:
    """A tag as typed, without outer spaces. Raises UserError for none and for several."""
    tag = tag.strip()
    if not tag or any(sign in tag for sign in ",，;；"):
        raise UserError(_("Write one tag, without commas."), field="tag", code="no_tag")
    return tag


def put_tag(record: Any, tag: str) -> None:
    """Add a tag to those of a record. Raises ``Unchanged`` where it stands there already."""
    known = [each.strip() for each in record.tags.replace("，", ",").split(",") if each.strip()]
    if tag in known:
        raise Unchanged(_("It has this tag already."))
    record.tags = ", ".join([*known, tag])
