"""Listens how long the window's thread is away from its events, and writes stalls to the log; nothing fails by it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QAbstractEventDispatcher
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

LIMIT = 0.050
"""Seconds after which a person sees that the window stands still."""

worst: dict[str, float] = {}
"""The longest stall of each test that had one, in seconds."""


class Watchdog:
    """Measures every turn of the event loop, from waking up to waiting again."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stalls: list[float] = []
        self._since: float | None = None
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        self._dispatcher = dispatcher
        dispatcher.awake.connect(self._awake)
        dispatcher.aboutToBlock.connect(self._waits)

    def _awake(self) -> None:
        self._since = perf_counter()

    def _waits(self) -> None:
        if self._since is None:
            return
        took, self._since = perf_counter() - self._since, None
        if took > LIMIT:
            self.stalls.append(took)
            log.info("The window stood still for %.0f ms in %s.", took * 1000, self.name)

    def stop(self) -> None:
        """Listen no more, and keep the longest stall for the end of the run."""
        self._dispatcher.awake.disconnect(self._awake)
        self._dispatcher.aboutToBlock.disconnect(self._waits)
        if self.stalls:
            worst[self.name] = max(self.stalls)


@pytest.fixture
def watchdog(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Watchdog]:
    """Logs stalls of the window during a test."""
    made = Watchdog(request.node.nodeid)
    yield made
    made.stop()


def tell(write: pytest.TerminalReporter, shown: int = 5) -> None:
    """Write the longest stalls of a run."""
    for name, took in sorted(worst.items(), key=lambda pair: -pair[1])[:shown]:
        write.write_line(f"The window stood still for {took * 1000:.0f} ms: {name}")
