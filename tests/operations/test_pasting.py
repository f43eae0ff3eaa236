"""A pasted order is one step: its draft, a new customer and what its products are called."""

from __future__ import annotations

from app.models.base import connection
from app.money import QUANTITY
from app.operations.customers import CustomerInput
from app.operations.history import undo
from app.operations.inputs import LineInput, OrderInput
from app.operations.pasting import paste_order
from tests.helpers.book import TestBook, a_customer, a_product, each


def _count(table: str) -> int:
    return int(next(connection().execute(f"SELECT count(*) FROM {table}"))[0])


def _content(product: int, customer: int = 0) -> OrderInput:
    return OrderInput(customer, (LineInput(3 * QUANTITY, each(15), product_id=product),), consignee="张三")


def test_order_customer_and_name_come_together_and_go_together(book: TestBook) -> None:
    product = a_product(book.owner, "新疆红枣", list_price=each(15))
    before = {table: _count(table) for table in ("customer", "sales_order", "product_alias")}
    paste_order(book.owner, _content(product), CustomerInput("张三", phone="13800000000"), ((product, "大枣子"),))
    assert {table: _count(table) - before[table] for table in before} == {
        "customer": 1,
        "sales_order": 1,
        "product_alias": 1,
    }
    undo(book.owner)
    assert {table: _count(table) for table in before} == before


def test_a_name_of_another_product_stays_as_it_is(book: TestBook) -> None:
    customer = a_customer(book.owner, "Harbour & Hale")
    dates, nuts = (a_product(book.owner, name, list_price=each(15)) for name in ("红枣", "核桃"))
    order = paste_order(book.owner, _content(dates, customer), None, ((dates, "核桃"),)).value
    assert order
    assert _count("product_alias") == 0
    assert nuts
