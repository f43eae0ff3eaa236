"""A field for a date that is quick on the keyboard: T today, + and − one day, M and H first and last day of the month,
``3`` the third of this month, ``+5`` in an empty field five days from today, ``11-21``, ``21/11``. F4 or Alt+Down
opens a calendar.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _, language
from app.views import theme
from app.views.arithmetic import NotUnderstood, month_end, understand_date
from app.views.icons import icon
from app.views.texts import say
from app.views.widgets.number_fields import ValueField


class DateField(ValueField):
    """Shows and takes dates as ISO text; ``value()`` is a date or None.

    ``today`` is the desk's date.
    """

    def __init__(self, name: str, today: Callable[[], date] = date.today, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._today = today
        self._popup: _Calendar | None = None
        self.setFixedWidth(144)
        self.setPlaceholderText("YYYY-MM-DD")
        opener = self.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        opener.setObjectName(f"{name}_calendar")
        say(opener.setText, N_("Open calendar"))
        say(opener.setToolTip, N_("Open calendar (F4)"))
        opener.triggered.connect(self.open_calendar)
        for inner in self.findChildren(QWidget):
            say(inner.setAccessibleName, N_("Open calendar"))

    def value(self) -> date | None:
        """The date of the field, None if it is empty.

        Raises:
            UserError: The text is no date.
        """
        text = self.text().strip()
        if not text:
            return None
        try:
            return understand_date(text, self._today(), month_first=language() == "zh_CN")
        except NotUnderstood:
            raise UserError(
                _("“{text}” is not a date. Write it like {example}.").format(
                    text=text[:20], example=self._today().isoformat()
                ),
                code="not_a_date",
            ) from None

    def set_value(self, value: date | None) -> None:
        """Show a date; None empties the field."""
        self.setText("" if value is None else value.isoformat())

    def take(self, value: date) -> None:
        """Show a date that the person chose by a key or in the calendar; it counts as typed."""
        self.set_value(value)
        self.textEdited.emit(self.text())

    def settle(self) -> None:
        if self.understood():
            self.set_value(self.value())

    def _complete(self) -> date | None:
        text = self.text().strip()
        try:
            return date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier):
            self.open_calendar()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            super().keyPressEvent(event)
            return
        if self.isReadOnly() or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            super().keyPressEvent(event)
            return
        wanted = self._step(event.text())
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self.take(wanted)
            self.selectAll()

    def _step(self, typed: str) -> date | None:
        letter = typed.lower()
        base = self._complete()
        if letter == "t":
            return self._today()
        if letter == "m":
            return (base or self._today()).replace(day=1)
        if letter == "h":
            return month_end(base or self._today())
        if base is not None and typed and typed in "+=＋":
            return base + timedelta(days=1)
        if base is not None and typed and typed in "-−－" and self._whole_selected():
            return base - timedelta(days=1)
        return None

    def _whole_selected(self) -> bool:
        return self.selectedText() == self.text() or self.cursorPosition() == len(self.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def open_calendar(self) -> None:
        """Show a month to choose from."""
        if self.isReadOnly() or not self.isEnabled():
            return
        if self._popup is None:
            self._popup = _Calendar(self)
        self._popup.open_at(self._complete() or self._today())

    @property
    def calendar(self) -> QCalendarWidget | None:
        """The calendar, once it was opened."""
        return self._popup.calendar if self._popup is not None else None


class _Calendar(QFrame):
    def __init__(self, field: DateField) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setObjectName("calendar_popup")
        self._field = field
        self.calendar = QCalendarWidget(self)
        self.calendar.setObjectName("calendar")
        say(self.calendar.setAccessibleName, N_("Calendar"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.calendar.setMinimumSize(QSize(300, 240))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.calendar)
        self.calendar.activated.connect(self._choose)
        self.calendar.clicked.connect(self._choose)

    def open_at(self, day: date) -> None:
        locale = QLocale(language())
        weekend = QTextCharFormat()
        weekend.setForeground(theme.colour("text2"))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekday, weekend)
        self.calendar.setLocale(locale)
        self.calendar.setFirstDayOfWeek(locale.firstDayOfWeek())
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        self.move(self._field.mapToGlobal(QPoint(0, self._field.height() + 2)))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, chosen: QDate) -> None:
        self._field.take(date(chosen.year(), chosen.month(), chosen.day()))
        self.hide()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
