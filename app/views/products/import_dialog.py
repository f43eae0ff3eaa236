"""Bringing products in from a workbook: file, columns, check, result. Nothing is stored before the last step."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.errors import Cancelled
from app.i18n import N_, _, ngettext
from app.importing.products import ProductPlan, read_products
from app.operations.history import undo
from app.operations.import_products import CHANGED, NEW, ProductImport, import_products
from app.views import problems
from app.views.desk import Desk
from app.views.imports.refused import place_of_refused, write_refused
from app.views.imports.steps import StepsDialog
from app.views.imports.work import Work
from app.views.products.import_steps import ColumnsStep, RowsStep, refused_rows
from app.views.texts import follow, say
from app.views.widgets.buttons import say_button
from app.views.widgets.stepper import Step

FILE, COLUMNS, CHECK, RESULT, PROGRESS = range(5)
_TITLES = (N_("File"), N_("Match columns"), N_("Check"), N_("Result"))


class ProductImportDialog(StepsDialog):
    """Opened over its window; Back loses nothing, and one undo takes the whole file back."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, "product_import", N_("Import products"), N_("Import products"), parent)
        self.plan: ProductPlan | None = None
        self._planned: ProductPlan | None = None
        self.foretold: ProductImport | None = None
        self._came_from = FILE
        self.file.earlier.hide()
        self.columns = ColumnsStep()
        self.check = RowsStep("product_import_check", desk.currency)
        self.outcome = RowsStep("product_import_result", desk.currency)
        self._steps: tuple[Any, ...] = (self.file, self.columns, self.check, self.outcome, self.progress)
        self._arrange(self._steps)
        self.outcome.undo_asked.connect(self._undo)
        for step in (self.check, self.outcome):
            step.save_asked.connect(self._ask_for_refused)
        follow(self._show_steps)
        self.go_to(FILE)

    # Going

    def go_to(self, number: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(number)
        if number == FILE:
            self.file.show_flow()
        self._show_steps()
        self._show_buttons()
        self._steps[number].first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_steps(self) -> None:
        shown = self._came_from if self.at == PROGRESS else self.at
        self.stepper.show_steps(
            [
                Step(_(title), "done" if n < shown or shown == RESULT else "current" if n == shown else "ahead")
                for n, title in enumerate(_TITLES)
            ]
        )

    def _show_buttons(self) -> None:
        at = self.at
        self.back.setVisible(at in (COLUMNS, CHECK))
        self.cancel.setVisible(at != RESULT)
        self.next.setVisible(at != PROGRESS)
        words = {CHECK: N_("Import"), RESULT: N_("Close")}
        say_button(self.next, words.get(at, N_("Next")))
        stored = self._will_store()
        self.next.setEnabled(not self.busy and (at != FILE or self.plan is not None) and (at != CHECK or stored > 0))

    def _will_store(self) -> int:
        found = self.foretold
        return found.count(NEW) + found.count(CHANGED) if found is not None else 0

    def go_on(self) -> None:
        """The main button of the step."""
        if not self.next.isEnabled() or not self.next.isVisibleTo(self):
            return
        if self.at == RESULT:
            self.accept()
        elif self.at == CHECK:
            self._import()
        elif self.at == COLUMNS:
            self._look_at_columns()
        else:
            self.go_to(COLUMNS)

    def go_back(self) -> None:
        """The step before; everything that was decided stays."""
        if self.at in (COLUMNS, CHECK) and not self.busy:
            self.banner.dismiss()
            self.go_to(self.at - 1)

    # Reading

    def take_file(self, path: Path) -> None:
        """Read a file and show its columns."""
        if self.busy:
            return
        if not path.is_relative_to(tempfile.gettempdir()):
            self.desk.preferences.remember_folder("imports", path)
        self.flow.take(path)
        self.plan = self.foretold = None
        self.go_to(FILE)
        self._read({}, self._read_first)

    def _read(self, chosen: dict[int, str], on_done: Any) -> None:
        path = self.flow.path
        assert path is not None
        self.banner.dismiss()
        work = Work(lambda progress, cancelled: read_products(path, chosen, progress, cancelled), self)
        self._reading = work

        def done(plan: ProductPlan) -> None:
            self._reading = None
            self._clock.stop()
            on_done(plan)

        def failed(error: Exception) -> None:
            self._reading = None
            self._failed(error)

        self._wait(N_("Reading the file"))
        work.start(done, failed)

    def _wait(self, what: str) -> None:
        if self.at != PROGRESS:
            self._came_from = self.at
        self.stack.setCurrentIndex(PROGRESS)
        self.progress.begin(_(what))
        self._show_steps()
        self._show_buttons()
        self._clock.start()

    def _read_first(self, plan: ProductPlan) -> None:
        self.plan = plan
        self.columns.show_plan(plan)
        self.go_to(COLUMNS)
        if plan.warnings:
            self.banner.tell("warn", lambda: " ".join(plan.warnings))

    def _look_at_columns(self) -> None:
        wrong = self.columns.problem()
        if wrong:
            self.banner.tell("danger", self.columns.problem)
            return
        chosen = self.columns.chosen()
        if chosen:
            self._read(chosen, self._check)
        elif self.plan is not None:
            self._check(self.plan)

    def _check(self, plan: ProductPlan) -> None:
        self._wait(N_("Comparing with the book"))
        self._run(lambda actor: import_products.rehearse(actor, plan), lambda found: self._checked(plan, found))

    def _checked(self, plan: ProductPlan, found: ProductImport) -> None:
        self._planned = plan
        self.foretold = found
        self.check.show_found(found, self._foretell)
        self.go_to(CHECK)

    def _foretell(self) -> str:
        stored = self._will_store()
        if not stored:
            return _("Nothing in the file is new, so there is nothing to import.")
        return ngettext("{n} product will be stored.", "{n} products will be stored.", stored).format(n=f"{stored:,}")

    # Storing

    def _import(self) -> None:
        plan = self._planned
        assert plan is not None
        self._wait(N_("Storing"))
        self._run(lambda actor: import_products(actor, plan), lambda done: self._imported(done.value))

    def _imported(self, found: ProductImport) -> None:
        stored = found.count(NEW) + found.count(CHANGED)
        self.outcome.show_found(
            found,
            lambda: ngettext("{n} product was stored.", "{n} products were stored.", stored).format(n=f"{stored:,}"),
        )
        self.outcome.undo.setVisible(stored > 0)
        self.go_to(RESULT)

    def _undo(self) -> None:
        self.outcome.undo.setEnabled(False)
        self._run(undo, lambda _done: self._undone())

    def _ask_for_refused(self) -> None:
        path = place_of_refused(self.desk, self, self.flow, _("Import products"))
        if path is not None:
            self.save_refused(path)

    def save_refused(self, path: Path) -> None:
        """Save the refused rows with their reasons, beside the window."""
        plan, found = self._planned, self.foretold
        if plan is not None and found is not None:
            headings = [header for header, _key in plan.columns]
            write_refused(self.desk, self, path, refused_rows(plan, found), headings, self._failed)

    def _undone(self) -> None:
        say(self.outcome.headline.setText, N_("The import was undone. The products are as they were before."))
        self.outcome.undo.hide()
        self._show_buttons()

    def _run(self, call: Any, on_done: Any) -> None:
        def done(found: Any) -> None:
            self._job = None
            self._clock.stop()
            on_done(found)

        def failed(error: Exception) -> None:
            self._job = None
            self._failed(error)

        self._job = self.desk.perform(call, on_done=done, on_problem=failed, owner=self, title=_("Import products"))

    def _failed(self, error: Exception) -> None:
        self._clock.stop()
        if self.at == PROGRESS:
            self.go_to(self._came_from)
        if isinstance(error, Cancelled):
            self.banner.tell("info", N_("The import was stopped. Nothing was changed."))
        else:
            problems.tell(error, self.banner, parent=self)

    def _tick(self) -> None:
        if self._reading is not None:
            self.progress.tell_step(self._reading.step)
        elif self._job is not None:
            told = self._job.progress
            self.progress.tell(told.what or self.progress.what.text(), told.done, told.whole)
