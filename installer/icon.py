"""Draws the program's icon from ``resources/icons/app/daybook.svg`` in the files that systems want.

.venv/bin/python -m installer.icon
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons" / "app"
SIDE = 512
SIDES = (16, 24, 32, 48, 64, 128, 256)


def drawn(side: int) -> Image.Image:
    """The icon in one size."""
    picture = QImage(side, side, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(FOLDER / "daybook.svg")).render(painter, QRectF(0, 0, side, side))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, b"PNG")
    return Image.open(BytesIO(bytes(buffer.data().data())))


def main() -> int:
    """Write the files; returns 0."""
    # Held, or Qt would end before the pictures are drawn.
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    largest = drawn(SIDE)
    largest.save(FOLDER / "daybook.png", optimize=True)
    others = [drawn(side) for side in SIDES]
    largest.save(FOLDER / "daybook.ico", sizes=[(side, side) for side in SIDES], append_images=others)
    largest.save(FOLDER / "daybook.icns", append_images=[drawn(side) for side in (16, 32, 64, 128, 256)])
    app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
