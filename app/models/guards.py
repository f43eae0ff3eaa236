"""Triggers: what the file itself refuses, whoever writes to it."""

from __future__ import annotations

# Columns of an issued invoice that may still change: how much was credited, and that it was voided.
_INVOICE_FROZEN = (
    "id", "document_type", "invoice_kind", "code", "number", "title", "tax_number", "date", "due_date",
    "net", "tax", "total", "corrects_id", "credit_id", "reason_kind", "reason", "snapshot", "snapshot_hash", "anchor",
    "issued_at", "issued_by",
)  # fmt: skip
_PAYMENT_FROZEN = (
    "id", "number", "date", "amount", "fee", "method", "bank_reference", "reverses_id", "source_reference",
    "created_at", "created_by",
)  # fmt: skip
_RECEIPT_FROZEN = (
    "id", "number", "payment_id", "date", "amount", "payer", "snapshot", "snapshot_hash", "issued_at", "issued_by",
)  # fmt: skip
_REFUND_FROZEN = (
    "id", "number", "order_id", "payment_id", "amount", "date", "method", "bank_reference", "snapshot", "snapshot_hash",
)  # fmt: skip
_LETTER_FROZEN = (
    "id", "letter_kind", "tone", "date", "first_day", "last_day", "amount", "pay_by", "orders", "invoices", "language",
    "sent_as", "content_hash", "made_at", "made_by",
)  # fmt: skip

_BANK_LINE_FROZEN = ("id", "statement_id", "account", "date", "amount", "fee", "bank_reference", "mark", "twin")


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)


def _refuse(name: str, event: str, table: str, when: str, sentence: str) -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}"{condition} BEGIN SELECT RAISE(ABORT, \'{sentence}\'); END'
    )


def _not_replaced(table: str, known: str = "id = NEW.id") -> dict[str, str]:
    """A row that stands is not written again: REPLACE would remove the old one without asking its guard."""
    name = f"{table}_not_replaced"
    when = f'EXISTS(SELECT 1 FROM "{table}" WHERE {known})'
    return {name: _refuse(name, "INSERT", table, when, "guard: what is written stays")}


# A customer who is merged into another hands over what belongs to it, and gets it back when the merge is undone.
_MOVING = (
    "EXISTS(SELECT 1 FROM merge WHERE state = 'moving' AND record_kind = 'customer' "
    "AND OLD.customer_id IN (from_id, into_id) AND NEW.customer_id IN (from_id, into_id))"
)
_HANDS = f"(OLD.customer_id IS NOT NEW.customer_id AND NOT {_MOVING})"
_LEDGER = ("id", "order_id", "date", "entry", "amount", "about_kind", "about_id", "import_batch_id")

_UNDOING = "(SELECT state FROM import_batch WHERE id = OLD.import_batch_id) IS NOT 'undoing'"

