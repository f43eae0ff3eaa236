"""One import being stored: what its tables have in common. Private to ``imports``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.importing.plan import Plan
from app.models.base import moment_text
from app.operations.bulk import Heard
from app.operations.import_figures import HEAD, Figures
from app.operations.import_known import Known
from app.operations.work import Work


class Storing:
    """The kept orders of a plan, their figures, and the ids that everything gets.

    ``order_ids``, ``line_ids`` and ``extra_ids`` (shipping charges) are filled by position in the plan as tables are
    stored; ``counts`` says how many of each were made.
    """

    def __init__(
        self,
        work: Work,
        plan: Plan,
        known: Known,
        kept: Sequence[int],
        figures: Figures,
        channels: Sequence[str],
        batch: int,
        heard: Heard,
    ) -> None:
        self.work = work
        self.link = work.connection
        self.plan = plan
        self.known = known
        self.kept = kept
        self.figures = figures
        self.heads: dict[str, Sequence[Any]] = dict(zip(HEAD, zip(*figures.heads, strict=True), strict=True))
        self.channel_names = channels
        self.heard = heard
        self.now = moment_text(work.actor.now())
        self.user = work.actor.user_id or None
        self.batch = batch
        self.whole = len(kept) == len(plan.orders)
        orders = plan.orders
        self.places: Sequence[int] = range(len(plan.lines))
        if not self.whole:
            spans = ((orders.first_line[at], orders.line_count[at]) for at in kept)
            self.places = [i for first, count in spans for i in range(first, first + count)]
        self.counts: dict[str, int] = {"orders": len(kept), "lines": len(self.places) + len(figures.extras)}
        self.order_ids: dict[int, int] = {}
        self.line_ids: dict[int, int] = {}
        self.extra_ids: dict[int, int] = {}
        self.customer_ids: Sequence[int] = ()
        self.days = self._days()

    def of_orders(self, column: Sequence[Any]) -> Sequence[Any]:
        """A column of the plan for the kept orders."""
        return column if self.whole else [column[at] for at in self.kept]

    def of_lines(self, column: Sequence[Any]) -> Sequence[Any]:
        """A column of the plan for the kept orders' lines."""
        return column if self.whole else [column[i] for i in self.places]

    def same(self, **more: Any) -> dict[str, Any]:
        """What all rows of a table share."""
        return {"import_batch_id": self.batch, **more}

    def _days(self) -> list[str]:
        # Files without order dates give the day of payment, of shipping, or today.
        orders = self.plan.orders
        today = self.work.today.isoformat()
        columns = map(self.of_orders, (orders.date, orders.paid_on, orders.shipped))
        return [day or paid or shipped or today for day, paid, shipped in zip(*columns, strict=True)]
