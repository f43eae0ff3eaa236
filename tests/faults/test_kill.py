"""kill -9 at random moments: the book opens, the check finds nothing, and nothing that was acknowledged is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.models import backup, schema
from app.models.base import connect, connection
from app.models.book import close_book, open_book
from app.queries.check import check
from tests.conftest import THOROUGH
from tests.faults.child import version_of
from tests.helpers.book import LOCAL, a_customer, new_book

KILLS = 50 if THOROUGH else 5
ROOT = Path(__file__).parents[2]

TABLES = {
    "customer": "customer",
    "order": "sales_order",
    "payment": "payment",
    "invoice": "invoice",
    "import_batch": "import_batch",
}


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    book = new_book(tmp_path)
    a_customer(book.owner)
    close_book()
    yield book.path
    close_book()


def run_and_kill(mode: str, path: Path, after: float, *, first_done: bool = False) -> list[str]:
    """Start the work, let it go on for so many seconds, kill it; returns what it had acknowledged.

    With ``first_done`` the seconds count from the first thing that it acknowledged, however slow the computer is.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.child", mode, str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        first = child.stdout.readline()
        if first != "ready\n":
            pytest.fail(child.stderr.read())
        early = [child.stdout.readline()] if first_done else []
        time.sleep(after)
        child.kill()
        told = [line.removeprefix("done ").strip() for line in [*early, *child.stdout] if line.endswith("\n")]
        problems = child.stderr.read()
    assert child.returncode == -signal.SIGKILL, problems
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize("mode", ["customers", "confirm", "payment", "issue", "importing", "restoring"])
def test_killed_at_work(path: Path, mode: str) -> None:
    chance = random.Random()
    done = 0
    for number in range(KILLS):
        told = run_and_kill(mode, path, chance.uniform(0.0, 0.6), first_done=number == 0)
        done += len(told)
        open_book(path, window=True, place=lambda _path: LOCAL)
        assert [f for f in check() if f.serious] == []
        for line in told:
            kind, _space, number = line.partition(" ")
            if kind in TABLES:
                row = connection().execute(f"SELECT 1 FROM {TABLES[kind]} WHERE id = ?", (int(number),))
                assert row.get == 1, f"{line} was acknowledged and is lost"
        if mode == "importing":
            partial = connection().execute(
                "SELECT b.id FROM import_batch b LEFT JOIN sales_order o ON o.import_batch_id = b.id "
                "GROUP BY b.id HAVING count(o.id) <> b.orders"
            )
            assert partial.fetchall() == []
        close_book()
    assert done > 0


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_killed_while_backing_up(path: Path) -> None:
    chance = random.Random()
    folder = backup.default_folder(path)
    for _n in range(KILLS):
        told = run_and_kill("backup", path, chance.uniform(0.0, 0.5))
        open_book(path, window=True, place=lambda _path: LOCAL)
        assert [f for f in check() if f.serious] == []
        close_book()
        for line in told[-1:]:
            assert backup.verify(Path(line.removeprefix("file "))).counts["customer"] > 0
        for saved in backup.saved_in(folder):
            backup.verify(saved.path)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_killed_while_making_a_book(path: Path) -> None:
    chance = random.Random()
    for _n in range(KILLS):
        for line in run_and_kill("creation", path, chance.uniform(0.0, 0.3)):
            assert Path(line.removeprefix("file ")).exists()
        for made in path.parent.glob("made-*.daybook"):
            open_book(made, window=True, place=lambda _path: LOCAL)
            assert [f for f in check() if f.serious] == []
            close_book()
            made.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_killed_while_being_brought_up_to_date(path: Path) -> None:
    with closing(connect(str(path))) as link:
        link.execute("PRAGMA query_only = OFF")
        link.execute("BEGIN")
        columns = ", ".join(
            f'"{name}"'
            for (name,) in link.execute("SELECT name FROM pragma_table_info('customer')")
            if name not in ("id", "code")
        )
        link.execute(
            "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 2000) "
            f"INSERT INTO customer(code, {columns}) SELECT 'K' || v, {columns} FROM customer, n WHERE customer.id = 1"
        )
        link.execute("COMMIT")
    chance = random.Random()
    for _n in range(KILLS):
        before = version_of(path)
        told = run_and_kill("migration", path, chance.uniform(0.0, 0.4))
        after = version_of(path)
        assert after - before in (len(told), len(told) + 1)
        with closing(connect(str(path))) as link:
            assert link.execute("PRAGMA integrity_check").get == "ok"
            steps = link.execute("SELECT count(*) FROM setting WHERE name LIKE 'step %'").get
            indexes = link.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'step_%'").get
            versions = link.execute("SELECT min(version), max(version) FROM customer").fetchone()
            entries = link.execute("SELECT count(*) FROM trail WHERE operation = 'update book'").get
            guards = link.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").get
        assert steps == indexes == entries == after - 1
        assert versions == (after, after)
        assert guards == len(schema.TRIGGERS)
