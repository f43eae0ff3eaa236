"""The vouchers of paid refunds as they were made: what stands on them, and the file that was handed out."""

from __future__ import annotations

from dataclasses import replace

from app.errors import UserError
from app.i18n import _
from app.models.actor import Actor
from app.models.base import connection
from app.models.document import DocumentSnapshot, Mark
from app.models.papers import is_kept, kept_bytes
from app.queries.beginning import is_sample
from app.queries.refunds import REFUNDS
from app.queries.shapes import require


def voucher(viewer: Actor, refund_id: int) -> DocumentSnapshot:
    """The voucher of a paid refund exactly as it was made; one that the bank returned carries its mark.

    Raises NotFound, NotAllowed, and UserError for a refund that was not paid here.
    """
    require(REFUNDS, viewer, refund_id, "refund")
    state, text = next(connection().execute("SELECT state, snapshot FROM refund WHERE id = ?", (refund_id,)))
    if not text:
        raise UserError(_("Only refunds that were paid here have a voucher."), code="no_voucher")
    snapshot = DocumentSnapshot.from_json(str(text))
    if is_sample():
        return replace(snapshot, mark=Mark.SAMPLE)
    return replace(snapshot, mark=Mark.VOID) if state == "returned" else snapshot


def voucher_kept(refund_id: int) -> bool:
    """Whether the file of the voucher is kept."""
    return is_kept("refund", refund_id)


def voucher_file(refund_id: int) -> bytes | None:
    """The bytes that were kept when the voucher was made; None when none are kept yet."""
    return kept_bytes("refund", refund_id)
