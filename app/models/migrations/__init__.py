"""The steps that bring an older book up to this version, oldest first; see ``app/models/migrate.py``.

A step lives in a module of its own, named after the version that it leads to, and is listed here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import apsw


@dataclass(frozen=True)
class Step:
    """One step: ``run`` turns a book of version ``version - 1`` into one of ``version``, inside the one transaction."""

    version: int
    title: str
    run: Callable[[apsw.Connection], None]


STEPS: tuple[Step, ...] = ()
