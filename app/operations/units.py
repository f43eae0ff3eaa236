"""The units that an office sells in."""

from __future__ import annotations

import json
from collections.abc import Iterable

from app.i18n import _
from app.models.actor import Permission
from app.models.company import Setting
from app.models.product import UNITS
from app.operations.operation import operation
from app.operations.work import Work


@operation("change units", needs=Permission.EDIT_PRODUCTS, undoable=True)
def change_units(work: Work, units: Iterable[str]) -> None:
    """Keep the units that are offered where a product is written, in this order; none brings the usual ones back.

    Products keep the unit that they have.
    """
    wanted = list(dict.fromkeys(unit.strip() for unit in units if unit.strip()))
    known = work.find(Setting, "name = ?", (UNITS,))
    content = json.dumps(wanted, ensure_ascii=False)
    if not wanted:
        for setting in known:
            work.remove(setting)
    elif known:
        known[0].value = content
        work.save(known[0])
    else:
        work.add(Setting(name=UNITS, value=content))
    work.label(_("change units"))
