"""The trail: who did what and when, append-only and chained, with the values kept where personal ones can be erased.

An entry's hash covers the entry before it, its own words and the salted digests of every record it changed. The values
stand in ``trail_change``; erasing the personal part of a change leaves its digest, so the chain still holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from typing import Any, ClassVar

from peewee import IntegerField

from app.models.base import MomentField, Record, blob, reference, text

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
    personal = text()
    salt = blob(null=False)
    digest = text()
    personal_digest = text()

    class Meta:
        indexes = ((("record_kind", "record_id", "trail_id"), False),)


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
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_encode)


def _encode(value: object) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "sha256:" + hashlib.sha256(bytes(value)).hexdigest()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def digest(salt: bytes, content: str) -> str:
    """The salted digest of a change's content, so that erased values cannot be guessed back from it."""
    return hashlib.sha256(salt + content.encode("utf-8", "surrogatepass")).hexdigest()


def entry_hash(previous: str, words: Iterable[object], digests: Iterable[str], key: bytes | None) -> str:
    """The hash of an entry: over the one before, its own words and its changes' digests; keyed in an encrypted book."""
    content = canonical([previous, list(words), list(digests)]).encode("utf-8", "surrogatepass")
    if key is not None:
        return hmac.new(key, content, hashlib.sha256).hexdigest()
    return hashlib.sha256(content).hexdigest()
