"""Backups: proved before they get their name, described, thinned by a rule of dates."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.errors import BookError
from app.models import backup, files
from app.models.backup import Manifest, Saved, expendable
from app.models.base import moment_text
from app.models.creation import create_book
from app.models.location import Location, Place

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = tmp_path / "a.daybook"
    create_book(made, name='Larch: "Son" / 绿茵.', owner="o", location=Location(Place.LOCAL))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "saved"
    made.mkdir()
    return made


def test_a_backup_is_proved_named_and_described(book: Path, folder: Path) -> None:
    saved = backup.take(book, folder, key=None, moment=NOW)
    assert backup._NAME.fullmatch(saved.path.name)
    assert saved.path.name.startswith("Larch Son 绿茵_v")
    assert "_seq1" in saved.path.name
    assert sorted(os.listdir(folder)) == sorted([saved.path.name, saved.path.name + ".json"])
    assert backup.verify(saved.path) == saved.manifest
    assert saved.path.read_bytes()[18:20] == b"\x01\x01", "opens without a journal, also where nothing can be written"
    twin = backup.take(book, folder, key=None, moment=NOW)
    assert twin.path != saved.path
    assert {s.path for s in backup.saved_in(folder)} == {saved.path, twin.path}


@pytest.mark.parametrize("damage", ["flip", "cut", "swap", "lie"])
def test_a_damaged_backup_is_not_believed(book: Path, folder: Path, damage: str) -> None:
    saved = backup.take(book, folder, key=None, moment=NOW)
    content = bytearray(saved.path.read_bytes())
    manifest = backup.manifest_path(saved.path)
    if damage == "flip":
        content[len(content) // 2] ^= 1
    elif damage == "cut":
        del content[4096:]
    elif damage == "swap":
        content[:] = b"SQLite format 3\x00" + bytes(4000)
    else:
        manifest.write_text(manifest.read_text("utf-8").replace('"customer": 0', '"customer": 7'), "utf-8")
    saved.path.write_bytes(content)
    with pytest.raises(BookError) as caught:
        backup.verify(saved.path)
    assert caught.value.code == "backup_damaged"
    assert backup.newest_verified(folder) is None


def test_a_backup_without_its_manifest_is_proved_by_itself(book: Path, folder: Path) -> None:
    saved = backup.take(book, folder, key=None, moment=NOW)
    backup.manifest_path(saved.path).unlink()
    assert backup.verify(saved.path).counts == saved.manifest.counts
    saved.path.write_bytes(saved.path.read_bytes()[:8192])
    with pytest.raises(BookError):
        backup.verify(saved.path)


def test_a_failed_backup_leaves_the_older_ones_and_nothing_else(
    book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backup.take(book, folder, key=None, moment=NOW)
    before = sorted(os.listdir(folder))

    def refuse(_source: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "replace", refuse)
    with pytest.raises(BookError) as caught:
        backup.take(book, folder, key=None, moment=NOW + timedelta(days=1))
    assert caught.value.code == "disk_full"
    assert first.manifest.moment.astimezone().strftime("%Y-%m-%d") in caught.value.message
    assert sorted(os.listdir(folder)) == before


def test_too_little_space_is_said_before_anything_is_written(
    book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _path: SimpleNamespace(free=10))
    with pytest.raises(BookError) as caught:
        backup.take(book, folder, key=None, moment=NOW)
    assert caught.value.code == "disk_full"
    assert os.listdir(folder) == []


def at(day: date, hour: int = 12, number: int = 0) -> Saved:
    moment = datetime(day.year, day.month, day.day, hour).astimezone()
    name = f"A_v1_{day.isoformat()}_{hour:02d}00_seq{number}{backup.EXTENSION}"
    manifest = Manifest("1", 1, "u", "A", moment_text(moment), {}, {}, (number, ""))
    return Saved(Path("/backups") / name, manifest)


TODAY = date(2026, 11, 21)


def kept_of(*saved: Saved) -> list[date]:
    gone = {s.path for s in expendable(saved, TODAY)}
    return sorted({s.day for s in saved if s.path not in gone})


def test_all_of_today_and_yesterday_are_kept() -> None:
    saved = [at(TODAY - timedelta(days=d), hour) for d in (0, 1) for hour in range(24)]
    assert expendable(saved, TODAY) == []
    older = [at(TODAY - timedelta(days=2), hour) for hour in range(24)]
    assert [s.manifest.moment.astimezone().hour for s in older if s not in expendable(older + saved, TODAY)] == [23]


def test_two_years_of_daily_backups_thin_to_the_rule() -> None:
    saved = [at(TODAY - timedelta(days=d)) for d in range(1100)]
    kept = kept_of(*saved)
    assert [d for d in kept if d > TODAY - timedelta(days=14)] == [TODAY - timedelta(days=d) for d in range(13, -1, -1)]
    weeks = [d for d in kept if TODAY - timedelta(days=56) < d <= TODAY - timedelta(days=14)]
    assert all(d.isoweekday() == 7 or (d + timedelta(days=1)).day == 1 for d in weeks)
    months = [d for d in kept if d < TODAY - timedelta(days=60) and d > TODAY - timedelta(days=700)]
    assert months
    assert all((d + timedelta(days=1)).day == 1 for d in months)
    assert date(2023, 12, 31) in kept
    assert date(2024, 12, 31) in kept
    assert len(kept) <= 14 + 8 + 24 + 4


def test_gaps_do_not_count_as_days() -> None:
    saved = [at(TODAY - timedelta(days=3 * d)) for d in range(20)]
    assert len([s for s in saved if s not in expendable(saved, TODAY)]) >= 14


def test_the_last_one_always_stays() -> None:
    assert expendable([at(date(2001, 1, 1))], TODAY) == []
    assert expendable([], TODAY) == []


def test_thinning_touches_only_own_names_of_this_book(book: Path, folder: Path) -> None:
    for day in range(1, 20):
        backup.take(book, folder, key=None, moment=datetime(2020, 1, day, 8, tzinfo=UTC))
        backup.take(book, folder, key=None, moment=datetime(2020, 1, day, 9, tzinfo=UTC))
    other = book.with_name("b.daybook")
    create_book(other, name="B", owner="o", location=Location(Place.LOCAL))
    foreign = backup.take(other, folder, key=None, moment=datetime(2019, 1, 1, tzinfo=UTC))
    strangers = [folder / "holiday.jpg", folder / f"copy{backup.EXTENSION}", folder / "A_v1_2020-01-01_0800_seq1.bak"]
    for stranger in strangers:
        stranger.write_bytes(b"x")
    uuid = backup.saved_in(folder)[0].manifest.uuid
    gone = backup.thin(folder, uuid, TODAY)
    assert gone
    assert foreign.path.exists()
    assert all(s.exists() for s in strangers)
    assert 14 <= len(backup.saved_in(folder, uuid)) <= 20
    assert not any(backup.manifest_path(p).exists() for p in gone)


def test_nothing_is_thinned_while_the_newest_is_damaged(book: Path, folder: Path) -> None:
    for day in range(1, 20):
        last = backup.take(book, folder, key=None, moment=datetime(2020, 1, day, 8, tzinfo=UTC))
    last.path.write_bytes(b"x")
    assert backup.thin(folder, last.manifest.uuid, TODAY) == []
