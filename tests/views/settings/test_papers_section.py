"""Offices choose how their papers look, and see it before any paper is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.actor import Actor
from app.models.paper_style import SEAL, SHARED, PaperStyle, picture, stored, style_of
from app.operations.paper_styles import change_paper_style
from app.views.settings.papers_section import PapersSection
from app.views.settings.settings_page import SettingsPage
from tests.helpers.desk import idle
from tests.reports.reading import pages_of
from tests.reports.samples import logo
from tests.views.settings.changing import take_back


@pytest.fixture
def section(page: SettingsPage, qtbot: Any) -> PapersSection:
    shown = page.show_section("papers")
    assert isinstance(shown, PapersSection)
    settled(shown, qtbot)
    return shown


def settled(section: PapersSection, qtbot: Any) -> None:
    """Wait until what was chosen is kept and the sample shows it."""
    qtbot.waitUntil(lambda: not section._clock.isActive())
    idle(section.desk, qtbot)


def sample(section: PapersSection) -> str:
    return "\n".join(pages_of(section.viewer.renderer.pages.bytes))  # type: ignore[attr-defined]


def choose(field: Any, value: object) -> None:
    """Choose from a list as a click does."""
    field.setCurrentIndex(field.findData(value))
    field.activated.emit(field.currentIndex())


def test_a_colour_counts_at_once_and_is_taken_back(section: PapersSection, page: SettingsPage, qtbot: Any) -> None:
    choose(section.look.accent, "#0B6B6F")
    settled(section, qtbot)
    assert style_of("order_sheet").accent == "#0B6B6F"
    assert page.desk.shell.told == ["All papers changed."]
    take_back(page, qtbot)
    settled(section, qtbot)
    assert style_of("order_sheet") == PaperStyle()
    assert section.look.accent.currentData() == "#1B2430"


def test_one_kind_differs_from_all_papers_and_goes_back_to_them(section: PapersSection, qtbot: Any) -> None:
    section.look.letters.setValue(110)
    settled(section, qtbot)
    section.show_kind("quotation")
    settled(section, qtbot)
    assert section.look.letters.value() == 110
    assert stored("quotation") == {}
    assert section.state.text() == "As all papers"
    section.look.letters.setValue(90)
    settled(section, qtbot)
    assert (style_of("quotation").size, style_of("invoice").size) == (90, 110)
    assert section.state.text() == "Differs from all papers"
    section.reset_button.click()
    settled(section, qtbot)
    assert stored("quotation") == {}
    assert section.look.letters.value() == 110


def test_the_value_that_all_papers_have_is_not_kept_twice(section: PapersSection, qtbot: Any) -> None:
    section.show_kind("invoice")
    section.shown_parts.ticks["bank"].click()
    settled(section, qtbot)
    assert stored("invoice") == {"bank": False}
    section.shown_parts.ticks["bank"].click()
    settled(section, qtbot)
    assert stored("invoice") == {}


def test_the_sample_shows_what_is_typed_before_it_is_kept(section: PapersSection, qtbot: Any) -> None:
    section.show_kind("invoice")
    section.tabs.choose("texts")
    settled(section, qtbot)
    section.texts.title.setFocus()
    QTest.keyClicks(section.texts.title, "Tax invoice")
    settled(section, qtbot)
    assert "Tax invoice" in sample(section)
    assert stored("invoice") == {}
    QTest.keyClick(section.texts.title, Qt.Key.Key_Return)
    settled(section, qtbot)
    assert stored("invoice") == {"title": "Tax invoice"}


def test_columns_are_hidden_moved_and_widened(section: PapersSection, qtbot: Any) -> None:
    section.show_kind("order_sheet")
    section.tabs.choose("columns")
    editor = section.columns
    texts = [editor.list.item(row).text() for row in range(editor.list.count())]
    assert texts[:4] == ["No.", "Picture", "Code", "Description"]
    editor.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    settled(section, qtbot)
    assert "PA-480" not in sample(section)
    assert [editor.list.item(row).checkState() for row in (3, 4)] == [Qt.CheckState.Checked, Qt.CheckState.Unchecked]
    editor.list.setCurrentRow(10)
    editor.shift(-1)
    settled(section, qtbot)
    assert editor.list.currentItem().text() == "Amount"
    editor.list.setCurrentRow(0)
    editor.width_field.setValue(10)
    qtbot.waitUntil(lambda: not editor._settled.isActive())
    settled(section, qtbot)
    columns = style_of("order_sheet").columns
    assert [each.key for each in columns][-2:] == ["amount", "tax"]
    assert (columns[0].width, columns[2].shown) == (10, False)


def test_what_a_paper_is_about_cannot_be_unticked(section: PapersSection) -> None:
    section.show_kind("order_sheet")
    flags = section.columns.list.item(3).flags()
    assert not flags & Qt.ItemFlag.ItemIsUserCheckable


def test_nobody_is_asked_about_what_a_paper_never_has(section: PapersSection, qtbot: Any) -> None:
    ticks = section.shown_parts.ticks
    for kind, name, offered in (
        ("invoice", "signatures", False),
        ("order_sheet", "signatures", True),
        ("delivery_note", "bank", False),
        ("receipt", "payment_qr", False),
        ("statement", "bank", True),
    ):
        section.show_kind(kind)
        assert ticks[name].isHidden() is not offered, (kind, name)
    section.show_kind("statement")
    settled(section, qtbot)
    assert "Amount in words" in sample(section)
    ticks["words"].click()
    settled(section, qtbot)
    assert "Amount in words" not in sample(section)
    section.show_kind("delivery_note")
    assert section.texts.fields["terms"].isHidden()
    assert not section.texts.fields["footer"].isHidden()


def test_a_seal_is_taken_and_shown_where_it_is_ticked(section: PapersSection, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "seal.png"
    path.write_bytes(logo())
    section.take_file(SEAL, path)
    settled(section, qtbot)
    assert picture(SEAL)
    assert section.choose_buttons[SEAL].text() == "Change…"
    section.shown_parts.ticks["seal"].click()
    settled(section, qtbot)
    assert style_of("order_sheet").seal
    assert not style_of("invoice").seal
    section.take_picture(SEAL, b"")
    settled(section, qtbot)
    assert not picture(SEAL)


def test_a_file_that_is_no_picture_is_refused_in_words(section: PapersSection, tmp_path: Path, qtbot: Any) -> None:
    path = tmp_path / "seal.png"
    path.write_bytes(b"no picture")
    section.take_file(SEAL, path)
    settled(section, qtbot)
    assert "PNG or JPEG" in section.banner.text
    assert not picture(SEAL)


def test_a_change_made_elsewhere_is_shown(section: PapersSection, page: SettingsPage, qtbot: Any) -> None:
    change_paper_style(page.desk.actor, SHARED, {"second": "zh_CN"})
    page.refresh()
    settled(section, qtbot)
    assert section.look.second.currentData() == "zh_CN"
    assert "销售单" in sample(section)


def test_every_kind_of_paper_has_its_sample(section: PapersSection, qtbot: Any) -> None:
    seen = set()
    for number in range(section.kinds.count()):
        section.kinds.setCurrentIndex(number)
        section.load()
        settled(section, qtbot)
        seen.add(sample(section))
    assert len(seen) == section.kinds.count() - 1 >= 6, "all papers are shown on an order sheet"


def test_only_who_may_change_the_settings_may_change_papers(make_desk: Any, book: Any, qtbot: Any) -> None:
    from app.models.actor import Role
    from app.operations.users import add_user

    add_user(book.owner, "Ada", [Role.SALES])
    desk = make_desk(Actor(2, "Ada", frozenset({Role.SALES})))
    made = PapersSection(desk)
    qtbot.addWidget(made)
    assert not made.body.isEnabled()
