"""Statements of account that were handed out: each is kept with its days, what it came to, and its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.models.actor import Permission
from app.models.audit import canonical
from app.models.customer import Customer
from app.models.letters import CustomerLetter, LetterKind
from app.models.paper_style import paper_language
from app.operations.operation import operation
from app.operations.own_papers import file_hash, keep_bytes, keep_letter
from app.operations.steps import own_customer
from app.operations.work import Work

_SAME = (
    "SELECT l.id FROM customer_letter l JOIN kept_paper k ON k.about_kind = 'customer_letter' AND k.about_id = l.id "
    "WHERE l.customer_id = ? AND l.letter_kind = 'statement' AND k.sha256 = ?"
)


@dataclass(frozen=True)
class StatementFile:
    """The PDF of a statement of the days from ``first`` (None: from the beginning) to ``last``.

    ``closing`` is what it says is owed after them, in minor units: more may have been booked since it was laid out.
    """

    customer_id: int
    first: date | None
    last: date
    closing: int
    content: bytes


@operation("keep statements", needs=Permission.SEE_MONEY)
def keep_statements(work: Work, files: Sequence[StatementFile]) -> tuple[int, ...]:
    """Keep statements as they were handed out, all in one step; the same file again changes nothing.

    Returns the ids of their letters.
    """
    kept = []
    for done, file in enumerate(files):
        work.actor.progress(done, len(files))
        customer = own_customer(work, file.customer_id, Permission.SEE_MONEY)
        known = work.value(_SAME, (customer.id, file_hash(file.content)))
        kept.append(int(known) if known is not None else _keep(work, customer, file))
        if len(files) == 1:
            work.about(customer, customer.code)
    return tuple(kept)


def _keep(work: Work, customer: Customer, file: StatementFile) -> int:
    content = canonical(
        {
            "customer": customer.name,
            "first": file.first.isoformat() if file.first is not None else "",
            "last": file.last.isoformat(),
            "day": work.today.isoformat(),
            "closing": file.closing,
        }
    )
    letter = keep_letter(
        work,
        CustomerLetter(
            customer_id=customer.id,
            letter_kind=LetterKind.STATEMENT,
            first_day=file.first,
            last_day=file.last,
            amount=file.closing,
            language=paper_language("statement"),
            content=content,
        ),
    )
    # Without the customer's name: names of files stand on the trail, and stay when a person is erased.
    keep_bytes(work, letter, file.content, f"statement-{customer.code}-{file.last.isoformat()}-{letter.id}.pdf")
    return int(letter.id)
