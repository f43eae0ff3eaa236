"""Forms of several products at once: a delivery that came in, what lay there before Daybook, what is thrown away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import Problems, UserError
from app.i18n import N_, _, ngettext
from app.models.company import the_company
from app.operations.stock import StockLine, enter_opening_stock, receive_delivery, scrap_goods
from app.queries import reasons
from app.queries.choices import Choice
from app.queries.columns import Column, Kind, Row
from app.views.desk import Desk
from app.views.stock.entry import ProductEntry
from app.views.texts import Saying, say
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import Card, label
from app.views.widgets.reason_field import HINT, ReasonField
from app.views.widgets.small_table import SmallTable

_COLUMNS = (
    Column("number", N_("Code"), Kind.TEXT, 110),
    Column("name", N_("Product"), Kind.TEXT, 220),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 90),
    Column("unit", N_("Unit"), Kind.TEXT, 60),
    Column("on_hand", N_("On hand after it"), Kind.QUANTITY, 120),
)


class LinesDialog(FormDialog):
    """Takes products and quantities by keyboard and books all of them at once; Del takes a line out again."""

    sign = 1
    """What a line does to the stock: 1 brings in, -1 takes out."""

    def __init__(self, desk: Desk, name: str, title: Saying, accept: Saying, parent: QWidget | None = None) -> None:
        super().__init__(desk, name, title, accept, width=640, parent=parent)
        self.entry = ProductEntry(desk, f"{name}_entry", N_("Quantity"), N_("Add"))
        self.entry.entered.connect(lambda choice, quantity, _adds: self.put(choice, quantity))
        self.table = SmallTable(f"{name}_table", N_("Products"), _COLUMNS, desk.currency, most=7)
        self.lines: dict[int, tuple[Choice, int]] = {}
        card = Card(f"{name}_card", padding=0)
        card.add_table(self.table)
        self.told = label("", "muted", f"{name}_told", wrap=True)
        self.body.insertWidget(0, self.entry)
        self.body.insertWidget(1, card)
        self.body.insertWidget(2, self.told)
        self.date = DateField(f"{name}_date", today=desk.actor.today)
        self.date.set_value(desk.actor.today())
        self._show()

    def put(self, choice: Choice, quantity: int) -> None:
        """Add to the lines; a product that is there already gets more."""
        before = self.lines.get(choice.id, (choice, 0))[1]
        self.lines[choice.id] = (choice, before + quantity)
        self._show()

    def take_out(self, product_id: int) -> None:
        """Take a line out again."""
        self.lines.pop(product_id, None)
        self._show()

    def content(self) -> Sequence[StockLine]:
        """What is to be booked."""
        return [StockLine(product, quantity) for product, (_choice, quantity) in self.lines.items()]

    def _show(self) -> None:
        self.table.show_rows(
            [
                Row(
                    product,
                    (
                        choice.facts["code"],
                        choice.title,
                        quantity,
                        choice.facts["unit"],
                        choice.facts["on_hand"] + self.sign * quantity,
                    ),
                )
                for product, (choice, quantity) in self.lines.items()
            ]
        )
        count = len(self.lines)
        say(
            self.told.setText,
            lambda: ngettext("{n} product. Del takes a line out.", "{n} products. Del takes a line out.", count).format(
                n=count
            ),
        )
        self.told.setVisible(bool(count))

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins with the first product, or where a product was put already with its quantity."""
        super().showEvent(event)
        started = self.entry.quantity if self.entry.product.value() is not None else self.entry.product
        started.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.focusWidget() is self.table:
            current = self.table.current_id()
            if current is not None:
                self.take_out(current)
            return
        super().keyPressEvent(event)

    def ready(self) -> bool:
        """Whether there is something to book; a line that is typed and not added yet is added."""
        if not self.entry.empty:
            self.entry.take()
            if not self.entry.empty:
                return False
        if not self.lines:
            self.entry.product_field.set_error(_("Choose a product first."))
            self.entry.product.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True

    def _problem(self, error: Exception) -> None:
        if isinstance(error, UserError) and error.field.startswith("lines"):
            number = error.field.partition(".")[2]
            if number.isdecimal() and not isinstance(error, Problems):
                self.table.selectRow(int(number) - 1)
            self._set_busy(False)
            self.banner.tell("danger", lambda: error.message)
            return
        super()._problem(error)


class ReceiveDelivery(LinesDialog):
    """Goods of a delivery come into stock."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "receive_delivery", N_("Receive goods"), N_("Receive goods"), parent)
        self.note = QLineEdit()
        self.note.setObjectName("receive_delivery_note")
        self.form.add("date", N_("Date"), self.date, required=True, row=0, column=0)
        self.form.add("note", N_("Note"), self.note, hint=N_("Delivery note, supplier…"), row=0, column=1, span=2)

    def accept_form(self) -> None:
        if self.ready() and self.form.read_all():
            lines, day, note = self.content(), self.date.value(), self.note.text()
            self.submit(lambda actor: receive_delivery(actor, lines, day, note))


class OpeningStock(LinesDialog):
    """What lay in stock when the book began."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "opening_stock", N_("Opening stock"), N_("Enter opening stock"), parent)
        self.date.set_value(the_company().start_date or desk.actor.today())
        hint = N_("The day on which it was counted; once for each product")
        self.form.add("date", N_("Date"), self.date, required=True, hint=hint)

    def accept_form(self) -> None:
        if self.ready() and self.form.read_all():
            lines, day = self.content(), self.date.value()
            self.submit(lambda actor: enter_opening_stock(actor, lines, day))


class ScrapGoods(LinesDialog):
    """Goods that cannot be sold any more leave the stock."""

    sign = -1

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "scrap_goods", N_("Scrap goods"), N_("Scrap goods"), parent)
        given = reasons.reasons("scrap")
        self.reason = ReasonField("scrap_goods_reason", given)
        self.form.add("date", N_("Date"), self.date, required=True, row=0, column=0)
        hint = HINT if given else ""
        self.form.add("reason", N_("Reason"), self.reason, required=True, hint=hint, row=0, column=1, span=2)

    def accept_form(self) -> None:
        if self.ready() and self.form.read_all():
            lines, day, reason = self.content(), self.date.value(), self.reason.text()
            self.submit(lambda actor: scrap_goods(actor, lines, reason, day))
