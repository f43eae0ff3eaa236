"""Large books for measuring: plausible trade, stored in bulk and in one transaction, that satisfies the check.

Per order 1.94 lines on average; one customer for twenty orders with Chinese and Latin names; 2,000 products; 87 % of
the orders paid, 68 % invoiced; three years. The same size always gives the same book.
"""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.models import schema
from app.models.audit import append_entry
from app.models.base import Record, connection, database, moment_from, moment_text, shape
from app.models.company import Company, PaymentMethod, TaxCode, TaxRate
from app.models.customer import Customer, LedgerLine
from app.models.imports import ImportBatch
from app.models.invoice import Invoice, InvoiceFile, InvoiceLine
from app.models.numbering import DEFAULT_SERIES, Series
from app.models.order import Channel, LineKind, Order, OrderLine
from app.models.payment import Allocation, Payment
from app.models.product import Category, Product
from app.models.search_key import order_key, search_key
from app.models.totals import add_batch
from app.models.user import User, UserRole
from app.money import PRICE, QUANTITY

FIRST_DAY = date(2023, 1, 1)
DAYS = 1096
LINES = (1,) * 42 + (2,) * 34 + (3,) * 15 + (4,) * 6 + (5,) * 3
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英"
TRADES = ("星辰", "宏达", "绿茵", "华泰", "金桥", "瑞丰", "长青", "顺达", "博雅", "天成")
FORMS = ("贸易有限公司", "科技有限公司", "商行", "文具店", "建材有限公司")
FIRST_NAMES = ("Ada", "Ben", "Cora", "Dan", "Eve", "Finn", "Gwen", "Hugo", "Ines", "Jack")
LAST_NAMES = ("Miller", "Smith", "Rossi", "Keller", "Novak", "Olsen", "Petit", "Quinn", "Ramos", "Silva")
REGIONS = ("East", "North", "South", "West", "Centre")
NOW = moment_text(datetime(2026, 1, 1, tzinfo=UTC))
BATCH = 1
IN_BULK = ("user", "user_role", "company", "series", "order", "invoice_file")
"""What the trail tells of as a whole; everything else came with the import."""


