"""How a person names part of a document, and how it becomes shares; for credits, invoices and credit notes alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.models.shares import Share, cut, reduced, tax_on
from app.money import QUANTITY, show_scaled
from app.operations.steps import amount_text
from app.operations.work import Work


@dataclass(frozen=True)
class LinePart:
    """Part of one line: a quantity (ten-thousandths), and its net and tax where they differ from the quantity's share.

    ``gross`` says instead what it comes to with tax. ``line_id`` is the order line, or for a credit note the invoice
    line.
    """

    line_id: int
    quantity: int = 0
    net: int | None = None
    tax: int | None = None
    gross: int | None = None


@dataclass(frozen=True)
class OpenLine:
    """A line that parts can be taken from: its name for sentences, the whole and what is left of it."""

    name: str
    whole: Share
    left: Share


def credited_quantities(work: Work, order_id: int) -> dict[int, int]:
    """How much of each order line approved returns and terminations took, by line id."""
    rows = work.connection.execute(
        "SELECT l.order_line_id, sum(l.quantity) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
        "WHERE c.order_id = ? AND c.state = 'approved' GROUP BY l.order_line_id",
        (order_id,),
    )
    return dict(rows)


def resolve(work: Work, parts: Sequence[LinePart], lines: Mapping[int, OpenLine]) -> dict[int, Share]:
    """The share of each named part, by line id. Refuses lines that are not there, named twice or not left."""
    found: dict[int, Share] = {}
    for number, part in enumerate(parts, start=1):
        line = lines.get(part.line_id)
        if line is None or part.line_id in found:
            raise UserError(
                _("Line {n} does not belong to this document, or stands here twice. Choose each line once.").format(
                    n=number
                ),
                field=f"lines.{number}",
                code="unknown_line",
            )
        found[part.line_id] = _resolve(work, part, line, f"lines.{number}.")
    return found


def _resolve(work: Work, part: LinePart, line: OpenLine, where: str) -> Share:
    if part.quantity < 0:
        raise UserError(
            _("{line}: the quantity cannot be below zero.").format(line=line.name),
            field=where + "quantity",
            code="below_zero",
        )
    if part.quantity > line.left.quantity:
        raise UserError(
            _("{line}: only {left} are left, so {wanted} cannot be taken. Lower the quantity.").format(
                line=line.name,
                left=show_scaled(line.left.quantity, QUANTITY),
                wanted=show_scaled(part.quantity, QUANTITY),
            ),
            field=where + "quantity",
            code="above_quantity",
        )
    if part.gross is not None:
        return _by_gross(work, part.quantity, part.gross, line, where)
    if part.net is None:
        if part.quantity == 0:
            raise UserError(
                _("{line}: say how much, as a quantity or as an amount.").format(line=line.name),
                field=where + "quantity",
                code="nothing_named",
            )
        share = cut(line.whole, line.left, part.quantity)
        return share if part.tax is None else _checked(work, Share(part.quantity, share.net, part.tax), line, where)
    tax = tax_on(line.left, part.net) if part.tax is None else part.tax
    return _checked(work, Share(part.quantity, part.net, tax), line, where)


def _by_gross(work: Work, quantity: int, gross: int, line: OpenLine, where: str) -> Share:
    left = line.left.gross
    if gross == 0 or not min(0, left) <= gross <= max(0, left):
        raise UserError(
            _("{line}: {left} with tax is left, so {wanted} cannot be taken. Change the amount.").format(
                line=line.name, left=amount_text(work, left), wanted=amount_text(work, gross)
            ),
            field=where + "gross",
            code="above_share" if gross else "nothing_named",
        )
    part = reduced(line.left, gross)
    return Share(quantity, part.net, part.tax)


def _checked(work: Work, share: Share, line: OpenLine, where: str) -> Share:
    for field, wanted, left in (("net", share.net, line.left.net), ("tax", share.tax, line.left.tax)):
        if not min(0, left) <= wanted <= max(0, left):
            what = _("net amount") if field == "net" else _("tax")
            raise UserError(
                _("{line}: {left} of the {what} is left, so {wanted} cannot be taken. Change the amount.").format(
                    line=line.name, what=what, left=amount_text(work, left), wanted=amount_text(work, wanted)
                ),
                field=where + field,
                code="above_share",
            )
    return share
