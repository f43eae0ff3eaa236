"""The payment plan of an order: so many parts at such an interval, or each part as it was agreed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.plan import monthly
from app.money import show, split
from app.operations.instalments import InstalmentInput, plan_instalments
from app.queries.order_details import OrderDetail
from app.views.desk import Desk
from app.views.texts import say
from app.views.theme import mark
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.number_fields import CountField, MoneyField

USUAL = 3
"""Parts that a new plan begins with."""
MOST = 12
"""Parts that one plan has at most."""


class PlanDialog(FormDialog):
    """Number of parts and first date make the parts; each can then be changed. The sum is compared at every key."""

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "plan_dialog", N_("Payment plan"), N_("Keep the plan"), width=640, parent=parent)
        self.order = order
        self.whole = order.worth if order.state in ("confirmed", "processing", "completed") else order.total
        self.count = CountField("plan_count", 0, MOST)
        self.first = DateField("plan_first", today=desk.actor.today)
        self.form.add("count", N_("Number of parts"), self.count, hint=N_("0 takes the plan away."), row=0, column=0)
        self.form.add("first", N_("First part due"), self.first, hint=N_("The others follow monthly."), row=0, column=1)
        self.days = [DateField(f"plan_day_{n}", today=desk.actor.today) for n in range(1, MOST + 1)]
        self.amounts = [MoneyField(f"plan_amount_{n}", desk.currency) for n in range(1, MOST + 1)]
        self.names = [label("", "muted", f"plan_part_{n}") for n in range(1, MOST + 1)]
        self.parts = QWidget()
        self.parts.setObjectName("plan_parts")
        grid = QGridLayout(self.parts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(3, 1)
        for row, (name, day, amount) in enumerate(zip(self.names, self.days, self.amounts, strict=True)):
            say(name.setText, lambda row=row: _("Part {n}").format(n=row + 1))
            say(day.setAccessibleName, lambda row=row: _("Part {n}, due on").format(n=row + 1))
            say(amount.setAccessibleName, lambda row=row: _("Part {n}, amount").format(n=row + 1))
            amount.setFixedWidth(144)
            for column, part in enumerate((name, day, amount)):
                grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignLeft)
            amount.value_changed.connect(lambda _value: self._compare())
        self.body.addWidget(self.parts)
        self.sum = label("", "muted", "plan_sum", wrap=True)
        self.body.addWidget(self.sum)
        self._begin()
        self.count.valueChanged.connect(lambda _count: self._spread())
        self.first.value_changed.connect(lambda _day: self._spread())

    def _begin(self) -> None:
        parts = self.order.instalments
        first = date.fromisoformat(parts[0].due_date) if parts else None
        self.first.set_value(first or self._usual_first())
        self.count.setValue(len(parts))
        for day, amount, part in zip(self.days, self.amounts, parts, strict=False):
            day.set_value(date.fromisoformat(part.due_date))
            amount.set_value(part.amount)
        if parts:
            self._show_rows()
        else:
            self.count.setValue(USUAL)
            self._spread()

    def _usual_first(self) -> date:
        due = self.order.due_date
        return date.fromisoformat(due) if due else self.desk.actor.today()

    def _spread(self) -> None:
        """Equal parts of the whole, month by month; the cents that are left go to the earlier parts."""
        count = self.count.value()
        first = self.first.value() if self.first.understood() else None
        shares = split(self.whole, [1] * count) if count else []
        for place in range(count):
            if first is not None:
                self.days[place].set_value(monthly(first, place))
            self.amounts[place].set_value(shares[place])
        self._show_rows()

    def _show_rows(self) -> None:
        count = self.count.value()
        for place in range(MOST):
            for part in (self.names[place], self.days[place], self.amounts[place]):
                part.setVisible(place < count)
        self.parts.setVisible(count > 0)
        self._compare()

    def _typed(self) -> int:
        fields = self.amounts[: self.count.value()]
        return sum(field.sense() or 0 for field in fields)

    def _compare(self) -> None:
        left = self.whole - self._typed()
        wrong = bool(self.count.value() and left)
        mark(self.sum, role="error" if wrong else "muted")
        say(self.sum.setText, lambda: self._words(left))

    def _words(self, left: int) -> str:
        unit = self.desk.currency
        if not self.count.value():
            return _("Without a plan the order is due as a whole.")
        if left > 0:
            return _("{amount} of {whole} is still to be planned.").format(
                amount=show(left, unit), whole=show(self.whole, unit)
            )
        if left < 0:
            return _("The parts are {amount} more than {whole}.").format(
                amount=show(-left, unit), whole=show(self.whole, unit)
            )
        return _("The parts add up to {whole}.").format(whole=show(self.whole, unit))

    def accept_form(self) -> None:
        parts: list[InstalmentInput] = []
        for place in range(self.count.value()):
            day_field, amount_field = self.days[place], self.amounts[place]
            try:
                day, amount = day_field.value(), amount_field.value()
            except UserError as problem:
                self._at(place, problem.message)
                return
            if day is None:
                self._at(place, _("Choose a date."))
                return
            parts.append(InstalmentInput(day, amount or 0))
        version = self.order.version
        self.submit(lambda actor: plan_instalments(actor, self.order.id, parts, version))

    def _at(self, place: int, message: str) -> None:
        self.banner.tell("danger", lambda: _("Part {n}: {problem}").format(n=place + 1, problem=message))
        self.days[place].setFocus(Qt.FocusReason.OtherFocusReason)
