"""A payment at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.money import show
from app.queries.words import method_word
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Mark, Portion, shortened
from app.views.values import first_capital

if TYPE_CHECKING:
    from app.operations import notes
    from app.queries import money_details
    from app.queries.money_details import PaymentDetail
else:
    notes, money_details = Later("app.operations.notes"), Later("app.queries.money_details")


def show_payment(desk: Desk, payment: PaymentDetail) -> Glance:
    """What of a payment is worth a glance."""
    currency = desk.currency
    orders, more = shortened([(f"{o.number} · {o.date}", show(o.amount, currency)) for o in payment.orders])
    live = payment.state == "live"
    method = method_word(payment.method, payment.method_name or "")
    return Glance(
        title=payment.number or payment.source_reference or f"#{payment.id}",
        subtitle=" · ".join(p for p in (payment.customer or payment.payer, payment.date) if p),
        marks=(Mark("payment", payment.state),),
        alerts=()
        if payment.customer_id is not None
        else (("warn", _("Nobody knows yet whose money this is. Claim it first.")),),
        figures=(
            (_("Amount"), show(payment.amount, currency)),
            (_("Used"), show(payment.allocated, currency)),
            (_("Not used"), show(payment.free, currency)),
        ),
        portion=Portion(
            payment.allocated,
            payment.amount,
            _("{part} of {whole} used for orders").format(
                part=show(payment.allocated, currency), whole=show(payment.amount, currency)
            ),
        )
        if live and payment.amount > 0
        else None,
        facts=(
            (_("Method"), first_capital(method)),
            (_("Payer"), payment.payer if payment.payer != payment.customer else ""),
            (_("Reference"), payment.bank_reference),
            (_("Fee"), show(payment.fee, currency) if payment.fee else ""),
            (_("Refunded"), show(payment.refunded, currency) if payment.refunded else ""),
            (_("Voided because"), payment.void_reason),
        ),
        items_title=_("Orders that it settles"),
        items=orders,
        more=more,
        history=payment.history,
        note=payment.note,
        actions=payment.actions,
        why_not=payment.why_not,
    )


PAYMENT = GlanceAt(
    read=lambda actor, payment_id: money_details.payment(actor, payment_id),
    show=show_payment,
    steps=("claim_payment", "allocate_payment", "earmark_payment", "request_refund"),
    note_action="note_payment",
    write_note=lambda actor, payment_id, note, before: notes.note_payment(actor, payment_id, note, before),
)
