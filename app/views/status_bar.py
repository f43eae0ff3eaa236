"""The line at the bottom: what the page shows, work that takes longer with its cancel, last backup, who works here."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from app.i18n import N_, _
from app.views.background import Background, Job
from app.views.texts import Saying, say, tip
from app.views.widgets.buttons import button
from app.views.widgets.labels import label

HEIGHT = 28


class StatusBar(QFrame):
    """``show_left`` for the page's words, ``show_backup`` and ``show_person`` for the right."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        say(self.setAccessibleName, N_("Status"))
        self.setFixedHeight(HEIGHT)
        self._job: Job | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        self.left = label("", "status", "status_left")
        self.work = label("", "status", "status_work")
        self.bar = QProgressBar()
        self.bar.setObjectName("status_progress")
        say(self.bar.setAccessibleName, N_("Progress"))
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.cancel = button(N_("Cancel"), "status_cancel", kind="link", run=self._cancel)
        self.backup = label("", "status", "status_backup")
        self.person = label("", "status", "status_person")
        self.left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.left, 1)
        for part in (self.work, self.bar, self.cancel):
            row.addWidget(part)
            part.hide()
        row.addSpacing(8)
        row.addWidget(self.backup)
        row.addWidget(self.person)
        background.started.connect(self._started)
        background.progressed.connect(self._progressed)
        background.ended.connect(self._ended)

    def show_left(self, text: str) -> None:
        """What the page says about its rows."""
        self.left.setText(text)
        self.left.setToolTip(tip(text))

    def show_backup(self, text: Saying) -> None:
        """When the book was last backed up."""
        say(self.backup.setText, text)

    def show_person(self, text: Saying) -> None:
        """Who works here."""
        say(self.person.setText, text)

    def _started(self, job: Job) -> None:
        self._job = job
        self.bar.setRange(0, 0)
        for part in (self.work, self.bar, self.cancel):
            part.show()
        self.cancel.setEnabled(True)
        self._progressed(job)

    def _progressed(self, job: Job) -> None:
        if job is not self._job:
            return
        progress = job.progress
        said = progress.what or job.title or _("Working")
        if progress.whole > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, progress.done * 1000 // progress.whole))
            said = _("{what}: {done} of {whole}").format(
                what=said, done=f"{progress.done:,}", whole=f"{progress.whole:,}"
            )
        self.work.setText(said)

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            for part in (self.work, self.bar, self.cancel):
                part.hide()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()
            self.cancel.setEnabled(False)
