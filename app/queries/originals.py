"""The kept originals of an invoice, and how what one says differs from what the book holds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.i18n import N_
from app.importing.originals import Original
from app.models.actor import Actor
from app.models.base import connection, gone
from app.models.company import book_currency
from app.money import show
from app.queries.invoices import INVOICES
from app.queries.shapes import load, require


@dataclass(frozen=True)
class KeptOriginal:
    """A kept file; ``file_kind`` is pdf, ofd or xml, ``kept_at`` a moment in UTC, ``size`` in bytes."""

    id: int
    file_kind: str
    name: str
    sha256: str
    kept_at: str
    size: int


@dataclass(frozen=True)
class Compared:
    """One fact: its marked title, what the original says (empty where it could not be read), what the book holds."""

    title: str
    said: str
    kept: str
    same: bool


_KEPT = (
    "SELECT id, substr(file_kind, 10), name, sha256, kept_at, length(content) FROM invoice_file "
    "WHERE invoice_id = ? AND file_kind LIKE 'original-%' ORDER BY id"
)
_CONTENT = "SELECT invoice_id, name, content FROM invoice_file WHERE id = ? AND file_kind LIKE 'original-%'"
_INVOICE = "SELECT number, code, date, title, tax_number, net, tax, total FROM invoice WHERE id = ?"


def originals(viewer: Actor, invoice_id: int) -> tuple[KeptOriginal, ...]:
    """The originals that are kept of an invoice. Raises NotFound and NotAllowed."""
    require(INVOICES, viewer, invoice_id, "invoice")
    return load(KeptOriginal, _KEPT, (invoice_id,))


def original_bytes(viewer: Actor, file_id: int) -> tuple[str, bytes]:
    """The name and the bytes of a kept original. Raises NotFound and NotAllowed."""
    row = connection().execute(_CONTENT, (file_id,)).fetchone()
    if row is None:
        raise gone("no_file")
    require(INVOICES, viewer, int(str(row[0])), "invoice")
    content = row[2]
    assert isinstance(content, bytes)
    return str(row[1]), content


def compared(viewer: Actor, invoice_id: int, said: Original) -> tuple[Compared, ...]:
    """What an original says beside what the book holds. Raises NotFound and NotAllowed."""
    require(INVOICES, viewer, invoice_id, "invoice")
    number, code, day, title, tax_number, net, tax, total = next(connection().execute(_INVOICE, (invoice_id,)))
    unit = book_currency()

    def amount(value: int | None) -> str:
        return "" if value is None else show(abs(value), unit)

    facts = (
        (N_("Number"), said.number, str(number)),
        (N_("Invoice code"), said.code, str(code)),
        (N_("Date"), said.date, str(day)),
        (N_("Made out to"), said.buyer, str(title)),
        (N_("Tax number"), said.tax_number, str(tax_number)),
        (N_("Net"), amount(said.net), amount(int(str(net)))),
        (N_("Tax amount"), amount(said.tax), amount(int(str(tax)))),
        (N_("Total"), amount(said.total), amount(int(str(total)))),
    )
    return tuple(
        Compared(told, in_file, in_book, not in_file or _plain(in_file) == _plain(in_book))
        for told, in_file, in_book in facts
        if in_file or in_book
    )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
