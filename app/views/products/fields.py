"""Fields of products: a category that is known or new, a unit of the office, a place on the shelves."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from app.queries.categories import category_tree
from app.queries.places import places
from app.queries.units import unit_uses, units


def _box(name: str, offered: Iterable[str]) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItem("")
    for text in offered:
        box.addItem(text)
    completer = box.completer()
    if completer is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(completer.CompletionMode.PopupCompletion)
    box.setCurrentText("")
    return box


def category_box(name: str) -> QComboBox:
    """A box that offers the categories with those above them; a new text makes a new one."""
    return _box(name, (category.path for category in category_tree()))


def unit_box(name: str) -> QComboBox:
    """A box that offers the units of the office, then the others that products have."""
    return _box(name, dict.fromkeys([*units(), *unit_uses()]))


def place_box(name: str) -> QComboBox:
    """A box that offers the places on the shelves where products lie."""
    return _box(name, places())
