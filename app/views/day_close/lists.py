"""From a step of closing a day to the list with everything that it found."""

from __future__ import annotations

from datetime import date

from app.queries.day_close import LISTED
from app.views.desk import Desk


def show_found(desk: Desk, key: str, day: date) -> None:
    """Show the list of a step, filtered as the step asks it."""
    step = LISTED[key]
    shell = desk.shell
    if shell is None:
        return
    if key == "requests":
        from app.views.invoices import show_requests

        shell.show_page(step.page)
        show_requests(desk, shell)
        return
    page = shell.show_list(step.page)
    if page is not None:
        ask = step.ask(day)
        page.setFocus()
        page.show_filtered(ask.filters, sort=ask.sort or None)
