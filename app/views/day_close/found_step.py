"""A step of closing a day that lists what is open: each thing opens beside; it is ticked, or a remark says why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.models.day_sheet import STOCK, StepFound
from app.money import Currency, show
from app.queries.columns import Column, Kind, Row
from app.queries.day_close import LISTED, STEP_TITLES, Shown, with_remark
from app.views.records import has_page
from app.views.texts import Saying, follow, say
from app.views.widgets.buttons import button
from app.views.widgets.choices import check_box
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.labels import Card, label
from app.views.widgets.number_fields import line_edit
from app.views.widgets.small_table import SmallTable

_WORDS: dict[str, tuple[str, str]] = {
    "paid_not_shipped": (
        N_("Their money is here, their goods are still here too."),
        N_("Everything that was paid has left."),
    ),
    "shipped_not_paid": (N_("Their goods left, their money is still to come."), N_("Everything that left was paid.")),
    "refunds": (N_("They wait for approval, or for the money to go out."), N_("No refund is promised.")),
    "requests": (N_("Somebody waits for an invoice."), N_("Nobody waits for an invoice.")),
    "drafts": (N_("Orders that were begun days ago and not finished."), N_("No draft is older than three days.")),
    STOCK: (
        N_("Their stock is below zero, or does not follow from what moved."),
        N_("All stock agrees with what moved."),
    ),
    "gaps": (N_("These numbers of series without gaps are not accounted for."), N_("No number is missing.")),
}
"""Above the things of a step, and where it found none."""

Open = Callable[[str, int], object]


def _columns(key: str) -> tuple[Column, ...]:
    if key == "gaps":
        return (Column("sentence", N_("What is wrong"), Kind.TEXT, 480),)
    if key == STOCK:
        return (Column("number", N_("Code"), Kind.TEXT, 140), Column("name", N_("Product"), Kind.TEXT, 320))
    return (
        Column("number", N_("Number"), Kind.NUMBER, 140),
        Column("date", N_("Date"), Kind.DATE, 104),
        Column("customer", N_("Customer"), Kind.TEXT, 240),
        Column("amount", N_("Amount"), Kind.MONEY, 120),
    )


class FoundStep(QWidget):
    """What one step found. ``done`` is whether it needs nothing more: nothing was found, or it was looked at."""

    altered = Signal()

    def __init__(self, key: str, currency: Currency, open_thing: Open, show_all: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName(f"day_step_{key}")
        self.key = key
        self.shown: Shown | None = None
        self._currency = currency
        self._open = open_thing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        self.told = label("", "muted", f"day_step_{key}_told", wrap=True)
        head.addWidget(self.told, 1)
        self.all = button(N_("Show in the list"), f"day_step_{key}_all", kind="quiet", icon="external-link")
        self.all.clicked.connect(lambda _checked=False: show_all(key))
        head.addWidget(self.all)
        column.addLayout(head)
        self.table = SmallTable(f"day_step_{key}_table", STEP_TITLES[key], _columns(key), currency, most=8)
        self.table.opens_with(lambda row, _beside: self._open_row(row))
        self.card = Card(f"day_step_{key}_card", padding=0)
        self.card.add_table(self.table)
        column.addWidget(self.card)
        self.sum = label("", "muted", f"day_step_{key}_sum")
        column.addWidget(self.sum)
        self.tick = check_box(N_("I looked at this"), f"day_step_{key}_tick")
        self.tick.toggled.connect(lambda _on: self.altered.emit())
        column.addWidget(self.tick)
        self.remark = line_edit(f"day_step_{key}_remark")
        self.remark.textEdited.connect(self._remarked)
        self.remark_field = LabelledField(
            f"day_step_{key}_remark", N_("Remark"), self.remark, hint=N_("Stands on the sheet of the day")
        )
        column.addWidget(self.remark_field)
        column.addStretch(1)
        follow(self._show)

    def show_found(self, shown: Shown) -> None:
        """Show what the step found; a tick stays only while nothing new came."""
        before = self.shown
        self.shown = shown
        if before is not None and not {*shown.found.things} <= {*before.found.things}:
            self.tick.setChecked(False)
        self._show()
        self.altered.emit()

    def _show(self) -> None:
        shown = self.shown
        if shown is None:
            say(self.told.setText, N_("Looking…"))
            for part in (self.all, self.card, self.sum, self.tick, self.remark_field):
                part.hide()
            return
        found = shown.found
        some, none = _WORDS[self.key]
        say(self.told.setText, some if found.count else none)
        self.table.show_rows([Row(at, self._values(at)) for at in range(len(found.things))])
        for part in (self.card, self.tick, self.remark_field):
            part.setVisible(found.count > 0)
        self.all.setVisible(found.count > 0 and self.key in LISTED)
        rest = found.count - len(found.things)
        self.sum.setVisible(found.count > 0)
        say(self.sum.setText, self._summed(found, rest))

    def _summed(self, found: StepFound, rest: int) -> Saying:
        def told() -> str:
            said = _("{n} found").format(n=f"{found.count:,}")
            if found.amount is not None:
                said = _("{what}, {amount} in all").format(what=said, amount=show(found.amount, self._currency))
            return _("{what}; the first {n} are shown").format(what=said, n=len(found.things)) if rest > 0 else said

        return told

    def _values(self, at: int) -> tuple[object, ...]:
        assert self.shown is not None
        thing, about = self.shown.found.things[at], self.shown.about[at]
        if self.key == "gaps":
            return (thing.number,)
        if self.key == STOCK:
            return thing.number, about
        return thing.number, thing.date, about, thing.amount

    def _open_row(self, at: int) -> None:
        thing = self.shown.found.things[at] if self.shown is not None else None
        if thing is not None and (has_page(thing.kind) or thing.kind == "series"):
            self._open(thing.kind, thing.id)

    def _remarked(self, text: str) -> None:
        # Who writes to it has looked at it.
        if text.strip():
            self.tick.setChecked(True)
        self.altered.emit()

    @property
    def count(self) -> int:
        """How much was found."""
        return self.shown.found.count if self.shown is not None else 0

    @property
    def done(self) -> bool:
        """Whether the step may be signed."""
        return self.shown is not None and (not self.shown.found.count or self.tick.isChecked())

    def signed(self) -> StepFound:
        """What is signed of it."""
        assert self.shown is not None
        return with_remark(self.shown.found, self.remark.text())

    def first_field(self) -> QWidget | None:
        """Where the keyboard begins."""
        return self.table if self.count else None
