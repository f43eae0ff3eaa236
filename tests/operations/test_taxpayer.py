"""General or small-scale: what new lines are taxed with, what is remarked upon, and that nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.errors import UserError
from app.models.actor import Actor
from app.models.base import connection
from app.models.book import close_book, open_book
from app.models.company import TaxCode, the_company
from app.models.order import OrderLine
from app.models.taxpayer import Taxpayer, suits, usual_code
from app.operations.codes import add_tax_code, set_tax_active
from app.operations.company import change_company
from app.operations.history import undo
from app.operations.invoice_requests import request_invoice
from app.operations.invoices import issue_invoice
from app.operations.taxpayer import change_taxpayer
from app.queries import choices
from app.queries.bureau_requests import bureau_requests
from app.queries.order_checks import TypedLine, TypedOrder, order_checks
from app.queries.taxpayer import tax_remark, taxpayer
from tests.helpers.book import (
    LOCAL,
    TestBook,
    a_customer,
    a_line,
    a_product,
    an_order,
    every,
    line_ids,
    make_book,
    read,
)

GENERAL, SMALL = Taxpayer.GENERAL.value, Taxpayer.SMALL.value


@pytest.fixture
def seller(chinese: TestBook) -> Actor:
    """The owner of a Chinese book in which nobody has said yet of what kind the company is."""
    return chinese.owner


def code_id(code: str) -> int:
    return next(each.id for each in every(TaxCode) if each.code == code)


def usual() -> str:
    return str(read(TaxCode, the_company().default_tax_code_id or 0).code)


def offered(actor: Actor) -> list[str]:
    return [choice.facts["code"] for choice in choices.tax_codes(actor)]


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        (GENERAL, "2026-03-10", "13"),
        (SMALL, "2019-12-31", "3"),
        (SMALL, "2020-03-01", "1"),
        (SMALL, "2027-12-31", "1"),
        (SMALL, "2028-01-01", "3"),
        ("", "2026-03-10", ""),
    ],
)
def test_what_a_kind_usually_charges_is_dated(kind: str, day: str, code: str) -> None:
    assert usual_code(kind, date.fromisoformat(day)) == code


def test_nothing_is_said_against_any_rate_until_the_kind_is_known(seller: Actor) -> None:
    assert taxpayer() == ""
    assert offered(seller)[:4] == ["13", "9", "6", "5"]
    assert all(not tax_remark(each.id, seller.today()) for each in every(TaxCode))


def test_a_small_scale_company_is_offered_its_own_rates_first_and_new_lines_begin_with_them(seller: Actor) -> None:
    change_taxpayer(seller, SMALL)
    assert offered(seller)[:3] == ["1", "3", "5"]
    assert set(offered(seller)[-3:]) == {"13", "9", "6"}
    assert usual() == "1"
    sold = an_order(seller, a_customer(seller), 101)
    assert read(OrderLine, line_ids(sold)[0]).tax_rate == 10_000


def test_a_general_taxpayer_is_offered_the_rates_of_the_law_first(seller: Actor) -> None:
    change_company(seller, {"default_tax_code_id": code_id("3")})
    change_taxpayer(seller, GENERAL)
    assert offered(seller)[:4] == ["13", "9", "6", "0"]
    assert offered(seller)[-3:] == ["5", "3", "1"]
    assert usual() == "13"


def test_a_usual_tax_that_suits_stays(seller: Actor) -> None:
    for code, kind in (("6", GENERAL), ("5", SMALL), ("exempt", SMALL), ("exempt", GENERAL)):
        change_company(seller, {"default_tax_code_id": code_id(code)})
        change_taxpayer(seller, kind)
        assert usual() == code


def test_a_usual_tax_out_of_use_gives_way_to_the_next_that_suits(seller: Actor) -> None:
    set_tax_active(seller, code_id("1"), False)
    change_taxpayer(seller, SMALL)
    assert usual() == "3"


def test_the_change_and_the_usual_tax_are_taken_back_together(seller: Actor) -> None:
    change_company(seller, {"default_tax_code_id": code_id("6")})
    change_taxpayer(seller, SMALL)
    undo(seller)
    assert (taxpayer(), usual()) == ("", "6")


def test_what_was_sold_and_invoiced_keeps_its_tax(seller: Actor) -> None:
    change_taxpayer(seller, GENERAL)
    product = a_product(seller, tax_code_id=code_id("9"))
    issue_invoice(seller, [an_order(seller, a_customer(seller), 113, a_line(10, product_id=product))])

    def kept() -> list[Any]:
        tables = ("sales_order", "order_line", "invoice", "invoice_line", "product")
        return [connection().execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables]

    before = kept()
    change_taxpayer(seller, SMALL)
    assert kept() == before
    assert usual() == "1"


def test_a_rate_of_the_other_kind_is_remarked_upon_and_sold_all_the_same(seller: Actor) -> None:
    change_taxpayer(seller, SMALL)
    lines = tuple(
        TypedLine(row, None, "goods", 10_000, 1_000_000, 0, code_id(code))
        for row, code in enumerate(("13", "3", "0", "9"))
    )
    found = order_checks(seller, TypedOrder(None, "2026-03-10", 100, lines)).other_tax
    assert found is not None
    assert (found.rows, found.instead) == ((0, 3), code_id("1"))
    assert "small-scale" in found.remark
    sold = an_order(seller, a_customer(seller), a_line(113, tax_code_id=code_id("13")))
    assert read(OrderLine, line_ids(sold)[0]).tax_rate == 130_000
    wanted = request_invoice(seller, sold).value
    (request,) = bureau_requests(seller, [wanted])
    assert found.remark in request.warnings
    change_taxpayer(seller, GENERAL)
    (request,) = bureau_requests(seller, [wanted])
    assert found.remark not in request.warnings
    again = order_checks(seller, TypedOrder(None, "2026-03-10", 100, lines)).other_tax
    assert again is not None
    assert (again.rows, again.instead) == ((1,), code_id("13"))


def test_a_rate_that_the_office_added_counts_by_its_height(seller: Actor) -> None:
    added = add_tax_code(seller, "1.5", "Rent of flats", 15_000, date(2020, 1, 1)).value
    change_taxpayer(seller, SMALL)
    assert tax_remark(added, seller.today()) == ""
    assert suits(GENERAL, 60_000)
    assert not suits(GENERAL, 50_000)


def test_a_kind_that_nobody_knows_is_refused(seller: Actor) -> None:
    with pytest.raises(UserError):
        change_taxpayer(seller, "middle")
    assert taxpayer() == ""


def test_no_other_country_has_the_kinds(owner: Actor) -> None:
    with pytest.raises(UserError):
        change_taxpayer(owner, SMALL)
    assert taxpayer() == ""


@pytest.fixture
def born_small(tmp_path: Path) -> Iterator[TestBook]:
    """A Chinese book that was made by a small-scale company."""
    path = tmp_path / "small.daybook"
    make_book(path, name="苏州青禾文具", country="CN", taxpayer=SMALL, today=date(2026, 1, 1))
    open_book(path, place=lambda _path: LOCAL)
    yield TestBook(path)
    close_book()


def test_a_book_may_begin_with_its_kind(born_small: TestBook) -> None:
    assert (taxpayer(), usual()) == (SMALL, "1")
