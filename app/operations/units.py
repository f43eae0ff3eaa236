"""The units that an office sells in."""

from __future__ import annotations

from collections.abc import Iterable

from app.i18n import _
from app.models.actor import Permission
from app.models.product import UNITS
from app.operations.operation import operation
from app.operations.steps import keep_setting
from app.operations.work import Work


@operation("change units", needs=Permission.EDIT_PRODUCTS, undoable=True)
def change_units(work: Work, units: Iterable[str]) -> None:
    """Keep the units that are offered where a product is written, in this order; none brings the usual ones back.

    Products keep the unit that they have.
    """
    wanted = list(dict.fromkeys(unit.strip() for unit in units if unit.strip()))
    keep_setting(work, UNITS, wanted or None)
    work.label(_("change units"))
