"""Taking an import back: every row of its batch goes, unless somebody has built on it."""

from __future__ import annotations

from typing import Any

import apsw

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Permission
from app.models.base import connection
from app.models.imports import ImportBatch
from app.models.search_key import search_key
from app.models.totals import COUNTED_SQL, add_batch
from app.operations.bulk import Heard, collector_off
from app.operations.operation import operation
from app.operations.work import Work

_ORDERS = "(SELECT id FROM sales_order WHERE import_batch_id = ?1)"
_PAYMENTS = "(SELECT id FROM payment WHERE import_batch_id = ?1)"
_FOREIGN = "import_batch_id IS NOT ?1"

# What may have been built on an import: how it is called, and the query that counts it.
_BUILT_ON: tuple[tuple[str, str], ...] = (
    (
        N_("payments recorded or used for its orders: {n}"),
        f"SELECT count(*) FROM allocation WHERE {_FOREIGN} AND (order_id IN {_ORDERS} OR payment_id IN {_PAYMENTS})",
    ),
    (
        N_("payments voided, refunded or handed on: {n}"),
        "SELECT count(*) FROM payment p WHERE import_batch_id = ?1 AND (state <> 'live' OR refunded <> 0 OR "
        "transferred <> 0 OR EXISTS(SELECT 1 FROM earmark e WHERE e.payment_id = p.id))",
    ),
    (N_("receipts: {n}"), f"SELECT count(*) FROM receipt WHERE payment_id IN {_PAYMENTS}"),
    (
        N_("invoices and credit notes: {n}"),
        f"SELECT count(DISTINCT invoice_id) FROM invoice_line WHERE order_id IN {_ORDERS}",
    ),
    (N_("requests for invoices: {n}"), f"SELECT count(*) FROM invoice_request WHERE order_id IN {_ORDERS}"),
    (N_("credits: {n}"), f"SELECT count(*) FROM credit WHERE {_FOREIGN} AND order_id IN {_ORDERS}"),
    (
        N_("refunds: {n}"),
        f"SELECT count(*) FROM refund WHERE {_FOREIGN} AND (order_id IN {_ORDERS} OR payment_id IN {_PAYMENTS})",
    ),
    (N_("write-offs: {n}"), f"SELECT count(*) FROM write_off WHERE order_id IN {_ORDERS}"),
    (N_("shipments: {n}"), f"SELECT count(*) FROM shipment WHERE {_FOREIGN} AND order_id IN {_ORDERS}"),
    (N_("follow-ups: {n}"), f"SELECT count(*) FROM follow_up WHERE order_id IN {_ORDERS}"),
    (N_("orders changed since: {n}"), "SELECT count(*) FROM sales_order WHERE import_batch_id = ?1 AND version <> 1"),
)

_CUSTOMERS_GONE = (
    "SELECT id FROM customer c WHERE import_batch_id = ?1 AND version = 1 "
    "AND NOT EXISTS(SELECT 1 FROM sales_order WHERE customer_id = c.id) "
    "AND NOT EXISTS(SELECT 1 FROM payment WHERE customer_id = c.id) "
    "AND NOT EXISTS(SELECT 1 FROM follow_up WHERE customer_id = c.id) "
    "AND NOT EXISTS(SELECT 1 FROM customer_letter WHERE customer_id = c.id) "
    "AND NOT EXISTS(SELECT 1 FROM invoice WHERE customer_id = c.id) "
    "AND NOT EXISTS(SELECT 1 FROM contact WHERE customer_id = c.id) "
    "AND NOT EXISTS(SELECT 1 FROM address WHERE customer_id = c.id) "
    "AND NOT EXISTS(SELECT 1 FROM invoice_title WHERE customer_id = c.id) "
    "AND NOT EXISTS(SELECT 1 FROM customer WHERE merged_into_id = c.id)"
)
_PRODUCTS_GONE = (
    "SELECT id FROM product p WHERE import_batch_id = ?1 AND version = 1 "
    "AND NOT EXISTS(SELECT 1 FROM order_line WHERE product_id = p.id) "
    "AND NOT EXISTS(SELECT 1 FROM stock_movement WHERE product_id = p.id) "
    "AND NOT EXISTS(SELECT 1 FROM expected_receipt WHERE product_id = p.id) "
    "AND NOT EXISTS(SELECT 1 FROM stocktake_line WHERE product_id = p.id) "
    "AND NOT EXISTS(SELECT 1 FROM product_price WHERE product_id = p.id) "
    "AND NOT EXISTS(SELECT 1 FROM product_picture WHERE product_id = p.id) "
    "AND NOT EXISTS(SELECT 1 FROM product WHERE merged_into_id = p.id)"
)

