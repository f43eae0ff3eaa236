"""What a paper says, before anything is measured or drawn."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.document import Mark, Party
from app.models.paper_style import USUAL, PaperStyle
from app.reports.table import Cell, PaperColumn


@dataclass(frozen=True, slots=True)
class Total:
    """One line of the totals: label, shown amount, and whether it is the one to find at a glance."""

    label: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a paper says, in its own language and with all figures already shown as text.

    ``lead`` is a text of its own above the table, as letters have one.
    ``running`` is, for each row, what the rows up to it come to: what one page hands on to the next. ``seal`` and
    ``payment_qr`` are pictures that the style shows.
    """

    title: str
    number: str
    seller: Party
    language: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    subtitle: str = ""
    parties: tuple[tuple[str, Party], ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    totals: tuple[Total, ...] = ()
    words_label: str = ""
    words: str = ""
    paragraphs: tuple[tuple[str, str], ...] = ()
    signatures: tuple[str, ...] = ()
    mark: Mark = Mark.NONE
    logo: bytes = b""
    style: PaperStyle = USUAL
    seal: bytes = b""
    payment_qr: bytes = b""
    running: tuple[str, ...] = ()
    lead: str = ""
