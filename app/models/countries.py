"""What a new book starts with in each country: currency, time zone, how prices and tax are meant, tax codes and rates.

Rates are dated; a code's first rate is the one that was in force when the books that we know of begin. What is not
listed gets no tax, and the owner adds the codes that apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.i18n import N_
from app.models.company import TaxRounding
from app.money import RATE, scale

_BEGINNING = "2000-01-01"


@dataclass(frozen=True)
class TaxDefault:
    """A tax code of a country: ``rates`` are (valid from, percent as text), oldest first."""

    code: str
    name: str
    rates: tuple[tuple[str, str], ...]
    category: str = "standard"
    exemption_reason: str = ""

    def scaled_rates(self) -> list[tuple[date, int]]:
        """The rates in ten-thousandths of a percent."""
        return [(date.fromisoformat(day), scale(Decimal(percent), RATE)) for day, percent in self.rates]


@dataclass(frozen=True)
class Country:
    """The defaults of a country. The first tax code is the usual one."""

    currency: str
    time_zone: str
    taxes: tuple[TaxDefault, ...]
    prices_include_tax: bool = False
    tax_rounding: TaxRounding = TaxRounding.DOCUMENT
    language: str = "en"


def _rate(code: str, name: str, *rates: tuple[str, str] | str, category: str = "standard") -> TaxDefault:
    dated = tuple((_BEGINNING, r) if isinstance(r, str) else r for r in rates)
    return TaxDefault(code, name, dated, category)


def _none(code: str, name: str, category: str, reason: str = "") -> TaxDefault:
    return TaxDefault(code, name, ((_BEGINNING, "0"),), category, reason)


STANDARD = N_("Standard rate")
REDUCED = N_("Reduced rate")
SECOND_REDUCED = N_("Second reduced rate")
SUPER_REDUCED = N_("Super-reduced rate")
NO_TAX = N_("No tax")

_CHINA = (
    _rate("13", N_("VAT 13 %"), ("2000-01-01", "17"), ("2018-05-01", "16"), ("2019-04-01", "13")),
    _rate("9", N_("VAT 9 %"), ("2000-01-01", "11"), ("2018-05-01", "10"), ("2019-04-01", "9"), category="reduced"),
    _rate("6", N_("VAT 6 % (services)"), "6", category="services"),
    _rate("5", N_("Simplified 5 %"), "5", category="simplified"),
    _rate("3", N_("Simplified 3 %"), "3", category="simplified"),
    _rate("1", N_("Simplified 1 %"), "1", category="simplified"),
    _none("0", N_("Zero rate"), "zero"),
    _none("exempt", N_("Exempt"), "exempt", N_("exempt from VAT")),
    _none("not_taxable", N_("Not taxable"), "not_taxable", N_("not subject to VAT")),
)

_EU_EXTRA = (
    _none("reverse_charge", N_("Reverse charge"), "reverse_charge", N_("the customer owes the tax")),
    _none("intra_eu", N_("Supply within the EU"), "intra_community", N_("tax-free supply within the EU")),
    _none("export", N_("Export"), "export", N_("export outside the EU")),
    _none("exempt", N_("Exempt"), "exempt", N_("exempt from VAT")),
)
_PLAIN_EXTRA = (
    _none("0", N_("Zero rate"), "zero"),
    _none("exempt", N_("Exempt"), "exempt", N_("exempt from tax")),
)

_EU_NAMES = (STANDARD, REDUCED, SECOND_REDUCED, SUPER_REDUCED)
_EU_CATEGORIES = ("standard", "reduced", "reduced_2", "super_reduced")


def _eu(time_zone: str, *rates: str, currency: str = "EUR") -> Country:
    taxes = tuple(
        _rate(category, name, percent, category=category)
        for category, name, percent in zip(_EU_CATEGORIES, _EU_NAMES, rates, strict=False)
    )
    return Country(currency, time_zone, (*taxes, *_EU_EXTRA))


def _plain(currency: str, time_zone: str, *taxes: TaxDefault) -> Country:
    return Country(currency, time_zone, (*taxes, *_PLAIN_EXTRA))


_GERMANY = Country(
    "EUR",
    "Europe/Berlin",
    (
        _rate(
            "standard", STANDARD, ("2000-01-01", "16"), ("2007-01-01", "19"), ("2020-07-01", "16"), ("2021-01-01", "19")
        ),
        _rate("reduced", REDUCED, "7", ("2020-07-01", "5"), ("2021-01-01", "7"), category="reduced"),
        *_EU_EXTRA,
    ),
)

COUNTRIES: Mapping[str, Country] = {
    "CN": Country("CNY", "Asia/Shanghai", _CHINA, True, TaxRounding.LINE, "zh_CN"),
    "DE": _GERMANY,
    "AT": _eu("Europe/Vienna", "20", "10", "13"),
    "BE": _eu("Europe/Brussels", "21", "12", "6"),
    "CZ": _eu("Europe/Prague", "21", "12", currency="CZK"),
    "DK": _eu("Europe/Copenhagen", "25", currency="DKK"),
    "ES": _eu("Europe/Madrid", "21", "10", "4"),
    "FR": _eu("Europe/Paris", "20", "10", "5.5", "2.1"),
    "GR": _eu("Europe/Athens", "24", "13", "6"),
    "HR": _eu("Europe/Zagreb", "25", "13", "5"),
    "IE": _eu("Europe/Dublin", "23", "13.5", "9", "4.8"),
    "IT": _eu("Europe/Rome", "22", "10", "5", "4"),
    "LU": _eu("Europe/Luxembourg", "17", "14", "8", "3"),
    "NL": _eu("Europe/Amsterdam", "21", "9"),
    "PL": _eu("Europe/Warsaw", "23", "8", "5", currency="PLN"),
    "PT": _eu("Europe/Lisbon", "23", "13", "6"),
    "SE": _eu("Europe/Stockholm", "25", "12", "6", currency="SEK"),
    "SI": _eu("Europe/Ljubljana", "22", "9.5", "5"),
    "GB": _plain(
        "GBP",
        "Europe/London",
        _rate("standard", STANDARD, ("2000-01-01", "17.5"), ("2011-01-04", "20")),
        _rate("reduced", REDUCED, "5", category="reduced"),
    ),
    "CH": _plain(
        "CHF",
        "Europe/Zurich",
        _rate("standard", STANDARD, "7.7", ("2024-01-01", "8.1")),
        _rate("reduced", REDUCED, "2.5", ("2024-01-01", "2.6"), category="reduced"),
    ),
    "NO": _plain(
        "NOK",
        "Europe/Oslo",
        _rate("standard", STANDARD, "25"),
        _rate("reduced", REDUCED, "15", category="reduced"),
        _rate("reduced_2", SECOND_REDUCED, "12", category="reduced_2"),
    ),
    "JP": _plain(
        "JPY",
        "Asia/Tokyo",
        _rate("standard", STANDARD, ("2000-01-01", "5"), ("2014-04-01", "8"), ("2019-10-01", "10")),
        _rate("reduced", REDUCED, ("2019-10-01", "8"), category="reduced"),
    ),
    "SG": _plain("SGD", "Asia/Singapore", _rate("standard", STANDARD, "7", ("2023-01-01", "8"), ("2024-01-01", "9"))),
    "AU": _plain("AUD", "Australia/Sydney", _rate("standard", STANDARD, "10")),
    "NZ": _plain("NZD", "Pacific/Auckland", _rate("standard", STANDARD, "12.5", ("2010-10-01", "15"))),
    "TW": _plain("TWD", "Asia/Taipei", _rate("standard", STANDARD, "5")),
    "KR": _plain("KRW", "Asia/Seoul", _rate("standard", STANDARD, "10")),
    "HK": Country("HKD", "Asia/Hong_Kong", (_none("none", NO_TAX, "none"),)),
    "US": Country("USD", "America/New_York", (_none("none", NO_TAX, "none"),)),
    "KW": Country("KWD", "Asia/Kuwait", (_none("none", NO_TAX, "none"),)),
}

OTHER = Country("USD", "UTC", (_none("none", NO_TAX, "none"),))


def country(code: str) -> Country:
    """The defaults of a country by its ISO code; ``OTHER`` for one that is not listed."""
    return COUNTRIES.get(code, OTHER)


@dataclass(frozen=True)
class MethodDefault:
    """A payment method of a new book."""

    code: str
    name: str
    needs_reference: bool = False
    active: bool = True


# "imported" marks money that an import brought; people do not choose it.
METHODS = (
    MethodDefault("cash", N_("Cash")),
    MethodDefault("bank_transfer", N_("Bank transfer"), needs_reference=True),
    MethodDefault("card", N_("Card")),
    MethodDefault("cheque", N_("Cheque"), needs_reference=True),
    MethodDefault("alipay", N_("Alipay")),
    MethodDefault("wechat_pay", N_("WeChat Pay")),
    MethodDefault("trade_in", N_("Trade-in")),
    MethodDefault("other", N_("Other")),
    MethodDefault("imported", N_("Imported"), active=False),
)

CHANNELS = (N_("Phone"), N_("Shop"), N_("Website"))
