"""One delivery that is expected."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.actor import Actor
from app.models.base import connection
from app.queries.shapes import Quantity, one, require, select
from app.queries.stock import EXPECTED_GOODS


@dataclass(frozen=True)
class ExpectedDetail:
    """Goods of one product that will come."""

    id: int
    product_id: int
    name: str
    unit: str
    date: str
    quantity: Quantity
    received: Quantity
    note: str
    version: int


_EXPECTED = (
    select(ExpectedDetail, "e", name="p.name", unit="p.unit")
    + " FROM expected_receipt e JOIN product p ON p.id = e.product_id WHERE e.id = ?"
)


def expected(viewer: Actor, expected_id: int) -> ExpectedDetail:
    """One delivery that is expected. Raises NotFound."""
    require(EXPECTED_GOODS, viewer, expected_id, "expected_receipt")
    return one(ExpectedDetail, _EXPECTED, (expected_id,))


_PRODUCT_OF = {
    "stock_movement": "SELECT product_id FROM stock_movement WHERE id = ?",
    "expected_receipt": "SELECT product_id FROM expected_receipt WHERE id = ?",
}


def product_of(table: str, record_id: int) -> int | None:
    """The product that a movement or an expected delivery is about."""
    row = connection().execute(_PRODUCT_OF[table], (record_id,)).fetchone()
    return int(str(row[0])) if row is not None else None
