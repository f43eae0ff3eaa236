"""What a list or page shows instead of nothing: a picture, one sentence, a hint, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.views import theme
from app.views.icons import glyph
from app.views.texts import Saying, say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.labels import label

PICTURE = 96


class EmptyState(QWidget):
    """Centred at 40 % of the height."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon = "inbox"
        self._primary_run: Callable[[], Any] | None = None
        self._secondary_run: Callable[[], Any] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(4)
        self._picture = QLabel()
        self._picture.setFixedSize(QSize(PICTURE, PICTURE))
        self._sentence = label("", "lead", f"{name}_sentence", wrap=True)
        self._hint = label("", "hint", f"{name}_hint", wrap=True)
        for text in (self._sentence, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(self._sentence)
        column.addWidget(self._hint)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self._secondary = button("", f"{name}_secondary", run=lambda: self._act(self._secondary_run))
        self._primary = button("", f"{name}_primary", kind="primary", run=lambda: self._act(self._primary_run))
        row.addWidget(self._secondary)
        row.addWidget(self._primary)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(6)
        theme.switch().switched.connect(self._draw)

    def tell(
        self,
        icon: str,
        sentence: Saying,
        hint: Saying = "",
        *,
        primary: tuple[Saying, Callable[[], Any]] | None = None,
        secondary: tuple[Saying, Callable[[], Any]] | None = None,
    ) -> None:
        """Say why there is nothing to see and offer up to two ways on."""
        self._icon = icon
        self._draw()
        say(self._sentence.setText, sentence)
        say(self.setAccessibleName, sentence)
        say(self._hint.setText, hint)
        self._hint.setVisible(bool(hint))
        for offered, shown in ((primary, self._primary), (secondary, self._secondary)):
            shown.setVisible(offered is not None)
            if offered is not None:
                say_button(shown, offered[0])
        # Without a button the keyboard is with the words themselves, so that the keys of the page still work.
        holder: Any = self._primary if primary else self._secondary if secondary else None
        self.setFocusProxy(holder)
        self._primary_run = primary[1] if primary else None
        self._secondary_run = secondary[1] if secondary else None

    @staticmethod
    def _act(run: Callable[[], Any] | None) -> None:
        if run is not None:
            run()

    def _draw(self) -> None:
        self._picture.setPixmap(glyph(self._icon, theme.tokens().border_strong, PICTURE, self.devicePixelRatioF()))
