"""The settings over a real book: what is changed holds at once and can be taken back, what may not be is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app import i18n
from app.models.actor import Role
from app.models.book import is_open, open_book
from app.models.company import the_company
from app.operations import maintenance
from app.operations.company import change_setting
from app.queries.backups import WARN_SETTING
from app.queries.book_settings import channel_uses, members, number_series, payment_methods, setting, taxes
from app.queries.reasons import TOPICS, reasons, usual_reasons
from app.views import motion, problems, texts, theme
from app.views.desk import Desk
from app.views.settings import backup_section
from app.views.settings.code_sections import PatternDialog, RateDialog, TaxDialog
from app.views.settings.items import UNSET
from app.views.settings.name_sections import ChannelDialog
from app.views.settings.people_section import PasswordDialog, PersonDialog, RolesDialog
from app.views.settings.restart import command_for
from app.views.settings.rows import SettingRow
from app.views.settings.settings_page import SECTIONS, SettingsPage
from tests.helpers.book import TestBook, a_customer, an_order, value
from tests.helpers.desk import idle


class Teller:
    """Stands for the window: keeps what it is asked to tell, and how that is taken back."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.undo: Callable[[], object] | None = None

    def tell(self, text: str, undo: Callable[[], object] | None = None) -> None:
        self.told.append(text)
        self.undo = undo


@pytest.fixture
def page(real_desk: Desk, qtbot: Any) -> Iterator[SettingsPage]:
    real_desk.shell = Teller()
    made = shown(real_desk, qtbot)
    yield made
    idle(real_desk, qtbot)
    shiboken6.delete(made)


def shown(desk: Desk, qtbot: Any) -> SettingsPage:
    page = SettingsPage(desk)
    page.resize(1096, 700)
    page.show()
    idle(desk, qtbot)
    return page


def row_of(page: SettingsPage, section: str, key: str, qtbot: Any) -> SettingRow:
    row = page.show_section(section).rows[key]
    idle(page.desk, qtbot)
    return row


def typed(row: SettingRow, text: str, page: SettingsPage, qtbot: Any) -> None:
    """Type into the field of a setting and leave it with Enter."""
    field: Any = row.field
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    idle(page.desk, qtbot)


def take_back(page: SettingsPage, qtbot: Any) -> None:
    page.desk.shell.undo()
    idle(page.desk, qtbot)


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
    QTest.keyClicks(page.search, "days to pay")
    idle(page.desk, qtbot)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    row = page.sections["policies"].rows["default_terms_days"]
    assert page.current_key() == "policies"
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


# Logo, taxes, names, numbers, months


def test_a_picture_becomes_the_logo_and_other_files_do_not(page: SettingsPage, qtbot: Any, tmp_path: Path) -> None:
    section: Any = page.show_section("company")
    picture, text = tmp_path / "logo.png", tmp_path / "logo.txt"
    page.grab().save(str(picture))
    text.write_text("no picture")
    section.take_logo(text)
    assert "no PNG or JPEG" in section.banner.text
    section.take_logo(picture)
    idle(page.desk, qtbot)
    assert bytes(the_company().logo) == picture.read_bytes()


def accept(dialog: Any, desk: Desk, qtbot: Any) -> None:
    dialog.accept_form()
    idle(desk, qtbot)


