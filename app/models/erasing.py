"""Emptying what a book holds about a person, everywhere but on the documents that the law keeps.

Which fields are personal is said by the records themselves (``Record.personal``). The chain of the trail stays whole:
it covers the digests of values, and the values stand apart. A list of erasures is kept, so that what was erased is
erased again when a backup from before is restored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import apsw

from app.models.audit import Change, canonical
from app.models.bank import KnownPayer
from app.models.base import Record, shape
from app.models.company import Setting
from app.models.customer import Address, Contact, Customer, FollowUp, InvoiceTitle
from app.models.invoice import Invoice, InvoiceLine
from app.models.letters import CustomerLetter
from app.models.order import Order
from app.models.papers import KeptPaper
from app.models.schema import TABLES
from app.models.search_key import search_key

ERASURES = "erasures"
"""The setting that lists whom the book forgot."""

DROPPED: tuple[type[Record], ...] = (Contact, Address, InvoiceTitle, FollowUp, KnownPayer, KeptPaper)
"""Records that are nothing but personal data: they go as a whole; of the kept papers only the letters to the person."""

_KEPT = frozenset({Invoice.kind, InvoiceLine.kind})
_SHORTEST = 2


@dataclass(frozen=True)
class Erasure:
    """One customer whom the book forgot: its id and when it was made tell it from others, ``label`` is its name now."""

    customer: int
    created: str
    label: str
    at: str


Affected = Mapping[type[Record], list[int]]
"""The ids of what belongs to a person, by sort of record."""


def belonging(link: apsw.Connection, customer: int) -> Affected:
    """All records about a customer and those merged into it: its own, those of its orders and of their shipments."""
    everybody = _ids(link, "SELECT id FROM customer WHERE id = ?1 OR merged_into_id = ?1", customer)
    found: dict[type[Record], list[int]] = {Customer: everybody}
    for owner in (Customer, Order):
        owned = json.dumps(found.get(owner, []))
        for model in TABLES:
            table = shape(model).table
            for row in link.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
                if row[2] != shape(owner).table or model is Customer:
                    continue
                ids = _ids(
                    link, f'SELECT id FROM "{table}" WHERE "{row[3]}" IN (SELECT value FROM json_each(?))', owned
                )
                known = set(found.get(model, ()))
                found.setdefault(model, []).extend(each for each in ids if each not in known)
    letters = json.dumps(found.get(CustomerLetter, []))
    found[KeptPaper] = _ids(
        link,
        "SELECT id FROM kept_paper WHERE about_kind = 'customer_letter' "
        "AND about_id IN (SELECT value FROM json_each(?))",
        letters,
    )
    return {model: ids for model, ids in found.items() if ids and model.kind not in _KEPT}


def words_about(link: apsw.Connection, affected: Affected) -> frozenset[str]:
    """Names, numbers and addresses by which the person is known: whatever is kept elsewhere with one of them goes."""
    found: set[str] = set()
    for model, columns in (
        (Customer, ("name", "phone", "email", "wechat", "tax_number")),
        (Contact, ("name", "phone", "email")),
        (Address, ("consignee", "phone", "address")),
    ):
        names = ", ".join(f'"{c}"' for c in columns)
        statement = f'SELECT {names} FROM "{shape(model).table}" WHERE id IN (SELECT value FROM json_each(?))'
        for row in link.execute(statement, (json.dumps(affected.get(model, [])),)):
            found.update(str(value).strip() for value in row if value)
    return frozenset(word for word in found if len(word) >= _SHORTEST)


def blank(link: apsw.Connection, customer: int, label: str) -> Affected:
    """Empty every personal field about a customer; returns what belonged to it. Part of the caller's transaction.

    The customer is called ``label`` from now on. Contacts, addresses, titles and notes of talks are emptied, and left
    for the caller to remove. Values on the trail, steps that could be undone, drafts, notices and saved views that
    hold any of it go.
    """
    affected = belonging(link, customer)
    words = words_about(link, affected)
    for model, ids in affected.items():
        chosen = json.dumps(ids)
        columns = sorted(model.personal)
        if columns:
            emptied = ", ".join(f"\"{c}\" = ''" for c in columns)
            link.execute(
                f'UPDATE "{shape(model).table}" SET {emptied} WHERE id IN (SELECT value FROM json_each(?))', (chosen,)
            )
        link.execute(
            "DELETE FROM undo_step WHERE trail_id IN (SELECT trail_id FROM trail_change WHERE record_kind = ? "
            "AND record_id IN (SELECT value FROM json_each(?)))",
            (model.kind, chosen),
        )
        link.execute(
            "UPDATE trail_change SET private = '' WHERE private <> '' AND record_kind = ? "
            "AND record_id IN (SELECT value FROM json_each(?))",
            (model.kind, chosen),
        )
    link.execute(
        "UPDATE customer SET name = ?, search_key = ? WHERE id IN (SELECT value FROM json_each(?))",
        (label, search_key(label), json.dumps(affected[Customer])),
    )
    for table, column in (
        ("undo_step", "images"), ("editor_draft", "content"), ("notification", "message"), ("saved_view", "definition"),
    ):  # fmt: skip
        _drop_telling(link, table, column, words)
    _blank_bank_lines(link, words)
    return affected


def _blank_bank_lines(link: apsw.Connection, words: Iterable[str]) -> None:
    """Lines of statements that nobody matched may name the person all the same; that they are known already is kept."""
    for word in words:
        link.execute(
            "UPDATE bank_line SET party = '', party_account = '', remark = '' "
            "WHERE instr(party, ?1) > 0 OR instr(remark, ?1) > 0",
            (word,),
        )


def removed(link: apsw.Connection, affected: Affected) -> list[Change]:
    """Remove the emptied records that were nothing but personal data; what the trail is to say of it."""
    changes = []
    for model in DROPPED:
        form = shape(model)
        chosen = (json.dumps(affected.get(model, [])),)
        rows = link.execute(f"{form.select} WHERE id IN (SELECT value FROM json_each(?))", chosen).fetchall()
        images: list[dict[str, Any]] = [dict(zip(form.columns, row, strict=True)) for row in rows]
        changes += [Change(model, int(image["id"]), image, None) for image in images]
        link.execute(f'DELETE FROM "{form.table}" WHERE id IN (SELECT value FROM json_each(?))', chosen)
    return changes


def erasures(link: apsw.Connection) -> tuple[Erasure, ...]:
    """Whom the book forgot, as it keeps it."""
    row = link.execute("SELECT value FROM setting WHERE name = ?", (ERASURES,)).fetchone()
    return tuple(Erasure(**each) for each in json.loads(str(row[0]))) if row is not None else ()


def listed(known: Iterable[Erasure]) -> str:
    """The list of erasures as its setting keeps it."""
    return canonical([asdict(each) for each in known])


def erase_again(link: apsw.Connection, told: Iterable[Erasure]) -> list[Change]:
    """Forget those whom another copy of this book forgot later; what the trail is to say of it.

    Part of the caller's transaction; the file is to be rewritten (``VACUUM``) after it.
    """
    known = erasures(link)
    changes: list[Change] = []
    for erasure in told:
        created = link.execute("SELECT created_at FROM customer WHERE id = ?", (erasure.customer,)).get
        if erasure in known or created != erasure.created:
            continue
        changes += removed(link, blank(link, erasure.customer, erasure.label))
        known = (*known, erasure)
    if changes or known != erasures(link):
        changes.append(_keep(link, known))
    return changes


def _keep(link: apsw.Connection, known: Iterable[Erasure]) -> Change:
    content = listed(known)
    row = link.execute("SELECT id, value FROM setting WHERE name = ?", (ERASURES,)).fetchone()
    if row is not None:
        link.execute("UPDATE setting SET value = ? WHERE id = ?", (content, row[0]))
        return Change(Setting, int(str(row[0])), {"value": row[1]}, {"value": content})
    link.execute("INSERT INTO setting(name, value) VALUES (?, ?)", (ERASURES, content))
    return Change(Setting, link.last_insert_rowid(), None, {"name": ERASURES, "value": content})


def _ids(link: apsw.Connection, statement: str, value: int | str) -> list[int]:
    return [int(str(row[0])) for row in link.execute(statement, (value,))]


def _drop_telling(link: apsw.Connection, table: str, column: str, words: frozenset[str]) -> None:
    """Remove rows whose text holds one of the words, however JSON writes it."""
    telling = []
    for row_id, text in link.execute(f'SELECT id, "{column}" FROM "{table}"'):
        try:
            plain = json.dumps(json.loads(str(text)), ensure_ascii=False)
        except ValueError:
            plain = str(text)
        if any(word in plain for word in words):
            telling.append(row_id)
    link.execute(f'DELETE FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (json.dumps(telling),))
