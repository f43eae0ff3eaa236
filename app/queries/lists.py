"""All lists by noun: the same for the window, the command line, exports and print."""

from __future__ import annotations

from app.errors import UserError
from app.i18n import _
from app.queries.audit_trail import IMPORTS, TRAIL
from app.queries.customers import CUSTOMERS
from app.queries.engine import RecordList
from app.queries.follow_ups import FOLLOW_UPS
from app.queries.invoices import INVOICES
from app.queries.orders import ORDERS
from app.queries.payments import PAYMENTS
from app.queries.products import PRODUCTS
from app.queries.refunds import REFUNDS
from app.queries.shipments import SHIPMENTS
from app.queries.stock import STOCK

__all__ = ["LISTS", "RecordList", "record_list"]

LISTS: dict[str, RecordList] = {
    found.noun: found
    for found in (
        CUSTOMERS, ORDERS, PAYMENTS, REFUNDS, INVOICES, PRODUCTS, SHIPMENTS, FOLLOW_UPS, STOCK, IMPORTS, TRAIL,
    )
}  # fmt: skip


def record_list(noun: str) -> RecordList:
    """The list of this noun; UserError naming all nouns when there is none."""
    found = LISTS.get(noun)
    if found is None:
        raise UserError(
            _("There is no list called “{noun}”. There are: {nouns}.").format(noun=noun, nouns=", ".join(LISTS)),
            field="noun",
            code="noun_unknown",
        )
    return found
