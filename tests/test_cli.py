"""The command line: what it writes, how it ends, and real sample files from import to figures and back."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.cli import main
from app.models.book import close_book, is_open, open_book
from app.models.order import Shipment
from app.models.payment import Payment
from app.operations.invoices import issue_invoice
from app.operations.payments import record_payment
from app.operations.receipts import issue_receipt
from app.operations.shipments import ship_order
from app.operations.users import add_user, change_password
from app.queries.people import actor_of, people
from tests.helpers.book import a_customer, a_line, an_order, cents, order, read
from tests.importing.samples import csv_file, shared_folder

ROOT = Path(__file__).resolve().parent.parent
SHARED = shared_folder()
needs_samples = pytest.mark.skipif(SHARED is None, reason="the sample files are not on this computer")

HEAD = ["Order ID", "Order Date", "Customer Name", "Region", "Product ID", "Product Name", "Quantity", "Unit Price"]
ROWS = [
    ["A-1", "2026-02-01", "Ines Ruiz", "South", "P1", "Lamp", 2, "10.00"],
    ["A-1", "2026-02-01", "Ines Ruiz", "South", "P2", "Shade", 1, "4.50"],
    ["A-2", "2026-03-03", "陈晓", "North", "P1", "Lamp", 1, "9.00"],
]


class Cli:
    """Types commands, always for the same book."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.book = folder / "book.daybook"
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: object) -> int:
        """Carry out a command; returns its exit status and keeps what it wrote."""
        self._capsys.readouterr()
        status = main([str(word) for word in words])
        assert not is_open()
        self.out, self.err = self._capsys.readouterr()
        return status

    def run(self, command: str, *words: object) -> int:
        """Carry out a command on the book."""
        return self(command, *words, "--book", self.book)

    def json(self, command: str, *words: object, status: int = 0) -> Any:
        """The JSON that a command writes."""
        assert self.run(command, *words, "--json") == status, self.err
        return json.loads(self.out)

    def bring(self, rows: Sequence[Sequence[Any]] = ROWS, head: Sequence[str] = HEAD) -> Any:
        """Import these rows; returns what the command says about it."""
        return self.json("import", csv_file(self.folder, [head, *rows]))


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Cli]:
    monkeypatch.setattr("app.commands.desk.getpass.getuser", lambda: "mia")
    yield Cli(tmp_path, capsys)
    close_book()


def test_import_makes_the_book_and_says_what_it_did(cli: Cli) -> None:
    assert cli.bring() == {
        "batch": 1,
        "rows": 3,
        "imported": 3,
        "refused": 0,
        "unchanged": 0,
        "orders": 2,
        "lines": 3,
        "customers": 2,
        "products": 2,
        "payments": 0,
        "refunds": 0,
        "total": "33.50",
        "problems": [],
    }
    again = cli.bring()
    assert (again["batch"], again["imported"], again["unchanged"], again["orders"]) == (None, 0, 3, 0)
    assert cli.json("check") == {"ok": True, "findings": []}
    assert cli.json("undo-import", 1) == {"batch": 1, "orders": 2}
    assert cli.json("list", "orders") == {"noun": "orders", "total": 0, "items": []}
    assert cli.json("list", "customers")["total"] == cli.json("list", "products")["total"] == 0
    assert cli.json("check")["ok"] is True


def test_refused_rows_are_told_saved_and_end_with_1(cli: Cli) -> None:
    source = csv_file(cli.folder, [HEAD, *ROWS, ["A-3", "not a day", "Bo", "", "P1", "Lamp", 1, "5"]])
    rejects = cli.folder / "rejects.xlsx"
    found = cli.json("import", source, "--rejects", rejects, status=1)
    assert (found["rows"], found["imported"], found["refused"]) == (4, 3, 1)
    problem = found["problems"][0]
    assert (problem["row"], problem["column"], problem["value"]) == (5, "Order Date", "not a day")
    assert set(problem) == {"sheet", "row", "column", "value", "reason"}
    cells = [cell for row in openpyxl.load_workbook(rejects).active.iter_rows(values_only=True) for cell in row]
    assert "not a day" in cells


