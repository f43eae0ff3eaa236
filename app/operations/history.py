"""Undo and redo of a person's own last operations, as new operations with entries of their own on the trail.

A step keeps the images of every record it changed. It is taken back only if each of them still stands as the step
left it; otherwise somebody built on it, and a sentence says so.
"""

from __future__ import annotations

import json
from typing import Any

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.audit import UndoStep
from app.models.base import Record, shape
from app.models.schema import BY_KIND, TABLES
from app.models.totals import KEPT
from app.operations.operation import operation
from app.operations.undo_steps import thaw_images
from app.operations.work import Work


@operation("undo", needs=Permission.WORK)
def undo(work: Work) -> str:
    """Take back this person's last undoable operation; returns its name. Refused if something was built on it."""
    step = _last(work, undone=0, order="id DESC")
    if step is None:
        raise UserError(_("There is nothing to undo."), code="nothing_to_undo")
    _turn(work, step, back=True)
    step.undone = 1
    work.save(step)
    work.tell(undone=step.operation)
    return str(step.label)


@operation("redo", needs=Permission.WORK)
def redo(work: Work) -> str:
    """Do again what this person undid last; returns its name."""
    step = _last(work, undone=1, order="id")
    if step is None:
        raise UserError(_("There is nothing to redo."), code="nothing_to_redo")
    _turn(work, step, back=False)
    step.undone = 0
    work.save(step)
    work.tell(redone=step.operation)
    return str(step.label)


def _last(work: Work, *, undone: int, order: str) -> UndoStep | None:
    found = work.find(
        UndoStep,
        "user_id IS ? AND run = ? AND undone = ?",
        (work.actor.user_id or None, work.actor.run, undone),
        order=order + " LIMIT 1",
    )
    return found[0] if found else None


def _turn(work: Work, step: UndoStep, *, back: bool) -> None:
    images = thaw_images(step.images)
    moves = [(kind, after, before) if back else (kind, before, after) for kind, before, after in images]
    current = [_current(work, kind, now, then) for kind, now, then in moves]
    for (kind, now, _then), record in zip(moves, current, strict=True):
        if not _stands(kind, record, now):
            raise _moved_since(step, back=back)
    # Taking back goes from the last change to the first, so that what records refer to is there while they stand.
    # A record may still refer to one that goes until it gets its own image back: the end of the transaction decides.
    work.connection.execute("PRAGMA defer_foreign_keys = ON")
    turned = list(zip(moves, current, strict=True))
    if back:
        turned.reverse()
    for (_kind, _now, then), record in turned:
        if then is None and record is not None:
            work.remove(record)
    for (kind, now, then), record in turned:
        if then is None:
            continue
        if record is None or now is None:
            work.add(shape(BY_KIND[kind]).record(tuple(then[c] for c in shape(BY_KIND[kind]).columns)))
        else:
            _write(work, record, then)
    _refuse_used(work, step, [(kind, record) for (kind, _now, then), record in turned if then is None], back=back)


def _moved_since(step: UndoStep, *, back: bool) -> UserError:
    return UserError(
        _("“{step}” cannot be undone any more: something was changed after it.").format(step=step.label)
        if back
        else _("“{step}” cannot be done again: something was changed after it.").format(step=step.label),
        code="moved_since",
    )


def _refuse_used(work: Work, step: UndoStep, gone: list[tuple[str, Record | None]], *, back: bool) -> None:
    """Refuse to take away what something refers to that came since and cannot be undone, such as a payment."""
    ids: dict[str, list[int]] = {}
    for kind, record in gone:
        if record is not None:
            ids.setdefault(shape(BY_KIND[kind]).table, []).append(int(record.id))
    if not ids:
        return
    for model in TABLES:
        table = shape(model).table
        for row in work.connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
            parent, column = str(row[2]), str(row[3])
            if parent in ids and work.value(
                f'SELECT 1 FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?)) LIMIT 1',
                (json.dumps(ids[parent]),),
            ):
                raise _moved_since(step, back=back)


def _current(work: Work, kind: str, now: dict[str, Any] | None, then: dict[str, Any] | None) -> Record | None:
    image = now or then or {}
    found = work.find(BY_KIND[kind], "id = ?", (image["id"],))
    return found[0] if found else None


def _stands(kind: str, record: Record | None, image: dict[str, Any] | None) -> bool:
    if record is None or image is None:
        return record is None and image is None
    form = shape(BY_KIND[kind])
    kept = KEPT.get(kind, frozenset())
    stored = dict(zip(form.columns, form.values(record), strict=True))
    return all(stored[c] == image.get(c) for c in form.columns if c not in kept)


def _write(work: Work, record: Record, image: dict[str, Any]) -> None:
    form = shape(type(record))
    restored = form.record(tuple(image[c] for c in form.columns))
    record.__data__.update(restored.__data__)
    work.save(record)
