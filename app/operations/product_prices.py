"""Prices of a product for customers of one grade."""

from __future__ import annotations

from collections.abc import Iterable

from app.errors import UserError
from app.i18n import _
from app.models.product import Product, ProductPrice
from app.operations.work import Work


class Grades:
    """The grades of the book as they were written first: “VIP” and “vip” are one grade.

    They are read when the first one is asked for and kept up with those that are stored with their help, so that many
    products can share them.
    """

    def __init__(self) -> None:
        self._first: dict[str, str] | None = None

    def spelled(self, work: Work, grade: str) -> str:
        """A grade as the book writes it; one that it doesn't know yet stays as it is."""
        if self._first is None:
            rows = work.connection.execute("SELECT grade FROM product_price GROUP BY grade ORDER BY min(id) DESC")
            self._first = {str(known).casefold(): str(known) for (known,) in rows}
        return self._first.get(grade.casefold(), grade)

    def stored(self, grade: str) -> None:
        """Take in a grade that was stored just now."""
        if self._first is not None:
            self._first.setdefault(grade.casefold(), grade)

    def forget(self) -> None:
        """Read them again when the next one is asked for, because something that was stored was taken back."""
        self._first = None


def put_prices(work: Work, product: Product, prices: Iterable[tuple[str, int]], grades: Grades) -> None:
    """Let a stored product have exactly these prices (millionths) by grade; grades without one pay the list price.

    Raises UserError for a price below zero, for one without a grade, and for a grade that is named twice. A grade
    that the book knows in other capitals is that grade.
    """
    wanted: dict[str, int] = {}
    named: set[str] = set()
    for written, price in prices:
        grade = grades.spelled(work, " ".join(written.split()))
        if not grade:
            raise UserError(_("Say for which grade this price is."), field="prices", code="no_grade")
        if price < 0:
            raise UserError(_("A price or stock level cannot be below zero."), field="prices", code="below_zero")
        if grade.casefold() in named:
            raise UserError(
                _("Grade {grade} has two prices. Keep one of them.").format(grade=grade),
                field="prices",
                code="grade_twice",
            )
        named.add(grade.casefold())
        wanted[grade] = price
    for known in work.find(ProductPrice, "product_id = ?", (product.id,)):
        if known.grade not in wanted:
            work.remove(known)
            continue
        known.price = wanted.pop(known.grade)
        work.save(known)
    for grade, price in wanted.items():
        work.add(ProductPrice(product_id=product.id, grade=grade, price=price))
        grades.stored(grade)
