"""A refund at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.money import show
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Mark
from app.views.values import word_of

if TYPE_CHECKING:
    from app.queries import money_details
    from app.queries.money_details import RefundDetail
else:
    money_details = Later("app.queries.money_details")


def show_refund(desk: Desk, refund: RefundDetail) -> Glance:
    """What of a refund is worth a glance."""
    name = refund.number or refund.source_reference or f"#{refund.id}"
    waits = refund.state == "requested" and "approve_refund" in refund.why_not
    return Glance(
        title=_("Refund {number}").format(number=name),
        subtitle=refund.customer,
        marks=(Mark("refund", refund.state),),
        alerts=(("info", refund.why_not["approve_refund"]),) if waits else (),
        figures=((_("Amount"), show(refund.amount, desk.currency)),),
        facts=(
            (_("Order"), refund.order or ""),
            (_("How"), word_of("target", refund.target)),
            (_("Reason"), refund.reason),
            (_("Requested"), " · ".join(p for p in (refund.requested_on, refund.requester or "") if p)),
            (_("Decided"), " · ".join(p for p in (refund.decided_on or "", refund.decider or "") if p)),
            (_("Decision note"), refund.decision_note),
            (_("Paid on"), refund.date or ""),
            (_("Reference"), refund.bank_reference),
        ),
        history=refund.history,
        actions=refund.actions,
        why_not=refund.why_not,
    )


REFUND = GlanceAt(
    read=lambda actor, refund_id: money_details.refund(actor, refund_id),
    show=show_refund,
    steps=("approve_refund", "pay_refund", "reject_refund"),
)
