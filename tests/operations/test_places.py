"""Places on the shelves: set one by one or for many at once, by those who move goods, and taken back in one step."""

from __future__ import annotations

import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Role
from app.models.product import Product
from app.operations.history import redo, undo
from app.operations.places import place_product, place_products
from app.operations.products import ProductInput, edit_product
from app.queries.history import history
from tests.helpers.book import TestBook, a_product, read


def place_of(product: int) -> str:
    return str(read(Product, product).place)


def test_the_warehouse_says_where_goods_lie_without_editing_products(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp")
    warehouse = book.person(Role.WAREHOUSE)
    place_product(warehouse, lamp, " Ａ－03  2")
    assert place_of(lamp) == "A-03 2"
    with pytest.raises(NotAllowed):
        place_product(book.person(Role.SALES), lamp, "B-1")
    undo(warehouse)
    assert place_of(lamp) == ""


def test_many_products_move_at_once_after_a_rehearsal_and_back_with_one_undo(book: TestBook) -> None:
    lamp, chair, table = (a_product(book.owner, name) for name in ("Lamp", "Chair", "Table"))
    place_product(book.owner, lamp, "A-3")
    place_product(book.owner, chair, "B-1")
    told = place_products.rehearse(book.owner, [lamp, chair, table], "B-1")
    assert (told.done, [each.name for each in told.refused]) == ((lamp, table), ["Chair"])
    assert [place_of(each) for each in (lamp, chair, table)] == ["A-3", "B-1", ""]
    outcome = place_products(book.owner, [lamp, chair, table], "B-1").value
    assert outcome.done == told.done
    assert [each.group for each in outcome.refused] == ["is so already"]
    assert [place_of(each) for each in (lamp, chair, table)] == ["B-1"] * 3
    undo(book.owner)
    assert [place_of(each) for each in (lamp, chair, table)] == ["A-3", "B-1", ""]
    redo(book.owner)
    assert place_of(table) == "B-1"
    with pytest.raises(UserError) as caught:
        place_products(book.owner, [lamp, chair, table], " ")
    assert (caught.value.field, caught.value.code) == ("place", "no_place")
    place_products(book.owner, [lamp, chair, table], "-")
    assert {place_of(each) for each in (lamp, chair, table)} == {""}


def test_a_place_that_no_pick_list_could_show_is_refused_at_its_field(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp", place="A-3")
    for call in (
        lambda: place_product(book.owner, lamp, "x" * 25),
        lambda: place_products(book.owner, [lamp], "x" * 25),
        lambda: edit_product(book.owner, lamp, ProductInput("Lamp", place="x" * 25)),
    ):
        with pytest.raises(UserError) as caught:
            call()
        assert (caught.value.field, caught.value.code) == ("place", "too_long")
    assert place_of(lamp) == "A-3"


def test_the_history_of_a_product_says_where_it_lay(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp", place="A-3")
    place_product(book.owner, lamp, "A-12")
    changes = [(c.title, c.before, c.after) for entry in history("product", lamp) for c in entry.changes]
    assert ("shelf place", "A-3", "A-12") in changes
