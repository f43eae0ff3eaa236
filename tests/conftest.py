"""What every test starts from: no screen, no trace of the person's own data, English, and a clean log."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from hypothesis import HealthCheck, settings

from app import folders, i18n

THOROUGH = os.environ.get("DAYBOOK_THOROUGH") == "1"

settings.register_profile("gate", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("thorough" if THOROUGH else "gate")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes, and what must run alone, unless it was asked for."""
    if "serial" not in config.option.markexpr:
        alone = [item for item in items if item.get_closest_marker("serial")]
        items[:] = [item for item in items if item not in alone]
        config.hook.pytest_deselected(items=alone)
    if not THOROUGH:
        for item in items:
            if item.get_closest_marker("thorough"):
                item.add_marker(pytest.mark.skip(reason="takes minutes: dev.py test --thorough"))


class _AtOnce:
    """Tells a failure when it happens: a run that is stopped before its end has told it too."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            terminal = self.config.pluginmanager.getplugin("terminalreporter")
            told = [line for line in report.longreprtext.splitlines() if line.startswith("E ")]
            terminal.write_line("\n".join(["", f"{report.nodeid} ({report.when})", *told[:2], *told[2:][-12:]]))


def pytest_configure(config: pytest.Config) -> None:
    """Where the tests are shared out, only the process that is looked at tells of failures."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_AtOnce(config))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end where the window stood still."""
    watching = sys.modules.get("tests.helpers.watchdog")
    if watching is not None:
        watching.tell(terminalreporter)


COLLECTED_EVERY = 20
"""Tests after which Python looks for garbage."""

_ended = 0


def pytest_sessionstart() -> None:
    """Look for garbage between tests only, as the program does between two turns of its window.

    Otherwise a window of an earlier test is taken away in the middle of a later one, on any thread.
    """
    gc.disable()


_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests failed."""
    report = yield
    item.stash[_failed] = report.failed or item.stash.get(_failed, False)
    return report


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Take down the windows that a test left behind, and look for the rest every now and then.

    Every window that stays is dressed anew with each change of colours and language of all later tests.
    """
    global _ended
    _ended += 1
    # What a failed test left in the middle of something stays: taking it down would hide the failure behind another.
    if "PySide6.QtWidgets" in sys.modules and not item.stash.get(_failed, False):
        _take_down_windows()
    if _ended % COLLECTED_EVERY == 0:
        gc.collect()


def _take_down_windows() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return
    for window in QApplication.topLevelWidgets():
        if window.parent() is None:
            window.hide()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


_outcome = pytest.StashKey[int]()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep the outcome for the very end, and let a process that ran a part of the tests hand over what it noticed."""
    session.config.stash[_outcome] = int(exitstatus)
    watching = sys.modules.get("tests.helpers.watchdog")
    handed_over = getattr(session.config, "workeroutput", None)
    if watching is not None and handed_over is not None:
        handed_over["stalls"] = watching.worst


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a process noticed that has run its part of the tests."""
    stalls = getattr(node, "workeroutput", {}).get("stalls")
    if stalls:
        from tests.helpers import watchdog

        watchdog.worst.update(stalls)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave with the outcome of the tests as soon as all is told.

    Hundreds of windows that tests left behind would otherwise be taken down with the interpreter, in no order at all,
    which Qt does not always survive; that would turn a good run into a failed one. How the program itself ends is
    tested in processes of its own.
    """
    if "PySide6.QtWidgets" in sys.modules and _outcome in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_outcome])


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash passwords with little work: hundreds of people of tests get one, and none of them is worth guessing."""
    import argon2

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2, "PasswordHasher", partial(argon2.PasswordHasher, time_cost=1, memory_cost=32))
        yield


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DAYBOOK_DATA_DIR", str(tmp_path / "data"))
    i18n.set_language("en")
    yield
    i18n.set_language("en")
    folders.set_data_folder(None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Send all that is asked of one walk through the pages to one process, which then goes it only once.

    Marks of groups do not do it: the plugin writes them into the ids of tests, which pytest 9.2 no longer allows.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            walk = nodeid.startswith("tests/walk/") and nodeid.endswith("]")
            return nodeid[nodeid.rindex("[") :] if walk else nodeid

    return Together(config, log)


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_log() -> list[logging.LogRecord]:
    """The warnings and errors logged during this test, which is then free to cause and to look at them."""
    return []


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or an error, unless it asks for ``expected_log``."""
    complaints = _Complaints()
    allowed = "expected_log" in request.fixturenames
    if allowed:
        complaints.records = request.getfixturevalue("expected_log")
    logging.getLogger().addHandler(complaints)
    yield
    logging.getLogger().removeHandler(complaints)
    if complaints.records and not allowed:
        pytest.fail("\n".join(f"{r.name}: {r.levelname}: {r.getMessage()}" for r in complaints.records), pytrace=False)


PATIENCE = 60_000
"""Milliseconds after which a test no longer waits for the window. How quick it is, is measured elsewhere."""


@pytest.fixture
def qtbot(qtbot: Any) -> Iterator[Any]:
    """pytest-qt's own, patient on a busy machine, holding on to the widgets it is given until the test is torn down.

    A window that only a cycle of references keeps may otherwise be collected while it is painted: Python's collector
    runs in the middle of a painter's work and takes the ground away that it paints on. In the program every widget has
    a parent.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QWidget
    from shiboken6 import isValid

    held: list[object] = []
    add = qtbot.addWidget

    def hold(widget: object, **how: object) -> None:
        held.append(widget)
        add(widget, **how)

    wait_until, wait_signal, double_click = qtbot.waitUntil, qtbot.waitSignal, qtbot.mouseDClick

    def double_click_and_let_go(widget: QWidget, button: Qt.MouseButton, **where: Any) -> None:
        # Qt's own only sends the second press: the button would stay down for all later tests of the process.
        double_click(widget, button, **where)
        qtbot.mouseRelease(widget if isValid(widget) else QWidget(), button)

    qtbot.mouseDClick = double_click_and_let_go
    qtbot.addWidget = hold
    qtbot.waitUntil = lambda holds, *, timeout=PATIENCE: wait_until(holds, timeout=timeout)
    qtbot.waitSignal = lambda signal, *, timeout=PATIENCE, **how: wait_signal(signal, timeout=timeout, **how)
    yield qtbot
    # A dialog that a test leaves open would keep the windows of the next tests from everything.
    while (left := QGuiApplication.modalWindow()) is not None:
        left.hide()
    assert QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton, "a button of the mouse stayed down"
    held.clear()
