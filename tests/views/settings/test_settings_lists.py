"""The logo and the lists among the settings: taxes, methods, channels, reasons, numbers, months."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QDialog, QPushButton

from app.models.company import the_company
from app.queries.book_settings import channel_uses, number_series, payment_methods, setting, taxes
from app.queries.reasons import TOPICS, reasons, usual_reasons
from app.views.month_closing import MonthDialog
from app.views.settings.code_sections import PatternDialog, RateDialog, TaxDialog
from app.views.settings.name_sections import ChannelDialog
from app.views.settings.settings_page import SettingsPage
from tests.helpers.book import value
from tests.helpers.desk import idle
from tests.views.settings.changing import accept, row_of, take_back


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


def test_payment_methods_are_offered_in_the_order_of_the_office(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("methods")
    idle(page.desk, qtbot)
    first, second = (m.name for m in payment_methods()[:2])
    section.table.selectRow(1)
    section.findChild(QAbstractButton, "method_up").click()
    idle(page.desk, qtbot)
    assert [m.name for m in payment_methods()[:2]] == [second, first]
    assert section.table.currentIndex().row() == 0
    section.findChild(QAbstractButton, "method_up").click()
    idle(page.desk, qtbot)
    assert payment_methods()[0].name == second, "the first one stays first"
    section.findChild(QAbstractButton, "method_down").click()
    idle(page.desk, qtbot)
    assert [m.name for m in payment_methods()[:2]] == [first, second]


def test_what_a_method_asks_for_and_costs_is_set_in_one_dialog(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("methods")
    idle(page.desk, qtbot)
    section.table.selectRow(0)
    section.findChild(QPushButton, "change_method").click()
    dialog: Any = section.findChild(QDialog, "method_dialog")
    dialog.day.setChecked(True)
    dialog.fee.setText("100")
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["fee_rate"].error != "")
    dialog.fee.setText("0.6")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(page.desk, qtbot)
    changed = payment_methods()[0]
    assert (changed.needs_date, changed.fee_rate, changed.active) == (True, 6000, True)


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
    accept(page.window().findChild(MonthDialog), page.desk, qtbot)
    assert the_company().closed_until == date(2026, 2, 28)
    assert section.state.text() == "The books are closed up to 2026-02-28."
    section.reopen()
    idle(page.desk, qtbot)
    assert section.again.fields["reason"].error
    section.reason.setText("an invoice was forgotten")
    section.reopen()
    idle(page.desk, qtbot)
    assert the_company().closed_until is None
