"""Secondary indexes out of the way while an import outweighs what a book holds already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

TABLES = ("sales_order", "order_line", "payment", "allocation", "ledger_line", "shipment", "shipment_line")

# Fewer orders than these are stored quicker with their indexes in place.
WORTH_IT = 5_000


@contextmanager
def rebuilding(connection: apsw.Connection, orders: int) -> Iterator[None]:
    """Drop the secondary indexes of the great tables and make them again at the end, inside the caller's transaction.

    Does nothing for small imports and for books that hold more orders than come in.
    """
    there = connection.execute("SELECT count(*) FROM sales_order").get
    if orders < WORTH_IT or there > orders:
        yield
        return
    marks = ", ".join("?" * len(TABLES))
    made = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
        TABLES,
    ).fetchall()
    for name, _text in made:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _name, text in made:
        connection.execute(str(text))
