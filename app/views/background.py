"""Work beside the window: one writing thread for operations, one reading thread for queries.

``background.perform(actor, lambda actor: record_payment(actor, amount=…), on_done=…, origin=self)`` runs an operation
after those asked for before; the actor it is given carries the origin, the progress and the confirmed questions. A
question (``NeedsConfirmation``) is asked on the window's thread, and the operation runs again with the key. What it
changed goes out once through ``hub.changed``.

``background.read(lambda: query(…), on_done=…, key="orders.totals")`` runs a query; a newer request with the same key
makes the older one void: its answer is dropped, and the database is told to stop working on it.

``background.work(actor, lambda actor: export(actor, …), on_done=…)`` does long work that only reads, an export or a
batch of papers, on a third thread with progress and cancel: it holds up neither saves nor lists.

Every answer arrives on the window's thread, and is dropped if its receiver (a bound method of a Qt object, or
``owner``) is gone by then. ``close()`` finishes what was asked of the writing thread and waits for both.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.errors import Cancelled, NeedsConfirmation
from app.models.actor import Actor
from app.views.progress import Progress
from app.views.waiting_line import WaitingLine

log = logging.getLogger(__name__)

SHOW_AFTER = 300
"""Milliseconds before a running operation shows its progress."""


class Hub(QObject):
    """Tells every page once, on the window's thread, what an operation changed (``Changes``)."""

    changed = Signal(object)


Call = Callable[[Actor], Any]


@dataclass
class Job:
    """One operation on its way: what it is called, how far it is."""

    title: str
    actor: Actor
    call: Call
    on_done: Callable[[Any], None] | None
    on_problem: Callable[[Exception], None] | None
    on_question: Callable[[NeedsConfirmation, Callable[[bool], None]], None] | None
    owner: QObject | None
    progress: Progress = field(default_factory=Progress)
    lane: str = "writing"
    quiet: bool = False
    shown: bool = False
    ended: bool = False


@dataclass
class _Reading:
    key: str
    number: int
    call: Callable[[], Any]
    on_done: Callable[[Any], None]
    on_problem: Callable[[Exception], None] | None
    owner: QObject | None


