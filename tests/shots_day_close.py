"""The close of the day, step by step, and a day that was closed, for ``tests.shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from app.models.base import connection
from tests.shots_lists import wait


def day_shots(window: Any, desk: Any) -> Iterator[tuple[str, Callable[[], QWidget | None]]]:
    """Names and what opens them; a book in which no day was closed has no such picture."""
    from app.views.day_close import close_day, open_day_close, show_day_closes

    def closing(step: int, *, counted: bool = False) -> None:
        close_day(desk, window)
        wait(desk)
        page: Any = window.current_page()
        if counted:
            row = page.money.rows["cash"]
            row.counted.set_value(row.should_be - 250)
        page.go_to(step if step >= 0 else page.rail.count() + step)

    yield "day_close_money", lambda: closing(0)
    yield "day_close_counted", lambda: closing(0, counted=True)
    yield "day_close_found", lambda: closing(2)
    yield "day_close_sign", lambda: closing(-1)
    yield "day_closes", lambda: show_day_closes(desk, window)
    closed = connection().execute("SELECT max(id) FROM day_close").get
    if closed is not None:
        yield "day_close_closed", lambda: open_day_close(desk, window, int(str(closed)))
