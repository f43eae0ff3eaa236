"""The part of the check that looks at numbers without gaps and at frozen documents with their kept files."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import apsw

from app.i18n import _
from app.models.numbering import period_of, render
from app.models.restoring import GAPS
from app.queries.findings import Finding
from app.queries.words import series_word

# Which documents carry the numbers of each strict series.
_BEARERS = {
    "payment": ("payment", "SELECT id, number FROM payment WHERE number <> ''"),
    "receipt": ("receipt", "SELECT id, number FROM receipt"),
    "credit": ("credit", "SELECT id, number FROM credit WHERE number <> ''"),
    "refund": ("refund", "SELECT id, number FROM refund WHERE number <> ''"),
    "invoice": (
        "invoice",
        "SELECT id, number FROM invoice WHERE document_type = 'invoice' AND invoice_kind = 'invoice' AND code = ''",
    ),
    "credit_note": (
        "invoice",
        "SELECT id, number FROM invoice WHERE document_type = 'credit_note' AND invoice_kind = 'invoice' AND code = ''",
    ),
}
_SOME_DAY = date(2000, 1, 1)
_PARTS = {
    "{yyyy}": r"(?P<yyyy>\d{4})",
    "{yy}": r"(?P<yy>\d{2})",
    "{mm}": r"(?P<mm>\d{2})",
    "{dd}": r"(?P<dd>\d{2})",
}


def find_gaps(link: apsw.Connection) -> Iterator[Finding]:
    """Numbers of strict series that are missing without an explanation, given twice, or ahead of their series."""
    explained = _explained(link)
    for record, name, pattern, restart, period, next_number in link.execute(
        "SELECT id, name, pattern, restart, period, next_number FROM series WHERE strict = 1 ORDER BY id"
    ):
        series = str(name)
        bearer = _BEARERS.get(series)
        if bearer is None:
            continue
        kind, statement = bearer
        patterns = [_Reader(p, str(restart)) for p in _patterns(link, int(str(record)), str(pattern))]
        given: dict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
        for document, number in link.execute(statement):
            place = next((found for read in patterns if (found := read(str(number))) is not None), None)
            if place is None:
                continue
            in_period, counter = place
            if counter in given[in_period]:
                yield Finding(
                    "number_twice",
                    _("The number {number} was given twice.").format(number=number),
                    kind,
                    int(str(document)),
                )
            given[in_period][counter] = (int(str(document)), str(number))
        if period and int(str(next_number)) > 1:
            given.setdefault(str(period), {})
        for in_period, counters in given.items():
            current = in_period == str(period)
            highest = max(counters, default=0)
            last = max(int(str(next_number)) - 1, highest) if current else highest
            for counter in range(1, last + 1):
                if counter in counters or (series, in_period, counter) in explained:
                    continue
                yield Finding(
                    "number_missing",
                    _("The number {number} of the series “{series}” is missing.").format(
                        number=_shown(str(pattern), in_period, counter), series=series_word(series)
                    ),
                    "series",
                    int(str(record)),
                )
            if current and highest >= int(str(next_number)):
                document, told = counters[highest]
                yield Finding(
                    "series_behind",
                    _("The series “{series}” would give the number {number} again.").format(
                        series=series_word(series), number=told
                    ),
                    kind,
                    document,
                )


def explained_gaps(link: apsw.Connection) -> list[dict[str, Any]]:
    """The gaps that somebody explained, as ``record printed numbers`` keeps them."""
    value = link.execute("SELECT value FROM setting WHERE name = ?", (GAPS,)).get
    return list(json.loads(str(value))) if value is not None else []


def _explained(link: apsw.Connection) -> set[tuple[str, str, int]]:
    gaps = explained_gaps(link)
    return {(g["series"], g["period"], n) for g in gaps for n in range(g["first"], g["last"] + 1)}


def _patterns(link: apsw.Connection, record: int, now: str) -> list[str]:
    """The pattern of today and all that the series had before, by the trail."""
    patterns = [now]
    for (fields,) in link.execute(
        "SELECT fields FROM trail_change WHERE record_kind = 'series' AND record_id = ? "
        "AND fields LIKE '%\"pattern\"%'",
        (record,),
    ):
        patterns += [p for p in json.loads(str(fields))["pattern"] if p and p not in patterns]
    return patterns


class _Reader:
    """Reads period and counter out of a number of one pattern; None for a number of another."""

    def __init__(self, pattern: str, restart: str) -> None:
        self._restart = restart
        text = ""
        for part in re.split(r"(\{[a-z#]+\})", pattern):
            if part in _PARTS:
                text += _PARTS[part] if f"(?P<{part[1:-1]}>" not in text else r"\d+"
            elif part.startswith("{#"):
                text += rf"(?P<counter>\d{{{len(part) - 2},}})"
            else:
                text += re.escape(part)
        self._form = re.compile(text)

    def __call__(self, number: str) -> tuple[str, int] | None:
        found = self._form.fullmatch(number)
        if found is None:
            return None
        parts = found.groupdict()
        year = parts.get("yyyy") or ("20" + parts["yy"] if parts.get("yy") else "")
        if self._restart == "yearly" and year:
            return year, int(parts["counter"])
        if self._restart == "monthly" and year and parts.get("mm"):
            return f"{year}-{parts['mm']}", int(parts["counter"])
        return period_of("never", _SOME_DAY), int(parts["counter"])


def _shown(pattern: str, period: str, counter: int) -> str:
    year, _dash, month = period.partition("-")
    day = _SOME_DAY.replace(year=int(year) if year.isdigit() else 2000, month=int(month or 1))
    return render(pattern, day, counter)


def find_documents(link: apsw.Connection) -> Iterator[Finding]:
    """Issued documents that are no longer what was frozen, or whose kept file is missing or another."""
    for record, number, net, tax, total, snapshot, stored_hash, imported in link.execute(
        "SELECT id, number, net, tax, total, snapshot, snapshot_hash, import_batch_id FROM invoice ORDER BY id"
    ):
        if imported is not None and not stored_hash:
            continue
        text = str(snapshot)
        if hashlib.sha256(text.encode()).hexdigest() != stored_hash:
            yield _frozen(int(str(record)), str(number))
            continue
        content = json.loads(text)
        if "version" not in content:
            continue
        frozen = (content.get("number"), content.get("net", 0) + content.get("cash_rounding", 0), content.get("tax"))
        if frozen != (number, net, tax) or frozen[1] + frozen[2] != total:
            yield _frozen(int(str(record)), str(number))
    for record, name, content, told in link.execute(
        "SELECT f.invoice_id, f.name, f.content, f.sha256 FROM invoice_file f ORDER BY f.id"
    ):
        if hashlib.sha256(bytes(content)).hexdigest() != told:
            yield Finding(
                "document_file",
                _("The kept file {name} is not the one that was issued.").format(name=name),
                "invoice",
                int(str(record)),
            )
    yield from _find_receipts(link)
    for record, number in link.execute(
        "SELECT id, number FROM invoice i WHERE invoice_kind = 'invoice' AND import_batch_id IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM invoice_file f WHERE f.invoice_id = i.id) ORDER BY id"
    ):
        yield Finding(
            "document_missing",
            _("The file of invoice {number} is not kept yet. Open the invoice once, and it is made.").format(
                number=number
            ),
            "invoice",
            int(str(record)),
            serious=False,
        )


def same_paper(text: str, told: str, number: object, amount: object) -> bool:
    """Whether the frozen content of a paper over an amount has the hash that was told, and says what its row does."""
    if hashlib.sha256(text.encode()).hexdigest() != told:
        return False
    content = json.loads(text)
    return (content.get("number"), content.get("gross")) == (number, amount)


def _find_receipts(link: apsw.Connection) -> Iterator[Finding]:
    """Receipts that no longer say what was handed out, and kept papers whose bytes are others."""
    for payment, number, amount, snapshot, stored_hash in link.execute(
        "SELECT payment_id, number, amount, snapshot, snapshot_hash FROM receipt ORDER BY id"
    ):
        if not same_paper(str(snapshot), str(stored_hash), number, amount):
            yield Finding(
                "document_changed",
                _("Receipt {number} was changed after it was issued.").format(number=number),
                "payment",
                int(str(payment)),
            )
    for record, name, content, told in link.execute("SELECT id, name, content, sha256 FROM kept_paper ORDER BY id"):
        if hashlib.sha256(bytes(content)).hexdigest() != told:
            yield Finding(
                "document_file",
                _("The kept file {name} is not the one that was issued.").format(name=name),
                "kept_paper",
                int(str(record)),
            )
    for payment, number in link.execute(
        "SELECT payment_id, number FROM receipt r WHERE NOT EXISTS (SELECT 1 FROM kept_paper WHERE "
        "about_kind = 'receipt' AND about_id = r.id) ORDER BY id"
    ):
        yield Finding(
            "document_missing",
            _("The file of receipt {number} is not kept yet. Print the receipt once, and it is made.").format(
                number=number
            ),
            "payment",
            int(str(payment)),
            serious=False,
        )


def _frozen(record: int, number: str) -> Finding:
    return Finding(
        "document_changed",
        _("Invoice {number} was changed after it was issued.").format(number=number),
        "invoice",
        record,
    )
