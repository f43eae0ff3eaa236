"""Making, opening and closing books: what each step refuses, and that a refused file stays as it was."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from app.errors import BookError
from app.models import base, book, schema
from app.models.base import connection
from app.models.book import close_book, open_book
from app.models.creation import create_book
from app.models.location import Location, Place
from app.models.lock import lock_path
from app.models.version import SCHEMA_VERSION

LOCAL = Location(Place.LOCAL)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_book()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new Chinese book, closed."""
    made = tmp_path / "测试.daybook"
    create_book(made, name="苏州青禾文具", owner="李雷", country="CN", location=LOCAL)
    return made


def seen(file: Path) -> tuple[str, int, list[str]]:
    """What must not change: content, time of the last change, and what lies beside the file."""
    status = file.stat()
    return hashlib.sha256(file.read_bytes()).hexdigest(), status.st_mtime_ns, sorted(os.listdir(file.parent))


def code_of(file: Path, **how: object) -> str:
    """The key of the problem that opening this file has."""
    with pytest.raises(BookError) as caught:
        open_book(file, place=lambda _path: LOCAL, **how)  # type: ignore[arg-type]
    assert caught.value.message.endswith(".")
    assert not book.is_open()
    return caught.value.code


def test_a_new_book_is_complete_and_alone_in_its_folder(path: Path) -> None:
    assert os.listdir(path.parent) == [path.name]
    opened = open_book(path, place=lambda _path: LOCAL)
    assert (opened.name, opened.version, opened.writable, opened.warnings) == ("苏州青禾文具", 1, True, [])
    link = connection()
    assert schema.schema_hash(link) == schema.expected_hash()
    company = link.execute(
        "SELECT currency, prices_include_tax, tax_rounding, document_language FROM company"
    ).fetchone()
    assert company == ("CNY", 1, "line", "zh_CN")
    rates = dict(link.execute("SELECT c.code, r.rate FROM tax_code c JOIN tax_rate r ON r.tax_code_id = c.id "
                              "GROUP BY c.id HAVING r.valid_from = max(r.valid_from)"))  # fmt: skip
    assert rates == {
        "13": 130_000, "9": 90_000, "6": 60_000, "5": 50_000, "3": 30_000, "1": 10_000, "0": 0, "exempt": 0,
        "not_taxable": 0,
    }  # fmt: skip
    assert link.execute(
        "SELECT u.name, r.role, u.password FROM user u JOIN user_role r ON r.user_id = u.id"
    ).fetchall() == [("李雷", "owner", "")]
    assert link.execute("SELECT count(*) FROM series WHERE strict = 1").get == 6


@pytest.mark.parametrize(
    ("country", "currency", "including", "rate"),
    [("DE", "EUR", 0, 190_000), ("FR", "EUR", 0, 200_000), ("GB", "GBP", 0, 200_000), ("US", "USD", 0, 0),
     ("XX", "USD", 0, 0), ("JP", "JPY", 0, 100_000)],
)  # fmt: skip
def test_countries_bring_their_defaults(tmp_path: Path, country: str, currency: str, including: int, rate: int) -> None:
    made = tmp_path / "a.daybook"
    create_book(made, name="A", owner="o", country=country, location=LOCAL)
    open_book(made, place=lambda _path: LOCAL)
    row = connection().execute(
        "SELECT c.currency, c.prices_include_tax, r.rate FROM company c JOIN tax_rate r "
        "ON r.tax_code_id = c.default_tax_code_id ORDER BY r.valid_from DESC"
    )
    assert row.fetchone() == (currency, including, rate)


def test_a_new_book_replaces_nothing(path: Path) -> None:
    before = seen(path)
    with pytest.raises(BookError) as caught:
        create_book(path, name="B", owner="o", location=LOCAL)
    assert caught.value.code == "exists"
    assert seen(path) == before


def test_no_book_is_made_on_a_network_drive(tmp_path: Path) -> None:
    with pytest.raises(BookError) as caught:
        create_book(tmp_path / "a.daybook", name="A", owner="o", location=Location(Place.NETWORK, r"\\SERVER"))
    assert caught.value.code == "network"
    assert r"\\SERVER" in caught.value.message
    assert os.listdir(tmp_path) == []


