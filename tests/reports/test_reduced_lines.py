"""Lines that cost less afterwards: their paper names the amount and counts nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models.document import DocumentKind
from app.reports.documents import document_bytes
from tests.reports import samples
from tests.reports.reading import pages_of


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_credit_note_of_an_allowance_counts_no_pieces(paper: str) -> None:
    note = samples.english(1, kind=DocumentKind.CREDIT_NOTE, number="CN-2026-0003", reason="Scratched", due_date="")
    line = replace(note.lines[0], description="Desk", quantity=0, price=0, discount=0, amount=12_345, note="")
    page = pages_of(document_bytes(replace(note, lines=(line,)), paper=paper))[0]
    row = page.split("Desk", 1)[1].split("Amount in words", 1)[0].split()
    assert "123.45" in row
    assert not {"0", "0.00", note.lines[0].unit} & set(row)