def test_a_dry_run_stores_nothing(cli: Cli) -> None:
    source = csv_file(cli.folder, [HEAD, *ROWS])
    found = cli.json("import", source, "--dry-run")
    assert (found["batch"], found["orders"], found["total"]) == (None, 2, "33.50")
    assert not cli.book.exists()
    cli.bring(ROWS[:2])
    source = csv_file(cli.folder, [HEAD, *ROWS])
    assert cli.json("import", source, "--dry-run")["orders"] == 1
    assert cli.json("list", "orders")["total"] == 1


def test_an_unreadable_file_leaves_no_book(cli: Cli) -> None:
    picture = cli.folder / "orders.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert cli.run("import", picture) == 1
    assert cli.err.count("\n") == 1
    assert "picture" in cli.err
    assert cli.run("import", cli.folder / "nowhere.csv") == 1
    assert not cli.book.exists()


def test_the_currency_of_a_new_book(cli: Cli) -> None:
    rows = [[*row[:-1], f"€{row[-1]}"] for row in ROWS]
    cli.bring(rows)
    open_book(cli.book)
    from app.models.company import the_company

    assert the_company().currency == "EUR"
    close_book()
    yen = cli.folder / "yen.daybook"
    source = csv_file(cli.folder, [HEAD, ["1", "2026-02-01", "Bo", "", "P", "Lamp", 1, "500"]], name="yen.csv")
    assert cli("import", source, "--book", yen, "--currency", "jpy", "--json") == 0
    assert json.loads(cli.out)["total"] == "500"


def test_list_searches_filters_sorts_and_pages(cli: Cli) -> None:
    cli.bring()
    found = cli.json("list", "orders", "--sort", "total", "--descending")
    assert (found["noun"], found["total"]) == ("orders", 2)
    first = found["items"][0]
    wanted = {"number": "A-1", "date": "2026-02-01", "customer": "Ines Ruiz", "state": "confirmed", "total": "24.50",
              "paid": "0.00", "refunded": "0.00", "outstanding": "24.50"}  # fmt: skip
    assert {key: first[key] for key in wanted} == wanted
    assert isinstance(first["id"], int)
    page = cli.json("list", "orders", "--sort", "total", "--limit", 1, "--offset", 1)
    assert (page["total"], [item["number"] for item in page["items"]]) == (2, ["A-1"])
    assert [i["number"] for i in cli.json("list", "orders", "--search", "chenxiao")["items"]] == ["A-2"]
    assert [i["number"] for i in cli.json("list", "orders", "--filter", "region=South")["items"]] == ["A-1"]
    for noun in ("customers", "payments", "refunds", "invoices", "products", "shipments", "follow-ups", "stock",
                 "imports", "trail"):  # fmt: skip
        assert cli.json("list", noun)["noun"] == noun


def test_list_writes_csv_and_a_table(cli: Cli) -> None:
    cli.bring()
    assert cli.run("list", "orders", "--csv", "--sort", "number") == 0
    rows = list(csv.DictReader(io.StringIO(cli.out)))
    assert [(row["number"], row["total"]) for row in rows] == [("A-1", "24.50"), ("A-2", "9.00")]
    assert cli.run("list", "orders", "--limit", 1) == 0
    assert cli.out.splitlines()[0].startswith("Number")
    assert "1 of 2" in cli.err


def test_show_tells_one_record_whole(cli: Cli) -> None:
    cli.bring()
    order = cli.json("show", "orders", "A-1")
    assert [line["description"] for line in order["lines"]] == ["Lamp", "Shade"]
    assert cli.json("show", "orders", "Import:A-1")["id"] == order["id"]
    assert cli.json("show", "customers", "Ines Ruiz")["name"] == "Ines Ruiz"
    assert cli.json("show", "products", "P1")["name"] == "Lamp"
    assert cli.run("show", "orders", "A-1") == 0
    assert "A-1" in cli.out
    assert cli.run("show", "orders", "A-99") == 1
    assert "A-99" in cli.err


def test_an_ambiguous_number_is_refused(cli: Cli) -> None:
    cli.bring()
    source = csv_file(cli.folder, [HEAD, *ROWS])
    assert cli.run("import", source, "--channel", "Web") == 0
    assert cli.run("show", "orders", "A-1") == 1
    assert "Web:A-1" in cli.err
    assert cli.json("show", "orders", "Web:A-1")["number"] == "A-1"


