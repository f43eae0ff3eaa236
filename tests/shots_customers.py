"""Pictures of a customer's page in all its parts, and of the forms of what belongs to a customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.models.base import connection
from tests.shots_lists import wait

Shot = tuple[str, Callable[[], QWidget | None]]
PARTS = ("overview", "money", "products", "people")
_FULL = (
    "SELECT c.id FROM customer c ORDER BY EXISTS(SELECT 1 FROM invoice_title WHERE customer_id = c.id) + "
    "EXISTS(SELECT 1 FROM address WHERE customer_id = c.id) + EXISTS(SELECT 1 FROM follow_up WHERE customer_id = c.id) "
    "+ EXISTS(SELECT 1 FROM refund WHERE customer_id = c.id) DESC, c.orders DESC, c.id LIMIT 1"
)


def customer_shots(window: Any, desk: Any) -> Iterator[Shot]:
    """``customer_PART`` and the forms; a book without customers gets one with nothing to it."""

    def page(part: str) -> Any:
        from app.views.customers import open_customer
        from app.views.customers.customer_page import CustomerPage

        record = the_customer(desk)
        window.show_page("customers")
        open_customer(desk, window, record)
        wait(desk)
        shown = window.findChild(CustomerPage, f"customer_page_{record}")
        shown.tabs.choose(part)
        wait(desk)
        return shown

    def form(part: str, card: str, act: str) -> QDialog:
        shown = page(part)
        cards = getattr(shown.tabs.part(part), card)
        row = cards.table.small.rows[0].id if cards.table.small.rows else None
        if act == "add" or row is None:
            cards.add_button.click()
        else:
            cards.table.selectRow(0)
            cards.buttons[act].click()
        wait(desk)
        return next(d for d in window.findChildren(QDialog) if d.isVisible())

    for part in PARTS:
        yield f"customer_{part}", lambda part=part: page(part) and None
    for name, part, card, act in (
        ("contact", "people", "contacts", "edit"),
        ("address", "people", "addresses", "edit"),
        ("title", "people", "titles", "edit"),
        ("new_address", "people", "addresses", "add"),
        ("follow_up", "overview", "follow_ups", "edit"),
        ("put_off", "overview", "follow_ups", "postpone"),
    ):
        yield f"customer_form_{name}", lambda part=part, card=card, act=act: form(part, card, act)
    yield "customer_similar", lambda: _similar(window, desk)


def _similar(window: Any, desk: Any) -> QDialog:
    """The form of a new customer whose name is there already, with a phone and a tax number that look wrong."""
    from app.views.customers import new_customer
    from app.views.customers.dialogs import CustomerDialog

    name = connection().execute("SELECT name FROM customer WHERE id = ?", (the_customer(desk),)).get
    new_customer(desk, window, str(name))
    dialog: CustomerDialog = next(d for d in window.findChildren(CustomerDialog) if d.isVisible())
    dialog.lines["phone"].setText("1380013800")
    dialog.lines["tax_number"].setText("91320508MA1")
    wait(desk)
    return dialog


def the_customer(desk: Any) -> int:
    """The customer of whom there is most to see; a new one where the book has none."""
    from app.operations.customers import CustomerInput, add_customer
    from app.operations.follow_ups import add_follow_up

    found = connection().execute(_FULL).fetchone()
    if found is None:
        return int(add_customer(desk.actor, CustomerInput(name="苏州绿茵幼儿园")).value)
    record = int(found[0])
    due = connection().execute(
        "SELECT 1 FROM follow_up WHERE customer_id = ? AND done = 0 AND next_date IS NOT NULL", (record,)
    )
    if due.fetchone() is None and connection().execute("SELECT orders FROM customer WHERE id = ?", (record,)).get:
        day = desk.actor.today() + timedelta(days=3)
        add_follow_up(desk.actor, record, "要我们周五前报价", "微信", next_date=day, stage="已报价", outcome="等回复")
    return record
