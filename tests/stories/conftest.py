"""What the stories through the window start from."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.stories.keys import LANGUAGES


@pytest.fixture(params=LANGUAGES)
def language(request: Any, qapp: QApplication) -> str:
    """The language of the window and of the book, one after the other."""
    return str(request.param)
