"""The dialog that asks for money to be given back: how much can be, how much is proposed, and who decides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Actor, Permission, who_may
from app.money import show
from app.operations import refunds
from app.queries.money_details import PaymentDetail
from app.queries.order_details import OrderCredit, OrderDetail
from app.queries.reasons import reasons
from app.views.desk import Desk
from app.views.orders.order_parts import Sums
from app.views.texts import Saying
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import MoneyField
from app.views.widgets.reason_field import HINT, ReasonField


@dataclass(frozen=True)
class Room:
    """What can be given back from one source: how it comes about, what is proposed, and the most."""

    source: str
    sums: tuple[tuple[str, int], ...]
    proposed: int
    most: int
    order_id: int | None = None
    payment_id: int | None = None
    approved: tuple[OrderCredit, ...] = ()


def room_of_order(order: OrderDetail) -> Room:
    """What was paid on an order, less what is refunded or promised; proposed is what was paid too much."""
    return Room(
        order.name,
        ((N_("Paid"), order.paid), (N_("Refunded"), -order.refunded), (N_("Promised"), -order.refund_promised)),
        order.proposed_refund,
        order.refundable,
        order_id=order.id,
        approved=tuple(c for c in order.credits if c.state == "approved"),
    )


def room_of_payment(payment: PaymentDetail, spendable: int) -> Room:
    """What of a payment settles nothing and is promised to nobody."""
    rest = payment.free - spendable
    return Room(
        payment.number or payment.source_reference,
        (
            (N_("Paid"), payment.amount),
            (N_("Used for orders"), -payment.allocated),
            (N_("Refunded"), -payment.refunded),
            (N_("Handed to others"), -payment.transferred),
            (N_("Set aside or promised"), -rest),
        ),
        spendable,
        spendable,
        payment_id=payment.id,
    )


def approval_words(actor: Actor) -> str:
    """Who says yes to a request: never the one who asks, unless nobody else works in the book."""
    if actor.alone:
        return _("You work alone in this book, so you may approve it yourself.")
    return _("Somebody else must approve it before it is paid: {roles}.").format(roles=who_may(Permission.APPROVE))


class RequestRefundDialog(FormDialog):
    """Asks for money to be given back, from an order or from what is free of a payment.

    More than what is proposed needs a second reason, and the right to approve.
    """

    def __init__(self, desk: Desk, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "request_refund_dialog",
            lambda: _("Request refund · {source}").format(source=room.source),
            N_("Request refund"),
            parent=parent,
        )
        self.room = room
        currency = desk.currency
        from_order = room.order_id is not None
        self.sums = Sums("request_refund_sums")
        lines = [(_(name), show(amount, currency)) for name, amount in room.sums if amount or name == "Paid"]
        self.sums.show_sums([*lines, (_("Can be given back"), show(room.most, currency))])
        self.form.add_widget(self.sums)
        self.form.add_widget(label(self._told, "muted", "request_refund_room", wrap=True))
        self.amount = MoneyField("request_refund_amount", currency)
        self._amount_field = self.form.add("amount", N_("Amount"), self.amount, required=True)
        self.all_of_it = button(
            lambda: _("Give back all {most}").format(most=show(room.most, currency)),
            "request_refund_all",
            kind="link",
            run=self._take_all,
        )
        self.all_of_it.setVisible(from_order and not room.proposed and room.most > 0)
        self.form.add_widget(self.all_of_it)
        self.target = KeyField(
            "request_refund_target",
            [("cash", N_("Pay it out")), ("balance", N_("Keep it as the customer's balance"))],
        )
        named: list[tuple[str, Saying]] = [("", N_("None"))]
        named += [(str(c.id), (lambda c=c: f"{c.number} · {show(c.amount, currency)}")) for c in room.approved]
        self.credit = KeyField("request_refund_credit", named)
        if from_order:
            self.form.add("target", N_("How"), self.target)
            if room.approved:
                self.form.add("credit_id", N_("Because of the return or allowance"), self.credit)
                self.credit.choose(str(room.approved[-1].id))
        usual = reasons("refund")
        self.reason = ReasonField("request_refund_reason", usual)
        self.form.add("reason", N_("Reason"), self.reason, required=True, hint=HINT if usual else "")
        self.above = ReasonField("request_refund_above_reason")
        self._above_field = self.form.add(
            "above_proposal_reason", N_("Why more than was paid too much"), self.above, required=True
        )
        self.form.add_widget(label(lambda: approval_words(desk.actor), "muted", "request_refund_approval", wrap=True))
        self.amount.value_changed.connect(lambda _value: self._weigh())
        self.amount.set_value((room.proposed if from_order else room.most) or None)
        self._weigh()
        self.amount.setFocus()
        self.amount.selectAll()

    def _take_all(self) -> None:
        self.amount.set_value(self.room.most)
        self.amount.setFocus()
        self.amount.selectAll()

    def _told(self) -> str:
        currency, room = self.desk.currency, self.room
        if room.order_id is None:
            return _("All that settles no order is proposed.")
        if room.proposed:
            return _("Proposed is what was paid too much: {n}.").format(n=show(room.proposed, currency))
        return _("Nothing was paid too much. Giving money back all the same needs a reason of its own.")

    def _weigh(self) -> None:
        amount = self.amount.sense() or 0
        above = self.room.order_id is not None and amount > self.room.proposed
        self._above_field.setVisible(above)
        most = show(self.room.most, self.desk.currency)
        beyond = amount > self.room.most
        allowed = self.desk.actor.may(Permission.APPROVE)
        if beyond:
            self._amount_field.set_hint(lambda: _("At most {most} can be given back").format(most=most), warn=True)
        elif above and not allowed:
            roles = who_may(Permission.APPROVE)
            self._amount_field.set_hint(lambda: _("More than proposed is for: {roles}").format(roles=roles), warn=True)
        else:
            self._amount_field.set_hint(lambda: _("At most {most}").format(most=most))
        self.adjustSize()

    def _problem_before(self, amount: int) -> UserError | None:
        if not amount:
            return UserError(_("How much shall be given back?"), field="amount", code="no_amount")
        if amount > self.room.most:
            most = show(self.room.most, self.desk.currency)
            return UserError(
                _("At most {most} can be given back. Lower the amount.").format(most=most),
                field="amount",
                code="above_paid",
            )
        return None

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        amount, reason, above = self.amount.value() or 0, self.reason.text(), self.above.text()
        problem = self._problem_before(amount)
        if problem is not None:
            self.form.show_problem(problem)
            return
        order, payment = self.room.order_id, self.room.payment_id
        target = self.target.key() if order is not None else "cash"
        credit = int(self.credit.key()) if order is not None and self.credit.key() else None
        self.submit(
            lambda actor: refunds.request_refund(
                actor,
                amount,
                reason,
                order_id=order,
                payment_id=payment,
                credit_id=credit,
                target=target,
                above_proposal_reason=above,
            )
        )
