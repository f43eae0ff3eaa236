"""Red invoices of the tax bureau's workbook of which file and book don't say the same."""

from __future__ import annotations

from dataclasses import replace

from app.importing.bureau_red import TakenBack
from app.operations.red_slips import RedSlipInput, record_red_slip
from app.queries.bureau_red import RED_OPEN
from app.queries.bureau_red import REFUSED as NOT_POSSIBLE
from tests.helpers.book import TestBook, cents
from tests.operations.test_bureau_red import a_blue, a_red, found


def test_a_slip_of_another_reason_than_the_file_gives_is_refused(chinese: TestBook) -> None:
    owner = chinese.owner
    record_red_slip(owner, a_blue(owner, 1, "100"), RedSlipInput("A1", reason="01"))
    against = found(owner, a_red(2, "100.00", 1, slip="A1", reason="02"))
    assert (against.state, against.answers) == (NOT_POSSIBLE, ())
    assert "another reason: invoiced wrongly" in against.told[0]


def test_a_number_of_two_invoices_is_left_to_a_person_and_what_fits_none_is_refused(chinese: TestBook) -> None:
    owner = chinese.owner
    for place, code in enumerate(("3100204130", "3100204131")):
        a_blue(owner, place, "100", kind="paper_normal", number="00000001", code=code)
    row = a_red(3, "30.00", None, number="00000009", code="3100204130", kind="paper_normal")
    row = replace(row, takes_back=TakenBack("00000001"))
    either = found(owner, row)
    assert (either.state, [each.why for each in either.answers]) == (RED_OPEN, [("the number in the file",)] * 2)
    neither = found(owner, replace(row, total=-cents(101)))
    assert (neither.state, "only ¥100.00" in neither.told[0]) == (NOT_POSSIBLE, True)
