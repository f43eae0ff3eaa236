"""The two threads beside the window."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject

from app.errors import Cancelled, NeedsConfirmation, UserError
from app.models.actor import Actor
from app.views.background import Background, Job


@dataclass
class Changed:
    kinds: frozenset[str] = field(default_factory=lambda: frozenset({"order"}))


@dataclass
class Outcome:
    value: int
    changes: Changed = field(default_factory=Changed)


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.close()


def test_operations_run_in_order_on_one_other_thread(background: Background, actor: Actor, qtbot) -> None:
    ran: list[tuple[int, str]] = []
    heard: list[int] = []

    def work(number: int):
        def call(_actor: Actor) -> Outcome:
            ran.append((number, threading.current_thread().name))
            return Outcome(number)

        return call

    for number in range(20):
        background.perform(actor, work(number), on_done=lambda done: heard.append(done.value))
    qtbot.waitUntil(lambda: len(heard) == 20)
    assert heard == list(range(20))
    assert ran == [(n, "writing") for n in range(20)]
    assert not background.busy


def test_changes_go_out_once_on_the_windows_thread_before_the_answer(background: Background, actor, qtbot) -> None:
    heard: list[str] = []
    background.hub.changed.connect(lambda changes: heard.append(f"changed {threading.current_thread().name}"))
    background.perform(actor, lambda _actor: Outcome(1), on_done=lambda _done: heard.append("done"))
    qtbot.waitUntil(lambda: "done" in heard)
    assert heard == ["changed MainThread", "done"]


def test_the_actor_carries_origin_and_progress(background: Background, actor: Actor, qtbot) -> None:
    origin = object()
    seen: list[Actor] = []
    job = background.perform(actor, seen.append, origin=origin)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].origin is origin
    assert seen[0].progress is job.progress
    assert actor.origin is None


def test_a_question_is_asked_and_the_operation_runs_again_with_its_key(background: Background, actor, qtbot) -> None:
    asked: list[str] = []
    done: list[object] = []

    def call(actor: Actor) -> int:
        for key in ("one", "two"):
            if key not in actor.confirmed:
                raise NeedsConfirmation(key, f"Really {key}?")
        return 7

    def question(needed: NeedsConfirmation, go_on) -> None:
        asked.append(needed.key)
        go_on(True)

    background.question = question
    background.perform(actor, call, on_done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert (asked, done) == (["one", "two"], [7])


def test_no_means_that_nothing_happens(background: Background, actor: Actor, qtbot) -> None:
    runs: list[int] = []

    def call(_actor: Actor) -> None:
        runs.append(1)
        raise NeedsConfirmation("sure", "Sure?")

    background.perform(actor, call, on_done=lambda _done: runs.append(99))
    qtbot.waitUntil(lambda: not background.busy)
    assert runs == [1]


def test_a_problem_goes_to_its_handler_else_to_the_window(background: Background, actor: Actor, qtbot) -> None:
    own: list[Exception] = []
    window: list[Exception] = []
    background.problem = window.append

    def call(_actor: Actor) -> None:
        raise UserError("No.")

    background.perform(actor, call, on_problem=own.append)
    background.perform(actor, call)
    qtbot.waitUntil(lambda: bool(window))
    assert [str(e) for e in own + window] == ["No.", "No."]


def test_late_answers_are_dropped(background: Background, qtbot) -> None:
    gate = threading.Event()
    answers: list[str] = []
    background.read(lambda: (gate.wait(5), "old")[1], answers.append, key="rows")
    background.read(lambda: "newer", answers.append, key="rows")
    background.read(lambda: "newest", answers.append, key="rows")
    background.read(lambda: "other", answers.append, key="totals")
    gate.set()
    qtbot.waitUntil(lambda: "other" in answers)
    assert answers == ["newest", "other"]


def test_an_older_query_is_interrupted(qapp, qtbot) -> None:
    stop = threading.Event()
    background = Background(interrupt=stop.set)
    problems: list[Exception] = []
    background.problem = problems.append
    answers: list[str] = []

    def slow() -> str:
        assert stop.wait(5)
        raise RuntimeError("interrupted")

    background.read(slow, answers.append, key="rows")
    qtbot.waitUntil(lambda: background._reading is not None)
    background.read(lambda: "new", answers.append, key="rows")
    qtbot.waitUntil(lambda: answers == ["new"])
    assert problems == []
    background.close()


def test_answers_for_what_is_gone_are_dropped(background: Background, actor: Actor, qtbot) -> None:
    class Receiver(QObject):
        def take(self, result: object) -> None:
            self.setObjectName(str(result))

    import shiboken6

    receiver = Receiver()
    gate = threading.Event()
    background.read(lambda: gate.wait(5), receiver.take, key="a")
    background.perform(actor, lambda _actor: gate.wait(5), on_done=receiver.take)
    shiboken6.delete(receiver)
    gate.set()
    ended: list[object] = []
    background.read(lambda: 1, ended.append, key="b")
    qtbot.waitUntil(lambda: bool(ended) and not background.busy)


def test_progress_is_shown_only_when_it_takes_long_and_can_be_cancelled(background: Background, actor, qtbot) -> None:
    shown: list[Job] = []
    problems: list[Exception] = []
    background.started.connect(shown.append)
    background.problem = problems.append
    background.perform(actor, lambda _actor: None)
    step = threading.Event()

    def long(actor: Actor) -> None:
        for number in range(1000):
            step.wait(0.02)
            actor.progress(number, 1000, "Rows")

    job = background.perform(actor, long)
    with qtbot.waitSignal(background.started):
        pass
    assert shown == [job]
    qtbot.waitUntil(lambda: job.progress.done > 5)
    with qtbot.waitSignal(background.ended):
        job.progress.cancel()
    qtbot.waitUntil(lambda: not background.busy)
    assert all(isinstance(p, Cancelled) for p in problems)
    assert job.progress.whole == 1000


def test_closing_finishes_what_was_asked_of_the_writing_thread(qapp, actor: Actor) -> None:
    stages: list[str] = []
    background = Background(
        prepare=lambda name: stages.append(f"+{name}"), release=lambda name: stages.append(f"-{name}")
    )
    done: list[int] = []
    for number in range(5):
        background.perform(actor, lambda _actor, number=number: done.append(number))
    background.close()
    background.close()
    assert done == [0, 1, 2, 3, 4]
    assert sorted(stages) == ["+reading", "+writing", "-reading", "-writing"]
    background.perform(actor, lambda _actor: done.append(99))
    assert 99 not in done


def test_long_reading_holds_up_neither_saves_nor_lists_and_can_be_stopped(background: Background, actor, qtbot) -> None:
    begun, ended = threading.Event(), threading.Event()
    told: list[object] = []

    def call(actor: Actor) -> None:
        begun.set()
        while True:
            actor.progress(1, 2)
            ended.wait(0.005)

    job = background.work(actor, call, on_problem=told.append, on_done=told.append)
    qtbot.waitUntil(begun.is_set)
    saved: list[object] = []
    background.perform(actor, lambda _actor: threading.current_thread().name, on_done=saved.append)
    background.read(lambda: threading.current_thread().name, saved.append, key="list")
    qtbot.waitUntil(lambda: len(saved) == 2)
    assert set(saved) == {"writing", "reading"}
    assert told == []
    job.progress.cancel()
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], Cancelled)


def test_the_end_of_the_window_stops_long_reading(qapp, actor: Actor) -> None:
    made = Background()
    begun = threading.Event()

    def call(actor: Actor) -> None:
        begun.set()
        while True:
            actor.progress(1, 2)

    made.work(actor, call)
    begun.wait(5)
    made.close()
    assert not any(thread.name == "working" for thread in threading.enumerate())


class _Part:
    """Stands for a part of a window; tells on which thread it ended."""

    def __init__(self, ended: list[str]) -> None:
        self.ended = ended

    def __del__(self) -> None:
        self.ended.append(threading.current_thread().name)


def test_what_a_question_to_the_book_holds_on_to_ends_on_the_windows_thread(background: Background, qtbot) -> None:
    ended: list[str] = []
    heard: list[int] = []

    def ask(number: int) -> None:
        part = _Part(ended)
        background.read(lambda: (number, part)[0], heard.append, key="same" if number < 5 else "last")

    for number in range(6):
        ask(number)
    qtbot.waitUntil(lambda: 5 in heard)
    for number in range(10, 16):
        ask(number)
        qtbot.waitUntil(lambda number=number: number in heard)
    background.close()
    assert ended == ["MainThread"] * 12


def test_what_an_operation_holds_on_to_ends_on_the_windows_thread(background: Background, actor, qtbot) -> None:
    ended: list[str] = []
    heard: list[int] = []

    def run(number: int) -> None:
        part = _Part(ended)
        background.perform(actor, lambda _actor: (number, part)[0], on_done=heard.append)
        background.work(actor, lambda _actor: (number, part)[0], on_done=heard.append)

    for number in range(6):
        run(number)
        qtbot.waitUntil(lambda number=number: heard.count(number) == 2)
    background.close()
    assert ended == ["MainThread"] * 6
