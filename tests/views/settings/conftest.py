"""A book, the desks of its people, and the settings page at one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6

from app.views.desk import Desk
from app.views.settings.settings_page import SettingsPage
from tests.helpers.desk import book, idle, make_desk, real_desk
from tests.views.settings.changing import Teller, shown

__all__ = ["book", "make_desk", "page", "real_desk"]


@pytest.fixture
def page(real_desk: Desk, qtbot: Any) -> Iterator[SettingsPage]:
    real_desk.shell = Teller()
    made = shown(real_desk, qtbot)
    yield made
    idle(real_desk, qtbot)
    shiboken6.delete(made)
