"""What is ticked and chosen: check boxes and radio buttons that say in every language what they stand for."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from app.views.texts import Saying, say


def check_box(text: Saying, name: str, *, checked: bool = False) -> QCheckBox:
    """A box to tick with a text that follows the language; ``name`` is its object name."""
    made = QCheckBox()
    made.setChecked(checked)
    _name(made, text, name)
    return made


def radio_button(text: Saying, name: str, *, checked: bool = False) -> QRadioButton:
    """One of several choices with a text that follows the language; ``name`` is its object name."""
    made = QRadioButton()
    made.setChecked(checked)
    _name(made, text, name)
    return made


def _name(made: QAbstractButton, text: Saying, name: str) -> None:
    made.setObjectName(name)
    say(made.setText, text)
    say(made.setAccessibleName, text)
