"""The trail: who did what and when, append-only and chained, with the values kept where personal ones can be erased.

An entry's hash covers the entry before it, its own words and the salted digests of every record it changed. The values
stand in ``trail_change``; erasing the personal part of a change leaves its digest, so the chain still holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import apsw
from peewee import IntegerField

from app.models.base import MomentField, Record, blob, moment_text, reference, shape, text

GENESIS = "0" * 64


class Trail(Record):
    """One entry: one committed operation."""

    kind: ClassVar[str] = "trail"

    at = MomentField()
    user_id = reference("user", null=True)
    user_name = text()
    computer = text()
    operation = text()
    about_kind = text()
    about_id = IntegerField(null=True)
    about = text()
    detail = text("{}")
    previous = text()
    hash = text()

    class Meta:
        indexes = ((("about_kind", "about_id", "id"), False), (("user_id", "id"), False))


class TrailChange(Record):
    """One record that an entry changed: its fields before and after as JSON, personal ones apart."""

    kind: ClassVar[str] = "trail_change"

    trail_id = reference("trail", index=True)
    record_kind = text()
    record_id = IntegerField()
    fields = text("{}")
    private = text()
    salt = blob(null=False)
    digest = text()
    private_digest = text()

    class Meta:
        indexes = ((("record_kind", "record_id", "trail_id"), False),)


# The words of an entry that its hash covers, besides the hash before it and the digests of its changes.
WORDS = ("at", "user_id", "user_name", "computer", "operation", "about_kind", "about_id", "about", "detail")


class UndoStep(Record):
    """The full images before and after a person's own undoable operation; only the newest are kept."""

    kind: ClassVar[str] = "undo_step"

    user_id = reference("user", null=True)
    run = text()
    operation = text()
    label = text()
    images = text("[]")
    undone = IntegerField(default=0)
    trail_id = reference("trail", null=True)

    class Meta:
        indexes = ((("user_id", "run", "id"), False),)


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces; integers and texts only, never floats."""
    return _CANONICAL.encode(value)


def _encode(value: object) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "sha256:" + hashlib.sha256(bytes(value)).hexdigest()
    raise TypeError(f"{type(value).__name__} has no canonical form")


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_encode)


def digest(salt: bytes, content: str) -> str:
    """The salted digest of a change's content, so that erased values cannot be guessed back from it."""
    return hashlib.sha256(salt + content.encode("utf-8", "surrogatepass")).hexdigest()


def entry_hash(previous: str, words: Iterable[object], digests: Iterable[str], key: bytes | None) -> str:
    """The hash of an entry: over the one before, its own words and its changes' digests; keyed in an encrypted book."""
    content = canonical([previous, list(words), list(digests)]).encode("utf-8", "surrogatepass")
    if key is not None:
        return hmac.new(key, content, hashlib.sha256).hexdigest()
    return hashlib.sha256(content).hexdigest()


def trail_words(row: Mapping[str, Any]) -> list[Any]:
    """The words of an entry that its hash covers, from its stored row."""
    return [row[name] for name in WORDS]


def chain_key(key: str | None) -> bytes | None:
    """The key of the trail's chain, derived from the book's key; none for a plain book."""
    return hashlib.sha256(b"daybook trail" + key.encode()).digest() if key is not None else None


def head(connection: apsw.Connection) -> tuple[int, str]:
    """The number and hash of the last entry; (0, ``GENESIS``) while there is none."""
    row = connection.execute("SELECT id, hash FROM trail ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


@dataclass(frozen=True)
class Change:
    """One record before and after (as stored; None where there is none)."""

    model: type[Record]
    record_id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def row(self) -> tuple[str, int, str, str, bytes, str, str]:
        """What ``trail_change`` keeps of it: the fields that differ, private ones apart, and their salted digests."""
        model = self.model
        columns = shape(model).columns
        before = map((self.before or {}).get, columns)
        after = map((self.after or {}).get, columns)
        fields = {n: [old, new] for n, old, new in zip(columns, before, after, strict=True) if old != new}
        for name in ("id", *model.secret):
            fields.pop(name, None)
        private = {name: fields.pop(name) for name in model.personal if name in fields}
        salt = os.urandom(16)
        text = canonical(fields)
        private_text = canonical(private) if private else ""
        return (
            model.kind,
            self.record_id,
            text,
            private_text,
            salt,
            digest(salt, text),
            digest(salt, private_text) if private else "",
        )


def append_entry(
    connection: apsw.Connection,
    *,
    key: str | None,
    at: datetime,
    operation: str,
    detail: Mapping[str, Any],
    changes: Iterable[Change] = (),
    user_id: int | None = None,
    user_name: str = "",
    computer: str = "",
    about: tuple[str, int | None, str] = ("company", 1, ""),
) -> int:
    """Append an entry and its changes to the chain; returns its number. Part of the caller's transaction.

    ``about`` is kind, id and the words under which people know the record; ``key`` the book's key.
    """
    previous = head(connection)[1]
    rows = [change.row() for change in changes]
    words = (moment_text(at), user_id, user_name, computer, operation, *about, canonical(detail))
    digests = [part for row in rows for part in (row[0], str(row[1]), row[5], row[6])]
    connection.execute(_INSERT, (*words, previous, entry_hash(previous, words, digests, chain_key(key))))
    trail_id = connection.last_insert_rowid()
    connection.executemany(_INSERT_CHANGE, [(trail_id, *row) for row in rows])
    return trail_id


_INSERT = f"INSERT INTO trail({', '.join(WORDS)}, previous, hash) VALUES ({', '.join('?' * len(WORDS))}, ?, ?)"
_INSERT_CHANGE = (
    "INSERT INTO trail_change(trail_id, record_kind, record_id, fields, private, salt, digest, private_digest) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
