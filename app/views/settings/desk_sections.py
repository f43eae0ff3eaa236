"""What holds for this desk alone: how Daybook looks, its language, which book it opens; and when it locks itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from app import i18n
from app.i18n import LANGUAGES, N_, _
from app.models.book import current, is_open
from app.views import motion, theme
from app.views.desk import Desk
from app.views.files import ask_which
from app.views.first_run import first_run
from app.views.presence import LOCK_AFTER, LOCK_SETTING
from app.views.settings.items import Group, Item
from app.views.settings.restart import restart_with
from app.views.settings.section import Section
from app.views.texts import follow, set_language
from app.views.widgets.buttons import button
from app.views.widgets.labels import value_label

COMPACT = "window.compact"


def _scheme(desk: Desk, key: Any) -> None:
    if desk.shell is not None:
        desk.shell.choose_scheme(key)
    else:
        theme.choose(key)


def _language(desk: Desk, key: Any) -> None:
    if desk.shell is not None:
        desk.shell.choose_language(key)
    else:
        set_language(key)


def _compact(desk: Desk, on: Any) -> None:
    """Lists that were set one by one follow, too."""
    for page in list(getattr(desk.shell, "pages", {}).values()):
        set_compact = getattr(getattr(page, "view", None), "set_compact", None)
        if set_compact is not None:
            set_compact(bool(on))


class AppearanceSection(Section):
    """Colours, density, movement and language, at once."""

    key = "appearance"
    title = N_("Appearance and language")
    lead = N_("This holds for this computer only, and at once.")
    icon = "sun"
    needs = None
    words = (N_("Dark"), N_("Light"), N_("English"), N_("Animations"), N_("Theme"))
    groups = (
        Group(
            "look_card",
            N_("Look"),
            items=(
                Item(
                    "window.scheme",
                    N_("Colours"),
                    "choice",
                    "system",
                    "desk",
                    choices={"system": N_("As the system says"), "light": N_("Light"), "dark": N_("Dark")},
                    apply=_scheme,
                ),
                Item(
                    COMPACT,
                    N_("Low rows in lists"),
                    "switch",
                    False,
                    "desk",
                    hint=N_("More rows on the screen."),
                    apply=_compact,
                ),
                Item(
                    "window.motion",
                    N_("Movement"),
                    "choice",
                    "system",
                    "desk",
                    hint=N_("Panels and messages slide into sight."),
                    choices={"system": N_("As the system says"), "on": N_("Slide"), "off": N_("Stand still")},
                    apply=lambda _desk, key: motion.choose(str(key)),
                ),
            ),
        ),
        Group(
            "language_card",
            N_("Language"),
            N_("Documents have a language of their own; see the business."),
            (
                Item(
                    "window.language",
                    N_("Language of the window"),
                    "choice",
                    place="desk",
                    choices=lambda _desk: dict(LANGUAGES),
                    apply=_language,
                ),
            ),
        ),
    )

    def extra(self) -> None:
        theme.switch().switched.connect(self.load)
        follow(self.load)

    def load(self) -> None:
        super().load()
        # What the menu chose, or the command line for this run, is what is shown.
        self.rows["window.scheme"].show_value(theme.choice())
        self.rows["window.language"].show_value(i18n.language())


class SecuritySection(Section):
    """When the window locks by itself."""

    key = "security"
    title = N_("Locking")
    lead = N_("Ctrl+L locks the window at any time: its content is out of sight, and what runs goes on.")
    icon = "lock"
    words = (N_("Security"), N_("Idle"), N_("Password"))
    groups = (
        Group(
            "lock_card",
            items=(
                Item(
                    LOCK_SETTING,
                    N_("Lock after minutes without a touch"),
                    "count",
                    LOCK_AFTER,
                    "book",
                    hint=N_("0: never. Only who has a password is locked out."),
                    most=60,
                ),
            ),
        ),
    )


class BookSection(Section):
    """Where the book lies, and going to another one."""

    key = "book"
    title = N_("Books")
    lead = N_("A book is one file with everything in it. Each window works in one book.")
    icon = "book-open"
    needs = None
    words = (N_("Open"), N_("New book"), N_("File"))

    def extra(self) -> None:
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
        chosen = ask_which(self, _("Open another book…"), self._folder(), _("Daybook books (*.daybook)"))
        if chosen is not None:
            restart_with(self.desk, chosen)

    def _new(self) -> None:
        folder, number = self._folder(), 2
        while (folder / f"daybook {number}.daybook").exists():
            number += 1
        made = first_run(folder / f"daybook {number}.daybook", self.desk.preferences)
        if made is not None:
            restart_with(self.desk, made)
