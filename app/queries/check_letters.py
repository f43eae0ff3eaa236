"""The part of the check that looks at the letters to customers: what they say, and their kept files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import apsw

from app.i18n import _
from app.models.erasing import erasures
from app.queries.findings import Finding

_LETTERS = (
    "SELECT l.id, l.customer_id, c.code, l.letter_kind, l.tone, l.date, l.amount, "
    "l.content, l.content_hash, EXISTS(SELECT 1 FROM kept_paper k WHERE k.about_kind = 'customer_letter' "
    "AND k.about_id = l.id) FROM customer_letter l JOIN customer c ON c.id = l.customer_id ORDER BY l.id"
)
# Letters change hands in a merge and when it is undone, whether they were emptied before it or while it held.
_EMPTIED = (
    "WITH RECURSIVE one(id) AS (SELECT value FROM json_each(?) UNION SELECT iif(m.from_id = one.id, m.into_id, "
    "m.from_id) FROM merge m JOIN one ON one.id IN (m.from_id, m.into_id) WHERE m.record_kind = 'customer') "
    "SELECT id FROM one"
)


def find_letters(link: apsw.Connection) -> Iterator[Finding]:
    """Letters that no longer say what was written, that lost their words without an erasure, or whose file is not kept
    yet."""
    gone = json.dumps([each.customer for each in erasures(link)])
    erased = {row[0] for row in link.execute(_EMPTIED, (gone,))}
    for letter, customer, code, kind, tone, day, amount, content, told, kept in link.execute(_LETTERS):
        record = int(str(letter))
        if not content:
            if customer not in erased or kept:
                yield Finding(
                    "letter_emptied",
                    _("The letter of {day} to customer {code} was emptied outside Daybook.").format(day=day, code=code),
                    "customer_letter",
                    record,
                )
        elif not _same(str(content), str(told), kind, (tone, day, amount)):
            yield Finding(
                "letter_changed",
                _("The letter of {day} to customer {code} was changed after it was made.").format(day=day, code=code),
                "customer_letter",
                record,
            )
        elif not kept:
            yield Finding(
                "letter_missing",
                _(
                    "The file of the letter of {day} to customer {code} is not kept yet. Open it once, and it is made."
                ).format(day=day, code=code),
                "customer_letter",
                record,
                serious=False,
            )


def _same(content: str, told: str, kind: object, row: tuple[object, ...]) -> bool:
    if hashlib.sha256(content.encode()).hexdigest() != told:
        return False
    try:
        return _told(json.loads(content), kind) == row
    except (ValueError, KeyError, TypeError):
        return False


def _told(said: dict[str, Any], kind: object) -> tuple[object, ...]:
    """Tone, day and amount as a letter says them."""
    if kind != "reminder":
        return "", said["day"], said["closing"]
    owing = said["owing"]
    total = sum(order["owed"] for order in owing["orders"] if order["late_days"] > 0 and not order["left_out"])
    return said["tone"], owing["day"], total
