"""What is done with lines of bank statements: one is confirmed or put aside, the sure ones go together.

The keyboard stays in the list: arrows choose a line, Alt+1 to Alt+5 another proposal, Ctrl+Enter confirms it and goes
to the next line, F2 says by hand whose money it is, Del puts the line aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import NeedsConfirmation
from app.i18n import N_, _, ngettext
from app.matching.proposal import Proposal, Proposals
from app.models.bank import LineState
from app.operations.statement_lines import Stored, match_line, remove_statement, reopen_line
from app.queries import bank_lines
from app.queries.bank_lines import Line
from app.views import problems
from app.views.acting import open_dialog
from app.views.commands import with_keys
from app.views.desk import Desk
from app.views.matching import saying
from app.views.matching.assigning import AssignDialog
from app.views.matching.bringing import BringDialog
from app.views.matching.ignoring import IgnoreDialog
from app.views.matching.lines_view import NEVER, LinesView, match_of
from app.views.matching.sure import SureDialog
from app.views.texts import say

_ALL_AGAIN = 400
"""Up to so many lines all proposals are looked for again after a decision; of more only those that it concerns."""


class MatchingDialog(LinesView):
    """Opened over its window; every decision is stored at once, so closing loses nothing."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        for part, run in (
            (self.bring, self.bring_statement),
            (self.all_sure, self.confirm_sure),
            (self.again, self.take_up),
            (self.void, self.void_payment),
            (self.ignore, self.ignore_line),
            (self.change, self.assign),
            (self.primary, self.confirm),
        ):
            part.clicked.connect(lambda _checked=False, run=run: run())
        for part, text, keys in (
            (self.bring, N_("Import statement"), "Ctrl+I"),
            (self.all_sure, N_("Confirm the sure ones"), "Alt+A"),
            (self.ignore, N_("Ignore"), "Del"),
            (self.change, N_("Say whose money it is"), "F2"),
            (self.primary, N_("Confirm"), "Ctrl+Return"),
        ):
            say(part.setToolTip, with_keys(text, keys))
        self.detail.confirm_asked.connect(self.confirm)
        self._keys()
        self.load()

    def _keys(self) -> None:
        for keys, run in (
            ("Ctrl+Return", self.confirm),
            ("Ctrl+Enter", self.confirm),
            ("F2", self.assign),
            ("F5", self.load),
            ("Ctrl+F", self.search.setFocus),
            ("Ctrl+I", self.bring_statement),
            ("Ctrl+PgDown", lambda: self._go(1)),
            ("Ctrl+PgUp", lambda: self._go(-1)),
            ("Alt+A", self.confirm_sure),
            *((f"Alt+{n}", lambda n=n: self.detail.choose(n - 1)) for n in range(1, 6)),
        ):
            QShortcut(QKeySequence(keys), self, run)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.ignore_line()
        elif event.key() == Qt.Key.Key_F1:
            from app.views.help_window import help_over

            help_over(self, self.desk)
        else:
            super().keyPressEvent(event)

    # Deciding

    def confirm(self) -> None:
        """Take the chosen proposal for the line that is looked at."""
        line, each = self.line(), self.detail.proposal
        if line is None or each is None or not self.primary.isEnabled() or not self.primary.isVisibleTo(self):
            return
        match = match_of(line, each)
        # What stays over stands beside the line.
        keys = ["keep_surplus"] if each.rest else []
        self._run(lambda actor: match_line(actor.confirming(keys), match), lambda _value: self._decided(line, each))

    def _run(self, call: Any, done: Any) -> None:
        self.banner.dismiss()
        self._busy = True
        self._show_buttons()

        def ended(result: Any) -> None:
            self._busy = False
            done(result.value)

        self.desk.perform(
            call, on_done=ended, on_problem=self._failed, on_question=self._asked, origin=self, owner=self,
            title=_("Bank lines"),
        )  # fmt: skip

    def _asked(self, question: NeedsConfirmation, go_on: Any) -> None:
        yes = problems.ask(question, self)
        self._busy = yes
        self._show_buttons()
        go_on(yes)

    def _decided(self, line: Line, each: Proposal | None = None) -> None:
        """The line is done: go to the next one, and look again at those that it concerns."""
        self._forget([line.id])
        customer = each.customer if each is not None else None
        concerned = self._concerned(customer, line)
        if self.known is not None and concerned:
            ids = tuple(concerned)
            actor = self.desk.actor
            self.desk.read(
                lambda: bank_lines.desk(actor, ids), self._looked_again, key=f"bank.again.{id(self)}", owner=self
            )

    def _forget(self, ids: Sequence[int]) -> None:
        before, done = [row.id for row in self.table.small.rows], set(ids)
        at = before.index(ids[0]) if ids and ids[0] in before else 0
        after = next((each for each in before[at:] if each not in done), NEVER)
        for each in done:
            self._lines.pop(each, None)
        actor = self.desk.actor
        self.desk.read(lambda: bank_lines.counts(actor), self._counted, key=f"bank.counts.{id(self)}", owner=self)
        self._show_rows(after)

    def _concerned(self, customer: int | None, line: Line) -> list[int]:
        if self.known is None or len(self._lines) <= _ALL_AGAIN:
            return list(self._lines)
        told = self.known.proposals
        return [
            each.id
            for each in self._lines.values()
            if each.party == line.party or any(p.customer == customer for p in told.get(each.id, Proposals()).all)
        ]

    def _looked_again(self, fresh: bank_lines.Desk) -> None:
        if self.known is None or self.state is not LineState.NEW:
            return
        known = self.known
        self.known = bank_lines.Desk(
            known.lines,
            {**known.proposals, **fresh.proposals},
            {**known.customers, **fresh.customers},
            {**known.orders, **fresh.orders},
            {**known.payments, **fresh.payments},
        )
        self._told.update({line.id: saying.new_row(line, self.known) for line in fresh.lines})
        self._show_rows(self.table.current_id() or NEVER)

    def confirm_sure(self) -> None:
        """Rehearse those of which amount and payer fit and nothing else comes near, and take them together."""
        matches = self._sure()
        if not matches or not self.all_sure.isEnabled():
            return
        dialog = SureDialog(self.desk, matches, self)
        dialog.these_asked.connect(self._show_these)
        open_dialog(self.desk, dialog, after=lambda _value: self.load())

    def _show_these(self, ids: Sequence[int], group: str) -> None:
        rows = [row.id for row in self.table.small.rows]
        if ids and ids[0] in rows:
            self.table.selectRow(rows.index(ids[0]))
        count = len(ids)
        self.banner.tell("info", lambda: f"{count:,} · {group}")

    def assign(self) -> None:
        """Say by hand whose money the line is."""
        line = self.line()
        if line is None or not self.change.isEnabled() or not self.change.isVisibleTo(self):
            return
        dialog = AssignDialog(self.desk, line, self.detail.proposal, self)
        open_dialog(self.desk, dialog, after=lambda _value: self._assigned(line, dialog.customer.value()))

    def _assigned(self, line: Line, customer: int | None) -> None:
        self._decided(line, Proposal(customer, line.amount))

    def ignore_line(self) -> None:
        """Put the line aside, with others of its kind where that is wanted."""
        line = self.line()
        if line is None or not self.ignore.isEnabled() or not self.ignore.isVisibleTo(self):
            return
        found = self.known.proposals.get(line.id) if self.known is not None else None
        none = found.none if found is not None and found.first is None else None
        like: list[int] = []
        if none is not None and self.known is not None and found is not None and not found.others:
            told = self.known.proposals
            like = [
                each for each in self._lines if each != line.id and told[each].none == none and not told[each].others
            ]
        dialog = IgnoreDialog(self.desk, line.id, none.words(str) if none is not None else "", like, self)
        open_dialog(
            self.desk,
            dialog,
            after=lambda _value: self._forget([line.id, *(like if dialog.these.isChecked() else ())]),
        )

    def take_up(self) -> None:
        """Take a line up again that was ignored or matched; its payment stays."""
        line = self.line()
        if line is not None and self.again.isEnabled():
            self._run(lambda actor: reopen_line(actor, line.id), lambda _value: self._forget([line.id]))

    def void_payment(self) -> None:
        """Void the payment of a matched line, which opens the line again."""
        from app.views.payments.dialogs import VoidDialog

        line = self.line()
        if line is None or line.payment_id is None or not self.void.isEnabled():
            return
        dialog = VoidDialog(self.desk, line.payment_id, line.payment, line.amount, self)
        open_dialog(self.desk, dialog, after=lambda _value: self._forget([line.id]))

    # Bringing in

    def bring_statement(self) -> None:
        """Paste a statement or choose its file."""
        if self._busy:
            return
        dialog = BringDialog(self.desk, self)
        open_dialog(self.desk, dialog, after=self._brought)

    def _brought(self, stored: Stored) -> None:
        self._fresh = True

        def words() -> str:
            told = ngettext("{n} line was added.", "{n} lines were added.", stored.added).format(n=f"{stored.added:,}")
            if not stored.known:
                return told
            return f"{told} " + ngettext(
                "{n} was in the book already.", "{n} were in the book already.", stored.known
            ).format(n=f"{stored.known:,}")

        added = stored.statement_id
        if added is None:
            self.banner.tell("info", words)
        else:
            self.banner.tell("ok", words, N_("Take it back"), lambda: self._take_back(added))
        if self.state is not LineState.NEW:
            self.states.setCurrentIndex(0)
        else:
            self.load()

    def _take_back(self, statement_id: int) -> None:
        """Take a statement out again that was brought in by mistake."""

        def done(_value: int) -> None:
            self.banner.tell("info", N_("The statement was taken back."))
            self.load()

        self._run(lambda actor: remove_statement(actor, statement_id), done)
