"""Carrier and tracking number: the office's carriers are offered, and a number that looks odd is remarked upon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import N_, _
from app.later import Later
from app.views.widgets.form import Form
from app.views.widgets.number_fields import CodeField
from app.views.widgets.reason_field import ReasonField

if TYPE_CHECKING:
    from app.queries import carriers
else:
    carriers = Later("app.queries.carriers")

_OFFERS = N_("Alt+Down shows the carriers")


class TrackingFields:
    """The two fields, in one row of a form. A number that names its carrier fills that in where nobody did."""

    def __init__(self, name: str, form: Form, carrier: str = "", number: str = "", *, row: int = 0) -> None:
        self.offered = carriers.carriers()
        self.carrier = ReasonField(f"{name}_carrier", self.offered)
        self.number = CodeField(f"{name}_tracking_number")
        form.add("carrier", N_("Carrier"), self.carrier, hint=_OFFERS, row=row, column=0)
        self._field = form.add("tracking_number", N_("Tracking number"), self.number, row=row, column=1)
        self.fill(carrier, number)
        self.number.textChanged.connect(lambda _text: self._find_carrier())
        for field in (self.number, self.carrier):
            field.editingFinished.connect(self._remark)

    def fill(self, carrier: str, number: str = "") -> None:
        """Show a carrier and a number."""
        self.carrier.setText(carrier)
        self.number.setText(number)
        self._remark()

    def _find_carrier(self) -> None:
        self._field.set_hint("")
        if not self.carrier.text().strip():
            self.carrier.setText(carriers.carrier_by_number(self.number.text(), self.offered))

    def _remark(self) -> None:
        number, carrier = self.number.text().strip(), self.carrier.text().strip()
        odd = bool(number) and carriers.looks_odd(carrier, number)
        self._field.set_hint(
            (lambda: _("Does not look like a number of {carrier}").format(carrier=carrier)) if odd else "", warn=odd
        )
