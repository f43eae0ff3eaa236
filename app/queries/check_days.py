"""The part of the check that looks at closed days and at the vouchers of refunds: frozen contents and kept sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import apsw

from app.errors import BookError
from app.i18n import _
from app.models.day_sheet import DaySheet
from app.queries.check_documents import same_paper
from app.queries.findings import Finding

_DAYS = "SELECT id, date, expected, counted, open_count, snapshot, snapshot_hash FROM day_close ORDER BY date"
_CHAIN = (
    "SELECT d.id, d.date FROM day_close d WHERE d.previous_id IS NOT "
    "(SELECT id FROM day_close WHERE date < d.date ORDER BY date DESC LIMIT 1) ORDER BY d.date"
)
_VOUCHERS = "SELECT id, number, amount, snapshot, snapshot_hash FROM refund WHERE snapshot <> '' ORDER BY id"
_MISSING = (
    "SELECT {columns} FROM {table} t WHERE {made} AND NOT EXISTS (SELECT 1 FROM kept_paper k "
    "WHERE k.about_kind = '{table}' AND k.about_id = t.id AND k.file_kind = 'pdf') ORDER BY t.id"
)


def find_days(link: apsw.Connection) -> Iterator[Finding]:
    """Closed days and vouchers that are no longer what was frozen, and those whose paper is not kept yet."""
    for record, day, expected, counted, count, snapshot, told in link.execute(_DAYS):
        if not _same_day(str(snapshot), str(told), (str(day), expected, counted, count)):
            yield Finding(
                "day_changed",
                _("The closed day {day} was changed after it was signed.").format(day=day),
                "day_close",
                int(str(record)),
            )
    for record, day in link.execute(_CHAIN):
        yield Finding(
            "day_missing",
            _("The closed day {day} does not follow the one before it: one was removed or put in.").format(day=day),
            "day_close",
            int(str(record)),
        )
    for record, number, amount, snapshot, told in link.execute(_VOUCHERS):
        if not same_paper(str(snapshot), str(told), number, amount):
            yield Finding(
                "voucher_changed",
                _("The voucher of refund {number} was changed after it was made.").format(number=number),
                "refund",
                int(str(record)),
            )
    for record, day in link.execute(_MISSING.format(columns="t.id, t.date", table="day_close", made="1")):
        yield Finding(
            "sheet_missing",
            _("The sheet of the closed day {day} is not kept yet. Print it once, and it is made.").format(day=day),
            "day_close",
            int(str(record)),
            serious=False,
        )
    for record, number in link.execute(
        _MISSING.format(columns="t.id, t.number", table="refund", made="t.snapshot <> ''")
    ):
        yield Finding(
            "voucher_missing",
            _("The voucher of refund {number} is not kept yet. Print it once, and it is made.").format(number=number),
            "refund",
            int(str(record)),
            serious=False,
        )


def _same_day(text: str, told: str, kept: tuple[object, ...]) -> bool:
    if hashlib.sha256(text.encode()).hexdigest() != told:
        return False
    try:
        sheet = DaySheet.from_json(text)
    except BookError:
        return False
    return (sheet.day, sheet.expected, sheet.counted, sum(step.count for step in sheet.steps)) == kept
