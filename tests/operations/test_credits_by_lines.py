"""Credits line by line: parts add up, nothing is taken that a line is not worth any more, and what is shown before is
what is stored."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from app.errors import UserError
from app.models.actor import Actor
from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice, InvoiceLine
from app.models.order import OrderLine
from app.models.payment import Credit, CreditLine
from app.models.shares import Share
from app.money import QUANTITY
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, reject_credit, request_credit, void_credit
from app.operations.invoices import issue_invoice
from app.operations.parts import LinePart
from app.operations.shipments import ship_order
from app.queries import creditable as room
from app.queries.creditable import Creditable, Plan, creditable
from tests.helpers.book import (
    TestBook,
    a_customer,
    a_line,
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
)

MODES = [(include, rounding) for include in (0, 1) for rounding in ("line", "document")]


def stored_parts(credit: int) -> dict[int, Share]:
    """What a stored credit takes of each line."""
    return {p.order_line_id: Share(p.quantity, p.net, p.tax) for p in every(CreditLine, "credit_id = ?", (credit,))}


class Course:
    """Somebody who asks for credits of one order in every way, and others who decide on them."""

    def __init__(self, book: TestBook, seed: int) -> None:
        self.actor, self.random = book.owner, Random(seed)
        dice = self.random
        goods = [
            a_line(
                dice.choice(["0.01", "0.07", "9.99", "33.33", "120", "1500.5"]),
                dice.choice([1, 3, "2.5", 7, 144]),
                description=f"Thing {n}",
                tax_code_id=dice.choice([None, 1, 2, 3]),
                discount_rate=dice.choice([0, 0, 50_000, 333_333]),
            )
            for n in range(dice.randint(1, 4))
        ]
        fees = [a_line("12.34", description="Freight", line_kind="shipping")] * dice.randint(0, 1)
        self.order = an_order(
            self.actor,
            a_customer(self.actor, f"Customer {seed}"),
            *goods,
            *fees,
            discount_amount=dice.choice([0, 0, 1]),
            cash_rounding=dice.choice([0, 0, 2, -1]),
        )
        self.goods = line_ids(self.order)[: len(goods)]
        if dice.random() < 0.6:
            self._ship()

    def _ship(self) -> None:
        lines = every(OrderLine, "order_id = ? AND line_kind = 'goods'", (self.order,))
        wanted = {x.id: self.random.choice([0, x.quantity // 2, x.quantity]) for x in lines}
        if any(wanted.values()):
            ship_order(self.actor, self.order, {i: q for i, q in wanted.items() if q})

    def state(self) -> tuple[object, ...]:
        """What a credit changes of its order."""
        told = order(self.order)
        lines = every(OrderLine, "order_id = ?", (self.order,))
        return (told.worth, told.credited, *((x.returned, x.credited_net, x.credited_tax) for x in lines))

    def step(self) -> None:
        form = creditable(self.actor, self.order)
        assert form.worth == order(self.order).worth - form.waiting
        if form.worth > 0:
            self.ask(form)
        waiting = every(Credit, "order_id = ? AND state = 'requested'", (self.order,))
        for credit in waiting:
            chance = self.random.random()
            if chance < 0.5:
                before = self.state()
                if not self.granted(credit):
                    continue
                if self.random.random() < 0.3:
                    void_credit(self.actor, credit.id, "no")
                    assert self.state() == before
            elif chance < 0.65:
                reject_credit(self.actor, credit.id, "no")
        self.nothing_beyond_a_line()

    def granted(self, credit: Credit) -> bool:
        """Approve it; only goods that come back may have lost their worth meanwhile."""
        try:
            approve_credit(self.actor, credit.id)
        except UserError as refused:
            if (credit.credit_kind, refused.code) != ("return", "above_share"):
                raise
            reject_credit(self.actor, credit.id, "They had an allowance.")
            return False
        return True

    def ask(self, form: Creditable) -> None:
        dice = self.random
        way = dice.choice(["amount", "lines", "lines", "end", "back"])
        if way == "amount":
            amount = dice.choice([form.worth, dice.randint(1, form.worth)])
            plan = room.shared(form, amount)
            asked = request_credit(self.actor, self.order, "allowance", "so", amount=amount).value
            assert plan.total.gross == amount
        elif way == "lines":
            typed = {x.id: dice.choice([0, x.free.gross, dice.randint(0, x.free.gross)]) for x in form.lines}
            plan = room.lowered(form, typed)
            if plan.total.gross <= 0:
                return
            parts = [LinePart(i, gross=amount) for i, amount in typed.items() if amount]
            asked = request_credit(self.actor, self.order, "allowance", "so", parts).value
            assert {i: part.gross for i, part in plan.parts.items()} == {i: a for i, a in typed.items() if a}
        else:
            most = {x.id: x.open if way == "end" else x.returnable for x in form.lines}
            typed = {i: dice.choice([0, q, dice.randint(0, q)]) for i, q in most.items()}
            plan = (room.ended if way == "end" else room.returned)(form, typed, {})
            kind = "termination" if way == "end" else "return"
            parts = [LinePart(i, quantity) for i, quantity in typed.items() if quantity]
            if not 0 < plan.total.gross <= form.worth:
                return
            asked = request_credit(self.actor, self.order, kind, "so", parts).value
        self.is_stored_as_shown(asked, plan)

    def is_stored_as_shown(self, asked: int, plan: Plan) -> None:
        credit, parts = read(Credit, asked), stored_parts(asked)
        assert parts == dict(plan.parts)
        assert (credit.net, credit.tax, credit.amount) == (plan.total.net, plan.total.tax, plan.total.gross)
        assert credit.net + credit.tax == credit.amount
        assert sum(part.tax for part in parts.values()) == credit.tax
        assert sum(part.net for part in parts.values()) + plan.beyond == credit.net

    def nothing_beyond_a_line(self) -> None:
        form = creditable(self.actor, self.order)
        assert order(self.order).worth >= form.waiting >= 0
        for line, shown in zip(every(OrderLine, "order_id = ?", (self.order,)), form.lines, strict=True):
            assert 0 <= line.credited_net <= line.net
            assert 0 <= line.credited_tax <= line.tax
            assert shown.open <= line.quantity - line.shipped


@pytest.mark.parametrize("mode", MODES)
def test_whatever_is_asked_for_adds_up_and_can_be_taken_back(tmp_path: Path, mode: tuple[int, str]) -> None:
    include, rounding = mode
    book = new_book(tmp_path, country="CN", prices_include_tax=include, tax_rounding=rounding)
    for seed in range(12):
        course = Course(book, 1_000 * include + seed)
        for _ in range(8):
            course.step()
    approved = every(Credit, "state = 'approved'")
    assert {credit.credit_kind for credit in approved} == {"return", "allowance", "termination"}
    assert_book_sound()
    close(book)


def test_an_allowance_by_lines_takes_the_tax_of_each_line(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(
        owner, a_customer(owner), a_line(113), a_line(109, tax_code_id=2), a_line(106, tax_code_id=3), a_line(50)
    )
    rates = [line.tax_rate for line in every(OrderLine, "order_id = ?", (sold,))]
    first, second, third, _untouched = line_ids(sold)
    parts = [LinePart(first, gross=cents("11.30")), LinePart(second, gross=cents("10.90")), LinePart(third, gross=530)]
    asked = request_credit(owner, sold, "allowance", "scratched", parts).value
    assert len(set(rates[:3])) == 3
    took = stored_parts(asked)
    whole = {line.id: line for line in every(OrderLine, "order_id = ?", (sold,))}
    for line_id, part in took.items():
        line = whole[line_id]
        assert part.tax * line.gross == pytest.approx(line.tax * part.gross, abs=line.gross / 2)
    assert set(took) == {first, second, third}
    assert read(Credit, asked).amount == cents("27.50")


def test_a_line_gives_no_more_than_it_is_still_worth_beside_what_is_asked_for(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 60, 40)
    first, second = line_ids(sold)
    request_credit(owner, sold, "allowance", "a", [LinePart(first, gross=cents(50))])
    for gross in (cents("10.01"), cents(-1), 0):
        with pytest.raises(UserError) as refused:
            request_credit(owner, sold, "allowance", "b", [LinePart(first, gross=gross)])
        assert refused.value.field == "lines.1.gross"
    assert stored_parts(request_credit(owner, sold, "allowance", "b", amount=cents(25)).value) == {
        first: Share(0, cents(5), 0),
        second: Share(0, cents(20), 0),
    }


def test_a_termination_ends_no_more_than_is_still_to_be_delivered(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), a_line(10, 10))
    line = line_ids(sold)[0]
    ship_order(owner, sold, {line: pieces(4)})
    asked = request_credit(owner, sold, "termination", "sold out", [LinePart(line, pieces(5))]).value
    with pytest.raises(UserError) as refused:
        request_credit(owner, sold, "termination", "sold out", [LinePart(line, pieces(2))])
    assert refused.value.code == "above_undelivered"
    assert creditable(owner, sold).lines[0].open == QUANTITY
    approve_credit(owner, asked)
    assert order(sold).worth == cents(50)


def test_what_was_shipped_meanwhile_does_not_end(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), a_line(10, 10))
    asked = request_credit(owner, sold, "termination", "sold out", [LinePart(line_ids(sold)[0], pieces(10))]).value
    ship_order(owner, sold)
    with pytest.raises(UserError) as refused:
        approve_credit(owner, asked)
    assert refused.value.code == "above_undelivered"


def test_an_amount_is_approved_as_it_was_asked_for(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), "99.98", cash_rounding=2)
    asked = request_credit(owner, sold, "allowance", "almost all", amount=cents("99.98")).value
    approve_credit(owner, asked)
    assert (read(Credit, asked).amount, order(sold).worth) == (cents("99.98"), 2)


def test_all_that_an_order_is_worth_takes_all_of_its_lines(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), "100.01", cash_rounding=-1)
    approve_credit(owner, request_credit(owner, sold, "allowance", "all", amount=cents(100)).value)
    assert order(sold).worth == 0
    assert all(line.credited_net == line.net for line in every(OrderLine))


def test_what_is_asked_for_twice_is_no_rounding_of_the_order(owner: Actor) -> None:
    sold = an_order(owner, a_customer(owner), 1000, 1000)
    ship_order(owner, sold)
    first, second = line_ids(sold)
    request_credit(owner, sold, "allowance", "late", [LinePart(first, gross=cents(500))])
    back = request_credit(owner, sold, "return", "no", [LinePart(first, pieces(1))]).value
    form = creditable(owner, sold)
    assert (form.worth, room.lowered(form, {second: cents(1000)}).total.gross) == (cents(500), cents(1000))
    with pytest.raises(UserError) as refused:
        request_credit(owner, sold, "allowance", "so", [LinePart(second, gross=cents(1000))])
    assert refused.value.code == "above_worth"
    plan = room.shared(form, cents(500))
    asked = request_credit(owner, sold, "allowance", "so", amount=cents(500)).value
    assert stored_parts(asked) == dict(plan.parts) == {second: Share(0, cents(500), 0)}
    reject_credit(owner, back, "They kept it.")
    approve_credit(owner, asked)
    assert order(sold).worth == sum(each.left.gross for each in creditable(owner, sold).lines) == cents(1500)


def test_the_credit_note_of_an_allowance_takes_back_its_lines(chinese: TestBook) -> None:
    owner = chinese.owner
    sold = an_order(owner, a_customer(owner), a_line(113, 3), a_line(109, 2, tax_code_id=2), a_line(50))
    first, second, _untouched = line_ids(sold)
    half = issue_invoice(owner, [sold], [LinePart(first, pieces(1))]).value
    rest = issue_invoice(owner, [sold]).value
    parts = [LinePart(first, gross=cents(300)), LinePart(second, gross=cents("21.80"))]
    asked = request_credit(owner, sold, "allowance", "scratched", parts).value
    approve_credit(owner, asked)
    notes = [credit_invoice(owner, i, "allowance", "scratched", credit_id=asked).value for i in (half, rest)]
    told = [line for note in notes for line in every(InvoiceLine, "invoice_id = ?", (note,))]
    took = stored_parts(asked)
    for line in (first, second):
        assert sum(t.net for t in told if t.order_line_id == line) == took[line].net
        assert sum(t.tax for t in told if t.order_line_id == line) == took[line].tax
    assert {t.order_line_id for t in told} == {first, second}
    assert all(t.quantity == 0 for t in told)
    assert order(sold).to_be_credited == 0
    printed = DocumentSnapshot.from_json(read(Invoice, notes[1]).snapshot)
    assert [(x.quantity, x.price, x.gross) for x in printed.lines] == [
        (0, 0, cents(300) - read(Invoice, notes[0]).total),
        (0, 0, cents("21.80")),
    ]
    assert all(x.note == "价格折让" for x in printed.lines)
    assert {row.rate: row.tax for row in printed.taxes} == {
        t.tax_rate: t.tax for t in every(InvoiceLine, "invoice_id = ?", (notes[1],))
    }
    assert printed.net + printed.tax == printed.gross == read(Invoice, notes[1]).total
