"""About Daybook: what it is, which version, what it runs on, and the licences of all its parts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.folders import notice, resource
from app.i18n import N_, _
from app.views.icons import app_icon
from app.views.system_facts import as_text, known_facts
from app.views.texts import follow, say
from app.views.widgets.buttons import button
from app.views.widgets.facts import PackedFacts
from app.views.widgets.labels import label

WIDTH, HEIGHT = 880, 560
LOGO = 64
_FACTS = (N_("System"), N_("Book format"), N_("Screens"), N_("Language"), N_("Colours"))
"""The facts that are no names of products."""
_LESSER = "LGPL"
_FURTHER = ("LGPL-3.0.txt", "GPL-3.0.txt")


@dataclass(frozen=True)
class Part:
    """A part that is shipped: its name, version, licence, and the licence's text."""

    name: str
    version: str
    licence: str
    text: str


@cache
def parts() -> tuple[Part, ...]:
    """All parts that are shipped, Daybook itself first."""
    found = json.loads(resource("licences", "parts.json").read_text(encoding="utf-8"))
    own = Part("Daybook", __version__, "MIT", notice("LICENSE").read_text(encoding="utf-8"))
    others = (Part(p["name"], p["version"], p["licence"], p["text"]) for p in found)
    return (own, *sorted(others, key=lambda part: part.name.casefold()))


def licence_text(part: Part) -> str:
    """The whole text of a part's licence."""
    if not part.licence.startswith(_LESSER):
        return part.text
    further = (resource("licences", name).read_text(encoding="utf-8").strip() for name in _FURTHER)
    return "\n\n\n".join((part.text, *further))


class AboutDialog(QDialog):
    """Two leaves: the program and its system, and the licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        say(self.setWindowTitle, N_("About Daybook"))
        self.setMinimumSize(600, 420)
        self.resize(WIDTH, HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addLayout(self._head())
        self.leaves = QTabWidget()
        self.leaves.setObjectName("about_leaves")
        for leaf in (self._system(), self._licences()):
            self.leaves.addTab(leaf, "")
        follow(self._name_leaves)
        self._name_leaves()
        column.addWidget(self.leaves, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = button(N_("Close"), "about_close", run=self.accept)
        row.addWidget(close)
        column.addLayout(row)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        logo = QLabel()
        logo.setPixmap(app_icon().pixmap(LOGO, LOGO))
        logo.setFixedSize(LOGO, LOGO)
        row.addWidget(logo)
        words = QVBoxLayout()
        words.setSpacing(2)
        name = label("", "title", "about_name")
        say(name.setText, N_("Daybook"))
        words.addWidget(name)
        version = label("", "muted", "about_version")
        say(version.setText, lambda: _("Version {version}").format(version=__version__))
        words.addWidget(version)
        words.addWidget(
            label(
                N_("Orders, payments and invoices of a small business in one file on your own computer."),
                "",
                "about_lead",
                wrap=True,
            )
        )
        row.addLayout(words, 1)
        return row

    def _system(self) -> QWidget:
        leaf = QWidget()
        column = QVBoxLayout(leaf)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        facts = PackedFacts("about_facts", [(name, name) for name in known_facts()])
        facts.show_facts(known_facts())
        column.addWidget(facts)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(button(N_("Copy the facts"), "about_copy", icon="copy", run=self._copy))
        self.copied = label("", "hint", "about_copied")
        row.addWidget(self.copied, 1)
        column.addLayout(row)
        return leaf

    def _name_leaves(self) -> None:
        for number, title in enumerate((_("System"), _("Licences"))):
            self.leaves.setTabText(number, title)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text())
        say(self.copied.setText, N_("Copied."))

    def _licences(self) -> QWidget:
        leaf = QWidget()
        row = QHBoxLayout(leaf)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        self.parts = QListWidget()
        self.parts.setObjectName("about_parts")
        self.parts.setFixedWidth(220)
        say(self.parts.setAccessibleName, N_("Parts"))
        self.text = QPlainTextEdit()
        self.text.setObjectName("about_licence")
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        say(self.text.setAccessibleName, N_("Licence"))
        for part in parts():
            item = QListWidgetItem(f"{part.name} {part.version}".strip())
            item.setToolTip(part.licence)
            self.parts.addItem(item)
        self.parts.currentRowChanged.connect(self._show_part)
        row.addWidget(self.parts)
        row.addWidget(self.text, 1)
        self.parts.setCurrentRow(0)
        return leaf

    def _show_part(self, number: int) -> None:
        if 0 <= number < len(parts()):
            part = parts()[number]
            self.text.setPlainText(f"{part.licence}\n\n{licence_text(part)}")


def show_about(parent: QWidget) -> AboutDialog:
    """Open the dialog."""
    dialog = AboutDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
