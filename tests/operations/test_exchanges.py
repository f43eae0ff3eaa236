"""Exchanges: goods come back, others go out, and the order is worth what it was."""

from __future__ import annotations

import pytest

from app.errors import NeedsConfirmation, UserError
from app.models.actor import Actor
from app.models.order import OrderLine
from app.models.product import Product
from app.operations.company import change_company
from app.operations.exchanges import Exchanged, exchange_goods
from app.operations.payments import record_payment
from app.operations.shipments import ship_order
from app.operations.stock import receive_goods
from app.queries import order_details
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_line,
    a_product,
    an_order,
    cents,
    each,
    every,
    line_ids,
    order,
    pieces,
    read,
)


@pytest.fixture
def owner(book: TestBook) -> Actor:
    """The owner of a book that keeps stock."""
    change_company(book.owner, {"stock_policy": "kept"})
    return book.owner


def stocked(owner: Actor, name: str, quantity: int) -> int:
    product = a_product(owner, name, list_price=each(50), stock_kept=True)
    receive_goods(owner, product, pieces(quantity))
    return product


def sent_and_paid(owner: Actor, product: int, quantity: int = 2) -> int:
    customer = a_customer(owner)
    made = an_order(owner, customer, a_line(50, quantity, product_id=product), discount_amount=cents(10))
    ship_order(owner, made)
    record_payment(owner, order(made).outstanding, "cash", customer, parts=((made, order(made).outstanding),))
    return made


def test_the_same_goods_again_move_stock_both_ways_and_no_money(owner: Actor) -> None:
    lamp = stocked(owner, "Lamp", 5)
    made = sent_and_paid(owner, lamp)
    before = order(made)
    assert before.state == "completed"
    exchange_goods(owner, made, (Exchanged(line_ids(made)[0], pieces(1)),), "Broken", "scrap")
    after = order(made)
    assert (after.worth, after.outstanding, after.total) == (before.worth, 0, before.total)
    assert (after.state, after.delivery, after.revision) == ("processing", "partly_shipped", 1)
    assert (read(Product, lamp).on_hand, read(Product, lamp).reserved) == (pieces(3), pieces(1))
    ship_order(owner, made)
    assert order(made).state == "completed"
    assert (read(Product, lamp).on_hand, read(Product, lamp).reserved) == (pieces(2), 0)


def test_other_goods_go_out_for_what_comes_back_to_stock(owner: Actor) -> None:
    lamp, chair = stocked(owner, "Lamp", 5), stocked(owner, "Chair", 5)
    made = sent_and_paid(owner, lamp)
    part = Exchanged(line_ids(made)[0], pieces(2), product_id=chair, sent=pieces(1))
    exchange_goods(owner, made, (part,), "Wrong product")
    assert read(Product, lamp).on_hand == pieces(5)
    assert read(Product, chair).reserved == pieces(1)
    fresh = every(OrderLine, "order_id = ?", (made,))[-1]
    assert (fresh.description, fresh.quantity, fresh.gross) == ("Chair", pieces(1), 0)
    detail = order_details.order(owner, made)
    assert any(change.title == "Chair" for a in detail.amendments for change in a.changes)


def test_no_more_comes_back_than_went_out(owner: Actor) -> None:
    lamp = stocked(owner, "Lamp", 5)
    made = sent_and_paid(owner, lamp)
    with pytest.raises(UserError) as refused:
        exchange_goods(owner, made, (Exchanged(line_ids(made)[0], pieces(3)),), "Broken")
    assert refused.value.code == "above_shipped"
    exchange_goods(owner, made, (Exchanged(line_ids(made)[0], pieces(2)),), "Broken")
    with pytest.raises(UserError):
        exchange_goods(owner, made, (Exchanged(line_ids(made)[0], pieces(1)),), "Broken again")


def test_goods_that_are_short_are_asked_about_and_nothing_is_changed(owner: Actor) -> None:
    lamp = stocked(owner, "Lamp", 2)
    made = sent_and_paid(owner, lamp)
    version = order(made).version
    with pytest.raises(NeedsConfirmation) as asked:
        exchange_goods(owner, made, (Exchanged(line_ids(made)[0], pieces(1)),), "Broken", "scrap")
    assert asked.value.key == "shortage"
    assert order(made).version == version


def test_nothing_named_and_no_reason_are_refused(owner: Actor) -> None:
    made = sent_and_paid(owner, stocked(owner, "Lamp", 5))
    with pytest.raises(UserError) as nothing:
        exchange_goods(owner, made, (), "Broken")
    assert nothing.value.code == "no_lines"
    with pytest.raises(UserError) as silent:
        exchange_goods(owner, made, (Exchanged(line_ids(made)[0], pieces(1)),), " ")
    assert silent.value.field == "reason"
