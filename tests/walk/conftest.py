"""The walk through all pages and dialogs, gone once for each language in parts; tests ask what was found on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.views import problems, texts, theme
from tests.helpers.pseudo import CODE, long_language
from tests.helpers.scenes import Stage, demo_book
from tests.walk.reach import RULES
from tests.walk.wording import cut, foreign

Rule = Callable[[QWidget], Iterable[str]]


@pytest.fixture(scope="session")
def walked_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo book that is made once."""
    return demo_book(tmp_path_factory.mktemp("walk"))


PARTS = 4
"""Into so many walks the scenes of a language are parted, by their names: a walk ends soon, and runs beside others."""

Way = tuple[str, int]
"""A language, and which part of the scenes."""


def _ways(language: str) -> list[Any]:
    return [pytest.param((language, part), id=f"{language}-{part}") for part in range(PARTS)]


LONG, CHINESE = _ways(CODE), _ways("zh_CN")
"""The walks through each language. Tests of one walk go to one process (``pytest_xdist_make_scheduler``)."""


class Walks:
    """What was found on each walk, by rule and fault the scene where it was seen first."""

    def __init__(self, book: Path, folder: Path, app: QApplication) -> None:
        self._book, self._folder, self._app = book, folder, app
        self._found: dict[Way, dict[str, dict[str, str]]] = {}
        self._failed: dict[Way, Exception] = {}

    def faults(self, way: Way, rule: str) -> str:
        """The faults of one kind, a line each."""
        if way in self._failed:
            raise self._failed[way]
        if way not in self._found:
            try:
                self._found[way] = self._walk(*way)
            except Exception as failure:
                self._failed[way] = failure
                raise
        return "\n".join(f"{scene}: {fault}" for fault, scene in self._found[way][rule].items())

    def _walk(self, language: str, part: int) -> dict[str, dict[str, str]]:
        with pytest.MonkeyPatch.context() as patch, long_language(patch):
            rules: dict[str, Rule] = {**RULES, **({"cut": cut} if language == CODE else {"foreign": foreign})}
            book = self._folder / f"{language}-{part}.daybook"
            book.write_bytes(self._book.read_bytes())
            theme.start(self._app, "light")
            texts.set_language(language)
            stage = Stage(book)
            # Nobody would answer what says that something failed.
            patch.setattr(problems, "show", lambda error, **_how: stage.problems.append(error))
            try:
                return look(stage, rules, lambda scene: crc32(scene.encode()) % PARTS == part)
            finally:
                stage.close()
                theme.start(self._app, "light")
                texts.set_language("en")
                assert stage.problems == []


def look(stage: Stage, rules: dict[str, Rule], wanted: Callable[[str], bool]) -> dict[str, dict[str, str]]:
    """Go through the wanted scenes with these rules."""
    found: dict[str, dict[str, str]] = {name: {} for name in rules}
    for scene, root in stage.scenes(wanted):
        faults = {name: list(rule(root)) for name, rule in rules.items()}
        if any(faults.values()):
            # Something may still be moving into its place.
            stage.pause(quiet=0.5)
            faults = {name: list(rule(root)) for name, rule in rules.items()}
        for name, seen in faults.items():
            for fault in seen:
                found[name].setdefault(fault, scene)
    return found


@pytest.fixture(scope="session")
def walks(walked_book: Path, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Walks:
    """The walks of this run, each gone when it is first asked for."""
    return Walks(walked_book, tmp_path_factory.mktemp("walks"), qapp)
