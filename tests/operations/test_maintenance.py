"""Backing up and restoring the open book: who may, what is asked, what is kept, which numbers go on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.errors import BookError, NeedsConfirmation, NotAllowed, UserError
from app.models import backup, files, restoring
from app.models.actor import Role
from app.models.base import connection
from app.models.book import close_book, is_open, open_book
from app.models.creation import create_book
from app.operations import maintenance
from app.operations.maintenance import back_up, back_up_automatically, record_printed_numbers, restore
from app.operations.payments import record_payment
from app.queries.check import check
from tests.helpers.book import LOCAL, TestBook, a_customer, an_order, new_book, value


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TestBook]:
    made = new_book(tmp_path)
    yield made
    close_book()


def reopen(book: TestBook, **how: Any) -> None:
    open_book(book.path, place=lambda _path: LOCAL, **how)


def sound() -> None:
    assert [f for f in check() if f.serious] == []


def test_a_backup_lands_beside_the_book_and_on_the_trail(book: TestBook) -> None:
    a_customer(book.owner)
    path = back_up(book.owner)
    assert path.parent == book.path.parent / "test backups"
    assert maintenance.verify_backup(path).counts["customer"] == 1
    assert value("SELECT operation FROM trail ORDER BY id DESC LIMIT 1") == "back up"
    assert value("SELECT detail FROM trail ORDER BY id DESC LIMIT 1").count(path.name) == 1
    assert [s.path for s in maintenance.list_backups()] == [path]


def test_a_backup_goes_where_it_is_told(book: TestBook, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    assert back_up(book.owner, folder).parent == folder
    assert back_up(book.owner, tmp_path / "mine.daybook-backup") == tmp_path / "mine.daybook-backup"
    with pytest.raises(NeedsConfirmation) as caught:
        back_up(book.owner, tmp_path / "mine.daybook-backup")
    assert caught.value.key == "overwrite"
    assert back_up(book.owner, tmp_path / "mine.daybook-backup", confirmed={"overwrite"}).exists()
    with pytest.raises(UserError) as refused:
        back_up(book.owner, book.path)
    assert refused.value.code == "same_file"
    sound()


def test_only_the_owner_backs_up_by_hand_and_restores(book: TestBook, tmp_path: Path) -> None:
    manager = book.person(Role.MANAGER)
    path = back_up(book.owner)
    with pytest.raises(NotAllowed):
        back_up(manager)
    with pytest.raises(NotAllowed):
        restore(manager, path, book.path)
    with pytest.raises(NotAllowed):
        restore(None, path, book.path)
    assert is_open()


def test_at_close_only_what_changed_is_backed_up(book: TestBook) -> None:
    sales = book.person(Role.SALES)
    first = back_up_automatically(sales)
    assert first is not None
    assert back_up_automatically(sales) is None
    a_customer(book.owner)
    assert back_up_automatically(sales) is not None
    assert back_up_automatically(sales) is None
    named = back_up_automatically(sales, purpose="before-import")
    assert named is not None
    assert named.name.endswith("_before-import.daybook-backup")


def test_a_second_place_that_is_gone_is_no_failure(book: TestBook, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    other = tmp_path / "other"
    other.mkdir()
    assert back_up_automatically(book.owner, folders=[tmp_path / "file" / "gone", other]) is not None
    assert len(backup.saved_in(other)) == 1


def test_restoring_brings_back_and_keeps_what_was_there(book: TestBook) -> None:
    customer = a_customer(book.owner)
    path = back_up(book.owner)
    record_payment(book.owner, 500, "cash", customer)
    done = restore(book.owner, path, book.path)
    assert not is_open()
    reopen(book)
    assert value("SELECT count(*) FROM payment") == 0
    entry = connection().execute("SELECT operation, user_name FROM trail ORDER BY id DESC LIMIT 1").fetchone()
    assert entry == ("restore book", "owner")
    assert done.kept is not None
    assert maintenance.verify_backup(done.kept).counts["payment"] == 1
    sound()
    close_book()
    restore(book.owner, done.kept, book.path)
    reopen(book)
    assert value("SELECT count(*) FROM payment") == 1
    sound()


def test_numbers_given_after_the_backup_are_not_given_again(book: TestBook) -> None:
    customer = a_customer(book.owner)
    order = an_order(book.owner, customer, "5.00")
    path = back_up(book.owner)
    for more in range(3):
        record_payment(book.owner, 100 + more, "cash", customer)
    an_order(book.owner, customer, "6.00")
    done = restore(book.owner, path, book.path)
    asked = {q.series: q.last for q in done.questions}
    assert asked["payment"] == "RC-2026-0003"
    assert asked["invoice"] == ""
    reopen(book)
    sound()
    record_payment(book.owner, 100, "cash", customer)
    assert value("SELECT number FROM payment") == "RC-2026-0004"
    again = an_order(book.owner, customer, "6.00")
    assert value("SELECT number FROM sales_order WHERE id = ?", again) == "SO-2026-0003"
    assert order
    record_printed_numbers(book.owner, {"payment": 9, "invoice": 2}, "printed on 9 March")
    record_payment(book.owner, 101, "cash", customer)
    assert value("SELECT max(number) FROM payment") == "RC-2026-0010"
    sound()
    with pytest.raises(UserError) as caught:
        record_printed_numbers(book.owner, {"order": 9}, "x")
    assert caught.value.code == "no_series"
    with pytest.raises(UserError) as caught:
        record_printed_numbers(book.owner, {"payment": 19}, " ")
    assert caught.value.code == "no_reason"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A backup of another business."""
    other = tmp_path / "other.daybook"
    create_book(other, name="绿茵园艺", owner="o", location=LOCAL)
    folder = tmp_path / "foreign"
    folder.mkdir()
    return backup.take(other, folder, key=None, moment=TestBook(other).clock.now()).path


