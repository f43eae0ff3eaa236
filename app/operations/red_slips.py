"""Red confirmation slips: recorded as the tax bureau's platform has them, followed up, and used by one credit note."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission, not_allowed
from app.models.invoice import CreditNoteReason, Invoice
from app.models.invoice_kinds import KINDS
from app.models.red_slip import ENTERED_BY, READY, REASON_OF, REASONS, STATES, VOID, WHOLE_ONLY, RedSlip
from app.operations.decisions import fact_day
from app.operations.operation import operation
from app.operations.steps import amount_text, require_positive
from app.operations.work import Work

LONGEST = 40
"""Characters of the longest number of a slip."""


@dataclass(frozen=True)
class RedSlipInput:
    """A slip as typed. ``entered_by``, ``reason`` and ``state`` are keys of ``app.models.red_slip``.

    ``amount`` is what it takes back with tax, all that is left unless given; ``made_on`` today unless given.
    """

    number: str
    entered_by: str = "seller"
    reason: str = WHOLE_ONLY
    state: str = "01"
    made_on: date | None = None
    amount: int | None = None


@operation("record red slip", needs=Permission.SEE_MONEY)
def record_red_slip(work: Work, invoice_id: int, content: RedSlipInput) -> int:
    """Record the slip that allows an invoice to be taken back. For who may issue invoices or credit notes."""
    _require_right(work)
    invoice = work.get(Invoice, invoice_id)
    kind = KINDS.get(invoice.invoice_kind)
    if kind is None or not kind.red_slip:
        raise UserError(
            _("Invoice {number} is of a kind that is taken back without a slip.").format(number=invoice.number),
            code="no_slip_wanted",
        )
    number = "".join(unicodedata.normalize("NFKC", content.number).split())
    if not number or len(number) > LONGEST or not number.isalnum():
        raise UserError(
            _("Type the number of the slip as the platform shows it: letters and digits only."),
            field="number",
            code="number_form",
        )
    if work.value("SELECT 1 FROM red_slip WHERE number = ?", (number,)):
        raise UserError(
            _("Slip {number} is recorded already.").format(number=number), field="number", code="number_taken"
        )
    _require_known(content)
    left = invoice.total - invoice.credited
    amount = left if content.amount is None else content.amount
    require_positive(amount)
    if amount > left:
        raise UserError(
            _("Only {left} of invoice {number} is left to take back.").format(
                left=amount_text(work, left), number=invoice.number
            ),
            field="amount",
            code="above_invoice",
        )
    if content.reason == WHOLE_ONLY and amount != invoice.total:
        raise UserError(
            _("An invoice that was wrong is taken back only as a whole. Choose another reason for a part."),
            field="amount",
            code="whole_only",
        )
    slip = work.add(
        RedSlip(
            invoice_id=invoice.id,
            number=number,
            entered_by=content.entered_by,
            reason=content.reason,
            state=content.state,
            made_on=fact_day(work, content.made_on),
            amount=amount,
            recorded_by=work.actor.user_id or None,
            created_at=work.actor.now(),
        )
    )
    work.about(invoice, invoice.number)
    work.tell(slip=number)
    return int(slip.id)


@operation("change red slip", needs=Permission.SEE_MONEY)
def change_red_slip(work: Work, slip_id: int, state: str) -> None:
    """Say how far a slip is now. One whose red invoice was registered stays as it is."""
    _require_right(work)
    slip = work.get(RedSlip, slip_id)
    if state not in STATES:
        raise UserError(_("Choose one of the states."), field="state", code="state")
    if slip.credit_note_id is not None:
        raise UserError(
            _("The red invoice of slip {number} is registered, so the slip stays as it is.").format(number=slip.number),
            field="state",
            code="used",
        )
    if slip.state in VOID and slip.state != state:
        raise UserError(
            _("Slip {number} is void. Record the new one that took its place.").format(number=slip.number),
            field="state",
            code="void",
        )
    slip.state = state
    work.save(slip)
    invoice = work.get(Invoice, slip.invoice_id)
    work.about(invoice, invoice.number)
    work.tell(slip=slip.number)


def usable_slip(work: Work, slip_id: int, invoice: Invoice, why: CreditNoteReason, total: int) -> RedSlip:
    """The slip of an invoice, ready for a credit note of this reason and amount. Private to credit notes."""
    slip = work.get(RedSlip, slip_id)
    if slip.invoice_id != invoice.id or slip.credit_note_id is not None:
        raise UserError(
            _("Slip {number} belongs to another document. Choose the slip of this invoice.").format(number=slip.number),
            field="red_slip_id",
            code="other_slip",
        )
    if slip.state not in READY:
        raise UserError(
            _("Slip {number} does not allow a red invoice yet: {state}.").format(
                number=slip.number, state=_(STATES[slip.state])
            ),
            field="red_slip_id",
            code="slip_state",
        )
    if slip.reason != REASON_OF[why]:
        raise UserError(
            _("Slip {number} gives another reason: {reason}.").format(
                number=slip.number, reason=_(REASONS[slip.reason])
            ),
            field="red_slip_id",
            code="slip_reason",
        )
    if slip.amount != total:
        raise UserError(
            _("Slip {number} takes back {slip}, this credit note {note}. They have to be the same.").format(
                number=slip.number, slip=amount_text(work, slip.amount), note=amount_text(work, total)
            ),
            field="red_slip_id",
            code="slip_amount",
        )
    return slip


def _require_known(content: RedSlipInput) -> None:
    for field, value, known in (
        ("entered_by", content.entered_by, ENTERED_BY),
        ("reason", content.reason, REASONS),
        ("state", content.state, STATES),
    ):
        if value not in known:
            raise UserError(_("Choose one of the list."), field=field, code=field)


def _require_right(work: Work) -> None:
    if not (work.actor.may(Permission.ISSUE_INVOICES) or work.actor.may(Permission.VOID)):
        raise not_allowed(Permission.ISSUE_INVOICES)
