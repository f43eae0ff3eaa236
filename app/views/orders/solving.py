"""Solving a problem of an order: what is wrong, how it was solved, and what helped with like cases before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.later import Later
from app.queries.exceptions import Earlier, OpenProblem
from app.views.acting import open_dialog, tell
from app.views.desk import Desk
from app.views.preview_parts import Alert
from app.views.texts import follow, say, tip
from app.views.values import local_moment
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.keycaps import readable
from app.views.widgets.labels import label

if TYPE_CHECKING:
    from app.operations import exceptions as solving
    from app.queries import exceptions
else:
    solving, exceptions = Later("app.operations.exceptions"), Later("app.queries.exceptions")

KEYS = ("Alt+1", "Alt+2", "Alt+3")
"""What takes over one of the offered solutions."""


class Offer(QWidget):
    """One earlier solution: a button that takes it over, and what its case has in common with this one."""

    def __init__(self, dialog: SolveDialog, number: int) -> None:
        super().__init__(dialog)
        self.setObjectName(f"earlier_{number + 1}")
        self._earlier: Earlier | None = None
        self._keys = readable(KEYS[number])
        self.take: QPushButton = button("", f"take_earlier_{number + 1}", run=lambda: dialog.take(number), parent=self)
        self.take.setMinimumHeight(28)
        self.why = label("", "hint", f"earlier_{number + 1}_why", wrap=True)
        key = label("", "hint", f"earlier_{number + 1}_key")
        key.setText(self._keys)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.take, 1)
        row.addWidget(key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.why)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Fixed)
        self.hide()
        follow(self._show)

    @property
    def solution(self) -> str:
        """What was done; empty while nothing is offered."""
        return self._earlier.solution if self._earlier is not None else ""

    def offer(self, earlier: Earlier | None) -> None:
        """Offer this one, or nothing."""
        self._earlier = earlier
        self.setVisible(earlier is not None)
        self._show()

    def _show(self) -> None:
        earlier = self._earlier
        if earlier is None:
            return
        wide = self.take.fontMetrics().elidedText(earlier.solution, Qt.TextElideMode.ElideRight, 330)
        self.take.setText(wide.replace("&", "&&"))
        self.take.setToolTip(tip(earlier.solution))
        say(self.take.setAccessibleName, lambda: _("Take over: {solution}").format(solution=earlier.solution))
        told = [earlier.why, earlier.order, earlier.solver, local_moment(earlier.solved_at)[:10]]
        if earlier.times > 1:
            told.append(ngettext("used {n} time", "used {n} times", earlier.times).format(n=earlier.times))
        self.why.setText(" · ".join(part for part in told if part))


class SolveDialog(FormDialog):
    """Asks how a problem was solved. Alt and a digit take over what was done in a like case."""

    def __init__(
        self, desk: Desk, order_id: int, problems: Sequence[OpenProblem], topic: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, "solve_dialog", N_("Solve a problem"), N_("Solve"), parent=parent)
        self.order_id = order_id
        self.problems = tuple(problems)
        self.which = QComboBox()
        self.which.setObjectName("solve_which")
        self.which.addItems([problem.title for problem in self.problems])
        if len(self.problems) > 1:
            self.form.add("topic", N_("Problem"), self.which)
        else:
            self.which.setParent(self)
            self.which.hide()
        self.reason = Alert("solve_reason")
        self.form.add_widget(self.reason)
        self.note = QLineEdit()
        self.note.setObjectName("solve_note")
        self.form.add(
            "note",
            N_("How was it solved?"),
            self.note,
            required=True,
            hint=N_("Kept with the order. The problem is back if its cause is."),
        )
        self.earlier_title = label(N_("What helped in like cases"), "label", "solve_earlier_title")
        self.offers = tuple(Offer(self, number) for number in range(len(KEYS)))
        self.body.addWidget(self.earlier_title)
        for offer in self.offers:
            self.body.addWidget(offer)
        self.earlier_title.hide()
        for number, keys in enumerate(KEYS):
            QShortcut(QKeySequence(keys), self, lambda number=number: self.take(number))
        self.which.currentIndexChanged.connect(lambda _row: self._chosen())
        chosen = next((row for row, problem in enumerate(self.problems) if problem.topic == topic), 0)
        self.which.setCurrentIndex(chosen)
        self._chosen()
        follow(self._say_reason)
        self.note.setFocus()

    @property
    def problem(self) -> OpenProblem:
        """The problem that is being solved."""
        return self.problems[max(0, self.which.currentIndex())]

    def take(self, number: int) -> None:
        """Take over an earlier solution as the note, to be changed or kept."""
        if self.offers[number].isHidden():
            return
        self.note.setText(self.offers[number].solution)
        self.form.fields["note"].clear_error()
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def accept_form(self) -> None:
        order_id, topic, seen, note = self.order_id, self.problem.topic, self.problem.detail, self.note.text()
        self.submit(lambda actor: solving.solve_problem(actor, order_id, topic, note, seen))

    def _say_reason(self) -> None:
        self.reason.tell("danger", self.problem.reason)
        for row, problem in enumerate(self.problems):
            self.which.setItemText(row, problem.title)

    def _chosen(self) -> None:
        self._say_reason()
        for offer in self.offers:
            offer.offer(None)
        actor, order_id, topic = self.desk.actor, self.order_id, self.problem.topic
        self.desk.read(
            lambda: exceptions.earlier(actor, order_id, topic), self._offer, key=f"earlier.{id(self)}", owner=self
        )

    def _offer(self, found: Sequence[Earlier]) -> None:
        self.earlier_title.setVisible(bool(found))
        for number, offer in enumerate(self.offers):
            offer.offer(found[number] if number < len(found) else None)


def solve(desk: Desk, parent: QWidget, order_id: int, topic: str = "") -> None:
    """Ask how a problem of an order was solved, the first unless told; if there is none, that is said."""
    found = exceptions.problems_of(desk.actor, order_id)
    if not found:
        tell(desk, N_("Nothing is wrong with this order."))
        return
    dialog = SolveDialog(desk, order_id, found, topic, parent)
    open_dialog(desk, dialog, after=lambda _value: tell(desk, N_("The problem is solved."), undo=True))
