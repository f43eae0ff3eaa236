"""What can be done with many products at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import N_, ngettext
from app.later import Later
from app.models.actor import Permission
from app.views.batch import Batch, will_change
from app.views.batch_fields import ask_category, ask_place

if TYPE_CHECKING:
    from app.operations import batches_parties, categories, places
else:
    places = Later("app.operations.places")
    batches_parties, categories = Later("app.operations.batches_parties"), Later("app.operations.categories")


def _said(n: int) -> str:
    return ngettext("{n} product was changed.", "{n} products were changed.", n).format(n=f"{n:,}")


PLACE = Batch(
    "place_product",
    N_("Shelf place…"),
    "map-pin",
    N_("Say where products lie"),
    N_("Set shelf place"),
    lambda: places.place_products,
    Permission.SHIP,
    will_change,
    _said,
    ask=ask_place,
    single=True,
)
BATCHES = (
    PLACE,
    Batch(
        "categorise_products",
        N_("Category…"),
        "folder-open",
        N_("Put products into a category"),
        N_("Set category"),
        lambda: categories.categorise_products,
        Permission.EDIT_PRODUCTS,
        will_change,
        _said,
        ask=ask_category,
    ),
    Batch(
        "activate_product",
        N_("Set active"),
        "check",
        N_("Set products active"),
        N_("Set active"),
        lambda: batches_parties.activate_products,
        Permission.EDIT_PRODUCTS,
        will_change,
        _said,
        single=True,
    ),
    Batch(
        "deactivate_product",
        N_("Set inactive"),
        "ban",
        N_("Set products inactive"),
        N_("Set inactive"),
        lambda: batches_parties.deactivate_products,
        Permission.EDIT_PRODUCTS,
        will_change,
        _said,
        single=True,
    ),
)