def test_another_business_is_asked_about_with_both_names(book: TestBook, foreign: Path) -> None:
    with pytest.raises(NeedsConfirmation) as caught:
        restore(book.owner, foreign, book.path)
    assert caught.value.key == "replace_book"
    assert "绿茵园艺" in caught.value.question
    assert "Larch & Son" in caught.value.question
    assert is_open()
    done = restore(book.owner, foreign, book.path, confirmed={"replace_book"})
    reopen(book)
    assert value("SELECT name FROM company") == "绿茵园艺"
    assert value("SELECT user_id FROM trail ORDER BY id DESC LIMIT 1") is None
    sound()
    close_book()
    assert done.kept is not None
    restore(book.owner, done.kept, book.path, confirmed={"replace_book"})
    reopen(book)
    assert value("SELECT name FROM company") == "Larch & Son"


def test_a_new_place_needs_nobody_signed_in(book: TestBook, tmp_path: Path) -> None:
    path = back_up(book.owner)
    close_book()
    target = tmp_path / "new.daybook"
    done = restore(None, path, target)
    assert done.kept is None
    open_book(target, place=lambda _path: LOCAL)
    sound()


@pytest.mark.parametrize("damage", ["flip", "cut", "newer", "text", "missing", "live"])
def test_a_bad_backup_touches_nothing(book: TestBook, tmp_path: Path, damage: str) -> None:
    a_customer(book.owner)
    path = back_up(book.owner)
    content = bytearray(path.read_bytes())
    if damage == "flip":
        content[5000] ^= 255
    elif damage == "cut":
        del content[9000:]
    elif damage == "newer":
        content[60:64] = b"\x00\x00\x00\x63"
        backup.manifest_path(path).unlink()
    elif damage == "text":
        content[:] = b"hello"
    path.write_bytes(content)
    if damage == "missing":
        path.unlink()
    if damage == "live":
        other = tmp_path / "other.daybook"
        create_book(other, name="Other", owner="o", location=LOCAL)
        other.with_name("other.daybook-wal").write_bytes(b"x")
        path = other
    close_book()
    before = hashlib.sha256(book.path.read_bytes()).hexdigest(), sorted(os.listdir(tmp_path))
    with pytest.raises(BookError) as caught:
        restore(book.owner, path, book.path, confirmed={"replace_book"})
    assert caught.value.message.endswith(".")
    assert before == (hashlib.sha256(book.path.read_bytes()).hexdigest(), sorted(os.listdir(tmp_path)))


def test_a_damaged_book_is_kept_as_it_is(book: TestBook, tmp_path: Path) -> None:
    a_customer(book.owner)
    path = back_up(book.owner)
    close_book()
    broken = b"SQLite format 3\x00" + os.urandom(9000)
    book.path.write_bytes(broken)
    wal = book.path.with_name(book.path.name + "-wal")
    wal.write_bytes(b"left over")
    done = restore(None, path, book.path)
    assert done.kept is not None
    assert ".damaged-" in done.kept.name
    assert done.kept.read_bytes() == broken
    assert done.kept.with_name(done.kept.name + "-wal").read_bytes() == b"left over"
    assert not wal.exists()
    reopen(book)
    assert value("SELECT count(*) FROM customer") == 1
    sound()


