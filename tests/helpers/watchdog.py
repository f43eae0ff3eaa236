"""Listens how long the window's thread works without looking at its events.

In every test stalls are written to the log and nothing fails by them; ``Watch`` times single steps of a scenario.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter, thread_time
from typing import Any

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

LIMIT = 0.050
"""Seconds after which a person sees that the window stands still."""
BEAT = 4
"""Milliseconds between two beats of a watch."""

worst: dict[str, float] = {}
"""The longest stall of each test that had one, in seconds."""


class Watchdog:
    """Measures the processor time of every turn of the event loop; what a test does between two turns is not counted.

    Processor time, because other programs on the same computer must not make a test look slow.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.stalls: list[float] = []
        self._since = thread_time()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        self._dispatcher = dispatcher
        dispatcher.awake.connect(self._awake)
        dispatcher.aboutToBlock.connect(self._waits)

    # Qt says that it is about to wait, then waits and does what came, then says that it is awake.

    def _waits(self) -> None:
        self._since = thread_time()

    def _awake(self) -> None:
        now = thread_time()
        took, self._since = now - self._since, now
        if took > LIMIT:
            self.stalls.append(took)
            log.info("The window stood still for %.0f ms in %s.", took * 1000, self.name)

    def stop(self) -> None:
        """Listen no more, and keep the longest stall for the end of the run."""
        self._dispatcher.awake.disconnect(self._awake)
        self._dispatcher.aboutToBlock.disconnect(self._waits)
        if self.stalls:
            worst[self.name] = max(self.stalls)


@dataclass
class Stall:
    """The longest time in which the window did not look at its events, in seconds: by the clock, and how much of it
    the window's own thread worked.
    """

    clock: float = 0.0
    work: float = 0.0

    def least(self, other: Stall) -> Stall:
        """The better of two runs of the same step."""
        return Stall(min(self.clock, other.clock), min(self.work, other.work))


class Watch:
    """Does steps within the event loop, and tells the longest stall of each, until nothing more is going on."""

    def __init__(self) -> None:
        self._loop = QEventLoop()
        self._beat, self._looks, self._begin = QTimer(), QTimer(), QTimer()
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(BEAT)
        self._beat.timeout.connect(self._tick)
        self._looks.setInterval(20)
        self._looks.timeout.connect(self._look)
        self._begin.setSingleShot(True)
        self._begin.setInterval(2 * BEAT)
        self._begin.timeout.connect(self._act)
        self._last = (0.0, 0.0)
        self._found = Stall()
        self._failed: BaseException | None = None
        self._quiet_since: float | None = None

    def _tick(self) -> None:
        now = (perf_counter(), thread_time())
        clock, work = now[0] - self._last[0] - BEAT / 1000, now[1] - self._last[1]
        self._found = Stall(max(self._found.clock, clock), max(self._found.work, work))
        self._last = now

    def _act(self) -> None:
        try:
            self._what()
        except BaseException as error:
            self._failed = error
        self._quiet_since = perf_counter()

    def _look(self) -> None:
        now = perf_counter()
        if self._quiet_since is not None and not self._quiet():
            self._quiet_since = now
        over = self._quiet_since is not None and now - self._quiet_since >= self._settle
        if over or self._failed is not None or now > self._until:
            self._loop.quit()

    def step(
        self, what: Callable[[], Any], quiet: Callable[[], bool], *, settle: float = 0.25, most: float = 60.0
    ) -> Stall:
        """Do something and wait until ``quiet()`` held for ``settle`` seconds; tells the longest stall meanwhile."""
        self._what, self._quiet, self._settle = what, quiet, settle
        self._found, self._failed, self._quiet_since = Stall(), None, None
        self._until = perf_counter() + most
        self._last = (perf_counter(), thread_time())
        for timer in (self._beat, self._looks, self._begin):
            timer.start()
        self._loop.exec()
        for timer in (self._beat, self._looks, self._begin):
            timer.stop()
        if self._failed is not None:
            raise self._failed
        assert perf_counter() < self._until, "the window did not become quiet"
        return self._found


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
