"""How far a job beside the window is."""

from __future__ import annotations

import threading

from app.errors import Cancelled


class Progress:
    """How far a job is, told by the job and read by the window; and whether the person wants it to stop.

    A job calls it with what is done and how much there is (0 if unknown); it raises ``Cancelled`` after a cancel.
    """

    def __init__(self) -> None:
        self.done = 0
        self.whole = 0
        self.what = ""
        self._cancelled = threading.Event()

    def __call__(self, done: int, whole: int, what: str = "") -> None:
        """Say how far the job is.

        Raises:
            Cancelled: The person pressed cancel.
        """
        self.done, self.whole, self.what = done, whole, what
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._cancelled.is_set()
