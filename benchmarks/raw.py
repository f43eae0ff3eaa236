"""The floor of what is written: the very rows that an operation changed, stored raw by the same driver.

SQLite's session extension tells which rows these are, trail and kept totals included. Storing them reads nothing,
decides nothing and computes no digest.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from itertools import groupby
from typing import Any

import apsw

from app.models.base import writing_connection

Statements = list[tuple[str, list[tuple[Any, ...]]]]


def changed_by(step: Callable[[], object]) -> Statements:
    """Do a step in the open book; what stores the rows that it changed."""
    link = writing_connection()
    tables = [str(row[0]) for row in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    columns = {t: tuple(str(r[1]) for r in link.execute(f'PRAGMA table_info("{t}")').fetchall()) for t in tables}
    with closing(apsw.Session(link, "main")) as session:
        session.attach()
        step()
        return _rows_of(session.changeset(), columns)


def _rows_of(changes: bytes, columns: dict[str, tuple[str, ...]]) -> Statements:
    # In runs of the same text.
    found: list[tuple[str, tuple[Any, ...]]] = []
    for change in apsw.Changeset.iter(changes):
        names = columns[change.name]
        if change.opcode == apsw.SQLITE_INSERT:
            listed, marks = ", ".join(f'"{n}"' for n in names), ", ".join("?" * len(names))
            assert isinstance(change.new, tuple)
            found.append((f'INSERT INTO "{change.name}" ({listed}) VALUES ({marks})', change.new))
        elif change.opcode == apsw.SQLITE_UPDATE:
            assert isinstance(change.new, tuple)
            assert isinstance(change.old, tuple)
            new = [(n, v) for n, v in zip(names, change.new, strict=True) if v is not apsw.no_change and n != "id"]
            listed = ", ".join(f'"{n}" = ?' for n, _v in new)
            key = change.old[names.index("id")]
            found.append((f'UPDATE "{change.name}" SET {listed} WHERE id = ?', (*(v for _n, v in new), key)))
        else:
            assert isinstance(change.old, tuple)
            found.append((f'DELETE FROM "{change.name}" WHERE id = ?', (change.old[names.index("id")],)))
    found.sort(key=lambda one: (not one[0].startswith("INSERT"), one[0]))
    return [(text, [row for _t, row in run]) for text, run in groupby(found, key=lambda one: one[0])]


def store(link: apsw.Connection, statements: Statements) -> None:
    """Store rows in one durable transaction."""
    link.execute("BEGIN IMMEDIATE")
    link.execute("PRAGMA defer_foreign_keys = ON")
    for text, rows in statements:
        if len(rows) == 1:
            link.execute(text, rows[0])
        else:
            link.executemany(text, rows)
    link.execute("COMMIT")
