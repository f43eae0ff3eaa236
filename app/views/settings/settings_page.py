"""The page of settings: sections at the left, found by any word in them; the chosen one at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _
from app.models.book import is_open
from app.views.desk import Desk
from app.views.icons import icon
from app.views.page import Page
from app.views.settings.backup_section import BackupSection
from app.views.settings.code_sections import MethodSection, NumberSection, TaxSection
from app.views.settings.company_section import CompanySection
from app.views.settings.desk_sections import AppearanceSection, BookSection
from app.views.settings.people_section import PeopleSection
from app.views.settings.policy_sections import MonthSection, PolicySection
from app.views.settings.section import Section
from app.views.texts import language_switch, say
from app.views.widgets.labels import label

SECTIONS: tuple[type[Section], ...] = (
    CompanySection,
    TaxSection,
    NumberSection,
    MethodSection,
    PolicySection,
    MonthSection,
    PeopleSection,
    BackupSection,
    BookSection,
    AppearanceSection,
)


class SettingsPage(Page):
    """Sections are made when they are first shown."""

    watches = frozenset({"company", "tax_code", "tax_rate", "payment_method", "series", "user", "user_role", "setting"})

    def __init__(self, desk: Desk, shell: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, "settings_page", parent)
        self.setProperty("page", "true")
        self.shell = shell
        say(self.setAccessibleName, N_("Settings"))
        self.sections: dict[str, Section] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(label(N_("Settings"), "title", "page_title"))
        row.addStretch(1)
        self.search = QLineEdit()
        self.search.setObjectName("settings_search")
        self.search.setFixedWidth(300)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        say(self.search.setPlaceholderText, N_("Search the settings"))
        say(self.search.setAccessibleName, N_("Search the settings"))
        for inner in self.search.findChildren(QWidget):
            say(inner.setAccessibleName, N_("Search the settings"))
        self.search.textChanged.connect(self._searched)
        row.addWidget(self.search)
        column.addLayout(row)
        body = QHBoxLayout()
        body.setSpacing(20)
        self.list = QListWidget()
        self.list.setObjectName("settings_list")
        say(self.list.setAccessibleName, N_("Parts of the settings"))
        self.list.setFixedWidth(220)
        self.list.setIconSize(QSize(18, 18))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(2)
        for kind in SECTIONS:
            item = QListWidgetItem(icon(kind.icon), _(kind.title))
            item.setData(Qt.ItemDataRole.UserRole, kind.key)
            item.setSizeHint(QSize(200, 36))
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._chosen)
        body.addWidget(self.list)
        self.stack = QStackedWidget()
        self.stack.setObjectName("settings_stack")
        body.addWidget(self.stack, 1)
        column.addLayout(body, 1)
        self.nothing = label(N_("No setting has these words."), "muted", "settings_nothing")
        self.nothing.hide()
        column.addWidget(self.nothing)
        language_switch().switched.connect(self._speak)
        self._shown_before = False
        self._soon_more = QTimer(self)
        self._soon_more.setSingleShot(True)
        self._soon_more.setInterval(20)
        self._soon_more.timeout.connect(self._make_next)

    # Sections

    def section(self, key: str) -> Section:
        """The section with this key, made if it is new."""
        if key not in self.sections:
            kind = next(k for k in SECTIONS if k.key == key)
            made = kind(self.desk)
            holder = QScrollArea()
            holder.setObjectName(f"{key}_area")
            holder.setWidgetResizable(True)
            holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            inner = QWidget()
            inner.setObjectName("scroll_body")
            column = QVBoxLayout(inner)
            column.setContentsMargins(0, 0, 0, 0)
            made.setMaximumWidth(820)
            column.addWidget(made)
            holder.setWidget(inner)
            self.sections[key] = made
            self.stack.addWidget(holder)
            made.load()
        return self.sections[key]

    def show_section(self, key: str) -> Section:
        """Show a section."""
        keys = [k.key for k in SECTIONS]
        self.list.setCurrentRow(keys.index(key))
        return self.section(key)

    def _chosen(self, row: int) -> None:
        if row < 0:
            return
        key = SECTIONS[row].key
        made = self.section(key)
        self.stack.setCurrentIndex(list(self.sections).index(made.key))
        self.desk.preferences.set("settings.section", key)

    def _searched(self, text: str) -> None:
        wanted = text.strip().casefold()
        first = -1
        for number, kind in enumerate(SECTIONS):
            texts = [kind.title, kind.lead, *kind.words]
            if kind.key in self.sections:
                found = self.sections[kind.key].findChildren(QLabel)
                texts += [each.text() for each in found]
            hit = not wanted or any(wanted in each.casefold() or wanted in _(each).casefold() for each in texts)
            self.list.item(number).setHidden(not hit)
            if hit and first < 0:
                first = number
        self.nothing.setVisible(first < 0)
        current = self.list.currentRow()
        if first >= 0 and (current < 0 or self.list.item(current).isHidden()):
            self.list.setCurrentRow(first)

    def _speak(self) -> None:
        for number, kind in enumerate(SECTIONS):
            self.list.item(number).setText(_(kind.title))
        self.refresh()

    # As a page

    def refresh(self) -> None:
        # What somebody is typing is not overwritten by a change made elsewhere.
        for made in self.sections.values():
            if not made.dirty:
                made.load()

    def go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shown_before:
            self._shown_before = True
            kept = self.desk.preferences.get("settings.section", "company")
            self.show_section(kept if kept in [kind.key for kind in SECTIONS] else "company")
            self._soon_more.start()

    def _make_next(self) -> None:
        """Make one more section, so that a search finds every word in it and the window never stands still."""
        missing = next((kind.key for kind in SECTIONS if kind.key not in self.sections), None)
        if missing is not None and is_open() and self.isEnabled():
            self.section(missing)
            self._soon_more.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.hasFocus() and self.search.text():
            self.search.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
