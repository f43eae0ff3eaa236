"""What customers owe: the list by age, reminders, statements of many."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models.actor import Permission
from app.views.desk import Desk

if TYPE_CHECKING:
    from app.views.receivables.page import ReceivablesPage


def receivables_page(desk: Desk, shell: Any, day: date | None = None) -> ReceivablesPage:
    """The list of what customers owe, today or as it stood on a day before."""
    from app.queries.receivables import Receivables
    from app.views.customers import open_customer
    from app.views.list_page import ListOf, list_page
    from app.views.receivables.actions import ACTIONS, BATCHES, print_statements
    from app.views.receivables.glance import OWING
    from app.views.receivables.page import ReceivablesPage

    made = list_page(
        desk,
        shell,
        ListOf(
            Receivables(day),
            "receivable",
            open_customer,
            Permission.SEE_MONEY,
            picture="hand-coins",
            nothing_yet=N_("Nobody owes anything."),
            nothing_hint=N_("Orders that are confirmed and not paid yet are listed here by customer."),
            search_hint=N_("Name, code, phone, pinyin…"),
            actions=ACTIONS,
            batches=BATCHES,
            glance=OWING,
            print_text=N_("Statements…"),
            print_papers=print_statements,
            page=ReceivablesPage,
        ),
    )
    assert isinstance(made, ReceivablesPage)
    return made


def show_receivables(desk: Desk, _parent: QWidget | None = None, day: date | None = None) -> ReceivablesPage | None:
    """Show what customers owe over the list of payments."""
    from app.views.receivables.page import ReceivablesPage

    if desk.shell is None:
        return None
    shown = desk.shell.open_record("payments", receivables_page(desk, desk.shell, day))
    if not isinstance(shown, ReceivablesPage):
        return None
    shown.show_day(day)
    return shown
