"""Steps that several operations share; each takes the ``Work`` of the operation that it is part of."""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from datetime import date
from typing import Any

from app.errors import ChangedMeanwhile, Problems, UserError
from app.i18n import _
from app.models import plan
from app.models.actor import Permission
from app.models.company import Setting
from app.models.customer import Customer
from app.models.order import (
    STATE_WORDS,
    TRANSITIONS,
    Delivery,
    Instalment,
    Order,
    OrderLine,
    OrderState,
)
from app.models.order_problems import TOPICS, OrderException
from app.models.payment import Allocation, Earmark, Payment, PaymentState
from app.money import currency, show
from app.operations.work import Work


def amount_text(work: Work, amount: int) -> str:
    """An amount as it stands in a sentence: with the currency's symbol."""
    return show(amount, currency(work.company.currency), symbol=True)


def used_up(work: Work, *parts: tuple[str, int]) -> str:
    """What there was and what uses it up, for a sentence that names a cap: marked texts with their amounts."""
    return _(", ").join(_(text).format(amount=amount_text(work, amount)) for text, amount in parts if amount > 0)


def order_name(order: Order) -> str:
    """How a sentence names an order: by its number, or as a draft by its id."""
    return order.number or order.quotation_number or _("draft #{id}").format(id=order.id)


def require_reason(reason: str, field: str = "reason") -> str:
    """The reason without outer spaces; an empty one is refused at its field."""
    told = reason.strip()
    if not told:
        raise UserError(_("Please give a reason; it is kept with the record."), field=field, code="no_reason")
    return told


def require_positive(amount: int, field: str = "amount") -> None:
    """Refuse an amount of zero or less."""
    if amount <= 0:
        raise UserError(_("The amount must be more than zero."), field=field, code="not_positive")


def refuse(problems: Sequence[UserError]) -> None:
    """Refuse with all problems at once; nothing happens without any."""
    if problems:
        raise Problems(list(problems)) if len(problems) > 1 else problems[0]


def not_in_future(work: Work, day: date, field: str = "date") -> None:
    """Refuse the date of a finished business fact that lies after today."""
    if day > work.today:
        raise UserError(
            _("{day} is in the future. Use today's date or an earlier one.").format(day=day.isoformat()),
            field=field,
            code="future_date",
        )


def check_version(order_version: int, known: int | None) -> None:
    """Refuse to overwrite what somebody else changed since this person read it."""
    if known is not None and known != order_version:
        raise ChangedMeanwhile(
            _(
                "Somebody changed this record while you were editing it. Your text is still here: open the record "
                "again, compare, and save once more."
            ),
            code="changed_meanwhile",
        )


def move(order: Order, to: OrderState, *, only_from: Container[OrderState] | None = None) -> None:
    """Change an order's state along the table of allowed changes; any other change is refused, naming both states.

    ``only_from`` narrows it to the states that one act starts from, where several acts lead to the same state.
    """
    now = OrderState(order.state)
    if to not in TRANSITIONS[now] or (only_from is not None and now not in only_from):
        raise UserError(
            _("Order {order} is {now} and cannot become {to} from there.").format(
                order=order_name(order), now=_(STATE_WORDS[now]), to=_(STATE_WORDS[to])
            ),
            code="state",
        )
    order.state = to


def own_order(work: Work, order_id: int, right: Permission = Permission.EDIT_ORDERS) -> Order:
    """The order, for a person who may act on it by ``right``; a colleague's is refused to those with own ones only."""
    order = work.get(Order, order_id)
    work.allow_own(right, order.salesperson_id)
    return order


def own_customer(work: Work, customer_id: int, right: Permission = Permission.EDIT_CUSTOMERS) -> Customer:
    """The customer, by the same rule; one whom nobody looks after is everybody's."""
    customer = work.get(Customer, customer_id)
    work.allow_own(right, customer.owner_id, unowned=True)
    return customer


def lines_of(work: Work, order_id: int) -> list[OrderLine]:
    """The lines of an order in their order."""
    return work.find(OrderLine, "order_id = ?", (order_id,), order="position, id")


def book_setting(work: Work, name: str, default: Any = None) -> Any:
    """What the book keeps under a name, or ``default`` if nothing is."""
    found = work.find(Setting, "name = ?", (name,))
    return found[0].content if found else default


def keep_setting(work: Work, name: str, value: Any) -> None:
    """Let the book keep a value under a name, instead of the one before; None forgets it."""
    found = work.find(Setting, "name = ?", (name,))
    if value is None:
        for setting in found:
            work.remove(setting)
        return
    content = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if found:
        found[0].value = content
        work.save(found[0])
    else:
        work.add(Setting(name=name, value=content))


def planned(order: Order) -> int:
    """What the payment plan of an order adds up to: its worth, or before it counts its total."""
    return int(order.worth if order.counted else order.total)


def keep_plan(work: Work, order: Order) -> None:
    """Let an order's payment plan add up to it again, and the order be due when its first open part is.

    The order itself still needs saving. Orders without a plan stay as they are.
    """
    parts = work.find(Instalment, "order_id = ?", (order.id,), order="due_date, id")
    if not parts:
        return
    amounts = plan.fit([part.amount for part in parts], planned(order))
    for part, amount in zip(parts, amounts, strict=True):
        part.amount = amount
        work.save(part)
    place = plan.first_open(amounts, order.paid - order.refunded + order.written_off)
    order.due_date = parts[-1 if place is None else place].due_date


