"""Follow-ups: the list of all, over that of customers."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models.actor import Permission
from app.queries.columns import Ask
from app.views.desk import Desk
from app.views.page import Page


def follow_ups_page(desk: Desk, shell: Any) -> Page:
    """The list of follow-ups."""
    from app.queries.follow_ups import FOLLOW_UPS
    from app.views.follow_ups.actions import ACTIONS
    from app.views.follow_ups.batches import BATCHES
    from app.views.follow_ups.glance import FOLLOW_UP
    from app.views.follow_ups.page import FollowUpsPage
    from app.views.list_page import ListOf, New, list_page

    return list_page(
        desk,
        shell,
        ListOf(
            FOLLOW_UPS,
            "follow_up",
            open_follow_up,
            Permission.SEE_FOLLOW_UPS,
            picture="phone",
            nothing_yet=N_("No follow-ups yet."),
            nothing_hint=N_("Note what was said to a customer, and when to talk again."),
            search_hint=N_("Customer, phone, pinyin, words…"),
            new=New(N_("Note a contact"), new_follow_up, Permission.EDIT_CUSTOMERS),
            actions=ACTIONS,
            batches=BATCHES,
            deletes="remove_follow_up",
            glance=FOLLOW_UP,
            page=FollowUpsPage,
        ),
    )


def new_follow_up(desk: Desk, parent: QWidget) -> None:
    """Note a contact with a customer who is chosen in the form."""
    from app.views.acting import open_dialog
    from app.views.customers.follow_up_dialogs import NewContactDialog

    open_dialog(desk, NewContactDialog(desk, parent), N_("The contact was noted."))


def open_follow_up(desk: Desk, shell: Any, follow_up_id: int) -> None:
    """Show the customer of a follow-up, on whose page it stands."""
    from app.queries.follow_ups import customer_of
    from app.views.customers import open_customer

    open_customer(desk, shell, customer_of(follow_up_id))


def show_follow_ups(desk: Desk, shell: Any, ask: Ask | None = None) -> None:
    """Show the list of follow-ups over that of customers, with what is asked of it."""
    page = shell.open_record("customers", follow_ups_page(desk, shell))
    if ask is not None:
        page.show_filtered(ask.filters, sort=ask.sort or None)
    page.setFocus()
