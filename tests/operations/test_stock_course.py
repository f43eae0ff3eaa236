"""Whatever several people do with orders and stock, in whatever order: every rule holds after every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.models.actor import Actor, Role
from app.models.order import STATE_WORDS, TRANSITIONS, Order, OrderLine, OrderState, Shipment
from app.models.payment import Credit
from app.models.product import Product, StockMovement
from app.models.stock import ExpectedReceipt, Stocktake
from app.operations.amendments import amend_order, close_rest
from app.operations.credits import approve_credit, reject_credit, request_credit, void_credit
from app.operations.history import redo, undo
from app.operations.inputs import LineInput, OrderInput
from app.operations.operation import OPERATIONS
from app.operations.order_content import typed_from
from app.operations.order_course import cancel_order, complete_order, reopen_order, start_order
from app.operations.orders import confirm_order, edit_order, make_order
from app.operations.parts import LinePart
from app.operations.payments import record_payment
from app.operations.products import ProductInput, edit_product
from app.operations.quotations import quote_order, return_to_draft, send_to_review
from app.operations.shipments import ship_order, sign_for_shipment, void_shipment
from app.operations.stock import (
    StockLine,
    change_expected,
    drop_expected,
    enter_opening_stock,
    expect_goods,
    receive_delivery,
    scrap_goods,
    take_back_movement,
)
from app.operations.stocktakes import (
    book_stocktake,
    count_product,
    drop_stocktake,
    forget_count,
    start_stocktake,
)
from tests.conftest import THOROUGH
from tests.helpers.book import assert_book_sound, differences, every, pieces, read, value
from tests.helpers.stock_course import Course
from tests.helpers.stock_office import Seen, stock_differences

EXAMPLES = 700 if THOROUGH else 6
STEPS = 30

# The acts that move an order to a state, for trying each from every state.
TO: dict[OrderState, Callable[[Actor, int], Any]] = {
    OrderState.DRAFT: lambda who, o: return_to_draft(who, o),
    OrderState.QUOTED: lambda who, o: quote_order(who, o),
    OrderState.REVIEW: lambda who, o: send_to_review(who, o),
    OrderState.CONFIRMED: lambda who, o: confirm_order(who, o),
    OrderState.PROCESSING: lambda who, o: start_order(who, o),
    OrderState.COMPLETED: lambda who, o: complete_order(who, o, "done"),
    OrderState.CANCELLED: lambda who, o: cancel_order(who, o, "not wanted"),
}

which = st.integers(0, 40)
amount = st.sampled_from([1, 2, 2, 3, 3, 4, 5, 7, 9, 0])
who = st.integers(0, 5)
ago = st.sampled_from([0, 0, 0, 1, 3, 8])
# Most things are done by somebody who may, so that a sequence comes far.
yes = st.booleans()
wanted_goods = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 6)), min_size=1, max_size=3)

# A rule is tried where there is something to try it with.
OPEN = "SELECT 1 FROM sales_order WHERE state IN ('confirmed', 'processing')"
WRITTEN = "SELECT 1 FROM sales_order WHERE state IN ('draft', 'quoted', 'review')"
SHIPPED = "SELECT 1 FROM shipment"
COUNTING = "SELECT 1 FROM stocktake WHERE state = 'counting'"


def there_is(statement: str) -> Callable[[Any], Any]:
    """A rule for books in which this finds something."""
    return precondition(lambda _self: value(statement + " LIMIT 1") is not None)


class StockCourse(Course):
    """One office; each rule is something that somebody in it may try."""

    @initialize(
        lamps=st.integers(0, 12),
        oil=st.integers(0, 9),
        orders=st.lists(wanted_goods, min_size=2, max_size=4),
        later=yes,
    )
    def begin(self, lamps: int, oil: int, orders: list[list[tuple[int, int]]], later: bool) -> None:
        lines = [StockLine(self._product(n), pieces(q)) for n, q in ((0, lamps), (1, oil)) if q]
        if lines:
            enter_opening_stock(self.people[0], lines, self._day(9))
        for number, wanted in enumerate(orders):
            made = make_order(self.people[number % 2], self._content(wanted)).value
            if number or not later:
                self._confirm(0, made)
                if number % 2:
                    self._ship_whole(made)
        self.seen = Seen.now()

    def _ship_whole(self, order_id: int) -> None:
        self._do(3, lambda a: ship_order(a, order_id))

    def _content(self, wanted: list[tuple[int, int]]) -> OrderInput:
        return OrderInput(customer_id=1 + wanted[0][1] % 2, lines=self._lines(wanted))

    # Orders

    @rule(person=who, wanted=wanted_goods, now=yes)
    def make(self, person: int, wanted: list[tuple[int, int]], now: bool) -> None:
        content = self._content(wanted)
        made = self._do(person, lambda a: make_order(a, content), twice=not now, undoable=True)
        if made is not None and now:
            self._confirm(0, made.value)

    @there_is(WRITTEN)
    @rule(person=who, number=which, wanted=st.tuples(st.integers(0, 2), st.integers(1, 6)))
    def edit(self, person: int, number: int, wanted: tuple[int, int]) -> None:
        order = self._one(Order, number)
        if order is not None:
            content = OrderInput(customer_id=order.customer_id, lines=self._lines([wanted]))
            self._do(person, lambda a: edit_order(a, order.id, content), twice=True, undoable=True)

    @there_is(WRITTEN)
    @rule(number=which)
    def confirm(self, number: int) -> None:
        order = self._one(Order, number, "state IN ('draft', 'quoted', 'review')")
        if order is not None:
            self._confirm(0, order.id)

    def _confirm(self, person: int, order_id: int) -> None:
        if self._do(person, lambda a: confirm_order(a, order_id)) is None:
            return
        order = read(Order, order_id)
        short = [
            p
            for line in every(OrderLine, "order_id = ?", (order_id,))
            if line.product_id and (p := read(Product, line.product_id)).stock_kept and p.on_hand < p.reserved
        ]
        if short and order.state in ("confirmed", "processing"):
            assert self.policy != "block"
            assert self.policy != "pre_sale" or order.order_kind == "pre_sale"

    @there_is(OPEN)
    @rule(person=who, number=which, line=which, quantity=amount)
    def amend(self, person: int, number: int, line: int, quantity: int) -> None:
        order = self._one(Order, number, "state IN ('confirmed', 'processing')")
        if order is None:
            return
        typed = typed_from(order, every(OrderLine, "order_id = ?", (order.id,)))
        lines = list(typed.lines)
        if quantity == 0:
            lines.extend(self._lines([(line, 1)]))
        else:
            chosen = line % len(lines)
            lines[chosen] = LineInput(
                quantity=pieces(quantity), unit_price=lines[chosen].unit_price, product_id=lines[chosen].product_id,
                id=lines[chosen].id,
            )  # fmt: skip
        content = OrderInput(
            customer_id=typed.customer_id, lines=tuple(lines), order_kind=typed.order_kind, date=typed.date
        )
        self._do(person, lambda a: amend_order(a, order.id, content, "changed"))

    @there_is(SHIPPED)
    @rule(number=which)
    def close(self, number: int) -> None:
        order = self._one(Order, number, "shipped > 0")
        if order is not None:
            self._do(0, lambda a: close_rest(a, order.id, "no more"))

    @there_is(OPEN)
    @rule(number=which)
    def pay(self, number: int) -> None:
        order = self._one(Order, number, "outstanding > 0")
        if order is not None:
            parts = [(order.id, order.outstanding)]
            self._do(0, lambda a: record_payment(a, order.outstanding, "cash", order.customer_id, parts=parts))

    @rule(person=who, number=which, to=st.sampled_from(list(OrderState)))
    def move(self, person: int, number: int, to: OrderState) -> None:
        order = self._one(Order, number)
        if order is None:
            return
        now = OrderState(order.state)
        done = self._do(person, lambda a: TO[to](a, order.id), twice=True, undoable=_undoable(to))
        allowed = to in TRANSITIONS[now] or (to is OrderState.PROCESSING and now is OrderState.COMPLETED)
        if done is not None:
            assert allowed, (now, to)
        elif not allowed and self.people[person].roles == {Role.OWNER}:
            told = self.told[-1]
            # Money and goods that stand in the way are named first; else the sentence names both states.
            others = ("money on it", "are out", "write-off", "set aside", "written anew")
            assert (STATE_WORDS[now] in told and STATE_WORDS[to] in told) or any(o in told for o in others), told

    @there_is("SELECT 1 FROM sales_order WHERE state IN ('completed', 'cancelled')")
    @rule(person=who, number=which)
    def reopen(self, person: int, number: int) -> None:
        order = self._one(Order, number, "state IN ('completed', 'cancelled')")
        if order is not None:
            self._do(person, lambda a: reopen_order(a, order.id, "not over"))

    # Goods

    @there_is(OPEN)
    @rule(person=st.sampled_from([0, 0, 3, 1]), number=which, part=amount, days=ago)
    def ship(self, person: int, number: int, part: int, days: int) -> None:
        order = self._one(Order, number, "state IN ('confirmed', 'processing')")
        if order is None:
            return
        line = self._one(OrderLine, part, f"order_id = {order.id}")
        some = {line.id: min(pieces(part), line.rest + part % 2)} if part else None
        self._do(person, lambda a: ship_order(a, order.id, some, self._day(days)))

    @there_is(SHIPPED)
    @rule(number=which)
    def void_a_shipment(self, number: int) -> None:
        shipment = self._one(Shipment, number, "state <> 'voided'" if number % 5 else "1")
        if shipment is not None:
            self._do(0, lambda a: void_shipment(a, shipment.id, "never left"))

    @there_is(SHIPPED)
    @rule(number=which)
    def sign(self, number: int) -> None:
        shipment = self._one(Shipment, number)
        if shipment is not None:
            self._do(3, lambda a: sign_for_shipment(a, shipment.id), twice=True, undoable=True)

    @there_is(SHIPPED)
    @rule(number=which, quantity=amount, goods_to=st.sampled_from(["stock", "scrap", "none"]), at_once=yes)
    def give_back(self, number: int, quantity: int, goods_to: str, at_once: bool) -> None:
        line = self._one(OrderLine, number, "shipped > returned")
        if line is None:
            return
        part = LinePart(line.id, min(pieces(quantity), line.shipped))
        asked = self._do(2, lambda a: request_credit(a, line.order_id, "return", "broken", [part], goods_to=goods_to))
        if asked is not None and at_once:
            self._do(0, lambda a: approve_credit(a, asked.value))

    @there_is(OPEN)
    @rule(number=which, quantity=amount, at_once=yes)
    def end(self, number: int, quantity: int, at_once: bool) -> None:
        line = self._one(OrderLine, number, "quantity > shipped")
        if line is None:
            return
        part = LinePart(line.id, min(pieces(quantity), line.quantity - line.shipped))
        asked = self._do(2, lambda a: request_credit(a, line.order_id, "termination", "sold out", [part]))
        if asked is not None and at_once:
            self._do(0, lambda a: approve_credit(a, asked.value))

    @there_is("SELECT 1 FROM credit")
    @rule(number=which, way=st.sampled_from(["approve", "reject", "void", "void"]))
    def decide(self, number: int, way: str) -> None:
        credit = self._one(Credit, number)
        if credit is None:
            return
        acts: dict[str, Callable[[Actor], Any]] = {
            "approve": lambda a: approve_credit(a, credit.id),
            "reject": lambda a: reject_credit(a, credit.id, "no"),
            "void": lambda a: void_credit(a, credit.id, "a mistake"),
        }
        self._do(5, acts[way])

    # Stock

    @rule(
        person=st.sampled_from([0, 3, 3, 2]),
        wanted=st.lists(st.tuples(st.integers(0, 1), amount), max_size=3),
        days=ago,
    )
    def receive(self, person: int, wanted: list[tuple[int, int]], days: int) -> None:
        lines = [StockLine(self._product(p), pieces(q)) for p, q in wanted]
        self._do(person, lambda a: receive_delivery(a, lines, self._day(days)))

    @rule(product=which, quantity=amount, days=ago)
    def scrap(self, product: int, quantity: int, days: int) -> None:
        line = StockLine(self._product(product), pieces(quantity))
        self._do(3, lambda a: scrap_goods(a, [line], "broken", self._day(days)))

    @there_is("SELECT 1 FROM stock_movement")
    @rule(number=which)
    def take_back(self, number: int) -> None:
        movement = self._one(StockMovement, number)
        if movement is not None:
            self._do(3, lambda a: take_back_movement(a, movement.id, "a mistake"))

    @rule(product=which, quantity=amount, days=st.integers(-1, 20))
    def expect(self, product: int, quantity: int, days: int) -> None:
        day = self._day(-days)
        self._do(3, lambda a: expect_goods(a, self._product(product), pieces(quantity), day), twice=True, undoable=True)

    @there_is("SELECT 1 FROM expected_receipt")
    @rule(number=which, quantity=amount)
    def expect_otherwise(self, number: int, quantity: int) -> None:
        coming = self._one(ExpectedReceipt, number)
        if coming is None:
            return

        def act(actor: Actor) -> Any:
            if not quantity:
                return drop_expected(actor, coming.id)
            return change_expected(actor, coming.id, pieces(quantity), self._day(-quantity))

        self._do(3, act, twice=True, undoable=True)

    @precondition(lambda self: self.book.clock.ticks % 3 == 0)
    @rule(product=which)
    def turn_stock_on_or_off(self, product: int) -> None:
        some = read(Product, self._product(product))
        content = ProductInput(some.name, code=some.code, stock_kept=not some.stock_kept, low_stock=some.low_stock)
        self._do(0, lambda a: edit_product(a, some.id, content), twice=True, undoable=True)

    @rule(product=which, one=yes)
    def begin_to_count(self, product: int, one: bool) -> None:
        chosen = [self._product(product)] if one else None
        self._do(3, lambda a: start_stocktake(a, product_ids=chosen))

    @there_is(COUNTING)
    @rule(number=which, product=which, quantity=amount, add=yes)
    def count(self, number: int, product: int, quantity: int, add: bool) -> None:
        stocktake = self._one(Stocktake, number, "state = 'counting'")
        if stocktake is not None:
            chosen = self._product(product)
            self._do(
                3, lambda a: count_product(a, stocktake.id, chosen, pieces(quantity), add), twice=True, undoable=True
            )

    @there_is(COUNTING)
    @rule(number=which, product=which)
    def forget(self, number: int, product: int) -> None:
        stocktake = self._one(Stocktake, number, "state = 'counting'")
        if stocktake is not None:
            self._do(3, lambda a: forget_count(a, stocktake.id, self._product(product)), twice=True, undoable=True)

    @there_is(COUNTING)
    @rule(number=which, uncounted=st.sampled_from(["", "keep", "zero"]), drop=st.sampled_from([False, False, True]))
    def end_stocktake(self, number: int, uncounted: str, drop: bool) -> None:
        stocktake = self._one(Stocktake, number)
        if stocktake is None:
            return
        if drop:
            self._do(3, lambda a: drop_stocktake(a, stocktake.id), twice=True, undoable=True)
        else:
            self._do(5, lambda a: book_stocktake(a, stocktake.id, uncounted))

    @rule(person=who)
    def undo_the_last(self, person: int) -> None:
        self.turned = self._do(person, undo) is not None

    @rule(person=who)
    def redo_the_last(self, person: int) -> None:
        self.turned = self._do(person, redo) is not None

    @rule(days=st.integers(1, 5))
    def pass_time(self, days: int) -> None:
        self.book.clock.day += timedelta(days=days)

    # What holds after every step

    @invariant()
    def figures_follow_from_facts(self) -> None:
        found = [*stock_differences(), *differences(trail=False)]
        assert not found, (found, self.told[-5:])

    @invariant()
    def orders_move_along_the_table(self) -> None:
        now = Seen.now()
        for order, state in now.states.items():
            was = OrderState(self.seen.states.get(order, OrderState.DRAFT))
            back = {s for s in OrderState if was in TRANSITIONS[s]} if self.turned else set()
            assert OrderState(state) in _reached_from(was) | back, (order, was, state)
        self.seen, self.turned = now, False

    @invariant()
    def the_check_finds_nothing(self) -> None:
        assert_book_sound()


def _undoable(to: OrderState) -> bool:
    names = {
        OrderState.DRAFT: "return_to_draft",
        OrderState.QUOTED: "quote_order",
        OrderState.REVIEW: "send_to_review",
        OrderState.CONFIRMED: "confirm_order",
        OrderState.PROCESSING: "start_order",
        OrderState.COMPLETED: "complete_order",
        OrderState.CANCELLED: "cancel_order",
    }
    return OPERATIONS[names[to]].undoable


def _reached_from(state: OrderState) -> set[OrderState]:
    # One act may do several things: what is confirmed and wholly settled is completed at once.
    found = {state} | TRANSITIONS[state]
    if state in (OrderState.DRAFT, OrderState.QUOTED, OrderState.REVIEW):
        found |= {OrderState.CONFIRMED, OrderState.COMPLETED}
    return found


class _Warning(StockCourse):
    policy = "warn"


class _Blocking(StockCourse):
    policy = "block"


class _Selling(StockCourse):
    policy = "pre_sale"


@pytest.mark.parametrize("machine", [_Warning, _Blocking, _Selling])
def test_every_rule_holds_after_every_step(machine: type[StockCourse]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
