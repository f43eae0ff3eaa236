"""The lines of an order in the form of a credit: how much of each, and what that comes to, shown as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.shares import Share
from app.money import Currency, show
from app.queries.creditable import Plan
from app.views.refunds.credit_body import LINE, CreditBody, Told
from app.views.texts import Saying, follow
from app.views.theme import mark
from app.views.widgets.labels import label, line, value_label
from app.views.widgets.layouts import scroll_area
from app.views.widgets.number_fields import NumberField

HIGH = 900
"""From which height in pixels a screen shows more lines at once."""
ROWS, FEW_ROWS = 8, 5
ROOM, FIGURE, APART = 132, 92, 8
"""Pixels of the column that says what is left, of one for an amount, and between the figures and the bar."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class CreditRow:
    """A line and its field: what is known about it, what is left of it in words and figures, and what its cap says."""

    id: int
    title: str
    facts: Callable[[], str]
    room: str
    most: int
    cap: Callable[[], str]
    field: NumberField


class CreditLines(QWidget):
    """Rows with a field each, and below them what they come to.

    ``typed()`` maps line ids to what is typed above zero; ``show_plan`` says net, tax and gross of each row and of all.
    """

    edited = Signal(int)
    """Somebody typed into the field of this line."""

    def __init__(self, name: str, currency: Currency, rows: Sequence[CreditRow], heads: tuple[Saying, Saying]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._currency = currency
        self.rows = {row.id: row for row in rows}
        self._filling = False
        self._said: dict[int, bool] = {}
        self._heads = self._make_heads(heads)
        self._sums = self._make_sums()
        self._body = CreditBody(f"{name}_body", [Told(row.title, row.room, row.field) for row in rows])
        self._told = dict(zip(self.rows, self._body.lines, strict=True))
        self._area = scroll_area(self._body, f"{name}_scroll")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._heads)
        column.addWidget(self._area)
        column.addWidget(line())
        column.addLayout(self._sums)
        for row in rows:
            self._connect(row)
        self._make_room()
        self._say_facts()
        follow(self._say_facts)
        self.show_plan(Plan({}, Share()))

    def _make_heads(self, heads: tuple[Saying, Saying]) -> QGridLayout:
        grid = _columns(QGridLayout())
        for place, text in enumerate((*heads, N_("Net"), N_("Tax amount"), N_("With tax")), start=1):
            head = label(text, "label", f"{self.objectName()}_head_{place}")
            head.setAlignment(_RIGHT)
            grid.addWidget(head, 0, place)
        grid.setColumnMinimumWidth(2, self._width())
        return grid

    def _make_sums(self) -> QGridLayout:
        grid = _columns(QGridLayout())
        grid.setColumnMinimumWidth(2, self._width())
        self._beyond_text = label(N_("Rounding of the order"), "muted", f"{self.objectName()}_beyond_text")
        self._beyond = value_label("", "muted", f"{self.objectName()}_beyond")
        self._beyond.setAlignment(_RIGHT)
        grid.addWidget(self._beyond_text, 0, 0)
        grid.addWidget(self._beyond, 0, 5)
        grid.addWidget(label(N_("Altogether"), "", f"{self.objectName()}_altogether"), 1, 0)
        self._totals = self._three(f"{self.objectName()}_sum")
        for place, shown in enumerate(self._totals, start=3):
            grid.addWidget(shown, 1, place)
        return grid

    def _width(self) -> int:
        return max((row.field.minimumWidth() for row in self.rows.values()), default=FIGURE)

    def _connect(self, row: CreditRow) -> None:
        row.field.setEnabled(row.most > 0)
        row.field.installEventFilter(self)
        row.field.textChanged.connect(lambda _text, row=row: self._typed(row))
        row.field.editingFinished.connect(lambda row=row: self._look_at(row))

    def _three(self, name: str) -> tuple[QLabel, QLabel, QLabel]:
        net, tax, gross = (value_label("", "", f"{name}_{what}") for what in ("net", "tax", "gross"))
        for shown in (net, tax, gross):
            shown.setAlignment(_RIGHT)
        return net, tax, gross

    def _say_facts(self) -> None:
        for row in self.rows.values():
            self._remark(row)

    def _remark(self, row: CreditRow, problem: str = "") -> None:
        said = problem or row.facts()
        self._body.remark(self._told[row.id], said, wrong=bool(problem))
        row.field.setAccessibleDescription(said)
        if self._said.get(row.id, False) != bool(problem):
            self._said[row.id] = bool(problem)
            mark(row.field, state="error" if problem else "")

    def note(self, line_id: int) -> str:
        """What stands below the name of a line: what is known about it, or what is wrong."""
        return self._told[line_id].note

    def figures(self, line_id: int) -> tuple[str, ...]:
        """Net, tax and gross of a line as they are shown; nothing of one that takes nothing."""
        return self._told[line_id].figures

    def _typed(self, row: CreditRow) -> None:
        if self._filling:
            return
        if row.field.understood():
            self._look_at(row)
        else:
            # It may still be on its way to a number; that is said when the field is left.
            self._remark(row)
        self.edited.emit(row.id)

    def _look_at(self, row: CreditRow) -> bool:
        problem = ""
        try:
            value = row.field.value() or 0
            if value < 0:
                problem = _("It cannot be below zero.")
            elif value > row.most:
                problem = row.cap()
        except UserError as wrong:
            problem = wrong.message
        self._remark(row, problem)
        return not problem

    def typed(self) -> dict[int, int]:
        """What is typed so far, by line id; what makes no sense or is more than there is does not count."""
        found = {i: row.field.sense() or 0 for i, row in self.rows.items()}
        return {i: value for i, value in found.items() if 0 < value <= self.rows[i].most}

    def fill(self, values: Mapping[int, int]) -> None:
        """Show these values, and nothing in the other lines, as nobody typed them."""
        self._filling = True
        for i, row in self.rows.items():
            row.field.set_value(values.get(i) or None)
            self._remark(row)
        self._filling = False

    def suggest(self, *, suggested: bool) -> None:
        """Mark the fields as filled by the program, or no longer."""
        for row in self.rows.values():
            wanted = "true" if suggested and row.field.text() else ""
            if (row.field.property("suggested") or "") != wanted:
                mark(row.field, suggested=wanted)

    def first_wrong(self) -> NumberField | None:
        """Say at every field what is wrong with it; the first one of them."""
        wrong = [row.field for row in self.rows.values() if not self._look_at(row)]
        return wrong[0] if wrong else None

    def refuse(self, place: int, sentence: str) -> None:
        """Say what is wrong with the line that was named as this one, and go there."""
        row = self.rows[list(self.typed())[place]]
        self._remark(row, sentence)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_plan(self, plan: Plan) -> None:
        """Say what each line and all of them come to."""
        for i, told in self._told.items():
            told.figures = self._shown(plan.parts.get(i, Share()))
        self._body.update()
        totals = self._shown(plan.total) or (show(0, self._currency),) * 3
        for shown, text in zip(self._totals, totals, strict=True):
            shown.setText(text)
        self._beyond.setText(show(plan.beyond, self._currency))
        for shown in (self._beyond_text, self._beyond):
            shown.setVisible(bool(plan.beyond))

    def _shown(self, share: Share) -> tuple[str, ...]:
        if share == Share():
            return ()
        return tuple(show(figure, self._currency) for figure in (share.net, share.tax, share.gross))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and the arrows go from line to line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, NumberField):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return False
            if enter:
                watched.settle()
                self.focusNextChild()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._go(watched, 1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def _go(self, field: NumberField, step: int) -> None:
        fields = [row.field for row in self.rows.values() if row.field.isEnabled()]
        place = fields.index(field) + step
        if 0 <= place < len(fields):
            fields[place].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """The lines stand below their headings, however wide those are in the language in use."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return done

    def _place(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._body.place([self._heads.cellRect(0, column).right() + 1 for column in range(1, 6)])

    def _make_room(self) -> None:
        most = ROWS if self.screen().availableGeometry().height() >= HIGH else FEW_ROWS
        count = max(1, len(self.rows))
        self._area.setFixedHeight(min(count, most) * LINE)
        # The figures above and below stand where those of the lines do, beside a bar as well.
        bar = self._area.verticalScrollBar().sizeHint().width() + APART if count > most else 0
        for grid in (self._heads, self._sums):
            grid.setContentsMargins(0, 0, bar, 0)


def _columns(grid: QGridLayout) -> QGridLayout:
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(1, ROOM)
    for column in (3, 4, 5):
        grid.setColumnMinimumWidth(column, FIGURE)
    return grid
