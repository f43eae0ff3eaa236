"""What stands in front of a list: the record of just the typed number, and the records with a problem."""

from __future__ import annotations

import json
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from app.models.actor import Actor
from app.models.base import connection
from app.models.search_key import normal
from app.queries.columns import Ask
from app.queries.filters import Part
from app.queries.pins import Pin, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.queries.engine import RecordList


def ids_in_front(records: RecordList, viewer: Actor, ask: Ask, limit: int | None) -> array[int]:
    """The ids of the rows that come before all others, first those that were most likely meant."""
    likely = _likely(records, viewer, ask)
    wrong = _with_problem(records, viewer, ask, limit)
    if not likely:
        return wrong
    return array("q", dict.fromkeys((*likely, *wrong)))


def count_problems(records: RecordList, viewer: Actor, ask: Ask) -> int:
    """How many rows that answer have a problem which this viewer may see."""
    pins = records.pins_for(viewer)
    if not pins:
        return 0
    if records.whole(viewer, ask):
        found, values = any_of(viewer, pins)
        return int(next(connection().execute(f"SELECT count(*) FROM ({found})", values))[0])
    where, bound = _among(records, viewer, ask, any_of(viewer, pins))
    sql = f"SELECT count(*) FROM {records.source(records.table, where)}{where}"
    return int(next(connection().execute(sql, bound))[0])


def _likely(records: RecordList, viewer: Actor, ask: Ask) -> list[int]:
    typed = normal(ask.search)
    if ask.sort or not typed:
        return []
    rest = replace(ask, search="")
    found: dict[int, None] = {}
    for part in records.likely(typed):
        meant = [row[0] for row in connection().execute(*part)]
        if not meant:
            continue
        where, bound = _among(records, viewer, rest, ("SELECT value FROM json_each(?)", (json.dumps(meant),)))
        sql = f"SELECT {records.key} FROM {records.source(records.table, where)}{where}"
        answering = {row[0] for row in connection().execute(sql, bound)}
        found.update(dict.fromkeys(i for i in meant if i in answering))
    return list(found)


def _with_problem(records: RecordList, viewer: Actor, ask: Ask, limit: int | None) -> array[int]:
    pins = records.pins_for(viewer) if ask.problems_first else ()
    if not pins:
        return array("q")
    limits = [most for most in (limit, ask.problems_at_most or None) if most is not None]
    most = min(limits) if limits else -1
    keys = records.sorting(viewer, ask)
    if records.whole(viewer, ask) and keys == (("date", True),):
        sql, bound = _newest(viewer, pins, most)
    else:
        where, bound = _among(records, viewer, ask, any_of(viewer, pins))
        order = records.order_by(keys)
        sql = (
            f"SELECT {records.key} FROM {records.source(records.table, where + order)}{where} ORDER BY {order} LIMIT ?"
        )
    return array("q", (row[0] for row in connection().execute(sql, (*bound, most))))


def _newest(viewer: Actor, pins: Sequence[Pin], most: int) -> Part:
    # Each kind has an index along the dates: its newest are read from the end, and no row is looked up.
    parts = [pin.found(viewer) for pin in pins]
    newest = " UNION ".join(f"SELECT * FROM ({sql} ORDER BY 1 DESC, 2 DESC LIMIT {most:d})" for sql, _v in parts)
    bound = tuple(v for _sql, values in parts for v in values)
    return f"SELECT id FROM ({newest}) ORDER BY date DESC, id DESC LIMIT ?", bound


def _among(records: RecordList, viewer: Actor, ask: Ask, part: Part) -> Part:
    """The condition that a row answers and is one of those that a statement selects."""
    where, bound = records.where(viewer, ask)
    where += (" AND " if where else " WHERE ") + f"{records.key} IN ({part[0]})"
    return where, (*bound, *part[1])
