"""Changing what must not change, with an SQL tool: each attempt is stopped by the file, or named by the check.

``ATTEMPTS`` is the table: what somebody tries, the statements, and what comes of it. ``STOPPED`` means that a guard in
the file itself refuses, whichever program writes; any other word is the code under which ``check`` names the deed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from app.models import schema
from app.models.book import close_book, open_book
from app.operations.invoice_files import keep_invoice_file
from app.operations.payments import record_payment
from app.operations.receipts import issue_receipt, keep_receipt
from app.operations.reminders import keep_letters, remind_customer
from app.queries.check import check
from tests.helpers.book import LOCAL, a_customer, an_order, cents
from tests.helpers.year import eventful_book

STOPPED = "stopped"
UNLOCK = ("DROP ALL GUARDS",)
"""A person who first removes every guard."""
OTHER = hashlib.sha256(b"another").hexdigest()
BACKDATED = "'2025-12-31'"

_PAYMENT = (
    "number, customer_id, payer, date, amount, fee, method, bank_reference, state, allocated, refunded, transferred, "
    "free, reverses_id, void_reason, bounced, note, source_reference, opening, import_batch_id, created_at, created_by"
)


def _copied(table: str, columns: str, changes: dict[str, str]) -> str:
    """An INSERT of a copy of the first row, with some columns written otherwise."""
    names = [name.strip() for name in columns.split(",")]
    values = ", ".join(changes.get(name, name) for name in names)
    return f"INSERT INTO {table}({columns}) SELECT {values} FROM {table} ORDER BY id LIMIT 1"


def _replaced(table: str, changes: str) -> tuple[str, ...]:
    """A REPLACE of the first row by one that differs: SQLite would remove the old one without asking its guard."""
    return (
        f"CREATE TEMP TABLE other AS SELECT * FROM {table} WHERE id = (SELECT min(id) FROM {table})",
        f"UPDATE other SET {changes}",
        f"REPLACE INTO {table} SELECT * FROM other",
    )


def _rebuilt(table: str) -> tuple[str, ...]:
    """The table made anew with other contents under its old name; its guards go with the old one."""
    return (
        "PRAGMA foreign_keys = OFF",
        "PRAGMA legacy_alter_table = ON",
        f"CREATE TABLE new_one AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE new_one RENAME TO {table}",
    )


_A_BANK_LINE = (
    "BEGIN",
    "INSERT INTO bank_statement(id, account, method, source, lines, added, created_at) "
    "VALUES (1, 'A', 'bank', '', 1, 1, '2026-01-01T00:00:00')",
    "INSERT INTO bank_line(statement_id, account, date, amount, fee, party, party_account, remark, bank_reference, "
    "business, progress, mark, twin, state, reason) "
    "VALUES (1, 'A', '2026-01-01', 100, 0, 'Y', '', '', '', '', '', 'm', 0, 'matched', '')",
)
"""One line of a statement, matched; never stored, because the attempt ends before."""

ATTEMPTS: dict[str, tuple[tuple[str, ...], str]] = {
    # Issued invoices
    "invoice: another total": (("UPDATE invoice SET total = total + 1",), STOPPED),
    "invoice: another buyer": (("UPDATE invoice SET title = 'X'",), STOPPED),
    "invoice: another date": ((f"UPDATE invoice SET date = {BACKDATED}",), STOPPED),
    "invoice: another content": (("UPDATE invoice SET snapshot = '{}', snapshot_hash = ''",), STOPPED),
    "invoice: another id": (("UPDATE invoice SET id = id + 100",), STOPPED),
    "invoice: removed": (("DELETE FROM invoice",), STOPPED),
    "invoice: replaced": (_replaced("invoice", "total = total + 1"), STOPPED),
    "invoice: replaced by its number": (_replaced("invoice", "id = 900, total = total + 1"), STOPPED),
    "invoice: line changed": (("UPDATE invoice_line SET net = net - 1",), STOPPED),
    "invoice: line removed": (("DELETE FROM invoice_line",), STOPPED),
    "invoice: line replaced": (_replaced("invoice_line", "net = 1"), STOPPED),
    "invoice: one more line": (
        ("INSERT INTO invoice_line(invoice_id, position, description, unit, quantity, tax_rate, net, tax) "
         "VALUES (1, 99, 'x', '', 10000, 0, 5, 0)",), "figure"),
    "invoice: total after unlocking": ((*UNLOCK, "UPDATE invoice SET total = total + 1"), "document_changed"),
    "invoice: content and its hash after unlocking": (
        (*UNLOCK, f"UPDATE invoice SET snapshot = 'another', snapshot_hash = '{OTHER}'"), "record_edited"),
    "invoice: removed after unlocking": (
        (*UNLOCK, "DELETE FROM invoice_file", "DELETE FROM invoice_line", "DELETE FROM invoice"), "number_missing"),
    # Lines of bank statements
    "bank line: another amount": ((*_A_BANK_LINE, "UPDATE bank_line SET amount = amount + 1"), STOPPED),
    "bank line: another payer": ((*_A_BANK_LINE, "UPDATE bank_line SET party = 'X'"), STOPPED),
    "bank line: matched one removed": ((*_A_BANK_LINE, "DELETE FROM bank_line"), STOPPED),
    # Kept files
    "kept PDF: other bytes": (("UPDATE invoice_file SET content = x'00'",), STOPPED),
    "kept PDF: removed": (("DELETE FROM invoice_file",), STOPPED),
    "kept PDF: replaced": (_replaced("invoice_file", "content = x'00'"), STOPPED),
    "kept PDF: other bytes after unlocking": ((*UNLOCK, "UPDATE invoice_file SET content = x'00'"), "document_file"),
    "kept PDF: other bytes and their hash after unlocking": (
        (*UNLOCK, f"UPDATE invoice_file SET content = CAST('another' AS BLOB), sha256 = '{OTHER}'"), "record_edited"),
    "kept PDF: removed after unlocking": ((*UNLOCK, "DELETE FROM invoice_file"), "record_missing"),
    # Payments
    "payment: another amount": (("UPDATE payment SET amount = amount + 1",), STOPPED),
    "payment: another day": ((f"UPDATE payment SET date = {BACKDATED}",), STOPPED),
    "payment: another payer": (("UPDATE payment SET payer = 'X'",), STOPPED),
    "payment: another id over an old one": (("UPDATE OR REPLACE payment SET id = 1 WHERE id = 2",), STOPPED),
    "payment: voided one counted again": (("UPDATE payment SET state = 'live' WHERE state = 'voided'",), STOPPED),
    "payment: removed": (("DELETE FROM payment",), STOPPED),
    "payment: replaced": (_replaced("payment", "amount = amount + 1"), STOPPED),
    "payment: replaced by its number": (_replaced("payment", "id = 900, amount = amount + 1"), STOPPED),
    "payment: backdated one added": (
        (_copied("payment", _PAYMENT, {"number": "''", "date": BACKDATED, "allocated": "0", "free": "amount"}),),
        "record_untold"),
    "payment: voided by hand": (("UPDATE payment SET state = 'voided' WHERE state = 'live'",), "reversal"),
    "payment: given to another customer": (("UPDATE payment SET customer_id = 2 WHERE id = 1",), "record_edited"),
    "payment: amount after unlocking": ((*UNLOCK, "UPDATE payment SET amount = amount + 1"), "record_edited"),
    "payment: removed after unlocking": (
        (*UNLOCK, "DELETE FROM payment WHERE id = (SELECT max(id) FROM payment WHERE number <> '')"),
        "number_missing"),
    # Allocations
    "allocation: another amount": (("UPDATE allocation SET amount = amount - 1",), STOPPED),
    "allocation: another order": (("UPDATE allocation SET order_id = 3",), STOPPED),
    "allocation: removed": (("DELETE FROM allocation",), STOPPED),
    "allocation: replaced": (_replaced("allocation", "amount = 1"), STOPPED),
    "allocation: backdated one added": (
        (f"INSERT INTO allocation(payment_id, order_id, date, amount, reason) VALUES (1, 1, {BACKDATED}, 1, '')",),
        "record_untold"),
    "allocation: amount after unlocking": ((*UNLOCK, "UPDATE allocation SET amount = amount - 1"), "figure"),
    # Receipts
    "receipt: another amount": (("UPDATE receipt SET amount = amount + 1",), STOPPED),
    "receipt: another payer": (("UPDATE receipt SET payer = 'X'",), STOPPED),
    "receipt: removed": (("DELETE FROM receipt",), STOPPED),
    "receipt: replaced": (_replaced("receipt", "amount = 1"), STOPPED),
    "receipt: a second one for a payment": (
        (_copied("receipt", "number, payment_id, state, date, amount, payer, snapshot, snapshot_hash, void_reason, "
                 "voided_on, issued_at, issued_by", {"number": "'RE-2026-0002'"}),), STOPPED),
    "receipt: backdated one added": (
        (_copied("receipt", "number, payment_id, state, date, amount, payer, snapshot, snapshot_hash, void_reason, "
                 "voided_on, issued_at, issued_by",
                 {"number": "'RE-2026-0002'", "payment_id": "2", "date": BACKDATED}),), "record_untold"),
    "receipt: voided by hand": (("UPDATE receipt SET state = 'voided'",), "record_edited"),
    "receipt: amount after unlocking": ((*UNLOCK, "UPDATE receipt SET amount = amount + 1"), "document_changed"),
    "receipt: removed after unlocking": ((*UNLOCK, "DELETE FROM receipt"), "number_missing"),
    "receipt: kept file changed": (("UPDATE kept_paper SET content = x'00'",), STOPPED),
    "receipt: kept file removed": (("DELETE FROM kept_paper",), STOPPED),
    "receipt: kept file replaced": (_replaced("kept_paper", "id = 900, content = x'00'"), STOPPED),
    "receipt: kept file after unlocking": ((*UNLOCK, "UPDATE kept_paper SET content = x'00'"), "document_file"),
    "letter: another amount": (("UPDATE customer_letter SET amount = amount + 1",), STOPPED),
    "letter: other words": (("UPDATE customer_letter SET content = 'Pay nothing'",), STOPPED),
    "letter: removed": (("DELETE FROM customer_letter",), STOPPED),
    "letter: replaced": (_replaced("customer_letter", "amount = 1"), STOPPED),
    "letter: emptied without an erasure": (("UPDATE customer_letter SET content = ''",), "letter_emptied"),
    "letter: emptied and its file removed": (
        ("UPDATE customer_letter SET content = ''", "DELETE FROM kept_paper WHERE about_kind = 'customer_letter'"),
        "record_missing"),
    "letter: withdrawn by hand": (("UPDATE customer_letter SET state = 'withdrawn'",), "record_edited"),
    "letter: other words after unlocking": (
        (*UNLOCK, f"UPDATE customer_letter SET content = 'another', content_hash = '{OTHER}'"), "letter_changed"),
    "letter: removed after unlocking": (
        (*UNLOCK, "UPDATE follow_up SET letter_id = NULL", "DELETE FROM customer_letter"), "record_missing"),
    "receipt: kept file removed after unlocking": ((*UNLOCK, "DELETE FROM kept_paper"), "record_missing"),
    # Refunds that were paid
    "refund: another amount": (("UPDATE refund SET amount = 1 WHERE state = 'paid'",), STOPPED),
    "refund: paid one withdrawn": (("UPDATE refund SET state = 'withdrawn' WHERE state = 'paid'",), STOPPED),
    "refund: removed": (("DELETE FROM refund WHERE state = 'paid'",), STOPPED),
    "refund: replaced": (_replaced("refund", "amount = 1"), STOPPED),
    # The accounts of customers
    "ledger: another amount": (("UPDATE ledger_line SET amount = 0",), STOPPED),
    "ledger: another day": ((f"UPDATE ledger_line SET date = {BACKDATED}",), STOPPED),
    "ledger: removed": (("DELETE FROM ledger_line",), STOPPED),
    "ledger: replaced": (_replaced("ledger_line", "amount = 1"), STOPPED),
    "ledger: written over by upsert": (
        ("INSERT INTO ledger_line SELECT * FROM ledger_line WHERE id = 1 ON CONFLICT(id) DO UPDATE SET amount = 1",),
        STOPPED),
    "ledger: backdated one added": (
        (f"INSERT INTO ledger_line(customer_id, date, entry, amount, about_kind) VALUES (1, {BACKDATED}, "
         "'payment', -100, 'payment')",), "figure"),
    "ledger: two that cancel out": (
        (f"INSERT INTO ledger_line(customer_id, date, entry, amount, about_kind) VALUES (1, {BACKDATED}, 'x', 5, ''), "
         f"(1, {BACKDATED}, 'x', -5, '')",), "record_untold"),
    "ledger: day after unlocking": ((*UNLOCK, f"UPDATE ledger_line SET date = {BACKDATED}"), "record_edited"),
    # The trail
    "trail: another person": (("UPDATE trail SET user_name = 'X'",), STOPPED),
    "trail: removed": (("DELETE FROM trail WHERE id = 3",), STOPPED),
    "trail: replaced": (_replaced("trail", "user_name = 'X'"), STOPPED),
    "trail: change rewritten": (("UPDATE trail_change SET fields = '{}'",), STOPPED),
    "trail: change replaced": (_replaced("trail_change", "fields = '{}'"), STOPPED),
    "trail: entry slipped in": (
        ("INSERT INTO trail(at, user_name, computer, operation, about_kind, about, detail, previous, hash) "
         f"SELECT '2025-12-31T08:00:00.000000Z', 'X', '', 'x', '', '', '{{}}', hash, '{OTHER}' FROM trail "
         "ORDER BY id DESC LIMIT 1",), "trail_changed"),
    "trail: last entry removed after unlocking": (
        (*UNLOCK, "DELETE FROM undo_step", "DELETE FROM trail_change WHERE trail_id = (SELECT max(id) FROM trail)",
         "DELETE FROM trail WHERE id = (SELECT max(id) FROM trail)"), "record_untold"),
    "trail: middle removed after unlocking": (
        (*UNLOCK, "DELETE FROM undo_step", "DELETE FROM trail_change WHERE trail_id = 9",
         "DELETE FROM trail WHERE id = 9"), "trail_gap"),
    # The file's own shape
    "guards: one dropped": (("DROP TRIGGER payment_frozen",), "schema_missing"),
    "guards: all dropped": (UNLOCK, "schema_missing"),
    "guards: one made harmless": (
        ("DROP TRIGGER receipt_frozen",
         "CREATE TRIGGER receipt_frozen BEFORE UPDATE ON receipt WHEN 0 BEGIN SELECT 1; END"), "schema_changed"),
    "guards: dropped for a deed and put back": (
        ("DROP AND PUT BACK", "UPDATE payment SET amount = 1"), "record_edited"),
    "guards: rewritten in the list of tables": (
        ("PRAGMA writable_schema = ON",
         "UPDATE sqlite_master SET sql = replace(sql, ' WHEN ', ' WHEN 0 AND ') WHERE name = 'payment_frozen'"),
        "schema_changed"),
    "guards: removed from the list of tables": (
        ("PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail'"),
        "schema_missing"),
    "table: column retyped in the list of tables": (
        ("PRAGMA writable_schema = ON",
         "UPDATE sqlite_master SET sql = replace(sql, '\"amount\" INTEGER NOT NULL', '\"amount\" TEXT NOT NULL') "
         "WHERE name = 'allocation'"), "schema_changed"),
    "table: payments made anew": (_rebuilt("payment"), "schema_missing"),
    "table: trail made anew": (_rebuilt("trail"), "schema_changed"),
    "table: ledger made anew": (_rebuilt("ledger_line"), "schema_missing"),
    "table: one more": (("CREATE TABLE mine(a)",), "schema_foreign"),
    "table: a view in the place of receipts": (
        (*UNLOCK, "ALTER TABLE receipt RENAME TO receipt_old", "CREATE VIEW receipt AS SELECT * FROM receipt_old"),
        "schema_foreign"),
    "series: numbers given again": (("UPDATE series SET next_number = 1 WHERE name = 'receipt'",), "series_behind"),
    "series: numbers skipped": (("UPDATE series SET next_number = 9 WHERE name = 'payment'",), "number_missing"),
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in which every kind of fact stands, with an invoice and a receipt whose files are kept."""
    book = eventful_book(tmp_path_factory.mktemp("attempts"))
    owner = book.owner
    customer = a_customer(owner, "Hale & Son")
    sold = an_order(owner, customer, 80)
    money = record_payment(owner, cents(80), "cash", customer, parts=[(sold, cents(80))]).value
    keep_receipt(owner, issue_receipt(owner, money).value, b"%PDF receipt", "receipt.pdf")
    keep_invoice_file(owner, 1, b"%PDF invoice", "invoice.pdf")
    an_order(owner, customer, 40)
    later = replace(owner, today=lambda: book.clock.day + timedelta(days=60))
    keep_letters(later, [(remind_customer(later, customer).value, b"%PDF letter")])
    close_book()
    return book.path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Iterator[Path]:
    copy = tmp_path / "a.daybook"
    copy.write_bytes(made.read_bytes())
    yield copy
    close_book()


