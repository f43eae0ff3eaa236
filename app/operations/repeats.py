"""The same payment twice: from a second window, after a retry, or typed again from the statement."""

from __future__ import annotations

from collections.abc import Mapping

from app.errors import ChangedMeanwhile
from app.i18n import _
from app.models.order import Order
from app.models.payment import Payment
from app.operations.steps import amount_text, order_name
from app.operations.work import Work


def check_seen(work: Work, seen: Mapping[int, int]) -> None:
    """Refuse where something else is due on an order than the person saw (minor units by order). Raises
    ChangedMeanwhile."""
    for order_id, due in seen.items():
        order = work.get(Order, order_id)
        if order.outstanding != due:
            raise ChangedMeanwhile(
                _(
                    "{due} is due on order {order} by now: somebody recorded something on it meanwhile. Look at the "
                    "parts again, then record the payment if it is still to be recorded."
                ).format(due=amount_text(work, max(order.outstanding, 0)), order=order_name(order)),
                field="parts",
                code="changed_meanwhile",
            )


def ask_about_twin(work: Work, payment: Payment, *, on_account: bool) -> None:
    """Ask before a payment is recorded that looks just like one that stands (key ``likely_twin``).

    ``on_account`` says that it settles no order yet: then its payer, day, amount and method are looked at too.
    """
    # Without a reference, parts of orders tell twins apart: an order takes no more than is due.
    if not payment.bank_reference and not on_account:
        return
    twin = work.value(
        "SELECT number FROM payment WHERE state = 'live' AND id <> ? AND amount = ? AND date = ? "
        "AND bank_reference = ? AND (bank_reference <> '' OR (customer_id IS ? AND payer = ? AND method = ? "
        "AND payer <> ''))",
        (
            payment.id,
            payment.amount,
            payment.date.isoformat(),
            payment.bank_reference,
            payment.customer_id,
            payment.payer,
            payment.method,
        ),
    )
    if twin is not None:
        work.confirm(
            "likely_twin",
            _("Payment {number} has the same date, amount and reference. Record this one as well?").format(number=twin)
            if payment.bank_reference
            else _(
                "Payment {number} is from the same payer, with the same date and amount. Record this one as well?"
            ).format(number=twin),
            accept=_("Record both"),
        )
