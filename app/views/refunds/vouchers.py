"""The voucher of a refund from the window: made and kept when it is paid, printed again as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.later import Later
from app.models.actor import Actor, Permission
from app.operations.refund_vouchers import keep_voucher
from app.queries import vouchers
from app.reports.files import plain_name
from app.views.desk import Desk

if TYPE_CHECKING:
    from app.views import papers, print_setup
else:
    papers, print_setup = Later("app.views.papers"), Later("app.views.print_setup")

KIND = "refund-voucher"


def keep_paper(actor: Actor, refund_id: int) -> Any:
    """Make the PDF of a refund's voucher and keep it, the second step of paying. Safe to repeat."""
    from app.reports.documents import document_bytes

    if vouchers.voucher_kept(refund_id):
        return None
    snapshot = vouchers.voucher(actor, refund_id)
    name = plain_name(snapshot.number)
    return keep_voucher(actor, refund_id, document_bytes(snapshot), f"{name}.pdf")


def after_paying(desk: Desk, parent: QWidget, refund_id: int) -> None:
    """Keep the voucher of a refund that was paid just now, and show it."""
    desk.perform(
        lambda actor: keep_paper(actor, refund_id),
        on_done=lambda _kept: print_vouchers(desk, parent, [refund_id]),
        owner=parent,
        title=_("Keep the paper"),
    )


def print_voucher(desk: Desk, parent: QWidget, refund_id: int) -> None:
    """Show the voucher of a refund as it was handed out; printed again it is marked as a copy.

    One that is not kept yet, because the program ended in between, is kept first by whoever may pay refunds.
    """
    if not vouchers.voucher_kept(refund_id) and desk.actor.may(Permission.PAY_REFUNDS):
        after_paying(desk, parent, refund_id)
    else:
        print_vouchers(desk, parent, [refund_id])


def print_vouchers(desk: Desk, parent: QWidget, refund_ids: Sequence[int]) -> None:
    """Show the vouchers of refunds in one file."""
    title = N_("Refund vouchers") if len(refund_ids) > 1 else N_("Refund voucher")
    papers.preview_papers(desk, parent, _piece, list(refund_ids), title, KIND, papers=print_setup.SHEETS)


def _piece(actor: Actor, refund_id: int) -> papers.Piece:
    snapshot = vouchers.voucher(actor, refund_id)
    return snapshot, vouchers.voucher_file(refund_id) if not snapshot.mark else None
