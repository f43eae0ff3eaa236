"""What is done with a payment that is in the book: settle orders with it, loosen it, claim it, hand it on, void it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.money import show
from app.operations import earmarks, payments
from app.queries.money_details import PaymentPart
from app.queries.reasons import reasons
from app.queries.settling import Draft, OpenOrder
from app.views.desk import Desk
from app.views.money_parts import Part, PartsTable, customer_picker
from app.views.texts import say
from app.views.widgets.choices import check_box
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import MoneyField
from app.views.widgets.reason_field import ReasonField

HEADS = (N_("Order"), N_("Still due"), N_("Part"))


def order_parts(orders: Sequence[OpenOrder]) -> list[Part]:
    """Open orders as lines of a parts table."""
    return [Part(o.id, o.number, _remark(o), o.outstanding) for o in orders]


def _remark(order: OpenOrder) -> str:
    if order.due_date:
        return _("{date} · due {due}").format(date=order.date, due=order.due_date)
    return order.date


class AllocateDialog(FormDialog):
    """Settles open orders with what is free of a payment, the oldest first unless typed otherwise."""

    def __init__(
        self, desk: Desk, payment_id: int, free: int, orders: Sequence[OpenOrder], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, "allocate_dialog", N_("Use for orders"), N_("Use for orders"), width=640, parent=parent)
        self.payment_id, self.free = payment_id, free
        self.parts = PartsTable("allocate_parts", desk.currency, heads=HEADS)
        self.parts.show_parts(order_parts(orders))
        self.form.add("parts", N_("Open orders, the oldest first"), self.parts)
        self.rest = label("", "muted", "allocate_rest", wrap=True)
        self.form.add_widget(self.rest)
        self.parts.parts_changed.connect(self._tell_rest)
        self.parts.spread(free)
        self.primary.setEnabled(bool(orders))
        self.form.setVisible(bool(orders))
        if not orders:
            self.banner.tell("info", N_("This customer has no open order."), dismissible=False)

    def _tell_rest(self) -> None:
        currency = self.desk.currency
        rest = self.free - self.parts.total
        say(
            self.rest.setText,
            lambda: _("{free} is free; {rest} of it stays as the customer's balance.").format(
                free=show(self.free, currency), rest=show(max(rest, 0), currency)
            ),
        )

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        parts = list(self.parts.value().items())
        if not parts:
            self.form.show_problem(UserError(_("Say how much goes to which order."), field="parts"))
            return
        self.submit(lambda actor: payments.allocate_payment(actor, self.payment_id, parts))


class ReleaseDialog(FormDialog):
    """Takes part of a payment off an order; the money is free again."""

    def __init__(
        self, desk: Desk, payment_id: int, settled: Sequence[PaymentPart], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, "release_dialog", N_("Take off an order"), N_("Take off"), parent=parent)
        self.payment_id = payment_id
        self._settled = {str(p.order_id): p.amount for p in settled}
        said = [(str(p.order_id), (lambda p=p: f"{p.number} · {show(p.amount, desk.currency)}")) for p in settled]
        self.order = KeyField("release_order", said)
        self.amount = MoneyField("release_amount", desk.currency)
        self.reason = QLineEdit()
        self.reason.setObjectName("release_reason")
        self.form.add("order_id", N_("Order"), self.order)
        self.form.add("amount", N_("Amount"), self.amount, required=True)
        self.form.add("reason", N_("Reason"), self.reason)
        self.order.key_changed.connect(lambda key: self.amount.set_value(self._settled.get(key)))
        self.amount.set_value(self._settled.get(self.order.key()))

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        order, amount, reason = int(self.order.key() or 0), self.amount.value() or 0, self.reason.text()
        self.submit(lambda actor: payments.release_payment(actor, self.payment_id, order, amount, reason))


class ClaimDialog(FormDialog):
    """Says whose a payment is whose payer was unknown."""

    def __init__(self, desk: Desk, payment_id: int, payer: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, "claim_dialog", N_("Claim payment"), N_("Claim"), parent=parent)
        self.payment_id = payment_id
        if payer:
            self.form.add_widget(
                label(lambda: _("Paid by “{payer}”.").format(payer=payer), "muted", "claim_payer", wrap=True)
            )
        self.customer = customer_picker(desk, "claim_customer")
        self.form.add(
            "customer_id",
            N_("Customer"),
            self.customer,
            required=True,
            hint=N_("It counts for the customer from today."),
        )
        self.customer.setFocus()

    def accept_form(self) -> None:
        customer = self.customer.value()
        if customer is None:
            self.form.show_problem(UserError(_("Choose the customer whose money this is."), field="customer_id"))
            return
        self.submit(lambda actor: payments.claim_payment(actor, self.payment_id, customer))


class TransferDialog(FormDialog):
    """Hands free money to another customer, for whom it was paid."""

    def __init__(self, desk: Desk, payment_id: int, free: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, "transfer_dialog", N_("Transfer balance"), N_("Transfer"), parent=parent)
        self.payment_id = payment_id
        self.customer = customer_picker(desk, "transfer_customer")
        self.amount = MoneyField("transfer_amount", desk.currency)
        self.amount.set_value(free)
        self.reason = QLineEdit()
        self.reason.setObjectName("transfer_reason")
        self.form.add("to_customer_id", N_("To customer"), self.customer, required=True)
        self.form.add(
            "amount",
            N_("Amount"),
            self.amount,
            required=True,
            hint=lambda: _("At most {free}").format(free=show(free, desk.currency)),
        )
        self.form.add("reason", N_("Reason"), self.reason, required=True)
        self.customer.setFocus()

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        customer, amount, reason = self.customer.value(), self.amount.value() or 0, self.reason.text()
        if customer is None:
            self.form.show_problem(UserError(_("Choose the customer who gets the balance."), field="to_customer_id"))
            return
        self.submit(lambda actor: payments.transfer_balance(actor, self.payment_id, customer, amount, reason))


class EarmarkDialog(FormDialog):
    """Sets free money aside for a draft or quotation."""

    def __init__(
        self, desk: Desk, payment_id: int, free: int, drafts: Sequence[Draft], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, "earmark_dialog", N_("Set aside for a draft"), N_("Set aside"), parent=parent)
        self.payment_id, self.free = payment_id, free
        self._room = {str(d.id): d.room for d in drafts}
        self.order = KeyField("earmark_order", [(str(d.id), (lambda d=d: f"{d.number} · {d.date}")) for d in drafts])
        self.amount = MoneyField("earmark_amount", desk.currency)
        self.form.add(
            "order_id", N_("Draft or quotation"), self.order, hint=N_("Its confirmation takes the money into account.")
        )
        self.form.add("amount", N_("Amount"), self.amount, required=True)
        self.order.key_changed.connect(lambda _key: self._propose())
        self._propose()
        self.primary.setEnabled(bool(drafts))
        self.form.setVisible(bool(drafts))
        if not drafts:
            self.banner.tell("info", N_("This customer has no draft or quotation."), dismissible=False)

    def _propose(self) -> None:
        self.amount.set_value(min(self.free, self._room.get(self.order.key(), 0)) or None)

    def accept_form(self) -> None:
        if not self.order.key() or not self.form.read_all():
            return
        order, amount = int(self.order.key()), self.amount.value() or 0
        self.submit(lambda actor: earmarks.earmark_payment(actor, self.payment_id, order, amount))


class VoidDialog(FormDialog):
    """Takes a payment back with a reversal of its own date; says what that means before it is done."""

    def __init__(self, desk: Desk, payment_id: int, number: str, amount: int, parent: QWidget | None = None) -> None:
        title = N_("Void payment")
        super().__init__(desk, "void_payment_dialog", title, title, danger=True, parent=parent)
        self.payment_id = payment_id
        self.form.add_widget(
            label(
                lambda: _(
                    "{number} over {amount} stays in the book and a reversal stands against it; its orders are open "
                    "again. This cannot be taken back."
                ).format(number=number, amount=show(amount, desk.currency)),
                "muted",
                "void_payment_consequence",
                wrap=True,
            )
        )
        self.reason = ReasonField("void_payment_reason", reasons("void"))
        self.day = DateField("void_payment_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        self.bounced = check_box(N_("The bank took the money back (bounced)"), "void_payment_bounced")
        self.form.add("reason", N_("Reason"), self.reason, required=True)
        self.form.add("date", N_("Date"), self.day, required=True)
        self.form.add_widget(self.bounced)
        self.reason.setFocus()

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        reason, day, bounced = self.reason.text(), self.day.value(), self.bounced.isChecked()
        self.submit(lambda actor: payments.void_payment(actor, self.payment_id, reason, date=day, bounced=bounced))
