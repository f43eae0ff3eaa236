"""Texts that follow the language: of what is shown, and no longer of what is gone."""

from __future__ import annotations

import gc

from PySide6.QtWidgets import QLabel, QWidget

from app.i18n import N_, _
from app.views import texts
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
