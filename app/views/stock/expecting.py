"""Goods that are on their way: when they will come, and how many."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import N_, _
from app.money import QUANTITY, show_scaled
from app.operations.stock import change_expected, expect_goods
from app.queries.expecting import ExpectedDetail
from app.queries.product_details import ProductDetail
from app.views.desk import Desk
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.number_fields import QuantityField


class ExpectDialog(FormDialog):
    """Notes what will come of a product, or changes ``expected``."""

    def __init__(
        self,
        desk: Desk,
        product: ProductDetail | None = None,
        expected: ExpectedDetail | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            desk,
            "expect_goods",
            N_("Expected goods"),
            N_("Expect goods") if expected is None else N_("Save"),
            parent=parent,
        )
        self._product, self._expected = product, expected
        name = product.name if product is not None else expected.name if expected is not None else ""
        unit = product.unit if product is not None else expected.unit if expected is not None else ""
        self.form.add_widget(label(name, "", "expect_goods_product", wrap=True), span=2)
        self.quantity = QuantityField("expect_goods_quantity")
        self.date = DateField("expect_goods_date", today=desk.actor.today)
        self.note = QLineEdit()
        self.note.setObjectName("expect_goods_note")
        caption = (lambda: _("Quantity ({unit})").format(unit=unit)) if unit else N_("Quantity")
        self.form.add("quantity", caption, self.quantity, required=True, row=1, column=0)
        self.form.add("date", N_("Expected on"), self.date, required=True, row=1, column=1)
        self.form.add("note", N_("Note"), self.note, hint=N_("Supplier, order number…"), row=2, column=0, span=2)
        if expected is not None:
            self.quantity.set_value(expected.quantity)
            self.date.set_value(date.fromisoformat(expected.date))
            self.note.setText(expected.note)
            came = show_scaled(expected.received, QUANTITY)
            if expected.received:
                self.form.fields["quantity"].set_hint(lambda: _("{n} of them arrived already").format(n=came))

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        quantity, day, note = self.quantity.value(), self.date.value(), self.note.text()
        if quantity is None or day is None:
            name, asked = ("quantity", _("How many?")) if quantity is None else ("date", _("When?"))
            self.form.fields[name].set_error(asked)
            self.form.fields[name].field.setFocus()
            return
        product, expected = self._product, self._expected
        if expected is not None:
            self.submit(lambda actor: change_expected(actor, expected.id, quantity, day, note, expected.version))
        elif product is not None:
            self.submit(lambda actor: expect_goods(actor, product.id, quantity, day, note))
