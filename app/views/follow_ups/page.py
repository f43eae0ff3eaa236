"""The page of the list of follow-ups: worked through from the top, the keyboard stays where it is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.views.list_over import ListOver


class FollowUpsPage(ListOver):
    """A list over that of the customers. A row that is done or put off goes, and the next one has the keyboard."""

    help_topic = "follow-ups"
    # The record that is about to leave its place, and that place.
    _leaving: tuple[int, int] | None = None

    def goes(self, follow_up_id: int) -> None:
        """What is done now takes this one from its place."""
        line = self._line(follow_up_id)
        self._leaving = (follow_up_id, line) if line >= 0 else None

    def _line(self, follow_up_id: int) -> int:
        ids = self.table.ids
        return ids.index(follow_up_id) if follow_up_id in ids else -1

    def _arrived(self) -> None:
        super()._arrived()
        if self._leaving is None or not len(self.table.ids):
            return
        record, line = self._leaving
        if self._line(record) != line:
            self._leaving = None
            following = self.table.ids[min(line, len(self.table.ids) - 1)]
            # Whoever has gone to another row meanwhile stays there.
            if self.view.current_id() in (None, record, following):
                self.view.select_ids([following], current=following)


def goes(parent: QWidget, follow_up_id: int) -> None:
    """Let the keyboard go on with the next row, where this is done from the list."""
    if isinstance(parent, FollowUpsPage):
        parent.goes(follow_up_id)
