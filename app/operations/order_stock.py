"""Whether there is enough in stock for an order that is about to count. Private to the order operations."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UserError
from app.i18n import _
from app.models.limits import missing
from app.models.order import Order, OrderKind, OrderLine
from app.models.product import Product
from app.money import show_scaled
from app.operations.work import Work


def check_stock(work: Work, order: Order, lines: Sequence[OrderLine]) -> None:
    """Refuse, ask or make the order a pre-sale, as the book wants it, where goods of the lines are short."""
    company = work.company
    if company.stock_policy != "kept" or order.order_kind in (OrderKind.PRE_SALE, OrderKind.MADE_TO_ORDER):
        return
    wanted: dict[int, int] = {}
    for line in lines:
        if line.product_id is not None and line.line_kind == "goods":
            wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
    short = []
    for product_id, quantity in wanted.items():
        product = work.get(Product, product_id)
        if product.stock_kept and missing(product.on_hand, product.reserved, quantity):
            short.append(
                _("{product}: {wanted} wanted, {available} available").format(
                    product=product.name,
                    wanted=show_scaled(quantity, 10_000),
                    available=show_scaled(product.on_hand - product.reserved, 10_000),
                )
            )
    if not short:
        return
    listed = "; ".join(short)
    if company.shortage_policy == "block":
        raise UserError(
            _("There is not enough in stock. {products}. Receive goods first, or lower the quantity.").format(
                products=listed
            ),
            field="lines",
            code="shortage",
        )
    if company.shortage_policy == "pre_sale":
        order.order_kind = OrderKind.PRE_SALE
        work.tell(pre_sale=short)
        return
    work.confirm(
        "shortage",
        _("There is not enough in stock. {products}. Confirm the order all the same?").format(products=listed),
        accept=_("Confirm order"),
    )
