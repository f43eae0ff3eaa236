"""The page of a product says how it sells, who buys it, and what it looks like."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from app.models.actor import Role
from app.models.product import ProductPicture
from app.operations.history import undo
from app.views.desk import Desk
from app.views.products import open_product
from app.views.products.product_page import ProductPage
from tests.helpers.book import a_customer, a_line, a_product, an_order, every
from tests.helpers.desk import idle


def page_of(desk: Desk, window: Any, qtbot: Any, product: int) -> ProductPage:
    open_product(desk, window, product)
    idle(desk, qtbot)
    page = window.findChild(ProductPage, f"product_page_{product}")
    assert isinstance(page, ProductPage)
    return page


def a_picture(path: Path, kind: str = "PNG") -> Path:
    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(kept, kind)
    path.write_bytes(kept.getvalue())
    return path


def test_a_product_says_its_place_its_months_and_its_buyers(book, real_desk, window, qtbot) -> None:
    book.clock.day = date(2026, 3, 10)
    lamp, torch = a_product(book.owner, "Lamp"), a_product(book.owner, "Torch")
    harbour, larch = a_customer(book.owner, "Harbour"), a_customer(book.owner, "Larch")
    an_order(book.owner, larch, a_line(50, 2, product_id=torch), date=date(2026, 2, 3))
    an_order(book.owner, harbour, a_line(50, 1, product_id=lamp), date=date(2026, 1, 5))
    an_order(book.owner, larch, a_line(10, 1, product_id=lamp), date=date(2026, 3, 5))
    page = page_of(real_desk, window, qtbot, lamp)
    assert page.standing.rank.text() == "Place 2 of 2 by revenue in 12 months."
    bars = page.standing.bars
    assert [m.month for m in bars.months if m.quantity] == ["2026-01", "2026-03"]
    assert bars.told.text() == "2026-03: 1 sold for $10.00"
    bars.setFocus()
    for _press in range(2):
        qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert bars.told.text() == "2026-01: 1 sold for $50.00"
    assert bars.told.text() in bars.accessibleName()
    assert [row.values[0] for row in page.buyers.table.small.rows] == ["Harbour", "Larch"]
    page.buyers.table.selectRow(0)
    qtbot.keyClick(page.buyers.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current_page().objectName() == f"customer_page_{harbour}")


def test_what_nobody_buys_says_for_how_long(book, real_desk, window, qtbot) -> None:
    lamp = a_product(book.owner, "Lamp")
    page = page_of(real_desk, window, qtbot, lamp)
    assert page.standing.rank.text() == "Nothing was sold."
    assert not page.standing.bars.isVisible()
    assert not page.buyers.isVisible()


def test_a_picture_is_taken_told_removed_and_undone(book, real_desk, window, qtbot, tmp_path) -> None:
    lamp = a_product(book.owner, "Lamp")
    page = page_of(real_desk, window, qtbot, lamp)
    assert page.picture.none.isVisible()
    page.picture.take(a_picture(tmp_path / "lamp.png"))
    qtbot.waitUntil(lambda: page.picture.picture.isVisible())
    assert page.picture.picture.accessibleName() == "Picture of Lamp"
    page.picture.remove.click()
    qtbot.waitUntil(lambda: page.picture.none.isVisible())
    undo(book.owner)
    assert len(every(ProductPicture)) == 1


def test_a_file_that_is_no_picture_is_refused_on_the_page(book, real_desk, window, qtbot, tmp_path) -> None:
    lamp = a_product(book.owner, "Lamp")
    page = page_of(real_desk, window, qtbot, lamp)
    hostile = tmp_path / "lamp.png"
    hostile.write_bytes(a_picture(tmp_path / "good.png").read_bytes()[:300])
    page.picture.take(hostile)
    qtbot.waitUntil(lambda: "The picture is damaged." in page.banner.text)
    assert page.picture.choose.isEnabled()
    assert not every(ProductPicture)


def test_who_may_not_edit_sees_the_picture_only(book, make_desk, real_desk, window, qtbot) -> None:
    lamp = a_product(book.owner, "Lamp")
    page = ProductPage(make_desk(book.person(Role.WAREHOUSE)), lamp)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    idle(page.desk, qtbot)
    assert not page.picture.isVisible()
    assert not page.buyers.isVisible()
    assert not page.picture.choose.isEnabled()
    page.desk.background.close()
