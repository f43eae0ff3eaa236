"""A fresh book for a test, the people who work in it, and short ways to make what a test is about.

Amounts are minor units of the book's currency; ``cents("12.30")`` writes them as people do.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from app.models import totals
from app.models.actor import Actor, Permission, Role
from app.models.audit import GENESIS, chain_key, entry_hash, trail_words
from app.models.base import Record, connection, database, shape
from app.models.book import close_book, open_book
from app.models.creation import create_book
from app.models.location import Location, Place
from app.models.order import Order, OrderLine
from app.money import PRICE, QUANTITY, scale
from app.operations.customers import CustomerInput, add_customer
from app.operations.inputs import LineInput, OrderInput
from app.operations.operation import Operation
from app.operations.orders import confirm_order, make_order
from app.operations.products import ProductInput, add_product
from app.operations.work import Work
from app.queries.check import check

R = TypeVar("R", bound=Record)
T = TypeVar("T")

LOCAL = Location(Place.LOCAL)


def cents(text: str | int) -> int:
    """``"12.30"`` as 1230."""
    return scale(Decimal(text), 100)


def pieces(text: str | int) -> int:
    """``"2.5"`` as the stored quantity."""
    return scale(Decimal(text), QUANTITY)


def each(text: str | int) -> int:
    """``"9.99"`` as the stored unit price."""
    return scale(Decimal(text), PRICE)


@dataclass
class Clock:
    """The clock of a test: a day that stands still until it is moved, and moments that always go on."""

    day: date = date(2026, 3, 10)
    ticks: int = 0

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        self.ticks += 1
        return datetime(self.day.year, self.day.month, self.day.day, 4, tzinfo=UTC) + timedelta(seconds=self.ticks)


@dataclass
class TestBook:
    """An open book in a temporary folder. ``owner`` works alone in it until ``person`` adds somebody."""

    __test__ = False

    path: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.owner = Actor(1, "owner", frozenset({Role.OWNER}), self.clock.today, self.clock.now, run="test")

    def person(self, *roles: Role, name: str = "") -> Actor:
        """Somebody else with these roles, at a desk of this book."""
        from app.operations.users import add_user

        told = name or "+".join(roles)
        user = add_user(self.owner, told, [str(r) for r in roles]).value
        self.owner = replace(self.owner, alone=False)
        return replace(self.owner, user_id=user, name=told, roles=frozenset(roles))

    def set_company(self, **fields: Any) -> None:
        """Change policies; for the start of a test."""

        def change(work: Work) -> None:
            for name, told in fields.items():
                setattr(work.company, name, told)
            work.save(work.company)

        self.prepare(change)

    def prepare(self, change: Callable[[Work], T]) -> T:
        """Do what no operation of people does, such as what an import or an older version left behind."""
        return Operation("prepare", change, Permission.WORK, undoable=False)(self.owner).value


_made: dict[tuple[tuple[str, Any], ...], bytes] = {}


def make_book(path: Path, **how: Any) -> None:
    """``create_book``, done once for each kind of book and copied from then on: the copies have the same uuid."""
    kind = tuple(sorted(how.items()))
    if kind in _made:
        path.write_bytes(_made[kind])
        return
    create_book(path, owner="owner", location=LOCAL, **how)
    _made[kind] = path.read_bytes()


def new_book(
    folder: Path, *, country: str = "US", name: str = "Larch & Son", like: Path | None = None, **company: Any
) -> TestBook:
    """Make a book in ``folder`` and open it; ``company`` sets policies by column.

    ``like`` copies a closed book instead, which is quicker than making one.
    """
    path = folder / "test.daybook"
    if like is not None:
        shutil.copy(like, path)
    else:
        make_book(path, name=name, country=country, today=date(2026, 1, 1))
    open_book(path, place=lambda _path: LOCAL)
    book = TestBook(path)
    if company:
        book.set_company(**company)
    return book


def close(book: TestBook) -> None:
    """Close the book of a test."""
    close_book()


def read(model: type[R], record_id: int) -> R:
    """A record as it is stored now."""
    form = shape(model)
    row = connection().execute(f"{form.select} WHERE id = ?", (record_id,)).fetchone()
    record = form.record(row)
    assert isinstance(record, model)
    return record


def every(model: type[R], where: str = "1", values: tuple[Any, ...] = ()) -> list[R]:
    """All records for which a condition holds, oldest first."""
    form = shape(model)
    found = [form.record(row) for row in connection().execute(f"{form.select} WHERE {where} ORDER BY id", values)]
    return [r for r in found if isinstance(r, model)]


def value(statement: str, *values: Any) -> Any:
    """The single value of a query."""
    return connection().execute(statement, values).get


def a_customer(actor: Actor, name: str = "Harbour & Hale", **fields: Any) -> int:
    """A customer of this name."""
    return add_customer(actor, CustomerInput(name=name, **fields)).value


def a_product(actor: Actor, name: str = "Lamp", **fields: Any) -> int:
    """A product of this name."""
    return add_product(actor, ProductInput(name=name, **fields)).value


def a_line(price: str | int, quantity: str | int = 1, **fields: Any) -> LineInput:
    """A line of something at a price."""
    return LineInput(quantity=pieces(quantity), unit_price=each(price), **{"description": "Lamp", **fields})


def a_draft(actor: Actor, customer: int, *lines: LineInput | str | int, **fields: Any) -> int:
    """A draft with these lines; a plain number is the price of one piece."""
    made = tuple(line if isinstance(line, LineInput) else a_line(line) for line in lines)
    return make_order(actor, OrderInput(customer_id=customer, lines=made, **fields)).value


def an_order(actor: Actor, customer: int, *lines: LineInput | str | int, **fields: Any) -> int:
    """A confirmed order with these lines."""
    order = a_draft(actor, customer, *lines, **fields)
    confirm_order(actor.confirming({"review", "shortage"}), order)
    return order


def line_ids(order_id: int) -> list[int]:
    """The ids of an order's lines, in their order."""
    return [line.id for line in every(OrderLine, "order_id = ?", (order_id,))]


