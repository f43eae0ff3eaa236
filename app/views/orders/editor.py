"""The editor of an order: customer first, then lines, all by keyboard; what is typed is kept at once.

Enter goes on: from the customer to the lines, from any other field to the next one. Ctrl+S saves, Ctrl+Enter saves and
confirms (or amends), Ctrl+Z takes back what was typed, Esc leaves and keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout

from app.i18n import N_, _, ngettext
from app.models.actor import Permission
from app.queries.drafts import KeptDraft
from app.queries.order_start import OrderStart, order_start
from app.views import pickers
from app.views.commands import action_for, refusal
from app.views.desk import Desk
from app.views.orders.editor_checks import Checker
from app.views.orders.editor_conflict import ConflictCard
from app.views.orders.editor_content import EditorContent
from app.views.orders.editor_creating import create_customer, create_product
from app.views.orders.editor_fields import HeadForm, ShipToForm
from app.views.orders.editor_history import TypingHistory
from app.views.orders.editor_keeping import Keeper, next_number
from app.views.orders.editor_missing import MissingStrip
from app.views.orders.editor_money import MoneyForm
from app.views.orders.editor_saving import Saving
from app.views.orders.editor_side import SHIPPING_KEY, SidePanel
from app.views.orders.editor_suggest import SuggestionStrip
from app.views.orders.editor_watch import ConflictWatch
from app.views.orders.lines_model import CHANGE, LinesModel
from app.views.orders.lines_view import LinesView
from app.views.page import Page
from app.views.records import open_record
from app.views.spares import spare_of
from app.views.texts import follow, say, spoken, tip
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button
from app.views.widgets.labels import Card, label
from app.views.widgets.notices import NoticeBar


def open_editor(
    desk: Desk,
    order_id: int | None = None,
    *,
    amend: bool = False,
    customer_id: int | None = None,
    kept: KeptDraft | None = None,
) -> None:
    """Open the editor on a new order, a draft, or (``amend``) a confirmed order, over the list of orders.

    ``kept`` goes on with something that was typed and not saved.
    """
    page = spare_of(desk, OrderEditor) if order_id is None else None
    if page is None:
        page = OrderEditor(desk, order_id, amend=amend)
    page.begin(customer_id, kept)
    shown = desk.shell.open_record("orders", page)
    shown.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(shown, OrderEditor):
        shown.start()


def open_kept(desk: Desk, draft: KeptDraft) -> None:
    """Go on with something that was typed and not saved."""
    stored = draft.record_id if draft.record_id is not None and draft.record_id > 0 else None
    open_editor(desk, stored, amend=bool(draft.content.get("amend")), kept=draft)


class OrderEditor(Page):
    """What is typed of one order."""

    watches = frozenset({"nothing"})
    help_topic = "orders"

    def __init__(self, desk: Desk, order_id: int | None = None, *, amend: bool = False) -> None:
        super().__init__(desk, f"order_editor_{order_id or 'new'}")
        self.setProperty("page", "true")
        self.order_id, self.amend = order_id, amend
        self.loading = True
        self.start_of = OrderStart(0)
        may_add = not refusal(desk.actor, Permission.EDIT_CUSTOMERS)
        self.model = LinesModel(desk.currency, pickers.taxes(desk), pickers.default_tax())
        self.head = HeadForm(desk, can_create=may_add)
        self.ship_to = ShipToForm(self.desk)
        self.money = MoneyForm(desk, self.head, amend=amend)
        self.forms = {"head": self.head, "ship_to": self.ship_to, "money": self.money}
        self.view = LinesView(
            self.model,
            desk,
            lambda text: pickers.products(desk, self.start_of.grade)(text),
            self._fill_in,
            can_create=not refusal(desk.actor, Permission.EDIT_PRODUCTS),
        )
        self._build()
        self.content = EditorContent(self)
        self.keeper = Keeper(desk, order_id, self.content.kept, self)
        self.history = TypingHistory(self.content.snapshot, self.content.show_snapshot)
        self.checker = Checker(desk, self.model, self.notices, self.content.typed_order, self)
        self.watch = ConflictWatch(self, self.conflict, self.banner)
        self.saving = Saving(self)
        self._make_actions()
        self._connect()

    def begin(self, customer_id: int | None = None, kept: KeptDraft | None = None) -> None:
        """Show the order, a new one for this customer, or what was ``kept``; nothing is shown or kept before."""
        if self.order_id is None:
            number = self.keeper.record_id = kept.record_id if kept is not None else next_number(self.desk)
            self.setObjectName(f"order_editor_new_{-(number or 0)}")
        self.content.load(customer_id, kept)
        self.loading = False
        self._frame()
        self.history.begin()
        self.checker.look()

    @property
    def busy(self) -> bool:
        """Whether the order is being saved."""
        return self.saving.busy

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 16)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._leave))
        self.title = label(N_("New order"), "title", "editor_title")
        row.addWidget(self.title)
        self.state = label("", "hint", "editor_state")
        row.addWidget(self.state)
        row.addStretch(1)
        self.discard = button(N_("Discard changes"), "discard_button", kind="quiet", run=self._discard)
        self.save = button(N_("Save draft"), "save_order_button", run=lambda: self.saving.save(confirm=False))
        self.save.setToolTip("Ctrl+S")
        self.go = button("", "confirm_order_button", kind="primary", run=lambda: self.saving.save(confirm=True))
        for each in (self.discard, self.save, self.go):
            row.addWidget(each)
        column.addLayout(row)
        self.missing = MissingStrip()
        column.addWidget(self.missing)
        self.banner = Banner("editor_banner")
        column.addWidget(self.banner)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addLayout(self._left(), 1)
        self.side = SidePanel(self.desk.currency, self.money, self.ship_to)
        body.addWidget(self.side)
        column.addLayout(body, 1)
        # Not before they stand in the page: a button without a parent would appear as a window of its own.
        self._say_mode()

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(12)
        self.conflict = ConflictCard()
        head = Card("editor_head_card", padding=12)
        head.body.addWidget(self.head)
        lines = Card("editor_lines_card", padding=1)
        lines.body.addWidget(self.view, 1)
        self.notices = NoticeBar("editor_notices")
        self.suggestions = SuggestionStrip(self)
        for part, stretch in ((self.conflict, 0), (head, 0), (lines, 1), (self.suggestions, 0), (self.notices, 0)):
            left.addWidget(part, stretch)
        return left

    def _say_mode(self) -> None:
        self.save.setVisible(not self.amend)
        say(self.go.setText, N_("Save amendment") if self.amend else N_("Confirm order"))
        say(self.go.setAccessibleName, N_("Save amendment") if self.amend else N_("Confirm order"))

    def _make_actions(self) -> None:
        main = N_("Save amendment") if self.amend else N_("Confirm order")
        self.commands = [
            action_for(
                "save_draft",
                N_("Save draft"),
                lambda: self.saving.save(confirm=self.amend),
                self,
                icon_name="save",
                shortcut="Ctrl+S",
            ),
            action_for("confirm_typed_order", main, lambda: self.saving.save(confirm=True), self, icon_name="check"),
            action_for(
                "add_shipping_fee",
                N_("Add a line for shipping"),
                self.view.add_shipping,
                self,
                icon_name="truck",
                shortcut=SHIPPING_KEY,
            ),
            action_for("discard_typed_order", N_("Discard changes"), self._discard, self, icon_name="trash-2"),
        ]
        self.commands[1].setShortcuts([QKeySequence("Ctrl+Enter"), QKeySequence("Ctrl+Return")])
        for action in self.commands:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)

    def menu_actions(self) -> Sequence[QAction | None]:
        return self.commands

    def _connect(self) -> None:
        self.keeper.kept.connect(lambda: say(self.state.setText, N_("Kept")))
        self.model.altered.connect(self.typing)
        for form in self.forms.values():
            form.altered.connect(self.typing)
            form.undo_asked.connect(self._take_back)
        self.money.altered.connect(self._frame)
        self.side.ship_to.shipping_asked.connect(self.view.add_shipping)
        self.head.include.currentIndexChanged.connect(lambda _index: self._frame())
        self.head.customer_chosen.connect(self.take_customer)
        self.head.customer_taken.connect(self.view.start)
        self.head.create_asked.connect(lambda name: create_customer(self, name))
        self.view.create_asked.connect(lambda row, name: create_product(self, row, name))
        self.view.left.connect(self.money.start)
        self.view.left_back.connect(lambda: self.head.reference.setFocus(Qt.FocusReason.BacktabFocusReason))
        self.view.deleted.connect(self._line_deleted)
        self.checker.found.connect(self.count)
        self.checker.open_order = lambda order_id: open_record(self.desk, "order", order_id)
        self.checker.fields = lambda: [f for form in self.forms.values() for f in form.fields.values()]
        self.watch.settled.connect(self.count)
        follow(self.count)

    # Loading

    def start(self) -> None:
        """Put the keyboard where typing begins: the customer, or the lines when there is one."""
        if self.head.customer.value() is None:
            self.head.customer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.view.start()

    def take_customer(self, customer_id: int) -> None:
        """Fill in what follows from the customer."""
        self.know(customer_id)
        if self.loading and self.order_id is not None:
            return
        self.ship_to.suggest_from(self.start_of)
        if not self.model.lines:
            self.head.suggest_tax(self.start_of)
        self.side.ship_to.show_words()

    def know(self, customer_id: int) -> None:
        """Read what an order takes from its customer; a read of about a millisecond."""
        self.start_of = order_start(self.desk.actor, customer_id)
        hint = pickers.standing_words(self.desk, self.start_of)
        if self.order_id is None:
            self.head.show_start(self.start_of, hint)
        else:
            self.head.fields["customer_id"].set_hint(hint)

    def _fill_in(self, product: Any) -> dict[str, Any]:
        return pickers.line_fields(self.desk, product, self.start_of.customer_id, self.head.include_tax)

    # Typing

    def typing(self) -> None:
        """Something was typed."""
        if self.loading:
            return
        self.keeper.typing()
        self._note_step()
        self.checker.typing()
        self.count()

    def _note_step(self) -> None:
        focused = self.focusWidget()
        caption = next((c for form in self.forms.values() if (c := form.caption_of(focused))), "")
        if caption:
            self.history.note(_("change {field}").format(field=spoken(caption)), focused)
        else:
            here = self.view.currentIndex()
            act = self.model.last_act
            self.history.note(_(act) if act else "", (here.row(), here.column()) if act == CHANGE else None)

    def _frame(self) -> None:
        if not self.loading:
            self.loading = True
            self.model.set_frame(**self.head.frame(), **self.money.frame())
            self.loading = False
            self.count()

    def count(self) -> None:
        """Show what the order adds up to and what is missing."""
        if self.loading:
            return
        self.side.totals.show_totals(self.model.sums, self.content.standing())
        self.say_missing()
        self.status_changed.emit()

    def say_missing(self) -> None:
        """Say what is missing before the order can be confirmed, and let the main button follow."""
        lacks = self.saving.lacks()
        self.missing.show_lacks([*lacks, *self.saving.refused])
        self.checker.show()
        why = "\n".join(lack.text for lack in lacks) or (_("Choose first what is to stay.") if self.watch.open else "")
        self.go.setEnabled(not why and not self.busy)
        self.go.setToolTip(tip(why) if why else "Ctrl+Enter")
        self.go.setAccessibleDescription(why)

    # Taking back

    def _take_back(self, redo: bool = False) -> None:
        self.view.commit()
        what = self.history.redo() if redo else self.history.undo()
        if what:
            words = _("Done again: {what}") if redo else _("Undone: {what}")
            self.desk.shell.tell(words.format(what=what))

    def typed_steps(self) -> tuple[bool, bool]:
        return self.history.steps

    def undo(self) -> None:
        """Take back the last step of typing."""
        self._take_back()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._take_back(redo=True)

    def _line_deleted(self, _line: object) -> None:
        self.desk.shell.tell(_("The line was taken out."), self._take_back)

    # Saving and leaving

    def turn_into_amendment(self) -> None:
        """Go on as an amendment, because the order was confirmed meanwhile."""
        self.amend = True
        self.head.kind.setEnabled(False)
        self.money.ask_reason()
        self.head.customer.setEnabled(False)
        self._say_mode()
        self.say_missing()

    def _discard(self) -> None:
        content, number = self.content.kept(), self.keeper.record_id
        touched = self.keeper.touched
        self.keeper.drop()
        shell, desk = self.desk.shell, self.desk
        shell.close_record(self)
        if touched:
            draft = KeptDraft(number, content, "")
            shell.tell(_("What you typed was discarded."), lambda: open_kept(desk, draft))

    def _leave(self) -> None:
        self.desk.shell.close_record(self)

    def may_close(self) -> bool:
        self.view.commit()
        self.keeper.keep_now()
        return not self.busy

    def _changed(self, changes: Any) -> None:
        super()._changed(changes)
        self.watch.changed(changes)

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Ctrl+Z takes back typing as long as this page has the keyboard, not what was saved before.
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            event.setAccepted(event.matches(undo) or event.matches(redo))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._take_back()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._take_back(redo=True)
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

    def heading(self) -> str:
        return self.title.text()

    def status_text(self) -> str:
        count = len(self.model.lines)
        return ngettext("{n} line", "{n} lines", count).format(n=count)
