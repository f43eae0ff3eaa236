"""What can be done with one follow-up, by one key each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.later import Later
from app.views.acting import open_dialog, perform
from app.views.desk import Desk
from app.views.follow_ups.page import goes
from app.views.record_actions import RecordAction, Start

if TYPE_CHECKING:
    from app.operations import follow_ups
    from app.queries import follow_ups as found
else:
    follow_ups, found = Later("app.operations.follow_ups"), Later("app.queries.follow_ups")

PUT_OFF = N_("The contact was put off.")


def finish(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    """Say that a planned contact is done, and what was said."""
    from app.views.customers.follow_up_dialogs import FinishDialog

    detail = found.follow_up(desk.actor, follow_up_id)
    goes(parent, follow_up_id)
    open_dialog(desk, FinishDialog(desk, detail, parent), N_("The contact is done."))


def postpone(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    """Put a planned contact off to a day that is asked for."""
    from app.views.customers.follow_up_dialogs import PostponeDialog

    detail = found.follow_up(desk.actor, follow_up_id)
    goes(parent, follow_up_id)
    open_dialog(desk, PostponeDialog(desk, follow_up_id, detail.customer, parent), PUT_OFF)


def put_off_by(days: int) -> Start:
    """Puts a planned contact off to so many days from today, without asking."""

    def start(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
        day = desk.actor.today() + timedelta(days=days)
        goes(parent, follow_up_id)
        perform(desk, parent, lambda actor: follow_ups.postpone_follow_up(actor, follow_up_id, day), PUT_OFF, undo=True)

    return start


def _contact(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    from app.views.customers.actions import follow_up

    follow_up(desk, parent, found.customer_of(follow_up_id))


def _order(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    from app.views.orders import new_order

    new_order(desk, parent, found.customer_of(follow_up_id))


def _edit(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    from app.views.customers.follow_up_dialogs import FollowUpDialog

    detail = found.follow_up(desk.actor, follow_up_id)
    dialog = FollowUpDialog(desk, detail.customer_id, detail.customer, detail.stage, parent, noted=detail)
    open_dialog(desk, dialog, N_("The contact is saved."))


def _remove(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    goes(parent, follow_up_id)
    perform(
        desk,
        parent,
        lambda actor: follow_ups.remove_follow_up(actor, follow_up_id),
        N_("The contact was removed."),
        undo=True,
    )


ACTIONS = (
    RecordAction("finish_follow_up", N_("Done…"), "check", finish, shortcut="D"),
    RecordAction("postpone_tomorrow", N_("Put off to tomorrow"), "calendar-days", put_off_by(1), shortcut="1"),
    RecordAction("postpone_week", N_("Put off for a week"), "calendar-days", put_off_by(7), shortcut="7"),
    RecordAction("postpone_follow_up", N_("Put off…"), "calendar-days", postpone, shortcut="P"),
    RecordAction("add_follow_up", N_("Note a contact…"), "phone", _contact, shortcut="F6"),
    RecordAction("make_order", N_("New order"), "plus", _order, shortcut="O"),
    RecordAction("edit_follow_up", N_("Edit…"), "pencil", _edit, shortcut="F2"),
    RecordAction("remove_follow_up", N_("Remove"), "trash-2", _remove, danger=True),
)
