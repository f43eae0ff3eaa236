"""A field for a part of an amount: typed as an amount, or as a percentage of the whole."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtWidgets import QWidget

from app.money import RATE, RATE_WHOLE, Currency, divide
from app.views.arithmetic import NotUnderstood, calculate
from app.views.widgets.number_fields import MoneyField

_PERCENTAGE = re.compile(r"(\d[\d.,]*|\.\d+)\s*%")


class PartField(MoneyField):
    """An amount in minor units; ``10%`` is that part of ``whole``, and becomes an amount when the field is left."""

    def __init__(self, name: str, currency: Currency, whole: int, parent: QWidget | None = None) -> None:
        self.whole = whole
        super().__init__(name, currency, parent)

    def value(self) -> int | None:
        rate = self._rate()
        return super().value() if rate is None else divide(self.whole * rate, RATE_WHOLE)

    def settle(self) -> None:
        """Show the result of what was typed; a percentage stays as the tooltip, and F9 brings it back."""
        typed = self.text().strip()
        rate = self._rate()
        super().settle()
        if rate is not None:
            self.keep_calculation(typed)

    def recompute(self) -> None:
        if self._rate() is None:
            super().recompute()
        else:
            self.settle()
            self.selectAll()

    def _rate(self) -> int | None:
        found = _PERCENTAGE.fullmatch(unicodedata.normalize("NFKC", self.text()).strip())
        if found is None:
            return None
        try:
            return calculate(found.group(1), RATE)
        except NotUnderstood:
            return None
