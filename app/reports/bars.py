"""Code 128: texts as bars that a scanner reads."""

from __future__ import annotations

from functools import lru_cache

from app.reports.pdf import Box, Colour

_LOWER, _UPPER = ord("a") - 1, ord("A") - 1


@lru_cache(maxsize=256)
def bars(text: str) -> tuple[tuple[int, int], ...]:
    """Code 128 of a text: where each bar begins and how wide it is, in modules; nothing for signs that it lacks."""
    from reportlab.graphics.barcode.code128 import Code128

    if not text.isascii() or not text.isprintable():
        return ()
    code = Code128(text, quiet=0)
    code.validate()
    code.encode()
    code.decompose()
    found, at = [], 0
    for sign in code.decomposed:
        if sign.islower():
            at += ord(sign) - _LOWER
        else:
            width = ord(sign) - _UPPER
            found.append((at, width))
            at += width
    return tuple(found)


def modules_of(text: str) -> int:
    """How many of the thinnest bars the code of a text is wide; 0 for signs that it lacks."""
    found = bars(text)
    return found[-1][0] + found[-1][1] if found else 0


def bars_width(text: str, module: float) -> float:
    """The points that a code takes, with a thin bar of ``module`` points and the blank that a scanner needs behind."""
    modules = modules_of(text)
    return (modules + 10) * module if modules else 0.0


def module_for(text: str, room: float, *, least: float, most: float) -> float:
    """How wide, in points, the thinnest bar of a code is that fits into ``room``: no more than ``most``, and 0 where it
    would be narrower than ``least``, which no scanner reads."""
    width = bars_width(text, 1.0)
    module = min(most, room / width) if width else 0.0
    return module if module >= least else 0.0


def drawn_bars(text: str, x: float, y: float, module: float, height: float, ink: Colour) -> list[Box]:
    """The bars of a text from this corner on; nothing for signs that the code lacks."""
    return [Box(x + at * module, y, wide * module, height, ink) for at, wide in bars(text)]
