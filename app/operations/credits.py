"""Returns, allowances and terminations: asked for, approved (which lowers what an order is worth), rejected, voided."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import LineKind, Order, OrderLine, OrderState
from app.models.payment import Credit, CreditKind, CreditLine, CreditState
from app.models.product import Movement
from app.models.shares import Share, altogether
from app.operations.credit_shares import (
    check_left,
    check_quantities,
    check_worth,
    left_of,
    named_shares,
    room_of,
)
from app.operations.decisions import not_by_requester, require_counted
from app.operations.operation import operation
from app.operations.parts import LinePart
from app.operations.steps import change_worth, lines_of, order_name, own_order, require_reason, settle
from app.operations.stock_ledger import move_stock, take_back_returned
from app.operations.work import Work

# Where the goods of a return go.
GOODS_TO = ("none", "stock", "scrap")


@operation("request credit", needs=Permission.REQUEST)
def request_credit(
    work: Work,
    order_id: int,
    credit_kind: str,
    reason: str,
    lines: Sequence[LinePart] = (),
    amount: int | None = None,
    goods_to: str = "none",
) -> int:
    """Ask for a credit of an order; returns its id. Nothing changes until it is approved.

    A return names lines with quantities, and may name lines that are no goods by their amounts. A termination names
    what will not be delivered. An allowance names lines by what each costs less, or one gross ``amount`` that is
    shared over the lines by what they are still worth, which a termination may do as well.
    """
    order = own_order(work, order_id, Permission.REQUEST)
    require_counted(order)
    reason = require_reason(reason)
    kind = _kind(credit_kind, goods_to)
    order_lines = lines_of(work, order_id)
    room = room_of(work, order, order_lines, kind)
    shares = named_shares(work, order, kind, order_lines, room, lines, amount)
    check_quantities(work, order, kind, order_lines, shares, waiting=True)
    took = altogether(shares, room.left, room.worth, amount)
    check_worth(work, order, took.gross, room.waiting)
    credit = work.add(
        Credit(
            order_id=order.id,
            customer_id=order.customer_id,
            credit_kind=kind,
            reason=reason,
            goods_to=goods_to if kind is CreditKind.RETURN else "none",
            net=took.net,
            tax=took.tax,
            amount=took.gross,
            requested_by=work.actor.user_id or None,
            requested_on=work.today,
            created_at=work.actor.now(),
        )
    )
    for line_id, share in shares.items():
        work.add(
            CreditLine(
                credit_id=credit.id, order_line_id=line_id, quantity=share.quantity, net=share.net, tax=share.tax
            )
        )
    work.about(order, order_name(order))
    work.tell(reason=reason, amount=credit.amount)
    work.happened("credit requested")
    return int(credit.id)


@operation("approve credit", needs=Permission.APPROVE)
def approve_credit(work: Work, credit_id: int, note: str = "") -> str:
    """Make a requested credit real, dated today; returns its number.

    The order's worth falls, goods of a return go to stock or scrap, and what a termination ends is no longer to be
    delivered. Who asked for it never approves it.
    """
    credit = _in_state(work, credit_id, CreditState.REQUESTED, _("Only requested credits are approved."))
    not_by_requester(work, credit.requested_by)
    work.open_day(work.today)
    order = work.get(Order, credit.order_id)
    require_counted(order)
    lines = lines_of(work, order.id)
    parts = work.find(CreditLine, "credit_id = ?", (credit.id,))
    shares = {part.order_line_id: Share(part.quantity, part.net, part.tax) for part in parts}
    left = left_of(work, order, lines)
    check_left(work, lines, left, shares)
    check_quantities(work, order, CreditKind(credit.credit_kind), lines, shares, waiting=False)
    if credit.credit_kind == CreditKind.RETURN and credit.amount == sum(share.gross for share in shares.values()):
        # Other returns may have been approved since, so that this one is the last.
        took = altogether(shares, left, order.worth)
        credit.net, credit.tax, credit.amount = took.net, took.tax, took.gross
    check_worth(work, order, credit.amount, 0)
    credit.number = work.draw("credit", work.today)
    credit.state = CreditState.APPROVED
    credit.date = work.today
    credit.decided_on = work.today
    credit.approved_by = work.actor.user_id or None
    credit.decision_note = note.strip()
    work.save(credit)
    book_credit(work, order, credit, lines, parts, 1)
    work.about(order, order_name(order))
    work.tell(credit=credit.number, amount=credit.amount)
    work.happened("credit approved")
    return str(credit.number)


@operation("reject credit", needs=Permission.APPROVE)
def reject_credit(work: Work, credit_id: int, reason: str) -> None:
    """Refuse a requested credit, with a reason."""
    credit = _in_state(work, credit_id, CreditState.REQUESTED, _("Only requested credits are rejected."))
    credit.state = CreditState.REJECTED
    credit.decision_note = require_reason(reason)
    credit.decided_on = work.today
    credit.approved_by = work.actor.user_id or None
    work.save(credit)
    order = work.get(Order, credit.order_id)
    work.about(order, order_name(order))
    work.tell(reason=credit.decision_note)
    work.happened("credit rejected")


@operation("void credit", needs=Permission.VOID)
def void_credit(work: Work, credit_id: int, reason: str) -> None:
    """Take an approved credit back, dated today: worth, returned and ended quantities and stock are as before it.

    A completed order of which something is to be delivered again is open again. Refused while a refund or a credit
    note names it.
    """
    credit = _in_state(work, credit_id, CreditState.APPROVED, _("Only approved credits are voided."))
    reason = require_reason(reason)
    work.open_day(work.today)
    _check_unnamed(work, credit)
    order = work.get(Order, credit.order_id)
    require_counted(order)
    credit.state = CreditState.VOIDED
    credit.voided_on = work.today
    credit.decision_note = reason
    work.save(credit)
    book_credit(work, order, credit, lines_of(work, order.id), work.find(CreditLine, "credit_id = ?", (credit.id,)), -1)
    work.about(order, order_name(order))
    work.tell(credit=credit.number, reason=reason)
    work.happened("credit voided")


def book_credit(
    work: Work, order: Order, credit: Credit, lines: list[OrderLine], parts: list[CreditLine], sign: int
) -> None:
    """Let a credit take effect (``sign`` 1) or lose it again (-1): worth, returned and ended quantities, and stock."""
    by_id = {line.id: line for line in lines}
    for part in parts:
        line = by_id[part.order_line_id]
        line.credited_net += sign * part.net
        line.credited_tax += sign * part.tax
        if credit.credit_kind == CreditKind.RETURN:
            line.returned += sign * part.quantity
            _move_goods(work, credit, line, part, sign)
        elif credit.credit_kind == CreditKind.TERMINATION:
            line.ended += sign * part.quantity
            if line.line_kind == LineKind.GOODS:
                order.to_ship -= sign * part.quantity
        work.save(line)
    _go_on(order, credit, sign)
    before = order.worth
    order.credited += sign * credit.amount
    settle(work, order, may_complete=sign > 0)
    change_worth(work, order, before, work.today, "credit" if sign > 0 else "credit voided")


def _go_on(order: Order, credit: Credit, sign: int) -> None:
    # What has not ended after all is to be delivered, so that an order which was completed by its end goes on.
    again = credit.credit_kind == CreditKind.TERMINATION and sign < 0 and order.shipped < order.to_ship
    if again and order.state == OrderState.COMPLETED:
        order.state = OrderState.PROCESSING
        order.completed_at = None


def _move_goods(work: Work, credit: Credit, line: OrderLine, part: CreditLine, sign: int) -> None:
    if sign < 0:
        take_back_returned(work, part.id, work.today)
        return
    if credit.goods_to == "none" or not part.quantity or line.line_kind != LineKind.GOODS:
        return
    move_stock(work, line.product_id, part.quantity, work.today, Movement.RETURN, credit_line=part.id)
    if credit.goods_to == "scrap":
        move_stock(work, line.product_id, -part.quantity, work.today, Movement.SCRAP, credit_line=part.id)


def _kind(credit_kind: str, goods_to: str) -> CreditKind:
    if credit_kind not in set(CreditKind):
        raise UserError(
            _("A credit is a return, an allowance or a termination. Choose one of them."),
            field="credit_kind",
            code="credit_kind",
        )
    if goods_to not in GOODS_TO:
        raise UserError(
            _("Returned goods go to stock, to scrap or nowhere. Choose one of them."), field="goods_to", code="goods_to"
        )
    return CreditKind(credit_kind)


def _check_unnamed(work: Work, credit: Credit) -> None:
    refund = work.value(
        "SELECT 1 FROM refund WHERE credit_id = ? AND state IN ('requested', 'approved', 'paid') LIMIT 1", (credit.id,)
    )
    if refund:
        raise UserError(
            _("A refund names credit {number}. Withdraw the refund first; one that is paid keeps its credit.").format(
                number=credit.number
            ),
            code="refund_names_it",
        )
    note = work.value("SELECT number FROM invoice WHERE credit_id = ? AND state = 'issued' LIMIT 1", (credit.id,))
    if note is not None:
        raise UserError(
            _(
                "Credit note {note} was issued for credit {number}, so the credit stays. Amend the order instead."
            ).format(note=note, number=credit.number),
            code="credit_note_names_it",
        )


def _in_state(work: Work, credit_id: int, state: CreditState, sentence: str) -> Credit:
    credit = work.get(Credit, credit_id)
    if credit.state != state:
        words = {
            CreditState.REQUESTED: _("requested"),
            CreditState.APPROVED: _("approved"),
            CreditState.REJECTED: _("rejected"),
            CreditState.VOIDED: _("voided"),
        }
        raise UserError(
            _("This credit is {state}. {rule}").format(state=words[CreditState(credit.state)], rule=sentence),
            code="state",
        )
    return credit
