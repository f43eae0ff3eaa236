"""Whether a tax number or phone of a business partner looks right: remarks that warn, never rules that block.

What is law or practice of a country stands here as data; where nothing is known of a country, nothing is said.
"""

from __future__ import annotations

import re
import unicodedata

from app.i18n import N_
from app.models.vat import VAT_FORMS

LONGEST = 30
"""Characters of the longest tax number that is taken at all."""

_USABLE = re.compile(rf"[0-9A-Z][0-9A-Z ./&-]{{0,{LONGEST - 1}}}")
_SIGNS = re.compile(r"[\s.-]")

# The characters of a unified social credit code; I, O, S, V and Z are left out because they look like others.
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_OLD_CHINESE = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{17}|[0-9A-Z]{20}")
_IDENTITY = re.compile(r"\d{17}[0-9X]")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


_CHINESE_PHONES = tuple(
    re.compile(form)
    for form in (
        r"1[3-9]\d{9}(?:(?:转|#|ext\.?|-)\d{1,6})?",
        r"0\d{2,3}-?\d{7,8}(?:(?:转|#|ext\.?|-)\d{1,6})?",
        r"[48]00-?\d{3,4}-?\d{3,4}",
        r"\d{7,8}",
        r"(?:1\d{2}|95\d{3,6}|1[02]\d{3})",
        r"\+(?!86)\d{6,15}",
    )
)


def usable_tax_number(number: str) -> bool:
    """Whether a text can be a tax number at all: letters, digits and a few signs, at most ``LONGEST`` of them."""
    plain = _plain(number)
    return not plain or _USABLE.fullmatch(plain) is not None


def tax_number_remark(country: str, number: str, *, person: bool = False) -> str:
    """What looks wrong with a tax number in its country, as a marked text; empty where nothing does."""
    plain = _SIGNS.sub("", _plain(number))
    if not plain:
        return ""
    if not usable_tax_number(number):
        return N_("A tax number holds letters and digits only.")
    if country == "CN":
        return _chinese_remark(plain, person)
    form = VAT_FORMS.get(country)
    if form is not None and re.fullmatch(rf"(?:{country}|EL)?{form}", plain) is None:
        return N_("This doesn't look like a tax number of that country.")
    return ""


def _chinese_remark(plain: str, person: bool) -> str:
    if len(plain) == 18:
        if _credit_code(plain) or _identity(plain):
            return ""
        if _IDENTITY.fullmatch(plain) and person:
            return N_("The last digit doesn't fit: please compare it with the identity card.")
        return N_("The last character doesn't fit: please compare it with the business licence.")
    if _OLD_CHINESE.fullmatch(plain):
        return ""
    return N_("A tax number has 18 characters, an old one 15, 17 or 20.")


def _credit_code(plain: str) -> bool:
    return _USCC_FORM.fullmatch(plain) is not None and check_character(plain[:17]) == plain[17]


def check_character(begins: str) -> str:
    """The last character of a unified social credit code that begins with these 17."""
    return _USCC[-sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(begins)) % 31]


def _identity(plain: str) -> bool:
    if _IDENTITY.fullmatch(plain) is None:
        return False
    total = sum(int(c) * w for c, w in zip(plain[:17], _IDENTITY_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == plain[17]


def phone_remark(country: str, phone: str) -> str:
    """What looks wrong with a phone in its country, as a marked text; empty where nothing does."""
    plain = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", phone)).lower()
    if not plain or country != "CN":
        return ""
    home = re.sub(r"^(?:\+|00)86-?", "", plain)
    if home.isdigit() and home.startswith("1") and len(home) in (10, 12):
        return N_("A mobile number has 11 digits.")
    if home.startswith("1") and len(home) > 8:
        home = re.sub(r"^(1\d{2})-?(\d{4})-?(\d{4})", r"\1\2\3", home)
    if any(form.fullmatch(home) for form in _CHINESE_PHONES):
        return ""
    return N_("This doesn't look like a phone number.")


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).strip().upper()
