"""Terms of payment of customers and orders: whose hold, when money is due by them, and what papers say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.errors import UserError
from app.i18n import translator
from app.models.actor import Actor
from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice
from app.models.terms import Terms, invoice_due, own_words, terms_from
from app.money import RATE
from app.operations.amendments import amend_order
from app.operations.company import change_company
from app.operations.customers import CustomerInput, add_customer, edit_customer
from app.operations.inputs import LineInput, OrderInput
from app.operations.invoices import issue_invoice
from app.operations.orders import edit_order
from app.operations.paper_styles import change_paper_style
from app.queries.columns import Ask
from app.queries.documents import order_document
from app.queries.history import history
from app.queries.invoicing import invoiceable
from app.queries.order_start import order_start
from app.queries.orders import ORDERS
from tests.helpers.book import TestBook, a_customer, a_draft, a_line, an_order, line_ids, order, read

EARLY = Terms(30, discount=2 * RATE, early_days=10)
MONTH = Terms(30, end_of_month=True)


@pytest.mark.parametrize("terms", [Terms(0), Terms(45), Terms(0, end_of_month=True), MONTH, EARLY])
def test_terms_are_kept_and_read_again(terms: Terms) -> None:
    assert terms_from(terms.key) == terms


@pytest.mark.parametrize("key", ["soon", "-1", "30x", "30m-1", "4000", "30-20000/40", "３０"])
def test_terms_that_make_no_sense_are_refused(owner: Actor, key: str) -> None:
    customer = a_customer(owner)
    for refused in (
        lambda: add_customer(owner, CustomerInput(name="Other", payment_terms=key)),
        lambda: a_draft(owner, customer, 10, payment_terms=key),
    ):
        with pytest.raises(UserError) as problem:
            refused()
        assert problem.value.field == "payment_terms"
    with pytest.raises(UserError):
        change_company(owner, {"default_terms": key})


def test_the_company_cannot_be_without_terms(owner: Actor) -> None:
    with pytest.raises(UserError) as problem:
        change_company(owner, {"default_terms": ""})
    assert problem.value.field == "default_terms"


def test_an_order_has_its_own_terms_else_its_customers_else_the_companys(owner: Actor) -> None:
    change_company(owner, {"default_terms": "14"})
    usual, monthly = a_customer(owner, "Usual"), a_customer(owner, "Monthly", payment_terms=MONTH.key)
    made = [a_draft(owner, usual, 10), a_draft(owner, monthly, 10), a_draft(owner, monthly, 10, payment_terms="7")]
    assert [order(each).payment_terms for each in made] == ["14", "30m", "7"]
    assert [order(each).due_date for each in made] == [date(2026, 3, 24), date(2026, 4, 30), date(2026, 3, 17)]


def test_a_due_date_that_was_agreed_stands_beside_the_terms(owner: Actor) -> None:
    made = order(a_draft(owner, a_customer(owner, payment_terms="30"), 10, due_date=date(2026, 3, 12)))
    assert (made.payment_terms, made.due_date) == ("30", date(2026, 3, 12))


def test_other_terms_of_a_customer_hold_for_new_orders_and_leave_the_old_ones(owner: Actor) -> None:
    customer = a_customer(owner, "Hale", payment_terms="30")
    old = an_order(owner, customer, 10)
    edit_customer(owner, customer, CustomerInput(name="Hale", payment_terms="7"))
    assert [order(each).payment_terms for each in (old, an_order(owner, customer, 10))] == ["30", "7"]
    assert any(
        (change.before, change.after) == ("Net 30 days", "Net 7 days")
        for entry in history("customer", customer)
        for change in entry.changes
    )


def test_another_kind_of_terms_moves_the_due_date_of_a_draft(owner: Actor) -> None:
    customer = a_customer(owner)
    draft = a_draft(owner, customer, 10)
    edit_order(owner, draft, OrderInput(customer_id=customer, lines=(a_line(10),), payment_terms=MONTH.key))
    assert (order(draft).payment_terms, order(draft).due_date) == ("30m", date(2026, 4, 30))


def test_an_amendment_takes_other_terms_and_keeps_them_when_it_says_nothing(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 100)
    line = LineInput(quantity=10_000, unit_price=100_000_000, description="Lamp", id=line_ids(sold)[0])
    content = OrderInput(customer_id=customer, lines=(line,), payment_terms="30m")
    amend_order(owner, sold, content, "they pay monthly")
    assert (order(sold).payment_terms, order(sold).due_date) == ("30m", date(2026, 4, 30))
    amend_order(owner, sold, replace(content, payment_terms="", note="x"), "a note")
    assert (order(sold).payment_terms, order(sold).due_date) == ("30m", date(2026, 4, 30))


def test_an_amendment_without_a_due_date_goes_by_the_terms_again(owner: Actor) -> None:
    customer = a_customer(owner, payment_terms="30")
    sold = an_order(owner, customer, 100, due_date=date(2026, 3, 12))
    line = LineInput(quantity=10_000, unit_price=100_000_000, description="Lamp", id=line_ids(sold)[0])
    content = OrderInput(customer_id=customer, lines=(line,), due_date=date(2026, 3, 12))
    amend_order(owner, sold, replace(content, payment_terms="30m"), "they pay monthly")
    assert (order(sold).payment_terms, order(sold).due_date) == ("30m", date(2026, 3, 12)), "agreed is agreed"
    amend_order(owner, sold, replace(content, due_date=None), "by the terms after all")
    assert (order(sold).payment_terms, order(sold).due_date) == ("30m", date(2026, 4, 30))


def test_what_is_overdue_follows_the_terms(book: TestBook) -> None:
    owner = book.owner
    late = an_order(owner, a_customer(owner, "At once"), 10)
    an_order(owner, a_customer(owner, "Monthly", payment_terms=MONTH.key), 10)
    book.clock.day += timedelta(days=20)
    overdue = Ask(filters=(("overdue", "yes"),))
    assert ORDERS.ids(owner, overdue).tolist() == [late]
    book.clock.day = date(2026, 5, 1)
    assert len(ORDERS.ids(owner, overdue)) == 2


def test_an_order_begins_with_the_customers_terms_else_the_last_ones_else_the_companys(owner: Actor) -> None:
    change_company(owner, {"default_terms": "14"})
    customer = a_customer(owner, "Hale")
    assert (order_start(owner, customer).payment_terms, order_start(owner, customer).terms_of) == ("14", "company")
    an_order(owner, customer, 10, payment_terms="60")
    assert (order_start(owner, customer).payment_terms, order_start(owner, customer).terms_of) == ("60", "last")
    edit_customer(owner, customer, CustomerInput(name="Hale", payment_terms="30m"))
    assert (order_start(owner, customer).payment_terms, order_start(owner, customer).terms_of) == ("30m", "customer")


# Papers


def said(invoice: int) -> DocumentSnapshot:
    return DocumentSnapshot.from_json(read(Invoice, invoice).snapshot)


def test_an_invoice_says_the_terms_of_its_orders_and_is_due_by_them(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner, payment_terms=EARLY.key)
    sold = an_order(owner, customer, 10)
    paper = said(issue_invoice(owner, [sold]).value)
    assert (paper.terms, paper.due_date) == ("Net 30 days; 2% less within 10 days", "2026-04-09")
    late = an_order(owner, customer, 10)
    book.clock.day = date(2026, 6, 1)
    assert invoiceable(owner, [late]).agreed == ((date(2026, 4, 9), EARLY.key),)
    paper = said(issue_invoice(owner, [late]).value)
    assert (paper.terms, paper.due_date) == ("Net 30 days; 2% less within 10 days", "2026-07-01")


def test_orders_that_agree_on_no_terms_leave_the_words_to_a_person(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = [an_order(owner, customer, 10, payment_terms=key) for key in ("30", "30m")]
    paper = said(issue_invoice(owner, sold).value)
    assert (paper.terms, paper.due_date) == ("", "2026-04-30")


def test_an_order_sheet_says_the_terms_and_its_own_words_instead(owner: Actor) -> None:
    customer = a_customer(owner, payment_terms="30m")
    assert order_document(owner, an_order(owner, customer, 10)).terms == "30 days after the end of the month"
    assert order_document(owner, an_order(owner, customer, 10, terms="cash")).terms == "cash"
    assert order_document(owner, an_order(owner, a_customer(owner, "Now"), 10)).terms == ""


def test_what_papers_say_anyway_stands_for_the_usual_terms_only(owner: Actor) -> None:
    change_company(owner, {"default_terms": "30"})
    change_paper_style(owner, "order_sheet", {"terms": "By bank transfer"})
    usual, own = a_customer(owner, "Usual"), a_customer(owner, "Own", payment_terms="7")
    assert order_document(owner, an_order(owner, usual, 10)).terms == "By bank transfer"
    assert order_document(owner, an_order(owner, own, 10)).terms == "Net 7 days"
    assert said(issue_invoice(owner, [an_order(owner, usual, 10)]).value).terms == "Net 30 days"


def test_at_once_is_said_only_where_it_is_not_usual() -> None:
    english = translator("en")
    assert own_words("0", "0", said=False, translate=english) == ""
    assert own_words("0", "30", said=False, translate=english) == "Payable at once"
    assert own_words("", "30", said=False, translate=english) == ""


def test_an_invoice_is_due_with_the_last_of_its_orders() -> None:
    day = date(2026, 3, 10)
    ahead = [(date(2026, 3, 20), "30"), (date(2026, 4, 1), "0"), (date(2026, 1, 1), "90")]
    assert invoice_due(ahead, day) == date(2026, 4, 1)
    assert invoice_due([(date(2026, 1, 1), "30"), (date(2026, 2, 1), "0")], day) == date(2026, 4, 9)
    assert invoice_due([(date(2026, 1, 1), "0"), (None, "")], day) is None
