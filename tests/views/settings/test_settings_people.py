"""The people of a book among the settings: added, given roles and passwords, kept out and let in."""

from __future__ import annotations

from typing import Any

import pytest

from app.models.actor import Role
from app.queries.book_settings import members
from app.views import problems
from app.views.settings.people_section import PasswordDialog, PersonDialog, RolesDialog
from app.views.settings.settings_page import SettingsPage
from tests.helpers.book import TestBook
from tests.helpers.desk import idle
from tests.views.settings.changing import accept


def test_people_are_added_and_get_roles_and_passwords(page: SettingsPage, qtbot: Any) -> None:
    section: Any = page.show_section("people")
    dialog = PersonDialog(section)
    dialog.name.setText("lin")
    dialog.password.setText("short")
    accept(dialog, page.desk, qtbot)
    assert dialog.form.fields["password"].error
    dialog.password.setText("four horses in a row")
    accept(dialog, page.desk, qtbot)
    lin = next(m for m in members() if m.name == "lin")
    assert lin.roles == ("sales",)
    assert lin.has_password
    roles = RolesDialog(section, lin)
    roles.roles.ticks["finance"].setChecked(True)
    accept(roles, page.desk, qtbot)
    assert next(m for m in members() if m.name == "lin").roles == ("finance", "sales")
    password = PasswordDialog(section, lin)
    password.password.setText("one thing and another")
    password.again.setText("something else again")
    accept(password, page.desk, qtbot)
    assert "differ" in password.form.fields["again"].error


def test_a_person_is_kept_out_and_let_in_again(
    page: SettingsPage, book: TestBook, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "ask", lambda *_asked: True)
    lin = book.person(Role.SALES, name="lin")
    section: Any = page.show_section("people")
    section.load()
    section.table.selectRow([m.id for m in members()].index(lin.user_id))
    assert not section.closing.isHidden()
    section.closing.click()
    idle(page.desk, qtbot)
    assert not next(m for m in members() if m.id == lin.user_id).active
    section.table.selectRow([m.id for m in members()].index(lin.user_id))
    assert section.closing.isHidden()
    section.opening.click()
    idle(page.desk, qtbot)
    assert next(m for m in members() if m.id == lin.user_id).active


def test_nobody_changes_their_own_roles_or_keeps_themselves_out(
    page: SettingsPage, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "ask", lambda *_asked: True)
    section: Any = page.show_section("people")
    section.table.selectRow(0)
    section.closing.click()
    idle(page.desk, qtbot)
    assert section.banner.text == "You cannot set yourself inactive."
    dialog = RolesDialog(section, members()[0])
    dialog.roles.ticks["owner"].setChecked(False)
    dialog.roles.ticks["sales"].setChecked(True)
    accept(dialog, page.desk, qtbot)
    assert "your own roles" in dialog.form.fields["roles"].error
    assert members()[0].roles == ("owner",)


def test_the_last_sign_in_of_everybody_is_shown(page: SettingsPage, book: TestBook, qtbot: Any) -> None:
    from app.operations.users import note_sign_in

    note_sign_in(book.owner, ok=True)
    section: Any = page.show_section("people")
    section.load()
    assert section.table.small.texts(0)[3].startswith("2026-03-10")


def test_the_rights_are_readable_without_colour(page: SettingsPage) -> None:
    section: Any = page.show_section("people")
    rows = {section.rights.small.texts(n)[0]: section.rights.small.texts(n)[1:] for n in range(24)}
    assert rows["edit orders"] == ("Own", "✓", "", "", "✓", "✓")
    assert rows["back up and restore"] == ("", "", "", "", "", "✓")
