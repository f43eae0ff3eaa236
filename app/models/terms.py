"""Terms of payment as an office keeps them: days, from the end of the month or not, less when early."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from app.errors import UserError
from app.i18n import N_, _
from app.money import RATE, show_scaled

SETTING = "payment_terms"
"""The setting that keeps the terms of an office, as ``plain`` gives them."""

LONGEST = 3650
_NOW = N_("Payable at once")
_NET = N_("Net {n} days")
_END_OF_MONTH = N_("End of month")
_AFTER_MONTH = N_("{n} days after the end of the month")
_EARLY = N_("{terms}; {discount} less within {n} days")
_KEY = re.compile(r"(\d+)(m?)(?:-(\d+)/(\d+))?", re.ASCII)


@dataclass(frozen=True)
class Terms:
    """When an invoice is due: ``days`` after its date, or after the end of its month.

    Who pays within ``early_days`` may take off ``discount`` (a rate in ten-thousandths of a percent); 0 for none.
    """

    days: int = 0
    end_of_month: bool = False
    discount: int = 0
    early_days: int = 0

    def due(self, day: date) -> date:
        """The last day on which an invoice of this day is paid in time."""
        if self.end_of_month:
            day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        return day + timedelta(days=self.days)

    def words(self, translate: Callable[[str], str]) -> str:
        """What a paper says of it, in the language of ``translate``."""
        if self.end_of_month:
            said = translate(_AFTER_MONTH if self.days else _END_OF_MONTH)
        else:
            said = translate(_NET if self.days else _NOW)
        said = said.format(n=self.days)
        if not self.discount:
            return said
        discount = f"{show_scaled(self.discount, RATE)}%"
        return translate(_EARLY).format(terms=said, discount=discount, n=self.early_days)

    @property
    def key(self) -> str:
        """As a customer, an order or the company keeps it: the days, ``m`` where they count from the end of the month,
        and ``-discount/days`` for who pays early. ``terms_from`` reads it."""
        early = f"-{self.discount}/{self.early_days}" if self.discount else ""
        return f"{self.days}{'m' if self.end_of_month else ''}{early}"

    def plain(self) -> dict[str, Any]:
        """As the setting keeps it."""
        return asdict(self)

    def check(self) -> None:
        """Refuse terms that make no sense, at the field where they don't."""
        if not 0 <= self.days <= LONGEST:
            raise UserError(_("Payment terms lie between 0 and 3,650 days."), field="days", code="terms")
        if not 0 <= self.discount < 100 * RATE:
            raise UserError(_("A discount lies between 0 and 100%."), field="discount", code="terms")
        if self.discount and not (self.end_of_month or self.early_days < self.days):
            raise UserError(
                _("The discount holds for fewer days than the invoice may be paid in. Change one of the two."),
                field="early_days",
                code="terms",
            )


USUAL = (Terms(0), Terms(14), Terms(30), Terms(0, end_of_month=True), Terms(30, end_of_month=True))
"""What an office has until it says otherwise."""


def terms_from(key: str) -> Terms:
    """The terms that a customer, an order or the company keeps. Raises UserError for what are none."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise UserError(_("Daybook does not know these payment terms."), field="payment_terms", code="terms")
    days, month, discount, early = found.groups()
    return Terms(int(days), bool(month), int(discount or 0), int(early or 0))


def checked_key(key: str) -> str:
    """The key of terms that make sense; empty stays empty. Raises UserError at ``payment_terms``."""
    if not key:
        return ""
    terms = terms_from(key)
    try:
        terms.check()
    except UserError as problem:
        raise UserError(problem.message, field="payment_terms", code=problem.code) from None
    return terms.key


def own_words(key: str, usual: str, *, said: bool, translate: Callable[[str], str]) -> str:
    """What a paper says of an order's terms where nobody wrote words for it.

    The ``usual`` terms of the company are left to what its papers say anyway (``said``), and "at once" goes without
    saying while it is usual.
    """
    if not key or (key == usual and (said or key == Terms().key)):
        return ""
    return terms_from(key).words(translate)


def invoice_due(orders: Sequence[tuple[date | None, str]], day: date) -> date | None:
    """When an invoice of this day is due over orders with these due dates and keys of terms: with the last of them.

    Where all of them were due before, their terms count from the invoice's own day; None where they are paid at once.
    """
    ahead = [due for due, _key in orders if due is not None and due >= day]
    late = [terms_from(key).due(day) for _due, key in orders if key not in ("", Terms().key)]
    return max(ahead or late, default=None)


def terms_of(kept: Any) -> tuple[Terms, ...]:
    """The terms that the setting keeps; the usual ones where it keeps none."""
    return USUAL if kept is None else tuple(Terms(**each) for each in kept)
