"""Which request or order each invoice of the tax bureau's workbook answers: proposed with its reasons, never decided.

A proposal needs the very total, and the buyer's tax number or name; or the request's own number; or the number of the
order in the remark with the buyer. Two that are as good as each other are left to a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.i18n import N_, _
from app.importing.bureau import RED, VOIDED, BureauRow
from app.importing.names import compact
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.company import book_currency, the_company
from app.models.invoice_kinds import KINDS
from app.money import show
from app.queries import allowed
from app.queries.bureau_red import RED_OPEN, REFUSED, RedAnswer, RedFound, match_red
from app.queries.bureau_requests import SERIAL
from app.queries.orders import NUMBER
from app.queries.shapes import Money

MATCHED, AMBIGUOUS, UNKNOWN, KNOWN = "matched", "ambiguous", "unknown", "known"
MATCH_WORDS: dict[str, str] = {
    MATCHED: N_("found"),
    AMBIGUOUS: N_("several fit"),
    UNKNOWN: N_("nothing fits"),
    KNOWN: N_("in the book already"),
    RED: N_("red invoice"),
    RED_OPEN: N_("red, to confirm"),
    REFUSED: N_("refused"),
    VOIDED: N_("voided"),
}
"""What becomes of a row, in words."""

_VOID = N_("It is void on the platform, so nothing is registered.")

_SERIAL, _REMARK, _AMOUNT, _TAX_NUMBER, _TITLE, _ASKED = 100, 40, 30, 20, 10, 5
_REASONS = {
    _SERIAL: N_("the request's number"),
    _REMARK: N_("the order's number in the remark"),
    _AMOUNT: N_("the same total"),
    _TAX_NUMBER: N_("the same tax number"),
    _TITLE: N_("the same name"),
    _ASKED: N_("asked for"),
}


@dataclass(frozen=True)
class Answer:
    """A request, or an order without one, that an invoice may be the answer to; ``amount`` is what is open of it."""

    order_id: int
    request_id: int | None
    order: str
    customer: str
    title: str
    tax_number: str
    amount: Money
    invoice_kind: str = ""
    points: int = 0
    why: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name for it that no other has."""
        return f"{self.order_id}:{self.request_id or ''}"


@dataclass(frozen=True)
class BureauMatch:
    """A row of the workbook, what is known of it, and what it may be the answer to, the best first."""

    row: BureauRow
    state: str
    answers: tuple[Answer | RedAnswer, ...] = ()
    told: tuple[str, ...] = ()


_REQUESTS = (
    f"SELECT q.order_id, q.id, {NUMBER}, c.name, q.title, q.tax_number, q.amount, q.invoice_kind "
    "FROM invoice_request q JOIN sales_order o ON o.id = q.order_id JOIN customer c ON c.id = q.customer_id "
    "WHERE q.state = 'requested' ORDER BY q.requested_on, q.id"
)
_ORDERS = (
    f"SELECT o.id, NULL, {NUMBER}, c.name, coalesce(t.title, c.name), coalesce(t.tax_number, c.tax_number), "
    "o.worth - o.invoiced - o.invoice_requested, '' FROM sales_order o JOIN customer c ON c.id = o.customer_id "
    "LEFT JOIN invoice_title t ON t.customer_id = c.id WHERE o.worth > o.invoiced "
    "AND o.worth - o.invoiced - o.invoice_requested > 0 AND c.id IN (SELECT id FROM customer WHERE name IN "
    "(SELECT value FROM json_each(?1)) OR (tax_number <> '' AND tax_number IN (SELECT value FROM json_each(?2))) "
    "UNION SELECT customer_id FROM invoice_title WHERE title IN (SELECT value FROM json_each(?1)) "
    "OR (tax_number <> '' AND tax_number IN (SELECT value FROM json_each(?2)))) "
    "ORDER BY o.date, o.id, t.main DESC, t.id"
)
_KNOWN = "SELECT code, number, net, tax, date, title FROM invoice WHERE number IN (SELECT value FROM json_each(?))"


def match_bureau(viewer: Actor, rows: Sequence[BureauRow]) -> tuple[BureauMatch, ...]:
    """What each row may be the answer to. Raises NotAllowed for who may not issue invoices."""
    allowed.require_right(viewer, Permission.ISSUE_INVOICES)
    link = connection()
    numbers = json.dumps([row.number for row in rows])
    known = {
        (code, number): (net, tax, day, title)
        for code, number, net, tax, day, title in link.execute(_KNOWN, (numbers,))
    }
    names = json.dumps(sorted({row.title for row in rows if row.title}), ensure_ascii=False)
    tax_numbers = json.dumps(sorted({row.tax_number for row in rows if row.tax_number}))
    offered = [Answer(*found) for found in link.execute(_REQUESTS)]
    offered += [Answer(*found) for found in link.execute(_ORDERS, (names, tax_numbers))]
    seller, reds, places = the_company().tax_number, match_red(viewer, rows, known), _places(offered)
    found = [
        _red(row, reds[row.row], seller)
        if row.row in reds
        else _match(row, _offered_to(row, offered, places), known.get((row.code, row.number)), seller)
        for row in rows
    ]
    return tuple(_each_once(found))


def _places(offered: Sequence[Answer]) -> dict[str, list[int]]:
    """Where those stand that a row can name at all: by the buyer's tax number and name, and the request's number."""
    found: dict[str, list[int]] = {}
    for place, answer in enumerate(offered):
        for name in {*_buyer(answer.tax_number, answer.title), _serial(answer)} - {""}:
            found.setdefault(name, []).append(place)
    return found


