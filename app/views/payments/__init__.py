"""Payments: the list, recording one, the page of one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models.actor import Permission
from app.queries import order_details
from app.queries.lists import LISTS
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.page import Page


def payments_page(desk: Desk, shell: Any) -> Page:
    """The list of payments."""
    from app.views.list_page import ListOf, New, Other, list_page
    from app.views.matching import match_bank_lines
    from app.views.payments.glance import PAYMENT
    from app.views.payments.payment_page import ACTIONS
    from app.views.payments.receipts import print_receipts
    from app.views.receivables import show_receivables

    return list_page(
        desk,
        shell,
        ListOf(
            LISTS["payments"],
            "payment",
            open_payment,
            Permission.SEE_MONEY,
            picture="wallet",
            nothing_yet=N_("No payments yet."),
            nothing_hint=N_("Record what came in; it settles the oldest orders first."),
            search_hint=N_("Number, customer, payer, reference…"),
            new=New(N_("Record payment"), record_payment, Permission.RECORD_PAYMENTS, name="record_payment"),
            imports=True,
            actions=ACTIONS,
            others=(
                Other(
                    "match_bank_lines",
                    N_("Bank lines…"),
                    "file-check",
                    lambda desk, page, _ids: match_bank_lines(desk, page.window()),
                    place="secondary",
                    shortcut="Ctrl+Shift+B",
                    needs=Permission.RECORD_PAYMENTS,
                ),
                Other(
                    "show_receivables",
                    N_("Receivables"),
                    "hand-coins",
                    lambda desk, tab, _ids: show_receivables(desk, tab),
                    place="menu",
                    shortcut="Ctrl+J",
                ),
            ),
            glance=PAYMENT,
            print_papers=print_receipts,
            print_text=N_("Print receipts…"),
        ),
    )


def record_payment(desk: Desk, parent: QWidget, order_id: int | None = None, customer_id: int | None = None) -> None:
    """Record money received: for an order, for a customer, or without knowing whose it is."""
    from app.views.payments.recording import payment_dialog

    order = order_details.order(desk.actor, order_id) if order_id is not None else None
    open_dialog(
        desk, payment_dialog(desk, parent, order, customer_id), N_("The payment was recorded."), posted="payment"
    )


def use_balance(desk: Desk, parent: QWidget, order_id: int) -> None:
    """Settle an order with what its customer paid ahead."""
    order = order_details.order(desk.actor, order_id)
    _use_balance(desk, parent, order.customer_id, order_id)


def use_balance_of(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Settle orders of a customer with what was paid ahead."""
    _use_balance(desk, parent, customer_id, None)


def _use_balance(desk: Desk, parent: QWidget, customer_id: int, order_id: int | None) -> None:
    from app.queries.settling import standing
    from app.views.payments.balance import UseBalanceDialog

    found = standing(desk.actor, customer_id)
    dialog = UseBalanceDialog(desk, customer_id, found, order_id=order_id, parent=parent)
    open_dialog(desk, dialog, N_("The balance settles these orders."))


def record_payment_of(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Record money received from a customer."""
    record_payment(desk, parent, customer_id=customer_id)


def open_payment(desk: Desk, shell: Any, payment_id: int) -> None:
    """Show one payment over the list."""
    from app.views.payments.payment_page import PaymentPage
    from app.views.record_page import record_page

    shell.open_record("payments", record_page(desk, PaymentPage, payment_id))
