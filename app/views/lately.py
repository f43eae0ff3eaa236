"""Which records were opened lately at this desk, for each book; the last one first."""

from __future__ import annotations

from app.preferences import Preferences

KEPT = 20


class Lately:
    """The records that were opened lately, by kind and id."""

    def __init__(self, preferences: Preferences, book: str = "") -> None:
        self._preferences = preferences
        self._key = f"lately.{book.replace('.', '_')}"

    def note(self, kind: str, record_id: int) -> None:
        """A record was opened."""
        before = [each for each in self.records() if each != (kind, record_id)]
        self._preferences.set(self._key, [[kind, record_id], *([k, i] for k, i in before[: KEPT - 1])])

    def records(self) -> list[tuple[str, int]]:
        """Kind and id of each, the last one opened first."""
        kept = self._preferences.get(self._key, [])
        return [(str(e[0]), e[1]) for e in kept if isinstance(e, list) and len(e) == 2 and isinstance(e[1], int)]
