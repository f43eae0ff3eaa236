"""Quotations and reviews: until when they hold, who asked, why, and what goes back to whoever wrote the order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import i18n
from app.errors import NeedsConfirmation, UserError
from app.models.actor import Actor
from app.operations.company import change_setting
from app.operations.history import undo
from app.operations.orders import confirm_order, edit_order
from app.operations.quotations import QUOTE_DAYS, quote_order, revive_quotation, send_back, send_to_review
from app.operations.review import INCOMPLETE_ADDRESS
from app.queries import order_details
from app.queries.notices import notices
from tests.helpers.book import TestBook, a_customer, a_draft, a_line, a_product, each, order
from tests.operations.conftest import Office


def test_a_quotation_holds_for_the_days_of_the_book_or_until_the_day_it_says(book: TestBook) -> None:
    owner = book.owner
    usual = a_draft(owner, a_customer(owner), 100)
    quote_order(owner, usual)
    assert order(usual).expiry_date == book.clock.day + timedelta(days=30)
    change_setting(owner, QUOTE_DAYS, 7)
    shorter = a_draft(owner, a_customer(owner, "Other"), 100)
    quote_order(owner, shorter)
    assert order(shorter).expiry_date == book.clock.day + timedelta(days=7)
    said = a_draft(owner, a_customer(owner, "Third"), 100)
    quote_order(owner, said, book.clock.day)
    assert order(said).expiry_date == book.clock.day
    with pytest.raises(UserError) as refused:
        quote_order(owner, a_draft(owner, a_customer(owner, "Fourth"), 1), book.clock.day - timedelta(days=1))
    assert refused.value.field == "expiry_date"


def test_an_expired_quotation_is_asked_about_and_lives_again_with_a_new_date(book: TestBook) -> None:
    owner = book.owner
    some = a_draft(owner, a_customer(owner), 100)
    number = quote_order(owner, some).value
    book.clock.day += timedelta(days=31)
    with pytest.raises(NeedsConfirmation) as asked:
        confirm_order(owner, some)
    assert asked.value.key == "expired"
    revive_quotation(owner, some, book.clock.day + timedelta(days=5))
    assert (order(some).state, order(some).quotation_number) == ("quoted", number)
    undo(owner)
    assert order(some).expiry_date == book.clock.day - timedelta(days=1)
    revive_quotation(owner, some)
    confirm_order(owner, some)
    assert order(some).state == "confirmed"


def test_only_quotations_get_a_new_date(owner: Actor) -> None:
    some = a_draft(owner, a_customer(owner), 100)
    with pytest.raises(UserError) as refused:
        revive_quotation(owner, some)
    assert refused.value.code == "state"
    assert "draft" in refused.value.message


def test_a_review_says_who_asked_and_why_and_goes_back_with_a_reason(book: TestBook, office: Office) -> None:
    book.set_company(review_amount=50_000)
    some = a_draft(office.service, a_customer(office.owner), 600)
    assert confirm_order(office.service, some).value == "review"
    seen = order_details.order(office.manager, some)
    assert seen.review_asked_by_name == "service"
    assert "600" in seen.review_reason
    send_back(office.manager, some, "Too little margin")
    back = order_details.order(office.service, some)
    assert (back.state, back.sent_back_reason, back.sent_back_by_name) == ("draft", "Too little margin", "manager")
    send_to_review(office.service, some, "The customer waits")
    again = order_details.order(office.manager, some)
    assert again.review_reason.startswith("The customer waits")
    assert again.sent_back_reason == ""
    confirm_order(office.manager.confirming({"review"}), some)
    assert order(some).review_reason == ""


@pytest.mark.parametrize(
    ("policy", "word"),
    [
        ({"review_amount": 10_000}, "limit"),
        ({"review_discount": 50_000}, "discount"),
        ({"review_below_floor": True}, "floor price"),
        ({"review_credit_limit": True}, "credit limit"),
        ({}, "address"),
    ],
)
def test_each_policy_sends_to_review(book: TestBook, office: Office, policy: dict[str, object], word: str) -> None:
    book.set_company(**{"review_credit_limit": False, **policy})
    if not policy:
        change_setting(office.owner, INCOMPLETE_ADDRESS, True)
    lamp = a_product(office.owner, "Lamp", list_price=each(200), floor_price=each(150))
    customer = a_customer(office.owner, credit_limit=1_000, phone="", address="")
    line = a_line(140, 1, product_id=lamp, discount_rate=100_000)
    some = a_draft(office.service, customer, line, consignee="Harbour", ship_phone="", ship_address="")
    assert confirm_order(office.service, some).value == "review"
    assert word in order_details.order(office.manager, some).review_reason


def test_a_complete_address_asks_for_no_review(book: TestBook, office: Office) -> None:
    change_setting(office.owner, INCOMPLETE_ADDRESS, True)
    whole = {"consignee": "Harbour", "ship_phone": "021 555", "ship_address": "Quay 1"}
    some = a_draft(office.service, a_customer(office.owner), 100, **whole)
    assert confirm_order(office.service, some).value == "confirmed"


def test_a_newer_version_is_never_overwritten_by_an_older_one(office: Office) -> None:
    from app.errors import ChangedMeanwhile
    from app.models.order import OrderLine
    from app.operations.order_content import typed_from
    from tests.helpers.book import every

    some = a_draft(office.service, a_customer(office.owner), 100)
    seen = order(some)
    typed = typed_from(seen, every(OrderLine, "order_id = ?", (some,)))
    quote_order(office.owner, some)
    with pytest.raises(ChangedMeanwhile):
        edit_order(office.service, some, typed, seen.version)


def test_a_review_speaks_the_language_of_who_reads_it(book: TestBook, office: Office) -> None:
    book.set_company(review_amount=50_000)
    some = a_draft(office.service, a_customer(office.owner), 600)
    confirm_order(office.service, some)
    i18n.set_language("zh_CN")
    try:
        assert "600.00" in order_details.order(office.manager, some).review_reason
        assert "limit" not in order_details.order(office.manager, some).review_reason
    finally:
        i18n.set_language("en")


def test_whoever_wrote_an_order_is_told_that_it_was_sent_back(office: Office) -> None:
    some = a_draft(office.service, a_customer(office.owner), 600)
    send_to_review(office.service, some)
    send_back(office.manager, some, "Ask for a deposit")

    def told(person: Actor) -> list[str]:
        return [group.topic for group in notices(person).groups if group.topic == "sent_back"]

    assert told(office.service) == ["sent_back"]
    assert told(office.manager) == []
    send_to_review(office.service, some)
    assert told(office.service) == []
