"""What of an order can still be credited, and what a credit would take of each line, before it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.models.actor import Actor
from app.models.base import connection
from app.models.shares import Share, altogether, beyond_what_is_asked, cut, reduced, shared_out
from app.queries.orders import NUMBER, ORDERS
from app.queries.shapes import Money, Quantity, require


@dataclass(frozen=True)
class CreditableLine:
    """A line of an order: its whole share, what no approved credit took yet, and what of that is asked for.

    ``tax_rate`` is in ten-thousandths of a percent. ``shipped`` went out, ``returnable`` can come back, and ``open``
    is still to be delivered and has not ended.
    """

    id: int
    description: str
    unit: str
    line_kind: str
    tax_rate: int
    shipped: Quantity
    returnable: Quantity
    open: Quantity
    whole: Share
    left: Share
    asked: Share

    @property
    def goods(self) -> bool:
        """Whether it is delivered by quantities."""
        return self.line_kind == "goods"

    @property
    def free(self) -> Share:
        """What an allowance or a termination can still take."""
        return self.left.without(self.asked)


@dataclass(frozen=True)
class Creditable:
    """What of an order can still be credited; ``worth`` is what it is worth less what is ``waiting`` to be decided.

    ``rest`` is what is free of all lines with what stands on no line. It is more than ``worth`` where a line is asked
    for twice.
    """

    order_id: int
    number: str
    worth: Money
    waiting: Money
    rest: Money
    lines: tuple[CreditableLine, ...]


@dataclass(frozen=True)
class Plan:
    """What a credit would take: of each line by its id, altogether, and of that beyond the lines."""

    parts: Mapping[int, Share]
    total: Share

    @property
    def beyond(self) -> int:
        """What it takes of a rounding or a stated difference, which stands on no line."""
        return self.total.gross - sum(part.gross for part in self.parts.values())


_LINES = (
    "SELECT l.id, l.description, l.unit, l.line_kind, l.tax_rate, iif(o.import_batch_id IS NOT NULL "
    "AND o.state = 'completed', max(l.shipped, l.quantity), l.shipped), l.returned, l.quantity, l.ended, l.net, l.tax, "
    "l.credited_net, l.credited_tax, coalesce(sum(n.quantity) FILTER (WHERE r.state = 'approved'), 0), "
    "coalesce(sum(n.quantity) FILTER (WHERE r.state = 'requested'), 0), "
    "coalesce(sum(n.net) FILTER (WHERE r.state = 'requested'), 0), "
    "coalesce(sum(n.tax) FILTER (WHERE r.state = 'requested'), 0), "
    "coalesce(sum(n.quantity) FILTER (WHERE r.state = 'requested' AND r.credit_kind = 'return'), 0), "
    "coalesce(sum(n.quantity) FILTER (WHERE r.state = 'requested' AND r.credit_kind = 'termination'), 0) "
    "FROM order_line l JOIN sales_order o ON o.id = l.order_id LEFT JOIN credit_line n ON n.order_line_id = l.id "
    "LEFT JOIN credit r ON r.id = n.credit_id WHERE l.order_id = ? GROUP BY l.id ORDER BY l.position, l.id"
)
_WORTH = (
    f"SELECT {NUMBER}, o.worth, coalesce((SELECT sum(amount) FROM credit WHERE order_id = o.id "
    "AND state = 'requested'), 0) FROM sales_order o WHERE o.id = ?"
)


def creditable(viewer: Actor, order_id: int) -> Creditable:
    """What of an order can still be credited. Raises NotFound, NotAllowed."""
    require(ORDERS, viewer, order_id, "sales_order")
    number, worth, waiting = next(connection().execute(_WORTH, (order_id,)))
    lines = []
    for row in connection().execute(_LINES, (order_id,)):
        line, description, unit, kind, rate, out, returned, *figures = row
        quantity, ended, net, tax, gone_net, gone_tax, gone, asked, asked_net, asked_tax, coming, ending = figures
        whole = Share(quantity, net, tax)
        left = whole.without(Share(gone, gone_net, gone_tax))
        goods = kind == "goods"
        lines.append(
            CreditableLine(
                line,
                description,
                unit,
                kind,
                rate,
                out,
                max(0, min(out - returned - coming, left.quantity)) if goods else 0,
                max(0, min(quantity - out - ended - ending, left.quantity - asked)) if goods else 0,
                whole,
                left,
                Share(asked, asked_net, asked_tax),
            )
        )
    beyond = beyond_what_is_asked(worth, (each.left for each in lines), waiting, (each.asked for each in lines))
    rest = sum(each.free.gross for each in lines) + beyond
    return Creditable(order_id, number, max(0, worth - waiting), waiting, rest, tuple(lines))


def lowered(form: Creditable, amounts: Mapping[int, int]) -> Plan:
    """What an allowance takes that names how much less each line costs with tax, as far as that is left."""
    free = _free(form)
    parts = {i: reduced(free[i], min(amount, free[i].gross)) for i, amount in amounts.items() if amount > 0}
    return _plan(parts, free, form.rest)


def shared(form: Creditable, amount: int) -> Plan:
    """What an allowance takes of each line whose amount is shared over all of them, as far as that is left."""
    free, within = _free(form), min(max(0, amount), form.worth)
    return _plan(shared_out(within, free, form.rest), free, form.rest, within)


def ended(form: Creditable, quantities: Mapping[int, int], amounts: Mapping[int, int]) -> Plan:
    """What a termination takes by quantities and, of lines that are no goods, by amounts with tax."""
    free = _free(form)
    return _plan(_named(form, quantities, amounts, lambda line: line.free), free, form.rest)


def returned(form: Creditable, quantities: Mapping[int, int], amounts: Mapping[int, int]) -> Plan:
    """What a return takes by quantities and, of lines that are no goods, by amounts with tax."""
    left = {line.id: line.left for line in form.lines}
    return _plan(_named(form, quantities, amounts, lambda line: line.left), left, form.worth + form.waiting)


def _free(form: Creditable) -> dict[int, Share]:
    return {line.id: line.free for line in form.lines}


def _named(
    form: Creditable,
    quantities: Mapping[int, int],
    amounts: Mapping[int, int],
    room: Callable[[CreditableLine], Share],
) -> dict[int, Share]:
    parts = {}
    for line in form.lines:
        left = room(line)
        if quantities.get(line.id, 0) > 0:
            parts[line.id] = cut(line.whole, left, min(quantities[line.id], left.quantity))
        elif amounts.get(line.id, 0) > 0:
            parts[line.id] = reduced(left, min(amounts[line.id], left.gross))
    return parts


def _plan(parts: Mapping[int, Share], left: Mapping[int, Share], worth: int, asked: int | None = None) -> Plan:
    named = {i: part for i, part in parts.items() if part != Share()}
    if not named and not asked:
        return Plan({}, Share())
    return Plan(named, altogether(named, left, worth, asked))
