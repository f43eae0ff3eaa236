"""Says where one product lies on the shelves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.later import Later
from app.queries.product_details import ProductDetail
from app.views.desk import Desk
from app.views.products.fields import place_box
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import value_label

if TYPE_CHECKING:
    from app.operations import places
else:
    places = Later("app.operations.places")


class PlaceDialog(FormDialog):
    """Asks for the place of a product; an empty one takes it away."""

    def __init__(self, desk: Desk, product: ProductDetail, parent: QWidget | None = None) -> None:
        super().__init__(desk, "place_dialog", N_("Shelf place"), N_("Set shelf place"), parent=parent)
        self._product = product
        told = " · ".join(part for part in (product.code, product.name) if part)
        self.form.add_widget(value_label(told, "muted", "place_product"))
        self.place = place_box("place_place")
        self.place.setCurrentText(product.place)
        self.form.add("place", N_("Shelf place"), self.place, hint=N_("Such as A-03-2"))
        self.place.setFocus()
        line = self.place.lineEdit()
        if line is not None:
            line.selectAll()

    def accept_form(self) -> None:
        place, product = self.place.currentText(), self._product.id
        self.submit(lambda actor: places.place_product(actor, product, place))