class Background(QObject):
    """The two threads and what the window hears from them. Live on the window's thread.

    ``prepare`` and ``release`` run on each thread at its start and end (open and close its connection);
    ``interrupt`` makes the reading thread's database give up what it is doing.
    """

    started = Signal(object)
    """A job takes longer than 300 ms: show its progress."""
    progressed = Signal(object)
    ended = Signal(object)
    """A job that was shown is over."""
    _arrived = Signal(object)

    def __init__(
        self,
        hub: Hub | None = None,
        *,
        prepare: Callable[[str], None] | None = None,
        release: Callable[[str], None] | None = None,
        interrupt: Callable[[], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.hub = hub or Hub(self)
        self.problem: Callable[[Exception], None] = lambda error: log.error("Unhandled: %s", type(error).__name__)
        self.question: Callable[[NeedsConfirmation, Callable[[bool], None]], None] = lambda _asked, go: go(False)
        self._prepare, self._release, self._interrupt = prepare, release, interrupt
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._lanes: dict[str, WaitingLine[Job]] = {"writing": WaitingLine()}
        self._reads: WaitingLine[_Reading] = WaitingLine()
        self._lock = threading.Lock()
        self._latest: dict[str, int] = {}
        self._numbers = 0
        self._reading: _Reading | None = None
        self._waiting = 0
        self._closed = False
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self._tell_progress)
        self._running: list[tuple[Job, float]] = []
        self._threads = [
            threading.Thread(
                target=self._job_loop, args=("writing", self._lanes["writing"]), name="writing", daemon=True
            ),
            threading.Thread(target=self._read_loop, name="reading", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    # Operations

    def perform(
        self,
        actor: Actor,
        call: Call,
        *,
        on_done: Callable[[Any], None] | None = None,
        on_problem: Callable[[Exception], None] | None = None,
        on_question: Callable[[NeedsConfirmation, Callable[[bool], None]], None] | None = None,
        origin: object = None,
        owner: QObject | None = None,
        title: str = "",
    ) -> Job:
        """Run an operation on the writing thread.

        ``on_done`` gets what it returned (a ``Done``), after ``hub.changed`` was emitted; ``on_problem`` an error
        instead of the window's usual way of showing it (``problems``); ``on_question`` a question and how to answer
        it.
        """
        acting = actor.starting(origin) if origin is not None else actor
        job = Job(title, acting, call, on_done, on_problem, on_question, owner)
        job.actor = acting.reporting(job.progress)
        self._enqueue(job)
        return job

    def work(
        self,
        actor: Actor,
        call: Call,
        *,
        on_done: Callable[[Any], None] | None = None,
        on_problem: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        title: str = "",
        lane: str = "working",
        quiet: bool = False,
    ) -> Job:
        """Run long work that only reads on a thread of its own, one after the other; never an operation.

        Work in different lanes goes on at the same time. ``quiet`` work is nobody's wish and shows no progress.
        """
        job = Job(title, actor, call, on_done, on_problem, None, owner, lane=lane, quiet=quiet)
        job.actor = actor.reporting(job.progress)
        self._enqueue(job)
        return job

    def _lane(self, name: str) -> WaitingLine[Job]:
        if name not in self._lanes:
            self._lanes[name] = WaitingLine()
            made = threading.Thread(target=self._job_loop, args=(name, self._lanes[name]), name=name, daemon=True)
            self._threads.append(made)
            made.start()
        return self._lanes[name]

    def _enqueue(self, job: Job) -> None:
        if self._closed:
            return
        job.ended = False
        self._waiting += 1
        self._running.append((job, monotonic()))
        self._clock.start()
        self._lane(job.lane).put(job)

    def _job_loop(self, name: str, jobs: WaitingLine[Job]) -> None:
        self._enter(name)
        jobs.run(self._do)
        self._leave(name)

    def _do(self, job: Job) -> None:
        result: Any = None
        error: Exception | None = None
        try:
            if job.progress.cancelled:
                raise Cancelled
            result = job.call(job.actor)
        except Exception as problem:
            error = problem
        self._post(lambda: self._finish(job, result, error))

    def _finish(self, job: Job, result: Any, error: Exception | None) -> None:
        self._waiting -= 1
        job.ended = True
        self._running = [entry for entry in self._running if entry[0] is not job]
        if not self._running:
            self._clock.stop()
        if job.shown:
            job.shown = False
            self.ended.emit(job)
        if isinstance(error, NeedsConfirmation):
            asked = error

            def answer(yes: bool) -> None:
                if yes and asked.key not in job.actor.confirmed:
                    job.actor = job.actor.confirming([asked.key])
                    self._enqueue(job)

            (job.on_question or self.question)(asked, answer)
            return
        if error is not None:
            if job.on_problem is not None and _alive(job.on_problem, job.owner):
                job.on_problem(error)
            else:
                self.problem(error)
            return
        changes = getattr(result, "changes", None)
        if changes is not None:
            self.hub.changed.emit(changes)
        if job.on_done is not None and _alive(job.on_done, job.owner):
            job.on_done(result)

    def _tell_progress(self) -> None:
        now = monotonic()
        for job, since in self._running:
            if not job.shown and not job.quiet and (now - since) * 1000 >= SHOW_AFTER:
                job.shown = True
                self.started.emit(job)
            if job.shown:
                self.progressed.emit(job)

    @property
    def busy(self) -> bool:
        """Whether an operation or long work is running or waiting."""
        return self._waiting > 0

    # Queries

    @property
    def reading(self) -> bool:
        """Whether a query is running or waiting."""
        return bool(self._latest)

    def read(
        self,
        call: Callable[[], Any],
        on_done: Callable[[Any], None],
        *,
        key: str,
        on_problem: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run a query on the reading thread; it makes any earlier request with the same key void."""
        if self._closed:
            return
        self._numbers += 1
        reading = _Reading(key, self._numbers, call, on_done, on_problem, owner)
        with self._lock:
            self._latest[key] = reading.number
            if self._reading is not None and self._reading.key == key:
                self._stop_reading()
        self._reads.put(reading)

    def forget(self, key: str) -> None:
        """Make any request with this key void."""
        with self._lock:
            if self._latest.pop(key, None) is not None and self._reading is not None and self._reading.key == key:
                self._stop_reading()

    def _stop_reading(self) -> None:
        if self._interrupt is not None:
            try:
                self._interrupt()
            except Exception:
                log.info("The database could not be interrupted.", exc_info=True)

    def _current(self, reading: _Reading) -> bool:
        return self._latest.get(reading.key) == reading.number

    def _read_loop(self) -> None:
        self._enter("reading")
        self._reads.run(self._look_up)
        self._leave("reading")

    def _look_up(self, reading: _Reading) -> None:
        with self._lock:
            if not self._current(reading):
                return
            self._reading = reading
        result: Any = None
        error: Exception | None = None
        try:
            result = reading.call()
        except Exception as problem:
            error = problem
        with self._lock:
            self._reading = None
        self._post(lambda: self._answer(reading, result, error))

    def _answer(self, reading: _Reading, result: Any, error: Exception | None) -> None:
        with self._lock:
            if not self._current(reading):
                return
            del self._latest[reading.key]
        if error is None:
            if _alive(reading.on_done, reading.owner):
                reading.on_done(result)
        elif reading.on_problem is not None and _alive(reading.on_problem, reading.owner):
            reading.on_problem(error)
        elif not isinstance(error, Cancelled):
            self.problem(error)

    # Both

    def _enter(self, name: str) -> None:
        if self._prepare is not None:
            try:
                self._prepare(name)
            except Exception as problem:
                self._post(lambda error=problem: self.problem(error))

    def _leave(self, name: str) -> None:
        if self._release is not None:
            try:
                self._release(name)
            except Exception:
                log.exception("The %s thread did not end well.", name)

    def _post(self, deliver: Callable[[], None]) -> None:
        # The window may be gone already when a thread ends late.
        with suppress(RuntimeError):
            self._arrived.emit(deliver)

    def _deliver(self, deliver: Callable[[], None]) -> None:
        if not self._closed:
            deliver()
            self._reads.let_go()
            for jobs in self._lanes.values():
                jobs.let_go()

    def close(self) -> None:
        """Let the writing thread finish what it was asked, stop all reading, and wait. Answers are dropped."""
        if self._closed:
            return
        self._closed = True
        self._clock.stop()
        with self._lock:
            self._latest.clear()
            if self._reading is not None:
                self._stop_reading()
        for job, _since in self._running:
            if job.lane != "writing":
                job.progress.cancel()
        lines: list[WaitingLine[Any]] = [*self._lanes.values(), self._reads]
        for line in lines:
            line.end()
        for thread in self._threads:
            thread.join()
        for line in lines:
            line.let_go()


def _alive(call: Callable[..., Any], owner: QObject | None) -> bool:
    if owner is not None and not shiboken6.isValid(owner):
        return False
    receiver = getattr(call, "__self__", None)
    return not (isinstance(receiver, QObject) and not shiboken6.isValid(receiver))
