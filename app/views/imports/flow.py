"""What an import has come to know, step by step, without a widget: file, look at it, decisions, plan, outcome."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.importing.mapping import Mapping
from app.importing.options import Options
from app.importing.plan import Inspection, Plan
from app.operations.imports import ImportProblem, ImportResult
from app.preferences import Preferences
from app.views.imports.stored import PlanRow

KEPT = "imports.layouts"
MOST_KEPT = 100


@dataclass
class Flow:
    """The decisions of one import. A changed decision makes void what was found out with the old one."""

    currency: str
    path: Path | None = None
    sheet: str = ""
    header_row: int = 0
    channel: str = ""
    decimals: str = ""
    day_first: bool | None = None
    as_book_currency: bool = False
    value_map: dict[str, dict[str, str]] = field(default_factory=dict)
    fixes: dict[tuple[int, int], str] = field(default_factory=dict)
    inspection: Inspection | None = None
    mapping: Mapping | None = None
    changed: bool = False
    remembered: bool = False
    chosen: set[int] = field(default_factory=set)
    plan: Plan | None = None
    preview: ImportResult | None = None
    rows: Sequence[PlanRow] = ()
    result: ImportResult | None = None

    def take(self, path: Path) -> None:
        """Begin with another file."""
        self.path = path
        self.sheet, self.header_row, self.channel = "", 0, ""
        self.value_map = {}
        self.result = None
        self.forget_look()

    def forget_look(self) -> None:
        """What was seen of the file no longer holds."""
        self.inspection = None
        self.mapping = None
        self.changed = False
        self.remembered = False
        self.chosen = set()
        self.fixes = {}
        self.forget_plan()

    def forget_plan(self) -> None:
        """What the import would do must be found out again."""
        self.plan = None
        self.preview = None
        self.rows = ()

    def looked(self, found: Inspection, preferences: Preferences) -> None:
        """The file was looked at; a mapping that was kept for this layout is used again."""
        self.inspection = found
        self.mapping = found.mapping
        self.channel = self.channel or found.channel
        if not found.profile:
            kept = preferences.get(f"{KEPT}.{found.mapping.fingerprint}", {})
            columns = kept.get("columns") if isinstance(kept, dict) else None
            if isinstance(columns, dict):
                known = {int(place): str(key) for place, key in columns.items()}
                self.mapping = Mapping(found.mapping.headers, known, dict.fromkeys(known, 100))
                self.changed = self.remembered = True
            if isinstance(kept, dict) and isinstance(kept.get("words"), dict):
                self.value_map = {str(k): dict(v) for k, v in kept["words"].items()}

    def map_column(self, place: int, key: str) -> None:
        """Let a column fill another field, or none."""
        assert self.mapping is not None
        self.mapping = self.mapping.with_column(place, key)
        self.changed = True
        self.chosen.add(place)
        self.forget_plan()

    def answer(self, key: str, field_key: str, value: str, answer: str) -> None:
        """Keep the answer to a question of the plan."""
        if key == "day_first":
            self.day_first = answer == "day"
        else:
            self.value_map.setdefault(field_key, {})[value] = answer

    def options(self) -> Options:
        """The decisions as the reader takes them."""
        mapping: AnyMapping[int, str] | None = None
        if self.changed and self.mapping is not None:
            mapping = {place: key for place, key in self.mapping.columns.items() if key and key != "skip"}
        return Options(
            sheet=self.sheet,
            header_row=self.header_row,
            mapping=mapping,
            channel=self.channel,
            currency=self.currency,
            as_book_currency=self.as_book_currency,
            decimals=self.decimals,
            day_first=self.day_first,
            value_map=self.value_map,
            fixes=dict(self.fixes),
        )

    def remember(self, preferences: Preferences) -> None:
        """Keep the mapping for the next file of this layout."""
        if self.mapping is None or not (self.changed or self.value_map):
            return
        kept: dict[str, Any] = preferences.get(KEPT, {})
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)))
        preferences.set(KEPT, kept)
        told: dict[str, Any] = {"words": self.value_map}
        if self.changed:
            told["columns"] = {str(place): key for place, key in self.mapping.columns.items()}
        preferences.set(f"{KEPT}.{self.mapping.fingerprint}", told)

    @property
    def refused(self) -> list[ImportProblem]:
        """The rows that are not taken, as far as known."""
        found = self.result or self.preview
        return found.problems if found is not None else []
