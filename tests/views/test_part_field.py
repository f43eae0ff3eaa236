"""A field that takes an amount, or a percentage of the whole."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.money import currency
from app.views.widgets.part_field import PartField


@pytest.fixture
def field(qtbot: Any) -> PartField:
    """A field for a part of 333.33."""
    made = PartField("part", currency("CNY"), 33_333)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("10%", 3_333),
        ("12.5 %", 4_167),
        ("１０％", 3_333),
        (".5%", 167),
        ("100%", 33_333),
        ("120*3-10%", 32_400),
        ("10", 1_000),
        ("", None),
        ("%", None),
    ],
)
def test_a_percentage_is_that_part_of_the_whole(field: PartField, typed: str, value: int | None) -> None:
    field.setText(typed)
    assert field.sense() == value


def test_the_percentage_becomes_an_amount_and_comes_back(field: PartField) -> None:
    field.setText("10%")
    field.settle()
    assert (field.text(), field.calculation, field.toolTip()) == ("33.33", "10%", "10% = 33.33")
    QTest.keyClick(field, Qt.Key.Key_F9)
    assert field.text() == "10%"
    QTest.keyClick(field, Qt.Key.Key_F9)
    assert field.text() == "33.33"


def test_what_is_no_percentage_is_said(field: PartField) -> None:
    field.setText("1.2.3%")
    assert not field.understood()
