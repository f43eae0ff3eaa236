"""An order of 5 lines written, confirmed, paid and invoiced, each by its own durable operation, in a large book.

The floor stores exactly the rows that the operations changed, trail and kept totals included, in as many transactions
on the same driver with the same settings: SQLite's session extension told which rows these are. It reads nothing,
decides nothing and computes no digest. Both take turns in books that start alike. Run it alone with
``python -m benchmarks.interactive``.
"""

from __future__ import annotations

import gc
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import apsw

from app.models.actor import Actor
from app.models.base import connect, connection, database
from app.models.order import LineKind
from app.money import PRICE, QUANTITY
from app.operations.inputs import LineInput, OrderInput
from app.operations.invoices import issue_invoice
from app.operations.orders import confirm_order, make_order
from app.operations.payments import record_payment
from benchmarks.books import kept
from benchmarks.raw import Statements, changed_by, store

ORDERS = 100_000
CHAINS = 300
WARM = 30
STEPS = ("make order", "confirm order", "record payment", "issue invoice")
TODAY = date(2026, 1, 5)

Step = Callable[[], object]
Times = list[list[tuple[float, float]]]


class Desk:
    """Takes one order after the other through its four steps; the same orders whenever it starts anew."""

    def __init__(self, customers: int) -> None:
        self.random = random.Random(11)
        self.customers = customers
        moment = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.actor = Actor(1, "owner", frozenset({"owner"}), today=lambda: TODAY, now=lambda: moment, run="bench")
        self.order = 0
        self.total = 0
        self.customer = 0

    def steps(self) -> tuple[Step, ...]:
        """The steps of the next order."""
        pick = self.random.randrange
        self.customer = pick(1, self.customers + 1)
        lines = tuple(
            LineInput(
                quantity=pick(1, 10) * QUANTITY,
                unit_price=pick(500, 200_000) * (PRICE // 100),
                product_id=pick(1, 2001),
                line_kind=LineKind.GOODS,
                tax_code_id=1,
            )
            for _ in range(5)
        )
        content = OrderInput(customer_id=self.customer, lines=lines)
        return (lambda: self._make(content), self._confirm, self._pay, self._issue)

    def _make(self, content: OrderInput) -> None:
        self.order = make_order(self.actor, content).value

    def _confirm(self) -> None:
        confirm_order(self.actor, self.order)

    def _pay(self) -> None:
        parts = [(self.order, self.total)]
        record_payment(
            self.actor, self.total, "bank_transfer", self.customer, parts=parts, bank_reference=f"R{self.order}"
        )

    def _issue(self) -> None:
        issue_invoice(self.actor, [self.order])

    def look(self) -> None:
        """Read what the form of the next step shows; not part of what is measured."""
        asked = "SELECT total FROM sales_order WHERE id = ?"
        self.total = connection().execute(asked, (self.order,)).get or 0


def record(book: Path, orders: int, chains: int) -> list[list[Statements]]:
    """What each step of each order stores."""
    database.open_file(str(book))
    desk = Desk(orders // 20)
    recorded = []
    for _ in range(chains):
        stored = []
        for step in desk.steps():
            desk.look()
            stored.append(changed_by(step))
        recorded.append(stored)
    database.close_links()
    return recorded


def measure(base: Path, orders: int, chains: int) -> tuple[Times, Times]:
    """Seconds by the clock and of the processor of each step of each order: through the operations, and stored raw."""
    with tempfile.TemporaryDirectory() as folder:
        books = [Path(shutil.copy(base, Path(folder) / f"{name}.daybook")) for name in ("record", "ours", "raw")]
        recorded = record(books[0], orders, chains)
        books[0].unlink()
        database.open_file(str(books[1]))
        desk = Desk(orders // 20)
        ours: Times = []
        raw: Times = []
        with closing(connect(str(books[2]))) as link:
            link.execute("PRAGMA query_only = OFF")
            gc.collect()
            for chain in recorded:
                mine: list[tuple[float, float]] = []
                theirs: list[tuple[float, float]] = []
                for step, statements in zip(desk.steps(), chain, strict=True):
                    desk.look()
                    start, worked = time.perf_counter(), time.process_time()
                    step()
                    mine.append((time.perf_counter() - start, time.process_time() - worked))
                    start, worked = time.perf_counter(), time.process_time()
                    store(link, statements)
                    theirs.append((time.perf_counter() - start, time.process_time() - worked))
                ours.append(mine)
                raw.append(theirs)
            _same(link)
        database.close_links()
    return ours, raw


def _same(link: apsw.Connection) -> None:
    # The raw book must hold the same trade, or the two were not compared.
    asked = "SELECT count(*), sum(total), sum(paid), sum(invoiced) FROM sales_order"
    if link.execute(asked).fetchall() != connection().execute(asked).fetchall():
        raise AssertionError("the books differ")


def run(orders: int = ORDERS, chains: int = CHAINS) -> list[tuple[str, float, str]]:
    """The ratio of the operations to the raw rows, for the whole chain (median and 95th percentile) and each step."""
    ours, raw = measure(kept(orders), orders, chains + WARM)
    return _ratios(ours[WARM:], raw[WARM:], f"{chains} orders of 5 lines, {orders:,} there before")


def _ratios(ours: Times, raw: Times, size: str) -> list[tuple[str, float, str]]:
    results: list[tuple[str, float, str]] = []

    def tell(name: str, mine: float, theirs: float, more: str = "") -> None:
        results.append((name, mine / theirs, f"{1000 * mine:.2f} ms against {1000 * theirs:.2f} ms{more}"))

    mine, theirs = [sum(c[0] for c in chain) for chain in ours], [sum(c[0] for c in chain) for chain in raw]
    tell("order to invoice / raw rows", statistics.median(mine), statistics.median(theirs), f"; {size}")
    late = -len(mine) // 20
    tell("order to invoice, slowest 5 % / raw rows", sorted(mine)[late], sorted(theirs)[late])
    worked = [statistics.median(sum(c[1] for c in chain) for chain in times) for times in (ours, raw)]
    tell("order to invoice, processor time / raw rows", worked[0], worked[1])
    for i, name in enumerate(STEPS):
        tell(f"{name} / raw rows", statistics.median(c[i][0] for c in ours), statistics.median(c[i][0] for c in raw))
    return results


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})")