def kept(orders: int) -> Path:
    """The path of a book of this size in the system's folder for temporary files, made when it is not there yet."""
    made_by = hashlib.sha256(Path(__file__).read_bytes() + schema.expected_hash().encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"daybook-benchmarks-{made_by}" / f"{orders}.daybook"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        scratch = path.with_name(f"{os.getpid()}-{path.name}")
        try:
            make(scratch, orders)
            database.close_links()
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
    return path


class Rows:
    """Stores many rows of one kind from a template: only the named columns differ."""

    def __init__(self, model: type[Record], names: tuple[str, ...], **same: Any) -> None:
        form = shape(model)
        template = dict(zip(form.columns, form.values(model(**same)), strict=True))
        self.columns = ("id", *names)
        self.rest = {k: v for k, v in template.items() if k not in self.columns}
        listed = ", ".join(f'"{c}"' for c in (*self.columns, *self.rest))
        marks = ", ".join("?" * (len(self.columns) + len(self.rest)))
        self.sql = f'INSERT INTO "{form.table}" ({listed}) VALUES ({marks})'
        self.tail = tuple(self.rest.values())

    def store(self, rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> None:
        """Store rows whose values are in the order of ``columns``."""
        tail = self.tail
        connection().executemany(self.sql, (row + tail for row in rows))


def make(path: Path, orders: int, *, seed: int = 7) -> None:
    """Make a book with this many orders at ``path`` and leave it open as the book of this process."""
    chance = random.Random(seed)
    database.open_file(str(path))
    run = connection().execute
    run("PRAGMA query_only = OFF")
    run("BEGIN IMMEDIATE")
    try:
        schema.create()
        customers, products = _masters(chance, orders)
        _trade(chance, orders, customers, products)
        add_batch(connection(), BATCH, 1)
        bulk = {kind: {"count": orders, "hash": ""} for kind in IN_BULK}
        append_entry(connection(), key=None, at=moment_from(NOW), operation="make large book", detail={"bulk": bulk})
        run("COMMIT")
    except BaseException:
        run("ROLLBACK")
        raise
    run("PRAGMA analysis_limit = 1000")
    run("ANALYZE")
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    run("PRAGMA query_only = ON")


def _add(record: Record) -> None:
    form = shape(type(record))
    connection().execute(form.insert, form.values(record))


def _masters(chance: random.Random, orders: int) -> tuple[int, list[int]]:
    _add(User(name="owner", full_name="Owner"))
    _add(UserRole(user_id=1, role="owner"))
    for i in range(5):
        _add(User(name=f"sales{i}", full_name=f"Sales {i}"))
        _add(UserRole(user_id=i + 2, role="sales"))
    _add(TaxCode(code="V13", name="13 %"))
    _add(TaxRate(tax_code_id=1, valid_from=FIRST_DAY, rate=130_000))
    _add(Company(uuid="benchmark", name="Benchmark", country="US", currency="CNY", document_language="en"))
    _add(PaymentMethod(code="bank_transfer", name="Bank transfer"))
    for series, (pattern, restart, strict) in DEFAULT_SERIES.items():
        _add(Series(name=series, pattern=pattern, restart=restart, strict=strict))
    for name in ("shop", "phone", "website"):
        _add(Channel(name=name))
    for name in ("Paper", "Furniture", "Technology", "Services"):
        _add(Category(name=name))
    _add(ImportBatch(file_name="benchmark", made_at=datetime(2026, 1, 1, tzinfo=UTC), orders=orders))
    count = max(1, orders // 20)
    names = ("code", "name", "phone", "region", "city", "owner_id", "search_key", "import_batch_id")
    Rows(Customer, names, created_at=datetime(2026, 1, 1, tzinfo=UTC)).store(
        [(i, *_customer(chance, i)) for i in range(1, count + 1)]
    )
    prices = [chance.randrange(500, 200_000) for _ in range(2000)]
    names = ("code", "name", "unit", "category_id", "list_price", "search_key", "import_batch_id")
    Rows(Product, names, created_at=datetime(2026, 1, 1, tzinfo=UTC)).store(
        [
            (i, code, name, "pc", 1 + i % 4, price * (PRICE // 100), search_key(name, code), BATCH)
            for i, price in enumerate(prices, 1)
            for code, name in ((f"P-{i:05d}", f"Article {i}" if i % 2 else f"商品 {i}"),)
        ]
    )
    return count, prices


def _customer(chance: random.Random, i: int) -> tuple[Any, ...]:
    kind = i % 4
    if kind == 0:
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
    elif kind == 1:
        name = chance.choice(("上海", "苏州", "杭州", "北京")) + chance.choice(TRADES) + chance.choice(FORMS)
    else:
        name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}" + (" Ltd" if kind == 3 else "")
    code, phone = f"C-{i:06d}", f"13{chance.randrange(10**9):09d}"
    region = REGIONS[i % len(REGIONS)]
    return code, name, phone, region, f"City {i % 40}", 2 + i % 5, search_key(name, code, phone), BATCH


def _trade(chance: random.Random, count: int, customers: int, prices: list[int]) -> None:
    orders: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    payments: list[tuple[Any, ...]] = []
    invoices: list[tuple[Any, ...]] = []
    billed: list[tuple[Any, ...]] = []
    ledger: list[tuple[Any, ...]] = []
    days = sorted(chance.randrange(DAYS) for _ in range(count))
    for order, offset in enumerate(days, 1):
        day = (FIRST_DAY + timedelta(days=offset)).isoformat()
        customer = chance.randrange(1, customers + 1)
        paid, invoiced = chance.random() < 0.87, chance.random() < 0.68
        total = 0
        for position in range(1, chance.choice(LINES) + 1):
            product = chance.randrange(1, len(prices) + 1)
            quantity = chance.randrange(1, 10)
            amount = prices[product - 1] * quantity
            total += amount
            done = (quantity * QUANTITY, amount) if invoiced else (0, 0)
            line = len(lines) + 1
            lines.append(
                (line, order, position, product, f"P-{product:05d}", f"Article {product}", quantity * QUANTITY,
                 prices[product - 1] * (PRICE // 100), amount, amount, amount, amount, *done)
            )  # fmt: skip
            if invoiced:
                billed.append((len(billed) + 1, len(invoices) + 1, position, order, line, quantity * QUANTITY, amount))
        if invoiced:
            snapshot = f'{{"number":"B-{order:08d}","total":{total}}}'
            digest = hashlib.sha256(snapshot.encode()).hexdigest()
            invoices.append((len(invoices) + 1, f"B-{order:08d}", customer, day, total, total, snapshot, digest))
        ledger.append((len(ledger) + 1, customer, order, day, "order", total, "order", order))
        if paid:
            payments.append((len(payments) + 1, customer, day, total, total, f"IMP-{order}"))
            ledger.append((len(ledger) + 1, customer, None, day, "payment", -total, "payment", len(payments)))
        due = (FIRST_DAY + timedelta(days=offset + 30)).isoformat()
        state = "completed" if paid else "confirmed"
        phone = f"{chance.randrange(10**11):011d}" if order % 3 == 0 else ""
        orders.append(
            (order, f"SO-{order:07d}", 1 + order % 3, customer, state, day, due, 2 + customer % 5,
             REGIONS[customer % len(REGIONS)], phone, order_key("", phone, ""),
             total, total, total, total, total, total if paid else 0, 0 if paid else total, total if invoiced else 0,
             "paid" if paid else "unpaid", "invoiced" if invoiced else "none")
        )  # fmt: skip
    names = (
        "number", "channel_id", "customer_id", "state", "date", "due_date", "salesperson_id", "region", "ship_phone",
        "search_key", "goods_amount", "net", "total", "revenue", "worth", "paid", "outstanding", "invoiced",
        "collection", "invoicing",
    )  # fmt: skip
    made = datetime(2026, 1, 1, tzinfo=UTC)
    Rows(Order, names, import_batch_id=BATCH, created_at=made).store(orders)
    names = (
        "order_id", "position", "product_id", "code", "description", "quantity", "unit_price", "amount", "net", "gross",
        "revenue", "invoiced_quantity", "invoiced_net",
    )  # fmt: skip
    Rows(OrderLine, names, line_kind=LineKind.SERVICE, unit="pc").store(lines)
    names = ("customer_id", "date", "amount", "allocated", "source_reference")
    Rows(Payment, names, method="imported", import_batch_id=BATCH, created_at=made).store(payments)
    Rows(Allocation, ("payment_id", "order_id", "date", "amount"), import_batch_id=BATCH).store(
        [(p[0], p[0], int(p[5][4:]), p[2], p[3]) for p in payments]
    )
    names = ("number", "customer_id", "date", "net", "total", "snapshot", "snapshot_hash")
    Rows(Invoice, names, invoice_kind="digital_normal", import_batch_id=BATCH, issued_at=made).store(invoices)
    names = ("invoice_id", "position", "order_id", "order_line_id", "quantity", "net")
    Rows(InvoiceLine, names, unit="pc").store(billed)
    kept = b"benchmark"
    Rows(InvoiceFile, ("invoice_id",), name="invoice.pdf", content=kept, sha256=hashlib.sha256(kept).hexdigest(),
         kept_at=made).store([(i[0], i[0]) for i in invoices])  # fmt: skip
    names = ("customer_id", "order_id", "date", "entry", "amount", "about_kind", "about_id")
    Rows(LedgerLine, names, import_batch_id=BATCH).store(ledger)
