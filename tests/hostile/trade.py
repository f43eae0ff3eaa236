"""Hostile texts in an order table, in the book that it was imported into, and in what the book writes again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.importing import Options, Plan
from app.importing.run import make_plan
from app.models.base import connection
from app.models.book import open_book
from app.models.creation import create_book
from app.operations.imports import import_plan
from tests.helpers.book import LOCAL, TestBook
from tests.importing.samples import csv_file

HEAD = ["Order ID", "Order Date", "Customer ID", "Customer Name", "Product ID", "Product Name", "Quantity",
        "Unit Price", "Note"]  # fmt: skip


def rows_of(texts: Sequence[str]) -> list[list[str]]:
    """One order for each text, which is the name of its customer and its product, and its note."""
    return [
        [f"H-{n:04}", "2026-02-01", f"C-{n:04}", text, f"P-{n:04}", text, "1", "1.00", text]
        for n, text in enumerate(texts)
    ]


def table_of(folder: Path, texts: Sequence[str]) -> Path:
    """A text table with an order for each text."""
    return csv_file(folder, [HEAD, *rows_of(texts)])


def read(path: Path, **options: Any) -> Plan:
    """The plan of a file for a book in dollars."""
    return make_plan(path, Options(currency="USD", **options))


def bring(book: TestBook, path: Path, **options: Any) -> int:
    """Import a file; gives how many of its rows were refused."""
    return import_plan(book.owner, read(path, **options)).value.refused


def another_book(folder: Path) -> TestBook:
    """A new book beside the one that was open, which must be closed before."""
    path = folder / "another.daybook"
    create_book(path, name="Another", owner="owner", country="US", location=LOCAL)
    open_book(path, place=lambda _path: LOCAL)
    return TestBook(path)


def expected(text: str) -> str:
    """What a text is in the book: without outer white space and without NUL, else as it came."""
    return text.strip().replace("\x00", "")


def notes() -> dict[str, str]:
    """The note of every order in the open book, by the order's number."""
    return dict(connection().execute("SELECT number, note FROM sales_order WHERE number <> ''"))


def names() -> dict[str, tuple[str, str, str]]:
    """Customer, product and line of every order, by the order's number."""
    found = connection().execute(
        "SELECT o.number, c.name, p.name, l.description FROM sales_order o JOIN customer c ON c.id = o.customer_id "
        "JOIN order_line l ON l.order_id = o.id LEFT JOIN product p ON p.id = l.product_id"
    )
    return {number: (customer, product, line) for number, customer, product, line in found}


def differences(found: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs that should be equal and are not, short enough to read."""
    return [f"{ascii(a)[:80]} is not {ascii(b)[:80]}" for a, b in found if a != b]
