"""From rows to orders: what is stored, what is refused, and that nothing is lost between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import FileError
from app.importing import Options, Plan
from app.importing.run import make_plan
from tests.importing.samples import plan_of, workbook

HEADER = ["Order ID", "Order Date", "Customer", "Product ID", "Product", "Quantity", "Amount"]


PROFILE = """
channel = "Shop"

[source]
sheet = "Rows"

[[join]]
sheet = "Heads"
on = "No"

[[join]]
sheet = "People"
on = "Heads.Who"
key = "Id"

[columns]
number = "No"
date = "Heads.Day"
customer_name = "People.Called"
product_name = "Thing"
amount = "Sum"
"""


def order(
    number: str,
    day: str = "2026-01-05",
    customer: str = "Ann",
    code: str = "T1",
    name: str = "Tea",
    n: str = "1",
    amount: str = "5",
) -> list[str]:
    return [number, day, customer, code, name, n, amount]


def sound(plan: Plan) -> None:
    """What holds for every plan."""
    assert plan.rows == plan.imported + plan.refused
    assert sum(plan.orders.line_count) == len(plan.lines)
    assert plan.lines_total == sum(plan.lines.amount)
    assert all(0 <= i < len(plan.customers) for i in plan.orders.customer)
    assert all(-1 <= i < len(plan.products) for i in plan.lines.product)
    assert len(set(zip(plan.orders.channel, plan.orders.key, strict=True))) == len(plan.orders)
    for table in (plan.orders, plan.lines, plan.customers, plan.products):
        assert {len(column) for column in vars(table).values()} <= {len(table)}


def test_rows_of_one_order_are_grouped_wherever_they_stand(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path, [HEADER, order("A"), order("B", customer="Bob"), order("A", code="C1", name="Cup", amount="2.50")]
    )
    sound(plan)
    assert plan.orders.number == ["A", "B"]
    assert plan.orders.total == [750, 500]
    assert plan.lines.row == [2, 4, 3]
    assert plan.products.code == ["T1", "C1"]
    assert plan.customers.name == ["Ann", "Bob"]


def test_a_stated_amount_is_kept_and_gives_the_unit_price(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [[*HEADER, "Discount"], [*order("A", n="3", amount="731.9399999999999"), "0.2"]])
    assert plan.lines.amount == [73194]
    assert plan.lines.stated == [True]
    assert plan.lines.unit_price == [304_975_000]
    assert plan.lines.discount == [200_000]


def test_a_stated_amount_that_is_not_price_times_quantity_is_kept_with_the_difference(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [[*HEADER, "Unit price"], [*order("A", n="3", amount="12"), "5"]])
    assert (plan.lines.amount, plan.lines.difference, plan.lines.unit_price) == ([1200], [-300], [5_000_000])


def test_one_unreadable_row_refuses_its_whole_order_and_each_row_says_why(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path, [HEADER, order("A"), order("A", amount="many"), order("B"), order(""), order("C", day="2026-02-30")]
    )
    sound(plan)
    assert plan.orders.number == ["B"]
    assert [(r.row, r.column, r.value) for r in plan.rejects] == [
        (2, "", ""),
        (3, "Amount", "many"),
        (5, "Order ID", ""),
        (6, "Order Date", "2026-02-30"),
    ]
    assert "row 3" in plan.rejects[0].reason
    assert plan.rejects[1].raw == tuple(order("A", amount="many"))


def test_one_number_with_two_customers_or_days_is_refused(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path, [HEADER, order("A"), order("A", customer="Bob"), order("B"), order("B", day="2026-01-06"), order("C")]
    )
    sound(plan)
    assert plan.orders.number == ["C"]
    assert {r.column for r in plan.rejects} == {"Customer", "Order Date"}


def test_a_repeated_order_total_counts_once(tmp_path: Path) -> None:
    header = ["订单号", "商品ID", "商品名称", "订购数量", "下单时间", "订单金额", "京东价", "客户姓名"]
    rows = [
        ["J1", "a", "甲", "1", "2026-01-15 10:00:00", "500.00", "250.00", "冯"],
        ["J1", "b", "乙", "2", "2026-01-15 10:00:00", "500.00", "250.00", "冯"],
    ]
    plan = plan_of(tmp_path, [header, *rows])
    assert (plan.orders.total, plan.lines_total, plan.orders.difference, plan.orders.time) == (
        [50000],
        75000,
        [-25000],
        ["10:00:00"],
    )


def test_without_order_numbers_each_row_is_an_order_with_a_key_of_its_content(tmp_path: Path) -> None:
    rows = [row[1:] for row in (HEADER, order(""), order(""), order("", customer="Bob"))]
    first, again = plan_of(tmp_path, rows), plan_of(tmp_path, rows)
    sound(first)
    assert len(first.orders) == 3
    assert first.duplicates == 1
    assert first.orders.key == again.orders.key
    assert first.orders.hash == again.orders.hash
    assert plan_of(tmp_path, rows, create_numbers=False).imported == 0


def test_the_hash_changes_with_the_content(tmp_path: Path) -> None:
    before = plan_of(tmp_path, [HEADER, order("A"), order("B")]).orders.hash
    after = plan_of(tmp_path, [HEADER, order("A"), order("B", amount="6")]).orders.hash
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_one_code_with_two_names_is_one_product_with_an_alias(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [HEADER, order("A"), order("B", name="Green tea"), order("C", name=" TEA ")])
    assert (plan.products.name, plan.products.aliases) == (["Tea"], [("Green tea",)])


def test_customers_are_known_by_code_then_contact_then_name(tmp_path: Path) -> None:
    header = ["Order ID", "Order Date", "Customer", "Phone", "Email", "Amount"]
    rows = [
        ["1", "2026-01-05", "Ann", "13900000001", "", "1"],
        ["2", "2026-01-05", "Ann", "86-139 0000 0001", "", "1"],
        ["3", "2026-01-05", "Bob", "13900000001", "", "1"],
        ["4", "2026-01-05", "", "13900000001", "", "1"],
        ["5", "2026-01-05", "ann", "", "", "1"],
        ["6", "2026-01-05", "Cid", "182********", "", "1"],
        ["7", "2026-01-05", "Cid", "183********", "", "1"],
        ["8", "2026-01-05", "", "", "", "1"],
    ]
    plan = plan_of(tmp_path, [header, *rows], channel="Shop")
    assert plan.orders.customer == [0, 0, 1, 0, 2, 3, 3, 4]
    assert plan.customers.name[4] == "Shop buyers"
    assert plan.customers.collective[4]


def test_states_are_understood_in_both_languages_and_unknown_words_are_asked(tmp_path: Path) -> None:
    header = ["Order ID", "Order Date", "Customer", "Amount", "Status"]
    rows = [
        [str(n), "2026-01-05", "Ann", "1", word]
        for n, word in enumerate([" completed ", "交易关闭", "In Process", "", "frobnicated"])
    ]
    plan = plan_of(tmp_path, [header, *rows])
    assert plan.orders.state == ["completed", "cancelled", "processing", "confirmed"]
    assert [(r.row, r.value) for r in plan.rejects] == [(6, "frobnicated")]
    assert [(q.key, q.field, q.value) for q in plan.questions] == [("value_map", "status", "frobnicated")]
    answered = plan_of(tmp_path, [header, *rows], value_map={"status": {"frobnicated": "completed"}})
    assert answered.orders.state[-1] == "completed"


def test_payment_and_refund_follow_the_file(tmp_path: Path) -> None:
    header = ["Order ID", "Order Date", "Customer", "Order total", "Amount paid", "Refund amount"]
    rows = [
        ["1", "2026-01-05", "Ann", "100", "60", "40"],
        ["2", "2026-01-05", "Ann", "80", "80", ""],
        ["3", "2026-01-05", "Ann", "50", "0", "50"],
        ["4", "2026-01-05", "Ann", "9", "", ""],
    ]
    plan = plan_of(tmp_path, [header, *rows])
    assert plan.orders.paid == [10000, 8000, 5000, 0]
    assert plan.orders.refunded == [4000, 0, 5000, 0]
    assert plan.orders.state == ["completed", "completed", "completed", "confirmed"]


def test_amounts_that_contradict_the_state_refuse_the_order(tmp_path: Path) -> None:
    header = ["Order ID", "Order Date", "Customer", "Order total", "Amount paid", "Refund amount", "Status"]
    rows = [
        ["1", "2026-01-05", "Ann", "100", "100", "0", "Cancelled"],
        ["2", "2026-01-05", "Ann", "100", "100", "100", "Cancelled"],
        ["3", "2026-01-05", "Ann", "10", "10", "30", ""],
    ]
    plan = plan_of(tmp_path, [header, *rows])
    sound(plan)
    assert plan.orders.number == ["2"]
    assert "30.00" in plan.rejects[1].reason


def test_returned_goods_become_a_refund_of_their_order(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path,
        [HEADER, order("A", n="2", amount="10"), order("A", n="-1", amount="-5"), order("B", n="-1", amount="-5")],
    )
    sound(plan)
    assert (plan.orders.number, plan.orders.total, plan.orders.refunded, plan.imported) == (["A"], [1000], [500], 2)


def test_another_currency_is_refused_or_converted_by_the_stated_rate(tmp_path: Path) -> None:
    rows = [[*HEADER, "Currency"], [*order("A"), "EUR"], [*order("B"), "USD"]]
    plan = plan_of(tmp_path, rows, currency="EUR")
    assert (plan.orders.number, plan.currency) == (["A"], "EUR")
    assert plan_of(tmp_path, rows, currency="EUR", rates={"USD": "0.9"}).orders.total == [500, 450]


def test_a_day_that_nothing_settles_is_asked_and_never_guessed(tmp_path: Path) -> None:
    rows = [HEADER, order("A", day="03/04/2026"), order("B", day="05/05/2026")]
    plan = plan_of(tmp_path, rows)
    assert plan.orders.number == ["B"]
    assert [(q.key, q.rows) for q in plan.questions] == [("day_first", 1)]
    assert plan_of(tmp_path, rows, day_first=True).orders.date[0] == "2026-04-03"
    settled = [[*HEADER, "Ship Date"], *[[*row, "25/05/2026"] for row in rows[1:]]]
    assert plan_of(tmp_path, settled).orders.date[0] == "2026-04-03"


def test_all_products_in_one_cell_are_parted(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path,
        [
            ["Order number", "Date", "Client", "Products", "Net sales"],
            ["1", "2026-01-05", "Ann", "Tea x 2, Cup, large x 1", "10.00"],
        ],
    )
    assert plan.lines.description == ["Tea", "Cup, large"]
    assert (plan.lines.amount, plan.lines.quantity, plan.rows, plan.imported) == ([667, 333], [20_000, 10_000], 1, 1)


def test_a_chosen_mapping_wins(tmp_path: Path) -> None:
    rows = [["x", "y", "z"], ["A", "5", "Ann"]]
    plan = plan_of(tmp_path, rows, mapping={0: "number", 1: "amount", 2: "customer_name"}, header_row=1)
    assert (plan.orders.number, plan.lines_total, plan.customers.name) == (["A"], 500, ["Ann"])


def test_a_declared_profile_joins_sheets(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {
            "Heads": [["No", "Day", "Who"], ["1", "2026-01-05", "7"], ["2", "2026-01-06", "8"]],
            "Rows": [["No", "Thing", "Sum"], ["1", "Tea", 5], ["1", "Cup", 3], ["2", "Tea", 5], ["9", "Pot", 1]],
            "People": [["Id", "Called"], [7, "Ann"], [8, "Bob"]],
        },
    )
    profile = tmp_path / "own.toml"
    profile.write_text(PROFILE)
    plan = make_plan(path, Options(profile=str(profile)))
    sound(plan)
    assert plan.orders.number == ["1", "2", "9"]
    assert [plan.customers.name[i] for i in plan.orders.customer] == ["Ann", "Bob", "Shop buyers"]
    profile.write_text('[columns]\nnothing_such = "No"\n')
    with pytest.raises(FileError, match="nothing_such"):
        make_plan(path, Options(profile=str(profile)))
    with pytest.raises(FileError, match="northwind"):
        make_plan(path, Options(profile="unheard-of"))


CELLS = st.sampled_from(
    [
        "",
        "A",
        "B",
        "C1",
        "2026-01-05",
        "13/02/2026",
        "5",
        "-3",
        "1,234.50",
        "many",
        "#DIV/0!",
        "Grand Total",
        "=1+1",
        "张三",
        "x" * 50,
        "2",
        "0",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=25))
def test_no_row_is_lost_between_imported_and_refused(tmp_path: Path, rows: list[list[Any]]) -> None:
    try:
        plan = plan_of(tmp_path, [HEADER, *rows])
    except FileError:
        assert all("Grand Total" in row or not any(row) or row[0] == "" for row in rows)
        return
    sound(plan)
    kept = [row for row in rows if any(row)]
    assert plan.rows + plan.left_out <= len(kept)


def test_what_refused_rows_are_worth_is_told_by_quantity_and_price_too(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "Order No,Date,Customer,Product,Quantity,Unit price\n"
        "A1,2026-01-05,Harbour,Lamp,2,10.00\nA2,2026-02-31,Hale,Oil,3,1.50\nA3,2026-01-06,Hale,Oil,many,7.00\n",
        encoding="utf-8",
    )
    plan = make_plan(path, Options(currency="USD"))
    assert (plan.total, plan.refused, plan.refused_total) == (2_000, 2, 450)


def test_a_cell_that_was_put_right_is_read_instead_of_the_files(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Order No,Date,Customer,Product,Quantity,Unit price\nA1,2026-01-05,Hale,Oil,many,7\n", "utf-8")
    assert make_plan(path, Options(currency="USD")).refused == 1
    plan = make_plan(path, Options(currency="USD", fixes={(2, 4): "3", (99, 0): "x", (2, 99): "x"}))
    assert (plan.refused, plan.total) == (0, 2_100)
