"""The list of follow-ups, its preview, and what is asked when contacts are done or put off, for ``tests.shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.models.base import connection
from app.queries.follow_ups import DUE
from app.views.batch_bar import start_batch
from app.views.follow_ups import new_follow_up, show_follow_ups
from app.views.follow_ups.actions import finish, postpone
from app.views.follow_ups.batches import BATCHES
from tests.shots_lists import wait

_PLANNED = (
    "SELECT id FROM follow_up f WHERE done = 0 AND next_date IS NOT NULL ORDER BY (SELECT count(*) FROM follow_up "
    "WHERE customer_id = f.customer_id) DESC, next_date, id LIMIT 1"
)


def follow_up_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """Names and what opens them; a book without follow-ups has the empty list alone."""

    def listed(chosen: int | None = None, *, due: bool = False) -> Any:
        window.show_page("customers")
        show_follow_ups(desk, window, DUE if due else None)
        wait(desk)
        page = window.current_page()
        if chosen is not None:
            page.show_panel(True)
            page.view.select_ids([chosen], current=chosen)
            wait(desk)
        return page

    def dialog(start: Callable[[Any, QWidget, int], Any], record: int) -> QDialog:
        start(desk, listed(record), record)
        wait(desk)
        found: list[QDialog] = [d for d in window.findChildren(QDialog) if d.isVisible()]
        return found[0]

    def batch(number: int) -> QDialog:
        page = listed()
        made = start_batch(desk, page, BATCHES[number], list(page.table.ids)[:12])
        wait(desk)
        return made

    def new() -> QDialog:
        listed()
        new_follow_up(desk, window)
        wait(desk)
        found: list[QDialog] = [d for d in window.findChildren(QDialog) if d.isVisible()]
        return found[0]

    yield "follow_ups", lambda: _nothing(listed)
    yield "follow_ups_new", new
    planned = connection().execute(_PLANNED).fetchone()
    if planned is None:
        return
    record = int(planned[0])
    yield "follow_ups_due", lambda: _nothing(lambda: listed(due=True))
    yield "follow_ups_preview", lambda: _nothing(lambda: listed(record))
    yield "follow_ups_finish", lambda: dialog(finish, record)
    yield "follow_ups_put_off", lambda: dialog(postpone, record)
    for number, batch_of in enumerate(BATCHES):
        yield f"follow_ups_many_{batch_of.name}", lambda number=number: batch(number)


def _nothing(show: Callable[[], object]) -> None:
    show()