TRIGGERS: dict[str, str] = {
    "trail_kept": _refuse("trail_kept", "UPDATE", "trail", "", "guard: the trail is append-only"),
    "trail_stays": _refuse("trail_stays", "DELETE", "trail", "", "guard: the trail is append-only"),
    "trail_change_kept": _refuse(
        "trail_change_kept",
        "UPDATE",
        "trail_change",
        _changed(("id", "trail_id", "record_kind", "record_id", "fields", "salt", "digest", "private_digest"))
        + " OR (NEW.private <> '' AND NEW.private IS NOT OLD.private)",
        "guard: the trail is append-only",
    ),
    "trail_change_stays": _refuse(
        "trail_change_stays", "DELETE", "trail_change", "", "guard: the trail is append-only"
    ),
    "invoice_frozen": _refuse(
        "invoice_frozen",
        "UPDATE",
        "invoice",
        f"{_changed(_INVOICE_FROZEN)} OR {_HANDS}",
        "guard: an issued invoice cannot be changed",
    ),
    "invoice_stays_void": _refuse(
        "invoice_stays_void",
        "UPDATE",
        "invoice",
        "OLD.state = 'voided' AND NEW.state <> 'voided'",
        "guard: a voided invoice stays voided",
    ),
    "invoice_stays": _refuse("invoice_stays", "DELETE", "invoice", _UNDOING, "guard: an invoice cannot be deleted"),
    "invoice_line_frozen": _refuse(
        "invoice_line_frozen", "UPDATE", "invoice_line", "", "guard: an issued invoice cannot be changed"
    ),
    "invoice_line_stays": _refuse(
        "invoice_line_stays", "DELETE", "invoice_line", "", "guard: an issued invoice cannot be changed"
    ),
    "invoice_file_once": _refuse(
        "invoice_file_once", "UPDATE", "invoice_file", "", "guard: a kept document cannot be changed"
    ),
    "invoice_file_stays": _refuse(
        "invoice_file_stays", "DELETE", "invoice_file", "", "guard: a kept document cannot be deleted"
    ),
    "payment_frozen": _refuse(
        "payment_frozen",
        "UPDATE",
        "payment",
        # The name of a payer may be emptied, when a person's data is erased.
        f"{_changed(_PAYMENT_FROZEN)} OR (OLD.payer IS NOT NEW.payer AND NEW.payer <> '')",
        "guard: a payment cannot be changed",
    ),
    "payment_stays_void": _refuse(
        "payment_stays_void",
        "UPDATE",
        "payment",
        "OLD.state <> 'live' AND NEW.state IS NOT OLD.state",
        "guard: a voided payment stays voided",
    ),
    "receipt_frozen": _refuse(
        "receipt_frozen",
        "UPDATE",
        "receipt",
        f"{_changed(_RECEIPT_FROZEN)} OR (OLD.state = 'voided' AND NEW.state <> 'voided')",
        "guard: an issued receipt cannot be changed",
    ),
    "receipt_stays": _refuse("receipt_stays", "DELETE", "receipt", "", "guard: a receipt cannot be deleted"),
    "kept_paper_frozen": _refuse(
        "kept_paper_frozen", "UPDATE", "kept_paper", "", "guard: a kept document cannot be changed"
    ),
    "kept_paper_stays": _refuse(
        "kept_paper_stays",
        "DELETE",
        "kept_paper",
        # The letters to a person go with what else is known of it.
        "OLD.about_kind <> 'customer_letter' "
        "OR EXISTS(SELECT 1 FROM customer_letter WHERE id = OLD.about_id AND content <> '')",
        "guard: a kept document cannot be deleted",
    ),
    "letter_frozen": _refuse(
        "letter_frozen",
        "UPDATE",
        "customer_letter",
        # What it says may be emptied, when a person's data is erased.
        f"{_changed(_LETTER_FROZEN)} OR {_HANDS} OR (OLD.content IS NOT NEW.content AND NEW.content <> '') "
        "OR (OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn')",
        "guard: a letter cannot be changed",
    ),
    "letter_stays": _refuse("letter_stays", "DELETE", "customer_letter", "", "guard: a letter cannot be deleted"),
    "payment_stays": _refuse("payment_stays", "DELETE", "payment", _UNDOING, "guard: a payment cannot be deleted"),
    "bank_line_frozen": _refuse(
        "bank_line_frozen",
        "UPDATE",
        "bank_line",
        # What names a person may be emptied.
        f"{_changed(_BANK_LINE_FROZEN)} OR (OLD.party IS NOT NEW.party AND NEW.party <> '') "
        "OR (OLD.remark IS NOT NEW.remark AND NEW.remark <> '')",
        "guard: a line of a statement cannot be changed",
    ),
    "bank_line_stays": _refuse(
        "bank_line_stays",
        "DELETE",
        "bank_line",
        "OLD.state = 'matched'",
        "guard: a matched line of a statement cannot be deleted",
    ),
    "allocation_frozen": _refuse(
        "allocation_frozen", "UPDATE", "allocation", "", "guard: an allocation cannot be changed"
    ),
    "allocation_stays": _refuse(
        "allocation_stays", "DELETE", "allocation", _UNDOING, "guard: an allocation cannot be deleted"
    ),
    "refund_frozen": _refuse(
        "refund_frozen",
        "UPDATE",
        "refund",
        f"OLD.state IN ('paid', 'returned') AND ({_changed(_REFUND_FROZEN)} OR {_HANDS} "
        "OR NEW.state NOT IN ('paid', 'returned') OR (OLD.state = 'returned' AND NEW.state <> 'returned'))",
        "guard: a paid refund cannot be changed",
    ),
    "refund_stays": _refuse(
        "refund_stays",
        "DELETE",
        "refund",
        f"OLD.state IN ('paid', 'returned') AND {_UNDOING}",
        "guard: a paid refund cannot be deleted",
    ),
    "ledger_kept": _refuse(
        "ledger_kept",
        "UPDATE",
        "ledger_line",
        f"{_changed(_LEDGER)} OR {_HANDS}",
        "guard: the customer ledger is append-only",
    ),
    "ledger_stays": _refuse(
        "ledger_stays", "DELETE", "ledger_line", _UNDOING, "guard: the customer ledger is append-only"
    ),
    "stock_kept": _refuse("stock_kept", "UPDATE", "stock_movement", "", "guard: the stock ledger is append-only"),
    "stock_stays": _refuse("stock_stays", "DELETE", "stock_movement", "", "guard: the stock ledger is append-only"),
    "day_close_kept": _refuse("day_close_kept", "UPDATE", "day_close", "", "guard: a closed day cannot be changed"),
    "day_close_stays": _refuse("day_close_stays", "DELETE", "day_close", "", "guard: a closed day cannot be deleted"),
    **_not_replaced("trail"),
    **_not_replaced("trail_change"),
    **_not_replaced("ledger_line"),
    **_not_replaced("payment", "id = NEW.id OR (number = NEW.number AND number <> '')"),
    **_not_replaced("allocation"),
    **_not_replaced("refund", "id = NEW.id OR (number = NEW.number AND number <> '')"),
    **_not_replaced(
        "receipt", "id = NEW.id OR number = NEW.number OR (payment_id = NEW.payment_id AND state = 'issued')"
    ),
    **_not_replaced("invoice", "id = NEW.id OR (code = NEW.code AND number = NEW.number)"),
    **_not_replaced("invoice_line"),
    **_not_replaced("invoice_file"),
    **_not_replaced(
        "kept_paper",
        "id = NEW.id OR (about_kind = NEW.about_kind AND about_id = NEW.about_id AND file_kind = NEW.file_kind)",
    ),
    **_not_replaced("customer_letter"),
    **_not_replaced("stock_movement"),
    **_not_replaced("day_close", "id = NEW.id OR date = NEW.date"),
}
