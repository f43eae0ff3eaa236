"""Returns, allowances and terminations: asked for, approved (which lowers what an order is worth), rejected, voided."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Permission
from app.models.order import LineKind, Order, OrderLine, OrderState
from app.models.payment import Credit, CreditKind, CreditLine, CreditState
from app.models.product import Movement
from app.models.shares import Share, beyond_lines_to_credit, left_to_credit, spread, whole_of
from app.money import QUANTITY, show_scaled
from app.operations.decisions import not_by_requester, require_counted
from app.operations.operation import operation
from app.operations.parts import LinePart, OpenLine, credited_quantities, resolve
from app.operations.steps import (
    amount_text,
    change_worth,
    lines_of,
    order_name,
    own_order,
    require_positive,
    require_reason,
    settle,
    used_up,
)
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

    A return names lines with quantities, and may name lines that are no goods by their net. An allowance or a
    termination names lines, or one gross ``amount`` that is spread over what the lines are still worth.
    """
    order = own_order(work, order_id, Permission.REQUEST)
    require_counted(order)
    reason = require_reason(reason)
    kind = _kind(credit_kind, goods_to)
    order_lines = lines_of(work, order_id)
    shares = _shares(work, order, kind, order_lines, lines, amount)
    if kind is CreditKind.RETURN:
        check_returned(work, order, order_lines, shares, waiting=True)
    net, tax = _totals(work, order, order_lines, shares, amount)
    waiting = int(
        work.value(
            "SELECT coalesce(sum(amount), 0) FROM credit WHERE order_id = ? AND state = 'requested'", (order_id,)
        )
    )
    _check_worth(work, order, net + tax, waiting)
    credit = work.add(
        Credit(
            order_id=order.id,
            customer_id=order.customer_id,
            credit_kind=kind,
            reason=reason,
            goods_to=goods_to if kind is CreditKind.RETURN else "none",
            net=net,
            tax=tax,
            amount=net + tax,
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

    The order's worth falls, goods of a return go to stock or scrap. Who asked for it never approves it.
    """
    credit = _in_state(work, credit_id, CreditState.REQUESTED, _("Only requested credits are approved."))
    not_by_requester(work, credit.requested_by)
    work.open_day(work.today)
    order = work.get(Order, credit.order_id)
    require_counted(order)
    lines = lines_of(work, order.id)
    parts = work.find(CreditLine, "credit_id = ?", (credit.id,))
    shares = {part.order_line_id: Share(part.quantity, part.net, part.tax) for part in parts}
    _check_left(work, order, lines, shares)
    if credit.credit_kind == CreditKind.RETURN:
        check_returned(work, order, lines, shares, waiting=False)
    asked = credit.amount if credit.amount != sum(share.gross for share in shares.values()) else None
    credit.net, credit.tax = _totals(work, order, lines, shares, asked)
    credit.amount = credit.net + credit.tax
    _check_worth(work, order, credit.amount, 0)
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
    """Take an approved credit back, dated today: worth, returned quantities and stock are as before it.

    Refused while a refund or a credit note names it.
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
    """Let a credit take effect (``sign`` 1) or lose it again (-1): worth, returned quantities and stock."""
    by_id = {line.id: line for line in lines}
    for part in parts:
        line = by_id[part.order_line_id]
        line.credited_net += sign * part.net
        line.credited_tax += sign * part.tax
        if credit.credit_kind == CreditKind.RETURN:
            line.returned += sign * part.quantity
            _move_goods(work, credit, line, part, sign)
        work.save(line)
    before = order.worth
    order.credited += sign * credit.amount
    settle(work, order, may_complete=sign > 0)
    change_worth(work, order, before, work.today, "credit" if sign > 0 else "credit voided")


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


def _shares(
    work: Work,
    order: Order,
    kind: CreditKind,
    order_lines: list[OrderLine],
    parts: Sequence[LinePart],
    amount: int | None,
) -> dict[int, Share]:
    taken = credited_quantities(work, order.id)
    left = {line.id: left_to_credit(line, taken.get(line.id, 0)) for line in order_lines}
    if amount is not None and not parts:
        if kind is CreditKind.RETURN:
            raise UserError(
                _("A return names what came back. Give the lines and their quantities."), field="lines", code="no_lines"
            )
        require_positive(amount)
        _check_worth(work, order, amount, 0)
        within = min(amount, sum(share.gross for share in left.values()))
        shares = dict(zip(left, spread(within, list(left.values())), strict=True))
        return {i: Share(0, s.net, s.tax) for i, s in shares.items() if s.gross}
    if not parts or amount is not None:
        raise UserError(
            _("Say what is credited: either lines, or one amount for the whole order."), field="lines", code="no_lines"
        )
    return resolve(
        work, parts, {line.id: OpenLine(line.description, whole_of(line), left[line.id]) for line in order_lines}
    )


def _totals(
    work: Work, order: Order, lines: list[OrderLine], shares: dict[int, Share], asked: int | None
) -> tuple[int, int]:
    # The credit that takes the last of all lines also takes what the order is worth beyond them, or what was asked.
    taken = credited_quantities(work, order.id)
    net = sum(share.net for share in shares.values())
    tax = sum(share.tax for share in shares.values())
    if all(left_to_credit(line, taken.get(line.id, 0)).gross == shares.get(line.id, Share()).gross for line in lines):
        net += beyond_lines_to_credit(order, lines) if asked is None else asked - net - tax
    return net, tax


def _check_worth(work: Work, order: Order, amount: int, waiting: int) -> None:
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


def _check_left(work: Work, order: Order, lines: list[OrderLine], shares: dict[int, Share]) -> None:
    taken = credited_quantities(work, order.id)
    for line in lines:
        left, share = left_to_credit(line, taken.get(line.id, 0)), shares.get(line.id, Share())
        if share.quantity > left.quantity or abs(share.net) > abs(left.net) or abs(share.tax) > abs(left.tax):
            raise UserError(
                _(
                    "{line}: only {left} is left to credit since this was asked for. Reject the request and ask for "
                    "less."
                ).format(line=line.description, left=amount_text(work, left.gross)),
                code="above_share",
            )


def check_returned(
    work: Work, order: Order, lines: list[OrderLine], shares: dict[int, Share], *, waiting: bool
) -> None:
    """Refuse to take back more of a line than went out; ``waiting`` counts what is asked for already."""
    asked = _asked_quantities(work, order.id) if waiting else {}
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


def _went_out(order: Order, line: OrderLine) -> int:
    # Goods of an order that was completed before Daybook went out, though no shipment of ours says so.
    if order.import_batch_id is not None and order.state == OrderState.COMPLETED:
        return max(line.shipped, line.quantity)
    return int(line.shipped)


def _asked_quantities(work: Work, order_id: int) -> dict[int, int]:
    rows = work.connection.execute(
        "SELECT l.order_line_id, sum(l.quantity) FROM credit_line l JOIN credit c ON c.id = l.credit_id "
        "WHERE c.order_id = ? AND c.state = 'requested' AND c.credit_kind = 'return' GROUP BY l.order_line_id",
        (order_id,),
    )
    return dict(rows)


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
