"""Everything that happened in the book: the trail as a list, each entry opening the record that it is about."""

from __future__ import annotations

from typing import Any

from app.i18n import N_, _
from app.models.actor import Permission
from app.queries.audit_trail import subject
from app.queries.lists import LISTS
from app.views.commands import Command
from app.views.desk import Desk
from app.views.exporting import export_command
from app.views.list_over import ListOver
from app.views.record_tab import RecordTab
from app.views.records import has_page, open_record


def trail_list(desk: Desk) -> ListOver:
    """The list of all entries, the newest first."""
    tabs: list[RecordTab] = []

    def show(entry: int) -> None:
        kind, record = subject(desk.actor, entry)
        if record and has_page(kind):
            open_record(desk, kind, record)
        elif desk.shell is not None:
            desk.shell.tell(_("This entry has no page of its own."))

    made = ListOver(
        desk,
        LISTS["trail"],
        commands=[
            export_command(desk, tabs),
            Command("open_subject", N_("Open"), lambda ids: show(ids[0]), icon="folder-open"),
        ],
        open_record=show,
        needs=Permission.SEE_TRAIL,
        picture="history",
        nothing_yet=N_("Nothing happened yet."),
        nothing_hint=N_("Whatever is done in the book is written down here and cannot be changed."),
    )
    tabs.append(made)
    return made


def show_trail(desk: Desk, shell: Any) -> None:
    """Show the trail over the page that is shown."""
    shell.open_record(shell.shown, trail_list(desk))
