"""The card to sign in with: the right person gets in, the wrong password waits, and a given one is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app import i18n
from app.models.actor import Actor, Role, utc_now
from app.operations.users import add_user, matches, note_sign_in
from app.queries.people import Person, must_change_password, people
from app.views import theme
from app.views.sign_in import SignInCard, SignInDialog
from app.views.widgets.avatar import avatar, initials
from tests.helpers.book import TestBook, value
from tests.views.presence.conftest import HERS, SECRET

GIVEN = "given by the owner"


@pytest.fixture
def card(styled: object, lin: Actor, qtbot: Any) -> Iterator[SignInCard]:
    made = SignInCard(people(), book="Harbour & Hale")
    made.show()
    yield made
    made.end()
    shiboken6.delete(made)


def entered(card: SignInCard, password: str, qtbot: Any) -> list[Person]:
    found: list[Person] = []
    card.signed_in.connect(found.append)
    card.password.setText(password)
    QTest.keyClick(card.password, Qt.Key.Key_Return)
    error = card.form.fields["password"]
    qtbot.waitUntil(lambda: bool(found) or bool(error.error) or card.steps.currentIndex() == 1)
    card.signed_in.disconnect(found.append)
    return found


def test_the_right_password_gets_in_and_is_noted(card: SignInCard, qtbot: Any) -> None:
    assert [p.id for p in entered(card, SECRET, qtbot)] == [1]
    assert value("SELECT last_sign_in IS NOT NULL FROM user WHERE id = 1") == 1


def test_many_wrong_tries_bring_a_wait_in_words(card: SignInCard, qtbot: Any) -> None:
    for _try in range(3):
        assert entered(card, "wrong", qtbot) == []
        card.form.clear_problems()
    # The clock of the card is the real one; the pause of the fourth try has just begun.
    assert "Wait 2 seconds" in card.form.fields["password"].error or not card.go.isEnabled()
    qtbot.waitUntil(card.go.isEnabled, timeout=4_000)
    assert card.form.fields["password"].error == ""


def test_choosing_somebody_else_forgets_what_was_typed(card: SignInCard) -> None:
    card.password.setText("half a pass")
    card.who.setCurrentRow(1)
    assert card.password.text() == ""


def test_who_was_given_a_password_chooses_an_own_one(styled: object, book: TestBook, qtbot: Any) -> None:
    mo = add_user(book.owner, "mo", ["sales"], password=GIVEN).value
    assert must_change_password(mo)
    card = SignInCard(people(), chosen=mo)
    card.show()
    assert entered(card, GIVEN, qtbot) == []
    assert card.steps.currentIndex() == 1
    found: list[Person] = []
    card.signed_in.connect(found.append)
    card.own.password.setText("known to me alone")
    card.own.again.setText("known to me only")
    card.own.take()
    assert "differ" in card.own.form.fields["again"].error
    card.own.again.setText("known to me alone")
    card.own.take()
    qtbot.waitUntil(lambda: bool(found))
    assert matches(value("SELECT password FROM user WHERE id = ?", mo), "known to me alone")
    assert not must_change_password(mo)
    card.end()
    shiboken6.delete(card)


def test_somebody_without_a_password_opens_with_a_click(styled: object, book: TestBook, qtbot: Any) -> None:
    book.person(Role.SALES, name="mo")
    card = SignInCard(people())
    card.show()
    assert card.form.isHidden()
    assert card.go.text() == "Open without a password"
    with qtbot.waitSignal(card.signed_in):
        card.go.click()
    card.end()
    shiboken6.delete(card)


def test_language_and_colours_are_chosen_on_the_card(styled: object, lin: Actor) -> None:
    kept: dict[str, str] = {}
    card = SignInCard(people(), keep=kept.__setitem__)
    card.look.language.setCurrentIndex(card.look.language.findData("zh_CN"))
    card.look.language.activated.emit(card.look.language.currentIndex())
    card.look.schemes["dark"].click()
    assert (i18n.language(), theme.choice()) == ("zh_CN", "dark")
    assert kept == {"window.language": "zh_CN", "window.scheme": "dark"}
    assert card.go.text() == "登录"
    card.end()
    shiboken6.delete(card)


def test_the_dialog_at_the_start_gives_the_person(styled: object, lin: Actor, qtbot: Any) -> None:
    dialog = SignInDialog(people(), book="Harbour & Hale")
    dialog.show()
    dialog.card.who.setCurrentRow(1)
    assert [p.name for p in entered(dialog.card, HERS, qtbot)] == ["lin"]
    assert dialog.person is not None
    assert dialog.person.name == "lin"
    shiboken6.delete(dialog)


def test_caps_lock_is_told_and_input_methods_are_off(card: SignInCard) -> None:
    field = card.password
    QTest.keyClick(field, Qt.Key.Key_A)
    assert not field.caps_on
    QTest.keyClick(field, "A", Qt.KeyboardModifier.NoModifier)
    assert field.caps_on
    assert card.form.fields["password"].note == "Caps lock is on."
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    field.eye.setChecked(True)
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False


def test_a_failed_try_of_a_paused_person_is_not_even_compared(card: SignInCard, lin: Actor, qtbot: Any) -> None:
    for _try in range(9):
        note_sign_in(replace(lin, now=utc_now), ok=False)
    card.who.setCurrentRow(1)
    assert entered(card, HERS, qtbot) == []
    assert card.form.fields["password"].error.startswith("Too many wrong passwords")
    assert not card.go.isEnabled()


@pytest.mark.parametrize(
    ("name", "letters"), [("Wang Fang", "WF"), ("王芳", "王芳"), ("欧阳美玲", "美玲"), ("owner", "O"), ("", "?")]
)
def test_initials_are_what_people_expect(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_one_person_looks_the_same_everywhere(styled: object) -> None:
    assert avatar("王芳", 3, 32).toImage() == avatar("王芳", 3, 32).toImage()
    assert avatar("王芳", 3, 32).toImage() != avatar("王芳", 4, 32).toImage()


def test_the_card_is_as_high_as_what_it_shows(card: SignInCard) -> None:
    card.adjustSize()
    button, look = card.findChild(QWidget, "sign_in_accept"), card.look
    assert look.mapTo(card, look.rect().topLeft()).y() - button.mapTo(card, button.rect().bottomLeft()).y() < 80
    before = card.height()
    card.steps.setCurrentIndex(1)
    card.adjustSize()
    assert card.own.height() >= card.own.sizeHint().height()
    card.steps.setCurrentIndex(0)
    card.adjustSize()
    assert card.height() == before
