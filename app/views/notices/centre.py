"""Keeps what waits for the person at the desk up to date: badges, bell, backup alarm; and the notices of this run.

Everything is read beside the window, a moment after an operation, every few minutes, and when the day changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.i18n import N_, _, ngettext
from app.later import Later
from app.models.actor import Actor, Permission
from app.models.book import current, is_open
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.moments import soon
from app.views.texts import language_switch

if TYPE_CHECKING:
    from app.operations import maintenance
    from app.operations import notices as putting
    from app.queries import backups, waiting
    from app.queries import notices as reading
    from app.queries.backups import BackupState
    from app.queries.notices import Group, Notice, Notices
    from app.queries.waiting import Badge
    from app.views.main_window import MainWindow
    from app.views.notices import jumps
    from app.views.notices.panel import NoticePanel
else:
    # Read for the first time when the window stands.
    maintenance, putting = Later("app.operations.maintenance"), Later("app.operations.notices")
    backups, waiting = Later("app.queries.backups"), Later("app.queries.waiting")
    reading, jumps = Later("app.queries.notices"), Later("app.views.notices.jumps")

SOON = 400
"""Milliseconds after a change until the counts are read again, so that many changes are read once."""
EVERY = 5 * 60_000
KEYS = "F8"
RUN = "run"
"""The topic of notices of this run of the program: they are not in the book."""


@dataclass(frozen=True)
class _Read:
    badges: tuple[Badge, ...]
    notices: Notices
    backup: BackupState


def _read(actor: Actor) -> _Read:
    backup = backups.backup_state(actor.today())
    return _Read(waiting.badges(actor), reading.notices(actor, backup), backup)


def until(choice: str, now: datetime) -> datetime:
    """When a notice that is put off at ``now`` (with a zone) comes back: ``later``, ``tomorrow`` or ``week``."""
    local = now.astimezone()
    morning = local.replace(hour=9, minute=0, second=0, microsecond=0)
    if choice == "week":
        return morning + timedelta(days=7 - local.weekday())
    later = local + timedelta(hours=3)
    return later if choice == "later" and later.date() == local.date() else morning + timedelta(days=1)


class NoticeCentre(QObject):
    """What waits for this person. ``altered`` tells that it is something else now."""

    altered = Signal()

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self.setObjectName("notice_centre")
        self.window, self.desk = window, desk
        self.found: Notices | None = None
        self.backup: BackupState | None = None
        self._mine: dict[int, tuple[Notice, Callable[[], object] | None]] = {}
        self._numbers = count(1)
        self._panel: NoticePanel | None = None
        self._day = date.min
        self._dismissed = date.min
        self._alarm = False
        self._soon = soon(self, SOON, self.refresh)
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        desk.hub.changed.connect(lambda _changes: self._soon.start())
        language_switch().switched.connect(self._soon.start)
        self.action = action_for("show_notices", N_("Notices"), self._toggle, window, icon_name="bell", shortcut=KEYS)
        window.menus.by_name["view"].insertAction(window.menus.pages_end, self.action)
        self.bell = window.sidebar.add_bell(N_("Notices"), KEYS, self._toggle)
        window.status.on_backup = self._go_to_backups
        window.banner.dismissed.connect(self._banner_dismissed)
        # Counted from the first turn of events on, so that the window is painted first.
        QTimer.singleShot(0, self._soon, self._soon.start)
        failed = desk.preferences.get("backup.failed", "")
        if failed:
            self.tell_failed(_("The backup when Daybook was closed last failed"), failed, self._go_to_backups)

    # The panel

    @property
    def panel(self) -> NoticePanel:
        """The panel that shows them, made when it is first asked for."""
        if self._panel is None:
            from app.views.notices.panel import NoticePanel

            self._panel = NoticePanel(self, self.window)
            self._panel.fill()
        return self._panel

    def _toggle(self) -> None:
        self.panel.toggle()

    def close_panel(self) -> None:
        """Take the panel away, if it is there."""
        if self._panel is not None:
            self._panel.close_panel()

    # Reading

    def begin_anew(self) -> None:
        """Forget what was told to somebody else, and read for whoever is at the desk now."""
        self.found = None
        self._mine.clear()
        self._dismissed = date.min
        self._alarm = False
        for page in self.window.specs:
            self.window.sidebar.set_count(page, 0)
        self._mine_altered()
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew, beside the window."""
        self._soon.stop()
        if not is_open():
            return
        actor = self.desk.actor
        self.desk.read(
            lambda: _read(actor),
            self._arrived,
            key="notices",
            on_problem=lambda _error: None,
            owner=self,
        )

    def _arrived(self, read: _Read) -> None:
        self.found, self.backup = read.notices, read.backup
        self._day = self.desk.actor.today()
        told = {badge.page: badge for badge in read.badges}
        for page in self.window.specs:
            badge = told.get(page)
            if badge is None:
                self.window.sidebar.set_count(page, 0)
            else:
                self.window.sidebar.set_count(page, badge.count, badge.words, urgent=badge.urgent)
        self._show_bell()
        self._show_backup(read.backup)
        self._show_state()
        self.altered.emit()

    def _show_bell(self) -> None:
        bell = self.window.sidebar.bell
        if bell is not None:
            urgent = any(n.level == "danger" for n in self.all_notices())
            words = [_("{n} to look at").format(n=self.count)] if self.count else []
            bell.set_count(self.count, words, urgent=urgent)

    @property
    def count(self) -> int:
        """How many things there are to look at, those of this run among them."""
        return len(self._mine) + (self.found.count if self.found is not None else 0)

    def groups(self) -> tuple[Group, ...]:
        """All groups, those of this run first."""
        own = tuple(notice for notice, _open in reversed(self._mine.values()))
        mine = (reading.Group(RUN, _("Since Daybook was opened"), own, len(own)),) if own else ()
        return mine + (self.found.groups if self.found is not None else ())

    def all_notices(self) -> list[Notice]:
        """Every notice that is shown."""
        return [notice for group in self.groups() for notice in group.notices]

    # What a person does about them

    def open(self, notice: Notice) -> None:
        """Go to what a notice is about."""
        if notice.topic == RUN:
            _notice, run = self._mine.pop(notice.id or 0, (notice, None))
            if run is not None:
                run()
            self._mine_altered()
        else:
            jumps.open_notice(self.desk, notice)

    def open_group(self, group: Group) -> None:
        """Go to the list of a group."""
        jumps.open_group(self.desk, group)

    def put_off(self, some: Iterable[Notice], choice: str) -> None:
        """Hide notices until ``later`` today, ``tomorrow`` or next ``week``."""
        moment = until(choice, self.desk.actor.now())
        when = moment.strftime("%Y-%m-%d %H:%M")
        self._put_aside(list(some), moment, lambda n: _put_off_words(n).format(n=n, when=when))

    def finish(self, some: Iterable[Notice]) -> None:
        """Hide notices until they have something else to say."""
        self._put_aside(list(some), None, lambda n: ngettext("{n} notice done.", "{n} notices done.", n).format(n=n))

    def _put_aside(self, some: list[Notice], moment: datetime | None, words: Callable[[int], str]) -> None:
        gone = {notice.id or 0: self._mine.pop(notice.id or 0) for notice in some if notice.topic == RUN}
        marks = [_mark(notice) for notice in some if notice.topic != RUN]

        def back() -> None:
            self._mine.update(gone)
            self._mine_altered()
            if marks:
                self.desk.perform(lambda actor: putting.bring_notices_back(actor, marks), owner=self)

        def tell(_done: Any = None) -> None:
            self._mine_altered()
            self.refresh()
            self.window.tell(words(len(some)), back)

        if marks:
            self.desk.perform(
                lambda actor: putting.put_notices_aside(actor, marks, moment),
                on_done=tell,
                owner=self,
                title=_("Notices"),
            )
        elif some:
            tell()

    def bring_back(self, some: Iterable[Notice]) -> None:
        """Show notices again that were put aside."""
        marks = [_mark(notice) for notice in some]
        self.desk.perform(
            lambda actor: putting.bring_notices_back(actor, marks), on_done=lambda _done: self.refresh(), owner=self
        )

    # Notices of this run

    def tell_finished(self, text: str, show: Callable[[], object] | None = None) -> None:
        """Say that a long job is over until it was seen; nothing if the person looks at the window anyway."""
        if QApplication.activeWindow() is not None and not self.window.property("locked"):
            return
        self._keep(reading.Notice(RUN, "job", next(self._numbers), "", text, self._time(), level="ok"), show)

    def tell_failed(self, text: str, detail: str = "", show: Callable[[], object] | None = None) -> None:
        """Keep a failure in sight that would otherwise pass by."""
        told = " · ".join(part for part in (detail, self._time()) if part)
        self._keep(reading.Notice(RUN, "job", next(self._numbers), "", text, told, level="danger"), show)

    @staticmethod
    def _time() -> str:
        return datetime.now().strftime("%H:%M")

    def _keep(self, notice: Notice, show: Callable[[], object] | None) -> None:
        self._mine[notice.id or 0] = (notice, show)
        self._mine_altered()
        QApplication.alert(self.window)

    def _mine_altered(self) -> None:
        self._show_bell()
        self.altered.emit()

    # The book: backups, and whether it may be written

    def _show_backup(self, state: BackupState) -> None:
        status = self.window.status
        if state.last is None:
            status.show_backup(N_("No backup yet"), late=bool(state.level))
        else:
            moment = state.last.manifest.moment.astimezone().strftime("%Y-%m-%d %H:%M")
            status.show_backup(lambda: _("Backed up {when}").format(when=moment), late=bool(state.level))
        if not state.level:
            if self._alarm:
                self._alarm = False
                self.window.banner.dismiss()
            return
        loud = state.level == "alarm"
        if self._dismissed == self.desk.actor.today() and not loud:
            return
        banner = self.window.banner
        if (banner.text and not self._alarm) or self.desk.really is not None:
            return
        self._alarm = True
        may = self.desk.actor.may(Permission.BACK_UP)
        banner.tell(
            "danger" if loud else "warn",
            lambda: _late_words(state, may),
            N_("Back up now") if may else "",
            self.back_up,
            dismissible=not loud,
        )

    def _banner_dismissed(self) -> None:
        if self._alarm:
            self._alarm = False
            self._dismissed = self.desk.actor.today()

    def back_up(self) -> None:
        """Back up the book and say so."""
        self.desk.perform(
            maintenance.back_up,
            on_done=self._backed_up,
            on_problem=self._not_backed_up,
            owner=self,
            title=_("Back up now"),
        )

    def _backed_up(self, path: Any) -> None:
        self.desk.preferences.forget("backup.failed")
        self.refresh()
        self.window.tell(_("The book was backed up and the copy checked: {name}").format(name=path.name))

    def _not_backed_up(self, error: Exception) -> None:
        message = getattr(error, "message", "")
        self.tell_failed(_("The backup failed"), message, self._go_to_backups)
        self.desk.background.problem(error)

    def _go_to_backups(self) -> None:
        self.window.show_settings("backup")

    def _show_state(self) -> None:
        book = current() if is_open() else None
        status = self.window.status
        if book is None or book.writable:
            status.show_state("")
        elif book.read_only:
            status.show_state(N_("Read only"), N_("This book is open for reading only."))
        else:
            status.show_state(
                N_("Book taken over"), N_("Another computer took this book over. Nothing can be changed here any more.")
            )


def _mark(notice: Notice) -> putting.Mark:
    return putting.Mark(notice.topic, notice.kind, notice.id, notice.sign)


def _put_off_words(n: int) -> str:
    return ngettext("{n} notice put off until {when}.", "{n} notices put off until {when}.", n)


def _late_words(state: BackupState, may: bool) -> str:
    days = ngettext("{n} day", "{n} days", state.days).format(n=state.days)
    if state.last is None:
        told = _("There is no backup of this book yet.")
    else:
        told = _("The last backup was made {days} ago.").format(days=days)
    return told if may else _("{sentence} Tell whoever looks after the book.").format(sentence=told)
