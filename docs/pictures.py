"""Takes the pictures of the guide, from a demo book that it makes for them and throws away.

.venv/bin/python -m docs.pictures [--language zh_CN] [FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app import application, i18n
from app.demo import make_demo
from app.folders import set_data_folder
from app.models.base import connection, database
from app.models.book import close_book, open_book
from app.preferences import Preferences
from app.queries.columns import Ask
from app.queries.lists import LISTS
from app.views.background import Background
from app.views.main_window import MainWindow
from app.views.picture import settle

SIZE = (1280, 800)
IMAGES = Path(__file__).resolve().parent / "images"
PERIOD = 15.0
OLD_FILE = {
    "en": (
        "old orders.csv",
        ("Order No", "Order Date", "Customer", "Product", "Quantity", "Unit price", "Paid"),
        ("Lighthouse Café", "Meadow School", "Porter & Sons", "The Corner Florist"),
        "Item",
    ),
    "zh_CN": (
        "旧订单.csv",
        ("订单号", "下单日期", "客户名称", "商品名称", "数量", "单价", "实付金额"),
        ("灯塔咖啡", "青草地小学", "老陈五金", "街角花店"),
        "商品",
    ),
}


class Camera:
    """An open window, the folder for its pictures, and a place for files that go away."""

    def __init__(self, app: QApplication, window: MainWindow, folder: Path, place: str) -> None:
        self.app, self.window, self.folder, self.place = app, window, folder, place
        self.desk = window.desk

    def wait(self, until: Callable[[], object] = lambda: True) -> None:
        """Let the window finish its work, and go on until something is so."""
        settle(self.app, self.window)
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        started = monotonic()
        while not until() and monotonic() - started < PERIOD:
            self.app.processEvents()
            sleep(0.02)
        settle(self.app, self.window)

    def first(self, noun: str, *filters: tuple[str, str], by: str = "") -> int:
        """The first record of a list with these filters, in the list's order or with the largest of a column first."""
        ask = Ask(filters=filters, sort=((by, True),) if by else ())
        return int(LISTS[noun].first(self.desk.actor, ask)[0])

    def take(self, name: str, dialog: QDialog | None = None) -> None:
        """Keep a picture of the window, with a dialog over it if there is one."""
        self.wait()
        picture = self.window.grab()
        if dialog is not None:
            self._put_over(picture, dialog)
        image = picture.toImage().convertToFormat(picture.toImage().Format.Format_RGB888)
        image.save(str(self.folder / f"{name}.png"), quality=0)

    def _put_over(self, picture: QPixmap, dialog: QWidget) -> None:
        shown = dialog.grab()
        place = QRect(QPoint(0, 0), shown.size())
        place.moveCenter(picture.rect().center())
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 60))
        painter.drawPixmap(place.topLeft(), shown)
        painter.setPen(QPen(QColor(0, 0, 0, 70), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()

    def dialog(self, name: str) -> QDialog:
        """The open dialog with this object name."""
        found = next(w for w in self.app.topLevelWidgets() if w.objectName() == name and w.isVisible())
        assert isinstance(found, QDialog)
        return found


def list_of_orders(camera: Camera) -> None:
    """The list that Daybook begins with."""
    camera.window.show_page("orders")
    camera.take("orders")


def one_order(camera: Camera) -> None:
    """An order that is partly paid."""
    from app.views.orders import open_order

    order = camera.first("orders", ("collection", "partly_paid"))
    open_order(camera.desk, camera.window, order)
    camera.take("order")
    camera.window.close_record()


def editor(camera: Camera) -> None:
    """A new order with two lines."""
    from app.views import pickers
    from app.views.orders.editor import OrderEditor, open_editor

    open_editor(camera.desk, customer_id=camera.first("customers", by="revenue"))
    camera.wait()
    page = camera.window.current_page()
    assert isinstance(page, OrderEditor)
    for row, product in enumerate(LISTS["products"].first(camera.desk.actor, Ask(), 40)[5:40:20]):
        page.view.choose_product(row, pickers.product_choice(camera.desk, int(product)))
        page.model.change(row, quantity=(2, 12)[row] * 10_000)
    camera.wait()
    camera.take("order-editor")
    page._discard()
    camera.wait()


def payment(camera: Camera) -> None:
    """More is paid than one order is worth."""
    from app.views.payments import record_payment

    camera.window.show_page("payments")
    order = camera.first("orders", ("collection", "partly_paid"))
    record_payment(camera.desk, camera.window, order)
    camera.take("payment", camera.dialog("record_payment_dialog"))
    camera.dialog("record_payment_dialog").reject()


def importing(camera: Camera) -> None:
    """A small file with one row that cannot be right, at the step that says what would come in."""
    from app.views.imports import import_file
    from app.views.imports.dialog import CHECK, SHEET, ImportDialog

    file_name, heads, names, item = OLD_FILE[i18n.language()]
    source = Path(camera.place) / file_name
    rows = [heads]
    for number in range(1, 25):
        day = f"2025-{1 + number // 3:02d}-{1 + number:02d}"
        rows.append((f"A-{number:03d}", day, names[number % 4], f"{item} {number % 5}", "3", "12.50", "37.50"))
    rows.append(("A-025", "2025-10-32", names[0], f"{item} 1", "2", "12.50", ""))
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    camera.window.show_page("orders")
    import_file(camera.desk, camera.window, source)
    dialog = camera.window.findChild(ImportDialog)
    assert dialog is not None
    camera.wait(lambda: dialog.at == SHEET)
    dialog.go_on()
    dialog.go_on()
    camera.wait(lambda: dialog.at == CHECK)
    camera.take("import", dialog)
    dialog.reject()
    camera.wait()


def paper(camera: Camera) -> None:
    """The preview of an issued invoice."""
    from app.queries.documents import invoice_document
    from app.reports.documents import document_bytes
    from app.views.printing import PrintPreview

    camera.window.show_page("invoices")
    invoice = camera.first("invoices", ("document_type", "invoice"), ("state", "issued"))
    snapshot = invoice_document(camera.desk.actor, invoice)
    name = f"{snapshot.number}.pdf"
    preview = PrintPreview(camera.desk, snapshot.number, name, pdf=document_bytes(snapshot), parent=camera.window)
    preview.show()
    camera.wait(lambda: len(preview.viewer.strip.pictures) > 0)
    camera.take("invoice", preview)
    preview.reject()


def quick_search(camera: Camera) -> None:
    """What the quick search finds for the beginning of a name."""
    from app.views.palette import Palette

    camera.window.show_page("orders")
    camera.window.quick_search()
    palette = camera.window.findChild(Palette)
    assert palette is not None
    palette.box.setText("sz" if i18n.language() == "zh_CN" else "co")
    camera.take("quick-search")
    palette.leave()


def figures(camera: Camera) -> None:
    """The year in a chart."""
    camera.window.show_page("statistics")
    camera.take("statistics")


def one_customer(camera: Camera) -> None:
    """A customer with orders, contacts and money."""
    from app.views.customers import open_customer

    open_customer(camera.desk, camera.window, camera.first("customers", by="outstanding"))
    camera.take("customer")
    camera.window.close_record()


PICTURES = (list_of_orders, one_order, payment, importing, paper, figures, one_customer, quick_search, editor)


def prepare(_thread: str) -> None:
    """Give a background thread its link to the book."""
    connection()


def release(_thread: str) -> None:
    """Take the link of a background thread away."""
    database.close()


def main() -> None:
    """Make the book, open the window, take every picture."""
    parser = argparse.ArgumentParser(description="Take the pictures of the guide.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--book", type=Path, default=None)
    options = parser.parse_args()
    folder = options.folder or (IMAGES if options.language == "en" else IMAGES / options.language)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        set_data_folder(place)
        book = options.book or Path(place) / "demo.daybook"
        if not book.exists():
            make_demo(book, language=options.language)
        preferences = Preferences()
        preferences.set("window.scheme", "light")
        app = application._start_qt(preferences, options.language)
        sys.excepthook = sys.__excepthook__
        opened = open_book(book, window=True, user="guide")
        background = Background(prepare=prepare, release=release)
        try:
            person = application._sign_in("", preferences, opened.name, offer=False)
            window = application.make_window(application._desk(person, background, preferences), opened)
            window.resize(*SIZE)
            window.show()
            camera = Camera(app, window, folder, place)
            for take in PICTURES:
                take(camera)
            window.close()
        finally:
            background.close()
            close_book()


if __name__ == "__main__":
    main()
