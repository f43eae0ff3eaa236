"""The page of settings: sections at the left, found by any word of them or of a single setting; one shown at the right.

A section is made when it is first shown, so that opening the page never takes long.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
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
from app.views.settings.code_sections import NumberSection, TaxSection
from app.views.settings.company_section import CompanySection
from app.views.settings.desk_sections import AppearanceSection, BookSection, SecuritySection
from app.views.settings.einvoice_section import EInvoiceSection
from app.views.settings.method_section import MethodSection
from app.views.settings.name_sections import (
    CarrierSection,
    ChannelSection,
    HoldTextSection,
    ReasonSection,
    WordSection,
)
from app.views.settings.papers_section import PapersSection
from app.views.settings.people_section import PeopleSection
from app.views.settings.policy_sections import MonthSection, PolicySection
from app.views.settings.product_sections import ProductSection
from app.views.settings.reminder_section import ReminderSection
from app.views.settings.search import Entry, find, index_of, quick_index
from app.views.settings.section import Section
from app.views.settings.terms_section import TermsSection
from app.views.texts import follow, say
from app.views.widgets.labels import label
from app.views.widgets.search_box import search_box

SECTIONS: tuple[type[Section], ...] = (
    CompanySection,
    PapersSection,
    TaxSection,
    NumberSection,
    TermsSection,
    EInvoiceSection,
    MethodSection,
    ChannelSection,
    ReasonSection,
    HoldTextSection,
    ReminderSection,
    ProductSection,
    CarrierSection,
    WordSection,
    PolicySection,
    MonthSection,
    PeopleSection,
    SecuritySection,
    BackupSection,
    BookSection,
    AppearanceSection,
)
_KINDS = {kind.key: kind for kind in SECTIONS}
_SECTION, _ITEM = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1


class SettingsPage(Page):
    """Sections are made when they are first shown."""

    watches = frozenset(
        {
            "company",
            "tax_code",
            "tax_rate",
            "payment_method",
            "channel",
            "series",
            "user",
            "user_role",
            "setting",
            "category",
        }
    )
    help_topic = "settings"

    def __init__(self, desk: Desk, shell: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, "settings_page", parent)
        self.setProperty("page", "true")
        self.shell = shell
        say(self.setAccessibleName, N_("Settings"))
        self.sections: dict[str, Section] = {}
        self.index: tuple[Entry, ...] = ()
        self._wanted_item = ""
        self._first = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        body = QHBoxLayout()
        body.setSpacing(20)
        left = QVBoxLayout()
        self.list = QListWidget()
        self.list.setObjectName("settings_list")
        say(self.list.setAccessibleName, N_("Parts of the settings"))
        self.list.setFixedWidth(236)
        self.list.setIconSize(QSize(18, 18))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda now, _before: self._chosen(now))
        self.list.itemActivated.connect(self._activated)
        self.list.itemClicked.connect(self._activated)
        left.addWidget(self.list, 1)
        self.nothing = label(N_("No setting has these words."), "muted", "settings_nothing", wrap=True)
        self.nothing.setFixedWidth(236)
        self.nothing.hide()
        left.addWidget(self.nothing)
        body.addLayout(left)
        self.stack = QStackedWidget()
        self.stack.setObjectName("settings_stack")
        body.addWidget(self.stack, 1)
        column.addLayout(body, 1)
        follow(self._speak)
        self._shown_before = False
        self._fill()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(N_("Settings"), "title", "page_title"))
        row.addStretch(1)
        self.search = search_box("settings_search", N_("Search the settings"), width=300)
        self.search.textChanged.connect(lambda _text: self._searched())
        row.addWidget(self.search)
        return row

    # The list at the left

    def _fill(self) -> None:
        """The sections; while something is searched those that hold it, each with the single settings found."""
        typed = self.search.text().strip()
        found = find(self.index or quick_index(SECTIONS), typed) if typed else ()
        sections = {entry.section for entry in found}
        current = self.current_key()
        self.list.blockSignals(True)
        self.list.clear()
        chosen: QListWidgetItem | None = None
        for kind in SECTIONS:
            if typed and kind.key not in sections:
                continue
            item = self._add(kind.key, "", _(kind.title), icon(kind.icon))
            chosen = item if kind.key == current else chosen
            for entry in found:
                if entry.section == kind.key and entry.item:
                    self._add(kind.key, entry.item, _(entry.title), None)
        self.list.blockSignals(False)
        self.nothing.setVisible(bool(typed) and bool(self.index) and not sections)
        if chosen is None and self.list.count():
            chosen = self.list.item(0)
        if chosen is not None and (typed or current):
            self.list.setCurrentItem(chosen)
            self._chosen(chosen)

    def _add(self, section: str, key: str, text: str, picture: QIcon | None) -> QListWidgetItem:
        item = QListWidgetItem(text) if picture is None else QListWidgetItem(picture, text)
        if picture is None:
            item.setText(f"        {text}")
            item.setToolTip(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_(_KINDS[section].title)}: {text}")
        item.setData(_SECTION, section)
        item.setData(_ITEM, key)
        item.setSizeHint(QSize(200, 36 if picture is not None else 30))
        self.list.addItem(item)
        return item

    def found(self) -> list[tuple[str, str]]:
        """What the list at the left shows: keys of sections, and below them of single settings."""
        items = [self.list.item(number) for number in range(self.list.count())]
        return [(str(item.data(_SECTION)), str(item.data(_ITEM))) for item in items]

    def _searched(self) -> None:
        self._fill()
        if not self.index and self.search.text().strip():
            self._make_index()

    def _make_index(self) -> None:
        self.desk.read(lambda: index_of(SECTIONS), self._indexed, key="settings.index", owner=self)

    def _indexed(self, index: tuple[Entry, ...]) -> None:
        self.index = index
        if self.search.text().strip():
            self._fill()

    # Sections

    def current_key(self) -> str:
        """The key of the section that is shown; nothing before the first one is."""
        shown = self.stack.currentWidget()
        return next((key for key, made in self.sections.items() if shown is not None and shown.isAncestorOf(made)), "")

    def section(self, key: str) -> Section:
        """The section with this key, made if it is new."""
        if key not in self.sections:
            made = _KINDS[key](self.desk)
            holder = QScrollArea()
            holder.setObjectName(f"{key}_area")
            holder.setWidgetResizable(True)
            holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            inner = QWidget()
            inner.setObjectName("scroll_body")
            column = QVBoxLayout(inner)
            column.setContentsMargins(0, 0, 0, 0)
            made.setMaximumWidth(made.most_width)
            column.addWidget(made)
            holder.setWidget(inner)
            self.sections[key] = made
            self.stack.addWidget(holder)
            made.load()
        return self.sections[key]

    def show_section(self, key: str, item: str = "") -> Section:
        """Show a section, and bring one of its settings into sight."""
        if self.search.text():
            self.search.clear()
        row = next(number for number, pair in enumerate(self.found()) if pair == (key, ""))
        self.list.setCurrentRow(row)
        made = self._bring(key)
        self._go_to(item)
        return made

    def _bring(self, key: str) -> Section:
        made = self.section(key)
        self.stack.setCurrentIndex(list(self.sections).index(key))
        self.desk.preferences.set("settings.section", key)
        return made

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._bring(str(item.data(_SECTION)))
            self._go_to(str(item.data(_ITEM)), focus=False)

    def _activated(self, item: QListWidgetItem) -> None:
        self._bring(str(item.data(_SECTION)))
        self._go_to(str(item.data(_ITEM)))

    def _go_to(self, key: str, *, focus: bool = True) -> None:
        self._wanted_item = key
        if not key:
            return
        section = self.sections[self.current_key()]
        area = self.stack.currentWidget()
        row = section.rows.get(key)

        def scroll() -> None:
            # The section's layout has its place only after it was shown.
            if self._wanted_item == key and row is not None and isinstance(area, QScrollArea):
                area.ensureWidgetVisible(row, 0, 80)

        if row is not None:
            row.stand_out(focus=focus)
            QTimer.singleShot(0, row, scroll)

    def _speak(self) -> None:
        self._fill()
        self.refresh()

    # As a page

    def refresh(self) -> None:
        # What somebody is typing is not overwritten by a change made elsewhere.
        if is_open():
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
            if not self.current_key():
                # The page is drawn first, so that it answers at once.
                self._first = kept if kept in _KINDS else "company"
                QTimer.singleShot(0, self, self._show_first)

    def _show_first(self) -> None:
        if not self.current_key() and is_open():
            self.show_section(self._first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.search.hasFocus():
            self._to_first()
        else:
            super().keyPressEvent(event)

    def _to_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        first = next((n for n, (_section, item) in enumerate(self.found()) if item), -1)
        if first >= 0 and self.search.text().strip():
            self.list.setCurrentRow(first)
