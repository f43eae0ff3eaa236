"""A large workbook imported: the whole import against reading it bare and inserting the same rows raw.

100,000 orders in 195,000 rows of 15 columns. The floor reads every row with calamine and inserts the orders, lines,
customers, products and payments that the import made, from tuples held ready, into the same tables with the same driver
and settings, their indexes made afterwards. Both run in fresh processes. The safety backup before an import stays out.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.books import FIRST_NAMES, GIVEN, LAST_NAMES, LINES, REGIONS, SURNAMES

ORDERS = 100_000
HEAD = (
    "Order ID", "Order Date", "Customer ID", "Customer Name", "Phone", "City", "Region", "Product ID", "Product Name",
    "Category", "Unit", "Quantity", "Unit Price", "Line Total", "Amount Paid",
)  # fmt: skip
REFERRED = ("user", "tax_code", "import_batch", "channel", "category")
TABLES = ("customer", "product", "sales_order", "order_line", "payment")


def run(orders: int = ORDERS) -> list[tuple[str, float, str]]:
    """The ratio of the import to its floor, of a second import of the same file to the first, and of undoing it."""
    with tempfile.TemporaryDirectory() as folder:
        source, book = Path(folder) / "orders.xlsx", Path(folder) / "book.daybook"
        rows = write(source, orders)
        ours = _measured("ours", source, book)
        floor = _measured("floor", source, book)
    told = (
        f"{orders:,} orders in {rows:,} rows: {ours['all']:.2f} s (plan {ours['plan']:.2f}, store {ours['store']:.2f}) "
        f"against {floor['all']:.2f} s (read {floor['read']:.2f}, insert {floor['insert']:.2f}); "
        f"processor time {ours['cpu'] / floor['cpu']:.2f} times; {rows / ours['all']:,.0f} rows/s; "
        f"peak {ours['mb']:.0f} MB + {ours['child_mb']:.0f} MB in the reading process, floor {floor['mb']:.0f} MB"
    )
    return [
        ("import / calamine + raw inserts", ours["all"] / floor["all"], told),
        ("second import / first", ours["again"] / ours["all"], f"{ours['again']:.2f} s, adds nothing"),
        ("undo / import", ours["undo"] / ours["all"], f"{ours['undo']:.2f} s"),
    ]


def _measured(what: str, source: Path, book: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", what, str(source), str(book)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _worked() -> float:
    """Seconds of processor time of this process and of its children that have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _mb(who: int) -> float:
    peak = resource.getrusage(who).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def ours(source: Path, book: Path) -> dict[str, float]:
    """Import the workbook into a new book, once more, and undo a copy of it."""
    from app.importing import Options, read_and_plan
    from app.models.book import close_book, open_book
    from app.models.creation import create_book
    from app.operations.import_undo import undo_import
    from app.operations.imports import import_plan
    from app.queries.people import actor_of, people

    create_book(book, name="Benchmark", owner="owner", country="US")
    open_book(book)
    actor = actor_of(people()[0])
    worked, started = _worked(), time.perf_counter()
    plan = read_and_plan(source, Options(currency="USD"))
    planned = time.perf_counter()
    result = import_plan(actor, plan).value
    stored = time.perf_counter()
    figures = {"plan": planned - started, "store": stored - planned, "all": stored - started}
    figures["cpu"] = _worked() - worked
    figures["mb"], figures["child_mb"] = _mb(resource.RUSAGE_SELF), _mb(resource.RUSAGE_CHILDREN)
    assert result.refused == 0, result.problems[:3]
    kept = book.with_name("kept.daybook")
    from app.operations.maintenance import back_up

    back_up(actor, kept)
    del plan
    started = time.perf_counter()
    again = import_plan(actor, read_and_plan(source, Options(currency="USD"))).value
    figures["again"] = time.perf_counter() - started
    assert again.imported == 0
    started = time.perf_counter()
    undo_import(actor, result.batch or 0)
    figures["undo"] = time.perf_counter() - started
    close_book()
    return figures


