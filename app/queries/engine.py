"""How every list is asked: ids for a search, filters and order; pages of rows by id; totals of what was found.

A list is data (``RecordList``): its columns with their SQL, its filters, how a typed word finds rows. All SQL text is
put together from these constants only, with every value bound, so the statement cache keeps it. Nothing uses OFFSET: a
list holds its ids (8 bytes a row), and rows are fetched by id. ``first`` is quick enough for the window's own thread
where the order has an index; ``ids`` and ``totals`` belong on the reading thread.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from app.errors import NotAllowed, UserError
from app.i18n import _
from app.models.actor import ACTS, Actor, Permission, Scope, who_may
from app.models.base import connection
from app.models.search_key import query_terms
from app.queries.column_filters import filter_of, fits
from app.queries.columns import Ask, Column, Kind, Row, Totals
from app.queries.filters import Filter, Part, Pill
from app.queries.in_front import count_problems, ids_in_front
from app.queries.pins import Pin, Problem
from app.queries.saved_views import ListView, saved_views

_REMEMBERED = 4_096
_NO_PROBLEMS: tuple[Problem, ...] = ()
_ALIAS = re.compile(r"\b([a-z]+)\.")

Actions = Callable[[Actor, Mapping[str, Any]], frozenset[str]]
Search = Callable[[str], Part]


@dataclass(frozen=True)
class Field:
    """A column with the SQL that gives its values, and the columns that it is sorted by.

    Without ``order`` texts are sorted as they are spelled, Chinese by pinyin, and everything else by its value.
    """

    column: Column
    sql: str
    order: tuple[str, ...] = ()

    @property
    def sorted_by(self) -> tuple[str, ...]:
        """What ORDER BY names for this column."""
        return self.order or ((f"spelled({self.sql})",) if self.column.kind is Kind.TEXT else (self.sql,))


@dataclass(eq=False)
class RecordList:
    """A list of records of one kind.

    ``table`` is the table with its alias, ``joins`` the further tables by alias, taken in only where they are needed.
    ``own`` narrows down to a viewer's own records, ``base`` holds always. ``facts`` are further values by name that
    ``allow`` decides the row's operations with; few and coarse ones. ``secret`` columns are empty for viewers without
    ``secret_needs``.
    """

    noun: str
    title: str
    table: str
    key: str
    fields: tuple[Field, ...]
    default_sort: tuple[tuple[str, bool], ...]
    needs: Permission
    search: Search
    joins: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    pills: tuple[Pill, ...] = ()
    base: str = ""
    own: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    allow: Actions = lambda _viewer, _facts: frozenset()
    secret: frozenset[str] = frozenset()
    secret_needs: tuple[Permission, ...] = ()
    drive: Mapping[str, str] = field(default_factory=dict)
    """Sort keys whose rows come quickest with another table first: the FROM clause for each."""
    search_by_date: Callable[[str], Part | None] = lambda _term: None
    """The SELECT of (date, id) that finds one term in the usual order by date, where that spares looking rows up."""
    pins: tuple[Pin, ...] = ()
    """The problems that are put in front where an ``Ask`` wants it."""
    when_wrong: frozenset[str] = frozenset()
    """The operations that a row with a problem allows besides."""
    likely: Callable[[str], tuple[Part, ...]] = lambda _typed: ()
    """The SELECTs of ids for what was most likely meant by a typed text (``normal``), best first."""
    columns: tuple[Column, ...] = field(init=False)
    """The columns in the order of a row's values; follows from ``fields``."""
    narrowing: dict[str, Filter] = field(init=False)
    """All filters by key: ``filters``, and one built from each column that those don't cover."""
    of_column: dict[str, Filter] = field(init=False)
    """The filter that narrows a column down, by the column's key."""
    # Rows share few combinations of facts, so what a viewer may do with one is remembered for the others.
    _allowed: dict[object, dict[tuple[Any, ...], frozenset[str]]] = field(init=False, default_factory=dict)
    # The statement of a page by its ids, by the problems that it looks for.
    _pages: dict[tuple[Pin, ...], str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = tuple(f.column for f in self.fields)
        self.narrowing = {f.key: f for f in self.filters}
        self.of_column = {}
        for f in self.fields:
            known = self.narrowing.get(f.column.key)
            if known is None or not fits(known, f.column):
                key = f.column.key if known is None else f"{f.column.key}_value"
                known = self.narrowing[key] = filter_of(f.column, f.sql, key)
            self.of_column[f.column.key] = known

    def column(self, key: str) -> Column:
        """The column with this key; KeyError when there is none."""
        return next(c for c in self.columns if c.key == key)

    def first(self, viewer: Actor, ask: Ask, limit: int = 400) -> array[int]:
        """The ids of the first rows."""
        front = ids_in_front(self, viewer, ask, limit)
        return self._behind(front, self._ids(viewer, ask, limit))[:limit] if len(front) < limit else front

    def ids(self, viewer: Actor, ask: Ask) -> array[int]:
        """The ids of all rows, in order."""
        return self._behind(ids_in_front(self, viewer, ask, None), self._ids(viewer, ask, None))

    def _ids(self, viewer: Actor, ask: Ask, limit: int | None) -> array[int]:
        sql, values = self._statement(viewer, ask, limit)
        if limit is not None:
            return array("q", (row[0] for row in connection().execute(sql, values)))
        # SQLite puts a hundred thousand ids together without holding up other threads; fetching row by row would.
        # LIMIT -1 limits nothing: with it the order of the rows is kept.
        whole = f"SELECT json_group_array(id) FROM ({sql} LIMIT -1)"
        return array("q", json.loads(next(connection().execute(whole, values))[0]))

    def whole(self, viewer: Actor, ask: Ask) -> bool:
        """Whether all rows of the list answer."""
        return not (ask.filters or ask.search or self.base) and viewer.scope(self.needs) is Scope.ALL

    def problems(self, viewer: Actor, ask: Ask) -> int:
        """How many rows that answer have a problem which this viewer may see."""
        return count_problems(self, viewer, ask)

    @staticmethod
    def _behind(front: array[int], ids: array[int]) -> array[int]:
        if not front:
            return ids
        known = set(front)
        return front + array("q", [i for i in ids if i not in known])

    def pins_for(self, viewer: Actor | None) -> tuple[Pin, ...]:
        """The kinds of problem that this viewer may see."""
        if viewer is None:
            return ()
        return tuple(p for p in self.pins if p.needs is None or viewer.may(p.needs))

    def _statement(self, viewer: Actor, ask: Ask, limit: int | None) -> Part:
        sql, values = self._dated(viewer, ask) or self._ordered(viewer, ask)
        return (sql, values) if limit is None else (sql + " LIMIT ?", (*values, limit))

    def _dated(self, viewer: Actor, ask: Ask) -> Part | None:
        terms = query_terms(ask.search)
        usual = not ask.filters and self.sorting(viewer, ask) == self.default_sort
        if len(terms) != 1 or not usual or self.base or viewer.scope(self.needs) is not Scope.ALL:
            return None
        found = self.search_by_date(terms[0])
        if found is None:
            return None
        way = " DESC" if self.default_sort[0][1] else ""
        return f"SELECT id FROM ({found[0]}) ORDER BY date{way}, id{way}", found[1]

    def _ordered(self, viewer: Actor, ask: Ask) -> Part:
        where, values = self.where(viewer, ask)
        keys = self.sorting(viewer, ask)
        order = self.order_by(keys)
        source = self.table
        if not ask.search:
            asked = {key for key, _value in ask.filters}
            through = [f.through for f in self.filters if f.through and f.key in asked]
            source = through[0] if through else self.drive.get(keys[0][0], self.table)
        return f"SELECT {self.key} FROM {self.source(source, where + order)}{where} ORDER BY {order}", values

    def rows(self, ids: Sequence[int], viewer: Actor | None = None) -> dict[int, Row]:
        """The rows with these ids; ones that are gone are missing. Without a viewer no operation is allowed."""
        pins = self.pins_for(viewer)
        sql, bound = self._page(viewer, pins)
        return self.made(connection().execute(sql, (*bound, json.dumps(list(ids)))), viewer, pins)

    def made(self, found: Iterable[Any], viewer: Actor | None, pins: tuple[Pin, ...]) -> dict[int, Row]:
        """Rows from what ``wanted`` selects, in its order."""
        names = [name for name, _sql in self.facts]
        width = 1 + len(self.fields)
        hidden = self._hidden(viewer)
        who = (viewer.user_id, viewer.roles, viewer.alone) if viewer is not None else None
        allowed = self._allowed.setdefault(who, {})
        if len(allowed) > _REMEMBERED:
            allowed.clear()
        end = width + len(self.facts)
        rows = {}
        for row in found:
            values = row[1:width]
            if hidden:
                values = tuple(None if i in hidden else v for i, v in enumerate(values))
            facts = row[width:end]
            actions = allowed.get(facts)
            if actions is None:
                known = dict(zip(names, facts, strict=True))
                actions = allowed[facts] = self.allow(viewer, known) if viewer is not None else frozenset()
            problems = _NO_PROBLEMS
            if viewer is not None and any(d is not None for d in row[end:]):
                details = zip(pins, row[end:], strict=True)
                problems = tuple(Problem(pin, d, viewer.today()) for pin, d in details if d is not None)
                actions |= self.when_wrong
            rows[row[0]] = Row(row[0], values, actions, problems)
        return rows

    def wanted(self, problems: Iterable[str]) -> str:
        """The SELECT list of rows: the id, the columns, the facts, and what tells of problems."""
        return ", ".join([self.key, *(f.sql for f in self.fields), *(s for _n, s in self.facts), *problems])

    def _page(self, viewer: Actor | None, pins: tuple[Pin, ...]) -> Part:
        parts = [pin.at_row(viewer) for pin in pins] if viewer is not None else []
        sql = self._pages.get(pins)
        if sql is None:
            wanted = self.wanted(s for s, _v in parts)
            source = self.source(self.table, wanted)
            sql = f"SELECT {wanted} FROM {source} WHERE {self.key} IN (SELECT value FROM json_each(?))"
            self._pages[pins] = sql
        return sql, tuple(v for _sql, vs in parts for v in vs)

    def _hidden(self, viewer: Actor | None) -> frozenset[int]:
        if viewer is None or self._sees_all(viewer):
            return frozenset()
        return frozenset(i for i, f in enumerate(self.fields) if f.column.key in self.secret)

    def totals(self, viewer: Actor, ask: Ask) -> Totals:
        """How many rows there are and what their summed columns come to."""
        return self._totals(viewer, *self.where(viewer, ask))

    def totals_of(self, viewer: Actor, ids: Sequence[int]) -> Totals:
        """What the summed columns of these rows come to."""
        return self._totals(viewer, f" WHERE {self.key} IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))

    def _totals(self, viewer: Actor, where: str, values: tuple[object, ...]) -> Totals:
        summed = [f for i, f in enumerate(self.fields) if f.column.total and i not in self._hidden(viewer)]
        sums = "".join(f", coalesce(sum({f.sql}), 0)" for f in summed)
        sql = f"SELECT count(*){sums} FROM {self.source(self.table, where + sums)}{where}"
        row = next(connection().execute(sql, values))
        return Totals(row[0], {f.column.key: row[1 + i] for i, f in enumerate(summed)})

    def count(self, viewer: Actor, ask: Ask) -> int:
        """How many rows there are."""
        where, values = self.where(viewer, ask)
        sql = f"SELECT count(*) FROM {self.source(self.table, where)}{where}"
        return int(next(connection().execute(sql, values))[0])

    def counts(self, viewer: Actor, pills: Sequence[Pill] | None = None) -> dict[str, int]:
        """The live counts of views by key, of the ready-made ones unless told; what cannot be asked for is left out."""
        found = {}
        for pill in self.pills if pills is None else pills:
            if not pill.counted:
                continue
            with suppress(UserError):
                found[pill.key] = self.count(viewer, pill.ask)
        return found

    def views(self, viewer: Actor) -> tuple[ListView, ...]:
        """The views of this list that people saved, as far as this viewer sees them, in their order."""
        return saved_views(viewer, self.noun, self.narrowing, [c.key for c in self.columns if c.sortable])

    def quick(self, viewer: Actor, ask: Ask) -> bool:
        """Whether ``first`` only follows an index, so that it may run on the window's own thread."""
        if ask.search or ask.filters or (ask.problems_first and self.pins) or viewer.scope(self.needs) is Scope.OWN:
            return False
        return "TEMP B-TREE" not in self.plan(viewer, ask, 1)

    def shows(self, viewer: Actor, record_id: int) -> bool:
        """Whether this viewer may see this record."""
        where, values = self.where(viewer, Ask())
        sql = f"SELECT 1 FROM {self.source(self.table, where)}{where or ' WHERE 1'} AND {self.key} = ?"
        return connection().execute(sql, (*values, record_id)).fetchone() is not None

    def shown(self, viewer: Actor, ids: Sequence[int]) -> frozenset[int]:
        """Those of these records that this viewer may see."""
        where, values = self.where(viewer, Ask())
        among = f"{self.key} IN (SELECT value FROM json_each(?))"
        sql = f"SELECT {self.key} FROM {self.source(self.table, where)}{where or ' WHERE 1'} AND {among}"
        return frozenset(row[0] for row in connection().execute(sql, (*values, json.dumps(list(ids)))))

    def plan(self, viewer: Actor, ask: Ask, limit: int | None = None) -> str:
        """How SQLite finds the ids, for tests and measurements."""
        sql, values = self._statement(viewer, ask, limit)
        return "\n".join(str(r[3]) for r in connection().execute("EXPLAIN QUERY PLAN " + sql, values))

    def page_plan(self, viewer: Actor) -> str:
        """How SQLite finds the rows of a page, for tests."""
        sql, values = self._page(viewer, self.pins_for(viewer))
        return "\n".join(str(r[3]) for r in connection().execute("EXPLAIN QUERY PLAN " + sql, (*values, "[1]")))

    def source(self, source: str, used: str) -> str:
        """The FROM clause with the tables that a text uses."""
        clauses = [source]
        for alias, clause in self._needed(used):
            if f" {alias} " not in f" {source} ":
                clauses.append(clause)
        return " ".join(clauses)

    def _needed(self, used: str) -> list[tuple[str, str]]:
        aliases = set(_ALIAS.findall(used))
        while True:
            more = {a for alias in aliases if alias in self.joins for a in _ALIAS.findall(self.joins[alias])}
            if more <= aliases:
                return [(alias, clause) for alias, clause in self.joins.items() if alias in aliases]
            aliases |= more

    def where(self, viewer: Actor, ask: Ask) -> Part:
        """The WHERE clause for what this viewer may see and asks for. Raises UserError, NotAllowed."""
        parts: list[Part] = [(self.base, ())] if self.base else []
        scope = viewer.scope(self.needs)
        if scope is Scope.NONE:
            raise NotAllowed(
                _("You may not {act}. This is for: {roles}.").format(
                    act=_(ACTS[self.needs]), roles=who_may(self.needs)
                ),
                code="not_allowed",
            )
        if scope is Scope.OWN and self.own:
            parts.append((self.own, (viewer.user_id,)))
        parts.extend(self.narrowed(viewer, ask))
        parts.extend(self.search(term) for term in query_terms(ask.search))
        if not parts:
            return "", ()
        return " WHERE " + " AND ".join(f"({sql})" for sql, _v in parts), tuple(v for _s, vs in parts for v in vs)

    def narrowed(self, viewer: Actor, ask: Ask) -> Iterator[Part]:
        """The conditions that the filters of a question come to. Raises UserError, NotAllowed."""
        for key, value in ask.filters:
            if key not in self.narrowing:
                raise UserError(
                    _("This list has no filter “{filter}”. It has: {filters}.").format(
                        filter=key, filters=", ".join(self.narrowing)
                    ),
                    field=key,
                    code="filter_unknown",
                )
            yield self._narrowed(viewer, self.narrowing[key], value)

    def _narrowed(self, viewer: Actor, wanted: Filter, value: str) -> Part:
        # What a viewer doesn't see can't be narrowed down by either, or it could be guessed.
        if self.hides(viewer, wanted.column):
            raise NotAllowed(
                _("You may not see “{column}”, so the list cannot be filtered by it.").format(column=_(wanted.title)),
                field=wanted.key,
                code="filter_hidden",
            )
        return wanted.part(viewer, value)

    def hides(self, viewer: Actor, column: str) -> bool:
        """Whether the values of a column are kept from this viewer."""
        return column in self.secret and not self._sees_all(viewer)

    def _sees_all(self, viewer: Actor) -> bool:
        return not self.secret or any(viewer.may(p) for p in self.secret_needs)

    def sorting(self, viewer: Actor, ask: Ask) -> tuple[tuple[str, bool], ...]:
        """What the rows are sorted by."""
        # The order of values that a viewer doesn't see would tell what they are.
        return tuple(key for key in ask.sort if not self.hides(viewer, key[0])) or self.default_sort

    def order_by(self, keys: tuple[tuple[str, bool], ...]) -> str:
        """The ORDER BY terms for these keys. Raises UserError."""
        known = {f.column.key: f for f in self.fields}
        terms: list[str] = []
        downwards = False
        for key, downwards in keys:
            field = known.get(key)
            if field is None or not field.column.sortable:
                raise UserError(
                    _("This list cannot be sorted by “{key}”. It can be sorted by: {keys}.").format(
                        key=key, keys=", ".join(f.column.key for f in self.fields if f.column.sortable)
                    ),
                    field="sort",
                    code="sort_unknown",
                )
            terms.extend(f"{sql} DESC" if downwards else sql for sql in field.sorted_by)
        if terms[-1].split(" ")[0] != self.key:
            terms.append(f"{self.key} DESC" if downwards else self.key)
        return ", ".join(terms)
