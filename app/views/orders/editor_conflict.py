"""Somebody else changed the order meanwhile: what they made of it beside what is typed here, with a choice for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QRadioButton, QScrollArea, QWidget

from app.i18n import N_, _
from app.views import tab_order, theme
from app.views.icons import glyph
from app.views.orders.order_merge import Clash, Key, Merge
from app.views.texts import button_text, say, tip
from app.views.widgets.buttons import button
from app.views.widgets.labels import Card, NoteLabel, label

TALLEST, SHORTEST = 176, 96
Words = Callable[[Key, Any], tuple[str, str]]
"""What a field or line is called, and how a value of it reads."""


class ConflictCard(Card):
    """The things that both changed. ``decided`` tells which of them are to be theirs."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__("editor_conflict_card", padding=12)
        self.merge: Merge | None = None
        self._theirs: dict[Key, QRadioButton] = {}
        self._groups: list[QButtonGroup] = []
        head = QHBoxLayout()
        self._picture = QLabel()
        self._picture.setFixedSize(20, 20)
        self._title = label("", "section", "editor_conflict_title", wrap=True)
        head.addWidget(self._picture)
        head.addWidget(self._title, 1)
        self.body.setSpacing(8)
        self.body.addLayout(head)
        self._taken = NoteLabel("editor_conflict_taken")
        self._area = QScrollArea()
        self._area.setObjectName("editor_conflict_scroll")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._area)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 8, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self._taken, 1)
        self.all_theirs = button(N_("Take all theirs"), "take_theirs_button", run=lambda: self._all(theirs=True))
        self.all_mine = button(N_("Keep all mine"), "keep_mine_button", run=lambda: self._all(theirs=False))
        self.apply = button(N_("Use this choice"), "merge_button", run=self._decide)
        for each in (self.all_theirs, self.all_mine, self.apply):
            foot.addWidget(each)
        self.body.addLayout(foot)
        theme.switch().switched.connect(self._draw)
        self._draw()
        self.hide()

    def _draw(self) -> None:
        self._picture.setPixmap(glyph("git-merge", theme.tokens().warn, 18, self.devicePixelRatioF()))

    def show_merge(self, merge: Merge, who: str, words: Words) -> None:
        """Show what both changed, and name what was taken over already."""
        self.merge = merge
        say(
            self._title.setText,
            lambda: _("{name} changed this order while you were writing. Choose what is to stay.").format(
                name=who or _("Somebody")
            ),
        )
        names = list(dict.fromkeys(words(key, None)[0] for key in merge.taken))
        taken = ", ".join(names)

        def told() -> str:
            return _("Taken over already: {fields}").format(fields=taken) if taken else ""

        say(self._taken.setText, told)
        say(self._taken.setToolTip, lambda: tip(told()))
        self._fill(merge.clashes, words)
        self.show()
        tab_order.arrange_around(self)

    def _fill(self, clashes: tuple[Clash, ...], words: Words) -> None:
        body = QWidget()
        body.setObjectName("scroll_body")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, text in ((1, N_("Theirs")), (2, N_("Mine"))):
            grid.addWidget(label(text, "label"), 0, column)
        self._theirs.clear()
        self._groups.clear()
        for row, clash in enumerate(clashes, start=1):
            name, theirs = words(clash.key, clash.theirs)
            mine = words(clash.key, clash.mine)[1]
            caption = label("", "muted")
            caption.setText(name)
            grid.addWidget(caption, row, 0)
            group = QButtonGroup(body)
            for column, value, side in ((1, theirs, "theirs"), (2, mine, "mine")):
                choice = QRadioButton(button_text(value))
                choice.setObjectName(f"{side}_{row}")
                choice.setAccessibleName(f"{name}, {_('Theirs') if side == 'theirs' else _('Mine')}: {value}")
                group.addButton(choice)
                grid.addWidget(choice, row, column)
                if side == "theirs":
                    self._theirs[clash.key] = choice
                else:
                    choice.setChecked(True)
            self._groups.append(group)
        self._area.setWidget(body)
        tall = min(TALLEST, body.sizeHint().height())
        self._area.setMinimumHeight(min(tall, SHORTEST))
        self._area.setMaximumHeight(tall)

    def _all(self, *, theirs: bool) -> None:
        self._finish(frozenset(self._theirs) if theirs else frozenset())

    def _decide(self) -> None:
        self._finish(frozenset(key for key, choice in self._theirs.items() if choice.isChecked()))

    def _finish(self, theirs: frozenset[Key]) -> None:
        merge, self.merge = self.merge, None
        self.hide()
        if merge is not None:
            self.decided.emit(merge.decided(theirs))
