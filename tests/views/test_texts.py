"""Texts that follow the language: of what is shown, and no longer of what is gone."""

from __future__ import annotations

import gc

import pytest
import shiboken6
from PySide6.QtWidgets import QDialog, QLabel, QMainWindow, QStackedWidget, QWidget

from app.i18n import N_, _
from app.views import texts, theme
from app.views.texts import button_text, follow, say, tip


def test_texts_of_closed_parts_are_forgotten_at_once(styled) -> None:
    kept = QLabel()
    say(kept.setText, N_("Customers"))
    gc.collect()
    say(kept.setText, N_("Orders"))
    before = len(texts._sayings)
    for _round in range(50):
        part = QWidget()
        say(part.setToolTip, N_("Customers"))
        say(part.setAccessibleName, N_("Customers"))
        del part
    gc.collect()
    say(kept.setText, N_("Customers"))
    assert len(texts._sayings) == before
    texts.set_language("zh_CN")
    assert kept.text() == "客户"
    texts.set_language("en")
    assert kept.text() == "Customers"


def test_texts_of_people_are_no_markup_and_no_shortcut() -> None:
    assert tip("Harbour & Hale") == "Harbour & Hale"
    assert tip("<b>x</b> & y\n2") == "<qt>&lt;b&gt;x&lt;/b&gt; &amp; y<br>2</qt>"
    assert button_text("Harbour & Hale") == "Harbour && Hale"


class _List(QLabel):
    """A part that has more to name than one text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.named: list[str] = []
        follow(self.name_all)

    def name_all(self) -> None:
        self.named.append(_("Customers"))


def test_what_is_seen_follows_the_language_before_what_is_not(styled, qtbot) -> None:
    seen, hidden = QWidget(), QWidget()
    qtbot.addWidget(seen)
    qtbot.addWidget(hidden)
    parts = [_List(hidden), _List(seen)]
    said = QLabel(seen)
    say(said.setText, N_("Customers"))
    seen.show()
    texts.set_language("zh_CN", in_turns=True)
    assert said.text() == "客户"
    assert [part.named for part in parts] == [[], []]
    qtbot.waitUntil(lambda: parts[1].named == ["客户"])
    qtbot.waitUntil(lambda: parts[0].named == ["客户"])
    texts.set_language("en")
    assert [part.named[-1] for part in parts] == ["Customers", "Customers"]


class _Failing(_List):
    """A part that cannot be named in Chinese."""

    def name_all(self) -> None:
        super().name_all()
        if self.named[-1] == "客户":
            raise LookupError("no word")


def _switch(qtbot, code: str) -> None:
    """Switch in turns until nothing is left to be said."""
    texts.set_language(code, in_turns=True)
    qtbot.waitUntil(lambda: not texts._waiting)


def test_no_window_stays_held_when_a_part_cannot_be_named(styled, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    before, failing, after = _List(window), _Failing(window), _List(window)
    said, unsaid = QLabel(window), QLabel(window)
    say(unsaid.setText, lambda: {"Customers": "Customers"}[_("Customers")])
    say(said.setText, N_("Customers"))
    window.show()
    with qtbot.capture_exceptions() as problems:
        _switch(qtbot, "zh_CN")
        qtbot.waitUntil(window.updatesEnabled)
    assert sorted(kind.__name__ for kind, _problem, _trace in problems) == ["KeyError", "LookupError"]
    assert (said.text(), unsaid.text()) == ("客户", "Customers")
    assert [part.named for part in (before, failing, after)] == [["客户"]] * 3
    texts.set_language("en")
    assert (said.text(), unsaid.text()) == ("Customers", "Customers")


def test_a_language_taken_back_at_once_leaves_nothing_of_it(styled, qtbot) -> None:
    window, hidden = QWidget(), QWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(hidden)
    parts = [_List(window), _List(hidden)]
    said, unseen = QLabel(window), QLabel(hidden)
    for each in (said, unseen):
        say(each.setText, N_("Customers"))
    window.show()
    texts.set_language("zh_CN", in_turns=True)
    assert not window.updatesEnabled()
    _switch(qtbot, "en")
    qtbot.waitUntil(window.updatesEnabled)
    assert (said.text(), unseen.text()) == ("Customers", "Customers")
    assert [part.named[-1] for part in parts] == ["Customers", "Customers"]
    # In the midst of it, all at once instead.
    texts.set_language("zh_CN", in_turns=True)
    texts.set_language("en")
    assert window.updatesEnabled()
    assert (said.text(), unseen.text()) == ("Customers", "Customers")


def test_windows_may_close_go_and_open_while_the_language_is_switched(styled, qtbot) -> None:
    kept, closed, gone = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(kept)
    qtbot.addWidget(closed)
    for window in (kept, closed, gone):
        _List(window)
        window.show()
    texts.set_language("zh_CN", in_turns=True)
    closed.close()
    shiboken6.delete(gone)
    dialog = QDialog(kept)
    name = QLabel(dialog)
    say(name.setText, N_("Customers"))
    dialog.open()
    assert dialog.updatesEnabled()
    assert name.text() == "客户"
    qtbot.waitUntil(lambda: not texts._waiting)
    qtbot.waitUntil(kept.updatesEnabled)
    closed.show()
    assert closed.updatesEnabled()
    texts.set_language("en")


def test_what_nobody_sees_follows_without_any_window(styled, qtbot) -> None:
    hidden = QWidget()
    qtbot.addWidget(hidden)
    part = _List(hidden)
    _switch(qtbot, "zh_CN")
    assert part.named == ["客户"]
    assert hidden.updatesEnabled()
    texts.set_language("en")


@pytest.mark.parametrize("language_first", [True, False])
def test_language_and_colours_switched_together_leave_the_window_painting(styled, qtbot, language_first: bool) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    pages = QStackedWidget()
    for _page in range(3):
        pages.addWidget(_List(pages))
    window.setCentralWidget(pages)
    theme.dress_window(window)
    window.show()
    switches = [lambda: texts.set_language("zh_CN", in_turns=True), lambda: theme.choose("dark")]
    for switch in switches if language_first else reversed(switches):
        switch()
    assert not window.updatesEnabled()
    qtbot.waitUntil(lambda: not texts._waiting)
    qtbot.waitUntil(window.updatesEnabled)
    dark = theme.style_sheet(theme.Scheme.DARK)
    qtbot.waitUntil(lambda: all(pages.widget(number).styleSheet() == dark for number in range(3)))
    assert window.updatesEnabled()
    # Whoever held the window, the pages that nobody saw left room for what people did.
    assert theme._parts()._turns.interval() > 0
    texts.set_language("en")
