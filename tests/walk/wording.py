"""What is wrong with the words of a scene, as faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from app.views.widgets.labels import NoteLabel
from tests.helpers.pseudo import CLOSE, OPEN
from tests.helpers.scenes import path_of, seen
from tests.helpers.words import SLACK, cut_off, outside, texts

TOLD_BY_THE_SCENE = (
    "book_problem_sentence",
    "editor_conflict_taken",
    "sheet_field",
    "import_mapping_area",
    "about_facts",
)
"""Parts that show what a scene or a file tells them, in English."""
KNOWN = {
    "Daybook", "Excel", "PDF", "CSV", "OFD", "XML", "PNG", "JSON", "SQLite", "Python", "Qt", "MIT", "ID", "OK",
    "OpenDocument", "English", "Ctrl", "Shift", "Alt", "Enter", "Return", "Esc", "Tab", "Ins", "Del", "Delete", "Space",
    "Home", "End", "PgUp", "PgDn", "Insert", "Meta", "Left", "Right", "Up", "Down", "Backspace", "owner", "daybook",
    "books", "xlsx", "xls", "csv", "pdf", "kg", "cm", "mm", "Letter", "ZUGFeRD",
}  # fmt: skip
"""Latin words that a Chinese reader sees."""


def cut(root: QWidget) -> set[str]:
    """What was cut off in a scene of long words."""
    found = {*outside(root), *cut_headings(root)}
    for part in seen(root):
        # A note that gives way ends in dots and tells all in its tooltip.
        reason = "" if isinstance(part, NoteLabel) and part.toolTip() else cut_off(part)
        said = getattr(part, "text", str)() if callable(getattr(part, "text", None)) else ""
        if reason and OPEN in str(said):
            found.add(f"{path_of(part)} {reason}: {said[:60]}")
    for part, where, text in texts(root):
        if where in ("text", "choice", "tab", "title") and text.count(OPEN) != text.count(CLOSE):
            found.add(f"{path_of(part)}: its {where} was shortened: {text[:60]}")
    return found


def cut_headings(root: QWidget) -> Iterator[str]:
    """Headings of tables without room for their words whose tooltip doesn't tell them either."""
    for header in seen(root):
        if not isinstance(header, QHeaderView) or header.orientation() != Qt.Orientation.Horizontal:
            continue
        model: Any = header.model()
        for number in range(header.count()):
            has, needs = header.sectionSize(number), header.sectionSizeHint(number)
            if header.isSectionHidden(number) or has >= needs - SLACK:
                continue
            said = str(model.headerData(number, header.orientation()) or "")
            told = model.headerData(number, header.orientation(), int(Qt.ItemDataRole.ToolTipRole))
            if said and said not in str(told or ""):
                yield f"{path_of(header)}: the heading {said} needs {needs} and has {has}"


def latin(text: str) -> set[str]:
    """The Latin words of a text that should not be there, without markup, numbers of documents, addresses, paths."""
    plain = re.sub(r"<[^>]*>|&\w+;|\(&\w\)|&(?=\w)", " ", text)
    plain = re.sub(r"\S*[/\\@]\S*|“[^”]*”|\{[^}]*\}", " ", plain)
    words = re.findall(r"(?<![\w.-])[A-Za-z][A-Za-z]+(?![\w-])", plain)
    # Short capitals are codes: of currencies, of goods.
    return {word for word in words if word not in KNOWN and not re.fullmatch(r"F\d+|[A-Z]{2,4}", word)}


def foreign(root: QWidget) -> Iterator[str]:
    """What a Chinese reader finds in English, or reaching over the edge."""
    for part, where, text in texts(root):
        words = latin(text)
        if words and not any(name in path_of(part) for name in TOLD_BY_THE_SCENE):
            yield f"{path_of(part)}: {where} {text[:70]!r} has {', '.join(sorted(words))}"
    yield from outside(root)
