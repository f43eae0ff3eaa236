"""A request for an invoice as its preview shows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.actor import Actor
from app.models.user import shown_name
from app.queries.history import HistoryEntry, history
from app.queries.invoicing import REQUESTS
from app.queries.shapes import Flag, Money, one, require, select


@dataclass(frozen=True)
class RequestDetail:
    """A request; amounts in minor units, ``actions`` as its list allows them."""

    id: int
    order: str
    customer: str
    state: str
    invoice_kind: str
    title: str
    tax_number: str
    address: str
    phone: str
    bank: str
    deliver_to: str
    content: str
    before_payment: Flag
    amount: Money
    note: str
    wanted_on: str | None
    requested_on: str
    requester: str | None
    invoice: str | None
    history: tuple[HistoryEntry, ...]
    actions: frozenset[str]


_REQUEST = (
    select(
        RequestDetail,
        "q",
        order="o.number",
        customer="c.name",
        requester=shown_name("u"),
        invoice="i.number",
    )
    + " FROM invoice_request q JOIN sales_order o ON o.id = q.order_id JOIN customer c ON c.id = q.customer_id "
    "LEFT JOIN user u ON u.id = q.requested_by LEFT JOIN invoice i ON i.id = q.invoice_id WHERE q.id = ?"
)


def request(viewer: Actor, request_id: int) -> RequestDetail:
    """One request as this viewer may see it. Raises NotFound, NotAllowed."""
    require(REQUESTS, viewer, request_id, "invoice_request")
    return one(
        RequestDetail,
        _REQUEST,
        (request_id,),
        history=history("invoice_request", request_id),
        actions=REQUESTS.rows([request_id], viewer)[request_id].actions,
    )
