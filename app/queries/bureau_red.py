"""Which invoice each red one of the tax bureau's workbook takes back, by which slip and why: proposed, never decided.

The number that the file names settles it, where one reason alone is possible. Without a number an invoice of the same
buyer and amount is only proposed. What can't be registered says why, and what to do next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.i18n import N_, _
from app.importing.bureau import LIVE, RED, BureauRow
from app.importing.bureau_red import more_than_left, not_in_book
from app.importing.names import compact
from app.models.actor import Actor, Permission
from app.models.company import book_currency
from app.models.invoice_kinds import KINDS
from app.models.red_slip import READY, REASON_OF, REASONS, STATES, WHOLE_ONLY
from app.money import show
from app.queries import allowed
from app.queries.shapes import Money, load

RED_OPEN, REFUSED = "red_open", "refused"
"""A red invoice for a person to decide, and one that can't be registered."""

_BY_NUMBER, _BY_BUYER, _IN_FILE = N_("the number in the file"), N_("the same buyer and amount"), N_("the same file")


@dataclass(frozen=True)
class RedAnswer:
    """An invoice that a red one may take back; ``reason`` is the bureau's code, ``left`` what is not credited yet.

    ``credit`` and ``slip`` are numbers of the book's; ``invoice_id`` is 0 while the invoice stands in the file only.
    """

    invoice_id: int
    number: str
    code: str
    customer: str
    left: Money
    reason: str
    credit_id: int | None = None
    credit: str = ""
    slip_id: int | None = None
    slip: str = ""
    why: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name for it that no other has."""
        return f"red:{self.code}:{self.number}:{self.reason}:{self.credit_id or ''}"


@dataclass(frozen=True)
class RedFound:
    """What is known of a red invoice: ``state`` is red (settled), red_open or refused."""

    state: str
    answers: tuple[RedAnswer, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Blue:
    id: int
    number: str
    code: str
    date: str
    title: str
    tax_number: str
    invoice_kind: str
    total: Money
    credited: Money
    state: str
    customer: str

    @property
    def left(self) -> int:
        return self.total - self.credited


@dataclass(frozen=True)
class _Credit:
    invoice_id: int
    id: int
    number: str
    credit_kind: str
    open: Money


@dataclass(frozen=True)
class _Slip:
    id: int
    invoice_id: int
    number: str
    reason: str
    state: str
    amount: Money
    used: int


_BLUE = (
    "SELECT i.id, i.number, i.code, i.date, i.title, i.tax_number, i.invoice_kind, i.total, i.credited, i.state, "
    "c.name FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.document_type = 'invoice' "
)
_NAMED = f"{_BLUE} AND i.number IN (SELECT value FROM json_each(?))"
_ALIKE = (
    f"{_BLUE} AND i.state = 'issued' AND i.total > i.credited AND i.invoice_kind <> 'invoice' "
    "AND (i.title IN (SELECT value FROM json_each(?)) "
    "OR (i.tax_number <> '' AND i.tax_number IN (SELECT value FROM json_each(?)))) ORDER BY i.date DESC, i.id DESC"
)
_CREDITS = (
    "SELECT DISTINCT l.invoice_id, r.id, r.number, r.credit_kind, r.amount - coalesce((SELECT sum(n.total) "
    "FROM invoice n WHERE n.credit_id = r.id AND n.state = 'issued'), 0) FROM invoice_line l "
    "JOIN credit r ON r.order_id = l.order_id AND r.state = 'approved' "
    "WHERE l.invoice_id IN (SELECT value FROM json_each(?)) ORDER BY r.id"
)
_SLIPS = (
    "SELECT id, invoice_id, number, reason, state, amount, coalesce(credit_note_id, 0) FROM red_slip "
    "WHERE number IN (SELECT value FROM json_each(?)) OR invoice_id IN (SELECT value FROM json_each(?)) ORDER BY id"
)


@dataclass
class _Book:
    """What the book holds of the invoices in question."""

    named: dict[str, list[_Blue]] = field(default_factory=dict)
    alike: list[_Blue] = field(default_factory=list)
    credits: dict[int, list[_Credit]] = field(default_factory=dict)
    slips: list[_Slip] = field(default_factory=list)


class _NotPossible(Exception):
    """Why a red invoice can't take an invoice back, and what to do next."""


def match_red(viewer: Actor, rows: Sequence[BureauRow], known: Iterable[tuple[str, str]]) -> Mapping[int, RedFound]:
    """What each red row may take back, by the row's number; ``known`` are codes and numbers in the book already."""
    there = set(known)
    reds = [row for row in rows if row.state == RED and (row.code, row.number) not in there]
    if not viewer.may(Permission.VOID):
        told = (allowed.sentence(Permission.VOID),)
        return {row.row: RedFound(REFUSED, told=told) for row in reds}
    book = _read(reds)
    coming = {(row.code, row.number): row for row in rows if row.state == LIVE and (row.code, row.number) not in there}
    return {row.row: _found(row, book, coming) for row in reds}


