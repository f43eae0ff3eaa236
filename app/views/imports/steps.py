"""What the dialogs of an import share: the frame around their steps, and how they are left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.errors import Cancelled
from app.i18n import N_
from app.views.background import Job
from app.views.desk import Desk
from app.views.imports.choosing import FileStep, local_folder
from app.views.imports.drops import DropDialog
from app.views.imports.flow import Flow
from app.views.imports.outcome import ProgressStep
from app.views.imports.work import Work
from app.views.texts import Saying, say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.stepper import Stepper


class StepsDialog(DropDialog):
    """An import in steps, of which the first takes the file. One thing is read or stored at a time, and whoever leaves
    meanwhile stops it first. The names of its parts begin with ``name``."""

    def __init__(self, desk: Desk, name: str, title: Saying, called: Saying, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self.setWindowTitle, title)
        say(self.setAccessibleName, called)
        self.resize(880, 640)
        self.desk = desk
        self.flow = Flow(desk.currency.code)
        self._reading: Work | None = None
        self._job: Job | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self._tick)
        self.stepper = Stepper(f"{name}_steps")
        self.banner = Banner(f"{name}_banner")
        self.file = FileStep(self.flow, self._folder)
        self.progress = ProgressStep()
        self.stack = QStackedWidget()
        self.stack.setObjectName(f"{name}_stack")
        self.cancel = button(N_("Cancel"), f"{name}_cancel", kind="quiet", run=self.reject)
        self.back = button(N_("Back"), f"{name}_back", run=self.go_back)
        self.next = button(N_("Next"), f"{name}_next", kind="primary", run=self.go_on)

    def _arrange(self, steps: Sequence[QWidget]) -> None:
        """Put the steps into the dialog and let keys and files reach them."""
        for step in steps:
            self.stack.addWidget(step)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for part in (self.cancel, self.back, self.next):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.stepper)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)
        self.file.chosen.connect(lambda path: self.take_file(Path(path)))
        self.file.pasted_nothing.connect(
            lambda: self.banner.tell("info", N_("The clipboard holds no rows. Copy them with their headings first."))
        )
        self.dropped.connect(self.take_file)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go_on)
        QShortcut(QKeySequence("Alt+Left"), self, self.go_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.file, self.file.take_clipboard)

    # What subclasses say

    def take_file(self, path: Path) -> None:
        """Look at a file and go on to what it holds."""
        raise NotImplementedError

    def go_on(self) -> None:
        """The main button of the step."""
        raise NotImplementedError

    def go_back(self) -> None:
        """The step before; everything that was decided stays."""
        raise NotImplementedError

    def _tick(self) -> None:
        """Tell how far it has come."""
        raise NotImplementedError

    def _failed(self, error: Exception) -> None:
        """Go back to where it began, and say why."""
        raise NotImplementedError

    # Going and leaving

    @property
    def at(self) -> int:
        """The step that is shown."""
        return self.stack.currentIndex()

    @property
    def busy(self) -> bool:
        """Whether something is read or stored now."""
        return self._reading is not None or self._job is not None

    def _folder(self) -> str:
        return str(self.desk.preferences.get("imports.folder", local_folder(self.flow.path)))

    def reject(self) -> None:
        """Stop what is going on; without that, close."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
            self._failed(Cancelled())
        elif self._job is not None:
            self._job.progress.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.busy:
            self.reject()
            event.ignore()
            return
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.focusNextChild()
            return
        super().keyPressEvent(event)
