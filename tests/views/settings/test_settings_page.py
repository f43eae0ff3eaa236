"""The settings over a real book: what is changed holds at once and can be taken back, what may not be is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import i18n
from app.models.actor import Role
from app.models.company import the_company
from app.operations.company import change_setting
from app.queries.backups import WARN_SETTING
from app.queries.book_settings import setting
from app.views import motion, texts, theme
from app.views.desk import Desk
from app.views.settings.items import UNSET
from app.views.settings.restart import command_for
from app.views.settings.settings_page import SECTIONS, SettingsPage
from tests.helpers.book import TestBook, a_customer, an_order
from tests.helpers.desk import idle
from tests.views.settings.changing import row_of, shown, take_back, typed

# The page


def test_every_section_is_shown_and_only_those_are_made(page: SettingsPage, qtbot: Any) -> None:
    assert set(page.sections) == {"company"}
    for kind in SECTIONS:
        page.show_section(kind.key)
        idle(page.desk, qtbot)
        page.grab()
        assert page.current_key() == kind.key


@pytest.mark.parametrize(
    ("text", "section", "item"),
    [
        ("password", "people", ""),
        ("rounded", "taxes", "tax_rounding"),
        ("credit limit", "policies", "review_credit_limit"),
        ("备份", "backup", WARN_SETTING),
        ("beifen", "backup", WARN_SETTING),
        ("bf", "backup", WARN_SETTING),
        ("dark", "appearance", "window.scheme"),
    ],
)
def test_a_word_in_either_language_finds_its_setting(
    page: SettingsPage, text: str, section: str, item: str, qtbot: Any
) -> None:
    page.search.setText(text)
    idle(page.desk, qtbot)
    assert (section, "") in page.found()
    assert (section, item) in page.found()
    assert len(page.found()) < len(SECTIONS)


def test_no_hit_says_so_and_clearing_brings_all_back(page: SettingsPage, qtbot: Any) -> None:
    page.search.setText("no such word anywhere")
    idle(page.desk, qtbot)
    assert page.nothing.isVisible()
    assert page.found() == []
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert len(page.found()) == len(SECTIONS)


def test_a_found_setting_is_reached_by_keys_alone(page: SettingsPage, qtbot: Any) -> None:
    page.activateWindow()
    page.go_to_search()
    QTest.keyClicks(page.search, "no terms of their own")
    idle(page.desk, qtbot)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    row = page.sections["terms"].rows["default_terms"]
    assert page.current_key() == "terms"
    qtbot.waitUntil(row.field.hasFocus)
    assert row.property("found") == "true"


def test_every_setting_has_a_name_and_those_with_a_default_say_so(page: SettingsPage, qtbot: Any) -> None:
    for kind in SECTIONS:
        section = page.show_section(kind.key)
        idle(page.desk, qtbot)
        for row in section.rows.values():
            assert row.field.accessibleName()
            assert row.field.objectName()
            usual = row.item.default is not UNSET and row.kept == row.item.default
            assert row.usual.isHidden() is not usual
            assert row.reset.isHidden() is (usual or row.item.default is UNSET)


def test_dangerous_settings_stand_last_and_say_what_they_bring_about() -> None:
    for kind in SECTIONS:
        dangers = [group.danger for group in kind.groups]
        assert dangers == sorted(dangers)
        for group in kind.groups:
            assert not group.danger or all(item.consequence for item in group.items)


def test_the_page_speaks_another_language_at_once(page: SettingsPage) -> None:
    texts.set_language("zh_CN")
    assert page.list.item(0).text() == i18n.translator("zh_CN")("Business")
    assert page.current_key() == "company"


# Single settings


def test_a_change_holds_at_once_and_is_taken_back_by_the_toast(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "company", "tax_number", qtbot)
    before = the_company().tax_number
    typed(row, "91330100MA", page, qtbot)
    assert the_company().tax_number == "91330100MA"
    assert page.desk.shell.told == ["Tax number changed."]
    take_back(page, qtbot)
    assert the_company().tax_number == before
    field: Any = row.field
    assert field.text() == before


def test_an_address_of_several_lines_counts_when_it_is_left(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "company", "address", qtbot)
    field: Any = row.field
    field.setPlainText("1 Quay Street\nHarbour")
    field.left.emit()
    idle(page.desk, qtbot)
    assert the_company().address == "1 Quay Street\nHarbour"


def test_what_the_book_refuses_is_said_at_the_field_and_stays_there(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "company", "name", qtbot)
    typed(row, " ", page, qtbot)
    assert row.problem == "The business needs a name."
    assert the_company().name
    typed(row, "Larch & Daughter", page, qtbot)
    assert row.problem == ""
    assert the_company().name == "Larch & Daughter"


def test_what_is_no_number_is_said_at_the_field(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "policies", "review_amount", qtbot)
    typed(row, "a lot", page, qtbot)
    assert "is not a number" in row.problem
    assert the_company().review_amount == 0
    typed(row, "1000", page, qtbot)
    assert the_company().review_amount == 100_000


def test_a_default_is_marked_and_brought_back(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "policies", "review_credit_limit", qtbot)
    field: Any = row.field
    assert not row.usual.isHidden()
    field.click()
    idle(page.desk, qtbot)
    assert not the_company().review_credit_limit
    assert row.reset.text() == "Back to the default: on"
    row.reset.click()
    idle(page.desk, qtbot)
    assert the_company().review_credit_limit
    assert not row.usual.isHidden()


def test_a_choice_holds_at_once(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "policies", "stock_policy", qtbot)
    field: Any = row.field
    field.setCurrentIndex(field.findData("kept"))
    field.activated.emit(field.currentIndex())
    idle(page.desk, qtbot)
    assert the_company().stock_policy == "kept"


def test_a_setting_of_the_book_is_forgotten_when_it_is_the_default_again(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "security", "lock.minutes", qtbot)
    field: Any = row.field
    field.setValue(5)
    qtbot.waitUntil(lambda: setting("lock.minutes") == 5)
    idle(page.desk, qtbot)
    row.reset.click()
    idle(page.desk, qtbot)
    assert setting("lock.minutes") is None


def test_a_change_elsewhere_does_not_overwrite_what_is_being_typed(
    page: SettingsPage, book: TestBook, qtbot: Any
) -> None:
    page.activateWindow()
    row = row_of(page, "company", "phone", qtbot)
    field: Any = row.field
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.clear()
    QTest.keyClicks(field, "0571")
    change_setting(book.owner, "lock.minutes", 3)
    page.refresh()
    assert field.text() == "0571"
    QTest.keyClick(field, Qt.Key.Key_Return)
    idle(page.desk, qtbot)
    assert the_company().phone == "0571"


def test_the_currency_stays_once_there_are_orders(page: SettingsPage, book: TestBook, qtbot: Any) -> None:
    an_order(book.owner, a_customer(book.owner), 100)
    row = row_of(page, "company", "currency", qtbot)
    field: Any = row.field
    field.setCurrentIndex(field.findData("EUR"))
    field.activated.emit(field.currentIndex())
    idle(page.desk, qtbot)
    assert "cannot change" in row.problem
    assert the_company().currency == "USD"


def test_colours_language_and_movement_change_at_once_and_back(page: SettingsPage, qtbot: Any) -> None:
    page.desk.shell = None
    for key, other, now in (
        ("window.scheme", "dark", theme.choice),
        ("window.motion", "off", motion.choice),
        ("window.language", "zh_CN", i18n.language),
    ):
        row = row_of(page, "appearance", key, qtbot)
        field: Any = row.field
        before = now()
        field.setCurrentIndex(field.findData(other))
        field.activated.emit(field.currentIndex())
        assert now() == other
        page.sections["appearance"].change(row, before)
        assert now() == before
    motion.choose("system")


# Rights


def test_who_is_no_owner_is_told_why_a_section_is_closed(
    book: TestBook, make_desk: Callable[..., Desk], qtbot: Any
) -> None:
    desk = make_desk(book.person(Role.SALES))
    page = shown(desk, qtbot)
    section = page.show_section("company")
    assert not section.body.isEnabled()
    assert "owner" in section.banner.text
    idle(desk, qtbot)
    shiboken6.delete(page)


def test_another_book_opens_in_a_fresh_window() -> None:
    assert command_for(Path("shop.daybook"))[-1] == "shop.daybook"
