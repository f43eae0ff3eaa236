"""The editor of an order: customer first, then lines, all by keyboard; what is typed is kept at once.

Enter goes on: from the customer to the lines, from any other field to the next one. Ctrl+S saves, Ctrl+Enter saves and
confirms (or amends), Ctrl+Z takes back what was typed, Esc leaves and keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout

from app.i18n import N_, _, ngettext
from app.models.actor import Permission
from app.money import show
from app.queries import order_details
from app.queries.drafts import KeptDraft, kept_draft, kept_drafts
from app.queries.order_checks import TypedOrder
from app.queries.order_details import OrderDetail
from app.queries.order_start import OrderStart, order_start
from app.views import pickers
from app.views.commands import action_for, refusal
from app.views.desk import Desk
from app.views.orders.editor_checks import Checker, typed_lines
from app.views.orders.editor_conflict import ConflictCard
from app.views.orders.editor_fields import HeadForm, MoneyForm, ShipToForm
from app.views.orders.editor_history import Snapshot, TypingHistory
from app.views.orders.editor_keeping import NOUN, Keeper, choose_kept, next_number, told
from app.views.orders.editor_missing import MissingStrip
from app.views.orders.editor_saving import Saving
from app.views.orders.editor_side import SidePanel
from app.views.orders.editor_totals import Standing
from app.views.orders.editor_watch import ConflictWatch, lines_of
from app.views.orders.lines_model import CHANGE, DraftLine, LinesModel
from app.views.orders.lines_view import LinesView
from app.views.orders.order_merge import Version
from app.views.page import Page
from app.views.texts import language_switch, say, spoken, tip
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
    page = OrderEditor(desk, order_id, amend=amend, customer_id=customer_id, kept=kept)
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

    def __init__(
        self,
        desk: Desk,
        order_id: int | None = None,
        *,
        amend: bool = False,
        customer_id: int | None = None,
        kept: KeptDraft | None = None,
    ) -> None:
        number = order_id or (kept.record_id if kept is not None else next_number(desk))
        super().__init__(desk, f"order_editor_{order_id or f'new_{-(number or 0)}'}")
        self.setProperty("page", "true")
        self.order_id, self.amend = order_id, amend
        self._loading = True
        self._start = OrderStart(0)
        may_add = not refusal(desk.actor, Permission.EDIT_CUSTOMERS)
        self.model = LinesModel(desk.currency, pickers.taxes(desk), pickers.default_tax())
        self.head = HeadForm(desk, can_create=may_add)
        self.ship_to = ShipToForm()
        self.money = MoneyForm(desk, amend=amend)
        self.forms = {"head": self.head, "ship_to": self.ship_to, "money": self.money}
        self.view = LinesView(
            self.model,
            desk,
            lambda text: pickers.products(desk, self._start.grade)(text),
            self._fill_in,
            can_create=not refusal(desk.actor, Permission.EDIT_PRODUCTS),
        )
        self._build()
        self.keeper = Keeper(desk, number, self._typed, self)
        self.history = TypingHistory(self._snapshot, self._show_snapshot)
        self.checker = Checker(desk, self.model, self.notices, self._typed_order, self)
        self.watch = ConflictWatch(self, self.conflict, self.banner)
        self.saving = Saving(self)
        self._make_actions()
        self._connect()
        self._load(customer_id, kept)
        self._loading = False
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
        self.save = button(N_("Save draft"), "save_order_button", run=lambda: self._save(confirm=False))
        self.save.setToolTip("Ctrl+S")
        self.go = button("", "confirm_order_button", kind="primary", run=lambda: self._save(confirm=True))
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
        left.addWidget(self.conflict)
        left.addWidget(head)
        left.addWidget(lines, 1)
        left.addWidget(self.notices)
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
                lambda: self._save(confirm=self.amend),
                self,
                icon_name="save",
                shortcut="Ctrl+S",
            ),
            action_for("confirm_typed_order", main, lambda: self._save(confirm=True), self, icon_name="check"),
            action_for("discard_typed_order", N_("Discard changes"), self._discard, self, icon_name="trash-2"),
        ]
        self.commands[1].setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        for action in self.commands:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)

    def menu_actions(self) -> Sequence[QAction | None]:
        return self.commands

    def _connect(self) -> None:
        self.keeper.kept.connect(lambda: say(self.state.setText, N_("Kept")))
        self.model.altered.connect(self._altered)
        for form in self.forms.values():
            form.altered.connect(self._altered)
            form.undo_asked.connect(self._take_back)
        self.money.altered.connect(self._frame)
        self.head.include.currentIndexChanged.connect(lambda _index: self._frame())
        self.head.customer_chosen.connect(self._customer_chosen)
        self.head.customer_taken.connect(self.view.start)
        self.head.create_asked.connect(self._create_customer)
        self.view.create_asked.connect(self._create_product)
        self.view.left.connect(self.money.start)
        self.view.left_back.connect(lambda: self.head.reference.setFocus(Qt.FocusReason.BacktabFocusReason))
        self.view.deleted.connect(self._line_deleted)
        self.checker.found.connect(self._count)
        self.checker.open_order = self._open_other
        self.checker.fields = lambda: [f for form in self.forms.values() for f in form.fields.values()]
        self.watch.settled.connect(self._count)
        language_switch().switched.connect(self._count)

    # Loading

    def start(self) -> None:
        """Put the keyboard where typing begins: the customer, or the lines when there is one."""
        if self.head.customer.value() is None:
            self.head.customer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.view.start()

    def _load(self, customer_id: int | None, kept: KeptDraft | None) -> None:
        content = kept.content if kept is not None else None
        if self.order_id is not None:
            self._show_order(order_details.order(self.desk.actor, self.order_id))
            content = content or kept_draft(self.desk.actor, "order", self.order_id)
        elif customer_id is not None:
            self.head.choose_customer(customer_id)
            self._customer_chosen(customer_id)
        if content is not None:
            self._show_content(content)
        elif self.order_id is None and customer_id is None:
            self._offer()

    def _show_order(self, order: OrderDetail) -> None:
        name = order.name
        say(
            self.title.setText,
            lambda: (
                _("Amend order {order}").format(order=name) if self.amend else _("Order {order}").format(order=name)
            ),
        )
        base = self.version_of(order)
        self.watch.begin(order, base)
        self.show_version(base)
        self.head.customer.setEnabled(not self.amend)
        self._know(order.customer_id)

    def show_stored(self, order: OrderDetail) -> None:
        """Show an order as it was saved a moment ago, so that its lines are known by their numbers."""
        self._loading = True
        self._show_order(order)
        self._loading = False
        self._count()

    def _show_content(self, kept: dict[str, Any]) -> None:
        """Show what was kept, and put it together with what became of the order meanwhile."""
        typed = {part: dict(kept.get(part, {})) for part in self.forms}
        if "note" in kept:
            typed["money"]["note"] = kept["note"]
        self.show_version(Version(typed, tuple(_line(each) for each in kept.get("lines", []))))
        self.keeper.touched = True
        self.banner.tell("info", N_("What you typed last time and did not save is here again."))
        based = kept.get("base")
        if based and kept.get("version") != self.watch.version:
            self.watch.base = Version(based["forms"], tuple(_line(each) for each in based["lines"]))
            self.watch.version = kept.get("version")
            self.watch.look()

    def _customer_chosen(self, customer_id: int) -> None:
        self._know(customer_id)
        if self._loading and self.order_id is not None:
            return
        self.ship_to.suggest_from(self._start)
        if not self.model.lines:
            self.head.suggest_tax(self._start)
        self.side.ship_to.show_words()

    def _know(self, customer_id: int) -> None:
        """Read what an order takes from its customer; a read of about a millisecond."""
        self._start = order_start(self.desk.actor, customer_id)
        hint = pickers.standing_words(self.desk, self._start)
        if self.order_id is None:
            self.head.show_start(self._start, hint)
        else:
            self.head.fields["customer_id"].set_hint(hint)

    def _fill_in(self, product: Any) -> dict[str, Any]:
        return pickers.line_fields(self.desk, product, self._start.customer_id, self.head.include_tax)

    def _offer(self) -> None:
        """Offer what was not finished earlier, once: what is kept later is this order itself."""
        found = kept_drafts(self.desk.actor, NOUN)
        if found:
            self.banner.tell("info", lambda: told(found), N_("Go on writing"), lambda: self._go_on_with(found))

    def _go_on_with(self, found: Sequence[KeptDraft]) -> None:
        def go_on(draft: KeptDraft) -> None:
            if not self.keeper.touched:
                self.desk.shell.close_record(self)
            open_kept(self.desk, draft)

        choose_kept(found, self.banner, go_on)

    # Typing

    def _altered(self) -> None:
        if self._loading:
            return
        self.keeper.typing()
        self._note_step()
        self.checker.typing()
        self._count()

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
        if not self._loading:
            self._loading = True
            self.model.set_frame(**self.head.frame(), **self.money.frame())
            self._loading = False
            self._count()

    def _count(self) -> None:
        if self._loading:
            return
        self.side.totals.show_totals(self.model.sums, self._standing())
        self.say_missing()
        self.status_changed.emit()

    def say_missing(self) -> None:
        """Say what is missing before the order can be confirmed, and let the main button follow."""
        self.missing.show_lacks(self.saving.lacks())
        self.checker.show()
        why = self.missing.words() or (_("Choose first what is to stay.") if self.watch.open else "")
        self.go.setEnabled(not why and not self.busy)
        self.go.setToolTip(tip(why) if why else "Ctrl+Enter")
        self.go.setAccessibleDescription(why)

    def _standing(self) -> Standing:
        start, total = self._start, self.model.sums.total
        if not start.customer_id:
            return Standing(margin=self.model.margin(self.checker.checks.costs))
        worth = self.saving.worth
        owes = start.debt + total - worth - (start.balance or 0) if start.debt is not None else None
        return Standing(owes, start.balance, start.credit_limit, self.model.margin(self.checker.checks.costs))

    def _typed_order(self) -> TypedOrder:
        day = self.head.date.value() if self.head.date.understood() else None
        return TypedOrder(
            customer_id=self.head.customer.value(),
            date=day.isoformat() if day else "",
            total=self.model.sums.total,
            lines=typed_lines(self.model),
            order_id=self.order_id,
            worth=self.saving.worth,
        )

    # Creating in place

    def _create_customer(self, name: str) -> None:
        from app.views.customers import new_customer

        def made(customer: int) -> None:
            self.head.choose_customer(customer)
            self.view.start()

        new_customer(self.desk, self.window(), name, made, left=self.head.customer.setFocus)

    def _create_product(self, row: int, name: str) -> None:
        from app.views.products import new_product

        def made(product: int) -> None:
            self.view.choose_product(row, pickers.product_choice(self.desk, product, self._start.grade))

        new_product(self.desk, self.window(), name, made, left=self.view.setFocus)

    # Versions and steps

    def version_of(self, order: OrderDetail) -> Version:
        """What the editor shows of a stored order."""
        forms = {"head": self.head.state_of(order), "ship_to": self.ship_to.state_of(order)}
        return Version({**forms, "money": self.money.state_of(order)}, tuple(lines_of(order)))

    def typed_version(self) -> Version:
        """What is typed now."""
        return Version({part: form.state() for part, form in self.forms.items()}, tuple(self.model.lines))

    def show_version(self, version: Version) -> None:
        """Show this."""
        before, self._loading = self._loading, True
        for part, form in self.forms.items():
            form.restore(dict(version.forms[part]))
        if list(version.lines) != self.model.lines:
            here = self.view.currentIndex()
            self.model.show_lines(list(version.lines))
            if here.isValid():
                self.view.setCurrentIndex(self.model.index(min(here.row(), len(self.model.lines)), here.column()))
        self.model.set_frame(**self.head.frame(), **self.money.frame())
        self.side.ship_to.show_words()
        self._loading = before
        if not before:
            self._altered()

    def _snapshot(self) -> Snapshot:
        return ({part: form.state() for part, form in self.forms.items()}, tuple(self.model.lines))

    def _show_snapshot(self, shown: Snapshot) -> None:
        self.show_version(Version(shown[0], shown[1]))

    def _take_back(self, redo: bool = False) -> None:
        self.view.commit()
        what = self.history.redo() if redo else self.history.undo()
        if what:
            words = _("Done again: {what}") if redo else _("Undone: {what}")
            self.desk.shell.tell(words.format(what=what))

    def _line_deleted(self, _line: object) -> None:
        self.desk.shell.tell(_("The line was taken out."), self._take_back)

    def _typed(self) -> dict[str, Any]:
        base = self.watch.base
        return {
            **{part: form.state() for part, form in self.forms.items()},
            "lines": [asdict(line) for line in self.model.lines],
            "version": self.watch.version,
            "amend": self.amend,
            "total": show(self.model.sums.total, self.desk.currency),
            "base": {"forms": base.forms, "lines": [asdict(line) for line in base.lines]} if base else None,
        }

    # Saving and leaving

    def _save(self, *, confirm: bool) -> None:
        self.saving.save(confirm=confirm)

    def turn_into_amendment(self) -> None:
        """Go on as an amendment, because the order was confirmed meanwhile."""
        self.amend = True
        self.money.ask_reason()
        self.head.customer.setEnabled(False)
        self._say_mode()
        self.say_missing()

    def _discard(self) -> None:
        content, number = self._typed(), self.keeper.record_id
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

    def _open_other(self, order_id: int) -> None:
        from app.views.orders import open_order

        open_order(self.desk, self.desk.shell, order_id)

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


def _line(kept: dict[str, Any]) -> DraftLine:
    worked = tuple(kept.get("worked", ("", "")))
    return DraftLine(**{**kept, "worked": worked})
