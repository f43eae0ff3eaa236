"""What a document adds up to in all four tax modes, and what is left of a line's share when parts are taken."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.order import LineKind, Order, OrderLine
from app.models.pricing import line_amount, part_of, price, tax_shares
from app.models.shares import Share, cut, spread, tax_on
from app.money import PRICE, QUANTITY, RATE, currency, divide, scale
from tests.importing.samples import shared_folder

CNY = currency("CNY")
MODES = [(include, rounding) for include in (False, True) for rounding in ("line", "document")]
RATES = [0, 10_000, 30_000, 60_000, 87_500, 90_000, 130_000, 200_000, 250_000]


@st.composite
def documents(draw: st.DrawFn) -> tuple[Order, list[OrderLine]]:
    include, rounding = draw(st.sampled_from(MODES))
    order = Order(
        prices_include_tax=include,
        tax_rounding=rounding,
        discount_rate=draw(st.sampled_from([0, 0, 50_000, 333_333, 1_000_000])),
        discount_amount=draw(st.sampled_from([0, 0, 1, 4999, 10**7])),
        rounding_off=draw(st.sampled_from([0, 0, 3, 456])),
        cash_rounding=draw(st.sampled_from([0, 0, -2, 2])),
    )
    lines = [
        OrderLine(
            quantity=draw(st.integers(1, 10**7)),
            unit_price=draw(st.integers(0, 10**10)),
            discount_rate=draw(st.sampled_from([0, 0, 100_000, 1_000_000])),
            tax_code_id=rate,
            tax_rate=RATES[rate],
            line_kind=draw(st.sampled_from([LineKind.GOODS, LineKind.GOODS, LineKind.SHIPPING])),
        )
        for rate in draw(st.lists(st.integers(0, len(RATES) - 1), min_size=1, max_size=6))
    ]
    return order, lines


@given(documents())
def test_net_and_tax_are_gross_for_every_line_and_the_document(document: tuple[Order, list[OrderLine]]) -> None:
    order, lines = document
    price(order, lines, CNY)
    for line in lines:
        assert line.net + line.tax == line.gross
        assert line.net >= 0
        assert line.tax >= 0
        assert line.revenue >= line.net or line.line_kind == LineKind.SHIPPING
    assert order.net + order.tax + order.cash_rounding == order.total
    assert sum(line.gross for line in lines) == order.net + order.tax
    assert order.goods_amount - order.discount_total == sum(
        line.gross if order.prices_include_tax else line.net for line in lines
    )


@given(documents())
def test_the_tax_of_a_code_is_rounded_where_the_document_says(document: tuple[Order, list[OrderLine]]) -> None:
    order, lines = document
    price(order, lines, CNY)
    for code in {line.tax_code_id for line in lines}:
        members = [line for line in lines if line.tax_code_id == code]
        rate = members[0].tax_rate
        if order.tax_rounding == "document":
            members = [
                OrderLine(
                    net=sum(m.net for m in members),
                    tax=sum(m.tax for m in members),
                    gross=sum(m.gross for m in members),
                )
            ]
        for m in members:
            if order.prices_include_tax:
                assert m.net == divide(m.gross * 1_000_000, 1_000_000 + rate)
            else:
                assert m.tax == divide(m.net * rate, 1_000_000)


@given(documents(), st.data())
def test_parts_of_a_line_add_up_and_never_take_more_than_is_left(
    document: tuple[Order, list[OrderLine]], data: st.DataObject
) -> None:
    order, lines = document
    price(order, lines, CNY)
    for line in lines:
        whole = left = Share(line.quantity, line.net, line.tax)
        while left.quantity:
            part = cut(
                whole, left, data.draw(st.integers(1, left.quantity) if left.quantity > 3 else st.just(left.quantity))
            )
            assert 0 <= part.net <= left.net
            assert 0 <= part.tax <= left.tax
            left = left.less(part)
            if data.draw(st.booleans()):
                part = cut(whole, left, left.quantity)
                left = left.less(part)
        assert left == Share()


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**8), st.integers(0, 10**7)), min_size=1, max_size=6),
    st.data(),
)
def test_an_amount_spread_over_lines_stays_within_each(rows: list[tuple[int, int, int]], data: st.DataObject) -> None:
    left = [Share(*row) for row in rows]
    whole = sum(share.gross for share in left)
    amount = data.draw(st.integers(0, whole))
    parts = spread(amount, left)
    assert sum(part.gross for part in parts) == amount
    for part, share in zip(parts, left, strict=True):
        assert 0 <= part.net <= share.net
        assert 0 <= part.tax <= share.tax
        assert 0 <= part.quantity <= share.quantity


@given(st.integers(0, 10**9), st.integers(0, 10**8), st.data())
def test_the_tax_on_part_of_a_net_never_exceeds_what_is_left(net: int, tax: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, net))
    assert 0 <= tax_on(Share(0, net, tax), part) <= tax


def test_a_returned_line_mirrors_the_sale() -> None:
    sold = tax_shares([4990], [(1, 130_000)], True, "line")
    back = tax_shares([-4990], [(1, 130_000)], True, "line")
    assert sold == ([4416], [574])
    assert back == ([-4416], [-574])


def test_part_of_a_line_worth_nothing_is_nothing() -> None:
    assert part_of(0, 10, 3, 0, 10) == 0
    assert part_of(100, 0, 0, 0, 0) == 0


def test_a_stated_amount_is_kept_and_its_difference_told() -> None:
    order = Order(prices_include_tax=False, tax_rounding="line")
    line = OrderLine(quantity=3 * QUANTITY, unit_price=33 * PRICE, amount_stated=True, amount=10_000)
    price(order, [line], CNY)
    assert (line.amount, line.stated_difference, order.total) == (10_000, 100, 10_000)


def test_a_discount_never_goes_below_zero() -> None:
    order = Order(prices_include_tax=False, tax_rounding="line", discount_amount=99_999, rounding_off=50)
    lines = [OrderLine(quantity=QUANTITY, unit_price=10 * PRICE)]
    price(order, lines, CNY)
    assert (order.total, order.discount_total) == (0, 1000)


def _vectors() -> dict[str, Any]:
    folder = shared_folder()
    path = folder / "12-invoices" / "tax_vectors_a.json" if folder is not None else None
    if path is None or not path.exists():
        pytest.skip("the sample data is not here")
    vectors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return vectors


def test_totals_of_public_examples_with_one_rate() -> None:
    for example in _vectors()["simple"]:
        if "lines" not in example:
            continue
        lines = example["lines"]
        amounts = [
            line_amount(scale(Decimal(x["qty"]), QUANTITY), scale(Decimal(x["price"]), PRICE), 0, CNY) for x in lines
        ]
        rates = [scale(Decimal(x.get("tax_rate", example["tax_rate"])), RATE) for x in lines]
        for rounding in ("line", "document"):
            nets, taxes = tax_shares(amounts, [(r, r) for r in rates], example["tax_included"], rounding)
            found = {"untaxed": sum(nets), "net": sum(nets), "tax": sum(taxes), "total": sum(nets) + sum(taxes)}
            for name, figure in found.items():
                if name in example["expect"]:
                    assert figure == scale(Decimal(example["expect"][name]), 100), (example["id"], rounding, name)


def test_totals_of_public_documents_without_tax_rounded_per_document() -> None:
    for document in _vectors()["ubl"]:
        rows = [(line["net"], line["vat_category"], line["vat_rate"]) for line in document["lines"]]
        for extra in document["document_allowances_charges"]:
            sign = "" if extra["charge"] in ("true", "1") else "-"
            category = "S" if Decimal(extra["vat"] or 0) else rows[0][1]
            rows.append((sign + extra["amount"], category, extra["vat"]))
        amounts = [scale(Decimal(net), 100) for net, _category, _rate in rows]
        codes = [(hash(category), scale(Decimal(rate or 0), RATE)) for _net, category, rate in rows]
        nets, taxes = tax_shares(amounts, codes, False, "document")
        expected = sum(scale(Decimal(t["amount"]), 100) for t in document["tax_totals"])
        assert sum(taxes) == expected, document["source"]
        assert sum(nets) == scale(Decimal(document["totals"]["TaxExclusiveAmount"]), 100), document["source"]


@given(documents(), st.lists(st.booleans(), min_size=6, max_size=6))
def test_what_is_given_back_beside_what_is_sold_adds_up_in_every_mode(
    document: tuple[Order, list[OrderLine]], signs: list[bool]
) -> None:
    order, lines = document
    for line, back in zip(lines, signs, strict=False):
        line.quantity = -line.quantity if back else line.quantity
    price(order, lines, CNY)
    for line in lines:
        assert line.net + line.tax == line.gross
    assert order.net + order.tax + order.cash_rounding == order.total
    assert sum(line.gross for line in lines) == order.net + order.tax
    taken = sum(line.gross if order.prices_include_tax else line.net for line in lines)
    assert order.goods_amount - order.discount_total == taken


@given(
    st.lists(st.tuples(st.integers(-(10**8), 10**8), st.sampled_from(RATES)), min_size=1, max_size=8),
    st.sampled_from(MODES),
)
def test_giving_everything_back_mirrors_the_sale_line_by_line(
    sold: list[tuple[int, int]], mode: tuple[bool, str]
) -> None:
    codes = [(rate, rate) for _amount, rate in sold]
    nets, taxes = tax_shares([amount for amount, _rate in sold], codes, *mode)
    back = tax_shares([-amount for amount, _rate in sold], codes, *mode)
    assert back == ([-net for net in nets], [-tax for tax in taxes])
