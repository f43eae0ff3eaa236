"""Which records were merged into which, and what was moved then: enough to take a merge apart again exactly."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, ClassVar

from peewee import IntegerField

from app.models.base import MomentField, Record, reference, text


class MergeState(StrEnum):
    MOVING = "moving"
    MERGED = "merged"
    UNDONE = "undone"


class Merge(Record):
    """One merge of two records of a kind: ``from_id`` became part of ``into_id``.

    ``moved`` names the ids that changed hands, by "kind.column"; ``changed`` what else is put back when the merge is
    undone. Neither holds a name or another value of a person. While ``state`` is moving, and only then, the guards let
    invoices, refunds and account lines change hands between the two.
    """

    kind: ClassVar[str] = "merge"

    record_kind = text()
    from_id = IntegerField()
    into_id = IntegerField()
    state = text(MergeState.MOVING)
    moved = text("{}")
    changed = text("{}")
    made_at = MomentField()
    made_by = reference("user", null=True)
    undone_at = MomentField(null=True)
    undone_by = reference("user", null=True)

    class Meta:
        indexes = ((("record_kind", "from_id", "id"), False), (("record_kind", "into_id", "id"), False))

    @property
    def moved_ids(self) -> dict[str, list[int]]:
        """The ids that changed hands, by "kind.column"."""
        found: dict[str, list[int]] = json.loads(self.moved)
        return found

    @property
    def put_back(self) -> dict[str, Any]:
        """What else is put back when the merge is undone."""
        found: dict[str, Any] = json.loads(self.changed)
        return found
