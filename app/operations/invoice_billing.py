"""What an invoice bills of its orders: shares of their lines, and never more than is open. Private to invoicing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.errors import UserError
from app.i18n import _
from app.models.order import Order, OrderLine
from app.models.shares import Share, beyond_lines_to_invoice, left_to_invoice, spread, whole_of
from app.operations.invoice_content import Billed
from app.operations.parts import LinePart, OpenLine, credited_quantities, resolve
from app.operations.steps import amount_text, lines_of, order_name
from app.operations.work import Work


def bill(
    work: Work, orders: Sequence[Order], parts: Sequence[LinePart] | None, amounts: Mapping[int, int]
) -> tuple[Billed, ...]:
    """All that is open of the orders, or the given parts of their lines, or an amount of each order in ``amounts``.

    Refuses more than an order is still worth, and an order of which nothing is left.
    """
    lines = {order.id: lines_of(work, order.id) for order in orders}
    left = {order.id: _left(work, order, lines[order.id]) for order in orders}
    taken: dict[int, Share] = {}
    if parts is not None:
        taken = resolve(
            work,
            parts,
            {
                line.id: OpenLine(line.description, whole_of(line), left[o.id][line.id])
                for o in orders
                for line in lines[o.id]
            },
        )
    else:
        for order_id, shares in left.items():
            amount = amounts.get(order_id)
            if amount is None:
                taken |= shares
            else:
                within = min(amount, sum(share.gross for share in shares.values()))
                taken |= zip(shares, spread(within, list(shares.values())), strict=True)
    return tuple(_bill(work, order, lines[order.id], left[order.id], taken, amounts.get(order.id)) for order in orders)


def _left(work: Work, order: Order, lines: list[OrderLine]) -> dict[int, Share]:
    credited = credited_quantities(work, order.id)
    return {line.id: left_to_invoice(line, credited.get(line.id, 0)) for line in lines}


def _bill(
    work: Work,
    order: Order,
    lines: list[OrderLine],
    left: dict[int, Share],
    taken: dict[int, Share],
    amount: int | None,
) -> Billed:
    # The invoice that takes the last of all lines also takes what the order is worth beyond them.
    parts = tuple((line, taken[line.id]) for line in lines if taken.get(line.id, Share()) != Share())
    beyond = 0
    if all(taken.get(line.id, Share()).gross == left[line.id].gross for line in lines):
        beyond = beyond_lines_to_invoice(order, lines)
        if amount is not None:
            beyond = min(beyond, amount - sum(share.gross for _line, share in parts))
    billed = Billed(order, parts, beyond)
    open_amount = order.worth - order.invoiced
    if billed.total <= 0:
        raise UserError(
            _("Nothing of order {order} is left to invoice. Look at its invoices, or credit one first.").format(
                order=order_name(order)
            ),
            field="lines",
            code="nothing_to_invoice",
        )
    if billed.total > open_amount or (amount is not None and amount != billed.total):
        raise UserError(
            _(
                "Only {left} of order {order} can still be invoiced. Lower the amount, or credit an earlier invoice "
                "first."
            ).format(left=amount_text(work, max(open_amount, 0)), order=order_name(order)),
            field="amount",
            code="above_worth",
        )
    return billed
