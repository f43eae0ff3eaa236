"""What can be done with many shipments at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.i18n import N_, ngettext
from app.later import Later
from app.models.actor import Permission
from app.views.batch import Batch
from app.views.batch_fields import ask_reason
from app.views.desk import Desk

if TYPE_CHECKING:
    from app.operations import batches_shipments
    from app.views.widgets import date_field
    from app.views.widgets.form import Form
else:
    batches_shipments, date_field = Later("app.operations.batches_shipments"), Later("app.views.widgets.date_field")


def _ask_day(desk: Desk, form: Form) -> Callable[[], Mapping[str, Any]]:
    day = date_field.DateField("batch_date", today=desk.actor.today)
    day.set_value(desk.actor.today())
    form.add("date", N_("Date"), day)
    return lambda: {"date": day.value()}


SIGN: Batch = Batch(
    "sign_for_shipment",
    N_("Signed for…"),
    "clipboard-check",
    N_("Note shipments as signed for"),
    N_("Note as signed for"),
    lambda: batches_shipments.sign_for_shipments,
    Permission.SHIP,
    lambda n, whole: ngettext(
        "{n} of {whole} will be noted as signed for.", "{n} of {whole} will be noted as signed for.", n
    ).format(n=f"{n:,}", whole=f"{whole:,}"),
    lambda n: ngettext("{n} shipment is signed for.", "{n} shipments are signed for.", n).format(n=f"{n:,}"),
    ask=_ask_day,
    single=True,
)
VOID: Batch = Batch(
    "void_shipment",
    N_("Void…"),
    "ban",
    N_("Void shipments"),
    N_("Void shipments"),
    lambda: batches_shipments.void_shipments,
    Permission.SHIP,
    lambda n, whole: ngettext("{n} of {whole} will be voided.", "{n} of {whole} will be voided.", n).format(
        n=f"{n:,}", whole=f"{whole:,}"
    ),
    lambda n: ngettext("{n} shipment was voided.", "{n} shipments were voided.", n).format(n=f"{n:,}"),
    ask=ask_reason("void_shipment"),
    unlike_undo=N_("The goods are in stock again, and the orders wait for them."),
    danger=True,
    in_bar=False,
    single=True,
)
BATCHES = (SIGN, VOID)
