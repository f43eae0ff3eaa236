"""What can be promised by when: from stock that no order wants, and from goods that are on their way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from app.models.actor import Actor
from app.models.base import connection
from app.models.company import StockPolicy, the_company
from app.models.open_lines import rest_of
from app.models.stock import promises

Promises = tuple[tuple[date, int], ...]
"""From which day on how many (ten-thousandths) can be promised; the first entry is today's."""

_IDS = "(SELECT value FROM json_each(?1))"
_ON_HAND = f"SELECT id, on_hand FROM product WHERE stock_kept = 1 AND id IN {_IDS}"
_RESERVED = (
    f"SELECT l.product_id, coalesce(o.promised_date, ''), sum({rest_of()}) FROM order_line l "
    "JOIN sales_order o ON o.id = l.order_id "
    f"WHERE l.product_id IN {_IDS} AND l.line_kind = 'goods' AND o.state IN ('confirmed', 'processing') "
    "AND o.id IS NOT ?2 GROUP BY 1, 2"
)
_COMING = (
    f"SELECT product_id, date, sum(quantity - received) FROM expected_receipt WHERE product_id IN {_IDS} "
    "AND quantity > received GROUP BY 1, 2"
)


def promised(viewer: Actor, product_ids: Iterable[int], order_id: int | None = None) -> Mapping[int, Promises]:
    """What of these products can be promised by when, leaving out what the order itself has reserved.

    Products whose stock is not kept are missing: of them there is always enough.
    """
    if the_company().stock_policy != StockPolicy.KEPT:
        return {}
    ids, run = json.dumps(sorted(set(product_ids))), connection().execute
    today = viewer.today()
    on_hand = {int(row[0]): int(row[1]) for row in run(_ON_HAND, (ids,))}
    reserved = _by_product(run(_RESERVED, (ids, order_id)), today)
    coming = _by_product(run(_COMING, (ids,)), today)
    return {p: promises(left, reserved.get(p, ()), coming.get(p, ()), today) for p, left in on_hand.items()}


def _by_product(rows: Iterable[tuple[object, ...]], today: date) -> dict[int, list[tuple[date, int]]]:
    found: dict[int, list[tuple[date, int]]] = {}
    for product, day, quantity in rows:
        when = date.fromisoformat(str(day)) if day else today
        found.setdefault(int(str(product)), []).append((when, int(str(quantity))))
    return found