def order(order_id: int) -> Order:
    """An order as it is stored now."""
    return read(Order, order_id)


def _sums(statement: str) -> dict[int, int]:
    return dict(connection().execute(statement))


def _ledger_differences() -> Iterable[str]:
    """What an order or payment says of itself against the facts that it adds up."""
    facts: dict[str, str] = {
        "paid": "SELECT order_id, sum(amount) FROM allocation GROUP BY order_id",
        "refunded": "SELECT order_id, sum(amount) FROM refund WHERE state = 'paid' AND target = 'cash' "
        "AND order_id IS NOT NULL GROUP BY order_id",
        "refund_promised": "SELECT order_id, sum(amount) FROM refund WHERE state IN ('requested', 'approved') "
        "AND order_id IS NOT NULL GROUP BY order_id",
        "credited": "SELECT order_id, sum(amount) FROM credit WHERE state = 'approved' GROUP BY order_id",
        "written_off": "SELECT order_id, sum(amount) FROM write_off GROUP BY order_id",
        "invoice_requested": "SELECT order_id, sum(amount) FROM invoice_request WHERE state = 'requested' "
        "GROUP BY order_id",
        "invoiced": "SELECT l.order_id, sum(iif(i.document_type = 'invoice', 1, -1) * (l.net + l.tax)) "
        "FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE i.state = 'issued' GROUP BY l.order_id",
        "earmarked": "SELECT order_id, sum(amount) FROM earmark GROUP BY order_id",
    }
    orders = every(Order)
    for name, statement in facts.items():
        sums = _sums(statement)
        for o in orders:
            if getattr(o, name) != sums.get(o.id, 0):
                yield f"order {o.id}: {name} is {getattr(o, name)}, the facts say {sums.get(o.id, 0)}"
    plans = _sums("SELECT order_id, sum(amount) FROM instalment GROUP BY order_id")
    for o in orders:
        if o.id in plans and plans[o.id] != (o.worth if o.counted else o.total):
            yield f"order {o.id}: its payment plan adds up to {plans[o.id]}, it is worth {o.worth}"
    for o in orders:
        worth = o.total - o.credited if o.state in ("confirmed", "processing", "completed") else 0
        if o.worth != worth or o.outstanding != worth - o.written_off - (o.paid - o.refunded):
            yield f"order {o.id}: worth {o.worth}, outstanding {o.outstanding}"
        if o.net + o.tax + o.cash_rounding + o.stated_difference != o.total:
            yield f"order {o.id}: net {o.net} + tax {o.tax} is not its total {o.total}"
        if o.refunded + o.refund_promised > o.paid and not value(
            "SELECT 1 FROM order_exception WHERE order_id = ? AND topic = 'bounced'", o.id
        ):
            yield f"order {o.id}: more is refunded or promised than was paid"


