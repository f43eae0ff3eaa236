"""What holds for this desk alone: how Daybook looks, its language, which book it opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QRadioButton

from app import i18n
from app.i18n import LANGUAGES, N_, _
from app.models.book import current, is_open
from app.views import theme
from app.views.first_run import first_run
from app.views.settings.restart import restart_with
from app.views.settings.section import Section
from app.views.texts import language_switch, say, set_language
from app.views.widgets.buttons import button
from app.views.widgets.labels import Card, value_label

SCHEMES = {"system": N_("As the system says"), "light": N_("Light"), "dark": N_("Dark")}


class AppearanceSection(Section):
    """Light or dark, and the language, at once."""

    key = "appearance"
    title = N_("Appearance and language")
    lead = N_("This holds for this computer only, and at once.")
    icon = "sun"
    needs = None
    words = (N_("Dark"), N_("Light"), N_("Colours"), N_("Language"), N_("English"))

    def build(self) -> None:
        card = self.card("scheme_card", N_("Colours"))
        self.schemes = self._radios(card, "scheme", dict(SCHEMES), self._scheme)
        card = self.card(
            "language_card", N_("Language"), N_("Documents have a language of their own; see the business.")
        )
        self.languages = self._radios(card, "language", dict(LANGUAGES), self._language)
        theme.switch().switched.connect(self.load)
        language_switch().switched.connect(self.load)

    def _radios(
        self, card: Card, name: str, choices: dict[str, str], run: Callable[[str], None]
    ) -> dict[str, QRadioButton]:
        group = QButtonGroup(self)
        made = {}
        for key, text in choices.items():
            radio = QRadioButton()
            radio.setObjectName(f"{name}_{key.lower()}")
            if name == "language":
                radio.setText(text)
                radio.setAccessibleName(text)
            else:
                say(radio.setText, text)
                say(radio.setAccessibleName, text)
            radio.clicked.connect(lambda _on=False, key=key: run(key))
            group.addButton(radio)
            made[key] = radio
            card.body.addWidget(radio)
        return made

    def load(self) -> None:
        self.schemes[theme.choice()].setChecked(True)
        self.languages[i18n.language()].setChecked(True)

    def _scheme(self, key: str) -> None:
        if self.desk.shell is not None:
            self.desk.shell.choose_scheme(key)
        else:
            theme.choose(key)

    def _language(self, key: str) -> None:
        if self.desk.shell is not None:
            self.desk.shell.choose_language(key)
        else:
            set_language(key)


class BookSection(Section):
    """Where the book lies, and going to another one."""

    key = "book"
    title = N_("Books")
    lead = N_("A book is one file with everything in it. Each window works in one book.")
    icon = "book-open"
    needs = None
    words = (N_("Open"), N_("New book"), N_("File"))

    def build(self) -> None:
        card = self.card("book_card")
        self.path = value_label("", "", "book_path")
        self.path.setWordWrap(True)
        card.body.addWidget(self.path)
        row = QHBoxLayout()
        row.addWidget(button(N_("Open another book…"), "open_book", icon="folder-open", run=self._open))
        row.addWidget(button(N_("New book…"), "new_book", icon="plus", run=self._new))
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addWidget(self.hint(N_("This window is closed and the other book opens in a new one.")))

    def load(self) -> None:
        if is_open():
            self.path.setText(str(current().path))

    def _folder(self) -> Path:
        return current().path.parent if is_open() else Path.home()

    def _open(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open another book…"), str(self._folder()), _("Daybook books (*.daybook)")
        )
        if chosen:
            restart_with(self.desk, Path(chosen))

    def _new(self) -> None:
        folder, number = self._folder(), 2
        while (folder / f"daybook {number}.daybook").exists():
            number += 1
        made = first_run(folder / f"daybook {number}.daybook", self.desk.preferences)
        if made is not None:
            restart_with(self.desk, made)
