"""Figures side by side at the top of a record's page: a name above each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from app.i18n import _
from app.views.texts import follow
from app.views.widgets.labels import Card, label, value_label


class FiguresCard(Card):
    """A card of figures; ``show_figure`` fills one, None hides it."""

    def __init__(self, name: str, titles: Sequence[tuple[str, str]]) -> None:
        super().__init__(name)
        self._titles = dict(titles)
        self.figures: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        row = QHBoxLayout()
        row.setSpacing(32)
        for key, title in titles:
            box = QVBoxLayout()
            box.setSpacing(1)
            caption = label(title, "label", f"{name}_{key}_label")
            value = value_label("", "section", f"{name}_{key}")
            caption.setBuddy(value)
            box.addWidget(caption)
            box.addWidget(value)
            row.addLayout(box)
            self._captions[key], self.figures[key] = caption, value
        row.addStretch(1)
        self.body.addLayout(row)
        follow(self._name_all)

    def show_figure(self, key: str, text: str | None) -> None:
        """Show a figure; None takes it away together with its name."""
        for part in (self._captions[key], self.figures[key]):
            part.setVisible(text is not None)
        self.figures[key].setText(text or "")
        self._name_all()

    def _name_all(self) -> None:
        for key, value in self.figures.items():
            value.setAccessibleName(f"{_(self._titles[key])} {value.text()}")
