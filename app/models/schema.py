"""The shape of a book's file: tables, indexes, guards, version; made new or brought up from an older version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import cast

import apsw

from app.models import (
    audit,
    bank,
    company,
    customer,
    day_close,
    imports,
    invoice,
    letters,
    merging,
    numbering,
    order,
    order_problems,
    papers,
    payment,
    product,
    red_slip,
    stock,
    totals,
    user,
)
from app.models.base import Record, database
from app.models.guards import TRIGGERS
from app.models.order_problems import (
    CONTRADICTING,
    DIFFERENT_LINE,
    OPEN_LINE,
    SHORT_ADDRESS,
    SHORT_PRODUCT,
    TO_SHIP,
    UNFINISHED,
    of_table,
)
from app.models.version import APPLICATION_ID, SCHEMA_VERSION

# In the order in which they can be made and emptied again from the end.
TABLES: tuple[type[Record], ...] = (
    user.User,
    user.UserRole,
    user.SavedView,
    user.EditorDraft,
    user.Notification,
    user.Rule,
    company.TaxCode,
    company.TaxRate,
    company.Company,
    company.Setting,
    company.PaymentMethod,
    numbering.Series,
    imports.ImportBatch,
    imports.ImportProfile,
    customer.Customer,
    customer.Contact,
    customer.Address,
    customer.InvoiceTitle,
    product.Category,
    product.Product,
    product.ProductPicture,
    product.ProductAlias,
    product.ProductPrice,
    order.Channel,
    order.Order,
    order.OrderLine,
    order.Amendment,
    order.Instalment,
    order.Shipment,
    order.ShipmentLine,
    order_problems.OrderException,
    letters.CustomerLetter,
    customer.FollowUp,
    customer.LedgerLine,
    payment.Payment,
    payment.Allocation,
    payment.Earmark,
    payment.BalanceTransfer,
    payment.Credit,
    payment.CreditLine,
    payment.Refund,
    payment.WriteOff,
    payment.Receipt,
    invoice.Invoice,
    invoice.InvoiceLine,
    invoice.InvoiceRequest,
    invoice.InvoiceFile,
    red_slip.RedSlip,
    papers.KeptPaper,
    stock.ExpectedReceipt,
    stock.Stocktake,
    stock.StocktakeLine,
    product.StockMovement,
    bank.BankStatement,
    bank.BankLine,
    bank.KnownPayer,
    merging.Merge,
    day_close.DayClose,
    totals.DayTotal,
    totals.MonthTotal,
    totals.ProductMonth,
    audit.Trail,
    audit.TrailChange,
    audit.UndoStep,
)

BY_KIND: dict[str, type[Record]] = {t.kind: t for t in TABLES}

# Indexes that models do not state themselves: partial and covering ones, for lists, search and statistics.
INDEXES: dict[str, str] = {
    "sales_order_number": 'CREATE UNIQUE INDEX "sales_order_number" ON "sales_order"("channel_id", "number") '
    "WHERE number <> ''",
    "sales_order_by_number": 'CREATE INDEX "sales_order_by_number" ON "sales_order"("number", "id")',
    "sales_order_by_date": 'CREATE INDEX "sales_order_by_date" ON "sales_order"("date", "id")',
    "sales_order_by_customer": 'CREATE INDEX "sales_order_by_customer" ON "sales_order"("customer_id", "date", "id", '
    '"total", "state")',
    "sales_order_by_total": 'CREATE INDEX "sales_order_by_total" ON "sales_order"("total", "id")',
    "sales_order_open": 'CREATE INDEX "sales_order_open" ON "sales_order"("due_date", "customer_id", "outstanding") '
    "WHERE outstanding <> 0",
    "sales_order_to_collect": 'CREATE INDEX "sales_order_to_collect" ON "sales_order"("date", "id", "outstanding", '
    '"due_date") WHERE outstanding > 0',
    # What problems are looked for in: each holds hardly more than the orders and lines that may have one.
    "sales_order_to_ship": 'CREATE INDEX "sales_order_to_ship" ON "sales_order"("date", "id", "promised_date", '
    f'"state") WHERE {of_table(TO_SHIP)}',
    "sales_order_address": 'CREATE INDEX "sales_order_address" ON "sales_order"("date", "id", "ship_address", "city") '
    f"WHERE {of_table(TO_SHIP)} AND {of_table(SHORT_ADDRESS)}",
    "sales_order_unfinished": 'CREATE INDEX "sales_order_unfinished" ON "sales_order"("date", "id", "customer_id", '
    f'"total") WHERE {of_table(UNFINISHED)}',
    "sales_order_contradicting": 'CREATE INDEX "sales_order_contradicting" ON "sales_order"("date", "id") '
    f"WHERE {of_table(CONTRADICTING)}",
    "order_line_open": 'CREATE INDEX "order_line_open" ON "order_line"("product_id", "order_id", "quantity", '
    f'"shipped", "ended", "unit_price", "discount_rate") WHERE {of_table(OPEN_LINE)}',
    "order_line_different": 'CREATE INDEX "order_line_different" ON "order_line"("order_id", "stated_difference") '
    f"WHERE {of_table(DIFFERENT_LINE)}",
    "product_short": f'CREATE INDEX "product_short" ON "product"("id") WHERE {of_table(SHORT_PRODUCT)}',
    "product_floor": 'CREATE INDEX "product_floor" ON "product"("id", "floor_price") WHERE floor_price > 0',
    "order_exception_solved": 'CREATE INDEX "order_exception_solved" ON "order_exception"("topic", "solved_at") '
    "WHERE solved_by IS NOT NULL",
    "sales_order_by_state": 'CREATE INDEX "sales_order_by_state" ON "sales_order"("state", "date", "id")',
    "sales_order_by_collection": 'CREATE INDEX "sales_order_by_collection" ON "sales_order"'
    '("collection", "date", "id")',
    "sales_order_by_salesperson": 'CREATE INDEX "sales_order_by_salesperson" ON "sales_order"'
    '("salesperson_id", "date", "state", "revenue", "total")',
    "sales_order_figures": 'CREATE INDEX "sales_order_figures" ON "sales_order"("date", "state", "revenue", "total", '
    '"channel_id", "region", "salesperson_id", "customer_id", "paid", "refunded", "invoiced", "outstanding")',
    "sales_order_search": 'CREATE INDEX "sales_order_search" ON "sales_order"("search_key", "date", "id") '
    "WHERE search_key <> ''",
    "sales_order_to_invoice": 'CREATE INDEX "sales_order_to_invoice" ON "sales_order"("date", "id", "worth", '
    '"invoiced") WHERE worth > invoiced',
    "sales_order_batch": 'CREATE INDEX "sales_order_batch" ON "sales_order"("import_batch_id") '
    "WHERE import_batch_id IS NOT NULL",
    "order_line_product": 'CREATE INDEX "order_line_product" ON "order_line"("product_id", "order_id", "quantity", '
    '"revenue") WHERE product_id IS NOT NULL',
    "customer_code": 'CREATE UNIQUE INDEX "customer_code" ON "customer"("code")',
    "customer_search": 'CREATE INDEX "customer_search" ON "customer"("search_key", "id")',
    "customer_by_name": 'CREATE INDEX "customer_by_name" ON "customer"("name", "id")',
    "customer_source": 'CREATE INDEX "customer_source" ON "customer"("source_key") WHERE source_key <> \'\'',
    "product_search": 'CREATE INDEX "product_search" ON "product"("search_key", "id")',
    "product_by_name": 'CREATE INDEX "product_by_name" ON "product"("name", "id")',
    "payment_number": 'CREATE UNIQUE INDEX "payment_number" ON "payment"("number") WHERE number <> \'\'',
    "receipt_live": 'CREATE UNIQUE INDEX "receipt_live" ON "receipt"("payment_id") WHERE state = \'issued\'',
    "payment_by_date": 'CREATE INDEX "payment_by_date" ON "payment"("date", "id")',
    "payment_by_customer": 'CREATE INDEX "payment_by_customer" ON "payment"("customer_id", "date", "id")',
    "payment_figures": 'CREATE INDEX "payment_figures" ON "payment"("date", "state", "method", "amount")',
    "payment_batch": 'CREATE INDEX "payment_batch" ON "payment"("import_batch_id") WHERE import_batch_id IS NOT NULL',
    "payment_free": 'CREATE INDEX "payment_free" ON "payment"("customer_id", "date") WHERE free <> 0',
    "refund_number": 'CREATE UNIQUE INDEX "refund_number" ON "refund"("number") WHERE number <> \'\'',
    "refund_by_date": 'CREATE INDEX "refund_by_date" ON "refund"("requested_on", "id")',
    "refund_by_state": 'CREATE INDEX "refund_by_state" ON "refund"("state", "requested_on", "id")',
    "credit_number": 'CREATE UNIQUE INDEX "credit_number" ON "credit"("number") WHERE number <> \'\'',
    "shipment_number": 'CREATE UNIQUE INDEX "shipment_number" ON "shipment"("number") WHERE number <> \'\'',
    "shipment_by_date": 'CREATE INDEX "shipment_by_date" ON "shipment"("date", "id")',
    "ledger_batch": 'CREATE INDEX "ledger_batch" ON "ledger_line"("import_batch_id") WHERE import_batch_id IS NOT NULL',
    "allocation_batch": 'CREATE INDEX "allocation_batch" ON "allocation"("import_batch_id") '
    "WHERE import_batch_id IS NOT NULL",
    # A record that goes is looked for in every table that may refer to it: each look would read the whole table.
    "customer_merged": 'CREATE INDEX "customer_merged" ON "customer"("merged_into_id") '
    "WHERE merged_into_id IS NOT NULL",
    "product_merged": 'CREATE INDEX "product_merged" ON "product"("merged_into_id") WHERE merged_into_id IS NOT NULL',
    # One name means one product, however it is capitalised.
    "product_called_code": 'CREATE INDEX "product_called_code" ON "product"("code" COLLATE NOCASE)',
    "product_called_name": 'CREATE INDEX "product_called_name" ON "product"("name" COLLATE NOCASE)',
    "product_called_alias": 'CREATE INDEX "product_called_alias" ON "product_alias"("name" COLLATE NOCASE)',
    "product_category": 'CREATE INDEX "product_category" ON "product"("category_id") WHERE category_id IS NOT NULL',
    "follow_up_by_customer": 'CREATE INDEX "follow_up_by_customer" ON "follow_up"("customer_id", "date")',
    "follow_up_by_due": 'CREATE INDEX "follow_up_by_due" ON "follow_up"((done OR next_date IS NULL), "next_date", '
    '"customer_id")',
    "follow_up_open": 'CREATE INDEX "follow_up_open" ON "follow_up"("next_date", "customer_id") '
    "WHERE done = 0 AND next_date IS NOT NULL",
    "follow_up_order": 'CREATE INDEX "follow_up_order" ON "follow_up"("order_id") WHERE order_id IS NOT NULL',
    "follow_up_letter": 'CREATE INDEX "follow_up_letter" ON "follow_up"("letter_id") WHERE letter_id IS NOT NULL',
    "payment_reverses": 'CREATE INDEX "payment_reverses" ON "payment"("reverses_id") WHERE reverses_id IS NOT NULL',
    "refund_credit": 'CREATE INDEX "refund_credit" ON "refund"("credit_id") WHERE credit_id IS NOT NULL',
    "invoice_credit": 'CREATE INDEX "invoice_credit" ON "invoice"("credit_id") WHERE credit_id IS NOT NULL',
    "stock_movement_credit": 'CREATE INDEX "stock_movement_credit" ON "stock_movement"("credit_line_id") '
    "WHERE credit_line_id IS NOT NULL",
    "stock_movement_shipment": 'CREATE INDEX "stock_movement_shipment" ON "stock_movement"("shipment_line_id") '
    "WHERE shipment_line_id IS NOT NULL",
    "stock_movement_counted": 'CREATE INDEX "stock_movement_counted" ON "stock_movement"("stocktake_line_id") '
    "WHERE stocktake_line_id IS NOT NULL",
    "stock_movement_reverses": 'CREATE UNIQUE INDEX "stock_movement_reverses" ON "stock_movement"("reverses_id") '
    "WHERE reverses_id IS NOT NULL",
    "stock_movement_by_date": 'CREATE INDEX "stock_movement_by_date" ON "stock_movement"("date", "id")',
    "expected_receipt_open": 'CREATE INDEX "expected_receipt_open" ON "expected_receipt"("product_id", "date") '
    "WHERE quantity > received",
    # What was printed is looked for among all that ever happened.
    "trail_prints": 'CREATE INDEX "trail_prints" ON "trail"("id") WHERE operation = \'print\'',
    "credit_by_customer": 'CREATE INDEX "credit_by_customer" ON "credit"("customer_id")',
    "refund_by_customer": 'CREATE INDEX "refund_by_customer" ON "refund"("customer_id")',
    "write_off_by_customer": 'CREATE INDEX "write_off_by_customer" ON "write_off"("customer_id")',
    "invoice_request_by_customer": 'CREATE INDEX "invoice_request_by_customer" ON "invoice_request"("customer_id")',
}


def create(version: int = SCHEMA_VERSION) -> None:
    """``create_in`` the open, empty file: for tests that need no file on disk."""
    create_in(cast(apsw.Connection, database.connection()), version)


def create_in(connection: apsw.Connection, version: int = SCHEMA_VERSION) -> None:
    """Make all tables, indexes and guards in an empty file and stamp it. One transaction of the caller."""
    for statement in _everything():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")


def remake_triggers(connection: apsw.Connection) -> None:
    """Drop and make all guards again, as a migration must after it rebuilt a table."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in TRIGGERS.values():
        connection.execute(statement)


