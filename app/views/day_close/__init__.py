"""Closing the day: its money counted, its open ends looked at, signed; and the days that were closed before."""

from __future__ import annotations

from typing import Any

from app.errors import NotAllowed
from app.i18n import N_
from app.models.actor import Permission
from app.views import problems
from app.views.commands import refusal
from app.views.desk import Desk
from app.views.page import Page


def close_day(desk: Desk, shell: Any) -> None:
    """Show the steps of closing this day; the sheet of the day, if it is closed already."""
    from app.queries.day_close import closed_on
    from app.views.day_close.close_page import CloseDayPage

    why = refusal(desk.actor, Permission.CLOSE_DAY)
    if why:
        problems.show(NotAllowed(why, code="not_allowed"), parent=shell)
        return
    closed = closed_on(desk.actor.today())
    if closed is not None:
        open_day_close(desk, shell, closed)
    else:
        shell.open_record("payments", CloseDayPage(desk))


def day_closes_page(desk: Desk, shell: Any) -> Page:
    """The days that were closed."""
    from app.queries.day_close import DAY_CLOSES
    from app.views.day_close.closed_page import ACTIONS
    from app.views.list_over import ListOver
    from app.views.list_page import ListOf, New, list_page

    return list_page(
        desk,
        shell,
        ListOf(
            DAY_CLOSES,
            "day_close",
            open_day_close,
            Permission.CLOSE_DAY,
            picture="calendar-days",
            nothing_yet=N_("No day was closed yet."),
            nothing_hint=N_("Count the money at the end of the day, look at what is open, and sign."),
            search_hint=N_("Day, note…"),
            new=New(N_("Close the day"), close_day, Permission.CLOSE_DAY, name="close_this_day"),
            actions=ACTIONS,
            page=ListOver,
        ),
    )


def open_day_close(desk: Desk, shell: Any, day_close_id: int) -> None:
    """Show one closed day."""
    from app.views.day_close.closed_page import ClosedDayPage
    from app.views.record_page import record_page

    shell.open_record("payments", record_page(desk, ClosedDayPage, day_close_id))


def show_day_closes(desk: Desk, shell: Any) -> None:
    """Show the closed days over the payments."""
    shell.open_record("payments", day_closes_page(desk, shell))
