"""Electronic invoices in the settings: switched on, filled in, and what is still missing of the business is said."""

from __future__ import annotations

from typing import Any

from app.models.einvoice_checks import BIC, CITY, SETTING
from app.operations.company import change_company
from app.queries.book_settings import setting
from app.views.settings.settings_page import SettingsPage
from tests.helpers.desk import idle
from tests.views.settings.changing import row_of, take_back, typed


def test_the_city_is_kept_and_taken_back(page: SettingsPage, qtbot: Any) -> None:
    typed(row_of(page, "electronic", CITY, qtbot), "Birkenau", page, qtbot)
    assert setting(CITY) == "Birkenau"
    take_back(page, qtbot)
    assert not setting(CITY)


def test_switching_them_on_holds_for_the_book(page: SettingsPage, qtbot: Any) -> None:
    row = row_of(page, "electronic", SETTING, qtbot)
    row.field.click()
    idle(page.desk, qtbot)
    assert setting(SETTING) is True


def test_what_the_business_lacks_stands_below_and_goes_once_it_is_filled_in(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("electronic")
    idle(page.desk, qtbot)
    assert "The VAT number of the business is missing." in section.state.text()
    actor = page.desk.actor
    change_company(actor, {"tax_number": "12-3456789", "bank_account": "DE89 3704 0044 0532 0130 00"})
    section.load()
    assert section.state.text() == "Nothing of the business."
    typed(row_of(page, "electronic", BIC, qtbot), "COBA", page, qtbot)
    section.load()
    assert "8 or 11 characters" in section.state.text()
