"""Many invoices at once: one for each order or request, or one for each customer over all of theirs.

What was asked for is billed where something was asked for, else all that is open of an order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.errors import UserError
from app.i18n import _, translator
from app.models.actor import Permission
from app.models.invoice import InvoiceRequest, RequestState
from app.models.invoice_kinds import KINDS, OWN
from app.models.order import Order
from app.models.terms import Terms
from app.operations.batch_steps import Outcome, Refused, called_order, tried
from app.operations.einvoice_facts import stays_paper
from app.operations.invoice_requests import buyer_asked_for, open_request
from app.operations.invoices import issue_invoice
from app.operations.operation import operation
from app.operations.work import Work


@dataclass(frozen=True)
class _Wanted:
    """A record of the batch with the order to bill and what was asked for of it; ``alike`` may share an invoice."""

    id: int
    order_id: int
    request_ids: tuple[int, ...]
    alike: tuple[object, ...]
    day: date


@dataclass(frozen=True)
class _Said:
    """What all invoices of the batch say: a remark, and when they are due where the office says so."""

    notes: str = ""
    terms: Terms | None = None


@operation("issue invoices", needs=Permission.ISSUE_INVOICES)
def issue_invoices(
    work: Work, ids: Sequence[int], collect: bool = False, notes: str = "", terms: Terms | None = None
) -> Outcome:
    """Issue an invoice of the own series for each order; with ``collect`` one for each customer and kind of prices.

    Without ``terms`` they are due as their orders say. ``made`` are the ids of the invoices.
    """
    return _issue(work, ids, _of_order, called_order, collect=collect, said=_Said(notes, terms))


@operation("issue requested invoices", needs=Permission.ISSUE_INVOICES)
def issue_requests(
    work: Work, ids: Sequence[int], collect: bool = False, notes: str = "", terms: Terms | None = None
) -> Outcome:
    """Issue an invoice of the own series for each request; with ``collect`` one for each buyer of a customer."""
    return _issue(work, ids, _of_request, _called_request, collect=collect, said=_Said(notes, terms))


def _called_request(work: Work, request_id: int) -> str:
    return called_order(work, work.get(InvoiceRequest, request_id).order_id)


def _of_order(work: Work, order_id: int) -> _Wanted:
    order = work.get(Order, order_id)
    asked = work.find(InvoiceRequest, "order_id = ? AND state = ?", (order_id, RequestState.REQUESTED))
    return _wanted(order_id, order, asked)


def _of_request(work: Work, request_id: int) -> _Wanted:
    request = open_request(work, request_id)
    return _wanted(request_id, work.get(Order, request.order_id), [request])


def _wanted(record_id: int, order: Order, asked: Sequence[InvoiceRequest]) -> _Wanted:
    for request in asked:
        if not KINDS[request.invoice_kind].own_series:
            raise UserError(
                _("A {kind} was asked for, which the tax bureau numbers. Register it alone, with its number.").format(
                    kind=_(KINDS[request.invoice_kind].title)
                ),
                code="authority_numbers",
            )
    buyers = tuple(buyer_asked_for(request) for request in asked)
    alike = (order.customer_id, order.prices_include_tax, buyers[:1])
    return _Wanted(record_id, order.id, tuple(request.id for request in asked), alike, order.date)


class _Fine(UserError):
    """It could be issued; what was tried is taken back."""


def _try(wanted: _Wanted, part: Work) -> None:
    _one([wanted], _Said(), part)
    raise _Fine("")


def _one(group: Sequence[_Wanted], said: _Said, part: Work) -> int:
    terms = said.terms
    orders = list(dict.fromkeys(each.order_id for each in group))
    asked = [request for each in group for request in each.request_ids]
    return issue_invoice.function(
        part,
        orders,
        invoice_kind=OWN,
        request_ids=asked,
        notes=said.notes,
        due_date=terms.due(part.today) if terms is not None else None,
        terms=terms.words(translator(part.company.document_language)) if terms is not None else None,
    )


def _issue(
    work: Work,
    ids: Iterable[int],
    wanted_of: Callable[[Work, int], _Wanted],
    name: Callable[[Work, int], str],
    *,
    collect: bool,
    said: _Said,
) -> Outcome:
    refused: list[Refused] = []
    accepted: list[_Wanted] = []
    chosen = list(dict.fromkeys(ids))
    for number, record_id in enumerate(chosen):
        work.actor.progress(number, 2 * len(chosen))
        wanted = tried(work, record_id, partial(_look, wanted_of, record_id, collect), name)
        if isinstance(wanted, Refused):
            refused.append(wanted)
        else:
            accepted.append(wanted)
    # Numbers follow the orders' dates, however the list was sorted.
    groups: dict[tuple[object, ...], list[_Wanted]] = {}
    for wanted in sorted(accepted, key=lambda w: (w.day, w.order_id, w.id)):
        groups.setdefault(wanted.alike if collect else (wanted.id,), []).append(wanted)
    done: list[int] = []
    made: list[int] = []
    paper: list[int] = []
    for number, group in enumerate(groups.values()):
        work.actor.progress(len(chosen) + number * len(chosen) // len(groups), 2 * len(chosen))
        told = tried(work, group[0].id, partial(_one, group, said), name)
        if isinstance(told, Refused):
            refused += [Refused(each.id, name(work, each.id), told.group, told.reason, told.key) for each in group]
        else:
            made.append(told)
            done += [each.id for each in group]
            if stays_paper(work, told):
                paper += [each.id for each in group]
    if done:
        work.tell(count=len(done), refused=len(refused))
    order = {record_id: place for place, record_id in enumerate(chosen)}
    return Outcome(
        tuple(sorted(done, key=order.__getitem__)),
        tuple(made),
        {_("a PDF alone, because something is missing for the electronic invoice"): tuple(paper)} if paper else {},
        refused=tuple(sorted(refused, key=lambda r: order[r.id])),
    )


def _look(wanted_of: Callable[[Work, int], _Wanted], record_id: int, alone: bool, part: Work) -> _Wanted:
    wanted = wanted_of(part, record_id)
    if alone:
        # One that cannot be billed must not keep the others of its customer from their invoice.
        try:
            part.attempt(partial(_try, wanted))
        except _Fine:
            return wanted
    return wanted
