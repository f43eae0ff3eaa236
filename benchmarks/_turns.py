"""Medians of works that take turns, so that a busy moment of the computer meets them all."""

from __future__ import annotations

import time
from collections.abc import Callable

ROUNDS = 15
ENOUGH = 20.0
"""Seconds after which works that were measured three times are not measured again."""


def milliseconds(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """The median of each."""
    works = (first, second)
    times: list[list[float]] = [[] for _work in works]
    began = time.perf_counter()
    while len(times[0]) < ROUNDS and (len(times[0]) < 3 or time.perf_counter() - began < ENOUGH):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    ours, theirs = (1000 * sorted(taken)[len(taken) // 2] for taken in times)
    return ours, theirs