# In the order in which nothing refers to what goes; ?1 is the batch.
_REMOVE: tuple[str, ...] = (
    "DELETE FROM ledger_line WHERE import_batch_id = ?1",
    "DELETE FROM allocation WHERE import_batch_id = ?1",
    "DELETE FROM refund WHERE import_batch_id = ?1",
    "DELETE FROM credit_line WHERE credit_id IN (SELECT id FROM credit WHERE import_batch_id = ?1)",
    "DELETE FROM credit WHERE import_batch_id = ?1",
    "DELETE FROM shipment_line WHERE shipment_id IN (SELECT id FROM shipment WHERE import_batch_id = ?1)",
    "DELETE FROM shipment WHERE import_batch_id = ?1",
    f"DELETE FROM order_exception WHERE order_id IN {_ORDERS}",
    f"DELETE FROM order_line WHERE order_id IN {_ORDERS}",
    "DELETE FROM sales_order WHERE import_batch_id = ?1",
    "DELETE FROM payment WHERE import_batch_id = ?1",
    "DELETE FROM product_month WHERE lines = 0 AND ?1 = ?1",
    "DELETE FROM product_alias WHERE import_batch_id = ?1",
    f"DELETE FROM product_alias WHERE product_id IN ({_PRODUCTS_GONE})",
    f"DELETE FROM product WHERE id IN ({_PRODUCTS_GONE})",
    f"DELETE FROM customer WHERE id IN ({_CUSTOMERS_GONE})",
    "DELETE FROM category WHERE import_batch_id = ?1 AND NOT EXISTS(SELECT 1 FROM product WHERE category_id = "
    "category.id) AND NOT EXISTS(SELECT 1 FROM category c WHERE c.parent_id = category.id)",
    "DELETE FROM channel WHERE import_batch_id = ?1 AND NOT EXISTS(SELECT 1 FROM sales_order WHERE channel_id = "
    "channel.id)",
    "DELETE FROM day_total WHERE orders = 0 AND revenue = 0 AND total = 0 AND ?1 = ?1",
    "DELETE FROM month_total WHERE orders = 0 AND revenue = 0 AND total = 0 AND ?1 = ?1",
)


@operation("undo import", needs=Permission.IMPORT)
def undo_import(work: Work, batch_id: int) -> int:
    """Take a whole import back and return how many orders went.

    Refused, naming what there is, once somebody has built on it: payments, invoices, refunds, changed orders.
    Customers and products stay where something else uses them, or where somebody has edited them.
    """
    batch = work.get(ImportBatch, batch_id)
    if batch.state != "imported":
        raise UserError(_("Import {id} is undone already.").format(id=batch_id), code="undone")
    _refuse_built_on(work, batch)
    _refuse_closed(work, batch)
    with collector_off():
        return _undo(work, batch)


def built_on(batch_id: int) -> list[str]:
    """What stands in the way of taking an import back, in words with counts; nothing if it can go."""
    return _in_the_way(connection(), batch_id)


