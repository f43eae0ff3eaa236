"""Pictures of what products have: the steps of their import, the page of one, their categories."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.models.base import connection

SOME_PRODUCTS = (
    "商品编码,商品名称,规格,单位,分类,售价,成本价,A级价,库存预警值,颜色\n"
    "{known},,,,,19.80,,,,\n"
    "N-1001,竹制笔筒,大号,个,文具 > 桌面收纳,35.00,18.20,31.5,10,原木\n"
    "N-1002,Desk lamp with a rather long name that has to end somewhere,12 W,piece,Lights,48,21,,5,black\n"
    "N-1003,订书机,,个,文具,便宜,,,,\n"
    ",,,,,5,,,,\n"
    "N-1001,竹制笔筒,,,,36,,,,\n"
)


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window live until something is done."""
    from PySide6.QtTest import QTest

    for _turn in range(400):
        if done():
            return
        QTest.qWait(25)


def product_import_step(desk: Any, window: Any, steps: int) -> QWidget:
    """The import of a small file that is partly wrong: at its columns (0), its check (1)."""
    from app.views.products.import_dialog import ProductImportDialog

    row = connection().execute("SELECT code FROM product ORDER BY id LIMIT 1").fetchone()
    path = Path(tempfile.mkdtemp()) / "products.csv"
    path.write_text(SOME_PRODUCTS.format(known=row[0] if row else "X-1"), encoding="utf-8")
    dialog = ProductImportDialog(desk, window)
    dialog.show()
    dialog.take_file(path)
    wait_until(lambda: not dialog.busy)
    for _step in range(steps):
        dialog.go_on()
        wait_until(lambda: not dialog.busy)
    return dialog


def product_shots(window: Any, desk: Any) -> Iterator[tuple[str, Any]]:
    """Each with what opens it."""
    from app.views.products.import_dialog import RESULT, ProductImportDialog

    def result() -> QWidget:
        dialog: Any = product_import_step(desk, window, 1)
        found = dialog.foretold
        dialog.outcome.show_found(found, lambda: dialog.check.headline.text())
        dialog.outcome.undo.show()
        dialog.go_to(RESULT)
        return dialog

    def page() -> None:
        from io import BytesIO

        from PIL import Image

        from app.operations.product_pictures import change_picture
        from app.views.products import open_product

        row = connection().execute("SELECT id FROM product ORDER BY sold_lines DESC, id LIMIT 1").fetchone()
        if row is None:
            return
        kept = BytesIO()
        Image.linear_gradient("L").resize((480, 360)).convert("RGB").save(kept, "JPEG")
        change_picture(desk.actor, int(row[0]), kept.getvalue())
        open_product(desk, window, int(row[0]))

    yield "product_page", page

    def category() -> QWidget:
        from app.queries.categories import category_tree
        from app.views.settings.product_sections import CategoryDialog

        section = window.show_page("settings").show_section("products")
        tree = category_tree()
        return CategoryDialog(section, tree[0], tree) if tree else section

    yield "category_dialog", category
    yield "product_import_file", lambda: ProductImportDialog(desk, window)
    yield "product_import_columns", lambda: product_import_step(desk, window, 0)
    yield "product_import_check", lambda: product_import_step(desk, window, 1)
    yield "product_import_result", result
