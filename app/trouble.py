"""A report of a problem for whoever looks after Daybook: facts, the last lines of the log, failures, what a check
counted. Names, numbers, folders and whatever else could be somebody's is taken out, line by line.
"""

from __future__ import annotations

import getpass
import platform
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

from app import __version__
from app.folders import log_folder

LOG_LINES = 200
CRASHES = 3
OUT = "‹…›"
"""Stands where something was taken out."""
_MARK = "\x00"

_ENTRY = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:[,.]\d+)? ([A-Z]+) ([\w.]+): (.*)", re.DOTALL)
_KEPT = re.compile(
    r"(?P<place>(?:[\w-]+/){0,3}[\w-]+\.py(?:\", line |:)\d+)"  # a line of a program
    r"|(?P<failure>\bfailure [0-9a-f]{12}\b)"
    r"|(?P<kind>\b[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Allowed|Found|Confirmation|Meanwhile|Broken)\b)"
    r"|(?P<qt>\bQ[A-Z]\w+\b)"
    r"|(?P<version>\b(?:Daybook|Python|Qt|PySide6|SQLite|Linux|Windows|Darwin|macOS) \d+(?:\.\d+)*[\w.-]*)"
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’|「[^」]*」|«[^»]*»")
_PATH = re.compile(r"(?:[A-Za-z]:)?[\\/](?:[^\s\\/:*?\"<>|]+[\\/])*[^\s\\/:*?\"<>|]*|~[\\/]\S*|\\\\\S+")
_MAIL = re.compile(r"\S+@\S+")
_LINK = re.compile(r"\w+://\S+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_NUMBER = re.compile(r"\+?\d(?:[\s().,/:-]?\d){2,}")
_CODE = re.compile(r"\b[A-Za-z]{1,6}[-_]?\d[\w-]*")
_NAME = re.compile(r"\b[A-Z][\w’'&.-]*(?:\s+(?:&\s+)?[A-Z][\w’'.-]*)*")
_TRACE = re.compile(
    r"(?P<file>(?:[\w-]+[\\/]){0,3}[\w-]+\.py):(?P<line>\d+) in (?P<name>[\w<>]+)(?P<code>.*)", re.DOTALL
)

# Words at the beginning of our own sentences; any other word with a capital could be a name.
_OURS = frozenset(
    (
        "A", "An", "All", "At", "Cannot", "Could", "Daybook", "Error", "Failure", "Failed", "File", "Found", "Fault",
        "Handled", "In", "It", "Job", "Log", "No", "Not", "Nothing", "Of", "On", "Opened", "Python", "Qt", "Reading",
        "Refused", "Report", "Running", "Saved", "Something", "SQLite", "Started", "Stopped", "The", "This", "Timeout",
        "To", "Traceback", "Unexpected", "Unhandled", "Unknown", "Warning", "While", "Window", "Writing",
    )
)  # fmt: skip


class Scrubber:
    """Takes out of a line what could be somebody's. ``words`` are known names, phones and addresses."""

    def __init__(self, words: Collection[str] = ()) -> None:
        known = sorted(
            {word.casefold() for word in (*words, *_this_computer()) if len(word) >= 2}, key=len, reverse=True
        )
        self._words = [(word, re.compile(_bounded(word), re.IGNORECASE)) for word in known]

    def __call__(self, line: str) -> str:
        """The line without it."""
        found = _TRACE.search(line)
        if found:
            # A place in a program stays; the code there is ours, yet may quote something.
            code = self._scrub(found["code"]) if found["code"].strip() else ""
            return f"  {found['file'].replace(chr(92), '/')}:{found['line']} in {found['name']}{code}"
        return self._scrub(line)

    def _scrub(self, text: str) -> str:
        pieces: list[str] = []
        at = 0
        for kept in _KEPT.finditer(text):
            pieces += [self._take_out(text[at : kept.start()]), kept.group()]
            at = kept.end()
        return "".join([*pieces, self._take_out(text[at:])])

    def _take_out(self, text: str) -> str:
        text = self._known(text)
        for pattern in (_QUOTED, _LINK, _MAIL, _PATH, _CODE, _NUMBER):
            text = pattern.sub(OUT, text)
        text = _NAME.sub(lambda found: self._name(found.group()), text)
        text = _FOREIGN.sub(OUT, text.replace(OUT, _MARK)).replace(_MARK, OUT)
        return re.sub(rf"(?:{OUT}[\s,;&·-]*){{2,}}", f"{OUT} ", text)

    def _known(self, text: str) -> str:
        folded = text.casefold()
        for word, pattern in self._words:
            if word in folded:
                text = pattern.sub(OUT, text)
                folded = text.casefold()
        return text

    @staticmethod
    def _name(words: str) -> str:
        first, _space, rest = words.partition(" ")
        if first not in _OURS:
            return OUT
        return f"{first} {OUT}" if rest else first


def _bounded(word: str) -> str:
    # A short name within a longer word is another word.
    plain = re.escape(word)
    return rf"\b{plain}\b" if word.isascii() and len(word) <= 4 else plain


@cache
def _this_computer() -> tuple[str, ...]:
    found = [platform.node(), Path.home().name]
    with suppress(OSError, KeyError, ImportError):
        found.append(getpass.getuser())
    # An account with the name of a part of the system tells nothing, and would blot out half of the report.
    return tuple(word for word in found if len(word) >= 3 and word not in ("root", "user", "admin", "home"))


def facts() -> dict[str, str]:
    """What this copy of Daybook and this computer are, without anything of the person: keys are plain English."""
    from app.models.creation import sqlite_version
    from app.models.version import SCHEMA_VERSION

    return {
        "Daybook": __version__ + (" (installed)" if getattr(sys, "frozen", False) else ""),
        "System": f"{platform.system()} {platform.release()} ({platform.machine()})",
        "Python": platform.python_version(),
        "PySide6": _version("PySide6-Essentials"),
        "SQLite": sqlite_version(),
        "Book format": str(SCHEMA_VERSION),
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def report(
    known: Mapping[str, str],
    words: Collection[str] = (),
    findings: Iterable[str] | None = None,
    folder: Path | None = None,
) -> list[str]:
    """The lines of a report.

    ``known`` are facts by name, ``words`` names of the book to be taken out, ``findings`` the codes that a check found
    (None if there was no check).
    """
    scrub = Scrubber(words)
    logs = folder or log_folder()
    lines = ["Daybook: report of a problem", ""]
    lines += [f"{name}: {value}" for name, value in known.items()]
    if findings is not None:
        counts = Counter(findings)
        lines += ["", "Check of the book"]
        lines += [f"{code}: {count}" for code, count in sorted(counts.items())] or ["nothing found"]
    for number, crash in enumerate(_crashes(logs), start=1):
        lines += ["", f"Failure {number}", *(scrub(line) for line in crash)]
    lines += ["", "Last lines of the log"]
    lines += [_log_line(line, scrub) for line in _log(logs)] or ["none"]
    return lines


def _log(folder: Path) -> list[str]:
    try:
        text = (folder / "daybook.log").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.splitlines()[-LOG_LINES:]


def _log_line(line: str, scrub: Scrubber) -> str:
    entry = _ENTRY.fullmatch(line)
    if entry is None:
        return scrub(line)
    moment, level, name, message = entry.groups()
    return f"{moment} {level} {name}: {scrub(message)}"


def _crashes(folder: Path) -> list[list[str]]:
    found = []
    for path in sorted(folder.glob("crash-*.txt"))[-CRASHES:]:
        with suppress(OSError):
            found.append(path.read_text(encoding="utf-8", errors="replace").splitlines())
    return found
