"""Statistics as a workbook or a PDF: asked for, written beside the window, noted on the trail, told when done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.models.company import the_company
from app.operations.outputs import note_export
from app.views.desk import Desk
from app.views.files import ask_where, look_at
from app.views.statistics.picture import GROUP_TITLES, MEASURES, Picture


class Exports:
    """Saves what the page of statistics shows; ``page`` has a ``banner``."""

    def __init__(self, desk: Desk, page: Any) -> None:
        self._desk, self._page = desk, page

    def save(self, kind: str, picture: Picture, *, lines: bool) -> None:
        """Ask for a place and write the file there; ``kind`` is ``xlsx`` or ``pdf``."""
        folder = self._desk.preferences.folder("exports")
        question = picture.question
        what = f"{_(MEASURES[question.measure].title)} {_(GROUP_TITLES[question.by])}"
        name = f"{what} {question.span.text}.{kind}".replace("/", "-")
        kinds = {"xlsx": _("Excel workbooks (*.xlsx)"), "pdf": _("PDF documents (*.pdf)")}
        page: QWidget = self._page
        path = ask_where(page, _("Save the figures"), folder / name, kinds[kind])
        if path is not None:
            self._desk.preferences.remember_folder("exports", path)
            self.write(path, picture, lines=lines)

    def write(self, path: Path, picture: Picture, *, lines: bool) -> None:
        """Write the file beside the window."""
        money = self._desk.currency
        figure = MEASURES[picture.question.measure].figure

        def work(actor: Actor) -> Any:
            from app.reports.statistics_report import statistics_pdf, statistics_workbook

            if path.suffix.lower() == ".pdf":
                return statistics_pdf(
                    path, picture.series, money=money, company=the_company().name, lines=lines, figure=figure
                )
            return statistics_workbook(path, picture.series, money=money, lines=lines, figure=figure)

        self._desk.work(
            work,
            on_done=lambda done: self._written(done, len(picture.series.rows)),
            owner=self._page,
            title=_("Save the figures"),
        )

    def _written(self, done: Any, rows: int) -> None:
        path = Path(done.path)
        self._desk.perform(lambda actor: note_export(actor, "statistics", path.name, rows), title=_("Export"))
        self._page.banner.tell(
            "ok",
            lambda: _("Saved: {path}").format(path=path.name),
            N_("Open"),
            lambda: look_at(path),
        )
