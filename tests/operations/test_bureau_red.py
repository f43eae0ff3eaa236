"""Red invoices of the tax bureau's workbook: each finds what it takes back, and is registered as one by hand is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.errors import UserError
from app.importing.bureau import LIVE, RED, BureauRow
from app.importing.bureau_red import TakenBack
from app.models.actor import Actor, Role
from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice, InvoiceLine, InvoiceRequest, InvoiceState
from app.models.order import Order
from app.models.red_slip import RedSlip
from app.operations.bureau import (
    KNOWN,
    RED_REGISTERED,
    REFUSED,
    REGISTERED,
    BureauEntry,
    BureauOutcome,
    register_bureau_invoices,
)
from app.operations.bureau_red import RedEntry
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, request_credit
from app.operations.history import undo
from app.operations.invoice_requests import request_invoice
from app.operations.invoices import issue_invoice, void_invoice
from app.operations.parts import LinePart
from app.operations.red_slips import RedSlipInput, change_red_slip, record_red_slip
from app.queries.bureau import KNOWN as IN_BOOK
from app.queries.bureau import Answer, BureauMatch, match_bureau
from app.queries.bureau_red import RED_OPEN, RedAnswer
from app.queries.bureau_red import REFUSED as NOT_POSSIBLE
from app.queries.history import history
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_line,
    an_order,
    cents,
    every,
    line_ids,
    order,
    pieces,
    read,
    value,
)
from tests.helpers.bureau import FIRM, number

SLIP = "33010126031000000001"


def a_blue(owner: Actor, place: int, *lines: Any, kind: str = "digital_special", **more: Any) -> int:
    sold = an_order(owner, a_customer(owner, f"栖霞岭 {place}"), *lines)
    paper = {"number": number(place)} | more
    return issue_invoice(owner, [sold], invoice_kind=kind, buyer=FIRM, **paper).value


def order_of(invoice: int) -> int:
    return int(value("SELECT max(order_id) FROM invoice_line WHERE invoice_id = ?", invoice))


def a_red(place: int, total: str, blue: int | None, **more: Any) -> BureauRow:
    """A red row over the blue invoice of this place; ``slip`` and ``reason`` are what the file says besides."""
    says = TakenBack(number(blue) if blue else "", "", more.pop("slip", ""), more.pop("reason", ""))
    row = BureauRow(
        place + 1, number(place), "", "2026-03-10", FIRM.title, FIRM.tax_number, None, None, -cents(total),
        "digital_special", RED, takes_back=says,
    )  # fmt: skip
    return replace(row, **more)


def a_live(place: int, total: str) -> BureauRow:
    return replace(a_red(place, total, None), total=cents(total), state=LIVE)


def found(owner: Actor, row: BureauRow) -> BureauMatch:
    (match,) = match_bureau(owner, [row])
    return match


def entry(match: BureauMatch, choice: int = 0) -> RedEntry:
    """What the dialog hands over for a red row."""
    answer = match.answers[choice]
    assert isinstance(answer, RedAnswer)
    return RedEntry(match.row, answer.number, answer.code, answer.reason, answer.credit_id, answer.slip_id)


def registered(owner: Actor, *entries: BureauEntry | RedEntry) -> tuple[BureauOutcome, ...]:
    return register_bureau_invoices(owner, entries, "export.xlsx").value


def approved(owner: Actor, invoice: int, kind: str, amount: str) -> int:
    credit = request_credit(owner, order_of(invoice), kind, "破损", amount=cents(amount)).value
    approve_credit(owner.confirming({"to_be_credited"}), credit)
    return credit


def test_a_whole_red_invoice_finds_its_blue_one_by_the_number_and_equals_one_by_hand(chinese: TestBook) -> None:
    owner = chinese.owner
    blue, by_hand = a_blue(owner, 1, a_line("565", 2)), a_blue(owner, 2, a_line("565", 2))
    match = found(owner, a_red(3, "1130.00", 1, tax=-cents("130")))
    assert (match.state, len(match.answers)) == (RED, 1)
    (done,) = registered(owner, entry(match))
    assert (done.state, done.reason) == (RED_REGISTERED, "")
    credit_invoice(owner, by_hand, "correction", "Invoiced wrongly", number=number(4))
    made, typed = (read(Invoice, each) for each in (done.invoice_id, value("SELECT max(id) FROM invoice")))
    same = ("document_type", "invoice_kind", "net", "tax", "total", "reason_kind", "reason", "credit_id", "state")
    assert [getattr(made, name) for name in same] == [getattr(typed, name) for name in same]
    assert (made.number, str(made.date), made.corrects_id) == (number(3), "2026-03-10", blue)
    assert read(Invoice, blue).credited == cents(1130)
    left = order(order_of(blue))
    assert (left.invoiced, left.worth) == (0, cents(1130))
    assert [each.quantity for each in every(InvoiceLine, "invoice_id = ?", (made.id,))] == [pieces(2)]


def test_what_came_in_once_adds_nothing_and_is_not_undone(chinese: TestBook) -> None:
    owner = chinese.owner
    blue = a_blue(owner, 1, "100")
    match = found(owner, a_red(2, "100.00", 1))
    registered(owner, entry(match))
    assert [done.state for done in registered(owner, entry(match))] == [KNOWN]
    assert found(owner, a_red(2, "100.00", 1)).state == IN_BOOK
    assert "Its total" in found(owner, a_red(2, "90.00", 1)).told[0]
    assert read(Invoice, blue).credited == cents(100)
    with pytest.raises(UserError):
        undo(owner)
    with pytest.raises(UserError) as refused:
        void_invoice(owner, value("SELECT max(id) FROM invoice"), "no")
    assert refused.value.code == "credit_note"
    assert value("SELECT count(*) FROM trail WHERE operation = 'register bureau invoices'") == 2


@pytest.mark.parametrize(("kind", "code"), [("allowance", "04"), ("termination", "03")])
def test_a_part_is_taken_back_by_the_approved_credit_of_its_amount(chinese: TestBook, kind: str, code: str) -> None:
    owner = chinese.owner
    blue = a_blue(owner, 1, "1130")
    assert "no approved return" in found(owner, a_red(2, "113.00", 1)).told[0]
    credit = approved(owner, blue, kind, "113")
    match = found(owner, a_red(2, "113.00", 1))
    assert (match.state, [each.reason for each in match.answers if isinstance(each, RedAnswer)]) == (RED, [code])
    (done,) = registered(owner, entry(match))
    made = read(Invoice, done.invoice_id)
    assert (made.credit_id, made.reason_kind, made.total) == (credit, kind, cents(113))
    assert order(order_of(blue)).to_be_credited == 0


def test_a_return_takes_its_lines_and_a_smaller_red_invoice_only_a_part(chinese: TestBook) -> None:
    from app.operations.shipments import ship_order

    owner = chinese.owner
    blue = a_blue(owner, 1, a_line("50", 2), a_line("30", 1))
    ship_order(owner, order_of(blue))
    first, _second = line_ids(order_of(blue))
    back = request_credit(owner, order_of(blue), "return", "退货", lines=[LinePart(first, pieces(2))]).value
    approve_credit(owner.confirming({"to_be_credited"}), back)
    one, other = found(owner, a_red(2, "40.00", 1, reason="02")), found(owner, a_red(3, "60.00", 1, reason="02"))
    assert [match.state for match in (one, other)] == [RED, RED]
    done = registered(owner, entry(one), entry(other))
    assert [each.state for each in done] == [RED_REGISTERED, RED_REGISTERED]
    assert read(Invoice, blue).credited == cents(100)
    whole = a_blue(owner, 5, a_line("50", 2), a_line("30", 1))
    ship_order(owner, order_of(whole))
    first, _second = line_ids(order_of(whole))
    back = request_credit(owner, order_of(whole), "return", "退货", lines=[LinePart(first, pieces(1))]).value
    approve_credit(owner.confirming({"to_be_credited"}), back)
    (done_whole,) = registered(owner, entry(found(owner, a_red(6, "50.00", 5))))
    lines = every(InvoiceLine, "invoice_id = ?", (done_whole.invoice_id,))
    assert [(line.order_line_id, line.quantity) for line in lines] == [(first, pieces(1))]


def test_two_reasons_that_are_possible_are_left_to_a_person(chinese: TestBook) -> None:
    owner = chinese.owner
    blue = a_blue(owner, 1, "100")
    approved(owner, blue, "allowance", "100")
    match = found(owner, a_red(2, "100.00", 1))
    assert match.state == RED_OPEN
    assert [each.reason for each in match.answers if isinstance(each, RedAnswer)] == ["01", "04"]
    assert found(owner, a_red(2, "100.00", 1, reason="01")).state == RED
    settled = found(owner, a_red(2, "100.00", 1, reason="04"))
    (done,) = registered(owner, entry(settled))
    assert read(Invoice, done.invoice_id).reason_kind == "allowance"


def test_a_slip_of_the_book_is_used_and_one_it_does_not_hold_is_noted(chinese: TestBook) -> None:
    owner = chinese.owner
    held, unheld, unnamed = a_blue(owner, 1, "100"), a_blue(owner, 2, "100"), a_blue(owner, 3, "100")
    slips = [record_red_slip(owner, blue, RedSlipInput(f"{SLIP}{blue}", reason="01")).value for blue in (held, unnamed)]
    rows = (
        a_red(4, "100.00", 1, slip=f"{SLIP}{held}"),
        a_red(5, "100.00", 2, slip=SLIP),
        a_red(6, "100.00", 3),
    )
    done = registered(owner, *(entry(found(owner, row)) for row in rows))
    assert [each.state for each in done] == [RED_REGISTERED] * 3
    assert [read(RedSlip, slip).credit_note_id for slip in slips] == [done[0].invoice_id, done[2].invoice_id]
    notes = [DocumentSnapshot.from_json(read(Invoice, each.invoice_id).snapshot).notes for each in done]
    assert notes[0] == f"被冲红蓝字发票号码：{number(1)} 红字发票信息确认单编号：{SLIP}{held}"
    assert notes[1] == f"被冲红蓝字发票号码：{number(2)} 红字发票信息确认单编号：{SLIP}"
    assert [each.number for each in every(RedSlip, "invoice_id = ?", (unheld,))] == []


def test_a_slip_that_the_file_names_is_never_taken_for_another_one(chinese: TestBook) -> None:
    owner = chinese.owner
    blue = a_blue(owner, 1, "100")
    other = record_red_slip(owner, blue, RedSlipInput("A1", reason="01")).value
    (done,) = registered(owner, entry(found(owner, a_red(2, "100.00", 1, slip=SLIP))))
    assert read(RedSlip, other).credit_note_id is None
    assert SLIP in DocumentSnapshot.from_json(read(Invoice, done.invoice_id).snapshot).notes


def test_a_slip_that_does_not_fit_refuses_its_row_and_says_what_to_do(chinese: TestBook) -> None:
    owner = chinese.owner
    blue, other = a_blue(owner, 1, "100"), a_blue(owner, 2, "100")
    waiting = record_red_slip(owner, blue, RedSlipInput("A1", state="02")).value
    record_red_slip(owner, other, RedSlipInput("B1"))
    record_red_slip(owner, blue, RedSlipInput("A2", reason="04", amount=cents(60)))
    for slip, words in (("A1", "waits for the buyer"), ("B1", "another document"), ("A2", "60.00")):
        match = found(owner, a_red(3, "100.00", 1, slip=slip))
        assert match.state == NOT_POSSIBLE, slip
        assert words in match.told[0]
    change_red_slip(owner, waiting, "04")
    assert found(owner, a_red(3, "100.00", 1, slip="A1")).state == RED


def test_the_trail_tells_what_came_in_and_the_document_knows_it(chinese: TestBook) -> None:
    owner = chinese.owner
    a_blue(owner, 1, "100")
    (done, _refused) = registered(
        owner, entry(found(owner, a_red(2, "100.00", 1))), RedEntry(a_red(3, "1.00", 9), number(9), "", "01")
    )
    entries = history("invoice", done.invoice_id)
    assert [each.operation for each in entries] == ["register bureau invoices"]
    told = json.loads(value("SELECT detail FROM trail ORDER BY id DESC LIMIT 1"))
    assert (told["file"], told["count"], told["red"], told["refused"]) == ("export.xlsx", 1, 1, 1)
    assert "invoice credited" in told["events"]


def test_a_red_invoice_of_a_closed_month_is_refused(chinese: TestBook) -> None:
    owner = chinese.owner
    blue = a_blue(owner, 1, "100", date=date(2026, 2, 20))
    chinese.set_company(closed_until=date(2026, 2, 28))
    closed, open_ = a_red(2, "100.00", 1, date="2026-02-25"), a_red(3, "100.00", 1)
    done = registered(owner, entry(found(owner, closed)))
    assert [each.state for each in done] == [REFUSED]
    assert read(Invoice, blue).credited == 0
    assert [each.state for each in registered(owner, entry(found(owner, open_)))] == [RED_REGISTERED]


def test_without_a_number_an_invoice_of_the_buyer_and_amount_is_only_proposed(chinese: TestBook) -> None:
    owner = chinese.owner
    a_blue(owner, 1, "100")
    a_blue(owner, 2, "200")
    match = found(owner, a_red(3, "100.00", None))
    assert match.state == RED_OPEN
    assert [each.number for each in match.answers if isinstance(each, RedAnswer)] == [number(1)]
    a_blue(owner, 4, "100")
    assert len(found(owner, a_red(3, "100.00", None)).answers) == 2
    for row in (
        a_red(3, "150.00", None),
        a_red(3, "100.00", None, title="别人", tax_number="91310000MA0000000X"),
        a_red(3, "100.00", None, date="2026-03-09"),
        a_red(3, "100.00", None, kind="paper_special"),
    ):
        nothing = found(owner, row)
        assert (nothing.state, nothing.answers) == (NOT_POSSIBLE, ())
        assert "Credit…" in nothing.told[0]


def test_another_buyer_or_seller_is_named_and_left_to_a_person(chinese: TestBook) -> None:
    owner = chinese.owner
    chinese.set_company(tax_number="91320500MA1XXXXX1A")
    a_blue(owner, 1, "100")
    buyer = found(owner, a_red(2, "100.00", 1, title="别人", tax_number="91310000MA0000000X"))
    assert (buyer.state, len(buyer.answers)) == (RED_OPEN, 1)
    assert "别人" in buyer.told[0]
    seller = found(owner, a_red(2, "100.00", 1, seller_tax_number="91310000MA0000000X"))
    assert (seller.state, len(seller.answers)) == (RED_OPEN, 1)


def test_what_cannot_be_taken_back_is_refused_in_words_and_the_rest_comes_in(chinese: TestBook) -> None:
    owner = chinese.owner
    a_blue(owner, 1, "100")
    gone = a_blue(owner, 2, "100", kind="paper_special", number="00000001", code="3100204130")
    void_invoice(owner, gone, "打错")
    sold = an_order(owner, a_customer(owner), "77")
    told = {
        "is not in the book": a_red(3, "100.00", 9),
        "only ¥100.00 of invoice": a_red(4, "100.01", 1),
        "“Invoiced wrongly”": a_red(5, "40.00", 1, reason="01"),
        "no approved credit of": a_red(6, "40.00", 1, reason="04"),
        "is void in the book": replace(
            a_red(7, "100.00", None), takes_back=TakenBack("00000001", "3100204130"), kind="paper_special"
        ),
    }
    for words, row in told.items():
        match = found(owner, row)
        assert (match.state, match.answers, words in match.told[0]) == (NOT_POSSIBLE, (), True), match.told
    before = value("SELECT count(*) FROM invoice")
    done = registered(
        owner,
        RedEntry(told["is not in the book"], number(9), "", "01"),
        RedEntry(told["only ¥100.00 of invoice"], number(1), "", "01"),
        RedEntry(told["“Invoiced wrongly”"], number(1), "", "01"),
        RedEntry(told["no approved credit of"], number(1), "", "04"),
        RedEntry(a_red(8, "100.00", 1, number="123"), number(1), "", "01"),
        RedEntry(a_red(9, "100.00", 1, date="2026-03-01"), number(1), "", "01"),
        RedEntry(a_red(10, "100.00", 1), number(1), "", "05"),
        RedEntry(a_red(11, "100.00", 1, state=LIVE), number(1), "", "01"),
        BureauEntry(a_live(12, "77.00"), sold),
    )
    assert [each.state for each in done] == [REGISTERED, *[REFUSED] * 8]
    assert all(each.reason for each in done[1:])
    assert value("SELECT count(*) FROM invoice") == before + 1
    assert value("SELECT count(*) FROM invoice WHERE document_type = 'credit_note'") == 0
    assert value("SELECT sum(credited) FROM invoice") == 0


def test_blue_and_red_of_one_file_come_in_together(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), "50")
    asked = request_invoice(owner, sold, "digital_special", FIRM).value
    blue = a_live(1, "50.00")
    red, part = a_red(2, "50.00", 1), a_red(3, "20.00", 1)
    first, second, third = match_bureau(owner, [blue, red, part])
    assert (second.state, third.state) == (RED, NOT_POSSIBLE)
    assert "stands in this file" in third.told[0]
    answer = first.answers[0]
    assert isinstance(answer, Answer)
    assert [each.state for each in registered(owner, entry(second))] == [REFUSED]
    done = registered(owner, entry(second), BureauEntry(blue, answer.order_id, answer.request_id))
    assert [each.state for each in done] == [REGISTERED, RED_REGISTERED]
    assert read(InvoiceRequest, asked).invoice_id == done[0].invoice_id
    assert read(Order, sold).invoiced == 0


def test_two_red_rows_over_one_invoice_take_back_no_more_than_it_holds(chinese: TestBook) -> None:
    owner = chinese.owner
    blue = a_blue(owner, 1, "100")
    rows = [a_red(2, "100.00", 1), a_red(3, "100.00", 1)]
    done = registered(owner, *(entry(match) for match in match_bureau(owner, rows)))
    assert [each.state for each in done] == [RED_REGISTERED, REFUSED]
    assert "Nothing of invoice" in done[1].reason
    assert read(Invoice, blue).credited == cents(100)


def test_an_old_paper_invoice_is_found_by_code_and_number_and_corrected_in_part(chinese: TestBook) -> None:
    owner = chinese.owner
    a_blue(owner, 1, "100", kind="paper_normal", number="00000001", code="3100204130")
    a_blue(owner, 2, "100", kind="paper_normal", number="00000001", code="3100204131")
    row = a_red(3, "30.00", None, number="00000009", code="3100204130", kind="paper_normal")
    match = found(owner, replace(row, takes_back=TakenBack("00000001", "3100204131")))
    assert (match.state, entry(match).code) == (RED, "3100204131")
    (done,) = registered(owner, entry(match))
    made = read(Invoice, done.invoice_id)
    assert (made.total, made.reason_kind, made.state) == (cents(30), "correction", InvoiceState.ISSUED)


def test_a_tax_that_differs_from_the_platform_is_named(chinese: TestBook) -> None:
    owner = chinese.owner
    a_blue(owner, 1, "1130")
    (done,) = registered(owner, entry(found(owner, a_red(2, "1130.00", 1, tax=-cents("120")))))
    assert done.state == RED_REGISTERED
    assert "120.00" in done.reason
    assert "130.00" in done.reason


def test_who_may_not_credit_registers_the_blue_ones_only(chinese: TestBook) -> None:
    owner = chinese.owner
    a_blue(owner, 1, "100")
    sold = an_order(owner, a_customer(owner), "77")
    finance = chinese.person(Role.FINANCE)
    match = found(finance, a_red(2, "100.00", 1))
    assert (match.state, match.answers) == (NOT_POSSIBLE, ())
    done = registered(
        finance,
        RedEntry(match.row, number(1), "", "01"),
        BureauEntry(a_live(3, "77.00"), sold),
    )
    assert [each.state for each in done] == [REGISTERED, REFUSED]
    assert "may not" in done[1].reason


def test_a_credit_of_another_order_is_no_reason_for_a_credit_note(chinese: TestBook) -> None:
    owner = chinese.owner
    a_blue(owner, 1, "100")
    other = approved(owner, a_blue(owner, 2, "100"), "allowance", "40")
    (done,) = registered(owner, RedEntry(a_red(3, "40.00", 1), number(1), "", "04", other))
    assert done.state == REFUSED
    assert every(Invoice, "document_type = 'credit_note'") == []
