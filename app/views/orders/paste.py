"""An order from a text that a customer sent: the text at the left, what was understood of it at the right.

Every field can be corrected; what is doubtful says why. Ctrl+Enter makes the draft and opens it in the editor.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.operations.customers import CustomerInput
from app.operations.inputs import OrderInput
from app.operations.pasting import paste_order
from app.paste.draft import Draft, Value
from app.paste.parties import BY_CONTACT, BY_NAME, BY_PHONE
from app.queries.order_start import order_start
from app.queries.pasting import BookReader, book_reader
from app.views import pickers, tab_order
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.icons import icon
from app.views.moments import soon
from app.views.orders.paste_lines import PasteLines
from app.views.orders.paste_text import PastedText
from app.views.texts import Saying, say
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.layouts import scroll_area
from app.views.widgets.number_fields import CodeField, line_edit
from app.views.widgets.picker import Picker

WIDTH, HEIGHT = 1080, 668
LONGEST = 100_000
"""Characters that are taken from the clipboard; a longer one holds no order."""
_FOUND = {
    BY_PHONE: N_("Found by the phone number."),
    BY_NAME: N_("Found by the name."),
    BY_CONTACT: N_("Found by the name of a person there. Is it this customer?"),
}
_SHIP_TO = (
    ("consignee", N_("Consignee"), 1, 0, 1),
    ("ship_phone", N_("Phone"), 1, 1, 1),
    ("ship_postal_code", N_("Postal code"), 1, 2, 1),
    ("region", N_("Region"), 2, 0, 1),
    ("city", N_("City"), 2, 1, 1),
    ("ship_address", N_("Address"), 3, 0, 3),
)
_LOOK = 150
"""Milliseconds between a key in the text and the reading of it."""


def paste_text(desk: Desk, over: QWidget) -> None:
    """Open the dialog with what the clipboard holds, and the editor on the draft that comes of it."""

    def made(order_id: Any) -> None:
        from app.views.orders.editor import open_editor

        open_editor(desk, order_id)

    open_dialog(desk, PasteDialog(desk, QApplication.clipboard().text()[:LONGEST], parent=over), after=made)


class PasteDialog(FormDialog):
    """Turns a text into the draft of an order."""

    def __init__(self, desk: Desk, text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(desk, "paste_order", N_("Paste order"), N_("Make draft"), width=WIDTH, parent=parent)
        self.setMinimumHeight(HEIGHT)
        self._reader: BookReader | None = None
        self._draft = Draft()
        self._typed: set[str] = set()
        self.text = PastedText()
        self.state = label("", "hint", "paste_state", wrap=True)
        self.lines = PasteLines(desk)
        self.customer = Picker("paste_customer", pickers.customers(desk), can_create=True, desk=desk)
        self.promised = DateField("paste_promised_date", today=desk.actor.today)
        self.note = QPlainTextEdit()
        self.note.setObjectName("paste_note")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(52)
        self.ship: dict[str, QLineEdit] = {}
        self._signs: dict[str, Any] = {}
        self._fields()
        self._arrange()
        self._wait = soon(self, _LOOK, self._look)
        self.text.textChanged.connect(self._wait.start)
        self.lines.arranged.connect(lambda: tab_order.arrange(self))
        self.text.setPlainText(text)
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        self._say_state()
        desk.read(
            lambda: book_reader(desk.actor), self._ready, key="orders.paste", on_problem=self._problem, owner=self
        )

    # Building

    def _fields(self) -> None:
        self.form.reserves = False
        add = self.form.add
        add("customer_id", N_("Customer"), self.customer, required=True, row=0, column=0, span=3)
        for name, title, row, column, span in _SHIP_TO:
            code = name in ("ship_phone", "ship_postal_code")
            field = CodeField(f"paste_{name}") if code else line_edit(f"paste_{name}")
            self.ship[name] = field
            if name == "ship_address":
                add("promised_date", N_("Promised date"), self.promised, row=2, column=2)
            add(name, title, field, row=row, column=column, span=span)
            field.textEdited.connect(lambda _text, name=name: self._by_hand(name))
        add("note", N_("Note"), self.note, row=4, column=0, span=3)
        self.customer.textEdited.connect(lambda _text: self._by_hand("customer_id"))
        self.customer.value_changed.connect(lambda _id: self._say_customer())
        self.promised.textEdited.connect(lambda _text: self._by_hand("promised_date"))
        self.note.textChanged.connect(lambda: self._by_hand("note") if self.note.hasFocus() else None)

    def _arrange(self) -> None:
        self.body.removeWidget(self.form)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(label(N_("Text"), "label", "paste_text_title"))
        left.addWidget(self.text, 1)
        left.addWidget(self.state)
        content = QWidget()
        content.setObjectName("paste_understood")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(2, 0, 10, 0)
        inner.setSpacing(8)
        inner.addWidget(self.form)
        inner.addWidget(label(N_("Products"), "label", "paste_goods_title"))
        inner.addWidget(self.lines)
        self.more = button(N_("Add a line"), "paste_add_line", kind="quiet", icon="plus", run=self._add_line)
        inner.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addStretch(1)
        area = scroll_area(content, "paste_area")
        right.addWidget(area)
        both = QGridLayout()
        both.setHorizontalSpacing(20)
        both.addLayout(left, 0, 0)
        both.addLayout(right, 0, 1)
        both.setColumnStretch(0, 2)
        both.setColumnStretch(1, 3)
        self.body.addLayout(both, 1)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.setStretchFactor(self.body, 100)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    # Reading

    def _ready(self, reader: BookReader) -> None:
        self._reader = reader
        self._look()

    def _look(self) -> None:
        reader, text = self._reader, self.text.toPlainText()
        if reader is None:
            return
        today = self.desk.actor.today()
        self.desk.read(
            lambda: reader.read(text, today), self._understood, key="orders.paste", on_problem=self._problem, owner=self
        )

    def _understood(self, draft: Draft) -> None:
        self._draft = draft
        self.text.mark(draft)
        self._show_customer(draft)
        for name, value in (
            ("consignee", draft.consignee),
            ("ship_phone", draft.phone),
            ("region", draft.region),
            ("city", draft.city),
            ("ship_address", draft.address),
            ("ship_postal_code", draft.postal_code),
        ):
            self._show(name, value)
        if "promised_date" not in self._typed:
            self.promised.set_value(draft.promised.day if draft.promised is not None else None)
            self._doubt("promised_date", self.promised, draft.promised.doubt if draft.promised is not None else "")
        if "note" not in self._typed:
            self.note.setPlainText(draft.note.text)
        self.lines.show_lines(draft.lines)
        self._say_state()

    def _show(self, name: str, value: Value) -> None:
        if name not in self._typed:
            field = self.ship[name]
            field.setText(value.text)
            field.setCursorPosition(0)
            self._doubt(name, field, value.doubt)

    def _show_customer(self, draft: Draft) -> None:
        if "customer_id" in self._typed:
            return
        if draft.customers:
            self.customer.set_value(pickers.customer_choice(self.desk, draft.customers[0].id))
        else:
            self.customer.set_value(None)
            self.customer.setText((draft.buyer or draft.consignee).text)
        self._say_customer()

    def _say_customer(self) -> None:
        """Say below the customer how it was found, or that it will be added."""
        chosen = self.customer.value()
        match = next((m for m in self._draft.customers if m.id == chosen), None)
        sure = True
        told: Saying = ""
        if match is not None:
            sure = match.sure or match.by != BY_CONTACT
            others = len({m.id for m in self._draft.customers}) - 1
            told = _FOUND[match.by] if not others else lambda: _several(match.by, others)
            sure = sure and not others
        elif chosen is None and self.customer.text().strip():
            told = N_("Will be added as a new customer.")
        self._doubt("customer_id", self.customer, "" if sure else told)
        if sure:
            self.form.fields["customer_id"].set_hint(told)

    def _doubt(self, name: str, field: QLineEdit, doubt: Saying) -> None:
        """Mark a field with a picture and the reason, or take the mark away."""
        self.form.fields[name].set_hint(doubt, warn=bool(doubt))
        known = self._signs.pop(name, None)
        if known is not None:
            field.removeAction(known)
        if doubt:
            sign = field.addAction(icon("triangle-alert", "warn"), QLineEdit.ActionPosition.TrailingPosition)
            sign.setObjectName(f"doubt_{name}")
            say(sign.setText, N_("Please check"))
            say(sign.setToolTip, doubt)
            self._signs[name] = sign

    def _by_hand(self, name: str) -> None:
        self._typed.add(name)
        field = self.form.fields[name].field
        if isinstance(field, QLineEdit) and name != "customer_id":
            self._doubt(name, field, "")
        if name == "customer_id":
            self._say_customer()

    def _say_state(self) -> None:
        text = self.text.toPlainText()
        rest = [text[p.start : p.end] for p in self._draft.unused]
        if not text.strip():
            say(self.state.setText, N_("What is understood appears at the right; nothing leaves this computer."))
        elif self._reader is None:
            say(self.state.setText, N_("Reading…"))
        elif rest:
            say(self.state.setText, lambda: _("Not used: {words}").format(words=" · ".join(rest)))
        else:
            say(self.state.setText, N_("Everything was used."))

    def _add_line(self) -> None:
        line = self.lines.add()
        tab_order.arrange(self)
        line.product.setFocus(Qt.FocusReason.OtherFocusReason)

    # Making

    def accept_form(self) -> None:
        if not self.primary.isEnabled():
            return
        self.form.clear_problems()
        self.lines.finish()
        if not self.form.read_all() or not all(line.understood() for line in self.lines.lines):
            return
        customer_id, name = self.customer.value(), self.customer.text().strip()
        if customer_id is None and not name:
            self.form.show_problem(UserError(_("Choose the customer."), field="customer_id", code="missing"))
            return
        ship = {key: field.text().strip() for key, field in self.ship.items()}
        where: dict[str, Any] = ship if any(ship.values()) else {}
        start = order_start(self.desk.actor, customer_id) if customer_id is not None else None
        with_tax = start.prices_include_tax if start is not None else None
        include = pickers.prices_include_tax() if with_tax is None else with_tax
        typed = [line.typed(customer_id, include) for line in self.lines.lines]
        content = OrderInput(
            customer_id or 0,
            tuple(line for line in typed if line is not None),
            promised_date=self.promised.value(),
            prices_include_tax=include,
            note=self.note.toPlainText().strip(),
            **where,
        )
        learned = tuple(line.learned for line in self.lines.lines if line.learned is not None)
        fresh = self._new_customer(name, ship) if customer_id is None else None
        self.submit(lambda actor: paste_order(actor, content, fresh, learned))

    def _new_customer(self, name: str, ship: dict[str, str]) -> CustomerInput:
        own = name == ship["consignee"]
        phone = ship["ship_phone"] if own else self._draft.buyer_phone.text
        return CustomerInput(
            name,
            customer_kind="company" if len(name) > 4 else "person",
            phone=phone,
            region=ship["region"] if own else "",
            city=ship["city"] if own else "",
            address=ship["ship_address"] if own else "",
            postal_code=ship["ship_postal_code"] if own else "",
        )


def _several(by: str, others: int) -> str:
    more = ngettext("{n} other customer fits too.", "{n} other customers fit too.", others).format(n=others)
    return f"{_(_FOUND[by])} {more}"
