"""The window's start-up in reading order: folders, log, crash hook, book, sign-in, window; and shut-down in reverse."""

from __future__ import annotations

import builtins
import getpass
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import i18n, logs
from app.errors import BookError, UserError
from app.folders import default_book
from app.i18n import _
from app.models.base import connection, database
from app.models.book import Opened, close_book, open_book
from app.models.company import the_company
from app.money import currency
from app.preferences import Preferences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.views.desk import Desk
    from app.views.main_window import MainWindow
    from app.views.single import Listener
    from app.views.warming import Warming

log = logging.getLogger(__name__)

SETTLED_AFTER = 500
"""Milliseconds after which a window is taken to stand: it hears a second start on its book, and gets more ready."""


def run(
    book: Path | None = None,
    *,
    screenshot: Path | None = None,
    page: str = "",
    language: str = "",
    user: str = "",
    safe: bool = False,
) -> int:
    """Open the window on a book and stay until it is closed; with ``screenshot`` draw it offscreen and end.

    ``safe`` arranges windows and lists as at the first start, whatever was remembered; so does Shift held at the start.

    Returns the exit status: 0, or 1 when the book could not be opened and the person gave up.
    """
    if screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif _no_screen():
        print(_("Daybook needs a screen to open its window, and there is none here."), file=sys.stderr)
        return 1
    logs.start_log()
    logs.watch_for_faults()
    preferences = Preferences()
    app = _start_qt(preferences, language)
    if safe or (screenshot is None and _shift_is_held()):
        preferences.set_layout_aside()
    path = (book or _last_book(preferences)).expanduser()
    try:
        while True:
            opened = _open(path, preferences, offer=screenshot is None)
            if opened is None:
                return 1
            try:
                status = _work(app, opened, preferences, screenshot, page, user)
            finally:
                close_book()
            following = _following(preferences)
            if following is None:
                return status
            path = following
    finally:
        preferences.save()


def _following(preferences: Preferences) -> Path | None:
    """The book to open after the one that was closed; None at the end of the day."""
    from app.views.sample import after_sample

    return after_sample(preferences)


def _no_screen() -> bool:
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not shown


def _shift_is_held() -> bool:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication

    return bool(QGuiApplication.queryKeyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)


def _last_book(preferences: Preferences) -> Path:
    kept = preferences.get("book.last", "")
    return Path(kept) if kept and Path(kept).exists() else default_book()


def _start_qt(preferences: Preferences, language: str) -> QApplication:
    from PySide6.QtWidgets import QApplication

    _import_plainly()
    from app.views import problems, texts, theme
    from app.views.icons import app_icon

    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Daybook")
    app.setDesktopFileName("daybook")
    app.setWindowIcon(app_icon())
    theme.start(app, preferences.get("window.scheme", "system"))
    texts.set_language(language or preferences.get("window.language", "") or i18n.system_language())
    problems.install()
    return app


