"""Lines of bank and platform statements: brought in, matched with customers and orders, ignored, taken up again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import UserError
from app.i18n import _, ngettext
from app.matching.entry import Entry, numbered
from app.matching.owed import payer_key
from app.models.actor import Permission
from app.models.bank import BankLine, BankStatement, KnownPayer, LineState
from app.models.customer import Customer
from app.models.payment import Payment, PaymentState
from app.operations import batch_steps
from app.operations.batch_steps import Outcome
from app.operations.bulk import Heard, Inserter
from app.operations.decisions import check_method
from app.operations.operation import operation
from app.operations.payments import Parts, record_payment
from app.operations.steps import amount_text, live_payment, require_reason
from app.operations.work import Work


@dataclass(frozen=True)
class Stored:
    """What became of a statement: how many lines it has, how many were new, and how many the book knew already."""

    statement_id: int | None
    lines: int
    added: int

    @property
    def known(self) -> int:
        """Lines that the book had already."""
        return self.lines - self.added


@dataclass(frozen=True)
class Match:
    """What a line is: money of a customer for these orders, or a payment that is in the book already.

    ``gross`` (minor units) settles debts and ``fee`` was kept of it; together they are what the line brought. Without
    a customer the payment waits to be claimed.
    """

    line_id: int
    customer_id: int | None = None
    parts: Parts = ()
    gross: int = 0
    fee: int = 0
    payment_id: int | None = None


@operation("import bank statement", needs=Permission.RECORD_PAYMENTS)
def import_statement(work: Work, account: str, method: str, entries: Sequence[Entry], source: str = "") -> Stored:
    """Keep the lines of a statement of one of the office's accounts; lines that are in the book already are not added.

    ``method`` is the payment method under which its money is recorded. Nothing else changes: lines are matched by
    whoever looks at them. Raises UserError without an account, a known method or a line.
    """
    account = " ".join(account.split())
    if not account:
        raise UserError(_("Which account is the statement of?"), field="account", code="no_account")
    check_method(work, method, "-")
    if not entries:
        raise UserError(_("The statement has no lines."), field="text", code="no_lines")
    heard = Heard(work.actor.progress, len(entries), "lines")
    link = work.connection
    known = {
        (str(mark), int(twin))
        for mark, twin in link.execute("SELECT mark, twin FROM bank_line WHERE account = ?", (account,))
    }
    new = [(entry, mark, twin) for entry, mark, twin in numbered(entries) if (mark, twin) not in known]
    if not new:
        return Stored(None, len(entries), 0)
    statement = work.add(
        BankStatement(
            account=account,
            method=method,
            source=source,
            lines=len(entries),
            added=len(new),
            created_at=work.actor.now(),
            created_by=work.actor.user_id or None,
        )
    )
    columns: dict[str, list[Any]] = {
        "date": [entry.day for entry, _mark, _twin in new],
        "amount": [entry.amount for entry, _mark, _twin in new],
        "fee": [entry.fee for entry, _mark, _twin in new],
        "party": [entry.party for entry, _mark, _twin in new],
        "party_account": [entry.account for entry, _mark, _twin in new],
        "remark": [entry.remark for entry, _mark, _twin in new],
        "bank_reference": [entry.reference for entry, _mark, _twin in new],
        "business": [entry.kind for entry, _mark, _twin in new],
        "progress": [entry.state for entry, _mark, _twin in new],
        "mark": [mark for _entry, mark, _twin in new],
        "twin": [twin for _entry, _mark, twin in new],
    }
    Inserter(BankLine, tuple(columns), {"statement_id": statement.id, "account": account}).store(link, columns, heard)
    whole = hashlib.sha256("\n".join(f"{mark}:{twin}" for _entry, mark, twin in new).encode()).hexdigest()
    work.touched("bank_line", count=len(new), content_hash=whole)
    work.about(statement, account)
    work.tell(lines=len(entries), added=len(new))
    return Stored(int(statement.id), len(entries), len(new))


@operation("match bank line", needs=Permission.RECORD_PAYMENTS)
def match_line(work: Work, match: Match) -> int:
    """Say what a line is, and record its payment or link the one that is in the book; returns the payment's id.

    Who paid for whom is remembered. Raises UserError where the line is decided, no money, or the amounts differ, and
    whatever recording the payment raises.
    """
    line = _open_line(work, match.line_id)
    if line.amount <= 0:
        raise UserError(
            _("Money went out on this line, so it is no payment of a customer. Ignore it, or record a refund."),
            code="outgoing",
        )
    payment_id = _link(work, line, match) if match.payment_id is not None else _record(work, line, match)
    payment = work.known(Payment, payment_id)
    line.state = LineState.MATCHED
    line.reason = ""
    line.payment_id = payment_id
    line.customer_id = payment.customer_id
    _decided(work, line)
    if payment.customer_id is not None:
        _remember(work, line, payment.customer_id)
    work.about(payment, payment.number)
    return payment_id


@operation("match bank lines", needs=Permission.RECORD_PAYMENTS)
def match_lines(work: Work, line_ids: Sequence[int], matches: Mapping[int, Match]) -> Outcome:
    """``match_line`` for many, each whole or not at all; tells which stay as they are and why."""
    return batch_steps.run(work, line_ids, lambda part, line_id: match_line.function(part, matches[line_id]), _called)


@operation("ignore bank lines", needs=Permission.RECORD_PAYMENTS, undoable=True)
def ignore_lines(work: Work, line_ids: Sequence[int], reason: str) -> int:
    """Put lines aside that are no customer's money, with a reason; returns how many."""
    reason = require_reason(reason)
    for line_id in dict.fromkeys(line_ids):
        line = _open_line(work, line_id)
        line.state = LineState.IGNORED
        line.reason = reason
        line.payment_id = None
        line.customer_id = None
        _decided(work, line)
    count = len(set(line_ids))
    work.label(ngettext("ignore {n} statement line", "ignore {n} statement lines", count).format(n=count))
    return count