def _read(reds: Sequence[BureauRow]) -> _Book:
    book = _Book()
    if not reds:
        return book
    numbers = json.dumps(sorted({row.takes_back.number for row in reds if row.takes_back.number}))
    unnamed = [row for row in reds if not row.takes_back.number]
    names = json.dumps(sorted({row.title for row in unnamed if row.title}), ensure_ascii=False)
    tax_numbers = json.dumps(sorted({row.tax_number for row in unnamed if row.tax_number}))
    for blue in load(_Blue, _NAMED, (numbers,)):
        book.named.setdefault(blue.number, []).append(blue)
    book.alike = list(load(_Blue, _ALIKE, (names, tax_numbers))) if unnamed else []
    ids = json.dumps([blue.id for found in book.named.values() for blue in found] + [blue.id for blue in book.alike])
    for credit in load(_Credit, _CREDITS, (ids,)):
        book.credits.setdefault(credit.invoice_id, []).append(credit)
    slips = json.dumps(sorted({row.takes_back.slip for row in reds if row.takes_back.slip}))
    book.slips = list(load(_Slip, _SLIPS, (slips, ids)))
    return book


def _found(row: BureauRow, book: _Book, coming: Mapping[tuple[str, str], BureauRow]) -> RedFound:
    says = row.takes_back
    if not says.number:
        return _by_buyer(row, book)
    named = [blue for blue in book.named.get(says.number, []) if not says.code or blue.code == says.code]
    try:
        if len(named) == 1:
            answers = _answers(row, named[0], book, _BY_NUMBER)
            told = _other_buyer(row, named[0].title, named[0].tax_number)
        elif not named:
            blue = next((each for key, each in coming.items() if _is(key, says.code, says.number)), None)
            if blue is None:
                raise _NotPossible(not_in_book(says.number))
            answers = (_of_file(row, blue),)
            told = (_("Its invoice stands in this file and is registered first."),)
            told += _other_buyer(row, blue.title, blue.tax_number)
            return RedFound(RED if len(told) == 1 else RED_OPEN, answers, told)
        else:
            # Where none is possible, the first says why.
            possible = _each_possible(row, named, book, _BY_NUMBER) or _answers(row, named[0], book, _BY_NUMBER)
            return RedFound(RED_OPEN, possible)
    except _NotPossible as reason:
        return RedFound(REFUSED, told=(str(reason),))
    return RedFound(RED if len(answers) == 1 and not told else RED_OPEN, answers, told)


def _by_buyer(row: BureauRow, book: _Book) -> RedFound:
    """Invoices of the same buyer of which the very amount is left, or was approved to be credited."""
    fitting = [
        blue
        for blue in book.alike
        if _same_buyer(row, blue.title, blue.tax_number)
        and (not row.date or blue.date <= row.date)
        and (not row.kind or blue.invoice_kind == row.kind)
    ]
    answers = _each_possible(row, fitting, book, _BY_BUYER, exact=True)
    if answers:
        return RedFound(RED_OPEN, answers, (_("The file names no invoice, so compare it with the platform."),))
    return RedFound(
        REFUSED,
        told=(
            _(
                "The file doesn't say which invoice it takes back, and none of this buyer has this amount. Register it "
                "with Credit… on the page of its invoice."
            ),
        ),
    )


def _each_possible(
    row: BureauRow, blues: Iterable[_Blue], book: _Book, why: str, *, exact: bool = False
) -> tuple[RedAnswer, ...]:
    found: list[RedAnswer] = []
    for blue in blues:
        try:
            found += _answers(row, blue, book, why, exact=exact)
        except _NotPossible:
            continue
    return tuple(found)


def _answers(row: BureauRow, blue: _Blue, book: _Book, why: str, *, exact: bool = False) -> tuple[RedAnswer, ...]:
    """The ways to take an invoice back by a red one; ``exact`` leaves out those that take only part of what is left."""
    amount = abs(row.total)
    if blue.state != "issued":
        raise _NotPossible(
            _(
                "Invoice {number} is void in the book, so nothing is left to take back. Compare it with the platform."
            ).format(number=blue.number)
        )
    if amount > blue.left:
        raise _NotPossible(more_than_left(blue.number, _shown(amount), _shown(blue.left) if blue.left else ""))
    slip = _slip(row, blue, book)
    reason = slip.reason if slip is not None else row.takes_back.reason
    found: list[tuple[str, _Credit | None]] = []
    if KINDS[blue.invoice_kind].whole_corrections:
        correctable = amount == blue.total and not blue.credited
    else:
        correctable = amount == blue.left or not exact
    if reason in ("", WHOLE_ONLY) and correctable:
        found.append((WHOLE_ONLY, None))
    approved = [
        each
        for each in book.credits.get(blue.id, [])
        if each.open >= amount and reason in ("", REASON_OF[each.credit_kind])
    ]
    equal = [each for each in approved if each.open == amount]
    found += [(REASON_OF[each.credit_kind], each) for each in (equal if equal or exact else approved)]
    if not found:
        raise _NotPossible(_no_reason(blue, amount, reason))
    return tuple(_answer(row, blue, code, credit, slip, book, why) for code, credit in found)


