"""Language and colours, to be chosen by whoever signs in: they may be another person's, and cannot be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app import i18n
from app.i18n import LANGUAGES, N_
from app.views import theme
from app.views.texts import say, set_language
from app.views.widgets.buttons import icon_button

_SCHEMES = (
    ("light", "sun", N_("Light")),
    ("dark", "moon", N_("Dark")),
    ("system", "monitor", N_("As the system says")),
)


class LookChoice(QWidget):
    """``keep`` is told what was chosen, by the keys ``window.language`` and ``window.scheme``."""

    def __init__(self, keep: Callable[[str, str], object]) -> None:
        super().__init__()
        self.setObjectName("look_choice")
        self._keep = keep
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.language = QComboBox()
        self.language.setObjectName("sign_in_language")
        say(self.language.setAccessibleName, N_("Language"))
        for code, named in LANGUAGES.items():
            self.language.addItem(named, code)
        self.language.setCurrentIndex(self.language.findData(i18n.language()))
        self.language.activated.connect(lambda _at: self._choose_language())
        row.addWidget(self.language)
        row.addStretch(1)
        self.schemes = {
            key: icon_button(picture, text, f"sign_in_{key}", run=lambda key=key: self._choose_scheme(key))
            for key, picture, text in _SCHEMES
        }
        for each in self.schemes.values():
            each.setCheckable(True)
            row.addWidget(each)
        theme.switch().switched.connect(self._mark)
        self._mark()

    def _mark(self) -> None:
        for key, each in self.schemes.items():
            each.setChecked(key == theme.choice())

    def _choose_language(self) -> None:
        code = str(self.language.currentData())
        set_language(code)
        self._keep("window.language", code)

    def _choose_scheme(self, key: str) -> None:
        theme.choose(key)
        self._keep("window.scheme", key)
        self._mark()
