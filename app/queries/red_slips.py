"""The red confirmation slips of an invoice."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.actor import Actor
from app.models.red_slip import READY
from app.queries.invoices import INVOICES
from app.queries.shapes import Money, load, require


@dataclass(frozen=True)
class Slip:
    """A slip; ``reason`` and ``state`` are the bureau's codes, ``credit_note`` the number of the red invoice."""

    id: int
    number: str
    entered_by: str
    reason: str
    state: str
    made_on: str
    amount: Money
    credit_note: str

    @property
    def ready(self) -> bool:
        """Whether a red invoice may be registered for it."""
        return self.state in READY and not self.credit_note


_SLIPS = (
    "SELECT s.id, s.number, s.entered_by, s.reason, s.state, s.made_on, s.amount, coalesce(n.number, '') "
    "FROM red_slip s LEFT JOIN invoice n ON n.id = s.credit_note_id WHERE s.invoice_id = ? ORDER BY s.id"
)


def slips(viewer: Actor, invoice_id: int) -> tuple[Slip, ...]:
    """The slips of an invoice, oldest first. Raises NotFound and NotAllowed."""
    require(INVOICES, viewer, invoice_id, "invoice")
    return load(Slip, _SLIPS, (invoice_id,))
