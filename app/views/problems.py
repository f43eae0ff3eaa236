"""How problems reach a person: the sentence at its field or in a dialog, a question before an operation goes on, a
crash report for all that is our own fault.

``problems.show(error, parent=…, form=…)`` shows any exception; ``form`` is anything with ``show_problem(UserError) ->
bool`` (``widgets.form.Form``), asked first. ``problems.tell(error, banner, …)`` does so above what the person works
at. ``problems.ask(question, parent)`` asks. ``problems.install()`` catches what nobody caught, in every thread and
slot, and sends Qt's own messages to the log.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QtMsgType, QUrl, Signal, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox, QWidget

from app.errors import Cancelled, NeedsConfirmation, UserError
from app.i18n import _
from app.logs import fingerprint, report_crash

if TYPE_CHECKING:
    from app.views.widgets.banner import Banner

log = logging.getLogger(__name__)
qt_log = logging.getLogger("qt")


class FieldForm(Protocol):
    """A form that can show a problem at the field it belongs to."""

    def show_problem(self, problem: UserError) -> bool:
        """Show the problem at its field; False if no field of this form is meant."""
        ...


def show(error: BaseException, *, parent: QWidget | None = None, form: FieldForm | None = None) -> None:
    """Show an error in the way its class asks for."""
    if isinstance(error, Cancelled):
        return
    if isinstance(error, UserError):
        if form is not None and form.show_problem(error):
            return
        problem_box(error.message, parent=parent).exec()
        return
    if isinstance(error, NeedsConfirmation):
        problem_box(error.question, error.details, parent).exec()
        return
    _crashed(error, parent)


def tell(error: BaseException, banner: Banner, *, parent: QWidget, form: FieldForm | None = None) -> None:
    """Show an error, what the person can put right in a banner of the page rather than in a dialog."""
    if not isinstance(error, UserError):
        show(error, parent=parent)
    elif form is None or not form.show_problem(error):
        banner.tell("danger", lambda: error.message)


def ask(question: NeedsConfirmation, parent: QWidget | None = None) -> bool:
    """Ask the question of an operation; True if the person wants to go on. The safe answer is the default."""
    box = question_box(question, parent)
    box.exec()
    return _pressed(box) == "accept_button"


def question_box(question: NeedsConfirmation, parent: QWidget | None = None) -> QMessageBox:
    """The question of an operation, not shown yet."""
    box = told_box("question_dialog", question.question, question.details, parent, picture="circle-question-mark")
    go = box.addButton(question.accept or _("Continue"), QMessageBox.ButtonRole.AcceptRole)
    back = box.addButton(_("Go back"), QMessageBox.ButtonRole.RejectRole)
    go.setObjectName("accept_button")
    back.setObjectName("go_back_button")
    go.setAutoDefault(False)
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    return box


def answer(question: NeedsConfirmation, go_on: Callable[[bool], None]) -> None:
    """Ask, and tell ``go_on`` the answer (the shape that ``Background.question`` wants)."""
    go_on(ask(question))


def _crashed(error: BaseException, parent: QWidget | None) -> None:
    path = report_crash(error)
    if path is None:
        log.error("Failure %s happened again", fingerprint(error))
        return
    box = crash_box(path, parent)
    box.exec()
    chosen = _pressed(box)
    if chosen == "show_report_button":
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    elif chosen == "report_problem_button":
        from app.views.trouble_dialog import report_problem

        over = parent or _window()
        report_problem(getattr(over.window() if over is not None else None, "desk", None), over)


def crash_box(path: Path, parent: QWidget | None = None) -> QMessageBox:
    """What tells of a failure of our own, whose report lies at ``path``; not shown yet."""
    more = _(
        "A report without names or numbers of yours was written to {path}. "
        "Please send it to whoever looks after Daybook."
    )
    text = _("Something went wrong inside Daybook. Your data is unchanged; what you were doing was not carried out.")
    box = told_box("crash_dialog", text, more.format(path=path), parent, picture="circle-x", colour="danger")
    folder = box.addButton(_("Show report"), QMessageBox.ButtonRole.ActionRole)
    tell = box.addButton(_("Report a problem…"), QMessageBox.ButtonRole.ActionRole)
    close = box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
    folder.setObjectName("show_report_button")
    tell.setObjectName("report_problem_button")
    close.setObjectName("close_button")
    box.setDefaultButton(close)
    return box


def problem_box(text: str, more: str = "", parent: QWidget | None = None) -> QMessageBox:
    """What tells that something was not done and why; not shown yet."""
    box = told_box("problem_dialog", text, more, parent, picture="triangle-alert", colour="warn")
    close = box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
    close.setObjectName("close_button")
    box.setDefaultButton(close)
    return box


def told_box(
    name: str,
    text: str,
    more: str = "",
    parent: QWidget | None = None,
    *,
    picture: str = "info",
    colour: str = "accent",
) -> QMessageBox:
    """A message in the look of the other dialogs, without buttons yet; ``colour`` is that of its picture."""
    from app.views import theme
    from app.views.icons import glyph

    over = parent or _window()
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Daybook", text, parent=over)
    box.setObjectName(name)
    box.setTextFormat(Qt.TextFormat.PlainText)
    ratio = box.devicePixelRatioF()
    box.setIconPixmap(glyph(picture, getattr(theme.tokens(), colour), 24, ratio))
    if more:
        box.setInformativeText(more)
        for part in box.findChildren(QLabel):
            role = {"qt_msgbox_label": "section", "qt_msgbox_informativelabel": "muted"}.get(part.objectName())
            if role is not None:
                theme.mark(part, role=role)
    layout = box.layout()
    if layout is not None:
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
    return box


def _pressed(box: QMessageBox) -> str:
    """The name of the button that closed a message; empty if none did."""
    pressed: QAbstractButton | None = box.clickedButton()
    return pressed.objectName() if pressed is not None else ""


def _window() -> QWidget | None:
    return QApplication.activeWindow()


class _Caught(QObject):
    """Brings a failure of any thread to the window's thread."""

    happened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._showing = False
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def _show(self, error: BaseException) -> None:
        if self._showing:
            report_crash(error)
            return
        self._showing = True
        try:
            show(error)
        finally:
            self._showing = False


_caught: _Caught | None = None


def install() -> None:
    """Catch what nobody caught, in the window's thread, its slots and all other threads; Qt's messages go to the
    log."""
    global _caught
    _caught = _Caught()
    sys.excepthook = _hook
    threading.excepthook = _thread_hook
    qInstallMessageHandler(_qt_message)


def uninstall() -> None:
    """Give back the hooks that ``install`` took."""
    global _caught
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    qInstallMessageHandler(None)
    _caught = None


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    if _caught is not None and QApplication.instance() is not None:
        _caught.happened.emit(error)
    else:
        report_crash(error)


def _thread_hook(caught: threading.ExceptHookArgs) -> None:
    if caught.exc_value is not None and not isinstance(caught.exc_value, SystemExit):
        _hook(caught.exc_type, caught.exc_value, caught.exc_traceback)


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_NOISE = ("propagateSizeHints",)


def _qt_message(level: QtMsgType, _context: object, message: str) -> None:
    if not any(word in message for word in _NOISE):
        qt_log.log(_LEVELS.get(level, logging.WARNING), "%s", message)
