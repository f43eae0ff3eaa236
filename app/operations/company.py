"""The company, its policies, its closed months, and settings of the book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.errors import UserError
from app.i18n import _, ngettext
from app.models.actor import Permission
from app.models.base import shape
from app.models.company import Company
from app.models.numbering import Series, check_pattern
from app.models.terms import checked_key
from app.models.totals import COUNTED_SQL
from app.operations.operation import operation
from app.operations.steps import keep_setting, require_reason
from app.operations.work import Work

# What stays as it is once there are documents: figures would change their meaning.
_FIXED_ONCE_USED = ("currency",)
# Orders that the question before closing a month names.
_NAMED = 20
_NEVER = frozenset({"id", "uuid", "closed_until"})


@operation("change company", needs=Permission.ADMINISTER, undoable=True)
def change_company(work: Work, fields: Mapping[str, Any]) -> None:
    """Change fields of the company and its policies, named as ``Company`` names them."""
    company = work.company
    known = set(shape(Company).columns) - _NEVER
    for name, value in fields.items():
        if name not in known:
            raise UserError(_("Daybook does not know the setting “{name}”.").format(name=name), field=name, code="name")
        if name in _FIXED_ONCE_USED and value != getattr(company, name) and _used(work):
            raise UserError(
                _(
                    "The currency cannot change once the book has orders or payments. Start a new book for another "
                    "currency."
                ),
                field=name,
                code="currency_fixed",
            )
        if name == "default_terms" and not checked_key(value):
            raise UserError(_("Daybook does not know these payment terms."), field=name, code="terms")
        setattr(company, name, value.strip() if isinstance(value, str) else value)
    if not company.name:
        raise UserError(_("The business needs a name."), field="name", code="no_name")
    work.save(company)
    work.about(company, company.name)
    work.label(_("change company"))


def _used(work: Work) -> bool:
    return bool(work.value("SELECT EXISTS(SELECT 1 FROM sales_order) OR EXISTS(SELECT 1 FROM payment)"))


@operation("change setting", needs=Permission.ADMINISTER, undoable=True)
def change_setting(work: Work, name: str, value: Any) -> None:
    """Keep a setting of the book under a name; None forgets it."""
    keep_setting(work, name, value)


@operation("change numbering", needs=Permission.ADMINISTER)
def change_series(work: Work, name: str, pattern: str, restart: str) -> None:
    """Change how a series of numbers looks from its next number on."""
    check_pattern(pattern, restart)
    found = work.find(Series, "name = ?", (name,))
    if not found:
        raise UserError(_("There is no series “{name}”.").format(name=name), field="name", code="no_series")
    series = found[0]
    if series.restart != restart:
        series.period = ""
    series.pattern = pattern
    series.restart = restart
    work.save(series)
    work.about(series, name)


@operation("close month", needs=Permission.CLOSE_MONTH)
def close_month(work: Work, until: date) -> None:
    """Close the books up to and including a date: nothing dated then can be made, changed or voided."""
    company = work.company
    if until > work.today:
        raise UserError(_("A day that is not over cannot be closed."), field="until", code="future_date")
    if company.closed_until is not None and until <= company.closed_until:
        raise UserError(
            _("The books are closed up to {closed} already.").format(closed=company.closed_until.isoformat()),
            field="until",
            code="closed_already",
        )
    # COUNTED_SQL is a constant of the program.
    above = work.connection.execute(
        f"SELECT number FROM sales_order WHERE invoiced > worth AND state IN {COUNTED_SQL} ORDER BY date, id"
    ).fetchall()
    if above:
        work.confirm(
            "to_be_credited",
            ngettext(
                "{n} order is invoiced for more than it is worth. Close the month all the same?",
                "{n} orders are invoiced for more than they are worth. Close the month all the same?",
                len(above),
            ).format(n=len(above)),
            accept=_("Close the month"),
            details=", ".join(str(number) for (number,) in above[:_NAMED]) + (" …" if len(above) > _NAMED else ""),
        )
    company.closed_until = until
    work.save(company)
    work.about(company, company.name)
    work.tell(until=until.isoformat())


@operation("re-open month", needs=Permission.ADMINISTER)
def reopen_month(work: Work, until: date | None, reason: str) -> None:
    """Move the closing date back (None opens everything), with a reason."""
    company = work.company
    reason = require_reason(reason)
    if company.closed_until is None or (until is not None and until >= company.closed_until):
        raise UserError(_("Nothing is closed after that date."), field="until", code="not_closed")
    company.closed_until = until
    work.save(company)
    work.about(company, company.name)
    work.tell(reason=reason)
