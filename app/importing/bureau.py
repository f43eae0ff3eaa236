"""The workbook of invoices that the tax bureau's program made: which column is what, and one row per invoice.

What a row means for the book, which request it answers and whether it is in the book already, is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.errors import FileError
from app.i18n import _
from app.importing.bureau_red import IDENTITIES, NOTHING_SAID, TakenBack, taken_back
from app.importing.convert import decimal_sign, moments, money
from app.importing.mapping import unique_headers
from app.importing.names import compact, load_data
from app.importing.plan import Step, silent
from app.importing.values import Bad, identity, show
from app.importing.workbook import Sheet, cell_of, read_workbook

LIVE, RED, VOIDED = "live", "red", "voided"
_LOOK = 40


@dataclass(frozen=True, slots=True)
class BureauRow:
    """One invoice as the bureau's program tells it. Amounts in minor units; ``kind`` is a key of the book's kinds or
    empty; ``state`` is live, red or voided; ``serial`` is what the request was called in the workbook sent there;
    ``takes_back`` is said by red ones only."""

    row: int
    number: str
    code: str
    date: str
    title: str
    tax_number: str
    net: int | None
    tax: int | None
    total: int
    kind: str = ""
    state: str = LIVE
    remark: str = ""
    serial: str = ""
    seller_tax_number: str = ""
    takes_back: TakenBack = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class BureauProblem:
    """A row that cannot be read: the column to blame, what stands there, and a finished reason."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class BureauPlan:
    """What a workbook of the bureau's holds; ``columns`` gives each header the field it fills, empty for none."""

    file: str
    sheet: str
    columns: list[tuple[str, str]]
    rows: list[BureauRow] = field(default_factory=list)
    problems: list[BureauProblem] = field(default_factory=list)


