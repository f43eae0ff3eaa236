"""Tax codes with their dated rates, and the ways in which money comes and goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.company import PaymentMethod, TaxCode, TaxRate
from app.money import RATE
from app.operations.operation import operation
from app.operations.work import Work


@operation("add tax code", needs=Permission.ADMINISTER)
def add_tax_code(work: Work, code: str, name: str, rate: int, valid_from: date) -> int:
    """Add a tax code with its first rate (ten-thousandths of a percent); returns the id."""
    code, name = code.strip(), name.strip()
    if not code:
        raise UserError(_("A tax needs a short code."), field="code", code="no_code")
    if not name:
        raise UserError(_("A tax needs a name; it stands on documents."), field="name", code="no_name")
    if work.value("SELECT 1 FROM tax_code WHERE code = ? COLLATE NOCASE", (code,)):
        raise UserError(_("There is a tax {code} already.").format(code=code), field="code", code="code_taken")
    _check_rate(rate)
    tax = work.add(TaxCode(code=code, name=name, category="standard" if rate else "zero"))
    work.add(TaxRate(tax_code_id=tax.id, valid_from=valid_from, rate=rate))
    work.about(tax, code)
    return int(tax.id)


@operation("change tax rate", needs=Permission.ADMINISTER)
def change_tax_rate(work: Work, tax_code_id: int, rate: int, valid_from: date) -> None:
    """Let a tax have another rate from a date on; documents made before keep theirs."""
    tax = work.get(TaxCode, tax_code_id)
    _check_rate(rate)
    found = work.find(TaxRate, "tax_code_id = ? AND valid_from = ?", (tax_code_id, valid_from.isoformat()))
    if found:
        found[0].rate = rate
        work.save(found[0])
    else:
        work.add(TaxRate(tax_code_id=tax_code_id, valid_from=valid_from, rate=rate))
    work.about(tax, tax.code)


@operation("set tax code active", needs=Permission.ADMINISTER)
def set_tax_active(work: Work, tax_code_id: int, active: bool) -> None:
    """Offer a tax code for new lines, or no longer; the usual one stays offered."""
    tax = work.get(TaxCode, tax_code_id)
    if not active and work.company.default_tax_code_id == tax_code_id:
        raise UserError(_("This is the usual tax of new lines. Choose another usual tax first."), code="default_tax")
    tax.active = active
    work.save(tax)
    work.about(tax, tax.code)


@operation("add payment method", needs=Permission.ADMINISTER)
def add_payment_method(work: Work, name: str, needs_reference: bool = False) -> int:
    """Add a way of paying under a name; returns the id."""
    name = name.strip()
    if not name:
        raise UserError(_("A payment method needs a name."), field="name", code="no_name")
    code = "_".join(name.casefold().split())
    if work.value("SELECT 1 FROM payment_method WHERE code = ? OR name = ? COLLATE NOCASE", (code, name)):
        raise UserError(_("There is a payment method {name} already.").format(name=name), field="name", code="taken")
    last = work.value("SELECT coalesce(max(position), 0) FROM payment_method")
    method = work.add(
        PaymentMethod(code=code, name=name, needs_reference=needs_reference, active=True, position=int(last) + 1)
    )
    work.about(method, name)
    return int(method.id)


@operation("change payment method", needs=Permission.ADMINISTER)
def change_payment_method(
    work: Work,
    method_id: int,
    active: bool,
    needs_reference: bool,
    needs_date: bool | None = None,
    fee_rate: int | None = None,
) -> None:
    """Offer a way of paying or no longer, and say what must be entered with it and what the bank usually keeps.

    ``fee_rate`` is in ten-thousandths of a percent; None leaves it, and ``needs_date``, as it is.
    """
    method = work.get(PaymentMethod, method_id)
    if method.code == "imported":
        raise UserError(_("This method marks imported money; it cannot be chosen."), code="imported_method")
    method.active = active
    method.needs_reference = needs_reference
    if needs_date is not None:
        method.needs_date = needs_date
    if fee_rate is not None:
        if not 0 <= fee_rate < 100 * RATE:
            raise UserError(_("A fee lies between 0 % and 100 %."), field="fee_rate", code="fee_range")
        method.fee_rate = fee_rate
    work.save(method)
    if not work.value("SELECT count(*) FROM payment_method WHERE active = 1"):
        raise UserError(_("At least one payment method must stay in use."), code="last_method")
    work.about(method, method.name)


@operation("order payment methods", needs=Permission.ADMINISTER)
def order_payment_methods(work: Work, method_ids: Sequence[int]) -> None:
    """Offer the ways of paying in this order; those that are not named come after them as they stood."""
    methods = work.find(PaymentMethod, "1", order="position, id")
    places = {method_id: place for place, method_id in enumerate(method_ids)}
    methods.sort(key=lambda method: places.get(method.id, len(places)))
    for place, method in enumerate(methods):
        method.position = place
        work.save(method)


def _check_rate(rate: int) -> None:
    if not 0 <= rate <= 100 * RATE:
        raise UserError(_("A tax rate lies between 0 % and 100 %."), field="rate", code="rate_range")
