"""Writing files: complete or not at all, and in words when it cannot be done."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import FileError
from app.reports import files
from app.reports.files import output
from app.reports.pdf import Drawing, write_pdf


def put(target: Path, data: bytes = b"new") -> files.Output:
    with output(target) as done:
        done.file.write(data)
    return done


def test_the_file_takes_its_place_at_once(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with output(target) as done:
        done.file.write(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert done.sentence(target) == ""
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def half() -> None:
        with output(target) as done:
            done.file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_an_open_target_gets_a_neighbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "INV-0042.pdf"
    target.write_bytes(b"old")
    (tmp_path / "INV-0042 (2).pdf").write_bytes(b"earlier")
    replace = os.replace

    def locked(source: Any, to: Any) -> None:
        if Path(to) == target:
            raise PermissionError(errno.EACCES, "in use")
        replace(source, to)

    monkeypatch.setattr(files.os, "replace", locked)
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    done = put(target)
    assert done.path == tmp_path / "INV-0042 (3).pdf"
    assert done.path.read_bytes() == b"new"
    assert target.read_bytes() == b"old"
    assert done.sentence(target) == "INV-0042.pdf is open in another program. Saved as “INV-0042 (3).pdf”."


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.ENOSPC, "disk_full", "There is no space left to write a.pdf."),
        (errno.EACCES, "folder_not_writable", "You may not write in the folder"),
        (errno.EROFS, "folder_not_writable", "You may not write in the folder"),
        (errno.ENOENT, "folder_missing", "does not exist"),
        (errno.ENAMETOOLONG, "file_name", "cannot be used as a file name"),
        (errno.EIO, "file_not_written", "could not be written"),
    ],
)
def test_what_the_system_says_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, words: str
) -> None:
    def fails(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", fails)
    with pytest.raises(FileError, match=words) as caught:
        put(tmp_path / "a.pdf")
    assert caught.value.code == code
    assert caught.value.field == "target"
    assert os.listdir(tmp_path) == []


def test_a_missing_folder_is_found_before_work_starts(tmp_path: Path) -> None:
    worked: list[int] = []

    def drawings() -> Iterator[Drawing]:
        worked.append(1)
        yield Drawing("a", ())

    with pytest.raises(FileError) as caught:
        write_pdf(tmp_path / "nowhere" / "a.pdf", drawings())
    assert caught.value.code == "folder_missing"
    assert worked == []
    with pytest.raises(FileError):
        put(tmp_path / "nowhere" / "a.pdf")
