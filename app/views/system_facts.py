"""What this copy of Daybook runs on, the screen included; without anything of the person."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from app import i18n, trouble
from app.views import theme


def known_facts() -> dict[str, str]:
    """The facts by name, in plain English: they are for whoever mends the program."""
    screens = [
        f"{screen.size().width()}×{screen.size().height()} at {round(screen.devicePixelRatio() * 100)} %"
        for screen in QGuiApplication.screens()
    ]
    return {
        **trouble.facts(),
        "Qt": f"{qVersion()} ({QGuiApplication.platformName()})",
        "Screens": ", ".join(screens),
        "Language": i18n.language(),
        "Colours": f"{theme.choice()}, {theme.scheme().value}",
    }


def as_text() -> str:
    """The facts, a line each."""
    return "\n".join(f"{name}: {value}" for name, value in known_facts().items())
