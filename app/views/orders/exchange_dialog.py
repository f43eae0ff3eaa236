"""Exchanging goods of an order: what comes back, what goes out for it, and where the old goods go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.money import QUANTITY, show_scaled
from app.operations.exchanges import Exchanged, exchange_goods
from app.queries import reasons
from app.queries.order_details import OrderDetail, OrderLineDetail
from app.views import pickers
from app.views.desk import Desk
from app.views.texts import say
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import QuantityField
from app.views.widgets.picker import Picker
from app.views.widgets.reason_field import HINT, ReasonField


class ExchangeDialog(FormDialog):
    """One row per line that went out: how much comes back, and which product goes out for it."""

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "exchange_dialog", N_("Exchange goods"), N_("Exchange"), width=640, parent=parent)
        self.order_id = order.id
        self.back_of: dict[int, QuantityField] = {}
        self.sent_for: dict[int, Picker] = {}
        lines = returnable(order.lines)
        self.form.add_widget(
            label(
                N_("The order is worth what it was. What goes out is reserved now and leaves with the next shipment."),
                "muted",
                "exchange_what",
                wrap=True,
            ),
            span=2,
        )
        for row, line in enumerate(lines, start=1):
            self._add_line(line, row, only=len(lines) == 1)
        below = len(lines) + 1
        self.goods = KeyField(
            "exchange_goods_to",
            (
                ("stock", N_("Back into stock")),
                ("scrap", N_("Scrapped")),
                ("none", N_("Nothing comes back")),
            ),
        )
        self.form.add("goods_to", N_("The old goods"), self.goods, row=below, column=0)
        given = reasons.reasons("credit")
        self.reason = ReasonField("exchange_reason", given)
        self.form.add(
            "reason", N_("Reason"), self.reason, required=True, hint=HINT if given else "", row=below, column=1
        )

    def _add_line(self, line: OrderLineDetail, row: int, *, only: bool) -> None:
        field = QuantityField(f"exchange_back_{line.id}")
        field.set_value(QUANTITY if only and out_of(line) >= QUANTITY else None)
        self.back_of[line.id] = field
        rest = show_scaled(out_of(line), QUANTITY)
        self.form.add(
            f"back_{line.id}",
            lambda: _("{product} comes back").format(product=line.description),
            field,
            hint=lambda: _("{rest} {unit} with the customer").format(rest=rest, unit=line.unit),
            row=row,
            column=0,
        )
        picker = Picker(f"exchange_sent_{line.id}", pickers.products(self.desk), desk=self.desk)
        say(picker.setPlaceholderText, N_("The same again"))
        self.sent_for[line.id] = picker
        self.form.add(f"sent_{line.id}", N_("Goes out for it"), picker, row=row, column=1)

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        parts = [
            Exchanged(line, quantity, self.sent_for[line].value())
            for line, field in self.back_of.items()
            if (quantity := field.value() or 0)
        ]
        reason, goods_to = self.reason.text(), self.goods.key()
        self.submit(lambda actor: exchange_goods(actor, self.order_id, parts, reason, goods_to))


def out_of(line: OrderLineDetail) -> int:
    """How much of a line is with the customer, in ten-thousandths."""
    return line.shipped - line.returned


def returnable(lines: Sequence[OrderLineDetail]) -> list[OrderLineDetail]:
    """The lines of which something can come back."""
    return [line for line in lines if line.line_kind == "goods" and out_of(line) > 0]
