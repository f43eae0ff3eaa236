"""What kind of taxpayer the company is."""

from __future__ import annotations

from typing import Any

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.taxpayer import COUNTRY, SETTING, WORDS, place, suits
from app.operations.operation import operation
from app.operations.steps import keep_setting
from app.operations.work import Work

_OFFERED = (
    "SELECT t.id, t.code, coalesce((SELECT rate FROM tax_rate r WHERE r.tax_code_id = t.id AND r.valid_from <= ? "
    "ORDER BY r.valid_from DESC LIMIT 1), 0) FROM tax_code t WHERE t.active = 1 ORDER BY t.id"
)


@operation("change kind of taxpayer", needs=Permission.ADMINISTER, undoable=True)
def change_taxpayer(work: Work, kind: str | None) -> None:
    """Say what kind of taxpayer the company is; None says it no longer.

    New lines get the tax that is usual for the kind, unless theirs suits it already. Nothing else changes: orders,
    products and documents keep their tax.
    """
    company = work.company
    if kind is not None and (kind not in WORDS or company.country != COUNTRY):
        raise UserError(_("Daybook does not know this kind of taxpayer."), field=SETTING, code="taxpayer")
    keep_setting(work, SETTING, kind)
    if kind is not None:
        day = work.today
        offered: list[tuple[Any, ...]] = work.connection.execute(_OFFERED, (day.isoformat(),)).fetchall()
        rates = {code_id: rate for code_id, _code, rate in offered}
        now = company.default_tax_code_id
        if now not in rates or not suits(kind, rates[now]):
            first = min(offered, key=lambda row: place(kind, row[1], row[2], day), default=None)
            if first is not None and suits(kind, first[2]):
                company.default_tax_code_id = first[0]
                work.save(company)
    work.about(company, company.name)
    work.label(_("change kind of taxpayer"))
