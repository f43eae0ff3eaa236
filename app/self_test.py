"""Does this copy of Daybook have all its parts? ``daybook --self-test`` uses each of them once.

Meant for the frozen program, where a part can be missing that nothing notices until a person needs it. Prints a line
for each part and makes nothing outside a temporary folder.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from app import i18n
from app.errors import DaybookError
from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Party, TaxRow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# Older ones can lose committed pages when two connections meet at a checkpoint.
OLDEST_SQLITE = (3, 51, 3)
SAMPLE = "订单 0001 – Größe ¥12.50"


class PartBroken(DaybookError):
    """A part is there but does not do what it should."""


def run(out: TextIO) -> int:
    """Use every part once, tell ``out`` about each, and return the exit status: 0 when all of them work."""
    before = i18n.language()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="daybook-") as folder:
        for name, part in PARTS.items():
            try:
                part(Path(folder))
            except Exception:
                failed += 1
                print(f"{name}: failed\n{traceback.format_exc()}", file=out)
            else:
                print(f"{name}: works", file=out)
    i18n.set_language(before)
    return 1 if failed else 0


def _need(truth: object, what: str) -> None:
    if not truth:
        raise PartBroken(what)


def _book(folder: Path) -> None:
    from app.models.base import connect
    from app.models.schema import create_in
    from app.models.version import APPLICATION_ID

    path = str(folder / "self-test.daybook")
    link = connect(path)
    link.execute("PRAGMA query_only = OFF")
    version = link.execute("SELECT sqlite_version()").get
    _need(tuple(int(n) for n in version.split(".")) >= OLDEST_SQLITE, f"SQLite {version} is too old")
    with link:
        create_in(link)
    link.close()
    again = connect(path)
    _need(again.execute("PRAGMA application_id").get == APPLICATION_ID, "what was written was not kept")
    again.close()


def _texts(folder: Path) -> None:
    i18n.set_language("zh_CN")
    _need(i18n._("Orders") != "Orders", "the Chinese catalogue is missing")
    i18n.set_language("en")


def _search(folder: Path) -> None:
    from app.models.search_key import search_key

    key = search_key("訂單")
    _need("订单" in key, "traditional characters are not found by simplified ones")
    _need("dingdan" in key, "names are not found by pinyin")


def _passwords(folder: Path) -> None:
    from argon2 import PasswordHasher

    hasher = PasswordHasher()
    _need(hasher.verify(hasher.hash(SAMPLE), SAMPLE), "a password is not recognised")


def _documents(folder: Path) -> None:
    import pypdfium2

    from app.reports.documents import document_bytes

    line = DocumentLine(description=SAMPLE, quantity=10_000, price=12_500_000, amount=1250, net=1250, gross=1250)
    snapshot = DocumentSnapshot(
        kind=DocumentKind.INVOICE,
        number="INV-1",
        date="2026-03-05",
        seller=Party("Daybook"),
        buyer=Party("杭州绿茵园艺"),
        lines=(line,),
        taxes=(),
        net=1250,
        tax=0,
        gross=1250,
        currency="CNY",
    )
    document = pypdfium2.PdfDocument(document_bytes(snapshot))
    page = document[0]
    _need("订单 0001" in page.get_textpage().get_text_bounded(), "the document lost its Chinese text")
    page.render(scale=1).to_pil()
    document.close()


def _electronic(folder: Path) -> None:
    from app.reports.issued import issued_files

    line = DocumentLine(
        description=SAMPLE, quantity=10_000, price=12_500_000, amount=1250, tax_code="0", net=1250, gross=1250
    )
    snapshot = DocumentSnapshot(
        kind=DocumentKind.INVOICE,
        number="INV-1",
        date="2026-03-05",
        seller=Party("Daybook", tax_number="DE136695976", country="DE"),
        buyer=Party("Atelier", country="FR"),
        lines=(line,),
        taxes=(TaxRow("0", "", 0, 1250, 0, "zero"),),
        net=1250,
        tax=0,
        gross=1250,
        currency="EUR",
    )
    # Writing it compares it with the schema that is shipped.
    found = {file.kind: file.content for file in issued_files(snapshot, electronic=True)}
    _need(SAMPLE.encode() in found["xml"], "the electronic invoice lost its words")
    _need(b"factur-x.xml" in found["pdf"], "the electronic invoice is not inside its PDF")


def _workbooks(folder: Path) -> None:
    import openpyxl.xml

    from app.importing.workbook import read_workbook
    from app.money import currency
    from app.queries.columns import Column, Kind
    from app.reports.excel import write_workbook

    _need(openpyxl.xml.DEFUSEDXML, "workbooks would be read without protection from hostile XML")
    columns = (Column("name", "Name", Kind.TEXT, 100), Column("total", "Total", Kind.MONEY, 100))
    written = write_workbook(folder / "sample.xlsx", columns, [(SAMPLE, 1250)], title="Orders", money=currency("CNY"))
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        book = child.submit(read_workbook, written.path).result(timeout=60)
    _need(SAMPLE in str(book.sheets[0].rows), "a workbook is not read as it was written")


def _charts(folder: Path) -> None:
    import pyqtgraph

    _application()
    plot = pyqtgraph.PlotWidget()
    plot.addItem(pyqtgraph.BarGraphItem(x=[1, 2, 3], height=[3, 1, 2], width=0.6))
    _need(not plot.grab().isNull(), "a chart cannot be drawn")


def _window(folder: Path) -> None:
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
    from PySide6.QtPrintSupport import QPrinterInfo

    from app.views import icons, theme

    application = _application()
    theme.start(application)
    _need(not icons.icon("plus").pixmap(16, 16).isNull(), "icons cannot be drawn")
    QPrinterInfo.availablePrinterNames()
    translations = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _need(QTranslator().load(QLocale("zh_CN"), "qtbase", "_", translations), "Qt's own Chinese texts are missing")


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["daybook"])


def _guide(folder: Path) -> None:
    import re

    from app.guide import guide, guide_folder

    for language in i18n.LANGUAGES:
        text = "\n".join(guide(language).parts)
        _need(guide(language).language == language, f"no guide in {language}")
        pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
        _need(pictures and all((guide_folder() / name).is_file() for name in pictures), "a picture of the guide")


PARTS: dict[str, Callable[[Path], None]] = {
    "book": _book,
    "texts": _texts,
    "search": _search,
    "passwords": _passwords,
    "documents": _documents,
    "electronic invoices": _electronic,
    "workbooks": _workbooks,
    "charts": _charts,
    "window": _window,
    "guide": _guide,
}
