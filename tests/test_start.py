"""What the start of the window waits for: none of the heavy libraries, and nothing that only a click needs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.book import a_customer, an_order, close, new_book

HEAVY = {
    "numpy", "openpyxl", "reportlab", "pyqtgraph", "pypdfium2", "python_calamine", "pypinyin", "opencc", "argon2",
    "lxml",
}  # fmt: skip

ONLY_FOR_A_CLICK = {
    # Opening a book that is whole and of this version.
    "app.models.backup", "app.models.creation", "app.models.document", "app.models.migrate", "app.models.schema",
    # Changing something, and reading one record.
    "app.operations.work", "app.queries.book_settings", "app.queries.invoicing", "app.queries.money_details",
    "app.queries.notices", "app.queries.order_details", "app.queries.palette",
    # What opens over the list.
    "app.views.batch_dialog", "app.views.export_dialog", "app.views.lists.filter_editor", "app.views.notices.panel",
    "app.views.palette", "app.views.papers", "app.views.printing", "app.views.shortcut_sheet",
    "app.views.widgets.date_field",
    # Other pages.
    "app.views.customers", "app.views.orders.editor", "app.views.orders.order_page", "app.views.settings",
    "app.views.statistics",
    # What begins when the window stands.
    "PySide6.QtNetwork", "PySide6.QtPrintSupport", "app.views.single", "app.views.warming",
}  # fmt: skip

MAKE_A_WINDOW = """
import linecache, sys
from app import application
from app.__main__ import main

make_window = application.make_window

def tell(*what):
    window = make_window(*what)
    print(*sys.modules, "|", *linecache.cache)
    return window

application.make_window = tell
sys.exit(main())
"""


@pytest.fixture
def start(tmp_path: Path) -> list[str]:
    """The words of a command line that shows the orders of a small book once."""
    book = new_book(tmp_path)
    an_order(book.owner, a_customer(book.owner, "杭州绿茵园艺"), 120)
    close(book)
    return [
        *(str(book.path), "--data-dir", str(tmp_path / "data")),
        *("--page", "orders", "--screenshot", str(tmp_path / "orders.png")),
    ]


def test_the_list_of_orders_is_shown_without_heavy_libraries(start: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "app", *start],
        check=True,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    imported = set(re.findall(r"^import time:.*\| +([\w.]+)$", done.stderr, re.MULTILINE))
    assert (tmp_path / "orders.png").exists()
    assert "app.views.record_view" in imported
    assert not HEAVY & {name.split(".")[0] for name in imported}


def test_the_window_is_made_without_what_only_a_click_needs(start: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MAKE_A_WINDOW, *start], check=True, stdout=subprocess.PIPE, text=True, timeout=60
    )
    imported, looked_into = (set(part.split()) for part in done.stdout.split("|"))
    assert "app.views.record_view" in imported
    assert sorted(ONLY_FOR_A_CLICK & imported) == []
    assert not [path for path in looked_into if "app/views" in Path(path).as_posix()], "source texts were read"
