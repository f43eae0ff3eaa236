"""Reading a file beside the window, in a thread of its own: lists stay alive while a child process reads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app.importing.plan import Step


class Work(QObject):
    """One piece of work: ``call(progress, cancelled)``; its answer arrives on the window's thread."""

    _over = Signal(object, object)

    def __init__(self, call: Callable[[Callable[[Step], None], Callable[[], bool]], Any], parent: QObject) -> None:
        super().__init__(parent)
        self.step = Step("reading")
        self._call = call
        self._cancelled = threading.Event()
        self._on_done: Callable[[Any], None] | None = None
        self._on_problem: Callable[[Exception], None] | None = None
        self._over.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="import", daemon=True)

    def start(self, on_done: Callable[[Any], None], on_problem: Callable[[Exception], None]) -> None:
        """Begin; one of the two is told how it ended, unless it was cancelled before."""
        self._on_done, self._on_problem = on_done, on_problem
        self._thread.start()

    def cancel(self) -> None:
        """Stop, within a second; nothing is told any more."""
        self._cancelled.set()

    def wait(self) -> None:
        """Until the thread has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _hear(self, step: Step) -> None:
        self.step = step

    def _run(self) -> None:
        result, error = None, None
        try:
            result = self._call(self._hear, self._cancelled.is_set)
        except Exception as problem:
            error = problem
        # The dialog may be gone already.
        with suppress(RuntimeError):
            self._over.emit(result, error)

    def _deliver(self, result: Any, error: Any) -> None:
        if self._cancelled.is_set():
            return
        if error is not None and self._on_problem is not None:
            self._on_problem(error)
        elif error is None and self._on_done is not None:
            self._on_done(result)
