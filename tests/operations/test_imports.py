"""Storing planned imports, recognising what is known, and taking an import back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import i18n
from app.errors import Cancelled, NotAllowed, UserError
from app.importing.plan import Plan
from app.models.actor import Role
from app.models.base import connection
from app.models.customer import Customer
from app.models.imports import ImportBatch
from app.models.order import Order, OrderLine, Shipment
from app.models.payment import Credit, Payment, Refund
from app.models.product import Category, Product, ProductAlias
from app.operations.company import close_month
from app.operations.customers import CustomerInput, edit_customer
from app.operations.follow_ups import add_follow_up
from app.operations.import_undo import undo_import
from app.operations.imports import ImportResult, import_plan, preview_import
from app.operations.invoices import issue_invoice
from app.operations.payments import record_payment, void_payment
from app.operations.receipts import issue_receipt
from app.operations.refunds import request_refund
from app.operations.statements import StatementFile, keep_statements
from app.queries.check import check
from tests.helpers.book import TestBook, a_customer, a_product, assert_book_sound, every, value
from tests.importing.samples import plan_of

HEAD = ["Order ID", "Order Date", "Customer Name", "Phone", "Product ID", "Product Name", "Quantity", "Unit Price"]
ROWS = [
    ["A-1", "2026-02-01", "Ines Ruiz", "600 100 200", "P1", "Lamp", 2, "10.00"],
    ["A-1", "2026-02-01", "Ines Ruiz", "600 100 200", "P2", "Shade", 1, "4.50"],
    ["A-2", "2026-02-03", "陈晓", "13800000000", "P1", "Lamp", 1, "9.00"],
]
PAID_HEAD = ["Order ID", "Order Date", "Customer Name", "Product Name", "Line Total", "Order Total", "Amount Paid",
             "Refund Amount"]  # fmt: skip

# Every table that an import writes to, and that an undone first import leaves as it was.
TABLES = (
    "customer", "product", "product_alias", "category", "channel", "sales_order", "order_line", "shipment",
    "shipment_line", "payment", "allocation", "credit", "credit_line", "refund", "ledger_line", "day_total",
    "month_total", "order_exception",
)  # fmt: skip


def counts() -> dict[str, int]:
    """How many rows each table holds."""
    return {table: value(f"SELECT count(*) FROM {table}") for table in TABLES}


def bring(book: TestBook, folder: Path, rows: list[list[Any]], head: list[str] = HEAD, **options: Any) -> ImportResult:
    """Import these rows."""
    return import_plan(book.owner, planned(folder, rows, head, **options)).value


def planned(folder: Path, rows: list[list[Any]], head: list[str] = HEAD, **options: Any) -> Plan:
    """The plan of these rows, for a book in dollars."""
    return plan_of(folder, [head, *rows], currency="USD", **options)


def the_order(number: str) -> Order:
    """The order with this number."""
    return every(Order, "number = ?", (number,))[0]


def test_orders_come_in_with_lines_customers_and_products(book: TestBook, tmp_path: Path) -> None:
    result = bring(book, tmp_path, ROWS)
    assert (result.rows, result.imported, result.refused, result.unchanged) == (3, 3, 0, 0)
    assert (result.orders, result.lines, result.customers, result.products) == (2, 3, 2, 2)
    assert result.total == 3350
    order = the_order("A-1")
    assert (order.state, order.total, order.net, order.tax, order.revenue) == ("confirmed", 2450, 2450, 0, 2450)
    assert (order.collection, order.delivery, order.outstanding) == ("unpaid", "waiting", 2450)
    assert [line.description for line in every(OrderLine, "order_id = ?", (order.id,))] == ["Lamp", "Shade"]
    assert every(Customer, "name = '陈晓'")[0].search_key.split()[:2] == ["chenxiao", "cx"]
    batch = every(ImportBatch)[0]
    assert (batch.orders, batch.lines, batch.customers, batch.products, batch.total) == (2, 3, 2, 2, 3350)
    assert check() == []


def test_one_trail_entry_tells_of_the_whole_import(book: TestBook, tmp_path: Path) -> None:
    before = value("SELECT count(*) FROM trail")
    bring(book, tmp_path, ROWS)
    assert value("SELECT count(*) FROM trail") == before + 1
    detail = value("SELECT detail FROM trail ORDER BY id DESC LIMIT 1")
    assert '"order":{"count":2' in detail
    assert "import finished" in detail


def test_the_same_file_twice_adds_nothing(book: TestBook, tmp_path: Path) -> None:
    bring(book, tmp_path, ROWS)
    before, entries = counts(), value("SELECT count(*) FROM trail")
    again = bring(book, tmp_path, ROWS)
    assert (again.rows, again.imported, again.unchanged, again.refused) == (3, 0, 3, 0)
    assert again.batch is None
    assert counts() == before
    assert value("SELECT count(*) FROM trail") == entries


def test_the_same_file_in_another_language_adds_nothing(book: TestBook, tmp_path: Path) -> None:
    head, rows = ["Order ID", "Date", "Order Total"], [["1", "2026-02-01", 5], ["2", "2026-02-02", 6]]
    assert bring(book, tmp_path, rows, head).orders == 2
    i18n.set_language("zh_CN")
    again = bring(book, tmp_path, rows, head)
    assert (again.orders, again.unchanged, again.refused) == (0, 2, 0)


def test_a_changed_order_is_reported_and_left_alone(book: TestBook, tmp_path: Path) -> None:
    bring(book, tmp_path, ROWS)
    changed = [[*ROWS[0][:-1], "12.00"], ROWS[1], ROWS[2], ["A-3", "2026-02-04", "Bo", "", "P1", "Lamp", 1, "5"]]
    result = bring(book, tmp_path, changed)
    assert (result.rows, result.imported, result.refused, result.unchanged) == (4, 1, 2, 1)
    assert {problem.row for problem in result.problems} == {2, 3}
    assert "A-1" in result.problems[0].reason
    assert the_order("A-1").total == 2450


def test_a_file_without_order_numbers_is_known_again(book: TestBook, tmp_path: Path) -> None:
    head, rows = (
        ["Date", "Customer", "Product", "Amount"],
        [["2026-02-01", "Ines", "Lamp", 5], ["2026-02-02", "Bo", "Lamp", 6]],
    )
    assert bring(book, tmp_path, rows, head).orders == 2
    assert all(order.number.startswith("SO-") for order in every(Order))
    again = bring(book, tmp_path, rows, head)
    assert (again.orders, again.unchanged) == (0, 2)


def test_known_customers_and_products_are_recognised(book: TestBook, tmp_path: Path) -> None:
    ines = a_customer(book.owner, "Ines  RUIZ", phone="600100200")
    chen = a_customer(book.owner, "陈晓", phone="13911112222")
    lamp = a_product(book.owner, "Desk lamp", code="p1")
    result = bring(book, tmp_path, ROWS)
    assert (result.customers, result.products) == (1, 1)
    assert the_order("A-1").customer_id == ines
    assert the_order("A-2").customer_id != chen
    assert [alias.name for alias in every(ProductAlias, "product_id = ?", (lamp,))] == ["Lamp"]
    assert "lamp" in every(Product, "id = ?", (lamp,))[0].search_key


def test_a_second_file_finds_the_customers_of_the_first(book: TestBook, tmp_path: Path) -> None:
    head = ["Order ID", "Date", "Customer ID", "Customer Name", "Product", "Amount"]
    bring(book, tmp_path, [["1", "2026-02-01", "C7", "Ines Ruiz", "Lamp", 5]], head)
    result = bring(book, tmp_path, [["2", "2026-02-02", "C7", "Ines Ruiz-Vega", "Lamp", 6]], head)
    assert (result.customers, result.products) == (0, 0)
    assert [customer.code for customer in every(Customer)] == ["C7"]


def test_the_same_code_of_another_channel_is_another_customer(book: TestBook, tmp_path: Path) -> None:
    head = ["Order ID", "Date", "Customer ID", "Customer Name", "Product", "Amount"]
    bring(book, tmp_path, [["1", "2026-02-01", "100", "Ines Ruiz", "Lamp", 5]], head, channel="Web")
    result = bring(book, tmp_path, [["1", "2026-02-02", "100", "Bo Lindh", "Lamp", 6]], head, channel="Shop")
    assert result.customers == 1
    assert sorted(customer.code for customer in every(Customer)) == ["100", "C-00001"]
    assert len(every(Order, "number = '1'")) == 2


def test_money_comes_outside_the_strict_series(book: TestBook, tmp_path: Path) -> None:
    rows = [
        ["1", "2026-02-01", "Ines", "Lamp", 100, 100, 100, 0],
        ["2", "2026-02-01", "Ines", "Lamp", 100, 100, 40, 0],
        ["3", "2026-02-01", "Ines", "Lamp", 100, 100, 100, 30],
        ["4", "2026-02-01", "Ines", "Lamp", 100, 100, 100, 100],
        ["5", "2026-02-01", "Ines", "Lamp", 100, 100, 120, 20],
        ["6", "2026-02-01", "Ines", "Lamp", 100, 100, 0, 0],
    ]
    result = bring(book, tmp_path, rows, PAID_HEAD)
    assert (result.payments, result.refunds) == (5, 3)
    found = {o.number: (o.state, o.collection, o.outstanding, o.worth, o.delivery) for o in every(Order)}
    assert found == {
        "1": ("completed", "paid", 0, 10000, "shipped"),
        "2": ("confirmed", "partly_paid", 6000, 10000, "waiting"),
        "3": ("completed", "paid", 0, 7000, "shipped"),
        "4": ("completed", "refunded", 0, 0, "shipped"),
        "5": ("completed", "paid", 0, 10000, "shipped"),
        "6": ("confirmed", "unpaid", 10000, 10000, "waiting"),
    }
    payments = every(Payment)
    assert {(p.number, p.method, p.free) for p in payments} == {("", "imported", 0)}
    assert {p.source_reference for p in payments} == {"1", "2", "3", "4", "5"}
    assert {(r.number, r.state) for r in every(Refund)} == {("", "paid")}
    assert sorted(c.amount for c in every(Credit)) == [3000, 10000]
    assert all(shipment.before_daybook for shipment in every(Shipment))
    assert value("SELECT count(*) FROM stock_movement") == 0
    assert value("SELECT sum(next_number) FROM series WHERE strict = 1") == value(
        "SELECT count(*) FROM series WHERE strict = 1"
    )
    assert [f for f in check() if f.serious] == []


def test_a_paid_order_whose_total_differs_from_its_lines(book: TestBook, tmp_path: Path) -> None:
    """Scenario 11: an imported paid order of 500 with lines of 499.50."""
    head = PAID_HEAD[:-1]
    bring(book, tmp_path, [["1", "2026-02-01", "Ines", "Lamp", "499.50", "500.00", "500.00"]], head)
    order = the_order("1")
    assert (order.total, order.stated_difference, order.net, order.revenue) == (50000, 50, 49950, 49950)
    assert (order.state, order.collection, order.paid) == ("completed", "paid", 50000)
    assert value("SELECT count(*) FROM stock_movement") == 0


def test_shipping_discount_and_tax_become_shares(book: TestBook, tmp_path: Path) -> None:
    head = ["Order ID", "Date", "Customer", "Product", "Quantity", "Unit Price", "Shipping", "Order Discount"]
    head += ["Tax Total", "Order Total"]
    rows = [
        ["1", "2026-02-01", "Ines", "Lamp", 1, "100.00", "10.00", "20.00", "9.00", "99.00"],
        ["1", "2026-02-01", "Ines", "Shade", 3, "33.33", "10.00", "20.00", "9.00", ""],
    ]
    rows[0][-1] = rows[1][-1] = "198.99"
    bring(book, tmp_path, rows, head)
    order = the_order("1")
    assert (order.total, order.tax, order.discount_total) == (19899, 900, 2000)
    assert order.net + order.tax + order.stated_difference == order.total
    lines = every(OrderLine, "order_id = ?", (order.id,))
    assert [line.line_kind for line in lines] == ["goods", "goods", "shipping"]
    assert order.revenue == sum(line.net for line in lines[:2]) == 17999
    assert sum(line.tax for line in lines) == 900


def test_categories_and_aliases(book: TestBook, tmp_path: Path) -> None:
    head = ["Order ID", "Date", "Customer", "Product ID", "Product Name", "Category", "Amount"]
    rows = [
        ["1", "2026-02-01", "Ines", "P1", "Lamp", "Light", 5],
        ["2", "2026-02-01", "Ines", "P1", "Lamp, brass", "Light", 6],
        ["3", "2026-02-01", "Ines", "", "Shade", "Textile", 7],
    ]
    bring(book, tmp_path, rows, head)
    assert sorted(c.name for c in every(Category)) == ["Light", "Textile"]
    assert [(p.code, p.name) for p in every(Product)] == [("P1", "Lamp"), ("Shade", "Shade")]
    assert [a.name for a in every(ProductAlias)] == ["Lamp, brass"]


def test_a_preview_says_what_the_import_does(book: TestBook, tmp_path: Path) -> None:
    plan = planned(tmp_path, ROWS)
    before = counts()
    foreseen = preview_import(book.owner, plan).value
    assert counts() == before
    done = import_plan(book.owner, plan).value
    foreseen.batch = done.batch
    assert foreseen == done


def test_cancelling_leaves_nothing(book: TestBook, tmp_path: Path) -> None:
    before = counts()
    calls = 0

    def stop(done: int, whole: int, what: str = "") -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_plan(book.owner.reporting(stop), planned(tmp_path, ROWS))
    assert counts() == before
    assert every(ImportBatch) == []


def test_closed_months_and_rights(book: TestBook, tmp_path: Path) -> None:
    plan = planned(tmp_path, ROWS)
    close_month(book.owner, book.clock.day.replace(month=2, day=2))
    with pytest.raises(UserError, match="closed months"):
        import_plan(book.owner, plan)
    with pytest.raises(NotAllowed):
        import_plan(book.person(Role.SALES), plan)


def test_undoing_the_first_import_leaves_an_empty_book(book: TestBook, tmp_path: Path) -> None:
    before = counts()
    rows = [[*row, "Light", "100", "100", "30"] for row in ROWS]
    head = [*HEAD, "Category", "Order Total", "Amount Paid", "Refund Amount"]
    result = bring(book, tmp_path, rows, head, channel="Web")
    assert result.batch is not None
    assert undo_import(book.owner, result.batch).value == 2
    assert counts() == before
    batch = every(ImportBatch)[0]
    assert (batch.state, batch.undone_at is not None) == ("undone", True)
    assert check() == []
    with pytest.raises(UserError, match="undone already"):
        undo_import(book.owner, result.batch)
    assert bring(book, tmp_path, rows, head, channel="Web").orders == 2


def test_undo_keeps_what_others_use(book: TestBook, tmp_path: Path) -> None:
    lamp = a_product(book.owner, "Desk lamp", code="P1")
    key = every(Product, "id = ?", (lamp,))[0].search_key
    first = bring(book, tmp_path, ROWS)
    ines = the_order("A-1").customer_id
    bring(book, tmp_path, [["A-9", "2026-02-09", "Ines Ruiz", "600 100 200", "P2", "Shade", 1, "4.50"]])
    chen = the_order("A-2").customer_id
    edit_customer(book.owner, chen, CustomerInput(name="陈晓", phone="13800000000", note="rings before noon"))
    assert first.batch is not None
    undo_import(book.owner, first.batch)
    assert {c.id for c in every(Customer)} == {ines, chen}
    assert {p.code for p in every(Product)} == {"P1", "P2"}
    assert every(ProductAlias) == []
    assert every(Product, "id = ?", (lamp,))[0].search_key == key
    assert str(every(Customer, "id = ?", (ines,))[0].last_order_date) == "2026-02-09"
    assert every(Customer, "id = ?", (chen,))[0].last_order_date is None


@pytest.mark.parametrize("built", ["payment", "invoice", "refund", "void", "receipt"])
def test_undo_is_refused_once_somebody_built_on_it(book: TestBook, tmp_path: Path, built: str) -> None:
    result = bring(book, tmp_path, [["1", "2026-02-01", "Ines", "Lamp", 100, 100, 40, 0]], PAID_HEAD)
    assert result.batch is not None
    order = the_order("1")
    if built == "payment":
        record_payment(book.owner, 1000, "cash", order.customer_id, parts=[(order.id, 1000)])
    elif built == "invoice":
        issue_invoice(book.owner, [order.id])
    elif built == "refund":
        request_refund(book.owner, 1000, "torn", order_id=order.id, above_proposal_reason="goodwill")
    elif built == "receipt":
        issue_receipt(book.owner, every(Payment)[0].id)
    else:
        void_payment(book.owner, every(Payment)[0].id, "not ours")
    words = {
        "payment": "payments recorded",
        "invoice": "invoices",
        "refund": "refunds: 1",
        "void": "payments voided",
        "receipt": "receipts: 1",
    }
    with pytest.raises(UserError, match=words[built]) as refused:
        undo_import(book.owner, result.batch)
    assert refused.value.code == "built_on"
    assert the_order("1").id == order.id


def test_a_follow_up_keeps_its_customer(book: TestBook, tmp_path: Path) -> None:
    result = bring(book, tmp_path, ROWS)
    ines = the_order("A-1").customer_id
    add_follow_up(book.owner, ines, "Wants brass", "phone")
    assert result.batch is not None
    undo_import(book.owner, result.batch)
    assert [c.id for c in every(Customer)] == [ines]


def test_a_letter_keeps_its_customer(book: TestBook, tmp_path: Path) -> None:
    result = bring(book, tmp_path, ROWS)
    ines = the_order("A-1").customer_id
    keep_statements(book.owner, [StatementFile(ines, None, book.clock.day, 0, b"%PDF")])
    assert result.batch is not None
    undo_import(book.owner, result.batch)
    assert [c.id for c in every(Customer)] == [ines]
    assert check() == []


def test_large_files_rebuild_the_indexes_as_they_were(
    book: TestBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.operations.import_indexes.WORTH_IT", 1)
    schema = (
        "SELECT group_concat(name || sql, ';') FROM (SELECT * FROM sqlite_master WHERE type = 'index' ORDER BY name)"
    )
    before = connection().execute(schema).get
    bring(book, tmp_path, ROWS)
    assert connection().execute(schema).get == before
    assert_book_sound()


def test_texts_of_any_kind_survive(book: TestBook, tmp_path: Path) -> None:
    nasty = "Robert'); DROP TABLE customer;-- 𠮷 =1+1 \u202e ﷽"
    bring(book, tmp_path, [["1", "2026-02-01", nasty, "", "P1", "Lamp", 1, "1"]])
    assert every(Customer)[0].name == nasty


def test_orders_that_come_in_are_due_by_the_terms_of_their_customers(book: TestBook, tmp_path: Path) -> None:
    book.set_company(default_terms="14")
    a_customer(book.owner, "Ines Ruiz", phone="600 100 200", payment_terms="30m")
    bring(book, tmp_path, ROWS)
    monthly, usual = the_order("A-1"), the_order("A-2")
    assert (monthly.payment_terms, monthly.due_date) == ("30m", date(2026, 3, 30))
    assert (usual.payment_terms, usual.due_date) == ("14", date(2026, 2, 17))
