"""What the start of the window waits for: none of the heavy libraries."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.helpers.book import a_customer, an_order, close, new_book

HEAVY = {
    "numpy", "openpyxl", "reportlab", "pyqtgraph", "pypdfium2", "python_calamine", "pypinyin", "opencc", "argon2",
    "lxml",
}  # fmt: skip


def test_the_list_of_orders_is_shown_without_heavy_libraries(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    an_order(book.owner, a_customer(book.owner, "杭州绿茵园艺"), 120)
    close(book)
    picture = tmp_path / "orders.png"
    done = subprocess.run(
        [
            *(sys.executable, "-X", "importtime", "-m", "app", str(book.path), "--data-dir", str(tmp_path / "data")),
            *("--page", "orders", "--screenshot", str(picture)),
        ],
        check=True,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    imported = set(re.findall(r"^import time:.*\| +([\w.]+)$", done.stderr, re.MULTILINE))
    assert picture.exists()
    assert "app.views.record_view" in imported
    assert not HEAVY & {name.split(".")[0] for name in imported}
