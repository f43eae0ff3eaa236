"""The print preview shows, saves and prints the very bytes."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.errors import Cancelled, FileError
from app.models.actor import Actor
from app.reports.preflight import Finding
from app.views import printing
from app.views.desk import Desk
from app.views.files import write_file
from app.views.pdf_pages import PdfPages
from app.views.print_job import PrintJob
from app.views.print_setup import Failure, Made, Paper, Setup, Source
from app.views.printing import PrintPreview

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, pagesize=(420, 595))
    for number in range(4):
        paper.drawString(50, 500, f"Page {number + 1}")
        paper.showPage()
    paper.save()
    return buffer.getvalue()


@pytest.fixture
def preview(desk: Desk, pdf: bytes, qtbot):
    made = PrintPreview(desk, "Order SO-1", "SO-1.pdf", pdf=pdf)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.done(0)
    made.viewer.renderer.wait()


def pages_of(numbers: Sequence[str], size: tuple[float, float] = (420, 595)) -> Made:
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, pagesize=size)
    for number in numbers:
        for page in range(2):
            paper.drawString(50, 500, f"{number} {page}")
            paper.showPage()
    paper.save()
    return Made(buffer.getvalue(), tuple(Paper(number, 2) for number in numbers))


class Papers:
    """Papers of two pages each, and what was asked of them."""

    def __init__(
        self,
        numbers: Sequence[str],
        failures: Sequence[Failure] = (),
        again: bool = False,
        findings: Sequence[Finding] = (),
    ) -> None:
        self.numbers, self.failures, self.again = numbers, tuple(failures), again
        self.findings = tuple(findings)
        self.asked: list[Setup] = []
        self.noted: list[tuple[list[str], Setup]] = []

    def make(self, actor: Actor, setup: Setup) -> Made:
        self.asked.append(setup)
        size = (419.5, 595.3) if setup.paper == "A5" else (595.3, 841.9)
        made = pages_of(self.numbers, size)
        papers = tuple(replace(paper, again=self.again) for paper in made.papers)
        return replace(made, papers=papers, failures=self.failures, findings=self.findings)

    def first(self, actor: Actor, setup: Setup) -> Made:
        return pages_of(self.numbers[:1])

    def source(self, *, marks_copies: bool = False) -> Source:
        def note(_made: Made, numbers: Sequence[str], setup: Setup) -> None:
            self.noted.append((list(numbers), setup))

        count = len(self.numbers) + len(self.failures)
        return Source("sheet", count, self.make, self.first, note, marks_copies)


@pytest.fixture
def show(desk: Desk, qtbot):
    made: list[PrintPreview] = []

    def open_it(papers: Papers, **how: bool) -> PrintPreview:
        preview = PrintPreview(desk, "Sheets", "sheets.pdf", source=papers.source(**how))
        qtbot.addWidget(preview)
        made.append(preview)
        preview.show()
        qtbot.waitUntil(lambda: not preview.busy)
        return preview

    yield open_it
    for preview in made:
        preview.done(0)
        preview.viewer.renderer.wait()


def test_pages_are_shown_fitted_and_drawn_when_seen(preview: PrintPreview, qtbot) -> None:
    viewer = preview.viewer
    assert len(preview.pages) == 4
    qtbot.waitUntil(lambda: "Page 1 of 4" in viewer.page_label.text())
    assert viewer.strip.height() // 4 <= viewer.area.viewport().height()
    preview.grab()
    qtbot.waitUntil(lambda: len(viewer.strip.pictures) > 0)
    assert len(viewer.strip.pictures) <= 2
    viewer.set_zoom(1.0)
    assert viewer.strip.width() == round(420 * 96 / 72) + 32
    viewer.go_to(3)
    assert viewer.page_label.text() == "Page 4 of 4"
    assert viewer.zoom_label.text() == "100 %"
    assert viewer.thumbnails.currentIndex().row() == 3
    preview.findChild(QAbstractButton, "zoom_in").click()
    assert viewer.zoom_label.text() == "125 %"


def test_a_page_arrives_white_and_whole(preview: PrintPreview, qtbot) -> None:
    strip = preview.viewer.strip
    preview.grab()
    qtbot.waitUntil(lambda: strip.pictures.any_of(0) is not None)
    picture = strip.pictures.any_of(0).toImage()
    assert picture.pixelColor(2, 2).name() == "#ffffff"
    width, height = preview.pages.sizes[0]
    assert abs(picture.width() / picture.height() - width / height) < 0.01


def test_everything_goes_by_keyboard(preview: PrintPreview, qtbot) -> None:
    viewer = preview.viewer
    qtbot.waitUntil(lambda: "Page 1 of 4" in viewer.page_label.text())
    qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert viewer.page == 1
    qtbot.keyClick(preview, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert viewer.page == 3
    qtbot.keyClick(preview, Qt.Key.Key_PageUp)
    assert viewer.page == 2
    qtbot.keyClick(preview, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert viewer.strip.zoom == 1.0
    qtbot.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert viewer.strip.zoom == 1.25
    qtbot.keyClick(preview, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert viewer.strip.width() <= viewer.area.viewport().width() + 2
    qtbot.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert viewer.strip.height() // 4 <= viewer.area.viewport().height()
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert preview.isHidden()


def test_without_a_printer_the_main_button_saves(preview: PrintPreview) -> None:
    assert preview.save_button.property("kind") == "primary"
    assert preview.save_button.isDefault()
    assert not preview.print_button.isVisible()
    assert "No printer" in preview.panel.printer_field.findChild(QLabel, "printer_note").text()


def test_with_printers_the_main_button_prints(desk: Desk, pdf: bytes, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(printing, "printers", lambda: ["Office", "Form"])
    desk.preferences.set("printing.document.printer", "Form")
    made = PrintPreview(desk, "Order SO-1", "SO-1.pdf", pdf=pdf)
    qtbot.addWidget(made)
    made.show()
    assert made.print_button.property("kind") == "primary"
    assert made.save_button.property("kind") == "secondary"
    assert made.panel.printer.currentText() == "Form"
    made.done(0)


def test_the_saved_file_is_the_document_itself(preview: PrintPreview, pdf: bytes, tmp_path: Path, qtbot) -> None:
    with qtbot.waitSignal(preview.saved):
        preview.save_to(tmp_path / "SO-1.pdf")
    assert (tmp_path / "SO-1.pdf").read_bytes() == pdf
    assert [p.name for p in tmp_path.glob("*.part")] == []


def test_a_folder_that_cannot_be_written_is_explained(preview: PrintPreview, tmp_path: Path) -> None:
    preview.save_to(tmp_path / "missing" / "SO-1.pdf")
    assert "SO-1.pdf" in preview.banner.text
    assert preview.isVisible()


def test_paper_and_copies_are_remembered_for_each_kind_of_document(show, desk: Desk, qtbot) -> None:
    papers = Papers(["SO-1"])
    preview = show(papers)
    assert [round(side) for side in preview.pages.sizes[0]] == [595, 842]
    panel = preview.panel
    panel.paper.setCurrentIndex(panel.paper.findData("A5"))
    panel.paper.activated.emit(panel.paper.currentIndex())
    panel.copies.setValue(3)
    qtbot.waitUntil(lambda: not preview.busy)
    assert [round(side) for side in preview.pages.sizes[0]] == [420, 595]
    again = show(Papers(["SO-2"]))
    assert (again.panel.setup.paper, again.panel.copies.value()) == ("A5", 3)
    assert desk.preferences.get("printing.invoice.paper", "") == ""


def test_of_many_papers_the_first_is_seen_before_the_others_are_made(desk: Desk, qtbot) -> None:
    papers, go_on = Papers([f"SO-{n}" for n in range(1, 6)]), threading.Event()
    slow = replace(papers.source(), make=lambda actor, setup: go_on.wait(10) and papers.make(actor, setup))
    preview = PrintPreview(desk, "Sheets", "sheets.pdf", source=slow)
    qtbot.addWidget(preview)
    preview.show()
    qtbot.waitUntil(lambda: len(preview.pages) == 2)
    assert preview.busy
    assert not preview.save_button.isEnabled()
    go_on.set()
    qtbot.waitUntil(lambda: len(preview.pages) == 10)
    assert preview.save_button.isEnabled()
    preview.done(0)


def test_making_many_papers_can_be_stopped_and_begun_again(desk: Desk, qtbot) -> None:
    papers, patient = Papers(["SO-1", "SO-2"]), [True]

    def make(actor: Actor, setup: Setup) -> Made:
        while patient[0]:
            actor.progress(1, 2)
        return papers.make(actor, setup)

    preview = PrintPreview(desk, "Sheets", "sheets.pdf", source=replace(papers.source(), make=make))
    qtbot.addWidget(preview)
    preview.show()
    qtbot.waitUntil(preview.panel.stop.isVisible)
    preview.panel.stop.click()
    qtbot.waitUntil(lambda: not preview.busy)
    assert "Not all papers were made" in preview.banner.text
    patient[0] = False
    preview.banner.findChild(QAbstractButton, "preview_banner_action").click()
    qtbot.waitUntil(lambda: len(preview.pages) == 4)
    preview.done(0)


def test_papers_that_cannot_be_made_are_named_and_the_others_printed(show, tmp_path: Path) -> None:
    papers = Papers(["SO-1", "SO-3"], [Failure("SO-2", "This belongs to a colleague.")])
    preview = show(papers)
    assert preview.banner.text == "1 paper could not be made."
    preview.banner.findChild(QAbstractButton, "preview_banner_action").click()
    assert preview.failures.small.texts(0) == ("SO-2", "This belongs to a colleague.")
    assert preview.print_button.text().strip() == "Print the other 2"
    preview.save_to(tmp_path / "two.pdf")
    assert papers.noted[0][0] == ["SO-1", "SO-3"]


def test_papers_that_were_printed_before_may_be_marked_as_copies(show, qtbot) -> None:
    papers = Papers(["INV-1"], again=True)
    preview = show(papers, marks_copies=True)
    assert preview.panel.mark_copies.isVisible()
    assert preview.panel.mark_copies.isChecked()
    preview.panel.mark_copies.click()
    qtbot.waitUntil(lambda: not preview.busy)
    assert [setup.mark_copies for setup in papers.asked] == [True, False]


class Reluctant:
    """Pages of which a printer takes only some."""

    def __init__(self, pages: PdfPages, most: int) -> None:
        self.sizes, self.most, self._pages = pages.sizes, most, pages

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, number: int, dots: float):
        if number >= self.most:
            raise FileError("The printer is out of paper.")
        return self._pages.picture(number, dots)

    def close(self) -> None:
        self._pages.close()


def pdf_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_after_a_jam_the_rest_is_printed_from_the_document_it_stopped_in(
    show, tmp_path: Path, qtbot, monkeypatch
) -> None:
    papers = Papers(["SO-1", "SO-2", "SO-3"])
    preview = show(papers)
    whole = preview.pages
    preview.pages = Reluctant(whole, 3)
    preview.print_on(pdf_printer(tmp_path / "some.pdf"))
    qtbot.waitUntil(lambda: not preview.busy)
    assert preview.banner.text == "The printer is out of paper."
    assert papers.noted[-1][0] == ["SO-1"]
    assert preview.print_button.text().strip() == "Print the rest"
    preview.pages = whole
    with qtbot.waitSignal(preview.printed):
        preview.print_on(pdf_printer(tmp_path / "rest.pdf"))
    assert papers.noted[-1][0] == ["SO-2", "SO-3"]
    printed = PdfPages((tmp_path / "rest.pdf").read_bytes())
    assert len(printed) == 4
    printed.close()


def test_printing_is_stopped_between_two_pages(pdf: bytes, tmp_path: Path, qtbot, styled) -> None:
    pages = PdfPages(pdf)
    job = PrintJob(pages, pdf_printer(tmp_path / "out.pdf"))
    job.told.connect(lambda done: job.progress.cancel() if done == 1 else None, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(job.over) as ended:
        job.start()
    assert ended.args[0] == 1
    assert isinstance(ended.args[1], Cancelled)
    job.wait()
    pages.close()


def test_what_stood_there_before_survives_a_failed_save(tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"before")
    monkeypatch.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(FileError, match="No space left"):
        write_file(target, b"after")
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_printing_gives_every_page_at_its_size(preview: PrintPreview, tmp_path: Path, qtbot) -> None:
    with qtbot.waitSignal(preview.printed):
        preview.print_on(pdf_printer(tmp_path / "out.pdf"))
    printed = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert len(printed) == 4
    assert [round(side) for side in printed.sizes[0]] == [420, 595]
    printed.close()


def test_a_damaged_document_is_refused_in_words() -> None:
    with pytest.raises(FileError, match="damaged"):
        PdfPages(b"not a pdf")


def test_what_is_to_be_looked_at_is_a_short_list_that_leads_there(show) -> None:
    findings = [
        Finding("cut", "SO-2", "This text is cut: “Delivered by”"),
        Finding("glyphs", "SO-3", "The font of documents lacks characters"),
    ]
    preview = show(Papers(["SO-1", "SO-2", "SO-3"], findings=findings))
    assert preview.banner.text == "2 things to look at before printing."
    assert preview.print_button.isEnabled() or not preview._found
    assert preview.save_button.isEnabled(), "what is only to be looked at stops nothing"
    assert preview.remarks.findings.isHidden()
    preview.banner._action.click()
    assert [preview.remarks.findings.small.texts(row)[0] for row in (0, 1)] == ["SO-2", "SO-3"]
    preview.remarks.findings.open_asked.emit(1)
    assert preview.viewer.page == 4, "the first page of SO-3"
    assert preview.count.text() == "3 documents on 6 pages"


def test_a_single_finding_leads_to_the_setting_that_mends_it(show, desk: Desk) -> None:
    preview = show(
        Papers(["SO-1"], findings=[Finding("bank", "SO-1", "No bank account stands on it.", place="company")])
    )
    assert preview.banner.text == "No bank account stands on it."
    shown: list[str] = []

    class Shell:
        show_settings = staticmethod(shown.append)

    desk.shell = Shell()
    preview.banner._action.click()
    assert shown == ["company"]
    assert preview.isHidden()


def test_papers_that_were_left_out_are_tried_again(show, qtbot) -> None:
    papers = Papers(["SO-1"], [Failure("SO-2", "This belongs to a colleague.")])
    preview = show(papers)
    assert preview.print_button.text().strip().startswith("Print the other")
    papers.numbers, papers.failures = ["SO-1", "SO-2"], ()
    preview.banner._also.click()
    qtbot.waitUntil(lambda: not preview.busy)
    assert [paper.number for paper in preview.made.papers] == ["SO-1", "SO-2"]
    assert preview.remarks.failures.isHidden()
    assert preview.banner.text == ""
