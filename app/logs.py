"""The log file, and reports of crashes with personal data masked. No Qt here: the command line uses it too."""

from __future__ import annotations

import faulthandler
import hashlib
import logging
import platform
import re
import sys
import traceback
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from app import __version__
from app.folders import log_folder

log = logging.getLogger("daybook")

_faults: TextIO | None = None
_reported: set[str] = set()

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|「[^」]*」")
_MAIL = re.compile(r"\S+@\S+")
_DIGITS = re.compile(r"\d{3,}")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_NAMES = re.compile(r"(?<!^)\b[A-Z][\w’']*(?:\s+[A-Z][\w’']*)*")


def start_log(*, to_screen: bool = False) -> Path:
    """Write the program's log to a file that never grows beyond 5 × 1 MB; returns the file."""
    path = log_folder() / "daybook.log"
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    shape = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        handler: logging.Handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=4, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(shape)
    root.addHandler(handler)
    if to_screen:
        screen = logging.StreamHandler(sys.stderr)
        screen.setFormatter(shape)
        root.addHandler(screen)
    log.info(
        "Daybook %s, Python %s, %s", __version__, platform.python_version(), f"{platform.system()} {platform.release()}"
    )
    return path


def watch_for_faults() -> None:
    """Write the stack to a file beside the log if the interpreter itself dies."""
    global _faults
    if _faults is None:
        try:
            _faults = (log_folder() / "faults.log").open("a", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(_faults)


def stop_log() -> None:
    """Close the files that ``start_log`` and ``watch_for_faults`` opened."""
    global _faults
    if _faults is not None:
        faulthandler.disable()
        _faults.close()
        _faults = None
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()


def masked(text: str) -> str:
    """``text`` without what could be a name, a number, an address or a folder of a person."""
    text = text.replace(str(Path.home()), "~")
    text = _QUOTED.sub("‹…›", text)
    text = _MAIL.sub("‹…›", text)
    text = _FOREIGN.sub("‹…›", text)
    text = _NAMES.sub("‹…›", text)
    return _DIGITS.sub("###", text)


def _frames(error: BaseException) -> list[str]:
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        parts = Path(frame.filename).parts
        short = "/".join(parts[-3:])
        lines.append(f"  {short}:{frame.lineno} in {frame.name}: {frame.line or ''}")
    return lines


def fingerprint(error: BaseException) -> str:
    """The same for the same failure at the same place, whatever the data."""
    text = type(error).__name__ + "".join(_frames(error))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def report_crash(error: BaseException, doing: str = "") -> Path | None:
    """Write a report of a failure that is our own fault; once per distinct failure and run of the program.

    Returns:
        The report's file, or None if this failure was reported before or no file could be written.
    """
    key = fingerprint(error)
    if key in _reported:
        return None
    _reported.add(key)
    lines = [
        f"Daybook {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
        f"At {datetime.now().astimezone().isoformat(timespec='seconds')}, failure {key}",
    ]
    if doing:
        lines.append(f"While: {masked(doing)}")
    chain: BaseException | None = error
    while chain is not None:
        lines += ["", f"{type(chain).__name__}: {masked(str(chain))}", *_frames(chain)]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    text = "\n".join(lines) + "\n"
    log.critical("Unexpected failure %s: %s", key, type(error).__name__)
    try:
        path = log_folder() / f"crash-{datetime.now():%Y%m%d-%H%M%S}-{key}.txt"
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path


def forget_reports() -> None:
    """Report known failures again (a new run of the program in the same process)."""
    _reported.clear()
