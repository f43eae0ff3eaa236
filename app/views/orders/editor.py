"""The editor of an order: customer first, then lines, all by keyboard; what is typed is kept every two seconds.

Enter goes on: from the customer to the lines, from any other field to the next one.

Ctrl+S saves, Ctrl+Enter saves and confirms (or amends), Esc leaves and keeps what was typed.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.errors import NeedsConfirmation, Problems, UserError
from app.i18n import N_, _, ngettext
from app.operations import amendments, orders
from app.operations.drafts import drop_draft, keep_draft
from app.operations.inputs import OrderInput
from app.queries import order_details
from app.queries.drafts import kept_draft
from app.queries.order_details import OrderDetail
from app.views import pickers, problems
from app.views.desk import Desk
from app.views.orders.editor_fields import HeadForm, MoneyForm, ShipToForm
from app.views.orders.lines_model import EACH, NUMBER, WHAT, DraftLine, LinesModel
from app.views.orders.lines_view import LinesView
from app.views.orders.order_parts import Sums, order_sums
from app.views.page import Page
from app.views.texts import say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.labels import Card, label

AUTOSAVE = 1_500
"""Milliseconds from the last key to the kept draft."""
_COLUMNS = {"quantity": NUMBER, "unit_price": EACH, "description": WHAT, "discount_rate": 4}


def open_editor(
    desk: Desk, order_id: int | None = None, *, amend: bool = False, customer_id: int | None = None
) -> None:
    """Open the editor on a new order, a draft, or (``amend``) a confirmed order, over the list of orders."""
    page = OrderEditor(desk, order_id, amend=amend, customer_id=customer_id)
    shown = desk.shell.open_record("orders", page)
    shown.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(shown, OrderEditor):
        shown.start()


class OrderEditor(Page):
    """What is typed of one order."""

    watches = frozenset({"nothing"})

    def __init__(
        self, desk: Desk, order_id: int | None = None, *, amend: bool = False, customer_id: int | None = None
    ) -> None:
        super().__init__(desk, f"order_editor_{order_id or 'new'}")
        self.setProperty("page", "true")
        self.order_id, self.amend = order_id, amend
        self.version: int | None = None
        self._busy = False
        self._touched = False
        self._loading = True
        taxes = pickers.taxes(desk)
        self.model = LinesModel(desk.currency, taxes, pickers.default_tax())
        self.head = HeadForm(desk)
        self.ship_to = ShipToForm()
        self.money = MoneyForm(desk, amend=amend)
        self.view = LinesView(self.model, desk, pickers.products(desk), pickers.line_fields)
        self.note = QPlainTextEdit()
        self._build()
        self._connect()
        self._load(customer_id)
        self.model.set_frame(**self._frame_fields())
        self._loading = False
        self._count()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._leave))
        self.title = label(N_("New order"), "title", "editor_title")
        row.addWidget(self.title)
        self.state = label("", "hint", "editor_state")
        row.addWidget(self.state)
        row.addStretch(1)
        self.discard = button(N_("Discard changes"), "discard_button", kind="quiet", run=self._discard)
        self.save = button(N_("Save draft"), "save_order_button", run=lambda: self._save(confirm=False))
        self.save.setToolTip("Ctrl+S")
        self.go = button(
            N_("Save amendment") if self.amend else N_("Confirm order"),
            "confirm_order_button",
            kind="primary",
            run=lambda: self._save(confirm=True),
        )
        self.go.setToolTip("Ctrl+Enter")
        for each in (self.discard, self.save, self.go):
            row.addWidget(each)
        column.addLayout(row)
        # Not before it stands in the page: a button without a parent would appear as a window of its own.
        self.save.setVisible(not self.amend)
        self.banner = Banner("editor_banner")
        column.addWidget(self.banner)
        body = QWidget()
        body.setObjectName("scroll_body")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        head = Card("editor_head_card")
        head.body.addWidget(self.head)
        inner.addWidget(head)
        lines = Card("editor_lines_card", padding=1)
        lines.body.addWidget(self.view, 1)
        inner.addWidget(lines, 1)
        inner.addLayout(self._foot())
        area = QScrollArea()
        area.setObjectName("editor_scroll")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        column.addWidget(area, 1)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        where = Card("editor_ship_to_card", title=N_("Ship to"))
        where.body.addWidget(self.ship_to)
        where.body.addStretch(1)
        notes = Card("editor_note_card", title=N_("Note"))
        self.note.setObjectName("order_note")
        self.note.setFixedHeight(72)
        self.note.setTabChangesFocus(True)
        say(self.note.setAccessibleName, N_("Note"))
        notes.body.addWidget(self.note)
        notes.body.addStretch(1)
        sums = Card("editor_sums_card")
        sums.body.addWidget(self.money)
        sums.body.addWidget(self.head.include)
        self.sums = Sums("editor_sums")
        sums.body.addWidget(self.sums)
        sums.body.addStretch(1)
        for part, stretch in ((where, 5), (notes, 2), (sums, 4)):
            foot.addWidget(part, stretch)
        return foot

    def _connect(self) -> None:
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(AUTOSAVE)
        self._keep.timeout.connect(self._keep_draft)
        self.model.altered.connect(self._altered)
        for form in (self.head, self.ship_to, self.money):
            form.altered.connect(self._altered)
        self.money.altered.connect(self._frame)
        self.head.altered.connect(self._frame)
        self.head.customer_chosen.connect(self._customer_chosen)
        self.note.textChanged.connect(self._altered)
        self.view.create_asked.connect(self._create_product)
        self.view.left.connect(self.money.start)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, lambda: self._save(confirm=self.amend))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, lambda: self._save(confirm=True))

    # Loading

    def start(self) -> None:
        """Put the keyboard where typing begins: the customer, or the lines when there is one."""
        if self.head.customer.value() is None:
            self.head.customer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.view.start()

    def _load(self, customer_id: int | None) -> None:
        if self.order_id is not None:
            order = order_details.order(self.desk.actor, self.order_id)
            self._show_order(order)
        elif customer_id is not None:
            self.head.choose_customer(customer_id)
            self._customer_chosen(customer_id)
        kept = kept_draft(self.desk.actor, "order", self.order_id)
        if kept is not None and customer_id is None:
            self._show_content(kept)
            self._touched = True
            self.banner.tell("info", N_("What you typed last time and did not save is here again."))

    def _show_order(self, order: OrderDetail) -> None:
        name = order.name
        say(
            self.title.setText,
            lambda: (
                _("Amend order {order}").format(order=name) if self.amend else _("Order {order}").format(order=name)
            ),
        )
        self.version = order.version
        self.head.show_order(order)
        self.head.customer.setEnabled(not self.amend)
        self.ship_to.show_order(order)
        self.money.show_order(order)
        self.note.setPlainText(order.note)
        self.model.show_lines(
            [
                DraftLine(
                    description=line.description,
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    unit=line.unit,
                    code=line.code,
                    product_id=line.product_id,
                    discount_rate=line.discount_rate,
                    tax_code_id=line.tax_code_id,
                    line_kind=line.line_kind,
                    amount=line.amount if line.amount_stated else None,
                    note=line.note,
                    id=line.id,
                    shipped=line.shipped,
                )
                for line in order.lines
                if line.quantity
            ]
        )

    def _customer_chosen(self, customer_id: int) -> None:
        terms = pickers.customer_terms(self.desk, customer_id)
        self.head.show_terms(terms)
        self.ship_to.suggest(terms)

    # Typing

    def _altered(self) -> None:
        if self._loading:
            return
        self._touched = True
        self._keep.start()
        self._count()

    def _frame(self) -> None:
        if not self._loading:
            self._loading = True
            self.model.set_frame(**self._frame_fields())
            self._loading = False
            self._count()

    def _frame_fields(self) -> dict[str, Any]:
        return {**self.head.frame(), **self.money.frame()}

    def _count(self) -> None:
        if self._loading:
            return
        totals = self.model.sums
        shown = _Shown(totals)
        self.sums.show_sums(order_sums(self.desk.currency, shown, [(name, tax) for name, _rate, tax in totals.taxes]))
        ready = bool(self.model.lines) and self.head.customer.value() is not None
        self.go.setEnabled(ready and not self._busy)
        why = "" if ready else _("Choose a customer and add a line first.")
        self.go.setToolTip(why or "Ctrl+Enter")
        self.status_changed.emit()

    def _create_product(self, row: int, name: str) -> None:
        from app.views.products import new_product

        made = new_product(self.desk, self, name)
        if made is not None:
            self.view.choose_product(row, pickers.product_choice(self.desk, made))

    # Keeping and saving

    def content(self) -> OrderInput:
        """What is typed, as an operation takes it. Raises UserError at the first field that is not understood."""
        customer = self.head.customer.value()
        if customer is None:
            raise UserError(_("Choose the customer first."), field="customer_id", code="no_customer")
        return OrderInput(
            customer_id=customer,
            lines=tuple(line.typed() for line in self.model.lines if not line.empty),
            note=self.note.toPlainText(),
            **self.head.values(),
            **self.ship_to.values(),
            **self.money.values(),
        )

    def _typed(self) -> dict[str, Any]:
        return {
            "head": self.head.state(),
            "ship_to": self.ship_to.state(),
            "money": self.money.state(),
            "note": self.note.toPlainText(),
            "lines": [asdict(line) for line in self.model.lines],
            "version": self.version,
        }

    def _show_content(self, kept: dict[str, Any]) -> None:
        self.head.restore(kept.get("head", {}))
        self.ship_to.restore(kept.get("ship_to", {}))
        self.money.restore(kept.get("money", {}))
        self.note.setPlainText(str(kept.get("note", "")))
        self.model.show_lines([DraftLine(**line) for line in kept.get("lines", [])])
        self.model.set_frame(**self._frame_fields())
        self.version = kept.get("version", self.version)

    def _keep_draft(self) -> None:
        typed, order_id = self._typed(), self.order_id
        self.desk.perform(
            lambda actor: keep_draft(actor, "order", order_id, typed), on_done=self._kept, owner=self, origin=self
        )

    def _kept(self, _result: Any) -> None:
        say(self.state.setText, N_("Kept"))

    def _drop(self) -> None:
        self._keep.stop()
        self._touched = False
        order_id = self.order_id
        self.desk.perform(lambda actor: drop_draft(actor, "order", order_id), origin=self)

    def _save(self, *, confirm: bool) -> None:
        if self._busy:
            return
        self._commit_cell()
        self.banner.dismiss()
        for form in (self.head, self.ship_to, self.money):
            form.clear_problems()
        try:
            content = self.content()
        except UserError as problem:
            self._show_problem(problem)
            return
        if not all(form.read_all() for form in (self.head, self.ship_to, self.money)) or self.model.errors:
            return
        self._set_busy(True)
        order_id, version = self.order_id, self.version
        if self.amend:
            assert order_id is not None
            reason = self.money.reason()
            self._perform(lambda actor: amendments.amend_order(actor, order_id, content, reason, version), self._done)
        elif order_id is None:
            self._perform(lambda actor: orders.make_order(actor, content), lambda d: self._saved(d.value, confirm))
        else:
            self._perform(
                lambda actor: orders.edit_order(actor, order_id, content, version),
                lambda _d: self._saved(order_id, confirm),
            )

    def _perform(self, call: Any, done: Any) -> None:
        self.desk.perform(
            call, on_done=done, on_problem=self._failed, on_question=self._asked, owner=self, title=_("Save order")
        )

    def _saved(self, order_id: int, confirm: bool) -> None:
        self._drop()
        if self.order_id is None:
            self.order_id = order_id
            self.setObjectName(f"order_editor_{order_id}")
        self.version = order_details.order(self.desk.actor, order_id).version
        if confirm:
            self._perform(lambda actor: orders.confirm_order(actor, order_id), self._done)
            return
        self._set_busy(False)
        say(self.state.setText, N_("Saved"))
        self.desk.shell.tell(_("The draft is saved."))

    def _done(self, result: Any) -> None:
        self._set_busy(False)
        self._drop()
        order_id = self.order_id
        said = {
            "review": N_("The order was sent to review."),
            "confirmed": N_("The order is confirmed."),
        }.get(str(result.value), N_("The order is saved."))
        from app.views.orders import open_order

        shell = self.desk.shell
        shell.close_record(self)
        if order_id is not None:
            open_order(self.desk, shell, order_id)
        shell.tell(_(said))

    def _asked(self, question: NeedsConfirmation, go_on: Any) -> None:
        yes = problems.ask(question, self)
        if not yes:
            self._set_busy(False)
        go_on(yes)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, UserError):
            self._show_problem(error)
        else:
            problems.show(error, parent=self)

    def _show_problem(self, problem: UserError) -> None:
        several = problem.problems if isinstance(problem, Problems) else (problem,)
        left = []
        for each in several:
            parts = each.field.split(".")
            if len(parts) == 3 and parts[0] == "lines" and parts[1].isdigit():
                self.model.set_error(int(parts[1]) - 1, _COLUMNS.get(parts[2], WHAT), each.message)
                left.append(each.message)
            elif not any(form.show_problem(each) for form in (self.head, self.ship_to, self.money)):
                left.append(each.message)
        if left:
            self.banner.tell("danger", lambda: " ".join(left))

    def _commit_cell(self) -> None:
        if self.view.state() == LinesView.State.EditingState:
            self.view.setCurrentIndex(self.model.index(self.view.currentIndex().row(), 6))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for each in (self.save, self.go, self.discard):
            each.setEnabled(not busy)
        if not busy:
            self._count()

    def heading(self) -> str:
        return self.title.text()

    # Leaving

    def _discard(self) -> None:
        self._drop()
        self.desk.shell.close_record(self)

    def _leave(self) -> None:
        self.desk.shell.close_record(self)

    def may_close(self) -> bool:
        if self._touched and self._keep.isActive():
            self._keep.stop()
            self._keep_draft()
        return not self._busy

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        """Go to the next field; from the chosen customer straight to the lines, as the rest is filled in already."""
        focused = self.focusWidget()
        if focused is self.head.customer and self.head.customer.value() is not None:
            self.view.start()
        elif isinstance(focused, (QLineEdit, QComboBox, QCheckBox)):
            self.focusNextChild()

    def status_text(self) -> str:
        count = len(self.model.lines)
        return ngettext("{n} line", "{n} lines", count).format(n=count)


class _Shown:
    """Typed totals in the shape that the totals block shows."""

    def __init__(self, sums: Any) -> None:
        self.goods_amount, self.discount_total = sums.goods, sums.discount
        self.net, self.tax, self.total = sums.net, sums.tax, sums.total
        self.cash_rounding = self.stated_difference = 0
