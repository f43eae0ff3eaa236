"""Texts of the window that follow a switch of language at once.

``say(label.setText, N_("Customer"))`` sets a text now and again whenever the language is switched;
``say(label.setText, lambda: _("{n} rows").format(n=n))`` does the same for a text that is put together. The widget
may disappear at any time. ``set_language`` switches everything: our catalogue, Qt's own strings, number formats.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from time import monotonic
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QMenu, QWidget

from app import i18n

Saying = str | Callable[[], str]
MOMENT = 0.008
"""Seconds after which a switch of language lets the window go on before it says more that nobody sees."""
TURN = 15
"""Milliseconds between two such moments."""


class _Switch(QObject):
    switched = Signal()


_switch: _Switch | None = None
_translator: QTranslator | None = None
_Key = tuple[int, str]
# What was said through which method of which object, and the entries whose object is gone: memory is cleaned up at any
# moment, also while the entries are gone through, so they are taken out later.
_sayings: dict[_Key, tuple[weakref.ref[Any], Saying]] = {}
_gone: list[tuple[_Key, weakref.ref[Any]]] = []
# What is still to be said in the language in use.
_waiting: list[_Key] = []


def language_switch() -> _Switch:
    """The object whose ``switched`` signal tells painted parts (models, charts) that the language is another one."""
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


def button_text(text: str) -> str:
    """A text of somebody's for a button or menu, which would take its ampersand for a shortcut."""
    return text.replace("&", "&&")


def say(setter: Callable[[str], Any], text: Saying) -> None:
    """Set a text through a method of a Qt object (``label.setText``), now and after every switch of language.

    Saying again through the same method replaces what was said before.
    """
    owner = getattr(setter, "__self__", None)
    if owner is None:
        raise TypeError("say() needs a bound method")
    key = (id(owner), setter.__name__)
    _forget_gone()
    _sayings[key] = (weakref.ref(owner, lambda gone: _gone.append((key, gone))), text)
    setter(spoken(text))


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

    ``in_turns`` says at once what is to be seen, and the rest little by little in the moments after.
    """
    global _translator
    i18n.set_language(code)
    qt_locale = QLocale(i18n.language())
    QLocale.setDefault(qt_locale)
    app = QCoreApplication.instance()
    if app is not None:
        if _translator is not None:
            app.removeTranslator(_translator)
            _translator = None
        fresh = QTranslator(app)
        if i18n.language() != "en" and fresh.load(qt_locale, "qtbase", "_", _qt_texts()):
            app.installTranslator(fresh)
            _translator = fresh
    _forget_gone()
    _waiting[:] = list(_sayings)
    if in_turns:
        hidden = [key for key in _waiting if _is_hidden(_sayings[key][0]())]
        seen = set(_waiting).difference(hidden)
        _say_again(key for key in _waiting if key in seen)
        _waiting[:] = hidden
        QTimer.singleShot(TURN, language_switch(), _go_on)
    else:
        _say_again(_waiting)
        _waiting.clear()
    language_switch().switched.emit()


def _is_hidden(owner: object) -> bool:
    return (
        isinstance(owner, QWidget)
        and not isinstance(owner, QMenu)
        and shiboken6.isValid(owner)
        and not owner.isVisible()
    )


def _go_on() -> None:
    """Say some of what nobody sees, and let the window go on before the next."""
    until = monotonic() + MOMENT
    while _waiting and monotonic() < until:
        _say_again(_waiting.pop() for _ in range(min(20, len(_waiting))))
    if _waiting:
        QTimer.singleShot(TURN, language_switch(), _go_on)


def _say_again(keys: Iterable[_Key]) -> None:
    for key in keys:
        if key not in _sayings:
            continue
        known, text = _sayings[key]
        owner = known()
        if owner is not None and shiboken6.isValid(owner):
            getattr(owner, key[1])(spoken(text))
        elif key in _sayings and _sayings[key][0] is known:
            del _sayings[key]
