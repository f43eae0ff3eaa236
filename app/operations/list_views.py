"""Views of lists that people save under a name: search, filters, order and columns, for oneself or for everyone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.errors import NotAllowed, UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.user import SavedView, may_change_view
from app.operations.operation import operation
from app.operations.work import Work

LONGEST_NAME = 40
MOST = 50
"""Views that one person may have of one list."""


@operation("save view", needs=Permission.WORK, undoable=True)
def save_view(work: Work, noun: str, name: str, definition: Mapping[str, Any], *, shared: bool = False) -> int:
    """Save a list as it is shown under a name, behind the views that are there; returns the view's id."""
    told = _checked_name(work, noun, name)
    mine = work.find(SavedView, "noun = ? AND (user_id = ? OR user_id IS NULL)", (noun, work.actor.user_id))
    if len(mine) >= MOST:
        raise UserError(
            _("There are {n} saved views of this list already. Delete one first.").format(n=len(mine)),
            field="name",
            code="too_many_views",
        )
    view = work.add(
        SavedView(
            user_id=None if shared else work.actor.user_id,
            noun=noun,
            name=told,
            definition=_stored(work, definition),
            position=max((v.position for v in mine), default=0) + 1,
        )
    )
    work.about(view, told)
    work.label(_("save view “{name}”").format(name=told))
    return view.id


@operation("change view", needs=Permission.WORK, undoable=True)
def change_view(
    work: Work,
    view_id: int,
    *,
    name: str | None = None,
    definition: Mapping[str, Any] | None = None,
    shared: bool | None = None,
) -> None:
    """Rename a view, replace what it shows, share it or take it back; what is left out stays."""
    view = _mine(work, view_id)
    if name is not None:
        view.name = _checked_name(work, view.noun, name, but=view_id)
    if definition is not None:
        view.definition = _stored(work, {**definition, "by": json.loads(view.definition).get("by")})
    if shared is not None:
        view.user_id = None if shared else work.actor.user_id
    work.save(view)
    work.about(view, view.name)
    work.label(_("change view “{name}”").format(name=view.name))


@operation("delete view", needs=Permission.WORK, undoable=True)
def delete_view(work: Work, view_id: int) -> None:
    """Delete a view; the records that it showed stay."""
    view = _mine(work, view_id)
    work.about(view, view.name)
    work.label(_("delete view “{name}”").format(name=view.name))
    work.remove(view)


@operation("order views", needs=Permission.WORK, undoable=True)
def order_views(work: Work, view_ids: Sequence[int]) -> None:
    """Put views in this order; those of others that everyone sees keep their place among them."""
    for position, view_id in enumerate(view_ids, start=1):
        view = work.get(SavedView, view_id)
        if view.position != position and _may_change(work, view):
            view.position = position
            work.save(view)
    work.label(_("order views"))


def _may_change(work: Work, view: SavedView) -> bool:
    return may_change_view(work.actor, view.user_id, json.loads(view.definition).get("by"))


def _mine(work: Work, view_id: int) -> SavedView:
    view = work.get(SavedView, view_id)
    if not _may_change(work, view):
        raise NotAllowed(
            _("“{name}” was shared by somebody else. Save it under a name of your own to change it.").format(
                name=view.name
            ),
            code="not_own",
        )
    return view


def _stored(work: Work, definition: Mapping[str, Any]) -> str:
    return json.dumps({"by": work.actor.user_id, **{k: v for k, v in definition.items() if v is not None}})


def _checked_name(work: Work, noun: str, name: str, *, but: int = 0) -> str:
    told = " ".join(name.split())
    if not told:
        raise UserError(_("Give the view a name."), field="name", code="required")
    if len(told) > LONGEST_NAME:
        raise UserError(
            _("Use at most {n} characters for the name of a view.").format(n=LONGEST_NAME),
            field="name",
            code="too_long",
        )
    taken = work.find(
        SavedView,
        "noun = ? AND id <> ? AND (user_id = ? OR user_id IS NULL) AND lower(name) = lower(?)",
        (noun, but, work.actor.user_id, told),
    )
    if taken:
        raise UserError(
            _("There is a view called “{name}” already. Choose another name.").format(name=told),
            field="name",
            code="name_taken",
        )
    return told
