"""How large a file may be before Daybook refuses it: the one table of limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file: rows and cells of a sheet, bytes when unpacked, parts of an archive, memory, text,
    and bytes of a paper that is kept as it came."""

    rows: int = 1_048_576
    cells: int = 20_000_000
    columns: int = 16_384
    inflated: int = 500 * 1024 * 1024
    entries: int = 2_000
    memory: int = 1024 * 1024 * 1024
    cell_text: int = 16 * 1024 * 1024
    kept: int = 50 * 1024 * 1024


LIMITS = Limits()
