"""What an order loses of its worth: a return, an allowance or a termination is asked for and approved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.money import show
from app.operations.credits import approve_credit, request_credit
from app.operations.parts import LinePart
from app.queries import creditable as room
from app.queries.creditable import Creditable, Plan
from app.queries.crediting import CreditDetail
from app.queries.reasons import reasons
from app.views import tab_order
from app.views.desk import Desk
from app.views.refunds import credit_rows
from app.views.refunds.credit_lines import CreditLines
from app.views.texts import say
from app.views.theme import mark
from app.views.values import word_of
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import NumberField, QuantityField, line_edit
from app.views.widgets.part_field import PartField
from app.views.widgets.reason_field import HINT, ReasonField

RETURN, ALLOWANCE, TERMINATION = "return", "allowance", "termination"
_KINDS = (
    (RETURN, N_("Return: goods come back")),
    (ALLOWANCE, N_("Allowance: a part of the price")),
    (TERMINATION, N_("Termination: the rest falls away")),
)
_GOODS = (
    ("stock", N_("Back to stock")),
    ("scrap", N_("To scrap")),
    ("none", N_("Nowhere: they stay with the customer")),
)
_LEFT = {RETURN: N_("Can come back"), ALLOWANCE: N_("Still worth"), TERMINATION: N_("Not delivered yet")}


def goods_word(goods_to: str) -> str:
    """Where the goods of a return go, in words; nothing where none come back."""
    return _(dict(_GOODS)[goods_to]) if goods_to in ("stock", "scrap") else ""


class RequestCreditDialog(FormDialog):
    """Asks for a credit line by line: what came back, what ends, or how much less each line costs.

    An allowance may also be one amount for the whole order: the lines show what each of them gets of it. Whatever is
    typed, net, tax and gross of each line and of all are those that will be stored.
    """

    def __init__(self, desk: Desk, form: Creditable, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "request_credit_dialog",
            lambda: _("Return or allowance for {order}").format(order=form.number),
            N_("Request"),
            width=880,
            parent=parent,
        )
        self.creditable = form
        self.tables: dict[str, CreditLines] = {}
        self.by_lines = False
        offered = {
            RETURN: any(line.returnable for line in form.lines),
            ALLOWANCE: True,
            TERMINATION: any(line.open or (not line.goods and line.free.gross > 0) for line in form.lines),
        }
        self.kind = KeyField("request_credit_kind", [k for k in _KINDS if offered[k[0]]])
        self.goods_to = KeyField("request_credit_goods_to", _GOODS)
        self.form.add("credit_kind", N_("What"), self.kind, row=0)
        self._goods_field = self.form.add("goods_to", N_("Where the goods go"), self.goods_to, row=0, column=1)
        self.amount = PartField("request_credit_amount", desk.currency, form.worth)
        self._amount_field = self.form.add(
            "amount",
            N_("Amount with tax"),
            self.amount,
            hint=self._amount_hint,
            row=0,
            column=1,
        )
        self._lines = QWidget()
        self._lines.setObjectName("request_credit_lines")
        self._lines_room = QVBoxLayout(self._lines)
        self._lines_room.setContentsMargins(0, 0, 0, 0)
        self._lines_field = self.form.add("lines", N_("Lines"), self._lines, span=2)
        given = reasons("credit")
        self.reason = ReasonField("request_credit_reason", given)
        self.form.add("reason", N_("Reason"), self.reason, required=True, hint=HINT if given else "", span=2)
        self.sum = label("", "muted", "request_credit_sum", wrap=True)
        self.form.add_widget(self.sum, span=2)
        self.kind.key_changed.connect(lambda _key: self._kind_chosen())
        self.amount.value_changed.connect(lambda _value: self._whole_typed())
        self._sharing = False
        self._kind_chosen()
        first: QWidget = self.amount
        if self.kind.key() == RETURN:
            first = next(iter(self.table.rows.values())).field
        first.setFocus()

    @property
    def table(self) -> CreditLines:
        """The lines of the chosen kind."""
        return self._table_of(self.kind.key())

    def _table_of(self, kind: str) -> CreditLines:
        if kind not in self.tables:
            made = self.tables[kind] = self._make_table(kind)
            self._lines_room.addWidget(made)
        return self.tables[kind]

    @property
    def quantities(self) -> dict[int, NumberField]:
        """The fields of the lines that are named by quantities, by line id."""
        return {i: r.field for i, r in self.table.rows.items() if isinstance(r.field, QuantityField)}

    def _make_table(self, kind: str) -> CreditLines:
        form, currency = self.creditable, self.desk.currency
        rows = {
            RETURN: credit_rows.returned_rows,
            ALLOWANCE: credit_rows.lowered_rows,
            TERMINATION: credit_rows.ended_rows,
        }[kind](form, currency)
        made = CreditLines(f"request_{kind}_lines", currency, rows, (_LEFT[kind], credit_rows.TYPED[kind]))
        if kind == TERMINATION:
            untouched = not any(line.goods and line.shipped for line in form.lines)
            made.fill({i: r.most for i, r in made.rows.items() if untouched or isinstance(r.field, QuantityField)})
        made.edited.connect(lambda _line: self._line_typed())
        return made

    def _amount_hint(self) -> str:
        cap = credit_rows.cap_of(self.creditable, self.desk.currency)
        return _("{cap} Shared over the lines; 10% works here and below.").format(cap=cap)

    def _kind_chosen(self) -> None:
        kind = self.kind.key()
        if kind != ALLOWANCE and not self.amount.understood():
            self.amount.clear()
        shown = self.table
        for table in self.tables.values():
            table.setVisible(table is shown)
        self._goods_field.setVisible(kind == RETURN)
        self._amount_field.setVisible(kind == ALLOWANCE)
        self.form.clear_problems()
        self._tell_sum()
        if self.isVisible():
            tab_order.arrange(self)
        self.adjustSize()

    def _whole_typed(self) -> None:
        if self._sharing:
            return
        self.by_lines = False
        amount = self.amount.sense() or 0
        mark(self.amount, suggested="")
        self._amount_field.set_hint(self._amount_hint, warn=amount > self.creditable.worth)
        plan = room.shared(self.creditable, amount)
        lines = self._table_of(ALLOWANCE)
        lines.fill({i: part.gross for i, part in plan.parts.items()})
        lines.suggest(suggested=True)
        self._tell_sum()

    def _line_typed(self) -> None:
        if self.kind.key() == ALLOWANCE:
            self.by_lines = True
            self.table.suggest(suggested=False)
            self._sharing = True
            self.amount.set_value(self.plan.total.gross or None)
            self._sharing = False
            mark(self.amount, suggested="true" if self.amount.text() else "")
            self._amount_field.clear_error()
        self._lines_field.clear_error()
        self._tell_sum()

    def _typed(self) -> tuple[Mapping[int, int], Mapping[int, int]]:
        typed, counted = self.table.typed(), self.quantities
        return {i: n for i, n in typed.items() if i in counted}, {i: n for i, n in typed.items() if i not in counted}

    @property
    def plan(self) -> Plan:
        """What the credit takes, as far as the form makes sense."""
        if self.kind.key() == RETURN:
            return room.returned(self.creditable, *self._typed())
        if self.kind.key() == TERMINATION:
            return room.ended(self.creditable, *self._typed())
        if self.by_lines:
            return room.lowered(self.creditable, self.table.typed())
        return room.shared(self.creditable, self.amount.sense() or 0)

    def _tell_sum(self) -> None:
        plan, currency = self.plan, self.desk.currency
        self.table.show_plan(plan)
        left = self.creditable.worth - plan.total.gross
        say(
            self.sum.setText,
            lambda: _("Once approved, the order is worth {amount} less; {left} of its worth stays.").format(
                amount=show(plan.total.gross, currency), left=show(left, currency)
            ),
        )

    def _problem(self, error: Exception) -> None:
        where = error.field.split(".") if isinstance(error, UserError) else []
        if isinstance(error, UserError) and len(where) == 3 and where[0] == "lines":
            self._set_busy(False)
            self.table.refuse(int(where[1]) - 1, error.message)
            return
        if isinstance(error, UserError) and error.field == "amount" and self._amount_field.isHidden():
            error = UserError(error.message, field="lines", code=error.code)
        super()._problem(error)

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        kind = self.kind.key()
        one_amount = kind == ALLOWANCE and not self.by_lines
        wrong = None if one_amount else self.table.first_wrong()
        if wrong is not None:
            wrong.setFocus()
            return
        order, reason = self.creditable.order_id, self.reason.text()
        if one_amount:
            amount = self.amount.value() or 0
            self.submit(lambda actor: request_credit(actor, order, kind, reason, amount=amount))
            return
        counted = self.quantities
        lines = [
            LinePart(i, quantity=n) if i in counted else LinePart(i, gross=n) for i, n in self.table.typed().items()
        ]
        goods = self.goods_to.key() if kind == RETURN else "none"
        self.submit(lambda actor: request_credit(actor, order, kind, reason, lines=lines, goods_to=goods))


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