def test_a_tax_gets_another_rate_from_a_date_on(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("taxes")
    dialog = TaxDialog(section)
    dialog.code.setText("VAT")
    dialog.name.setText("Sales tax")
    dialog.rate.setText("8")
    dialog.since.set_value(date(2026, 1, 1))
    accept(dialog, page.desk, qtbot)
    tax = next(t for t in taxes(date(2026, 2, 1)) if t.code == "VAT")
    assert tax.rate == 80_000
    rate = RateDialog(section, tax)
    rate.rate.setText("9.5")
    rate.since.set_value(date(2026, 3, 1))
    accept(rate, page.desk, qtbot)
    assert [next(t for t in taxes(date(2026, m, 2)) if t.code == "VAT").rate for m in (2, 3)] == [80_000, 95_000]
    twice = TaxDialog(section)
    twice.code.setText("vat")
    twice.name.setText("again")
    accept(twice, page.desk, qtbot)
    assert "already" in twice.form.fields["code"].error


def test_a_payment_method_is_added_and_taken_out_of_use_and_back(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("methods")
    section.name.setText("Gift voucher")
    section._add()
    idle(page.desk, qtbot)
    method = next(m for m in payment_methods() if m.name == "Gift voucher")
    assert method.active
    section.table.selectRow(len(payment_methods()) - 1)
    section._change(active=True)
    idle(page.desk, qtbot)
    assert not next(m for m in payment_methods() if m.id == method.id).active
    take_back(page, qtbot)
    assert next(m for m in payment_methods() if m.id == method.id).active


def test_a_channel_is_added_renamed_and_taken_out_of_use(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("channels")
    idle(page.desk, qtbot)
    section.name.setText("Night market")
    section.add()
    idle(page.desk, qtbot)
    channel = next(c for c in channel_uses() if c.name == "Night market")
    dialog = ChannelDialog(section, channel)
    dialog.name.setText("Weekend market")
    accept(dialog, page.desk, qtbot)
    section.load()
    idle(page.desk, qtbot)
    ids = [c.id for c in channel_uses()]
    section.table.selectRow(ids.index(channel.id))
    section._toggle()
    idle(page.desk, qtbot)
    renamed = next(c for c in channel_uses() if c.id == channel.id)
    assert (renamed.name, renamed.active) == ("Weekend market", False)


def test_a_channel_is_there_once(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("channels")
    idle(page.desk, qtbot)
    section.name.setText(channel_uses()[0].name)
    section.add()
    idle(page.desk, qtbot)
    assert "already" in section.form.fields["name"].error


def test_the_office_keeps_its_own_reasons(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "reasons", "reasons.refund", qtbot)
    field: Any = row.field
    assert tuple(field.toPlainText().splitlines()) == usual_reasons("refund") == reasons("refund")
    field.setPlainText("Lost parcel\n\n Moved house ")
    field.left.emit()
    idle(page.desk, qtbot)
    assert reasons("refund") == ("Lost parcel", "Moved house")
    row.reset.click()
    idle(page.desk, qtbot)
    assert reasons("refund") == usual_reasons("refund")
    assert setting("reasons.refund") is None


def test_leaving_the_reasons_as_they_are_changes_nothing(page: SettingsPage, qtbot: Any) -> None:
    for topic in TOPICS:
        field: Any = row_of(page, "reasons", f"reasons.{topic}", qtbot).field
        field.left.emit()
    idle(page.desk, qtbot)
    assert page.desk.shell.told == []
    assert value("SELECT count(*) FROM setting WHERE name LIKE 'reasons.%'") == 0


def test_a_pattern_changes_and_a_wrong_one_is_said_at_its_field(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("numbers")
    series = next(s for s in number_series(date(2026, 3, 10)) if s.name == "order")
    dialog = PatternDialog(section, series)
    dialog.pattern.setText("A{yyyy}-{###}")
    accept(dialog, page.desk, qtbot)
    assert next(s for s in number_series(date(2026, 3, 10)) if s.name == "order").next == "A2026-001"
    wrong = PatternDialog(section, series)
    wrong.pattern.setText("A{###}")
    accept(wrong, page.desk, qtbot)
    assert wrong.form.fields["pattern"].error


def test_a_month_is_closed_and_opened_again_with_a_reason(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("months")
    section.close_books()
    idle(page.desk, qtbot)
    assert the_company().closed_until == date(2026, 2, 28)
    section.reopen()
    idle(page.desk, qtbot)
    assert section.again.fields["reason"].error
    section.reason.setText("an invoice was forgotten")
    section.reopen()
    idle(page.desk, qtbot)
    assert the_company().closed_until is None


# People


def test_people_are_added_and_get_roles_and_passwords(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("people")
    dialog = PersonDialog(section)
    dialog.name.setText("lin")
    dialog.password.setText("short")
    accept(dialog, page.desk, qtbot)
    assert dialog.form.fields["password"].error
    dialog.password.setText("four horses in a row")
    accept(dialog, page.desk, qtbot)
    lin = next(m for m in members() if m.name == "lin")
    assert lin.roles == ("sales",)
    assert lin.has_password
    roles = RolesDialog(section, lin)
    roles.roles.ticks["finance"].setChecked(True)
    accept(roles, page.desk, qtbot)
    assert next(m for m in members() if m.name == "lin").roles == ("finance", "sales")
    password = PasswordDialog(section, lin)
    password.password.setText("one thing and another")
    password.again.setText("something else again")
    accept(password, page.desk, qtbot)
    assert "differ" in password.form.fields["again"].error


def test_a_person_is_kept_out_and_let_in_again(
    page: SettingsPage, book: TestBook, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "ask", lambda *_asked: True)
    lin = book.person(Role.SALES, name="lin")
    section: Any = page.show_section("people")
    section.load()
    section.table.selectRow([m.id for m in members()].index(lin.user_id))
    assert not section.closing.isHidden()
    section.closing.click()
    idle(page.desk, qtbot)
    assert not next(m for m in members() if m.id == lin.user_id).active
    section.table.selectRow([m.id for m in members()].index(lin.user_id))
    assert section.closing.isHidden()
    section.opening.click()
    idle(page.desk, qtbot)
    assert next(m for m in members() if m.id == lin.user_id).active


def test_nobody_changes_their_own_roles_or_keeps_themselves_out(
    page: SettingsPage, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "ask", lambda *_asked: True)
    section: Any = page.show_section("people")
    section.table.selectRow(0)
    section.closing.click()
    idle(page.desk, qtbot)
    assert section.banner.text == "You cannot set yourself inactive."
    dialog = RolesDialog(section, members()[0])
    dialog.roles.ticks["owner"].setChecked(False)
    dialog.roles.ticks["sales"].setChecked(True)
    accept(dialog, page.desk, qtbot)
    assert "your own roles" in dialog.form.fields["roles"].error
    assert members()[0].roles == ("owner",)


def test_the_last_sign_in_of_everybody_is_shown(page: SettingsPage, book: TestBook, qtbot: Any) -> None:
    from app.operations.users import note_sign_in

    note_sign_in(book.owner, ok=True)
    section: Any = page.show_section("people")
    section.load()
    assert section.table.small.texts(0)[3].startswith("2026-03-10")


def test_the_rights_are_readable_without_colour(page: SettingsPage) -> None:
    section: Any = page.show_section("people")
    rows = {section.rights.small.texts(n)[0]: section.rights.small.texts(n)[1:] for n in range(24)}
    assert rows["edit orders"] == ("Own", "✓", "", "", "✓", "✓")
    assert rows["back up and restore"] == ("", "", "", "", "", "✓")


# Backups


def test_a_backup_is_made_listed_and_checked(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("backup")
    idle(page.desk, qtbot)
    assert section.state.text() == "No backup yet."
    section.back_up()
    idle(page.desk, qtbot)
    assert len(maintenance.list_backups()) == 1
    assert section.state.text().startswith("Last backup: ")
    assert section.table.small.texts(0)[-1].startswith("✓")
    section.table.selectRow(0)
    section.verify()
    idle(page.desk, qtbot)
    assert "is whole" in section.banner.text


def test_a_restore_is_tried_out_without_touching_the_book(page: SettingsPage, book: TestBook, qtbot: Any) -> None:
    a_customer(book.owner)
    maintenance.back_up(book.owner)
    a_customer(book.owner, "Entered after the backup")
    section: Any = page.show_section("backup")
    section.load()
    idle(page.desk, qtbot)
    section.table.selectRow(0)
    section.rehearse()
    idle(page.desk, qtbot)
    assert "The test restore worked" in section.banner.text
    assert "1 customers" in section.banner.text
    assert value("SELECT count(*) FROM customer") == 2
    assert "Changed since" in section.next.text()


def test_a_damaged_backup_fails_its_test(page: SettingsPage, book: TestBook, qtbot: Any) -> None:
    saved = maintenance.back_up(book.owner)
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 255
    saved.write_bytes(content)
    section: Any = page.show_section("backup")
    section.load()
    idle(page.desk, qtbot)
    section.table.selectRow(0)
    section.rehearse()
    idle(page.desk, qtbot)
    assert "is damaged" in section.banner.text


def test_the_book_goes_back_to_a_backup_and_a_fresh_window_opens_it(
    page: SettingsPage, book: TestBook, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = maintenance.back_up(book.owner)
    a_customer(book.owner, "Entered after the backup")
    opened: list[Path] = []
    monkeypatch.setattr(problems, "ask", lambda *_asked: True)
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    monkeypatch.setattr(backup_section, "restart_with", lambda _desk, path: opened.append(path))
    section: Any = page.show_section("backup")
    idle(page.desk, qtbot)
    section.restore(saved, "yesterday")
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [book.path]
    assert not is_open()
    open_book(book.path)
    assert value("SELECT count(*) FROM customer") == 0


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