def settle(work: Work, order: Order, *, may_complete: bool = True) -> None:
    """Derive everything that follows from an order's figures, keep its exceptions true, and save it.

    An order that is wholly shipped and settled completes by itself.
    """
    order.derive()
    if may_complete and order.state in (OrderState.CONFIRMED, OrderState.PROCESSING) and order.outstanding == 0:
        done = order.delivery in (Delivery.SHIPPED, Delivery.SIGNED, Delivery.NOTHING)
        if done and order.refund_promised == 0:
            order.state = OrderState.COMPLETED
            order.completed_at = work.actor.now()
            work.happened("order completed")
    keep_plan(work, order)
    order.version += 1
    work.save(order)
    _keep_exceptions(work, order)


_KEPT = frozenset({"to_be_credited", "completed_unpaid"})
"""The exceptions that follow from an order's figures."""


def _keep_exceptions(work: Work, order: Order) -> None:
    wanted: dict[str, str] = {}
    if order.to_be_credited:
        wanted["to_be_credited"] = _("Invoiced {amount} more than the order is worth.").format(
            amount=amount_text(work, order.to_be_credited)
        )
    if order.state == OrderState.COMPLETED and order.outstanding > 0:
        wanted["completed_unpaid"] = _("Completed, but {amount} is unpaid.").format(
            amount=amount_text(work, order.outstanding)
        )
    for exception in work.find(OrderException, "order_id = ? AND (solved_at IS NULL OR sign <> '')", (order.id,)):
        if exception.solved_at is not None:
            _keep_solution(work, order, exception, wanted)
        elif exception.topic in _KEPT:
            reason = wanted.pop(exception.topic, None)
            if reason is None:
                exception.solved_at = work.actor.now()
                exception.solution = "settled"
            else:
                exception.reason = reason
        work.save(exception)
    for topic, reason in wanted.items():
        note_exception(work, order, topic, reason)


def _keep_solution(work: Work, order: Order, solved: OrderException, wanted: dict[str, str]) -> None:
    # A solution holds as long as its cause is the same: what goes and comes back, or changes, has to be solved again.
    if solved.topic in TOPICS:
        sql = f"SELECT {TOPICS[solved.topic].known_by} FROM sales_order o WHERE o.id = ?"
        sign = work.value(sql, (work.today.isoformat(),) * (sql.count("?") - 1) + (order.id,))
    elif solved.topic in _KEPT:
        sign = wanted.get(solved.topic)
    else:
        return
    if sign != solved.sign:
        solved.sign = ""
    elif solved.topic in _KEPT:
        del wanted[solved.topic]


def note_exception(work: Work, order: Order, topic: str, reason: str) -> None:
    """Put something on the order that a person must solve."""
    work.add(OrderException(order_id=order.id, topic=topic, reason=reason, found_at=work.actor.now()))


def live_payment(work: Work, payment_id: int) -> Payment:
    """The payment, which is refused once it was voided."""
    payment = work.get(Payment, payment_id)
    if payment.state != PaymentState.LIVE:
        raise UserError(_("This payment is voided; nothing more can be done with it."), code="voided")
    return payment


def earmarked(work: Work, payment: Payment) -> int:
    """What of a payment's free money is set aside for drafts."""
    return int(work.value("SELECT coalesce(sum(amount), 0) FROM earmark WHERE payment_id = ?", (payment.id,)))


def promised_back(work: Work, payment: Payment) -> int:
    """What of a payment's free money is promised back by refunds that are not paid yet."""
    return int(
        work.value(
            "SELECT coalesce(sum(amount), 0) FROM refund WHERE payment_id = ? AND state IN ('requested', 'approved')",
            (payment.id,),
        )
    )


def spendable(work: Work, payment: Payment) -> int:
    """What of a payment's free money is neither set aside for drafts nor promised back."""
    return int(payment.free) - earmarked(work, payment) - promised_back(work, payment)


def allocated_to(work: Work, payment: Payment) -> dict[int, int]:
    """What a payment settles at present, by order."""
    rows = work.connection.execute(
        "SELECT order_id, sum(amount) FROM allocation WHERE payment_id = ? GROUP BY order_id HAVING sum(amount) <> 0",
        (payment.id,),
    )
    return dict(rows)


def allocate(work: Work, payment: Payment, order: Order, amount: int, day: date, reason: str = "") -> None:
    """Let a payment settle (or, negative, no longer settle) part of an order; both records still need saving."""
    work.add(Allocation(payment_id=payment.id, order_id=order.id, date=day, amount=amount, reason=reason))
    payment.allocated += amount
    payment.derive()
    order.paid += amount


def use_earmarks(work: Work, order: Order) -> None:
    """Turn the money set aside for a draft into allocations, as its confirmation does.

    What the order turns out not to need stays free.
    """
    for mark in work.find(Earmark, "order_id = ?", (order.id,)):
        payment = work.get(Payment, mark.payment_id)
        part = min(mark.amount, order.total - (order.paid - order.refunded))
        if part > 0:
            allocate(work, payment, order, part, work.today)
            work.save(payment)
        work.remove(mark)
    order.earmarked = 0


def change_worth(work: Work, order: Order, before: int, day: date, entry: str) -> None:
    """Book the change of an order's worth on the customer's account; call after ``settle``."""
    work.ledger(order.customer_id, day, entry, order.worth - before, order, order.id)
