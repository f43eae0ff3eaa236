"""A thousand confirmed orders shipped in one batch, in a large book that keeps stock.

Each order goes through all that shipping it alone does. The floor stores exactly the rows that the batch changed, trail
and kept totals included, in one transaction too. Both take turns in books that start alike. Run it alone with
``python -m benchmarks.batch``.
"""

from __future__ import annotations

import gc
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from app.models.actor import Actor
from app.models.base import connect, connection, database
from app.operations.batches import ship_orders
from benchmarks.books import kept
from benchmarks.raw import changed_by, store

ORDERS = 100_000
SHIPPED = 1_000
ROUNDS = 5
TODAY = date(2026, 1, 5)

_GOODS = "(SELECT value FROM json_each(?))"
_STOCKED = (
    "UPDATE company SET stock_policy = 'kept'",
    "UPDATE product SET stock_kept = 1, on_hand = 1000000000, reserved = coalesce((SELECT sum(quantity) "
    "FROM order_line WHERE product_id = product.id AND line_kind = 'goods'), 0)",
    "INSERT INTO stock_movement(product_id, date, movement, quantity, note, created_at) "
    "SELECT id, '2023-01-01', 'receipt', 1000000000, '', created_at FROM product",
)

Times = list[tuple[float, float]]


def _prepare(book: Path) -> list[list[int]]:
    """Make goods of what some confirmed orders sold and put enough into stock; the orders of each batch."""
    with closing(connect(str(book))) as link:
        run = link.execute
        run("PRAGMA query_only = OFF")
        run("BEGIN IMMEDIATE")
        found = run(
            "SELECT id FROM sales_order WHERE state = 'confirmed' ORDER BY id LIMIT ?", (SHIPPED * (ROUNDS + 1),)
        )
        ids = [int(row[0]) for row in found]
        wanted = (f"[{','.join(map(str, ids))}]",)
        run(f"UPDATE order_line SET line_kind = 'goods' WHERE order_id IN {_GOODS}", wanted)
        run(
            "UPDATE sales_order SET delivery = 'waiting', to_ship = (SELECT sum(quantity) FROM order_line "
            f"WHERE order_id = sales_order.id) WHERE id IN {_GOODS}",
            wanted,
        )
        for statement in _STOCKED:
            run(statement)
        run("COMMIT")
    return [ids[at : at + SHIPPED] for at in range(0, len(ids), SHIPPED)]


def _ship(ids: list[int]) -> None:
    moment = datetime(2026, 1, 5, 9, tzinfo=UTC)
    actor = Actor(1, "owner", frozenset({"owner"}), today=lambda: TODAY, now=lambda: moment, run="bench")
    done = ship_orders(actor, ids).value.done
    if len(done) != len(ids):
        raise AssertionError(f"{len(done)} of {len(ids)} were shipped")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    start, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - worked


def measure() -> tuple[Times, Times]:
    """Seconds by the clock and of the processor for each batch: through the operation, and stored raw."""
    with tempfile.TemporaryDirectory() as folder:
        first = Path(shutil.copy(kept(ORDERS), Path(folder) / "record.daybook"))
        batches = _prepare(first)
        ours, raw = (Path(shutil.copy(first, Path(folder) / f"{name}.daybook")) for name in ("ours", "raw"))
        database.open_file(str(first))
        recorded = [changed_by(partial(_ship, ids)) for ids in batches]
        database.close_links()
        database.open_file(str(ours))
        mine: Times = []
        theirs: Times = []
        with closing(connect(str(raw))) as link:
            link.execute("PRAGMA query_only = OFF")
            for ids, statements in zip(batches, recorded, strict=True):
                gc.collect()
                mine.append(_timed(partial(_ship, ids)))
                theirs.append(_timed(partial(store, link, statements)))
            # The raw book must hold the same trade, or the two were not compared.
            for asked in (
                "SELECT count(*), sum(quantity) FROM shipment_line",
                "SELECT sum(shipped), sum(version) FROM sales_order",
                "SELECT sum(on_hand), sum(reserved) FROM product",
            ):
                if link.execute(asked).fetchall() != connection().execute(asked).fetchall():
                    raise AssertionError("the books differ")
        database.close_links()
    return mine[1:], theirs[1:]


def run() -> list[tuple[str, float, str]]:
    """The ratio of the batch to the raw rows, by the clock and of the processor."""
    mine, theirs = measure()
    results = []
    for name, place in (("", 0), (", processor time", 1)):
        ours, raw = (statistics.median(times[place] for times in each) for each in (mine, theirs))
        told = f"{1000 * ours:,.0f} ms against {1000 * raw:,.0f} ms; {ORDERS:,} orders in the book"
        results.append((f"{SHIPPED:,} orders shipped in one batch{name} / raw rows", ours / raw, told))
    return results


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})")
