"""Cancelling an order on which money was paid: the refund first, then the order, in one step or as people may."""

from __future__ import annotations

import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Actor
from app.models.payment import Refund
from app.operations.cancelling import refund_and_cancel
from app.operations.order_course import cancel_order, complete_order, hold_order
from app.operations.payments import record_payment
from app.operations.refunds import approve_refund, pay_refund, reject_refund, withdraw_refund
from app.operations.shipments import ship_order
from tests.helpers.book import a_customer, an_order, cents, every, order
from tests.operations.conftest import Office


def a_paid_order(actor: Actor, paid: int, cashier: Actor | None = None) -> int:
    customer = a_customer(actor)
    made = an_order(actor, customer, 100)
    record_payment(cashier or actor, cents(paid), "cash", customer, parts=((made, cents(paid)),))
    return made


@pytest.mark.parametrize("paid", [40, 100])
def test_the_order_ends_when_its_refund_is_paid_and_is_on_hold_until_then(office: Office, paid: int) -> None:
    made = a_paid_order(office.manager, paid, office.finance)
    with pytest.raises(UserError) as refused:
        cancel_order(office.service, made, "Changed their mind")
    assert refused.value.code == "money_on_order"
    assert refund_and_cancel(office.service, made, "Changed their mind").value == "confirmed"
    (refund,) = every(Refund)
    assert (refund.amount, refund.state) == (cents(paid), "requested")
    with pytest.raises(UserError) as held:
        ship_order(office.warehouse, made)
    assert held.value.code == "on_hold"
    approve_refund(office.manager, refund.id)
    assert order(made).state == "confirmed"
    pay_refund(office.finance, refund.id, "cash")
    ended = order(made)
    assert (ended.state, ended.collection, ended.outstanding) == ("cancelled", "refunded", 0)
    assert (ended.cancel_reason, ended.hold) == ("Changed their mind", False)


def test_who_works_alone_does_it_in_one_step(owner: Actor) -> None:
    made = a_paid_order(owner, 100)
    assert refund_and_cancel(owner, made, "Ordered twice", at_once=True, method="cash").value == "cancelled"
    assert [(r.amount, r.state) for r in every(Refund)] == [(cents(100), "paid")]


def test_the_money_may_stay_with_the_customer(owner: Actor) -> None:
    made = a_paid_order(owner, 100)
    refund_and_cancel(owner, made, "Ordered twice", target="balance", at_once=True)
    ended = order(made)
    assert (ended.state, ended.paid, ended.refunded) == ("cancelled", 0, 0)


def test_who_may_not_pay_refunds_only_asks(office: Office) -> None:
    made = a_paid_order(office.manager, 100, office.finance)
    with pytest.raises(NotAllowed):
        refund_and_cancel(office.service, made, "Ordered twice", at_once=True, method="cash")
    assert every(Refund) == []
    assert order(made).hold is False


@pytest.mark.parametrize("turn_down", [reject_refund, withdraw_refund])
def test_without_the_refund_the_order_goes_on(office: Office, turn_down: object) -> None:
    made = a_paid_order(office.manager, 100, office.finance)
    refund_and_cancel(office.service, made, "Changed their mind")
    (refund,) = every(Refund)
    actor = office.manager if turn_down is reject_refund else office.service
    turn_down(actor, refund.id, "They want it after all")  # type: ignore[operator]
    going = order(made)
    assert (going.state, going.hold, going.cancel_when_refunded, going.cancel_reason) == ("confirmed", False, False, "")
    ship_order(office.warehouse, made)


def test_meanwhile_nothing_else_ends_or_frees_the_order(office: Office) -> None:
    made = a_paid_order(office.manager, 40, office.finance)
    refund_and_cancel(office.service, made, "Changed their mind")
    for act in (
        lambda: refund_and_cancel(office.service, made, "Again"),
        lambda: hold_order(office.service, made, ""),
        lambda: complete_order(office.service, made, "Done"),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == "waits_already"


def test_goods_out_and_nothing_paid_are_refused(office: Office) -> None:
    sent = a_paid_order(office.manager, 40, office.finance)
    ship_order(office.warehouse, sent)
    with pytest.raises(UserError) as out:
        refund_and_cancel(office.service, sent, "Changed their mind")
    assert out.value.code == "goods_out"
    unpaid = an_order(office.manager, a_customer(office.manager, "Other"), 100)
    with pytest.raises(UserError) as nothing:
        refund_and_cancel(office.service, unpaid, "Changed their mind")
    assert nothing.value.code == "nothing_paid"
