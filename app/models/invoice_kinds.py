"""The kinds of invoice as data that an accountant can correct: who numbers them, what they need, what they allow.

``authority_code`` is the number that the tax bureau's interface gives a kind.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.errors import UserError
from app.i18n import N_, _

OWN = "invoice"


@dataclass(frozen=True, slots=True)
class InvoiceKind:
    """One kind of invoice.

    ``number`` and ``code`` are the forms of numbers that an authority gives, empty for papers of the book's own
    series. ``tax_number`` says for whom the buyer's tax number must stand on it: nobody, firms, everybody.
    ``void_in_month`` allows voiding only in the month of issue; ``whole_corrections`` forbids correcting in part.
    """

    key: str
    title: str
    country: str = ""
    authority_code: str = ""
    number: str = ""
    code: str = ""
    tax_number: str = "nobody"
    may_void: bool = False
    void_in_month: bool = False
    whole_corrections: bool = False

    @property
    def own_series(self) -> bool:
        """Whether the book numbers this kind itself."""
        return not self.number

    @property
    def red_slip(self) -> bool:
        """Whether it is taken back by a slip that the tax bureau's platform confirms."""
        return self.number == _DIGITAL

    def needs_tax_number(self, title_kind: str) -> bool:
        """Whether the buyer's tax number must be given; ``title_kind`` is ``company`` or ``person``."""
        return self.tax_number == "everybody" or (self.tax_number == "firms" and title_kind == "company")


_DIGITAL = "[0-9]{20}"
_OLD_NUMBER, _OLD_CODE = "[0-9]{8}", "[0-9]{10}|[0-9]{12}"

KINDS: dict[str, InvoiceKind] = {
    kind.key: kind
    for kind in (
        InvoiceKind(OWN, N_("own paper"), may_void=True),
        InvoiceKind(
            "digital_special", N_("digital special VAT invoice"), "CN", "81", _DIGITAL,
            tax_number="everybody", whole_corrections=True,
        ),
        InvoiceKind(
            "digital_normal", N_("digital ordinary VAT invoice"), "CN", "82", _DIGITAL,
            tax_number="firms", whole_corrections=True,
        ),
        InvoiceKind(
            "digital_paper_special", N_("digital special VAT invoice on paper"), "CN", "85", _DIGITAL,
            tax_number="everybody", whole_corrections=True,
        ),
        InvoiceKind(
            "digital_paper_normal", N_("digital ordinary VAT invoice on paper"), "CN", "86", _DIGITAL,
            tax_number="firms", whole_corrections=True,
        ),
        InvoiceKind(
            "paper_special", N_("special VAT invoice on paper"), "CN", "", _OLD_NUMBER, _OLD_CODE,
            tax_number="everybody", may_void=True, void_in_month=True,
        ),
        InvoiceKind(
            "paper_normal", N_("ordinary VAT invoice on paper"), "CN", "", _OLD_NUMBER, _OLD_CODE,
            tax_number="firms", may_void=True, void_in_month=True,
        ),
        InvoiceKind(
            "electronic_normal", N_("electronic ordinary VAT invoice"), "CN", "", _OLD_NUMBER, _OLD_CODE,
            tax_number="firms",
        ),
    )
}  # fmt: skip


def kinds_for(country: str) -> tuple[InvoiceKind, ...]:
    """The kinds that a book of this country offers: its own paper first."""
    return tuple(kind for kind in KINDS.values() if kind.country in ("", country))


def kind_named(key: str, country: str) -> InvoiceKind:
    """The kind with this key. Raises ``UserError`` if a book of this country has none such."""
    kind = KINDS.get(key)
    if kind is None or kind.country not in ("", country):
        raise UserError(
            _("This book knows no invoice kind “{kind}”. Choose one of the list.").format(kind=key),
            field="invoice_kind",
            code="invoice_kind",
        )
    return kind


def check_number(kind: InvoiceKind, number: str, code: str) -> tuple[str, str]:
    """Number and code as typed from the authority's paper, cleaned; a wrong form is refused at its field."""
    number, code = _clean(number), _clean(code)
    if kind.own_series:
        if number or code:
            raise UserError(
                _("This kind of document gets its number from the book's own series. Leave the number empty."),
                field="number",
                code="number_not_wanted",
            )
        return "", ""
    if not re.fullmatch(kind.number, number):
        digits = 20 if kind.number == _DIGITAL else 8
        raise UserError(
            _("The invoice number “{number}” must have {digits} digits. Type it as it stands on the invoice.").format(
                number=number, digits=digits
            ),
            field="number",
            code="number_form",
        )
    if kind.code:
        if not re.fullmatch(kind.code, code):
            raise UserError(
                _("The invoice code “{code}” must have 10 or 12 digits. Type it as it stands on the invoice.").format(
                    code=code
                ),
                field="code",
                code="code_form",
            )
    elif code:
        raise UserError(
            _("This kind of invoice has no invoice code. Leave the code empty."), field="code", code="code_not_wanted"
        )
    return number, code


def _clean(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
