"""Looks at scenes at the scale that ``QT_SCALE_FACTOR`` tells; Qt takes it only when it starts.

``python -m tests.walk.at_scale BOOK SCENE …`` writes one line for each fault.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from app.views import texts, theme
from tests.helpers.scenes import Stage, path_of, seen
from tests.helpers.words import cut_off, outside


def main(book: Path, wanted: list[str]) -> int:
    """Look at the scenes; 2 if one of them is missing or the factor was not taken."""
    app = QApplication(sys.argv[:1])
    theme.start(app, "light")
    texts.set_language("en")
    stage = Stage(book)
    looked_at = set()
    for name, root in stage.scenes(lambda scene: scene in wanted):
        looked_at.add(name)
        stage.pause(quiet=0.3)
        for fault in outside(root):
            print(f"{name}: {fault}")
        for part in seen(root):
            reason = "" if part.toolTip() else cut_off(part)
            if reason:
                print(f"{name}: {path_of(part)} {reason}")
    taken = stage.window.devicePixelRatioF() == float(os.environ["QT_SCALE_FACTOR"])
    sys.stdout.flush()
    # The window is left as it is: what it opened for the scenes is not taken down one by one.
    os._exit(0 if looked_at == set(wanted) and taken else 2)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
