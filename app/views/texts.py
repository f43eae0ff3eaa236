"""Texts of the window that follow a switch of language at once.

``say(label.setText, N_("Customer"))`` sets a text now and again whenever the language is switched;
``say(label.setText, lambda: _("{n} rows").format(n=n))`` does the same for a text that is put together. The widget
may disappear at any time. ``set_language`` switches everything: our catalogue, Qt's own strings, number formats.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import Qt

from app import i18n

Saying = str | Callable[[], str]


class _Switch(QObject):
    switched = Signal()


_switch: _Switch | None = None
_translator: QTranslator | None = None
_Key = tuple[int, str]
# What was said through which method of which object, and the entries whose object is gone: memory is cleaned up at any
# moment, also while the entries are gone through, so they are taken out later.
_sayings: dict[_Key, tuple[weakref.ref[Any], Saying]] = {}
_gone: list[tuple[_Key, weakref.ref[Any]]] = []


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


def set_language(code: str) -> None:
    """Show every text of the window in this language (``en``, ``zh_CN``) from now on; windows stay as they are."""
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
    for key, (known, text) in list(_sayings.items()):
        owner = known()
        if owner is not None and shiboken6.isValid(owner):
            getattr(owner, key[1])(spoken(text))
        elif key in _sayings and _sayings[key][0] is known:
            del _sayings[key]
    language_switch().switched.emit()
