"""Makes the two fonts of Daybook's documents from the full Noto Sans SC and Source Sans 3 files.

    python installer/fonts.py NOTO SOURCE

NOTO and SOURCE are the unpacked npm packages ``@expo-google-fonts/noto-sans-sc`` and
``@expo-google-fonts/source-sans-3``. Noto Sans SC has Chinese and West European letters; those of Poland, Bohemia,
Turkey and others, which it lacks, come from the family that its own Latin was drawn after, enlarged to the same height.

Needs fonttools. The result is committed: run this only to take a newer release or to change the set of characters.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "fonts"

# Whole blocks beside GBK: Latin with Vietnamese, combining marks, Greek, Cyrillic, punctuation, currency, arrows,
# letterlike, mathematical, technical and enclosed signs, box drawing, dingbats, kana, squared words, full-width forms.
BLOCKS = (
    (0x0020, 0x052F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x20A0, 0x20CF),
    (0x2100, 0x27BF),
    (0x3000, 0x30FF),
    (0x3200, 0x33FF),
    (0x9FA6, 0x9FFF),
    (0xFF00, 0xFFEF),
)

# What Source Sans 3 gives where Noto Sans SC has nothing: Latin, Greek, Cyrillic, Latin with further marks, currencies.
LETTERS = ((0x0100, 0x024F), (0x0370, 0x052F), (0x1E00, 0x1EFF), (0x20A0, 0x20CF))

# The height of a capital in Noto Sans SC over that in Source Sans 3, as for all their common letters.
LARGER = 733 / 656

WEIGHTS = {"400Regular": "NotoSansSC-Regular.ttf", "700Bold": "NotoSansSC-Bold.ttf"}

# Characters of the national list of 2013 that GBK lacks and that stand in the first plane: they occur in names.
NAMES = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀"
    "㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛"
    "䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)


def characters() -> set[int]:
    """The code points that Daybook's fonts should hold: all of GBK, the blocks above and the characters of names."""
    wanted = {point for first, last in BLOCKS for point in range(first, last + 1)}
    wanted.update(ord(sign) for sign in NAMES)
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes((lead, trail)).decode("gbk", errors="ignore")
            wanted.update(ord(sign) for sign in text)
    return {point for point in wanted if point <= 0xFFFF}


def add_letters(font: Any, source: Any) -> int:
    """Puts the letters that ``font`` lacks into it, taken from ``source``; returns how many there were."""
    held, offered = font.getBestCmap(), source.getBestCmap()
    glyphs, drawn = font["glyf"], source.getGlyphSet()
    order = font.getGlyphOrder()
    added: dict[int, str] = {}
    for first, last in LETTERS:
        for point in range(first, last + 1):
            if point in held or point not in offered:
                continue
            name = f"uni{point:04X}.source"
            outline = DecomposingRecordingPen(drawn)
            drawn[offered[point]].draw(outline)
            pen = TTGlyphPen(None)
            outline.replay(TransformPen(pen, (LARGER, 0, 0, LARGER, 0, 0)))
            glyph = pen.glyph()
            glyph.recalcBounds(glyphs)
            glyphs[name] = glyph
            font["hmtx"][name] = (round(source["hmtx"][offered[point]][0] * LARGER), getattr(glyph, "xMin", 0))
            font["vmtx"][name] = (1000, 0)
            added[point] = name
    font.setGlyphOrder([*order, *(name for name in added.values() if name not in order)])
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap.update(added)
    return len(added)


def make(source: Path, letters: Path, target: Path) -> int:
    """Writes one of Daybook's fonts; returns how many characters it holds."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    add_letters(font, TTFont(letters))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    font.save(target)
    return len(font.getBestCmap())


def main(arguments: list[str]) -> int:
    """Makes both fonts and the text of their licences; the arguments are the two folders."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    noto, source = (Path(argument) for argument in arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for weight, name in WEIGHTS.items():
        full = noto / weight / f"NotoSansSC_{weight}.ttf"
        letters = source / weight / f"SourceSans3_{weight}.ttf"
        count = make(full, letters, FOLDER / name)
        print(f"{name}: {count} characters, {(FOLDER / name).stat().st_size} bytes")
    licences = [(folder / "LICENSE_FONT").read_text(encoding="utf-8") for folder in (noto, source)]
    owner = licences[1].splitlines()[0]
    (FOLDER / "OFL.txt").write_text(f"{owner}\n{licences[0]}", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
