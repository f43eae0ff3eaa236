"""The statistics report: the same figures in chart and table, on as many pages as it needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.money import currency
from app.queries.columns import Series
from app.reports.chart import ticks
from app.reports.statistics_report import draw_statistics, statistics_pdf, statistics_workbook
from tests.reports.reading import pages_of
from tests.reports.test_excel import SERIES

CNY = currency("CNY")


def test_table_and_totals_are_on_paper(tmp_path: Path) -> None:
    written = statistics_pdf(tmp_path / "s.pdf", SERIES, money=CNY, company="青禾文具")
    page = pages_of(written.path.read_bytes())[0]
    for text in ("Revenue", "青禾文具", "2026-01-01 – 2026-03-31", "250.50", "Total 8 450.49", "Page 1 of 1"):
        assert text in page


@pytest.mark.parametrize("lines", [False, True])
def test_bars_stand_on_zero(lines: bool) -> None:
    page = draw_statistics(SERIES, money=CNY, lines=lines).pages[0]
    assert len(page.boxes) == 3
    if not lines:
        bottoms = {round(box.y + box.down, 3) for box in page.boxes}
        assert len(bottoms) == 1
        heights = [box.down for box in page.boxes]
        assert heights[1] / heights[0] == pytest.approx(2.505, rel=1e-3)


def test_bars_below_zero_hang_from_it() -> None:
    series = replace(SERIES, rows=(("a", 1, 100_00), ("b", 1, -50_00)))
    page = draw_statistics(series, money=CNY).pages[0]
    assert page.boxes[0].y + page.boxes[0].down == pytest.approx(page.boxes[1].y)


def many(count: int) -> Series:
    rows = tuple((f"客户 {n}", n, 1000 * (count - n)) for n in range(count))
    return replace(SERIES, by="customer", rows=rows, total=(None, 1, sum(row[2] for row in rows)))


def test_a_long_comparison_draws_the_first_and_lists_all() -> None:
    drawing = draw_statistics(many(200), money=CNY)
    assert len(drawing.pages[0].boxes) == 20
    texts = [text.text for page in drawing.pages for text in page.texts]
    assert "The first 20 of 200; the table has all." in texts
    assert all(f"客户 {n}" in texts for n in range(200))
    for page in drawing.pages:
        assert "Customer" in [t.text for t in page.texts] or "Month" in [t.text for t in page.texts]
    last = [text.text for text in drawing.pages[-1].texts]
    assert "Total" in last
    assert "客户 199" in last


@pytest.mark.parametrize("count", range(18, 60, 3))
def test_totals_keep_a_row_above_them(count: int) -> None:
    page = draw_statistics(many(count), money=CNY).pages[-1]
    texts = [text.text for text in page.texts]
    assert "Total" in texts
    assert f"客户 {count - 1}" in texts


def test_nothing_to_show_is_shown(tmp_path: Path) -> None:
    empty = replace(SERIES, rows=(), total=(None, 0, 0))
    assert statistics_pdf(tmp_path / "s.pdf", empty, money=CNY).pages == 1
    assert statistics_workbook(tmp_path / "s.xlsx", empty, money=CNY).rows == 0


@pytest.mark.parametrize(
    ("low", "high", "first", "last"),
    [(0, 87, 0, 100), (0, 0, 0, 1), (-30, 70, -40, 80), (5, 9, 0, 10), (-8, -2, -8, 0), (0, 1_234_567, 0, 1_250_000)],
)
def test_axis_figures_are_round_and_hold_zero(low: float, high: float, first: float, last: float) -> None:
    marks = ticks(low, high)
    assert marks[0] == pytest.approx(first)
    assert marks[-1] == pytest.approx(last)
    assert any(abs(mark) < 1e-9 for mark in marks)
    assert 2 <= len(marks) <= 9
