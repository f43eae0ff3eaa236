"""The steps of an import: file, sheet, columns, check, import, result. Back never loses what was decided."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from app.errors import Cancelled
from app.i18n import N_, _
from app.importing.plan import Plan
from app.importing.run import inspect, read_and_plan
from app.models.actor import Actor
from app.money import Currency
from app.operations.import_undo import built_on
from app.operations.imports import import_plan, preview_import
from app.operations.maintenance import back_up_automatically
from app.views import problems
from app.views.desk import Desk
from app.views.imports.batches import may_take_back, show_imports, show_orders_of, take_back, tell_finished
from app.views.imports.checking import CheckStep
from app.views.imports.choosing import SheetStep
from app.views.imports.matching import MappingStep
from app.views.imports.outcome import ResultStep
from app.views.imports.refused import ask_for_refused
from app.views.imports.steps import StepsDialog
from app.views.imports.stored import PlanRow, rows_of
from app.views.imports.work import Work
from app.views.texts import follow
from app.views.widgets.buttons import say_button
from app.views.widgets.stepper import Step

FILE, SHEET, MAPPING, CHECK, PROGRESS, RESULT = range(6)
_TITLES = (N_("File"), N_("Sheet"), N_("Match columns"), N_("Check"), N_("Import"), N_("Result"))


class ImportDialog(StepsDialog):
    """The window stays usable while it is open and while it works."""

    def __init__(self, desk: Desk, shell: Any) -> None:
        super().__init__(desk, "import", N_("Import"), N_("Import a file"), shell)
        self.shell = shell
        self.sheet = SheetStep(self.flow)
        self.mapping = MappingStep(self.flow)
        self.check = CheckStep(self.flow, desk.currency)
        self.outcome = ResultStep(self.flow, desk.currency, self._undo, self._show_orders)
        self.steps: tuple[Any, ...] = (self.file, self.sheet, self.mapping, self.check, self.progress, self.outcome)
        self._arrange(self.steps)
        self.file.earlier_asked.connect(lambda: show_imports(self.desk, self.shell))
        self.sheet.altered.connect(self._look_again)
        self.check.answered.connect(self._check)
        self.check.altered.connect(self._show_buttons)
        self.check.save_asked.connect(self.save_refused)
        self.outcome.refused.save_asked.connect(self.save_refused)
        follow(self._show_steps)
        desk.hub.changed.connect(self._look_what_is_built_on)
        self.go_to(FILE)

    # Going

    def _show_steps(self, at: int | None = None) -> None:
        shown = self.at if at is None else at
        over = shown == RESULT
        self.stepper.show_steps(
            [
                Step(_(title), "done" if n < shown or over else "current" if n == shown else "ahead")
                for n, title in enumerate(_TITLES)
            ]
        )

    def go_to(self, number: int) -> None:
        """Show a step."""
        step = self.steps[number]
        if hasattr(step, "show_flow"):
            step.show_flow()
        self.stack.setCurrentIndex(number)
        self._show_steps()
        self._show_buttons()
        step.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_buttons(self) -> None:
        at, busy = self.at, self.busy
        self.back.setVisible(at in (SHEET, MAPPING, CHECK))
        self.back.setEnabled(not busy)
        self.cancel.setVisible(at != RESULT)
        pending = at == CHECK and self.check.pending
        words = {CHECK: N_("Check again") if pending else N_("Import"), RESULT: N_("Close")}
        say_button(self.next, words.get(at, N_("Next")))
        self.next.setEnabled(not busy and (at == RESULT or self._may_go_on(at)))
        self.next.setVisible(at != PROGRESS)

    def _may_go_on(self, at: int) -> bool:
        flow = self.flow
        if at == FILE:
            return flow.inspection is not None
        if at == CHECK:
            return self.check.pending or (flow.preview is not None and flow.preview.orders > 0)
        return True

    def go_on(self) -> None:
        """The main button of the step."""
        if not self.next.isEnabled() or not self.next.isVisibleTo(self):
            return
        at = self.at
        if at == RESULT:
            self.accept()
        elif at == MAPPING:
            self._check()
        elif at == CHECK and self.check.pending:
            self.check.check_again()
        elif at == CHECK:
            self._import()
        else:
            self.go_to(at + 1)

    def go_back(self) -> None:
        """The step before; everything that was decided stays."""
        if self.at in (SHEET, MAPPING, CHECK) and not self.busy:
            self.banner.dismiss()
            self.go_to(self.at - 1)

    # Looking at the file

    def take_file(self, path: Path) -> None:
        """Look at a file and go on to its sheets."""
        if self.busy:
            return
        if not path.is_relative_to(tempfile.gettempdir()):
            self.desk.preferences.remember_folder("imports", path)
        self.flow.take(path)
        self.go_to(FILE)
        self._look()

    def _look(self) -> None:
        path, options = self.flow.path, self.flow.options()
        assert path is not None
        self._read(
            lambda _progress, cancelled: inspect(path, options, cancelled=cancelled),
            self._looked,
            N_("Reading the file"),
        )

    def _look_again(self) -> None:
        self.flow.forget_look()
        self._look()

    def _looked(self, found: Any) -> None:
        self.flow.looked(found, self.desk.preferences)
        if found.problem:
            self.banner.tell("warn", lambda: found.problem)
        self.go_to(SHEET)

    def _read(self, call: Any, on_done: Any, what: str) -> None:
        self.banner.dismiss()
        work = Work(call, self)
        self._reading = work

        def done(answer: Any) -> None:
            self._reading = None
            self._clock.stop()
            on_done(answer)

        def failed(error: Exception) -> None:
            self._reading = None
            self._failed(error)

        self._came_from = self.at
        self.stack.setCurrentIndex(PROGRESS)
        self.progress.begin(_(what))
        self._show_steps(self._came_from)
        self._show_buttons()
        self._clock.start()
        work.start(done, failed)

    def _failed(self, error: Exception) -> None:
        self._clock.stop()
        self.go_to(self._came_from)
        if isinstance(error, Cancelled):
            self.banner.tell("info", N_("The import was stopped. Nothing was changed."))
        else:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        problems.tell(error, self.banner, parent=self)

    # Checking

    def _check(self) -> None:
        if self.flow.mapping is not None and not self.flow.mapping.usable:
            self.banner.tell("danger", self.mapping.state.text)
            return
        if self.flow.plan is not None and self.flow.preview is not None and self.at == MAPPING:
            self.go_to(CHECK)
            return
        self.flow.forget_plan()
        path, options, money = self.flow.path, self.flow.options(), self.desk.currency
        assert path is not None
        self._read(
            lambda progress, cancelled: _with_rows(read_and_plan(path, options, progress, cancelled), money),
            self._planned,
            N_("Reading the file"),
        )

    def _planned(self, found: tuple[Plan, Sequence[PlanRow]]) -> None:
        plan = found[0]
        self.flow.plan, self.flow.rows = found
        self.progress.begin(_("Comparing with the book"))
        self._perform(lambda actor: preview_import(actor, plan), self._previewed, _("Check import"))

    def _previewed(self, done: Any) -> None:
        self._job_over()
        self.flow.preview = done.value
        self.go_to(CHECK)

    def _perform(self, call: Any, on_done: Any, title: str) -> None:
        self._job = self.desk.perform(
            call, on_done=on_done, on_problem=self._job_failed, origin=self, owner=self, title=title
        )
        self._clock.start()
        self._show_buttons()

    def _job_over(self) -> None:
        self._job = None
        self._clock.stop()

    def _job_failed(self, error: Exception) -> None:
        self._job_over()
        self._failed(error)

    # Importing

    def _import(self) -> None:
        plan = self.flow.plan
        assert plan is not None

        def work(actor: Actor) -> Any:
            actor.progress(0, 0, _("Making a backup"))
            back_up_automatically(actor, purpose="before-import")
            return import_plan(actor, plan)

        self._came_from = CHECK
        self.go_to(PROGRESS)
        self.progress.begin(_("Making a backup"))
        self._perform(work, self._imported, _("Import"))

    def _imported(self, done: Any) -> None:
        self._job_over()
        self.flow.result = done.value
        self.flow.remember(self.desk.preferences)
        self.go_to(RESULT)
        tell_finished(self.shell, self.outcome.headline.text(), self.raise_)
        self._look_what_is_built_on()

    def _look_what_is_built_on(self, _changes: Any = None) -> None:
        batch = self.flow.result.batch if self.flow.result is not None else None
        if self.at == RESULT and batch is not None:
            self.desk.read(lambda: built_on(batch), self.outcome.tell_built_on, key=f"built_on.{id(self)}", owner=self)

    def _tick(self) -> None:
        if self._reading is not None:
            self.progress.tell_step(self._reading.step)
        elif self._job is not None and self._job.progress.what:
            told = self._job.progress
            self.progress.tell(told.what, told.done, told.whole)

    # After it

    def _undo(self) -> None:
        result = self.flow.result
        if result is None or result.batch is None or not may_take_back(self):
            return
        batch = result.batch
        self.outcome.undo.setEnabled(False)
        self.desk.perform(
            lambda actor: take_back(actor, batch),
            on_done=self._undone,
            on_problem=self._undo_failed,
            owner=self,
            title=_("Undo import"),
        )

    def _undone(self, done: Any) -> None:
        self.flow.result = None
        self.outcome.undone(int(done.value))

    def _undo_failed(self, error: Exception) -> None:
        self.outcome.undo.setEnabled(True)
        self._tell(error)

    def _show_orders(self) -> None:
        if self.shell is not None and self.flow.result is not None:
            show_orders_of(self.shell, self.flow.result.batch)

    def save_refused(self) -> None:
        """Ask for a place and save the refused rows there."""
        ask_for_refused(self.desk, self, self.flow)

    # Leaving

    def reject(self) -> None:
        """Stop what is going on; without that, close."""
        stopping = self._reading is None and self._job is not None
        super().reject()
        if stopping:
            self.progress.what.setText(_("Stopping…"))


def _with_rows(plan: Plan, money: Currency) -> tuple[Plan, Sequence[PlanRow]]:
    return plan, rows_of(plan, money)
