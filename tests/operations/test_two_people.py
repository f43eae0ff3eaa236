"""Two people at one order: whatever one of them does, the other's older look is never saved over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.errors import ChangedMeanwhile, UserError
from app.models.actor import Actor
from app.models.order import OrderLine, OrderState
from app.operations.amendments import amend_order, close_rest, keep_deposit
from app.operations.cancelling import refund_and_cancel
from app.operations.credits import approve_credit, request_credit
from app.operations.exchanges import Exchanged, exchange_goods
from app.operations.inputs import OrderInput
from app.operations.instalments import InstalmentInput, plan_instalments
from app.operations.invoices import issue_invoice
from app.operations.notes import note_order
from app.operations.order_content import typed_from
from app.operations.order_course import (
    cancel_order,
    complete_order,
    hold_order,
    rate_order,
    reopen_order,
    start_order,
)
from app.operations.orders import confirm_order, copy_order, edit_order
from app.operations.payments import record_payment
from app.operations.quotations import quote_order, return_to_draft, revive_quotation, send_back, send_to_review
from app.operations.refunds import request_refund
from app.operations.shipments import ship_order
from app.operations.write_offs import write_off
from tests.helpers.book import a_customer, a_draft, a_line, cents, every, line_ids, order, pieces
from tests.operations.conftest import Office

Act = Callable[[Actor, int], object]
DRAFT, QUOTED, REVIEW, CONFIRMED, PROCESSING, COMPLETED, CANCELLED = OrderState


def _typed(order_id: int, **fields: object) -> OrderInput:
    stored = typed_from(order(order_id), every(OrderLine, "order_id = ?", (order_id,)))
    return replace(stored, **fields)  # type: ignore[arg-type]


def _pay(actor: Actor, made: int, amount: str) -> object:
    return record_payment(actor, cents(amount), "cash", order(made).customer_id, parts=((made, cents(amount)),))


def _credit(actor: Actor, made: int) -> object:
    somebody = replace(actor, user_id=2)
    return approve_credit(actor, request_credit(somebody, made, "allowance", "Scratched", amount=cents(10)).value)


def _plan(actor: Actor, made: int) -> object:
    return plan_instalments(actor, made, [InstalmentInput(date(2026, 5, 1), order(made).total)])


def _exchange(actor: Actor, made: int) -> object:
    return exchange_goods(actor, made, (Exchanged(line_ids(made)[0], pieces(1)),), "Broken", "none")


STEPS: dict[str, Act] = {
    "quote": lambda a, o: quote_order(a, o),
    "review": lambda a, o: send_to_review(a, o),
    "confirm": lambda a, o: confirm_order(a, o),
    "pay": lambda a, o: _pay(a, o, "30"),
    "ship": lambda a, o: ship_order(a, o),
    "ship one": lambda a, o: ship_order(a, o, {line_ids(o)[0]: pieces(1)}),
    "complete": lambda a, o: complete_order(a, o, "done"),
    "cancel": lambda a, o: cancel_order(a, o, "not wanted"),
}

# What the other person does, after these steps.
WRITING: dict[str, tuple[tuple[str, ...], Act]] = {
    "edit_order": ((), lambda a, o: edit_order(a, o, _typed(o, note="B"))),
    "quote_order": ((), STEPS["quote"]),
    "send_to_review": ((), STEPS["review"]),
    "confirm_order": ((), STEPS["confirm"]),
    "note_order": ((), lambda a, o: note_order(a, o, "B was here")),
    "hold_order": ((), lambda a, o: hold_order(a, o, "Waits")),
    "plan_instalments": ((), _plan),
    "revive_quotation": (("quote",), lambda a, o: revive_quotation(a, o, date(2026, 12, 1))),
    "return_to_draft": (("quote",), lambda a, o: return_to_draft(a, o)),
    "send_back": (("review",), lambda a, o: send_back(a, o, "Too cheap")),
    "amend_order": (("confirm",), lambda a, o: amend_order(a, o, _typed(o, note="B"), "asked")),
    "start_order": (("confirm",), lambda a, o: start_order(a, o)),
    "cancel_order": (("confirm",), STEPS["cancel"]),
    "complete_order": (("confirm",), STEPS["complete"]),
    "record_payment": (("confirm",), STEPS["pay"]),
    "write_off": (("confirm",), lambda a, o: write_off(a.confirming({"above_limit"}), o, cents(1), "Rounding")),
    "issue_invoice": (("confirm",), lambda a, o: issue_invoice(a, [o])),
    "ship_order": (("confirm",), STEPS["ship"]),
    "approve_credit": (("confirm",), _credit),
    "refund_and_cancel": (("confirm", "pay"), lambda a, o: refund_and_cancel(a, o, "not wanted")),
    "request_refund": (
        ("confirm", "pay"),
        lambda a, o: request_refund(a, cents(5), "too much", o, above_proposal_reason="asked"),
    ),
    "keep_deposit": (("confirm", "pay"), lambda a, o: keep_deposit(a, o, "forfeited")),
    "close_rest": (("confirm", "ship one"), lambda a, o: close_rest(a, o, "no more")),
    "exchange_goods": (("confirm", "ship"), _exchange),
    "reopen_order": (("confirm", "complete"), lambda a, o: reopen_order(a, o, "not done")),
    "rate_order": (("confirm", "complete"), lambda a, o: rate_order(a, o, 5, "Quick")),
}


def ready(actor: Actor, steps: tuple[str, ...]) -> int:
    made = a_draft(actor, a_customer(actor), a_line(50, 2))
    for step in steps:
        STEPS[step](actor, made)
    return made


@pytest.mark.parametrize("act", list(WRITING))
def test_an_older_look_is_refused_after_whatever_somebody_else_did(office: Office, act: str) -> None:
    steps, write = WRITING[act]
    made = ready(office.owner, steps)
    seen = order(made).version
    mine = _typed(made, lines=(a_line(1),), note="A")
    write(office.owner, made)
    theirs = (order(made), every(OrderLine, "order_id = ?", (made,)))
    assert theirs[0].version > seen
    saves: tuple[Callable[[], object], ...] = (
        lambda: edit_order(office.service, made, mine, seen),
        lambda: amend_order(office.service, made, mine, "asked", seen),
        lambda: confirm_order(office.service, made, seen),
        lambda: plan_instalments(office.service, made, (), seen),
    )
    for save in saves:
        with pytest.raises(UserError) as refused:
            save()
        assert isinstance(refused.value, ChangedMeanwhile) or refused.value.code == "state"
    now = (order(made), every(OrderLine, "order_id = ?", (made,)))
    assert [r.__data__ for r in (now[0], *now[1])] == [r.__data__ for r in (theirs[0], *theirs[1])]


def test_a_copy_leaves_the_other_order_alone(office: Office) -> None:
    made = ready(office.owner, ())
    seen = order(made).version
    copy_order(office.owner, made)
    assert order(made).version == seen
    edit_order(office.service, made, _typed(made, lines=(a_line(1),)), seen)
