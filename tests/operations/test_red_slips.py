"""Red confirmation slips: recorded with the bureau's codes, followed up, used by one credit note of their amount."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.errors import UserError
from app.models.actor import Actor
from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice
from app.models.red_slip import READY, REASON_OF, REASONS, STATES, VOID, RedSlip, red_remark
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, request_credit
from app.operations.invoices import issue_invoice
from app.operations.red_slips import RedSlipInput, change_red_slip, record_red_slip
from app.queries.red_slips import slips
from tests.helpers.book import TestBook, a_customer, an_order, cents, read
from tests.helpers.bureau import FIRM

BLUE, RED = "26312000000000000001", "26312000000000000002"
SLIP = RedSlipInput("33010126031000000001")


def an_invoice(owner: Actor, kind: str = "digital_special") -> int:
    sold = an_order(owner, a_customer(owner), 100)
    paper = {"code": "3100204130", "number": "00000001"} if kind == "paper_special" else {"number": BLUE}
    return issue_invoice(owner, [sold], invoice_kind=kind, buyer=FIRM, **paper).value


def test_a_wrong_invoice_is_taken_back_by_its_slip_and_says_so(chinese: TestBook) -> None:
    owner = chinese.owner
    invoice = an_invoice(owner)
    slip = record_red_slip(owner, invoice, SLIP).value
    note = credit_invoice(owner, invoice, "correction", "抬头有误", number=RED, red_slip_id=slip).value
    assert read(RedSlip, slip).credit_note_id == note
    printed = DocumentSnapshot.from_json(read(Invoice, note).snapshot)
    assert printed.notes == f"被冲红蓝字发票号码：{BLUE} 红字发票信息确认单编号：{SLIP.number}"
    (shown,) = slips(owner, invoice)
    assert (shown.number, shown.amount, shown.credit_note, shown.ready) == (SLIP.number, cents(100), RED, False)
    with pytest.raises(UserError) as refused:
        change_red_slip(owner, slip, "08")
    assert refused.value.code == "used"


def test_what_no_slip_can_be_is_refused_at_its_field(chinese: TestBook) -> None:
    owner = chinese.owner
    invoice = an_invoice(owner)
    refusals: tuple[tuple[dict[str, Any], str], ...] = (
        ({"number": " "}, "number_form"),
        ({"number": "33-01"}, "number_form"),
        ({"reason": "05"}, "reason"),
        ({"state": "00"}, "state"),
        ({"entered_by": "nobody"}, "entered_by"),
        ({"amount": 0}, "not_positive"),
        ({"amount": cents(101), "reason": "02"}, "above_invoice"),
        ({"amount": cents(1)}, "whole_only"),
        ({"made_on": chinese.clock.day + timedelta(days=1)}, "future_date"),
    )
    for change, code in refusals:
        with pytest.raises(UserError) as refused:
            record_red_slip(owner, invoice, replace(SLIP, **change))
        assert refused.value.code == code, change
    record_red_slip(owner, invoice, SLIP)
    with pytest.raises(UserError) as refused:
        record_red_slip(owner, invoice, SLIP)
    assert refused.value.code == "number_taken"


def test_an_old_paper_invoice_wants_no_slip(chinese: TestBook) -> None:
    invoice = an_invoice(chinese.owner, "paper_special")
    with pytest.raises(UserError) as refused:
        record_red_slip(chinese.owner, invoice, SLIP)
    assert refused.value.code == "no_slip_wanted"


def test_a_slip_is_used_only_when_confirmed_with_its_reason_and_its_amount(chinese: TestBook) -> None:
    owner = chinese.owner
    invoice = an_invoice(owner)
    order = read(Invoice, invoice)
    sold = int(
        chinese.prepare(lambda work: work.value("SELECT order_id FROM invoice_line WHERE invoice_id = ?", (order.id,)))
    )
    credit = request_credit(owner, sold, "allowance", "破损", amount=cents(10)).value
    approve_credit(owner.confirming({"to_be_credited"}), credit)
    waiting = record_red_slip(owner, invoice, RedSlipInput("A1", reason="04", state="02", amount=cents(10))).value
    more = record_red_slip(owner, invoice, RedSlipInput("A2", reason="04", amount=cents(11))).value
    returned = record_red_slip(owner, invoice, RedSlipInput("A3", reason="02", amount=cents(10))).value
    for slip, code in ((waiting, "slip_state"), (more, "slip_amount"), (returned, "slip_reason")):
        with pytest.raises(UserError) as refused:
            credit_invoice(owner, invoice, "allowance", "破损", credit_id=credit, number=RED, red_slip_id=slip)
        assert refused.value.code == code
    change_red_slip(owner, waiting, "04")
    credit_invoice(owner, invoice, "allowance", "破损", credit_id=credit, number=RED, red_slip_id=waiting)
    change_red_slip(owner, more, "07")
    with pytest.raises(UserError) as refused:
        change_red_slip(owner, more, "04")
    assert refused.value.code == "void"


def test_the_codes_of_the_bureau_are_all_there() -> None:
    assert sorted(REASONS) == ["01", "02", "03", "04"] == sorted(REASON_OF.values())
    assert {"01", "04"} == READY
    assert VOID == {"05", "06", "07", "08", "09"} == set(STATES) - {"01", "02", "03", "04"}
    assert red_remark(BLUE, "") == f"被冲红蓝字发票号码：{BLUE}"
