"""What customers owe, reminders, statements of many, and why a number is what it is, for ``tests.shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.models.base import connection
from app.operations.reminders import remind_customer
from app.queries.reminders import letters as letters_of
from app.views.batch_bar import start_batch
from app.views.customers import open_customer
from app.views.orders import open_order
from app.views.receivables import show_receivables
from app.views.receivables.actions import BATCHES, print_statements, remind
from app.views.receivables.letters import withdraw
from app.views.why import ask_why
from tests.shots_lists import wait

_LATE = (
    "SELECT customer_id FROM sales_order WHERE outstanding > 0 AND due_date < ? AND hold = 0 GROUP BY customer_id "
    "ORDER BY count(*) DESC LIMIT 1"
)
_PAID = "SELECT order_id FROM allocation GROUP BY order_id ORDER BY count(*) DESC LIMIT 1"


def receivable_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """Names and what opens them; a book in which nobody owes anything has the empty list alone."""

    def listed(chosen: int | None = None, *, days: int = 0) -> Any:
        page = show_receivables(desk, window, desk.actor.today() - timedelta(days=days) if days else None)
        assert page is not None
        wait(desk)
        if chosen is not None:
            page.show_panel(True)
            page.view.select_ids([chosen], current=chosen)
            wait(desk)
        return page

    def dialog() -> QDialog:
        wait(desk)
        found: list[QDialog] = [d for d in window.findChildren(QDialog) if d.isVisible()]
        return found[0]

    def batch() -> QDialog:
        page = listed()
        made = start_batch(desk, page, BATCHES[0], list(page.table.ids)[:20])
        wait(desk)
        return made

    def statements() -> QDialog:
        page = listed()
        print_statements(desk, window, list(page.table.ids)[:20])
        return dialog()

    def one(customer: int) -> QDialog:
        remind(desk, window, customer)
        return dialog()

    def withdrawing(letter: int) -> QDialog:
        listed(customer)
        withdraw(desk, window, [letter])
        return dialog()

    def letters(whose: int) -> None:
        open_customer(desk, window, whose)
        wait(desk)
        window.current_page().tabs.choose("money")
        wait(desk)

    def why_order(order: int) -> QDialog | None:
        open_order(desk, window, order)
        wait(desk)
        made = ask_why(desk, window.current_page(), window)
        wait(desk)
        return made

    def why_list(customer: int) -> QDialog | None:
        made = ask_why(desk, listed(customer), window)
        wait(desk)
        return made

    yield "receivables", lambda: _nothing(listed)
    late = connection().execute(_LATE, (desk.actor.today().isoformat(),)).fetchone()
    if late is None:
        return
    customer = int(late[0])
    yield "receivables_preview", lambda: _nothing(lambda: listed(customer))
    yield "receivables_before", lambda: _nothing(lambda: listed(days=30))
    yield "receivables_remind", lambda: one(customer)
    yield "receivables_remind_many", batch
    yield "receivables_statements", statements
    made = _reminded(desk, customer)
    yield "receivables_reminded", lambda: _nothing(lambda: listed(customer))
    yield "receivables_withdraw", lambda: withdrawing(made)
    yield "customer_letters", lambda: letters(customer)
    yield "receivables_why", lambda: why_list(customer)
    paid = connection().execute(_PAID).fetchone()
    if paid is not None:
        yield "why_order", lambda: why_order(int(paid[0]))


def _reminded(desk: Any, customer: int) -> int:
    """A letter that this customer got, made the first time that it is looked for."""
    known = [each for each in letters_of(customer) if each.state == "made"]
    if not known:
        remind_customer(desk.actor, customer, "friendly")
        remind_customer(desk.actor.confirming({"reminded_lately"}), customer, "firm")
        wait(desk)
        known = list(letters_of(customer))
    return known[0].id


def _nothing(show: Callable[[], object]) -> None:
    show()
