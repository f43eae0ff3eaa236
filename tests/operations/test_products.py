"""Products: categories in two levels, names that mean one product, prices by grade, pictures, what was sold when."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.errors import NeedsConfirmation, UserError
from app.models import picture
from app.models.product import Category, Product, ProductAlias, ProductPicture, ProductPrice
from app.models.totals import ProductMonth
from app.operations.aliases import learn_alias
from app.operations.categories import add_category, categorise_products, change_category, remove_category
from app.operations.history import undo
from app.operations.order_course import cancel_order
from app.operations.product_pictures import change_picture
from app.operations.products import ProductInput, add_product, edit_product
from app.operations.units import change_units
from app.queries import choices
from app.queries.units import units, usual_units
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order, cents, each, every, pieces, read


def refusal(call: Callable[[], object]) -> tuple[str, str, str]:
    with pytest.raises(UserError) as caught:
        call()
    return caught.value.field, caught.value.code, caught.value.message


def a_picture(size: tuple[int, int] = (900, 600), kind: str = "PNG", mode: str = "RGB") -> bytes:
    from PIL import Image

    kept = io.BytesIO()
    Image.new(mode, size, 128).save(kept, kind)
    return kept.getvalue()


# Categories


def test_categories_have_two_levels_and_names_of_their_own(book: TestBook) -> None:
    lights = add_category(book.owner, "Lights").value
    lamps = add_category(book.owner, "Lamps", lights).value
    field, code, message = refusal(lambda: add_category(book.owner, "Desk lamps", lamps))
    assert (field, code) == ("parent_id", "two_levels")
    assert "Lamps" in message
    assert refusal(lambda: add_category(book.owner, "LAMPS"))[:2] == ("name", "taken")
    assert refusal(lambda: change_category(book.owner, lights, "Lights", lights))[1] == "own_parent"
    other = add_category(book.owner, "Other").value
    assert refusal(lambda: change_category(book.owner, lights, "Lights", other))[1] == "two_levels"
    assert refusal(lambda: add_category(book.owner, "A > B"))[1] == "sign"
    change_category(book.owner, lamps, "Table lamps", other)
    assert read(Category, lamps).parent_id == other


def test_a_product_finds_or_makes_its_category_as_people_write_it(book: TestBook) -> None:
    first = read(Product, a_product(book.owner, "A", category="Lights > Lamps")).category_id
    second = read(Product, a_product(book.owner, "B", category=" lamps ")).category_id
    assert first == second
    assert [c.name for c in every(Category)] == ["Lights", "Lamps"]
    assert refusal(lambda: a_product(book.owner, "C", category="Home > Lamps"))[:2] == ("category", "other_parent")
    assert refusal(lambda: a_product(book.owner, "D", category="A > B > C"))[:2] == ("category", "two_levels")
    assert len(every(Category)) == 2


def test_removing_a_category_asks_and_can_be_undone(book: TestBook) -> None:
    product = a_product(book.owner, "A", category="Lights > Lamps")
    lights, lamps = (c.id for c in every(Category))
    assert refusal(lambda: remove_category(book.owner, lights))[1] == "has_children"
    with pytest.raises(NeedsConfirmation) as asked:
        remove_category(book.owner, lamps)
    assert "1 product is in Lamps" in asked.value.question
    remove_category(book.owner.confirming({asked.value.key}), lamps)
    assert read(Product, product).category_id is None
    undo(book.owner)
    assert read(Product, product).category_id == lamps


def test_many_products_get_a_category_at_once(book: TestBook) -> None:
    ids = [a_product(book.owner, name) for name in ("A", "B", "C")]
    categorise_products(book.owner, ids[:1], "Lights")
    outcome = categorise_products(book.owner, ids, "Lights").value
    assert outcome.done == tuple(ids[1:])
    assert [refused.group for refused in outcome.refused] == ["is so already"]
    categorise_products(book.owner, ids, "")
    assert {read(Product, i).category_id for i in ids} == {None}


def test_an_edit_that_made_a_category_is_undone_with_it(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp")
    edit_product(book.owner, lamp, ProductInput(name="Lamp", category="Lights > Lamps"))
    undo(book.owner)
    assert not every(Category)
    assert read(Product, lamp).category_id is None


# Names


def test_a_name_means_one_product(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp", code="L1", aliases=("night light",))
    for taken in ("lamp", "l1", "Night Light"):
        field, code, message = refusal(lambda taken=taken: a_product(book.owner, "Torch", aliases=(taken,)))
        assert (field, code) == ("aliases", "alias_taken")
        assert f"{taken} is a name of Lamp already" in message
    assert refusal(lambda: a_product(book.owner, "Torch", code="night light"))[:2] == ("code", "code_taken")
    edit_product(book.owner, lamp, ProductInput(name="Lamp", code="L1", aliases=("night light", "lamp")))
    assert len(every(Product)) == 1


def test_a_learned_name_finds_the_product_and_is_learned_once(book: TestBook) -> None:
    lamp = a_product(book.owner, "台灯", code="L1")
    a_product(book.owner, "Torch")
    learn_alias(book.owner, lamp, "小夜灯")
    learn_alias(book.owner, lamp, " 小夜燈 ")
    assert [a.name for a in every(ProductAlias)] == ["小夜灯"]
    for typed in ("小夜灯", "xyd", "xiaoye"):
        assert [c.id for c in choices.products(book.owner, typed)] == [lamp]
    assert refusal(lambda: learn_alias(book.owner, lamp, "torch"))[:2] == ("name", "alias_taken")
    undo(book.owner)
    assert choices.products(book.owner, "小夜灯") == []


# Prices by grade


def test_customers_of_a_grade_pay_its_price_and_the_others_the_list_price(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp", list_price=each("10"), prices=(("A", each("8.5")), ("B", each("9"))))
    assert [choices.products(book.owner, "lamp", grade=g)[0].facts["list_price"] for g in ("A", "B", "C", "")] == [
        each("8.5"), each("9"), each("10"), each("10"),
    ]  # fmt: skip
    edit_product(book.owner, lamp, ProductInput(name="Lamp", list_price=each("10")))
    assert len(every(ProductPrice)) == 2
    edit_product(book.owner, lamp, ProductInput(name="Lamp", list_price=each("10"), prices=(("B", each("7")),)))
    assert [(p.grade, p.price) for p in every(ProductPrice)] == [("B", each("7"))]
    undo(book.owner)
    assert {(p.grade, p.price) for p in every(ProductPrice)} == {("A", each("8.5")), ("B", each("9"))}


@pytest.mark.parametrize(
    ("prices", "code"),
    [
        ((("", 1),), "no_grade"),
        ((("A", -1),), "below_zero"),
        ((("A", 1), (" A ", 2)), "grade_twice"),
        ((("VIP", 1), ("vip", 2)), "grade_twice"),
    ],
)
def test_prices_by_grade_that_make_no_sense_are_refused_whole(book: TestBook, prices, code) -> None:
    assert refusal(lambda: add_product(book.owner, ProductInput(name="Lamp", prices=prices)))[:2] == ("prices", code)
    assert not every(Product)


# Pictures


def test_a_picture_is_made_small_and_kept_apart(book: TestBook, tmp_path: Path) -> None:
    from PIL import Image

    lamp = a_product(book.owner, "Lamp")
    file = tmp_path / "lamp.jpg"
    file.write_bytes(a_picture((3000, 1500), "JPEG"))
    change_picture(book.owner, lamp, picture.small_picture(file))
    kept = every(ProductPicture)[0]
    with Image.open(io.BytesIO(bytes(kept.content))) as shown:
        assert (shown.format, shown.size) == ("JPEG", (640, 320))
    change_picture(book.owner, lamp, picture.shrunk(a_picture(mode="RGBA")))
    assert picture.picture_kind(bytes(every(ProductPicture)[0].content)) == "PNG"
    change_picture(book.owner, lamp, b"")
    assert not every(ProductPicture)
    undo(book.owner)
    assert every(ProductPicture)[0].product_id == lamp


def test_what_is_no_picture_is_refused_in_words(book: TestBook, tmp_path: Path, monkeypatch) -> None:
    whole = a_picture()
    texts = {
        "a.png": b"no picture at all",
        "b.png": whole[: len(whole) // 2],
        "c.jpg": b"\xff\xd8\xff" + bytes(200),
        "d.png": a_picture(kind="BMP"),
        "e.png": b"",
        "f.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    for name, content in texts.items():
        (tmp_path / name).write_bytes(content)
        field, code, message = refusal(lambda name=name: picture.small_picture(tmp_path / name))
        assert (field, code) == ("picture", "no_picture")
        assert "Choose a PNG or JPEG picture" in message
    assert "could not be read" in refusal(lambda: picture.small_picture(tmp_path / "none.png"))[2]
    monkeypatch.setattr(picture, "MOST_PIXELS", 1000)
    assert "million pixels" in refusal(lambda: picture.shrunk(whole))[2]
    monkeypatch.setattr(picture, "MOST_FILE", 10)
    assert "larger than" in refusal(lambda: picture.small_picture(tmp_path / "a.png"))[2]
    lamp = a_product(book.owner, "Lamp")
    assert refusal(lambda: change_picture(book.owner, lamp, b"GIF89a"))[:2] == ("picture", "no_picture")


# Units


def test_the_office_keeps_its_units(book: TestBook) -> None:
    assert units() == usual_units()
    change_units(book.owner, ["箱", " 盒 ", "", "箱"])
    assert units() == ("箱", "盒")
    change_units(book.owner, [])
    assert units() == usual_units()


# What was sold when


def test_the_months_of_a_product_follow_its_orders(book: TestBook) -> None:
    lamp = a_product(book.owner, "Lamp")
    customer = a_customer(book.owner)

    def sold() -> list[tuple[str, int, int, int]]:
        return [(m.month, m.quantity, m.lines, m.revenue) for m in every(ProductMonth)]

    an_order(book.owner, customer, a_line(50, 2, product_id=lamp), date=date(2026, 1, 31))
    late = an_order(book.owner, customer, a_line(40, 3, product_id=lamp), date=date(2026, 2, 1))
    assert sold() == [("2026-01", pieces(2), 1, cents("100")), ("2026-02", pieces(3), 1, cents("120"))]
    assert str(read(Product, lamp).last_sold) == "2026-02-01"
    cancel_order(book.owner, late, "Ordered twice")
    assert sold() == [("2026-01", pieces(2), 1, cents("100"))]
    assert str(read(Product, lamp).last_sold) == "2026-01-31"
