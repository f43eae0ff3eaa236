"""Which shipment each pasted tracking number belongs to: shown before anything is written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.i18n import N_, _
from app.models.actor import Actor, Permission, Scope
from app.models.base import connection
from app.queries.carriers import carrier_by_number, carriers, tidy


class Match(StrEnum):
    """What is known of one row: it finds its shipment, the shipment has the number already, or nothing is found."""

    MATCHED = "matched"
    THERE = "already_there"
    UNMATCHED = "not_matched"


WORDS = {
    Match.MATCHED: N_("matched"),
    Match.THERE: N_("already there"),
    Match.UNMATCHED: N_("not matched"),
}


@dataclass(frozen=True)
class TrackingRow:
    """One row of what was pasted: what stands in it, and the shipment that it belongs to.

    ``reason`` says why it is not matched.
    """

    line: int
    order: str
    carrier: str
    tracking_number: str
    match: Match
    reason: str = ""
    shipment_id: int | None = None
    shipment: str = ""


@dataclass
class _Shipment:
    id: int
    number: str
    order: str
    state: str
    carrier: str
    tracking: str


_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z-]{5,39}")
_OTHER = re.compile(r"1[3-9]\d{9}|\d{4}-\d{1,2}-\d{1,2}|20\d{6}")
"""What may stand in such a row too: a telephone number, a date."""
_WANTED = "(SELECT value FROM json_each(?))"
_ORDERS = (
    "SELECT o.id, o.number, o.state, o.salesperson_id FROM sales_order o WHERE o.number <> '' AND o.number IN "
    + _WANTED
)
_BY_SHIPMENT = "SELECT order_id, number FROM shipment WHERE number <> '' AND number IN " + _WANTED
_SHIPMENTS = (
    "SELECT s.id, s.number, o.id, o.number, s.state, s.carrier, s.tracking_number FROM shipment s "
    f"JOIN sales_order o ON o.id = s.order_id WHERE s.order_id IN {_WANTED} ORDER BY s.id"
)
_NUMBERS_OF = "SELECT id, number FROM sales_order WHERE id IN " + _WANTED


def match_tracking(viewer: Actor, rows: Sequence[Sequence[str]]) -> tuple[TrackingRow, ...]:
    """What becomes of pasted rows, in their order. Rows without a digit are headings and left out."""
    cells = [(line, tuple(c for c in row if c)) for line, row in enumerate(rows, start=1)]
    cells = [(line, row) for line, row in cells if any(sign.isdigit() for cell in row for sign in cell)]
    wanted = json.dumps(sorted({form for _line, row in cells for cell in row for form in (cell, cell.upper())}))
    link = connection()
    orders: dict[str, list[int]] = {}
    own_only = viewer.scope(Permission.SEE_ORDERS) is Scope.OWN
    for order_id, number, _state, owner in link.execute(_ORDERS, (wanted,)):
        if not own_only or owner == viewer.user_id:
            orders.setdefault(number, []).append(order_id)
    by_shipment = {} if own_only else {number: order for order, number in link.execute(_BY_SHIPMENT, (wanted,))}
    met = json.dumps(sorted({i for ids in orders.values() for i in ids} | set(by_shipment.values())))
    shipments: dict[int, list[_Shipment]] = {}
    for sid, number, order_id, order, state, carrier, tracking in link.execute(_SHIPMENTS, (met,)):
        shipments.setdefault(order_id, []).append(_Shipment(sid, number, order, state, carrier, tracking))
    names = dict(link.execute(_NUMBERS_OF, (met,)))
    finder = _Finder(orders, by_shipment, shipments, names, carriers())
    return tuple(finder.row(line, row) for line, row in cells)


@dataclass
class _Finder:
    """Gives each row its shipment; a shipment that got a number here is not given another one."""

    orders: dict[str, list[int]]
    by_shipment: dict[str, int]
    shipments: dict[int, list[_Shipment]]
    names: dict[int, str]
    offered: tuple[str, ...]

    def row(self, line: int, cells: tuple[str, ...]) -> TrackingRow:
        known = next((c for c in cells if self._known(c)), "")
        rest = [c for c in cells if c != known]
        numbers = [c for c in rest if _NUMBER.fullmatch(tidy(c)) and sum(s.isdigit() for s in c) >= 4]
        tracking = tidy(max(numbers, key=lambda c: (_OTHER.fullmatch(c) is None, len(c)))) if numbers else ""
        carrier = self._carrier([c for c in rest if tidy(c) != tracking], tracking)

        def told(match: Match, reason: str = "", found: _Shipment | None = None) -> TrackingRow:
            named = found.order if found is not None else known or next((c for c in rest if tidy(c) != tracking), "")
            return TrackingRow(
                line, named, carrier, tracking, match, reason,
                found.id if found is not None else None, found.number if found is not None else "",
            )  # fmt: skip

        if not known:
            return told(Match.UNMATCHED, _("There is no order or shipment of this number."))
        if not tracking:
            return told(Match.UNMATCHED, _("There is no tracking number in this row."))
        exact = self._shipment_named(known)
        ids = [self.by_shipment[self._as_known(known)]] if exact is not None else self.orders[self._as_known(known)]
        if len(ids) > 1:
            return told(Match.UNMATCHED, _("Several orders have this number. Use the number of the shipment."))
        live = [exact] if exact is not None else [s for s in self.shipments.get(ids[0], ()) if s.state != "voided"]
        same = next((s for s in live if s.tracking == tracking), None)
        if same is not None:
            return told(Match.THERE, found=same)
        free = next((s for s in live if not s.tracking and s.state != "voided"), None)
        if free is not None:
            free.tracking = tracking
            return told(Match.MATCHED, found=free)
        if not live:
            return told(Match.UNMATCHED, _("Nothing of this order was shipped yet. Ship it first."))
        if live[0].state == "voided":
            return told(Match.UNMATCHED, _("This shipment is voided."))
        other = live[-1].tracking
        return told(Match.UNMATCHED, _("It has another tracking number: {number}").format(number=other))

    def _as_known(self, cell: str) -> str:
        for each in (cell, cell.upper()):
            if each in self.orders or each in self.by_shipment:
                return each
        return ""

    def _known(self, cell: str) -> bool:
        return self._as_known(cell) != ""

    def _shipment_named(self, cell: str) -> _Shipment | None:
        number = self._as_known(cell)
        if number in self.orders or number not in self.by_shipment:
            return None
        return next(s for s in self.shipments[self.by_shipment[number]] if s.number == number)

    def _carrier(self, cells: Sequence[str], tracking: str) -> str:
        for cell in cells:
            match = next(
                (o for o in self.offered if cell.casefold() in o.casefold() or o.casefold() in cell.casefold()), ""
            )
            if match and len(cell) > 1:
                return match
        words = [c for c in cells if not any(sign.isdigit() for sign in c)]
        return words[0] if len(words) == 1 else carrier_by_number(tracking, self.offered)
