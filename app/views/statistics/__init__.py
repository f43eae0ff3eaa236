"""The page of figures: cards, a chart and its table, from the same numbers."""

from __future__ import annotations

from typing import Any

from app.views.desk import Desk
from app.views.statistics.statistics_page import StatisticsPage


def statistics_page(desk: Desk, shell: Any = None) -> StatisticsPage:
    """The page; the library that draws its chart is loaded when it is first shown."""
    return StatisticsPage(desk, shell)
