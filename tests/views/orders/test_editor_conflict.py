"""Two people at one order: nothing of either is overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.models.order import Order, OrderLine
from app.operations.inputs import LineInput, OrderInput
from app.operations.orders import confirm_order, edit_order
from app.views.orders.editor import OrderEditor, open_editor
from app.views.orders.lines_model import DraftLine
from app.views.orders.order_merge import Version, merge
from tests.helpers.book import a_customer, a_draft, a_line, each, every, line_ids, pieces, read
from tests.helpers.desk import idle
from tests.views.orders.writing import editor_of


def version(head: dict[str, Any] | None = None, *lines: DraftLine) -> Version:
    return Version({"head": head or {}, "ship_to": {}, "money": {}}, lines)


LAMP = DraftLine(description="Lamp", quantity=pieces(1), unit_price=each(10), id=1)
DESK = DraftLine(description="Desk", quantity=pieces(2), unit_price=each(20), id=2)


def test_what_only_one_side_changed_is_taken_from_that_side() -> None:
    base = version({"due": "", "note": "a"}, LAMP, DESK)
    theirs = version({"due": "2026-04-01", "note": "a"}, LAMP, replace(DESK, unit_price=each(25)))
    mine = version({"due": "", "note": "b"}, replace(LAMP, quantity=pieces(9)), DESK, DraftLine(description="New"))
    found = merge(base, theirs, mine)
    assert found.clashes == ()
    assert found.merged.forms["head"] == {"due": "2026-04-01", "note": "b"}
    assert [(line.description, line.quantity, line.unit_price) for line in found.merged.lines] == [
        ("Lamp", pieces(9), each(10)),
        ("Desk", pieces(2), each(25)),
        ("New", pieces(1), 0),
    ]
    assert set(found.taken) == {("head", "due"), ("lines", 2)}


def test_what_both_changed_waits_for_a_choice_and_is_mine_until_then() -> None:
    base = version({"due": ""}, LAMP)
    theirs = version({"due": "2026-04-01"}, replace(LAMP, quantity=pieces(3)))
    mine = version({"due": "2026-05-01"}, replace(LAMP, quantity=pieces(4)))
    found = merge(base, theirs, mine)
    assert [clash.key for clash in found.clashes] == [("head", "due"), ("lines", 1)]
    assert found.merged.forms["head"]["due"] == "2026-05-01"
    decided = found.decided(frozenset({("lines", 1)}))
    assert decided.forms["head"]["due"] == "2026-05-01"
    assert decided.lines[0].quantity == pieces(3)


def test_a_line_changed_here_and_taken_out_there_is_never_lost_unseen() -> None:
    base = version({}, LAMP, DESK)
    found = merge(base, version({}, DESK), version({}, replace(LAMP, quantity=pieces(4)), DESK))
    assert [(clash.key, clash.theirs) for clash in found.clashes] == [(("lines", 1), None)]
    assert [line.description for line in found.merged.lines] == ["Lamp", "Desk"]
    assert [line.description for line in found.decided(frozenset({("lines", 1)})).lines] == ["Desk"]


def test_a_line_changed_there_and_taken_out_here_can_come_back() -> None:
    base = version({}, LAMP, DESK)
    found = merge(base, version({}, replace(LAMP, quantity=pieces(7)), DESK), version({}, DESK))
    assert [line.description for line in found.merged.lines] == ["Desk"]
    assert {line.description for line in found.decided(frozenset({("lines", 1)})).lines} == {"Desk", "Lamp"}


@pytest.fixture
def draft(real_desk: Any, window: Any, qtbot: Any) -> OrderEditor:
    """The editor of a stored draft with two lines."""
    made = a_draft(real_desk.actor, a_customer(real_desk.actor), a_line(10, 1), a_line(20, 2, description="Desk"))
    open_editor(real_desk, made)
    idle(real_desk, qtbot)
    return editor_of(window)


def elsewhere(draft: OrderEditor, desk: Any, qtbot: Any, *, lamps: str = "1", **fields: Any) -> None:
    """Somebody else changes the order."""
    assert draft.order_id is not None
    order, (lamp, other) = draft.order_id, line_ids(draft.order_id)
    content = OrderInput(
        customer_id=1,
        lines=(
            LineInput(pieces(lamps), each(10), description="Lamp", id=lamp),
            LineInput(pieces(2), each(20), description="Desk", id=other),
        ),
        **fields,
    )
    someone = replace(desk.actor, name="Wang Fang")
    desk.background.perform(someone, lambda actor: edit_order(actor, order, content))
    idle(desk, qtbot)
    idle(desk, qtbot)


def test_what_somebody_else_changed_is_taken_over_and_named(draft: Any, real_desk: Any, qtbot: Any) -> None:
    draft.model.change(0, quantity=pieces(5))
    elsewhere(draft, real_desk, qtbot, note="by noon")
    qtbot.waitUntil(lambda: draft.money.note.toPlainText() == "by noon")
    assert "Note" in draft.banner.text
    assert draft.model.lines[0].quantity == pieces(5)
    draft.saving.save(confirm=False)
    idle(real_desk, qtbot)
    assert read(Order, draft.order_id).note == "by noon"
    assert every(OrderLine)[0].quantity == pieces(5)


def test_what_both_changed_is_chosen_before_it_is_saved(draft: Any, real_desk: Any, qtbot: Any) -> None:
    draft.model.change(0, quantity=pieces(5))
    elsewhere(draft, real_desk, qtbot, lamps="3")
    qtbot.waitUntil(draft.conflict.isVisible)
    assert draft.model.lines[0].quantity == pieces(5)
    assert not draft.go.isEnabled()
    draft.saving.save(confirm=False)
    idle(real_desk, qtbot)
    assert every(OrderLine)[0].quantity == pieces(3), "nothing is overwritten while the choice is open"
    draft.conflict.all_mine.click()
    assert draft.conflict.isHidden()
    draft.saving.save(confirm=False)
    idle(real_desk, qtbot)
    assert every(OrderLine)[0].quantity == pieces(5)


def test_all_of_theirs_can_be_taken(draft: Any, real_desk: Any, qtbot: Any) -> None:
    draft.model.change(0, quantity=pieces(5))
    elsewhere(draft, real_desk, qtbot, lamps="3")
    qtbot.waitUntil(draft.conflict.isVisible)
    draft.conflict.all_theirs.click()
    assert draft.model.lines[0].quantity == pieces(3)
    assert draft.go.isEnabled()


def test_a_change_that_only_saving_meets_is_shown_as_well(draft: Any, real_desk: Any, book: Any, qtbot: Any) -> None:
    draft.model.change(0, quantity=pieces(5))
    lamp, other = line_ids(draft.order_id)
    lines = (
        LineInput(pieces(3), each(10), description="Lamp", id=lamp),
        LineInput(pieces(2), each(20), description="Desk", id=other),
    )
    # As another program does it: no window hears of it.
    edit_order(real_desk.actor, draft.order_id, OrderInput(customer_id=1, lines=lines))
    draft.saving.save(confirm=False)
    idle(real_desk, qtbot)
    qtbot.waitUntil(draft.conflict.isVisible)
    assert draft.model.lines[0].quantity == pieces(5)


def test_an_order_that_was_confirmed_meanwhile_can_be_amended_with_what_was_typed(
    draft: Any, real_desk: Any, qtbot: Any
) -> None:
    draft.model.change(0, quantity=pieces(5))
    order = draft.order_id
    real_desk.perform(lambda actor: confirm_order(actor, order))
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: "was confirmed meanwhile" in draft.banner.text)
    draft.banner._action.click()
    assert draft.amend
    assert draft.model.lines[0].quantity == pieces(5)
    draft.money.why.setText("asked on the phone")
    draft.saving.save(confirm=True)
    idle(real_desk, qtbot)
    stored = read(Order, order)
    assert (stored.revision, stored.state) == (1, "confirmed")
    assert every(OrderLine)[0].quantity == pieces(5)


def test_the_same_order_twice_is_one_editor(draft: Any, real_desk: Any, window: Any) -> None:
    open_editor(real_desk, draft.order_id)
    assert window.current_page() is draft
