"""A workbook of products: which column is what, and each row's values; what a row means is settled where it is stored.

A column that is missing says nothing, and an empty cell neither: what the book has stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.errors import FileError
from app.i18n import LANGUAGES, N_, _, translator
from app.importing.convert import Column, decimal_sign, prices, quantities
from app.importing.mapping import unique_headers
from app.importing.names import compact, load_data, without_brackets
from app.importing.plan import Step, silent
from app.importing.values import Bad, identity, is_error, show
from app.importing.workbook import Sheet, cell_of, read_workbook

TITLES: Mapping[str, str] = {
    "code": N_("Code"),
    "name": N_("Name"),
    "specification": N_("Specification"),
    "unit": N_("Unit"),
    "category": N_("Category"),
    "list_price": N_("Price"),
    "floor_price": N_("Floor price"),
    "cost": N_("Cost"),
    "tax_code": N_("Tax code"),
    "tax_class": N_("Tax class"),
    "tax_class_name": N_("Tax class name"),
    "stock_kept": N_("Keep stock"),
    "low_stock": N_("Low-stock level"),
    "place": N_("Shelf place"),
    "aliases": N_("Other names"),
    "note": N_("Note"),
    "active": N_("Active"),
}
"""The fields in the order of an export, with their marked titles."""

GRADE = N_("Price for grade {grade}")
GRADE_KEY = "grade:"
"""Before the grade in the key of a column that holds the prices of one."""

_PRICES = frozenset({"list_price", "floor_price", "cost"})
_FLAGS = frozenset({"stock_kept", "active"})
_SPLIT = re.compile("[,;，；、\n]")
_GRADES = (
    re.compile(r"^price (?:for )?(?:grade |level |customer )?(?P<grade>.+)$", re.IGNORECASE),
    re.compile(r"^(?P<grade>.+?) price$", re.IGNORECASE),
    re.compile(r"^(?P<grade>.+?)(?:等级|级)(?:价格|售价|价)$"),
    re.compile(r"^(?:等级价|价格|售价)[\s:：-]*(?P<grade>.+)$"),
)
_YES = frozenset({"yes", "y", "true", "1", "on", "x", "✓", "√", "是", "有", "启用", "在售", "active"})
_NO = frozenset({"no", "n", "false", "0", "off", "否", "无", "不", "停用", "停售", "下架", "inactive"})
_LOOK = 40


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A row that could be read: its number in the file, what its cells say by field without the empty ones, and the
    cells as they are."""

    row: int
    values: dict[str, Any]
    raw: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be taken: the cell to blame and a finished reason."""

    row: int
    column: str
    value: str
    reason: str
    code: str = ""
    name: str = ""
    raw: tuple[Any, ...] = ()


@dataclass
class ProductPlan:
    """What a workbook of products holds. ``columns`` gives each header the field it fills, empty for none; ``samples``
    holds what stands in each column first."""

    file: str
    sheet: str
    columns: list[tuple[str, str]]
    rows: list[ProductRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)


def read_products(
    path: str | Path,
    chosen: Mapping[int, str] | None = None,
    progress: Callable[[Step], None] = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> ProductPlan:
    """Read a workbook of products in a child process. ``chosen`` says by position which field a column fills.

    Raises ``FileError`` when it cannot be read or holds no products, and ``Cancelled``.
    """
    from app.importing.child import run_in_child

    plan: ProductPlan = run_in_child(plan_products, (str(path), dict(chosen or {})), progress, cancelled)
    return plan


def plan_products(
    path: str | Path, chosen: Mapping[int, str], progress: Callable[[Step], None] = silent
) -> ProductPlan:
    """The same in this very process; what the child runs, and tests."""
    path = Path(path)
    progress(Step("reading"))
    book = read_workbook(path)
    found = _find_table(book.sheets)
    if found is None:
        raise FileError(
            _(
                "Daybook found no products in {name}. It needs a row of column names with a code or a name of products "
                "and something more, such as a price."
            ).format(name=path.name),
            code="no_products",
        )
    sheet, at, keys = found
    width = max(sheet.width, len(sheet.rows[at]))
    headers = unique_headers(sheet.rows[at], width)
    keys = {**keys, **{place: key for place, key in chosen.items() if place < width}}
    keys = {place: key for place, key in keys.items() if key}
    columns = [(header, keys.get(place, "")) for place, header in enumerate(headers)]
    while columns and not columns[-1][1] and not any(cell_of(row, len(columns) - 1) for row in sheet.rows[at:]):
        columns.pop()
    plan = ProductPlan(path.name, sheet.name, columns, warnings=list(book.warnings))
    plan.samples = [_sample(sheet.rows[at + 1 :], place) for place in range(len(columns))]
    _read_rows(plan, sheet, at, keys)
    if not plan.rows and not plan.problems:
        raise FileError(
            _("The sheet {name} has column names but no rows below them.").format(name=sheet.name), code="no_rows"
        )
    return plan


def fields_of(headers: Sequence[object]) -> dict[int, str]:
    """The field that each column fills by its name: every field once, the surest name first."""
    found: dict[int, str] = {}
    names = unique_headers(headers, len(headers))
    for known in (_titles(), _names()):
        for place, header in enumerate(names):
            for text in (header, without_brackets(header)):
                key = known.get(compact(text), "")
                if key and place not in found and key not in found.values():
                    found[place] = key
    for place, header in enumerate(names):
        grade = _grade_of(header) if place not in found else ""
        key = f"{GRADE_KEY}{grade}"
        if grade and key not in found.values():
            found[place] = key
    return found


def title_of(key: str) -> str:
    """What a column of this field is called in the user's language."""
    if key.startswith(GRADE_KEY):
        return _(GRADE).format(grade=key.removeprefix(GRADE_KEY))
    return _(TITLES[key])


