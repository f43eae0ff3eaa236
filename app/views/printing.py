"""Print preview: shows the very bytes of a PDF, page by page, and prints or saves exactly these.

``PrintPreview(desk, "Order sheet", "SO-2026-0412.pdf", source=…).open()``: the papers are made beside the window, the
first of many alone before the others, and again when another paper is chosen. ``pdf=`` shows a PDF that is there
already. Pages are drawn when they come into sight. Without a printer the main button saves the PDF.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import Cancelled, FileError
from app.i18n import N_, _, ngettext
from app.views import problems
from app.views.background import Job
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.files import ask_where, look_at, write_file
from app.views.page_renderer import NoPages, Pages
from app.views.page_viewer import PageViewer
from app.views.pdf_pages import PdfPages
from app.views.print_job import PrintJob, printers
from app.views.print_remarks import PrintRemarks
from app.views.print_setup import PAPERS, Made, Paper, PrintPanel, Source, with_pages
from app.views.texts import Saying, follow, say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.labels import label, line


def _count(papers: int, pages: int) -> str:
    return _("{n} documents on {pages} pages").format(n=f"{papers:,}", pages=f"{pages:,}")


class PrintPreview(QDialog):
    """Shows papers and prints or saves them."""

    printed = Signal(list)
    """Documents were sent to a printer: their numbers."""
    saved = Signal(str)

    def __init__(
        self,
        desk: Desk,
        title: Saying,
        file_name: str,
        *,
        pdf: bytes = b"",
        source: Source | None = None,
        kind: str = "document",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("print_preview")
        self._desk, self._source, self._file_name = desk, source, file_name
        self._kind = source.kind if source is not None else kind
        self._fit = "page"
        self._job: PrintJob | None = None
        self._making: Job | None = None
        self._reading = False
        self._first_unsent = 0
        self.made = Made(pdf, (Paper(Path(file_name).stem),))
        self.pages: Pages = PdfPages(pdf) if pdf else NoPages()
        self._found = printers()
        say(self.setWindowTitle, title)
        self.resize(1060, 720)
        self.setMinimumSize(760, 480)
        self._build(title)
        self._add_keys()
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self._tick)
        follow(self._name_buttons)
        self._name_buttons()
        if source is not None:
            self.make_again()

    # Building

    def _build(self, title: Saying) -> None:
        self.viewer = PageViewer(self.pages)
        remakes = self._source is not None
        marks = self._source is not None and self._source.marks_copies
        self.panel = PrintPanel(
            self._desk.preferences,
            self._kind,
            self._found,
            remakes=remakes,
            marks_copies=marks,
            papers=self._source.papers if self._source is not None else PAPERS,
            offers_prices=self._source is not None and self._source.offers_prices,
            usual=self._source.paper if self._source is not None else "A4",
        )
        self.panel.altered.connect(self.make_again)
        self.panel.cancel_asked.connect(self._cancel_work)
        self.remarks = PrintRemarks(self._desk.currency)
        self.remarks.retry_asked.connect(self.make_again)
        self.remarks.go_asked.connect(self._go_to)
        self.banner, self.failures = self.remarks.banner, self.remarks.failures

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.viewer.tools(title))
        column.addWidget(self.remarks)
        column.addWidget(line())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.viewer, 1)
        middle.addWidget(self.panel)
        column.addLayout(middle, 1)
        column.addWidget(line())
        column.addLayout(self._footer())

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        printing = bool(self._found)
        self.settings_button = button(
            N_("Printer's own settings…"), "printer_settings", kind="link", run=self.ask_printer
        )
        self.settings_button.setVisible(printing)
        row.addWidget(self.settings_button)
        self.count = label("", "hint", "paper_count")
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(button(N_("Close"), "close_preview", kind="quiet", run=self.reject))
        self.save_button = self._main("save_pdf", "save", self.save, not printing)
        self.print_button = self._main("print", "printer", self.print_now, printing)
        self.print_button.setVisible(printing)
        for made in (self.save_button, self.print_button):
            row.addWidget(made)
        return row

    @staticmethod
    def _main(name: str, icon: str, run: Callable[[], Any], primary: bool) -> QPushButton:
        made = button("", f"{name}_button", kind="primary" if primary else "secondary", icon=icon, run=run)
        made.setDefault(primary)
        return made

    def _add_keys(self) -> None:
        self.viewer.actions_of(self)
        main = self.print_now if self._found else self.save
        for name, text, keys, run in (
            ("preview_print", N_("Print"), ("Ctrl+P",), self.print_now),
            ("preview_save", N_("Save as PDF…"), ("Ctrl+S",), self.save),
            ("preview_main", N_("Print"), ("Ctrl+Return", "Ctrl+Enter"), main),
        ):
            action = action_for(name, text, run, self)
            action.setShortcuts([QKeySequence(each) for each in keys])
            self.addAction(action)

    # Making

    @property
    def busy(self) -> bool:
        """Whether papers are being made or printed now."""
        return self._reading or self._making is not None or self._job is not None

    def make_again(self) -> None:
        """Make the papers as they are chosen now; those that are shown stay until the new ones are there."""
        source = self._source
        if source is None or self._job is not None:
            return
        if self._making is not None:
            self._making.progress.cancel()
            self._making = None
        setup = self.panel.setup
        self._first_unsent = 0
        actor, key = self._desk.actor, f"paper.{id(self)}"
        several = source.count > 1
        self._reading = True
        self._desk.read(
            lambda: with_pages((source.first if several else source.make)(actor, setup)),
            self._first_made if several else self._all_made,
            key=key,
            on_problem=self._not_made if not several else self._first_not_made,
            owner=self,
        )
        if several:
            self._making = self._desk.work(
                lambda actor: with_pages(source.make(actor, setup)),
                on_done=self._all_made,
                on_problem=self._not_made,
                owner=self,
                title=_("Making the papers"),
            )
        self._clock.start()
        self._name_buttons()

    def _first_made(self, found: tuple[Made, Pages]) -> None:
        self._reading = False
        if self._making is not None and found[0].papers:
            self._take(*found)
        self._name_buttons()

    def _first_not_made(self, _error: Exception) -> None:
        # Its reason comes again with the whole.
        self._reading = False
        self._name_buttons()

    def _all_made(self, found: tuple[Made, Pages]) -> None:
        made, pages = found
        self._making, self._reading = None, False
        self._clock.stop()
        self.panel.idle()
        self._take(made, pages)
        self.remarks.tell(made)
        self.panel.tell_again(sum(paper.again for paper in made.papers))

    def _not_made(self, error: Exception) -> None:
        self._making, self._reading = None, False
        self._clock.stop()
        self.panel.idle()
        self._name_buttons()
        if isinstance(error, Cancelled):
            self.banner.tell("info", N_("Stopped. Not all papers were made."), N_("Make them"), self.make_again)
        else:
            problems.tell(error, self.banner, parent=self)

    def _take(self, made: Made, pages: Pages) -> None:
        self.made, self.pages = made, pages
        if len(made.papers) == 1:
            self._file_name = f"{made.papers[0].number.replace('#', '')}.pdf"
        self.viewer.show_pages(pages)
        self._name_buttons()

    def _go_to(self, number: str, place: str) -> None:
        show = getattr(self._desk.shell, "show_settings", None)
        if not place or show is None:
            self.viewer.go_to(self.made.page_of(number))
        elif self._job is None:
            self.reject()
            show(place)

    def _cancel_work(self) -> None:
        if self._making is not None:
            self._making.progress.cancel()
        elif self._job is not None:
            self._job.progress.cancel()

    def _tick(self) -> None:
        if self._making is not None:
            told = self._making.progress
            self.panel.tell_progress(_("Making the papers"), told.done, told.whole)
        elif self._job is not None:
            self.panel.tell_progress(_("Printing"), self._job.done, len(self.pages) - self._first_unsent)
        elif self._reading:
            self.panel.tell_progress(_("Making the papers"), 0, 0)

    def _name_buttons(self) -> None:
        made, busy = self.made, self.busy
        count = len(made.papers)
        some = bool(made.failures) and bool(count)
        pages = len(self.pages)
        say(self.count.setText, lambda: _count(count, pages) if count > 1 and not busy else "")
        if some:
            say_button(
                self.print_button,
                lambda: ngettext("Print the other {n}", "Print the other {n}", count).format(n=f"{count:,}"),
            )
            say_button(self.save_button, N_("Save the others as PDF…"))
        elif self._first_unsent:
            say_button(self.print_button, N_("Print the rest"))
        else:
            say_button(self.print_button, N_("Print"))
            say_button(self.save_button, N_("Save as PDF…"))
        for part in (self.print_button, self.save_button):
            part.setEnabled(not busy and len(self.pages) > 0)
        self.panel.printer_field.setEnabled(self._job is None)
        self.panel.paper.setEnabled(self._job is None)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.viewer.setFocus(Qt.FocusReason.OtherFocusReason)

    # Saving and printing

    def save(self) -> None:
        """Ask for a place and keep the file there."""
        if self.busy or not len(self.pages):
            return
        folder = self._desk.preferences.folder("printing")
        kinds = _("PDF documents (*.pdf)")
        path = ask_where(self, _("Save as PDF"), folder / self._file_name, kinds)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Keep the file at ``path``; a problem is shown."""
        try:
            write_file(path, self.made.pdf)
        except FileError as problem:
            sentence = problem.message
            self.banner.tell("danger", lambda: sentence)
            return
        self._desk.preferences.remember_folder("printing", path)
        self._note([paper.number for paper in self.made.papers])
        self.banner.tell("ok", lambda: _("Saved: {path}").format(path=path.name), N_("Open"), lambda: look_at(path))
        self.saved.emit(str(path))

    def _note(self, numbers: list[str]) -> None:
        if self._source is not None and numbers:
            self._source.note(self.made, numbers, self.panel.setup)

    def print_now(self) -> None:
        """Print on the chosen printer."""
        if self.busy or not len(self.pages) or not self._found:
            return
        self.print_on(self._printer())

    def _printer(self) -> Any:
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(str(self.panel.printer.currentData()))
        printer.setDocName(self._file_name)
        printer.setCopyCount(self.panel.copies.value())
        return printer

    def ask_printer(self) -> None:
        """Open the printer's own dialog, for what only this printer can, and print as said there."""
        from PySide6.QtPrintSupport import QPrintDialog

        printer = self._printer()
        printer.setFromTo(1, len(self.pages))
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("printer_dialog")
        dialog.setMinMax(1, len(self.pages))
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        QDialog.open(dialog)

    def print_on(self, printer: Any) -> None:
        """Print on a printer, beside the window, from the first page that it has not taken yet."""
        self.banner.dismiss()
        self._job = PrintJob(self.pages, printer, self._first_unsent)
        self._job.over.connect(self._print_over)
        self._clock.start()
        self._name_buttons()
        self._job.start()

    def _print_over(self, sent: int, error: object) -> None:
        first = self._first_unsent
        if self._job is not None:
            self._job.wait()
            first = self._job.first
            self._job = None
        self._clock.stop()
        self.panel.idle()
        numbers = self.made.sent(sent, first, whole=isinstance(error, Exception))
        if not isinstance(error, Exception):
            self._first_unsent = 0
            self._note(numbers)
            self._name_buttons()
            self.printed.emit(numbers)
            self.accept()
            return
        self._note(numbers)
        self._first_unsent = self.made.begin_of(first + sent)
        self._name_buttons()
        if isinstance(error, Cancelled):
            self.banner.tell(
                "info",
                lambda: ngettext(
                    "Stopped; {n} document was sent to the printer.",
                    "Stopped; {n} documents were sent to the printer.",
                    len(numbers),
                ).format(n=f"{len(numbers):,}"),
            )
        else:
            problems.tell(error, self.banner, parent=self)

    def reject(self) -> None:
        """Stop printing, if that is going on; else close."""
        if self._job is not None:
            self._job.progress.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self._clock.stop()
        if self._making is not None:
            self._making.progress.cancel()
            self._making = None
        super().done(result)
        self.viewer.renderer.stop()
