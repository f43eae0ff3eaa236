"""The walk through all pages and dialogs, gone once for each language; the tests ask what was found on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

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


LONG = pytest.param(CODE, marks=pytest.mark.xdist_group("walk in long words"))
CHINESE = pytest.param("zh_CN", marks=pytest.mark.xdist_group("walk in Chinese"))
"""The languages, each walked through by one process."""


class Walks:
    """What was found in each language, by rule and fault the scene where it was seen first."""

    def __init__(self, book: Path, folder: Path, app: QApplication) -> None:
        self._book, self._folder, self._app = book, folder, app
        self._found: dict[str, dict[str, dict[str, str]]] = {}

    def faults(self, language: str, rule: str) -> str:
        """The faults of one kind, a line each."""
        if language not in self._found:
            self._found[language] = self._walk(language)
        return "\n".join(f"{scene}: {fault}" for fault, scene in self._found[language][rule].items())

    def _walk(self, language: str) -> dict[str, dict[str, str]]:
        with pytest.MonkeyPatch.context() as patch, long_language(patch):
            rules: dict[str, Rule] = {**RULES, **({"cut": cut} if language == CODE else {"foreign": foreign})}
            book = self._folder / f"{language}.daybook"
            book.write_bytes(self._book.read_bytes())
            theme.start(self._app, "light")
            texts.set_language(language)
            stage = Stage(book)
            # Nobody would answer what says that something failed.
            patch.setattr(problems, "show", lambda error, **_how: stage.problems.append(error))
            try:
                return look(stage, rules)
            finally:
                stage.close()
                theme.start(self._app, "light")
                texts.set_language("en")
                assert stage.problems == []


def look(stage: Stage, rules: dict[str, Rule]) -> dict[str, dict[str, str]]:
    """Go through all scenes with these rules."""
    found: dict[str, dict[str, str]] = {name: {} for name in rules}
    for scene, root in stage.scenes():
        if any(list(rule(root)) for rule in rules.values()):
            # Something may still be moving into its place.
            stage.pause(quiet=0.5)
        for name, rule in rules.items():
            for fault in rule(root):
                found[name].setdefault(fault, scene)
    return found


@pytest.fixture(scope="session")
def walks(walked_book: Path, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Walks:
    """The walks of this run, each gone when it is first asked for."""
    return Walks(walked_book, tmp_path_factory.mktemp("walks"), qapp)
