"""A chart on paper: bars from zero or a line with markers, with grid, axis figures and labels."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.reports.pdf import Box, Line, Page, colour
from app.reports.typesetting import Face, faces, fitted

BLUE = colour("#0B4A99")
_GRID = colour("#D9DEE5")
_ZERO = colour("#7E8996")
_TEXT = colour("#4B5766")
_SIZE = 7.2


@dataclass(frozen=True, slots=True)
class Area:
    """Where a chart stands on a page, in points from the top left."""

    x: float
    y: float
    across: float
    down: float


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round figures for an axis from at most ``low`` to at least ``high``; zero is always among them."""
    low, high = min(0.0, low), max(0.0, high)
    if high == low:
        high = 1.0
    rough = (high - low) / about
    power = 1.0
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first = -int(-low / step + 0.999) if low < 0 else 0
    result = [first * step]
    while result[-1] < high - step * 1e-9:
        result.append((first + len(result)) * step)
    return result


def draw_columns(
    page: Page,
    area: Area,
    labels: Sequence[str],
    values: Sequence[float],
    figure: Callable[[float], str],
    *,
    lines: bool = False,
) -> None:
    """Upright bars from zero, or a line with markers, for points in time; ``figure`` shows the figures of the axis."""
    face = faces().regular
    marks = ticks(min(values, default=0), max(values, default=0))
    figures = [figure(mark) for mark in marks]
    left = area.x + max(face.width(text, _SIZE) for text in figures) + 7
    bottom = area.y + area.down - 16
    span = marks[-1] - marks[0]

    def height(value: float) -> float:
        return bottom - (value - marks[0]) / span * (bottom - area.y)

    for mark, text in zip(marks, figures, strict=True):
        y = height(mark)
        page.lines.append(Line(left, y, area.x + area.across, y, 0.5, _GRID if mark else _ZERO))
        page.text(left - 6, y + _SIZE * 0.36, text, face, _SIZE, _TEXT, "right")
    step = (area.x + area.across - left) / max(1, len(values))
    points = [(left + step * (place + 0.5), height(value)) for place, value in enumerate(values)]
    zero = height(0)
    if lines:
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            page.lines.append(Line(x1, y1, x2, y2, 1.5, BLUE))
        if step > 5:
            for x, y in points:
                page.boxes.append(Box(x - 2, y - 2, 4, 4, BLUE))
    else:
        thick = min(34.0, step * 0.66)
        for x, y in points:
            page.boxes.append(Box(x - thick / 2, min(y, zero), thick, abs(y - zero), BLUE))
    _labels(page, face, labels, [x for x, _y in points], bottom + 11, area)


def _labels(page: Page, face: Face, labels: Sequence[str], places: Sequence[float], y: float, area: Area) -> None:
    """As many labels as stand beside each other without touching."""
    if not labels:
        return
    widest = max(face.width(label, _SIZE) for label in labels) + 8
    step = places[1] - places[0] if len(places) > 1 else area.across
    every = max(1, -int(-widest // step))
    for place in range(0, len(labels), every):
        half = face.width(labels[place], _SIZE) / 2
        x = min(max(places[place], area.x + half), area.x + area.across - half)
        page.text(x, y, labels[place], face, _SIZE, _TEXT, "centre")


def draw_rows(page: Page, area: Area, labels: Sequence[str], values: Sequence[float], shown: Sequence[str]) -> None:
    """Lying bars from zero with their names before and their figures behind them, for things that are compared."""
    face = faces().regular
    if not values:
        return
    names = [fitted(label.replace("\n", " "), face, _SIZE, area.across * 0.3, least="…") for label in labels]
    left = area.x + max(face.width(name, _SIZE) for name in names) + 7
    right = area.x + area.across - max(face.width(text, _SIZE) for text in shown) - 7
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    step = area.down / len(values)
    thick = min(15.0, step * 0.68)
    zero = left + (0 - low) / span * (right - left)
    for place, value in enumerate(values):
        middle = area.y + step * (place + 0.5)
        end = left + (value - low) / span * (right - left)
        page.boxes.append(Box(min(zero, end), middle - thick / 2, abs(end - zero), thick, BLUE))
        page.text(left - 6, middle + _SIZE * 0.36, names[place], face, _SIZE, _TEXT, "right")
        page.text(max(zero, end) + 5, middle + _SIZE * 0.36, shown[place], face, _SIZE, _TEXT)
    page.lines.append(Line(zero, area.y, zero, area.y + area.down, 0.6, _ZERO))
