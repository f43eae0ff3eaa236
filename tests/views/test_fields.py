"""The fields and forms as a person uses them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.errors import NeedsConfirmation, Problems, UserError
from app.money import currency
from app.views import problems
from app.views.desk import Desk
from app.views.texts import set_language
from app.views.widgets.chip import Chip
from app.views.widgets.date_field import DateField
from app.views.widgets.form import Form, FormDialog
from app.views.widgets.number_fields import MoneyField, PriceField, QuantityField, RateField
from app.views.widgets.picker import Choice, Picker
from app.views.widgets.stepper import Step, Stepper

# The offscreen platform says so whenever a popup opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TODAY = date(2026, 11, 21)
CNY = currency("CNY")


def appear(qtbot, widget) -> None:
    """Show a widget as the active window."""
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def press(widget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def test_a_money_field_calculates_and_shows_the_result_when_left(styled, qtbot) -> None:
    field, other = MoneyField("amount", CNY), QLineEdit()
    form = Form()
    qtbot.addWidget(form)
    form.add("amount", "Amount", field)
    form.add("other", "Other", other)
    appear(qtbot, form)
    field.setFocus()
    heard: list[int | None] = []
    field.value_changed.connect(heard.append)
    field.insert("１２０*3-10%")
    other.setFocus()
    assert field.text() == "324.00"
    assert field.value() == 32400
    assert heard[-1] == 32400


def test_f9_works_a_field_out_and_brings_the_calculation_back(styled, qtbot) -> None:
    field, other = MoneyField("amount", CNY), QLineEdit()
    form = Form()
    qtbot.addWidget(form)
    form.add("amount", "Amount", field)
    form.add("other", "Other", other)
    appear(qtbot, form)
    field.setFocus()
    qtbot.keyClicks(field, "120*3")
    press(field, Qt.Key.Key_F9)
    assert field.text() == "360.00"
    assert field.toolTip() == "120*3 = 360.00"
    other.setFocus()
    assert field.toolTip() == "120*3 = 360.00"
    field.setFocus()
    press(field, Qt.Key.Key_F9)
    assert field.text() == "120*3"
    press(field, Qt.Key.Key_F9)
    assert field.text() == "360.00"
    field.selectAll()
    qtbot.keyClicks(field, "5")
    other.setFocus()
    assert (field.text(), field.toolTip(), field.calculation) == ("5.00", "", "")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [("￥１，２００", "1,200.00"), ("1,234,567.8", "1,234,567.80"), ("３＊４", "12.00"), ("200-10%", "180.00")],
)
def test_amounts_as_they_come_from_either_keyboard(styled, qtbot, language: str, typed: str, shown: str) -> None:
    set_language(language)
    field = MoneyField("amount", CNY)
    qtbot.addWidget(field)
    field.insert(typed)
    field.settle()
    assert field.text() == shown


def test_a_suggestion_is_marked_until_it_is_typed_over(styled, qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    city, day = QLineEdit("Portland"), DateField("due", lambda: TODAY)
    shown = form.add("city", "City", city, hint="Where to")
    due = form.add("due", "Due", day)
    appear(qtbot, form)
    for labelled in (shown, due):
        labelled.set_suggestion("As on 2026-03-10")
        assert labelled.suggested
        assert labelled.field.property("suggested") == "true"
        assert labelled.field.accessibleDescription() == "As on 2026-03-10"
        assert labelled.note == "As on 2026-03-10"
    qtbot.keyClicks(city, "s")
    press(day, Qt.Key.Key_T)
    assert not shown.suggested
    assert not due.suggested
    assert shown.note == "Where to"
    assert city.accessibleDescription() == ""


def test_escape_closes_the_choices_and_nothing_else(styled, qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    picker = Picker("customer", found)
    form.add("customer", "Customer", picker)
    appear(qtbot, form)
    picker.setFocus()
    qtbot.keyClicks(picker, "har")
    qtbot.waitUntil(picker._popup.isVisible)
    press(picker, Qt.Key.Key_Escape)
    assert not picker._popup.isVisible()
    assert picker.text() == "har"
    assert form.isVisible()


def test_enter_takes_the_answer_to_what_is_typed_not_to_what_was_typed_before(styled, qtbot) -> None:
    picker = Picker("customer", found)
    qtbot.addWidget(picker)
    appear(qtbot, picker)
    picker.setFocus()
    qtbot.keyClicks(picker, "harbour")
    qtbot.waitUntil(picker._popup.isVisible)
    taken: list[bool] = []
    picker.taken.connect(lambda: taken.append(True))
    qtbot.keyClicks(picker, " f")
    press(picker, Qt.Key.Key_Return)
    assert picker.text() == "Harbour Foods"
    assert taken == [True]


def test_a_money_field_keeps_large_amounts_whole(styled, qtbot) -> None:
    field = MoneyField("amount", CNY)
    qtbot.addWidget(field)
    field.set_value(9_007_199_254_740_993)
    assert field.value() == 9_007_199_254_740_993


def test_number_fields_have_their_own_units(styled, qtbot) -> None:
    quantity, price, rate = QuantityField("q"), PriceField("p", CNY), RateField("r")
    for field, text, value, shown in (
        (quantity, "1.5", 15_000, "1.5"),
        (price, "0.1234567", 123_457, "0.123457"),
        (rate, "13", 130_000, "13 %"),
    ):
        qtbot.addWidget(field)
        field.insert(text)
        assert field.value() == value
        field.settle()
        assert field.text() == shown
        assert field.value() == value
        field.set_value(None)
        assert field.value() is None


def test_a_field_that_is_no_number_says_so_in_place(styled, qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    field = MoneyField("amount", CNY)
    labelled = form.add("amount", "Amount", field, required=True, hint="In yuan")
    form.add("note", "Note", QLineEdit())
    appear(qtbot, form)
    field.insert("abc")
    assert not form.read_all()
    assert labelled.error == "“abc” is not a number. Write it like 1,234.50."
    assert field.property("state") == "error"
    assert field.accessibleDescription() == labelled.error
    field.setFocus()
    press(field, Qt.Key.Key_Backspace)
    assert labelled.error == ""


@pytest.mark.parametrize("make", [lambda: MoneyField("a", CNY), lambda: DateField("d")])
def test_the_input_method_is_off_in_fields_of_numbers_and_dates(styled, qtbot, make) -> None:
    field = make()
    qtbot.addWidget(field)
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False


@pytest.mark.parametrize(
    ("start", "keys", "expected"),
    [
        ("", "t", "2026-11-21"),
        ("2026-03-10", "+", "2026-03-11"),
        ("2026-03-10", "-", "2026-03-09"),
        ("2026-03-10", "--", "2026-03-08"),
        ("2026-03-10", "m", "2026-03-01"),
        ("2026-02-10", "h", "2026-02-28"),
        ("", "3", "2026-11-03"),
        ("", "+5", "2026-11-26"),
        ("", "11-21", "2026-11-21"),
        ("", "21/11", "2026-11-21"),
        ("2026-03-10", "4", "2026-11-04"),
    ],
)
def test_dates_by_keys(styled, qtbot, start: str, keys: str, expected: str) -> None:
    field = DateField("date", lambda: TODAY)
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    field.set_value(date.fromisoformat(start) if start else None)
    field.selectAll()
    qtbot.keyClicks(field, keys)
    field.settle()
    assert field.text() == expected
    assert field.value() == date.fromisoformat(expected)


def test_the_calendar_opens_by_key_and_gives_its_date(styled, qtbot) -> None:
    field = DateField("date", lambda: TODAY)
    qtbot.addWidget(field)
    field.show()
    press(field, Qt.Key.Key_F4)
    calendar = field.calendar
    assert calendar is not None
    assert calendar.isVisible()
    assert calendar.selectedDate().toString(Qt.DateFormat.ISODate) == "2026-11-21"
    calendar.activated.emit(calendar.selectedDate().addDays(3))
    assert field.text() == "2026-11-24"
    press(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert calendar.isVisible()
    press(calendar.parentWidget(), Qt.Key.Key_Escape)
    assert not calendar.isVisible()


def found(text: str) -> list[Choice]:
    names = ["Harbour Stationery", "Harbour Foods", "杭州绿茵园艺"]
    return [Choice(i, n, "Suzhou") for i, n in enumerate(names, 1) if text.casefold() in n.casefold()]


def test_a_picker_finds_while_typing_and_takes_the_first_by_enter(styled, qtbot) -> None:
    picker = Picker("customer", found)
    qtbot.addWidget(picker)
    appear(qtbot, picker)
    picker.setFocus()
    qtbot.keyClicks(picker, "har")
    popup = picker._popup
    qtbot.waitUntil(popup.isVisible)
    assert popup.model().rowCount() == 2
    press(picker, Qt.Key.Key_Return)
    assert picker.value() == 1
    assert picker.text() == "Harbour Stationery"
    press(picker, Qt.Key.Key_End)
    press(picker, Qt.Key.Key_Backspace)
    assert picker.value() is None


def test_a_picker_offers_to_create_what_is_not_there(styled, qtbot) -> None:
    picker = Picker("customer", found, can_create=True)
    qtbot.addWidget(picker)
    appear(qtbot, picker)
    picker.setFocus()
    picker.setText("绿茵")
    picker.search(picker.text())
    model = picker._popup.model()
    assert [model.index(i, 0).data() for i in range(2)] == ["杭州绿茵园艺", "Create “绿茵”"]
    picker._popup.setCurrentIndex(model.index(1, 0))
    with qtbot.waitSignal(picker.create_asked) as heard:
        press(picker, Qt.Key.Key_Return)
    assert heard.args == ["绿茵"]


def test_a_form_shows_each_problem_at_its_field(styled, qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    amount = form.add("amount", "Amount", MoneyField("amount", CNY))
    day = form.add("date", "Date", DateField("date"))
    appear(qtbot, form)
    assert form.show_problem(Problems([UserError("Too much.", field="amount"), UserError("Too early.", field="date")]))
    assert (amount.error, day.error) == ("Too much.", "Too early.")
    assert amount.field.hasFocus()
    day.field.setFocus()
    assert amount.error == "Too much."
    assert not form.show_problem(UserError("Elsewhere.", field="nowhere"))
    form.clear_problems()
    assert (amount.error, day.error) == ("", "")


class PaymentDialog(FormDialog):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "payment_dialog", "Record payment", "Record payment")
        self.amount = MoneyField("amount", desk.currency)
        self.form.add("amount", "Amount", self.amount, required=True)
        self.calls: list[frozenset[str]] = []

    def accept_form(self) -> None:
        value = self.amount.value() if self.amount.understood() else None

        def record(actor):
            self.calls.append(actor.confirmed)
            if value == 1:
                raise UserError("Too little.", field="amount")
            if value == 2:
                raise UserError("The month is closed.")
            if value == 300 and "keep" not in actor.confirmed:
                raise NeedsConfirmation("keep", "Keep the surplus?")
            return value

        self.submit(record)


def test_a_dialog_runs_its_operation_and_shows_what_is_wrong(desk: Desk, qtbot, monkeypatch) -> None:
    dialog = PaymentDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.amount.set_value(1)
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.form.fields["amount"].error == "Too little.")
    assert dialog.primary.isEnabled()
    dialog.amount.set_value(2)
    dialog.accept_form()
    qtbot.waitUntil(lambda: dialog.banner.text == "The month is closed.")
    answers = iter([False, True])
    monkeypatch.setattr(problems, "ask", lambda _question, _parent=None: next(answers))
    dialog.amount.set_value(300)
    dialog.accept_form()
    qtbot.waitUntil(dialog.primary.isEnabled)
    assert dialog.isVisible()
    dialog.accept_form()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.done_value == 300
    assert dialog.calls[-1] == frozenset({"keep"})


def test_steps_that_are_drawn_anew_leave_the_keyboard_where_it_is(styled, qtbot) -> None:
    around, field, steps = QWidget(), QLineEdit(), Stepper()
    qtbot.addWidget(around)
    column = QVBoxLayout(around)
    column.addWidget(field)
    column.addWidget(steps)
    around.show()
    steps.show_steps([Step("File", "current"), Step("Sheet", "ahead")])
    field.setFocus()
    steps.show_steps([Step("File", "done"), Step("Sheet", "current")])
    assert around.focusWidget() is field


def test_chips_and_steps_are_read_out_in_the_language(styled, qtbot) -> None:
    chip, steps = Chip("collection", "partly_paid"), Stepper()
    qtbot.addWidget(chip)
    qtbot.addWidget(steps)
    assert chip.accessibleName() == "Partly paid"
    chip.set_state("paid", "6,000.00")
    assert chip.accessibleName() == "Paid 6,000.00"
    steps.show_steps([Step("Draft", "done"), Step("Confirmed", "current", "Wang"), Step("Completed", "ahead")])
    assert steps.accessibleName() == "Draft done, Confirmed now Wang, Completed to come"
    steps.resize(400, 44)
    assert not steps.grab().isNull()
    set_language("zh_CN")
    assert chip.accessibleName().endswith("6,000.00")
