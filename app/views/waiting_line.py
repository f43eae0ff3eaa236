"""What waits for a thread beside the window, and when it may be forgotten."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class WaitingLine(Generic[T]):
    """Hands what was asked for to one thread, in turn; ``put`` and ``let_go`` belong to the window's thread.

    What is asked for often holds on to parts of a window. They must end on the window's thread, so the line keeps
    everything until the other thread has nothing more to do with it, and lets go of it on the window's thread only.
    """

    def __init__(self) -> None:
        self._numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._kept: dict[int, T] = {}
        self._over: deque[int] = deque()
        self._last = 0

    def put(self, asked: T) -> None:
        """Let this be done after everything that was asked for before."""
        self.let_go()
        self._last += 1
        self._kept[self._last] = asked
        self._numbers.put(self._last)

    def end(self) -> None:
        """Let the thread end after what was asked for so far."""
        self._numbers.put(0)

    def run(self, do: Callable[[T], None]) -> None:
        """Do one after the other, on the other thread, until ``end``."""
        while number := self._numbers.get():
            do(self._kept[number])
            self._over.append(number)

    def let_go(self) -> None:
        """Forget what the other thread is done with."""
        while self._over:
            del self._kept[self._over.popleft()]
