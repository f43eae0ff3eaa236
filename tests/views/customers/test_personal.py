"""Personal data in the window: a copy for the person, and forgetting after saying what that means."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from app.models.actor import Actor
from app.models.customer import Customer
from app.operations.contacts import ContactInput, add_contact
from app.views.customers.personal import erase, write
from tests.helpers.book import a_customer, an_order, read, value
from tests.helpers.desk import dialog_of, idle


def _person(actor: Actor) -> int:
    person = a_customer(actor, "Wilhelmina", phone="0599 770", note="lilies")
    add_contact(actor, person, ContactInput(name="Her Brother"))
    return person


def test_a_copy_holds_everything_as_workbook_and_as_json(real_desk, window, qtbot, tmp_path: Path) -> None:
    person = _person(real_desk.actor)
    an_order(real_desk.actor, person, "10", consignee="Wilhelmina")
    page = window.show_page("customers")
    for name in ("copy.xlsx", "copy.json"):
        write(real_desk, page, person, tmp_path / name, "Wilhelmina")
        qtbot.waitUntil((tmp_path / name).exists)
        idle(real_desk, qtbot)
    told = json.loads((tmp_path / "copy.json").read_text(encoding="utf-8"))
    assert told["customer"][0]["phone"] == "0599 770"
    assert told["contact"][0]["name"] == "Her Brother"
    assert told["order"][0]["consignee"] == "Wilhelmina"
    assert any("lilies" in json.dumps(entry) for entry in told["trail"])
    cells = {str(cell) for row in load_workbook(tmp_path / "copy.xlsx").active.values for cell in row}
    assert {"Wilhelmina", "0599 770", "Her Brother", "lilies"} <= cells
    assert value("SELECT count(*) FROM trail WHERE operation = 'export' AND detail LIKE '%Wilhelmina%'") == 0


def test_erasing_says_what_goes_and_waits_for_a_yes(real_desk, window, qtbot) -> None:
    person = _person(real_desk.actor)
    erase(real_desk, window, person)
    dialog = dialog_of(window, "erase_person_dialog")
    qtbot.waitUntil(lambda: dialog.foretold is not None)
    assert "Contact person: 1" in dialog.goes.text()
    assert f"Erased customer {person}" in dialog.stays.text()
    assert not dialog.primary.isEnabled()
    dialog.accept_form()
    assert read(Customer, person).name == "Wilhelmina"
    dialog.sure.setChecked(True)
    dialog.accept_form()
    qtbot.waitUntil(lambda: read(Customer, person).name == f"Erased customer {person}")
    idle(real_desk, qtbot)


def test_what_stands_in_the_way_is_said_at_once(real_desk, window, qtbot) -> None:
    person = _person(real_desk.actor)
    an_order(real_desk.actor, person, "10")
    erase(real_desk, window, person)
    dialog = dialog_of(window, "erase_person_dialog")
    qtbot.waitUntil(lambda: dialog.banner.isVisible())
    assert "orders that are not ended: 1" in dialog.banner.text
    assert not dialog.sure.isEnabled()
    dialog.reject()
