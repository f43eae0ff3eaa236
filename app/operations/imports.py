"""Storing what a file holds: one transaction for the whole import, and a look at what it would do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.errors import UserError
from app.i18n import LANGUAGES, N_, _, translator
from app.importing.plan import Plan
from app.models.actor import Permission
from app.models.imports import ImportBatch
from app.models.totals import add_batch
from app.money import currency
from app.operations.bulk import Heard, collector_off
from app.operations.import_figures import figure
from app.operations.import_indexes import rebuilding
from app.operations.import_known import Known, find_known
from app.operations.import_money import store_money
from app.operations.import_orders import store_lines, store_orders, store_shipments
from app.operations.import_rows import Storing
from app.operations.operation import operation
from app.operations.work import Work

_UNNAMED = N_("Import")


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A row that was not imported: where it stands, the cell to blame (may be empty), and a finished reason."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    raw: tuple[object, ...] = ()


@dataclass
class ImportResult:
    """What an import did: counts of rows (``rows`` = imported + refused + unchanged) and of what was new.

    ``changed`` are known orders with other contents in the file (left as they are), ``duplicates`` rows that repeat
    another one. ``batch`` is None when nothing was new. ``total`` is the order value in minor units of the orders
    that count.
    """

    batch: int | None = None
    rows: int = 0
    imported: int = 0
    refused: int = 0
    unchanged: int = 0
    changed: int = 0
    duplicates: int = 0
    orders: int = 0
    lines: int = 0
    customers: int = 0
    products: int = 0
    payments: int = 0
    refunds: int = 0
    total: int = 0
    problems: list[ImportProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@operation("import file", needs=Permission.IMPORT)
def import_plan(work: Work, plan: Plan) -> ImportResult:
    """Store what is new of a plan: all of it, or nothing when cancelled or refused.

    Orders that the book has already are left alone: unchanged ones are counted, changed ones reported as problems.
    Imported money carries the source's reference and draws no number of a strict series.
    """
    with collector_off():
        return _import(work, plan)


@operation("check import", needs=Permission.IMPORT)
def preview_import(work: Work, plan: Plan) -> ImportResult:
    """What ``import_plan`` would do with this plan now; nothing is stored."""
    channels = channels_of(work, plan)
    known = find_known(work.connection, plan, channels)
    result, kept = _sort_out(plan, known)
    used_customers = {plan.orders.customer[at] for at in kept}
    lines = [i for at in kept for i in _lines_of(plan, at)]
    used_products = {plan.lines.product[i] for i in lines} - {-1}
    figures = figure(plan, kept, currency(work.company.currency), work.company.tax_rounding, {})
    result.orders, result.lines = len(kept), len(lines) + len(figures.extras)
    result.customers = len(used_customers - set(known.customers))
    result.products = len(used_products - set(known.products))
    result.payments = sum(1 for at in kept if plan.orders.paid[at])
    result.refunds = sum(1 for at in kept if plan.orders.refunded[at])
    result.total = figures.total
    return result


def channels_of(work: Work, plan: Plan) -> list[str]:
    """The name of the channel of each planned order; files that name none come from “Import”, in whatever language
    the book has that word already."""
    usual = plan.channel
    if not usual and not all(plan.orders.channel):
        words = {translator(code)(_UNNAMED) for code in LANGUAGES}
        there = [name for (name,) in work.connection.execute("SELECT name FROM channel ORDER BY id") if name in words]
        usual = str(there[0]) if there else _(_UNNAMED)
    return [name or usual for name in plan.orders.channel]


def _import(work: Work, plan: Plan) -> ImportResult:
    channels = channels_of(work, plan)
    known = find_known(work.connection, plan, channels)
    result, kept = _sort_out(plan, known)
    if not kept:
        return result
    _refuse_closed(work, plan, kept)
    batch = work.add(
        ImportBatch(
            file_name=plan.file,
            file_sha256=plan.sha256,
            sheet=plan.sheet,
            profile=plan.profile,
            channel=plan.channel,
            made_at=work.actor.now(),
            made_by=work.actor.user_id or None,
        )
    )
    unit = currency(work.company.currency)
    figures = figure(plan, kept, unit, work.company.tax_rounding, _tax_codes(work))
    heard = Heard(work.actor.progress, 2 * len(plan.lines) + 5 * len(kept), _("Storing"))
    with rebuilding(work.connection, len(kept)):
        storing = Storing(work, plan, known, kept, figures, channels, batch.id, heard)
        store_orders(storing)
        store_lines(storing)
        store_shipments(storing)
        store_money(storing)
    add_batch(work.connection, batch.id, 1)
    result.batch = int(batch.id)
    result.total = figures.total
    counts = storing.counts
    for name in ("orders", "lines", "customers", "products", "payments", "refunds"):
        setattr(result, name, counts[name])
        setattr(batch, name, counts[name])
    for name in ("rows", "imported", "refused", "unchanged", "total"):
        setattr(batch, name, getattr(result, name))
    batch.content_hash = hashlib.sha256("\n".join(plan.orders.hash[at] for at in kept).encode()).hexdigest()
    work.save(batch)
    for kind, count in counts.items():
        if count:
            work.touched(_KINDS[kind], count=count, content_hash=batch.content_hash if kind == "orders" else "")
    work.about(batch, plan.file)
    work.tell(rows=result.rows, refused=result.refused, unchanged=result.unchanged, total=result.total)
    work.happened("import finished")
    return result


_KINDS = {
    "orders": "order",
    "lines": "order_line",
    "customers": "customer",
    "products": "product",
    "payments": "payment",
    "refunds": "refund",
    "credits": "credit",
    "shipments": "shipment",
    "channels": "channel",
    "categories": "category",
}


def _sort_out(plan: Plan, known: Known) -> tuple[ImportResult, list[int]]:
    """The result so far, and the positions of the orders that are new."""
    result = ImportResult(rows=plan.rows, refused=plan.refused, warnings=list(plan.warnings))
    result.problems = [ImportProblem(r.sheet, r.row, r.column, r.value, r.reason, r.raw) for r in plan.rejects]
    result.unchanged = sum(_rows_of(plan, at) for at in known.unchanged)
    result.changed, result.duplicates = len(known.changed), plan.duplicates
    for at in sorted(known.changed):
        reason = _(
            "Order {number} is in the book already with other contents. It was left as it is; change it in the book."
        ).format(number=plan.orders.number[at])
        count = _rows_of(plan, at)
        result.refused += count
        rows = sorted({plan.lines.row[i] for i in _lines_of(plan, at)}) or [plan.orders.row[at]]
        result.problems += [ImportProblem(plan.sheet, row, "", plan.orders.number[at], reason) for row in rows]
    result.imported = result.rows - result.refused - result.unchanged
    if not known.unchanged and not known.changed:
        return result, list(range(len(plan.orders)))
    gone = known.unchanged | known.changed
    return result, [at for at in range(len(plan.orders)) if at not in gone]


def _lines_of(plan: Plan, at: int) -> range:
    first = plan.orders.first_line[at]
    return range(first, first + plan.orders.line_count[at])


def _rows_of(plan: Plan, at: int) -> int:
    return len({plan.lines.row[i] for i in _lines_of(plan, at)}) or 1


def _refuse_closed(work: Work, plan: Plan, kept: Sequence[int]) -> None:
    closed = work.company.closed_until
    if closed is None:
        return
    until = closed.isoformat()
    early = sum(1 for at in kept if (plan.orders.date[at] or until) <= until)
    if early:
        raise UserError(
            _(
                "{n} orders of the file are dated in closed months (up to {closed}). Nothing was imported. Ask the "
                "owner to re-open the months, or leave these orders out of the file."
            ).format(n=early, closed=until),
            code="closed_month",
        )


def _tax_codes(work: Work) -> dict[int, int]:
    rows = work.connection.execute(
        "SELECT r.rate, r.tax_code_id FROM tax_rate r JOIN tax_code c ON c.id = r.tax_code_id "
        "WHERE c.active = 1 AND r.rate > 0 ORDER BY r.valid_from, r.tax_code_id DESC"
    )
    return dict(rows)
