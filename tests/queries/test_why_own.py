"""Who may see only what is theirs is told of theirs when a sum is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.actor import Role
from app.queries.statistics import statistics
from app.queries.why_statistics import explained_columns, why_cell
from tests.queries.conftest import viewer


@pytest.mark.parametrize(("name", "by"), [("revenue", "month"), ("cash", "month"), ("ageing", ""), ("customer", "")])
def test_a_salesperson_is_told_of_own_orders_only(large: Path, name: str, by: str) -> None:
    seller = viewer(3, Role.SALES)
    series = statistics(seller, name, by or "month")
    assert series.rows
    assert why_cell(seller, series, None, explained_columns(series)[0].key).total == series.total[1]
