"""What a batch is about to do, said before it does it: how many change, which do not and why, and what it asks for.

It rehearses the batch beside the window, so the numbers are those of the act itself. While it runs the other button
stops it, and then nothing was changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.errors import Cancelled, UserError
from app.i18n import N_, _, ngettext
from app.operations.batch_steps import Outcome, Refused
from app.queries.columns import Column, Kind, Row
from app.views.background import Job
from app.views.batch import Batch
from app.views.desk import Desk
from app.views.moments import soon
from app.views.texts import clipped, say, spoken, tip
from app.views.widgets.buttons import button, say_button
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.labels import Card, NoteLabel, label
from app.views.widgets.layouts import clear
from app.views.widgets.small_table import SmallTable

AGAIN = 250
"""Milliseconds after a change of what is asked for before it is rehearsed anew."""
NAMED = 5
"""Records that a reason names."""
NAME = 18
"""Signs of a name that are shown of it there."""
LONG = 48
"""A reason of more signs may take two lines."""
LISTED = (
    Column("name", N_("Name"), Kind.TEXT, 190),
    Column("what", N_("What becomes of it"), Kind.TEXT, 390),
)
"""How a batch lists each record with what becomes of it."""
GROUPS = 6
"""Reasons that are told one by one."""
TICK = 100


class _Reason(QWidget):
    """Why some records stay as they are: how many, why, which; a button shows them, a box lets them go on."""

    def __init__(self, dialog: BatchDialog, number: int, group: str, refused: Sequence[Refused]) -> None:
        super().__init__()
        self.setObjectName(f"batch_reason_{number}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        words = label("", "", f"batch_reason_{number}_text", wrap=len(group) > LONG)
        words.setText(f"{len(refused):,} · {group}")
        head.addWidget(words, 1)
        keys = {each.key for each in refused}
        if keys != {""}:
            self.box = check_box(N_("Do these too"), f"batch_reason_{number}_box")
            self.box.setAccessibleDescription(refused[0].reason)
            self.box.toggled.connect(lambda on: dialog.confirm_question(keys, on))
            head.addWidget(self.box)
        ids = [each.id for each in refused]
        head.addWidget(
            button(
                N_("Show these"), f"batch_reason_{number}_show", kind="link", run=lambda: dialog.show_these(ids, group)
            )
        )
        column.addLayout(head)
        names = ", ".join(clipped(each.name, NAME) for each in refused[:NAMED])
        rest = len(refused) - NAMED
        if rest > 0:
            names += " " + ngettext("and {n} more", "and {n} more", rest).format(n=f"{rest:,}")
        named = NoteLabel(f"batch_reason_{number}_names")
        named.setText(names)
        named.setToolTip(tip(names))
        column.addWidget(named)
        # Where every record is listed with what becomes of it, it need not be named twice.
        named.setHidden(dialog.listed is not None and not dialog.listed.isHidden())
        self.setToolTip(refused[0].reason)


def _headline(batch: Batch, done: int, count: int, made: int) -> str:
    said = batch.will(done, count)
    if batch.makes is None or made in (0, done):
        return said
    return _("{first} {second}").format(first=said, second=batch.makes(made))


class BatchDialog(FormDialog):
    """Rehearses and runs one batch over these records; ``outcome`` is what it did."""

    these_asked = Signal(object, str)
    """Select these ids in the list; the text says what they have in common."""

    def __init__(self, desk: Desk, batch: Batch, ids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            f"{batch.name}_batch_dialog",
            batch.title,
            batch.accept,
            back=batch.back,
            width=640,
            danger=batch.danger,
            parent=parent,
        )
        self._batch, self._ids = batch, list(ids)
        self._confirmed: set[str] = set()
        self._confirming: dict[str, tuple[str, int]] = {}
        self._job: Job | None = None
        self._running = False
        self.outcome: Outcome | None = None
        self.foretold: Outcome | None = None
        self._values = batch.ask(desk, self.form)
        self.form.setVisible(bool(self.form.fields))
        self.summary = Card("batch_summary", padding=12)
        self.summary.body.setSpacing(8)
        self.headline = label("", "lead", "batch_headline", wrap=True)
        self.summary.body.addWidget(self.headline)
        self.reasons = QVBoxLayout()
        self.reasons.setSpacing(8)
        self.summary.body.addLayout(self.reasons)
        self.body.insertWidget(0, self.summary)
        self.listed: SmallTable | None = None
        if batch.lists:
            self.listed = SmallTable("batch_list", N_("What becomes of each"), LISTED, desk.currency, most=5)
            self.summary.body.addWidget(self.listed)
            self.listed.hide()
        if batch.unlike_undo:
            self.body.addWidget(label(batch.unlike_undo, "hint", "batch_consequence", wrap=True))
        elif batch.operation().undoable:
            self.body.addWidget(label(N_("One undo takes all of it back."), "hint", "batch_consequence", wrap=True))
        self.bar = QProgressBar()
        self.bar.setObjectName("batch_progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        say(self.bar.setAccessibleName, N_("Progress"))
        self.bar.hide()
        self.body.addWidget(self.bar)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK)
        self._clock.timeout.connect(self._tell_progress)
        self._again = soon(self, AGAIN, self.rehearse)
        for field in self.form.fields.values():
            if isinstance(field.field, QComboBox):
                field.field.currentTextChanged.connect(lambda _text: self._again.start())
            elif isinstance(field.field, QLineEdit):
                field.field.textEdited.connect(lambda _text: self._again.start())
        self.finished.connect(lambda _result: self._stop())
        self.rehearse()

    # Before

    def rehearse(self) -> None:
        """Find out what would happen, beside the window."""
        self._again.stop()
        if self._running:
            return
        self._stop()
        try:
            values = {name: self._or_something(name, value) for name, value in self._values().items()}
        except UserError:
            self._show_nothing()
            return
        ids, operation = self._ids, self._batch.operation()
        count = len(ids)
        if self.foretold is None:
            say(
                self.headline.setText,
                lambda: ngettext("Looking at {n} record…", "Looking at {n} records…", count).format(n=f"{count:,}"),
            )
        self.primary.setEnabled(False)
        keys = frozenset(self._confirmed)
        self._job = self.desk.perform(
            lambda actor: operation.rehearse(actor.confirming(keys), ids, **values),
            on_done=self._foretold,
            on_problem=self._not_foretold,
            owner=self,
            title=spoken(self._batch.title),
        )
        self._clock.start()

    def _or_something(self, name: str, value: Any) -> Any:
        """What is still to be written would be something; where nothing has to be written, nothing is meant."""
        field = self.form.fields.get(name)
        return "…" if value == "" and field is not None and field.required else value

    def _foretold(self, outcome: Outcome) -> None:
        self._end_job()
        self.banner.dismiss()
        self.foretold = outcome
        batch, done, count = self._batch, len(outcome.done), len(self._ids)
        say(self.headline.setText, lambda: _headline(batch, done, count, len(outcome.made)))
        say_button(self.primary, (lambda: f"{spoken(batch.accept)} ({done:,})") if done else batch.accept)
        self.primary.setEnabled(done > 0)
        self._show_reasons(outcome)

    def _list(self, outcome: Outcome) -> None:
        """Name each record with what becomes of it, those that change first."""
        if self.listed is None:
            return
        will = [Row(each, (told.name, told.words)) for each, told in outcome.told.items()]
        stays = [
            Row(each.id, (each.name, _("stays as it is: {why}").format(why=each.group))) for each in outcome.refused
        ]
        self.listed.show_rows([*will, *stays])
        self.listed.setVisible(bool(will))

    def _not_foretold(self, problem: Exception) -> None:
        self._end_job()
        if isinstance(problem, Cancelled):
            return
        if isinstance(problem, UserError):
            self._show_nothing()
            self.banner.tell("warn", problem.message, dismissible=False)
        else:
            self.desk.background.problem(problem)

    def _show_nothing(self) -> None:
        self.foretold = Outcome()
        batch, count = self._batch, len(self._ids)
        say(self.headline.setText, lambda: batch.will(0, count))
        self.primary.setEnabled(False)
        self._show_reasons(self.foretold)

    def _show_reasons(self, outcome: Outcome) -> None:
        self._list(outcome)
        clear(self.reasons)
        for group, ids in outcome.otherwise.items():
            told = label("", "muted", "batch_otherwise", wrap=True)
            told.setText(
                ngettext("{n} of them ends as: {state}", "{n} of them end as: {state}", len(ids)).format(
                    n=f"{len(ids):,}", state=group
                )
            )
            self.reasons.addWidget(told)
        for key in sorted(self._confirmed):
            group, number = self._confirming[key]
            box = QCheckBox()
            box.setObjectName(f"batch_confirmed_{key}")
            box.setChecked(True)
            box.setText(_("With those of: {group} ({n})").format(group=group, n=f"{number:,}"))
            box.toggled.connect(lambda on, key=key: self.confirm_question({key}, on))
            self.reasons.addWidget(box)
        groups = list(outcome.groups.items())
        if groups:
            left = sum(len(refused) for _group, refused in groups)
            told = label("", "label", "batch_left")
            told.setText(ngettext("{n} stays as it is:", "{n} stay as they are:", left).format(n=f"{left:,}"))
            self.reasons.addWidget(told)
        for number, (group, refused) in enumerate(groups[:GROUPS]):
            self.reasons.addWidget(_Reason(self, number, group, refused))
        rest = [each for _group, refused in groups[GROUPS:] for each in refused]
        if rest:
            self.reasons.addWidget(_Reason(self, GROUPS, _("other reasons"), rest))
        self.adjustSize()

    def confirm_question(self, keys: set[str], on: bool) -> None:
        """Let those go on that only a question held up, or leave them out again."""
        wanted = {key for key in keys if key}
        if on and self.foretold is not None:
            for key in wanted:
                asked = [each for each in self.foretold.refused if each.key == key]
                self._confirming[key] = (asked[0].group if asked else key, len(asked))
        self._confirmed = self._confirmed | wanted if on else self._confirmed - wanted
        self.rehearse()

    def show_these(self, ids: Sequence[int], group: str) -> None:
        """Leave the dialog and select these in the list."""
        self.reject()
        self.these_asked.emit(list(ids), group)

    # Running

    def accept_form(self) -> None:
        """Run the batch over those that will change."""
        if self._running or self.foretold is None or not self.foretold.done or self._job is not None:
            return
        self.form.clear_problems()
        if not self.form.read_all():
            return
        values = dict(self._values())
        ids, keys, operation = list(self.foretold.done), frozenset(self._confirmed), self._batch.operation()
        self._running = True
        self._set_busy(True)
        self._job = self.desk.perform(
            lambda actor: operation(actor.confirming(keys), ids, **values),
            on_done=self._ran,
            on_problem=self._not_run,
            origin=self,
            owner=self,
            title=spoken(self._batch.title),
        )
        self._clock.start()
        say_button(self.back, N_("Stop"))

    def _ran(self, done: Any) -> None:
        self._running = False
        self._end_job()
        self.outcome = done.value
        self._done(done)

    def _not_run(self, problem: Exception) -> None:
        self._running = False
        self._end_job()
        say_button(self.back, self._batch.back)
        if isinstance(problem, Cancelled):
            self._set_busy(False)
            self.banner.tell("info", N_("Stopped. Nothing was changed."), dismissible=False)
            return
        self._problem(problem)

    def reject(self) -> None:
        """Leave, or stop the batch that is running."""
        if self._running and self._job is not None:
            self._job.progress.cancel()
            return
        super().reject()

    def _stop(self) -> None:
        if self._job is not None and not self._running:
            # What comes back of it is of no interest any more.
            self._job.on_done = None
            self._job.on_problem = lambda _problem: None
            self._job.progress.cancel()
        self._end_job()

    def _end_job(self) -> None:
        self._job = None
        self._clock.stop()
        self.bar.hide()

    def _tell_progress(self) -> None:
        if self._job is None:
            return
        progress = self._job.progress
        if progress.whole:
            self.bar.setRange(0, progress.whole)
            self.bar.setValue(progress.done)
            self.bar.show()
