"""What was printed before, as the trail knows it."""

from __future__ import annotations

import json
from collections.abc import Collection

from app.models.base import connection

_NUMBER = {
    "order": "SELECT iif(number <> '', number, quotation_number) FROM sales_order WHERE id = ?",
    "invoice": "SELECT number FROM invoice WHERE id = ?",
    # An order of which nothing was shipped is named by its id below zero.
    "delivery-note": (
        "SELECT number FROM shipment WHERE id = ?1 UNION ALL SELECT number FROM sales_order WHERE id = -?1"
    ),
    "shipping-label": "SELECT number FROM shipment WHERE id = ?",
    "receipt": "SELECT number FROM receipt WHERE id = ?",
    "refund-voucher": "SELECT number FROM refund WHERE id = ?",
    "pick-list": "SELECT number FROM sales_order WHERE id = ?",
}
PICKED = (
    "(SELECT n.value AS number, max(t.at) AS at FROM trail t, json_each(t.detail, '$.numbers') n "
    "WHERE t.operation = 'print' AND json_extract(t.detail, '$.document') = 'pick-list' GROUP BY n.value)"
)
"""The numbers of orders that stood on a pick list, and when the last one was printed."""

_PRINTS = "SELECT detail FROM trail WHERE operation = 'print' ORDER BY id DESC"


def printed_before(documents: Collection[str], numbers: Collection[str]) -> frozenset[str]:
    """Those of ``numbers`` that were printed or saved as one of these kinds of document."""
    wanted, found = set(numbers), set()
    for (detail,) in connection().execute(_PRINTS):
        told = json.loads(detail or "{}")
        if told.get("document") in documents:
            met = wanted.intersection(told.get("numbers", ()))
            found |= met
            wanted -= met
            if not wanted:
                break
    return frozenset(found)


def known_as(document: str, record_id: int) -> str:
    """The number under which people know the record of a paper (``order``, ``invoice``, ``delivery-note``)."""
    row = connection().execute(_NUMBER[document], (record_id,)).fetchone()
    return str(row[0]) if row is not None and row[0] else f"#{record_id}"
