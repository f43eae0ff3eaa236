"""Merging and undoing a merge in the window: said before, done, taken apart."""

from __future__ import annotations

from array import array
from typing import Any

from app.models.actor import Role
from app.models.customer import Customer
from app.queries.columns import Ask
from app.queries.customers import CUSTOMERS
from app.views.customers.merging import MergeDialog, merge, merge_selected, take_apart
from tests.helpers.book import a_customer, an_order, read
from tests.helpers.desk import dialog_of, idle


def test_what_will_move_is_said_before_and_then_done(real_desk, window, qtbot) -> None:
    old, new = (a_customer(real_desk.actor, name) for name in ("Old Mill", "Mill Street"))
    an_order(real_desk.actor, old, "100")
    window.show_page("customers")
    merge_selected(real_desk, window, array("q", [old, new]))
    dialog = dialog_of(window, "merge_customers_dialog")
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    assert "Old Mill becomes part of Mill Street" in dialog.told.text()
    assert "$100.00 outstanding" in dialog.told.text()
    told = {row.values[0]: row.values[1] for row in dialog.moves.small.rows}
    assert told == {"Orders": 1, "Movements of the account": 1}
    assert read(Customer, old).merged_into_id is None
    dialog.accept_form()
    qtbot.waitUntil(lambda: read(Customer, old).merged_into_id == new)
    idle(real_desk, qtbot)


def test_the_two_change_places(real_desk, window, qtbot) -> None:
    old, new = (a_customer(real_desk.actor, name) for name in ("Old Mill", "Mill Street"))
    merge_selected(real_desk, window, array("q", [old, new]))
    dialog = dialog_of(window, "merge_customers_dialog")
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    dialog.swap.click()
    qtbot.waitUntil(lambda: dialog.foretold is not None and dialog.foretold.gone == "Mill Street")
    dialog.reject()


def test_nothing_is_offered_until_both_are_chosen_and_one_twice_is_said_at_the_field(real_desk, window, qtbot) -> None:
    old = a_customer(real_desk.actor, "Old Mill")
    merge(real_desk, window, old)
    dialog: MergeDialog = dialog_of(window, "merge_customers_dialog")
    assert not dialog.primary.isEnabled()
    dialog.kept.set_value(dialog.gone.chosen)
    dialog._rehearse()
    qtbot.waitUntil(lambda: bool(dialog.form.fields["into"].error))
    assert dialog.form.fields["into"].error == "Choose two different customers."
    dialog.reject()


def test_a_merge_is_undone_from_the_one_who_stayed(real_desk, window, qtbot) -> None:
    from app.operations.merging import merge_customers

    old, new = (a_customer(real_desk.actor, name) for name in ("Old Mill", "Mill Street"))
    row = CUSTOMERS.rows([new], real_desk.actor)[new]
    assert "undo_merge" not in row.actions
    merge_customers(real_desk.actor, old, new)
    assert "undo_merge" in CUSTOMERS.rows([new], real_desk.actor)[new].actions
    take_apart(real_desk, window, new)
    dialog = dialog_of(window, "undo_merge_dialog")
    assert "Old Mill" in dialog.who.currentText()
    dialog.accept_form()
    qtbot.waitUntil(lambda: read(Customer, old).merged_into_id is None)
    idle(real_desk, qtbot)


def test_likely_duplicates_are_a_view_of_the_list(book) -> None:
    def found() -> set[int]:
        return set(CUSTOMERS.ids(book.owner, Ask(filters=(("duplicates", "yes"),))))

    same_sound = {a_customer(book.owner, "李明"), a_customer(book.owner, "黎明")}
    same_phone = {
        a_customer(book.owner, "Ash", phone="+86 138-0013-8000"),
        a_customer(book.owner, "B", phone="13800138000"),
    }
    same_tax = {a_customer(book.owner, "C", tax_number="US-1"), a_customer(book.owner, "D", tax_number="US-1")}
    same_name = {a_customer(book.owner, "Harbour Ltd"), a_customer(book.owner, "harbour ltd ")}
    a_customer(book.owner, "Nobody Else")
    assert found() == same_sound | same_phone | same_tax | same_name


def test_only_who_may_merge_is_offered_it(book, make_desk) -> None:
    customer = a_customer(book.owner, "Ash")
    person: Any = book.person(Role.SERVICE)
    assert "merge_customer" not in CUSTOMERS.rows([customer], person)[customer].actions
    assert "merge_customer" in CUSTOMERS.rows([customer], book.owner)[customer].actions
