"""Money given back and worth taken off: refunds, returns and allowances, write-offs."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models.actor import Permission
from app.queries import money_details, order_details, settling
from app.queries.lists import LISTS
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.page import Page


def refunds_page(desk: Desk, shell: Any) -> Page:
    """The list of refunds."""
    from app.views.list_page import ListOf, Other, list_page
    from app.views.refunds.glance import REFUND
    from app.views.refunds.refund_page import ACTIONS, open_source
    from app.views.refunds.vouchers import print_vouchers

    return list_page(
        desk,
        shell,
        ListOf(
            LISTS["refunds"],
            "refund",
            open_refund,
            Permission.SEE_MONEY,
            picture="undo-2",
            nothing_yet=N_("No refunds yet."),
            nothing_hint=N_("They are asked for on the page of an order or payment."),
            search_hint=N_("Number, customer, order…"),
            actions=ACTIONS,
            others=(
                Other(
                    "show_credits",
                    N_("Returns and allowances"),
                    "package",
                    lambda desk, _tab, _ids: show_credits(desk, shell),
                    place="secondary",
                ),
                Other(
                    "open_source",
                    N_("Open its order"),
                    "external-link",
                    lambda desk, tab, ids: open_source(desk, tab, ids[0]),
                ),
            ),
            glance=REFUND,
            print_text=N_("Print vouchers…"),
            print_papers=print_vouchers,
        ),
    )


def credits_page(desk: Desk, shell: Any) -> Page:
    """The list of returns, allowances and terminations."""
    from app.queries.crediting import CREDITS
    from app.views.list_over import ListOver
    from app.views.list_page import ListOf, list_page
    from app.views.refunds.credit_glance import CREDIT
    from app.views.refunds.credit_page import ACTIONS

    return list_page(
        desk,
        shell,
        ListOf(
            CREDITS,
            "credit",
            open_credit,
            Permission.SEE_MONEY,
            picture="undo-2",
            nothing_yet=N_("No returns or allowances yet."),
            nothing_hint=N_("They are asked for on the page of their order."),
            search_hint=N_("Number, customer, order…"),
            actions=ACTIONS,
            glance=CREDIT,
            page=ListOver,
        ),
    )


def request_refund(desk: Desk, parent: QWidget, order_id: int | None = None, payment_id: int | None = None) -> None:
    """Ask for money to be given back, from an order or from what is free of a payment."""
    from app.views.refunds.requesting import RequestRefundDialog, room_of_order, room_of_payment

    if order_id is not None:
        room = room_of_order(order_details.order(desk.actor, order_id))
    elif payment_id is not None:
        payment = money_details.payment(desk.actor, payment_id)
        room = room_of_payment(payment, settling.spendable(desk.actor, payment_id))
    else:
        return
    open_dialog(desk, RequestRefundDialog(desk, room, parent), N_("The refund was requested."))


def request_credit(desk: Desk, parent: QWidget, order_id: int) -> None:
    """Ask for a return, an allowance or a termination."""
    from app.queries.creditable import creditable
    from app.views.refunds.credit_dialogs import RequestCreditDialog

    dialog = RequestCreditDialog(desk, creditable(desk.actor, order_id), parent)
    open_dialog(desk, dialog, N_("The return or allowance was requested."))


def write_off(desk: Desk, parent: QWidget, order_id: int) -> None:
    """Give up what is outstanding on an order."""
    from app.views.refunds.write_off_dialogs import WriteOffDialog

    dialog = WriteOffDialog(desk, order_details.order(desk.actor, order_id), parent)
    open_dialog(desk, dialog, N_("It was written off."))


def open_refund(desk: Desk, shell: Any, refund_id: int) -> None:
    """Show one refund over the list."""
    from app.views.record_page import record_page
    from app.views.refunds.refund_page import RefundPage

    shell.open_record("refunds", record_page(desk, RefundPage, refund_id))


def open_credit(desk: Desk, shell: Any, credit_id: int) -> None:
    """Show one return, allowance or termination."""
    from app.views.record_page import record_page
    from app.views.refunds.credit_page import CreditPage

    shell.open_record("refunds", record_page(desk, CreditPage, credit_id))


def show_credits(desk: Desk, shell: Any) -> None:
    """Show the list of returns and allowances over that of refunds."""
    shell.open_record("refunds", credits_page(desk, shell))


def open_write_off(desk: Desk, shell: Any, write_off_id: int) -> None:
    """Show one write-off, to take it back."""
    from app.queries.crediting import write_off as found
    from app.views.refunds.write_off_dialogs import ReverseWriteOffDialog

    dialog = ReverseWriteOffDialog(desk, found(desk.actor, write_off_id), shell)
    open_dialog(desk, dialog, N_("The write-off was reversed."))