def _in_the_way(link: apsw.Connection, batch_id: int) -> list[str]:
    counts = ((words, link.execute(query, (batch_id,)).get) for words, query in _BUILT_ON)
    return [_(words).format(n=f"{count:,}") for words, count in counts if count]


def _refuse_built_on(work: Work, batch: ImportBatch) -> None:
    found = _in_the_way(work.connection, batch.id)
    if found:
        raise UserError(
            _(
                "The import of {file} cannot be undone, because it was worked with since: {found}. Take these back "
                "first, or correct the single orders."
            ).format(file=batch.file_name, found="; ".join(found)),
            code="built_on",
        )


def _refuse_closed(work: Work, batch: ImportBatch) -> None:
    closed = work.company.closed_until
    if closed is None:
        return
    day = closed.isoformat()
    if work.value("SELECT 1 FROM sales_order WHERE import_batch_id = ? AND date <= ? LIMIT 1", (batch.id, day)):
        raise UserError(
            _(
                "The import of {file} holds orders of closed months (up to {closed}), so it cannot be undone. Ask the "
                "owner to re-open the months first."
            ).format(file=batch.file_name, closed=day),
            code="closed_month",
        )


def _undo(work: Work, batch: ImportBatch) -> int:
    run = work.connection.execute
    key = (batch.id,)
    counts = {
        "order": work.value("SELECT count(*) FROM sales_order WHERE import_batch_id = ?", key),
        "order_line": batch.lines,
        "payment": work.value("SELECT count(*) FROM payment WHERE import_batch_id = ?", key),
        "refund": work.value("SELECT count(*) FROM refund WHERE import_batch_id = ?", key),
        "customer": work.value("SELECT count(*) FROM customer WHERE import_batch_id = ?", key),
        "product": work.value("SELECT count(*) FROM product WHERE import_batch_id = ?", key),
    }
    # The guards let payments, allocations and account lines go only while their import is being undone.
    batch.state = "undoing"
    work.save(batch)
    add_batch(work.connection, batch.id, -1)
    buyers = run("SELECT DISTINCT customer_id FROM sales_order WHERE import_batch_id = ?", key).fetchall()
    sold = run(
        "SELECT DISTINCT product_id FROM order_line WHERE product_id IS NOT NULL AND order_id IN "
        "(SELECT id FROM sales_order WHERE import_batch_id = ?)",
        key,
    ).fetchall()
    renamed = run("SELECT DISTINCT product_id FROM product_alias WHERE import_batch_id = ?", key).fetchall()
    heard = Heard(work.actor.progress, len(_REMOVE), _("Removing"))
    for statement in _REMOVE:
        run(statement, key)
        heard.more(1)
    work.connection.executemany(
        f"UPDATE customer SET last_order_date = (SELECT max(date) FROM sales_order "
        f"WHERE customer_id = ?1 AND state IN {COUNTED_SQL}) WHERE id = ?1",
        buyers,
    )
    work.connection.executemany(
        "UPDATE product SET last_sold = (SELECT max(o.date) FROM order_line l JOIN sales_order o ON o.id = l.order_id "
        f"WHERE l.product_id = ?1 AND o.state IN {COUNTED_SQL}) WHERE id = ?1",
        sold,
    )
    for row in renamed:
        _rename(work, row[0])
    batch.state = "undone"
    batch.undone_at = work.actor.now()
    work.save(batch)
    for kind, count in counts.items():
        if count:
            work.touched(kind, count=-count)
    work.about(batch, batch.file_name)
    work.tell(orders=counts["order"])
    return int(counts["order"])


def _rename(work: Work, product: Any) -> None:
    row = work.connection.execute("SELECT name, code, specification FROM product WHERE id = ?", (product,)).fetchone()
    if row is None:
        return
    names = work.connection.execute("SELECT name FROM product_alias WHERE product_id = ? ORDER BY id", (product,))
    key = search_key(*row, *(name for (name,) in names))
    work.connection.execute("UPDATE product SET search_key = ? WHERE id = ?", (key, product))
