"""The fourteen scenarios that must come out right, told as they happen in an office."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.errors import NeedsConfirmation, UserError
from app.models.actor import Actor, Role
from app.models.company import TaxCode, TaxRate
from app.models.customer import Customer
from app.models.invoice import Invoice
from app.models.limits import exposure
from app.models.order import Collection, Delivery, Invoicing, OrderLine, OrderState
from app.models.order_problems import OrderException
from app.models.payment import Payment
from app.money import RATE
from app.operations.amendments import close_rest
from app.operations.company import close_month
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, request_credit
from app.operations.earmarks import earmark_payment
from app.operations.imports import import_plan
from app.operations.invoices import issue_invoice
from app.operations.order_course import cancel_order
from app.operations.orders import confirm_order, delete_draft
from app.operations.parts import LinePart
from app.operations.payments import allocate_payment, claim_payment, record_payment, void_payment
from app.operations.refunds import approve_refund, pay_refund, request_refund
from app.operations.shipments import ship_order
from app.operations.stock import receive_goods
from app.operations.work import Work
from app.operations.write_offs import write_off
from app.queries import order_details
from app.queries.month_close import month_check
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_draft,
    a_line,
    a_product,
    an_order,
    assert_book_sound,
    cents,
    close,
    every,
    line_ids,
    new_book,
    order,
    pieces,
    read,
    value,
)
from tests.importing.samples import plan_of


def open_exceptions(order_id: int) -> set[str]:
    return {e.topic for e in every(OrderException, "order_id = ? AND solved_at IS NULL", (order_id,))}


def a_book_with_tax(folder: Path, percent: int = 13) -> TestBook:
    """A book whose prices are net and whose usual tax code has this rate."""
    book = new_book(folder)

    def add_tax(work: Work) -> None:
        code = work.add(TaxCode(code="vat", name="VAT"))
        work.add(TaxRate(tax_code_id=code.id, valid_from=date(2000, 1, 1), rate=percent * RATE))
        work.company.default_tax_code_id = code.id
        work.save(work.company)

    book.prepare(add_tax)
    return book


def test_01_money_that_is_too_much_after_a_return_is_proposed_as_refund(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, a_line("10", 1000))
    ship_order(owner, sold)
    record_payment(owner, cents(3000), "cash", customer, parts=[(sold, cents(3000))])
    record_payment(owner, cents(4000), "cash", customer, parts=[(sold, cents(4000))])
    back = request_credit(
        owner, sold, "return", "the wrong colour", lines=[LinePart(line_ids(sold)[0], pieces(400))]
    ).value
    approve_credit(owner, back)
    now = order(sold)
    assert (now.worth, now.outstanding, now.proposed_refund) == (cents(6000), cents(-1000), cents(1000))
    assert now.collection == Collection.OVERPAID

    unpaid = an_order(owner, customer, a_line("10", 1000))
    ship_order(owner, unpaid)
    approve_credit(
        owner,
        request_credit(owner, unpaid, "return", "too many", lines=[LinePart(line_ids(unpaid)[0], pieces(150))]).value,
    )
    assert order(unpaid).outstanding == cents(8500)
    assert order(unpaid).proposed_refund == 0


def test_02_a_surplus_refunded_from_the_balance_cannot_be_voided_but_can_bounce(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 1000)
    with pytest.raises(NeedsConfirmation) as asked:
        record_payment(owner, cents(1200), "cash", customer, parts=[(sold, cents(1000))])
    assert asked.value.key == "keep_surplus"
    paid = record_payment(
        owner.confirming({"keep_surplus"}), cents(1200), "cash", customer, parts=[(sold, cents(1000))]
    ).value
    assert read(Customer, customer).balance == cents(200)
    refund = request_refund(owner, cents(200), "paid too much", payment_id=paid).value
    approve_refund(owner, refund)
    pay_refund(owner, refund, "cash")
    assert read(Customer, customer).balance == 0
    with pytest.raises(UserError) as refused:
        void_payment(owner, paid, "typed twice")
    assert refused.value.code == "balance_below_zero"
    void_payment(owner, paid, "the bank took it back", bounced=True)
    assert read(Payment, paid).free == cents(-200)
    assert "bounced" in open_exceptions(sold)
    assert order(sold).outstanding == cents(1000)


def test_03_an_allowance_after_the_invoice_waits_to_be_credited_and_is_listed_at_closing(tmp_path: Path) -> None:
    book = a_book_with_tax(tmp_path)
    owner = book.owner
    sold = an_order(owner, a_customer(owner), 10_000)
    issue_invoice(owner, [sold])
    assert order(sold).invoiced == cents(11_300)
    approve_credit(owner, request_credit(owner, sold, "allowance", "scratches", amount=cents(300)).value)
    now = order(sold)
    assert (now.worth, now.to_be_credited) == (cents(11_000), cents(300))
    assert now.invoicing == Invoicing.TO_CREDIT
    assert "to_be_credited" in open_exceptions(sold)
    with pytest.raises(NeedsConfirmation) as asked:
        close_month(owner, date(2026, 2, 28))
    assert asked.value.key == "to_be_credited"
    assert asked.value.details == order(sold).number
    listed = next(f for f in month_check(owner, date(2026, 2, 28)).found if f.standing.key == "to_be_credited")
    assert listed.standing.records.ids(owner, listed.standing.ask(date(2026, 2, 28))).tolist() == [sold]
    credit = value("SELECT id FROM credit")
    credit_invoice(owner, value("SELECT id FROM invoice"), "allowance", "scratches", credit_id=credit)
    assert order(sold).to_be_credited == 0
    close_month(owner, date(2026, 2, 28))
    assert_book_sound()
    close(book)


def test_04_one_invoice_over_three_orders_adds_up_their_shares(tmp_path: Path) -> None:
    book = a_book_with_tax(tmp_path)
    owner = book.owner
    customer = a_customer(owner)
    orders = [an_order(owner, customer, "33.33") for _ in range(3)]
    assert [order(o).total for o in orders] == [3766] * 3
    invoice = read(Invoice, issue_invoice(owner, orders).value)
    assert invoice.total == 11_298
    assert [order(o).invoiced for o in orders] == [3766] * 3
    assert_book_sound()
    close(book)


def test_05_closing_the_rest_leaves_what_was_shipped(book: TestBook) -> None:
    book.set_company(stock_policy="kept")
    owner = book.owner
    lamp = a_product(owner, stock_kept=True)
    customer = a_customer(owner)
    receive_goods(owner, lamp, pieces(10))
    sold = an_order(owner, customer, a_line(100, 10, product_id=lamp))
    assert value("SELECT reserved FROM product WHERE id = ?", lamp) == pieces(10)
    ship_order(owner, sold, {line_ids(sold)[0]: pieces(4)})
    record_payment(owner, cents(300), "cash", customer, parts=[(sold, cents(300))])
    close_rest(owner, sold, "the customer needs no more")
    now = order(sold)
    assert (now.worth, now.outstanding) == (cents(400), cents(100))
    assert now.delivery == Delivery.SHIPPED
    assert value("SELECT reserved FROM product WHERE id = ?", lamp) == 0
    assert value("SELECT on_hand FROM product WHERE id = ?", lamp) == pieces(6)


def test_06_rounding_off_comes_before_the_tax(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), "1234.56", rounding_off=cents("4.56"))
    now = order(sold)
    assert (now.net, now.tax, now.total) == (cents("1088.50"), cents("141.50"), cents("1230.00"))
    assert read(Invoice, issue_invoice(owner, [sold]).value).total == cents(1230)


def test_07_a_discount_loses_no_cent_over_three_lines(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 100, 100, 100, discount_amount=cents(50))
    given = [line.amount - line.gross for line in every(OrderLine, "order_id = ?", (sold,))]
    assert given == [1667, 1667, 1666]


def test_08_a_voided_payment_leaves_a_completed_order_completed_with_an_exception(owner: Actor) -> None:
    customer = a_customer(owner)
    first, second = an_order(owner, customer, 600), an_order(owner, customer, 400)
    ship_order(owner, first)
    paid = record_payment(owner, cents(1000), "cash", customer, parts=[(first, cents(600)), (second, cents(400))]).value
    assert order(first).state == OrderState.COMPLETED
    void_payment(owner, paid, "wrong customer")
    assert order(first).state == OrderState.COMPLETED
    assert "completed_unpaid" in open_exceptions(first)
    assert (order(first).outstanding, order(second).outstanding) == (cents(600), cents(400))


def test_09_returned_goods_are_taken_off_the_invoice_by_a_credit_note(tmp_path: Path) -> None:
    book = a_book_with_tax(tmp_path)
    owner = book.owner
    sold = an_order(owner, a_customer(owner), a_line(200, 5))
    ship_order(owner, sold)
    invoice = issue_invoice(owner, [sold]).value
    assert read(Invoice, invoice).total == cents(1130)
    back = request_credit(owner, sold, "return", "broken", lines=[LinePart(line_ids(sold)[0], pieces(1))]).value
    approve_credit(owner, back)
    assert order(sold).to_be_credited == cents(226)
    note = read(Invoice, credit_invoice(owner, invoice, "return", "broken", credit_id=back).value)
    assert (note.net, note.tax, note.total) == (cents(200), cents(26), cents(226))
    assert order(sold).to_be_credited == 0
    assert order(sold).invoicing == Invoicing.INVOICED
    assert open_exceptions(sold) == set()
    assert_book_sound()
    close(book)


def test_10_a_few_cents_less_are_written_off_and_the_invoice_stays_within_the_worth(book: TestBook) -> None:
    book.set_company(write_off_limit=cents(1))
    owner = book.owner
    customer = a_customer(owner)
    sold = an_order(owner, customer, 1000)
    ship_order(owner, sold)
    issue_invoice(owner, [sold])
    record_payment(owner, cents("999.97"), "cash", customer, parts=[(sold, cents("999.97"))])
    assert order(sold).collection == Collection.PARTLY_PAID
    write_off(owner, sold, 3, "bank fee of the sender")
    now = order(sold)
    assert (now.outstanding, now.collection, now.state) == (0, Collection.PAID, OrderState.COMPLETED)
    assert now.invoiced <= now.worth
    assert now.to_be_credited == 0


def test_11_an_imported_order_keeps_its_stated_total(book: TestBook, tmp_path: Path) -> None:
    book.set_company(stock_policy="kept")
    owner = book.owner
    lamp = a_product(owner, "Lamp", stock_kept=True)
    receive_goods(owner, lamp, pieces(10))
    head = ["Order ID", "Order Date", "Customer Name", "Product Name", "Line Total", "Order Total", "Amount Paid"]
    rows = [head, ["1", "2026-02-01", "Ines", "Lamp", "499.50", "500.00", "500.00"]]
    import_plan(owner, plan_of(tmp_path, rows, currency="USD"))
    sold = value("SELECT id FROM sales_order WHERE number = '1'")
    now = order(sold)
    assert (now.total, now.stated_difference, now.collection) == (cents(500), 50, Collection.PAID)
    assert order_details.order(owner, sold).stated_difference == 50
    assert value("SELECT count(*) FROM stock_movement") == 1
    assert value("SELECT on_hand FROM product WHERE id = ?", lamp) == pieces(10)
    # Invoices and credits take the difference with the last part.
    invoice = read(Invoice, issue_invoice(owner, [sold]).value)
    assert invoice.total == cents(500)


def test_12_money_before_the_order_is_claimed_set_aside_and_used(owner: Actor) -> None:
    paid = record_payment(owner, cents(5000), "cash", payer="a man in a hat").value
    assert value("SELECT sum(balance) FROM customer") in (None, 0)
    customer = a_customer(owner)
    claim_payment(owner, paid, customer)
    assert read(Customer, customer).balance == cents(5000)
    draft = a_draft(owner, customer, 5000)
    earmark_payment(owner, paid, draft, cents(5000))
    with pytest.raises(UserError) as refused:
        delete_draft(owner, draft)
    assert refused.value.code == "earmarked"
    confirm_order(owner, draft)
    now = order(draft)
    assert (now.paid, now.outstanding, now.collection, now.earmarked) == (cents(5000), 0, Collection.PAID, 0)
    assert read(Customer, customer).balance == 0


def test_13_exposure_counts_an_order_once(book: TestBook) -> None:
    sales = book.person(Role.SALES)
    customer = a_customer(sales, credit_limit=cents(1500), owner_id=sales.user_id)
    an_order(sales, customer, 1000)
    owing = read(Customer, customer)
    assert exposure(owing.debt, owing.balance) == cents(1000)
    # 1,000 is owed; 500 more are within the limit, and 500.01 are not.
    assert confirm_order(sales, a_draft(sales, customer, "500.01")).value == OrderState.REVIEW
    assert confirm_order(sales, a_draft(sales, customer, 500)).value == OrderState.CONFIRMED


def test_14_a_cancelled_order_with_everything_refunded_is_refunded(owner: Actor) -> None:
    customer = a_customer(owner)
    sold = an_order(owner, customer, 750)
    record_payment(owner, cents(750), "cash", customer, parts=[(sold, cents(750))])
    refund = request_refund(
        owner, cents(750), "changed their mind", order_id=sold, above_proposal_reason="the order is cancelled"
    ).value
    approve_refund(owner, refund)
    pay_refund(owner, refund, "cash")
    cancel_order(owner, sold, "changed their mind")
    now = order(sold)
    assert (now.state, now.outstanding, now.collection) == (OrderState.CANCELLED, 0, Collection.REFUNDED)
    assert read(Customer, customer).outstanding == 0


def test_balance_of_one_order_pays_the_next(owner: Actor) -> None:
    customer = a_customer(owner)
    first = an_order(owner, customer, 100)
    paid = record_payment(
        owner.confirming({"keep_surplus"}), cents(130), "cash", customer, parts=[(first, cents(130))]
    ).value
    second = an_order(owner, customer, 30)
    allocate_payment(owner, paid, [(second, cents(30))])
    assert order(second).collection == Collection.PAID
    assert read(Customer, customer).balance == 0


def test_stock_that_runs_low_is_told_once(book: TestBook) -> None:
    book.set_company(stock_policy="kept")
    lamp = a_product(book.owner, "Lamp", stock_kept=True, low_stock=pieces(5))
    receive_goods(book.owner, lamp, pieces(10))
    customer = a_customer(book.owner)
    told = []
    for quantity in (4, 2, 1):
        ship_order(book.owner, an_order(book.owner, customer, a_line(10, quantity, product_id=lamp)))
        told.append("stock low" in value("SELECT detail FROM trail ORDER BY id DESC LIMIT 1"))
    assert told == [False, True, False]
