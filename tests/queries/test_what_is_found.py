"""What was written a moment ago is found, money and papers are found by amount, and what is meant comes first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.operations.invoices import issue_invoice
from app.operations.notes import note_order
from app.operations.payments import record_payment
from app.operations.refunds import request_refund
from app.queries import palette
from app.queries.columns import Ask
from app.queries.lists import LISTS
from tests.helpers.book import a_customer, a_draft, an_order, cents, close, new_book, order

ORDERS = LISTS["orders"]


def test_what_stands_on_an_order_is_found_as_soon_as_it_is_written(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    made = an_order(book.owner, a_customer(book.owner), 5)
    assert ORDERS.ids(book.owner, Ask(search="fragile")).tolist() == []
    note_order(book.owner, made, "Fragile: glass")
    assert ORDERS.ids(book.owner, Ask(search="fragile")).tolist() == [made]
    note_order(book.owner, made, "")
    assert ORDERS.ids(book.owner, Ask(search="fragile")).tolist() == []
    close(book)


def test_money_and_papers_are_found_by_their_amounts_and_notes(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    customer = a_customer(book.owner)
    made = an_order(book.owner, customer, "88.50")
    paid = record_payment(book.owner, cents("88.50"), "cash", customer, parts=[(made, cents("88.50"))], note="by Ann")
    billed = issue_invoice(book.owner, [made])
    back = request_refund(book.owner, cents(40), "broken on the way", made, above_proposal_reason="broken").value
    for noun, typed, found in (
        ("payments", "88.5", paid.value),
        ("payments", "ann", paid.value),
        ("invoices", "88.50", billed.value),
        ("refunds", "40", back),
        ("refunds", "broken", back),
    ):
        assert LISTS[noun].ids(book.owner, Ask(search=typed)).tolist() == [found], (noun, typed)
        assert LISTS[noun].ids(book.owner, Ask(search="88.51")).tolist() == []
    close(book)


def test_just_the_number_comes_first_and_the_newest_next(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    first = an_order(book.owner, a_customer(book.owner), 5, date=date(2026, 3, 1))
    number = order(first).number
    later = [
        a_draft(book.owner, a_customer(book.owner, name), 6, date=day, note=f"instead of {number}")
        for name, day in (("B", date(2026, 3, 4)), ("C", date(2026, 3, 6)))
    ]
    assert ORDERS.ids(book.owner, Ask(search=number.lower())).tolist() == [first, *reversed(later)]
    assert ORDERS.ids(book.owner, Ask(search="instead")).tolist() == list(reversed(later))
    assert ORDERS.ids(book.owner, Ask(search=number, sort=(("date", True),))).tolist() == [*reversed(later), first]
    assert [(f.id, f.exact) for f in palette.exact(book.owner, number)] == [(first, True)]
    close(book)


def test_customers_come_by_code_then_by_the_beginning_of_their_names(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    inside, begins, recent = (a_customer(book.owner, name) for name in ("A Zeta", "Zeta Ltd", "Zeta & Sons"))
    an_order(book.owner, recent, 5)
    customers = LISTS["customers"]
    assert customers.ids(book.owner, Ask(search="zeta")).tolist() == [recent, begins, inside]
    assert customers.ids(book.owner, Ask(search="zeta", sort=(("name", False),))).tolist()[0] == inside
    coded = a_customer(book.owner, "Last of all", code="ZETA")
    assert customers.ids(book.owner, Ask(search="zeta")).tolist()[0] == coded
    assert [(f.kind, f.id) for f in palette.exact(book.owner, "zeta")] == [("customers", coded)]
    close(book)
