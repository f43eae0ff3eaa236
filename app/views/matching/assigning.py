"""Says by hand whose money a line is: customer, orders and what was kept of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.matching.proposal import Proposal
from app.money import show
from app.operations.statement_lines import Match, match_line
from app.queries import settling
from app.queries.bank_lines import Line
from app.queries.settling import OpenOrder
from app.views import pickers, tab_order
from app.views.desk import Desk
from app.views.matching import saying
from app.views.money_parts import PartsTable, customer_picker
from app.views.payments.dialogs import HEADS, order_parts
from app.views.texts import say
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.number_fields import MoneyField


class AssignDialog(FormDialog):
    """Begins with what was proposed. Without a customer the payment waits to be claimed."""

    def __init__(self, desk: Desk, line: Line, proposal: Proposal | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, "assign_line", N_("Whose money is it?"), N_("Confirm"), width=640, parent=parent)
        self._line = line
        self._net = line.amount - line.fee
        self.form.add_widget(label(lambda: self._told(), "muted", "assign_told", wrap=True), span=3)
        self.customer = customer_picker(desk, "assign_customer")
        self.fee = MoneyField("assign_fee", desk.currency)
        self.form.add(
            "customer_id",
            N_("Customer"),
            self.customer,
            hint=N_("Leave it empty if nobody knows yet whose money this is."),
            row=1,
            span=2,
        )
        self.form.add("fee", N_("Fee kept by the bank"), self.fee, row=1, column=2)
        self.parts = PartsTable("assign_parts", desk.currency, heads=HEADS)
        self._parts_field = self.form.add("parts", N_("Orders that it settles, the oldest first"), self.parts, span=3)
        self._parts_field.hide()
        self.rest = label("", "muted", "assign_rest", wrap=True)
        self.rest.setMinimumHeight(20)
        self.form.add_widget(self.rest, span=3)
        self._wanted: dict[int, int] = {}
        fee = line.fee
        if proposal is not None and proposal.payment is None:
            self._wanted = dict(proposal.parts)
            fee = proposal.fee
        self.fee.set_value(fee or None)
        self.customer.value_changed.connect(self._customer_chosen)
        self.fee.value_changed.connect(lambda _value: self.parts.spread(self._gross()))
        self.parts.parts_changed.connect(self._tell_rest)
        if proposal is not None and proposal.customer is not None:
            self.customer.set_value(pickers.customer_choice(desk, proposal.customer))
        self._tell_rest()
        self.customer.setFocus()

    def _told(self) -> str:
        amount = show(self._line.amount, self.desk.currency)
        return " · ".join(word for word in (self._line.date, saying.who(self._line), amount, self._line.remark) if word)

    def _gross(self) -> int:
        return self._net + (self.fee.sense() or 0)

    def _customer_chosen(self, customer: int | None) -> None:
        if customer is None:
            self._show_orders(())
            return
        actor = self.desk.actor
        self.desk.read(
            lambda: settling.open_orders(actor, customer), self._show_orders, key=f"assign.{id(self)}", owner=self
        )

    def _show_orders(self, orders: tuple[OpenOrder, ...]) -> None:
        wanted = [order.id for order in orders if order.id in self._wanted]
        ordered = tuple(sorted(orders, key=lambda order: order.id not in self._wanted))
        self.parts.show_parts(order_parts(ordered), auto=wanted or None)
        self._parts_field.setVisible(bool(orders))
        tab_order.arrange_around(self)
        self.parts.spread(self._gross())
        self.adjustSize()

    def _tell_rest(self) -> None:
        rest = self._gross() - self.parts.total
        known = self.customer.value() is not None

        def words() -> str:
            if not known:
                return _("The payment waits until somebody claims it.")
            amount = show(abs(rest), self.desk.currency)
            if rest < 0:
                return _("The orders take {n} more than the amount. Lower the parts.").format(n=amount)
            if rest:
                return _("{n} becomes the customer's balance.").format(n=amount)
            return _("Nothing stays over.")

        say(self.rest.setText, words)

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        customer = self.customer.value()
        parts = tuple(self.parts.value().items()) if customer is not None else ()
        match = Match(self._line.id, customer, parts, self._gross(), self.fee.value() or 0)
        # What stays over is said above the button.
        self.submit(lambda actor: match_line(actor.confirming(["keep_surplus"]), match))
