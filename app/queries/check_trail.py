"""The part of the check that proves the trail, and holds the records against it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import apsw

from app.i18n import _
from app.models import backup
from app.models.audit import GENESIS, WORDS, chain_key, digest, entry_hash
from app.models.base import Record, moment_from, shape
from app.models.schema import BY_KIND
from app.models.totals import KEPT
from app.queries.findings import Finding

# Every record of these kinds was made by an operation that left an entry, or by an import.
_ALWAYS_TOLD = (
    "user", "user_role", "company", "series", "customer", "product", "order", "payment", "allocation", "credit",
    "refund", "write_off", "invoice", "ledger_line", "receipt", "kept_paper",
    "invoice_file", "day_close", "customer_letter",
)  # fmt: skip


def find_trail(link: apsw.Connection, key: str | None, backups: Path | None) -> Iterator[Finding]:
    """Entries and changes whose hashes do not hold, and entries that only backups or invoices still know."""
    secret = chain_key(key)
    changes = groupby(
        link.execute(
            "SELECT trail_id, record_kind, record_id, digest, private_digest, fields, private, salt FROM trail_change "
            "ORDER BY trail_id, id"
        ),
        key=itemgetter(0),
    )
    ahead = next(changes, None)
    previous = GENESIS
    names = ", ".join(WORDS)
    for entry, stored_previous, stored_hash, *words in link.execute(
        f"SELECT id, previous, hash, {names} FROM trail ORDER BY id"
    ):
        number = int(str(entry))
        digests: list[str] = []
        while ahead is not None and int(str(ahead[0])) <= number:
            mine = int(str(ahead[0])) == number
            for row in ahead[1]:
                if mine:
                    digests += (str(row[1]), str(row[2]), str(row[3]), str(row[4]))
                    yield from _change(row)
                else:
                    yield _loose(int(str(row[0])))
            ahead = next(changes, None)
        if stored_previous != previous:
            yield Finding(
                "trail_gap",
                _("An entry of the trail is missing or was inserted just before entry {entry}.").format(entry=number),
                "trail",
                number,
            )
        if entry_hash(str(stored_previous), words, digests, secret) != stored_hash:
            yield Finding(
                "trail_changed",
                _("Entry {entry} of the trail was changed outside Daybook.").format(entry=number),
                "trail",
                number,
            )
        previous = str(stored_hash)
    if ahead is not None:
        yield _loose(int(str(ahead[0])))
    if previous == GENESIS:
        yield Finding("trail_gap", _("The trail is empty; not even the making of the book stands in it."), "trail")
    yield from _anchors(link, backups)


def _loose(number: int) -> Finding:
    return Finding(
        "trail_cut",
        _("Entry {entry} of the trail was removed, but changes of it are still there.").format(entry=number),
        "trail",
        number,
    )


def _change(row: tuple[Any, ...]) -> Iterator[Finding]:
    entry, kind, record, open_digest, private_digest, fields, private, salt = row
    wrong = digest(bytes(salt), fields) != open_digest
    if private and digest(bytes(salt), private) != private_digest:
        wrong = True
    if wrong:
        yield Finding(
            "trail_changed",
            _("What entry {entry} of the trail says about {kind} #{record} was changed outside Daybook.").format(
                entry=entry, kind=kind, record=record
            ),
            "trail",
            int(str(entry)),
        )


def _anchors(link: apsw.Connection, backups: Path | None) -> Iterator[Finding]:
    known = {int(str(n)): str(h) for n, h in link.execute("SELECT id, hash FROM trail")}
    restored = [
        (str(at), int(json.loads(str(detail)).get("fork", 0)))
        for at, detail in link.execute("SELECT at, detail FROM trail WHERE operation = 'restore book'")
    ]
    for number, anchor in link.execute("SELECT number, anchor FROM invoice WHERE anchor <> '' ORDER BY id"):
        entry, _colon, told = str(anchor).partition(":")
        if int(entry or 0) and known.get(int(entry)) != told:
            yield Finding(
                "anchor",
                _("The trail was cut or rewritten: invoice {number} knows entry {entry} with another content.").format(
                    number=number, entry=entry
                ),
                "trail",
                int(entry),
            )
    if backups is None:
        return
    uuid = str(link.execute("SELECT uuid FROM company WHERE id = 1").get)
    for saved in backup.saved_in(backups, uuid):
        at, told = saved.manifest.head
        if at == 0 or known.get(at) == told:
            continue
        # A restore left those entries behind that the replaced book did not share with the backup.
        if any(fork < at and saved.manifest.moment <= moment_from(when) for when, fork in restored):
            continue
        yield Finding(
            "anchor",
            _("The trail was cut or rewritten: the backup {name} knows entry {entry} with another content.").format(
                name=saved.path.name, entry=at
            ),
            "trail",
            at,
        )


# Follows from other fields and is written again with aliases and new rules, without an entry.
_DERIVED = frozenset({"search_key"})


def find_edits(link: apsw.Connection) -> Iterator[Finding]:
    """Records whose fields are not as the last entry about them left them, and records that no entry tells of."""
    bulk = {
        str(kind)
        for (kind,) in link.execute(
            "SELECT DISTINCT j.key FROM trail t, json_each(t.detail, '$.bulk') j WHERE t.detail LIKE '%\"bulk\"%'"
        )
    }
    told = {str(kind) for (kind,) in link.execute("SELECT DISTINCT record_kind FROM trail_change")}
    for kind, model in BY_KIND.items():
        if kind in told or (kind in _ALWAYS_TOLD and kind not in bulk):
            yield from _edits(link, kind, model, kind in bulk)


def _edits(link: apsw.Connection, kind: str, model: type[Record], bulk: bool) -> Iterator[Finding]:
    form = shape(model)
    rows = link.execute(f"{form.select} ORDER BY id")
    row = next(rows, None)
    at_id = form.columns.index("id")
    silent = KEPT.get(kind, frozenset()) | {"id"} | model.secret | _DERIVED
    batch = form.columns.index("import_batch_id") if "import_batch_id" in form.columns else None
    told = link.execute(
        "SELECT record_id, fields, private FROM trail_change WHERE record_kind = ? ORDER BY record_id, id", (kind,)
    )
    for record, changes in groupby(told, key=itemgetter(0)):
        number = int(str(record))
        while row is not None and int(str(row[at_id])) < number:
            yield from _untold(kind, row, at_id, batch, bulk)
            row = next(rows, None)
        last: dict[str, Any] = {}
        for _record, fields, private in changes:
            for text in (fields, private):
                if text:
                    last.update({name: pair[1] for name, pair in json.loads(str(text)).items()})
        if row is None or int(str(row[at_id])) != number:
            if not bulk and any(value is not None for value in last.values()):
                yield Finding(
                    "record_missing",
                    _("{kind} #{record} was removed outside Daybook.").format(kind=kind, record=number),
                    kind,
                    number,
                )
            continue
        for name, value in zip(form.columns, row, strict=True):
            if name in last and name not in silent and _plain(value) != last[name]:
                yield Finding(
                    "record_edited",
                    _("{kind} #{record}: {field} was changed outside Daybook.").format(
                        kind=kind, record=number, field=name
                    ),
                    kind,
                    number,
                )
        row = next(rows, None)
    while row is not None:
        yield from _untold(kind, row, at_id, batch, bulk)
        row = next(rows, None)


def _untold(kind: str, row: tuple[Any, ...], at_id: int, batch: int | None, bulk: bool) -> Iterator[Finding]:
    if bulk or kind not in _ALWAYS_TOLD or (batch is not None and row[batch] is not None):
        return
    yield Finding(
        "record_untold",
        _("{kind} #{record} was added outside Daybook: no entry of the trail tells of it.").format(
            kind=kind, record=row[at_id]
        ),
        kind,
        int(str(row[at_id])),
    )


def _plain(value: Any) -> Any:
    return "sha256:" + hashlib.sha256(bytes(value)).hexdigest() if isinstance(value, (bytes, memoryview)) else value