def floor(source: Path, book: Path) -> dict[str, float]:
    """Read every row bare, and insert what the import made raw."""
    import apsw
    import python_calamine

    from app.models import schema
    from app.models.base import connect

    made = apsw.Connection(str(book.with_name("kept.daybook")), flags=apsw.SQLITE_OPEN_READONLY)
    held = {table: made.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in TABLES}
    others = {table: made.execute(f"SELECT * FROM {table}").fetchall() for table in REFERRED}
    made.close()
    link = connect(str(book.with_name("floor.daybook")))
    run_ = link.execute
    run_("PRAGMA query_only = OFF")
    run_("BEGIN IMMEDIATE")
    schema.create_in(link)
    for table, rows in others.items():
        link.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    run_("COMMIT")
    gc.disable()
    worked, started = _worked(), time.perf_counter()
    with python_calamine.CalamineWorkbook.from_path(str(source)) as opened:
        count = sum(1 for _row in opened.get_sheet_by_index(0).iter_rows())
    read = time.perf_counter()
    run_("BEGIN IMMEDIATE")
    marks = ", ".join(f"'{t}'" for t in TABLES)
    indexes = run_(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
    ).fetchall()
    for name, _sql in indexes:
        run_(f'DROP INDEX "{name}"')
    for table, rows in held.items():
        link.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    for _name, sql in indexes:
        run_(sql)
    run_("COMMIT")
    ended = time.perf_counter()
    cpu = _worked() - worked
    assert count
    link.close()
    return {
        "read": read - started,
        "insert": ended - read,
        "all": ended - started,
        "cpu": cpu,
        "mb": _mb(resource.RUSAGE_SELF),
    }


def write(path: Path, orders: int, seed: int = 11, prefix: str = "W") -> int:
    """Write the workbook, with shared strings as spreadsheet programs do; returns its number of rows.

    The orders' numbers begin with ``prefix``.
    """
    chance = random.Random(seed)
    shared: dict[str, int] = {}
    customers = [_customer(chance, i) for i in range(max(1, orders // 20))]
    products = [
        (f"P-{i:05d}", f"Article {i}" if i % 2 else f"商品 {i}", ("Paper", "Furniture", "Technology")[i % 3], "pc",
         chance.randrange(500, 200_000))
        for i in range(2000)
    ]  # fmt: skip
    count = 0

    def text(column: int, row: int, value: str) -> str:
        at = shared.setdefault(value, len(shared))
        return f'<c r="{_LETTERS[column]}{row}" t="s"><v>{at}</v></c>'

    def rows() -> Iterator[str]:
        nonlocal count
        yield _row(1, "".join(text(at, 1, title) for at, title in enumerate(HEAD)))
        number = 1
        for order in range(orders):
            customer = customers[chance.randrange(len(customers))]
            day = 44927 + order * 1096 // orders
            picked = [(products[chance.randrange(2000)], chance.randrange(1, 13)) for _ in range(chance.choice(LINES))]
            whole = sum(product[4] * quantity for product, quantity in picked)
            paid = whole if chance.random() < 0.87 else 0
            for product, quantity in picked:
                number += 1
                count += 1
                cells = [text(0, number, f"{prefix}-{order:06d}"), f'<c r="B{number}" s="1"><v>{day}</v></c>']
                cells += [text(2 + at, number, value) for at, value in enumerate(customer)]
                cells += [text(7 + at, number, value) for at, value in enumerate(product[:4])]
                figures = (quantity, product[4] / 100, product[4] * quantity / 100, paid / 100)
                cells += [f'<c r="{_LETTERS[11 + at]}{number}"><v>{value}</v></c>' for at, value in enumerate(figures)]
                yield _row(number, "".join(cells))

    body = "".join(rows())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _PARTS.items():
            archive.writestr(name, content)
        archive.writestr(
            "xl/worksheets/sheet1.xml", f"{_XML}<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>"
        )
        strings = "".join(f"<si><t>{value}</t></si>" for value in shared)
        archive.writestr("xl/sharedStrings.xml", f"{_XML}<sst {_MAIN}>{strings}</sst>")
    return count


def _row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def _customer(chance: random.Random, i: int) -> tuple[str, ...]:
    if i % 2:
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
    else:
        name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    phone = f"1{chance.randrange(3, 10)}{chance.randrange(10**8, 10**9)}"
    return f"C-{i:05d}x", name, phone, f"City {i % 97}", REGIONS[i % len(REGIONS)]


_LETTERS = "ABCDEFGHIJKLMNO"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SHEETS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETS}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEETS}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHEETS}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets><sheet name="Orders" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" '
    f'Target="styles.xml"/><Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    "xl/styles.xml": f'{_XML}<styleSheet {_MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def main(arguments: list[str]) -> int:
    """Measure one side in this process and print the figures, or both when nothing is said."""
    if not arguments:
        for name, ratio, details in run():
            print(f"{name}: {ratio:.2f} ({details})")
        return 0
    what, source, book = arguments
    side: Any = {"ours": ours, "floor": floor}[what]
    print(json.dumps(side(Path(source), Path(book))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
