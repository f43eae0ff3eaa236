"""Whatever has the keyboard shows a ring of two pixels that stands out from the ground, in both schemes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QTableWidget,
    QToolButton,
    QWidget,
)

from app.money import currency
from app.queries.columns import Column, Kind, Row
from app.views import theme
from app.views.tokens import TOKENS, Scheme, contrast
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.small_table import SmallTable
from app.views.widgets.switch import Switch

RING = 2
"""Pixels of a ring's breadth."""
LEAST = 3.0
"""How much a ring must stand out from its ground."""
ENOUGH = 12
"""Pixels of a straight side below which what changed is no ring."""


def line_edit() -> QWidget:
    return QLineEdit("12.50")


def combo() -> QWidget:
    made = QComboBox()
    made.addItem("Cash")
    return made


def kind_of_button(kind: str) -> Callable[[], QWidget]:
    def make() -> QWidget:
        return button("Save", "made", kind=kind)

    return make


def rows_of_a_list() -> QWidget:
    made = QListWidget()
    made.addItems(["One", "Two", "Three"])
    made.setCurrentRow(1)
    return made


def cells() -> QWidget:
    made = QTableWidget(3, 3)
    made.setCurrentCell(1, 1)
    return made


def table_rows() -> QWidget:
    columns = (Column("number", "Number", Kind.NUMBER, 100), Column("name", "Name", Kind.TEXT, 100))
    made = SmallTable("made", "Orders", columns, currency("CNY"))
    made.show_rows([Row(number, (f"SO-{number}", "Mara")) for number in (1, 2)])
    made.selectRow(1)
    return made


def tabs() -> QWidget:
    made = QTabBar()
    made.addTab("First")
    made.addTab("Second")
    return made


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "line edit": line_edit,
    "combo box": combo,
    "date": lambda: DateField("made"),
    "text": lambda: QPlainTextEdit("A note"),
    "check box": lambda: QCheckBox("Urgent"),
    "radio button": lambda: QRadioButton("Mine"),
    "switch": lambda: Switch("made"),
    "tool button": lambda: QToolButton(),
    "list": rows_of_a_list,
    "table cell": cells,
    "table row": table_rows,
    "tab": tabs,
    **{
        kind: kind_of_button(kind)
        for kind in ("secondary", "primary", "danger", "quiet", "pill", "nav", "link", "chip")
    },
}


@pytest.fixture
def ground(qapp: QApplication) -> Iterator[QMainWindow]:
    """A window with something else that can have the keyboard."""
    window = QMainWindow()
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.setContentsMargins(24, 24, 24, 24)
    other = QPushButton("Other")
    other.setObjectName("other")
    row.addWidget(other)
    window.setCentralWidget(middle)
    yield window
    window.close()
    theme.start(qapp, "light")


def with_and_without(window: QMainWindow, part: QWidget) -> tuple[QImage, QImage]:
    """The part with the keyboard and without it."""
    found = []
    for holder in (part, window.findChild(QPushButton, "other")):
        holder.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert holder.hasFocus() or holder.focusProxy() is not None
        found.append(part.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))
    return found[0], found[1]


def breadth(same: list[list[bool]]) -> int:
    """How broad the broadest level line is."""
    broadest = 0
    for y in range(len(same)):
        drawn = "".join("x" if s else " " for s in same[y])
        along = max((len(run) for run in drawn.split()), default=0)
        if along < min(ENOUGH, len(same) // 6):
            continue
        thick = 0
        at = drawn.find("x" * along) + along // 2
        while y + thick < len(same) and same[y + thick][at]:
            thick += 1
        broadest = max(broadest, thick)
    return broadest


def ring(with_it: QImage, without: QImage, colour: str) -> tuple[int, set[str]]:
    """How broad the lines of this colour are that came with the keyboard, and the colours that were there before.

    Breadth is measured across the sides that go on for ``ENOUGH`` pixels, level and upright ones.
    """
    wanted = QColor(colour).rgb()
    same = [[with_it.pixel(x, y) == wanted for x in range(with_it.width())] for y in range(with_it.height())]
    broadest = max(breadth(same), breadth([list(line) for line in zip(*same, strict=True)]))
    grounds = {
        without.pixelColor(x, y).name()
        for y in range(len(same))
        for x in range(len(same[0]))
        if same[y][x] and with_it.pixel(x, y) != without.pixel(x, y)
    }
    return broadest, grounds


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("kind", CONTROLS)
def test_what_has_the_keyboard_shows_a_ring(qapp: QApplication, ground: QMainWindow, kind: str, scheme: Scheme) -> None:
    theme.start(qapp, scheme.value)
    theme.dress_window(ground)
    part = CONTROLS[kind]()
    middle = ground.centralWidget()
    middle.layout().addWidget(part)
    ground.show()
    QApplication.processEvents()
    with_it, without = with_and_without(ground, part)
    tokens = TOKENS[scheme]
    found = {colour: ring(with_it, without, colour) for colour in (tokens.accent, tokens.text)}
    colour, (broad, grounds) = max(found.items(), key=lambda pair: (bool(pair[1][1]), min(pair[1][0], RING)))
    assert grounds, f"a {kind} looks the same with and without the keyboard"
    assert broad >= RING, f"the ring of a {kind} is {broad} broad"
    assert contrast(colour, tokens.surface) >= LEAST
    assert contrast(colour, tokens.bg) >= LEAST
