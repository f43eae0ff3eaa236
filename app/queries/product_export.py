"""What an export of products holds: exactly the columns that an import of products reads again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import _
from app.importing.products import GRADE_KEY, TITLES, title_of
from app.models.actor import Actor
from app.models.base import connection
from app.queries.columns import Ask, Column, Kind
from app.queries.products import PRODUCTS

_KINDS = {
    "code": Kind.NUMBER,
    "list_price": Kind.PRICE,
    "floor_price": Kind.PRICE,
    "cost": Kind.PRICE,
    "low_stock": Kind.QUANTITY,
}
_WIDTH = 120
_SEPARATOR = "; "
_ROWS = (
    "SELECT p.id, p.code, p.name, p.specification, p.unit, iif(a.id IS NULL, coalesce(g.name, ''), "
    "a.name || ' > ' || g.name), p.list_price, p.floor_price, p.cost, coalesce(t.code, ''), p.tax_class, "
    "p.tax_class_name, p.stock_kept, p.low_stock, p.place, p.note, p.active FROM product p "
    "LEFT JOIN category g ON g.id = p.category_id LEFT JOIN category a ON a.id = g.parent_id "
    "LEFT JOIN tax_code t ON t.id = p.tax_code_id "
    "WHERE p.merged_into_id IS NULL AND p.id IN (SELECT value FROM json_each(?)) ORDER BY p.code"
)
_FIELDS = tuple(key for key in TITLES if key != "aliases")


@dataclass(frozen=True)
class ProductTable:
    """The columns with their titles in the user's language, and the rows in their order."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def product_table(viewer: Actor, ids: Sequence[int] = ()) -> ProductTable:
    """All products that this viewer sees, or those with these ids, as an import reads them again."""
    wanted = json.dumps(list(ids) or PRODUCTS.ids(viewer, Ask()).tolist())
    link = connection()
    grades = [row[0] for row in link.execute("SELECT DISTINCT grade FROM product_price ORDER BY grade")]
    prices = {
        (row[0], row[1]): row[2]
        for row in link.execute("SELECT product_id, grade, price FROM product_price ORDER BY id")
    }
    aliases: dict[int, list[str]] = {}
    for product_id, name in link.execute("SELECT product_id, name FROM product_alias ORDER BY id"):
        aliases.setdefault(product_id, []).append(name)
    hidden = {key for key in TITLES if PRODUCTS.hides(viewer, key)}
    keys = [key for key in (*TITLES, *(f"{GRADE_KEY}{grade}" for grade in grades)) if key not in hidden]
    rows = []
    for row in link.execute(_ROWS, (wanted,)):
        values: dict[str, Any] = dict(zip(_FIELDS, row[1:], strict=True))
        values["aliases"] = _SEPARATOR.join(aliases.get(row[0], ()))
        for key in ("stock_kept", "active"):
            values[key] = _("yes") if values[key] else _("no")
        for grade in grades:
            values[f"{GRADE_KEY}{grade}"] = prices.get((row[0], grade))
        rows.append(tuple(values[key] for key in keys))
    columns = tuple(Column(key, TITLES.get(key, key), _kind(key), _WIDTH) for key in keys)
    return ProductTable(columns, tuple(title_of(key) for key in keys), rows)


def _kind(key: str) -> Kind:
    return Kind.PRICE if key.startswith(GRADE_KEY) else _KINDS.get(key, Kind.TEXT)
