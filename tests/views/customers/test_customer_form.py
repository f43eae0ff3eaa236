"""The form of a customer while it is typed: who is there already, places, words of the office, what looks wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from app.models.customer import Address, Customer
from app.operations.company import change_setting
from app.views.customers import add_customer, edit_customer, new_customer, open_customer
from app.views.customers.customer_page import CustomerPage
from app.views.customers.part_dialogs import AddressDialog
from tests.helpers.book import a_customer, every
from tests.helpers.desk import dialog_of, idle


def _open(window: Any, qtbot: Any) -> Any:
    """The open form, once it has the keyboard."""
    dialog = dialog_of(window, "customer_dialog")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def _choose(qtbot: Any, field: Any, typed: str) -> None:
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, typed)
    qtbot.waitUntil(lambda: bool(field.offered))
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_who_is_there_already_is_said_while_typing_and_can_be_used(real_desk, window, qtbot) -> None:
    known = a_customer(real_desk.actor, "Harbour & Hale", phone="555 010 1234")
    made: list[int] = []
    new_customer(real_desk, window, "Harbour", made.append)
    dialog = _open(window, qtbot)
    assert not dialog.similar.isVisible()
    qtbot.keyClicks(dialog.lines["phone"], "5550101234")
    qtbot.waitUntil(dialog.similar.isVisible)
    assert [s.id for s in dialog.similar.found] == [known]
    assert "same phone" in dialog.similar.findChild(object, "similar_0_text").text()
    dialog.similar.findChild(object, "similar_0_use").click()
    qtbot.waitUntil(lambda: made == [known])
    assert len(every(Customer)) == 1


def test_the_one_that_is_used_is_shown_and_not_called_new(real_desk, window, qtbot) -> None:
    known = a_customer(real_desk.actor, "Willow")
    add_customer(real_desk, window, "willow")
    dialog = _open(window, qtbot)
    qtbot.waitUntil(lambda: bool(dialog.similar.found))
    dialog.similar.findChild(object, "similar_0_use").click()
    idle(real_desk, qtbot)
    assert window.findChild(CustomerPage, f"customer_page_{known}") is not None
    assert not window.toast.isVisible()


def test_a_hint_keeps_nobody_from_adding_and_goes_with_its_cause(real_desk, window, qtbot) -> None:
    a_customer(real_desk.actor, "Willow")
    new_customer(real_desk, window, "Willow")
    dialog = _open(window, qtbot)
    qtbot.waitUntil(dialog.similar.isVisible)
    dialog.lines["name"].setText("Willows")
    qtbot.waitUntil(lambda: not dialog.similar.isVisible())
    dialog.lines["name"].setText("Willow")
    qtbot.waitUntil(dialog.similar.isVisible)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.lines["name"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(every(Customer)) == 2


def test_an_edited_customer_is_compared_with_the_others_only(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Willow")
    other = a_customer(real_desk.actor, "Poplar", phone="555 010 1234")
    edit_customer(real_desk, window, customer)
    dialog = _open(window, qtbot)
    dialog.lines["phone"].setText("5550101234")
    qtbot.waitUntil(dialog.similar.isVisible)
    assert [s.id for s in dialog.similar.found] == [other]
    assert dialog.similar.findChild(object, "similar_0_use") is None
    dialog.reject()


def test_a_city_is_offered_by_its_initials_and_brings_its_province(real_desk, window, qtbot) -> None:
    new_customer(real_desk, window)
    dialog = _open(window, qtbot)
    dialog.country.set_value("CN")
    _choose(qtbot, dialog.lines["city"], "gusuq")
    assert (dialog.lines["region"].text(), dialog.lines["city"].text()) == ("江苏省", "苏州市")
    assert dialog.lines["address"].text() == "姑苏区"
    dialog.reject()


def test_an_address_that_was_pasted_whole_fills_region_and_city(real_desk, window, qtbot) -> None:
    customer = a_customer(real_desk.actor, "Willow", country="CN")
    open_customer(real_desk, window, customer)
    idle(real_desk, qtbot)
    dialog = AddressDialog(real_desk, customer, "Willow", None, window)
    dialog.open()
    dialog.country.set_value("CN")
    dialog.lines["address"].setText("上海市浦东新区张江路1号")
    dialog.lines["address"].editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.lines["city"].text() == "上海市")
    assert dialog.lines["region"].text() == "上海市"
    assert dialog.lines["address"].text() == "浦东新区张江路1号"
    assert dialog.form.fields["region"].suggested
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Address)[0].city == "上海市"


def test_elsewhere_nothing_is_offered_for_places(real_desk, window, qtbot) -> None:
    new_customer(real_desk, window)
    dialog = _open(window, qtbot)
    dialog.country.set_value("DE")
    assert dialog.places._cities("sz") == ()
    dialog.reject()


def test_words_of_the_office_are_offered_and_others_stay_as_typed(real_desk, window, qtbot) -> None:
    change_setting(real_desk.actor, "words.grades", ["Gold", "Silver"])
    a_customer(real_desk.actor, tags="fair, loyal")
    new_customer(real_desk, window, "Birch")
    dialog = _open(window, qtbot)
    _choose(qtbot, dialog.lines["grade"], "si")
    assert dialog.lines["grade"].text() == "Silver"
    tags = dialog.lines["tags"]
    _choose(qtbot, tags, "new, lo")
    assert tags.text() == "new, loyal"
    dialog.lines["source"].setFocus()
    qtbot.keyClicks(dialog.lines["source"], "Web")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.lines["source"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stored = every(Customer, "name = 'Birch'")[0]
    assert (stored.grade, stored.tags, stored.source) == ("Silver", "new, loyal", "Web")


def test_what_looks_wrong_is_remarked_upon_and_saved_all_the_same(real_desk, window, qtbot) -> None:
    new_customer(real_desk, window, "青禾")
    dialog = _open(window, qtbot)
    dialog.country.set_value("CN")
    dialog.lines["tax_number"].setText("91350100M000100Y44")
    dialog.lines["phone"].setText("1380013800")
    assert "last character" in dialog.form.fields["tax_number"].note
    assert "11 digits" in dialog.form.fields["phone"].note
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert every(Customer)[0].tax_number == "91350100M000100Y44"
