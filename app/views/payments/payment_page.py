"""The page of one payment: what came in, which orders it settles, what is left of it, what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.money import show
from app.queries import money_details, settling
from app.queries.columns import Column, Kind, Row
from app.queries.money_details import PaymentDetail
from app.queries.words import method_word
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.payments.dialogs import (
    AllocateDialog,
    ClaimDialog,
    EarmarkDialog,
    ReleaseDialog,
    TransferDialog,
    VoidDialog,
)
from app.views.payments.receipts import ACTIONS as RECEIPTS
from app.views.record_actions import RecordAction
from app.views.record_page import RecordPage, section
from app.views.values import first_capital
from app.views.widgets.small_table import SmallTable

_ORDERS = (
    Column("number", N_("Order"), Kind.TEXT, 150),
    Column("date", N_("Settled on"), Kind.DATE, 110),
    Column("amount", N_("Used for it"), Kind.MONEY, 120),
    Column("outstanding", N_("Still due"), Kind.MONEY, 120),
)
_REFUNDS = (
    Column("number", N_("Number"), Kind.TEXT, 150),
    Column("requested_on", N_("Requested"), Kind.DATE, 110),
    Column("state", N_("State"), Kind.STATE, 150),
    Column("amount", N_("Amount"), Kind.MONEY, 120),
)


def allocate(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Settle orders with what is free of a payment."""
    found = money_details.payment(desk.actor, payment_id)
    free = settling.spendable(desk.actor, payment_id)
    orders = settling.open_orders(desk.actor, found.customer_id) if found.customer_id is not None else ()
    open_dialog(desk, AllocateDialog(desk, payment_id, free, orders, parent), N_("The payment settles these orders."))