def test_statistics_in_json_workbook_and_pdf(cli: Cli) -> None:
    cli.bring()
    found = cli.json("statistics", "--by", "month")
    assert set(found) == {"name", "by", "from", "to", "rows", "total"}
    assert [(row["key"], row["orders"], row["revenue"]) for row in found["rows"]] == [
        ("2026-02", 1, "24.50"),
        ("2026-03", 1, "9.00"),
    ]
    assert found["total"]["revenue"] == "33.50"
    only = cli.json("statistics", "revenue", "--by", "region", "--from", "2026-03-01", "--to", "2026-03-31")
    assert [(row["key"], row["revenue"]) for row in only["rows"]] == [("North", "9.00")]
    workbook, paper = cli.folder / "s.xlsx", cli.folder / "s.pdf"
    assert cli.run("statistics", "--by", "month", "--xlsx", workbook, "--pdf", paper) == 0
    assert openpyxl.load_workbook(workbook).active.max_row >= 3
    assert paper.read_bytes().startswith(b"%PDF")
    assert cli.run("statistics") == 0
    assert "33.50" in cli.out
    assert cli.run("statistics", "--by", "moon") == 1


def test_export_is_noted_on_the_trail(cli: Cli) -> None:
    cli.bring()
    target = cli.folder / "orders.xlsx"
    assert cli.run("export", "orders", target, "--search", "ines") == 0
    rows = list(openpyxl.load_workbook(target).active.iter_rows(values_only=True))
    assert rows[1][0] == "A-1"
    assert cli.run("export", "orders", cli.folder / "orders.csv") == 0
    assert cli.run("export", "orders", cli.folder / "orders.doc") == 1
    entries = cli.json("list", "trail")["items"]
    assert [entry["operation"] for entry in entries].count("export") == 2


def test_print_order_and_invoice(cli: Cli) -> None:
    cli.bring()
    paper = cli.folder / "a.pdf"
    assert cli.run("print", "order", "A-1", "A-2", "--pdf", paper) == 0
    assert paper.read_bytes().startswith(b"%PDF")
    open_book(cli.book)
    order = 1
    issue_invoice(actor_of(people()[0]), [order])
    close_book()
    number = cli.json("list", "invoices")["items"][0]["number"]
    one, two = cli.folder / "1.pdf", cli.folder / "2.pdf"
    assert cli.run("print", "invoice", number, "--pdf", one) == 0
    assert cli.run("print", "invoice", number, "--pdf", two) == 0
    assert one.read_bytes() == two.read_bytes()
    assert cli.json("check") == {"ok": True, "findings": []}
    assert cli.run("print", "poem", "A-1", "--pdf", paper) == 1
    assert cli.run("print", "order", "A-77", "--pdf", paper) == 1


def test_print_what_goes_with_goods(cli: Cli) -> None:
    cli.bring()
    open_book(cli.book)
    owner = actor_of(people()[0])
    customer = a_customer(owner)
    orders = [an_order(owner, customer, a_line(5, 2)) for _number in range(2)]
    shipment = ship_order(owner, orders[0]).value
    names = [order(each).number for each in orders]
    number = read(Shipment, shipment).number
    close_book()
    paper = cli.folder / "a.pdf"
    for document, numbers in (
        ("delivery-note", [number]),
        ("shipping-label", [number]),
        ("pick-list", names),
    ):
        assert cli.run("print", document, *numbers, "--pdf", paper) == 0
        assert paper.read_bytes().startswith(b"%PDF")
    assert cli.run("print", "pick-list", names[0], "--pdf", paper) == 1
    assert "waits to be shipped" in cli.err


def test_print_a_receipt_by_the_number_of_its_payment(cli: Cli) -> None:
    cli.bring()
    open_book(cli.book)
    owner = actor_of(people()[0])
    first, second = (read(Payment, record_payment(owner, cents(n), "cash", a_customer(owner)).value) for n in (20, 30))
    issue_receipt(owner, first.id)
    close_book()
    paper = cli.folder / "a.pdf"
    assert cli.run("print", "receipt", first.number, "--pdf", paper) == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert cli.run("print", "receipt", second.number, "--pdf", paper) == 1
    assert "No receipt was issued" in cli.err


def test_backup_restore_and_the_question_before_overwriting(cli: Cli) -> None:
    cli.bring()
    kept = cli.folder / "kept.daybook-backup"
    assert cli.json("backup", kept)["file"] == str(kept)
    assert cli.run("backup", kept) == 1
    assert "--yes overwrite" in cli.err
    assert cli.run("backup", kept, "--yes", "overwrite") == 0
    assert cli.run("undo-import", 1) == 0
    assert cli.run("restore", kept) == 0, cli.err
    assert cli.json("list", "orders")["total"] == 2
    assert cli.json("check")["ok"] is True


