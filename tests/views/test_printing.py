"""The print preview shows, saves and prints the very bytes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton

from app.errors import FileError
from app.views import problems
from app.views.desk import Desk
from app.views.files import write_file
from app.views.printing import PdfPages, PrintPreview

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
    made = PrintPreview(desk, pdf, "Order SO-1", "SO-1.pdf")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()


def test_pages_are_shown_fitted_and_drawn_when_seen(preview: PrintPreview, qtbot) -> None:
    assert len(preview.pages) == 4
    qtbot.waitUntil(lambda: "Page 1 of 4" in preview.page_label.text())
    assert preview.strip.height() // 4 <= preview.area.viewport().height()
    preview.grab()
    assert len(preview.strip._pictures) <= 2
    preview.set_zoom(1.0)
    assert preview.strip.width() == round(420 * 96 / 72) + 32
    preview.go_to(3)
    assert "Page 4 of 4 · 100 %" in preview.page_label.text()
    preview.findChild(QAbstractButton, "zoom_in").click()
    assert "125 %" in preview.page_label.text()


def test_without_a_printer_the_main_button_saves(preview: PrintPreview) -> None:
    assert preview.save_button.property("kind") == "primary"
    assert preview.print_button.property("kind") == "secondary"


def test_the_saved_file_is_the_document_itself(preview: PrintPreview, pdf: bytes, tmp_path: Path, qtbot) -> None:
    with qtbot.waitSignal(preview.saved):
        preview.save_to(tmp_path / "SO-1.pdf")
    assert (tmp_path / "SO-1.pdf").read_bytes() == pdf
    assert [p.name for p in tmp_path.glob("*.part")] == []


def test_a_folder_that_cannot_be_written_is_explained(preview: PrintPreview, tmp_path: Path, monkeypatch) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr(problems, "show", lambda error, parent=None: shown.append(error))
    preview.save_to(tmp_path / "missing" / "SO-1.pdf")
    assert isinstance(shown[0], FileError)
    assert "SO-1.pdf" in str(shown[0])


def test_what_stood_there_before_survives_a_failed_save(tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"before")
    monkeypatch.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(FileError, match="No space left"):
        write_file(target, b"after")
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_printing_gives_every_page_at_its_size(preview: PrintPreview, tmp_path: Path, qtbot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    with qtbot.waitSignal(preview.printed, timeout=20_000):
        preview.print_on(printer)
    printed = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert len(printed) == 4
    assert [round(side) for side in printed.sizes[0]] == [420, 595]
    printed.close()


def test_a_damaged_document_is_refused_in_words() -> None:
    with pytest.raises(FileError, match="damaged"):
        PdfPages(b"not a pdf")
