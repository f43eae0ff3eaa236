"""What a document adds up to: line amounts, discounts, tax in four modes, and each line's share of the result.

Everything is integer arithmetic with the one rounding rule; ``net + tax = gross`` holds for every
line and for the document in every mode, because gross or tax is always the difference of the other two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.models.company import TaxRounding
from app.models.order import REVENUE_LINES, Order, OrderLine
from app.money import PRICE, QUANTITY, RATE_WHOLE, Currency, divide, split


def line_amount(quantity: int, unit_price: int, discount_rate: int, unit: Currency) -> int:
    """``round(quantity × unit price × (1 − discount))`` in minor units."""
    return divide(quantity * unit_price * (RATE_WHOLE - discount_rate) * unit.minor, QUANTITY * PRICE * RATE_WHOLE)


def apportion(whole: int, numerators: Sequence[int], denominator: int) -> list[int]:
    """Whole parts that add up to ``whole`` and lie nearest to ``numerator / denominator`` each (largest remainder, ties
    to the earlier part). What is given back gets the mirrored parts of what was sold."""
    parts = [n // denominator if n >= 0 else -(-n // denominator) for n in numerators]
    rest = whole - sum(parts)
    step = 1 if rest > 0 else -1
    over = [step * (n - part * denominator) for n, part in zip(numerators, parts, strict=True)]
    for i in sorted(range(len(parts)), key=lambda i: (-over[i], i))[: abs(rest)]:
        parts[i] += step
    return parts


def tax_shares(
    amounts: Sequence[int], codes: Sequence[tuple[int | None, int]], include_tax: bool, rounding: str
) -> tuple[list[int], list[int]]:
    """Net and tax of each line, from its amount after discounts and its (tax code, rate)."""
    nets, taxes = [0] * len(amounts), [0] * len(amounts)
    if rounding == TaxRounding.LINE:
        for i, (amount, (_code, rate)) in enumerate(zip(amounts, codes, strict=True)):
            if include_tax:
                nets[i] = divide(amount * RATE_WHOLE, RATE_WHOLE + rate)
                taxes[i] = amount - nets[i]
            else:
                nets[i] = amount
                taxes[i] = divide(amount * rate, RATE_WHOLE)
        return nets, taxes
    groups: dict[tuple[int | None, int], list[int]] = defaultdict(list)
    for i, code in enumerate(codes):
        groups[code].append(i)
    for (_code, rate), members in groups.items():
        whole = sum(amounts[i] for i in members)
        if include_tax:
            net = divide(whole * RATE_WHOLE, RATE_WHOLE + rate)
            parts = apportion(net, [amounts[i] * RATE_WHOLE for i in members], RATE_WHOLE + rate)
            for i, part in zip(members, parts, strict=True):
                nets[i], taxes[i] = part, amounts[i] - part
        else:
            tax = divide(whole * rate, RATE_WHOLE)
            parts = apportion(tax, [amounts[i] * rate for i in members], RATE_WHOLE)
            for i, part in zip(members, parts, strict=True):
                nets[i], taxes[i] = amounts[i], part
    return nets, taxes


def price(order: Order, lines: Sequence[OrderLine], unit: Currency) -> None:
    """Write amounts and shares of the lines and the totals of the order.

    A stated line amount is kept and its difference to the computed one noted. The document discount and then the
    rounding-off are spread over the positive sale lines. ``revenue`` is the net share before the rounding-off.
    """
    for line in lines:
        computed = line_amount(line.quantity, line.unit_price, line.discount_rate, unit)
        if line.amount_stated:
            line.stated_difference = line.amount - computed
        else:
            line.amount = computed
            line.stated_difference = 0
    amounts = [line.amount for line in lines]
    takers = [i for i, line in enumerate(lines) if line.amount > 0 and line.line_kind in REVENUE_LINES]
    if not takers:
        takers = [i for i, amount in enumerate(amounts) if amount > 0]
    base = sum(amounts[i] for i in takers)
    discount = min(base, order.discount_amount + divide(base * order.discount_rate, RATE_WHOLE))
    discounted = _less(amounts, takers, discount)
    off = min(base - discount, order.rounding_off)
    final = _less(discounted, takers, off)
    codes = [(line.tax_code_id, line.tax_rate) for line in lines]
    nets, taxes = tax_shares(final, codes, order.prices_include_tax, order.tax_rounding)
    revenues = nets
    if off:
        before, _taxes = tax_shares(discounted, codes, order.prices_include_tax, order.tax_rounding)
        taken = [amount - left for amount, left in zip(discounted, final, strict=True)]
        revenues = _given_back(nets, before, codes, taken)
    for line, net, tax, revenue in zip(lines, nets, taxes, revenues, strict=True):
        line.net, line.tax, line.gross = net, tax, net + tax
        line.revenue = revenue if line.line_kind in REVENUE_LINES else 0
    order.goods_amount = sum(amounts)
    order.discount_total = discount + off
    order.net = sum(nets)
    order.tax = sum(taxes)
    order.total = order.net + order.tax + order.cash_rounding + order.stated_difference
    order.revenue = sum(line.revenue for line in lines)
    order.to_ship = sum(line.quantity - line.ended for line in lines if line.line_kind == "goods")


def _given_back(
    nets: Sequence[int], before: Sequence[int], codes: Sequence[tuple[int | None, int]], taken: Sequence[int]
) -> list[int]:
    """The nets and what the rounding-off took of each code, spread over the lines that it took something from.

    ``before`` is right for a code as a whole only: where its net is apportioned by largest remainder, a line may have
    been given a cent less before the rounding-off than after it.
    """
    result = list(nets)
    for code in dict.fromkeys(codes):
        members = [i for i, other in enumerate(codes) if other == code]
        difference = sum(before[i] - nets[i] for i in members)
        if difference:
            parts = split(difference, [taken[i] for i in members])
            for i, part in zip(members, parts, strict=True):
                result[i] += part
    return result


def _less(amounts: Sequence[int], takers: Sequence[int], deduction: int) -> list[int]:
    result = list(amounts)
    if deduction:
        parts = split(deduction, [amounts[i] for i in takers])
        for i, part in zip(takers, parts, strict=True):
            result[i] -= part
    return result


def part_of(share: int, quantity: int, part: int, left: int, quantity_left: int) -> int:
    """The share of ``part`` out of ``quantity`` of a line; the last part takes what is left, none takes more."""
    if part >= quantity_left:
        return left
    exact = divide(share * part, quantity) if quantity else 0
    return max(min(exact, left), 0) if share >= 0 else min(max(exact, left), 0)
