"""The dialog that records money received: whose it is, how it came, which orders it settles, and what stays over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.errors import Problems, UserError
from app.i18n import N_, _, ngettext
from app.money import show
from app.operations.payments import record_payment
from app.queries import settling
from app.queries.choices import Choice
from app.queries.order_details import OrderDetail
from app.queries.settling import OpenOrder
from app.views import pickers, tab_order
from app.views.desk import Desk
from app.views.money_parts import ROWS_AT_MOST, MethodField, PartsTable, customer_picker
from app.views.payments.dialogs import HEADS, order_parts
from app.views.payments.surplus import Surplus, SurplusQuestion
from app.views.texts import say
from app.views.theme import mark
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.number_fields import MoneyField, line_edit


class RecordPaymentDialog(FormDialog):
    """Records a payment. From an order its open amount is proposed and goes to it; from a customer the oldest orders
    are settled first. Without a customer the payment waits to be claimed."""

    def __init__(
        self,
        desk: Desk,
        *,
        order: OrderDetail | None = None,
        customer: Choice | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            desk, "record_payment_dialog", N_("Record payment"), N_("Record payment"), width=640, parent=parent
        )
        self._order = order
        self._orders: tuple[OpenOrder, ...] = ()
        self._make_fields()
        self.question = SurplusQuestion("payment_surplus", desk.currency)
        self.form.add_widget(self.question, span=3)
        self.parts = PartsTable("payment_parts", desk.currency, heads=HEADS)
        self._parts_field = self.form.add("parts", N_("Orders that it settles, the oldest first"), self.parts, span=3)
        self._parts_field.hide()
        self.rest = label("", "muted", "payment_rest", wrap=True)
        self.rest.setMinimumHeight(20)
        self.form.add_widget(self.rest, span=3)
        self.customer.value_changed.connect(self._customer_chosen)
        self.amount.value_changed.connect(lambda value: self.parts.spread(value or 0))
        self.parts.parts_changed.connect(self._tell_rest)
        self.question.lower_asked.connect(self._lower)
        self.question.spread_asked.connect(self.parts.spread_over_all)
        self.question.decided.connect(self._tell_rest)
        self.method.key_changed.connect(lambda _key: self._method_chosen())
        self._method_chosen()
        if order is not None:
            self.customer.set_value(Choice(order.customer_id, order.customer))
            self.customer.setReadOnly(True)
            self.amount.set_value(max(order.outstanding, 0) or None)
        elif customer is not None:
            self.customer.set_value(customer)
        self._tell_rest()
        (self.amount if order is not None or customer is not None else self.customer).setFocus()
        self.amount.selectAll()

    def _make_fields(self) -> None:
        desk = self.desk
        self.customer = customer_picker(desk, "payment_customer")
        self.amount = MoneyField("payment_amount", desk.currency)
        self.fee = MoneyField("payment_fee", desk.currency)
        self.day = DateField("payment_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        self.method = MethodField(desk, "payment_method")
        self.reference = line_edit("payment_reference")
        self.payer = line_edit("payment_payer")
        self.note = line_edit("payment_note")
        add = self.form.add
        add(
            "customer_id",
            N_("Customer"),
            self.customer,
            hint="" if self._order is not None else N_("Leave it empty if nobody knows yet whose money this is."),
            row=0,
            span=2,
        )
        add("payer", N_("Payer"), self.payer, hint=N_("If another name paid"), row=0, column=2)
        self._amount_field = add("amount", N_("Amount"), self.amount, required=True, row=1)
        add("date", N_("Date"), self.day, required=True, row=1, column=1)
        add("fee", N_("Fee kept by the bank"), self.fee, row=1, column=2)
        add("method", N_("Method"), self.method, required=True, row=2)
        self._reference_field = add("bank_reference", N_("Reference"), self.reference, row=2, column=1)
        add("note", N_("Note"), self.note, row=2, column=2)

    def _method_chosen(self) -> None:
        needed = self.method.needs_reference
        self._reference_field.clear_error()
        self._reference_field.set_required(needed)
        self._reference_field.set_hint(N_("The bank's, as on the statement") if needed else "")

    def _customer_chosen(self, customer: int | None) -> None:
        if customer is None:
            self._show_orders(())
            return
        actor = self.desk.actor
        self.desk.read(
            lambda: settling.open_orders(actor, customer),
            self._show_orders,
            key=f"open_orders.{id(self)}",
            owner=self,
        )

    def _show_orders(self, orders: tuple[OpenOrder, ...]) -> None:
        first = self._order.id if self._order is not None else 0
        self._orders = tuple(sorted(orders, key=lambda o: o.id != first))
        self.parts.show_parts(order_parts(self._orders), auto=[first] if first else None)
        self._parts_field.setVisible(bool(orders))
        tab_order.arrange_around(self)
        self.parts.spread(self._typed_amount())
        self.adjustSize()

    def _typed_amount(self) -> int:
        return (self.amount.value() or 0) if self.amount.understood() else 0

    # What is left over

    def _surplus(self) -> Surplus:
        amount = self._typed_amount()
        over = amount - self.parts.total + self.parts.beyond
        due = sum(o.outstanding for o in self._orders) - (self.parts.total - self.parts.beyond)
        return Surplus(amount, over, due)

    def _tell_rest(self) -> None:
        surplus, currency = self._surplus(), self.desk.currency
        taken = self.parts.total
        short = taken - surplus.amount
        asks = surplus.over > 0 and taken > 0 and short <= 0
        self.question.ask(surplus if asks else None)
        self._amount_field.set_hint(lambda: self._amount_words(surplus), warn=asks)
        kept = surplus.over > 0 and not self.question.open
        known = self.customer.value() is not None
        hidden = max(0, len(self._orders) - ROWS_AT_MOST)

        def words() -> str:
            if surplus.amount <= 0:
                return ""
            if not known:
                return _("The payment waits until somebody claims it.")
            if short > 0:
                return _("The orders take {n} more than the amount. Lower the parts.").format(n=show(short, currency))
            settled = show(taken - self.parts.beyond, currency)
            said = [_("{n} settles orders.").format(n=settled)]
            if kept:
                said.append(_("{n} becomes the customer's balance.").format(n=show(surplus.over, currency)))
            elif surplus.over > 0:
                said.append(_("{n} is not decided yet.").format(n=show(surplus.over, currency)))
            else:
                said.append(_("Nothing stays over."))
            if surplus.due > 0:
                said.append(_("After it {n} is still due.").format(n=show(surplus.due, currency)))
            if hidden:
                said.append(
                    ngettext("{n} younger order is not listed.", "{n} younger orders are not listed.", hidden).format(
                        n=hidden
                    )
                )
            return " ".join(said)

        say(self.rest.setText, words)
        mark(self.rest, role="error" if short > 0 else "muted")
        self.adjustSize()

    def _amount_words(self, surplus: Surplus) -> str:
        currency = self.desk.currency
        whole = sum(o.outstanding for o in self._orders)
        if not whole:
            return ""
        if self._order is not None:
            due = max(self._order.outstanding, 0)
            if surplus.amount > due:
                return _("{n} more than due").format(n=show(surplus.amount - due, currency))
            return _("{n} due").format(n=show(due, currency))
        if surplus.amount > whole:
            return _("{n} more than due").format(n=show(surplus.amount - whole, currency))
        return _("{n} due").format(n=show(whole, currency))

    def _lower(self, amount: int) -> None:
        self.amount.set_value(amount)
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    # Recording

    def _problems(self) -> list[UserError]:
        """What must be put right before the payment can be recorded, in the order of the fields."""
        found = []
        if self.amount.value() is None:
            found.append(UserError(_("How much was paid?"), field="amount", code="no_amount"))
        if self.day.value() is None:
            found.append(UserError(_("Choose the day on which it came."), field="date", code="no_date"))
        if self.method.needs_reference and not self.reference.text().strip():
            found.append(
                UserError(_("This method needs the bank's reference."), field="bank_reference", code="no_reference")
            )
        return found

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        problems = self._problems()
        if problems:
            self.form.show_problem(problems[0] if len(problems) == 1 else Problems(problems))
            return
        if self.question.open:
            self.question.keep.setFocus(Qt.FocusReason.TabFocusReason)
            self.banner.tell("warn", N_("Say first what shall become of the rest."), dismissible=False)
            return
        amount, day = self.amount.value() or 0, self.day.value()
        method, customer = self.method.key(), self.customer.value()
        parts = list(self.parts.value().items()) if customer is not None else []
        words = {
            "payer": self.payer.text(),
            "bank_reference": self.reference.text(),
            "note": self.note.text(),
        }
        fee = self.fee.value() or 0
        # What the form asked already is not asked again.
        answered = ["keep_surplus"] if self.question.kept else []
        self.desk.preferences.set("payments.method", method)
        self.submit(
            lambda actor: record_payment(
                actor.confirming(answered), amount, method, customer, date=day, parts=parts, fee=fee, **words
            )
        )


def payment_dialog(
    desk: Desk, parent: QWidget, order: OrderDetail | None = None, customer_id: int | None = None
) -> RecordPaymentDialog:
    """The dialog for an order, for a customer, or for money of which nothing is known."""
    chosen = None
    if order is None and customer_id is not None:
        chosen = pickers.customer_choice(desk, customer_id)
    return RecordPaymentDialog(desk, order=order, customer=chosen, parent=parent)
