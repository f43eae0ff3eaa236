"""Texts of the window that follow a switch of language at once.

``say(label.setText, N_("Customer"))`` sets a text now and again whenever the language is switched;
``say(label.setText, lambda: _("{n} rows").format(n=n))`` does the same for a text that is put together. What is more
than a text, a list of choices or a painted table, follows by ``follow(self._name_all)``. The widget may disappear at
any time. ``set_language`` switches everything: our catalogue, Qt's own strings, number formats.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from time import monotonic
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app import i18n
from app.views.still import Still

Saying = str | Callable[[], str]
MOMENT = 0.008
"""Seconds after which a switch of language lets the window go on before it says more that nobody sees."""
TURN = 15
"""Milliseconds between two such moments."""
AT_ONCE = 1
"""Milliseconds to the next moment as long as something is to be seen; with 0 nothing else would have its turn."""


class _Switch(QObject):
    switched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.turns = QTimer(self)
        self.turns.setSingleShot(True)
        self.turns.timeout.connect(_go_on)


_switch: _Switch | None = None
_translator: QTranslator | None = None
_Key = tuple[int, str]
# What was said through which method of which object (None for a method that follows by itself), and the entries whose
# object is gone: memory is cleaned up at any moment, also while the entries are gone through, so they are taken out
# later.
_sayings: dict[_Key, tuple[weakref.ref[Any], Saying | None]] = {}
_gone: list[tuple[_Key, weakref.ref[Any]]] = []
# What is still to be said in the language in use.
_waiting: list[_Key] = []
# How many of them nobody sees: they are at the beginning.
_unseen = 0
_still = Still()


def language_switch() -> _Switch:
    """The object whose ``switched`` signal tells the window itself, within the switch, that the language is another."""
    global _switch
    if _switch is None or not shiboken6.isValid(_switch):
        _switch = _Switch()
    return _switch


def spoken(text: Saying) -> str:
    """The text in the language in use."""
    return i18n._(text) if isinstance(text, str) else text()


def tip(text: str) -> str:
    """A text of somebody's for a tooltip, which takes for markup what looks like it: it is shown as it was typed."""
    if not Qt.mightBeRichText(text):
        return text
    return f"<qt>{escape(text, quote=False)}</qt>".replace("\n", "<br>")


def clipped(text: str, most: int) -> str:
    """A text of at most so many characters, of which the last one says that it went on."""
    return text if len(text) <= most else text[: most - 1] + "…"


def button_text(text: str) -> str:
    """A text of somebody's for a button or menu, which would take its ampersand for a shortcut."""
    return text.replace("&", "&&")


def say(setter: Callable[[str], Any], text: Saying) -> None:
    """Set a text through a method of a Qt object (``label.setText``), now and after every switch of language.

    Saying again through the same method replaces what was said before.
    """
    _keep(setter, text)
    setter(spoken(text))


def follow(call: Callable[[], Any]) -> None:
    """Call a method of a Qt object after every switch of language, when all texts that are to be seen were said.

    A part that nobody sees follows in the moments after. A model belongs to the view that is its parent.
    """
    _keep(call, None)


def _keep(method: Callable[..., Any], text: Saying | None) -> None:
    owner = getattr(method, "__self__", None)
    if owner is None:
        raise TypeError("only a bound method can follow the language")
    key = (id(owner), method.__name__)
    _forget_gone()
    _sayings[key] = (weakref.ref(owner, lambda gone: _gone.append((key, gone))), text)


@cache
def _qt_texts() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)


def _forget_gone() -> None:
    while _gone:
        key, gone = _gone.pop()
        # The number of an object that is gone may belong to another one by now.
        if key in _sayings and _sayings[key][0] is gone:
            del _sayings[key]


def set_language(code: str, *, in_turns: bool = False) -> None:
    """Show every text of the window in this language (``en``, ``zh_CN``) from now on; windows stay as they are.

    ``in_turns`` says at once what is to be seen, and the rest little by little in the moments after; windows are
    painted when all that they show is said. A text that cannot be said is told to ``sys.excepthook`` and keeps no other
    from being said.
    """
    global _unseen
    i18n.set_language(code)
    QLocale.setDefault(QLocale(i18n.language()))
    _forget_gone()
    texts = [key for key, (_owner, text) in _sayings.items() if text is not None]
    followers = [key for key, (_owner, text) in _sayings.items() if text is None]
    if in_turns:
        _still.hold(window for window in QApplication.topLevelWidgets() if window.isVisible())
        language_switch().turns.start(2 * AT_ONCE)
        seen = {key for key in _sayings if not _is_hidden(_sayings[key][0]())}
        _say_again(key for key in texts if key in seen)
        # Taken from the end: those first that are to be seen.
        _waiting[:] = [key for key in (*followers, *texts) if key not in seen]
        _unseen = len(_waiting)
        _waiting.extend(key for key in followers if key in seen)
        QTimer.singleShot(AT_ONCE, language_switch(), _translate_qt)
    else:
        _waiting.clear()
        _translate_qt()
        _say_again(texts)
        _say_again(followers)
        _still.let_go()
    language_switch().switched.emit()


def _translate_qt() -> None:
    """Let Qt's own texts follow; it tells every widget there is of the language, whether that has such texts or not."""
    global _translator
    app = QCoreApplication.instance()
    if app is None:
        return
    if _translator is not None:
        app.removeTranslator(_translator)
        _translator = None
    fresh = QTranslator(app)
    locale = QLocale(i18n.language())
    if i18n.language() != "en" and fresh.load(locale, "qtbase", "_", _qt_texts()):
        app.installTranslator(fresh)
        _translator = fresh


def _is_hidden(owner: object) -> bool:
    while isinstance(owner, QObject) and not isinstance(owner, QWidget) and shiboken6.isValid(owner):
        owner = owner.parent()
    return (
        isinstance(owner, QWidget)
        and not isinstance(owner, QMenu)
        and shiboken6.isValid(owner)
        and not owner.isVisible()
    )


def _go_on() -> None:
    """Say some of what is left, what nobody sees last, and let the window go on before the next."""
    turns = language_switch().turns
    # First of all, as whatever happens then may not leave the windows held.
    turns.start(AT_ONCE)
    until = monotonic() + MOMENT
    while _waiting and monotonic() < until:
        _say_again((_waiting.pop(),))
    if len(_waiting) > _unseen:
        return
    _still.let_go()
    if _waiting:
        turns.start(TURN)
    else:
        turns.stop()


def _say_again(keys: Iterable[_Key]) -> None:
    for key in keys:
        if key not in _sayings:
            continue
        known, text = _sayings[key]
        owner = known()
        if owner is not None and shiboken6.isValid(owner):
            method = getattr(owner, key[1])
            try:
                method() if text is None else method(spoken(text))
            except Exception as problem:
                sys.excepthook(type(problem), problem, problem.__traceback__)
        elif key in _sayings and _sayings[key][0] is known:
            del _sayings[key]
