"""Payments: the list, recording one, the page of one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models.actor import Permission
from app.queries import order_details
from app.queries.lists import LISTS
from app.views.acting import open_dialog
from app.views.commands import Command
from app.views.desk import Desk
from app.views.exporting import export_command
from app.views.page import Page
from app.views.record_tab import RecordTab


def payments_page(desk: Desk, shell: Any) -> Page:
    """The list of payments."""
    from app.views.payments.payment_page import ACTIONS

    tabs: list[RecordTab] = []

    def import_payments(_ids: Any) -> None:
        from app.views.imports import import_file

        import_file(desk, shell)

    commands = [
        Command(
            "record_payment",
            N_("Record payment"),
            lambda _ids: record_payment(desk, shell or tabs[0]),
            icon="plus",
            shortcut="Ctrl+N",
            place="primary",
            needs=Permission.RECORD_PAYMENTS,
        ),
        Command(
            "import_payments", N_("Import…"), import_payments, icon="upload", place="secondary", needs=Permission.IMPORT
        ),
        export_command(desk, tabs),
        Command("open_payment", N_("Open"), lambda ids: open_payment(desk, shell, ids[0]), icon="folder-open"),
        *(
            Command(
                each.name,
                each.text,
                lambda ids, each=each: each.run(desk, tabs[0], ids[0]),
                icon=each.icon,
                action=each.name,
                danger=each.danger,
            )
            for each in ACTIONS
        ),
    ]
    tabs.append(
        RecordTab(
            desk,
            LISTS["payments"],
            commands=commands,
            open_record=lambda payment_id: open_payment(desk, shell, payment_id),
            needs=Permission.SEE_MONEY,
            picture="wallet",
            nothing_yet=N_("No payments yet."),
            nothing_hint=N_("Record what came in; it settles the oldest orders first."),
            search_hint=N_("Number, customer, payer, reference…"),
        )
    )
    return tabs[0]


def record_payment(desk: Desk, parent: QWidget, order_id: int | None = None, customer_id: int | None = None) -> None:
    """Record money received: for an order, for a customer, or without knowing whose it is."""
    from app.views.payments.recording import payment_dialog

    order = order_details.order(desk.actor, order_id) if order_id is not None else None
    open_dialog(
        desk, payment_dialog(desk, parent, order, customer_id), N_("The payment was recorded."), posted="payment"
    )


def record_payment_of(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Record money received from a customer."""
    record_payment(desk, parent, customer_id=customer_id)


def open_payment(desk: Desk, shell: Any, payment_id: int) -> None:
    """Show one payment over the list."""
    from app.views.payments.payment_page import PaymentPage

    shell.open_record("payments", PaymentPage(desk, payment_id))
