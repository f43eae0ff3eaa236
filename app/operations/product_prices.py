"""Prices of a product for customers of one grade."""

from __future__ import annotations

from collections.abc import Iterable

from app.errors import UserError
from app.i18n import _
from app.models.product import Product, ProductPrice
from app.operations.work import Work


def put_prices(work: Work, product: Product, prices: Iterable[tuple[str, int]]) -> None:
    """Let a stored product have exactly these prices (millionths) by grade; grades without one pay the list price.

    Raises UserError for a price below zero, for one without a grade, and for a grade that is named twice. A grade
    that the book knows in other capitals is that grade.
    """
    wanted: dict[str, int] = {}
    prices = tuple(prices)
    spelled = _spelled(work) if prices else {}
    for written, price in prices:
        grade = " ".join(written.split())
        grade = spelled.get(grade.casefold(), grade)
        if not grade:
            raise UserError(_("Say for which grade this price is."), field="prices", code="no_grade")
        if price < 0:
            raise UserError(_("A price or stock level cannot be below zero."), field="prices", code="below_zero")
        if grade in wanted:
            raise UserError(
                _("Grade {grade} has two prices. Keep one of them.").format(grade=grade),
                field="prices",
                code="grade_twice",
            )
        wanted[grade] = price
    for known in work.find(ProductPrice, "product_id = ?", (product.id,)):
        if known.grade not in wanted:
            work.remove(known)
            continue
        known.price = wanted.pop(known.grade)
        work.save(known)
    for grade, price in wanted.items():
        work.add(ProductPrice(product_id=product.id, grade=grade, price=price))


def _spelled(work: Work) -> dict[str, str]:
    """The grades of the book as they were written first, by their small letters: “VIP” and “vip” are one grade."""
    rows = work.connection.execute("SELECT grade FROM product_price GROUP BY grade ORDER BY min(id) DESC")
    return {str(grade).casefold(): str(grade) for (grade,) in rows}
