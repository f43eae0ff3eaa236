"""The payment plan of an order: parts with their dates, which always add up to what the order is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.errors import Problems, UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.order import Instalment, OrderKind, OrderState
from app.operations.operation import operation
from app.operations.steps import amount_text, check_version, keep_plan, order_name, own_order, planned
from app.operations.work import Work


@dataclass(frozen=True)
class InstalmentInput:
    """One part of a plan as typed: when it is due, how much it is in minor units, and a note."""

    due_date: date
    amount: int
    note: str = ""


@operation("plan instalments", needs=Permission.EDIT_ORDERS, undoable=True)
def plan_instalments(work: Work, order_id: int, parts: Sequence[InstalmentInput], version: int | None = None) -> None:
    """Let an order be paid in parts that add up to it exactly; no parts take the plan away.

    Money settles the oldest part first, and the order is due when its first open part is. A plan follows the order:
    where its worth changes later, the last parts take the difference.
    """
    order = own_order(work, order_id)
    check_version(order.version, version)
    name = order_name(order)
    if order.state == OrderState.CANCELLED:
        raise UserError(_("Order {order} is cancelled, so nothing is paid on it.").format(order=name), code="state")
    typed = sorted(parts, key=lambda part: part.due_date)
    if typed:
        _check(work, order.date, typed, planned(order))
    for earlier in work.find(Instalment, "order_id = ?", (order_id,)):
        work.remove(earlier)
    for part in typed:
        work.add(Instalment(order_id=order_id, due_date=part.due_date, amount=part.amount, note=part.note.strip()))
    if typed and order.order_kind == OrderKind.NORMAL:
        order.order_kind = OrderKind.INSTALMENTS
    elif not typed and order.order_kind == OrderKind.INSTALMENTS:
        order.order_kind = OrderKind.NORMAL
    keep_plan(work, order)
    order.version += 1
    work.save(order)
    work.about(order, name)
    work.label(_("payment plan of {order}").format(order=name))


def _check(work: Work, first: date, parts: Sequence[InstalmentInput], whole: int) -> None:
    problems = []
    for number, part in enumerate(parts, start=1):
        if part.amount <= 0:
            problems.append(
                UserError(
                    _("Part {n}: the amount must be more than zero.").format(n=number),
                    field=f"parts.{number}.amount",
                    code="not_positive",
                )
            )
        if part.due_date < first:
            problems.append(
                UserError(
                    _("Part {n}: it cannot be due before the order's own date, {day}.").format(
                        n=number, day=first.isoformat()
                    ),
                    field=f"parts.{number}.due_date",
                    code="before_order",
                )
            )
    if problems:
        raise Problems(problems)
    total = sum(part.amount for part in parts)
    if total != whole:
        sentence = (
            _("The parts add up to {sum}, but the order to {whole}: {difference} is missing.")
            if total < whole
            else _("The parts add up to {sum}, but the order to {whole}: {difference} is too much.")
        )
        raise UserError(
            sentence.format(
                sum=amount_text(work, total),
                whole=amount_text(work, whole),
                difference=amount_text(work, abs(whole - total)),
            ),
            field="parts",
            code="plan_sum",
        )
