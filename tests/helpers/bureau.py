"""Invoices that the tax bureau numbers: to whom they are made out in tests, and their numbers."""

from __future__ import annotations

from app.operations.invoice_content import Buyer

FIRM = Buyer("杭州栖霞岭", tax_number="91330100MA2XXXXX8K")


def number(place: int) -> str:
    """The number of a digital invoice, counted from where a test likes."""
    return f"2631200000000000{place:04d}"
