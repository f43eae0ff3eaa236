"""What is offered where a product is chosen whose stock is counted, received or thrown away."""

from __future__ import annotations

from app.i18n import _
from app.models.actor import Actor
from app.models.base import connection
from app.models.search_key import query_terms
from app.money import QUANTITY, show_scaled
from app.queries.choices import LIMIT, Choice
from app.queries.filters import LIKE, pattern

_KEPT = (
    "SELECT p.id, p.name, p.code, p.unit, p.on_hand, p.specification FROM product p "
    "WHERE p.stock_kept = 1 AND p.merged_into_id IS NULL AND (p.active = 1 OR p.on_hand <> 0) AND {} "
    f"ORDER BY p.code <> ?, p.search_key NOT {LIKE}, p.sold_lines DESC, p.search_key LIMIT ?"
)


def kept_products(_viewer: Actor, text: str, limit: int = LIMIT, *, says_stock: bool = True) -> list[Choice]:
    """Products whose stock is kept, by code (a scanned one comes first), name, other name or pinyin.

    ``says_stock`` tells what lies there, which somebody who counts must not know.
    """
    terms = query_terms(text)
    where = " AND ".join(f"p.search_key {LIKE}" for _term in terms) or "1"
    beginning = pattern(terms[0])[1:] if terms else "%"
    values = (*(pattern(term) for term in terms), text.strip(), beginning, limit)
    found = []
    for row in connection().execute(_KEPT.format(where), values):
        told = " · ".join(part for part in (str(row[2]), str(row[5])) if part)
        lies = _("{quantity} on hand").format(quantity=show_scaled(int(str(row[4])), QUANTITY))
        facts = {"code": row[2], "unit": row[3], "on_hand": row[4]}
        found.append(Choice(int(str(row[0])), str(row[1]), told, facts, aside=lies if says_stock else ""))
    return found
