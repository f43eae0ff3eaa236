"""A request for an invoice at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.models.invoice_kinds import KINDS
from app.money import show
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Mark
from app.views.values import first_capital

if TYPE_CHECKING:
    from app.queries import request_details
    from app.queries.request_details import RequestDetail
else:
    request_details = Later("app.queries.request_details")


def show_request(desk: Desk, asked: RequestDetail) -> Glance:
    """What of a request is worth a glance: what it asks for, whom for, and what is to stand on the paper."""
    kind = KINDS.get(asked.invoice_kind)
    return Glance(
        title=asked.order,
        subtitle=asked.customer,
        marks=(Mark("invoice_request", asked.state),),
        figures=((_("Amount"), show(asked.amount, desk.currency)),),
        facts=(
            (_("Kind"), first_capital(_(kind.title)) if kind is not None else asked.invoice_kind),
            (_("Made out to"), asked.title),
            (_("Tax number"), asked.tax_number),
            (_("Address"), asked.address),
            (_("Phone"), asked.phone),
            (_("Bank"), asked.bank),
            (_("Deliver to"), asked.deliver_to),
            (_("What stands on it"), _("Summed up") if asked.content == "summary" else ""),
            (_("Payment"), _("Once the buyer has the invoice") if asked.before_payment else ""),
            (_("Wanted by"), asked.wanted_on or ""),
            (_("Requested"), " · ".join(p for p in (asked.requested_on, asked.requester or "") if p)),
            (_("Note"), asked.note),
            (_("Invoice"), asked.invoice or ""),
        ),
        history=asked.history,
        actions=asked.actions,
    )


REQUEST = GlanceAt(
    read=lambda actor, request_id: request_details.request(actor, request_id),
    show=show_request,
    steps=("issue_requested", "reject_invoice_request"),
)
