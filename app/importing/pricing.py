"""What each line comes to: as the file states it, or by quantity, unit price and discount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.i18n import _
from app.importing.grouping import Groups
from app.importing.plan import Lines
from app.importing.reading import Trouble, Values
from app.importing.settling import Money
from app.money import PRICE, QUANTITY, RATE_WHOLE, Currency, divide


def stated_amounts(values: Values, unit: Currency) -> list[Any] | None:
    """What the file says that each row is worth: its amount, its order's, or quantity by price; None if it says
    nothing. An entry that is no integer could not be read."""
    for key in ("amount", "order_total", "paid"):
        column = values.get(key)
        if column is not None:
            return column
    prices, quantities = values.get("unit_price"), values.get("quantity")
    if prices is None or quantities is None:
        return None
    return [
        divide(price * count * unit.minor, PRICE * QUANTITY) if type(price) is int and type(count) is int else None
        for price, count in zip(prices, quantities, strict=True)
    ]


def price_lines(values: Values, groups: Groups, money: Money, unit: Currency) -> tuple[Lines, list[Trouble]]:
    """The lines of all orders with their amounts; rows without any amount become troubles.

    An order total that differs from row to row of an order, in a file without line amounts, is a line amount. An order
    of which only the total (or what was paid) is told carries it on its first line.
    """
    size = len(groups.rows)
    amounts = _taken(values, groups, "amount")
    prices = _taken(values, groups, "unit_price")
    if amounts is None and prices is None:
        amounts = _amounts_of_totals(values, groups, money)
    elif amounts is None:
        amounts = _totals_per_row(values, groups, money)
    quantities = _taken(values, groups, "quantity")
    if values.money_discount:
        discounts, deductions = None, _taken(values, groups, "discount")
    else:
        discounts, deductions = _taken(values, groups, "discount"), None
    lines = Lines()
    lines.order = groups.order
    lines.position = [at - groups.starts[order] + 1 for at, order in enumerate(groups.order)]
    lines.tax_rate = list(_taken(values, groups, "tax_rate") or [None] * size)
    troubles: list[Trouble] = []
    scale = QUANTITY * PRICE
    minor = unit.minor
    nothing: Sequence[Any] = (None,) * size
    for at, (amount, price, quantity, rate, deduction) in enumerate(
        zip(
            amounts or nothing,
            prices or nothing,
            quantities or nothing,
            discounts or nothing,
            deductions or nothing,
            strict=True,
        )
    ):
        if quantity is None:
            quantity = QUANTITY
        discount = min(abs(rate), RATE_WHOLE) if rate else 0
        stated = amount is not None
        difference = 0
        if price is None:
            if amount is None:
                troubles.append((groups.rows[at], "amount", "", _("The row has no amount.")))
                amount = 0
            left = quantity * (RATE_WHOLE - discount)
            price = divide(amount * scale * RATE_WHOLE, left * minor) if left > 0 else 0
        else:
            gross = quantity * price * minor
            computed = divide(gross * (RATE_WHOLE - discount), scale * RATE_WHOLE)
            if deduction and not stated:
                amount, stated = max(0, divide(gross, scale) - abs(deduction)), True
                discount = min(RATE_WHOLE, divide(abs(deduction) * scale * RATE_WHOLE, gross)) if gross > 0 else 0
            elif amount is None:
                amount = computed
            else:
                if discount and amount == divide(gross, scale):
                    discount = 0
                    computed = amount
                elif deduction and amount == divide(gross, scale) - abs(deduction):
                    discount = min(RATE_WHOLE, divide(abs(deduction) * scale * RATE_WHOLE, gross)) if gross > 0 else 0
                    computed = amount
                difference = amount - computed
        lines.quantity.append(quantity)
        lines.unit_price.append(price)
        lines.discount.append(discount)
        lines.amount.append(amount)
        lines.stated.append(stated)
        lines.difference.append(difference)
    return lines, troubles


def _taken(values: Values, groups: Groups, key: str) -> Sequence[Any] | None:
    column = values.get(key)
    return None if column is None else groups.take(column)


def _amounts_of_totals(values: Values, groups: Groups, money: Money) -> Sequence[Any]:
    """Line amounts of a file that tells only what whole orders come to."""
    for key in ("order_total", "subtotal", "paid"):
        column = values.get(key)
        if column is None:
            continue
        _values, odd = groups.first(column)
        if odd:
            if key == "order_total":
                money.total = None
            return groups.take(column)
    result: list[int | None] = [0] * len(groups.rows)
    for order, at in enumerate(groups.starts[:-1]):
        result[at] = _worth_of_goods(money, order)
    return result


def _totals_per_row(values: Values, groups: Groups, money: Money) -> Sequence[Any] | None:
    """A column of totals that in fact tells each row's own amount: added up by price and quantity, it fits row by
    row."""
    totals, prices, quantities = (_taken(values, groups, key) for key in ("order_total", "unit_price", "quantity"))
    if totals is None or prices is None or quantities is None or groups.single:
        return None
    fits = rows = 0
    for at, order in enumerate(groups.order):
        if groups.starts[order + 1] - groups.starts[order] > 1:
            total, price, quantity = totals[at], prices[at], quantities[at]
            if total is not None and price is not None and quantity is not None:
                rows += 1
                fits += abs(total * QUANTITY * PRICE - quantity * price * 100) <= QUANTITY * PRICE
    if not rows or fits < 0.9 * rows:
        return None
    money.total = None
    return totals


def _worth_of_goods(money: Money, order: int) -> int | None:
    def part(column: list[int | None] | None) -> int:
        return (column[order] or 0) if column is not None else 0

    if money.subtotal is not None and money.subtotal[order] is not None:
        return money.subtotal[order]
    if money.total is not None and money.total[order] is not None:
        goods = (money.total[order] or 0) - part(money.shipping) - part(money.tax) + abs(part(money.discount))
        return goods if goods >= 0 else money.total[order]
    if money.paid is not None and money.paid[order] is not None:
        return part(money.paid) + (part(money.refunded) if money.net else 0)
    return None
