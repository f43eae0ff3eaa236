"""Who forgot the password sets a new one with the sheet, from the card where people sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.models.base import database
from app.operations.recovery import keep_recovery, new_code
from app.operations.users import change_password, matches
from app.queries.people import people
from app.views.recovery import RecoverDialog
from app.views.sign_in import SignInCard
from tests.helpers.book import TestBook, close, new_book


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = new_book(tmp_path)
    change_password(made.owner, "the old four words")
    yield made
    database.close()
    close(made)


def test_the_way_back_in_stands_on_the_card_only_where_there_is_a_sheet(
    styled: QApplication, qtbot: Any, book: TestBook
) -> None:
    card = SignInCard(people())
    qtbot.addWidget(card)
    card.show()
    assert not card.forgot.isVisible()
    keep_recovery(book.owner, new_code())
    card.show_people(people())
    assert card.forgot.isVisible()


def test_the_code_opens_the_book_again_and_a_wrong_one_is_said_at_its_field(
    styled: QApplication, qtbot: Any, book: TestBook
) -> None:
    code = new_code()
    keep_recovery(book.owner, code)
    card = SignInCard(people())
    qtbot.addWidget(card)
    card.show()
    card.forgot.click()
    dialog = card.findChild(RecoverDialog)
    dialog.code.setText(new_code())
    dialog.password.setText("four other words")
    dialog.again.setText("four other wards")
    dialog.try_now()
    assert dialog.form.fields["again"].error
    dialog.again.setText("four other words")
    dialog.try_now()
    qtbot.waitUntil(lambda: "newest recovery sheet" in dialog.form.fields["code"].error)
    dialog.code.setText(code.lower())
    with qtbot.waitSignal(dialog.accepted):
        dialog.try_now()
    assert matches(people()[0].password, "four other words")


def test_a_wrong_code_counts_as_a_wrong_password(styled: QApplication, qtbot: Any, book: TestBook) -> None:
    keep_recovery(book.owner, new_code())
    card = SignInCard(people())
    qtbot.addWidget(card)
    card.show()
    card.recover()
    dialog = card.findChild(RecoverDialog)
    for field in (dialog.password, dialog.again):
        field.setText("four other words")
    for _try in range(3):
        dialog.code.setText(new_code())
        dialog.try_now()
        qtbot.waitUntil(dialog.go.isEnabled)
    assert people()[0].paused_until is not None
