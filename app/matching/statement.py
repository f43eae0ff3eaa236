"""The rows of a statement become lines: columns are known by their headings, or where there are none by what they
hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from app.errors import UserError
from app.i18n import _
from app.importing import convert
from app.importing.names import compact, without_brackets
from app.importing.text import read_rows
from app.importing.values import Bad, show
from app.matching.entry import Entry, Statement, Unread
from app.matching.words import SEVERAL, headings, words
from app.models.search_key import normal
from app.paste.plain import half

_HEAD_AT_MOST = 60
Rows = Sequence[Sequence[Any]]


@cache
def _fields() -> dict[str, str]:
    return {compact(name): field for field, names in headings().items() for name in names}


def read_text(text: str, *, minor: int = 100, day_first: bool | None = None) -> Statement:
    """The lines of a pasted statement: separated by commas, semicolons, tabs or bars. Raises as ``read_statement``."""
    rows, first, _delimiter = read_rows(text.strip("\n"))
    return read_statement(rows, minor=minor, day_first=day_first, first=first)


def read_statement(rows: Rows, *, minor: int = 100, day_first: bool | None = None, first: int = 1) -> Statement:
    """The lines of a table. ``minor`` is how many minor units a unit of money has, ``first`` the number of the first
    row, ``day_first`` how 03/04/2026 is meant where nothing in the file says it.

    Raises UserError where no dates and amounts are found, or where the order of day and month is needed
    (code ``day_first``).
    """
    at, columns = _heading(rows)
    body_at = at + 1
    if not columns:
        body_at = 0
        columns = _by_content(rows)
    if "date" not in columns or not columns.keys() & {"amount", "income", "outgo", "net"}:
        raise UserError(
            _(
                "No dates and amounts were found. Copy the lines together with the row that names the columns, or "
                "import the file that the bank gives."
            ),
            field="text",
            code="no_statement",
        )
    heads = rows[at] if body_at else ()
    return _Reading(rows[body_at:], columns, heads, minor, day_first, first + body_at).statement()


def _heading(rows: Rows) -> tuple[int, dict[str, list[int]]]:
    best_at, best = 0, dict[str, list[int]]()
    for at, row in enumerate(rows[:_HEAD_AT_MOST]):
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(row):
            field = _field(show(cell))
            if field and (field not in found or field in SEVERAL):
                found.setdefault(field, []).append(place)
        if len(found) > len(best) and len(found) >= 2 and "date" in found:
            best_at, best = at, found
    return best_at, best


def _field(head: str) -> str:
    known = _fields()
    plain = compact(without_brackets(head))
    return known.get(plain) or known.get(compact(head), "") if plain or head else ""


def _by_content(rows: Rows) -> dict[str, list[int]]:
    """Which column holds what where no row names them: the dates, the amounts with decimals, and the texts."""
    body = [row for row in rows if any(show(cell).strip() for cell in row)][:200]
    width = max(map(len, body), default=0)
    columns: dict[str, list[int]] = {}
    texts: list[tuple[float, int]] = []
    for place in range(width):
        cells = [row[place] if place < len(row) else "" for row in body]
        filled = [cell for cell in cells if show(cell).strip()]
        if not filled:
            continue
        days = convert.moments(filled, "", True, "date").values
        told = sum(type(day) is str for day in days)
        if "date" not in columns and told * 2 > len(filled):
            columns["date"] = [place]
            continue
        sums = convert.numbers(filled, 100, convert.decimal_sign(filled)).values
        counted = sum(type(value) is int for value in sums)
        if counted * 2 > len(filled):
            if "amount" not in columns and any(re.search(r"[.,]\d{1,2}\D*$", show(cell)) for cell in filled):
                columns["amount"] = [place]
            continue
        texts.append((sum(len(show(cell)) for cell in filled) / len(filled), place))
    places = [place for _length, place in texts]
    if len(places) > 1:
        columns["party"] = places[:1]
        columns["remark"] = places[1:]
    elif places:
        columns["remark"] = places
    return columns


class _Reading:
    def __init__(
        self,
        rows: Rows,
        columns: dict[str, list[int]],
        heads: Sequence[Any],
        minor: int,
        day_first: bool | None,
        first: int,
    ) -> None:
        self.rows, self.columns, self.heads = rows, columns, heads
        self.minor, self.day_first, self.first = minor, day_first, first
        self.decimals = self._decimals()

    def _cells(self, field: str) -> list[Any]:
        places = self.columns.get(field)
        if not places:
            return []
        return [row[places[0]] if places[0] < len(row) else "" for row in self.rows]

    def _decimals(self) -> str:
        cells = {c for field in ("amount", "income", "outgo", "net", "fee") for c in self._cells(field)}
        return convert.decimal_sign([c for c in cells if type(c) is str])

    def _sums(self, field: str) -> list[Any]:
        cells = self._cells(field)
        return convert.numbers(cells, self.minor, self.decimals).values if cells else [None] * len(self.rows)

    def _words(self, field: str) -> list[str]:
        cells = self._cells(field)
        return [_said(cell) for cell in cells] if cells else [""] * len(self.rows)

    def _remarks(self) -> list[str]:
        found = []
        for row in self.rows:
            said = [_said(row[place]) for place in self.columns.get("remark", ()) if place < len(row)]
            found.append(" · ".join(dict.fromkeys(word for word in said if word)))
        return found

    def statement(self) -> Statement:
        head = self.columns["date"][0]
        name = show(self.heads[head]) if head < len(self.heads) else ""
        days = convert.moments(self._cells("date"), name, self.day_first, "date")
        if days.question:
            raise UserError(
                _("Is 03/04/2026 the third of April or the fourth of March on this statement? Choose it first."),
                field="day_first",
                code="day_first",
            )
        sums = {field: self._sums(field) for field in ("income", "outgo", "amount", "net", "fee")}
        told = {field: self._words(field) for field in ("party", "account", "reference", "direction", "kind", "state")}
        remarks = self._remarks()
        entries: list[Entry] = []
        unread: list[Unread] = []
        for i, day in enumerate(days.values):
            row = self.first + i
            if type(day) is not str:
                if day is not None and any(type(column[i]) is int for column in sums.values()):
                    unread.append(Unread(row, day.reason if isinstance(day, Bad) else _("The row has no date.")))
                continue
            amount, fee = self._amount({field: column[i] for field, column in sums.items()}, told["direction"][i])
            if amount is None:
                bad = next((c[i] for f, c in sums.items() if f != "fee" and isinstance(c[i], Bad)), None)
                if bad is not None:
                    unread.append(Unread(row, bad.reason))
                continue
            entries.append(
                Entry(
                    day,
                    amount,
                    told["party"][i],
                    told["account"][i],
                    remarks[i],
                    told["reference"][i],
                    fee,
                    told["kind"][i] if normal(told["direction"][i]) not in words("neither") else told["direction"][i],
                    told["state"][i],
                    row,
                )
            )
        named = tuple(
            (field, show(self.heads[places[0]]).strip() if places[0] < len(self.heads) else "")
            for field, places in self.columns.items()
        )
        return Statement(tuple(entries), tuple(unread), named)

    def _amount(self, sums: dict[str, Any], direction: str) -> tuple[int | None, int]:
        """Gross amount, below zero where money went out, and the fee kept of it."""
        told = {field: value for field, value in sums.items() if type(value) is int}
        fee = abs(told.get("fee", 0))
        if told.get("income"):
            amount = told["income"]
        elif told.get("outgo"):
            amount = -abs(told["outgo"])
        elif "amount" in told:
            amount = told["amount"]
            if normal(direction) in words("out"):
                amount = -abs(amount)
        elif "net" in told:
            amount = told["net"] + (fee if told["net"] > 0 else 0)
        else:
            return None, 0
        return (amount, fee if 0 < fee < amount else 0) if amount else (None, 0)


def _said(cell: Any) -> str:
    said = half(show(cell)).strip("'`\t ")
    return "" if said in ("/", "-", "--", "无") else said
