"""The terms of payment that an office offers for its invoices."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UserError
from app.i18n import _
from app.models import audit
from app.models.actor import Permission
from app.models.company import Setting
from app.models.terms import SETTING, Terms
from app.operations.operation import operation
from app.operations.work import Work


@operation("change payment terms", needs=Permission.ADMINISTER, undoable=True)
def change_terms(work: Work, terms: Sequence[Terms]) -> None:
    """Keep these terms, in this order. Invoices that were issued keep what they say."""
    for each in terms:
        each.check()
    if len(set(terms)) != len(terms):
        raise UserError(_("These terms are in the list already."), field="days", code="terms_twice")
    value = audit.canonical([each.plain() for each in terms])
    found = work.find(Setting, "name = ?", (SETTING,))
    if found:
        found[0].value = value
        work.save(found[0])
    else:
        work.add(Setting(name=SETTING, value=value))
    work.label(_("change payment terms"))
