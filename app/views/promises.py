"""By when how much can be promised, in words: "4 now, 10 from 2026-12-03"."""

from __future__ import annotations

from app.i18n import _
from app.money import QUANTITY, show_scaled
from app.queries.promising import Promises

MOST = 3
"""Later days that are named; what comes after them is far away."""


def promise_words(promises: Promises) -> str:
    """What can be promised now and later; nothing for a product of which no stock is kept."""
    if not promises:
        return ""
    now = _("{quantity} now").format(quantity=show_scaled(promises[0][1], QUANTITY))
    later = later_words(promises)
    return _(", ").join((now, later)) if later else now


def later_words(promises: Promises) -> str:
    """What can be promised from a later day on; nothing if it never becomes more."""
    return _(", ").join(
        _("{quantity} from {day}").format(quantity=show_scaled(quantity, QUANTITY), day=day.isoformat())
        for day, quantity in promises[1 : MOST + 1]
    )
