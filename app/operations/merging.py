"""Two customers who are one: everything of the one is handed to the other, and can be handed back later.

What refers to a customer is found in the tables themselves, so that a table that is added later is moved too. Issued
documents change hands as records; what stands on them stays as it was issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.audit import canonical
from app.models.base import Record, shape
from app.models.customer import Address, Contact, Customer, InvoiceTitle
from app.models.merging import Merge, MergeState
from app.models.schema import TABLES
from app.operations.customers import keep_key
from app.operations.operation import operation
from app.operations.work import Work

ONE_MAIN: tuple[type[Contact] | type[Address] | type[InvoiceTitle], ...] = (Contact, Address, InvoiceTitle)
"""Of these a customer has one that is the main one."""
ADDRESS = ("country", "region", "city", "address", "postal_code")
FILLED = ("phone", "email", "wechat", "tax_number", "note", "grade", "source")
"""Fields that the customer who stays takes over where it has nothing itself."""


@dataclass(frozen=True)
class Merged:
    """What a merge moves: records by kind, and what the account of the customer who goes comes to (minor units)."""

    merge_id: int
    gone: str
    kept: str
    moved: dict[str, int] = field(default_factory=dict)
    outstanding: int = 0
    balance: int = 0


@operation("merge customers", needs=Permission.MERGE)
def merge_customers(work: Work, from_id: int, into_id: int) -> Merged:
    """Hand everything of one customer to another; the first becomes inactive and is found under the second.

    Refused for a customer who was merged already.
    """
    gone, kept = pair(work, from_id, into_id)
    before = (gone.outstanding, gone.balance)
    merge = work.add(
        Merge(
            record_kind=Customer.kind,
            from_id=from_id,
            into_id=into_id,
            state=MergeState.MOVING,
            made_at=work.actor.now(),
            made_by=work.actor.user_id or None,
        )
    )
    changed: dict[str, Any] = {"active": int(gone.active), "mains": _step_back(work, from_id, into_id)}
    moved = hand_over(work, from_id, into_id)
    changed["filled"] = _fill(gone, kept)
    changed["next"] = _next(gone, kept)
    gone.active = False
    gone.merged_into_id = into_id
    gone.version += 1
    work.save(gone)
    kept.version += 1
    keep_key(work, kept)
    work.save(kept)
    merge.moved = canonical(moved)
    merge.changed = canonical(changed)
    merge.state = MergeState.MERGED
    work.save(merge)
    work.about(kept, kept.code)
    work.tell(merged=gone.code, into=kept.code)
    counts: dict[str, int] = {}
    for key, ids in moved.items():
        kind = key.partition(".")[0]
        counts[kind] = counts.get(kind, 0) + len(ids)
    return Merged(merge.id, gone.name, kept.name, counts, *before)


def pair(work: Work, from_id: int, into_id: int) -> tuple[Customer, Customer]:
    """Both customers of a merge. Refused if they are one, or if either was merged already."""
    if from_id == into_id:
        raise UserError(_("Choose two different customers."), field="into", code="same_customer")
    gone, kept = work.get(Customer, from_id), work.get(Customer, into_id)
    for each in (gone, kept):
        if each.merged_into_id is not None:
            raise UserError(
                _("{name} was merged into another customer already.").format(name=each.name),
                field="into",
                code="merged_already",
            )
    return gone, kept


def links(work: Work) -> Iterator[tuple[type[Record], str]]:
    """Every table and column that refers to a customer."""
    for model in TABLES:
        table = shape(model).table
        for row in work.connection.execute(f'PRAGMA foreign_key_list("{table}")'):
            if row[2] == "customer":
                yield model, str(row[3])


def hand_over(work: Work, from_id: int, into_id: int) -> dict[str, list[int]]:
    """Let every record that names the first customer name the second; the ids by "kind.column"."""
    moved: dict[str, list[int]] = {}
    for model, column in sorted(links(work), key=lambda link: (link[0].kind, link[1])):
        found = work.find(model, f'"{column}" = ?', (from_id,))
        for record in found:
            give(work, record, column, into_id)
        if found:
            moved[f"{model.kind}.{column}"] = [int(record.id) for record in found]
    return moved


def give(work: Work, record: Record, column: str, customer_id: int) -> None:
    """Let one record name this customer; what somebody edits meanwhile is refused as changed."""
    setattr(record, column, customer_id)
    if hasattr(record, "version"):
        record.version += 1
    work.save(record)


def _step_back(work: Work, from_id: int, into_id: int) -> dict[str, list[int]]:
    """Where both have a main contact, address or title, the one that comes along is no longer the main one."""
    found: dict[str, list[int]] = {}
    for model in ONE_MAIN:
        if not work.find(model, "customer_id = ? AND main = 1", (into_id,)):
            continue
        for record in work.find(model, "customer_id = ? AND main = 1", (from_id,)):
            record.main = False
            work.save(record)
            found.setdefault(model.kind, []).append(int(record.id))
    return found


def _fill(gone: Customer, kept: Customer) -> list[str]:
    """Let the customer who stays take over what it has nothing for itself; the names of those fields."""
    fields = [name for name in FILLED if not getattr(kept, name) and getattr(gone, name)]
    if not any(getattr(kept, name) for name in ADDRESS):
        fields += [name for name in ADDRESS if getattr(gone, name)]
    for name in fields:
        setattr(kept, name, getattr(gone, name))
    return fields


def _next(gone: Customer, kept: Customer) -> list[str | None]:
    """The next contact with both is the earlier one; what the second had before, and what it has now."""
    before = kept.next_follow_up
    days = [day for day in (before, gone.next_follow_up) if day is not None]
    kept.next_follow_up = min(days, default=None)
    now = kept.next_follow_up
    return [before.isoformat() if before else None, now.isoformat() if now else None]
