"""What will not be collected: a difference, a fee or a bad debt is given up, and taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.money import show
from app.operations import write_offs
from app.queries.crediting import WriteOffDetail
from app.queries.order_details import OrderDetail
from app.queries.reasons import reasons
from app.views.desk import Desk
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import MoneyField, line_edit
from app.views.widgets.reason_field import ReasonField


class WriteOffDialog(FormDialog):
    """Gives up what is outstanding on an order, or keeps what was paid too much."""

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "write_off_dialog", N_("Write off"), N_("Write off"), parent=parent)
        self.order_id = order.id
        self.sign = -1 if order.outstanding < 0 else 1
        due, currency = abs(order.outstanding), desk.currency

        def told() -> str:
            if self.sign < 0:
                return _("{order}: {n} too much was paid. What is written off stays with the business.").format(
                    order=order.name, n=show(due, currency)
                )
            return _("{order}: {n} is outstanding. What is written off is not collected any more.").format(
                order=order.name, n=show(due, currency)
            )

        self.form.add_widget(label(told, "muted", "write_off_room", wrap=True))
        self.amount = MoneyField("write_off_amount", currency)
        self.amount.set_value(due or None)
        self.kind = KeyField(
            "write_off_kind",
            [("difference", N_("A difference")), ("fee", N_("A fee of the bank")), ("bad_debt", N_("A bad debt"))],
        )
        self.day = DateField("write_off_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        self.reason = ReasonField("write_off_reason", reasons("write_off"))
        self.form.add("amount", N_("Amount"), self.amount, required=True)
        self.form.add("write_off_kind", N_("What it is"), self.kind)
        self.form.add("date", N_("Date"), self.day, required=True)
        self.form.add("reason", N_("Reason"), self.reason, required=True)
        self.amount.setFocus()
        self.amount.selectAll()

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        amount, reason, kind, day = (
            self.sign * (self.amount.value() or 0), self.reason.text(), self.kind.key(), self.day.value()
        )  # fmt: skip
        self.submit(lambda actor: write_offs.write_off(actor, self.order_id, amount, reason, kind, day))


class ReverseWriteOffDialog(FormDialog):
    """Takes a write-off back."""

    def __init__(self, desk: Desk, found: WriteOffDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "reverse_write_off_dialog", N_("Reverse write-off"), N_("Reverse"), parent=parent)
        self.write_off_id = found.id
        self.form.add_widget(
            label(
                lambda: _("{order}: {amount} written off on {date} is outstanding again. Reason then: {reason}").format(
                    order=found.order, amount=show(found.amount, desk.currency), date=found.date, reason=found.reason
                ),
                "muted",
                "reverse_write_off_what",
                wrap=True,
            )
        )
        self.reason = line_edit("reverse_write_off_reason")
        self.day = DateField("reverse_write_off_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        self.form.add("reason", N_("Reason"), self.reason, required=True)
        self.form.add("date", N_("Date"), self.day, required=True)
        self.primary.setEnabled(found.reversed_by is None and found.reverses_id is None)
        if not self.primary.isEnabled():
            self.banner.tell("info", N_("It is reversed already, or is itself a reversal."), dismissible=False)
        self.reason.setFocus()

    def accept_form(self) -> None:
        if not self.form.read_all() or not self.primary.isEnabled():
            return
        reason, day = self.reason.text(), self.day.value()
        self.submit(lambda actor: write_offs.reverse_write_off(actor, self.write_off_id, reason, day))
