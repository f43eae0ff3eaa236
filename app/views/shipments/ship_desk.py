"""The desk at which goods go out: an order is scanned or typed, its parcel's number, and the next order follows.

Enter goes on: from the number to the order, from the last field to the shipment. Everything that is open goes out
unless a quantity is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.later import Later
from app.queries.shipments import live_numbers
from app.queries.to_ship import TO_SHIP, WaitingOrder, order_scanned
from app.views import problems, tab_order
from app.views.acting import tell
from app.views.commands import action_for, with_keys
from app.views.desk import Desk
from app.views.page import Page
from app.views.shipments import show_to_ship
from app.views.shipments.sent_card import Sent, SentCard
from app.views.shipments.ship_lines import ShipLines
from app.views.shipments.ship_question import ShipQuestion
from app.views.shipments.tracking_fields import TrackingFields
from app.views.texts import say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.date_field import DateField
from app.views.widgets.form import Form
from app.views.widgets.labels import Card, label, value_label
from app.views.widgets.number_fields import CodeField

if TYPE_CHECKING:
    from app.operations import shipments
    from app.queries import carriers
else:
    shipments, carriers = Later("app.operations.shipments"), Later("app.queries.carriers")


class ShipDesk(Page):
    """One order after the other."""

    help_topic = "shipments"
    watches = frozenset({"shipment"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "ship_desk_page")
        self.setProperty("page", "true")
        say(self.setAccessibleName, N_("Shipping desk"))
        self.order: WaitingOrder | None = None
        self._busy = False
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.banner = Banner("ship_desk_banner")
        column.addWidget(self.banner)
        both = QHBoxLayout()
        both.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._finder())
        left.addWidget(self._order_card(), 1)
        both.addLayout(left, 3)
        self.sent_card = SentCard(self.desk)
        both.addWidget(self.sent_card, 2)
        column.addLayout(both, 1)
        self._acts = self._make_acts()
        self._show_order(None)
        self.setFocusProxy(self.number)
        self.refresh()

    # Building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._back))
        row.addWidget(label(N_("Shipping desk"), "title", "ship_desk_title"))
        row.addStretch(1)
        self.ship_button = button(N_("Ship"), "ship_desk_ship", kind="primary", icon="truck", run=self.ship)
        say(self.ship_button.setToolTip, with_keys(N_("Ship"), "Ctrl+Enter"))
        row.addWidget(self.ship_button)
        return row

    def _finder(self) -> Card:
        card = Card("ship_desk_finder")
        self.finder = Form("ship_desk_finder_form")
        self.number = CodeField("ship_desk_number")
        self._number_field = self.finder.add(
            "number", N_("Order"), self.number, hint=N_("Scan or type the number, a name or the end of a phone number")
        )
        card.body.addWidget(self.finder)
        return card

    def _order_card(self) -> Card:
        self.card = Card("ship_desk_order")
        self.title = value_label("", "section", "ship_desk_order_title")
        self.place = value_label("", "muted", "ship_desk_ship_to")
        self.place.setWordWrap(True)
        self.lines = ShipLines("ship_desk")
        self.form = Form("ship_desk_form")
        self.tracking = TrackingFields("ship_desk", self.form, row=0)
        self.day = DateField("ship_desk_date", today=self.desk.actor.today)
        self.form.add("date", N_("Date"), self.day, row=0, column=2)
        self.question = ShipQuestion(self.desk, "ship_desk", self.form, row=1)
        self.nothing = QWidget()
        self.nothing.setObjectName("ship_desk_nothing")
        self.waiting = label("", "lead", "ship_desk_waiting", wrap=True)
        beginning = QVBoxLayout(self.nothing)
        beginning.setContentsMargins(0, 0, 0, 0)
        beginning.setSpacing(12)
        beginning.addWidget(
            label(N_("The order that you scan or type stands here."), "hint", "ship_desk_hint", wrap=True)
        )
        beginning.addWidget(self.waiting)
        row = QHBoxLayout()
        row.addWidget(button(N_("Orders to ship"), "ship_desk_list", icon="clipboard-list", run=self._show_list))
        row.addStretch(1)
        beginning.addLayout(row)
        for part in (self.nothing, self.title, self.place, self.lines, self.form):
            self.card.body.addWidget(part)
        self.card.body.addStretch(1)
        return self.card

    def _make_acts(self) -> list[QAction]:
        sent = self.sent_card
        return [
            action_for("ship_desk_ship_now", N_("Ship"), self.ship, self, icon_name="truck"),
            action_for("ship_desk_notes", N_("Print delivery notes…"), sent.print_notes, self, icon_name="printer",
                       shortcut="Ctrl+P"),
            action_for("ship_desk_labels", N_("Print shipping labels…"), sent.print_labels, self, icon_name="tag"),
        ]  # fmt: skip

    # The order

    def find_order(self) -> None:
        """Look for the order that was scanned or typed."""
        self.finder.clear_problems()
        self.banner.dismiss()
        typed = self.number.text().strip()
        if not typed:
            return
        actor = self.desk.actor
        self.desk.read(
            lambda: (order_scanned(actor, typed), carriers.last_carrier()),
            self._found,
            key=f"ship_desk.{id(self)}",
            owner=self,
            on_problem=self._not_found,
        )

    def _found(self, found: tuple[WaitingOrder, str]) -> None:
        order, last = found
        self._show_order(order)
        self.tracking.fill(order.carrier or last)
        self.day.set_value(self.desk.actor.today())
        self.tracking.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_found(self, error: Exception) -> None:
        self._show_order(None)
        if isinstance(error, UserError) and not self.finder.show_problem(error):
            self.banner.tell("warn", lambda: error.message)
        elif not isinstance(error, UserError):
            problems.show(error, parent=self)
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.number.selectAll()

    def _show_order(self, order: WaitingOrder | None) -> None:
        self.order = order
        self.lines.show_lines(order.lines if order is not None else ())
        for part in (self.title, self.place, self.lines, self.form):
            part.setVisible(order is not None)
        self.nothing.setVisible(order is None)
        self.ship_button.setEnabled(order is not None)
        self.form.clear_problems()
        if order is not None:
            self.title.setText(" · ".join(p for p in (order.number, order.customer) if p))
            place = "   ".join(p for p in (order.consignee, order.phone, order.address) if p)
            promised = order.promised_date
            say(
                self.place.setText,
                lambda: "\n".join(
                    p
                    for p in (place, _("Promised for {date}").format(date=promised) if promised else "", order.note)
                    if p
                ),
            )
            self.question.watch({line.id: line.rest for line in order.lines}, self.lines.fields)
        else:
            self.question.watch({}, {})
        tab_order.arrange(self)
        self.status_changed.emit()

    # Shipping

    def ship(self) -> None:
        """Record that these goods left."""
        order = self.order
        if order is None or self._busy:
            return
        self.form.clear_problems()
        self.banner.dismiss()
        if not self.form.read_all():
            return
        wrong = self.lines.wrong()
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            self.banner.tell("danger", N_("A quantity is no number. Write it like 12 or 2.5."))
            return
        try:
            over, close = self.question.answered()
        except UserError as problem:
            self.form.show_problem(problem)
            return
        parts = {line: field.value() or 0 for line, field in self.lines.fields.items()}
        day, carrier = self.day.value(), self.tracking.carrier.text().strip()
        number = self.tracking.number.text().strip()
        self._set_busy(True)
        self.desk.perform(
            lambda actor: shipments.ship_order(
                actor,
                order.id,
                quantities=parts,
                date=day,
                carrier=carrier,
                tracking_number=number,
                over=over,
                close=close,
            ),
            on_done=lambda done: self._shipped(done, order, number),
            on_problem=self._refused,
            origin=self,
            owner=self,
            title=_("Ship"),
        )

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for part in (self.ship_button, self.form, self.lines):
            part.setEnabled(not busy)

    def _shipped(self, done: Any, order: WaitingOrder, number: str) -> None:
        self._set_busy(False)
        self.sent_card.add(Sent(done.value, "", order.number, order.consignee or order.customer, number))
        self._show_order(None)
        self.refresh()
        self.number.clear()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        tell(self.desk, lambda: _("{order} is shipped.").format(order=order.number), posted=("shipment", done.value))

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        problems.tell(error, self.banner, parent=self, form=self.form)

    # What was shipped

    def refresh(self) -> None:
        ids, actor = [each.id for each in self.sent], self.desk.actor
        self.desk.read(
            lambda: (live_numbers(ids) if ids else {}, TO_SHIP.counts(actor)),
            self._looked,
            key=f"ship_desk.sent.{id(self)}",
            owner=self,
        )

    def _looked(self, found: tuple[dict[int, tuple[str, str]], dict[str, int]]) -> None:
        numbers, counts = found
        say(self.waiting.setText, lambda: _waiting_words(counts["all"], counts["due"]))
        self.sent_card.numbered(numbers)

    @property
    def sent(self) -> list[Sent]:
        """What went out here, the newest first."""
        return self.sent_card.sent

    def _show_list(self) -> None:
        if self.desk.shell is not None:
            show_to_ship(self.desk, self.desk.shell)

    # Keys

    def menu_actions(self) -> Sequence[QAction | None]:
        return self._acts

    def status_text(self) -> str:
        return self.title.text() if self.order is not None else ""

    def _back(self) -> None:
        if self.order is not None:
            self._show_order(None)
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            self.number.selectAll()
        else:
            super()._back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        at = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.ship() if self.order is not None else self.find_order()
        elif enter and at is self.number:
            self.find_order()
        elif enter and at is self.tracking.number:
            self.ship()
        elif enter and isinstance(at, QLineEdit):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


def _waiting_words(waiting: int, due: int) -> str:
    if not waiting:
        return _("Nothing waits to be shipped.")
    said = ngettext("{n} order waits.", "{n} orders wait.", waiting).format(n=f"{waiting:,}")
    promised = ngettext("{n} is promised by today.", "{n} are promised by today.", due).format(n=f"{due:,}")
    return f"{said} {promised}" if due else said