@cache
def _titles() -> dict[str, str]:
    return {compact(translator(code)(title)): key for code in LANGUAGES for key, title in TITLES.items()}


@cache
def _names() -> dict[str, str]:
    return {compact(name): key for key, names in load_data("product_fields.toml").items() for name in names}


def _grade_of(header: str) -> str:
    for code in LANGUAGES:
        before, _sign, after = translator(code)(GRADE).partition("{grade}")
        inner = header[len(before) : len(header) - len(after)]
        if header.startswith(before) and header.endswith(after) and inner.strip():
            return inner.strip()
    for pattern in _GRADES:
        match = pattern.match(without_brackets(header).strip() or header)
        if match:
            return match["grade"].strip()
    return ""


def _find_table(sheets: Sequence[Sheet]) -> tuple[Sheet, int, dict[int, str]] | None:
    best: tuple[Sheet, int, dict[int, str]] | None = None
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:_LOOK]):
            keys = fields_of(row)
            named = {"code", "name"} & set(keys.values())
            if named and len(keys) > 1 and (best is None or len(keys) > len(best[2])):
                best = sheet, at, keys
    return best


def _sample(rows: Sequence[Sequence[Any]], place: int) -> str:
    return next((text for row in rows if (text := show(cell_of(row, place)).strip())), "")[:200]


def _read_rows(plan: ProductPlan, sheet: Sheet, at: int, keys: Mapping[int, str]) -> None:
    places = sheet.filled(at + 1, keys)
    read = {
        place: _converted(key, [cell_of(sheet.rows[n], place) for n in places]).values for place, key in keys.items()
    }
    for index, n in enumerate(places):
        values = {key: read[place][index] for place, key in keys.items() if read[place][index] not in (None, "", ())}
        wrong = next(((place, values[key]) for place, key in keys.items() if type(values.get(key)) is Bad), None)
        number, raw = sheet.number(n), tuple(cell_of(sheet.rows[n], place) for place in range(len(plan.columns)))
        if wrong is not None:
            place, bad = wrong
            cell = show(raw[place])[:200]
            code, name = (text if isinstance(text := values.get(key, ""), str) else "" for key in ("code", "name"))
            plan.problems.append(RowProblem(number, plan.columns[place][0], cell, bad.reason, code, name, raw))
        elif "code" in values or "name" in values:
            plan.rows.append(ProductRow(number, values, raw))
        else:
            plan.problems.append(RowProblem(number, "", "", _("The row has neither a code nor a name."), raw=raw))


def _converted(key: str, cells: list[Any]) -> Column:
    if key in _PRICES or key.startswith(GRADE_KEY):
        return prices(cells, decimal_sign(cells), None)
    if key == "low_stock":
        return quantities(cells, decimal_sign(cells))
    if key in _FLAGS:
        return Column([_flag(cell) for cell in cells])
    if key == "place":
        return Column([_place(cell) for cell in cells])
    if key in ("code", "tax_class"):
        return Column([cell.strip() if isinstance(cell, str) else identity(cell) for cell in cells])
    if key == "aliases":
        return Column([tuple(p.strip() for p in _SPLIT.split(show(cell)) if p.strip()) for cell in cells])
    return Column([_text(cell) for cell in cells])


def _text(cell: Any) -> str | Bad:
    found = show(cell).strip()
    if is_error(found):
        return Bad(_("The cell holds the error {error}, not a value.").format(error=found))
    return found


def _place(cell: Any) -> str | Bad:
    if isinstance(cell, date):
        return Bad(_("The workbook made a date of this place. Write it as text, such as A-03-2."))
    return _text(cell) if isinstance(cell, str) else identity(cell)


def _flag(cell: Any) -> bool | Bad | None:
    if isinstance(cell, bool):
        return cell
    word = show(cell).strip().casefold()
    if not word:
        return None
    if word in _YES or word in _in_all("yes"):
        return True
    if word in _NO or word in _in_all("no"):
        return False
    return Bad(_("“{value}” is neither yes nor no.").format(value=show(cell)[:40]))


@cache
def _in_all(word: str) -> frozenset[str]:
    return frozenset(translator(code)(word).casefold() for code in LANGUAGES)
