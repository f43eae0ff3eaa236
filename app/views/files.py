"""Files that a person saves from a page."""

from __future__ import annotations

import os
from pathlib import Path

from app.errors import FileError
from app.i18n import _


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step.

    Raises:
        FileError: It cannot be written; what was there before is unchanged.
    """
    fresh = path.with_name(path.name + ".part")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError as problem:
        fresh.unlink(missing_ok=True)
        raise FileError(
            _(
                "“{name}” could not be saved: {reason}. Choose another folder or close the program that has it open."
            ).format(name=path.name, reason=problem.strerror or _("unknown reason")),
            code="not_saved",
        ) from None
