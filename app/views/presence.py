"""Who is at the desk of an open window: locking it, unlocking it, letting somebody else work, seeing it as a role does.

While locked nothing of the book is shown: the window's content is taken out of sight, dialogs and windows of records
are hidden, and what runs goes on. Whoever unlocks as somebody else finds the pages made anew with their own rights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.models.actor import ROLE_WORDS, Permission, Role
from app.models.book import is_open
from app.queries.people import Person, actor_of, people
from app.views import motion
from app.views.commands import action_for
from app.views.desk import Desk
from app.views.texts import say, spoken
from app.views.widgets.labels import label

if TYPE_CHECKING:
    from app.views.main_window import MainWindow
    from app.views.sign_in import SignInCard

LOOK_EVERY = 10_000
"""Milliseconds between two looks at how long nobody touched the desk."""
LOCK_SETTING = "lock.minutes"
LOCK_AFTER = 10
"""Minutes without a touch after which the window locks, unless the book is set otherwise; 0 is never."""


class LockPage(QWidget):
    """What a locked window shows: the card to sign in, and nothing of the book."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lock_page")
        self.setProperty("page", "true")
        say(self.setAccessibleName, N_("Locked"))
        self.card: SignInCard | None = None
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        self._why = label("", "muted", "lock_why")
        self._why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._why)
        self._column.addSpacing(12)
        self._column.addStretch(3)

    def show_card(self, card: SignInCard, why: str) -> None:
        """Put a fresh card into the middle."""
        self.drop_card()
        self.card = card
        say(self._why.setText, why)
        self._column.insertWidget(3, card, 0, Qt.AlignmentFlag.AlignHCenter)

    def drop_card(self) -> None:
        """Take the card away."""
        if self.card is not None:
            self.card.end()
            self.card.hide()
            self._column.removeWidget(self.card)
            self.card.deleteLater()
            self.card = None