def test_check_ends_with_1_when_something_is_wrong(cli: Cli) -> None:
    cli.bring()
    open_book(cli.book)
    from app.models.base import connection

    connection().execute("PRAGMA query_only = OFF")
    connection().execute("UPDATE sales_order SET total = total + 1 WHERE number = 'A-1'")
    close_book()
    found = cli.json("check", status=1)
    assert found["ok"] is False
    assert {"code", "sentence", "kind", "id", "serious"} == set(found["findings"][0])
    assert cli.run("check") == 1
    assert "A-1" in cli.out


def test_who_works(cli: Cli) -> None:
    cli.bring()
    open_book(cli.book)
    owner = actor_of(people()[0])
    assert owner.name == "mia"
    add_user(owner, "sam", ["sales"])
    change_password(owner, "correct horse battery")
    close_book()
    secret, wrong = cli.folder / "secret", cli.folder / "wrong"
    secret.write_text("correct horse battery\n", encoding="utf-8")
    wrong.write_text("not this one at all\n", encoding="utf-8")
    assert cli.run("list", "orders") == 1
    assert "--password-file" in cli.err
    assert cli.run("list", "orders", "--password-file", wrong) == 1
    assert cli.run("list", "orders", "--password-file", secret) == 0
    assert cli.run("list", "orders", "--user", "sam") == 0
    assert cli.run("list", "orders", "--user", "nobody") == 1
    assert cli.run("undo-import", 1, "--user", "sam") == 1
    assert "import files" in cli.err
    trail = cli.json("list", "trail", "--password-file", secret)["items"]
    assert [entry["operation"] for entry in trail].count("sign in") == 3


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["frobnicate"],
        ["import"],
        ["list", "orders", "--limit", "x"],
        ["--lang", "fr"],
        ["check", "--nonsense"],
    ],
)
def test_wrong_usage_ends_with_2_and_one_sentence(cli: Cli, words: list[str]) -> None:
    assert cli(*words) == 2
    assert cli.err.count("\n") == 1
    assert not cli.out


def test_problems_are_one_plain_sentence(cli: Cli) -> None:
    assert cli.run("list", "orders") == 1
    assert cli.err.count("\n") == 1
    assert str(cli.book.name) in cli.err
    cli.bring()
    assert cli.run("list", "cats") == 1
    assert cli.run("list", "orders", "--filter", "colour=red") == 1
    assert cli.run("list", "orders", "--filter", "state") == 1
    assert cli.run("list", "orders", "--sort", "colour") == 1


def test_our_fault_leaves_a_report_and_ends_with_3(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, expected_log: list[object]
) -> None:
    cli.bring()
    monkeypatch.setattr("app.queries.check.check", lambda *_words: 1 / 0)
    assert cli.run("check") == 3
    assert cli.err.count("\n") == 1
    assert "Traceback" not in cli.err
    reports = list((cli.folder / "data" / "logs").glob("crash-*.txt"))
    assert len(reports) == 1
    assert "ZeroDivisionError" in reports[0].read_text(encoding="utf-8")


def test_chinese(cli: Cli) -> None:
    assert cli("--lang", "zh_CN", "list", "orders", "--book", cli.folder / "没有.daybook") == 1
    assert any("\u4e00" <= sign <= "\u9fff" for sign in cli.err)


def test_help_and_version(cli: Cli) -> None:
    assert cli("--help") == 0
    for command in ("demo", "import", "undo-import", "list", "show", "statistics", "print", "export", "backup"):
        assert command in cli.out
    assert cli("import", "--help") == 0
    assert "--dry-run" in cli.out
    assert cli("--version") == 0
    assert cli.out.startswith("Daybook ")


def test_a_real_process_with_a_pipe_that_closes(cli: Cli) -> None:
    cli.bring()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "app", "list", "orders", "--json", "--book", str(cli.book), "--user", "mia"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert [item["customer"] for item in json.loads(done.stdout.decode("utf-8"))["items"]] == ["陈晓", "Ines Ruiz"]
    wrong = subprocess.run([sys.executable, "-m", "app", "list"], capture_output=True, env=environment, check=False)
    assert wrong.returncode == 2
    assert b"Traceback" not in wrong.stderr


