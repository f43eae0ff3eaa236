"""The page of a noun's list, put together once: its commands with the same keys everywhere, its preview, its batch bar.

``list_page(desk, shell, ListOf(LISTS["orders"], "order", open_order, …))``. New, import, export, print, open, the acts
on one record and those on many, the note and the preview come with it; a noun only says what is its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models.actor import Permission
from app.views.batch import Batch
from app.views.batch_bar import BatchBar, start_batch
from app.views.commands import Command
from app.views.desk import Desk
from app.views.exporting import export_command
from app.views.glance import GlanceAt
from app.views.preview_pane import PreviewPane
from app.views.record_actions import RecordAction
from app.views.record_tab import RecordTab
from app.views.record_table import Records
from app.views.selection import Selection

NOTE_KEY = "Ctrl+M"
DELETE_KEY = "Del"


@dataclass(frozen=True)
class New:
    """How a record is made from its list."""

    text: str
    run: Callable[[Desk, Any], Any]
    needs: Permission
    name: str = ""
    """The name of the command; ``new_`` and the record's word unless given."""


@dataclass(frozen=True)
class Other:
    """A further command of a list: with the desk, the page and the ids of the selected rows."""

    name: str
    text: str
    icon: str
    run: Callable[[Desk, RecordTab, array[int]], Any]
    place: Any = "row"
    action: str = ""
    shortcut: str = ""
    several: bool = False
    needs: Permission | None = None
    danger: bool = False


@dataclass(frozen=True)
class ListOf:
    """What the list of a noun says of itself. ``word`` is what one record is called in the names of commands.

    ``print_papers`` shows the papers of records, where the noun has some. ``deletes`` is the act that Del starts.
    """

    records: Records
    word: str
    open: Callable[[Desk, Any, int], Any]
    needs: Permission
    picture: str
    nothing_yet: str
    nothing_hint: str
    search_hint: str = N_("Search")
    new: New | None = None
    imports: bool = False
    actions: Sequence[RecordAction] = ()
    batches: Sequence[Batch] = ()
    others: Sequence[Other] = ()
    deletes: str = ""
    glance: GlanceAt | None = None
    print_text: str = N_("Print…")
    print_papers: Callable[[Desk, QWidget, list[int]], Any] | None = None
    opens: bool = True
    """Whether *Open* is one of its commands; a list whose rows start something else has none."""
    page: type[RecordTab] = RecordTab


def list_page(desk: Desk, shell: Any, of: ListOf) -> RecordTab:
    """The page of a list with everything that lists have."""
    tabs: list[RecordTab] = []
    panes: list[PreviewPane] = []
    commands = _Commands(desk, shell, of, tabs, panes).made()
    tab = of.page(
        desk,
        of.records,
        commands=commands,
        open_record=lambda record_id: of.open(desk, shell, record_id),
        needs=of.needs,
        picture=of.picture,
        nothing_yet=of.nothing_yet,
        nothing_hint=of.nothing_hint,
        search_hint=of.search_hint,
    )
    tabs.append(tab)
    selection = Selection(tab)
    if of.glance is not None:
        pane = PreviewPane(desk, tab, of.glance, selection)
        panes.append(pane)
        tab.add_panel(pane)
    tab.set_foot(BatchBar(desk, tab, selection, *_in_bar(of, commands)))
    return tab


def _in_bar(of: ListOf, commands: Sequence[Command]) -> tuple[list[str], list[str]]:
    """The commands in the bar itself, and those below its menu: the calm ones first."""
    known = {c.name for c in commands}
    papers = [f"print_{of.word}s"] if of.print_papers is not None else []
    first = [b.name for b in of.batches if b.in_bar]
    later = [b.name for b in of.batches if not b.in_bar]
    later += [o.name for o in of.others if o.several]
    return [n for n in (*first, *papers, "export_list") if n in known], [n for n in later if n in known]


