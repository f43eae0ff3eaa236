"""Every record page in every state that the book has, and every dialog that one of its actions opens."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.models.base import connection
from app.queries import crediting, customer_details, money_details, order_details, product_details

Shot = tuple[str, Callable[[], QWidget | None]]


@dataclass(frozen=True)
class Sort:
    """One sort of record: its table, how one is read, opened and acted on, and what its state is called."""

    name: str
    table: str
    read: Callable[..., Any]
    open_with: str
    actions_of: str
    state: Callable[[Any], str] = lambda record: str(record.state)


def _order_state(record: Any) -> str:
    return "held" if record.hold else str(record.state)


def _invoice_state(record: Any) -> str:
    return f"{record.document_type}_{'credited' if record.credited else record.state}"


def _payment_state(record: Any) -> str:
    if record.state != "live":
        return "bounced" if record.bounced else str(record.state)
    return "unclaimed" if record.customer_id is None else "free" if record.free else "used"


def _active(record: Any) -> str:
    return "active" if record.active else "inactive"


SORTS = (
    Sort("order", "sales_order", order_details.order, "orders.open_order", "orders.actions", _order_state),
    Sort(
        "payment",
        "payment",
        money_details.payment,
        "payments.open_payment",
        "payments.payment_page",
        _payment_state,
    ),
    Sort("refund", "refund", money_details.refund, "refunds.open_refund", "refunds.refund_page"),
    Sort("credit", "credit", crediting.credit, "refunds.open_credit", "refunds.credit_page"),
    Sort(
        "invoice",
        "invoice",
        money_details.invoice,
        "invoices.open_invoice",
        "invoices.invoice_page",
        _invoice_state,
    ),
    Sort(
        "shipment",
        "shipment",
        money_details.shipment,
        "shipments.open_shipment",
        "shipments.shipment_page",
    ),
    Sort(
        "customer",
        "customer WHERE merged_into_id IS NULL",
        customer_details.customer,
        "customers.open_customer",
        "customers.actions",
        _active,
    ),
    Sort("product", "product", product_details.product, "products.open_product", "products.actions", _active),
)
DRAWN_ELSEWHERE = frozenset(
    {
        "add_follow_up", "approve_refund", "credit_invoice", "edit_customer", "edit_product", "export_person",
        "hold_order", "issue_invoice", "receive_goods", "record_payment", "request_credit", "request_refund",
        "ship_order", "void_invoice", "void_payment",
    }
)  # fmt: skip
"""Actions whose dialogs ``shots_money`` and ``shots_lists`` draw, some of them filled in."""
LOOKED_AT = 400
"""How many records of a sort are looked at for states and actions."""


def act_shots(window: Any, desk: Any) -> Iterator[Shot]:
    """``page_SORT_STATE`` and ``ask_SORT_ACTION``; a book that holds no such record has no such picture."""
    for sort in SORTS:
        pages, asked = _found(sort, desk)
        opening = _attribute(sort.open_with)
        for state, record in pages.items():
            yield f"page_{sort.name}_{state}", lambda opening=opening, i=record: opening(desk, window, i)
        for action, record in asked.items():
            yield f"ask_{sort.name}_{action.name}", lambda run=action.run, i=record: _asked(window, run, desk, i)
    yield from _others(window, desk)


def _found(sort: Sort, desk: Any) -> tuple[dict[str, int], dict[Any, int]]:
    """The first record of each state, and of each action that asks something (its words end in "…")."""
    actions = import_module(f"app.views.{sort.actions_of}").ACTIONS
    asking = [a for a in (actions.values() if isinstance(actions, dict) else actions) if _asks(a)]
    pages: dict[str, int] = {}
    asked: dict[Any, int] = {}
    rows = connection().execute(f"SELECT id FROM {sort.table} ORDER BY id DESC LIMIT {LOOKED_AT}").fetchall()
    for (record_id,) in rows:
        record = sort.read(desk.actor, record_id)
        pages.setdefault(sort.state(record), record_id)
        for action in asking:
            if action.name in record.actions:
                asked.setdefault(action, record_id)
    return pages, asked


def _asks(action: Any) -> bool:
    return action.text.endswith("…") and action.name not in DRAWN_ELSEWHERE


def _others(window: Any, desk: Any) -> Iterator[Shot]:
    """What has no page of its own: requests for invoices, write-offs."""
    from app.views.invoices.requests import ACTIONS
    from app.views.refunds import open_write_off

    waiting = connection().execute("SELECT id FROM invoice_request WHERE state = 'requested' LIMIT 1").fetchone()
    for action in ACTIONS if waiting is not None else ():
        if action.text.endswith("…"):
            yield f"ask_request_{action.name}", lambda run=action.run: _asked(window, run, desk, waiting[0])
    yield from _customers(window, desk)
    given_up = connection().execute("SELECT id FROM write_off WHERE reverses_id IS NULL LIMIT 1").fetchone()
    if given_up is not None:
        yield "ask_write_off_reverse", lambda: _asked(window, open_write_off, desk, given_up[0])


def _customers(window: Any, desk: Any) -> Iterator[Shot]:
    """What is shown of customers besides their pages: a statement, two who are merged, and a merge that is undone."""
    from app.operations.merging import merge_customers
    from app.views.customers.merging import merge_selected, take_apart
    from app.views.customers.statement import open_statement

    busiest = "SELECT customer_id FROM ledger_line GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3"
    found = [int(str(row[0])) for row in connection().execute(busiest)]
    if len(found) < 3:
        return
    yield "page_statement", lambda: open_statement(desk, window, found[0])
    yield "ask_merge_customers", lambda: _asked(window, merge_selected, desk, array("q", found[:2]))

    def apart() -> QWidget | None:
        merged = connection().execute("SELECT 1 FROM customer WHERE merged_into_id = ?", (found[1],)).fetchone()
        if merged is None:
            merge_customers(desk.actor, found[2], found[1])
        return _asked(window, take_apart, desk, found[1])

    yield "ask_undo_merge", apart


def _asked(window: Any, run: Callable[..., Any], desk: Any, record: Any) -> QWidget | None:
    run(desk, window, record)
    return next((d for d in window.findChildren(QDialog) if d.isVisible()), None)


def _attribute(path: str) -> Any:
    module, name = path.rsplit(".", 1)
    return getattr(import_module(f"app.views.{module}"), name)