def sums(cli: Cli, by: str) -> dict[str, tuple[int, Decimal]]:
    """Orders and revenue of each key."""
    rows = cli.json("statistics", "revenue", "--by", by)["rows"]
    return {row["key"]: (row["orders"], Decimal(row["revenue"])) for row in rows}


@needs_samples
def test_superstore_comes_in_adds_nothing_twice_and_goes(cli: Cli) -> None:
    assert SHARED is not None
    folder = SHARED / "01-superstore-en"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    source = folder / "Sample - Superstore.xls"
    found = cli.json("import", source)
    assert (found["lines"], found["orders"], found["customers"], found["products"]) == (9994, 5009, 793, 1862)
    assert found["total"] == truth["total"]["line_rounded"]
    years = {year: (truth["orders_by_year"][year], Decimal(v["line_rounded"])) for year, v in truth["by_year"].items()}
    assert sums(cli, "year") == years
    months = {month: revenue for month, (_orders, revenue) in sums(cli, "month").items()}
    assert months == {month: Decimal(v["line_rounded"]) for month, v in truth["by_month"].items()}
    regions = {region: revenue for region, (_orders, revenue) in sums(cli, "region").items()}
    assert regions == {region: Decimal(v["line_rounded"]) for region, v in truth["by_region"].items()}
    assert cli.json("check") == {"ok": True, "findings": []}
    again = cli.json("import", source)
    assert (again["imported"], again["unchanged"], again["orders"], again["batch"]) == (0, 9994, 0, None)
    assert cli.json("check") == {"ok": True, "findings": []}
    assert cli.json("undo-import", found["batch"])["orders"] == 5009
    for noun in ("orders", "customers", "products", "payments", "refunds", "shipments"):
        assert cli.json("list", noun)["total"] == 0
    assert cli.json("statistics", "--by", "year")["rows"] == []
    assert cli.json("check") == {"ok": True, "findings": []}


@needs_samples
def test_northwind_comes_in_by_its_profile(cli: Cli) -> None:
    assert SHARED is not None
    truth = json.loads((SHARED / "02-northwind" / "truth_csv.json").read_text(encoding="utf-8"))
    found = cli.json("import", SHARED / "02-northwind" / "Northwind.xlsx", "--currency", "USD")
    assert (found["lines"], found["orders"], found["products"]) == (2155, 830, 77)
    assert found["total"] == truth["total"]["line_rounded"]
    years = {key: revenue for key, (_orders, revenue) in sums(cli, "year").items()}
    assert years == {year: Decimal(v["line_rounded"]) for year, v in truth["by_year"].items()}
    assert cli.json("check") == {"ok": True, "findings": []}
    assert cli.json("undo-import", found["batch"])["orders"] == 830
    assert cli.json("check") == {"ok": True, "findings": []}


@needs_samples
def test_tmall_orders_carry_payments_and_refunds(cli: Cli) -> None:
    assert SHARED is not None
    found = cli.json("import", SHARED / "04-tmall-zh" / "tmall_order_report.csv", "--currency", "CNY")
    assert (found["orders"], found["lines"], found["customers"], found["products"]) == (28010, 28010, 1, 0)
    orders = cli.json("list", "orders")["items"]
    paid = sum(Decimal(order["paid"]) for order in orders)
    refunded = sum(Decimal(order["refunded"]) for order in orders)
    assert (paid, refunded) == (Decimal("2474823.07"), Decimal("572335.92"))
    assert paid - refunded == Decimal("1902487.15")
    assert cli.json("list", "payments")["total"] == found["payments"]
    assert cli.json("list", "refunds")["total"] == found["refunds"]
    assert cli.json("check") == {"ok": True, "findings": []}
    assert cli.json("undo-import", found["batch"])["orders"] == 28010
    assert cli.json("check") == {"ok": True, "findings": []}


def test_demo_without_a_window(cli: Cli) -> None:
    target = cli.folder / "demo.daybook"
    assert cli("demo", target, "--orders", 12, "--no-window") == 0
    assert cli("demo", target, "--no-window") == 1
    assert cli("check", "--book", target, "--json") == 0
    assert json.loads(cli.out) == {"ok": True, "findings": []}
    assert cli("list", "orders", "--book", target, "--json") == 0
    newest = json.loads(cli.out)["items"][0]["date"]
    assert (date.today() - date.fromisoformat(newest)).days <= 1
