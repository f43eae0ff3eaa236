"""More goes out than was ordered: the order is amended to it, or what is too much goes along as a gift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission, not_allowed
from app.models.order import LineKind, Order
from app.operations.amendments import amend_order, close_rest
from app.operations.inputs import LineInput
from app.operations.order_content import typed_from
from app.operations.steps import lines_of
from app.operations.work import Work


class Over(StrEnum):
    """What is done where more goes out than was ordered."""

    REFUSE = "refuse"
    AMEND = "amend"
    GIFT = "gift"


def make_room(work: Work, order_id: int, quantities: Mapping[int, int], over: str) -> dict[int, int]:
    """Amend an order so that these quantities by line can go out; returns what each line then ships.

    ``amend`` raises the lines, whose further pieces are charged; ``gift`` adds lines at a price of 0.
    """
    if over not in (Over.AMEND, Over.GIFT):
        raise UserError(
            _("More than ordered goes out by amending the order, or as a gift. Choose one of them."),
            field="over",
            code="over_unknown",
        )
    order = work.get(Order, order_id)
    lines = [line for line in lines_of(work, order_id) if line.quantity]
    wanted = dict(quantities)
    beyond = {
        line.id: wanted[line.id] - line.rest
        for line in lines
        if line.line_kind == LineKind.GOODS and wanted.get(line.id, 0) > line.rest
    }
    if not beyond:
        return wanted
    _may_amend(work)
    typed = typed_from(order, lines)
    if over == Over.AMEND:
        items = tuple(
            replace(item, quantity=item.quantity + beyond[item.id], amount=None) if item.id in beyond else item
            for item in typed.lines
        )
        amend_order.function(work, order_id, replace(typed, lines=items), _("More was shipped than ordered"))
        return wanted
    gifts = tuple(
        LineInput(
            quantity=beyond[line.id],
            unit_price=0,
            product_id=line.product_id,
            description=line.description,
            unit=line.unit,
            tax_code_id=line.tax_code_id,
            note=_("Gift"),
        )
        for line in lines
        if line.id in beyond
    )
    amend_order.function(work, order_id, replace(typed, lines=(*typed.lines, *gifts)), _("A gift goes along"))
    known = {line.id for line in lines}
    fresh = [line for line in lines_of(work, order_id) if line.id not in known and line.quantity]
    for line_id, gift in zip(beyond, fresh, strict=True):
        wanted[line_id] -= beyond[line_id]
        wanted[gift.id] = gift.quantity
    return wanted


def close_what_is_left(work: Work, order_id: int) -> None:
    """Amend an order to what was shipped, if anything of it is still open."""
    order = work.get(Order, order_id)
    if order.shipped < order.to_ship:
        _may_amend(work)
        close_rest.function(work, order_id, _("Nothing more is sent"))


def _may_amend(work: Work) -> None:
    if not work.actor.may(Permission.EDIT_ORDERS):
        raise not_allowed(Permission.EDIT_ORDERS)
