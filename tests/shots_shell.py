"""The windows of the shell for ``tests.shots``: quick search, guide, keys, about, report, a record beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from time import sleep
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

Shot = tuple[str, Callable[[], QWidget | None]]


def shell_shots(window: Any, desk: Any) -> Iterator[Shot]:
    """Each with what opens it."""
    from app.queries.lists import LISTS
    from app.views.about import AboutDialog
    from app.views.help_window import HelpWindow, show_help
    from app.views.palette import Palette
    from app.views.records import open_record
    from app.views.shortcut_sheet import ShortcutSheet, keys_here
    from app.views.trouble_dialog import TroubleDialog

    def search(typed: str) -> None:
        window.show_page("orders")
        window.put_search_away()
        window.quick_search()
        window.findChild(Palette).box.setText(typed)

    def guide(topic: str, words: str = "") -> HelpWindow:
        window.put_search_away()
        shown = show_help(window, desk.preferences, topic)
        shown.search.setText(words)
        return shown

    def keys(page: str) -> ShortcutSheet:
        shown = window.show_page(page)
        return ShortcutSheet(keys_here(window.commands(), shown), window)

    def about(leaf: int) -> AboutDialog:
        dialog = AboutDialog(window)
        dialog.leaves.setCurrentIndex(leaf)
        return dialog

    def report() -> TroubleDialog:
        dialog = TroubleDialog(desk, window)
        while desk.background.busy:
            QApplication.processEvents()
            sleep(0.02)
        return dialog

    def beside() -> QWidget | None:
        ids = LISTS["orders"].first(desk.actor, window.show_page("orders").asked(), 1)
        if not len(ids):
            return None
        open_record(desk, "order", ids[0], beside=True)
        shown: QWidget = window.besides.windows[-1]
        return shown

    for typed in ("", "zs", "1", "qqqq"):
        yield f"shell_search_{typed or 'empty'}", partial(search, typed)
    window.put_search_away()
    yield "shell_guide", lambda: guide("orders")
    yield "shell_guide_keys", lambda: guide("keys")
    yield "shell_guide_search", lambda: guide("the-window", "Ctrl")
    yield "shell_keys", partial(keys, "orders")
    for key in ("statistics", "settings"):
        yield f"shell_keys_{key}", partial(keys, key)
    yield "shell_about", lambda: about(0)
    yield "shell_licences", lambda: about(1)
    yield "shell_report", report
    yield "shell_beside", beside
