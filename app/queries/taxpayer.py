"""What kind of taxpayer the company is, and what stands against a tax code at such a company."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.models.base import connection
from app.models.company import the_company
from app.models.taxpayer import COUNTRY, SETTING, place, remark, suits
from app.queries.book_settings import setting

_RATE = "SELECT rate FROM tax_rate WHERE tax_code_id = ? AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1"


def taxpayer() -> str:
    """The kind of taxpayer that the company is; nothing where nobody said it, or the country knows no kinds."""
    return str(setting(SETTING) or "") if the_company().country == COUNTRY else ""


def offered_place(day: date) -> Callable[[str, int], tuple[bool, bool, int]]:
    """Where a tax code with its rate of a day stands among those that this company is offered."""
    kind = taxpayer()
    return lambda code, rate: place(kind, code, rate, day)


def tax_remark(tax_code_id: int | None, day: date) -> str:
    """What stands against a tax code at this company on a day, as a text to be translated; nothing where it suits.

    Without a tax code it is said of the usual one.
    """
    kind = taxpayer()
    if not kind:
        return ""
    code = the_company().default_tax_code_id if tax_code_id is None else tax_code_id
    return remark(kind, rate_on(code, day))


def rate_on(tax_code_id: int | None, day: date) -> int:
    """The rate of a tax code on a day, in ten-thousandths of a percent; 0 without one."""
    found = connection().execute(_RATE, (tax_code_id, day.isoformat())).fetchone()
    return int(found[0]) if found is not None else 0


def suiting_tax(day: date) -> int | None:
    """The tax code that a line is offered instead of one that doesn't suit: the usual one, or the first that suits."""
    kind, usual = taxpayer(), the_company().default_tax_code_id
    if suits(kind, rate_on(usual, day)):
        return usual
    found = connection().execute("SELECT id, code FROM tax_code WHERE active = 1 ORDER BY id")
    rows: list[tuple[Any, ...]] = found.fetchall()
    offered = [(place(kind, code, rate_on(code_id, day), day), code_id) for code_id, code in rows]
    fitting = [code_id for where, code_id in sorted(offered) if not where[1]]
    return fitting[0] if fitting else None
