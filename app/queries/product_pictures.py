"""What products look like."""

from __future__ import annotations

from app.models.actor import Actor
from app.models.base import connection
from app.queries.products import PRODUCTS
from app.queries.shapes import require


def product_picture(viewer: Actor, product_id: int) -> bytes:
    """The picture of a product, PNG or JPEG; nothing where it has none. Raises NotFound, NotAllowed."""
    require(PRODUCTS, viewer, product_id, "product")
    row = connection().execute("SELECT content FROM product_picture WHERE product_id = ?", (product_id,)).fetchone()
    return bytes(row[0]) if row is not None and isinstance(row[0], bytes) else b""