def release(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Take part of a payment off an order."""
    found = money_details.payment(desk.actor, payment_id)
    open_dialog(desk, ReleaseDialog(desk, payment_id, found.orders, parent), N_("The money is free again."))


def claim(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Say whose a payment is."""
    found = money_details.payment(desk.actor, payment_id)
    open_dialog(desk, ClaimDialog(desk, payment_id, found.payer, parent), N_("The payment was claimed."))


def transfer(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Hand free money to another customer."""
    free = settling.spendable(desk.actor, payment_id)
    open_dialog(desk, TransferDialog(desk, payment_id, free, parent), N_("The balance was transferred."))


def earmark(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Set free money aside for a draft."""
    found = money_details.payment(desk.actor, payment_id)
    free = settling.spendable(desk.actor, payment_id)
    drafts = settling.drafts(desk.actor, found.customer_id) if found.customer_id is not None else ()
    open_dialog(desk, EarmarkDialog(desk, payment_id, free, drafts, parent), N_("The money is set aside."))


def void(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Take a payment back by a reversal."""
    found = money_details.payment(desk.actor, payment_id)
    number = found.number or found.source_reference
    open_dialog(desk, VoidDialog(desk, payment_id, number, found.amount, parent), N_("The payment was voided."))


def refund(desk: Desk, parent: QWidget, payment_id: int) -> None:
    """Ask for money to be given back from what is free of a payment."""
    from app.views.refunds import request_refund

    request_refund(desk, parent, payment_id=payment_id)


ACTIONS = (
    RecordAction("claim_payment", N_("Claim…"), "user", claim, shortcut="Ctrl+F7"),
    RecordAction("allocate_payment", N_("Use for orders…"), "check", allocate, shortcut="F7"),
    RecordAction("earmark_payment", N_("Set aside for a draft…"), "flag", earmark),
    RecordAction("release_payment", N_("Take off an order…"), "minus", release),
    RecordAction("transfer_balance", N_("Transfer balance…"), "arrow-right", transfer),
    RecordAction("request_refund", N_("Request refund…"), "undo-2", refund),
    *RECEIPTS,
    RecordAction("void_payment", N_("Void or bounced…"), "ban", void, danger=True),
)


class PaymentPage(RecordPage):
    """One payment."""

    chip_kinds = ("payment",)
    watches = frozenset({"payment", "allocation", "refund", "customer", "earmark", "receipt"})
    help_topic = "payments"
    locked_offers = ("void_payment",)
    facts_titles = (
        ("customer", N_("Customer")),
        ("payer", N_("Payer")),
        ("date", N_("Date")),
        ("method", N_("Method")),
        ("amount", N_("Amount")),
        ("fee", N_("Fee kept by the bank")),
        ("net", N_("Reached the bank")),
        ("allocated", N_("Used for orders")),
        ("free", N_("Not used")),
        ("refunded", N_("Refunded")),
        ("transferred", N_("Handed to others")),
        ("reference", N_("Reference")),
        ("receipt", N_("Receipt no.")),
        ("source", N_("Number in the old file")),
        ("note", N_("Note")),
        ("reason", N_("Voided because")),
    )

    def __init__(self, desk: Desk, payment_id: int) -> None:
        super().__init__(desk, "payment", payment_id, ACTIONS, ("claim_payment", "allocate_payment"))

    def read_record(self) -> PaymentDetail:
        return money_details.payment(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        currency = self.desk.currency
        self.orders = SmallTable("payment_orders_table", N_("Orders that it settles"), _ORDERS, currency)
        self.orders.opens_with(self.opener("order"))
        self.refunds = SmallTable("payment_refunds_table", N_("Refunds"), _REFUNDS, currency)
        self.refunds.opens_with(self.opener("refund"))
        self.orders_card = section("payment_orders_card", N_("Orders that it settles"), self.orders)
        self.refunds_card = section("payment_refunds_card", N_("Refunds"), self.refunds)
        return self.orders_card, self.refunds_card

    def title_of(self, record: Any) -> str:
        return record.number or record.source_reference or _("Payment of {date}").format(date=record.date)

    def locked(self, record: PaymentDetail) -> str:
        if record.state != "live":
            return _("A voided payment stays in the book and counts no more.")
        return _("A recorded payment stays as it was recorded. Void it if it was wrong.")

    def show_record(self, record: PaymentDetail) -> None:
        currency = self.desk.currency
        if record.state == "live":
            self.banner.hide()
        else:
            words = N_("The bank took it back: {reason}") if record.bounced else N_("Voided: {reason}")
            self.banner.tell("danger", lambda: _(words).format(reason=record.void_reason), dismissible=False)
        self.orders.show_rows([Row(o.order_id, (o.number, o.date, o.amount, o.outstanding)) for o in record.orders])
        self.refunds.show_rows(
            [Row(r.id, (r.number or f"#{r.id}", r.requested_on, r.state, r.amount)) for r in record.refunds]
        )
        self.orders_card.setVisible(bool(record.orders))
        self.refunds_card.setVisible(bool(record.refunds))
        self.show_facts(
            (
                ("customer", record.customer or _("Not yet claimed")),
                ("payer", record.payer if record.payer != record.customer else ""),
                ("date", record.date),
                ("method", first_capital(method_word(record.method, record.method_name or ""))),
                ("amount", show(record.amount, currency)),
                ("fee", show(record.fee, currency) if record.fee else ""),
                ("net", show(record.amount - record.fee, currency) if record.fee else ""),
                ("allocated", show(record.allocated, currency)),
                ("free", show(record.free, currency)),
                ("refunded", show(record.refunded, currency) if record.refunded else ""),
                ("transferred", show(record.transferred, currency) if record.transferred else ""),
                ("reference", record.bank_reference),
                ("receipt", _receipts(record)),
                ("source", record.source_reference),
                ("note", record.note),
                ("reason", record.void_reason),
            )
        )


def _receipts(record: PaymentDetail) -> str:
    """The numbers of its receipts, the newest first; voided ones say so."""
    return ", ".join(
        each.number if each.state == "issued" else _("{number} (voided)").format(number=each.number)
        for each in record.receipts
    )
