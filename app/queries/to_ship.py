"""Orders that wait to be shipped: the list of the warehouse, and one of them as the desk that ships it shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Actor, Permission
from app.models.base import connection
from app.models.open_lines import is_open, rest_of
from app.models.order import Delivery, OrderState
from app.queries import allowed, words
from app.queries.columns import Ask, Column, Kind
from app.queries.engine import Field, RecordList
from app.queries.filters import Pill, day, flag, of_customer, one_of
from app.queries.orders import FACTS, NUMBER, ORDERS
from app.queries.places import walk
from app.queries.prints import PICKED
from app.queries.shapes import require

_MOST = 5
# What is still open after goods went out is to be picked again, so is an order that was confirmed anew. A number that
# two waiting orders of different channels have doesn't say which of them was picked: none is taken for picked then.
_LISTED = (
    "iif(k.at > max(o.created_at, coalesce(o.confirmed_at, ''), coalesce((SELECT max(s.created_at) FROM shipment s "
    "WHERE s.order_id = o.id AND s.state <> 'voided'), '')) AND NOT EXISTS(SELECT 1 FROM sales_order x "
    "WHERE x.number = o.number AND x.id <> o.id AND x.state IN ('confirmed', 'processing') AND x.shipped < x.to_ship), "
    "k.at, NULL)"
)


def _today(viewer: Actor) -> tuple[object, ...]:
    return (viewer.today().isoformat(),)


TO_SHIP = RecordList(
    noun="to-ship",
    title=N_("Orders to ship"),
    table="sales_order o",
    key="o.id",
    joins={
        "c": "JOIN customer c ON c.id = o.customer_id",
        "k": f"LEFT JOIN {PICKED} k ON k.number = o.number",
    },
    base="o.state IN ('confirmed', 'processing') AND o.shipped < o.to_ship",
    needs=Permission.SEE_ORDERS,
    own="o.salesperson_id = ?",
    default_sort=(("promised_date", False),),
    search=ORDERS.search,
    fields=(
        Field(Column("number", N_("Number"), Kind.NUMBER, 124), NUMBER, ("o.number",)),
        Field(Column("date", N_("Date"), Kind.DATE, 94, shown=False), "o.date"),
        Field(
            Column("promised_date", N_("Promised date"), Kind.DATE, 126),
            "o.promised_date",
            ("coalesce(o.promised_date, '9999')", "o.date", "o.id"),
        ),
        Field(Column("customer", N_("Customer"), Kind.TEXT, 176), "c.name", ("c.search_key", "o.date")),
        Field(Column("consignee", N_("Consignee"), Kind.TEXT, 120), "o.consignee"),
        Field(Column("city", N_("City"), Kind.TEXT, 100, shown=False), "o.city"),
        Field(Column("delivery", N_("Delivery"), Kind.STATE, 112), "o.delivery"),
        Field(Column("open", N_("To ship"), Kind.QUANTITY, 80), "o.to_ship - o.shipped"),
        Field(Column("listed", N_("On a pick list"), Kind.MOMENT, 130), _LISTED),
        Field(Column("carrier", N_("Carrier"), Kind.TEXT, 88), "o.carrier"),
        Field(Column("hold_reason", N_("On hold"), Kind.TEXT, 104), "o.hold_reason"),
        Field(Column("ship_address", N_("Address"), Kind.TEXT, 240, shown=False), "o.ship_address"),
        Field(Column("note", N_("Note"), Kind.TEXT, 200, shown=False, sortable=False), "o.note"),
    ),
    filters=(
        one_of("delivery", N_("Delivery"), "o.delivery", words.states("delivery")),
        of_customer("o.customer_id"),
        flag("hold", N_("On hold"), "o.hold = 1"),
        flag("picked", N_("On a pick list"), f"{_LISTED} IS NOT NULL"),
        flag("late", N_("Late"), "o.promised_date < ?", _today),
        flag("due", N_("Promised by today"), "o.promised_date <= ?", _today),
        day("from", N_("From"), "o.date >= ?"),
        day("to", N_("To"), "o.date <= ?"),
    ),
    pills=(
        Pill("all", N_("All"), Ask()),
        Pill("due", N_("Promised by today"), Ask(filters=(("due", "yes"), ("hold", "no")))),
        Pill("unpicked", N_("On no pick list yet"), Ask(filters=(("picked", "no"), ("hold", "no")))),
        Pill("late", N_("Late"), Ask(filters=(("late", "yes"),))),
        Pill("partly", N_("Part shipped"), Ask(filters=(("delivery", str(Delivery.PARTLY)),))),
        Pill("hold", N_("On hold"), Ask(filters=(("hold", "yes"),))),
    ),
    facts=FACTS,
    allow=lambda viewer, facts: allowed.actions(allowed.order(viewer, facts)),
)


@dataclass(frozen=True)
class WaitingLine:
    """A line of which the ``rest`` is still to be shipped. ``on_hand`` is None where no stock is kept of it."""

    id: int
    place: str
    code: str
    description: str
    unit: str
    rest: int
    on_hand: int | None


@dataclass(frozen=True)
class WaitingOrder:
    """An order at the desk that ships it: where it goes and what of it is open; no money."""

    id: int
    number: str
    customer: str
    date: str
    promised_date: str
    consignee: str
    phone: str
    address: str
    carrier: str
    note: str
    hold_reason: str
    lines: tuple[WaitingLine, ...]


_NAMED = "SELECT id FROM sales_order WHERE number = ?1 OR number = upper(?1)"
_ORDER = (
    "SELECT o.id, o.number, c.name, o.date, coalesce(o.promised_date, ''), o.consignee, o.ship_phone, o.region, "
    "o.city, o.ship_address, o.carrier, o.note, iif(o.hold, o.hold_reason, ''), o.state, o.shipped, o.to_ship "
    "FROM sales_order o JOIN customer c ON c.id = o.customer_id WHERE o.id = ?"
)
_WALK = ", ".join(walk("coalesce(p.place, '')"))
_LINES = (
    f"SELECT l.id, coalesce(p.place, ''), l.code, l.description, l.unit, {rest_of()}, "
    "iif((SELECT stock_policy FROM company WHERE id = 1) = 'kept' AND p.stock_kept, p.on_hand, NULL) "
    "FROM order_line l LEFT JOIN product p ON p.id = l.product_id "
    f"WHERE l.order_id = ? AND l.line_kind = 'goods' AND {is_open()} ORDER BY {_WALK}, l.position, l.id"
)


def open_lines(order_id: int) -> tuple[WaitingLine, ...]:
    """What of an order is still to be shipped, as one passes the places where it lies. Quick: one order's lines."""
    return tuple(WaitingLine(*line) for line in connection().execute(_LINES, (order_id,)))


