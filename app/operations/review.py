"""Why an order needs a second look before it counts, as the policies of the book say. Private to orders."""

from __future__ import annotations

from collections.abc import Sequence

from app.models.customer import Customer
from app.models.limits import address_incomplete, below_floor, exposure
from app.models.order import LineKind, Order, OrderLine
from app.models.product import Product
from app.models.review import Reason
from app.money import RATE_WHOLE, divide
from app.operations.steps import book_setting
from app.operations.work import Work

INCOMPLETE_ADDRESS = "review.incomplete_address"
"""The setting that sends orders whose goods could not be delivered to review."""


def review_reasons(work: Work, order: Order, lines: Sequence[OrderLine], customer: Customer) -> list[Reason]:
    """One reason for each policy that asks for a review of this order; the order must be priced."""
    company = work.company
    reasons = []
    if company.review_amount and order.total >= company.review_amount:
        reasons.append(Reason("amount", {"total": order.total, "limit": company.review_amount}))
    if company.review_discount and _given(order, lines) > company.review_discount:
        reasons.append(Reason("discount", {"rate": company.review_discount}))
    if company.review_below_floor:
        reasons += _below_floor(work, lines)
    if company.review_credit_limit and customer.credit_limit is not None:
        owes = exposure(customer.debt, customer.balance, order.total)
        if owes > customer.credit_limit:
            reasons.append(Reason("credit", {"exposure": owes, "limit": customer.credit_limit}))
    goods = any(line.line_kind == LineKind.GOODS for line in lines)
    lacking = goods and address_incomplete(order.consignee, order.ship_phone, order.ship_address)
    if lacking and book_setting(work, INCOMPLETE_ADDRESS, False):
        reasons.append(Reason("address"))
    return reasons


def _below_floor(work: Work, lines: Sequence[OrderLine]) -> list[Reason]:
    reasons = []
    for line in lines:
        floor = work.get(Product, line.product_id).floor_price if line.product_id is not None else None
        if floor and below_floor(line.unit_price, line.discount_rate, floor):
            reasons.append(Reason("floor", {"product": line.description, "price": floor}))
    return reasons


def _given(order: Order, lines: Sequence[OrderLine]) -> int:
    # The discount as a rate: what was given away on lines and document out of the undiscounted worth.
    full = sum(
        divide(line.amount * RATE_WHOLE, RATE_WHOLE - line.discount_rate) if line.discount_rate < RATE_WHOLE else 0
        for line in lines
    )
    left = sum(line.amount for line in lines) - order.discount_total
    return divide((full - left) * RATE_WHOLE, full) if full > 0 else 0
