"""What is set for the book and for this desk, each with what it brings about."""

from __future__ import annotations

from typing import Any

from app.views.desk import Desk
from app.views.settings.settings_page import SettingsPage


def settings_page(desk: Desk, shell: Any = None) -> SettingsPage:
    """The page of settings."""
    return SettingsPage(desk, shell)
