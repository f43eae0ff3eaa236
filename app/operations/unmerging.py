"""Taking a merge of customers apart: what was moved goes back, with what was done since with just that."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.base import Record, shape
from app.models.customer import Customer
from app.models.merging import Merge, MergeState
from app.models.schema import BY_KIND
from app.operations.customers import keep_key
from app.operations.merging import ONE_MAIN, give
from app.operations.operation import operation
from app.operations.work import Work

Back = dict[str, set[int]]
"""The ids that go back, by "kind.column"."""

_IN = "IN (SELECT value FROM json_each({}))"
_ORDERS, _PAYMENTS, _REFUNDS, _INVOICES = (_IN.format(f"?{n}") for n in (1, 2, 3, 4))

# What was made since of what goes back, and so goes along: kind and the condition; ?1 orders, ?2 payments, ?3 refunds,
# ?4 invoices, ?5 the customer who has it now.
_FOLLOW: tuple[tuple[str, str], ...] = (
    (
        "payment",
        f"reverses_id {_PAYMENTS} OR id IN (SELECT payment_id FROM (SELECT payment_id, order_id FROM allocation "
        f"GROUP BY payment_id, order_id HAVING sum(amount) <> 0) GROUP BY payment_id HAVING sum(order_id {_ORDERS}) "
        "= count(*))",
    ),
    ("payment", f"reverses_id {_PAYMENTS}"),
    ("refund", f"order_id {_ORDERS} OR payment_id {_PAYMENTS}"),
    ("credit", f"order_id {_ORDERS}"),
    ("write_off", f"order_id {_ORDERS}"),
    ("invoice_request", f"order_id {_ORDERS}"),
    ("follow_up", f"order_id {_ORDERS}"),
    ("invoice", f"id IN (SELECT invoice_id FROM invoice_line WHERE order_id {_ORDERS}) OR corrects_id {_INVOICES}"),
    (
        "ledger_line",
        f"order_id {_ORDERS} OR (about_kind = 'payment' AND about_id {_PAYMENTS}) "
        f"OR (about_kind = 'refund' AND about_id {_REFUNDS})",
    ),
)

# What would belong to both afterwards; the columns are the name of what does.
_TORN: tuple[str, ...] = (
    f"SELECT p.number FROM allocation a JOIN payment p ON p.id = a.payment_id GROUP BY a.payment_id, a.order_id "
    f"HAVING sum(a.amount) <> 0 AND (a.payment_id {_PAYMENTS}) <> (a.order_id {_ORDERS})",
    f"SELECT p.number FROM earmark e JOIN payment p ON p.id = e.payment_id "
    f"WHERE (e.payment_id {_PAYMENTS}) <> (e.order_id {_ORDERS})",
    f"SELECT i.number FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE l.order_id IS NOT NULL "
    f"AND (l.invoice_id {_INVOICES}) <> (l.order_id {_ORDERS})",
    f"SELECT r.number FROM refund r WHERE r.payment_id IS NOT NULL AND r.order_id IS NOT NULL "
    f"AND (r.payment_id {_PAYMENTS}) <> (r.order_id {_ORDERS})",
)
_ACCOUNT = (
    "SELECT (SELECT coalesce(sum(outstanding), 0) FROM sales_order WHERE customer_id = ?1) - (SELECT "
    "coalesce(sum(free), 0) FROM payment WHERE customer_id = ?1) - (SELECT coalesce(sum(amount), 0) FROM ledger_line "
    "WHERE customer_id = ?1)"
)


@operation("undo merge", needs=Permission.MERGE)
def undo_merge(work: Work, from_id: int) -> int:
    """Make a customer who was merged into another a customer of its own again; returns how many records went back.

    Everything that was moved goes back, with what was made of it since. Refused once something moved belongs to a
    third customer, or settles things of both.
    """
    gone = work.get(Customer, from_id)
    found = work.find(
        Merge, "record_kind = 'customer' AND from_id = ? AND state = 'merged'", (from_id,), order="id DESC LIMIT 1"
    )
    if not found or gone.merged_into_id != found[0].into_id:
        raise UserError(_("{name} is not merged into another customer.").format(name=gone.name), code="not_merged")
    merge = found[0]
    kept = work.get(Customer, merge.into_id)
    back = _still_there(work, merge, kept)
    _follow(work, back, kept.id)
    _refuse_torn(work, back, gone, kept)
    merge.state = MergeState.MOVING
    work.save(merge)
    for key, ids in sorted(back.items()):
        kind, _dot, column = key.partition(".")
        for record in _records(work, kind, ids):
            give(work, record, column, from_id)
    _settle_mains(work, merge, gone.id, kept.id)
    _put_back(work, merge, gone, kept)
    merge.state = MergeState.UNDONE
    merge.undone_at = work.actor.now()
    merge.undone_by = work.actor.user_id or None
    work.save(merge)
    if any(work.value(_ACCOUNT, (each.id,)) for each in (gone, kept)):
        raise _torn(gone, kept, "")
    work.about(gone, gone.code)
    work.tell(customer=gone.code, out_of=kept.code)
    return sum(len(ids) for ids in back.values())


def _still_there(work: Work, merge: Merge, kept: Customer) -> Back:
    """What was moved and is still there. Refused if some of it belongs to a third customer by now."""
    back: Back = {}
    for key, ids in merge.moved_ids.items():
        kind, _dot, column = key.partition(".")
        for record in _records(work, kind, ids):
            if getattr(record, column) != merge.into_id:
                raise UserError(
                    _(
                        "Some of what came to {name} with this merge belongs to another customer by now, so the merge "
                        "stays. Hand it back to {name} first."
                    ).format(name=kept.name),
                    code="moved_on",
                )
            back.setdefault(key, set()).add(int(record.id))
    return back


def _records(work: Work, kind: str, ids: Iterable[int]) -> list[Record]:
    return work.find(BY_KIND[kind], f"id {_IN.format('?')}", (json.dumps(sorted(ids)),))


def _binds(back: Back) -> tuple[str, ...]:
    return tuple(
        json.dumps(sorted(back.get(f"{kind}.customer_id", ()))) for kind in ("order", "payment", "refund", "invoice")
    )


def _follow(work: Work, back: Back, kept: int) -> None:
    for kind, condition in _FOLLOW:
        table = shape(BY_KIND[kind]).table
        # Kinds and conditions are constants of this module.
        found = work.connection.execute(
            f'SELECT id FROM "{table}" WHERE customer_id = ?5 AND ({condition})', (*_binds(back), kept)
        )
        ids = {int(str(row[0])) for row in found}
        if ids:
            back.setdefault(f"{kind}.customer_id", set()).update(ids)


def _refuse_torn(work: Work, back: Back, gone: Customer, kept: Customer) -> None:
    for statement in _TORN:
        # Naming all four lists lets each be bound, whichever of them a statement needs.
        row = work.connection.execute(
            f"SELECT * FROM ({statement}) WHERE coalesce(?1, ?2, ?3, ?4) IS NOT NULL LIMIT 1", _binds(back)
        ).fetchone()
        if row is not None:
            raise _torn(gone, kept, str(row[0] or ""))


def _torn(gone: Customer, kept: Customer, number: str) -> UserError:
    return UserError(
        _(
            "{number} settles or bills something of both {gone} and {kept}, so the merge stays. Release, void or "
            "credit it first."
        ).format(number=number or _("A document"), gone=gone.name, kept=kept.name),
        code="torn",
    )


def _settle_mains(work: Work, merge: Merge, gone: int, kept: int) -> None:
    """Each of the two has one main contact, address and title again, as before where that still stands."""
    mains: dict[str, list[int]] = merge.put_back.get("mains", {})
    for model in ONE_MAIN:
        was = mains.get(model.kind, [])
        for customer in (gone, kept):
            rows: list[Any] = work.find(model, "customer_id = ?", (customer,))
            marked = [row for row in rows if row.main]
            wanted = next((row for row in rows if row.id in was), marked[0] if marked else None)
            if wanted is None and rows and was:
                wanted = rows[0]
            for row in rows:
                row.main = row is wanted
                work.save(row)


def _put_back(work: Work, merge: Merge, gone: Customer, kept: Customer) -> None:
    told = merge.put_back
    gone.merged_into_id = None
    gone.active = bool(told.get("active", 1))
    gone.version += 1
    keep_key(work, gone)
    work.save(gone)
    for name in told.get("filled", ()):
        if getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, "")
    before, now = told.get("next", (None, None))
    if now is not None and kept.next_follow_up == date.fromisoformat(now):
        kept.next_follow_up = date.fromisoformat(before) if before else None
    kept.version += 1
    keep_key(work, kept)
    work.save(kept)
