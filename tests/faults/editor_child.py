"""What is killed while an order is typed: a window with the editor, into which keys are pressed as a person does.

``python -m tests.faults.editor_child BOOK`` prints ``typed SECONDS`` after the last key; it never saves anything.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import make_window
from app.models.base import database
from app.models.book import open_book
from app.models.company import the_company
from app.money import currency
from app.preferences import Preferences
from app.queries.people import actor_of, people
from app.views import theme
from app.views.background import Background
from app.views.desk import Desk
from app.views.orders import new_order
from tests.helpers.book import LOCAL


def main(path: Path) -> int:
    """Type two lines, say so, and wait to be killed."""
    app = QApplication(sys.argv[:1])
    theme.start(app, "light")
    opened = open_book(path, window=True, user="owner", place=lambda _path: LOCAL)
    background = Background(release=lambda _thread: database.close())
    desk = Desk(actor_of(people()[0]), background, Preferences(), currency(the_company().currency))
    window = make_window(desk, opened)
    window.show()
    window.activateWindow()
    new_order(desk, window)

    def write() -> None:
        for text in ("Harb", "Lamp", "3", "Engraving"):
            for letter in text:
                QTest.keyClicks(QApplication.focusWidget(), letter)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        print("typed", flush=True)

    QTimer.singleShot(300, write)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
