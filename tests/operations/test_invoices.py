"""Invoices: requested, issued once, frozen, voided where the kind allows it; and the files of what was handed out."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import apsw
import pytest

from app.errors import ChangedMeanwhile, NotAllowed, UserError
from app.models.actor import Actor, Role
from app.models.base import connection
from app.models.customer import InvoiceTitle
from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice, InvoiceFile, InvoiceLine, InvoiceRequest, InvoiceState, RequestState
from app.models.order import Invoicing, OrderLine
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, request_credit
from app.operations.invoice_content import Buyer
from app.operations.invoice_files import keep_invoice_file
from app.operations.invoice_requests import (
    reject_invoice_request,
    request_invoice,
    withdraw_invoice_request,
)
from app.operations.invoices import issue_invoice, void_invoice
from app.operations.parts import LinePart
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_draft,
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

FIRM = Buyer("杭州栖霞岭设计事务所", tax_number="91330100MA2XXXXX8K")
DIGITAL = "26312000000000000001"


def test_what_is_issued_is_frozen_with_hash_and_anchor(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner, "杭州栖霞岭", tax_number="91330100MA2XXXXX8K", address="北山街道 28 号")
    sold = an_order(owner, customer, a_line("49.90", 3), "12.34", discount_amount=cents(10), rounding_off=4)
    head = value("SELECT id || ':' || hash FROM trail ORDER BY id DESC LIMIT 1")
    invoice = read(Invoice, issue_invoice(owner, [sold]).value)
    snapshot = DocumentSnapshot.from_json(invoice.snapshot)
    assert invoice.snapshot == snapshot.to_json()
    assert invoice.snapshot_hash == hashlib.sha256(invoice.snapshot.encode()).hexdigest()
    assert invoice.anchor == head
    assert (snapshot.net, snapshot.tax, snapshot.gross) == (invoice.net, invoice.tax, invoice.total)
    assert invoice.total == order(sold).total == cents("152.00")
    assert snapshot.subtotal - snapshot.discount - snapshot.rounding_off == snapshot.gross
    assert (snapshot.discount, snapshot.rounding_off) == (cents(10), 4)
    assert sum(row.tax for row in snapshot.taxes) == snapshot.tax
    assert (snapshot.buyer.name, snapshot.buyer.tax_number) == ("杭州栖霞岭", "91330100MA2XXXXX8K")
    assert snapshot.seller.name == "苏州青禾文具"
    assert snapshot.order_numbers == order(sold).number
    assert snapshot.lines[0].price == 49_900_000
    assert json.loads(invoice.snapshot)["number"] == invoice.number == "INV-2026-0001"
    assert order(sold).invoicing == Invoicing.INVOICED


def test_parts_by_quantity_and_the_last_takes_the_remainder(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), a_line("33.33", 3), discount_amount=1)
    line = line_ids(sold)[0]
    totals = [read(Invoice, issue_invoice(owner, [sold], [LinePart(line, pieces(1))]).value).total for _ in range(3)]
    assert sum(totals) == order(sold).total == 9998
    stored = read(OrderLine, line)
    assert (stored.invoiced_quantity, stored.invoiced_net, stored.invoiced_tax) == (
        stored.quantity,
        stored.net,
        stored.tax,
    )
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [sold])
    assert refused.value.code == "nothing_to_invoice"


def test_an_amount_is_spread_and_the_rest_follows(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), a_line(100, 2), 50, cash_rounding=3)
    deposit = read(Invoice, issue_invoice(owner, [sold], amount=cents(100)).value)
    assert deposit.total == cents(100)
    assert order(sold).invoicing == Invoicing.PARTLY
    rest = read(Invoice, issue_invoice(owner, [sold]).value)
    assert rest.total == cents("150.03")
    rounding = every(InvoiceLine, "invoice_id = ? AND order_line_id IS NULL", (rest.id,))
    assert [line.net for line in rounding] == [3]
    assert DocumentSnapshot.from_json(rest.snapshot).cash_rounding == 3


def test_what_was_credited_before_is_not_billed(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), a_line(100, 10), 20)
    approve_credit(
        owner,
        request_credit(owner, sold, "termination", "no more", lines=[LinePart(line_ids(sold)[0], pieces(4))]).value,
    )
    invoice = issue_invoice(owner, [sold]).value
    assert read(Invoice, invoice).total == cents(620)
    first = every(InvoiceLine, "invoice_id = ?", (invoice,))[0]
    assert (first.quantity, first.net) == (pieces(6), cents(600))


def test_never_more_than_an_order_is_worth(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 100)
    for amount, code in ((cents("100.01"), "above_worth"), (0, "not_positive")):
        with pytest.raises(UserError) as refused:
            issue_invoice(owner, [sold], amount=amount)
        assert refused.value.code == code
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [sold], [LinePart(line_ids(sold)[0], pieces(2))])
    assert refused.value.code == "above_quantity"
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [sold], [])
    assert refused.value.code == "nothing_to_invoice"
    assert every(Invoice) == []


def test_orders_of_one_customer_only_and_each_once(owner: Actor) -> None:
    customer = a_customer(owner)
    one, two = an_order(owner, customer, 1), an_order(owner, a_customer(owner, "Other"), 1)
    for chosen, code in (([one, two], "other_customer"), ([], "no_orders"), ([one, one], "no_orders")):
        with pytest.raises(UserError) as refused:
            issue_invoice(owner, chosen)
        assert refused.value.code == code
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [a_draft(owner, customer, 1)])
    assert refused.value.code == "state"


def test_a_second_click_issues_nothing(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), a_line(100, 2))
    seen = {sold: order(sold).version}
    half = [LinePart(line_ids(sold)[0], pieces(1))]
    issue_invoice(owner, [sold], half, versions=seen)
    with pytest.raises(ChangedMeanwhile):
        issue_invoice(owner, [sold], half, versions=seen)
    assert len(every(Invoice)) == 1


def test_a_request_gives_buyer_and_amount_and_is_used_up(book: TestBook) -> None:
    owner = book.owner
    sales, finance = book.person(Role.SALES), book.person(Role.FINANCE)
    customer = a_customer(owner, owner_id=sales.user_id)
    sold = an_order(sales, customer, 100)
    asked = request_invoice(sales, sold, buyer=Buyer("Hale Holding", tax_number="GB 1"), amount=cents(40)).value
    assert (order(sold).invoice_requested, order(sold).invoicing) == (cents(40), Invoicing.REQUESTED)
    with pytest.raises(UserError) as refused:
        request_invoice(sales, sold, amount=cents("60.01"))
    assert refused.value.code == "above_worth"
    invoice = read(Invoice, issue_invoice(finance, [sold], request_ids=[asked]).value)
    assert (invoice.title, invoice.total) == ("Hale Holding", cents(40))
    request = read(InvoiceRequest, asked)
    assert (request.state, request.invoice_id) == (RequestState.ISSUED, invoice.id)
    assert order(sold).invoice_requested == 0
    with pytest.raises(UserError) as refused:
        issue_invoice(finance, [sold], request_ids=[asked])
    assert "issued" in refused.value.message
    second = request_invoice(sales, sold).value
    assert read(InvoiceRequest, second).amount == cents(60)
    with pytest.raises(UserError) as refused:
        request_invoice(sales, sold)
    assert refused.value.code == "nothing_to_invoice"
    reject_invoice_request(finance, second, "no tax number")
    third = request_invoice(sales, sold).value
    with pytest.raises(UserError):
        issue_invoice(finance, [an_order(owner, customer, 1)], request_ids=[third])
    with pytest.raises(NotAllowed):
        withdraw_invoice_request(book.person(Role.SERVICE), third)
    withdraw_invoice_request(sales, third)
    assert order(sold).invoice_requested == 0


def test_the_customers_own_title_is_taken(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner, "Harbour")
    title = InvoiceTitle(
        customer_id=customer, title="Harbour Ltd", tax_number="GB 2", bank_name="Severn", bank_account="22", main=True
    )
    book.prepare(lambda work: work.add(title))
    invoice = read(Invoice, issue_invoice(owner, [an_order(owner, customer, 1)]).value)
    assert (invoice.title, invoice.tax_number) == ("Harbour Ltd", "GB 2")
    assert DocumentSnapshot.from_json(invoice.snapshot).buyer.bank == "Severn 22"


def test_own_numbers_are_drawn_today_without_a_gap(book: TestBook) -> None:
    owner = book.owner
    sold = an_order(owner, a_customer(owner), a_line(10, 5))
    half = [LinePart(line_ids(sold)[0], pieces(1))]
    numbers = []
    for _ in range(3):
        with pytest.raises(UserError):
            issue_invoice(owner, [sold], [LinePart(line_ids(sold)[0], pieces(9))])
        numbers.append(read(Invoice, issue_invoice(owner, [sold], half).value).number)
    assert numbers == ["INV-2026-0001", "INV-2026-0002", "INV-2026-0003"]
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [sold], half, date=book.clock.day - timedelta(days=1))
    assert refused.value.code == "date_not_today"
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [sold], half, number="7")
    assert refused.value.code == "number_not_wanted"
    book.clock.day -= timedelta(days=1)
    with pytest.raises(UserError) as refused:
        issue_invoice(owner, [sold], half)
    assert refused.value.code == "series_date"


def test_a_chinese_book_registers_the_bureaus_invoice(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    day = chinese.clock.day - timedelta(days=2)
    invoice = read(
        Invoice,
        issue_invoice(
            owner, [sold], invoice_kind="digital_special", buyer=FIRM, number=" 2631 2000 0000 0000 0001 ", date=day
        ).value,
    )
    assert (invoice.number, invoice.code, invoice.date) == (DIGITAL, "", day)
    again = an_order(owner, customer, 1)
    for arguments, code in (
        ({"number": DIGITAL}, "number_taken"),
        ({"number": "123"}, "number_form"),
        ({"number": "２６３１２０００００００００００００2X"}, "number_form"),
        ({"number": DIGITAL[:-1] + "2", "code": "1234567890"}, "code_not_wanted"),
        ({"number": DIGITAL[:-1] + "2", "buyer": Buyer("somebody")}, "no_tax_number"),
        ({"number": DIGITAL[:-1] + "2", "buyer": Buyer(" ", tax_number="1")}, "no_title"),
        ({"number": "12345678", "invoice_kind": "paper_special"}, "code_form"),
        ({"number": "12345678", "invoice_kind": "carved_in_stone"}, "invoice_kind"),
        ({"number": DIGITAL[:-1] + "2", "date": chinese.clock.day + timedelta(days=1)}, "future_date"),
    ):
        with pytest.raises(UserError) as refused:
            issue_invoice(owner, [again], **{"invoice_kind": "digital_special", "buyer": FIRM, **arguments})
        assert refused.value.code == code, arguments
    with pytest.raises(UserError) as refused:
        void_invoice(owner, invoice.id, "wrong")
    assert refused.value.code == "may_not_void"
    person = Buyer("王小明", title_kind="person")
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in DIGITAL[:-1] + "2")
    issue_invoice(owner, [again], invoice_kind="digital_normal", buyer=person, number=wide)


def test_paper_invoices_are_voided_only_in_their_month(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner)

    def paper(number: str) -> int:
        return issue_invoice(
            owner,
            [an_order(owner, customer, 10)],
            invoice_kind="paper_special",
            buyer=FIRM,
            number=number,
            code="3100204130",
        ).value

    first, second = paper("00000001"), paper("00000002")
    void_invoice(owner, first, "misprint")
    assert read(Invoice, first).state == InvoiceState.VOIDED
    chinese.clock.day = date(2026, 4, 1)
    with pytest.raises(UserError) as refused:
        void_invoice(owner, second, "misprint")
    assert refused.value.code == "may_not_void"


def test_a_voided_invoice_keeps_its_number_and_frees_its_orders(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 100, 20, cash_rounding=1)
    first = issue_invoice(owner, [sold]).value
    void_invoice(owner, first, "wrong title")
    assert order(sold).invoiced == 0
    second = read(Invoice, issue_invoice(owner, [sold]).value)
    assert (second.number, second.total) == ("INV-2026-0002", cents("120.01"))
    for act in (
        lambda: void_invoice(owner, first, "again"),
        lambda: credit_invoice(owner, first, "correction", "wrong"),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert "voided" in refused.value.message
    credit_invoice(owner, second.id, "correction", "wrong", amount=cents(20))
    with pytest.raises(UserError) as refused:
        void_invoice(owner, second.id, "too late")
    assert refused.value.code == "credited"


def test_the_file_refuses_to_change_what_was_issued(owner: Actor) -> None:
    invoice = issue_invoice(owner, [an_order(owner, a_customer(owner), 100)]).value
    file = keep_invoice_file(owner, invoice, b"%PDF", "INV.pdf").value
    link = connection()
    link.execute("PRAGMA query_only = OFF")
    for statement in (
        "UPDATE invoice SET total = 1",
        "UPDATE invoice SET number = 'X'",
        "UPDATE invoice SET snapshot = '{}'",
        "UPDATE invoice SET title = 'somebody else'",
        "DELETE FROM invoice",
        "UPDATE invoice_line SET net = 1",
        "DELETE FROM invoice_line",
        "UPDATE invoice_file SET content = x'00'",
        "DELETE FROM invoice_file",
    ):
        with pytest.raises(apsw.ConstraintError, match="guard"):
            link.execute(statement)
    link.execute("PRAGMA query_only = ON")
    assert (read(Invoice, invoice).total, read(InvoiceFile, file).content) == (cents(100), b"%PDF")


def test_a_file_is_kept_once(book: TestBook) -> None:
    owner = book.owner
    invoice = issue_invoice(owner, [an_order(owner, a_customer(owner), 100)]).value
    first = keep_invoice_file(owner, invoice, b"%PDF-1", "INV.pdf").value
    assert keep_invoice_file(owner, invoice, b"%PDF-1", "INV.pdf").value == first
    with pytest.raises(UserError) as refused:
        keep_invoice_file(owner, invoice, b"%PDF-2", "INV.pdf")
    assert refused.value.code == "kept_already"
    with pytest.raises(UserError):
        keep_invoice_file(owner, invoice, b"", "INV.pdf")
    keep_invoice_file(owner, invoice, b"<xml/>", "INV.xml", "xml")
    with pytest.raises(NotAllowed):
        keep_invoice_file(book.person(Role.SALES), invoice, b"other", "INV.ofd", "ofd")


def test_nothing_is_issued_or_voided_in_a_closed_month(book: TestBook) -> None:
    owner = book.owner
    sold = an_order(owner, a_customer(owner), a_line(10, 2))
    invoice = issue_invoice(owner, [sold], [LinePart(line_ids(sold)[0], pieces(1))]).value
    book.set_company(closed_until=book.clock.day)
    for act in (
        lambda: issue_invoice(owner, [sold]),
        lambda: void_invoice(owner, invoice, "no"),
        lambda: credit_invoice(owner, invoice, "correction", "no"),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == "closed_month"
    book.clock.day += timedelta(days=1)
    with pytest.raises(UserError) as refused:
        void_invoice(owner, invoice, "no")
    assert refused.value.code == "closed_month"
    credit_invoice(owner, invoice, "correction", "no")
