"""What can be done with many orders at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import N_, ngettext
from app.later import Later
from app.models.actor import Permission
from app.views.batch import Batch
from app.views.batch_fields import ask_note, ask_person, ask_reason, ask_reason_or_none, ask_shipping, ask_tag
from app.views.invoices.batches import ISSUE

if TYPE_CHECKING:
    from app.operations import batches
    from app.views.shipments import batches as shipment_batches
else:
    batches, shipment_batches = Later("app.operations.batches"), Later("app.views.shipments.batches")

BATCHES = (
    Batch(
        "confirm_order",
        N_("Confirm order"),
        "check",
        N_("Confirm orders"),
        N_("Confirm"),
        lambda: batches.confirm_orders,
        Permission.EDIT_ORDERS,
        lambda n, whole: ngettext("{n} of {whole} will be confirmed.", "{n} of {whole} will be confirmed.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} order was confirmed.", "{n} orders were confirmed.", n).format(n=f"{n:,}"),
        unlike_undo=N_("A confirmed order keeps its number. It is taken back by cancelling it."),
        single=True,
    ),
    Batch(
        "ship_order",
        N_("Ship…"),
        "truck",
        N_("Ship orders"),
        N_("Ship"),
        lambda: batches.ship_orders,
        Permission.SHIP,
        lambda n, whole: ngettext("{n} of {whole} will be shipped.", "{n} of {whole} will be shipped.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} order was shipped.", "{n} orders were shipped.", n).format(n=f"{n:,}"),
        ask=ask_shipping,
        unlike_undo=N_("All that is still open goes out. A shipment is taken back by voiding it."),
        single=True,
        voided_by=lambda: shipment_batches.VOID,
    ),
    Batch(
        "assign_orders",
        N_("Assign…"),
        "user",
        N_("Give orders to a salesperson"),
        N_("Assign"),
        lambda: batches.assign_orders,
        Permission.EDIT_ORDERS,
        lambda n, whole: ngettext("{n} of {whole} will be assigned.", "{n} of {whole} will be assigned.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} order was assigned.", "{n} orders were assigned.", n).format(n=f"{n:,}"),
        ask=ask_person,
    ),
    ISSUE,
    Batch(
        "request_invoice",
        N_("Request invoice…"),
        "file-text",
        N_("Request invoices"),
        N_("Request"),
        lambda: batches.request_invoices,
        Permission.REQUEST,
        lambda n, whole: ngettext(
            "An invoice will be asked for {n} of {whole}.", "Invoices will be asked for {n} of {whole}.", n
        ).format(n=f"{n:,}", whole=f"{whole:,}"),
        lambda n: ngettext("{n} invoice was requested.", "{n} invoices were requested.", n).format(n=f"{n:,}"),
        ask=ask_note,
        unlike_undo=N_("Each order gets a request of its own. A request is taken back by withdrawing it."),
        single=True,
    ),
    Batch(
        "hold_orders",
        N_("Put on hold…"),
        "clock",
        N_("Put orders on hold"),
        N_("Put on hold"),
        lambda: batches.hold_orders,
        Permission.EDIT_ORDERS,
        lambda n, whole: ngettext(
            "{n} of {whole} will be put on hold.", "{n} of {whole} will be put on hold.", n
        ).format(n=f"{n:,}", whole=f"{whole:,}"),
        lambda n: ngettext("{n} order was put on hold.", "{n} orders were put on hold.", n).format(n=f"{n:,}"),
        ask=ask_reason("hold"),
        in_bar=False,
    ),
    Batch(
        "release_orders",
        N_("Release from hold"),
        "refresh-cw",
        N_("Release orders from hold"),
        N_("Release"),
        lambda: batches.release_orders,
        Permission.EDIT_ORDERS,
        lambda n, whole: ngettext("{n} of {whole} will go on.", "{n} of {whole} will go on.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} order goes on.", "{n} orders go on.", n).format(n=f"{n:,}"),
        in_bar=False,
    ),
    Batch(
        "tag_orders",
        N_("Add a tag…"),
        "tag",
        N_("Add a tag to orders"),
        N_("Add tag"),
        lambda: batches.tag_orders,
        Permission.EDIT_ORDERS,
        lambda n, whole: ngettext("{n} of {whole} will get the tag.", "{n} of {whole} will get the tag.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} order got the tag.", "{n} orders got the tag.", n).format(n=f"{n:,}"),
        ask=ask_tag,
        in_bar=False,
    ),
    Batch(
        "complete_order",
        N_("Complete…"),
        "circle-check",
        N_("Complete orders"),
        N_("Complete"),
        lambda: batches.complete_orders,
        Permission.EDIT_ORDERS,
        lambda n, whole: ngettext("{n} of {whole} will be completed.", "{n} of {whole} will be completed.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} order was completed.", "{n} orders were completed.", n).format(n=f"{n:,}"),
        ask=ask_reason_or_none,
        unlike_undo=N_("A completed order is taken back by re-opening it."),
        in_bar=False,
        single=True,
    ),
    Batch(
        "cancel_order",
        N_("Cancel order…"),
        "ban",
        N_("Cancel orders"),
        N_("Cancel orders"),
        lambda: batches.cancel_orders,
        Permission.EDIT_ORDERS,
        lambda n, whole: ngettext("{n} of {whole} will be cancelled.", "{n} of {whole} will be cancelled.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} order was cancelled.", "{n} orders were cancelled.", n).format(n=f"{n:,}"),
        ask=ask_reason("cancel"),
        unlike_undo=N_("Cancelled orders keep their numbers. They become drafts again one by one."),
        back=N_("Close"),
        danger=True,
        in_bar=False,
        single=True,
    ),
    Batch(
        "delete_draft",
        N_("Delete draft"),
        "trash-2",
        N_("Delete drafts"),
        N_("Delete"),
        lambda: batches.delete_drafts,
        Permission.EDIT_ORDERS,
        lambda n, whole: ngettext("{n} of {whole} will be deleted.", "{n} of {whole} will be deleted.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} draft was deleted.", "{n} drafts were deleted.", n).format(n=f"{n:,}"),
        danger=True,
        in_bar=False,
        single=True,
    ),
)
