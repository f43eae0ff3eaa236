"""What a check finds: a stable code, a sentence, and the record that it is about."""

from __future__ import annotations

from dataclasses import dataclass

# So many of one code are told; of the rest only the number.
MOST = 50


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. ``serious`` is false for what only waits to be done, such as a document not kept yet."""

    code: str
    sentence: str
    kind: str = ""
    id: int | None = None
    serious: bool = True
