"""Errors of the driver and the disk in plain words; our own mistakes stay mistakes."""

from __future__ import annotations

import errno

import apsw
import peewee
import pytest

from app.errors import BookError
from app.models.faults import explain

CASES = [
    (apsw.SQLITE_FULL, "disk_full"),
    (apsw.SQLITE_BUSY, "locked"),
    (apsw.SQLITE_LOCKED, "locked"),
    (apsw.SQLITE_READONLY, "read_only"),
    (apsw.SQLITE_CORRUPT, "damaged"),
    (apsw.SQLITE_NOTADB, "not_a_book"),
    (apsw.SQLITE_CANTOPEN, "unreachable"),
    (apsw.SQLITE_IOERR, "disk_error"),
    (apsw.SQLITE_NOMEM, "no_memory"),
    (apsw.SQLITE_TOOBIG, "number_too_large"),
]


@pytest.mark.parametrize(("code", "key"), CASES)
def test_every_fault_of_the_driver_has_a_sentence(code: int, key: str) -> None:
    told = explain(apsw.exception_for(code))
    assert told is not None
    assert told.code == key
    assert told.message.endswith(".")


@pytest.mark.parametrize(
    ("number", "key"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "read_only"), (errno.EACCES, "read_only"), (errno.EIO, "disk_error")],
)
def test_faults_of_the_disk(number: int, key: str) -> None:
    told = explain(OSError(number, "x"))
    assert told is not None
    assert told.code == key


def test_what_cannot_be_stored() -> None:
    link = apsw.Connection(":memory:")
    link.execute("CREATE TABLE t(a)")
    for value, key in ((2**70, "number_too_large"), ("\ud800", "text_damaged")):
        with pytest.raises((OverflowError, UnicodeEncodeError)) as caught:
            link.execute("INSERT INTO t VALUES (?)", (value,))
        told = explain(caught.value)
        assert told is not None
        assert told.code == key


def _failing_in(handled: BaseException, then: BaseException) -> None:
    try:
        raise handled
    finally:
        raise then


def test_the_cause_is_found_behind_a_failed_rollback() -> None:
    rollback = apsw.SQLError("cannot rollback - no transaction is active")
    with pytest.raises(apsw.SQLError) as caught:
        _failing_in(apsw.exception_for(apsw.SQLITE_FULL), rollback)
    told = explain(caught.value)
    assert told is not None
    assert told.code == "disk_full"


def test_peewee_hides_nothing() -> None:
    told = explain(peewee.OperationalError(apsw.exception_for(apsw.SQLITE_BUSY)))
    assert told is not None
    assert told.code == "locked"


def test_our_own_mistakes_are_not_explained_away() -> None:
    mistakes: list[BaseException] = [
        KeyError("x"), ValueError("x"), OverflowError("math range error"), apsw.SQLError("no such table"),
        apsw.exception_for(apsw.SQLITE_CONSTRAINT), apsw.exception_for(apsw.SQLITE_INTERRUPT),
        FileNotFoundError(2, "x"),
    ]  # fmt: skip
    for mistake in mistakes:
        assert explain(mistake) is None
    with pytest.raises(KeyError) as caught:
        _failing_in(PermissionError(errno.EACCES, "x"), KeyError("x"))
    assert explain(caught.value) is None


def test_a_finished_sentence_stays() -> None:
    problem = BookError("Said.", code="x")
    assert explain(problem) is problem
