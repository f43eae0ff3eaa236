"""The words of a paper in its language, or in two side by side."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import translator
from app.queries.words import known_states

Translate = Callable[[str], str]

SEAM = "\u2002"
"""Stands between the two languages of a label: a space, at which a heading may be set in two lines."""


def paper_words(language: str, second: str = "") -> Translate:
    """What translates the labels of a paper. With a second language every label stands in both, but for texts with
    places to be filled in, which stand in the first one alone."""
    first = translator(language)
    if not second or second == language:
        return first
    other = translator(second)

    def both(message: str) -> str:
        one, two = first(message), other(message)
        return one if "{" in message or one == two else f"{one}{SEAM}{two}"

    return both


def paying_word(code: str, translate: Translate, name: str = "") -> str:
    """What a way to pay is called where a text begins: by its own name if the book has one, else by the usual word."""
    usual = name or dict(known_states("method")).get(code, code)
    said = translate(usual) if usual else ""
    return said[:1].upper() + said[1:]


def stacked(label: str) -> str:
    """A label in two languages with one below the other."""
    return label.replace(SEAM, "\n")