def _line_differences() -> Iterable[str]:
    billed = (
        "FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE i.state = 'issued' GROUP BY l.order_line_id"
    )
    sign = "iif(i.document_type = 'invoice', 1, -1)"
    facts = {
        "invoiced_quantity": f"SELECT l.order_line_id, sum({sign} * l.quantity) {billed}",
        "invoiced_net": f"SELECT l.order_line_id, sum({sign} * l.net) {billed}",
        "invoiced_tax": f"SELECT l.order_line_id, sum({sign} * l.tax) {billed}",
        "credited_net": "SELECT l.order_line_id, sum(l.net) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
        "WHERE c.state = 'approved' GROUP BY l.order_line_id",
        "credited_tax": "SELECT l.order_line_id, sum(l.tax) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
        "WHERE c.state = 'approved' GROUP BY l.order_line_id",
        "returned": "SELECT l.order_line_id, sum(l.quantity) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
        "WHERE c.state = 'approved' AND c.credit_kind = 'return' GROUP BY l.order_line_id",
        "ended": "SELECT l.order_line_id, sum(l.quantity) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
        "WHERE c.state = 'approved' AND c.credit_kind = 'termination' GROUP BY l.order_line_id",
        "shipped": "SELECT l.order_line_id, sum(l.quantity) FROM shipment_line l "
        "JOIN shipment s ON s.id = l.shipment_id WHERE s.state <> 'voided' GROUP BY l.order_line_id",
    }
    lines = every(OrderLine)
    for name, statement in facts.items():
        sums = _sums(statement)
        for line in lines:
            if getattr(line, name) != sums.get(line.id, 0):
                yield f"line {line.id}: {name} is {getattr(line, name)}, the facts say {sums.get(line.id, 0)}"
    for line in lines:
        if line.net + line.tax != line.gross:
            yield f"line {line.id}: {line.net} + {line.tax} is not {line.gross}"
        if line.credited_net > line.net or line.credited_tax > line.tax:
            yield f"line {line.id}: more is credited than it is worth"
        if line.line_kind == "goods" and line.shipped + line.ended > line.quantity:
            yield f"line {line.id}: {line.shipped} are shipped and {line.ended} have ended of {line.quantity}"


def _account_differences() -> Iterable[str]:
    kept = _sums("SELECT customer_id, sum(amount) FROM ledger_line GROUP BY customer_id")
    owed = _sums("SELECT customer_id, sum(outstanding) FROM sales_order GROUP BY customer_id")
    free = _sums("SELECT customer_id, sum(free) FROM payment WHERE customer_id IS NOT NULL GROUP BY customer_id")
    for customer in {*kept, *owed, *free}:
        true = owed.get(customer, 0) - free.get(customer, 0)
        if kept.get(customer, 0) != true:
            yield f"customer {customer}: the account says {kept.get(customer, 0)}, orders and balance {true}"
    yield from _payment_differences()


def _payment_differences() -> Iterable[str]:
    for payment, left in connection().execute("SELECT id, free FROM payment WHERE free < 0 AND bounced = 0"):
        yield f"payment {payment}: its balance is {left}"
    statement = (
        "SELECT p.id, p.allocated, p.refunded, p.transferred, p.free, iif(p.state = 'live', p.amount, 0), "
        "(SELECT coalesce(sum(amount), 0) FROM allocation WHERE payment_id = p.id), "
        "(SELECT coalesce(sum(amount), 0) FROM refund WHERE payment_id = p.id AND state = 'paid'), "
        "(SELECT coalesce(sum(amount), 0) FROM balance_transfer WHERE payment_id = p.id) "
        "- (SELECT coalesce(sum(amount), 0) FROM balance_transfer WHERE to_payment_id = p.id), "
        "(SELECT coalesce(sum(amount), 0) FROM earmark WHERE payment_id = p.id) FROM payment p"
    )
    for p, allocated, refunded, transferred, left, amount, true_a, true_r, true_t, marked in connection().execute(
        statement
    ):
        if (allocated, refunded, transferred) != (true_a, true_r, true_t):
            yield f"payment {p}: {(allocated, refunded, transferred)}, the facts say {(true_a, true_r, true_t)}"
        if left != amount - allocated - refunded - transferred or (left >= 0 and marked > left):
            yield f"payment {p}: {left} is free and {marked} is set aside"
    for p, o, amount in connection().execute(
        "SELECT payment_id, order_id, sum(amount) FROM allocation GROUP BY payment_id, order_id HAVING sum(amount) < 0"
    ):
        yield f"payment {p} settles {amount} of order {o}"
    for (p,) in connection().execute(
        "SELECT p.id FROM allocation a JOIN payment p ON p.id = a.payment_id JOIN sales_order o ON o.id = a.order_id "
        "WHERE p.customer_id IS NOT o.customer_id GROUP BY a.payment_id, a.order_id HAVING sum(a.amount) <> 0"
    ):
        yield f"payment {p} settles an order of another customer"
    # What was deducted equals what was shipped, for products whose stock is kept.
    for product, moved, shipped in connection().execute(
        "SELECT m.product_id, -sum(m.quantity), sum(iif(s.state = 'voided', 0, l.quantity)) FROM stock_movement m "
        "JOIN shipment_line l ON l.id = m.shipment_line_id JOIN shipment s ON s.id = l.shipment_id "
        "WHERE m.movement = 'shipment' OR s.state = 'voided' GROUP BY m.product_id"
    ):
        if moved != shipped:
            yield f"product {product}: {moved} was deducted, {shipped} was shipped"


