"""The page of one order: how far it is, what it is worth, what was paid, shipped and invoiced, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.errors import DaybookError, NotFound
from app.i18n import N_, _
from app.operations.orders import note_order
from app.queries import order_details
from app.queries.order_details import OrderDetail
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.orders.actions import ACTIONS, NEXT_STEPS, OrderActions
from app.views.orders.order_parts import HistoryCard, LinesCard, MoneyCard, PartyCard, ShipmentsCard
from app.views.page import Page
from app.views.printing_orders import print_orders
from app.views.texts import language_switch, say, tip
from app.views.values import local_moment, word_of
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.chip import Chip
from app.views.widgets.labels import Card, label
from app.views.widgets.stepper import Step, Stepper

_PATH = ("draft", "confirmed", "processing", "completed")
_CHIPS = ("state", "collection", "delivery", "invoicing")


class OrderPage(Page):
    """One order. It reads itself again whenever an operation touched an order, money or goods."""

    watches = frozenset(
        {
            "order",
            "order_line",
            "payment",
            "allocation",
            "refund",
            "credit",
            "invoice",
            "invoice_request",
            "shipment",
            "write_off",
            "customer",
        }
    )

    def __init__(self, desk: Desk, order_id: int) -> None:
        super().__init__(desk, f"order_page_{order_id}")
        self.setProperty("page", "true")
        self.order_id = order_id
        self.order: OrderDetail | None = None
        self.actions_of = OrderActions(desk, self)
        self._actions: dict[str, QAction] = {}
        for each in ACTIONS.values():
            made = action_for(each.name, each.text, lambda name=each.name: self._start(name), self, icon_name=each.icon)
            made.setEnabled(False)
            self._actions[each.name] = made
        self._print = action_for(
            "print_order", N_("Print order sheet…"), self.print_sheet, self, icon_name="printer", shortcut="Ctrl+P"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.banner = Banner("order_banner")
        column.addWidget(self.banner)
        self.stepper = Stepper("order_stepper")
        column.addWidget(self.stepper)
        column.addWidget(self._body(), 1)
        QShortcut(QKeySequence("Ctrl+Return"), self.note, self._save_note)
        language_switch().switched.connect(self._show)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._back))
        self.title = label("", "title", "order_title")
        row.addWidget(self.title)
        self.chips = {kind: Chip(kind, "draft", f"order_{kind}_chip") for kind in _CHIPS}
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        self.more = button(N_("More"), "order_more_button")
        self.more.setMenu(QMenu(self.more))
        row.addWidget(self.more)
        row.addWidget(button(N_("Print…"), "print_order_button", icon="printer", run=self._print.trigger))
        self.next = button(N_("Next step"), "order_next_button", kind="primary", run=self._next_step)
        row.addWidget(self.next)
        return row

    def _body(self) -> QScrollArea:
        currency = self.desk.currency
        self.lines = LinesCard(currency)
        self.party = PartyCard(self.desk)
        self.money = MoneyCard(self.desk)
        self.shipments = ShipmentsCard(self.desk)
        self.history = HistoryCard()
        note_card = Card("order_note_card", title=N_("Note"))
        self.note = QPlainTextEdit()
        self.note.setObjectName("order_note")
        self.note.setFixedHeight(72)
        self.note.setTabChangesFocus(True)
        say(self.note.setAccessibleName, N_("Note"))
        say(self.note.setPlaceholderText, N_("Ctrl+Enter keeps the note"))
        note_card.body.addWidget(self.note)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, parts in ((left, (self.lines, self.money, self.history)), (right, (self.party, note_card))):
            side.setSpacing(12)
            for part in parts:
                side.addWidget(part)
            if side is right:
                side.addWidget(self.shipments)
            side.addStretch(1)
        body = QWidget()
        body.setObjectName("scroll_body")
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addLayout(left, 8)
        both.addLayout(right, 3)
        area = QScrollArea()
        area.setObjectName("order_scroll")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        return area

    # Showing

    def refresh(self) -> None:
        actor, order_id = self.desk.actor, self.order_id
        self.desk.read(
            lambda: order_details.order(actor, order_id),
            self._read,
            key=f"order.{id(self)}",
            owner=self,
            on_problem=self._gone,
        )

    def _gone(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self._back()
        elif isinstance(error, DaybookError):
            self.banner.tell("warn", str(error), dismissible=False)

    def _read(self, order: OrderDetail) -> None:
        self.order = order
        self._show()

    def _show(self) -> None:
        order = self.order
        if order is None:
            return
        self.title.setText(order.name)
        say(self.setAccessibleName, lambda: _("Order {order}").format(order=order.name))
        for kind, chip in self.chips.items():
            chip.set_state(getattr(order, kind))
        quiet = {"collection": "nothing_due", "delivery": "nothing_to_ship", "invoicing": "none"}
        for kind, key in quiet.items():
            self.chips[kind].setVisible(getattr(order, kind) != key)
        self.stepper.show_steps(self._steps(order))
        self.lines.show_order(order)
        self.party.show_order(order)
        self.money.show_order(order)
        self.shipments.show_order(order)
        self.history.show_entries(order.history)
        if not self.note.hasFocus():
            self.note.setPlainText(order.note)
        self._show_banner(order)
        self._show_actions(order)
        self.status_changed.emit()

    def _steps(self, order: OrderDetail) -> list[Step]:
        if order.state == "cancelled":
            return [
                Step(word_of("state", "draft"), "done", local_moment(order.created_at)),
                Step(word_of("state", "cancelled"), "stopped", order.cancel_reason),
            ]
        path = list(_PATH)
        if order.state in ("quoted", "review"):
            path.insert(1, order.state)
        at = path.index(order.state)
        times = {
            "draft": local_moment(order.created_at),
            "confirmed": local_moment(order.confirmed_at) if order.confirmed_at else "",
            "completed": local_moment(order.completed_at) if order.completed_at else "",
            "quoted": order.quotation_number,
        }
        last = len(path) - 1
        return [
            Step(
                word_of("state", key),
                "done" if i < at or (i == at == last) else "current" if i == at else "ahead",
                times.get(key, "") if i <= at else "",
            )
            for i, key in enumerate(path)
        ]

    def _show_banner(self, order: OrderDetail) -> None:
        open_problems = [p.reason for p in order.exceptions if p.solved_at is None]
        if order.hold:
            self.banner.tell("warn", lambda: _("On hold: {reason}").format(reason=order.hold_reason), dismissible=False)
        elif open_problems:
            self.banner.tell("danger", lambda: " ".join(open_problems), dismissible=False)
        elif order.state == "draft" and order.sent_back_reason:
            self.banner.tell("warn", lambda: _("Sent back: {reason}").format(reason=order.sent_back_reason))
        else:
            self.banner.hide()

    def _show_actions(self, order: OrderDetail) -> None:
        menu = self.more.menu()
        menu.clear()
        for name, action in self._actions.items():
            action.setEnabled(name in order.actions)
            action.setToolTip(tip(order.why_not.get(name, "")))
        step = self._step(order)
        self.next.setVisible(step != "")
        if step:
            say(self.next.setText, ACTIONS[step].text)
            say(self.next.setAccessibleName, ACTIONS[step].text)
        shown = [n for n in ACTIONS if n in order.actions and n != step]
        for name in (n for n in shown if not ACTIONS[n].danger):
            menu.addAction(self._actions[name])
        if any(ACTIONS[n].danger for n in shown):
            menu.addSeparator()
        for name in (n for n in shown if ACTIONS[n].danger):
            menu.addAction(self._actions[name])

    @staticmethod
    def _step(order: OrderDetail) -> str:
        for name in NEXT_STEPS:
            if name not in order.actions:
                continue
            if name == "record_payment" and order.outstanding <= 0:
                continue
            return name
        return ""

    # Doing

    def menu_actions(self) -> Sequence[QAction | None]:
        return [*self._actions.values(), None, self._print]

    def _start(self, name: str) -> None:
        self.actions_of.start(name, self.order_id)

    def _next_step(self) -> None:
        if self.order is not None:
            self._start(self._step(self.order))

    def _save_note(self) -> None:
        text = self.note.toPlainText()

        def kept(_result: Any) -> None:
            self.actions_of.tell(N_("The note is kept."), undo=True)

        self.desk.perform(lambda actor: note_order(actor, self.order_id, text), on_done=kept, owner=self)

    def print_sheet(self) -> None:
        """Show the order sheet as it will be printed."""
        print_orders(self.desk, self, [self.order_id])

    def _back(self) -> None:
        self.desk.shell.close_record()

    def may_close(self) -> bool:
        order = self.order
        if order is not None and self.note.toPlainText() != order.note and "note_order" in order.actions:
            self._save_note()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._next_step()
        else:
            super().keyPressEvent(event)

    def status_text(self) -> str:
        order = self.order
        return "" if order is None else f"{order.name} · {order.customer}"
