"""Declared profiles: what a known kind of file means, as data; several sheets joined into one list."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.errors import FileError
from app.i18n import _
from app.importing.fields import fields
from app.importing.layout import Table, read_table
from app.importing.mapping import from_fields, recognise_columns
from app.importing.names import compact
from app.importing.values import identity
from app.importing.workbook import Workbook

_FOLDER = Path(__file__).resolve().parent / "profiles"


@dataclass(frozen=True)
class Join:
    """Columns of another sheet, fetched by a key: ``on`` a column of the list so far, ``key`` the column over there."""

    sheet: str
    on: str
    key: str
    optional: bool = False


@dataclass(frozen=True)
class Profile:
    """A kind of file: how it is recognised, which sheets make its list, which column fills which field, and its rules.

    ``closed``: columns that it does not name are not imported. ``paid_is_net``: the amount paid is what was kept
    after refunds. ``per_line``: order amounts stated per row, summed up.
    """

    name: str
    title: str = ""
    channel: str = ""
    headers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    source: str = ""
    joins: tuple[Join, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    closed: bool = False
    paid_is_net: bool = False
    per_line: tuple[str, ...] = ()


def load_profile(path: Path) -> Profile:
    """Read a profile; a ``FileError`` says what is wrong with it."""
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except FileNotFoundError as error:
        raise FileError(
            _("There is no profile {name}. Known profiles: {known}.").format(name=path.stem, known=", ".join(names())),
            field="profile",
            code="no_profile",
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileError(
            _("The profile {name} cannot be read: {reason}.").format(name=path.name, reason=str(error)),
            field="profile",
            code="bad_profile",
        ) from error
    columns = {str(key): str(value) for key, value in data.get("columns", {}).items()}
    unknown = sorted(set(columns) - set(fields()))
    if unknown:
        raise FileError(
            _("The profile {name} speaks of unknown fields: {fields}.").format(
                name=path.name, fields=", ".join(unknown)
            ),
            field="profile",
            code="bad_profile",
        )
    seen, rules = data.get("recognise", {}), data.get("rules", {})
    return Profile(
        name=str(data.get("name", path.stem)),
        title=str(data.get("title", "")),
        channel=str(data.get("channel", "")),
        headers=tuple(seen.get("headers", ())),
        without=tuple(seen.get("without", ())),
        sheets=tuple(seen.get("sheets", ())),
        source=str(data.get("source", {}).get("sheet", "")),
        joins=tuple(
            Join(j["sheet"], j["on"], j.get("key", j["on"].rsplit(".", 1)[-1]), bool(j.get("optional")))
            for j in data.get("join", ())
        ),
        columns=columns,
        values=data.get("values", {}),
        closed=bool(rules.get("closed")),
        paid_is_net=bool(rules.get("paid_is_net")),
        per_line=tuple(rules.get("per_line", ())),
    )


def names() -> tuple[str, ...]:
    """The names of the profiles that come with Daybook."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def find_profile(named: str, book: Workbook, headers: Iterable[str]) -> Profile | None:
    """The profile that was named (or a TOML file), or the one that recognises the file; nothing for "none" or no
    match."""
    if named == "none":
        return None
    if named:
        return load_profile(Path(named) if named.endswith(".toml") else _FOLDER / f"{named}.toml")
    keys = {compact(header) for header in headers}
    sheet_names = {sheet.name for sheet in book.sheets}
    best: tuple[int, Profile] | None = None
    for name in names():
        profile = load_profile(_FOLDER / f"{name}.toml")
        wanted = {compact(header) for header in profile.headers}
        if profile.sheets:
            fits = set(profile.sheets) <= sheet_names
        else:
            fits = bool(wanted) and wanted <= keys and not keys & {compact(header) for header in profile.without}
        weight = len(wanted) + 10 * len(profile.sheets)
        if fits and (best is None or weight > best[0]):
            best = weight, profile
    return best[1] if best else None


def apply_profile(profile: Profile, book: Workbook, table: Table) -> Table:
    """The list as the profile sees it: sheets joined, columns mapped (what it leaves open is recognised by name)."""
    if profile.source:
        table = read_table(book.sheet(profile.source))
        for join in profile.joins:
            table = _joined(table, book, join)
    stated = from_fields(table.headers, profile.columns)
    missing = [
        field_key
        for field_key in ("number", "date")
        if field_key in profile.columns and stated.column(field_key) is None
    ]
    if missing and profile.source:
        raise FileError(
            _("The file does not fit the profile {name}: the column {column} is missing.").format(
                name=profile.name, column=profile.columns[missing[0]]
            ),
            field="profile",
            code="profile_misfit",
        )
    if not (profile.source or profile.closed):
        taken = set(stated.columns.values())
        for position, key in recognise_columns(table.headers).columns.items():
            if position not in stated.columns and key not in taken:
                stated.columns[position] = key
                stated.confidence[position] = 60
    _copy_shared(profile, table, stated.columns)
    table.mapping = from_positions(table, stated.columns)
    return table


def from_positions(table: Table, columns: Mapping[int, str]) -> Any:
    """A mapping of the table's headers with these columns."""
    mapping = recognise_columns(table.headers)
    mapping.columns = dict(columns)
    mapping.confidence = dict.fromkeys(columns, 100)
    return mapping


def _copy_shared(profile: Profile, table: Table, columns: dict[int, str]) -> None:
    """A column that fills two fields stands twice in the list."""
    used = set(columns.values())
    for key, header in profile.columns.items():
        if key in used:
            continue
        for position, name in enumerate(table.headers):
            if compact(name) == compact(header):
                table.headers = (*table.headers, name)
                table.columns.append(table.columns[position])
                columns[len(table.headers) - 1] = key
                break


def _joined(table: Table, book: Workbook, join: Join) -> Table:
    if join.optional and join.sheet not in {sheet.name for sheet in book.sheets}:
        return table
    other = read_table(book.sheet(join.sheet))
    mine, theirs = _place(table.headers, join.on), _place(other.headers, join.key)
    if mine is None or theirs is None:
        if join.optional:
            return table
        raise FileError(
            _("The sheet {name} cannot be joined: there is no column {column}.").format(
                name=join.sheet, column=join.on if mine is None else join.key
            ),
            code="profile_misfit",
        )
    rows: dict[str, int] = {}
    for i, cell in enumerate(other.columns[theirs]):
        rows.setdefault(_join_key(cell), i)
    matches = [rows.get(_join_key(cell), -1) for cell in table.columns[mine]]
    headers = list(table.headers)
    columns = list(table.columns)
    for header, column in zip(other.headers, other.columns, strict=True):
        headers.append(f"{join.sheet}.{header}")
        columns.append(tuple(column[i] if i >= 0 else "" for i in matches))
    return Table(table.sheet, tuple(headers), table.header_row, columns, table.numbers, table.mapping, table.left_out)


def _place(headers: Sequence[str], name: str) -> int | None:
    for position, header in enumerate(headers):
        if header == name or compact(header) == compact(name):
            return position
    return None


def _join_key(cell: Any) -> str:
    key = identity(cell)
    return key.lstrip("#").casefold() if isinstance(key, str) else ""
