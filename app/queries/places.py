"""Places on the shelves: how lists are sorted by them, and which ones are in use."""

from __future__ import annotations

from app.i18n import N_
from app.models.base import connection
from app.queries.columns import Column, Kind
from app.queries.engine import Field

MOST = 1_000


def walk(column: str) -> tuple[str, ...]:
    """The terms of ORDER BY in which people pass the places of a column; what has none comes last."""
    return f"{column} = ''", f"walking({column})"


def place_field(*, shown: bool) -> Field:
    """The column of places in a list of products ``p``."""
    return Field(Column("place", N_("Shelf place"), Kind.TEXT, 88, shown), "p.place", (*walk("p.place"), "p.code"))


def places() -> list[str]:
    """The places that products have, as one passes them."""
    sql = f"SELECT DISTINCT place FROM product WHERE place <> '' ORDER BY walking(place), place LIMIT {MOST}"
    return [str(row[0]) for row in connection().execute(sql)]