def _document_differences() -> Iterable[str]:
    for row in connection().execute("SELECT number FROM invoice WHERE net + tax <> total"):
        yield f"invoice {row[0]}: net + tax is not its total"
    for row in connection().execute(
        "SELECT i.number FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id GROUP BY i.id "
        "HAVING sum(l.net) <> i.net OR sum(l.tax) <> i.tax"
    ):
        yield f"invoice {row[0]}: its lines do not add up to it"
    for row in connection().execute(
        "SELECT i.number FROM invoice i LEFT JOIN invoice n ON n.corrects_id = i.id AND n.state = 'issued' "
        "WHERE i.document_type = 'invoice' GROUP BY i.id HAVING i.credited <> coalesce(sum(n.total), 0) "
        "OR i.credited > i.total"
    ):
        yield f"invoice {row[0]}: what was credited does not add up"
    yield from _gaps()


def _gaps() -> Iterable[str]:
    tables = {
        "payment": "SELECT number FROM payment WHERE number <> ''",
        "credit": "SELECT number FROM credit WHERE number <> ''",
        "refund": "SELECT number FROM refund WHERE number <> ''",
        "invoice": "SELECT number FROM invoice WHERE document_type = 'invoice' AND invoice_kind = 'invoice'",
        "credit_note": "SELECT number FROM invoice WHERE document_type = 'credit_note' AND invoice_kind = 'invoice'",
    }
    for series, statement in tables.items():
        numbers = sorted(row[0] for row in connection().execute(statement))
        counters: dict[str, list[int]] = {}
        for number in numbers:
            head, _dash, tail = number.rpartition("-")
            counters.setdefault(head, []).append(int(tail))
        for head, found in counters.items():
            if sorted(found) != list(range(1, len(found) + 1)):
                yield f"series {series}: {head} has gaps or doubles: {found}"


def _trail_differences() -> Iterable[str]:
    previous = GENESIS
    form = connection().execute("SELECT * FROM trail ORDER BY id")
    names = [d[0] for d in form.get_description()] if value("SELECT count(*) FROM trail") else []
    rows = [dict(zip(names, row, strict=True)) for row in form]
    for row in rows:
        digests: list[str] = []
        for kind, record, fields_digest, private_digest in connection().execute(
            "SELECT record_kind, record_id, digest, private_digest FROM trail_change WHERE trail_id = ? ORDER BY id",
            (row["id"],),
        ):
            digests += [kind, str(record), fields_digest, private_digest]
        if row["previous"] != previous:
            yield f"trail entry {row['id']} does not follow the one before"
        if entry_hash(previous, trail_words(row), digests, chain_key(database.key)) != row["hash"]:
            yield f"trail entry {row['id']} was changed"
        previous = row["hash"]


def differences(*, trail: bool = True) -> list[str]:
    """Everything about the open book that does not add up, in words for a failing test."""
    found = [*_ledger_differences(), *_line_differences(), *_account_differences(), *_document_differences()]
    found += [f"kept total {d}" for d in totals.find_differences(connection())]
    if trail:
        found += _trail_differences()
    return found


def assert_book_sound() -> None:
    """Fail unless every figure of the open book follows from its facts, by these tests' own sums and by the check."""
    found = [*differences(), *(f"{f.code}: {f.sentence}" for f in check() if f.serious)]
    assert not found, "\n".join(found)