def order_scanned(viewer: Actor, typed: str) -> WaitingOrder:
    """The order that a scanned or typed text means: its number, or words that only one waiting order answers.

    Raises UserError, at the field ``number``, where there is none, several, or nothing of it can be shipped.
    """
    text = typed.strip()
    named = [row[0] for row in connection().execute(_NAMED, (text,))] if text else []
    if len(named) == 1:
        return waiting_order(viewer, named[0])
    found = list(TO_SHIP.first(viewer, Ask(search=text), _MOST + 1)) if text else []
    if len(found) == 1:
        return waiting_order(viewer, found[0])
    if not found:
        raise _refused(_("No order that waits to be shipped answers “{text}”.").format(text=text), "no_order")
    numbers = ", ".join(
        str(connection().execute("SELECT number FROM sales_order WHERE id = ?", (i,)).get) for i in found[:_MOST]
    )
    raise _refused(_("Several orders answer this: {numbers}. Type more of it.").format(numbers=numbers), "several")


def waiting_order(viewer: Actor, order_id: int) -> WaitingOrder:
    """One order with what of it is open. Raises NotFound, NotAllowed, and UserError where nothing can be shipped."""
    require(ORDERS, viewer, order_id, "sales_order")
    found: list[Any] = list(next(connection().execute(_ORDER, (order_id,))))
    number, hold, state, shipped, to_ship = found[1], found[12], found[13], found[14], found[15]
    if state not in (OrderState.CONFIRMED, OrderState.PROCESSING, OrderState.COMPLETED):
        told = words.state_word("order", state)
        raise _refused(_("Order {order} is {state}, so nothing of it is shipped.").format(order=number, state=told))
    if hold:
        raise _refused(_("Order {order} is on hold: {reason}").format(order=number, reason=hold), "on_hold")
    if shipped >= to_ship or state == OrderState.COMPLETED:
        raise _refused(_("Everything of order {order} is shipped.").format(order=number), "nothing_to_ship")
    address = " ".join(part for part in found[7:10] if part)
    facts: list[Any] = [*found[:7], address, *found[10:13], open_lines(order_id)]
    return WaitingOrder(*facts)


def _refused(message: str, code: str = "state") -> UserError:
    return UserError(message, field="number", code=code)