def schema_parts(connection: apsw.Connection) -> dict[str, str]:
    """What every table, index and guard of the file says, by "kind name".

    Tables count by their columns and references, whatever their order, so that a book that was brought up to this
    version equals one that was made with it.
    """
    run = connection.execute
    parts: dict[str, str] = {}
    strict = {str(row[1]): int(str(row[5])) for row in run("PRAGMA table_list") if row[0] == "main"}
    for kind, name, sql in run("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall():
        if kind == "table":
            columns = sorted(str(row[1:]) for row in run(f'PRAGMA table_xinfo("{name}")'))
            references = sorted(str(row[2:5]) for row in run(f'PRAGMA foreign_key_list("{name}")'))
            parts[f"table {name}"] = repr((columns, references, strict.get(str(name), 0)))
        else:
            parts[f"{kind} {name}"] = " ".join(str(sql).split())
    return parts


def schema_hash(connection: apsw.Connection) -> str:
    """One hash over every table, index and guard of the file: a removed guard shows."""
    return hashlib.sha256(repr(sorted(schema_parts(connection).items())).encode()).hexdigest()


@cache
def expected_parts() -> dict[str, str]:
    """What a book of this version must say, from a fresh one in memory."""
    fresh = apsw.Connection(":memory:")
    try:
        for statement in _everything():
            fresh.execute(statement)
        return schema_parts(fresh)
    finally:
        fresh.close()


def expected_hash() -> str:
    """The hash that a book of this version must have."""
    return hashlib.sha256(repr(sorted(expected_parts().items())).encode()).hexdigest()


def _everything() -> Iterator[str]:
    for model in TABLES:
        yield from _statements(model)
    yield from INDEXES.values()
    yield from TRIGGERS.values()


def _statements(model: type[Record]) -> list[str]:
    schema = model._schema  # type: ignore[attr-defined]  # Peewee's stubs leave it out
    queries = [schema._create_table(safe=False), *schema._create_indexes(safe=False)]
    return [q.query()[0] for q in queries]
