"""Sending requests to the tax bureau as its workbook: what it might refuse is told before the file is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _, ngettext
from app.operations.outputs import note_export
from app.queries import bureau_requests
from app.queries.bureau_requests import BureauRequest
from app.queries.columns import Ask, Column, Kind, Row
from app.queries.invoicing import OPEN_REQUESTS, REQUESTS
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.exporting import exported
from app.views.files import ask_where
from app.views.texts import say
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

_ROWS = (
    Column("order", N_("Order"), Kind.TEXT, 128),
    Column("title", N_("Made out to"), Kind.TEXT, 200),
    Column("total", N_("Total"), Kind.MONEY, 104),
    Column("lines", N_("Lines"), Kind.COUNT, 60),
    Column("warning", N_("To be looked at"), Kind.TEXT, 330),
)


class BureauExportDialog(FormDialog):
    """Shows the requests that go out, those with remarks first, and writes the workbook."""

    def __init__(self, desk: Desk, found: Sequence[BureauRequest], parent: QWidget) -> None:
        super().__init__(
            desk, "bureau_export_dialog", N_("Export requests for the tax bureau"), N_("Export…"), width=960,
            parent=parent,
        )  # fmt: skip
        self.found = tuple(sorted(found, key=lambda request: not request.warnings))
        self.counts = label("", "lead", "bureau_export_counts", wrap=True)
        self.body.insertWidget(0, self.counts)
        self.table = SmallTable("bureau_export_rows", N_("Requests"), _ROWS, desk.currency, most=9)
        self.body.insertWidget(1, self.table)
        self.told = label("", "muted", "bureau_export_told", wrap=True)
        self.body.insertWidget(2, self.told)
        self.form.hide()
        warned = sum(1 for request in self.found if request.warnings)
        count = len(self.found)
        say(
            self.counts.setText,
            lambda: " ".join(
                (
                    ngettext("{n} request goes out.", "{n} requests go out.", count).format(n=f"{count:,}"),
                    ngettext("{n} has remarks.", "{n} have remarks.", warned).format(n=f"{warned:,}") if warned else "",
                )
            ).strip(),
        )
        self.table.show_rows(
            [
                Row(
                    place,
                    (r.order, r.title, r.net + r.tax, len(r.lines), r.warnings[0] if r.warnings else ""),
                )
                for place, r in enumerate(self.found)
            ]
        )
        self.table.chosen.connect(self._show_row)
        self.primary.setEnabled(bool(self.found))
        if self.found:
            self.table.selectRow(0)
            self._show_row(0)

    def _show_row(self, place: int) -> None:
        warnings = self.found[place].warnings
        say(
            self.told.setText,
            lambda: " ".join(warnings) if warnings else _("Nothing stands against this one."),
        )

    def accept_form(self) -> None:
        if not self.found:
            return
        folder = self.desk.preferences.folder("exports")
        day = self.desk.actor.today().isoformat()
        name = _("Invoice requests {day}.xlsx").format(day=day)
        path = ask_where(self, _("Export"), folder / name, _("Excel workbook (*.xlsx)"))
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the workbook beside the window and say what was written."""
        found, currency = self.found, self.desk.currency
        self.desk.preferences.remember_folder("exports", path)

        def work(_actor: Any) -> Any:
            from app.reports.bureau_requests import write_bureau_requests

            return write_bureau_requests(path, found, money=currency)

        def done(written: Any) -> None:
            numbers = ", ".join(request.order for request in found)
            self.desk.perform(
                lambda actor: note_export(actor, "invoice-requests", numbers[:200], len(found)), title=_("Export")
            )
            exported(self.desk, self, written)

        self.desk.work(work, on_done=done, on_problem=self._problem, owner=self, title=_("Export"))


def export_for_bureau(desk: Desk, parent: QWidget, request_ids: Sequence[int]) -> None:
    """Show what goes to the tax bureau: these requests, or all that wait when none is selected."""
    actor = desk.actor

    def read() -> tuple[BureauRequest, ...]:
        ids = list(request_ids) or REQUESTS.ids(actor, Ask(filters=OPEN_REQUESTS.filters)).tolist()
        return bureau_requests.bureau_requests(actor, ids)

    def show(found: tuple[BureauRequest, ...]) -> None:
        open_dialog(desk, BureauExportDialog(desk, found, parent))

    desk.read(read, show, key="bureau.export", owner=parent)
