"""A return, allowance or termination at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.money import QUANTITY, show, show_scaled
from app.queries.words import state_word
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Mark, shortened
from app.views.refunds.credit_dialogs import goods_word
from app.views.values import first_capital

if TYPE_CHECKING:
    from app.queries import crediting
    from app.queries.crediting import CreditDetail
else:
    crediting = Later("app.queries.crediting")


def show_credit(desk: Desk, credit: CreditDetail) -> Glance:
    """What of a credit is worth a glance."""
    currency = desk.currency
    word = state_word("credit_kind", credit.credit_kind)
    waits = credit.state == "requested" and "approve_credit" in credit.why_not
    items, more = shortened(
        [
            (
                f"{show_scaled(line.quantity, QUANTITY)} {line.unit} × {line.description}".replace("  ", " ")
                if line.quantity
                else line.description,
                show(line.gross, currency),
            )
            for line in credit.lines
        ]
    )
    return Glance(
        title=f"{first_capital(word)} {credit.number or f'#{credit.id}'}",
        subtitle=credit.customer,
        marks=(Mark("credit", credit.state),),
        alerts=(("info", credit.why_not["approve_credit"]),) if waits else (),
        figures=((_("Amount"), show(credit.amount, currency)), (_("Tax amount"), show(credit.tax, currency))),
        facts=(
            (_("Order"), credit.order),
            (_("Where the goods go"), goods_word(credit.goods_to)),
            (_("Reason"), credit.reason),
            (_("Requested"), " · ".join(p for p in (credit.requested_on, credit.requester or "") if p)),
            (_("Decided"), " · ".join(p for p in (credit.decided_on or "", credit.decider or "") if p)),
            (_("Decision note"), credit.decision_note),
            (_("Approved on"), credit.date or ""),
            (_("Voided on"), credit.voided_on or ""),
        ),
        items_title=_("Lines"),
        items=items,
        more=more,
        history=credit.history,
        actions=credit.actions,
        why_not=credit.why_not,
    )


CREDIT = GlanceAt(
    read=lambda actor, credit_id: crediting.credit(actor, credit_id),
    show=show_credit,
    steps=("approve_credit", "reject_credit"),
)