@pytest.mark.parametrize("step", ["_keep", "_write_entry", "_swap", "replace"])
def test_a_failure_on_the_way_leaves_the_book(book: TestBook, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    a_customer(book.owner)
    path = back_up(book.owner)
    a_customer(book.owner, "Later")
    close_book()

    def refuse(*_args: object, **_how: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files if step == "replace" else restoring, step, refuse)
    with pytest.raises(BookError) as caught:
        restore(book.owner, path, book.path)
    assert caught.value.code == "disk_full"
    monkeypatch.undo()
    reopen(book)
    assert value("SELECT count(*) FROM customer") == 2
    sound()
    assert not [name for name in os.listdir(book.path.parent) if name.endswith(".making")]


def test_a_book_that_another_window_has_open_is_not_replaced(book: TestBook) -> None:
    from app.models.lock import BookLock

    path = back_up(book.owner)
    close_book()
    lock = BookLock(book.path, user="王芳")
    lock.take()
    with pytest.raises(BookError) as caught:
        restore(book.owner, path, book.path)
    assert caught.value.code == "in_use"
    assert "王芳" in caught.value.message
    lock.release()


def test_a_journal_of_the_replaced_book_is_never_replayed(book: TestBook) -> None:
    """What waits in the old book's journal goes into its safety backup, and not into the restored one."""
    import subprocess
    import sys

    path = back_up(book.owner)
    close_book()
    script = (
        "import os, sys; from app.models.base import connect; c = connect(sys.argv[1]); "
        "c.execute('PRAGMA query_only = OFF'); c.execute('UPDATE company SET phone = 1'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(book.path)], check=True)
    assert book.path.with_name(book.path.name + "-wal").stat().st_size
    done = restore(book.owner, path, book.path)
    reopen(book)
    assert value("SELECT phone FROM company") == ""
    close_book()
    assert done.kept is not None
    restore(book.owner, done.kept, book.path)
    reopen(book)
    assert value("SELECT phone FROM company") == "1"


def test_a_restore_is_rehearsed_with_and_without_its_manifest_and_leaves_nothing_behind(
    book: TestBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "temporary"
    beside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(beside))
    path = back_up(book.owner)
    before = sorted(path.parent.iterdir())
    stated = maintenance.rehearse_restore(path).manifest
    assert sorted(path.parent.iterdir()) == before
    maintenance.backup.manifest_path(path).unlink()
    alone = maintenance.rehearse_restore(path).manifest
    assert (alone.counts, alone.sums, alone.head) == (stated.counts, stated.sums, stated.head)
    assert list(beside.iterdir()) == []


def test_the_newest_backup_is_not_removed_by_hand(book: TestBook) -> None:
    back_up(book.owner)
    book.clock.day += timedelta(days=1)
    back_up(replace(book.owner))
    newest, older = maintenance.list_backups()
    with pytest.raises(UserError) as caught:
        maintenance.remove_backup(book.owner, newest)
    assert caught.value.code == "newest_backup"
    maintenance.remove_backup(book.owner, older)
    assert [s.path for s in maintenance.list_backups()] == [newest.path]


def test_an_encrypted_book_stays_encrypted_in_its_backup(tmp_path: Path) -> None:
    made = tmp_path / "secret.daybook"
    create_book(made, name="A", owner="owner", key="open sesame", location=LOCAL)
    open_book(made, key="open sesame", place=lambda _path: LOCAL)
    owner = TestBook(made).owner
    customer = a_customer(owner, "Geheim GmbH")
    path = back_up(owner)
    assert b"Geheim" not in path.read_bytes()
    record_payment(owner, 100, "cash", customer)
    with pytest.raises(BookError) as caught:
        restore(owner, path, made, book_key="open sesame")
    assert caught.value.code == "needs_password"
    restore(owner, path, made, key="open sesame", book_key="open sesame")
    open_book(made, key="open sesame", place=lambda _path: LOCAL)
    assert value("SELECT count(*) FROM payment") == 0
    sound()
    close_book()
