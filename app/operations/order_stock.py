"""Whether there is enough in stock for an order that is about to count. Private to the order operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import UserError
from app.i18n import _
from app.models.company import ShortagePolicy
from app.models.limits import missing
from app.models.order import LineKind, Order, OrderKind, OrderLine
from app.models.product import Product
from app.money import QUANTITY, show_scaled
from app.operations.steps import refuse
from app.operations.work import Work


@dataclass(frozen=True)
class _Short:
    product: str
    wanted: str
    available: str
    place: int  # its first line, counted from 1

    def words(self) -> str:
        return _("{product}: {wanted} wanted, {available} available").format(
            product=self.product, wanted=self.wanted, available=self.available
        )


def refused_for_want(work: Work, order: Order, lines: Sequence[OrderLine]) -> list[UserError]:
    """Each product that is short, at its line, where the book sells no more than there is; else nothing."""
    if work.company.shortage_policy != ShortagePolicy.BLOCK:
        return []
    return [
        UserError(
            _("{short}. Receive goods first, or lower the quantity.").format(short=short.words()),
            field=f"lines.{short.place}.quantity",
            code="shortage",
        )
        for short in _short(work, order, lines)
    ]


def check_stock(work: Work, order: Order, lines: Sequence[OrderLine]) -> None:
    """Refuse, ask or make the order a pre-sale, as the book wants it, where goods of the lines are short."""
    refuse(refused_for_want(work, order, lines))
    short = [each.words() for each in _short(work, order, lines)]
    if not short:
        return
    if work.company.shortage_policy == ShortagePolicy.PRE_SALE:
        order.order_kind = OrderKind.PRE_SALE
        work.tell(pre_sale=short)
        return
    work.confirm(
        "shortage",
        _("There is not enough in stock. {products}. Confirm the order all the same?").format(
            products="; ".join(short)
        ),
        accept=_("Confirm order"),
    )


def _short(work: Work, order: Order, lines: Sequence[OrderLine]) -> list[_Short]:
    if work.company.stock_policy != "kept" or order.order_kind in (OrderKind.PRE_SALE, OrderKind.MADE_TO_ORDER):
        return []
    wanted: dict[int, int] = {}
    places: dict[int, int] = {}
    for place, line in enumerate((line for line in lines if line.quantity), start=1):
        if line.product_id is not None and line.line_kind == LineKind.GOODS:
            wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
            places.setdefault(line.product_id, place)
    short = []
    for product_id, quantity in wanted.items():
        product = work.get(Product, product_id)
        if product.stock_kept and missing(product.on_hand, product.reserved, quantity):
            short.append(
                _Short(
                    product.name,
                    show_scaled(quantity, QUANTITY),
                    show_scaled(product.on_hand - product.reserved, QUANTITY),
                    places[product_id],
                )
            )
    return short
