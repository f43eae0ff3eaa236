"""The shipping desk, the list of shipments, tracking numbers that are pasted, and the papers of shipments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from app.models.actor import Role
from app.models.order import Shipment
from app.operations.order_course import hold_order
from app.operations.shipments import ship_order
from app.operations.stock import receive_goods
from app.queries import order_details
from app.queries.to_ship import TO_SHIP
from app.views import shipments
from app.views.batch_bar import start_batch
from app.views.orders.batches import BATCHES as ORDERS
from app.views.shipments.batches import SIGN, VOID
from app.views.shipments.glance import show_waiting
from app.views.shipments.papers import print_delivery_notes, print_labels, print_notes_of_orders, print_pick_list
from app.views.shipments.ship_desk import ShipDesk
from tests.helpers.book import (
    a_customer,
    a_line,
    a_product,
    an_order,
    cents,
    each,
    every,
    line_ids,
    order,
    pieces,
    read,
)
from tests.helpers.desk import dialog_of, idle


def at_desk(window: Any, desk: Any, qtbot: Any) -> Any:
    shipments.open_ship_desk(desk, window)
    idle(desk, qtbot)
    page = window.current_page()
    assert isinstance(page, ShipDesk)
    return page


def scan(page: Any, qtbot: Any, text: str) -> None:
    page.number.setFocus()
    page.number.setText(text)
    qtbot.keyClick(page.number, Qt.Key.Key_Return)
    idle(page.desk, qtbot)


def test_an_order_after_the_other_goes_out_by_enter(real_desk: Any, window: Any, qtbot: Any) -> None:
    customer = a_customer(real_desk.actor)
    made = [an_order(real_desk.actor, customer, a_line(5, 2), consignee=name) for name in ("Ruth Okafor", "Ada Lim")]
    page = at_desk(window, real_desk, qtbot)
    for number, each_order in enumerate(made):
        scan(page, qtbot, order(each_order).number)
        assert window.focusWidget() is page.tracking.number
        page.tracking.number.setText(f"1Z999AA1012345678{number}")
        assert page.tracking.carrier.text() == "UPS"
        qtbot.keyClick(page.tracking.number, Qt.Key.Key_Return)
        idle(real_desk, qtbot)
        assert window.focusWidget() is page.number
        assert page.number.text() == ""
    assert [order(each_order).delivery for each_order in made] == ["shipped", "shipped"]
    assert [s.tracking_number[-1] for s in every(Shipment)] == ["0", "1"]
    qtbot.waitUntil(lambda: [sent.number for sent in page.sent] == [s.number for s in reversed(every(Shipment))])


def test_an_order_is_found_by_a_name_and_what_cannot_go_says_why(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    found = an_order(actor, a_customer(actor, "Quayside Inn"), a_line(5, 2))
    held = an_order(actor, a_customer(actor, "Old Ropeworks"), a_line(5, 2))
    gone = an_order(actor, a_customer(actor, "Third"), a_line(5, 2))
    hold_order(actor, held, "address is wrong")
    ship_order(actor, gone)
    page = at_desk(window, real_desk, qtbot)
    scan(page, qtbot, "quay")
    assert page.order is not None
    assert page.order.id == found
    for text, said in (
        (order(held).number, "address is wrong"),
        (order(gone).number, "is shipped"),
        ("SO-1999-0001", "No order"),
    ):
        scan(page, qtbot, text)
        qtbot.waitUntil(lambda said=said: said in page.finder.fields["number"].error)
        assert page.order is None
        assert not page.ship_button.isEnabled()


def test_more_than_ordered_is_asked_about_and_nothing_typed_is_lost(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), a_line(5, 2))
    page = at_desk(window, real_desk, qtbot)
    scan(page, qtbot, order(made).number)
    assert page.question.over.isHidden() or not page.question.over.isVisible()
    (field,) = page.lines.fields.values()
    field.set_value(pieces(3))
    assert page.question.over.isVisible()
    page.ship()
    assert "Choose" in page.form.fields["over"].error
    assert field.value() == pieces(3)
    page.question.over.choose("gift")
    page.ship()
    idle(real_desk, qtbot)
    assert order(made).total == cents(10)
    assert order(made).shipped == pieces(3)


def test_a_part_is_sent_and_the_rest_closed_at_the_desk(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    made = an_order(actor, a_customer(actor), a_line(5, 4))
    page = at_desk(window, real_desk, qtbot)
    scan(page, qtbot, order(made).number)
    (field,) = page.lines.fields.values()
    field.set_value(pieces(1))
    assert page.question.rest.isVisible()
    page.question.rest.choose("close")
    page.ship()
    idle(real_desk, qtbot)
    assert (order(made).total, order(made).delivery) == (cents(5), "shipped")


def test_a_refused_shipment_keeps_what_was_typed(book: Any, real_desk: Any, window: Any, qtbot: Any) -> None:
    book.set_company(stock_policy="kept")
    actor = real_desk.actor
    lamp = a_product(actor, "Lamp", code="L", stock_kept=True, list_price=each(5))
    receive_goods(actor, lamp, pieces(1))
    made = an_order(actor, a_customer(actor), a_line(5, 3, product_id=lamp))
    page = at_desk(window, real_desk, qtbot)
    scan(page, qtbot, order(made).number)
    page.tracking.number.setText("1Z999AA10123456784")
    page.ship()
    idle(real_desk, qtbot)
    assert "in stock" in page.banner.text
    assert page.tracking.number.text() == "1Z999AA10123456784"
    assert every(Shipment) == []


def test_the_warehouse_ships_and_is_not_asked_to_amend(book: Any, make_desk: Any, qtbot: Any) -> None:
    made = an_order(book.owner, a_customer(book.owner), a_line(5, 2))
    desk = make_desk(book.person(Role.WAREHOUSE))
    page = ShipDesk(desk)
    qtbot.addWidget(page)
    page.show()
    page.number.setText(order(made).number)
    page.find_order()
    idle(desk, qtbot)
    (field,) = page.lines.fields.values()
    field.set_value(pieces(3))
    assert not page.question.over.isVisible()
    page.ship()
    idle(desk, qtbot)
    assert "only 2" in page.banner.text
    field.set_value(pieces(2))
    page.ship()
    idle(desk, qtbot)
    assert order(made).delivery == "shipped"


def test_escape_first_leaves_the_order_and_then_the_desk(real_desk: Any, window: Any, qtbot: Any) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), a_line(5, 2))
    page = at_desk(window, real_desk, qtbot)
    scan(page, qtbot, order(made).number)
    qtbot.keyClick(page.tracking.number, Qt.Key.Key_Escape)
    assert page.order is None
    assert window.current_page() is page
    qtbot.keyClick(page.number, Qt.Key.Key_Escape)
    assert window.current_page() is not page


def test_pasted_numbers_are_shown_before_they_are_stored_and_a_second_paste_adds_none(
    real_desk: Any, window: Any, qtbot: Any
) -> None:
    actor = real_desk.actor
    customer = a_customer(actor)
    made = [an_order(actor, customer, 5) for _number in range(2)]
    for each_order in made:
        ship_order(actor, each_order)
    text = "\n".join(f"{order(o).number}\tUPS\t1Z999AA1012345678{o}" for o in made) + "\nSO-1999-0001\tUPS\t1Z9"
    for stored in (2, 0):
        shipments.paste_tracking(real_desk, window)
        dialog: Any = next(d for d in window.findChildren(QDialog, "tracking_dialog") if d.isVisible())
        dialog.text.setPlainText(text)
        dialog.look()
        idle(real_desk, qtbot)
        assert dialog.primary.isEnabled() is (stored > 0)
        assert dialog.rows[0].match.value == "not_matched"
        if stored:
            with qtbot.waitSignal(dialog.accepted):
                dialog.accept_form()
            assert dialog.done_value == stored
            assert dialog.said == "2 tracking numbers were stored."
        else:
            assert dialog.summary.text() == "2 already there, 1 not matched"
            dialog.reject()
        idle(real_desk, qtbot)
    assert all(s.tracking_number.startswith("1Z999") for s in every(Shipment))


def test_a_file_of_numbers_is_taken_over(real_desk: Any, window: Any, qtbot: Any, tmp_path: Path) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), 5)
    ship_order(real_desk.actor, made)
    path = tmp_path / "numbers.csv"
    path.write_text(f"order,carrier,number\n{order(made).number},UPS,1Z999AA10123456784\n", "utf-8")
    shipments.paste_tracking(real_desk, window)
    dialog = dialog_of(window, "tracking_dialog")
    dialog.read_file(path)
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    assert dialog.rows[0].match.value == "matched"
    dialog.reject()


def test_many_are_signed_for_at_once_and_a_batch_is_voided_as_one(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    customer = a_customer(actor)
    made = [an_order(actor, customer, 5) for _number in range(3)]
    ids = [ship_order(actor, each_order).value for each_order in made]
    tab = window.show_page("shipments")
    idle(real_desk, qtbot)
    dialog: Any = start_batch(real_desk, tab, SIGN, ids)
    qtbot.waitUntil(lambda: dialog.foretold is not None and len(dialog.foretold.done) == 3)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert {order(each_order).delivery for each_order in made} == {"signed_for"}
    dialog = start_batch(real_desk, tab, VOID, ids)
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    dialog.form.fields["reason"].field.setText("not picked up")
    qtbot.waitUntil(lambda: len(dialog.foretold.done) == 3)
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    assert {order(each_order).delivery for each_order in made} == {"waiting"}


def test_papers_of_shipments_come_in_the_preview(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    customer = a_customer(actor)
    made = [an_order(actor, customer, a_line(5, 2)) for _number in range(3)]
    ids = [ship_order(actor, each_order).value for each_order in made[:2]]
    for show, records, pages, papers in (
        (print_delivery_notes, ids, 2, ["A4", "A5", "241x140", "241x93"]),
        (print_labels, ids, 2, ["100x150"]),
        (print_pick_list, made, 1, ["A4", "A5"]),
    ):
        show(real_desk, window, records)
        preview: Any = next(d for d in window.findChildren(QDialog, "print_preview") if d.isVisible())
        qtbot.waitUntil(lambda preview=preview: not preview.busy)
        assert len(preview.pages) == pages
        assert [preview.panel.paper.itemData(i) for i in range(preview.panel.paper.count())] == papers
        assert preview.panel.prices.isVisible() is (show is print_delivery_notes)
        preview.close()
        idle(real_desk, qtbot)


def test_the_orders_to_ship_show_what_is_open_and_how_long(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    customer = a_customer(actor)
    waiting = an_order(actor, customer, a_line(5, 4))
    part = an_order(actor, customer, a_line(5, 4))
    done = an_order(actor, customer, a_line(5, 4))
    ship_order(actor, part, quantities={line_ids(part)[0]: pieces(1)})
    ship_order(actor, done)
    shipments.show_to_ship(real_desk, window)
    idle(real_desk, qtbot)
    page: Any = window.current_page()
    assert set(page.table.ids) == {waiting, part}
    assert page.commands["ship_order"].several
    shipments.open_shipment(real_desk, window, every(Shipment)[0].id)
    idle(real_desk, qtbot)
    shown: Any = window.current_page()
    qtbot.waitUntil(lambda: shown.record is not None)
    assert "sign_for_shipment" in shown.record.actions
    assert read(Shipment, shown.record_id).order_id == part


def test_what_was_shipped_at_once_is_voided_from_where_it_was_told(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    customer = a_customer(actor)
    made = [an_order(actor, customer, 5) for _number in range(3)]
    tab = window.show_page("orders")
    idle(real_desk, qtbot)
    ship = next(batch for batch in ORDERS if batch.name == "ship_order")
    shipping: Any = start_batch(real_desk, tab, ship, made)
    qtbot.waitUntil(lambda: shipping.foretold is not None and len(shipping.foretold.done) == 3)
    with qtbot.waitSignal(shipping.accepted):
        shipping.accept_form()
    assert {order(each_order).delivery for each_order in made} == {"shipped"}
    qtbot.mouseClick(window.toast.findChild(QPushButton, "toast_undo"), Qt.MouseButton.LeftButton)
    voiding: Any = next(d for d in window.findChildren(QDialog, "void_shipment_batch_dialog") if d.isVisible())
    voiding.form.fields["reason"].field.setText("not picked up")
    qtbot.waitUntil(lambda: voiding.foretold is not None and len(voiding.foretold.done) == 3)
    with qtbot.waitSignal(voiding.accepted):
        voiding.accept_form()
    assert {order(each_order).delivery for each_order in made} == {"waiting"}


def test_a_quantity_that_is_no_number_is_said_and_nothing_goes_out(real_desk: Any, window: Any, qtbot: Any) -> None:
    made = an_order(real_desk.actor, a_customer(real_desk.actor), a_line(5, 2))
    page = at_desk(window, real_desk, qtbot)
    scan(page, qtbot, order(made).number)
    (field,) = page.lines.fields.values()
    field.setText("two")
    page.ship()
    assert "no number" in page.banner.text
    assert every(Shipment) == []


def test_delivery_notes_of_orders_name_those_of_which_nothing_left(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    customer = a_customer(actor)
    gone, waiting, parts = (an_order(actor, customer, a_line(5, 2)) for _number in range(3))
    ship_order(actor, gone)
    for _part in range(2):
        ship_order(actor, parts, quantities={line_ids(parts)[0]: pieces(1)})
    tab: Any = window.show_page("orders")
    assert tab.commands["print_delivery_notes"].several
    print_notes_of_orders(real_desk, window, [gone, waiting, parts])
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(QDialog, "print_preview")))
    preview: Any = next(d for d in window.findChildren(QDialog, "print_preview") if d.isVisible())
    qtbot.waitUntil(lambda: not preview.busy)
    assert len(preview.pages) == 3
    (failure,) = preview.made.failures
    assert failure.number == order(waiting).number
    assert "shipped yet" in failure.reason
    preview.close()


def test_the_desk_shows_goods_as_one_passes_their_places(real_desk: Any, window: Any, qtbot: Any) -> None:
    actor = real_desk.actor
    places = {"Lamp": "A-12", "Chair": "", "Table": "A-3"}
    lines = [a_line(5, 1, product_id=a_product(actor, n, place=p), description="") for n, p in places.items()]
    made = an_order(actor, a_customer(actor), *lines)
    page = at_desk(window, real_desk, qtbot)
    scan(page, qtbot, order(made).number)
    assert [(line.place, line.description) for line in page.order.lines] == [
        ("A-3", "Table"), ("A-12", "Lamp"), ("", "Chair"),
    ]  # fmt: skip
    shown = [page.lines.findChild(QLabel, f"ship_place_{line.id}") for line in page.order.lines]
    assert [each.text() if each is not None else "" for each in shown] == ["A-3", "A-12", ""]
    glance = show_waiting(real_desk, order_details.order(actor, made))
    assert [name for name, _quantity in glance.items] == ["A-3  Table", "A-12  Lamp", "Chair"]


def test_the_desk_prints_each_label_once_unless_all_are_wanted_again(
    real_desk: Any, window: Any, qtbot: Any, tmp_path: Path
) -> None:
    actor = real_desk.actor
    customer = a_customer(actor)
    page = at_desk(window, real_desk, qtbot)
    card = page.sent_card

    def ship() -> int:
        scan(page, qtbot, order(an_order(actor, customer, a_line(5, 2))).number)
        page.ship()
        qtbot.waitUntil(lambda: all(each.number for each in page.sent) and page.order is None)
        idle(real_desk, qtbot)
        return int(page.sent[0].id)

    def labels(*, keep: bool) -> int:
        card.labels.click()
        preview: Any = next(d for d in window.findChildren(QDialog, "print_preview") if d.isVisible())
        qtbot.waitUntil(lambda: not preview.busy)
        pages = len(preview.pages)
        if keep:
            preview.save_to(tmp_path / "labels.pdf")
            idle(real_desk, qtbot)
        preview.reject()
        return pages

    first, second = ship(), ship()
    assert card.labels.text().strip() == "Print 2 labels…"
    assert labels(keep=False) == 2
    assert card.waiting("shipping-label") == [first, second], "what was only looked at is still to be printed"
    assert labels(keep=True) == 2
    third = ship()
    assert card.labels.text().strip() == "Print 1 label…"
    assert card.notes.text().strip() == "Print 3 delivery notes…"
    assert labels(keep=True) == 1
    assert card.waiting("shipping-label") == [first, second, third], "all again once all are printed"


def test_the_list_knows_what_was_put_on_a_pick_list(real_desk: Any, window: Any, qtbot: Any, tmp_path: Path) -> None:
    actor = real_desk.actor
    made = [an_order(actor, a_customer(actor), a_line(5, 2)) for _number in range(3)]
    window.show_page("shipments")
    shipments.show_to_ship(real_desk, window)
    tab: Any = window.current_page()
    idle(real_desk, qtbot)
    qtbot.waitUntil(lambda: len(tab.table.ids) == 3)
    tab.view.setFocus()
    tab.view.select_ids(made[:2], current=made[0])
    qtbot.waitUntil(tab.command_actions["print_orders"].isEnabled)
    tab.command_actions["print_orders"].trigger()
    preview: Any = next(d for d in window.findChildren(QDialog, "print_preview") if d.isVisible())
    qtbot.waitUntil(lambda: not preview.busy)
    assert len(preview.pages) == 2, "the goods, and the baskets of the orders"
    preview.save_to(tmp_path / "pick.pdf")
    idle(real_desk, qtbot)
    preview.reject()
    counts = TO_SHIP.counts(actor)
    assert (counts["all"], counts["unpicked"]) == (3, 1)
    at = [column.key for column in TO_SHIP.columns].index("listed")

    def unlisted() -> set[int]:
        rows = [tab.table.row(line) for line in range(3)]
        return {row.id for row in rows if row is not None and row.values[at] is None}

    qtbot.waitUntil(lambda: unlisted() == {made[2]})
