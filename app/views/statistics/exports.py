"""Statistics as a workbook or a PDF: asked for, written beside the window, noted on the trail, told when done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import N_, _
from app.models.actor import Actor
from app.models.company import the_company
from app.operations.outputs import note_export
from app.views.desk import Desk
from app.views.statistics.picture import GROUP_TITLES, MEASURES, Picture


class Exports:
    """Saves what the page of statistics shows; ``page`` has a ``banner``."""

    def __init__(self, desk: Desk, page: Any) -> None:
        self._desk, self._page = desk, page

    def save(self, kind: str, picture: Picture, *, lines: bool) -> None:
        """Ask for a place and write the file there; ``kind`` is ``xlsx`` or ``pdf``."""
        folder = Path(self._desk.preferences.get("exports.folder", str(Path.home())))
        question = picture.question
        what = f"{_(MEASURES[question.measure].title)} {_(GROUP_TITLES[question.by])}"
        name = f"{what} {question.span.text}.{kind}".replace("/", "-")
        kinds = {"xlsx": _("Excel workbooks (*.xlsx)"), "pdf": _("PDF documents (*.pdf)")}
        page: QWidget = self._page
        chosen, _kind = QFileDialog.getSaveFileName(page, _("Save the figures"), str(folder / name), kinds[kind])
        if chosen:
            path = Path(chosen)
            self._desk.preferences.set("exports.folder", str(path.parent))
            self.write(path if path.suffix else path.with_suffix(f".{kind}"), picture, lines=lines)

    def write(self, path: Path, picture: Picture, *, lines: bool) -> None:
        """Write the file beside the window."""
        money = self._desk.currency
        figure = MEASURES[picture.question.measure].figure

        def work(actor: Actor) -> Any:
            from app.reports.statistics_report import statistics_pdf, statistics_workbook

            # The right to export is asked for before anything is written.
            note_export(actor, "statistics", path.name, len(picture.series.rows))
            if path.suffix.lower() == ".pdf":
                return statistics_pdf(
                    path, picture.series, money=money, company=the_company().name, lines=lines, figure=figure
                )
            return statistics_workbook(path, picture.series, money=money, lines=lines, figure=figure)

        self._desk.perform(work, on_done=self._written, owner=self._page, title=_("Save the figures"))

    def _written(self, done: Any) -> None:
        path = Path(done.path)
        self._page.banner.tell(
            "ok",
            lambda: _("Saved: {path}").format(path=path.name),
            N_("Open"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
        )
