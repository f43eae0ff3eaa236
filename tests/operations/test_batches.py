"""A batch does what the same single operations do, keeps its hands off what they refuse, and is taken back whole."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.errors import Cancelled, ChangedMeanwhile, NeedsConfirmation, UserError
from app.models.actor import Actor, Role
from app.models.audit import UndoStep
from app.models.base import connection
from app.models.customer import Customer
from app.models.order import Order, Shipment
from app.models.product import Product
from app.operations.batches import (
    assign_orders,
    complete_orders,
    confirm_orders,
    delete_drafts,
    hold_orders,
    release_orders,
    request_invoices,
    ship_orders,
    tag_orders,
)
from app.operations.batches_parties import (
    deactivate_products,
    grade_customers,
    tag_customers,
)
from app.operations.history import redo, undo
from app.operations.notes import note_customer, note_order, note_payment, note_product
from app.operations.order_course import cancel_order, hold_order
from app.operations.orders import confirm_order
from app.operations.payments import record_payment
from app.operations.shipments import ship_order
from app.operations.stock import receive_goods
from app.queries import order_details
from app.queries.history import history
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_draft,
    a_line,
    a_product,
    an_order,
    cents,
    every,
    order,
    pieces,
    read,
    value,
)

FACTS = ("sales_order", "order_line", "customer", "product", "shipment", "shipment_line", "stock_movement",
         "ledger_line", "series", "day_total", "month_total", "order_exception", "invoice_request")  # fmt: skip


def stored(*, without: frozenset[str] = frozenset()) -> dict[str, list[tuple[Any, ...]]]:
    """Every fact of the book as it is stored."""
    found = {}
    for table in FACTS:
        columns = [row[1] for row in connection().execute(f"PRAGMA table_info({table})") if row[1] not in without]
        found[table] = list(connection().execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2, 3"))
    return found


# Moments differ because a clock never stands still.
MOMENTS = frozenset({"created_at", "confirmed_at", "completed_at", "at", "found_at"})


def mixed_orders(actor: Actor, count: int, seed: int) -> list[int]:
    """Orders in all states, some on hold, some without enough in stock."""
    dice = random.Random(seed)
    lamp = a_product(actor, "Lamp", code="L", stock_kept=True)
    receive_goods(actor, lamp, pieces(count * 3 - 8))
    customer = a_customer(actor)
    found = []
    for _number in range(count):
        line = a_line(dice.randint(1, 90), dice.randint(1, 5), product_id=lamp)
        draft = a_draft(actor, customer, line)
        fate = dice.choice(["draft", "confirmed", "confirmed", "shipped", "cancelled", "held"])
        if fate != "draft":
            confirm_order(actor.confirming({"shortage"}), draft)
        if fate == "shipped" and value("SELECT on_hand FROM product WHERE id = ?", lamp) >= pieces(5):
            ship_order(actor, draft)
        if fate == "cancelled":
            cancel_order(actor, draft, "wrong")
        if fate == "held":
            hold_order(actor, draft, "asks again")
        found.append(draft)
    # Enough for some of the drafts, and not for all of them.
    short = value("SELECT reserved - on_hand FROM product WHERE id = ?", lamp)
    receive_goods(actor, lamp, max(0, short) + pieces(7))
    return found


def one_by_one(actor: Actor, single: Callable[..., Any], ids: list[int], *more: Any) -> set[int]:
    """Those that the single operation takes, done one after the other."""
    done = set()
    for each in ids:
        try:
            single(actor, each, *more)
            done.add(each)
        except (UserError, NeedsConfirmation):
            continue
    return done


@pytest.mark.parametrize(
    ("batch", "single", "seed"),
    [(ship_orders, ship_order, 1), (confirm_orders, confirm_order, 2), (ship_orders, ship_order, 3)],
)
def test_a_batch_leaves_the_book_as_the_single_operations_do(
    tmp_path_factory: pytest.TempPathFactory, batch: Any, single: Any, seed: int
) -> None:
    from tests.helpers.book import assert_book_sound, close, new_book

    results = []
    for way in ("batch", "singles"):
        book = new_book(tmp_path_factory.mktemp(way), stock_policy="kept")
        ids = mixed_orders(book.owner, 24, seed)
        if way == "batch":
            done = set(batch(book.owner, ids).value.done)
        else:
            done = one_by_one(book.owner, single, ids)
        results.append((done, stored(without=MOMENTS)))
        assert_book_sound()
        close(book)
    assert 0 < len(results[0][0]) < 24
    assert results[0] == results[1]


def test_a_rehearsal_tells_what_will_happen_and_changes_nothing(book: TestBook) -> None:
    book.set_company(stock_policy="kept")
    ids = mixed_orders(book.owner, 20, 5)
    before, entries = stored(), value("SELECT count(*) FROM trail")
    foretold = ship_orders.rehearse(book.owner, ids)
    assert (stored(), value("SELECT count(*) FROM trail")) == (before, entries)
    assert ship_orders(book.owner, ids).value == foretold
    assert len(foretold.done) + len(foretold.refused) == 20


def test_the_refused_are_told_by_reason_and_stay_untouched(book: TestBook) -> None:
    customer = a_customer(book.owner)
    good, held, draft = (
        an_order(book.owner, customer, 10),
        an_order(book.owner, customer, 20),
        a_draft(book.owner, customer, 30),
    )
    hold_order(book.owner, held, "the customer asks")
    before = {each: order(each).version for each in (held, draft)}
    outcome = ship_orders(book.owner, [good, held, draft, 999]).value
    assert outcome.done == (good,)
    assert {group: [r.id for r in found] for group, found in outcome.groups.items()} == {
        "on hold": [held],
        "draft": [draft],
        "no longer there": [999],
    }
    assert "the customer asks" in outcome.groups["on hold"][0].reason
    assert {each: order(each).version for each in (held, draft)} == before


def test_orders_that_are_not_whole_are_completed_only_with_a_reason(book: TestBook) -> None:
    ids = [an_order(book.owner, a_customer(book.owner), 100) for _n in range(2)]
    refused = complete_orders(book.owner, ids).value
    assert not refused.done
    assert len(complete_orders(book.owner, ids, "given away").value.done) == 2


def test_one_question_of_many_is_answered_for_all_alike(book: TestBook) -> None:
    book.set_company(review_amount=cents(100))
    customer = a_customer(book.owner)
    small, large = a_draft(book.owner, customer, 10), a_draft(book.owner, customer, 500)
    foretold = confirm_orders.rehearse(book.owner, [small, large])
    assert foretold.done == (small,)
    assert [(r.id, r.key, r.group) for r in foretold.refused] == [(large, "review", "needs a review")]
    assert confirm_orders(book.owner.confirming({"review"}), [small, large]).value.done == (small, large)


def test_orders_that_a_person_may_not_confirm_go_to_review(book: TestBook) -> None:
    sales = book.person(Role.SALES)
    book.set_company(review_amount=cents(100))
    customer = a_customer(sales)
    small, large = a_draft(sales, customer, 10), a_draft(sales, customer, 500)
    outcome = confirm_orders(sales, [small, large]).value
    assert outcome.done == (small, large)
    assert outcome.otherwise == {"in review": (large,)}
    assert order(large).state == "review"


@pytest.mark.parametrize("after", [1, 7, 14])
def test_a_cancelled_batch_leaves_all_as_it_was(book: TestBook, after: int) -> None:
    book.set_company(stock_policy="kept")
    ids = mixed_orders(book.owner, 15, 9)
    before, entries = stored(), value("SELECT count(*) FROM trail")

    def stop(done: int, whole: int, what: str = "") -> None:
        if done >= after:
            raise Cancelled

    with pytest.raises(Cancelled):
        ship_orders(book.owner.reporting(stop), ids)
    assert (stored(), value("SELECT count(*) FROM trail")) == (before, entries)


def test_progress_is_told_for_each_record(book: TestBook) -> None:
    customer = a_customer(book.owner)
    ids = [an_order(book.owner, customer, 10) for _ in range(3)]
    heard: list[tuple[int, int]] = []
    ship_orders(book.owner.reporting(lambda done, whole, what="": heard.append((done, whole))), ids)
    assert heard == [(0, 3), (1, 3), (2, 3)]


def test_one_undo_takes_a_batch_back_and_redo_does_it_again(book: TestBook) -> None:
    person = book.person(Role.SALES, name="Mara")
    customer = a_customer(book.owner)
    ids = [an_order(book.owner, customer, n + 1) for n in range(6)]
    first = stored()
    assign_orders(book.owner, ids, person.user_id)
    assert {order(each).salesperson_id for each in ids} == {person.user_id}
    steps = every(UndoStep)
    assert steps[-1].label == "give 6 orders to Mara"
    then = stored()
    undo(book.owner)
    assert stored() == first
    redo(book.owner)
    assert stored() == then


def test_a_batch_stands_in_the_history_of_each_record_and_once_on_the_trail(book: TestBook) -> None:
    customer = a_customer(book.owner)
    ids = [an_order(book.owner, customer, 10) for _ in range(3)]
    entries = value("SELECT count(*) FROM trail")
    hold_orders(book.owner, ids, "year's end")
    assert value("SELECT count(*) FROM trail") == entries + 1
    for each in ids:
        newest = history("order", each)[0]
        assert newest.operation == "hold orders"
        assert [c.after for c in newest.changes if c.field == "hold_reason"] == ["year's end"]


def test_what_is_so_already_is_not_touched(book: TestBook) -> None:
    customer = a_customer(book.owner)
    held, free = an_order(book.owner, customer, 10), an_order(book.owner, customer, 20)
    hold_order(book.owner, held, "first reason")
    outcome = hold_orders(book.owner, [held, free], "second reason").value
    assert (outcome.done, order(held).hold_reason) == ((free,), "first reason")
    assert release_orders(book.owner, [held, free]).value.done == (held, free)
    assert list(release_orders(book.owner, [held]).value.groups) == ["is so already"]


def test_only_what_is_not_over_is_put_on_hold_and_all_can_be_released(book: TestBook) -> None:
    customer = a_customer(book.owner)
    held, over, gone, open_ = (an_order(book.owner, customer, n) for n in (10, 20, 30, 40))
    hold_order(book.owner, held, "asks again")
    cancel_order(book.owner, held, "wrong")
    complete_orders(book.owner, [over], "as agreed")
    cancel_order(book.owner, gone, "twice")
    outcome = hold_orders(book.owner, [held, over, gone, open_], "year's end").value
    assert outcome.done == (open_,)
    assert {name: len(found) for name, found in outcome.groups.items()} == {
        "on hold": 1,
        "completed": 1,
        "cancelled": 1,
    }
    with pytest.raises(UserError) as caught:
        hold_order(book.owner, over, "because")
    assert caught.value.code == "state"
    shown = order_details.order
    assert [("hold_order" in shown(book.owner, each).actions) for each in (held, over, gone, open_)] == [
        True,
        False,
        False,
        True,
    ]
    hold_order(book.owner, held, "")
    assert every(UndoStep)[-1].label.startswith("release ")
    assert not order(held).hold


def test_a_batch_of_nothing_leaves_no_trace(book: TestBook) -> None:
    draft = a_draft(book.owner, a_customer(book.owner), 10)
    entries, steps = value("SELECT count(*) FROM trail"), value("SELECT count(*) FROM undo_step")
    assert ship_orders(book.owner, [draft]).value.done == ()
    assert hold_orders(book.owner, [], "because").value.done == ()
    assert (value("SELECT count(*) FROM trail"), value("SELECT count(*) FROM undo_step")) == (entries, steps)


def test_salespeople_change_only_their_own(book: TestBook) -> None:
    mara, ole = book.person(Role.SALES, name="mara"), book.person(Role.SALES, name="ole")
    own, other = a_draft(mara, a_customer(mara), 10), a_draft(ole, a_customer(ole, "Other"), 20)
    outcome = tag_orders(mara, [own, other], "spring").value
    assert outcome.done == (own,)
    assert list(outcome.groups) == ["belongs to a colleague"]
    assert (order(own).tags, order(other).tags) == ("spring", "")


def test_tags_are_added_once_and_never_with_commas(book: TestBook) -> None:
    first, second = a_customer(book.owner, tags="vip"), a_customer(book.owner, "Second")
    assert tag_customers(book.owner, [first, second], "vip").value.done == (second,)
    assert tag_customers(book.owner, [first, second], "spring").value.done == (first, second)
    assert read(Customer, first).tags == "vip, spring"
    with pytest.raises(UserError) as refused:
        tag_customers(book.owner, [first], "a, b")
    assert refused.value.field == "tag"


def test_customers_are_graded_and_products_set_inactive_in_one_step_each(book: TestBook) -> None:
    people = [a_customer(book.owner, f"Customer {n}") for n in range(4)]
    goods = [a_product(book.owner, f"Lamp {n}") for n in range(3)]
    grade_customers(book.owner, people, "A")
    deactivate_products(book.owner, goods)
    assert {read(Customer, each).grade for each in people} == {"A"}
    assert not any(read(Product, each).active for each in goods)
    undo(book.owner)
    undo(book.owner)
    assert {read(Customer, each).grade for each in people} == {""}
    assert all(read(Product, each).active for each in goods)


def test_deleted_drafts_come_back_with_their_lines(book: TestBook) -> None:
    customer = a_customer(book.owner)
    drafts = [a_draft(book.owner, customer, 10, 20) for _ in range(3)]
    real = an_order(book.owner, customer, 5)
    first = stored()
    assert delete_drafts(book.owner, [*drafts, real]).value.done == tuple(drafts)
    assert [o.id for o in every(Order)] == [real]
    undo(book.owner)
    assert stored() == first
    redo(book.owner)
    assert [o.id for o in every(Order)] == [real]


def test_shipments_carry_what_was_asked_for_all(book: TestBook) -> None:
    customer = a_customer(book.owner)
    ids = [an_order(book.owner, customer, 10), an_order(book.owner, customer, 20, carrier="Own van")]
    ship_orders(book.owner, ids, carrier=" Post ", tracking_number="T-1")
    assert {(s.carrier, s.tracking_number) for s in every(Shipment)} == {("Post", "T-1")}


def test_invoices_are_asked_for_once(book: TestBook) -> None:
    customer = a_customer(book.owner)
    ids = [an_order(book.owner, customer, 10), an_order(book.owner, customer, 20)]
    assert request_invoices(book.owner, ids).value.done == tuple(ids)
    assert list(request_invoices(book.owner, ids).value.groups) == ["invoiced or asked for already"]


def test_a_note_is_written_in_any_state_and_taken_back(book: TestBook) -> None:
    customer = a_customer(book.owner)
    cancelled = an_order(book.owner, customer, 10)
    cancel_order(book.owner, cancelled, "wrong")
    lamp = a_product(book.owner)
    payment = record_payment(book.owner, amount=cents(10), customer_id=customer, method="cash").value
    for note, record in ((note_order, cancelled), (note_customer, customer), (note_product, lamp)):
        note(book.owner, record, " rang twice ")
    note_payment(book.owner, payment, "cash in an envelope")
    told = [value("SELECT note FROM sales_order WHERE id = ?", cancelled), read(Customer, customer).note]
    assert [*told, read(Product, lamp).note] == ["rang twice"] * 3
    assert value("SELECT note FROM payment WHERE id = ?", payment) == "cash in an envelope"
    undo(book.owner)
    assert value("SELECT note FROM payment WHERE id = ?", payment) == ""


def test_a_note_of_somebody_else_is_not_overwritten(book: TestBook) -> None:
    draft = a_draft(book.owner, a_customer(book.owner), 10)
    note_order(book.owner, draft, "theirs", before="")
    with pytest.raises(ChangedMeanwhile) as refused:
        note_order(replace(book.owner, name="other"), draft, "mine", before="")
    assert (refused.value.field, order(draft).note) == ("note", "theirs")
    note_order(book.owner, draft, "both", before="theirs")
    assert order(draft).note == "both"
