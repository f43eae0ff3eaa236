"""What is asked where more or less goes out than is open: both stand in the form itself, beside the quantities."""

from __future__ import annotations

from collections.abc import Mapping

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Permission
from app.operations.over_shipping import Over
from app.views.desk import Desk
from app.views.widgets.form import Form
from app.views.widgets.key_field import KeyField
from app.views.widgets.number_fields import QuantityField

_OVER = (
    (str(Over.REFUSE), N_("Choose…")),
    (str(Over.AMEND), N_("Amend the order")),
    (str(Over.GIFT), N_("Send it as a gift")),
)
_REST = (
    ("keep", N_("Stays open")),
    ("close", N_("Close the rest")),
)
_OVER_HINTS = {
    str(Over.AMEND): N_("All of it is charged"),
    str(Over.GIFT): N_("What is too much costs nothing"),
}
_REST_HINTS = {
    "keep": N_("It is sent later"),
    "close": N_("The order is amended to what is sent"),
}


class ShipQuestion:
    """Two fields of a form that come up only when they are needed. Who may not amend orders is never asked."""

    def __init__(self, desk: Desk, name: str, form: Form, *, row: int) -> None:
        self._may = desk.actor.may(Permission.EDIT_ORDERS)
        self._form = form
        self.over = KeyField(f"{name}_over", _OVER)
        self.rest = KeyField(f"{name}_rest", _REST)
        self._over_field = form.add("over", N_("More than was ordered"), self.over, row=row)
        self._rest_field = form.add("close", N_("What is not sent now"), self.rest, row=row, column=1)
        self.over.key_changed.connect(lambda _key: self.look())
        self.rest.key_changed.connect(lambda _key: self.look())
        self._open: Mapping[int, int] = {}
        self._fields: Mapping[int, QuantityField] = {}
        self.look()

    def watch(self, open_quantities: Mapping[int, int], fields: Mapping[int, QuantityField]) -> None:
        """Look at these quantities from now on, beside what is open of each."""
        self._open, self._fields = dict(open_quantities), dict(fields)
        self.over.choose(str(Over.REFUSE))
        self.rest.choose("keep")
        for field in self._fields.values():
            field.value_changed.connect(lambda _value: self.look())
        self.look()

    def _typed(self) -> dict[int, int]:
        return {i: field.sense() or 0 for i, field in self._fields.items()}

    @property
    def too_much(self) -> bool:
        """Whether more of something goes out than is open."""
        return any(quantity > self._open[i] for i, quantity in self._typed().items())

    @property
    def too_little(self) -> bool:
        """Whether something goes out, and something stays open."""
        typed = self._typed()
        return any(typed.values()) and any(quantity < self._open[i] for i, quantity in typed.items())

    def look(self) -> None:
        """Ask what there is to ask now."""
        self._over_field.setVisible(self._may and self.too_much)
        self._rest_field.setVisible(self._may and self.too_little)
        self._over_field.set_hint(_OVER_HINTS.get(self.over.key(), ""))
        self._rest_field.set_hint(_REST_HINTS.get(self.rest.key(), ""))

    def answered(self) -> tuple[str, bool]:
        """What becomes of too much, and whether the rest is closed.

        Raises UserError, at its field, while too much goes out and nobody chose.
        """
        if self._may and self.too_much and self.over.key() == Over.REFUSE:
            raise UserError(
                _("More goes out than was ordered. Choose what becomes of it, or correct the quantity."),
                field="over",
                code="over_ordered",
            )
        over = self.over.key() if self._may and self.too_much else str(Over.REFUSE)
        return over, self._may and self.too_little and self.rest.key() == "close"
