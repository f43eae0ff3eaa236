"""Finding a tax code by what people write for it: its code, its name, or its rate."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from app.errors import UserError
from app.i18n import LANGUAGES, _, translator
from app.models.company import TaxCode
from app.money import RATE_WHOLE
from app.operations.work import Work

_RATES = (
    "SELECT t.id, (SELECT rate FROM tax_rate r WHERE r.tax_code_id = t.id AND r.valid_from <= ? "
    "ORDER BY r.valid_from DESC LIMIT 1) FROM tax_code t WHERE t.active = 1"
)


def tax_named(work: Work, written: str) -> int:
    """The id of the tax code that is meant. Raises UserError where none is, or more than one has this rate."""
    said = written.strip().casefold()
    codes = work.find(TaxCode, "1", (), order="active DESC, id")
    for code in codes:
        names = {code.code, code.name, *(translator(language)(code.name) for language in LANGUAGES if code.name)}
        if said in {name.casefold() for name in names}:
            return int(code.id)
    rate = _rate(said)
    if rate is not None:
        found = [row[0] for row in work.connection.execute(_RATES, (work.today.isoformat(),)) if row[1] == rate]
        if len(found) == 1:
            return int(found[0])
    raise UserError(
        _("There is no tax code “{written}”. There are: {codes}.").format(
            written=written, codes=", ".join(code.code for code in codes if code.active) or "–"
        ),
        field="tax_code",
        code="no_tax_code",
    )


def _rate(said: str) -> int | None:
    """``13%``, ``13`` or ``0.13`` as a rate; None for anything else."""
    percent = said.endswith(("%", "％"))
    try:
        number = Decimal(said.rstrip("%％ "))
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= 100:
        return None
    share = number / 100 if percent or number > 1 else number
    return int(share * RATE_WHOLE)
