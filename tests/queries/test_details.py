"""One record whole: what it shows adds up, what it allows is what the operations accept, and numbers find it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.errors import NotAllowed, NotFound, UserError
from app.models.actor import Role
from app.models.document import DocumentKind, Mark
from app.models.order import Order
from app.operations.orders import copy_order, delete_draft
from app.operations.users import add_user
from app.queries import choices, details, documents
from app.queries.columns import Ask
from app.queries.lists import LISTS
from tests.helpers.book import TestBook, a_customer, a_draft, a_line, an_order, every, value


def first_order(book: TestBook) -> details.OrderDetail:
    return details.order(book.owner, every(Order)[0].id)


def test_an_order_shows_all_that_happened(eventful: TestBook) -> None:
    order = details.order(eventful.owner, every(Order)[1].id)
    assert [line.quantity for line in order.lines]
    assert sum(line.gross for line in order.lines) == order.total
    assert sum(p.amount for p in order.payments) == order.paid
    assert sum(r.amount for r in order.refunds if r.state == "paid") == order.refunded
    assert sum(c.amount for c in order.credits if c.state == "approved") == order.credited
    assert order.shipments
    assert order.worth == order.total - order.credited


def test_what_is_allowed_has_no_reason_and_what_is_not_has_one(eventful: TestBook) -> None:
    for noun in ("orders", "payments", "refunds", "invoices", "customers", "products", "shipments"):
        for record_id in LISTS[noun].ids(eventful.owner, Ask()):
            found = details.detail(noun, eventful.owner, record_id)
            assert not found.actions & set(found.why_not)
            assert all(sentence.endswith(".") for sentence in found.why_not.values())
            assert found.actions == LISTS[noun].rows([record_id], eventful.owner)[record_id].actions


def test_the_table_says_what_the_operations_do(eventful: TestBook) -> None:
    draft = next(o for o in every(Order) if o.state == "draft" and not o.number)
    confirmed = every(Order)[0]
    assert "delete_draft" in details.order(eventful.owner, draft.id).actions
    assert "delete_draft" not in details.order(eventful.owner, confirmed.id).actions
    with pytest.raises(UserError):
        delete_draft(eventful.owner, confirmed.id)
    copy_order(eventful.owner, confirmed.id)
    delete_draft(eventful.owner, draft.id)
    with pytest.raises(NotFound):
        details.order(eventful.owner, draft.id)


def test_history_tells_who_did_what(eventful: TestBook) -> None:
    order = first_order(eventful)
    operations = [entry.operation for entry in order.history]
    assert operations[-1] == "make order"
    assert "confirm order" in operations
    confirmed = next(e for e in order.history if e.operation == "confirm order")
    assert confirmed.user == "owner"
    states = [c for c in confirmed.changes if c.field == "state"]
    assert [(c.before, c.after) for c in states] == [("draft", "confirmed")]
    assert all(c.title for e in order.history for c in e.changes)


def test_history_calls_people_by_their_full_names(eventful: TestBook) -> None:
    seller = add_user(eventful.owner, "wangf", ["sales"], full_name="Wang Fang").value
    customer = details.detail("customers", eventful.owner, a_customer(eventful.owner, "Hale", owner_id=seller))
    changes = [c for entry in customer.history for c in entry.changes if c.field == "owner_id"]
    assert [c.after for c in changes] == ["Wang Fang"]


def test_json_is_plain(eventful: TestBook) -> None:
    for noun in ("orders", "customers", "products", "payments", "refunds", "invoices", "shipments", "trail"):
        for record_id in LISTS[noun].first(eventful.owner, Ask(), 3):
            data = details.as_json(details.detail(noun, eventful.owner, record_id))
            json.dumps(data)
            assert data["id"] == record_id
    data = details.show("orders", eventful.owner, first_order(eventful).number)
    assert data["total"].count(".") == 1
    assert {"lines", "payments", "refunds", "invoices", "history", "actions", "why_not"} <= set(data)
    assert data["prices_include_tax"] is True
    assert data["lines"][0]["quantity"] == "2"
    assert data["lines"][0]["tax_rate"] == "13"


def test_records_are_found_by_their_numbers(eventful: TestBook) -> None:
    order = first_order(eventful)
    assert details.find("orders", order.number) == order.id
    assert details.find("orders", f"{order.channel}:{order.number}") == order.id
    assert details.find("orders", f"#{order.id}") == order.id
    assert details.find("customers", "杭州绿茵园艺") == order.customer_id
    assert details.find("invoices", value("SELECT number FROM invoice")) == value("SELECT id FROM invoice")
    with pytest.raises(NotFound):
        details.find("orders", "SO-1900-0001")
    with pytest.raises(UserError, match="customers"):
        details.find("unicorns", "1")


def test_a_number_of_two_channels_is_not_guessed(eventful: TestBook) -> None:
    order = first_order(eventful)
    other = an_order(eventful.owner, order.customer_id, "10.00", channel_id=order.channel_id + 1)
    link = documents.connection()
    link.execute("PRAGMA query_only = OFF")
    link.execute("UPDATE sales_order SET number = ? WHERE id = ?", (order.number, other))
    link.execute("PRAGMA query_only = ON")
    with pytest.raises(UserError, match=order.channel) as refused:
        details.find("orders", order.number)
    assert refused.value.code == "ambiguous"
    assert details.find("orders", f"{order.channel}:{order.number}") == order.id


def test_colleagues_records_are_refused(eventful: TestBook) -> None:
    sales = eventful.person(Role.SALES)
    with pytest.raises(NotAllowed):
        details.order(sales, first_order(eventful).id)


def test_the_warehouse_gets_goods_and_no_money(eventful: TestBook) -> None:
    warehouse = eventful.person(Role.WAREHOUSE)
    order = details.order(warehouse, first_order(eventful).id)
    assert order.lines
    assert not order.payments
    assert not order.shows_money
    assert "ship_order" in order.actions | set(order.why_not)
    with pytest.raises(NotAllowed):
        details.payment(warehouse, 1)


def test_a_customer_shows_its_account(eventful: TestBook) -> None:
    customer = details.customer(eventful.owner, first_order(eventful).customer_id)
    assert customer.account[0].account == customer.outstanding - customer.balance
    assert len(customer.recent_orders) == value("SELECT count(*) FROM sales_order WHERE customer_id = ?", customer.id)
    assert sum(p.free for p in customer.payments) == customer.balance


def test_an_order_is_overdue_from_the_day_after_it_was_due_while_money_is_out(eventful: TestBook) -> None:
    found = replace(first_order(eventful), outstanding=1_000, due_date="2026-03-31", shows_money=True)
    due = date(2026, 3, 31)
    assert [found.overdue_days(due + timedelta(days=n)) for n in (-1, 0, 1, 30)] == [0, 0, 1, 30]
    later = due + timedelta(days=30)
    for settled in (replace(found, outstanding=0), replace(found, shows_money=False), replace(found, due_date=None)):
        assert settled.overdue_days(later) == 0


def test_an_order_sheet_says_what_the_order_says(eventful: TestBook) -> None:
    order = first_order(eventful)
    sheet = documents.order_document(eventful.owner, order.id)
    assert (sheet.kind, sheet.number, sheet.mark) == (DocumentKind.ORDER_SHEET, order.number, Mark.NONE)
    assert sheet.net + sheet.tax == sheet.gross == order.total
    assert sum(row.tax for row in sheet.taxes) == order.tax
    assert [row.label for row in sheet.taxes] == ["增值税 13 %"]
    assert sheet.subtotal - sheet.discount - sheet.rounding_off == order.total
    assert sheet.seller.name == "苏州青禾文具"
    assert sheet.buyer.name == "杭州绿茵园艺"
    assert type(sheet).from_json(sheet.to_json()) == sheet


def test_a_draft_is_marked_and_has_no_quotation(eventful: TestBook) -> None:
    draft = a_draft(eventful.owner, a_customer(eventful.owner, "Someone"), a_line("5.00"))
    assert documents.order_document(eventful.owner, draft).mark is Mark.DRAFT
    with pytest.raises(UserError, match="never quoted"):
        documents.order_document(eventful.owner, draft, DocumentKind.QUOTATION)


def test_an_invoice_is_the_frozen_one(eventful: TestBook) -> None:
    invoice = value("SELECT id FROM invoice")
    frozen = documents.invoice_document(eventful.owner, invoice)
    assert frozen.to_json() == value("SELECT snapshot FROM invoice WHERE id = ?", invoice)
    assert documents.invoice_document(eventful.owner, invoice, copy=True).mark is Mark.COPY


def test_pickers_find_customers_as_people_type(eventful: TestBook) -> None:
    owner = eventful.owner
    for typed in ("杭州", "hzly", "绿茵", "13812345678", "138-1234-5678", "綠茵"):
        assert [c.title for c in choices.customers(owner, typed)] == ["杭州绿茵园艺"]
    assert len(choices.customers(owner, "")) == value("SELECT count(*) FROM customer")
    assert [c.title for c in choices.products(owner, "td")] == ["台灯"]
    assert choices.orders(owner, "", customer_id=first_order(eventful).customer_id)
    assert {c.facts["code"] for c in choices.methods(owner)} >= {"cash", "bank_transfer"}
    assert any(c.facts["rate"] == 130_000 for c in choices.tax_codes(owner))
    assert choices.channels(owner)
    assert [c.title for c in choices.salespeople(owner)] == ["owner"]


def test_ship_to_offers_the_most_used_first(eventful: TestBook) -> None:
    customer = a_customer(eventful.owner, "Mover")
    for street in ("1 Old Road", "2 New Road", "2 New Road"):
        a_draft(eventful.owner, customer, "1.00", ship_address=street, consignee="Mo")
    assert [c.facts["ship_address"] for c in choices.ship_to(eventful.owner, customer)] == ["2 New Road", "1 Old Road"]
