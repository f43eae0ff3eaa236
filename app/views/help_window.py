"""The guide in a window of its own: contents and search at the left, the text at the right, a way back.

``show_help(parent, desk, topic)`` opens it at the heading of a topic, or brings forward the one that is open.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app import i18n
from app.folders import document
from app.guide import FIRST, Guide, Heading, guide, guide_folder, topic_of_page
from app.i18n import N_, _, ngettext
from app.preferences import Preferences
from app.views import window_place
from app.views.desk import Desk
from app.views.guide_view import GuideView
from app.views.moments import soon
from app.views.texts import follow, say
from app.views.widgets.buttons import icon_button
from app.views.widgets.labels import label
from app.views.widgets.search_box import search_box

USUAL = QSize(1000, 720)
SMALLEST = QSize(640, 440)
CONTENTS = 264
PLACE = "window.help"
_TOPIC = int(Qt.ItemDataRole.UserRole)


class HelpWindow(QWidget):
    """Reads the guide."""

    def __init__(self, parent: QWidget | None, preferences: Preferences) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("help_window")
        self.setMinimumSize(SMALLEST)
        self._preferences = preferences
        self._guide: Guide = guide(i18n.language())
        self._topic = FIRST
        self._before: list[str] = []
        say(self.setWindowTitle, N_("Guide"))
        self._build()
        for keys, run in (("Alt+Left", self.go_back), ("Ctrl+F", self._to_search), ("Ctrl+W", self.close)):
            QShortcut(QKeySequence(keys), self, run)
        follow(self._switched)
        window_place.restore(self, preferences, PLACE, USUAL)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = QFrame()
        side.setObjectName("help_side")
        side.setFixedWidth(CONTENTS)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(4)
        self.back = icon_button("arrow-left", N_("Back (Alt+Left)"), "help_back", run=self.go_back)
        top.addWidget(self.back)
        self.search = search_box("help_search", N_("Search the guide"))
        self._soon = soon(self, 120, self._look_for)
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self.search.returnPressed.connect(self._look_for)
        top.addWidget(self.search, 1)
        column.addLayout(top)
        self.found = label("", "hint", "help_found", wrap=True)
        self.found.hide()
        column.addWidget(self.found)
        self.contents = QListWidget()
        self.contents.setObjectName("help_contents")
        say(self.contents.setAccessibleName, N_("Contents"))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.currentItemChanged.connect(lambda now, _before: self._chosen(now))
        column.addWidget(self.contents, 1)
        row.addWidget(side)
        self.text = GuideView(guide_folder(), self)
        self.text.asked.connect(self._follow)
        row.addWidget(self.text, 1)
        self._fill()

    # Going about

    @property
    def topic(self) -> str:
        """The topic that is shown."""
        return self._topic

    def show_topic(self, topic: str, *, remember: bool = True) -> None:
        """Show the part of the guide that a topic stands in, at its heading."""
        heading = self._guide.heading(topic)
        if remember and heading.topic != self._topic:
            self._before.append(self._topic)
        self._topic = heading.topic
        self.back.setEnabled(bool(self._before))
        self.text.show_text(self._guide.parts[heading.part])
        self.text.mark_words(self.search.text().strip())
        if heading.level > 2:
            QTimer.singleShot(0, self.text, lambda: self.text.go_to_heading(heading.title))
        self._show_in_contents(heading)

    def _show_in_contents(self, heading: Heading) -> None:
        self.contents.blockSignals(True)
        for line in range(self.contents.count()):
            if self.contents.item(line).data(_TOPIC) == heading.topic:
                self.contents.setCurrentRow(line)
        self.contents.blockSignals(False)

    def go_back(self) -> None:
        """Show what was shown before."""
        if self._before:
            self.show_topic(self._before.pop(), remember=False)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_topic(str(item.data(_TOPIC)))

    def _follow(self, link: str) -> None:
        if "://" in link:
            QDesktopServices.openUrl(QUrl(link))
            return
        if not link.endswith(".md"):
            self.show_topic(link)
            return
        file = (guide_folder() / link).resolve()
        if file.is_file() and file.is_relative_to(document().resolve()):
            self._before.append(self._topic)
            self.back.setEnabled(True)
            self.text.show_text(file.read_text(encoding="utf-8"))

    # Contents and search

    def _fill(self) -> None:
        words = self.search.text().strip()
        parts = set(self._guide.holding(words))
        self.contents.blockSignals(True)
        self.contents.clear()
        for heading in self._guide.headings:
            if heading.level == 1 or (words and heading.part not in parts):
                continue
            item = QListWidgetItem(heading.title if heading.level == 2 else f"    {heading.title}")
            item.setData(_TOPIC, heading.topic)
            item.setToolTip(heading.title)
            self.contents.addItem(item)
        self.contents.blockSignals(False)
        self.found.setVisible(bool(words))
        count = len(parts)
        if words:
            say(
                self.found.setText,
                lambda: (
                    ngettext("In {n} part of the guide", "In {n} parts of the guide", count).format(n=count)
                    if count
                    else _("Nothing about this. Try another word.")
                ),
            )

    def _look_for(self) -> None:
        self._soon.stop()
        self._fill()
        words = self.search.text().strip()
        parts = self._guide.holding(words)
        here = self._guide.heading(self._topic)
        if parts and here.part not in parts:
            here = next(h for h in self._guide.headings if h.part == parts[0])
        self.show_topic(here.topic)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _switched(self) -> None:
        self._guide = guide(i18n.language())
        self._fill()
        self.show_topic(self._topic, remember=False)

    # Coming and going

    def come_forward(self) -> None:
        """Bring the window before the others."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.text():
            self.search.clear()
        else:
            self.close()

    def hideEvent(self, event: object) -> None:
        window_place.remember(self, self._preferences, PLACE)


def show_help(parent: QWidget | None, preferences: Preferences, topic: str = FIRST) -> HelpWindow:
    """Open the guide at a topic; the one that this window has open already is brought forward."""
    found = parent.findChild(HelpWindow, options=Qt.FindChildOption.FindDirectChildrenOnly) if parent else None
    shown = found or HelpWindow(parent, preferences)
    shown.search.clear()
    shown.show_topic(topic)
    shown.come_forward()
    return shown


def help_over(dialog: QWidget, desk: Desk) -> HelpWindow:
    """Open the guide over a dialog, at what it says about the page below."""
    below: QWidget | None = dialog
    topic = ""
    while below is not None and not topic:
        topic = str(getattr(below, "help_topic", ""))
        below = below.parentWidget()
    if not topic and desk.shell is not None:
        page = desk.shell.current_page()
        topic = (page.help_topic if page is not None else "") or topic_of_page(desk.shell.shown)
    return show_help(dialog, desk.preferences, topic or FIRST)
