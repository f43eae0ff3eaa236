"""Icons: one outline set, tinted from the colour tokens at the moment of painting, so that they follow the scheme.

``icon("users")`` takes the colour of secondary text, ``icon("plus", "on_accent")`` another token's. A disabled icon
is drawn fainter; a switched-on one (``QIcon.State.On``) in the accent colour unless ``on`` names another.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.folders import resource
from app.views import theme

LARGE = 48
"""From this size on an icon is an illustration, with a thinner line."""

_pixmaps: dict[tuple[str, str, int, int], QPixmap] = {}


@cache
def _names() -> frozenset[str]:
    return frozenset(path.stem for path in resource("icons").glob("*.svg"))


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str, large: bool) -> QSvgRenderer:
    source = _source(name).replace("currentColor", colour)
    if large:
        source = source.replace('stroke-width="1.75"', 'stroke-width="0.75"')
    return QSvgRenderer(QByteArray(source.encode()))


def glyph(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` as a square picture of ``side`` logical pixels in a colour."""
    pixels = max(1, round(side * ratio))
    key = (name, colour, pixels, round(ratio * 100))
    found = _pixmaps.get(key)
    if found is None:
        found = QPixmap(pixels, pixels)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        _renderer(name, colour, side >= LARGE).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        found.setDevicePixelRatio(ratio)
        if len(_pixmaps) > 600:
            _pixmaps.clear()
        _pixmaps[key] = found
    return found


def pixel_ratio(painter: QPainter) -> float:
    """Device pixels per logical pixel where this painter draws.

    Never ask ``painter.device()``: its wrapper may be that of an object that is gone, and then the program crashes.
    """
    return max(1.0, abs(painter.deviceTransform().m11()))


class _Engine(QIconEngine):
    def __init__(self, name: str, role: str, on: str) -> None:
        super().__init__()
        self._name, self._role, self._on = name, role, on

    def _picture(self, side: int, mode: QIcon.Mode, state: QIcon.State, ratio: float) -> QPixmap:
        role = self._on if state == QIcon.State.On else self._role
        picture = glyph(self._name, getattr(theme.tokens(), role), side, ratio)
        if mode != QIcon.Mode.Disabled:
            return picture
        faint = QPixmap(picture.size())
        faint.setDevicePixelRatio(ratio)
        faint.fill(Qt.GlobalColor.transparent)
        painter = QPainter(faint)
        painter.setOpacity(0.45)
        painter.drawPixmap(0, 0, picture)
        painter.end()
        return faint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        picture = self._picture(side, mode, state, pixel_ratio(painter))
        corner = QPoint(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2)
        painter.drawPixmap(QRect(corner, QSize(side, side)), picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = min(size.width(), size.height())
        return self._picture(max(1, round(side / scale)), mode, state, scale)

    def clone(self) -> QIconEngine:
        copy = _Engine(self._name, self._role, self._on)
        _engines.append(copy)
        return copy

    def key(self) -> str:
        return "daybook"

    def iconName(self) -> str:
        return self._name

    def isNull(self) -> bool:
        return False


_engines: list[_Engine] = []


@cache
def icon(name: str, role: str = "text2", on: str = "accent") -> QIcon:
    """The icon ``name`` of ``resources/icons`` in the colour of token ``role``.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    if name not in _names():
        raise FileNotFoundError(name)
    engine = _Engine(name, role, on)
    _engines.append(engine)
    return QIcon(engine)


def app_icon() -> QIcon:
    """The picture of the program."""
    path = resource("icons", "app", "daybook.png")
    return QIcon(str(path)) if path.exists() else QIcon()
