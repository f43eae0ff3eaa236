"""What a product looks like."""

from __future__ import annotations

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.picture import MOST_KEPT, picture_kind
from app.models.product import Product, ProductPicture
from app.operations.operation import operation
from app.operations.work import Work


@operation("change product picture", needs=Permission.EDIT_PRODUCTS, undoable=True)
def change_picture(work: Work, product_id: int, content: bytes) -> None:
    """Give a product another picture, made small by ``small_picture`` before; no bytes take it away."""
    product = work.get(Product, product_id)
    if content and (not picture_kind(content) or len(content) > MOST_KEPT):
        raise UserError(_("This is no PNG or JPEG picture."), field="picture", code="no_picture")
    known = work.find(ProductPicture, "product_id = ?", (product_id,))
    if not content:
        for picture in known:
            work.remove(picture)
    elif known:
        known[0].content = content
        work.save(known[0])
    else:
        work.add(ProductPicture(product_id=product_id, content=content))
    work.about(product, product.code)
    work.label(_("change the picture of {name}").format(name=product.name))
