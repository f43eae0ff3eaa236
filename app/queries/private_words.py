"""The words of a book that belong to its people: what must not stand in a report that leaves the house."""

from __future__ import annotations

from app.models.base import connection

_WORDS = (
    "SELECT name, full_name FROM user",
    "SELECT name, legal_name, phone, email, website, tax_number, address, bank_account FROM company",
    "SELECT name, phone, email, wechat, address, tax_number FROM customer",
    "SELECT name, phone, email FROM contact",
    "SELECT name, code FROM product",
)
_SHORTEST = 2


def private_words() -> frozenset[str]:
    """Names, phones, addresses and the like of everybody in the book; a whole read, for beside the window."""
    found: set[str] = set()
    for statement in _WORDS:
        for row in connection().execute(statement):
            found.update(str(value).strip() for value in row if value)
    return frozenset(word for word in found if len(word) >= _SHORTEST)
