"""Makes the two fonts of Daybook's documents from the full Noto Sans SC files.

    python installer/fonts.py NotoSansSC_400Regular.ttf NotoSansSC_700Bold.ttf LICENSE_FONT

Needs fonttools. The full files come from the npm package ``@expo-google-fonts/noto-sans-sc``; the result is committed,
so this is run only to take a newer release or to change the set of characters.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset
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


def make(source: Path, target: Path) -> int:
    """Writes the subset of one font file; returns how many characters it holds."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    font.save(target)
    return len(font.getBestCmap())


def main(arguments: list[str]) -> int:
    """Makes both fonts and copies their licence; the arguments are regular, bold and licence file."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    regular, bold, licence = (Path(argument) for argument in arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for source, name in ((regular, "NotoSansSC-Regular.ttf"), (bold, "NotoSansSC-Bold.ttf")):
        count = make(source, FOLDER / name)
        print(f"{name}: {count} characters, {(FOLDER / name).stat().st_size} bytes")
    shutil.copyfile(licence, FOLDER / "OFL.txt")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
