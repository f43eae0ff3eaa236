"""Measuring and breaking text for documents: faces, characters that a face lacks, lines by Chinese and Latin rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from app.folders import resource
from app.i18n import _

BOX = "□"
"""Printed in the place of a character that the fonts lack."""

_FILES = {"DaybookSans": "NotoSansSC-Regular.ttf", "DaybookSansBold": "NotoSansSC-Bold.ttf"}

# 禁则: what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset(
    "。，、；：？！）》】」』〕〉’”…—～·•‥％‰℃°,.;:?!)]}%>'\"ー々゛゜ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_NOT_LAST = frozenset("（《【「『〔〈‘“([{<¥￥$€£#＃")

_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
_PIECES = re.compile(rf"[{_WIDE}]|[^{_WIDE}\s]+|\s+")
_SOFT_ENDS = frozenset("-/_.@&?=,:;\\")


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that the fonts lack: itself, its Unicode name, and how often it was met."""

    character: str
    name: str
    count: int


class Face:
    """One weight of the document font: the widths of its characters, in thousandths of the size."""

    def __init__(self, name: str) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        self.name = name
        self.font: Any = TTFont(name, str(resource("fonts", _FILES[name])))
        pdfmetrics.registerFont(self.font)
        self.widths: dict[str, float] = {
            chr(point): width
            for point, width in self.font.face.charWidths.items()
            if unicodedata.category(chr(point))[0] not in "CM"
        }
        self.widths["\n"] = 0
        self.signs = frozenset(self.widths)
        self._measured: dict[str, float] = {}

    def width(self, text: str, size: float) -> float:
        """How wide ``text`` (of one line, cleaned) is at this size, in points."""
        found = self._measured.get(text)
        if found is None:
            widths = self.widths
            found = sum([widths[sign] for sign in text])
            if len(self._measured) > 50_000:
                self._measured.clear()
            self._measured[text] = found
        return found * size / 1000


@dataclass(frozen=True)
class Faces:
    """The two weights of the document font."""

    regular: Face
    bold: Face


def faces() -> Faces:
    """The document fonts; read once per process, whichever threads ask for them at once."""
    with _reading:
        return _faces()


@cache
def _faces() -> Faces:
    return Faces(Face("DaybookSans"), Face("DaybookSansBold"))


_reading = Lock()


class Cleaner:
    """Makes texts printable and remembers what was lost on the way.

    Characters that the font lacks become □; control characters and loose accents are left out; all are counted.
    """

    def __init__(self) -> None:
        self._known = faces().regular.signs
        self._lost: dict[str, int] = {}

    def clean(self, text: str) -> str:
        """``text`` with only characters that can be printed, and with plain line ends."""
        if text.isascii() and text.isprintable():
            return text
        if self._known.issuperset(text):
            return text
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        text = unicodedata.normalize("NFC", text)
        known = self._known
        parts: list[str] = []
        for sign in text:
            if sign in known:
                parts.append(sign)
                continue
            self._lost[sign] = self._lost.get(sign, 0) + 1
            if unicodedata.category(sign) not in ("Cc", "Cf", "Mn", "Me"):
                parts.append(BOX)
        return "".join(parts)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What could not be printed so far, by character."""
        return tuple(
            Missing(sign, unicodedata.name(sign, f"U+{ord(sign):04X}"), count)
            for sign, count in sorted(self._lost.items())
        )


def add_missing(parts: Iterable[Missing]) -> tuple[Missing, ...]:
    """One entry for each character, with the counts added."""
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for part in parts:
        names[part.character] = part.name
        counts[part.character] = counts.get(part.character, 0) + part.count
    return tuple(Missing(sign, names[sign], count) for sign, count in sorted(counts.items()))


def missing_glyphs(texts: Iterable[str]) -> tuple[Missing, ...]:
    """The characters of these texts that documents cannot print, to be told before printing."""
    cleaner = Cleaner()
    for text in texts:
        cleaner.clean(text)
    return cleaner.missing


def missing_sentence(missing: Sequence[Missing], shown: int = 6) -> str:
    """What a person is told before printing texts with these characters; empty where all can be printed."""
    if not missing:
        return ""
    named = [f"{m.character} ({m.name})" if m.character.isprintable() else m.name for m in missing[:shown]]
    more = " …" if len(missing) > shown else ""
    return _("The font of documents lacks characters; they stand as boxes or are left out: {characters}").format(
        characters=", ".join(named) + more
    )


def wrap(text: str, face: Face, size: float, width: float) -> list[str]:
    """The lines of ``text`` within ``width`` points.

    Chinese breaks between any two characters, but no line begins with closing punctuation or ends with an opening
    bracket; Latin words stay whole unless one alone is too wide, and then it breaks after a sign such as a hyphen or
    slash if there is one. Line ends in the text are kept. Never returns an empty list.
    """
    if "\n" not in text and face.width(text, size) <= width:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, face, size, width))
    return lines


def fitted(text: str, face: Face, size: float, width: float, cut: list[str] | None = None, least: str = "") -> str:
    """A text on one line: as it is, or as much of it as there is room for, with … at its end.

    ``least`` stands where there is room for nothing; ``cut`` takes down a text that is not whole.
    """
    if face.width(text, size) <= width:
        return text
    if cut is not None:
        cut.append(text)
    while text and face.width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…" if text else least


def fitting_size(text: str, face: Face, size: float, width: float, *, least: float, step: float) -> float:
    """``size``, or as many steps less as a text needs to stand within ``width``, until it is at most ``least``."""
    while face.width(text, size) > width and size > least:
        size -= step
    return size


def _wrap_paragraph(text: str, face: Face, size: float, width: float) -> list[str]:
    if face.width(text, size) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _units(text):
        wide = face.width(piece, size)
        if used + wide <= width:
            line, used = line + piece, used + wide
            continue
        if piece.isspace():
            lines.append(line)
            line, used = "", 0.0
            continue
        if line:
            kept = line.rstrip()
            if kept:
                lines.append(kept)
            line, used = "", 0.0
        while face.width(piece, size) > width:
            head, piece = _cut(piece, face, size, width)
            lines.append(head)
        line, used = piece, face.width(piece, size)
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _units(text: str) -> list[str]:
    """What a line may not break inside: words and single Chinese characters, with punctuation that clings to them."""
    units: list[str] = []
    for piece in _PIECES.findall(text):
        before = units[-1] if units else " "
        apart = piece.isspace() or before.isspace()
        if not apart and (piece[0] in _NOT_FIRST or before[-1] in _NOT_LAST):
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _cut(word: str, face: Face, size: float, width: float) -> tuple[str, str]:
    widths = face.widths
    room = width * 1000 / size
    used = 0.0
    fits = 0
    for sign in word:
        used += widths[sign]
        if used > room:
            break
        fits += 1
    fits = max(1, fits)
    for end in range(fits, fits // 2, -1):
        if word[end - 1] in _SOFT_ENDS:
            return word[:end], word[end:]
    while fits > 1 and (word[fits] in _NOT_FIRST or word[fits - 1] in _NOT_LAST):
        fits -= 1
    return word[:fits], word[fits:]
