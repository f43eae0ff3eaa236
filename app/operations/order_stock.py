"""Whether there is enough in stock for an order that is about to count. Private to the order operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def open_quantities(lines: Iterable[OrderLine]) -> dict[int, int]:
    """What is still to be shipped of each product on these lines, which is what a confirmed order has reserved."""
    found: dict[int, int] = {}
    for line in lines:
        if line.product_id is not None and line.line_kind == LineKind.GOODS:
            found[line.product_id] = found.get(line.product_id, 0) + line.rest
    return found


def refused_for_want(
    work: Work, order: Order, lines: Sequence[OrderLine], reserved: Mapping[int, int] | None = None
) -> list[UserError]:
    """Each product that is short, at its line, where the book sells no more than there is; else nothing."""
    if work.company.shortage_policy != ShortagePolicy.BLOCK:
        return []
    return [
        UserError(
            _("{short}. Receive goods first, or lower the quantity.").format(short=short.words()),
            field=f"lines.{short.place}.quantity",
            code="shortage",
        )
        for short in _short(work, order, lines, reserved or {})
    ]


def check_stock(
    work: Work, order: Order, lines: Sequence[OrderLine], reserved: Mapping[int, int] | None = None
) -> None:
    """Refuse, ask or make the order a pre-sale, as the book wants it, where goods of the lines are short.

    ``reserved`` is what a confirmed order that is amended has reserved by product: what it wants no more of is not
    looked at.
    """
    refuse(refused_for_want(work, order, lines, reserved))
    short = [each.words() for each in _short(work, order, lines, reserved or {})]
    if not short:
        return
    if work.company.shortage_policy == ShortagePolicy.PRE_SALE:
        order.order_kind = OrderKind.PRE_SALE
        work.tell(pre_sale=short)
        return
    question = (
        _("There is not enough in stock. {products}. Confirm the order all the same?")
        if reserved is None
        else _("There is not enough in stock. {products}. Change the order all the same?")
    )
    work.confirm(
        "shortage",
        question.format(products="; ".join(short)),
        accept=_("Confirm order") if reserved is None else _("Change order"),
    )


def _short(work: Work, order: Order, lines: Sequence[OrderLine], reserved: Mapping[int, int]) -> list[_Short]:
    if work.company.stock_policy != "kept" or order.order_kind in (OrderKind.PRE_SALE, OrderKind.MADE_TO_ORDER):
        return []
    places: dict[int, int] = {}
    for place, line in enumerate((line for line in lines if line.quantity), start=1):
        if line.product_id is not None and line.line_kind == LineKind.GOODS:
            places.setdefault(line.product_id, place)
    short = []
    for product_id, quantity in open_quantities(lines).items():
        own = reserved.get(product_id, 0)
        if quantity <= own:
            continue
        product = work.get(Product, product_id)
        if product.stock_kept and missing(product.on_hand, product.reserved - own, quantity):
            short.append(
                _Short(
                    product.name,
                    show_scaled(quantity, QUANTITY),
                    show_scaled(product.on_hand - product.reserved + own, QUANTITY),
                    places[product_id],
                )
            )
    return short
