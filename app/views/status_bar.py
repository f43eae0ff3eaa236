"""The line at the bottom: what the page shows, work that takes longer with its cancel, and how the book stands.

At the right, in this order: why nothing can be changed (if so), when something was saved last, the last backup, who
works here. The last two are buttons: to the backups, and to lock the window or let somebody else work.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QProgressBar, QPushButton, QSizePolicy, QWidget

from app.i18n import N_, _
from app.views.background import Background, Job
from app.views.icons import icon
from app.views.texts import Saying, button_text, say, spoken, tip
from app.views.widgets.buttons import button
from app.views.widgets.labels import label

HEIGHT = 28


class StatusBar(QFrame):
    """``show_left`` for the page's words, ``show_backup``, ``show_person`` and ``show_state`` for the right.

    ``on_backup`` is what a click on the backup does, ``person_menu`` what a click on the person offers.
    """

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        say(self.setAccessibleName, N_("Status"))
        self.setFixedHeight(HEIGHT)
        self._jobs: list[Job] = []
        self.on_backup: Callable[[], object] | None = None
        self.person_menu: QMenu | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(12)
        self.left = label("", "status", "status_left")
        self.work = label("", "status", "status_work")
        self.bar = QProgressBar()
        self.bar.setObjectName("status_progress")
        say(self.bar.setAccessibleName, N_("Progress"))
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.cancel = button(N_("Cancel"), "status_cancel", kind="link", run=self._cancel)
        self.state = label("", "status", "status_state")
        self.state.setProperty("warns", "true")
        self.saved = label("", "status", "status_saved")
        self.backup = self._button("status_backup", self._backup_pressed)
        self.person = self._button("status_person", self._person_pressed)
        self.left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.left, 1)
        for part in (self.work, self.bar, self.cancel):
            row.addWidget(part)
            part.hide()
        row.addSpacing(8)
        for shown in (self.state, self.saved, self.backup, self.person):
            row.addWidget(shown)
            shown.setVisible(shown is self.person)
        background.started.connect(self._started)
        background.progressed.connect(self._progressed)
        background.ended.connect(self._ended)
        background.hub.changed.connect(self._saved)

    def _button(self, name: str, run: Callable[[], object]) -> QPushButton:
        made = button("", name, kind="quiet", run=run)
        made.setProperty("status", "true")
        return made

    def show_left(self, text: str) -> None:
        """What the page says about its rows."""
        self.left.setText(text)
        self.left.setToolTip(tip(text))

    def show_state(self, text: Saying, why: Saying = "") -> None:
        """Why nothing can be changed here, in a word and a sentence; nothing takes it away."""
        say(self.state.setText, text)
        say(self.state.setToolTip, why or text)
        say(self.state.setAccessibleName, why or text)
        self.state.setVisible(bool(spoken(text)))

    def show_backup(self, text: Saying, why: Saying = "", *, late: bool = False) -> None:
        """When the book was last backed up."""
        say(self.backup.setText, lambda: " " + spoken(text))
        say(self.backup.setToolTip, why or N_("Go to the backups"))
        say(self.backup.setAccessibleName, text)
        self.backup.setIcon(icon("triangle-alert", "warn", "warn") if late else icon("shield-check", "text3", "text3"))
        self.backup.show()

    def show_person(self, text: Saying) -> None:
        """Who works here."""
        say(self.person.setText, lambda: button_text(spoken(text)))
        say(self.person.setToolTip, N_("Lock, or let somebody else work"))
        say(self.person.setAccessibleName, text)

    def _saved(self, changes: Any) -> None:
        if getattr(changes, "ids", None):
            moment = datetime.now().strftime("%H:%M")
            say(self.saved.setText, lambda: _("Saved {time}").format(time=moment))
            self.saved.show()

    def _backup_pressed(self) -> None:
        if self.on_backup is not None:
            self.on_backup()

    def _person_pressed(self) -> None:
        if self.person_menu is not None:
            corner = self.person.mapToGlobal(QPoint(self.person.width(), 0))
            size = self.person_menu.sizeHint()
            self.person_menu.popup(corner - QPoint(size.width(), size.height()))

    # Work that takes longer

    @property
    def job(self) -> Job | None:
        """The work that is shown: of several, the one that was shown first."""
        return self._jobs[0] if self._jobs else None

    def _started(self, job: Job) -> None:
        self._jobs.append(job)
        self._show_job()

    def _show_job(self) -> None:
        job = self.job
        for part in (self.work, self.bar, self.cancel):
            part.setVisible(job is not None)
        if job is not None:
            self.bar.setRange(0, 0)
            self.cancel.setEnabled(not job.progress.cancelled)
            self._progressed(job)

    def _progressed(self, job: Job) -> None:
        if job is not self.job:
            return
        progress = job.progress
        said = progress.what or job.title or _("Working")
        if progress.whole > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, progress.done * 1000 // progress.whole))
            said = _("{what}: {done} of {whole}").format(
                what=said, done=f"{progress.done:,}", whole=f"{progress.whole:,}"
            )
        more = len(self._jobs) - 1
        self.work.setText(_("{work} (+{n} more)").format(work=said, n=more) if more else said)

    def _ended(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
            self._show_job()

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.progress.cancel()
            self.cancel.setEnabled(False)
