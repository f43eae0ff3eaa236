"""Makes ``tests/old_books/version-N.daybook.gz``: a real book as this version leaves it.

``python -m tests.helpers.old_book`` is run once, when a version is released; from then on the file never changes.
"""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from app.models.book import close_book
from app.models.version import SCHEMA_VERSION
from tests.helpers.year import eventful_book

FOLDER = Path(__file__).parents[1] / "old_books"


def make() -> Path:
    """Write the book of this version; returns the file."""
    target = FOLDER / f"version-{SCHEMA_VERSION}.daybook.gz"
    with tempfile.TemporaryDirectory() as folder:
        book = eventful_book(Path(folder))
        close_book()
        target.write_bytes(gzip.compress(book.path.read_bytes(), mtime=0))
    return target


if __name__ == "__main__":
    print(make())
