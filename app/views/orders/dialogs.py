"""Small dialogs of an order: a reason for what is done, what goes with a shipment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.money import QUANTITY, show_scaled
from app.operations.shipments import ship_order
from app.views.desk import Desk
from app.views.shipments.ship_question import ShipQuestion
from app.views.shipments.tracking_fields import TrackingFields
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.number_fields import QuantityField


@dataclass(frozen=True)
class OpenLine:
    """A line of which something may still be shipped."""

    id: int
    description: str
    unit: str
    rest: int


class ShipDialog(FormDialog):
    """What leaves with a shipment: all that is open, or quantities per line; carrier, tracking number, date."""

    def __init__(
        self, desk: Desk, order_id: int, lines: Sequence[OpenLine], carrier: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, "ship_dialog", N_("Ship order"), N_("Ship"), width=640, parent=parent)
        self.order_id = order_id
        self.quantities: dict[int, QuantityField] = {}
        for row, line in enumerate(lines):
            field = QuantityField(f"ship_quantity_{line.id}")
            field.set_value(line.rest)
            self.quantities[line.id] = field
            rest = show_scaled(line.rest, QUANTITY)
            self.form.add(
                f"line_{line.id}",
                (lambda line=line: line.description),
                field,
                hint=(lambda rest=rest, line=line: _("{rest} {unit} open").format(rest=rest, unit=line.unit)),
                row=row // 2,
                column=row % 2,
            )
        below = (len(lines) + 1) // 2
        self.question = ShipQuestion(desk, "ship", self.form, row=below)
        self.question.watch({line.id: line.rest for line in lines}, self.quantities)
        self.day = DateField("ship_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        self.form.add("date", N_("Date"), self.day, required=True, row=below + 1, column=0)
        fields = TrackingFields("ship", self.form, carrier, row=below + 2)
        self.carrier, self.tracking = fields.carrier, fields.number

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        parts = {line: field.value() or 0 for line, field in self.quantities.items()}
        day, carrier, tracking = self.day.value(), self.carrier.text().strip(), self.tracking.text()
        if day is None:
            self.form.show_problem(UserError(_("Choose a date."), field="date"))
            return
        try:
            over, close = self.question.answered()
        except UserError as problem:
            self.form.show_problem(problem)
            return
        self.submit(
            lambda actor: ship_order(
                actor,
                self.order_id,
                quantities=parts,
                date=day,
                carrier=carrier,
                tracking_number=tracking,
                over=over,
                close=close,
            )
        )
