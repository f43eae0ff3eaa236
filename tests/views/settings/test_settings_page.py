"""The settings over a real book: what is saved is in the book, what may not be is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QMessageBox

from app import i18n
from app.models.actor import Role
from app.models.book import is_open, open_book
from app.models.company import the_company
from app.operations import maintenance
from app.queries.book_settings import members, number_series, payment_methods, taxes
from app.views import problems, theme
from app.views.desk import Desk
from app.views.settings import backup_section
from app.views.settings.code_sections import PatternDialog, RateDialog, TaxDialog
from app.views.settings.people_section import PasswordDialog, PersonDialog, RolesDialog
from app.views.settings.restart import command_for
from app.views.settings.settings_page import SECTIONS, SettingsPage
from tests.helpers.book import TestBook, a_customer, value
from tests.helpers.desk import idle


@pytest.fixture
def page(real_desk: Desk, qtbot: Any) -> Iterator[SettingsPage]:
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


def test_every_section_is_shown(page: SettingsPage, qtbot: Any) -> None:
    for kind in SECTIONS:
        page.show_section(kind.key)
        idle(page.desk, qtbot)
        page.grab()
        assert page.stack.currentIndex() == list(page.sections).index(kind.key)


def test_a_word_finds_its_section(page: SettingsPage) -> None:
    page.search.setText("password")
    found = [kind.key for number, kind in enumerate(SECTIONS) if not page.list.item(number).isHidden()]
    assert "people" in found
    assert "taxes" not in found
    page.search.setText("no such word anywhere")
    assert page.nothing.isVisible()


def test_the_business_is_saved_and_an_empty_name_is_refused(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("company")
    section.lines["tax_number"].setText("91330100MA")
    section.address.setPlainText("1 Quay Street")
    section.save()
    idle(page.desk, qtbot)
    assert (the_company().tax_number, the_company().address) == ("91330100MA", "1 Quay Street")
    section.lines["name"].setText(" ")
    section.save()
    idle(page.desk, qtbot)
    assert section.form.fields["name"].error == "The business needs a name."
    assert the_company().name


def test_a_change_elsewhere_does_not_overwrite_what_is_being_typed(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("company")
    section.lines["phone"].clear()
    qtbot.keyClicks(section.lines["phone"], "0571")
    rules: Any = page.show_section("policies")
    rules.save()
    idle(page.desk, qtbot)
    page.refresh()
    assert section.lines["phone"].text() == "0571"
    section.save()
    idle(page.desk, qtbot)
    assert the_company().phone == "0571"
    assert not section.dirty


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


def test_a_payment_method_is_added_and_taken_out_of_use(page: SettingsPage, qtbot: Any) -> None:
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


def test_rules_are_saved(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("policies")
    section.review_amount.setText("1000")
    section.review_discount.setText("10")
    section.stock.set_value("kept")
    section.save()
    idle(page.desk, qtbot)
    company = the_company()
    assert (company.review_amount, company.review_discount, company.stock_policy) == (100_000, 100_000, "kept")


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


def test_a_backup_is_made_listed_and_checked(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("backup")
    section.back_up()
    idle(page.desk, qtbot)
    assert len(maintenance.list_backups()) == 1
    section.table.selectRow(0)
    section.verify()
    idle(page.desk, qtbot)
    assert "is whole" in section.banner.text


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
    qtbot.waitUntil(lambda: len(page.sections) == len(SECTIONS))
    idle(page.desk, qtbot)
    section.restore(saved, "yesterday")
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [book.path]
    assert not is_open()
    open_book(book.path)
    assert value("SELECT count(*) FROM customer") == 0


def test_colours_and_language_change_at_once(page: SettingsPage) -> None:
    section: Any = page.show_section("appearance")
    section.schemes["dark"].click()
    assert theme.choice() == "dark"
    section.languages["zh_CN"].click()
    assert i18n.language() == "zh_CN"


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
