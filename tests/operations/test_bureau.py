"""The tax bureau's numbers come in once, each to the request it answers; requests go out as the bureau reads them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.errors import NotAllowed
from app.importing.bureau import RED, BureauRow
from app.models.actor import Actor, Role
from app.models.bureau_rules import amount_fits, gbk_length, price_of
from app.models.invoice import Invoice, InvoiceRequest, RequestState
from app.money import currency
from app.operations.bureau import KNOWN, REFUSED, REGISTERED, BureauEntry, register_bureau_invoices
from app.operations.categories import add_category, classify_category
from app.operations.invoice_content import Buyer
from app.operations.invoice_requests import request_invoice
from app.queries.bureau import AMBIGUOUS, MATCHED, UNKNOWN, BureauMatch, match_bureau
from app.queries.bureau import KNOWN as IN_BOOK
from app.queries.bureau_requests import bureau_requests
from app.reports.bureau_requests import write_bureau_requests
from tests.helpers.book import TestBook, a_customer, a_line, a_product, an_order, cents, every, order, read, value
from tests.helpers.bureau import number

CNY = currency("CNY")
FIRM = Buyer("杭州栖霞岭设计事务所", tax_number="91330100MA2XXXXX8K", address="北山街道 28 号", bank="工行 6222")


def a_row(place: int, total: str, **more: Any) -> BureauRow:
    made = BureauRow(
        place + 1,
        number(place),
        "",
        "2026-03-09",
        FIRM.title,
        FIRM.tax_number,
        None,
        None,
        cents(total),
        "digital_special",
    )
    return replace(made, **more)


def a_request(owner: Actor, customer: int, price: str, **more: Any) -> int:
    sold = an_order(owner, customer, price)
    return request_invoice(owner, sold, "digital_special", FIRM, **more).value


def matched(owner: Actor, *rows: BureauRow) -> tuple[BureauMatch, ...]:
    return match_bureau(owner, rows)


def test_a_row_finds_its_request_by_total_and_buyer_and_is_registered_once(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner, "栖霞岭")
    wanted, other = a_request(owner, customer, "1130"), a_request(owner, customer, "99")
    (found,) = matched(owner, a_row(1, "1130.00"))
    assert found.state == MATCHED
    assert found.answers[0].request_id == wanted
    assert "the same total" in found.answers[0].why
    entry = BureauEntry(found.row, found.answers[0].order_id, wanted)
    (done,) = register_bureau_invoices(owner, [entry], "export.xlsx").value
    assert done.state == REGISTERED
    invoice = read(Invoice, done.invoice_id)
    assert (invoice.number, invoice.total, invoice.invoice_kind) == (number(1), cents(1130), "digital_special")
    assert (invoice.title, str(invoice.date)) == (FIRM.title, "2026-03-09")
    assert read(InvoiceRequest, wanted).state == RequestState.ISSUED
    assert read(InvoiceRequest, other).state == RequestState.REQUESTED
    assert order(found.answers[0].order_id).invoice_requested == 0
    (again,) = register_bureau_invoices(owner, [entry], "export.xlsx").value
    assert again.state == KNOWN
    assert [each.number for each in every(Invoice)] == [number(1)]
    assert matched(owner, a_row(1, "1130.00"))[0].state == IN_BOOK


def test_the_same_number_with_another_total_is_named(chinese: TestBook) -> None:
    owner = chinese.owner
    wanted = a_request(owner, a_customer(owner), "100")
    row = a_row(1, "100.00")
    register_bureau_invoices(owner, [BureauEntry(row, read(InvoiceRequest, wanted).order_id, wanted)])
    (found,) = matched(owner, a_row(1, "101.00", date="2026-03-08", title="别人"))
    assert found.state == IN_BOOK
    assert [sentence.split(" ")[0:3] for sentence in found.told] == [
        ["Its", "total", "is"],
        ["Its", "date", "is"],
        ["It", "is", "made"],
    ]


def test_two_requests_that_fit_alike_are_left_to_a_person_and_a_remark_settles_it(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner)
    first, second = a_request(owner, customer, "50"), a_request(owner, customer, "50")
    (found,) = matched(owner, a_row(1, "50.00"))
    assert found.state == AMBIGUOUS
    assert {answer.request_id for answer in found.answers} == {first, second}
    named = order(read(InvoiceRequest, second).order_id).number
    (found,) = matched(owner, a_row(1, "50.00", remark=f"订单 {named}"))
    assert (found.state, found.answers[0].request_id) == (MATCHED, second)
    (found,) = matched(owner, a_row(1, "50.00", serial=f"DB{first}"))
    assert (found.state, found.answers[0].request_id) == (MATCHED, first)


def test_two_rows_for_one_request_are_both_left_to_a_person(chinese: TestBook) -> None:
    owner = chinese.owner
    a_request(owner, a_customer(owner), "50")
    assert [found.state for found in matched(owner, a_row(1, "50.00"), a_row(2, "50.00"))] == [AMBIGUOUS, AMBIGUOUS]


def test_an_order_that_nobody_asked_an_invoice_of_is_found_too(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner, "栖霞岭", tax_number=FIRM.tax_number)
    sold = an_order(owner, customer, "77")
    (found,) = matched(owner, a_row(1, "77.00"))
    assert (found.state, found.answers[0].order_id, found.answers[0].request_id) == (MATCHED, sold, None)
    (done,) = register_bureau_invoices(owner, [BureauEntry(found.row, sold)]).value
    assert (done.state, order(sold).invoiced) == (REGISTERED, cents(77))


def test_what_fits_nothing_or_is_red_is_said_and_not_taken(chinese: TestBook) -> None:
    owner = chinese.owner
    a_request(owner, a_customer(owner), "50")
    found = matched(
        owner,
        a_row(1, "51.00"),
        a_row(2, "50.00", title="别人", tax_number="91310000MA0000000X"),
        a_row(3, "-50.00", state=RED),
    )
    assert [each.state for each in found] == [UNKNOWN, UNKNOWN, REFUSED]
    assert "Credit…" in found[2].told[0]


def test_one_refused_row_leaves_the_others(chinese: TestBook) -> None:
    owner = chinese.owner
    customer = a_customer(owner)
    first, second = a_request(owner, customer, "10"), a_request(owner, customer, "20")
    at = {each.id: each.order_id for each in every(InvoiceRequest)}
    done = register_bureau_invoices(
        owner,
        [
            BureauEntry(a_row(1, "99.00"), at[first], first),
            BureauEntry(a_row(2, "10.00", number="123"), at[first], first),
            BureauEntry(a_row(3, "20.00", date="2027-01-01"), at[second], second),
            BureauEntry(a_row(4, "20.00"), at[second], second),
            BureauEntry(a_row(4, "20.00"), at[second], second),
        ],
    ).value
    assert [each.state for each in done] == [REFUSED, REFUSED, REFUSED, REGISTERED, KNOWN]
    assert all(each.reason for each in done if each.state == REFUSED)
    assert order(at[first]).invoiced == 0
    assert value("SELECT count(*) FROM trail WHERE operation = 'register bureau invoices'") == 1


def test_only_who_issues_invoices_matches_and_registers(chinese: TestBook) -> None:
    seller = chinese.person(Role.SALES)
    with pytest.raises(NotAllowed):
        match_bureau(seller, [a_row(1, "1")])
    with pytest.raises(NotAllowed):
        register_bureau_invoices(seller, [])


def a_taxed_request(chinese: TestBook, **more: Any) -> int:
    owner = chinese.owner
    shelf = add_category(owner, "文具").value
    classify_category(owner, shelf, "1060201990000000000", "文具")
    pen = a_product(owner, "钢笔", category="文具", specification="0.5", unit="支")
    ink = a_product(owner, "墨水", tax_class="107")
    sold = an_order(
        owner,
        a_customer(owner, "栖霞岭"),
        a_line("12.30", 7, product_id=pen, description="钢笔", unit="支"),
        a_line("100", 1, product_id=ink, description="墨水", discount_rate=100_000),
        discount_amount=cents(5),
    )
    return request_invoice(owner, sold, "digital_special", FIRM, **more).value


def test_a_request_goes_out_with_its_rows_and_each_discount_directly_after_its_row(
    chinese: TestBook, tmp_path: Path
) -> None:
    wanted = a_taxed_request(chinese, note="请尽快", deliver_to="fp@example.com")
    (found,) = bureau_requests(chinese.owner, [wanted])
    assert [(line.name, line.discount) for line in found.lines] == [
        ("*文具*钢笔", False), ("*文具*钢笔", True), ("墨水", False), ("墨水", True),
    ]  # fmt: skip
    assert found.net + found.tax == found.amount == value("SELECT amount FROM invoice_request")
    full, off = found.lines[2:]
    assert (full.net + full.tax, off.net < 0, off.quantity, off.price) == (cents(100), True, 0, None)
    assert found.lines[0].price is not None
    assert amount_fits(found.lines[0].price, found.lines[0].quantity, found.lines[0].net, CNY)
    assert any("墨水" in warning and "19" in warning for warning in found.warnings)
    assert not any("钢笔" in warning for warning in found.warnings)
    done = write_bureau_requests(tmp_path / "out.xlsx", [found], money=CNY)
    book = load_workbook(done.path)
    heads = [[cell.value for cell in row] for row in book["1-发票基本信息"].rows]
    told = dict(zip(heads[0], heads[1], strict=True))
    assert (told["发票流水号"], told["票种代码"], told["抬头类型"]) == (f"DB{wanted}", "81", "企业")
    assert (told["购买方名称"], told["购买方纳税人识别号"], told["备注"]) == (FIRM.title, FIRM.tax_number, "请尽快")
    assert (told["开票内容"], told["先票后款"], told["收票邮箱/手机"]) == ("明细", "否", "fp@example.com")
    assert round(told["价税合计"] * 100) == found.amount
    rows = [[cell.value for cell in row] for row in book["2-发票明细信息"].rows]
    assert [row[1] for row in rows[1:]] == ["被折扣行", "折扣行", "被折扣行", "折扣行"]
    assert (rows[1][3], rows[1][6], rows[1][9]) == ("1060201990000000000", "7", "0.13")
    assert rows[2][8] < 0
    assert rows[2][6] is None


def test_a_summary_has_one_row_for_each_rate_and_class(chinese: TestBook) -> None:
    wanted = a_taxed_request(chinese, content="summary")
    (found,) = bureau_requests(chinese.owner, [wanted])
    assert [(line.name, line.discount) for line in found.lines] == [("*文具*钢笔", False), ("墨水", False)]
    assert found.net + found.tax == found.amount


def test_what_the_platform_would_refuse_is_told_before(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), a_line("1", 1, description="很" * 60))
    buyer = Buyer("很长" * 30, tax_number="91330100MA2XXXXX8A", address="路" * 50, phone="0571-88888888")
    wanted = request_invoice(owner, sold, "digital_special", buyer).value
    (found,) = bureau_requests(owner, [wanted])
    told = " ".join(found.warnings)
    assert "last character doesn't fit" in told
    assert told.count("longer than the 100 bytes") == 3
    assert "no tax class" in told


@given(net=st.integers(1, 10**10), quantity=st.integers(1, 10**9))
def test_a_price_of_thirteen_decimals_always_gives_its_amount_again(net: int, quantity: int) -> None:
    price = price_of(net, quantity, CNY)
    assert price is not None
    assert amount_fits(price, quantity, net, CNY)
    assert price == round(Decimal(price), 13)


def test_lengths_are_counted_as_gbk_does() -> None:
    assert [gbk_length(text) for text in ("abc", "中文", "中a", "")] == [3, 4, 3, 0]