def _workbook(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")


def _database(file: Path) -> None:
    link = sqlite3.connect(file)
    link.execute("CREATE TABLE t(a)")
    link.commit()
    link.close()


def _sparse(file: Path) -> None:
    with file.open("wb") as handle:
        handle.truncate(3 << 30)


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda f: f.touch(), "empty"),
    "text": (lambda f: f.write_text("Datum;Kunde;Betrag\n"), "not_a_book"),
    "chinese text": (lambda f: f.write_bytes("日期,客户,金额\n".encode("gb18030")), "not_a_book"),
    "web page": (lambda f: f.write_text("<!DOCTYPE html><html></html>"), "not_a_book"),
    "workbook": (_workbook, "not_a_book"),
    "old workbook": (lambda f: f.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "not_a_book"),
    "pdf": (lambda f: f.write_bytes(b"%PDF-1.7\n" + bytes(100)), "not_a_book"),
    "picture": (lambda f: f.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)), "not_a_book"),
    "other database": (_database, "not_a_book"),
    "cut header": (lambda f: f.write_bytes(b"SQLite format 3\x00" + bytes(20)), "truncated"),
    "folder": (lambda f: f.mkdir(), "is_folder"),
    "huge and hollow": (_sparse, "not_a_book"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_named_and_left_alone(tmp_path: Path, what: str) -> None:
    make, code = WRONG[what]
    file = tmp_path / "wrong.daybook"
    make(file)
    status = file.stat()
    content = file.read_bytes() if file.is_file() and status.st_size < 1 << 20 else b""
    assert code_of(file) == code
    assert code_of(file, read_only=True) == code
    assert os.listdir(tmp_path) == [file.name]
    assert (file.stat().st_mtime_ns, file.stat().st_size) == (status.st_mtime_ns, status.st_size)
    assert content == (file.read_bytes() if content else b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no device files")
def test_a_device_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.daybook")
    assert code_of(tmp_path / "pipe.daybook") == "is_device"


def test_missing_file_and_missing_folder_are_told_apart(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.daybook") == "no_file"
    assert code_of(tmp_path / "nowhere" / "none.daybook") == "no_folder"
    assert os.listdir(tmp_path) == []


def test_a_newer_book_is_refused_byte_for_byte_unchanged(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(60)
        file.write(struct.pack(">I", SCHEMA_VERSION + 1))
    before = seen(path)
    for how in ({}, {"window": True}, {"read_only": True}):
        assert code_of(path, **how) == "newer"
        assert seen(path) == before


def test_a_newer_version_that_waits_in_the_journal_is_refused_too(path: Path) -> None:
    script = (
        "import os, sys; from app.models.base import connect; c = connect(sys.argv[1]); "
        "c.execute('PRAGMA query_only = OFF'); c.execute('PRAGMA user_version = 9'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)
    wal = path.with_name(path.name + "-wal")
    assert wal.stat().st_size
    before = path.read_bytes(), wal.read_bytes()
    assert code_of(path) == "newer"
    assert (path.read_bytes(), wal.read_bytes()) == before


def test_a_truncated_book_is_named(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    before = seen(path)
    assert code_of(path) == "truncated"
    assert seen(path) == before


def test_a_damaged_book_names_the_newest_good_backup(path: Path, tmp_path: Path) -> None:
    from app.models import backup

    folder = backup.default_folder(path)
    folder.mkdir()
    saved = backup.take(path, folder, key=None, moment=base.moment_from("2026-03-01T08:00:00.000000Z"))
    newer = backup.take(path, folder, key=None, moment=base.moment_from("2026-03-02T08:00:00.000000Z"))
    newer.path.write_bytes(b"x")
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        for page in range(1, pages):
            file.seek(page * 4096)
            file.write(os.urandom(200))
    with pytest.raises(BookError) as caught:
        open_book(path, place=lambda _path: LOCAL)
    assert caught.value.code == "damaged"
    assert str(saved.path) in caught.value.message


def test_settings_are_what_money_needs(path: Path) -> None:
    open_book(path, place=lambda _path: LOCAL)
    run = connection().execute
    found = {name: run(f"PRAGMA {name}").get for name in (
        "journal_mode", "synchronous", "foreign_keys", "query_only", "trusted_schema", "cell_size_check",
        "busy_timeout",
    )}  # fmt: skip
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "query_only": 1, "trusted_schema": 0,
        "cell_size_check": 1, "busy_timeout": 5000,
    }  # fmt: skip
    with pytest.raises(apsw.ReadOnlyError):
        run("DELETE FROM user")


def test_an_old_driver_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.51.2")
    assert code_of(path) == "old_driver"


def test_a_driver_that_ignores_a_setting_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(book._WRITING, "synchronous", 3)
    assert code_of(path) == "unsafe"


def test_closing_leaves_one_file(path: Path) -> None:
    open_book(path, window=True, user="李雷", place=lambda _path: LOCAL)
    assert lock_path(path).exists()
    close_book()
    assert os.listdir(path.parent) == [path.name]
    close_book()


def test_a_second_window_is_refused_and_told_who_has_the_book(path: Path) -> None:
    script = (
        "import sys, time; from app.models.book import open_book; open_book(sys.argv[1], window=True, user='韩梅梅'); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(BookError) as caught:
            open_book(path, window=True, place=lambda _path: LOCAL)
        assert caught.value.code == "in_use"
        assert "韩梅梅" in caught.value.message
        reader = open_book(path, window=True, read_only=True, place=lambda _path: LOCAL)
        assert not reader.writable
        with pytest.raises(BookError) as caught:
            book.require_writable()
        assert caught.value.code == "read_only"
        assert open_book(path, place=lambda _path: LOCAL).writable
        other.kill()
    close_book()
    opened = open_book(path, window=True, place=lambda _path: LOCAL)
    assert opened.writable


def test_after_an_unclean_end_the_book_is_checked(path: Path) -> None:
    script = (
        "import os, sys; from app.models.base import connect; c = connect(sys.argv[1]); "
        "c.execute('PRAGMA query_only = OFF'); c.execute('UPDATE company SET phone = 1'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)
    opened = open_book(path, window=True, place=lambda _path: LOCAL)
    assert opened.unclean
    assert connection().execute("SELECT phone FROM company").get == "1"
    close_book()
    assert not open_book(path, window=True, place=lambda _path: LOCAL).unclean
    assert book.check_quickly() == []


def test_a_network_drive_is_refused_and_may_be_read(path: Path) -> None:
    place = Location(Place.NETWORK, r"\\SERVER")
    with pytest.raises(BookError) as caught:
        open_book(path, place=lambda _path: place)
    assert caught.value.code == "network"
    opened = open_book(path, read_only=True, place=lambda _path: place)
    assert not opened.writable
    assert opened.warnings


def test_a_cloud_folder_is_warned_of(path: Path) -> None:
    opened = open_book(path, place=lambda _path: Location(Place.CLOUD, "坚果云"))
    assert opened.writable
    assert "坚果云" in opened.warnings[0]


def test_a_password_is_needed_and_must_be_right(tmp_path: Path) -> None:
    made = tmp_path / "secret.daybook"
    create_book(made, name="A", owner="o", key="correct horse", location=LOCAL)
    assert b"SQLite" not in made.read_bytes()
    before = seen(made)
    assert code_of(made) == "needs_password"
    assert code_of(made, key="wrong") == "wrong_password"
    assert seen(made) == before
    assert open_book(made, key="correct horse", place=lambda _path: LOCAL).name == "A"


_READ = """
import os, sys
from pathlib import Path
from app.models.book import close_book, open_book
from app.models.base import connection
from app.models.location import Location, Place
path = Path(sys.argv[1])
before = sorted(os.listdir(path.parent)), path.stat().st_mtime_ns
opened = open_book(path, window=True, place=lambda p: Location(Place.LOCAL))
assert not opened.writable and opened.warnings, opened
assert connection().execute("SELECT name FROM company").get == opened.name
close_book()
assert before == (sorted(os.listdir(path.parent)), path.stat().st_mtime_ns), os.listdir(path.parent)
print("read")
"""


@pytest.mark.skipif(os.name == "nt", reason="rights work differently on Windows")
def test_a_write_protected_book_opens_for_reading_and_nothing_is_written(path: Path) -> None:
    as_other: list[str] = []
    if os.geteuid() == 0:
        # The superuser may write everywhere, so an ordinary user reads.
        as_other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        for folder in [path.parent, *path.parent.parents]:
            if not folder.stat().st_mode & 0o001:
                folder.chmod(folder.stat().st_mode | 0o011)

    def read(program: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*as_other, sys.executable, "-c", program, str(path)],
            capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False,
        )  # fmt: skip

    if as_other and read("import app.models.book").returncode:
        pytest.skip("an ordinary user cannot read this checkout or its Python")
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        done = read(_READ)
    finally:
        path.parent.chmod(0o755)
    assert done.stdout == "read\n", done.stderr


def test_threads_get_the_new_book_after_another_was_opened(path: Path, tmp_path: Path) -> None:
    from threading import Event, Thread

    other = tmp_path / "other.daybook"
    create_book(other, name="Other", owner="o", location=LOCAL)
    open_book(path, place=lambda _path: LOCAL)
    names: list[object] = []
    first, go_on = Event(), Event()

    def reader() -> None:
        names.append(connection().execute("SELECT name FROM company").get)
        first.set()
        go_on.wait(5)
        names.append(connection().execute("SELECT name FROM company").get)

    thread = Thread(target=reader)
    thread.start()
    first.wait(5)
    open_book(other, place=lambda _path: LOCAL)
    go_on.set()
    thread.join()
    assert names == ["苏州青禾文具", "Other"]
