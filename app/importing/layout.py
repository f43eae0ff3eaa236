"""Where the table is: the sheet, its header row under titles, the rows that are data, and layouts that are no list."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.errors import FileError
from app.i18n import _
from app.importing.mapping import Mapping, recognise_columns, score, unique_headers
from app.importing.names import compact, is_footer, is_total
from app.importing.text import detect_delimiter
from app.importing.workbook import Sheet, Workbook

_LOOK = 40


@dataclass
class Table:
    """A list found in a sheet: header names, the cells column by column, and each row's number in the file.

    ``left_out`` counts rows between header and end that are no orders (totals, notes, descriptions).
    """

    sheet: str
    headers: tuple[str, ...]
    header_row: int
    columns: list[Sequence[Any]]
    numbers: list[int]
    mapping: Mapping
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.numbers)

    def raw(self, index: int) -> tuple[Any, ...]:
        """All cells of a row."""
        return tuple(column[index] for column in self.columns)


def split_single_column(sheet: Sheet) -> Sheet:
    """A sheet whose rows hold a whole text line in one cell, split at its delimiter; other sheets stay as they are."""
    rows = sheet.rows
    if len(rows) < 2 or any(any(cell != "" for cell in row[1:]) for row in rows[:200]):
        return sheet
    lines = [str(row[0]) if row else "" for row in rows]
    filled = [line for line in lines[:100] if line]
    if len(filled) < 2 or not all(isinstance(row[0], str) for row in rows[:50] if row):
        return sheet
    delimiter = detect_delimiter("\n".join(filled))
    widths = {len(row) for row in csv.reader(filled, delimiter=delimiter)}
    if min(widths) < 2 or len(widths) > 1:
        return sheet
    return Sheet(
        sheet.name,
        [list(row) for row in csv.reader(lines, delimiter=delimiter)],
        sheet.hidden,
        sheet.first,
        sheet.numbers,
    )


def find_header(rows: Sequence[Sequence[Any]]) -> tuple[int, Mapping]:
    """The index of the row that reads most like the header of an order table, and its mapping."""
    best, best_mapping, best_points = 0, Mapping((), {}), -1
    for index, row in enumerate(rows[:_LOOK]):
        filled = [cell for cell in row if cell != "" and cell is not None]
        if not filled:
            continue
        texts = sum(1 for cell in filled if isinstance(cell, str) and not cell.strip().replace(".", "").isdecimal())
        mapping = recognise_columns(unique_headers(row, len(row)))
        points = score(mapping)
        if texts < len(filled) * 0.6:
            points //= 4
        points -= index
        if points > best_points:
            best, best_mapping, best_points = index, mapping, points
    if best_points <= 0 or not best_mapping.columns:
        for index, row in enumerate(rows[:_LOOK]):
            filled = [cell for cell in row if cell != "" and cell is not None]
            if len(filled) > 1 and all(isinstance(cell, str) for cell in filled):
                return index, recognise_columns(unique_headers(row, len(row)))
    return best, best_mapping


def choose_sheet(book: Workbook, wanted: str = "") -> Sheet:
    """The sheet to import: the one named, else the visible one that looks most like orders (then the longest, then
    the first)."""
    if wanted:
        return book.sheet(wanted)
    best: Sheet | None = None
    best_points = (-1, -1, -1, 0)
    for n, sheet in enumerate(book.sheets):
        if not sheet.rows:
            continue
        _at, mapping = find_header(split_single_column(sheet).rows)
        points = (int(mapping.usable), int(not sheet.hidden), score(mapping) * 1000 + min(len(sheet.rows), 900) - n, -n)
        if points > best_points:
            best, best_points = sheet, points
    if best is None:
        raise FileError(_("The file holds no rows. Choose a file with orders."), code="empty")
    return best


def read_table(sheet: Sheet, header_row: int = 0) -> Table:
    """The list in a sheet: header found (or given by its row number), blank and description rows and rows of sums
    left out."""
    sheet = split_single_column(sheet)
    rows = sheet.rows
    if not any(any(cell != "" for cell in row) for row in rows[:1000]) and not rows:
        raise FileError(_("The sheet {name} is empty. Choose another sheet.").format(name=sheet.name), code="empty")
    if header_row:
        numbers = [sheet.number(i) for i in range(len(rows))]
        if header_row not in numbers:
            raise FileError(
                _("The sheet {name} has no row {row}.").format(name=sheet.name, row=header_row),
                field="header_row",
                code="no_row",
            )
        at = numbers.index(header_row)
    else:
        at, _mapping = find_header(rows)
    header = rows[at] if rows else []
    width = max(sheet.width, len(header))
    headers = unique_headers(header, width)
    mapping = recognise_columns(headers)
    start = at + 1
    if start < len(rows) and _describes(rows[start], mapping):
        start += 1
    body = rows[start:]
    if set(map(len, body)) - {width}:
        body = [row + [""] * (width - len(row)) if len(row) < width else row for row in body]
    first = sheet.number(start) if start < len(rows) else 0
    numbers = sheet.numbers[start:] if sheet.numbers is not None else list(range(first, first + len(body)))
    empty = [""] * width
    if empty in body:
        kept = [i for i, row in enumerate(body) if row != empty]
        body = [body[i] for i in kept]
        numbers = [numbers[i] for i in kept]
    keep = _data_rows(body, mapping)
    left_out = len(body) - len(keep)
    if left_out:
        body = [body[i] for i in keep]
        numbers = [numbers[i] for i in keep]
    columns: list[Sequence[Any]] = list(zip(*body, strict=False)) if body else [()] * width
    headers, columns, mapping = _without_empty(headers, columns, mapping)
    return Table(sheet.name, headers, sheet.number(at) if rows else 0, columns, numbers, mapping, left_out)


def put_right(table: Table, fixes: AnyMapping[tuple[int, int], str]) -> None:
    """Read other contents in some cells, given by row number and column; those that are not there are left out."""
    places = {number: index for index, number in enumerate(table.numbers)}
    for (number, position), text in fixes.items():
        index = places.get(number)
        if index is None or not 0 <= position < len(table.columns):
            continue
        column = table.columns[position]
        if not isinstance(column, list):
            column = table.columns[position] = list(column)
        column[index] = text


def _without_empty(
    headers: tuple[str, ...], columns: list[Sequence[Any]], mapping: Mapping
) -> tuple[tuple[str, ...], list[Sequence[Any]], Mapping]:
    """Cut nameless empty columns at the right end."""
    width = len(headers)
    while (
        width > 1 and headers[width - 1].isalpha() and len(headers[width - 1]) <= 3 and width - 1 not in mapping.columns
    ):
        if any(cell not in ("", None) for cell in columns[width - 1]):
            break
        width -= 1
    if width == len(headers):
        return headers, columns, mapping
    return headers[:width], columns[:width], Mapping(headers[:width], mapping.columns, mapping.confidence)


def _describes(row: Sequence[Any], mapping: Mapping) -> bool:
    """Is the row under the header a description ("Platform unique order ID.")? Then no amount or date in it is one."""
    filled = [cell for cell in row if cell not in ("", None)]
    if len(filled) < 3 or not all(isinstance(cell, str) for cell in filled):
        return False
    wordy = sum(1 for cell in filled if len(cell) > 12 and " " in cell.strip() and not any(c.isdigit() for c in cell))
    numeric = [
        key
        for key in ("amount", "quantity", "unit_price", "order_total", "paid", "date")
        if mapping.column(key) is not None
    ]
    values = [row[mapping.by_field[key]] for key in numeric if mapping.by_field[key] < len(row)]
    return (
        wordy >= len(filled) * 0.5
        and bool(values)
        and not any(any(c.isdigit() for c in str(value)) for value in values)
    )


def _data_rows(body: Sequence[Sequence[Any]], mapping: Mapping) -> list[int]:
    """The indexes of rows that are no sums, footers or repeated headers."""
    places = mapping.by_field
    number = places.get("number")
    keys = [
        places[key]
        for key in ("number", "date", "customer_name", "customer_code", "product_name", "product_code")
        if key in places
    ]
    header = tuple(compact(name) for name in mapping.headers)
    few = max(2, len(mapping.columns) // 4)
    digit = re.compile(r"\d").search
    suspects = [
        i
        for i, row in enumerate(body)
        if number is None or (type(lead := row[number]) is str and (" " in lead or digit(lead) is None))
    ]
    left_out: set[int] = set()
    for i in suspects:
        row = body[i]
        filled = [cell for cell in row if cell != "" and cell is not None]
        if _sums_up(row, filled, keys, number, few) or (
            len(filled) > 1 and tuple(compact(str(cell)[:200]) for cell in row) == header
        ):
            left_out.add(i)
    return [i for i in range(len(body)) if i not in left_out] if left_out else list(range(len(body)))


def _sums_up(row: Sequence[Any], filled: Sequence[Any], keys: Sequence[int], number: int | None, few: int) -> bool:
    texts = [cell for cell in filled if isinstance(cell, str)]
    if number is not None and isinstance(row[number], str) and is_total(row[number]):
        return True
    if not texts:
        return number is not None and all(row[place] == "" for place in keys)
    if is_total(texts[0]) or (len(filled) <= few and is_footer(texts[0])):
        return True
    missing = sum(1 for place in keys if row[place] == "")
    return any(is_total(cell) for cell in texts[1:]) and missing >= max(1, len(keys) - 1)


def refuse_layout(sheet: Sheet, table: Table) -> FileError:
    """Why a sheet gives no orders: a cross-tab, a transposed table, or simply something else."""
    rows = [row for row in sheet.rows[:60] if any(cell != "" for cell in row)]
    first_column = [str(row[0]) for row in rows[:30] if row and row[0] != ""]
    sideways = recognise_columns(unique_headers(first_column, len(first_column)))
    if sideways.usable and len(sideways.columns) >= 3:
        return FileError(
            _(
                "The sheet {name} stands on its side: its field names are in the first column. Turn "
                "it round (copy, paste transposed) and import it again."
            ).format(name=sheet.name),
            code="transposed",
        )
    if _is_cross_tab(rows):
        return FileError(
            _(
                "The sheet {name} is a cross-tab: its amounts stand under groups of columns. Make it "
                "a list with one order line per row, or choose another sheet."
            ).format(name=sheet.name),
            code="cross_tab",
        )
    shown = ", ".join(name for name in table.headers[:8] if name)
    return FileError(
        _(
            "Daybook found no orders in the sheet {name}. It needs a row of column names with an "
            "amount and an order number, a date or a customer; found: {headers}."
        ).format(name=sheet.name, headers=shown[:200] or "–"),
        code="no_orders",
    )


def _is_cross_tab(rows: Sequence[Sequence[Any]]) -> bool:
    if len(rows) < 4:
        return False
    heads = [[str(cell) for cell in row if cell != ""] for row in rows[:4]]
    repeated = any(len(head) >= 4 and len(set(head)) <= len(head) * 0.75 for head in heads)
    totals = sum(1 for head in heads for cell in head if is_total(cell) or cell.endswith((" Total", "合计", "小计")))
    body = rows[4:]
    cells = [cell for row in body for cell in row[1:]]
    sparse = bool(cells) and sum(1 for cell in cells if cell == "") > len(cells) * 0.5
    numeric = sum(1 for cell in cells if isinstance(cell, (int, float, date))) > len(cells) * 0.02
    return numeric and (repeated or totals > 0 or sparse)