class Presence(QObject):
    """``locked`` says whether the window is. ``switched`` tells that somebody else works here now."""

    switched = Signal()

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self.setObjectName("presence")
        self.window, self.desk = window, desk
        self.locked = False
        self.lock_after = LOCK_AFTER
        self.seen_as: Role | None = None
        self._hidden: list[QWidget] = []
        self._held_back: list[Callable[[], object]] = []
        self._usual: tuple[Any, Any] | None = None
        self._yet_to_hide: list[QWidget] = []
        self._focus: QWidget | None = None
        self._touched = monotonic()
        self._pointer = QCursor.pos()
        self._stack = QStackedWidget()
        self._stack.setObjectName("window_stack")
        content = window.takeCentralWidget()
        if content is not None:
            self._stack.addWidget(content)
        motion.choose(desk.preferences.get("window.motion", "system"))
        self.page = LockPage()
        self._stack.addWidget(self.page)
        window.setCentralWidget(self._stack)
        self._add_commands()
        self._show_person()
        self._notice_touches()
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY)
        self._clock.timeout.connect(self.look)
        self._clock.start()
        window.notices.altered.connect(self._read_setting)

    def _add_commands(self) -> None:
        window = self.window
        self.lock_action = action_for("lock", N_("Lock"), self.lock, window, icon_name="lock", shortcut="Ctrl+L")
        self.switch_action = action_for(
            "switch_person", N_("Let somebody else work…"), self.lock, window, icon_name="users"
        )
        self.password_action = action_for(
            "own_password", N_("Change my password…"), self._own_password, window, icon_name="key-round"
        )
        several = (self.lock_action, self.switch_action, self.password_action)
        for action in (*several, None):
            window.add_command("file", action)
        menu = QMenu(window)
        menu.setObjectName("person_menu")
        menu.addActions(several)
        window.status.person_menu = menu

    def _show_person(self) -> None:
        def told() -> str:
            roles = _(", ").join(spoken(ROLE_WORDS[Role(role)]) for role in sorted(self.desk.actor.roles))
            name = self.desk.actor.name
            return _("{name} ({roles})").format(name=name, roles=roles) if roles else name

        self.window.status.show_person(told)

    def _own_password(self) -> None:
        people = self.window.show_settings("people")
        if people is not None:
            people.set_own_password()

    # Locking by itself

    def _read_setting(self) -> None:
        if is_open():
            from app.queries.book_settings import setting

            kept = setting(LOCK_SETTING, LOCK_AFTER)
            self.lock_after = kept if isinstance(kept, int) else LOCK_AFTER

    def _notice_touches(self) -> None:
        """Hear of whatever somebody does: the keyboard goes elsewhere, a text cursor moves, something is written.

        Listening to every event of the window instead would cost time with each of them.
        """
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._touch)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._touch)
        self.desk.hub.changed.connect(self._touch)
        self.window.sidebar.chosen.connect(self._touch)

    def _touch(self, *_how: object) -> None:
        self._touched = monotonic()

    def look(self) -> None:
        """Lock the window if nobody touched it for the time that is set, and a password protects it."""
        if QCursor.pos() != self._pointer:
            self._pointer = QCursor.pos()
            self._touch()
        if self.locked or not self.lock_after or monotonic() - self._touched < self.lock_after * 60:
            return
        if is_open() and any(p.id == self.desk.actor.user_id and p.password for p in people()):
            self.lock(by_itself=True)

    # Locking

    def lock(self, *, by_itself: bool = False) -> None:
        """Take everything out of sight until somebody signs in."""
        if self.locked or not is_open():
            return
        from app.views.sign_in import SignInCard

        if self.seen_as is not None:
            self.see_as(None)
        self.locked = True
        window = self.window
        window.setProperty("locked", True)
        window.put_search_away()
        self._focus = window.focusWidget()
        self._hold_back()
        window.toast.hide()
        window.notices.close_panel()
        window.menuBar().hide()
        self._stack.setCurrentWidget(self.page)
        kept = self.desk.preferences
        card = SignInCard(
            people(),
            book=self._book_name(),
            chosen=self.desk.actor.user_id,
            keep=kept.set,
            parent=self.page,
        )
        card.signed_in.connect(self._signed_in)
        why = (
            N_("Locked because nobody was here. What runs goes on.") if by_itself else N_("Locked. What runs goes on.")
        )
        self.page.show_card(card, why)
        for other in QApplication.topLevelWidgets():
            self._hide(other)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        card.begin()

    def _book_name(self) -> str:
        from app.models.book import current

        return current().name

    def _hide(self, other: QWidget) -> None:
        if other is self.window or not other.isVisible():
            return
        if isinstance(other, QMessageBox):
            # A question left alone is answered with its safe answer.
            other.reject()
            return
        other.hide()
        if other.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Window, Qt.WindowType.Sheet):
            self._hidden.append(other)

    def _hold_back(self) -> None:
        """Keep problems and questions of what runs until the window is unlocked."""
        background = self.desk.background
        problem, question = background.problem, background.question
        self._usual = (problem, question)
        background.problem = lambda error: self._held_back.append(lambda: problem(error))
        background.question = lambda asked, go_on: self._held_back.append(lambda: question(asked, go_on))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if not self.locked:
            return False
        if kind in (QEvent.Type.Shortcut, QEvent.Type.ShortcutOverride) and not self._inside(watched):
            return kind == QEvent.Type.Shortcut
        if kind == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._shown_meanwhile(watched)
        return False

    def _inside(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and (watched is self.page or self.page.isAncestorOf(watched))

    def _shown_meanwhile(self, shown: QWidget) -> None:
        # The list of a combo box and the tooltips of the card belong to it.
        if shown is not self.window and shown.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Window):
            self._yet_to_hide.append(shown)
            QTimer.singleShot(0, self, self._hide_shown)

    def _hide_shown(self) -> None:
        late, self._yet_to_hide = self._yet_to_hide, []
        for other in late:
            if self.locked and shiboken6.isValid(other):
                self._hide(other)

    # Unlocking

    def _signed_in(self, person: Person) -> None:
        same = person.id == self.desk.actor.user_id
        if not same and not self._leave_everything():
            if self.page.card is not None:
                self.page.card.form.setVisible(True)
                self.page.card.form.fields["password"].set_error(
                    _("{name} has something open that cannot be left now. Let {name} unlock first.").format(
                        name=self.desk.actor.name
                    )
                )
            return
        self._unlock()
        if same:
            self.desk.actor = replace(self.desk.actor, alone=len(people()) == 1)
            if self._focus is not None and shiboken6.isValid(self._focus):
                self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._hand_over(person)
        self.window.tell(_("Welcome back, {name}.").format(name=self.desk.actor.name))

    def _unlock(self) -> None:
        self.locked = False
        self._touched = monotonic()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        background = self.desk.background
        if self._usual is not None:
            background.problem, background.question = self._usual
            self._usual = None
        window = self.window
        window.setProperty("locked", False)
        window.menuBar().show()
        self._stack.setCurrentIndex(0)
        self.page.drop_card()
        hidden, self._hidden = self._hidden, []
        for other in hidden:
            if shiboken6.isValid(other):
                other.show()
        held, self._held_back = self._held_back, []
        for tell in held:
            QTimer.singleShot(0, window, tell)

    def _leave_everything(self) -> bool:
        """Close what the person who goes has open; what they typed is kept as their drafts. False if one must stay."""
        window = self.window
        for other in list(self._hidden):
            if not shiboken6.isValid(other) or other in window.besides.windows:
                continue
            other.close()
            self._hidden.remove(other)
        if not window.besides.leave_all():
            return False
        return window.leave_records()

    def _hand_over(self, person: Person) -> None:
        self.desk.actor = actor_of(person, today=self.desk.actor.today, now=self.desk.actor.now)
        self._begin_anew()

    def _begin_anew(self) -> None:
        self.window.make_pages_again()
        program: Any = self.window.program
        if program is not None:
            program.apply_rights()
        self._show_person()
        self.window.notices.begin_anew()
        self.switched.emit()

    # Seeing it as a role does

    def see_as(self, role: Role | None) -> None:
        """Show the window as somebody with only this role sees it, without changing anything; None goes back."""
        if role is not None and not self.desk.actor.may(Permission.ADMINISTER):
            return
        if not self.window.besides.leave_all() or not self.window.leave_records():
            self.window.tell(_("Something open cannot be left now. Close it first."))
            return
        desk = self.desk
        if role is None:
            if desk.really is not None:
                desk.actor, desk.really = desk.really, None
        else:
            desk.really = desk.really or desk.actor
            desk.actor = replace(desk.really, roles=frozenset({str(role)}))
        self.seen_as = role
        self._begin_anew()
        if role is None:
            self.window.banner.dismiss()
            return
        self.window.banner.tell(
            "info",
            lambda: _("You see Daybook as this role does: {role}. Nothing can be changed meanwhile.").format(
                role=_(ROLE_WORDS[role])
            ),
            N_("Back to myself"),
            lambda: self.see_as(None),
            dismissible=False,
        )
