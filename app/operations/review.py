"""Why an order needs a second look before it counts, as the policies of the book say. Private to orders."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import _
from app.models.customer import Customer
from app.models.limits import address_incomplete, below_floor, exposure
from app.models.order import LineKind, Order, OrderLine
from app.models.product import Product
from app.money import PRICE, RATE_WHOLE, divide, show_scaled
from app.operations.steps import amount_text, book_setting
from app.operations.work import Work

INCOMPLETE_ADDRESS = "review.incomplete_address"
"""The setting that sends orders whose goods could not be delivered to review."""


def review_reasons(work: Work, order: Order, lines: Sequence[OrderLine], customer: Customer) -> list[str]:
    """A sentence for each policy that asks for a review of this order; the order must be priced."""
    company = work.company
    reasons = []
    if company.review_amount and order.total >= company.review_amount:
        reasons.append(
            _("Its total of {total} reaches the limit of {limit}.").format(
                total=amount_text(work, order.total), limit=amount_text(work, company.review_amount)
            )
        )
    if company.review_discount and _given(order, lines) > company.review_discount:
        reasons.append(
            _("Its discount is above {limit} %.").format(limit=show_scaled(company.review_discount, RATE_WHOLE // 100))
        )
    if company.review_below_floor:
        reasons += _below_floor(work, lines)
    if company.review_credit_limit and customer.credit_limit is not None:
        owes = exposure(customer.debt, customer.balance, order.total)
        if owes > customer.credit_limit:
            reasons.append(
                _("{customer} would owe {exposure}, more than the credit limit of {limit}.").format(
                    customer=customer.name,
                    exposure=amount_text(work, owes),
                    limit=amount_text(work, customer.credit_limit),
                )
            )
    goods = any(line.line_kind == LineKind.GOODS for line in lines)
    lacking = goods and address_incomplete(order.consignee, order.ship_phone, order.ship_address)
    if lacking and book_setting(work, INCOMPLETE_ADDRESS, False):
        reasons.append(_("Its address is incomplete: consignee, phone and address are needed."))
    return reasons


def _below_floor(work: Work, lines: Sequence[OrderLine]) -> list[str]:
    reasons = []
    for line in lines:
        floor = work.get(Product, line.product_id).floor_price if line.product_id is not None else None
        if floor and below_floor(line.unit_price, line.discount_rate, floor):
            reasons.append(
                _("{product} is sold below its floor price of {floor}.").format(
                    product=line.description, floor=show_scaled(floor, PRICE, least=2)
                )
            )
    return reasons


def _given(order: Order, lines: Sequence[OrderLine]) -> int:
    # The discount as a rate: what was given away on lines and document out of the undiscounted worth.
    full = sum(
        divide(line.amount * RATE_WHOLE, RATE_WHOLE - line.discount_rate) if line.discount_rate < RATE_WHOLE else 0
        for line in lines
    )
    left = sum(line.amount for line in lines) - order.discount_total
    return divide((full - left) * RATE_WHOLE, full) if full > 0 else 0
