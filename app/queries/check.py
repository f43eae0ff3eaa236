"""The check of the whole book: structure, guards, sums, derived states, numbers, documents, trail.

Everything that is stored twice is computed again and compared. Nothing is written; a healthy book has no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import apsw

from app.i18n import N_, _, ngettext
from app.models import backup, book, totals
from app.models.actor import Progress, silent
from app.models.base import connection, database
from app.models.schema import expected_parts, schema_parts
from app.queries.check_days import find_days
from app.queries.check_documents import find_documents, find_gaps
from app.queries.check_figures import find_figures, find_prices
from app.queries.check_letters import find_letters
from app.queries.check_trail import find_edits, find_trail
from app.queries.findings import MOST, Finding

__all__ = ["Finding", "check"]

_TOTALS = {
    "day_total": N_("the totals of a day"),
    "month_total": N_("the totals of a month"),
    "customer orders": N_("the order figures of a customer"),
    "customer outstanding": N_("the outstanding amount of a customer"),
    "customer balance": N_("the balance of a customer"),
    "product stock": N_("the stock of a product"),
    "product reserved": N_("the reserved stock of a product"),
    "product sold": N_("the sales figures of a product"),
    "product_month": N_("the sales figures of a product in a month"),
}


@dataclass(frozen=True)
class _Part:
    title: str
    run: Callable[[apsw.Connection], Iterator[Finding]]


def check(progress: Progress | None = None, *, backups: Path | None = None) -> list[Finding]:
    """Everything that is wrong with the open book, or worth knowing; the worst first.

    ``backups`` is a folder whose manifests anchor the trail (beside the book if not said). Takes seconds with 100,000
    orders; ``progress`` may raise ``Cancelled``.
    """
    heard = progress if progress is not None else silent
    link = connection()
    folder = backups
    if folder is None and book.is_open():
        folder = backup.default_folder(book.current().path)
    key = database.key
    parts = (
        _Part(N_("Structure of the file"), _structure),
        _Part(N_("Guards"), _schema),
        _Part(N_("Sums"), find_figures),
        _Part(N_("Prices and taxes"), find_prices),
        _Part(N_("Kept totals"), _kept_totals),
        _Part(N_("Numbers"), find_gaps),
        _Part(N_("Documents"), find_documents),
        _Part(N_("Closed days and vouchers"), find_days),
        _Part(N_("Letters to customers"), find_letters),
        _Part(N_("Trail"), lambda c: find_trail(c, key, folder)),
        _Part(N_("Records against the trail"), find_edits),
    )
    found: list[Finding] = []
    # One reading transaction, so that a colleague's change in the middle is no contradiction.
    link.execute("BEGIN")
    try:
        for number, part in enumerate(parts):
            heard(number, len(parts), _(part.title))
            try:
                found += _shortened(part.run(link))
            except (apsw.CorruptError, apsw.NotADBError):
                found.append(_damaged(_("a part of the file cannot be read")))
                break
            except (apsw.SQLError, ValueError):
                found.append(_unreadable(_(part.title)))
    finally:
        link.execute("ROLLBACK")
    heard(len(parts), len(parts), "")
    return sorted(found, key=lambda f: not f.serious)


def _shortened(findings: Iterator[Finding]) -> list[Finding]:
    """At most ``MOST`` of each code, and how many more there are."""
    kept: list[Finding] = []
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
        if counts[finding.code] <= MOST:
            kept.append(finding)
    for code, count in counts.items():
        if count > MOST:
            like = next(f for f in kept if f.code == code)
            rest = count - MOST
            sentence = ngettext("… and {n} more like “{first}”", "… and {n} more like “{first}”", rest)
            kept.append(replace(like, sentence=sentence.format(n=rest, first=like.sentence), id=None))
    return kept


def _damaged(what: str) -> Finding:
    return Finding(
        "damaged",
        _("The book's file is damaged: {what}. Stop working in it and restore the last good backup.").format(what=what),
    )


def _unreadable(part: str) -> Finding:
    return Finding(
        "unreadable",
        _(
            "“{part}” cannot be checked: tables or contents were changed outside Daybook. Restore the last good backup."
        ).format(part=part),
    )


def _structure(link: apsw.Connection) -> Iterator[Finding]:
    for (told,) in link.execute("PRAGMA integrity_check(20)"):
        if told != "ok":
            yield _damaged(str(told))
    for table, row, parent, _number in link.execute("PRAGMA foreign_key_check"):
        yield Finding(
            "reference",
            _("Row {row} of table {table} refers to a record of table {parent} that does not exist.").format(
                row=row, table=table, parent=parent
            ),
            str(table),
            int(str(row)) if row is not None else None,
        )


def _schema(link: apsw.Connection) -> Iterator[Finding]:
    own, wanted = schema_parts(link), expected_parts()
    for name in wanted.keys() - own.keys():
        yield Finding(
            "schema_missing",
            _("The {part} is missing from the file: it was removed outside Daybook.").format(part=name),
        )
    for name in own.keys() - wanted.keys():
        yield Finding(
            "schema_foreign", _("The {part} in the file is not Daybook's: it was added outside.").format(part=name)
        )
    for name in sorted(own.keys() & wanted.keys()):
        if own[name] != wanted[name]:
            yield Finding("schema_changed", _("The {part} in the file was changed outside Daybook.").format(part=name))


def _kept_totals(link: apsw.Connection) -> Iterator[Finding]:
    for name, key, kept, true in totals.find_differences(link):
        record = int(key) if key.isdigit() else None
        yield Finding(
            "kept_total",
            _("Kept {what} ({key}) do not equal the records: {kept} instead of {true}.").format(
                what=_(_TOTALS.get(name, name)), key=key, kept=kept, true=true
            ),
            name.split(" ")[0],
            record,
        )
