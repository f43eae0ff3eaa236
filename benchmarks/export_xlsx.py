"""100,000 orders x 11 columns to a workbook, against bare openpyxl in write-only mode with the same cells and formats.

Run it alone with ``python -m benchmarks.export_xlsx``.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from app.money import currency
from app.queries.columns import Column, Kind
from app.reports.excel import write_workbook

COUNT = 100_000

COLUMNS = (
    Column("number", "Number", Kind.NUMBER, 120),
    Column("date", "Date", Kind.DATE, 90),
    Column("customer", "Customer", Kind.TEXT, 200),
    Column("region", "Region", Kind.TEXT, 90),
    Column("channel", "Channel", Kind.TEXT, 90),
    Column("salesperson", "Salesperson", Kind.TEXT, 90),
    Column("lines", "Lines", Kind.COUNT, 60),
    Column("total", "Total", Kind.MONEY, 110, total=True),
    Column("paid", "Paid", Kind.MONEY, 110, total=True),
    Column("outstanding", "Outstanding", Kind.MONEY, 110, total=True),
    Column("due", "Due date", Kind.DATE, 90),
)


def orders(count: int) -> list[tuple[Any, ...]]:
    """Rows as a list hands them out."""
    return [
        (
            f"SO-2026-{n:06d}",
            f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
            f"青禾文具有限公司 {n % 5000}",
            ("浙江", "江苏", "上海")[n % 3],
            ("shop", "phone")[n % 2],
            f"Seller {n % 9}",
            n % 7 + 1,
            n * 37 % 900_000,
            n * 31 % 900_000,
            n * 6 % 900_000,
            f"2026-{n % 12 + 1:02d}-28",
        )
        for n in range(count)
    ]


def bare(rows: list[tuple[Any, ...]], target: Path) -> None:
    """The least that openpyxl needs for the same cells: an object where there is a format, plain texts elsewhere."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    sheet.append([column.title for column in COLUMNS])

    def cell(value: Any, form: str) -> Any:
        made = WriteOnlyCell(sheet, value)
        made.number_format = form
        return made

    for row in rows:
        day, money = "yyyy-mm-dd", "#,##0.00"
        sheet.append(
            [
                row[0],
                cell(date.fromisoformat(row[1]), day),
                *row[2:6],
                cell(row[6], "#,##0"),
                *(cell(value / 100, money) for value in row[7:10]),
                cell(date.fromisoformat(row[10]), day),
            ]
        )
    book.save(target)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(count: int = COUNT) -> list[tuple[str, float, str]]:
    """The ratio of Daybook's time to that of bare openpyxl, with the figures behind it."""
    rows = orders(count)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "orders.xlsx"
        bare(rows[:100], target)
        floor = _seconds(lambda: bare(rows, target))
        ours = _seconds(lambda: write_workbook(target, COLUMNS, rows, title="Orders", money=currency("CNY")))
    details = f"{count} rows x {len(COLUMNS)} columns: {ours:.1f} s against {floor:.1f} s"
    return [("orders to a workbook / bare openpyxl", ours / floor, details)]


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})")
