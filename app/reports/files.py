"""Writing a file that other people will open: complete or not at all, and in words when it cannot be done.

The bytes go to a temporary file beside the target, are forced to disk, and replace the target in one step.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import Cancelled, FileError
from app.i18n import _

Progress = Callable[[int, int], None]
"""Told how many things are done and how many there are; 0 where the number is not known."""

Stop = Callable[[], bool]
"""Answers whether the person pressed cancel."""

PATIENCE = 2.0
"""Seconds to wait for another program to let go of the target."""


def plain_name(called: str, also: str = "") -> str:
    """What a file can be called after something: letters, digits, - and _ stay, and the signs of ``also``."""
    return "".join(c if c.isalnum() or c in f"-_{also}" else "_" for c in called)


@dataclass
class Output:
    """An open temporary file, and where it ended up once it was written.

    ``path`` is the target, or "name (2).ext" where the target stayed open in another program; then ``renamed`` is set.
    """

    file: BinaryIO
    path: Path
    renamed: bool = False

    def sentence(self, target: Path) -> str:
        """What to tell the person when the file got another name; empty otherwise."""
        if not self.renamed:
            return ""
        return _("{name} is open in another program. Saved as “{other}”.").format(
            name=target.name, other=self.path.name
        )


@contextmanager
def output(target: Path) -> Iterator[Output]:
    """Open a temporary file for ``target``; when the block ends well it takes the target's place.

    Raises FileError when the folder is missing or read-only, the disk is full, or the name is not possible.
    When the block raises, the target stays as it was and nothing is left behind.
    """
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        file = temporary.open("xb")
    except OSError as error:
        raise explained(error, target) from error
    done = Output(file, target)
    try:
        with file:
            yield done
            file.flush()
            os.fsync(file.fileno())
        done.path, done.renamed = _put(temporary, target)
    except OSError as error:
        raise explained(error, target) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def stop_if(stop: Stop | None) -> None:
    """Raises Cancelled once the person pressed cancel."""
    if stop is not None and stop():
        raise Cancelled


def explained(error: OSError, target: Path) -> FileError:
    """The sentence for what the system said about writing ``target``."""
    folder = str(target.parent)
    if error.errno == errno.ENOSPC or getattr(error, "winerror", None) in (39, 112):
        return FileError(
            _("There is no space left to write {name}. Free some space or choose another folder.").format(
                name=target.name
            ),
            field="target",
            code="disk_full",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return FileError(
            _("You may not write in the folder {folder}. Choose another folder.").format(folder=folder),
            field="target",
            code="folder_not_writable",
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return FileError(
            _("The folder {folder} does not exist. Choose another folder.").format(folder=folder),
            field="target",
            code="folder_missing",
        )
    if error.errno in (errno.EINVAL, errno.ENAMETOOLONG, errno.EISDIR):
        return FileError(
            _("{name} cannot be used as a file name here. Choose another name.").format(name=target.name),
            field="target",
            code="file_name",
        )
    return FileError(
        _("{name} could not be written: {reason}. Choose another folder and try again.").format(
            name=target.name, reason=error.strerror or type(error).__name__
        ),
        field="target",
        code="file_not_written",
    )


def _put(temporary: Path, target: Path) -> tuple[Path, bool]:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            os.replace(temporary, target)
            return target, False
        except PermissionError:
            if time.monotonic() >= deadline:
                break
            time.sleep(min(0.1, PATIENCE))
    for number in range(2, 100):
        other = target.with_name(f"{target.stem} ({number}){target.suffix}")
        if other.exists():
            continue
        os.replace(temporary, other)
        return other, True
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
