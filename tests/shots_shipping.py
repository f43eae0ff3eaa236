"""The shipping desk, what waits to be shipped, tracking numbers and the papers of shipments, for ``tests.shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.models.base import connection
from app.views.batch_bar import start_batch
from tests.shots_lists import wait

Shot = tuple[str, Callable[[], QWidget | None]]
_OPEN = (
    "SELECT o.number FROM sales_order o WHERE o.state IN ('confirmed', 'processing') AND o.shipped < o.to_ship "
    "AND o.hold = 0 ORDER BY (SELECT count(*) FROM order_line l WHERE l.order_id = o.id) DESC LIMIT 1"
)
_SEVERAL = (
    "SELECT id FROM sales_order WHERE state IN ('confirmed', 'processing') AND shipped < to_ship AND hold = 0 LIMIT 6"
)
_SHIPPED = "SELECT id FROM shipment WHERE state = 'shipped' ORDER BY id DESC LIMIT 12"


def shipping_shots(window: Any, desk: Any) -> Iterator[Shot]:
    """The scenes; those that need an order or a shipment are missing where the book has none."""
    from app.views import shipments

    def at_desk(number: str = "", part: bool = False) -> None:
        window.show_page("shipments")
        shipments.open_ship_desk(desk, window)
        page = window.current_page()
        wait(desk)
        if number:
            page.number.setText(number)
            page.find_order()
            wait(desk)
        if part:
            first, *others = page.lines.fields.values()
            first.set_value((first.value() or 0) * 2)
            for other in others[:1]:
                other.set_value(0)
        wait(desk)

    def to_ship() -> None:
        window.show_page("shipments")
        shipments.show_to_ship(desk, window)
        wait(desk)

    def pasted(text: str) -> QWidget:
        shipments.paste_tracking(desk, window.show_page("shipments"))
        dialog: Any = next(d for d in window.findChildren(QDialog) if d.isVisible())
        dialog.text.setPlainText(text)
        dialog.look()
        wait(desk)
        shown: QWidget = dialog
        return shown

    yield "ship_desk_begin", at_desk
    yield "ship_list_to_ship", to_ship
    found = connection().execute(_OPEN).fetchone()
    if found is not None:
        number = found[0]
        yield "ship_desk_order", lambda: at_desk(number)
        yield "ship_desk_question", lambda: at_desk(number, part=True)
    ids = [row[0] for row in connection().execute(_SHIPPED)]
    if not ids:
        yield "ship_tracking", lambda: pasted("")
        return
    rows = connection().execute(
        "SELECT o.number, s.tracking_number FROM shipment s JOIN sales_order o ON o.id = s.order_id ORDER BY s.id DESC "
        "LIMIT 3"
    )
    lines = "\n".join(f"{order}\tUPS\t{tracking}" for order, tracking in rows)
    yield "ship_tracking", lambda: pasted(f"{lines}\nSO-1999-0001\tUPS\t1Z999AA10123456784")

    from app.views.shipments.batches import SIGN, VOID
    from app.views.shipments.papers import print_delivery_notes, print_labels, print_pick_list
    from tests.shots import preview_of

    def sent() -> None:
        from app.views.shipments.sent_card import Sent

        at_desk()
        page = window.current_page()
        for shipment in ids[:5]:
            page.sent_card.add(Sent(shipment, "", "SO-2026-0412", "Ruth Okafor", "1Z999AA10123456784"))
        page.refresh()
        wait(desk)

    yield "ship_desk_sent", sent
    orders = [row[0] for row in connection().execute(_SEVERAL)]
    yield "ship_notes", lambda: preview_of(window, lambda: print_delivery_notes(desk, window, ids))
    yield "ship_labels", lambda: preview_of(window, lambda: print_labels(desk, window, ids))
    if orders:
        yield "ship_pick_list", lambda: preview_of(window, lambda: print_pick_list(desk, window, orders))
    for act in (SIGN, VOID):
        yield f"batch_{act.name}", lambda act=act: start_batch(desk, window.show_page("shipments"), act, ids)
