"""Postings are never undone: it is said why, and what takes them back instead is opened at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from app.i18n import N_, _
from app.later import Later
from app.models.actor import Actor
from app.views.desk import Desk
from app.views.widgets.form import FormDialog

if TYPE_CHECKING:
    from app.queries import crediting, money_details
else:
    crediting, money_details = Later("app.queries.crediting"), Later("app.queries.money_details")


@dataclass(frozen=True)
class _Way:
    """What takes a posting of a kind back: how it is read, the module with its actions, the first of these that is
    allowed, and why it is not undone."""

    read: Callable[[Actor, int], Any]
    module: str
    actions: tuple[str, ...]
    why: str


_WAYS: Mapping[str, _Way] = {
    "payment": _Way(
        lambda actor, number: money_details.payment(actor, number),
        "payments.payment_page",
        ("void_payment",),
        N_("A recorded payment is not undone, because the book shows what happened. Void it instead."),
    ),
    "invoice": _Way(
        lambda actor, number: money_details.invoice(actor, number),
        "invoices.invoice_page",
        ("void_invoice", "credit_invoice"),
        N_("An issued document is not undone, because its number is used. Void it or credit it instead."),
    ),
    "refund": _Way(
        lambda actor, number: money_details.refund(actor, number),
        "refunds.refund_page",
        ("return_refund", "withdraw_refund"),
        N_("A paid refund is not undone. If the money came back, record that instead."),
    ),
    "credit": _Way(
        lambda actor, number: crediting.credit(actor, number),
        "refunds.credit_page",
        ("void_credit",),
        N_("What was approved is not undone. Void it instead."),
    ),
    "shipment": _Way(
        lambda actor, number: money_details.shipment(actor, number),
        "shipments.shipment_page",
        ("void_shipment",),
        N_("A recorded shipment is not undone. Void it if the goods did not leave."),
    ),
}


def can_be_taken_back(kind: str) -> bool:
    """Whether there is a way to take postings of this kind back."""
    return kind in _WAYS


def take_back(desk: Desk, kind: str, record_id: int) -> None:
    """Open the dialog that voids (or credits) a posting, with the reason why it is not undone above it.

    Where none is allowed it is said why.
    """
    way, shell = _WAYS[kind], desk.shell
    record = way.read(desk.actor, record_id)
    name = next((each for each in way.actions if each in record.actions), "")
    if not name:
        shell.tell(f"{_(way.why)} {record.why_not.get(way.actions[0], '')}".strip())
        return
    action = next(each for each in import_module(f"app.views.{way.module}").ACTIONS if each.name == name)
    page = shell.current_page() or shell
    action.run(desk, page, record_id)
    for dialog in page.findChildren(FormDialog):
        if dialog.isVisible():
            dialog.banner.tell("info", way.why, dismissible=False)
