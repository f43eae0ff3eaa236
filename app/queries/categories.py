"""The categories of products as a tree of two levels."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.base import connection

SIGN = " > "
"""What stands between a category and the one below it where both are written in one text."""


@dataclass(frozen=True)
class CategoryPlace:
    """A category: the one above it, both as one text, how many products are in itself, and the tax bureau's class."""

    id: int
    name: str
    parent_id: int | None
    path: str
    products: int
    tax_class: str = ""
    tax_class_name: str = ""


_CATEGORIES = (
    "SELECT c.id, c.name, c.parent_id, iif(a.id IS NULL, c.name, a.name || ' > ' || c.name), "
    "(SELECT count(*) FROM product p WHERE p.category_id = c.id AND p.merged_into_id IS NULL), "
    "c.tax_class, c.tax_class_name FROM category c LEFT JOIN category a ON a.id = c.parent_id "
    "ORDER BY spelled(coalesce(a.name, c.name)), a.id IS NOT NULL, "
    "spelled(c.name)"
)


def category_tree() -> tuple[CategoryPlace, ...]:
    """All categories, each followed by those below it."""
    return tuple(CategoryPlace(*row) for row in connection().execute(_CATEGORIES))
