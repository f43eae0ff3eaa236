"""What will happen on which day; each thing that happens may bring others."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import count

from app.demo.names import Cast
from app.demo.office import MovingClock, Office
from app.i18n import _
from app.models.actor import Progress
from app.models.base import connection

Task = Callable[[], None]


class Diary:
    """The year as a list of tasks by their day, and what they all need."""

    def __init__(
        self,
        cast: Cast,
        office: Office,
        clock: MovingClock,
        end: date,
        chance: random.Random,
        customers: Sequence[int],
        products: Sequence[tuple[int, int, bool]],
    ) -> None:
        self.cast = cast
        self.office = office
        self.clock = clock
        self.end = end
        self.chance = chance
        self.customers = list(customers)
        self.products = list(products)
        self.weights = [chance.paretovariate(1.2) for _product in products]
        self.loyalty = [chance.paretovariate(1.1) for _customer in customers]
        self._waiting: list[tuple[date, int, Task]] = []
        self._order = count()
        self.channels = [row[0] for row in connection().execute("SELECT id FROM channel ORDER BY id")]

    def plan(self, day: date, task: Task) -> None:
        """Let something happen on a day; on Sundays the office is closed and it happens on Monday."""
        if day.weekday() == 6 and day < self.end:
            day += timedelta(days=1)
        heapq.heappush(self._waiting, (day, next(self._order), task))

    def live(self, progress: Progress) -> None:
        """Do what is planned, day after day, up to the last one."""
        first = self.clock.today()
        while self._waiting and self._waiting[0][0] <= self.end:
            day, _order, task = heapq.heappop(self._waiting)
            if day != self.clock.today():
                self.clock.move(day)
                progress((day - first).days, (self.end - first).days, _("Trading"))
            task()

    def later(self, least: int, most: int, task: Task) -> None:
        """Let something happen in so many days."""
        self.plan(self.clock.today() + timedelta(days=self.chance.randint(least, most)), task)
