"""The steps that a person can take back: which images they keep, and how many of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

import apsw

from app.models.actor import Actor
from app.models.audit import UndoStep
from app.models.base import shape

UNDO_STEPS = 30
"""Steps that are kept for a person in one run of the program."""

Image = dict[str, Any]
"""A record as its row stands in the book."""

Images = tuple[str, Image | None, Image | None]
"""The kind of a record, and its image before and after; None where it did not exist."""


def write_undo_step(
    connection: apsw.Connection, actor: Actor, operation: str, label: str, images: Sequence[Images], trail_id: int
) -> None:
    """Keep what an operation changed as the newest step; what was undone before it can't be done again any more."""
    run = connection.execute
    who = (actor.user_id or None, actor.run)
    run("DELETE FROM undo_step WHERE user_id IS ? AND run = ? AND undone = 1", who)
    step = UndoStep(
        user_id=who[0],
        run=who[1],
        operation=operation,
        label=label,
        images=freeze_images(images),
        trail_id=trail_id,
    )
    form = shape(UndoStep)
    run(form.insert, form.values(step))
    run(
        "DELETE FROM undo_step WHERE user_id IS ?1 AND (run <> ?2 OR id NOT IN (SELECT id FROM undo_step "
        "WHERE user_id IS ?1 AND run = ?2 ORDER BY id DESC LIMIT ?3))",
        (*who, UNDO_STEPS),
    )


def freeze_images(images: Iterable[Images]) -> str:
    """Images before and after as JSON that loses nothing, bytes included."""
    return _IMAGES.encode(list(images))


def _encode(value: object) -> object:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"base64": base64.b64encode(bytes(value)).decode("ascii")}
    raise TypeError(type(value).__name__)


_IMAGES = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_encode)


def thaw_images(text: str) -> list[Images]:
    """The images that ``freeze_images`` kept."""

    def decode(value: dict[str, Any]) -> Any:
        return base64.b64decode(value["base64"]) if set(value) == {"base64"} else value

    return [cast("Images", tuple(i)) for i in json.loads(text, object_hook=decode)]
