"""From the start of the process to the painted list of orders in a large book, against a bare window.

Both are processes of their own and take turns; the bare one makes a QMainWindow with nothing in it. The first of each
is not counted. What only the measuring process needs is imported in functions, so that it burdens neither. Run it
alone with ``python -m benchmarks.start``; ``DAYBOOK_BENCH_LARGE=1`` adds a million orders.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from app.models.book import Opened
    from app.views.desk import Desk
    from app.views.main_window import MainWindow

ORDERS = 100_000
LARGE = 1_000_000
PAIRS = 11
ROWS = 20


def tell_painted() -> None:
    """Say when this process has painted what was waited for, and end it the usual way."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    print(time.monotonic(), flush=True)
    QTimer.singleShot(0, lambda: [window.close() for window in QApplication.topLevelWidgets()])
    QTimer.singleShot(0, QApplication.quit)


def painted_by(kind: Any, ready: Callable[[Any], bool]) -> None:
    """Tell when a widget of this class has painted itself and is ready."""
    paint = kind.paintEvent
    told = False

    def paint_event(self: Any, event: Any) -> None:
        nonlocal told
        paint(self, event)
        if not told and ready(self):
            told = True
            tell_painted()

    kind.paintEvent = paint_event


def bare() -> int:
    """A window with nothing in it."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        pass

    painted_by(Window, lambda window: bool(window.isVisible()))
    app = QApplication([])
    window = Window()
    window.resize(1280, 800)
    window.show()
    return int(app.exec())


def ours(book: str, folder: str) -> int:
    """Daybook as its command starts it, up to the first rows of the orders."""
    from app import application
    from app.__main__ import main

    made = application.make_window

    def make_window(desk: Desk, opened: Opened) -> MainWindow:
        window = made(desk, opened)
        painted_by(sys.modules["app.views.record_view"].RecordView, lambda view: bool(view.model().rowCount() >= ROWS))
        return window

    application.make_window = make_window
    sys.argv[1:] = ["--data-dir", folder, "--user", "owner", book]
    return main()


def _seconds(compiled: Path, *words: str) -> float:
    import subprocess

    # As after an installation: modules are read in their compiled form, which the first start of each leaves behind.
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    surroundings |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.start", *words],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=surroundings,
    )
    return float(done.stdout.split()[0]) - start


def measure(orders: int, pairs: int = PAIRS) -> tuple[list[float], list[float]]:
    """Seconds to Daybook's list and to the bare window, taking turns."""
    import shutil
    import tempfile
    from pathlib import Path

    from benchmarks.books import kept

    with tempfile.TemporaryDirectory() as folder:
        book = shutil.copy(kept(orders), Path(folder) / "book.daybook")
        compiled, data = Path(folder) / "compiled", Path(folder) / "data"
        mine, theirs = [], []
        for _ in range(pairs + 1):
            theirs.append(_seconds(compiled, "bare"))
            mine.append(_seconds(compiled, "ours", str(book), str(data)))
    return mine[1:], theirs[1:]


def run(sizes: tuple[int, ...] = (ORDERS,)) -> list[tuple[str, float, str]]:
    """The ratio of the medians, and the median of the ratios of the pairs in its details."""
    from statistics import median

    if os.environ.get("DAYBOOK_BENCH_LARGE") == "1":
        sizes = (*sizes, LARGE)
    results = []
    for size in sizes:
        mine, theirs = measure(size)
        middle, other = median(mine), median(theirs)
        paired = median(m / t for m, t in zip(mine, theirs, strict=True))
        results.append(
            (
                f"start to painted list of {size:,} orders / bare window",
                middle / other,
                f"{1000 * middle:.0f} ms against {1000 * other:.0f} ms; by pairs {paired:.2f}; {len(mine)} pairs",
            )
        )
    return results


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        sys.exit(bare())
    if sys.argv[1:2] == ["ours"]:
        sys.exit(ours(*sys.argv[2:]))
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})")
