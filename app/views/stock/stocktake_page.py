"""The desk of one stocktake: count by keyboard, see what differs, book it. What was counted is kept at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.errors import DaybookError
from app.i18n import N_, _
from app.models.actor import Actor
from app.money import QUANTITY, show_scaled
from app.operations.stocktakes import count_product, forget_count
from app.queries import stocktakes
from app.queries.choices import Choice
from app.queries.columns import Column, Kind, Row
from app.queries.stocktakes import CountLine, StocktakeDetail, in_order
from app.queries.words import state_word
from app.views.desk import Desk
from app.views.record_page import RecordPage
from app.views.stock.actions import STOCKTAKE_ACTIONS
from app.views.stock.entry import ProductEntry
from app.views.stock.sheet import sort_by, sorted_by
from app.views.texts import follow, say
from app.views.widgets.buttons import button
from app.views.widgets.labels import Card, label
from app.views.widgets.small_table import SmallTable

_COLUMNS = (
    Column("place", N_("Shelf place"), Kind.TEXT, 84),
    Column("number", N_("Code"), Kind.TEXT, 88),
    Column("name", N_("Product"), Kind.TEXT, 200),
    Column("unit", N_("Unit"), Kind.TEXT, 52),
    Column("expected", N_("In the book"), Kind.QUANTITY, 80),
    Column("counted", N_("Counted"), Kind.QUANTITY, 76),
    Column("difference", N_("Difference"), Kind.QUANTITY, 84),
    Column("person", N_("Counted by"), Kind.TEXT, 84),
)
_SHOWN = (("all", N_("All products")), ("open", N_("Still to count")), ("differing", N_("Differences")))
_ORDERS = (("place", N_("By shelf place")), ("code", N_("By code")))


class StocktakePage(RecordPage):
    """One stocktake."""

    help_topic = "stock-and-stocktakes"
    chip_kinds = ("stocktake",)
    watches = frozenset({"stocktake", "stocktake_line", "stock_movement"})
    facts_titles = (
        ("date", N_("Begun on")),
        ("person", N_("Person")),
        ("counted", N_("Counted")),
        ("differing", N_("Differences")),
        ("booked_on", N_("Booked on")),
        ("note", N_("Note")),
    )

    def __init__(self, desk: Desk, stocktake_id: int) -> None:
        super().__init__(desk, "stocktake", stocktake_id, STOCKTAKE_ACTIONS, ("book_stocktake",))
        self.setFocusProxy(self.entry.product)

    def read_record(self) -> StocktakeDetail:
        return stocktakes.stocktake(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        hint = N_("+5 adds to it")
        self.entry = ProductEntry(self.desk, "count", N_("Counted"), N_("Count"), hint=hint, says_stock=False)
        self.entry.entered.connect(self._count)
        self.entry_card = Card("count_card")
        self.entry_card.body.addWidget(self.entry)
        self.shown = QComboBox()
        self.shown.setObjectName("stocktake_shown")
        say(self.shown.setAccessibleName, N_("Which products are shown"))
        self.sorted = QComboBox()
        self.sorted.setObjectName("stocktake_sorted")
        say(self.sorted.setAccessibleName, N_("In which order"))
        follow(self._name_shown)
        self._name_shown()
        self.sorted.setCurrentIndex(self.sorted.findData(sorted_by(self.desk)))
        self.shown.activated.connect(lambda _index: self._show_lines())
        self.sorted.activated.connect(lambda _index: self._sort())
        self.told = label("", "muted", "stocktake_told")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.told, 1)
        self.take = button(
            N_("Take over counts…"),
            "stocktake_take_counts",
            kind="quiet",
            icon="clipboard-list",
            run=lambda: self.start("count_products"),
        )
        head.addWidget(self.take)
        head.addWidget(self.sorted)
        head.addWidget(self.shown)
        self.table = SmallTable("stocktake_table", N_("Products"), _COLUMNS, self.desk.currency, most=12)
        self.table.open_asked.connect(self._count_again)
        self.lines_card = Card("stocktake_lines_card")
        self.lines_card.body.addLayout(head)
        self.lines_card.add_table(self.table)
        self.nothing = label("", "muted", "stocktake_nothing")
        self.lines_card.body.addWidget(self.nothing)
        return self.entry_card, self.lines_card

    def _name_shown(self) -> None:
        for box, entries in ((self.shown, _SHOWN), (self.sorted, _ORDERS)):
            at = max(0, box.currentIndex())
            box.clear()
            for key, title in entries:
                box.addItem(_(title), key)
            box.setCurrentIndex(at)

    def _sort(self) -> None:
        sort_by(self.desk, self.sorted.currentData())
        self._show_lines()

    def title_of(self, record: StocktakeDetail) -> str:
        return _("Stocktake: {scope}").format(scope=state_word("stocktake_scope", record.scope))

    def states_of(self, record: StocktakeDetail) -> Mapping[str, str]:
        return {"stocktake": record.state}

    def locked(self, record: StocktakeDetail) -> str:
        return "" if record.state == "counting" else record.why_not.get("count_products", "")

    def status_text(self) -> str:
        return "" if self.record is None else self.title_of(self.record)

    def show_record(self, record: StocktakeDetail) -> None:
        counting = "count_products" in record.actions
        self.entry_card.setVisible(counting)
        self.take.setVisible(counting)
        if not counting:
            self.setFocusProxy(self.table)
        counted, whole, differing = record.counted, len(record.lines), len(record.differing)
        progress = _("{n} of {whole}").format(n=f"{counted:,}", whole=f"{whole:,}")
        self.show_facts(
            [
                ("date", record.date),
                ("person", record.person or ""),
                ("counted", progress),
                ("differing", f"{differing:,}" if counted else ""),
                ("booked_on", record.booked_on or ""),
                ("note", record.note),
            ]
        )
        say(
            self.told.setText,
            lambda: _("{n} of {whole} counted").format(n=f"{counted:,}", whole=f"{whole:,}"),
        )
        self._show_lines()

    def _show_lines(self) -> None:
        record: StocktakeDetail | None = self.record
        if record is None:
            return
        which = self.shown.currentData()
        lines: Sequence[CountLine] = record.lines
        if which == "open":
            lines = [line for line in lines if line.counted is None]
        elif which == "differing":
            lines = record.differing
        self.sorted.setVisible(record.placed)
        needless = set() if record.placed else {"place"}
        if len({line.counter for line in record.lines if line.counter}) < 2:
            needless.add("person")
        self.table.hide_columns(needless)
        lines = in_order(lines, self.sorted.currentData() if record.placed else "code")
        self.table.show_rows(
            [
                Row(n.id, (n.place, n.code, n.name, n.unit, n.expected, n.counted, n.difference, n.counter or ""))
                for n in lines
            ]
        )
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        say(
            self.nothing.setText,
            N_("Everything was counted.") if which == "open" else N_("Nothing differs so far."),
        )

    # Counting

    def _count(self, choice: Choice, quantity: int, adds: bool) -> None:
        number = self.record_id

        def counted(done: object) -> None:
            whole = show_scaled(int(getattr(done, "value", quantity)), QUANTITY)
            self.entry.tell(lambda: _("{product}: {n} counted.").format(product=choice.title, n=whole))

        self.desk.perform(
            partial(_counting, number, choice.id, quantity, adds),
            on_done=counted,
            on_problem=lambda error: self._not_counted(error, choice, quantity),
            owner=self,
            title=_("Count"),
        )

    def _not_counted(self, error: Exception, choice: Choice, quantity: int) -> None:
        if not isinstance(error, DaybookError):
            self.desk.background.problem(error)
            return
        if self.entry.empty:
            self.entry.put(choice, quantity)
            self.entry.quantity_field.set_error(str(error))
        else:
            self.banner.tell("danger", lambda: f"{choice.title}: {error}")
        self.entry.tell("")

    def _count_again(self, product_id: int) -> None:
        line = self._line(product_id)
        if line is not None and self.entry_card.isVisible():
            facts = {"code": line.code, "unit": line.unit, "on_hand": line.expected}
            self.entry.put(Choice(line.id, line.name, line.code, facts), line.counted)

    def _line(self, product_id: int) -> CountLine | None:
        return next((line for line in self.record.lines if line.id == product_id), None) if self.record else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.table.current_id()
        line = self._line(current) if current is not None else None
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus() and line is not None:
            if line.counted is not None and "count_products" in self.record.actions:
                number = self.record_id
                self.desk.perform(
                    lambda actor: forget_count(actor, number, line.id), owner=self, title=_("Count"), on_done=None
                )
            return
        super().keyPressEvent(event)


def _counting(stocktake: int, product: int, quantity: int, adds: bool, actor: Actor) -> object:
    return count_product(actor, stocktake, product, quantity, adds)
