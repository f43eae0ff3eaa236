"""One act on many shipments: signed for, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.order import Shipment
from app.operations import shipments
from app.operations.batch_steps import Outcome, Unchanged, called_shipment, run, undone_as
from app.operations.operation import operation
from app.operations.steps import require_reason
from app.operations.work import Work


@operation("sign for shipments", needs=Permission.SHIP, undoable=True)
def sign_for_shipments(work: Work, ids: Sequence[int], date: date | None = None) -> Outcome:
    """Note that the customers received shipments."""

    def step(part: Work, shipment_id: int) -> None:
        if part.get(Shipment, shipment_id).signed_on is not None:
            raise Unchanged(_("The shipment is signed for already."))
        shipments.sign_for_shipment.function(part, shipment_id, date)

    return undone_as(
        work,
        run(work, ids, step, called_shipment),
        lambda n: ngettext("sign for {n} shipment", "sign for {n} shipments", n),
    )


@operation("void shipments", needs=Permission.SHIP)
def void_shipments(work: Work, ids: Sequence[int], reason: str) -> Outcome:
    """Take shipments back that did not happen: goods return to stock, the orders wait for them again."""
    reason = require_reason(reason)
    return run(
        work,
        ids,
        lambda part, shipment_id: shipments.void_shipment.function(part, shipment_id, reason),
        called_shipment,
    )
