"""Where things are on this computer: our own resources, the user's data, settings and logs."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_log_path

_chosen: Path | None = None


def set_data_folder(folder: str | Path | None) -> None:
    """Keep data, settings and logs below ``folder`` instead of the user's usual places (``--data-dir``)."""
    global _chosen
    _chosen = Path(folder).expanduser().resolve() if folder else None


def _base() -> Path | None:
    if _chosen is not None:
        return _chosen
    named = os.environ.get("DAYBOOK_DATA_DIR")
    return Path(named).expanduser().resolve() if named else None


def resource(*parts: str) -> Path:
    """A file or folder that is shipped with Daybook (icons, fonts, catalogues, styles)."""
    return _resources().joinpath(*parts)


def document(*parts: str) -> Path:
    """A file of the documents that are shipped with Daybook (the guide and its pictures)."""
    return _shipped().joinpath("docs", *parts)


def notice(name: str) -> Path:
    """A notice that stands beside the program: its licence, those of its parts."""
    return _shipped() / name


def _resources() -> Path:
    return _shipped() / "resources"


@cache
def _shipped() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder of the user's books; local to this computer, never roaming or synchronised. Made if missing."""
    base = _base()
    folder = base if base is not None else Path(user_data_path("Daybook", appauthor=False, roaming=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def settings_folder() -> Path:
    """The folder of this desk's settings. Made if missing."""
    base = _base()
    folder = base / "settings" if base is not None else Path(user_config_path("Daybook", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_folder() -> Path:
    """The folder of logs and crash reports. Made if missing."""
    base = _base()
    folder = base / "logs" if base is not None else Path(user_log_path("Daybook", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_book() -> Path:
    """The book that opens when none is named."""
    return data_folder() / "daybook.daybook"
