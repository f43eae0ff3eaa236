"""A forgotten password is set anew with the code of the recovery sheet, and with nothing else."""

from __future__ import annotations

import pytest

from app.errors import UserError
from app.models.actor import Role
from app.models.base import connection
from app.operations.recovery import keep_recovery, new_code, reset_password, tidied
from app.operations.users import change_password, matches
from app.queries.beginning import has_recovery
from app.queries.people import must_change_password, people
from tests.helpers.book import TestBook


def stored(name: str) -> str:
    return next(person.password for person in people() if person.name == name)


def test_the_code_sets_a_new_password_however_it_is_typed(book: TestBook) -> None:
    code = new_code()
    assert not has_recovery(book.owner.user_id)
    keep_recovery(book.owner, code)
    assert has_recovery(book.owner.user_id)
    name = people()[0].name
    reset_password(book.owner, f" {code.lower().replace('-', ' ')} ", "four words in a row")
    assert matches(stored(name), "four words in a row")


def test_another_code_and_an_older_sheet_are_refused(book: TestBook) -> None:
    first, second = new_code(), new_code()
    keep_recovery(book.owner, first)
    keep_recovery(book.owner, second)
    before = stored(people()[0].name)
    for wrong in (first, new_code(), ""):
        with pytest.raises(UserError, match="newest recovery sheet"):
            reset_password(book.owner, wrong, "four words in a row")
    assert stored(people()[0].name) == before


def test_a_sheet_is_worth_something_to_its_person_only(book: TestBook) -> None:
    code = new_code()
    keep_recovery(book.owner, code)
    with pytest.raises(UserError, match="newest recovery sheet"):
        reset_password(book.person(Role.SALES), code, "four words in a row")


def test_a_password_of_ones_own_is_asked_for_once(book: TestBook) -> None:
    mara, code = book.person(Role.SALES), new_code()
    keep_recovery(mara, code)
    change_password(book.owner, "given by the owner", mara.user_id)
    assert must_change_password(mara.user_id)
    reset_password(mara, code, "four words in a row")
    assert not must_change_password(mara.user_id)


def test_the_book_holds_the_code_nowhere(book: TestBook) -> None:
    code = new_code()
    keep_recovery(book.owner, code)
    reset_password(book.owner, code, "four words in a row")
    content = book.path.read_bytes()
    connection().execute("PRAGMA wal_checkpoint(FULL)")
    content += book.path.read_bytes()
    for part in (code, tidied(code), code.replace("-", "")):
        assert part.encode() not in content


def test_codes_use_no_signs_that_look_alike() -> None:
    assert not set("01IO") & set("".join(new_code() for _n in range(50)))
