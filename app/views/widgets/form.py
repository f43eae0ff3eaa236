"""Forms that show problems at their fields, and the dialog that runs one operation.

``form = Form("payment_form"); form.add("amount", N_("Amount"), MoneyField(…), required=True)``: the name is the
operation's parameter, so that a ``UserError(field="amount")`` finds its place. ``FormDialog`` adds the buttons and
runs the operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.errors import NeedsConfirmation, Problems, UserError
from app.i18n import N_
from app.models.actor import Actor
from app.views import problems, tab_order
from app.views.desk import Desk
from app.views.texts import Saying, say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, footer
from app.views.widgets.labelled_field import LabelledField, TypedField
from app.views.widgets.labels import label

CANCEL = N_("Cancel")


class Form(QWidget):
    """Fields in a grid of at most three columns, each found by the name of the parameter it fills.

    In a form that ``squeezes`` a long remark is cut rather than making its column wider, and rows stand close.
    """

    squeezes = False
    reserves = True
    """Whether every field keeps room for its remark; without it the form grows where something is said."""

    def __init__(self, name: str = "form", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.fields: dict[str, LabelledField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2 if self.squeezes else 8)
        self._next = 0

    def add(
        self,
        name: str,
        text: Saying,
        field: QWidget,
        *,
        required: bool = False,
        hint: Saying = "",
        row: int | None = None,
        column: int = 0,
        span: int = 1,
        squeeze: bool = False,
    ) -> LabelledField:
        """Add a field; without ``row`` below the last one. With ``squeeze`` its remark is cut in any form."""
        cut = squeeze or self.squeezes
        made = LabelledField(name, text, field, required=required, hint=hint, reserve=self.reserves, squeeze=cut)
        self.fields[name] = made
        place = self._next if row is None else row
        self._next = max(self._next, place + 1)
        self._grid.addWidget(made, place, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column_number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column_number, 1)
        return made

    def add_widget(self, part: QWidget, *, row: int | None = None, column: int = 0, span: int = 1) -> None:
        """Add something that is no field."""
        place = self._next if row is None else row
        self._next = max(self._next, place + 1)
        self._grid.addWidget(part, place, column, 1, span)

    def clear_problems(self) -> None:
        """Take all remarks away."""
        for field in self.fields.values():
            field.clear_error()

    def show_problem(self, problem: UserError) -> bool:
        """Show a problem at its field and go there; False if no field of this form is meant."""
        several = problem.problems if isinstance(problem, Problems) else (problem,)
        if not all(p.field in self.fields for p in several):
            return False
        for each in several:
            self.fields[each.field].set_error(each.message)
        first = next((name for name, field in self.fields.items() if field.error), "")
        if first:
            self.fields[first].field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def read_all(self) -> bool:
        """Look at every field that can be misunderstood; False, with the remarks shown, if one is."""
        wrong: list[UserError] = []
        for name, field in self.fields.items():
            if not isinstance(field.field, TypedField) or field.field.understood():
                continue
            try:
                field.field.value()
            except UserError as problem:
                wrong.append(UserError(problem.message, field=name, code=problem.code))
        if not wrong:
            return True
        self.show_problem(Problems(wrong))
        return False


class FormDialog(QDialog):
    """A dialog with a form that runs one operation. Ctrl+Enter is its main button, Esc closes it.

    ``width`` is 440, 640 or 880. ``submit(call)`` reads the form, runs the operation beside the window, shows a
    problem at its field or in the banner, and closes the dialog when it is done; ``done_value`` then holds what came
    back. ``danger`` is for what cannot be taken back; ``back`` names the other button.
    """

    def __init__(
        self,
        desk: Desk,
        name: str,
        title: Saying,
        accept: Saying,
        *,
        width: int = 440,
        danger: bool = False,
        back: Saying = CANCEL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.desk = desk
        self.done_value: Any = None
        self._busy = False
        say(self.setWindowTitle, title)
        say(self.setAccessibleName, title)
        self.setFixedWidth(width)
        self.form = Form(f"{name}_form")
        self.banner = Banner(f"{name}_banner")
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.body.addWidget(self.form)
        self.primary = button(accept, f"{name}_accept", kind="danger" if danger else "primary", run=self.accept_form)
        self.primary.setDefault(True)
        self.back = button(back, f"{name}_cancel", run=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, "section", f"{name}_title"))
        column.addWidget(self.banner)
        column.addLayout(self.body)
        column.addStretch(1)
        column.addLayout(footer(self.back, self.primary))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.accept_form)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins in the first field, and the buttons come after the last one."""
        super().showEvent(event)
        self._make_room()
        fields = [f.field for f in self.form.fields.values()]
        if not fields:
            return
        tab_order.arrange(self)
        if self.focusWidget() in (None, self.primary, self.back):
            first = next((f for f in fields if f.isEnabled() and not getattr(f, "isReadOnly", bool)()), fields[0])
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """What comes into the dialog later finds its room too."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._make_room()
        return done

    def _make_room(self) -> None:
        """Grow to what wrapped sentences and late lines take, now that their fonts are known."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def accept_form(self) -> None:
        """What the main button does; subclasses call ``submit`` from it."""
        self.accept()

    def submit(self, call: Callable[[Actor], Any], *, title: str = "") -> None:
        """Run the operation with what the form says; asked for again while it runs, nothing more happens."""
        if self._busy:
            return
        self.form.clear_problems()
        self.banner.dismiss()
        if not self.form.read_all():
            return
        self._set_busy(True)
        self.desk.perform(
            call,
            on_done=self._done,
            on_problem=self._problem,
            on_question=self._question,
            origin=self,
            owner=self,
            title=title or self.windowTitle(),
        )

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.primary.setEnabled(not busy)
        self.form.setEnabled(not busy)

    def _done(self, result: Any) -> None:
        self._set_busy(False)
        self.done_value = getattr(result, "value", result)
        self.accept()

    def _question(self, question: NeedsConfirmation, go_on: Callable[[bool], None]) -> None:
        self._set_busy(False)
        yes = problems.ask(question, self)
        if yes:
            self._set_busy(True)
        go_on(yes)

    def _problem(self, error: Exception) -> None:
        self._set_busy(False)
        problems.tell(error, self.banner, parent=self, form=self.form)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            from app.views.help_window import help_over

            help_over(self, self.desk)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            # Enter goes to the next field; only from the last one it accepts.
            focused = self.focusWidget()
            if isinstance(focused, (QLineEdit, QComboBox, QCheckBox)):
                fields = [f.field for f in self.form.fields.values()]
                if focused in fields and focused is not fields[-1]:
                    self.focusNextChild()
                    return
        super().keyPressEvent(event)
