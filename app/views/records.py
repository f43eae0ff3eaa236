"""The pages of all kinds of record by the name of their kind, and what is started on them from another one's page.

Nouns know each other through here only: an order's page opens its customer, and a customer's page its orders.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QWidget

from app.queries.columns import Ask
from app.views.desk import Desk

_PAGES: Mapping[str, tuple[str, str]] = {
    "order": ("orders", "open_order"),
    "customer": ("customers", "open_customer"),
    "product": ("products", "open_product"),
    "payment": ("payments", "open_payment"),
    "refund": ("refunds", "open_refund"),
    "credit": ("refunds", "open_credit"),
    "write_off": ("refunds", "open_write_off"),
    "invoice": ("invoices", "open_invoice"),
    "shipment": ("shipments", "open_shipment"),
    "day_close": ("day_close", "open_day_close"),
    "follow_up": ("follow_ups", "open_follow_up"),
}


def open_record(desk: Desk, kind: str, record_id: int, *, beside: bool = False) -> None:
    """Show the page of a record; ``beside`` in a window of its own. Nothing for a kind that has no page."""
    if kind not in _PAGES or desk.shell is None:
        return
    module, function = _PAGES[kind]
    show = getattr(import_module(f"app.views.{module}"), function)
    if beside:
        with desk.shell.besides.everything():
            show(desk, desk.shell, record_id)
    else:
        show(desk, desk.shell, record_id)


def show_asked(desk: Desk, page: str, ask: Ask) -> None:
    """Show the list of a page with what is asked of it, from a figure or a notice that counts the same."""
    shown = desk.shell.show_list(page)
    if shown is not None:
        shown.setFocus()
        shown.show_filtered(ask.filters, sort=ask.sort or None)


def show_requests(desk: Desk) -> None:
    """Show the requests for invoices, which have no page of their own, over that of the invoices."""
    desk.shell.show_page("invoices")
    import_module("app.views.invoices").show_requests(desk, desk.shell)


def show_follow_ups(desk: Desk, ask: Ask) -> None:
    """Show the follow-ups, which have no page of their own, over that of the customers."""
    desk.shell.show_page("customers")
    import_module("app.views.follow_ups").show_follow_ups(desk, desk.shell, ask)


def has_page(kind: str) -> bool:
    """Whether records of this kind have a page of their own."""
    return kind in _PAGES


def started_by(module: str, function: str) -> Callable[[Desk, QWidget, int], Any]:
    """Starts something of another noun (``started_by("payments", "record_payment")``) with the id of a record."""

    def start(desk: Desk, parent: QWidget, record_id: int) -> None:
        getattr(import_module(f"app.views.{module}"), function)(desk, parent, record_id)

    return start