def _offered_to(row: BureauRow, offered: Sequence[Answer], places: Mapping[str, Sequence[int]]) -> list[Answer]:
    named = {*_buyer(row.tax_number, row.title), row.serial}
    return [offered[place] for place in sorted({place for name in named for place in places.get(name, ())})]


def _buyer(tax_number: str, title: str) -> tuple[str, str]:
    return compact(tax_number), compact(title)


def _serial(answer: Answer) -> str:
    return SERIAL.format(id=answer.request_id) if answer.request_id is not None else ""


def _match(
    row: BureauRow, offered: Sequence[Answer], known: tuple[int, int, str, str] | None, seller: str
) -> BureauMatch:
    if known is not None:
        return BureauMatch(row, KNOWN, told=tuple(_differences(row, *known)))
    if row.state == VOIDED:
        return BureauMatch(row, VOIDED, told=(_(_VOID),))
    told = _other_seller(row, seller)
    best: dict[str, Answer] = {}
    for answer in offered:
        scored = _scored(row, answer)
        if scored is not None and (scored.key not in best or best[scored.key].points < scored.points):
            best[scored.key] = scored
    answers = tuple(sorted(best.values(), key=lambda answer: -answer.points))
    if not answers:
        return BureauMatch(row, UNKNOWN, told=told)
    foreign = bool(told)
    clear = len(answers) == 1 or answers[0].points > answers[1].points
    told += tuple(_unlike(row, answers[0])) if clear else ()
    return BureauMatch(row, MATCHED if clear and not foreign else AMBIGUOUS, answers, told)


def _red(row: BureauRow, found: RedFound, seller: str) -> BureauMatch:
    other = _other_seller(row, seller)
    state = RED_OPEN if other and found.state == RED else found.state
    return BureauMatch(row, state, found.answers, (*other, *found.told))


def _other_seller(row: BureauRow, seller: str) -> tuple[str, ...]:
    if not seller or not row.seller_tax_number or compact(seller) == compact(row.seller_tax_number):
        return ()
    return (_("The seller is another one: {number}.").format(number=row.seller_tax_number),)


def _scored(row: BureauRow, answer: Answer) -> Answer | None:
    reasons: list[int] = []
    if row.serial and row.serial == _serial(answer):
        reasons.append(_SERIAL)
    if answer.order and compact(answer.order) in compact(row.remark):
        reasons.append(_REMARK)
    if row.total == answer.amount:
        reasons.append(_AMOUNT)
    if row.tax_number and compact(row.tax_number) == compact(answer.tax_number):
        reasons.append(_TAX_NUMBER)
    if row.title and compact(row.title) == compact(answer.title):
        reasons.append(_TITLE)
    buyer = _TAX_NUMBER in reasons or _TITLE in reasons
    if not (_SERIAL in reasons or (buyer and (_AMOUNT in reasons or _REMARK in reasons))):
        return None
    if row.total > answer.amount:
        return None
    if answer.request_id is not None:
        reasons.append(_ASKED)
    return replace(answer, points=sum(reasons), why=tuple(_(_REASONS[reason]) for reason in reasons))


def _each_once(found: Iterable[BureauMatch]) -> list[BureauMatch]:
    """A request that is the best answer to two rows is decided by a person, for both."""
    matches = list(found)
    taken: dict[str, int] = {}
    for match in matches:
        if match.state == MATCHED:
            taken[match.answers[0].key] = taken.get(match.answers[0].key, 0) + 1
    return [
        BureauMatch(m.row, AMBIGUOUS, m.answers, m.told) if m.state == MATCHED and taken[m.answers[0].key] > 1 else m
        for m in matches
    ]


def _unlike(row: BureauRow, answer: Answer) -> list[str]:
    """How the invoice differs from what was asked for."""
    unit = book_currency()
    found: list[str] = []
    if row.total != answer.amount:
        found.append(
            _("It comes to {made}, asked for was {asked}.").format(
                made=show(row.total, unit), asked=show(answer.amount, unit)
            )
        )
    if row.title and compact(row.title) != compact(answer.title):
        found.append(_("It is made out to {made}, not to {asked}.").format(made=row.title, asked=answer.title))
    if row.tax_number and answer.tax_number and compact(row.tax_number) != compact(answer.tax_number):
        found.append(_("Its tax number is {made}, not {asked}.").format(made=row.tax_number, asked=answer.tax_number))
    if row.kind and answer.invoice_kind in KINDS and row.kind != answer.invoice_kind:
        found.append(
            _("It is a {made}, asked for was a {asked}.").format(
                made=_(KINDS[row.kind].title), asked=_(KINDS[answer.invoice_kind].title)
            )
        )
    return found


def _differences(row: BureauRow, net: int, tax: int, day: str, title: str) -> list[str]:
    """How the bureau's invoice differs from what the book holds under its number."""
    unit = book_currency()
    found: list[str] = []
    if abs(row.total) != net + tax:
        found.append(
            _("Its total is {made}, in the book {kept}.").format(made=show(row.total, unit), kept=show(net + tax, unit))
        )
    elif row.tax is not None and abs(row.tax) != tax:
        found.append(_("Its tax is {made}, in the book {kept}.").format(made=show(row.tax, unit), kept=show(tax, unit)))
    if row.date and row.date != day:
        found.append(_("Its date is {made}, in the book {kept}.").format(made=row.date, kept=day))
    if row.title and compact(row.title) != compact(title):
        found.append(_("It is made out to {made}, in the book to {kept}.").format(made=row.title, kept=title))
    return found
