"""The terms of payment that an office offers for its invoices."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.terms import SETTING, Terms
from app.operations.operation import operation
from app.operations.steps import keep_setting
from app.operations.work import Work


@operation("change payment terms", needs=Permission.ADMINISTER, undoable=True)
def change_terms(work: Work, terms: Sequence[Terms]) -> None:
    """Keep these terms, in this order. Invoices that were issued keep what they say."""
    for each in terms:
        each.check()
    if len(set(terms)) != len(terms):
        raise UserError(_("These terms are in the list already."), field="days", code="terms_twice")
    keep_setting(work, SETTING, [each.plain() for each in terms])
    work.label(_("change payment terms"))
