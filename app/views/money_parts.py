"""Parts that the dialogs of payments, refunds and invoices share: pickers, the payment method, parts of several
orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import _
from app.money import RATE, Currency, divide, show
from app.queries import choices
from app.views import pickers
from app.views.desk import Desk
from app.views.texts import Saying, say
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label, value_label
from app.views.widgets.layouts import scroll_area
from app.views.widgets.number_fields import MoneyField
from app.views.widgets.picker import Picker

ROWS, FEW_ROWS = 6, 3
"""Orders that are in sight at once, on a high screen and on a low one; the others are scrolled to."""
HIGH = 900
"""From which height in pixels a screen is a high one."""
ROWS_AT_MOST = 60
"""Orders that a dialog lists; what is older comes first, so the rest is settled by a second payment."""


def customer_picker(desk: Desk, name: str) -> Picker:
    """A field that finds customers."""
    return Picker(name, pickers.customers(desk), desk=desk)


class MethodField(KeyField):
    """The payment methods of the book; ``needs_reference`` says whether the chosen one carries the bank's."""

    def __init__(self, desk: Desk, name: str) -> None:
        found = choices.methods(desk.actor)
        self._facts = {str(c.facts["code"]): c.facts for c in found}
        super().__init__(name, [(str(c.facts["code"]), (lambda title=c.title: title)) for c in found])
        kept = desk.preferences.get("payments.method", "")
        if kept in self._facts:
            self.choose(kept)

    @property
    def needs_reference(self) -> bool:
        """Whether the bank's reference must be given."""
        return bool(self._facts.get(self.key(), {}).get("needs_reference", False))

    @property
    def needs_date(self) -> bool:
        """Whether the day must be taken from the statement, so that none is proposed."""
        return bool(self._facts.get(self.key(), {}).get("needs_date", False))

    def usual_fee(self, amount: int) -> int:
        """What the bank usually keeps of this amount."""
        return divide(amount * int(self._facts.get(self.key(), {}).get("fee_rate", 0)), 100 * RATE)


@dataclass(frozen=True)
class Part:
    """Something that takes a part of an amount: its id, what it is called, a remark, and the most it takes."""

    id: int
    title: str
    remark: str
    most: int


class PartsTable(QWidget):
    """What goes to what: one amount per line. What nobody typed is spread over the lines from the top.

    ``value()`` maps ids to amounts above zero; ``spread(amount)`` fills what was not typed.
    """

    parts_changed = Signal()

    def __init__(self, name: str, currency: Currency, *, heads: tuple[Saying, Saying, Saying]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._currency = currency
        self.fields: dict[int, MoneyField] = {}
        self.parts: tuple[Part, ...] = ()
        self._typed: set[int] = set()
        self._amount = 0
        self._auto: frozenset[int] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._inner = QWidget()
        self._inner.setObjectName("scroll_body")
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        for place, head in enumerate((heads[0], "", heads[1], heads[2])):
            if head:
                shown = label(head, "label", f"{name}_head_{place}")
                side = Qt.AlignmentFlag.AlignRight if place >= 2 else Qt.AlignmentFlag.AlignLeft
                shown.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(shown, 0, place)
        self._area = scroll_area(self._inner, f"{name}_scroll")
        column.addWidget(self._area)
        self._inner.installEventFilter(self)
        self.show_parts(())

    def show_parts(self, parts: Sequence[Part], auto: Sequence[int] | None = None) -> None:
        """Offer these lines; ``auto`` names the lines over which an amount is spread, all unless given."""
        while self._grid.count() > 3:
            item = self._grid.takeAt(3)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.fields.clear()
        self._typed.clear()
        self.parts = tuple(parts)
        self._auto = None if auto is None else frozenset(auto)
        for row, part in enumerate(self.parts[:ROWS_AT_MOST], start=1):
            self._grid.addWidget(value_label(part.title, "", f"part_title_{part.id}"), row, 0)
            self._grid.addWidget(value_label(part.remark, "muted", f"part_remark_{part.id}"), row, 1)
            due = value_label(show(part.most, self._currency), "", f"part_due_{part.id}")
            due.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(due, row, 2)
            field = MoneyField(f"part_amount_{part.id}", self._currency)
            say(field.setAccessibleName, lambda part=part: _("Part for {name}").format(name=part.title))
            field.textEdited.connect(lambda _text, part=part: self._edited(part.id))
            field.value_changed.connect(lambda _value: self.parts_changed.emit())
            self.fields[part.id] = field
            self._grid.addWidget(field, row, 3)
        self._make_room()
        self.spread(self._amount)

    def _height(self, lines: int) -> int:
        """Pixels that the heads and so many lines take, none without lines."""
        if not self.fields:
            return 0
        each = next(iter(self.fields.values())).sizeHint().height() + self._grid.verticalSpacing()
        return self._inner.sizeHint().height() - (len(self.fields) - lines) * each

    def _make_room(self) -> None:
        lines = min(len(self.fields), ROWS if self.screen().availableGeometry().height() >= HIGH else FEW_ROWS)
        # What else a dialog must show takes the place of all but a few.
        self._area.setMinimumHeight(self._height(min(lines, FEW_ROWS)))
        self._area.setMaximumHeight(self._height(lines))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The lines are measured again when their fonts become known."""
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().eventFilter(watched, event)

    def _edited(self, part: int) -> None:
        self._typed.add(part)

    def spread_over_all(self) -> None:
        """Forget what was typed, and spread the amount over all lines from the top."""
        self._typed.clear()
        self._auto = None
        self.spread(self._amount)

    def spread(self, amount: int) -> None:
        """Give every line that was not typed as much as is left, from the top."""
        self._amount = amount
        rest = amount - sum(self._read(i) for i in self._typed)
        for part in self.parts[:ROWS_AT_MOST]:
            if part.id in self._typed:
                continue
            taken = max(0, min(rest, part.most)) if self._auto is None or part.id in self._auto else 0
            self.fields[part.id].set_value(taken or None)
            rest -= taken
        self.parts_changed.emit()

    def _read(self, part: int) -> int:
        return self.fields[part].sense() or 0

    def value(self) -> Mapping[int, int]:
        """The amounts by id.

        Raises:
            UserError: An amount is no number, or below zero.
        """
        found = {i: field.value() or 0 for i, field in self.fields.items()}
        if any(amount < 0 for amount in found.values()):
            raise UserError(_("No part can be below zero."), field="parts", code="below_zero")
        return {i: amount for i, amount in found.items() if amount}

    def understood(self) -> bool:
        """Whether every line holds an amount or nothing."""
        try:
            self.value()
        except UserError:
            return False
        return True

    @property
    def total(self) -> int:
        """What all lines take together, as far as they make sense."""
        return sum(self._read(i) for i in self.fields)

    def total_by_id(self) -> Mapping[int, int]:
        """What every line takes, as far as it makes sense."""
        return {i: self._read(i) for i in self.fields}

    @property
    def beyond(self) -> int:
        """What lines were given beyond the most that they take."""
        most = {part.id: part.most for part in self.parts}
        return sum(max(0, self._read(i) - most[i]) for i in self.fields)
