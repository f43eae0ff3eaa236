"""Texts in the user's language: gettext for screens, documents and the command line. English is the source.

``_`` translates, ``N_`` only marks a text that is translated later, ``ngettext`` chooses a plural.
The language is one for the whole program; it may be switched while it runs.
"""

from __future__ import annotations

import gettext as _gettext
import io
import locale
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from app.folders import resource

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


@cache
def _load(code: str) -> _gettext.NullTranslations:
    folder = resource("locale") / code / "LC_MESSAGES"
    source, compiled = folder / "daybook.po", folder / "daybook.mo"
    fresh = compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime)
    if fresh:
        with compiled.open("rb") as file:
            return _gettext.GNUTranslations(file)
    if source.exists():
        # A source checkout needs no build step: Babel compiles in memory what packaged programs carry as .mo.
        with suppress(ImportError):
            from babel.messages.mofile import write_mo
            from babel.messages.pofile import read_po

            buffer = io.BytesIO()
            with source.open("rb") as file:
                write_mo(buffer, read_po(file, locale=code))
            buffer.seek(0)
            return _gettext.GNUTranslations(buffer)
    return _gettext.NullTranslations()


def set_language(code: str) -> None:
    """Show all texts in this language (``en`` or ``zh_CN``) from now on; an unknown code means English."""
    global _catalogue, _language
    _language = code if code in LANGUAGES else "en"
    _catalogue = _gettext.NullTranslations() if _language == "en" else _load(_language)


def language() -> str:
    """The code of the language in use."""
    return _language


def system_language() -> str:
    """The supported language nearest to what this computer is set to."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    if not wanted:
        with suppress(ValueError):
            wanted = locale.getlocale()[0]
    wanted = (wanted or "").lower()
    return "zh_CN" if wanted.startswith(("zh", "chinese")) else "en"


def _(text: str) -> str:
    """``text`` in the user's language."""
    return _catalogue.gettext(text) if text else ""


@cache
def translator(code: str) -> Callable[[str], str]:
    """The function that translates into this language whatever the program's own is: for documents and exports.

    Call it ``_`` where it is used, so that its texts are found for the catalogue. An unknown code means English.
    """
    if code not in LANGUAGES or code == "en":
        return _gettext.NullTranslations().gettext
    return _load(code).gettext


def N_(text: str) -> str:
    """Marks a text for the catalogue without translating it yet."""
    return text


def ngettext(one: str, many: str, n: int) -> str:
    """The right plural of a text for ``n`` things; format it with ``n=`` afterwards."""
    return _catalogue.ngettext(one, many, n)