class _Commands:
    """Makes the commands of one list page; the page itself comes later."""

    def __init__(
        self, desk: Desk, shell: Any, of: ListOf, tabs: Sequence[RecordTab], panes: Sequence[PreviewPane]
    ) -> None:
        self.desk, self.shell, self.of, self.tabs, self.panes = desk, shell, of, tabs, panes
        self.batches = {batch.name: batch for batch in of.batches}

    def made(self) -> list[Command]:
        """All of them, in the order of menus."""
        of = self.of
        singles = {each.name for each in of.actions}
        return [
            *self._making(),
            *(self._other(each) for each in of.others if each.place != "row"),
            export_command(self.desk, self.tabs),
            *self._opening(),
            *(self._action(each) for each in of.actions if each.in_list or each.name in self.batches),
            *(self._batch(each) for each in of.batches if each.name not in singles),
            *(self._other(each) for each in of.others if each.place == "row"),
            *self._papers(),
            *self._preview(),
        ]

    def _making(self) -> list[Command]:
        of, desk, shell = self.of, self.desk, self.shell
        made = []
        if of.new is not None:
            new = of.new
            made.append(
                Command(
                    new.name or f"new_{of.word}",
                    new.text,
                    lambda _ids: new.run(desk, shell or self.tabs[0]),
                    icon="plus",
                    shortcut="Ctrl+N",
                    place="primary",
                    needs=new.needs,
                )
            )
        if of.imports:
            made.append(
                Command(
                    f"import_{of.word}s",
                    N_("Import…"),
                    lambda _ids: self._import(),
                    icon="upload",
                    place="secondary",
                    needs=Permission.IMPORT,
                )
            )
        return made

    def _import(self) -> None:
        from app.views.imports import import_file

        import_file(self.desk, self.shell)

    def _opening(self) -> list[Command]:
        of, desk, shell = self.of, self.desk, self.shell
        if not of.opens:
            return []
        return [Command(f"open_{of.word}", N_("Open"), lambda ids: of.open(desk, shell, ids[0]), icon="folder-open")]

    def _action(self, each: RecordAction) -> Command:
        batch = self.batches.get(each.name)

        def run(ids: array[int]) -> None:
            if batch is not None and len(ids) > 1:
                start_batch(self.desk, self.tabs[0], batch, ids)
            else:
                each.run(self.desk, self.tabs[0], ids[0])

        return Command(
            each.name,
            each.text,
            run,
            icon=each.icon,
            action=each.name,
            shortcut=each.shortcut or (DELETE_KEY if each.name == self.of.deletes else ""),
            several=batch is not None,
            needs=batch.needs if batch is not None else None,
            danger=each.danger,
            within=each.within,
        )

    def _batch(self, batch: Batch) -> Command:
        return Command(
            batch.name,
            batch.text,
            lambda ids: start_batch(self.desk, self.tabs[0], batch, ids),
            icon=batch.icon,
            shortcut=DELETE_KEY if batch.name == self.of.deletes else "",
            several=True,
            needs=batch.needs,
            danger=batch.danger,
        )

    def _other(self, each: Other) -> Command:
        return Command(
            each.name,
            each.text,
            lambda ids: each.run(self.desk, self.tabs[0], ids),
            icon=each.icon,
            shortcut=each.shortcut,
            place=each.place,
            action=each.action,
            several=each.several,
            needs=each.needs,
            danger=each.danger,
        )

    def _papers(self) -> list[Command]:
        papers = self.of.print_papers
        if papers is None:
            return []
        return [
            Command(
                f"print_{self.of.word}s",
                self.of.print_text,
                lambda ids: papers(self.desk, self.tabs[0], list(ids)),
                icon="printer",
                shortcut="Ctrl+P",
                several=True,
            )
        ]

    def _preview(self) -> list[Command]:
        glance = self.of.glance
        if glance is None:
            return []
        made = []
        if glance.write_note is not None:
            made.append(
                Command(
                    glance.note_action,
                    N_("Write a note"),
                    lambda _ids: self.panes[0].write_note(),
                    icon="pencil",
                    action=glance.note_action,
                    shortcut=NOTE_KEY,
                )
            )
        made.append(
            Command(
                "show_preview",
                N_("Show or hide the preview"),
                lambda _ids: self.panes[0].toggle(),
                icon="eye",
                place="menu",
            )
        )
        return made
