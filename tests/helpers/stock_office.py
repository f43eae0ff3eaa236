"""Several people at one book that keeps stock, and what must hold in it whatever they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.models.actor import Actor, Role
from app.models.base import connection
from app.models.order import Order, OrderLine
from tests.helpers.book import TestBook, a_customer, a_product, every, pieces, value

ROLES = (Role.SALES, Role.SERVICE, Role.WAREHOUSE, Role.FINANCE, Role.MANAGER)
QUESTIONS = {"review", "shortage", "keep_surplus", "likely_twin", "above_limit", "to_be_credited"}
PRODUCTS = ("Lamp", "Oil", "Wick")
# What adds up or looks back; undo leaves them as they are, or writes its own.
_NO_FACTS = {"trail", "trail_change", "undo_step", "sqlite_sequence"}


def furnish(book: TestBook) -> None:
    """People of every role, two customers, two products whose stock is kept and one whose is not."""
    book.set_company(stock_policy="kept")
    for role in ROLES:
        book.person(role)
    for name in ("Ash", "Birch"):
        a_customer(book.owner, name)
    for name in PRODUCTS:
        a_product(book.owner, name, stock_kept=name != "Wick", low_stock=pieces(2))


def people(book: TestBook) -> list[Actor]:
    """The owner and the people whom ``furnish`` put in, each in a run of the program of their own."""
    owner = replace(book.owner, alone=False, run="owner").confirming(QUESTIONS)
    others = [
        replace(
            owner,
            user_id=value("SELECT id FROM user WHERE name = ?", str(role)),
            name=role,
            roles=frozenset({role}),
            run=role,
        )
        for role in ROLES
    ]
    return [owner, *others]


def rows() -> dict[str, list[Any]]:
    """Every row of every table that holds facts, the kept totals among them."""
    tables = [
        name
        for (name,) in connection().execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if name not in _NO_FACTS and not name.startswith("sqlite_")
    ]
    # A day or month without orders is none, whether or not a row of zeros stands for it.
    some = {"day_total": "WHERE orders <> 0", "month_total": "WHERE orders <> 0", "product_month": "WHERE lines <> 0"}
    return {t: list(connection().execute(f'SELECT * FROM "{t}" {some.get(t, "")} ORDER BY 1')) for t in tables}


@dataclass(frozen=True)
class Seen:
    """The states of all orders at one moment."""

    states: dict[int, str]

    @classmethod
    def now(cls) -> Seen:
        return cls(dict(connection().execute("SELECT id, state FROM sales_order")))


def stock_differences() -> Iterator[str]:
    """What of stock and delivery does not follow from ledger, shipments and orders, by this helper's own sums."""
    on_hand = dict(connection().execute("SELECT product_id, sum(quantity) FROM stock_movement GROUP BY 1"))
    reserved: dict[int, int] = {}
    orders = {o.id: o for o in every(Order)}
    lines = every(OrderLine)
    for line in lines:
        is_open = orders[line.order_id].state in ("confirmed", "processing")
        if is_open and line.product_id is not None and line.line_kind == "goods":
            reserved[line.product_id] = reserved.get(line.product_id, 0) + line.quantity - line.ended - line.shipped
    for product, name, kept, own in connection().execute("SELECT id, name, on_hand, reserved FROM product"):
        if kept != on_hand.get(product, 0) or own != reserved.get(product, 0):
            yield f"{name}: {kept} and {own} are kept, {on_hand.get(product, 0)} and {reserved.get(product, 0)} follow"
    yield from _below_zero()
    yield from _deducted()
    for o in orders.values():
        yield from _derived(o, [line for line in lines if line.order_id == o.id])


def _below_zero() -> Iterator[str]:
    balance: dict[int, int] = {}
    ends: dict[tuple[int, str], int] = {}
    for product, day, quantity in connection().execute(
        "SELECT product_id, date, quantity FROM stock_movement ORDER BY date, id"
    ):
        balance[product] = balance.get(product, 0) + quantity
        ends[product, day] = balance[product]
    for (product, day), left in ends.items():
        if left < 0:
            yield f"product {product}: {left} on {day}"


def _deducted() -> Iterator[str]:
    for part, quantity, state, moved in connection().execute(
        "SELECT s.id, s.quantity, h.state, (SELECT sum(quantity) FROM stock_movement WHERE shipment_line_id = s.id) "
        "FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
    ):
        # Nothing moved where no stock was kept when the goods left.
        if moved is not None and moved != (0 if state == "voided" else -quantity):
            yield f"shipment line {part}: {moved} was moved for {quantity}, which is {state}"


def _derived(o: Order, lines: list[OrderLine]) -> Iterator[str]:
    counted = o.state in ("confirmed", "processing", "completed")
    worth = o.total - o.credited if counted else 0
    settled = o.paid - o.refunded + o.written_off
    if worth == 0 and o.refunded > 0:
        collection = "refunded"
    elif worth == 0 and settled == 0:
        collection = "nothing_due"
    elif settled > worth:
        collection = "overpaid"
    elif settled == worth:
        collection = "paid"
    else:
        collection = "unpaid" if settled <= 0 else "partly_paid"
    wanted = sum(line.quantity - line.ended for line in lines if line.line_kind == "goods")
    out = sum(line.shipped for line in lines)
    if out == 0:
        delivery = "waiting" if counted and wanted > 0 else "nothing_to_ship"
    elif out < wanted:
        delivery = "partly_shipped"
    else:
        delivery = "signed_for" if o.signed else "shipped"
    if (o.worth, o.collection, o.delivery) != (worth, collection, delivery):
        yield f"order {o.id}: {(o.worth, o.collection, o.delivery)} is kept, {(worth, collection, delivery)} follows"


def taken_back(actor: Actor, act: Callable[[], Any], undo: Callable[[Actor], Any], redo: Callable[[Actor], Any]) -> Any:
    """Do something, undo it and do it again: undo brings back exactly the rows before, redo exactly those after."""
    before = rows()
    value_given = act()
    after = rows()
    if after == before:
        # What changes nothing leaves no step: undo would take back what was done before it.
        return value_given
    undo(actor)
    assert rows() == before, _first_difference(rows(), before)
    redo(actor)
    assert rows() == after, _first_difference(rows(), after)
    return value_given


def _first_difference(now: dict[str, list[Any]], wanted: dict[str, list[Any]]) -> str:
    for table, found in now.items():
        if found != wanted[table]:
            return f"{table}: {[r for r in found if r not in wanted[table]]} instead of " + str(
                [r for r in wanted[table] if r not in found]
            )
    return ""
