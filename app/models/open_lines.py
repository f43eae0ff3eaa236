"""What of an order's lines is still to be delivered, as statements say it."""

from __future__ import annotations


def rest_of(line: str = "l") -> str:
    """SQL: what of the order line by this alias is still to be delivered, as ``OrderLine.rest`` says it."""
    return f"max(0, {line}.quantity - {line}.ended - {line}.shipped)"


def is_open(line: str = "l") -> str:
    """SQL: whether something of the order line by this alias is still to be delivered.

    The column stands first: an index over the lines for which this holds is found by the same words only.
    """
    return f"{line}.shipped < {line}.quantity - {line}.ended"


PARTS = (
    f"SELECT l.id, l.product_id, {rest_of()} FROM order_line l WHERE l.order_id = ? AND l.line_kind = 'goods' "
    f"AND {is_open()} ORDER BY l.position"
)
"""Id, product and open quantity of the lines of an order."""
