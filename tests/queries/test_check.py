"""The check finds nothing in a sound book, and names what somebody changed with SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from app.models import audit, backup, schema
from app.models.base import connect, connection
from app.models.book import close_book, open_book
from app.operations.maintenance import back_up
from app.queries.check import Finding, check
from tests.helpers.book import LOCAL, TestBook
from tests.helpers.year import eventful_book, trade


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = eventful_book(tmp_path_factory.mktemp("check"))
    close_book()
    return book.path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Iterator[Path]:
    copy = tmp_path / "a.daybook"
    copy.write_bytes(made.read_bytes())
    yield copy
    close_book()


def serious(path: Path) -> list[Finding]:
    open_book(path, place=lambda _path: LOCAL)
    found = check()
    close_book()
    return [f for f in found if f.serious]


def tamper(path: Path, *statements: str, guards: bool = True) -> None:
    """Change a book as a person with an SQL tool does; without guards after dropping them."""
    with closing(apsw.Connection(str(path))) as link:
        if not guards:
            for name in schema.TRIGGERS:
                link.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            link.execute(statement)


def test_a_sound_book_has_no_finding_and_names_what_waits(path: Path) -> None:
    open_book(path, place=lambda _path: LOCAL)
    steps: list[tuple[int, int]] = []
    found = check(lambda done, whole, what="": steps.append((done, whole)))
    assert [f for f in found if f.serious] == []
    assert [f.code for f in found] == ["document_missing", "voucher_missing"]
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]


# What a file refuses by itself, whoever writes to it.
GUARDED = {
    "invoice total": "UPDATE invoice SET total = total + 1",
    "invoice snapshot": "UPDATE invoice SET snapshot = '{}'",
    "invoice number": "UPDATE invoice SET number = 'X'",
    "invoice removed": "DELETE FROM invoice",
    "invoice line": "UPDATE invoice_line SET net = 0",
    "payment amount": "UPDATE payment SET amount = amount + 1",
    "payment date": "UPDATE payment SET date = '2020-01-01'",
    "payment removed": "DELETE FROM payment",
    "voided payment": "UPDATE payment SET state = 'live' WHERE state = 'voided'",
    "allocation": "UPDATE allocation SET amount = 0",
    "allocation removed": "DELETE FROM allocation",
    "paid refund": "UPDATE refund SET amount = 1 WHERE state = 'paid'",
    "account": "UPDATE ledger_line SET amount = 0",
    "account line removed": "DELETE FROM ledger_line",
    "trail entry": "UPDATE trail SET user_name = 'x'",
    "trail entry removed": "DELETE FROM trail WHERE id = 3",
    "trail change": "UPDATE trail_change SET fields = '{}'",
    "private part rewritten": "UPDATE trail_change SET private = 'x' WHERE private <> ''",
}


@pytest.mark.parametrize("what", GUARDED)
def test_the_file_itself_refuses(path: Path, what: str) -> None:
    with pytest.raises(apsw.ConstraintError, match="guard:"):
        tamper(path, GUARDED[what])
    assert serious(path) == []


# What no guard can refuse, or what was done after dropping the guards: the check names it.
EDITS = {
    "role": ("UPDATE user_role SET role = 'sales'", "record_edited", False),
    "role added": ("INSERT INTO user_role(user_id, role) VALUES (1, 'manager')", "record_untold", False),
    "order total": ("UPDATE sales_order SET total = total + 100 WHERE id = 1", "order_total", False),
    "order paid": ("UPDATE sales_order SET paid = 0 WHERE id = 1", "figure", False),
    "order state": ("UPDATE sales_order SET state = 'cancelled' WHERE id = 1", "record_edited", False),
    "order date": ("UPDATE sales_order SET date = '2025-01-01' WHERE id = 1", "record_edited", False),
    "collection": ("UPDATE sales_order SET collection = 'paid' WHERE id = 2", "order_state", False),
    "line price": ("UPDATE order_line SET unit_price = 1 WHERE id = 1", "line_share", False),
    "line tax": ("UPDATE order_line SET tax = tax + 1, net = net - 1 WHERE id = 1", "line_share", False),
    "counter": ("UPDATE series SET next_number = 1 WHERE name = 'payment'", "series_behind", False),
    "counter ahead": ("UPDATE series SET next_number = 99 WHERE name = 'payment'", "number_missing", False),
    "day total": ("UPDATE day_total SET revenue = 0", "kept_total", False),
    "customer balance": ("UPDATE customer SET balance = 5 WHERE id = 1", "kept_total", False),
    "customer name": ("UPDATE customer SET name = 'X' WHERE id = 1", "record_edited", False),
    "draft removed": ("DELETE FROM order_line WHERE order_id = 4", "record_missing", False),
    "payment added": (
        "INSERT INTO payment SELECT max(id) + 1, '', customer_id, payer, date, amount, 0, method, '', 'live', 0, 0, 0, "
        "amount, NULL, '', 0, '', '', 0, NULL, created_at, 1 FROM payment", "record_untold", False),
    "invoice total": ("UPDATE invoice SET total = total + 1, net = net + 1", "document_changed", True),
    "invoice removed": ("DELETE FROM invoice_line; DELETE FROM invoice", "number_missing", True),
    "payment amount": ("UPDATE payment SET amount = amount + 1 WHERE id = 1", "record_edited", True),
    "payment removed": ("DELETE FROM payment WHERE state = 'reversal'", "reversal", True),
    "allocation": ("UPDATE allocation SET amount = amount - 1 WHERE id = 1", "figure", True),
    "account": ("UPDATE ledger_line SET amount = amount + 1 WHERE id = 1", "figure", True),
    "trail edited": ("UPDATE trail SET user_name = 'x' WHERE id = 3", "trail_changed", True),
    "trail change edited": ("UPDATE trail_change SET fields = '{}' WHERE trail_id = 3", "trail_changed", True),
    "trail removed": ("DELETE FROM trail_change WHERE trail_id = 3; DELETE FROM trail WHERE id = 3", "trail_gap", True),
    "trail swapped": (
        "UPDATE trail SET detail = (SELECT detail FROM trail WHERE id = 4) WHERE id = 5", "trail_changed", True),
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
def test_edits_by_sql_are_named(path: Path, what: str) -> None:
    statement, code, dropped = EDITS[what]
    tamper(path, statement, guards=not dropped)
    codes = {f.code for f in serious(path)}
    assert code in codes
    assert ("schema_missing" in codes) == dropped


@pytest.mark.parametrize("name", sorted(schema.TRIGGERS))
def test_a_removed_guard_is_named(path: Path, name: str) -> None:
    tamper(path, f'DROP TRIGGER "{name}"')
    found = serious(path)
    assert [f.code for f in found] == ["schema_missing"]
    assert name in found[0].sentence


def test_a_weakened_guard_and_foreign_tables_are_named(path: Path) -> None:
    tamper(
        path,
        "DROP TRIGGER payment_stays",
        "CREATE TRIGGER payment_stays BEFORE DELETE ON payment WHEN 0 BEGIN SELECT 1; END",
        "CREATE TABLE note(a)",
        "DROP INDEX payment_free",
    )
    assert {f.code for f in serious(path)} == {"schema_changed", "schema_foreign", "schema_missing"}


def test_a_trail_that_was_cut_is_known_to_backup_and_invoice(path: Path) -> None:
    open_book(path, place=lambda _path: LOCAL)
    back_up(TestBook(path).owner)
    close_book()
    last = "(SELECT max(id) FROM trail)"
    guards = [schema.TRIGGERS[name] for name in ("trail_stays", "trail_change_stays")]
    for _n in range(3):
        tamper(
            path,
            "DROP TRIGGER trail_stays",
            "DROP TRIGGER trail_change_stays",
            f"DELETE FROM trail_change WHERE trail_id = {last}",
            f"DELETE FROM undo_step WHERE trail_id = {last}",
            f"DELETE FROM trail WHERE id = {last}",
            *guards,
        )
    found = [f for f in serious(path) if f.code == "anchor"]
    assert found
    assert "cut or rewritten" in found[0].sentence


def test_a_chain_that_was_computed_again_is_known_to_the_backup(path: Path) -> None:
    open_book(path, place=lambda _path: LOCAL)
    back_up(TestBook(path).owner)
    close_book()
    with closing(connect(str(path))) as link:
        link.execute("PRAGMA query_only = OFF")
        for name in ("trail_kept", "trail_change_kept"):
            link.execute(f'DROP TRIGGER "{name}"')
        link.execute("UPDATE trail SET user_name = 'somebody else'")
        previous = audit.GENESIS
        names = ", ".join(audit.WORDS)
        for entry, *words in link.execute(f"SELECT id, {names} FROM trail ORDER BY id").fetchall():
            digests = [
                str(part)
                for row in link.execute(
                    "SELECT record_kind, record_id, digest, private_digest FROM trail_change WHERE trail_id = ? "
                    "ORDER BY id",
                    (entry,),
                )
                for part in row
            ]
            fresh = audit.entry_hash(previous, words, digests, None)
            link.execute("UPDATE trail SET previous = ?, hash = ? WHERE id = ?", (previous, fresh, entry))
            previous = fresh
        for name in ("trail_kept", "trail_change_kept"):
            link.execute(schema.TRIGGERS[name])
    found = serious(path)
    assert {f.code for f in found} == {"anchor"}
    assert len(found) == 2, "the invoice and the backup both know better"


def test_erasing_private_words_breaks_nothing(path: Path) -> None:
    tamper(path, "UPDATE trail_change SET private = ''")
    assert serious(path) == []


def test_a_file_that_is_not_the_issued_one_is_named(path: Path) -> None:
    tamper(
        path,
        "INSERT INTO invoice_file(invoice_id, file_kind, name, content, sha256, kept_at) "
        "VALUES (1, 'pdf', 'a.pdf', x'00', 'abc', '2026-03-10T08:00:00.000000Z')",
    )
    assert "document_file" in {f.code for f in serious(path)}


def test_damaged_pages_are_named_not_raised(path: Path, tmp_path: Path) -> None:
    open_book(path, place=lambda _path: LOCAL)
    root = int(str(connection().execute("SELECT rootpage FROM sqlite_master WHERE name = 'ledger_line'").get))
    close_book()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 100)
    assert serious(path)[0].code == "damaged"


def test_many_of_one_kind_are_counted_not_listed(path: Path) -> None:
    tamper(path, *(f"INSERT INTO user_role(user_id, role) VALUES (1, 'r{n}')" for n in range(70)))
    found = [f for f in serious(path) if f.code == "record_untold"]
    assert len(found) == 51
    assert "20" in found[-1].sentence


def test_a_restored_book_is_sound_and_its_gaps_are_explained(path: Path) -> None:
    from app.operations.maintenance import restore

    owner = TestBook(path).owner
    open_book(path, place=lambda _path: LOCAL)
    first = back_up(owner)
    trade(owner, "吊灯")
    back_up(owner)
    done = restore(owner, first, path)
    assert done.questions
    assert serious(path) == []
    open_book(path, place=lambda _path: LOCAL)
    trade(owner, "落地灯")
    close_book()
    assert serious(path) == []
    assert len(backup.saved_in(backup.default_folder(path))) == 3