def found_in(path: Path) -> set[str]:
    """The codes of what the check finds wrong."""
    open_book(path, place=lambda _path: LOCAL)
    codes = {finding.code for finding in check() if finding.serious}
    close_book()
    return codes


def attempt(path: Path, statements: tuple[str, ...]) -> None:
    """Run them as a person with an SQL tool does."""
    with closing(apsw.Connection(str(path))) as link:
        back = False
        for statement in statements:
            if statement in ("DROP AND PUT BACK", *UNLOCK):
                back = statement not in UNLOCK
                for name in schema.TRIGGERS:
                    link.execute(f'DROP TRIGGER "{name}"')
            else:
                link.execute(statement)
        if back:
            for trigger in schema.TRIGGERS.values():
                link.execute(trigger)


def test_the_book_is_sound_before_anybody_tries(path: Path) -> None:
    assert found_in(path) == set()


@pytest.mark.parametrize("what", ATTEMPTS)
def test_what_must_not_change_is_stopped_or_named(path: Path, what: str) -> None:
    statements, outcome = ATTEMPTS[what]
    if outcome == STOPPED:
        with pytest.raises(apsw.ConstraintError, match="guard:"):
            attempt(path, statements)
        assert found_in(path) == set(), "a refused attempt leaves nothing behind"
    else:
        attempt(path, statements)
        codes = found_in(path)
        assert outcome in codes


def test_every_guarded_table_is_tried() -> None:
    guarded = {sql.split(' ON "')[1].split('"')[0] for sql in schema.TRIGGERS.values()}
    tried = " ".join(statement for statements, _outcome in ATTEMPTS.values() for statement in statements)
    assert {table for table in guarded if table not in tried} <= {"stock_movement", "day_close", "day_close_file"}
