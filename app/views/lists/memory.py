"""Where a person was in a list: view, filters, search, order and scroll place, kept in the preferences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.preferences import Preferences
from app.views.record_table import Records

Pairs = tuple[tuple[str, str], ...]
Sort = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Place:
    """What a list showed when it was left."""

    view: str = ""
    added: Pairs = ()
    search: str = ""
    sort: Sort = ()
    scroll: int = 0


class ListMemory:
    """Reads and writes what is remembered of one list; whatever the list does not know any more is left out."""

    def __init__(self, records: Records, preferences: Preferences) -> None:
        self._preferences = preferences
        self._records = records
        self._key = f"lists.{records.noun}"

    def place(self) -> Place:
        """Where the list was left."""
        kept = self._preferences.get(f"{self._key}.place", {})
        known = self._records.narrowing
        return Place(
            str(kept.get("view", "")),
            tuple((k, str(v)) for k, v in _pairs(kept.get("filters")) if k in known),
            str(kept.get("search", "")),
            self._known(kept.get("sort")),
            kept["scroll"] if isinstance(kept.get("scroll"), int) else 0,
        )

    def keep(self, place: Place) -> None:
        """Remember where the list is; its scroll place starts again."""
        self._preferences.set(
            f"{self._key}.place",
            {
                "view": place.view,
                "filters": [list(pair) for pair in place.added],
                "search": place.search,
                "sort": [list(pair) for pair in place.sort],
                "scroll": place.scroll,
            },
        )

    def keep_scroll(self, scroll: int) -> None:
        """Remember how far down the list is."""
        self._preferences.set(f"{self._key}.place.scroll", scroll)

    @property
    def sort(self) -> Sort:
        """The order that the person gave the whole list."""
        return self._known(self._preferences.get(f"{self._key}.sort", [])) or self._records.default_sort

    def keep_sort(self, sort: Sort) -> None:
        """Remember the order of the whole list."""
        self._preferences.set(f"{self._key}.sort", [list(pair) for pair in sort])

    @property
    def problems_first(self) -> bool:
        """Whether records with a problem stand in front; where a list knows problems, unless somebody said no."""
        return bool(self._records.pins) and bool(self._preferences.get(f"{self._key}.problems_first", True))

    def keep_problems_first(self, on: bool) -> None:
        """Remember whether records with a problem stand in front."""
        self._preferences.set(f"{self._key}.problems_first", on)

    @property
    def all_problems(self) -> bool:
        """Whether all of them stand in front, not only the first."""
        return bool(self._preferences.get(f"{self._key}.all_problems", False))

    def keep_all_problems(self, on: bool) -> None:
        """Remember whether all of them stand in front."""
        self._preferences.set(f"{self._key}.all_problems", on)

    def columns_key(self, view: str | None = None) -> str:
        """Where the columns of the list, or of a saved view (its token), are remembered."""
        return f"{self._key}.columns" if view is None else f"{self._key}.view_columns.{view}"

    def _known(self, kept: Any) -> Sort:
        keys = {c.key for c in self._records.columns}
        return tuple((key, bool(down)) for key, down in _pairs(kept) if key in keys)


def _pairs(kept: Any) -> list[tuple[str, Any]]:
    if not isinstance(kept, list):
        return []
    return [(str(e[0]), e[1]) for e in kept if isinstance(e, list) and len(e) == 2]