def _answer(
    row: BureauRow, blue: _Blue, code: str, credit: _Credit | None, slip: _Slip | None, book: _Book, why: str
) -> RedAnswer:
    if not row.takes_back.slip:
        ready = [each for each in book.slips if _fits(each, blue, code, abs(row.total))]
        slip = ready[0] if len(ready) == 1 else None
    return RedAnswer(
        blue.id,
        blue.number,
        blue.code,
        blue.customer,
        blue.left,
        code,
        credit.id if credit is not None else None,
        credit.number if credit is not None else "",
        slip.id if slip is not None else None,
        slip.number if slip is not None else "",
        (_(why),),
    )


def _fits(slip: _Slip, blue: _Blue, code: str, amount: int) -> bool:
    return (slip.invoice_id, slip.reason, slip.amount, slip.used) == (blue.id, code, amount, 0) and slip.state in READY


def _slip(row: BureauRow, blue: _Blue, book: _Book) -> _Slip | None:
    """The slip that the file names, where the book holds it."""
    number = row.takes_back.slip
    slip = next((each for each in book.slips if each.number == number), None) if number else None
    if slip is None:
        return None
    if slip.invoice_id != blue.id or slip.used:
        raise _NotPossible(
            _("Slip {slip} is recorded for another document. Compare its number with the platform.").format(slip=number)
        )
    if slip.state not in READY:
        raise _NotPossible(
            _(
                "Slip {slip} is still “{state}” in the book. Change its state on the page of invoice {number} first."
            ).format(slip=number, state=_(STATES[slip.state]), number=blue.number)
        )
    if row.takes_back.reason not in ("", slip.reason):
        raise _NotPossible(
            _("Slip {number} gives another reason: {reason}.").format(number=number, reason=_(REASONS[slip.reason]))
        )
    if slip.amount != abs(row.total):
        raise _NotPossible(
            _("Slip {slip} takes back {kept}, this invoice {made}. Compare both with the platform.").format(
                slip=number, kept=_shown(slip.amount), made=_shown(abs(row.total))
            )
        )
    return slip


def _no_reason(blue: _Blue, amount: int, reason: str) -> str:
    if reason == WHOLE_ONLY:
        return _(
            "“Invoiced wrongly” takes back a whole invoice, this one {taken} of {whole}. Compare its reason with the "
            "platform."
        ).format(taken=_shown(amount), whole=_shown(blue.total))
    if reason:
        return _(
            "The order of invoice {number} has no approved credit of {taken} for “{reason}”. Have one approved there, "
            "then read the file again."
        ).format(reason=_(REASONS[reason]), taken=_shown(amount), number=blue.number)
    return _(
        "It takes back {taken} of invoice {number}, and no approved return, termination or allowance says why. Have "
        "one approved on the page of its order, then read the file again."
    ).format(taken=_shown(amount), number=blue.number)


def _of_file(row: BureauRow, blue: BureauRow) -> RedAnswer:
    """The invoice stands in the same file and not in the book yet: taken back as a whole, or left for later."""
    if abs(row.total) != blue.total or row.takes_back.reason not in ("", WHOLE_ONLY):
        raise _NotPossible(
            _(
                "Its invoice {number} stands in this file too. Register that one first, then read the file again."
            ).format(number=blue.number)
        )
    return RedAnswer(0, blue.number, blue.code, blue.title, blue.total, WHOLE_ONLY, why=(_(_BY_NUMBER), _(_IN_FILE)))


def _shown(amount: int) -> str:
    return show(amount, book_currency(), symbol=True)


def _is(key: tuple[str, str], code: str, number: str) -> bool:
    return key[1] == number and (not code or key[0] == code)


def _same_buyer(row: BureauRow, title: str, tax_number: str) -> bool:
    if row.tax_number and tax_number:
        return compact(row.tax_number) == compact(tax_number)
    return bool(row.title) and compact(row.title) == compact(title)


def _other_buyer(row: BureauRow, title: str, tax_number: str) -> tuple[str, ...]:
    if (not row.title and not row.tax_number) or _same_buyer(row, title, tax_number):
        return ()
    return (_("It is made out to {made}, its invoice to {kept}.").format(made=row.title or row.tax_number, kept=title),)
