"""A window over a demo book, closed in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.views import texts, theme
from tests.helpers.scenes import Stage, demo_book


@pytest.fixture(scope="session")
def walked_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo book that is made once."""
    return demo_book(tmp_path_factory.mktemp("walk"))


@pytest.fixture
def stage(walked_book: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Callable[[str], Stage]]:
    """Opens the window in a language."""
    made: list[Stage] = []

    def show(language: str = "en") -> Stage:
        book = tmp_path / "demo.daybook"
        book.write_bytes(walked_book.read_bytes())
        theme.start(qapp, "light")
        texts.set_language(language)
        made.append(Stage(book))
        return made[-1]

    yield show
    for each in made:
        each.close()
    theme.start(qapp, "light")
    texts.set_language("en")
    assert [problem for each in made for problem in each.problems] == []
