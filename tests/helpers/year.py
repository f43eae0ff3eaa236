"""A small book in which every kind of fact has happened once: for the check, old books and restoring."""

from __future__ import annotations

from pathlib import Path

from app.models.actor import Actor
from app.operations.credits import approve_credit, request_credit
from app.operations.invoices import issue_invoice
from app.operations.parts import LinePart
from app.operations.payments import allocate_payment, record_payment, transfer_balance, void_payment
from app.operations.refunds import approve_refund, pay_refund, request_refund
from app.operations.shipments import ship_order
from app.operations.write_offs import write_off
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_draft,
    a_line,
    a_product,
    an_order,
    cents,
    line_ids,
    new_book,
    pieces,
)


def eventful_book(folder: Path) -> TestBook:
    """Make and open it: three customers, four orders, shipments, payments, a credit, refunds, invoices."""
    book = new_book(folder, country="CN", name="苏州青禾文具")
    trade(book.owner)
    return book


def trade(owner: Actor, lamps: str = "台灯") -> None:
    """Let everything happen once; ``lamps`` is the name of the product that is sold."""
    first = a_customer(owner, "杭州绿茵园艺", phone="13812345678", region="浙江")
    second = a_customer(owner, "Harbour & Hale", region="上海")
    lamp = a_product(owner, lamps)
    paid = an_order(owner, first, a_line("113.00", 2, product_id=lamp), a_line("11.30"), discount_amount=cents("3.00"))
    ship_order(owner, paid)
    record_payment(owner, cents("234.30"), "cash", first, parts=[(paid, cents("234.30"))])
    issue_invoice(owner, [paid])

    returned = an_order(owner, second, a_line("56.50", 4, product_id=lamp), rounding_off=cents("0.40"))
    ship_order(owner, returned)
    money = record_payment(owner, cents("300.00"), "cash", second).value
    allocate_payment(owner, money, [(returned, cents("225.60"))])
    part = LinePart(line_ids(returned)[0], pieces(1))
    credit = request_credit(owner, returned, "return", "broken", lines=[part]).value
    approve_credit(owner, credit)
    refund = request_refund(owner, cents("20.00"), "broken", order_id=returned, credit_id=credit).value
    approve_refund(owner, refund)
    pay_refund(owner, refund, "cash")
    transfer_balance(owner, money, first, cents("10.00"), "paid for a friend")

    short = an_order(owner, first, "99.99")
    record_payment(owner, cents("99.90"), "cash", first, parts=[(short, cents("99.90"))])
    write_off(owner.confirming({"above_limit"}), short, cents("0.09"), "bank fee")
    void_payment(owner, record_payment(owner, cents("5.00"), "cash", second).value, "typed twice")
    a_draft(owner, second, "10.00")
