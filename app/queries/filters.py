"""Filters of lists: each is a constant piece of SQL and a way to turn what was chosen into bound values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from app.errors import UserError
from app.i18n import N_, _
from app.models.actor import Actor
from app.models.base import connection
from app.queries.columns import Ask, Kind

# A piece of a WHERE clause with its bound values.
Part = tuple[str, tuple[object, ...]]

LIKE = "LIKE ? ESCAPE '\\'"
FILLED = "*"
"""The value of a filter that wants a column to hold something; an empty one wants it to hold nothing."""


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list down.

    ``title`` is a marked text. ``offer`` says how a screen offers values: ``choice`` (``values`` holds keys with marked
    words), ``flag`` (the only value is ``yes``), ``text`` (see ``text``), ``number`` (from–to, of ``kind``), ``period``
    (named or from–to), ``date``, or the name of a type-ahead in ``choices.py``. ``through`` is the table with the index
    that serves this filter best, where SQLite would not see that. ``column`` is the column that it was built from.
    """

    key: str
    title: str
    offer: str
    part: Callable[[Actor, str], Part]
    values: tuple[tuple[str, str], ...] = ()
    through: str = ""
    kind: Kind = Kind.TEXT
    column: str = ""


@dataclass(frozen=True)
class Pill:
    """A ready-made view of a list that is shown with its live count, unless that takes long. ``title`` is a marked
    text."""

    key: str
    title: str
    ask: Ask
    counted: bool = True


def one_of(key: str, title: str, column: str, values: Iterable[tuple[str, str]]) -> Filter:
    """A column that must have one of the chosen keys (separated by commas)."""
    known = tuple(values)

    def part(_viewer: Actor, value: str) -> Part:
        chosen = tuple(v.strip() for v in value.split(",") if v.strip())
        for v in chosen or (value,):
            if v not in dict(known):
                raise UserError(
                    _("“{value}” is no value of the filter “{filter}”. Choose one of: {values}.").format(
                        value=v, filter=key, values=", ".join(k for k, _word in known)
                    ),
                    field=key,
                    code="filter_value",
                )
        if len(chosen) == 1:
            return f"{column} = ?", chosen
        return f"{column} IN ({', '.join('?' * len(chosen))})", chosen

    return Filter(key, title, "choice", part, known)


def flag(key: str, title: str, where: str, binds: Callable[[Actor], tuple[object, ...]] = lambda _viewer: ()) -> Filter:
    """A condition that is either asked for (``yes``) or excluded (``no``)."""

    def part(viewer: Actor, value: str) -> Part:
        if value in ("yes", "1", "true"):
            return where, binds(viewer)
        if value in ("no", "0", "false"):
            return f"NOT coalesce(({where}), 0)", binds(viewer)
        raise UserError(
            _("The filter “{filter}” is either yes or no, not “{value}”.").format(filter=key, value=value),
            field=key,
            code="filter_value",
        )

    return Filter(key, title, "flag", part, (("yes", N_("yes")), ("no", N_("no"))))


def text(key: str, title: str, column: str, offer: str = "text", *, through: str = "", of: str = "") -> Filter:
    """A column of text: it must equal the value, or hold it (``~value``), be empty (no value) or filled (``*``)."""

    def part(_viewer: Actor, value: str) -> Part:
        if value.startswith("~"):
            return f"{column} {LIKE}", (pattern(value[1:]),)
        return filled(column, value) or (f"{column} = ?", (value,))

    return Filter(key, title, offer, part, through=through, column=of)


def filled(sql: str, value: str) -> Part | None:
    """What narrows down to something (``*``) or to nothing at all (no value); None for any other value."""
    if value == FILLED:
        return f"coalesce({sql}, '') <> ''", ()
    return None if value.strip() else (f"coalesce({sql}, '') = ''", ())


def pattern(term: str) -> str:
    """A LIKE pattern that finds the term anywhere, whatever signs it holds; for ``LIKE ? ESCAPE '\\'``."""
    return "%" + term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def day(key: str, title: str, where: str) -> Filter:
    """A condition on a date, with one bound ISO date."""

    def part(viewer: Actor, value: str) -> Part:
        return where, (as_day(viewer, value, key),)

    return Filter(key, title, "date", part)


def record(key: str, title: str, where: str, offer: str, find: str, *, through: str = "") -> Filter:
    """A condition on another record: its id, ``me`` for oneself, or the name that ``find`` looks its id up by."""

    def part(viewer: Actor, value: str) -> Part:
        if value == "me":
            return where, (viewer.user_id,)
        if value.isdecimal():
            return where, (int(value),)
        found = connection().execute(find, (value,)).fetchone()
        if found is None:
            raise UserError(
                _("The filter “{filter}” knows nothing called “{value}”. Check the spelling.").format(
                    filter=key, value=value
                ),
                field=key,
                code="filter_value",
            )
        return where, (found[0],)

    return Filter(key, title, offer, part, through=through)


def of_customer(column: str) -> Filter:
    """Records of one customer: by id, code or name."""
    find = "SELECT id FROM customer WHERE code = ?1 UNION ALL SELECT id FROM customer WHERE name = ?1"
    return record("customer", N_("Customer"), f"{column} = ?", "customers", find)


def of_person(key: str, title: str, column: str) -> Filter:
    """Records of one person at the desk: by id, name, or ``me``."""
    return record(key, title, f"{column} = ?", "salespeople", "SELECT id FROM user WHERE name = ?1 OR full_name = ?1")


def of_order(where: str) -> Filter:
    """Records that belong to one order: by id or number."""
    return record("order", N_("Order"), where, "orders", "SELECT id FROM sales_order WHERE number = ?1")


def of_batch(column: str) -> Filter:
    """Records that one import made: by batch or file name."""
    find = "SELECT id FROM import_batch WHERE file_name = ?1 ORDER BY id DESC"
    return record("batch", N_("Import"), f"{column} = ?", "imports", find)


def as_day(viewer: Actor, value: str, key: str) -> str:
    """An ISO date as text, also from ``today``; UserError for anything else."""
    if value == "today":
        return viewer.today().isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UserError(
            _("“{value}” is no date. Write it as year-month-day, such as 2026-03-31.").format(value=value),
            field=key,
            code="filter_date",
        ) from None
