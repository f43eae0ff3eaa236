"""The settings of this desk: window, columns, language, colours. Kept as JSON beside the user, never in the book.

``Preferences().get("lists.orders.sort", [])``; keys are dotted paths. Entries that this version doesn't know are kept.
A missing or damaged file means defaults; a write replaces the file in one step.
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.folders import settings_folder

log = logging.getLogger(__name__)

LAYOUT = (
    "window.geometry",
    "window.page",
    "window.sidebar_narrow",
    "window.beside",
    "window.help",
    "lists",
)
"""The entries that say how windows and lists stand."""


class Preferences:
    """What this desk remembers. Values are whatever JSON can hold."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_folder() / "desk.json"
        self._values: dict[str, Any] = self._read()
        self._dirty = False
        self._aside: dict[str, Any] = {}

    def set_layout_aside(self) -> None:
        """Go on as if windows and lists had never been arranged; what was remembered of them is kept for later."""
        for key in LAYOUT:
            found = self.get(key)
            if found is not None:
                self._aside[key] = found
                self.forget(key)

    def forget_layout(self) -> None:
        """Forget how windows and lists stood, for good."""
        self._aside.clear()
        for key in LAYOUT:
            self.forget(key)

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            log.info("The desk's settings could not be read; defaults are used.")
            with suppress(OSError):
                os.replace(self.path, self.path.with_suffix(".unreadable.json"))
            return {}
        return found if isinstance(found, dict) else {}

    def get(self, key: str, default: Any = None) -> Any:
        """The value at a dotted key, or ``default`` if it is missing or of another type than the default's."""
        node: Any = self._values
        for part in key.split("."):
            if not isinstance(node, dict) or part not in node:
                return default
            node = node[part]
        if default is not None and type(node) is not type(default):
            return default
        return node

    def set(self, key: str, value: Any) -> None:
        """Remember ``value`` at a dotted key; ``save`` writes it."""
        *path, last = key.split(".")
        node = self._values
        for part in path:
            below = node.get(part)
            if not isinstance(below, dict):
                below = node[part] = {}
            node = below
        if last not in node or node[last] != value:
            node[last] = value
            self._dirty = True

    def folder(self, topic: str) -> Path:
        """Where the files of a topic (``exports``) lay the last time; the person's own folder if there were none."""
        return Path(self.get(f"{topic}.folder", str(Path.home())))

    def remember_folder(self, topic: str, path: Path) -> None:
        """Remember that the file of a topic lies in the folder of this path."""
        self.set(f"{topic}.folder", str(path.parent))

    def forget(self, key: str) -> None:
        """Go back to the default of a dotted key."""
        *path, last = key.split(".")
        node: Any = self._values
        for part in path:
            node = node.get(part) if isinstance(node, dict) else None
        if isinstance(node, dict) and last in node:
            del node[last]
            self._dirty = True

    def save(self) -> None:
        """Write what changed. A disk that can't be written loses settings, never work, so this is only logged."""
        if not self._dirty:
            return
        arranged = {key: self.get(key) for key in self._aside}
        for key, value in self._aside.items():
            self.set(key, value)
        self._write()
        for key, value in arranged.items():
            self.forget(key) if value is None else self.set(key, value)

    def _write(self) -> None:
        fresh = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(self._values, file, ensure_ascii=False, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self.path)
            self._dirty = False
        except OSError as problem:
            log.info("The desk's settings could not be saved: %s", problem.strerror)
