"""The dialog that records money received: whose it is, how it came, which orders it settles, and what stays over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.errors import ChangedMeanwhile, Problems, UserError
from app.i18n import N_, _, ngettext
from app.money import show
from app.operations.payments import record_payment
from app.operations.write_offs import Difference
from app.queries import order_details, settling
from app.queries.choices import Choice
from app.queries.order_details import OrderDetail
from app.queries.settling import OpenOrder, Standing
from app.views import pickers, tab_order
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.money_parts import ROWS_AT_MOST, MethodField, PartsTable, customer_picker
from app.views.payments.balance import AheadRow, UseBalanceDialog
from app.views.payments.dialogs import HEADS, order_parts
from app.views.payments.shortage import Missing, ShortageQuestion
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
        self._limit: int | None = None
        self._standing: Standing | None = None
        self._fee_proposed = self._day_proposed = True
        self._make_fields()
        self.ahead = AheadRow("payment_ahead", run=self._use_balance)
        self.form.add_widget(self.ahead, span=3)
        self.shortage = ShortageQuestion("payment_shortage", desk.currency)
        self.question = SurplusQuestion("payment_surplus", desk.currency)
        self.form.add_widget(self.question, span=3)
        self.form.add_widget(self.shortage, span=3)
        self.parts = PartsTable("payment_parts", desk.currency, heads=HEADS)
        self._parts_field = self.form.add("parts", N_("Orders that it settles, the oldest first"), self.parts, span=3)
        self._parts_field.hide()
        self.rest = label("", "muted", "payment_rest", wrap=True)
        self.rest.setMinimumHeight(20)
        self.form.add_widget(self.rest, span=3)
        self.customer.value_changed.connect(self._customer_chosen)
        self.amount.value_changed.connect(lambda value: self.parts.spread(value or 0))
        self.amount.value_changed.connect(lambda _value: self._propose_fee())
        self.fee.textEdited.connect(lambda _text: self._fee_typed())
        self.day.textEdited.connect(lambda _text: self._day_typed())
        for field in (self.amount, self.fee):
            field.value_changed.connect(lambda _value: self._tell_net())
        self.parts.parts_changed.connect(self._tell_rest)
        self.question.lower_asked.connect(self._lower)
        self.question.spread_asked.connect(self.parts.spread_over_all)
        self.question.decided.connect(self._tell_rest)
        self.shortage.decided.connect(self._tell_rest)
        self.shortage.fee_asked.connect(self._keep_as_fee)
        self.method.key_changed.connect(lambda _key: self._method_chosen())
        self._method_chosen()
        if order is not None:
            self.customer.set_value(Choice(order.customer_id, order.customer))
            self.customer.setReadOnly(True)
            self.amount.set_value(settling.asked_now(order, desk.actor.today()) or None)
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
        self._day_field = add("date", N_("Date"), self.day, required=True, row=1, column=1)
        self._fee_field = add("fee", N_("Fee kept by the bank"), self.fee, row=1, column=2)
        add("method", N_("Method"), self.method, required=True, row=2)
        self._reference_field = add("bank_reference", N_("Reference"), self.reference, row=2, column=1)
        add("note", N_("Note"), self.note, row=2, column=2)

    def _method_chosen(self) -> None:
        needed = self.method.needs_reference
        self._reference_field.clear_error()
        self._reference_field.set_required(needed)
        self._reference_field.set_hint(N_("The bank's, as on the statement") if needed else "")
        self._day_field.set_hint(N_("As on the statement") if self.method.needs_date else "")
        if self._day_proposed:
            self.day.set_value(None if self.method.needs_date else self.desk.actor.today())
        self._propose_fee()

    def _propose_fee(self) -> None:
        """What the bank usually keeps with this method, until somebody types another fee."""
        if self._fee_proposed:
            self.fee.set_value(self.method.usual_fee(self._typed_amount()) or None)

    def _customer_chosen(self, customer: int | None) -> None:
        if customer is None:
            self._show_standing(Standing((), 0, None))
            return
        actor = self.desk.actor
        self.desk.read(
            lambda: settling.standing(actor, customer),
            self._show_standing,
            key=f"open_orders.{id(self)}",
            owner=self,
        )

    def _show_standing(self, found: Standing) -> None:
        self._standing, self._limit = found, found.limit
        self.ahead.tell(found.free if found.orders else 0, self.desk.currency)
        self._show_orders(found.orders)

    def _use_balance(self) -> None:
        """Let what was paid ahead settle orders first; then what is still due is proposed anew."""
        customer = self.customer.value()
        if customer is None or self._standing is None:
            return
        order = self._order.id if self._order is not None else None
        dialog = UseBalanceDialog(self.desk, customer, self._standing, order_id=order, parent=self)
        open_dialog(self.desk, dialog, after=lambda _value: self._balance_used())

    def _balance_used(self) -> None:
        if self._order is not None:
            self._order = order_details.order(self.desk.actor, self._order.id)
            self.amount.set_value(settling.asked_now(self._order, self.desk.actor.today()) or None)
        self._customer_chosen(self.customer.value())

    def _show_orders(self, orders: tuple[OpenOrder, ...]) -> None:
        first = self._order.id if self._order is not None else 0
        self._orders = tuple(sorted(orders, key=lambda o: o.id != first))
        self.parts.show_parts(order_parts(self._orders), auto=[first] if first else None)
        self._parts_field.setVisible(bool(orders))
        tab_order.arrange_around(self)
        self.parts.spread(self._typed_amount())
        self.adjustSize()

    def _typed_amount(self) -> int:
        return self.amount.sense() or 0

    # What is left over

    def _surplus(self) -> Surplus:
        amount = self._typed_amount()
        over = amount - self.parts.total + self.parts.beyond
        due = sum(o.outstanding for o in self._orders) - (self.parts.total - self.parts.beyond)
        small = bool(self._limit) and 0 < over <= (self._limit or 0) and due <= 0 and self.parts.beyond == 0
        return Surplus(amount, over, due, small)

    def _tell_rest(self) -> None:
        surplus, currency = self._surplus(), self.desk.currency
        taken = self.parts.total
        short = taken - surplus.amount
        asks = surplus.over > 0 and taken > 0 and short <= 0
        self.question.ask(surplus if asks else None)
        self._amount_field.set_hint(lambda: self._amount_words(surplus), warn=asks)
        self.shortage.ask(self._missing(surplus) if short <= 0 else ())
        # One thing is asked at a time, and what is asked has the room.
        self.ahead.make_way(asks or not self.shortage.isHidden())
        booked = self.question.booked
        kept = surplus.over > 0 and not self.question.open and not booked
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
            if booked:
                said.append(_("{n} is booked as a difference.").format(n=show(booked, currency)))
            elif kept:
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

    def _missing(self, surplus: Surplus) -> list[Missing]:
        """The rests within the limit for write-offs that the payment leaves of orders which it settles otherwise."""
        if not self._limit or surplus.amount <= 0:
            return []
        given = self.parts.total_by_id()
        return [
            Missing(each.id, each.number, rest)
            for each in self._orders
            if given.get(each.id) and 0 < (rest := each.outstanding - given[each.id]) <= self._limit
        ]

    def _keep_as_fee(self, amount: int) -> None:
        """What reached the bank was typed: the payment is what was sent, and the difference its fee."""
        self._fee_proposed = False
        self.fee.set_value((self.fee.sense() or 0) + amount)
        self.amount.set_value(self._typed_amount() + amount)
        self.fee.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fee_typed(self) -> None:
        self._fee_proposed = False

    def _day_typed(self) -> None:
        self._day_proposed = False

    def _tell_net(self) -> None:
        fee = self.fee.sense() or 0
        net = self._typed_amount() - fee
        currency = self.desk.currency
        if fee > 0 and net > 0:
            self._fee_field.set_hint(lambda: _("{n} reaches the bank").format(n=show(net, currency)))
        else:
            self._fee_field.set_hint("")

    def _amount_words(self, surplus: Surplus) -> str:
        currency = self.desk.currency
        whole = sum(o.outstanding for o in self._orders)
        if not whole:
            return ""
        if self._order is not None:
            due = max(self._order.outstanding, 0)
            if surplus.amount > due:
                return _("{n} more than due").format(n=show(surplus.amount - due, currency))
            now = settling.asked_now(self._order, self.desk.actor.today())
            if now < due:
                return _("{part} by the plan, {n} due in all").format(part=show(now, currency), n=show(due, currency))
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
        if self.shortage.open:
            self.shortage.leave.setFocus(Qt.FocusReason.TabFocusReason)
            self.banner.tell("warn", N_("Say first what shall become of what is missing."), dismissible=False)
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
        kind = self.shortage.kind.key()
        reason = _("missing from a payment")
        differences = [Difference(each.order_id, each.amount, kind, reason) for each in self.shortage.written_off]
        if self.question.booked:
            last = [each.id for each in self._orders if dict(parts).get(each.id)][-1]
            differences.append(Difference(last, -self.question.booked, "difference", _("too much in a payment")))
        # An order of which something else is due by now was paid meanwhile, perhaps with this very money.
        seen = {each.id: each.outstanding for each in self._orders if dict(parts).get(each.id)}
        # What the form asked already is not asked again.
        answered = ["keep_surplus"] if self.question.kept else []
        self.desk.preferences.set("payments.method", method)
        self.submit(
            lambda actor: record_payment(
                actor.confirming(answered),
                amount,
                method,
                customer,
                date=day,
                parts=parts,
                fee=fee,
                differences=differences,
                seen=seen,
                **words,
            )
        )

    def _problem(self, error: Exception) -> None:
        super()._problem(error)
        if isinstance(error, ChangedMeanwhile):
            self._customer_chosen(self.customer.value())


def payment_dialog(
    desk: Desk, parent: QWidget, order: OrderDetail | None = None, customer_id: int | None = None
) -> RecordPaymentDialog:
    """The dialog for an order, for a customer, or for money of which nothing is known."""
    chosen = None
    if order is None and customer_id is not None:
        chosen = pickers.customer_choice(desk, customer_id)
    return RecordPaymentDialog(desk, order=order, customer=chosen, parent=parent)
