"""The small window in which one filter gets its value: by the kind of its column, the same for every list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserError
from app.i18n import N_, _
from app.queries.column_filters import BETWEEN, day_ends, figure_ends, figures, is_period
from app.queries.columns import Kind
from app.queries.filter_choices import is_typed, offered, title_of
from app.queries.filters import FILLED, Filter
from app.views.desk import Desk
from app.views.lists.words import PERIODS, title_of_filter
from app.views.texts import say
from app.views.theme import mark
from app.views.values import first_capital
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import MoneyField, NumberField, PriceField, QuantityField, RateField
from app.views.widgets.picker import Picker
from app.views.widgets.popup import Popup

WIDTH = 320
ROW = 28
KEY = int(Qt.ItemDataRole.UserRole)
CUSTOM = "custom"


class FilterEditor(Popup):
    """Asks for the value of ``wanted``, beginning with ``value``; ``on_value`` gets it."""

    def __init__(
        self, desk: Desk, wanted: Filter, value: str, on_value: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__("filter_editor", parent)
        self._desk, self.wanted, self._on_value = desk, wanted, on_value
        self._taken = False
        self.setFixedWidth(WIDTH)
        say(self.setAccessibleName, lambda: _("Filter by {column}").format(column=title_of_filter(wanted)))
        self.body.addWidget(label(lambda: title_of_filter(wanted), "label", "filter_editor_title"))
        self._problem = label("", "error", "filter_editor_problem", wrap=True)
        self._problem.hide()
        self._read: Callable[[], str] = lambda: value
        self._first: QWidget = self
        self._make(value)
        self.body.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(button(N_("Cancel"), "filter_editor_cancel", run=self.close))
        self.apply = button(N_("Filter"), "filter_editor_apply", kind="primary", run=self.take)
        row.addWidget(self.apply)
        self.body.addLayout(row)
        QTimer.singleShot(0, self._first, lambda: self._first.setFocus(Qt.FocusReason.PopupFocusReason))

    def _make(self, value: str) -> None:
        offer = self.wanted.offer
        if is_typed(offer):
            self._typed(value)
        elif offer == "choice":
            self._choice(value)
        elif offer == "flag":
            self._flag(value)
        elif offer == "number":
            self._figures(value)
        elif offer == "period":
            self._period(value)
        elif offer == "date":
            field = DateField("filter_day", self._desk.actor.today)
            field.setText(value)
            self._put(field, N_("Date"))
            self._read = lambda: _iso(field)
        else:
            self._text(value)

    def _put(self, field: QWidget, name: str) -> None:
        say(field.setAccessibleName, name)
        self.body.addWidget(field)
        if self._first is self:
            self._first = field

    # Kinds of value

    def _text(self, value: str) -> None:
        ways = QComboBox()
        ways.setObjectName("filter_way")
        for key, word in (("~", N_("contains")), ("=", N_("is exactly")), ("", N_("is empty")), ("*", N_("is filled"))):
            ways.addItem(_(word), key)
        field = QLineEdit()
        field.setObjectName("filter_text")
        way = "~" if value.startswith("~") else value if value in ("", FILLED) else "="
        # A new filter begins with what is wanted nearly always.
        ways.setCurrentIndex(max(0, ways.findData(way if value else "~")))
        field.setText(value[1:] if way == "~" else value if way == "=" else "")
        ways.currentIndexChanged.connect(lambda _index: field.setVisible(ways.currentData() in ("~", "=")))
        self._first = field
        self._put(ways, N_("How to compare"))
        self._put(field, N_("Text"))
        field.setHidden(ways.currentData() not in ("~", "="))

        def read() -> str:
            key = str(ways.currentData())
            text = field.text().strip()
            if key in ("~", "=") and not text:
                raise UserError(_("Write what to look for."))
            return f"~{text}" if key == "~" else text if key == "=" else key

        self._read = read

    def _choice(self, value: str) -> None:
        chosen = set(value.split(",")) if value else set()
        listed = self._list("filter_choices", N_("Values"))
        for key, word in self.wanted.values:
            item = QListWidgetItem(first_capital(_(word)))
            item.setData(KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
            listed.addItem(item)
        listed.setCurrentRow(0)
        listed.itemActivated.connect(lambda _item: self.take())
        _fit(listed)

        def read() -> str:
            items = [listed.item(i) for i in range(listed.count())]
            picked = [str(i.data(KEY)) for i in items if i.checkState() == Qt.CheckState.Checked]
            if not picked:
                raise UserError(_("Choose at least one value."))
            return ",".join(picked)

        self._read = read

    def _flag(self, value: str) -> None:
        listed = self._list("filter_choices", N_("Values"))
        for key, word in self.wanted.values:
            item = QListWidgetItem(first_capital(_(word)))
            item.setData(KEY, key)
            listed.addItem(item)
            if key == (value or "yes"):
                listed.setCurrentItem(item)
        listed.itemActivated.connect(lambda _item: self.take())
        _fit(listed)
        self._read = lambda: str(listed.currentItem().data(KEY))

    def _figures(self, value: str) -> None:
        first, last = (self._figure_field(name) for name in ("filter_from", "filter_to"))
        for field, end in zip((first, last), figure_ends(self.wanted.kind, value, self._desk.currency), strict=True):
            field.set_value(end if value else None)
        self._pair((first, N_("At least")), (last, N_("At most")))

        def read() -> str:
            ends = first.value(), last.value()
            if ends == (None, None):
                raise UserError(_("Give at least one end of the range."))
            if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
                raise UserError(_("The first figure is above the second one."))
            return figures(self.wanted.kind, ends[0], ends[1], self._desk.currency)

        self._read = read

    def _figure_field(self, name: str) -> NumberField:
        match self.wanted.kind:
            case Kind.MONEY:
                made: NumberField = MoneyField(name, self._desk.currency)
            case Kind.PRICE:
                made = PriceField(name, self._desk.currency)
            case Kind.QUANTITY:
                made = QuantityField(name)
            case Kind.RATE:
                made = RateField(name)
            case _:
                made = NumberField(name, factor=1)
        made.setFixedWidth(140)
        return made

    def _pair(self, *fields: tuple[QWidget, str]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for field, word in fields:
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label(word, "label"))
            say(field.setAccessibleName, word)
            column.addWidget(field)
            row.addLayout(column)
        self.body.addLayout(row)
        if self._first is self:
            self._first = fields[0][0]

    def _period(self, value: str) -> None:
        listed = self._list("filter_periods", N_("Periods"))
        for key, word in {**PERIODS, CUSTOM: N_("From – to")}.items():
            item = QListWidgetItem(_(word))
            item.setData(KEY, key)
            listed.addItem(item)
            if key == (value if value in PERIODS else CUSTOM if value else "this_month"):
                listed.setCurrentItem(item)
        _fit(listed)
        first, last = (DateField(name, self._desk.actor.today) for name in ("filter_from", "filter_to"))
        if is_period(self._desk.actor, value):
            for field, end in zip((first, last), day_ends(self._desk.actor, value, ""), strict=True):
                field.setText(end or "")
        for field in (first, last):
            field.setFixedWidth(140)
        self._pair((first, N_("From")), (last, N_("To")))
        listed.itemActivated.connect(lambda _item: self.take())

        def show_days(row: int) -> None:
            key = str(listed.item(row).data(KEY))
            if key in PERIODS:
                for field, end in zip((first, last), day_ends(self._desk.actor, key, ""), strict=True):
                    field.setText(end or "")

        def own_days(_text: str) -> None:
            listed.setCurrentRow(listed.count() - 1)

        def read() -> str:
            key = str(listed.currentItem().data(KEY))
            if key != CUSTOM:
                return key
            ends = _iso(first), _iso(last)
            if not any(ends):
                raise UserError(_("Give at least one end of the range."))
            if all(ends) and ends[0] > ends[1]:
                raise UserError(_("The first day is after the last one."))
            return BETWEEN.join(ends)

        show_days(listed.currentRow())
        listed.currentRowChanged.connect(show_days)
        for field in (first, last):
            field.textEdited.connect(own_days)
        self._read = read

    def _typed(self, value: str) -> None:
        desk, offer = self._desk, self.wanted.offer
        picker = Picker("filter_choice", lambda text: offered(desk.actor, offer, text), desk=desk)
        if value:
            picker.setText(title_of(offer, value))
        self._put(picker, N_("Choice"))
        picked: list[str] = [value]

        def take_choice(_chosen: object) -> None:
            picked[0] = str(picker.chosen.facts["value"]) if picker.chosen is not None else ""
            if picked[0]:
                QTimer.singleShot(0, self, self.take)

        def read() -> str:
            if not picked[0] and not picker.take_choice():
                raise UserError(_("Nothing of this name was found. Type another part of it."))
            return picked[0]

        picker.value_changed.connect(take_choice)
        self._read = read
        # What there is stands open at once: a filter is chosen more often than typed.
        QTimer.singleShot(60, picker, lambda: picker.search("") if picker.hasFocus() and not picker.text() else None)

    def _list(self, name: str, words: str) -> QListWidget:
        made = QListWidget()
        made.setObjectName(name)
        self._put(made, words)
        return made

    # The end

    def take(self) -> None:
        """Filter by what was chosen; what is not understood is said below it."""
        if self._taken:
            return
        try:
            value = self._read()
            self.wanted.part(self._desk.actor, value)
        except UserError as problem:
            self._problem.setText(problem.message)
            self._problem.show()
            mark(self._first, state="error")
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.adjustSize()
            return
        self._taken = True
        self.close()
        self._on_value(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.focusWidget(), QPushButton):
            event.ignore()
            return
        super().keyPressEvent(event)


def _iso(field: DateField) -> str:
    day: date | None = field.value()
    return day.isoformat() if day is not None else ""


def _fit(listed: QListWidget) -> None:
    listed.ensurePolished()
    listed.setFixedHeight(min(11, listed.count()) * max(ROW, listed.sizeHintForRow(0)) + 4)
