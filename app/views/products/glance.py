"""A product at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.later import Later
from app.money import PRICE, QUANTITY, show_scaled
from app.views.desk import Desk
from app.views.glance import Glance, GlanceAt, Level, Mark, shortened

if TYPE_CHECKING:
    from app.operations import notes
    from app.queries import product_details
    from app.queries.product_details import ProductDetail
else:
    notes, product_details = Later("app.operations.notes"), Later("app.queries.product_details")


def _alerts(product: ProductDetail) -> tuple[tuple[Level, str], ...]:
    if not product.stock_kept or product.stock_state not in ("low", "out"):
        return ()
    level: Level = "danger" if product.stock_state == "out" else "warn"
    left = f"{show_scaled(product.available, QUANTITY)} {product.unit}".strip()
    return ((level, _("Only {left} are left to sell.").format(left=left)),)


def show_product(desk: Desk, product: ProductDetail) -> Glance:
    """What of a product is worth a glance."""
    decimals = desk.currency.decimals

    def price(value: int | None) -> str:
        return "" if value is None else show_scaled(value, PRICE, least=decimals)

    figures = [(_("List price"), price(product.list_price))]
    marks = [] if product.active else [Mark("product", "inactive")]
    if product.stock_kept:
        marks.append(Mark("stock_state", product.stock_state))
        figures += [
            (_("Available"), show_scaled(product.available, QUANTITY)),
            (_("Reserved"), show_scaled(product.reserved, QUANTITY)),
        ]
    sales, more = shortened(
        [(f"{s.number} · {s.customer}", show_scaled(s.quantity, QUANTITY)) for s in product.recent_sales]
    )
    return Glance(
        title=product.name,
        subtitle=" · ".join(p for p in (product.code, product.specification) if p),
        marks=tuple(marks),
        alerts=_alerts(product),
        figures=tuple(figures),
        facts=(
            (_("Shelf place"), product.place),
            (_("Unit"), product.unit),
            (_("Category"), product.category or ""),
            (_("Floor price"), price(product.floor_price)),
            (_("Cost"), price(product.cost)),
            (_("Tax code"), product.tax_code or ""),
            (_("Also called"), ", ".join(product.aliases)),
            (_("On hand"), show_scaled(product.on_hand, QUANTITY) if product.stock_kept else ""),
        ),
        items_title=_("Last sales"),
        items=sales,
        more=more,
        history=product.history,
        note=product.note,
        actions=product.actions,
        why_not=product.why_not,
    )


PRODUCT = GlanceAt(
    read=lambda actor, product_id: product_details.product(actor, product_id),
    show=show_product,
    steps=("receive_goods", "edit_product"),
    note_action="note_product",
    write_note=lambda actor, product_id, note, before: notes.note_product(actor, product_id, note, before),
)
