"""The forms of a product: its data, and goods that come in."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.i18n import N_, _
from app.money import QUANTITY, show_scaled
from app.operations.products import ProductInput, add_product, edit_product
from app.operations.stock import receive_goods
from app.queries.product_details import ProductDetail
from app.queries.word_lists import kept_words
from app.views import pickers
from app.views.desk import Desk
from app.views.products.fields import category_box, place_box, unit_box
from app.views.texts import Saying, say
from app.views.widgets.choices import check_box
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.number_fields import CodeField, PriceField, QuantityField

MOST_GRADES = 8
"""Grades of the office that are offered here; those for which the product has a price always are."""
_BETWEEN = re.compile("[,;，；、\n]")


class ProductDialog(FormDialog):
    """Adds a product, or changes ``product``; ``done_value`` is the id of a new one."""

    def __init__(
        self, desk: Desk, product: ProductDetail | None = None, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            "product_dialog",
            N_("Edit product") if product is not None else N_("New product"),
            N_("Save product") if product is not None else N_("Add product"),
            width=880,
            parent=parent,
        )
        self._product = product
        self.lines: dict[str, QLineEdit] = {}
        for key in ("name", "code", "specification", "tax_class", "tax_class_name", "aliases"):
            field = CodeField(f"product_{key}") if key in ("code", "tax_class") else QLineEdit()
            field.setObjectName(f"product_{key}")
            self.lines[key] = field
        self.category = category_box("product_category")
        self.unit = unit_box("product_unit")
        self.place = place_box("product_place")
        kept = {price.grade: price.price for price in product.prices} if product is not None else {}
        grades = list(dict.fromkeys([*kept, *kept_words("grades")]))[: max(MOST_GRADES, len(kept))]
        self.grades = {
            grade: PriceField(f"product_price_{number}", desk.currency) for number, grade in enumerate(sorted(grades))
        }
        for grade, field in self.grades.items():
            field.set_value(kept.get(grade))
        self.list_price = PriceField("product_list_price", desk.currency)
        self.floor_price = PriceField("product_floor_price", desk.currency)
        self.cost = PriceField("product_cost", desk.currency)
        self.tax = QComboBox()
        self.tax.setObjectName("product_tax_code")
        self.tax.addItem("", None)
        for tax in pickers.taxes(desk):
            self.tax.addItem(tax.name, tax.id)
        self.kept = check_box(N_("Keep stock of it"), "product_stock_kept")
        self.low = QuantityField("product_low_stock")
        self.note = QPlainTextEdit()
        self.note.setObjectName("product_note")
        self.note.setFixedHeight(52)
        self.note.setTabChangesFocus(True)
        self._lay_out()
        self._show(product, name)
        self.tax.currentIndexChanged.connect(lambda _index: self._remark())
        self._remark()
        self.kept.toggled.connect(self.low.setEnabled)
        self.low.setEnabled(self.kept.isChecked())

    def _lay_out(self) -> None:
        lines, add = self.lines, self.form.add
        add("name", N_("Name"), lines["name"], required=True, row=0, column=0, span=2)
        add("code", N_("Code"), lines["code"], hint=N_("Empty: the name serves as code"), row=0, column=2)
        add("unit", N_("Unit"), self.unit, hint=N_("Such as piece, box, kg"), row=0, column=3)
        add("specification", N_("Specification"), lines["specification"], row=1, column=0, span=2)
        add("category", N_("Category"), self.category, hint=N_("A new word makes a new one"), row=1, column=2)
        add("place", N_("Shelf place"), self.place, hint=N_("Such as A-03-2"), row=1, column=3)
        add("list_price", N_("Price"), self.list_price, row=2, column=0)
        add("floor_price", N_("Floor price"), self.floor_price, hint=N_("Below it is asked"), row=2, column=1)
        add("cost", N_("Cost"), self.cost, row=2, column=2)
        add("tax_code_id", N_("Tax"), self.tax, hint=N_("Empty: as usual"), row=2, column=3, squeeze=True)
        for number, (grade, field) in enumerate(self.grades.items()):
            hint = N_("Empty: the usual price") if not number else ""
            name = "prices" if not number else f"prices_{number}"
            add(name, _grade_title(grade), field, hint=hint, row=3 + number // 4, column=number % 4)
        row = 3 + (len(self.grades) + 3) // 4
        add("aliases", N_("Other names"), lines["aliases"], hint=N_("Separated by commas"), row=row, column=0, span=2)
        add("tax_class", N_("Tax class"), lines["tax_class"], row=row, column=2)
        add("tax_class_name", N_("Tax class name"), lines["tax_class_name"], row=row, column=3)
        add("stock_kept", N_("Stock"), self.kept, row=row + 1, column=0)
        add("low_stock", N_("Low-stock level"), self.low, hint=N_("Warn at or below it"), row=row + 1, column=1)
        add("note", N_("Note"), self.note, row=row + 1, column=2, span=2)

    def _show(self, product: ProductDetail | None, name: str) -> None:
        if product is None:
            self.lines["name"].setText(name)
            return
        self.unit.setCurrentText(product.unit)
        self.place.setCurrentText(product.place)
        for key in ("name", "code", "specification", "tax_class", "tax_class_name"):
            self.lines[key].setText(getattr(product, key))
            self.lines[key].setCursorPosition(0)
        self.lines["aliases"].setText(", ".join(product.aliases))
        self.category.setCurrentText(product.category_path)
        self.list_price.set_value(product.list_price)
        self.floor_price.set_value(product.floor_price)
        self.cost.set_value(product.cost)
        self.tax.setCurrentIndex(max(0, self.tax.findData(product.tax_code_id)))
        self.kept.setChecked(bool(product.stock_kept))
        self.low.set_value(product.low_stock)
        self.note.setPlainText(product.note)

    def _remark(self) -> None:
        """Say below the tax what stands against it; it never keeps anybody from saving."""
        chosen = self.tax.currentData()
        remark = pickers.tax_remark(self.desk, chosen) if chosen is not None else ""
        self.form.fields["tax_code_id"].set_hint(remark or N_("Empty: as usual"), warn=bool(remark))

    def content(self) -> ProductInput:
        """The product as typed. Raises UserError for a number that is not understood."""
        texts = {key: field.text() for key, field in self.lines.items()}
        prices = [(grade, field.value()) for grade, field in self.grades.items()]
        aliases = tuple(part.strip() for part in _BETWEEN.split(texts.pop("aliases")) if part.strip())
        return ProductInput(
            **texts,
            unit=self.unit.currentText(),
            category=self.category.currentText(),
            place=self.place.currentText(),
            prices=tuple((grade, price) for grade, price in prices if price is not None),
            list_price=self.list_price.value() or 0,
            floor_price=self.floor_price.value(),
            cost=self.cost.value(),
            tax_code_id=self.tax.currentData(),
            stock_kept=self.kept.isChecked(),
            low_stock=self.low.value(),
            aliases=aliases,
            note=self.note.toPlainText(),
        )

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        content, product = self.content(), self._product
        if product is None:
            self.submit(lambda actor: add_product(actor, content))
        else:
            self.submit(lambda actor: edit_product(actor, product.id, content, product.version))


def _grade_title(grade: str) -> Saying:
    return lambda: _("Price for grade {grade}").format(grade=grade)


class ReceiveDialog(FormDialog):
    """Books goods that came in into stock."""

    def __init__(self, desk: Desk, product: ProductDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "receive_dialog", N_("Receive goods"), N_("Receive goods"), parent=parent)
        self._product = product
        self.told = label("", "muted", "receive_product", wrap=True)
        self.body.insertWidget(0, self.told)
        self.quantity = QuantityField("receive_quantity")
        self.date = DateField("receive_date", today=desk.actor.today)
        self.date.set_value(desk.actor.today())
        self.note = QLineEdit()
        self.note.setObjectName("receive_note")
        self.form.add("quantity", self._caption, self.quantity, required=True, row=0, column=0)
        self.form.add("date", N_("Date"), self.date, required=True, row=0, column=1)
        self.form.add("note", N_("Note"), self.note, hint=N_("Delivery note, supplier…"), row=1, column=0, span=2)
        self.quantity.value_changed.connect(lambda _value: self._tell())
        self._tell()

    def _caption(self) -> str:
        unit = self._product.unit
        return _("Quantity ({unit})").format(unit=unit) if unit else _("Quantity")

    def _tell(self) -> None:
        product = self._product
        more = self.quantity.sense() or 0
        before, after = show_scaled(product.on_hand, QUANTITY), show_scaled(product.on_hand + more, QUANTITY)
        say(
            self.told.setText,
            lambda: (
                _("{product}: {before} on hand, {after} after this.").format(
                    product=product.name, before=before, after=after
                )
                if more
                else _("{product}: {before} on hand.").format(product=product.name, before=before)
            ),
        )

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        quantity, day, note = self.quantity.value() or 0, self.date.value(), self.note.text().strip()
        self.submit(lambda actor: receive_goods(actor, self._product.id, quantity, date=day, note=note))
