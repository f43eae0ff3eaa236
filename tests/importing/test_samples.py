"""Real and published order files, where they are at hand: counts and sums agree with their published facts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.errors import FileError
from app.importing import Options, Plan, Step
from app.importing.child import run_in_child
from app.importing.run import make_plan
from app.importing.workbook import read_workbook
from tests.importing.samples import csv_file, shared_folder

FOLDER = shared_folder()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="the sample files are not on this computer")
SAMPLES = FOLDER or Path()


def truth(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text("utf-8"))


def minor(amount: str | float) -> int:
    return int(Decimal(str(amount)) * 100)


def by(plan: Plan, keys: list[Any]) -> dict[Any, int]:
    sums: dict[Any, int] = defaultdict(int)
    for order, amount in zip(plan.lines.order, plan.lines.amount, strict=True):
        sums[keys[order]] += amount
    return dict(sums)


def test_superstore() -> None:
    facts = truth("01-superstore-en/truth.json")
    plan = make_plan(SAMPLES / "01-superstore-en" / "Sample - Superstore.xls", Options(currency="USD"))
    assert (len(plan.lines), len(plan.orders), len(plan.customers), len(plan.products)) == (9994, 5009, 793, 1862)
    assert (plan.refused, plan.questions) == (0, [])
    assert plan.total == plan.lines_total == minor(facts["total"]["line_rounded"])
    years = by(plan, [str(day)[:4] for day in plan.orders.date])
    assert years == {year: minor(part["line_rounded"]) for year, part in facts["by_year"].items()}
    regions = by(plan, plan.orders.region)
    assert regions == {name: minor(part["line_rounded"]) for name, part in facts["by_region"].items()}
    assert sum(map(bool, plan.products.aliases)) == facts["product_ids_with_two_names"]
    assert sum(plan.lines.quantity) == 10_000 * int(facts["quantity_total"])


def test_northwind() -> None:
    facts = truth("02-northwind/truth_csv.json")
    plan = make_plan(SAMPLES / "02-northwind" / "Northwind.xlsx", Options())
    assert plan.profile == "northwind"
    assert (len(plan.lines), len(plan.orders), len(plan.customers), len(plan.products)) == (2155, 830, 89, 77)
    assert plan.total == minor(facts["total"]["line_rounded"])
    regions = by(plan, plan.orders.region)
    assert regions == {name: minor(part["line_rounded"]) for name, part in facts["by_region"].items()}
    assert any("0.15" in warning for warning in plan.warnings)


def test_tmall() -> None:
    facts = truth("04-tmall-zh/truth.json")
    plan = make_plan(SAMPLES / "04-tmall-zh" / "tmall_order_report.csv", Options(currency="CNY"))
    assert plan.profile == "tmall"
    assert len(plan.orders) == len(plan.lines) == 28_010
    assert plan.total == minor(facts["total_amount"])
    assert (plan.paid, plan.refunded) == (247_482_307, minor(facts["refunded"]))
    assert plan.paid - plan.refunded == minor(facts["paid"])
    assert (plan.customers.name, plan.customers.collective, len(plan.products)) == (["Tmall buyers"], [True], 0)
    assert plan.orders.state.count("confirmed") == facts["orders_never_paid"]
    days: dict[str, int] = defaultdict(int)
    for day in plan.orders.date:
        days[str(day)] += 1
    assert days == facts["orders_by_created_day"]


def test_shopify_classicmodels_and_taobao() -> None:
    shop = truth("03-shopify/truth.json")
    plan = make_plan(SAMPLES / "03-shopify" / "shopify_dev_store_orders_export.csv", Options())
    assert (len(plan.orders), plan.total, plan.lines_total, plan.currency) == (
        shop["orders"],
        minor(shop["total"]),
        minor(shop["line_gross"]),
        "INR",
    )
    cars = truth("06-classicmodels-sales/truth.json")
    plan = make_plan(SAMPLES / "06-classicmodels-sales" / "sales_data_sample.csv", Options())
    assert (len(plan.orders), len(plan.customers), len(plan.products)) == (307, 92, 109)
    assert plan.lines_total == minor(cars["total"]["line_rounded"])
    assert sum(map(bool, plan.lines.difference)) == cars["price_times_qty_ne_sales"]
    assert "Berguvsvägen  8" in plan.orders.address
    for name, facts in truth("05-taobao-zh/truth.json").items():
        plan = make_plan(SAMPLES / "05-taobao-zh" / name, Options(currency="CNY"))
        assert (plan.imported, plan.paid) == (facts["rows"], minor(facts["paid_total"])), name


def test_channel_exports_and_messy_layouts() -> None:
    facts = {name: entry["truth"] for name, entry in truth("11-channel-exports/truth.json").items()}
    folder = SAMPLES / "11-channel-exports"
    plans = {name: make_plan(folder / name, Options()) for name in facts}
    assert all(plan.refused == 0 for plan in plans.values())
    for name, entry in facts.items():
        if "orders" in entry:
            assert len(plans[name].orders) == entry["orders"], name
    assert plans["etsy/EtsySoldOrders2025.csv"].total == 2712
    assert plans["amazon/amazon_unshipped_orders.txt"].lines_total == 774
    assert plans["jd/京东订单_多商品.csv"].total == 50_000
    assert plans["woocommerce/woocommerce_analytics_orders_fr.csv"].lines_total == 2_267_000
    assert len(plans["youzan/有赞订单导出_精简.csv"].customers) == 6
    assert plans["ebay/eBay-OrdersReport.csv"].total == 2000
    messy = make_plan(SAMPLES / "10-messy-layouts" / "messy_sales_data_a.xlsx", Options())
    assert (messy.rows, sum(1 for r in messy.rejects if r.column == "Order ID")) == (32, 6)
    for n, file in ((1, "1.-Badly-Structured-Sales-Data-1.xlsx"), (2, "2.-Badly-Structured-Sales-Data-2.xlsx")):
        path = SAMPLES / "10-messy-layouts" / file
        assert abs(make_plan(path, Options()).lines_total - 39_172_190) <= 10
        with pytest.raises(FileError) as caught:
            make_plan(path, Options(sheet=f"Dirty {n}"))
        assert caught.value.code in ("cross_tab", "no_orders")


def survey(paths: list[str], progress: Callable[[Step], None]) -> list[tuple[str, str]]:
    """Read and plan each file; what became of it: read, or the sentence of its refusal."""
    outcomes = []
    for path in paths:
        try:
            read_workbook(path)
            outcome = "read"
        except FileError as error:
            outcome = error.message
        with suppress(FileError):
            make_plan(path, Options())
        outcomes.append((path, outcome))
        progress(Step("reading", len(outcomes), len(paths)))
    return outcomes


def test_every_odd_file_is_read_or_refused_in_a_plain_sentence() -> None:
    probe = truth("07-odd-workbooks/probe.json")
    paths = [str(SAMPLES / "07-odd-workbooks" / name) for name in probe]
    paths += sorted(str(path) for path in (SAMPLES / "08-csv-corpora").rglob("*.csv"))
    assert len(probe) == 103
    outcomes = dict(run_in_child(survey, (paths,), lambda _step: None, lambda: False))
    assert set(outcomes) == set(paths)
    refused = {Path(path).name for path, outcome in outcomes.items() if outcome != "read"}
    assert {"password.xls", "poc-xmlbomb.xlsx", "testEXCEL_3.xls", "pass_protected.ods"} <= refused
    readable = {name for name, entry in probe.items() if entry["calamine"]["ok"]}
    assert not {Path(name).name for name in readable} & refused


def test_text_tables_are_read_as_their_answers_say() -> None:
    for answer in sorted((SAMPLES / "08-csv-corpora" / "csv-spectrum").glob("*.json")):
        wanted = json.loads(answer.read_text("utf-8"))
        if isinstance(wanted, dict):
            continue  # one published answer names another phone number than its file
        header, *rows = read_workbook(answer.with_suffix(".csv")).sheets[0].rows
        found = [dict(zip(header, row, strict=True)) for row in rows if row]
        wanted = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in wanted]
        assert found == wanted, answer.stem


def test_naughty_strings_survive_as_names_and_products(tmp_path: Path) -> None:
    strings = [text for text in truth("09-text-payloads/blns/blns.json") if text.strip()]
    rows = [["Order ID", "Customer", "Product", "Note", "Amount"]]
    rows += [[f"N-{n}", text, text, text, "1"] for n, text in enumerate(strings)]
    plan = make_plan(csv_file(tmp_path, rows), Options())
    lost = {strings[int(r.row) - 2] for r in plan.rejects}
    assert all(text.strip().startswith("#") for text in lost)
    for number, note in zip(plan.orders.number, plan.orders.note, strict=True):
        text = strings[int(number[2:])]
        assert note == text.strip().replace("\x00", "") or note == ""
