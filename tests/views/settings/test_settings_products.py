"""Categories and units are kept in the settings by those who may edit products."""

from __future__ import annotations

from typing import Any

import pytest

from app.models.actor import Role
from app.models.product import Category, Product
from app.queries.units import units
from app.views import problems
from app.views.settings.product_sections import ProductSection
from tests.helpers.book import a_product, every, read
from tests.helpers.desk import dialog_of, idle


@pytest.fixture
def section(real_desk: Any, qtbot: Any) -> Any:
    made = ProductSection(real_desk)
    qtbot.addWidget(made)
    made.show()
    made.load()
    idle(real_desk, qtbot)
    return made


def test_categories_are_added_below_each_other_and_moved(section: Any, real_desk: Any, qtbot: Any) -> None:
    for name, above in (("Lights", ""), ("Desk lamps", "Lights"), ("Home", "")):
        section.name.setText(name)
        section.parent_box.setCurrentIndex(max(0, section.parent_box.findText(above)))
        section.add()
        idle(real_desk, qtbot)
        qtbot.waitUntil(lambda: section.name.text() == "")
    assert [row.values[0] for row in section.table.small.rows] == ["Home", "Lights", "Lights > Desk lamps"]
    section.table.selectRow(2)
    section._change()
    dialog = dialog_of(section, "category_dialog")
    dialog.name.setText("Table lamps")
    dialog.above.setCurrentIndex(dialog.above.findText("Home"))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_form()
    idle(real_desk, qtbot)
    assert [row.values[0] for row in section.table.small.rows] == ["Home", "Home > Table lamps", "Lights"]


def test_a_name_that_is_taken_is_said_at_the_field(section: Any, real_desk: Any, qtbot: Any) -> None:
    for _time in range(2):
        section.name.setText("Lights")
        section.add()
        idle(real_desk, qtbot)
    assert "already" in section.form.fields["name"].error
    assert len(every(Category)) == 1


def test_removing_one_that_is_in_use_asks_first(
    section: Any, real_desk: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = a_product(real_desk.actor, "Lamp", category="Lights")
    section.load()
    idle(real_desk, qtbot)
    asked: list[str] = []
    monkeypatch.setattr(problems, "ask", lambda question, _parent: asked.append(question.question) or len(asked) > 1)
    section.table.selectRow(0)
    section._remove()
    idle(real_desk, qtbot)
    assert read(Product, product).category_id is not None
    section.table.selectRow(0)
    section._remove()
    idle(real_desk, qtbot)
    assert asked[0] == "1 product is in Lights. It will be without a category."
    assert read(Product, product).category_id is None


def test_units_are_kept_in_their_order(section: Any, real_desk: Any, qtbot: Any) -> None:
    assert section.units.toPlainText().splitlines() == list(units())
    section.units.setPlainText("箱\n\n盒\n箱")
    section.save_units()
    idle(real_desk, qtbot)
    assert units() == ("箱", "盒")


def test_a_manager_may_and_a_seller_may_not(book: Any, make_desk: Any, qtbot: Any) -> None:
    for role, allowed in ((Role.MANAGER, True), (Role.SALES, False)):
        desk = make_desk(book.person(role))
        made = ProductSection(desk)
        qtbot.addWidget(made)
        assert made.body.isEnabled() is allowed
        desk.background.close()
