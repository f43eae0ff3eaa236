"""What is left of a line's share to credit or to invoice, and how a part of it is cut off.

The last part always takes the remainder, and no part takes more net or tax than is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.models.order import Order, OrderLine
from app.models.pricing import part_of
from app.money import divide, split


@dataclass(frozen=True, slots=True)
class Share:
    """A quantity (ten-thousandths) and the net and tax (minor units) that it is worth."""

    quantity: int = 0
    net: int = 0
    tax: int = 0

    @property
    def gross(self) -> int:
        """Net and tax together."""
        return self.net + self.tax

    def less(self, part: Share) -> Share:
        """What is left after a part was taken."""
        return Share(self.quantity - part.quantity, self.net - part.net, self.tax - part.tax)

    def without(self, asked: Share) -> Share:
        """What is left once all that is asked for is granted: never beyond zero."""
        return Share(
            max(0, self.quantity - asked.quantity),
            _within(self.net, self.net - asked.net),
            _within(self.tax, self.tax - asked.tax),
        )


def whole_of(line: OrderLine) -> Share:
    """The whole share of an order line."""
    return Share(line.quantity, line.net, line.tax)


def left_to_credit(line: OrderLine, credited_quantity: int) -> Share:
    """What credits have not taken of a line yet."""
    return Share(
        max(0, line.quantity - credited_quantity),
        _within(line.net, line.net - line.credited_net),
        _within(line.tax, line.tax - line.credited_tax),
    )


def left_to_invoice(line: OrderLine, credited_quantity: int) -> Share:
    """What of a line is still worth something and on no invoice yet."""
    return Share(
        max(0, line.quantity - credited_quantity - line.invoiced_quantity),
        _within(line.net, line.net - line.credited_net - line.invoiced_net),
        _within(line.tax, line.tax - line.credited_tax - line.invoiced_tax),
    )


def beyond_lines_to_credit(order: Order, lines: Sequence[OrderLine]) -> int:
    """What the order is worth beyond its lines (cash rounding, a stated difference) and no credit has taken."""
    beyond = order.total - sum(line.gross for line in lines)
    return int(beyond - order.credited + sum(line.credited_net + line.credited_tax for line in lines))


def beyond_what_is_asked(worth: int, left: Iterable[Share], waiting: int, asked: Iterable[Share]) -> int:
    """What an order of this worth holds beyond what is ``left`` of its lines, and nobody asked for yet.

    ``waiting`` is all that is asked for, ``asked`` is that of it which stands on lines.
    """
    on_lines = sum(share.gross for share in asked)
    return worth - sum(share.gross for share in left) - (waiting - on_lines)


def beyond_lines_to_invoice(order: Order, lines: Sequence[OrderLine]) -> int:
    """The same, less what invoices have taken."""
    left = beyond_lines_to_credit(order, lines)
    return int(left - order.invoiced + sum(line.invoiced_net + line.invoiced_tax for line in lines))


def cut(whole: Share, left: Share, quantity: int) -> Share:
    """The share of a quantity; the quantity that is left takes everything that is left."""
    return Share(
        quantity,
        part_of(whole.net, whole.quantity, quantity, left.net, left.quantity),
        part_of(whole.tax, whole.quantity, quantity, left.tax, left.quantity),
    )


def tax_on(left: Share, net: int) -> int:
    """The tax that belongs to a part of the net, in proportion to what is left."""
    if net == left.net:
        return left.tax
    return divide(left.tax * net, left.net) if left.net else 0


def spread(amount: int, left: Sequence[Share]) -> list[Share]:
    """A gross amount spread over what is left of several lines; everything, if it is all that is left."""
    if amount == sum(share.gross for share in left):
        return list(left)
    parts = split(amount, [max(0, share.gross) for share in left])
    return [valued(share, part) for share, part in zip(left, parts, strict=True)]


def valued(left: Share, gross: int) -> Share:
    """The part of what is left that a gross amount takes: as much of its tax as of its worth."""
    if gross == 0:
        return Share()
    if gross == left.gross:
        return left
    tax = divide(left.tax * gross, left.gross)
    return Share(divide(left.quantity * gross, left.gross), gross - tax, tax)


def reduced(left: Share, gross: int) -> Share:
    """The same where a line costs less and keeps its quantity."""
    part = valued(left, gross)
    return Share(0, part.net, part.tax)


def shared_out(amount: int, left: Mapping[int, Share], worth: int) -> dict[int, Share]:
    """What each line of an order costs less, by line id, where the order is to cost ``amount`` less.

    ``worth`` is what the order can be lowered by at most; all of it takes all of every line.
    """
    whole = sum(share.gross for share in left.values())
    parts = spread(whole if amount == worth else min(amount, whole), list(left.values()))
    return {i: Share(0, part.net, part.tax) for i, part in zip(left, parts, strict=True) if part.gross}


def altogether(parts: Mapping[int, Share], left: Mapping[int, Share], worth: int, asked: int | None = None) -> Share:
    """Net and tax of a credit that takes these parts.

    One that takes the last of every line also takes what the order is worth beyond its lines (a rounding, a stated
    difference), which has no tax: all of ``worth`` then, or what was ``asked`` for.
    """
    net, tax = sum(part.net for part in parts.values()), sum(part.tax for part in parts.values())
    if all(share.gross == parts.get(i, Share()).gross for i, share in left.items()):
        net += (worth if asked is None else asked) - net - tax
    return Share(0, net, tax)


def _within(whole: int, left: int) -> int:
    return max(0, left) if whole >= 0 else min(0, left)
