"""Solving what is wrong with an order: a note of how, which is kept, and put beside like problems later."""

from __future__ import annotations

from app.errors import ChangedMeanwhile, UserError
from app.i18n import _
from app.models.actor import Permission, not_allowed
from app.models.order import Order
from app.models.order_problems import TOPICS, OrderException
from app.operations.operation import operation
from app.operations.steps import order_name, own_order
from app.operations.work import Work


@operation("solve problem", needs=Permission.SEE_ORDERS, undoable=True)
def solve_problem(work: Work, order_id: int, topic: str, note: str, seen: str | None = None) -> None:
    """Note how a problem of an order was solved; it counts as solved while its cause stays what it is now.

    ``seen`` is the detail that the person saw. Raises UserError without a note (field ``note``) or a problem, and
    ChangedMeanwhile if the problem is another one by now.
    """
    order = own_order(work, order_id, Permission.SEE_ORDERS)
    _may_see(work, topic)
    note = note.strip()
    if not note:
        raise UserError(_("Please say how the problem was solved; the note is kept."), field="note", code="no_solution")
    if topic in TOPICS:
        _solve_found(work, order, topic, note, seen)
    else:
        _solve_noted(work, order, topic, note, seen)
    work.about(order, order_name(order))
    work.tell(topic=topic)
    work.label(_("solve a problem of {order}").format(order=order_name(order)))


def _may_see(work: Work, topic: str) -> None:
    needs = TOPICS[topic].needs if topic in TOPICS else Permission.SEE_MONEY
    if not work.actor.may(needs):
        raise not_allowed(needs)


def _solve_found(work: Work, order: Order, topic: str, note: str, seen: str | None) -> None:
    rule = TOPICS[topic]
    today = work.today.isoformat()
    sql = f"SELECT {rule.at_row}, {rule.known_by} FROM sales_order o WHERE o.id = ?"
    detail, sign = work.connection.execute(sql, (today,) * (sql.count("?") - 1) + (order.id,)).fetchall()[0]
    _still_there(detail, seen)
    now = work.actor.now()
    for old in work.find(OrderException, "order_id = ? AND topic = ? AND sign <> ''", (order.id, topic)):
        old.sign = ""
        work.save(old)
    work.add(
        OrderException(
            order_id=order.id,
            topic=topic,
            reason=detail,
            sign=sign,
            found_at=now,
            solved_at=now,
            solved_by=work.actor.user_id or None,
            solution=note,
        )
    )


def _solve_noted(work: Work, order: Order, topic: str, note: str, seen: str | None) -> None:
    found = work.find(OrderException, "order_id = ? AND topic = ? AND solved_at IS NULL", (order.id, topic))
    _still_there(found[0].reason if found else None, seen)
    for exception in found:
        exception.solved_at = work.actor.now()
        exception.solved_by = work.actor.user_id or None
        exception.solution = note
        exception.sign = exception.reason
        work.save(exception)


def _still_there(detail: object, seen: str | None) -> None:
    if detail is None:
        raise UserError(
            _("This problem is gone already. Refresh the list to see how the order stands."), code="no_problem"
        )
    if seen is not None and seen != detail:
        raise ChangedMeanwhile(
            _("The problem has changed meanwhile. Your note is still here: look at the order again."),
            code="changed_meanwhile",
        )
