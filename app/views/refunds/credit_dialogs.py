"""What an order loses of its worth: a return, an allowance, a termination; and what will not be collected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.money import QUANTITY, show, show_scaled
from app.operations import write_offs
from app.operations.credits import approve_credit, request_credit
from app.operations.parts import LinePart
from app.queries import creditable as crediting
from app.queries.creditable import Creditable
from app.queries.crediting import CreditDetail, WriteOffDetail
from app.queries.order_details import OrderDetail
from app.queries.reasons import reasons
from app.views.desk import Desk
from app.views.texts import say
from app.views.values import word_of
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label, value_label
from app.views.widgets.number_fields import MoneyField, QuantityField, line_edit
from app.views.widgets.reason_field import ReasonField

_KINDS = (
    ("return", N_("Return: goods come back")),
    ("allowance", N_("Allowance: a part of the price")),
    ("termination", N_("Termination: the rest falls away")),
)
_GOODS = (
    ("stock", N_("Back to stock")),
    ("scrap", N_("To scrap")),
    ("none", N_("Nowhere: they stay with the customer")),
)


def goods_word(goods_to: str) -> str:
    """Where the goods of a return go, in words; nothing where none come back."""
    return _(dict(_GOODS)[goods_to]) if goods_to in ("stock", "scrap") else ""


class RequestCreditDialog(FormDialog):
    """Asks for a credit. A return names lines with the quantities that came back; the others one amount."""

    def __init__(self, desk: Desk, form: Creditable, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "request_credit_dialog",
            lambda: _("Return or allowance for {order}").format(order=form.number),
            N_("Request"),
            width=640,
            parent=parent,
        )
        self.creditable = form
        self.quantities: dict[int, QuantityField] = {}
        self.nets: dict[int, MoneyField] = {}
        can_return = any(line.returnable for line in form.lines)
        kinds = [k for k in _KINDS if k[0] != "return" or can_return]
        self.kind = KeyField("request_credit_kind", kinds)
        self.goods_to = KeyField("request_credit_goods_to", _GOODS)
        self.form.add("credit_kind", N_("What"), self.kind, row=0)
        self._goods_field = self.form.add("goods_to", N_("Where the goods go"), self.goods_to, row=0, column=1)
        self.lines = self._lines()
        self._lines_field = self.form.add("lines", N_("What comes back"), self.lines, span=2)
        self.amount = MoneyField("request_credit_amount", desk.currency)
        self._amount_field = self.form.add(
            "amount",
            N_("Amount with tax"),
            self.amount,
            required=True,
            hint=lambda: _("At most {worth}").format(worth=show(form.worth, desk.currency)),
            span=2,
        )
        self.reason = ReasonField("request_credit_reason", reasons("credit"))
        self.form.add("reason", N_("Reason"), self.reason, required=True, span=2)
        self.sum = label("", "muted", "request_credit_sum", wrap=True)
        self.form.add_widget(self.sum, span=2)
        self.kind.key_changed.connect(lambda _key: self._kind_chosen())
        self.amount.value_changed.connect(lambda _value: self._tell_sum())
        self._kind_chosen()
        first: QWidget = next(iter(self.quantities.values()), self.amount) if can_return else self.amount
        first.setFocus()

    def _lines(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("scroll_body")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        shown = 0
        for line in self.creditable.lines:
            goods = line.line_kind == "goods"
            if (goods and not line.returnable) or (not goods and line.left.gross <= 0):
                continue
            name = value_label(line.description, "", f"credit_line_{line.id}")
            name.setWordWrap(True)
            grid.addWidget(name, shown, 0)
            if goods:
                room = _("{n} {unit} can come back").format(n=show_scaled(line.returnable, QUANTITY), unit=line.unit)
                quantity = QuantityField(f"credit_quantity_{line.id}")
                self.quantities[line.id] = quantity
                field: QuantityField | MoneyField = quantity
            else:
                room = _("up to {n} with tax").format(n=show(line.left.gross, self.desk.currency))
                net = MoneyField(f"credit_net_{line.id}", self.desk.currency)
                self.nets[line.id] = net
                field = net
            field.setAccessibleName(line.description)
            field.value_changed.connect(lambda _value: self._tell_sum())
            grid.addWidget(value_label(room, "muted"), shown, 1)
            grid.addWidget(field, shown, 2, Qt.AlignmentFlag.AlignRight)
            shown += 1
        area = QScrollArea()
        area.setObjectName("request_credit_lines")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        area.setFixedHeight(min(max(shown, 1), 6) * 40 + 4)
        return area

    def _kind_chosen(self) -> None:
        returned = self.kind.key() == "return"
        self._lines_field.setVisible(returned)
        self._goods_field.setVisible(returned)
        self._amount_field.setVisible(not returned)
        if self.kind.key() == "termination" and self.amount.value() is None:
            self.amount.set_value(self.creditable.worth or None)
        self._tell_sum()
        self.adjustSize()

    def _typed(self) -> tuple[dict[int, int], dict[int, int]]:
        quantities = {i: f.value() or 0 for i, f in self.quantities.items() if f.understood()}
        nets = {i: f.value() or 0 for i, f in self.nets.items() if f.understood()}
        return {i: q for i, q in quantities.items() if q}, {i: n for i, n in nets.items() if n}

    def _tell_sum(self) -> None:
        currency = self.desk.currency
        if self.kind.key() == "return":
            amount = crediting.returned(self.creditable, *self._typed()).total.gross
        else:
            amount = self.amount.sense() or 0
        left = self.creditable.worth - amount
        say(
            self.sum.setText,
            lambda: _("Once approved, the order is worth {amount} less; {left} of its worth stays.").format(
                amount=show(amount, currency), left=show(left, currency)
            ),
        )

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        wrong = [f for f in (*self.quantities.values(), *self.nets.values()) if not f.understood()]
        if wrong and self.kind.key() == "return":
            self.form.show_problem(UserError(_("A quantity or amount is no number. Correct it."), field="lines"))
            wrong[0].setFocus()
            return
        order, kind, reason = self.creditable.order_id, self.kind.key(), self.reason.text()
        if kind == "return":
            quantities, nets = self._typed()
            lines = [LinePart(i, quantity=q) for i, q in quantities.items()]
            lines += [LinePart(i, gross=n) for i, n in nets.items()]
            goods = self.goods_to.key()
            self.submit(lambda actor: request_credit(actor, order, kind, reason, lines=lines, goods_to=goods))
        else:
            amount = self.amount.value() or 0
            self.submit(lambda actor: request_credit(actor, order, kind, reason, amount=amount))


class ApproveCreditDialog(FormDialog):
    """Makes a requested credit real."""

    def __init__(self, desk: Desk, credit: CreditDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "approve_credit_dialog", N_("Approve return or allowance"), N_("Approve"), parent=parent)
        self.credit_id = credit.id
        self.form.add_widget(
            label(
                lambda: _(
                    "{what} for {order}, {customer}: the order will be worth {amount} less. Reason: {reason}"
                ).format(
                    what=word_of("credit_kind", credit.credit_kind),
                    order=credit.order,
                    customer=credit.customer,
                    amount=show(credit.amount, desk.currency),
                    reason=credit.reason,
                ),
                "muted",
                "approve_credit_what",
                wrap=True,
            )
        )
        self.note = line_edit("approve_credit_note")
        self.form.add("note", N_("Note"), self.note)
        self.note.setFocus()

    def accept_form(self) -> None:
        note = self.note.text()
        self.submit(lambda actor: approve_credit(actor, self.credit_id, note))


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
