"""One record by noun: found by the number that people know, shown whole.

``detail(noun, viewer, id)`` gives a frozen dataclass, ``as_json`` its stable JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.errors import NotFound, UserError
from app.i18n import _
from app.models.actor import Actor
from app.models.base import connection, gone
from app.models.company import book_currency
from app.queries.customer_details import CustomerDetail, customer
from app.queries.history import HistoryEntry, history
from app.queries.lists import LISTS, record_list
from app.queries.money_details import (
    InvoiceDetail,
    PaymentDetail,
    RefundDetail,
    ShipmentDetail,
    invoice,
    payment,
    refund,
    shipment,
)  # fmt: skip
from app.queries.order_details import OrderDetail, order
from app.queries.product_details import ProductDetail, product
from app.queries.shapes import as_json, row_as_json

__all__ = [
    "CustomerDetail", "HistoryEntry", "InvoiceDetail", "OrderDetail", "PaymentDetail", "ProductDetail", "RefundDetail",
    "ShipmentDetail", "as_json", "customer", "detail", "find", "history", "invoice", "order",
    "payment", "product", "refund", "row_as_json", "shipment", "show",
]  # fmt: skip

_DETAILS: dict[str, Callable[[Actor, int], Any]] = {
    "customers": customer,
    "orders": order,
    "payments": payment,
    "refunds": refund,
    "invoices": invoice,
    "products": product,
    "shipments": shipment,
    "stock": product,
}

# Each gives the id and, for telling several apart, a longer name. The first statement that finds something decides.
_FINDERS: dict[str, tuple[str, ...]] = {
    "customers": (
        "SELECT id, code FROM customer WHERE code = ?",
        "SELECT id, code FROM customer WHERE name = ?",
    ),
    "products": (
        "SELECT id, code FROM product WHERE code = ?",
        "SELECT p.id, p.code FROM product_alias a JOIN product p ON p.id = a.product_id WHERE a.name = ?",
        "SELECT id, code FROM product WHERE name = ?",
    ),
    "orders": (
        "SELECT o.id, ch.name || ':' || o.number FROM sales_order o JOIN channel ch ON ch.id = o.channel_id "
        "WHERE o.number = ?",
        "SELECT id, quotation_number FROM sales_order WHERE quotation_number = ?",
    ),
    "payments": (
        "SELECT id, number FROM payment WHERE number = ?",
        "SELECT id, source_reference || ' (#' || id || ')' FROM payment WHERE source_reference = ?",
    ),
    "refunds": (
        "SELECT id, number FROM refund WHERE number = ?",
        "SELECT id, source_reference || ' (#' || id || ')' FROM refund WHERE source_reference = ?",
    ),
    "invoices": ("SELECT id, iif(code <> '', code || ':' || number, number) FROM invoice WHERE number = ?",),
    "shipments": (
        "SELECT id, number FROM shipment WHERE number = ?",
        "SELECT id, tracking_number || ' (#' || id || ')' FROM shipment WHERE tracking_number = ?",
    ),
    "imports": ("SELECT id, file_name FROM import_batch WHERE CAST(id AS TEXT) = ?",),
    "trail": ("SELECT id, operation FROM trail WHERE CAST(id AS TEXT) = ?",),
    "follow-ups": ("SELECT id, date FROM follow_up WHERE CAST(id AS TEXT) = ?",),
}
_FINDERS["stock"] = _FINDERS["products"]
# Numbers that are unique only together with what they came with: ``CHANNEL:NUMBER`` and ``CODE:NUMBER``.
_QUALIFIED = {
    "orders": "SELECT o.id, o.number FROM sales_order o JOIN channel ch ON ch.id = o.channel_id "
    "WHERE ch.name = ? AND o.number = ?",
    "invoices": "SELECT id, number FROM invoice WHERE code = ? AND number = ?",
}


def find(noun: str, number: str) -> int:
    """The id of the record that people call by this number; orders also as ``CHANNEL:NUMBER``, drafts as ``#id``.

    Raises NotFound, and UserError when several records share the number.
    """
    record_list(noun)
    if number.startswith("#") and number[1:].isdecimal():
        return int(number[1:])
    for statement in _FINDERS[noun]:
        found: list[Any] = connection().execute(statement, (number,)).fetchall()
        if len(found) > 1:
            raise UserError(
                _("Several records are called {number}. Choose one of: {names}.").format(
                    number=number, names=", ".join(str(name) for _id, name in found[:10])
                ),
                field="number",
                code="ambiguous",
            )
        if found:
            return int(found[0][0])
    if noun in _QUALIFIED and ":" in number:
        row: Any = connection().execute(_QUALIFIED[noun], tuple(number.split(":", 1))).fetchone()
        if row is not None:
            return int(row[0])
    raise NotFound(
        _("There is nothing called {number} among the {noun}.").format(number=number, noun=noun),
        field="number",
        code="not_found",
    )


def detail(noun: str, viewer: Actor, record_id: int) -> Any:
    """One record of a noun as its frozen dataclass; nouns without one of their own give their row as a dictionary."""
    if noun in _DETAILS:
        return _DETAILS[noun](viewer, record_id)
    records = LISTS[noun]
    row = records.rows([record_id], viewer).get(record_id)
    if row is None or not records.shows(viewer, record_id):
        raise gone("not_found")
    return row_as_json(records.columns, row, book_currency())


def show(noun: str, viewer: Actor, number: str) -> Any:
    """One record by its number as JSON data, for the command line."""
    return as_json(detail(noun, viewer, find(noun, number)))
