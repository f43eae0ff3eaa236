"""Views of lists that people save: own ones, shared ones, and taking all of it back."""

from __future__ import annotations

import pytest

from app.errors import NotAllowed, UserError
from app.models.actor import Actor, Role
from app.operations.history import redo, undo
from app.operations.list_views import change_view, delete_view, order_views, save_view
from app.queries.columns import Ask
from app.queries.lists import LISTS
from tests.helpers.book import TestBook, a_customer, a_draft, an_order

ORDERS = LISTS["orders"]
UNPAID = {"filters": [["collection", "unpaid"]], "sort": [["total", True]], "columns": {"order": ["total"]}}


def names(actor: Actor) -> list[str]:
    return [view.name for view in ORDERS.views(actor)]


def test_a_view_keeps_what_it_shows_and_counts_live(book: TestBook) -> None:
    owner = book.owner
    customer = a_customer(owner)
    an_order(owner, customer, 120)
    view_id = save_view(owner, "orders", "  To   chase ", UNPAID).value
    (view,) = ORDERS.views(owner)
    assert (view.id, view.name, view.shared, view.may_change) == (view_id, "To chase", False, True)
    assert view.ask == Ask(filters=(("collection", "unpaid"),), sort=(("total", True),))
    assert view.columns == {"order": ["total"]}
    assert ORDERS.counts(owner, [view.pill]) == {view.key: 1}
    an_order(owner, customer, 80)
    a_draft(owner, customer, 10)
    assert ORDERS.counts(owner, [view.pill]) == {f"saved-{view_id}": 2}
    assert LISTS["customers"].views(owner) == ()


def test_views_are_for_oneself_unless_they_are_shared(book: TestBook) -> None:
    sales = book.person(Role.SALES)
    view_id = save_view(sales, "orders", "Mine", UNPAID).value
    assert names(book.owner) == []
    change_view(sales, view_id, shared=True)
    (shared,) = ORDERS.views(book.owner)
    assert (shared.name, shared.shared, shared.may_change) == ("Mine", True, True)
    other = book.person(Role.FINANCE)
    assert not ORDERS.views(other)[0].may_change
    with pytest.raises(NotAllowed, match="shared by somebody else"):
        change_view(other, view_id, name="Theirs")
    with pytest.raises(NotAllowed):
        delete_view(other, view_id)
    change_view(sales, view_id, shared=False)
    assert names(book.owner) == []


def test_everything_done_to_a_view_can_be_taken_back(book: TestBook) -> None:
    owner = book.owner
    first = save_view(owner, "orders", "First", UNPAID).value
    second = save_view(owner, "orders", "Second", {}).value
    order_views(owner, [second, first])
    assert names(owner) == ["Second", "First"]
    change_view(owner, first, name="Other", definition={"search": "lamp"})
    assert ORDERS.views(owner)[1].ask == Ask(search="lamp")
    delete_view(owner, second)
    assert names(owner) == ["Other"]
    assert undo(owner).value == "delete view “Second”"
    assert names(owner) == ["Second", "Other"]
    undo(owner)
    assert ORDERS.views(owner)[1].ask.filters == (("collection", "unpaid"),)
    undo(owner)
    assert names(owner) == ["First", "Second"]
    redo(owner)
    assert names(owner) == ["Second", "First"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "chase"])
def test_a_name_that_does_not_work_is_refused_at_its_field(book: TestBook, name: str) -> None:
    save_view(book.owner, "orders", "Chase", UNPAID)
    save_view(book.owner, "payments", "chase too", {})
    with pytest.raises(UserError) as refused:
        save_view(book.owner, "orders", name, UNPAID)
    assert refused.value.field == "name"


def test_a_view_of_something_that_is_gone_shows_the_rest(book: TestBook) -> None:
    save_view(
        book.owner, "orders", "Old", {"filters": [["colour", "red"], ["state", "draft"]], "sort": [["weight", True]]}
    )
    (view,) = ORDERS.views(book.owner)
    assert view.ask.filters == (("state", "draft"),)
    assert view.lost == 2
    save_view(book.owner, "orders", "Lost", {"filters": [["customer", "nobody at all"]]})
    assert list(ORDERS.counts(book.owner, [v.pill for v in ORDERS.views(book.owner)])) == [view.key]