def _import_plainly() -> None:
    """Import as Python itself does.

    PySide puts an import of its own in that place, which reads the source text of every module, in search of its
    ``__feature__`` switches; nothing here uses them, and the reading takes a twentieth of the start.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        vars(builtins)["__import__"] = plain


def _open(path: Path, preferences: Preferences, *, offer: bool) -> Opened | None:
    """The book, opened with whatever help the person wants; None if they gave up."""
    if not path.exists() and offer:
        from app.views.first_run import first_run

        made = first_run(path, preferences)
        if made is None:
            return None
        path = made
    read_only, reason = False, ""
    while True:
        try:
            opened = open_book(path, read_only=read_only, window=True, user=getpass.getuser(), reason=reason)
        except BookError as error:
            if not offer:
                print(error.message, file=sys.stderr)
                return None
            if error.code == "in_use" and _raise_other(path):
                return None
            from app.views.first_run import ask_about_book

            answer = ask_about_book(error, path)
            if answer is None:
                return None
            path, read_only, reason = answer
        else:
            preferences.set("book.last", str(opened.path))
            return opened


def _raise_other(path: Path) -> bool:
    from app.views.single import raise_other

    return raise_other(path)


def _work(
    app: QApplication, opened: Opened, preferences: Preferences, screenshot: Path | None, page: str, user: str
) -> int:
    from app.views.background import Background
    from app.views.garbage import Garbage

    Garbage(app)
    person = _sign_in(user, preferences, opened.name, offer=screenshot is None)
    if person is None:
        return 1
    links: dict[str, Any] = {}

    def prepare(thread: str) -> None:
        links[thread] = connection()

    def release(thread: str) -> None:
        links.pop(thread, None)
        database.close()

    def interrupt() -> None:
        link = links.get("reading")
        if link is not None:
            link.interrupt()

    background = Background(prepare=prepare, release=release, interrupt=interrupt)
    try:
        desk = _desk(person, background, preferences)
        _tell_take_over(desk, opened)
        window = make_window(desk, opened)
        if screenshot is not None:
            return _picture(app, window, screenshot, page)
        return _stay(app, window, opened, preferences)
    finally:
        background.close()
        _back_up_at_close(opened, person, preferences)


def _sign_in(user: str, preferences: Preferences, book: str, *, offer: bool) -> Any:
    """The person who works at this desk: the only one without a password at once, else who signs in."""
    from app.queries.people import people, person_named

    found = people()
    if user:
        return person_named(user)
    if not offer or (len(found) == 1 and not found[0].password):
        return found[0]
    from app.views.sign_in import sign_in

    return sign_in(found, preferences, book)


def _desk(person: Any, background: Any, preferences: Preferences) -> Desk:
    from app.queries.people import actor_of
    from app.views.desk import Desk

    return Desk(actor_of(person), background, preferences, currency(the_company().currency))


def _tell_take_over(desk: Desk, opened: Opened) -> None:
    """Keep on the trail that this book was taken over from another computer, and why."""
    holder = opened.overruled
    if holder is not None:
        from app.operations.maintenance import note_takeover

        note_takeover(desk.actor, holder.host, holder.user, holder.since_text(), opened.reason)


def make_window(desk: Desk, opened: Opened) -> MainWindow:
    """The main window over an open book, with the commands of the program in its menus."""
    from app.views import theme
    from app.views.main_window import MainWindow
    from app.views.pages import FIRST, page_specs
    from app.views.program import add_program_commands

    if not desk.preferences.get("window.page", ""):
        desk.preferences.set("window.page", FIRST)
    theme.undress()
    window = MainWindow(desk, page_specs(), book=opened.name)
    add_program_commands(window, desk, opened)
    theme.dress_window(window)
    return window


def _stay(app: QApplication, window: MainWindow, opened: Opened, preferences: Preferences) -> int:
    from PySide6.QtCore import QTimer

    def come_forward() -> None:
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()

    listeners: list[Listener] = []
    warmings: list[Warming] = []

    def listen() -> None:
        # Qt's network part is loaded when the window stands already.
        from app.views.single import Listener

        listeners.append(Listener(opened.path, come_forward))
        QTimer.singleShot(0, window, get_ready)

    def get_ready() -> None:
        from app.views.warming import Warming

        warmings.append(Warming(window))

    QTimer.singleShot(SETTLED_AFTER, window, listen)
    window.show()
    page = window.current_page()
    if page is not None:
        # The first picture of the window is to show its rows already.
        page.catch_up()
    for warning in opened.warnings:
        window.warn(warning)
    try:
        return int(app.exec())
    finally:
        for warming in warmings:
            warming.stop()
        for listener in listeners:
            listener.close()
        preferences.save()


def _picture(app: QApplication, window: MainWindow, target: Path, page: str) -> int:
    from app.views.picture import settle

    if page:
        window.show_page(page)
    window.resize(1280, 800)
    window.show()
    settle(app, window)
    if not window.grab().save(str(target)):
        print(_("The picture could not be written to {path}.").format(path=target), file=sys.stderr)
        return 1
    window.close()
    return 0


def _back_up_at_close(opened: Opened, person: Any, preferences: Preferences) -> None:
    """The automatic backup at the end of a working day; a failure is told in the log and at the next start."""
    if not opened.writable:
        return
    from app.operations.maintenance import back_up_automatically
    from app.queries.people import actor_of

    try:
        back_up_automatically(actor_of(person))
    except UserError as error:
        log.info("No backup at close: %s", error.code)
        preferences.set("backup.failed", error.message)
    else:
        preferences.forget("backup.failed")
