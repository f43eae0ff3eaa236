"""Who is at the desk: choose the person, type the password. Wrong tries bring pauses and stand on the trail.

``SignInCard`` is the card for the start of the program and for the lock; ``sign_in(people)`` shows it in a dialog. Who
got their password from somebody else is asked to choose one of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.models.actor import Actor
from app.models.base import database
from app.operations.users import change_password, matches, note_sign_in
from app.preferences import Preferences
from app.queries.beginning import has_recovery
from app.queries.people import Person, actor_of, must_change_password, people
from app.queries.words import state_word
from app.views import problems, theme
from app.views.icons import glyph, icon
from app.views.look_choice import LookChoice
from app.views.own_password import OwnPasswordStep
from app.views.texts import follow, say
from app.views.widgets.avatar import avatar
from app.views.widgets.buttons import button, say_button
from app.views.widgets.form import Form
from app.views.widgets.labels import label
from app.views.widgets.password_field import CAPS, PasswordField

WIDTH = 360
ROW = 48
MOST_ROWS = 4


def sign_in(found: Sequence[Person], preferences: Preferences | None = None, book: str = "") -> Person | None:
    """Ask who works here; None if the person gave up."""
    dialog = SignInDialog(found, preferences, book)
    return dialog.person if dialog.exec() == QDialog.DialogCode.Accepted else None


class SignInCard(QFrame):
    """The people of the book, a password, language and colours. The hash is checked beside the window: it takes 0.2 s.

    ``keep`` is told the chosen language and colours by their keys (``window.language``, ``window.scheme``).
    """

    signed_in = Signal(object)
    """The ``Person`` who is at the desk now."""
    given_up = Signal()

    def __init__(
        self,
        found: Sequence[Person],
        *,
        book: str = "",
        chosen: int | None = None,
        back: str = "",
        keep: Callable[[str, str], object] = lambda _key, _value: None,
        make_actor: Callable[[Person], Actor] = actor_of,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in_card")
        self.setProperty("card", "true")
        self.setFixedWidth(WIDTH)
        say(self.setAccessibleName, N_("Sign in"))
        self._make_actor = make_actor
        self._pool = ThreadPoolExecutor(1)
        self._check: Future[Any] | None = None
        self._then: Callable[[Any], None] = lambda _result: None
        self._person: Person | None = None
        self._waits_until: datetime | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        self._logo = QLabel()
        self._logo.setObjectName("sign_in_logo")
        self._logo.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._logo)
        title = label("", "section", "sign_in_title")
        title.setText(book or "Daybook")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title.setWordWrap(True)
        column.addWidget(title)
        self.steps = QStackedWidget()
        self.steps.setObjectName("sign_in_steps")
        self.steps.addWidget(self._first_step(back))
        self.own = OwnPasswordStep()
        self.own.given.connect(self._take_own_password)
        self.own.put_off.connect(self._finish)
        self.steps.addWidget(self.own)
        self.steps.currentChanged.connect(lambda _at: self._fit_step())
        self._fit_step()
        column.addWidget(self.steps)
        self.look = LookChoice(keep)
        column.addWidget(self.look)
        self._poll = QTimer(self)
        self._poll.setInterval(20)
        self._poll.timeout.connect(self._look)
        self._tick = QTimer(self)
        self._tick.setInterval(250)
        self._tick.timeout.connect(self._count_down)
        theme.switch().switched.connect(self._draw)
        self._draw()
        self.show_people(found, chosen)

    # Building

    def _first_step(self, back: str) -> QWidget:
        step = QWidget()
        step.setObjectName("sign_in_step")
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.who = QListWidget()
        self.who.setObjectName("sign_in_person")
        say(self.who.setAccessibleName, N_("Name"))
        self.who.setIconSize(QSize(32, 32))
        self.who.setFrameShape(QFrame.Shape.NoFrame)
        self.who.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.who.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.who.currentRowChanged.connect(lambda _row: self._chosen_anew())
        self.who.itemClicked.connect(lambda _item: self._to_password())
        self.who.itemActivated.connect(lambda _item: self._to_password())
        column.addWidget(self.who)
        self.form = Form("sign_in_form")
        self.password = PasswordField("sign_in_password")
        self.password.caps.connect(self._caps)
        self.password.returnPressed.connect(self.try_now)
        self.form.add("password", N_("Password"), self.password)
        column.addWidget(self.form)
        self.go = button(N_("Sign in"), "sign_in_accept", kind="primary", run=self.try_now)
        column.addWidget(self.go)
        self.forgot = button(N_("Forgot the password?"), "sign_in_forgot", kind="link", run=self.recover)
        column.addWidget(self.forgot)
        self.back = button(back or N_("Quit"), "sign_in_cancel", kind="quiet", run=self.given_up.emit)
        self.back.setVisible(bool(back))
        column.addWidget(self.back)
        column.addStretch(1)
        return step

    def _fit_step(self) -> None:
        """Let the card be as high as the step that is shown needs."""
        for step in map(self.steps.widget, range(self.steps.count())):
            if step is not None:
                shown = step is self.steps.currentWidget()
                high = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
                step.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        self.steps.updateGeometry()

    def _draw(self) -> None:
        self._logo.setPixmap(glyph("book-open", theme.tokens().accent, 44, self.devicePixelRatioF()))

    # People

    def show_people(self, found: Sequence[Person], chosen: int | None = None) -> None:
        """Offer these people, with one of them chosen."""
        self.who.clear()
        for person in found:
            roles = _(", ").join(state_word("role", role) for role in sorted(person.roles))
            picture = QIcon()
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                picture.addPixmap(avatar(person.shown_name, person.id, 32, 2.0), mode)
            item = QListWidgetItem(picture, person.shown_name)
            item.setData(Qt.ItemDataRole.UserRole, person.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{person.shown_name}, {roles}")
            item.setToolTip(roles)
            item.setSizeHint(QSize(WIDTH - 60, ROW))
            self.who.addItem(item)
            if person.id == chosen:
                self.who.setCurrentItem(item)
        if self.who.currentRow() < 0 and found:
            self.who.setCurrentRow(0)
        self.who.setFixedHeight(min(len(found), MOST_ROWS) * ROW + 4)
        # The card stands still while one goes through the people, some with a password and some without.
        policy = self.form.sizePolicy()
        policy.setRetainSizeWhenHidden(any(person.password for person in found))
        self.form.setSizePolicy(policy)

    def _chosen(self) -> Person | None:
        # Read afresh: a pause may have begun in another window, or somebody may have left.
        item = self.who.currentItem()
        wanted = item.data(Qt.ItemDataRole.UserRole) if self.who.count() and item is not None else None
        return next((p for p in people() if p.id == wanted), None)

    def _chosen_anew(self) -> None:
        self._end_wait()
        self.password.hide_again()
        self.form.clear_problems()
        person = self._chosen()
        has_password = person is not None and bool(person.password)
        self.form.setVisible(has_password)
        self.forgot.setVisible(has_password and person is not None and has_recovery(person.id))
        say_button(self.go, N_("Sign in") if has_password else N_("Open without a password"))

    def recover(self) -> None:
        """Set a new password with the code of the recovery sheet."""
        from app.views.recovery import RecoverDialog

        person = self._chosen()
        if person is None or self._check is not None or self._pause(person):
            return
        dialog = RecoverDialog(self._make_actor(person), self)
        dialog.accepted.connect(self.begin)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _to_password(self) -> None:
        (self.go if self.form.isHidden() else self.password).setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Give the keyboard to what is typed next."""
        self._to_password()

    def _caps(self, on: bool) -> None:
        self.form.fields["password"].set_hint(CAPS if on else "")

    # Trying

    def try_now(self) -> None:
        """Sign in with what was chosen and typed."""
        person = self._chosen()
        if person is None or self._check is not None:
            return
        if not person.password:
            self._person = person
            self._finish()
            return
        if self._pause(person):
            return
        self._set_busy(True)
        typed = self.password.text()
        self._run(lambda: self._judge(person, typed), lambda fits: self._tried(person, bool(fits)))

    def _judge(self, person: Person, typed: str) -> bool:
        """Compare, and keep the try on the trail. Runs beside the window, also while an import is being written."""
        fits = matches(person.password, typed)
        # A book that is open for reading only, or busy for long, keeps no note of it.
        with suppress(UserError):
            note_sign_in(self._make_actor(person), ok=fits)
        return fits

    def _run(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._then = then

        def work() -> Any:
            try:
                return call()
            finally:
                database.close()

        self._check = self._pool.submit(work)
        self._poll.start()

    def _look(self) -> None:
        if self._check is None or not self._check.done():
            return
        self._poll.stop()
        check, self._check = self._check, None
        self._set_busy(False)
        error = check.exception()
        if error is None:
            self._then(check.result())
        else:
            problems.show(error, parent=self, form=self.own.form)

    def _set_busy(self, busy: bool) -> None:
        for part in (self.go, self.own.save, self.who, self.password):
            part.setEnabled(not busy)

    def _tried(self, person: Person, fits: bool) -> None:
        if not fits:
            self.password.hide_again()
            again = self._chosen()
            if again is None or not self._pause(again):
                self._refuse(_("The name or the password is not right."))
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._person = person
        if must_change_password(person.id):
            self.steps.setCurrentIndex(1)
            self.own.begin()
        else:
            self._finish()

    def _pause(self, person: Person) -> bool:
        """Whether one must wait before the next try; says so and counts the seconds down."""
        if person.paused_until is None or person.paused_until <= datetime.now(UTC):
            return False
        self._waits_until = person.paused_until
        self.go.setEnabled(False)
        self._tick.start()
        self._count_down()
        return True

    def _count_down(self) -> None:
        left = (self._waits_until - datetime.now(UTC)).total_seconds() if self._waits_until is not None else 0.0
        if left <= 0:
            self._end_wait()
            self.form.clear_problems()
            return
        seconds = int(left) + 1
        self._refuse(
            ngettext(
                "Too many wrong passwords. Wait {n} second, then try again.",
                "Too many wrong passwords. Wait {n} seconds, then try again.",
                seconds,
            ).format(n=seconds)
        )

    def _end_wait(self) -> None:
        self._tick.stop()
        self._waits_until = None
        self.go.setEnabled(True)

    def _refuse(self, sentence: str) -> None:
        self.form.fields["password"].set_error(sentence)

    # A password of one's own

    def _take_own_password(self, password: str) -> None:
        person = self._person
        if person is None or self._check is not None:
            return
        actor = self._make_actor(person)
        self._set_busy(True)
        self._run(lambda: change_password(actor, password), lambda _done: self._finish())

    def _finish(self) -> None:
        self.password.hide_again()
        self.own.forget()
        person, self._person = self._person, None
        if person is not None:
            self.steps.setCurrentIndex(0)
            self.signed_in.emit(person)

    def end(self) -> None:
        """Stop the clock and the thread; for when the card is no longer needed."""
        self._poll.stop()
        self._tick.stop()
        self._pool.shutdown(wait=False)


class SignInDialog(QDialog):
    """The card at the start of the program."""

    def __init__(self, found: Sequence[Person], preferences: Preferences | None = None, book: str = "") -> None:
        super().__init__()
        self.setObjectName("sign_in_dialog")
        self.setWindowTitle("Daybook")
        say(self.setAccessibleName, N_("Sign in"))
        self.setWindowIcon(icon("book-open", "accent"))
        self.person: Person | None = None
        keep = preferences.set if preferences is not None else (lambda _key, _value: None)
        self.card = SignInCard(found, book=book, back=N_("Quit"), keep=keep, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(self.card)
        self.card.signed_in.connect(self._signed_in)
        self.card.given_up.connect(self.reject)
        follow(self.adjustSize)
        self.card.begin()
        theme.dress_window(self)

    def _signed_in(self, person: Person) -> None:
        # What was chosen on the card may have changed the password.
        self.person = next((p for p in people() if p.id == person.id), replace(person))
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self.card.end()
        super().done(result)