def read_bureau(
    path: str | Path,
    minor: int,
    progress: Callable[[Step], None] = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> BureauPlan:
    """Read a workbook in a child process; ``minor`` is how many minor units the currency has.

    Raises ``FileError`` when it cannot be read or holds no invoices, and ``Cancelled``.
    """
    from app.importing.child import run_in_child

    plan: BureauPlan = run_in_child(plan_bureau, (str(path), minor), progress, cancelled)
    return plan


def plan_bureau(path: str | Path, minor: int, progress: Callable[[Step], None] = silent) -> BureauPlan:
    """The same in this very process; what the child runs, and tests."""
    path = Path(path)
    progress(Step("reading"))
    book = read_workbook(path)
    tables = [found for sheet in book.sheets if (found := _table(sheet)) is not None]
    if not tables:
        raise FileError(
            _(
                "Daybook found no invoices in {name}. It needs a row of column names with the number of the invoice "
                "(发票号码) and its total (价税合计)."
            ).format(name=path.name),
            code="no_invoices",
        )
    # A sheet with one row for each line repeats the numbers: the sheet with one row for each invoice is surer.
    plans = [_plan(path.name, sheet, at, keys, minor) for sheet, at, keys in tables]
    best, _repeated = max(plans, key=lambda found: (bool(found[0].rows), -found[1], -len(found[0].problems)))
    return best


def fields_of(headers: Sequence[object]) -> dict[int, str]:
    """The field that each column fills by its name, every field once; columns without use are left out."""
    found: dict[int, str] = {}
    for place, header in enumerate(headers):
        key = _names().get(compact(show(header)), "")
        if key and key not in found.values():
            found[place] = key
    return found


@cache
def _data() -> Mapping[str, Any]:
    return load_data("bureau_fields.toml")


@cache
def _names() -> dict[str, str]:
    return {compact(name): key for key, names in _data()["columns"].items() for name in names}


def _table(sheet: Sheet) -> tuple[Sheet, int, dict[int, str]] | None:
    for at, row in enumerate(sheet.rows[:_LOOK]):
        keys = fields_of(row)
        known = set(keys.values())
        if known & {"number", "digital_number"} and known & {"total", "net"} and len(keys) > 3:
            return sheet, at, keys
    return None


def _plan(name: str, sheet: Sheet, at: int, keys: Mapping[int, str], minor: int) -> tuple[BureauPlan, int]:
    headers = unique_headers(sheet.rows[at], max(sheet.width, len(sheet.rows[at])))
    plan = BureauPlan(name, sheet.name, [(header, keys.get(place, "")) for place, header in enumerate(headers)])
    rows = sheet.filled(at + 1, keys)
    places = {key: place for place, key in keys.items()}
    read: dict[str, list[Any]] = {}
    for key, place in places.items():
        cells = [cell_of(sheet.rows[n], place) for n in rows]
        if key in ("net", "tax", "total"):
            read[key] = money(cells, minor, decimal_sign(cells), None).values
        elif key == "date":
            read[key] = moments(cells, headers[place], None, "date").values
        elif key in ("number", "digital_number", "code", "tax_number", "seller_tax_number", "serial", *IDENTITIES):
            read[key] = [identity(cell) for cell in cells]
        else:
            read[key] = [show(cell).strip() for cell in cells]
    found: list[BureauRow] = []
    for index, n in enumerate(rows):
        values = {key: column[index] for key, column in read.items()}
        number = sheet.number(n)
        if not values.get("number") and not values.get("digital_number"):
            # Sums at the end, and remarks of the program that made the file.
            continue
        wrong = next(((key, v) for key, v in values.items() if type(v) is Bad), None)
        if wrong is not None:
            key, bad = wrong
            place = places[key]
            plan.problems.append(
                BureauProblem(number, headers[place], show(cell_of(sheet.rows[n], place))[:200], bad.reason)
            )
            continue
        row = _row(number, values)
        if row is None:
            plan.problems.append(BureauProblem(number, "", "", _("The row has no total.")))
        else:
            found.append(row)
    plan.rows = _summed(found)
    return plan, len(found) - len(plan.rows)


def _said(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return str(value) if value and type(value) is not Bad else ""


def _row(number: int, values: Mapping[str, Any]) -> BureauRow | None:
    net, tax, total = values.get("net"), values.get("tax"), values.get("total")
    if total is None and net is not None:
        total = net + (tax or 0)
    if total is None:
        return None
    said = _said(values, "digital_number") or _said(values, "number")
    day = values.get("date")
    digital = len(said) == 20
    state, remark = _state(values, total), _said(values, "remark")
    return BureauRow(
        row=number,
        number="".join(said.split()),
        code="" if digital else _said(values, "code"),
        date=str(day)[:10] if day else "",
        title=_said(values, "title"),
        tax_number=_said(values, "tax_number").upper(),
        net=net,
        tax=tax,
        total=total,
        kind=kind_of(_said(values, "kind"), digital=digital),
        state=state,
        remark=remark,
        serial=_said(values, "serial"),
        seller_tax_number=_said(values, "seller_tax_number").upper(),
        takes_back=(
            taken_back({key: _said(values, key) for key in (*IDENTITIES, "red_reason")}, remark)
            if state == RED
            else NOTHING_SAID
        ),
    )


def _state(values: Mapping[str, Any], total: int) -> str:
    states = _data()["states"]
    said, positive = _said(values, "state").casefold(), _said(values, "positive").casefold()
    if any(word in said for word in states["voided"]):
        return VOIDED
    if total < 0 or positive in states["no"] or said in states["red"]:
        return RED
    return LIVE


def kind_of(said: str, *, digital: bool) -> str:
    """The key of the kind that is meant by these words; empty where they don't say."""
    words = _data()["kinds"]

    def has(group: str) -> bool:
        return any(word in said for word in words[f"{group}_words"])

    special, normal = has("special"), has("normal")
    if not special and not normal:
        return ""
    if digital or has("digital"):
        paper = "paper_" if has("paper") else ""
        return f"digital_{paper}{'special' if special else 'normal'}"
    if special:
        return "paper_special"
    return "electronic_normal" if has("electronic") else "paper_normal"


def _summed(rows: Sequence[BureauRow]) -> list[BureauRow]:
    """One row for each invoice: the rows of its lines are added up where the file has one for each."""
    found: dict[tuple[str, str], BureauRow] = {}
    for row in rows:
        known = found.get((row.code, row.number))
        if known is None:
            found[row.code, row.number] = row
            continue
        found[row.code, row.number] = replace(
            known,
            net=None if known.net is None or row.net is None else known.net + row.net,
            tax=None if known.tax is None or row.tax is None else known.tax + row.tax,
            total=known.total + row.total,
        )
    return list(found.values())


def day_of(row: BureauRow) -> date | None:
    """The date of an invoice; None where the file says none."""
    return date.fromisoformat(row.date) if row.date else None
