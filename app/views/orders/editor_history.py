"""Taking back what was typed into the order editor, step by step and named, before anything is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

MOST = 100
PAUSE = 1.5
"""Seconds without a key after which further typing into the same field is a step of its own."""

Snapshot = tuple[Any, ...]


@dataclass(frozen=True)
class _Step:
    what: str
    before: Snapshot
    after: Snapshot


class TypingHistory:
    """The steps of one editor. ``take`` gives what the editor shows, ``show`` brings it back."""

    def __init__(self, take: Callable[[], Snapshot], show: Callable[[Snapshot], None]) -> None:
        self._take, self._show = take, show
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._now: Snapshot = ()
        self._key: object = None
        self._at = 0.0
        self.busy = False

    @property
    def steps(self) -> tuple[bool, bool]:
        """Whether there is something to take back, and something to do again."""
        return bool(self._done), bool(self._undone)

    def begin(self) -> None:
        """Start from what is shown now, with nothing to take back."""
        self._done.clear()
        self._undone.clear()
        self._now = self._take()
        self._key = None

    def note(self, what: str, key: object = None) -> None:
        """Something was typed; typing on under the same key belongs to the same step."""
        if self.busy:
            return
        shown = self._take()
        if shown == self._now:
            return
        moment = monotonic()
        if key is not None and key == self._key and self._done and moment - self._at < PAUSE:
            last = self._done.pop()
            self._done.append(_Step(last.what, last.before, shown))
        else:
            self._done.append(_Step(what, self._now, shown))
            del self._done[:-MOST]
        self._undone.clear()
        self._now, self._key, self._at = shown, key, moment

    def undo(self) -> str:
        """Take the last step back; what it was, nothing if there is none."""
        return self._go(self._done, self._undone, back=True)

    def redo(self) -> str:
        """Do again what was taken back last."""
        return self._go(self._undone, self._done, back=False)

    def _go(self, source: list[_Step], target: list[_Step], *, back: bool) -> str:
        if not source:
            return ""
        step = source.pop()
        target.append(step)
        self.busy = True
        try:
            self._show(step.before if back else step.after)
        finally:
            self.busy = False
        self._now, self._key = self._take(), None
        return step.what
