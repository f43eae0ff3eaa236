"""The files of an issued document, as they are kept and handed out."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.document import DocumentSnapshot, Mark
from app.models.einvoice_checks import lacks
from app.reports.documents import document_bytes
from app.reports.files import plain_name


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file to keep; ``kind`` is that of ``InvoiceFile.file_kind``."""

    name: str
    kind: str
    content: bytes


def issued_files(snapshot: DocumentSnapshot, *, electronic: bool) -> tuple[IssuedFile, ...]:
    """The PDF of an issued document, and with ``electronic`` its XML, which then lies inside the PDF too.

    What lacks something that the standard asks for, and what is no plain original, stays a PDF alone.
    """
    name = plain_name(snapshot.number)
    pdf = document_bytes(snapshot)
    if not electronic or snapshot.mark is not Mark.NONE or lacks(snapshot):
        return (IssuedFile(f"{name}.pdf", "pdf", pdf),)
    from app.reports.factur_x import factur_x
    from app.reports.pdf_attach import attach_xml

    xml = factur_x(snapshot)
    return (
        IssuedFile(f"{name}.pdf", "pdf", attach_xml(pdf, xml, snapshot)),
        IssuedFile(f"{name}.xml", "xml", xml),
    )
