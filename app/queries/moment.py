"""One moment of the book: what is read within it belongs together, whatever others save meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.models.base import connection


@contextmanager
def one_moment() -> Iterator[None]:
    """Read the book as it is now until the block ends. Saving goes on beside it."""
    link = connection()
    link.execute("BEGIN")
    try:
        yield
    finally:
        link.execute("COMMIT")
