"""One window per book on a computer: a second start brings the first window forward and ends.

The lock beside the book keeps two windows apart (``app/models/lock.py``); this only spares the person a message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.folders import settings_folder

_WAIT = 1_000
"""Milliseconds until a window that does not answer counts as hanging."""


def _name(book: Path) -> str:
    place = f"{settings_folder()}|{book.resolve()}"
    return "daybook-" + hashlib.sha256(place.encode()).hexdigest()[:24]


def raise_other(book: Path) -> bool:
    """Ask the window that has this book open to come forward; False if none answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(book))
    if not socket.waitForConnected(_WAIT):
        return False
    socket.write(b"raise\n")
    socket.waitForBytesWritten(_WAIT)
    heard = socket.waitForReadyRead(_WAIT)
    socket.disconnectFromServer()
    return heard


class Listener(QObject):
    """Hears a second start of the same book."""

    def __init__(self, book: Path, come_forward: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._come_forward = come_forward
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        name = _name(book)
        # We hold the book's lock, so a socket of this name is left over from a program that was killed.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def _called(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is None:
            return
        socket.write(b"ok\n")
        socket.flush()
        socket.disconnected.connect(socket.deleteLater)
        socket.disconnectFromServer()
        self._come_forward()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
