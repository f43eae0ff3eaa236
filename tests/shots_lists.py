"""Lists with rows selected: the preview, the bar below them and what each act on many asks, for ``tests.shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.models.base import connection
from app.views.batch_bar import start_batch
from app.views.customers.batches import BATCHES as CUSTOMERS
from app.views.orders.batches import BATCHES as ORDERS
from app.views.products.batches import BATCHES as PRODUCTS

_MIXED = (
    "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY state ORDER BY id DESC) AS nth FROM sales_order) "
    "WHERE nth <= 12"
)
"""Orders of every state, so that an act has something to do and something to leave."""
QUIET = 8
"""Turns of 25 ms without reading after which a list stands: longer than any pause or movement of the window."""
NOUNS = ("orders", "customers", "products", "shipments", "payments", "refunds", "invoices")
_TO_SHIP = "SELECT id FROM sales_order WHERE state IN ('confirmed', 'processing') AND shipped < to_ship LIMIT 1"


def list_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """The scenes, each with what brings it about; an empty book has none of them."""
    if not connection().execute("SELECT count(*) FROM sales_order").fetchone()[0]:
        return

    def lines(noun: str, count: int, *, preview: bool = False) -> Any:
        tab = window.show_page(noun)
        tab.show_filtered()
        tab.show_panel(preview)
        wait(desk)
        found = tab.table.ids
        ids = list(found[3 : 3 + count]) or list(found[:count])
        tab.view.select_ids(ids, current=ids[0] if ids else None)
        wait(desk)
        return tab

    def preview(noun: str) -> None:
        lines(noun, 1, preview=True)

    def back() -> None:
        for noun in NOUNS:
            lines(noun, 0)

    def batch(noun: str, act: Any, sql: str) -> QWidget:
        tab = lines(noun, 0)
        ids = [int(row[0]) for row in connection().execute(sql)]
        dialog = start_batch(desk, tab, act, ids)
        wait(desk)
        return dialog

    def asked(module: str, name: str, sql: str) -> QWidget:
        from importlib import import_module

        actions = import_module(f"app.views.{module}.actions").ACTIONS
        found = connection().execute(sql).fetchone()
        actions = actions if isinstance(actions, dict) else {a.name: a for a in actions}
        actions[name].run(desk, window, int(found[0]))
        wait(desk)
        return next(d for d in window.findChildren(QDialog) if d.isVisible())

    for noun in NOUNS:
        yield f"preview_{noun}", lambda noun=noun: preview(noun)
        yield f"bar_{noun}", lambda noun=noun: lines(noun, 6) and None
    for noun, acts, sql in (
        ("orders", ORDERS, _MIXED),
        ("customers", CUSTOMERS, "SELECT id FROM customer LIMIT 12"),
        ("products", PRODUCTS, "SELECT id FROM product LIMIT 12"),
    ):
        for act in acts:
            yield f"batch_{act.name}", lambda noun=noun, act=act, sql=sql: batch(noun, act, sql)
    yield "preview_shut", back
    for name, module, action, sql in (
        ("edit_customer", "customers", "edit_customer", "SELECT id FROM customer LIMIT 1"),
        ("note_contact", "customers", "add_follow_up", "SELECT id FROM customer LIMIT 1"),
        ("edit_product", "products", "edit_product", "SELECT id FROM product LIMIT 1"),
        ("receive_goods", "products", "receive_goods", "SELECT id FROM product LIMIT 1"),
        ("ship_one", "orders", "ship_order", _TO_SHIP),
        ("hold_one", "orders", "hold_order", _TO_SHIP),
    ):
        yield f"dialog_{name}", lambda module=module, action=action, sql=sql: asked(module, action, sql)


def wait(desk: Any) -> None:
    """Until the window has read nothing for longer than it waits for more typing or moves a part into its place."""
    from PySide6.QtTest import QTest

    quiet = 0
    for _turn in range(100):
        QTest.qWait(25)
        quiet = 0 if desk.background.busy or desk.background.reading else quiet + 1
        if quiet == QUIET:
            break
