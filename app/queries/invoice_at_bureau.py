"""An invoice as its page shows it: with what came of it at the tax bureau's platform."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.actor import Actor
from app.queries.moment import one_moment
from app.queries.money_details import InvoiceDetail, invoice
from app.queries.originals import KeptOriginal, originals
from app.queries.red_slips import Slip, slips


@dataclass(frozen=True)
class InvoiceAtBureau(InvoiceDetail):
    """One invoice or credit note with its kept originals and its red confirmation slips, oldest first."""

    originals: tuple[KeptOriginal, ...]
    slips: tuple[Slip, ...]


def invoice_at_bureau(viewer: Actor, invoice_id: int) -> InvoiceAtBureau:
    """All of it as it is at one moment, as this viewer may see it. Raises NotFound, NotAllowed."""
    with one_moment():
        found = invoice(viewer, invoice_id)
        return InvoiceAtBureau(**vars(found), originals=originals(viewer, invoice_id), slips=slips(viewer, invoice_id))
