"""Storing many rows at once: plain tuples through one statement per table, never records. Private to operations."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

import apsw

from app.models.actor import Progress
from app.models.base import Record, moment_text, shape

CHUNK = 5_000


class Inserter:
    """Inserts rows of one table: ``columns`` are bound from each row, ``fixed`` are the same for all rows.

    Every other column gets the default of its field.
    """

    def __init__(self, model: type[Record], columns: Sequence[str], fixed: Mapping[str, Any] | None = None) -> None:
        same = dict(fixed or {})
        defaults = {f.column_name: f.default for f in model._meta.sorted_fields}
        parts = []
        self.order: list[str] = []
        for column in shape(model).columns:
            if column in same:
                parts.append(literal(same[column]))
            elif column in columns:
                parts.append("?")
                self.order.append(column)
            else:
                parts.append(literal(defaults[column]))
        unknown = (set(columns) | set(same)) - set(shape(model).columns)
        if unknown:
            raise ValueError(f"no columns of {model.kind}: {sorted(unknown)}")
        names = ", ".join(f'"{c}"' for c in shape(model).columns)
        self.table = shape(model).table
        self.text = f'INSERT INTO "{self.table}" ({names}) VALUES ({", ".join(parts)})'

    def store(
        self,
        connection: apsw.Connection,
        columns: Mapping[str, Iterable[Any]],
        heard: Heard | None = None,
    ) -> None:
        """Store rows given as columns of equal length."""
        rows = zip(*(columns[name] for name in self.order), strict=True)
        while chunk := list(islice(rows, CHUNK)):
            connection.executemany(self.text, chunk)
            if heard is not None:
                heard.more(len(chunk))


class Heard:
    """Counts stored rows towards a whole and tells the person's progress, which may raise ``Cancelled``."""

    def __init__(self, progress: Progress, whole: int, what: str) -> None:
        self._progress = progress
        self._whole = whole
        self._what = what
        self._done = 0
        progress(0, whole, what)

    def more(self, rows: int) -> None:
        """So many rows more are stored."""
        self._done += rows
        self._progress(min(self._done, self._whole), self._whole, self._what)


def literal(value: Any) -> str:
    """A constant of the program as SQL text."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        value = moment_text(value)
    elif isinstance(value, date):
        value = value.isoformat()
    return "'" + str(value).replace("'", "''") + "'"


def next_id(connection: apsw.Connection, model: type[Record]) -> int:
    """The first id that is free above all others of a table."""
    return int(connection.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{shape(model).table}"').get)


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep the garbage collector from walking over millions of small things that are all still needed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
