"""Buttons: one primary per page, secondary ones, quiet ones without outline, danger for what destroys.

``button(N_("New order"), "new_order_button", kind="primary", icon="plus", run=…)``
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from app.views.icons import icon as picture
from app.views.texts import Saying, say, spoken

Look = Literal["primary", "secondary", "quiet", "danger", "pill", "link"]


def button(
    text: Saying,
    name: str,
    *,
    kind: Look = "secondary",
    icon: str = "",
    run: Callable[[], Any] | None = None,
    parent: QWidget | None = None,
) -> QPushButton:
    """A button with a text that follows the language; ``name`` is its object name."""
    made = QPushButton(parent)
    made.setObjectName(name)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if icon:
        role = {"primary": "on_accent", "danger": "danger", "link": "accent"}.get(kind, "text2")
        made.setIcon(picture(icon, role, role))
        made.setIconSize(QSize(16, 16))
    say_button(made, text)
    if run is not None:
        made.clicked.connect(lambda _checked=False: run())
    return made


def say_button(shown: QPushButton, text: Saying) -> None:
    """Give a button a text, now and in every language; beside a picture it keeps its distance."""
    if shown.icon().isNull():
        say(shown.setText, text)
    else:
        say(shown.setText, lambda: " " + spoken(text))
    say(shown.setAccessibleName, text)


def icon_button(
    icon: str,
    text: Saying,
    name: str,
    *,
    run: Callable[[], Any] | None = None,
    parent: QWidget | None = None,
) -> QToolButton:
    """A button with a picture only; ``text`` is its tooltip and accessible name."""
    made = QToolButton(parent)
    made.setObjectName(name)
    made.setIcon(picture(icon))
    made.setIconSize(QSize(18, 18))
    made.setFixedSize(32, 32)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    say(made.setToolTip, text)
    say(made.setAccessibleName, text)
    if run is not None:
        made.clicked.connect(lambda _checked=False: run())
    return made


def footer(*buttons: QPushButton) -> QHBoxLayout:
    """The buttons of a dialog at its lower right, the main one last."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for each in buttons:
        row.addWidget(each)
    return row
