"""The window in which a day is closed: its steps at the left, one of them at the right, all by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.day_sheet import STEPS
from app.operations.day_close import close_day
from app.operations.drafts import drop_draft, keep_draft
from app.queries import day_close
from app.queries.day_close import LISTED, STEP_TITLES, DayCheck
from app.queries.drafts import kept_draft
from app.views import problems, tab_order
from app.views.acting import tell
from app.views.commands import action_for
from app.views.day_close.found_step import FoundStep
from app.views.day_close.money_step import MoneyStep
from app.views.day_close.papers import print_day_sheet
from app.views.day_close.rail import Rail, StepLine
from app.views.day_close.sign_step import SignStep
from app.views.day_close.typed import put_typed, typed
from app.views.desk import Desk
from app.views.moments import soon
from app.views.page import Page
from app.views.records import open_record
from app.views.texts import follow, say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, icon_button, say_button
from app.views.widgets.date_field import DateField
from app.views.widgets.labels import label

DRAFT = "day_close"
KEEP_AFTER = 1_500
"""Milliseconds after the last key until what was typed is kept."""


class CloseDayPage(Page):
    """Money, then what is open, then the signature. Ctrl+Enter ticks a step and goes on; what is typed is kept."""

    watches = frozenset(
        {"payment", "refund", "order", "invoice_request", "product", "stock_movement", "payment_method", "day_close"}
    )
    help_topic = "close-the-day"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "close_day_page")
        self.setProperty("page", "true")
        self.check: DayCheck | None = None
        self.day = desk.actor.today()
        self._signed = self._signing = False
        self.money = MoneyStep(desk.currency)
        self.found = {key: FoundStep(key, desk.currency, self._open, self._show_list) for key in STEPS}
        self.sign = SignStep(desk.currency, lambda: desk.actor.name)
        self.sign.asked.connect(self.go_to)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(self._head())
        self.banner = Banner("close_day_banner")
        column.addWidget(self.banner)
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addWidget(self._rail())
        body.addLayout(self._step(), 1)
        column.addLayout(body, 1)
        self._keep_soon = soon(self, KEEP_AFTER, self._keep)
        self.money.altered.connect(self._altered)
        self.sign.altered.connect(self._altered)
        for step in self.found.values():
            step.altered.connect(self._altered)
        put_typed(kept_draft(desk.actor, DRAFT, None) or {}, self.day, self.money, self.found, self.sign)
        self._fill_rail()
        follow(self._name)
        self._read_gaps()

    # Parts

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_button("arrow-left", N_("Back (Esc)"), "back_button", run=self._back))
        self.title = label(N_("Close the day"), "title", "close_day_title")
        row.addWidget(self.title)
        row.addStretch(1)
        self.since = label("", "muted", "close_day_since")
        row.addWidget(self.since)
        self.day_field = DateField("close_day_date", self.desk.actor.today)
        self.day_field.setFixedWidth(136)
        say(self.day_field.setAccessibleName, N_("Day"))
        self.day_field.set_value(self.day)
        self.day_field.editingFinished.connect(self._day_typed)
        row.addWidget(self.day_field)
        self.commands = {
            "next_step": action_for(
                "next_step", N_("Tick and go on"), self.go_on, self, icon_name="check", shortcut="Ctrl+Return"
            ),
            "previous_step": action_for(
                "previous_step", N_("Back to the step before"), self.go_back, self, icon_name="arrow-up"
            ),
            "show_closed_days": action_for(
                "show_closed_days", N_("Closed days"), self._show_closed, self, icon_name="calendar-days"
            ),
        }
        self.commands["previous_step"].setShortcut("Alt+Up")
        return row

    def _rail(self) -> Rail:
        self.rail = Rail()
        self.rail.currentRowChanged.connect(self._row_chosen)
        self.rail.itemActivated.connect(lambda _item: self._to_step())
        return self.rail

    def _step(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.step_title = label("", "section", "close_day_step_title")
        column.addWidget(self.step_title)
        self.stack = QStackedWidget()
        self.stack.setObjectName("close_day_stack")
        for part in (self.money, *self.found.values(), self.sign):
            self.stack.addWidget(part)
        column.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        self.previous = button(N_("Step back"), "close_day_previous", run=self.go_back)
        self.next = button(N_("Go on"), "close_day_next", kind="primary", run=self.go_on)
        foot.addWidget(self.previous)
        foot.addWidget(self.next)
        column.addLayout(foot)
        return column

    def _fill_rail(self) -> None:
        self.rail.set_steps(len(self._parts()))
        self._row_chosen(self.rail.currentRow())

    def _steps(self) -> list[FoundStep]:
        keys = self.check.keys if self.check is not None else STEPS
        return [self.found[key] for key in keys]

    def _parts(self) -> list[QWidget]:
        return [self.money, *self._steps(), self.sign]

    def _title_of(self, part: QWidget) -> str:
        if isinstance(part, FoundStep):
            return _(STEP_TITLES[part.key])
        return _("Count the money") if part is self.money else _("Sign")

    def _line(self, part: QWidget) -> StepLine:
        if isinstance(part, FoundStep):
            return StepLine(self._title_of(part), part.count, part.done)
        return StepLine(self._title_of(part), 0, part is self.money and self.money.complete)

    def _name(self) -> None:
        self.rail.show_steps([self._line(part) for part in self._parts()])
        part = self._parts()[max(0, self.rail.currentRow())]
        say(self.step_title.setText, lambda: self._title_of(part))
        last = part is self.sign
        say_button(self.next, N_("Sign and close the day") if last else N_("Go on"))
        self.previous.setVisible(part is not self.money)
        say(self.setAccessibleName, lambda: _("Close {day}").format(day=self.day.isoformat()))
        last_closed = self.check.last if self.check is not None else None
        if last_closed is not None:
            say(self.since.setText, lambda: _("Closed before: {day}").format(day=last_closed.date.isoformat()))
        else:
            say(self.since.setText, N_("The first day to be closed"))
        if last:
            self.sign.show_all(self.money, self._steps())

    # Reading

    def refresh(self) -> None:
        if self._signed:
            return
        actor, day = self.desk.actor, self.day
        self.desk.read(
            lambda: day_close.day_check(actor, day),
            self._read,
            key=f"day_close.{id(self)}",
            owner=self,
            on_problem=self._problem,
        )

    def _read_gaps(self) -> None:
        self.desk.work(
            lambda _actor: day_close.missing_numbers(),
            on_done=self.found["gaps"].show_found,
            owner=self,
            lane="checking",
            quiet=True,
        )

    def _problem(self, error: Exception) -> None:
        self.desk.tell_refusal(self.banner, error)

    def _read(self, check: DayCheck) -> None:
        first = self.check is None
        changed = first or (self.check is not None and self.check.keys != check.keys)
        self.check = check
        self.money.show_money(check.money, first=check.last is None)
        for key, shown in check.shown.items():
            self.found[key].show_found(shown)
        if changed:
            self._fill_rail()
        self._name()
        tab_order.arrange(self)
        if first and self.isVisible():
            self._to_step()
        self.status_changed.emit()

    def _day_typed(self) -> None:
        if not self.day_field.understood():
            return
        day: date | None = self.day_field.value()
        if day is None or day == self.day:
            return
        closed = day_close.closed_on(day)
        if closed is not None:
            self.day_field.set_value(self.day)
            from app.views.day_close import open_day_close

            open_day_close(self.desk, self.desk.shell, closed)
            return
        self.day = day
        self.check = None
        self.refresh()
        self._read_gaps()

    # Going through the steps

    def _row_chosen(self, row: int) -> None:
        parts = self._parts()
        if 0 <= row < len(parts):
            self.stack.setCurrentWidget(parts[row])
            self._name()
            tab_order.arrange(self)

    def _to_step(self) -> None:
        part = self.stack.currentWidget()
        field = part.first_field() if isinstance(part, (MoneyStep, FoundStep, SignStep)) else None
        (field or self.next).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to(self, number: int) -> None:
        """Show a step by its number, the money being 0, and begin in it."""
        self.rail.setCurrentRow(number)
        self._to_step()

    def go_back(self) -> None:
        """Show the step before."""
        if self.rail.currentRow() > 0:
            self.go_to(self.rail.currentRow() - 1)

    def go_on(self) -> None:
        """Tick the step that is shown and go to the next; at the last one, sign."""
        part = self.stack.currentWidget()
        if isinstance(part, FoundStep):
            part.tick.setChecked(True)
        elif part is self.money:
            try:
                self.money.values()
            except UserError as problem:
                self.money.show_problem(problem)
                return
        elif part is self.sign:
            self.close_now()
            return
        if self.rail.currentRow() < self.rail.count() - 1:
            self.go_to(self.rail.currentRow() + 1)

    def _open(self, kind: str, record_id: int) -> None:
        if kind == "series":
            self.desk.shell.show_settings("numbers")
        else:
            open_record(self.desk, kind, record_id, beside=True)

    def _show_list(self, key: str) -> None:
        from app.views.day_close.lists import show_found

        if self.check is not None and key in LISTED:
            show_found(self.desk, key, self.day)

    def _show_closed(self) -> None:
        from app.views.day_close import show_day_closes

        show_day_closes(self.desk, self.desk.shell)

    # Signing

    def close_now(self) -> None:
        """Sign the day: what still waits is shown first."""
        self.banner.dismiss()
        if self.check is None or self._signed or self._signing:
            return
        try:
            money = self.money.values()
        except UserError as problem:
            self.go_to(0)
            self.money.show_problem(problem)
            return
        steps = self._steps()
        waiting = next((number for number, step in enumerate(steps, start=1) if not step.done), None)
        if waiting is not None:
            self.go_to(waiting)
            self.banner.tell("info", N_("Tick this step, or write a remark to it, before you sign."))
            return
        day, found, note = self.day, [step.signed() for step in steps], self.sign.note.text()
        self._set_signing(True)
        self.desk.perform(
            lambda actor: close_day(actor, day, money, found, note),
            on_done=self._done,
            on_problem=self._refused,
            origin=self,
            owner=self,
            title=_("Close the day"),
        )

    def _set_signing(self, signing: bool) -> None:
        self._signing = signing
        self.next.setEnabled(not signing)

    def _refused(self, error: Exception) -> None:
        self._set_signing(False)
        if isinstance(error, UserError):
            if error.field and any(error.field.endswith(f"_{method}") for method in self.money.rows):
                self.go_to(0)
                self.money.show_problem(error)
            self.banner.tell("danger", lambda: error.message)
            self.refresh()
        else:
            problems.show(error, parent=self)

    def _done(self, result: Any) -> None:
        self._signed = True
        self._keep_soon.stop()
        closed = int(result.value)
        day = self.day.isoformat()
        self.desk.perform(lambda actor: drop_draft(actor, DRAFT, None), title=_("Close the day"))
        from app.views.day_close import open_day_close

        desk, shell = self.desk, self.desk.shell
        tell(desk, lambda: _("{day} is closed and signed.").format(day=day))
        if shell is None:
            return
        shell.close_record(self)
        open_day_close(desk, shell, closed)
        print_day_sheet(desk, shell, closed)

    # Keeping what is typed

    def _altered(self) -> None:
        self._name()
        self._keep_soon.start()

    def _keep(self) -> None:
        content = typed(self.day, self.money, self.found, self.sign)
        if content and not self._signed:
            self.desk.perform(lambda actor: keep_draft(actor, DRAFT, None, content), title=_("Close the day"))

    # The page

    def may_close(self) -> bool:
        if self._keep_soon.isActive():
            self._keep_soon.stop()
            self._keep()
        return True

    def menu_actions(self) -> Sequence[QAction | None]:
        return list(self.commands.values())

    def heading(self) -> str:
        return self.accessibleName()

    def status_text(self) -> str:
        return self.accessibleName()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif event.key() == Qt.Key.Key_Enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        else:
            super().keyPressEvent(event)
