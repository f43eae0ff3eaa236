"""Bringing an older book up: all or nothing, with a proved backup before."""

from __future__ import annotations

import gzip
import hashlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from app.errors import BookError
from app.models import audit, backup, migrate, schema
from app.models.base import connect
from app.models.book import close_book, open_book
from app.models.creation import create_book
from app.models.location import Location, Place
from app.models.migrations import STEPS, Step
from app.models.version import SCHEMA_VERSION

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)


def add_column(link: apsw.Connection) -> None:
    link.execute("ALTER TABLE customer ADD COLUMN nickname TEXT NOT NULL DEFAULT ''")


def rebuild_table(link: apsw.Connection) -> None:
    """What SQLite needs for most changes of a table; its guards go with the old one."""
    run = link.execute
    sql = str(run("SELECT sql FROM sqlite_master WHERE name = 'payment'").get)
    run(sql.replace('"payment"', '"payment_new"', 1))
    run("INSERT INTO payment_new SELECT * FROM payment")
    run("DROP TABLE payment")
    run("ALTER TABLE payment_new RENAME TO payment")


def fail(_link: apsw.Connection) -> None:
    raise RuntimeError("no")


def lose_data(link: apsw.Connection) -> None:
    link.execute("DELETE FROM trail_change WHERE 0")
    link.execute("INSERT INTO customer(code, name, created_at, customer_kind, grade, source, phone, email, wechat, "
                 "country, region, city, address, postal_code, tax_number, tags, note, active, do_not_contact, stage, "
                 "source_key, search_key, orders, revenue, outstanding, debt, balance, version) VALUES "
                 "('x','x','','','','','','','','','','','','','','','',1,0,'','','',0,0,0,0,0,1)")  # fmt: skip


def break_reference(link: apsw.Connection) -> None:
    link.execute("UPDATE user_role SET user_id = 99")


GOOD = (Step(2, "nicknames", add_column), Step(3, "payments", rebuild_table))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.daybook"
    create_book(made, name="A", owner="o", location=Location(Place.LOCAL))
    return made


def bring_up(path: Path, *steps: Step) -> backup.Saved:
    return migrate.bring_up(path, key=None, moment=NOW, steps=steps, target=steps[-1].version)


def version_of(path: Path) -> int:
    with closing(connect(str(path))) as link:
        return int(str(link.execute("PRAGMA user_version").get))


def content_of(path: Path) -> str:
    with closing(connect(str(path))) as link:
        dump = [link.execute(f'SELECT * FROM "{t}"').fetchall() for t in ("user", "company", "series", "trail")]
        return repr((schema.schema_parts(link), dump))


def test_all_steps_and_the_version_come_together(path: Path) -> None:
    saved = bring_up(path, *GOOD)
    assert version_of(path) == 3
    assert saved.path.name.endswith("_before-update.daybook-backup")
    assert version_of(saved.path) == 1
    with closing(connect(str(path))) as link:
        guards = {name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert guards == set(schema.TRIGGERS)
        entry = link.execute("SELECT operation, detail FROM trail ORDER BY id DESC LIMIT 1").fetchone()
        assert entry is not None
        assert entry[0] == "update book"
        assert audit.head(link)[0] == 2


@pytest.mark.parametrize("bad", [fail, lose_data, break_reference])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_failing_step_leaves_the_book_as_it_was(path: Path, place: int, bad: object) -> None:
    before = content_of(path)
    steps = list(GOOD)
    steps.insert(place, Step(0, "bad", bad))  # type: ignore[arg-type]
    steps = [Step(n, s.title, s.run) for n, s in enumerate(steps, 2)]
    with pytest.raises(BookError) as caught:
        bring_up(path, *steps)
    assert caught.value.code == "migration_failed"
    assert content_of(path) == before
    assert version_of(path) == 1
    open_book(path, place=lambda _path: Location(Place.LOCAL))
    close_book()


def test_a_missing_step_is_said_before_anything_is_done(path: Path) -> None:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(BookError) as caught:
        bring_up(path, Step(3, "later", add_column))
    assert caught.value.code == "no_way_up"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_no_backup_no_migration(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_how: object) -> None:
        raise BookError("Full.", code="disk_full")

    monkeypatch.setattr(backup, "take", full)
    before = content_of(path)
    with pytest.raises(BookError):
        bring_up(path, *GOOD)
    assert content_of(path) == before


def test_an_older_book_is_brought_up_when_it_is_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.models import book

    with closing(connect(str(path))) as link:
        link.execute("PRAGMA query_only = OFF")
        link.execute("DROP INDEX payment_free")
        link.execute("PRAGMA user_version = 0")

    def mend(link: apsw.Connection) -> None:
        link.execute(schema.INDEXES["payment_free"])

    def with_step(*args: object, **how: object) -> backup.Saved:
        return real(*args, **{**how, "steps": (Step(1, "index", mend),)})  # type: ignore[arg-type]

    real = migrate.bring_up
    monkeypatch.setattr(migrate, "bring_up", with_step)
    with pytest.raises(BookError) as caught:
        open_book(path, read_only=True, place=lambda _path: Location(Place.LOCAL))
    assert caught.value.code == "older_read_only"
    opened = open_book(path, place=lambda _path: Location(Place.LOCAL))
    assert opened.migrated_from == 0
    assert opened.before_update is not None
    assert schema.schema_hash(book.connection()) == schema.expected_hash()
    close_book()


def test_the_steps_of_this_version_lead_to_it() -> None:
    assert [s.version for s in STEPS] == list(range(2, SCHEMA_VERSION + 1))


OLD = sorted((Path(__file__).parents[1] / "old_books").glob("*.daybook.gz"))


@pytest.mark.parametrize("old", OLD, ids=lambda p: p.name)
def test_a_real_book_of_each_version_opens(old: Path, tmp_path: Path) -> None:
    from app.queries.check import check

    copy = tmp_path / "old.daybook"
    copy.write_bytes(gzip.decompress(old.read_bytes()))
    opened = open_book(copy, place=lambda _path: Location(Place.LOCAL))
    assert opened.version == SCHEMA_VERSION
    assert [f for f in check() if f.serious] == []
    close_book()
