"""F1 opens the guide in the program at the heading of the page, in the language of the window."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest

from app import views
from app.guide import FIRST, guide, guide_folder, plain, topic_of_page
from app.i18n import LANGUAGES
from app.views.help_window import HelpWindow, show_help
from app.views.page import Page
from app.views.pages import page_specs

IMAGE = 2


def kinds_of_page() -> list[type[Page]]:
    for module in walk_packages(views.__path__, "app.views."):
        import_module(module.name)
    found, waiting = [], [Page]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.append(kind)
    return [kind for kind in found if kind.__module__.startswith("app.")]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_page_has_its_topic_in_every_guide(language: str) -> None:
    topics = {heading.topic for heading in guide(language).headings}
    named = {kind.help_topic for kind in kinds_of_page() if kind.help_topic}
    assert named <= topics
    assert {topic_of_page(spec.key) for spec in page_specs()} <= topics
    own = [spec.key for spec in page_specs() if topic_of_page(spec.key) != FIRST]
    assert {"customers", "orders", "payments", "refunds", "invoices", "products", "statistics", "settings"} <= set(own)


def test_the_guides_have_the_same_headings() -> None:
    english, chinese = ([(h.level, h.part) for h in guide(language).headings] for language in ("en", "zh_CN"))
    assert english == chinese


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_picture_of_the_guide_is_there(language: str) -> None:
    named = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", "\n".join(guide(language).parts))
    assert len(named) >= 8
    assert [name for name in named if not (guide_folder() / name).is_file()] == []


def test_f1_opens_the_chapter_of_the_page_and_comes_again(shell, qtbot) -> None:
    shell.show_page("refunds")
    QTest.keyClick(shell, Qt.Key.Key_F1)
    window = shell.findChild(HelpWindow)
    assert window.isVisible()
    assert window.topic == "returns-refunds-and-write-offs"
    shell.show_page("invoices")
    shell.help()
    assert window.topic == "invoices"
    assert len(shell.findChildren(HelpWindow)) == 1
    window.go_back()
    assert window.topic == "returns-refunds-and-write-offs"


def test_it_follows_the_language_and_keeps_its_chapter(shell, qtbot) -> None:
    window = show_help(shell, shell.desk.preferences, "orders")
    assert window.text.toPlainText().startswith("Orders")
    shell.choose_language("zh_CN")
    assert window.topic == "orders"
    qtbot.waitUntil(lambda: window.text.toPlainText().startswith("订单"))
    assert window.windowTitle() == "使用指南"


def test_pictures_are_no_wider_than_the_text_has_room(shell, qtbot) -> None:
    window = show_help(shell, shell.desk.preferences, "orders")
    for width in (1000, 660):
        window.resize(width, 600)
        window.text._draw_again()
        picture = window.text.loadResource(IMAGE, QUrl("../images/order-editor.png"))
        assert 200 <= picture.width() / picture.devicePixelRatio() <= window.text.viewport().width() - 32


def test_a_search_narrows_the_contents_and_marks_the_words(shell, qtbot) -> None:
    window = show_help(shell, shell.desk.preferences, "orders")
    everything = window.contents.count()
    window.search.setText("pinyin")
    window._look_for()
    assert 0 < window.contents.count() < everything
    telling = sum("pinyin" in plain(part).casefold() for part in guide("en").parts)
    assert window.found.text() == f"In {telling} parts of the guide"
    assert len(window.text.extraSelections()) == plain(guide("en").parts[guide("en").heading(window.topic).part]).count(
        "pinyin"
    )
    window.search.setText("no such word")
    window._look_for()
    assert window.contents.count() == 0
    QTest.keyClick(window, Qt.Key.Key_Escape)
    window._look_for()
    assert window.contents.count() == everything
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_links_lead_to_their_chapter_or_document(shell, qtbot) -> None:
    window = show_help(shell, shell.desk.preferences, "start")
    window.text.asked.emit("invoices")
    assert window.topic == "invoices"
    window.text.asked.emit("../restore-drill.md")
    assert "drill" in window.text.toPlainText().splitlines()[0].lower()
    window.text.asked.emit("../../pyproject.toml.md")
    assert "drill" in window.text.toPlainText().splitlines()[0].lower()


def test_f1_in_a_dialog_opens_the_chapter_of_the_page_below(shell, real_desk, qtbot) -> None:
    from app.views.customers.dialogs import CustomerDialog

    shell.go_to("customers")
    dialog = CustomerDialog(real_desk, parent=shell)
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    window = dialog.findChild(HelpWindow)
    assert window.isVisible()
    assert window.topic == "customers"
    assert dialog.isVisible()
    dialog.close()
