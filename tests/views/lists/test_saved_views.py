"""Saving a list as it is shown, and what people do with what they saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit

from app.models.actor import Role
from app.operations.history import undo
from app.operations.list_views import save_view
from app.views.desk import Desk
from app.views.lists.saving import ViewDialog
from app.views.record_tab import RecordTab
from tests.helpers.book import TestBook, a_customer, a_draft, an_order
from tests.views.lists.conftest import Lists, settle, shown


@pytest.fixture
def tab(book: TestBook, lists: Lists) -> RecordTab:
    customer = a_customer(book.owner)
    an_order(book.owner, customer, 120)
    an_order(book.owner, customer, 80)
    a_draft(book.owner, customer, 30)
    return lists("orders")


def pill(tab: RecordTab, name: str) -> QAbstractButton:
    """The visible pill of a view by its name."""
    return next(b for b in tab.pills.views.findChildren(QAbstractButton) if b.text().strip().startswith(name))


def save(tab: RecordTab, name: str, qtbot, *, shared: bool = False) -> None:
    """Save the list as it is shown, with the keyboard."""
    if tab.pills.saved is None:
        tab.tools.actions["save_view"].trigger()
    else:
        choose(tab, "save_new_view")
    dialog = tab.findChild(ViewDialog)
    field = dialog.findChild(QLineEdit, "view_name")
    qtbot.keyClicks(field, name)
    dialog.findChild(QCheckBox, "view_shared").setChecked(shared)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.findChild(ViewDialog) is None)
    settle(tab, qtbot)


def entries(tab: RecordTab) -> dict[str, bool]:
    """What the menu of the chosen view offers, and whether it is on."""
    view = tab.pills.saved
    assert view is not None
    menu = tab.place.saving.menu(view, tab.place.altered, tab)
    return {a.objectName(): a.isEnabled() for a in menu.actions() if not a.isSeparator()}


def choose(tab: RecordTab, name: str) -> None:
    """Choose an entry of the menu of the chosen view."""
    view = tab.pills.saved
    assert view is not None
    menu = tab.place.saving.menu(view, tab.place.altered, tab)
    next(a for a in menu.actions() if a.objectName() == name).trigger()


def test_search_filter_order_and_columns_come_back_with_one_click(tab: RecordTab, lists: Lists, qtbot) -> None:
    tab.pills.add("state", "confirmed")
    tab.view.header.sort_by("total")
    tab.view.header.show_column(1, False)
    tab.view.header.resizeSection(4, 133)
    save(tab, "By size", qtbot)
    assert shown(tab, "total") == ["80.00", "120.00"]
    assert pill(tab, "By size").isChecked()
    assert pill(tab, "By size").text().endswith("2")
    pill(tab, "All").click()
    settle(tab, qtbot)
    assert len(tab.table.ids) == 3
    assert tab.asked().sort == tab.records.default_sort or tab.asked().sort == (("total", False),)
    again = lists("orders")
    pill(again, "By size").click()
    settle(again, qtbot)
    assert shown(again, "total") == ["80.00", "120.00"]
    assert again.view.header.isSectionHidden(1)
    assert again.view.header.sectionSize(4) == 133
    assert again.asked().filters == (("state", "confirmed"),)


def test_the_chosen_view_is_still_chosen_after_a_restart(tab: RecordTab, lists: Lists, qtbot) -> None:
    tab.pills.add("state", "confirmed")
    save(tab, "Confirmed", qtbot)
    tab.view.header.show_column(1, False)
    again = lists("orders")
    assert pill(again, "Confirmed").isChecked()
    assert len(again.table.ids) == 2
    assert again.view.header.isSectionHidden(1)
    assert again.place.altered


def test_what_a_view_does_to_columns_stays_with_the_view(tab: RecordTab, qtbot) -> None:
    save(tab, "Narrow", qtbot)
    tab.view.header.show_column(1, False)
    assert tab.place.altered
    assert "•" in pill(tab, "Narrow").text()
    pill(tab, "All").click()
    settle(tab, qtbot)
    assert not tab.view.header.isSectionHidden(1)
    pill(tab, "Narrow").click()
    settle(tab, qtbot)
    assert not tab.view.header.isSectionHidden(1)
    assert not tab.place.altered


def test_a_view_is_replaced_renamed_and_deleted_and_all_of_it_taken_back(
    tab: RecordTab, real_desk: Desk, qtbot
) -> None:
    save(tab, "Mine only", qtbot)
    assert not entries(tab)["replace_view"]
    tab.pills.add("state", "draft")
    settle(tab, qtbot)
    assert entries(tab)["replace_view"]
    choose(tab, "replace_view")
    settle(tab, qtbot)
    assert not tab.place.altered
    assert pill(tab, "Mine only").text().endswith("1")
    choose(tab, "rename_view")
    dialog = tab.findChild(ViewDialog)
    field = dialog.findChild(QLineEdit, "view_name")
    field.setText("Drafts")
    dialog.accept_form()
    qtbot.waitUntil(lambda: tab.findChild(ViewDialog) is None)
    settle(tab, qtbot)
    qtbot.waitUntil(lambda: pill(tab, "Drafts").isChecked())
    choose(tab, "delete_view")
    settle(tab, qtbot)
    assert tab.pills.views.views == ()
    assert len(tab.table.ids) == 3
    real_desk.perform(undo)
    settle(tab, qtbot)
    assert [v.name for v in tab.pills.views.views] == ["Drafts"]


def test_a_name_that_is_taken_is_said_at_the_field(tab: RecordTab, qtbot) -> None:
    save(tab, "First", qtbot)
    tab.place.saving.save_new()
    dialog = next(d for d in tab.findChildren(ViewDialog) if d.isVisible())
    dialog.findChild(QLineEdit, "view_name").setText("first")
    dialog.accept_form()
    qtbot.waitUntil(lambda: "already" in dialog.form.fields["name"].error)
    assert dialog.isVisible()
    dialog.reject()


def test_shared_views_are_there_for_everyone_and_safe_from_others(
    book: TestBook, tab: RecordTab, lists: Lists, make_desk, qtbot
) -> None:
    save(tab, "For all", qtbot, shared=True)
    save(tab, "For me", qtbot)
    sales = make_desk(book.person(Role.MANAGER, name="Li"))
    theirs = lists("orders", desk=sales)
    assert [v.name for v in theirs.pills.views.views] == ["For all"]
    pill(theirs, "For all").click()
    settle(theirs, qtbot)
    offered = entries(theirs)
    assert not offered["rename_view"]
    assert not offered["delete_view"]
    assert offered["save_new_view"]


def test_views_are_put_in_order(tab: RecordTab, qtbot) -> None:
    for name in ("One", "Two", "Three"):
        save(tab, name, qtbot)
    choose(tab, "move_view_left")
    settle(tab, qtbot)
    assert [v.name for v in tab.pills.views.views] == ["One", "Three", "Two"]
    assert entries(tab)["move_view_left"]
    choose(tab, "move_view_left")
    settle(tab, qtbot)
    assert not entries(tab)["move_view_left"]


def test_pills_without_room_go_into_a_menu_and_the_chosen_one_stays(book: TestBook, lists: Lists, qtbot) -> None:
    for number in range(12):
        save_view(book.owner, "orders", f"A rather long name {number}", {"search": str(number)})
    tab = lists("orders")
    views = tab.pills.views
    assert views.x() + views.width() <= tab.width()
    right = [b for b in views.findChildren(QAbstractButton) if b.isVisible()]
    assert max(b.x() + b.width() for b in right) <= views.width()
    menu = views.more_menu()
    assert len(menu.actions()) + len([b for b in right if b.isCheckable()]) == len(tab.records.pills) + 12
    last = menu.actions()[-1]
    assert last.text().startswith("A rather long name 11")
    last.trigger()
    settle(tab, qtbot)
    assert tab.search.text() == "11"
    assert pill(tab, "A rather long name 11").isVisible()
    assert max(b.x() + b.width() for b in views.findChildren(QAbstractButton) if b.isVisible()) <= views.width()


def test_counts_of_views_are_live(book: TestBook, tab: RecordTab, real_desk: Desk, qtbot) -> None:
    tab.pills.add("state", "draft")
    save(tab, "Drafts", qtbot)
    pill(tab, "All").click()
    settle(tab, qtbot)
    customer = a_customer(book.owner, "Somebody")
    real_desk.perform(lambda actor: _draft(actor, customer))
    qtbot.waitUntil(lambda: pill(tab, "Drafts").text().endswith("2"))


def _draft(actor, customer):
    from app.operations.inputs import OrderInput
    from app.operations.orders import make_order
    from tests.helpers.book import a_line

    return make_order(actor, OrderInput(customer_id=customer, lines=(a_line(5),)))
