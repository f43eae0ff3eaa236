"""Countries and currencies as people read them, for choosing."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from app.i18n import N_, _
from app.models.countries import COUNTRIES, country
from app.views.texts import follow

NAMES = {
    "CN": N_("China"),
    "DE": N_("Germany"),
    "AT": N_("Austria"),
    "BE": N_("Belgium"),
    "CZ": N_("Czechia"),
    "DK": N_("Denmark"),
    "ES": N_("Spain"),
    "FR": N_("France"),
    "GR": N_("Greece"),
    "HR": N_("Croatia"),
    "IE": N_("Ireland"),
    "IT": N_("Italy"),
    "LU": N_("Luxembourg"),
    "NL": N_("Netherlands"),
    "PL": N_("Poland"),
    "PT": N_("Portugal"),
    "SE": N_("Sweden"),
    "SI": N_("Slovenia"),
    "GB": N_("United Kingdom"),
    "CH": N_("Switzerland"),
    "NO": N_("Norway"),
    "JP": N_("Japan"),
    "SG": N_("Singapore"),
    "AU": N_("Australia"),
    "NZ": N_("New Zealand"),
    "TW": N_("Taiwan, China"),
    "KR": N_("South Korea"),
    "HK": N_("Hong Kong, China"),
    "US": N_("United States"),
    "KW": N_("Kuwait"),
}
OTHER = "ZZ"
"""A country that is not listed."""


def country_name(code: str) -> str:
    """What a country is called; its code if it is not listed."""
    return _(NAMES[code]) if code in NAMES else code


class CountryField(QComboBox):
    """A list of countries; the data of each item is its code."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMaxVisibleItems(14)
        for code in (*COUNTRIES, OTHER):
            self.addItem("", code)
        follow(self._speak)
        self._speak()

    def _speak(self) -> None:
        for number in range(self.count()):
            code = str(self.itemData(number))
            self.setItemText(number, _("Another country") if code == OTHER else country_name(code))

    def value(self) -> str:
        """The code of the chosen country."""
        return str(self.currentData())

    def set_value(self, code: str) -> None:
        """Choose a country; one that is not listed is *another country*."""
        found = self.findData(code)
        self.setCurrentIndex(found if found >= 0 else self.findData(OTHER))


def currencies() -> list[str]:
    """The currencies of all listed countries, the most used first."""
    known = {country(code).currency for code in COUNTRIES}
    first = ["CNY", "EUR", "USD"]
    return [*first, *sorted(known - set(first))]
