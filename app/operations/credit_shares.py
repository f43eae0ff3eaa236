"""How much of each line a credit takes, and what keeps it within what is left. Private to crediting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import UserError
from app.i18n import N_, _
from app.models.order import LineKind, Order, OrderLine, OrderState
from app.models.payment import CreditKind
from app.models.shares import Share, beyond_what_is_asked, left_to_credit, shared_out, whole_of
from app.money import QUANTITY, show_scaled
from app.operations.parts import LinePart, OpenLine, credited_quantities, resolve
from app.operations.steps import amount_text, order_name, require_positive, used_up
from app.operations.work import Work


@dataclass(frozen=True)
class Room:
    """What a new credit may take of each line by its id; ``worth`` is all of them and what stands on no line.

    ``waiting`` is asked for already.
    """

    left: Mapping[int, Share]
    worth: int
    waiting: int


def room_of(work: Work, order: Order, lines: Sequence[OrderLine], kind: CreditKind) -> Room:
    """What a new credit of an order may take.

    Of goods that come back everything that no approved credit took counts. An allowance and a termination also leave
    what is asked for already, so that all requests can be granted.
    """
    left, waiting = left_of(work, order, lines), waiting_for(work, order)
    if kind is CreditKind.RETURN:
        return Room(left, order.worth, waiting)
    asked = _asked_shares(work, order.id)
    free = {i: share.without(asked.get(i, Share())) for i, share in left.items()}
    beyond = beyond_what_is_asked(order.worth, left.values(), waiting, asked.values())
    return Room(free, sum(share.gross for share in free.values()) + beyond, waiting)


def left_of(work: Work, order: Order, lines: Sequence[OrderLine]) -> dict[int, Share]:
    """What approved credits have not taken of each line, by its id."""
    taken = credited_quantities(work, order.id)
    return {line.id: left_to_credit(line, taken.get(line.id, 0)) for line in lines}


def waiting_for(work: Work, order: Order) -> int:
    """What is asked for of an order and not decided."""
    return int(
        work.value(
            "SELECT coalesce(sum(amount), 0) FROM credit WHERE order_id = ? AND state = 'requested'", (order.id,)
        )
    )


def named_shares(
    work: Work,
    order: Order,
    kind: CreditKind,
    lines: Sequence[OrderLine],
    room: Room,
    parts: Sequence[LinePart],
    amount: int | None,
) -> dict[int, Share]:
    """What a request takes of each line, by its id: of the lines it names, or its amount shared over all of them."""
    if amount is not None and not parts:
        if kind is CreditKind.RETURN:
            raise UserError(
                _("A return names what came back. Give the lines and their quantities."), field="lines", code="no_lines"
            )
        check_worth(work, order, amount, room.waiting)
        return shared_out(amount, room.left, room.worth)
    if not parts or amount is not None:
        raise UserError(
            _("Say what is credited: either lines, or one amount for the whole order."), field="lines", code="no_lines"
        )
    return resolve(
        work, parts, {line.id: OpenLine(line.description, whole_of(line), room.left[line.id]) for line in lines}
    )


def check_worth(work: Work, order: Order, amount: int, waiting: int) -> None:
    """Refuse a credit of more than the order is worth beside what is asked for already."""
    require_positive(amount)
    if amount > order.worth - waiting:
        raise UserError(
            _("At most {cap} of order {order} can be credited: {used}. Lower the credit.").format(
                cap=amount_text(work, max(0, order.worth - waiting)),
                order=order_name(order),
                used=used_up(
                    work,
                    (N_("it came to {amount}"), order.worth + order.credited),
                    (N_("{amount} is credited already"), order.credited),
                    (N_("{amount} is asked for"), waiting),
                ),
            ),
            field="amount",
            code="above_worth",
        )


def check_left(work: Work, lines: Sequence[OrderLine], left: Mapping[int, Share], shares: Mapping[int, Share]) -> None:
    """Refuse to approve what is not left of a line any more."""
    for line in lines:
        rest, share = left[line.id], shares.get(line.id, Share())
        if share.quantity > rest.quantity or abs(share.net) > abs(rest.net) or abs(share.tax) > abs(rest.tax):
            raise UserError(
                _(
                    "{line}: only {left} is left to credit since this was asked for. Reject the request and ask for "
                    "less."
                ).format(line=line.description, left=amount_text(work, rest.gross)),
                code="above_share",
            )


def check_quantities(
    work: Work,
    order: Order,
    kind: CreditKind,
    lines: Sequence[OrderLine],
    shares: Mapping[int, Share],
    *,
    waiting: bool,
) -> None:
    """Refuse a return of more than went out, and a termination of more than is still to be delivered; ``waiting``
    counts what is asked for already."""
    if kind is CreditKind.RETURN:
        check_returned(work, order, lines, shares, waiting=waiting)
    elif kind is CreditKind.TERMINATION:
        _check_undelivered(work, order, lines, shares, waiting=waiting)


def check_returned(
    work: Work, order: Order, lines: Sequence[OrderLine], shares: Mapping[int, Share], *, waiting: bool
) -> None:
    """Refuse to take back more of a line than went out; ``waiting`` counts what is asked for already."""
    asked = _asked_quantities(work, order.id, CreditKind.RETURN) if waiting else {}
    for line in lines:
        quantity = shares.get(line.id, Share()).quantity
        if not quantity:
            continue
        shipped, waits = _went_out(order, line), asked.get(line.id, 0)
        if line.line_kind != LineKind.GOODS or quantity > shipped - line.returned - waits:
            raise UserError(
                _(
                    "{line}: {shipped} were shipped, {returned} came back and {asked} are asked for, so {quantity} "
                    "cannot come back. Lower the quantity, or record an allowance."
                ).format(
                    line=line.description,
                    shipped=show_scaled(shipped, QUANTITY),
                    returned=show_scaled(line.returned, QUANTITY),
                    asked=show_scaled(waits, QUANTITY),
                    quantity=show_scaled(quantity, QUANTITY),
                ),
                field="lines",
                code="above_shipped",
            )


def _check_undelivered(
    work: Work, order: Order, lines: Sequence[OrderLine], shares: Mapping[int, Share], *, waiting: bool
) -> None:
    asked = _asked_quantities(work, order.id, CreditKind.TERMINATION) if waiting else {}
    for line in lines:
        quantity = shares.get(line.id, Share()).quantity
        if not quantity or line.line_kind != LineKind.GOODS:
            continue
        shipped, gone = _went_out(order, line), line.ended + asked.get(line.id, 0)
        if quantity > line.quantity - shipped - gone:
            raise UserError(
                _(
                    "{line}: of {whole}, {shipped} were shipped and {ended} have ended or are asked for, so {quantity} "
                    "cannot end. Lower the quantity."
                ).format(
                    line=line.description,
                    whole=show_scaled(line.quantity, QUANTITY),
                    shipped=show_scaled(shipped, QUANTITY),
                    ended=show_scaled(gone, QUANTITY),
                    quantity=show_scaled(quantity, QUANTITY),
                ),
                field="lines",
                code="above_undelivered",
            )


def _went_out(order: Order, line: OrderLine) -> int:
    # Goods of an order that was completed before Daybook went out, though no shipment of ours says so.
    if order.import_batch_id is not None and order.state == OrderState.COMPLETED:
        return max(line.shipped, line.quantity)
    return int(line.shipped)


def _asked_quantities(work: Work, order_id: int, kind: CreditKind) -> dict[int, int]:
    rows = work.connection.execute(
        "SELECT l.order_line_id, sum(l.quantity) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
        "WHERE c.order_id = ? AND c.credit_kind = ? AND c.state = 'requested' GROUP BY l.order_line_id",
        (order_id, kind.value),
    )
    return dict(rows)


def _asked_shares(work: Work, order_id: int) -> dict[int, Share]:
    rows = work.connection.execute(
        "SELECT l.order_line_id, sum(l.quantity), sum(l.net), sum(l.tax) FROM credit_line l "
        "JOIN credit c ON c.id = l.credit_id WHERE c.order_id = ? AND c.state = 'requested' GROUP BY l.order_line_id",
        (order_id,),
    )
    return {line: Share(quantity, net, tax) for line, quantity, net, tax in rows}
