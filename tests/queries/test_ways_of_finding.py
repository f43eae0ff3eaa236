"""One box finds orders by everything that somebody may remember of them, in the list and in the palette alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from app.models.actor import Actor, Role
from app.operations.contacts import ContactInput, add_contact
from app.queries import palette
from app.queries.columns import Ask
from app.queries.lists import LISTS
from app.queries.order_search import search_by_date
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_line,
    a_product,
    an_order,
    close,
    new_book,
    order,
)

ORDERS = LISTS["orders"]


@dataclass(frozen=True)
class Office:
    """A book, who looks into it, and the order that is looked for."""

    book: TestBook
    viewer: Actor
    wanted: int


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A book with one order that everything is said of, one that nothing is, and a customer of many names."""
    made = new_book(tmp_path_factory.mktemp("ways"), country="CN")
    dates = a_product(made.owner, "新疆红枣", code="HZ-20")
    buyer = a_customer(made.owner, "张三", phone="138-0013-8000")
    add_contact(made.owner, buyer, ContactInput("周敏", phone="139 7777 2468"))
    wanted = an_order(
        made.owner,
        buyer,
        a_line("61.75", 20, product_id=dates),
        date=date(2026, 3, 2),
        consignee="李 四",
        ship_phone="021-6688-4321",
        note="不要發票，Café 送货前打电话",
        customer_reference="PO-7781",
    )
    an_order(made.owner, a_customer(made.owner, "Somebody else", phone="777"), 5, date=date(2026, 3, 9))
    yield Office(made, made.owner, wanted)
    close(made)


WAYS = {
    "the customer's name": "张三",
    "the name in traditional characters": "張三",
    "its initials": "zs",
    "its initials in capitals": "ZS",
    "its full pinyin": "zhangsan",
    "its full pinyin in two words": "zhang san",
    "a phone tail": "8000",
    "a phone with signs": "138-0013",
    "whom one speaks to there": "周敏",
    "the pinyin of whom one speaks to": "zhoumin",
    "the phone tail of whom one speaks to": "2468",
    "the consignee": "李",
    "the consignee's pinyin": "lisi",
    "the consignee's phone tail": "4321",
    "the amount": "1235",
    "the amount with its sign": "￥1,235.00",
    "the amount in full-width digits": "１２３５",
    "the product": "红枣",
    "the product in traditional characters": "紅棗",
    "the product's initials": "xjhz",
    "the product's code": "hz-20",
    "the note": "不要发票",
    "the note in traditional characters": "不要發票",
    "the note without its accent": "cafe",
    "the customer's reference": "po-7781",
    "two words of different kinds": "zs 红枣",
}


@pytest.mark.parametrize("typed", WAYS.values(), ids=WAYS.keys())
def test_an_order_is_found_in_the_list_and_in_the_palette(office: Office, typed: str) -> None:
    wanted = office.wanted
    assert ORDERS.ids(office.viewer, Ask(search=typed)).tolist() == [wanted]
    assert ORDERS.first(office.viewer, Ask(search=typed), 5).tolist() == [wanted]
    assert ORDERS.ids(office.viewer, Ask(search=typed, sort=(("total", True),))).tolist() == [wanted]
    assert [f.id for f in palette.find(office.viewer, typed, ("orders",))] == [wanted]


@pytest.mark.parametrize("typed", ["王五", "wangwu", "1236", "9999", "苹果", "pg zs", "zsx"])
def test_what_is_not_there_is_not_found(office: Office, typed: str) -> None:
    assert ORDERS.ids(office.viewer, Ask(search=typed)).tolist() == []
    assert palette.find(office.viewer, typed, ("orders",)) == []


def test_a_colleagues_order_is_not_found_by_its_number_either(office: Office) -> None:
    number = order(office.wanted).number
    sales = office.book.person(Role.SALES, name="Wang")
    assert ORDERS.ids(sales, Ask(search=number)).tolist() == []


@pytest.mark.parametrize("typed", ["张三", "红枣", "4321", "e", "so", "1235"])
def test_a_word_that_stands_nearly_everywhere_finds_the_same(
    office: Office, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered = ORDERS.ids(office.viewer, Ask(search=typed)).tolist()
    monkeypatch.setattr("app.queries.order_search.BROAD", -1)
    assert "sales_order_by_date" in search_by_date(typed)[0]
    assert ORDERS.ids(office.viewer, Ask(search=typed)).tolist() == gathered
