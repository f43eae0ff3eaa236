"""Closing a day: the money counted, the open ends looked at, signed. What is signed never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.company import SAMPLE, StockPolicy
from app.models.day_close import DayClose
from app.models.day_money import DayMoney, Expected, LastClose, day_money, last_close
from app.models.day_sheet import DaySheet, MethodCount, StepFound, steps_of
from app.models.document import Mark, seller_party
from app.models.user import shown_name
from app.operations.operation import operation
from app.operations.own_papers import keep_bytes
from app.operations.steps import amount_text, book_setting, refuse
from app.operations.work import Work


@dataclass(frozen=True)
class Counted:
    """What was counted of one method, in minor units.

    ``expected`` is what the person was shown: if more was recorded meanwhile, the count is looked at again. ``left``
    stays for the next day. ``opening`` is what was there before the first close; later ones begin with what was left.
    """

    method: str
    expected: int
    counted: int
    left: int = 0
    reason: str = ""
    opening: int = 0


@operation("close day", needs=Permission.CLOSE_DAY)
def close_day(work: Work, day: date, money: Sequence[Counted], steps: Sequence[StepFound], note: str = "") -> int:
    """Sign a day: returns the id of the closed day.

    ``money`` holds every method of ``day_money``, ``steps`` what the person was shown and looked at, one entry for each
    step of this book. A difference needs a reason. Each day is closed once, and no day before one that is closed.
    """
    last = last_close(work.connection)
    _check_day(work, day, last)
    found = day_money(work.connection, day, last)
    lines = _lines(work, found, last, money)
    _check_steps(work, steps)
    sheet = DaySheet(
        day=day.isoformat(),
        since=last.date.isoformat() if last is not None else "",
        seller=replace(seller_party(work.company), bank="", account=""),
        currency=work.company.currency,
        language=work.company.document_language,
        signed_by=_name(work),
        signed_at=work.actor.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        money=lines,
        late=found.late,
        steps=tuple(steps),
        note=note.strip(),
        mark=Mark.SAMPLE if book_setting(work, SAMPLE) else Mark.NONE,
        logo=bytes(work.company.logo or b""),
    )
    text = sheet.to_json()
    closed = work.add(
        DayClose(
            date=day,
            previous_id=last.id if last is not None else None,
            expected=sheet.expected,
            counted=sheet.counted,
            difference=sheet.counted - sheet.expected,
            open_count=sum(step.count for step in steps),
            note=sheet.note,
            payment_upto=found.payment_upto,
            ledger_upto=found.ledger_upto,
            snapshot=text,
            snapshot_hash=hashlib.sha256(text.encode()).hexdigest(),
            closed_at=work.actor.now(),
            closed_by=work.actor.user_id or None,
        )
    )
    work.about(closed, day.isoformat())
    work.tell(counted=closed.counted, difference=closed.difference)
    work.happened("day closed")
    return int(closed.id)


@operation("keep day sheet", needs=Permission.CLOSE_DAY)
def keep_day_sheet(work: Work, day_close_id: int, content: bytes, name: str) -> int:
    """Keep the bytes of a closed day's sheet, once; the same bytes again change nothing. Returns the kept file's id."""
    closed = work.get(DayClose, day_close_id)
    work.about(closed, closed.date.isoformat())
    return keep_bytes(work, closed, content, name)


def _check_day(work: Work, day: date, last: LastClose | None) -> None:
    if day > work.today:
        raise UserError(_("A day that is not over cannot be closed."), field="day", code="future_date")
    if work.value("SELECT 1 FROM day_close WHERE date = ?", (day.isoformat(),)):
        raise UserError(
            _("{day} is closed already. Open it among the closed days.").format(day=day.isoformat()),
            field="day",
            code="closed_already",
        )
    if last is not None and day < last.date:
        raise UserError(
            _(
                "{last} is closed, and so are the days before it. What was recorded late counts in the next close."
            ).format(last=last.date.isoformat()),
            field="day",
            code="later_closed",
        )


def _lines(work: Work, found: DayMoney, last: LastClose | None, money: Sequence[Counted]) -> tuple[MethodCount, ...]:
    counts = {each.method: each for each in money}
    if len(counts) != len(money) or set(counts) != {each.method for each in found.methods}:
        raise UserError(
            _("Another payment method came into use meanwhile. Look at the money again."),
            field="money",
            code="money_moved",
        )
    lines, wrong = [], []
    for expected in found.methods:
        told = counts[expected.method]
        opening = expected.opening if last is not None else told.opening
        line = MethodCount(
            method=expected.method,
            opening=opening,
            received=expected.received,
            paid_out=expected.paid_out,
            counted=told.counted,
            left=told.left,
            reason=told.reason.strip(),
            name=expected.name,
        )
        problem = _problem(work, expected, line, told)
        if problem is not None:
            wrong.append(problem)
        lines.append(line)
    if any(problem.code == "money_moved" for problem in wrong):
        wrong = [problem for problem in wrong if problem.code == "money_moved"]
    refuse(wrong)
    return tuple(lines)


def _problem(work: Work, expected: Expected, line: MethodCount, told: Counted) -> UserError | None:
    if line.expected != told.expected:
        return UserError(
            _("Money was recorded meanwhile: {amount} should be there now. Count it again.").format(
                amount=amount_text(work, line.expected)
            ),
            field=f"counted_{expected.method}",
            code="money_moved",
        )
    if line.difference and not line.reason:
        return UserError(
            _("{amount} differs from what is recorded. Say why.").format(amount=amount_text(work, line.difference)),
            field=f"reason_{expected.method}",
            code="no_reason",
        )
    if not min(0, line.counted) <= line.left <= max(0, line.counted):
        return UserError(
            _("No more can stay than was counted: {amount}.").format(amount=amount_text(work, line.counted)),
            field=f"left_{expected.method}",
            code="more_than_counted",
        )
    return None


def _check_steps(work: Work, steps: Sequence[StepFound]) -> None:
    kept = work.company.stock_policy == StockPolicy.KEPT
    if tuple(step.key for step in steps) != steps_of(keeps_stock=kept):
        raise UserError(_("Look at every step before you sign."), field="steps", code="steps_missing")


def _name(work: Work) -> str:
    found = work.value(f"SELECT {shown_name('user')} FROM user WHERE id = ?", (work.actor.user_id or None,))
    return str(found or work.actor.name)
