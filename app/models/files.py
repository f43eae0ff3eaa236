"""Files that must be there whole or not at all: put in place, made durable, measured."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from app.errors import BookError
from app.i18n import _

# Virus and backup programs hold a fresh file for a moment; then it is tried again.
PATIENCE = 5.0

# Tests of a full disk switch the look ahead off, so that the disk really fills.
look_ahead = True


def replace(source: Path, target: Path) -> None:
    """Rename ``source`` over ``target`` in one step, waiting for programs that hold either for a moment."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def place(source: Path, target: Path) -> None:
    """Rename ``source`` to ``target``, which must not exist. Raises FileExistsError."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # File systems without hard links; the check and the rename are two steps there.
        if target.exists():
            raise FileExistsError(str(target)) from None
        replace(source, target)
        return
    source.unlink()


def sync_file(path: Path) -> None:
    """Wait until the file's content is on the disk. Never for a book that is open."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk, where the system can do that."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(path: Path) -> None:
    """Remove a file and the journals that SQLite may have left beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + end).unlink()


def size_of(path: Path) -> int:
    """The bytes of a file; 0 if it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def need_space(folder: Path, wanted: int) -> None:
    """Refuse work that the disk has no room for. Raises BookError ``disk_full`` before anything is written."""
    if not look_ahead:
        return
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return
    if free < wanted:
        raise BookError(
            _(
                "The disk has too little space: {wanted} MB are needed in {folder}, {free} MB are free. Nothing was "
                "changed. Free some space, then try again."
            ).format(wanted=-(-wanted // 1_000_000), folder=folder, free=free // 1_000_000),
            code="disk_full",
        )
