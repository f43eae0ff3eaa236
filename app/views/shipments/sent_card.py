"""What went out at the desk just now, with its papers: each is printed once, unless somebody wants it again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QHBoxLayout

from app.i18n import N_, _, ngettext
from app.queries.columns import Column, Kind, Row
from app.views.desk import Desk
from app.views.records import open_record
from app.views.shipments.papers import print_delivery_notes, print_labels
from app.views.texts import say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

_SENT = (
    Column("number", N_("Shipment"), Kind.NUMBER, 120),
    Column("order", N_("Order"), Kind.NUMBER, 120),
    Column("consignee", N_("Consignee"), Kind.TEXT, 120),
    Column("tracking_number", N_("Tracking number"), Kind.TEXT, 150),
)


@dataclass(frozen=True)
class Sent:
    """A shipment that went out here; ``papers`` are those that were printed of it."""

    id: int
    number: str
    order: str
    consignee: str
    tracking: str
    papers: frozenset[str] = frozenset()


class SentCard(Card):
    """The shipments of this sitting, the newest first; the buttons print what was not printed yet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("ship_desk_sent")
        self.desk = desk
        self.sent: list[Sent] = []
        self.title = label("", "section", "ship_desk_sent_title")
        self.hint = label(
            N_("What goes out here stands here, with its papers."), "hint", "ship_desk_sent_hint", wrap=True
        )
        self.body.addWidget(self.title)
        self.body.addWidget(self.hint)
        self.table = SmallTable("ship_desk_sent_table", N_("Shipped just now"), _SENT, desk.currency, most=14)
        self.table.open_asked.connect(lambda record: open_record(desk, "shipment", record))
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.notes = button(N_("Print delivery notes…"), "ship_desk_print_notes", icon="printer", run=self.print_notes)
        self.labels = button(N_("Print shipping labels…"), "ship_desk_print_labels", icon="tag", run=self.print_labels)
        row.addWidget(self.notes)
        row.addWidget(self.labels)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self._show()

    def add(self, sent: Sent) -> None:
        """Put a shipment that just left on top."""
        self.sent.insert(0, sent)
        self._show()

    def numbered(self, numbers: dict[int, tuple[str, str]]) -> None:
        """Take over the numbers and tracking numbers of those that are still live; the others go."""
        self.sent = [
            replace(each, number=numbers[each.id][0], tracking=numbers[each.id][1])
            for each in self.sent
            if each.id in numbers
        ]
        self._show()

    def waiting(self, paper: str) -> list[int]:
        """The shipments of which this paper is to be printed, the first that left first: those of which it wasn't
        yet, all once it was of all."""
        ids = [each.id for each in reversed(self.sent) if paper not in each.papers]
        return ids or [each.id for each in reversed(self.sent)]

    def print_notes(self) -> None:
        """Show the delivery notes that were not printed yet."""
        ids = self.waiting("delivery-note")
        print_delivery_notes(self.desk, self, ids, printed=self._noting("delivery-note", ids))

    def print_labels(self) -> None:
        """Show the labels that were not printed yet."""
        ids = self.waiting("shipping-label")
        print_labels(self.desk, self, ids, printed=self._noting("shipping-label", ids))

    def _noting(self, paper: str, ids: Collection[int]) -> Callable[[Sequence[str]], None]:
        shown = set(ids)

        def printed(numbers: Sequence[str]) -> None:
            self.sent = [
                replace(each, papers=each.papers | {paper}) if each.id in shown and each.number in numbers else each
                for each in self.sent
            ]
            self._show()

        return printed

    def _show(self) -> None:
        count = len(self.sent)
        say(
            self.title.setText,
            lambda: _("Shipped just now: {n}").format(n=count) if count else _("Nothing shipped here yet"),
        )
        rows = [Row(each.id, (each.number, each.order, each.consignee, each.tracking)) for each in self.sent]
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.hint.setVisible(not rows)
        notes, labels = len(self.waiting("delivery-note")), len(self.waiting("shipping-label"))
        say_button(
            self.notes,
            lambda: ngettext("Print {n} delivery note…", "Print {n} delivery notes…", notes).format(n=f"{notes:,}"),
        )
        say_button(
            self.labels,
            lambda: ngettext("Print {n} label…", "Print {n} labels…", labels).format(n=f"{labels:,}"),
        )
        for part in (self.notes, self.labels):
            part.setVisible(bool(rows))
