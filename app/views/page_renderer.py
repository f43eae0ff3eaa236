"""Drawing the pages of a document beside the window: what was asked for last is drawn first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

MOST_WAITING = 48
"""Requests that are kept; while somebody scrolls past hundreds of pages the oldest ones are forgotten."""

Key = tuple[int, int]
"""A page and how large it is wanted, in dots per thousand inches."""


class Pages(Protocol):
    """Pages with sizes in points that can be drawn."""

    sizes: list[tuple[float, float]]

    def __len__(self) -> int: ...

    def picture(self, number: int, dots_per_inch: float) -> QImage:
        """A page on white."""
        ...

    def close(self) -> None:
        """Give the memory back."""
        ...


class NoPages:
    """Before the first page is made."""

    def __init__(self) -> None:
        self.sizes: list[tuple[float, float]] = []

    def __len__(self) -> int:
        return 0

    def picture(self, number: int, dots_per_inch: float) -> QImage:
        """Never asked for."""
        raise IndexError(number)

    def close(self) -> None:
        """Nothing to give back."""


class Renderer(QObject):
    """One thread that draws pages, and closes those that are shown no more. ``drawn`` brings each picture to the
    window's thread."""

    drawn = Signal(int, int, QImage)
    """Page, size as it was asked for, picture."""
    _made = Signal(object, int, int, QImage)

    def __init__(self, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._wanted: OrderedDict[Key, None] = OrderedDict()
        self._gone: list[Pages] = []
        self._ready = threading.Condition()
        self._over = False
        self._made.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="pages", daemon=True)
        self._thread.start()

    @property
    def pages(self) -> Pages:
        """The pages that are drawn."""
        return self._pages

    def show(self, pages: Pages) -> None:
        """Draw the pages of another document from now on."""
        with self._ready:
            self._gone.append(self._pages)
            self._pages = pages
            self._wanted.clear()
            self._ready.notify()

    def ask(self, number: int, size: int) -> None:
        """Want a page; asking again is free."""
        with self._ready:
            self._wanted[number, size] = None
            self._wanted.move_to_end((number, size))
            while len(self._wanted) > MOST_WAITING:
                self._wanted.popitem(last=False)
            self._ready.notify()

    def stop(self) -> None:
        """Draw nothing any more; the thread closes the pages and ends by itself."""
        with self._ready:
            self._over = True
            self._gone.append(self._pages)
            self._ready.notify()

    def wait(self) -> None:
        """Until the thread has ended."""
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._ready:
                while not (self._wanted or self._gone or self._over):
                    self._ready.wait()
                gone, self._gone = self._gone, []
                over, pages = self._over, self._pages
                number, size = self._wanted.popitem()[0] if self._wanted and not over else (-1, 0)
            for each in gone:
                each.close()
            if over:
                return
            if not 0 <= number < len(pages):
                continue
            picture = pages.picture(number, size / 1000)
            # The preview may be gone already.
            with suppress(RuntimeError):
                self._made.emit(pages, number, size, picture)

    def _pass_on(self, pages: object, number: int, size: int, picture: QImage) -> None:
        if pages is self._pages and not self._over and not picture.isNull():
            self.drawn.emit(number, size, picture)


class Kept:
    """The pictures used last, up to a number of pixels."""

    def __init__(self, most_pixels: int) -> None:
        self._most = most_pixels
        self._pixels = 0
        self._pictures: OrderedDict[Key, QPixmap] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pictures)

    def get(self, key: Key) -> QPixmap | None:
        """A picture, if it is kept; it counts as used."""
        found = self._pictures.get(key)
        if found is not None:
            self._pictures.move_to_end(key)
        return found

    def any_of(self, number: int) -> QPixmap | None:
        """A picture of the page in whatever size."""
        return next((p for (page, _size), p in reversed(self._pictures.items()) if page == number), None)

    def put(self, key: Key, picture: QPixmap) -> None:
        """Keep a picture; the ones that were not used for longest go."""
        self._pictures[key] = picture
        self._pixels += picture.width() * picture.height()
        while self._pixels > self._most and len(self._pictures) > 1:
            _key, gone = self._pictures.popitem(last=False)
            self._pixels -= gone.width() * gone.height()

    def clear(self) -> None:
        """Keep nothing."""
        self._pictures.clear()
        self._pixels = 0
