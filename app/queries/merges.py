"""Who was merged into whom, as far as it can be taken apart again."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.actor import Actor
from app.queries.customers import CUSTOMERS
from app.queries.shapes import load, require


@dataclass(frozen=True)
class MergedCustomer:
    """A customer who became part of another one: its id, code and name, and when that was."""

    id: int
    code: str
    name: str
    merged_at: str


_MERGED = (
    "SELECT c.id, c.code, c.name, m.made_at FROM merge m JOIN customer c ON c.id = m.from_id "
    "WHERE m.record_kind = 'customer' AND m.state = 'merged' AND m.into_id = ?1 AND c.merged_into_id = ?1 "
    "ORDER BY m.id DESC"
)


def merged_into(viewer: Actor, customer_id: int) -> tuple[MergedCustomer, ...]:
    """Those who were merged into a customer, the newest merge first. Raises NotFound, NotAllowed."""
    require(CUSTOMERS, viewer, customer_id, "customer")
    return load(MergedCustomer, _MERGED, (customer_id,))
