"""A customer as papers name it."""

from __future__ import annotations

from app.models.base import connection
from app.models.document import Party

_BUYER = (
    "SELECT c.name, c.tax_number, c.address, c.phone, c.email, c.country, t.title, t.tax_number, t.address, t.phone, "
    "t.bank_name, t.bank_account FROM customer c LEFT JOIN invoice_title t ON t.id = (SELECT id FROM invoice_title "
    "WHERE customer_id = c.id ORDER BY main DESC, id LIMIT 1) WHERE c.id = ?"
)


def buyer_party(customer_id: int) -> Party:
    """A customer as papers name it: by its invoice title where it has one."""
    row = next(connection().execute(_BUYER, (customer_id,)))
    name, tax_number, address, phone, email, country, title, title_tax, title_address, title_phone, bank, account = row
    return Party(
        name=title or name,
        tax_number=title_tax or tax_number,
        address=title_address or address,
        phone=title_phone or phone,
        email=email,
        contact="" if not title or title == name else name,
        bank=bank or "",
        account=account or "",
        country=country,
    )
