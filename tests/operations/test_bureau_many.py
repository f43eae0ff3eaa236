"""A workbook of the tax bureau's with many rows beside many open requests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.operations.invoice_content import Buyer
from app.operations.invoice_requests import request_invoice
from app.queries import bureau
from tests.helpers.book import TestBook, a_customer, an_order
from tests.operations.test_bureau_red import a_live

MANY = 12


def test_a_row_is_compared_with_what_its_own_buyer_asked_for(
    chinese: TestBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = chinese.owner
    firms = [Buyer(f"第{n}文具店", tax_number=f"91330100MA2{n:07d}") for n in range(MANY)]
    for firm in firms:
        request_invoice(owner, an_order(owner, a_customer(owner, firm.title), "50"), "digital_special", firm)
    rows = [replace(a_live(n, "50.00"), title=firm.title, tax_number=firm.tax_number) for n, firm in enumerate(firms)]
    compared: list[str] = []
    score = bureau._scored

    def counted(row: Any, answer: Any) -> Any:
        compared.append(answer.title)
        return score(row, answer)

    monkeypatch.setattr(bureau, "_scored", counted)
    found = bureau.match_bureau(owner, rows)
    assert [match.state for match in found] == [bureau.MATCHED] * MANY
    assert set(compared) == {firm.title for firm in firms}
    assert len(compared) <= 2 * MANY
