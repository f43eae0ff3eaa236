"""Where products lie on the shelves: changed by those who put them there, for one product or for many."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UserError
from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.product import Product
from app.models.shelf import LONGEST, one_place
from app.operations.batch_steps import Outcome, Unchanged, called_product, run, undone_as
from app.operations.operation import operation
from app.operations.work import Work


@operation("change shelf place", needs=Permission.SHIP, undoable=True)
def place_product(work: Work, product_id: int, place: str) -> None:
    """Say where a product lies; an empty place says that nobody knows. Raises UserError for one that is too long."""
    product = work.get(Product, product_id)
    product.place = place_of(place)
    product.version += 1
    work.save(product)
    work.about(product, product.code)
    work.label(_("change the shelf place of {name}").format(name=product.name))


@operation("change shelf places", needs=Permission.SHIP, undoable=True)
def place_products(work: Work, ids: Sequence[int], place: str) -> Outcome:
    """Say where products lie that lie together; a dash says that they have no place.

    Raises UserError for a place that is too long, and for none: places are not taken away by leaving a field empty.
    """
    if not place.strip():
        raise UserError(_("Write a shelf place, or a dash for none."), field="place", code="no_place")
    wanted = place_of(place)

    def step(part: Work, product_id: int) -> None:
        if part.get(Product, product_id).place == wanted:
            raise Unchanged(_("It lies there already."))
        place_product.function(part, product_id, wanted)

    return undone_as(
        work,
        run(work, ids, step, called_product),
        lambda n: ngettext("change the shelf place of {n} product", "change the shelf places of {n} products", n),
    )


def place_of(written: str) -> str:
    """A place as it is kept. Raises UserError for one that is too long."""
    place = one_place(written)
    if len(place) > LONGEST:
        raise UserError(
            _("A shelf place has up to {n} characters, so that it can be read on a pick list.").format(n=LONGEST),
            field="place",
            code="too_long",
        )
    return place