@operation("take up bank line", needs=Permission.RECORD_PAYMENTS, undoable=True)
def reopen_line(work: Work, line_id: int) -> None:
    """Take a line up again that was ignored or matched. A payment that it belonged to stays in the book."""
    line = work.get(BankLine, line_id)
    if line.state == LineState.NEW:
        raise UserError(_("This line is open already."), code="line_open")
    line.state = LineState.NEW
    line.reason = ""
    line.payment_id = None
    line.customer_id = None
    line.decided_at = None
    line.decided_by = None
    work.save(line)
    work.label(_("take up a statement line again"))


@operation("remove bank statement", needs=Permission.RECORD_PAYMENTS)
def remove_statement(work: Work, statement_id: int) -> int:
    """Take out a statement that was brought in by mistake; returns how many lines went.

    Refused where one of them is matched.
    """
    statement = work.get(BankStatement, statement_id)
    matched = work.value("SELECT count(*) FROM bank_line WHERE statement_id = ? AND state = 'matched'", (statement_id,))
    if matched:
        raise UserError(
            ngettext(
                "{n} line of this statement is matched. Take it up again first.",
                "{n} lines of this statement are matched. Take them up again first.",
                matched,
            ).format(n=matched),
            code="line_matched",
        )
    gone = int(work.value("SELECT count(*) FROM bank_line WHERE statement_id = ?", (statement_id,)))
    work.connection.execute("DELETE FROM bank_line WHERE statement_id = ?", (statement_id,))
    work.touched("bank_line", count=gone)
    work.remove(statement)
    work.about(statement, statement.account)
    work.tell(removed=gone)
    return gone


def _open_line(work: Work, line_id: int) -> BankLine:
    """A line that nothing was decided on; one whose payment was voided is open again."""
    line = work.get(BankLine, line_id)
    if line.state == LineState.MATCHED and line.payment_id is not None:
        payment = work.known(Payment, line.payment_id)
        if payment.state != PaymentState.LIVE:
            return line
        raise UserError(
            _("This line is matched with payment {number} already.").format(number=payment.number), code="line_matched"
        )
    if line.state == LineState.IGNORED:
        raise UserError(_("This line was ignored. Take it up again first."), code="line_ignored")
    return line


def _record(work: Work, line: BankLine, match: Match) -> int:
    if match.gross - match.fee != line.amount - line.fee:
        raise UserError(
            _("The line brought {came}, but {meant} is to be recorded. Correct the amount or the fee.").format(
                came=amount_text(work, line.amount - line.fee), meant=amount_text(work, match.gross - match.fee)
            ),
            field="fee",
            code="amount_differs",
        )
    statement = work.known(BankStatement, line.statement_id)
    return int(
        record_payment.function(
            work,
            match.gross,
            statement.method,
            match.customer_id,
            date=line.date,
            parts=match.parts,
            payer=line.party,
            fee=match.fee,
            bank_reference=line.bank_reference or line.account,
            note=line.remark,
        )
    )


def _link(work: Work, line: BankLine, match: Match) -> int:
    payment = live_payment(work, match.payment_id or 0)
    if line.amount - line.fee not in (payment.amount, payment.amount - payment.fee) and line.amount != payment.amount:
        raise UserError(
            _("Payment {number} is of another amount than the line.").format(number=payment.number),
            code="amount_differs",
        )
    other = work.value("SELECT id FROM bank_line WHERE payment_id = ? AND id <> ?", (payment.id, line.id))
    if other is not None:
        raise UserError(
            _("Payment {number} belongs to another line already.").format(number=payment.number), code="payment_matched"
        )
    return int(payment.id)


def _remember(work: Work, line: BankLine, customer_id: int) -> None:
    """A payer is remembered by name and account unless the name is masked or the customer's own."""
    customer = work.known(Customer, customer_id)
    name = line.party if "*" not in line.party and payer_key(line.party) != payer_key(customer.name) else ""
    account = line.party_account if "*" not in line.party_account else ""
    if not payer_key(name) and not payer_key(account):
        return
    for known in work.find(KnownPayer, "customer_id = ?", (customer_id,)):
        if payer_key(known.name) == payer_key(name) and payer_key(known.account) == payer_key(account):
            known.times += 1
            work.save(known)
            return
    work.add(KnownPayer(customer_id=customer_id, name=name, account=account))


def _decided(work: Work, line: BankLine) -> None:
    line.decided_at = work.actor.now()
    line.decided_by = work.actor.user_id or None
    work.save(line)


def _called(work: Work, line_id: int) -> str:
    line = work.get(BankLine, line_id)
    return str(line.party or line.remark or line.date.isoformat())
