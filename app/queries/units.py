"""The units that an office sells in: offered where a product is written, never forced on anybody."""

from __future__ import annotations

from app.i18n import N_, _
from app.models.base import connection
from app.models.product import UNITS
from app.queries.book_settings import setting

_USUAL = (
    N_("piece"), N_("box"), N_("set"), N_("pair"), N_("pack"), N_("bottle"), N_("bag"), N_("roll"), N_("kg"), N_("m"),
)  # fmt: skip


def usual_units() -> tuple[str, ...]:
    """The units of a book that nobody changed, in the user's language."""
    return tuple(_(unit) for unit in _USUAL)


def units() -> tuple[str, ...]:
    """The units to offer: those of the office, else the usual ones."""
    kept = setting(UNITS)
    return tuple(str(unit) for unit in kept) if isinstance(kept, list) else usual_units()


def unit_uses() -> dict[str, int]:
    """How many products each unit has that is in use."""
    rows = connection().execute("SELECT unit, count(*) FROM product WHERE unit <> '' GROUP BY unit ORDER BY 2 DESC, 1")
    return {str(unit): int(count) for unit, count in rows}
