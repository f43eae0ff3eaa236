"""Whether invoices are made as electronic ones too, and what the next one would lack."""

from __future__ import annotations

from app.i18n import N_
from app.models.company import the_company
from app.models.document import DocumentSnapshot, seller_party
from app.models.einvoice_checks import BIC, SETTING, Lack, lacks, seller_lacks
from app.models.vat import EU, bic, iban, vat_number
from app.queries.book_settings import setting


def electronic() -> bool:
    """Whether the book makes electronic invoices (Factur-X) of its own series."""
    return bool(setting(SETTING, False))


def offered() -> bool:
    """Whether electronic invoices are usual where the business is: in the European Union."""
    return the_company().country in EU


def lacking(snapshot: DocumentSnapshot) -> tuple[Lack, ...]:
    """What keeps the electronic invoice of a document from being made; empty where none is wanted."""
    return lacks(snapshot) if electronic() else ()


def business_remarks() -> tuple[str, ...]:
    """What electronic invoices of this business would lack or leave out, as marked texts."""
    company = the_company()
    found = [lack.sentence for lack in seller_lacks(seller_party(company))]
    if company.tax_number and company.country in EU and not vat_number(company.country, company.tax_number):
        found.append(N_("The tax number is no VAT number of the country; it goes out as a plain tax number."))
    if not company.bank_account:
        found.append(N_("No account is named, so the customer's program cannot fill in the transfer."))
    elif not iban(company.bank_account):
        found.append(N_("The account number is no valid IBAN; it goes out as it is typed."))
    code = str(setting(BIC, ""))
    if code and not bic(code):
        found.append(N_("The BIC has to have 8 or 11 characters; it is left out."))
    return tuple(found)
