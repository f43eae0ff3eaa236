"""What a piece of the program asks of the book: the statements, to see that they don't grow with the records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import apsw

from app.models.base import connection


@contextmanager
def asked(link: apsw.Connection | None = None) -> Iterator[list[str]]:
    """The statements that run within the block, over the reading connection of this thread unless told otherwise."""
    told: list[str] = []

    def note(_cursor: apsw.Cursor, statement: str, _bound: Any) -> bool:
        told.append(statement)
        return True

    used = link or connection()
    used.exec_trace = note
    try:
        yield told
    finally:
        used.exec_trace = None
