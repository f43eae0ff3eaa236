"""Getting ready, while the window waits for somebody, what will be wanted next: modules first, then the pages.

A page that is shown for the first time would otherwise make the window stand still for a tenth of a second or two while
its modules, and the library that draws charts, are read. They are read on a thread of their own, which lets the window
go first before each single module; then the pages are made one by one, with pauses between them.
"""

from __future__ import annotations

import logging
import pkgutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.abc import MetaPathFinder
from time import perf_counter, sleep
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.views.garbage import Garbage
from app.views.spares import Spares

if TYPE_CHECKING:
    from app.models.actor import Actor
    from app.views.desk import Desk
    from app.views.main_window import MainWindow
    from app.views.page import Page

log = logging.getLogger(__name__)

AFTER_SETTLED = 400
"""Milliseconds from the making of this, when the window stands, to the first module."""
BREATH = 0.004
"""Seconds that the window has for itself before each module."""
PAUSE = 120
"""Milliseconds between two pages."""
HEAVY = ("app.reports.documents", "app.views.statistics.chart")
"""What brings a large library along comes last."""


class _Stopped(BaseException):
    """The program ends; what is half read is not needed any more."""


class _Breath(MetaPathFinder):
    """Finds nothing, but lets the window go first whenever its thread is about to read a module."""

    def __init__(self) -> None:
        self.thread: threading.Thread | None = None
        self.stopped = threading.Event()

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if threading.current_thread() is self.thread:
            if self.stopped.is_set():
                raise _Stopped
            sleep(BREATH)


def modules() -> Iterator[str]:
    """The modules of all pages and dialogs, those first that are nearest to the menu; what is heavy at the end."""
    import app.views as views

    found = [module.name for module in pkgutil.walk_packages(views.__path__, "app.views.", onerror=lambda _name: None)]
    yield from (name for name in found if name not in HEAVY)
    yield from HEAVY


def _read_fonts() -> None:
    """Measure the fonts of papers, so that the first one is shown at once."""
    from app.reports.typesetting import faces

    with suppress(OSError):
        faces()


def _spare_makers() -> dict[Callable[..., Page], Callable[[Desk], Page]]:
    """What makes one page of each kind that is opened often, without a record yet."""
    from app.views.customers.customer_page import CustomerPage
    from app.views.invoices.invoice_page import InvoicePage
    from app.views.orders.editor import OrderEditor
    from app.views.orders.order_page import OrderPage
    from app.views.payments.payment_page import PaymentPage
    from app.views.products.product_page import ProductPage
    from app.views.refunds.refund_page import RefundPage

    return {
        OrderEditor: OrderEditor,
        OrderPage: lambda desk: OrderPage(desk, 0),
        CustomerPage: lambda desk: CustomerPage(desk, 0),
        PaymentPage: lambda desk: PaymentPage(desk, 0),
        ProductPage: lambda desk: ProductPage(desk, 0),
        InvoicePage: lambda desk: InvoicePage(desk, 0),
        RefundPage: lambda desk: RefundPage(desk, 0),
    }


class Warming(QObject):
    """Makes the modules and pages of a window ready once it stands; ``stop()`` before the program ends."""

    done = Signal()
    """Everything is ready."""
    _read = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._breath = _Breath()
        self._spares: Spares | None = None
        self._made: tuple[str, Page, Actor] | None = None
        self._palette: QWidget | None = None
        self._told = False
        self._turns = QTimer(self)
        self._turns.setInterval(PAUSE)
        self._turns.timeout.connect(self._make_page)
        self._read.connect(self._turns.start, Qt.ConnectionType.QueuedConnection)
        QTimer.singleShot(AFTER_SETTLED, self, self._begin)

    def _begin(self) -> None:
        if self._breath.stopped.is_set():
            return
        self._breath.thread = threading.Thread(target=self._read_modules, name="warming", daemon=True)
        sys.meta_path.insert(0, self._breath)
        self._breath.thread.start()

    def _read_modules(self) -> None:
        started = perf_counter()
        try:
            for name in modules():
                # What cannot be read fails again where it is needed, and is told there.
                with suppress(Exception):
                    import_module(name)
            _read_fonts()
        except _Stopped:
            return
        finally:
            with suppress(ValueError):
                sys.meta_path.remove(self._breath)
        log.info("Modules were read ahead in %.1f s.", perf_counter() - started)
        with suppress(RuntimeError):
            self._read.emit()

    def _make_page(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton or QGuiApplication.modalWindow() is not None:
            return
        window = self._window
        if self._made is not None:
            # To give a page its look takes as long as to build it: a turn for each.
            (key, page, actor), self._made = self._made, None
            if key in window.pages or actor is not window.desk.actor:
                page.deleteLater()
            else:
                window.put(key, page)
            return
        key = next((key for key in window.specs if key not in window.pages), "")
        if key:
            self._made = key, window.specs[key].factory(window.desk), window.desk.actor
            return
        if self._palette is None:
            from app.views.palette import Palette

            self._palette = window.findChild(Palette) or Palette(window, window)
            return
        self._turns.stop()
        for part in (window.notices.panel, self._palette):
            if isValid(part):
                part.ensurePolished()
        self._spares = Spares(self._window, _spare_makers())
        self._spares.ready.connect(self._all_ready)
        self._window.desk.spares = self._spares

    def _all_ready(self) -> None:
        if not self._told:
            self._told = True
            Garbage.set_aside()
            self.done.emit()

    def stop(self) -> None:
        """Read nothing more, and wait for what is being read."""
        self._breath.stopped.set()
        self._turns.stop()
        if self._spares is not None:
            self._spares.stop()
        thread = self._breath.thread
        if thread is not None:
            thread.join(2)
