"""The sample business: said on every page, and put away with one click for the person's own book."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.i18n import N_
from app.models.book import Opened
from app.preferences import Preferences
from app.views.desk import Desk
from app.views.widgets.banner import Banner

if TYPE_CHECKING:
    from app.views.main_window import MainWindow

log = logging.getLogger(__name__)

SAMPLE_NAME = "demo.daybook"
OWN_BOOK = "book.own"
"""The preference that names the book of one's own while the sample is open."""
LEAVING = "book.leave"
"""The preference that names a sample to be put away when the window is closed."""


class SampleBar(Banner):
    """A line above every page that says that nothing here is real."""

    def __init__(self, window: MainWindow, desk: Desk, opened: Opened) -> None:
        super().__init__("sample_banner", window)
        self._window, self._desk, self._opened = window, desk, opened
        own = desk.preferences.get(OWN_BOOK, "")
        self.tell(
            "info",
            N_("This is a sample business. Try everything; nothing here is real, and papers are marked as samples."),
            N_("Put it away and open my book") if own else "",
            self.leave,
            dismissible=False,
        )

    def leave(self) -> None:
        """Close the window; the sample is put aside and the person's own book takes its place."""
        self._desk.preferences.set(LEAVING, str(self._opened.path))
        self._window.close()


def after_sample(preferences: Preferences) -> Path | None:
    """Put the sample aside that was left, and give the book to open instead; None if none was left.

    The sample's files go into a folder beside them under a name of their own; nothing is deleted.
    """
    left = preferences.get(LEAVING, "")
    own = preferences.get(OWN_BOOK, "")
    preferences.forget(LEAVING)
    if not left or not own:
        return None
    preferences.forget(OWN_BOOK)
    sample = Path(left)
    folder = sample.parent / "Sample"
    try:
        folder.mkdir(exist_ok=True)
        number = 1
        while (target := folder / f"{sample.stem}-{number}{sample.suffix}").exists():
            number += 1
        os.replace(sample, target)
    except OSError as problem:
        log.info("The sample could not be put aside: %s", problem.strerror)
    return Path(own)
