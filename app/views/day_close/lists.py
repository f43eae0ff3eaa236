"""From a step of closing a day to the list with everything that it found."""

from __future__ import annotations

from datetime import date

from app.queries.day_close import LISTED
from app.views.desk import Desk
from app.views.records import show_asked, show_requests


def show_found(desk: Desk, key: str, day: date) -> None:
    """Show the list of a step, filtered as the step asks it."""
    if desk.shell is None:
        return
    if key == "requests":
        show_requests(desk)
    else:
        show_asked(desk, LISTED[key].page, LISTED[key].ask(day))
