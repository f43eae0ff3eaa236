"""The lines of bank statements on the screen: new ones with a proposal for each, matched ones, and those put aside.

What can be done with a line is in ``matching_dialog``; here lines are read, searched and shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.errors import Cancelled
from app.i18n import N_, _, ngettext
from app.matching.proposal import Proposal, Proposals
from app.models.actor import Actor
from app.models.bank import LineState
from app.operations.statement_lines import Match
from app.queries import bank_lines
from app.queries.bank_lines import Counts, Line
from app.queries.columns import Column, Kind, Row
from app.views import problems, tab_order
from app.views.background import Job
from app.views.desk import Desk
from app.views.matching import saying
from app.views.matching.detail import LineDetail
from app.views.texts import follow, say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button, say_button
from app.views.widgets.empty_state import EmptyState
from app.views.widgets.labels import label
from app.views.widgets.search_box import search_box
from app.views.widgets.small_table import SmallTable

_COLUMNS = (
    Column("date", N_("Date"), Kind.DATE, 96),
    Column("who", N_("Counterparty"), Kind.TEXT, 190),
    Column("amount", N_("Amount"), Kind.MONEY, 112),
    Column("what", N_("Match"), Kind.TEXT, 240),
    Column("match_fit", N_("Fit"), Kind.STATE, 104),
)
_STATES = (LineState.NEW, LineState.MATCHED, LineState.IGNORED)
_TITLES = {LineState.NEW: N_("To decide"), LineState.MATCHED: N_("Matched"), LineState.IGNORED: N_("Ignored")}
NEVER = 0
"""The id of no line."""
_TICK = 100
_SHOWN_AFTER = 3
"""Ticks before it is said how far the reading is."""


class _Found(NamedTuple):
    """What was read for a state, put into words."""

    counts: Counts
    known: bank_lines.Desk | None
    lines: tuple[Line, ...]
    rows: dict[int, Row]


class LinesView(QDialog):
    """Lists the lines of a state, with the one that is looked at beside them."""

    help_topic = "bank-lines"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matching_dialog")
        say(self.setWindowTitle, N_("Bank lines"))
        say(self.setAccessibleName, N_("Bank lines"))
        self.resize(self._fitting(parent))
        self.desk = desk
        self.known: bank_lines.Desk | None = None
        self._lines: dict[int, Line] = {}
        self._told: dict[int, Row] = {}
        self._sure_ones = 0
        self._counts = Counts()
        self._job: Job | None = None
        self._busy = False
        self._fresh = True
        self._ticks = self._turn = 0
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK)
        self._clock.timeout.connect(self._tick)
        self._build()
        follow(self._language_switched)
        self.finished.connect(lambda _result: self._stop())

    def _fitting(self, parent: QWidget | None) -> QSize:
        room = parent.window().size() if parent is not None else QSize(1240, 720)
        return QSize(max(900, min(1240, room.width() - 40)), max(560, min(760, room.height() - 40)))

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.states = QTabBar()
        self.states.setObjectName("bank_states")
        self.states.setDrawBase(False)
        self.states.setExpanding(False)
        say(self.states.setAccessibleName, N_("State of the lines"))
        for _state in _STATES:
            self.states.addTab("")
        head.addWidget(self.states)
        head.addStretch(1)
        self.search = search_box("bank_search", N_("Name, remark, reference, amount…"), width=240)
        head.addWidget(self.search)
        self.bring = button(N_("Import statement…"), "bank_import", icon="file-up")
        head.addWidget(self.bring)
        column.addLayout(head)
        self.banner = Banner("matching_banner")
        column.addWidget(self.banner)
        waiting = QHBoxLayout()
        self.waiting = label("", "muted", "bank_waiting")
        self.bar = QProgressBar()
        self.bar.setObjectName("bank_progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        say(self.bar.setAccessibleName, N_("Progress"))
        self.stop = button(N_("Stop"), "bank_stop", kind="link", run=self._stop)
        for part in (self.waiting, self.bar, self.stop):
            waiting.addWidget(part)
            part.hide()
        column.addLayout(waiting)
        self.table = SmallTable("bank_lines", N_("Bank lines"), _COLUMNS, self.desk.currency, most=8)
        policy = self.table.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Expanding)
        self.table.setSizePolicy(policy)
        self.table.chosen.connect(self._chosen)
        self.table.open_asked.connect(lambda _id: self._to_proposals())
        self.detail = LineDetail(self.desk.currency)
        self.detail.setFixedWidth(372)
        self.detail.chosen_changed.connect(self._show_buttons)
        self.empty = EmptyState("bank_empty")
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.table, 1)
        row.addWidget(self.detail)
        self.stack = QStackedWidget()
        self.stack.setObjectName("bank_stack")
        self.stack.addWidget(both)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        column.addLayout(self._foot())
        self.states.currentChanged.connect(lambda _at: self.load())
        self.search.textChanged.connect(lambda _text: self._show_rows())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.all_sure = button(N_("Confirm the sure ones…"), "bank_all_sure")
        row.addWidget(self.all_sure)
        row.addStretch(1)
        self.close_button = button(N_("Close"), "bank_close", kind="quiet", run=self.reject)
        self.again = button(N_("Take up again"), "bank_again")
        self.void = button(N_("Void payment…"), "bank_void")
        self.ignore = button(N_("Ignore…"), "bank_ignore")
        self.change = button(N_("Someone else…"), "bank_change")
        self.primary = button(N_("Confirm"), "bank_confirm", kind="primary")
        for part in (self.close_button, self.again, self.void, self.ignore, self.change, self.primary):
            row.addWidget(part)
        return row

    # Showing

    @property
    def state(self) -> LineState:
        """Which lines are shown."""
        return _STATES[max(0, self.states.currentIndex())]

    def _go(self, step: int) -> None:
        self.states.setCurrentIndex((self.states.currentIndex() + step) % len(_STATES))

    def line(self) -> Line | None:
        """The line that is looked at."""
        return self._lines.get(self.table.current_id() or NEVER)

    def load(self) -> None:
        """Read the lines of the state, and look for proposals beside the window."""
        self._stop()
        self._turn += 1
        turn, state = self._turn, self.state

        def read(actor: Actor) -> _Found:
            counts = bank_lines.counts(actor)
            if state is LineState.NEW:
                found = bank_lines.desk(actor)
                return _Found(counts, found, found.lines, _rows_of(found.lines, found))
            lines = bank_lines.lines(actor, state)
            return _Found(counts, None, lines, _rows_of(lines, None))

        self._job = self.desk.work(
            read,
            on_done=lambda found: self._loaded(found) if turn == self._turn else None,
            on_problem=lambda error: self._not_loaded(error) if turn == self._turn else None,
            owner=self,
            title=_("Bank lines"),
            quiet=True,
        )
        self._ticks = 0
        self._clock.start()
        self._show_buttons()

    def _loaded(self, found: _Found) -> None:
        self._end_job()
        self._counts, self.known, lines, self._told = found
        self._lines = {line.id: line for line in lines}
        self._say_titles()
        self._show_rows()

    def _not_loaded(self, error: Exception) -> None:
        self._end_job()
        if isinstance(error, Cancelled):
            self.banner.tell("info", N_("Stopped. F5 looks at the lines again."))
        else:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._show_buttons()
        problems.tell(error, self.banner, parent=self)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()
        self._end_job()

    def _end_job(self) -> None:
        self._job = None
        self._clock.stop()
        for part in (self.waiting, self.bar, self.stop):
            part.hide()

    def _tick(self) -> None:
        self._ticks += 1
        if self._job is None or self._ticks < _SHOWN_AFTER:
            return
        progress = self._job.progress
        done, whole = progress.done, progress.whole
        say(
            self.waiting.setText,
            lambda: (
                _("Looking at line {n} of {whole}…").format(n=f"{done:,}", whole=f"{whole:,}")
                if whole
                else _("Reading…")
            ),
        )
        self.bar.setRange(0, whole)
        self.bar.setValue(done)
        for part in (self.waiting, self.bar, self.stop):
            part.show()

    def _say_titles(self) -> None:
        figures = (self._counts.new, self._counts.matched, self._counts.ignored)
        for at, (state, n) in enumerate(zip(_STATES, figures, strict=True)):
            self.states.setTabText(at, f"{_(_TITLES[state])} {n:,}")

    def _language_switched(self) -> None:
        self._say_titles()
        if not self._lines:
            return
        lines, known = tuple(self._lines.values()), self.known
        # Thousands of rows are put into words beside the window.
        self.desk.read(lambda: _rows_of(lines, known), self._told_again, key=f"bank.words.{id(self)}", owner=self)

    def _told_again(self, told: dict[int, Row]) -> None:
        self._told.update(told)
        self._show_rows()

    def _counted(self, counts: Counts) -> None:
        self._counts = counts
        self._say_titles()
        self._tell_empty()

    def _rows(self) -> list[Row]:
        told = [self._told[each] for each in self._lines]
        terms = self.search.text().casefold().split()
        if not terms:
            return told
        kept = []
        for row in told:
            line = self._lines[row.id]
            amount = f"{line.amount / self.desk.currency.minor:.2f}"
            text = f"{line.party} {line.remark} {line.reference} {amount} {row.values[3]}".casefold()
            if all(term in text for term in terms):
                kept.append(row)
        return kept

    def _show_rows(self, current: int = 0) -> None:
        at = max(0, self.table.currentIndex().row())
        self._sure_ones = sum(found.sure for found in self._proposals())
        self.table.show_rows(self._rows())
        rows = self.table.small.rows
        self._tell_empty()
        self.stack.setCurrentIndex(0 if rows else 1)
        if rows and self.table.current_id() is None:
            self.table.selectRow(next((n for n, row in enumerate(rows) if row.id == current), min(at, len(rows) - 1)))
        here = self.focusWidget()
        if rows and (self._fresh or not (here and here.isVisible())):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not rows and self._fresh:
            self.bring.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fresh = False
        self._chosen(self.table.current_id() or NEVER)
        tab_order.arrange(self)

    def _tell_empty(self) -> None:
        bring = (N_("Import statement…"), self.bring.click)
        if self.search.text().strip():
            self.empty.tell("search", N_("No line holds that."))
        elif not self._counts.whole:
            self.empty.tell(
                "wallet",
                N_("No bank lines yet."),
                N_("Import or paste a statement. Each line is compared with what customers owe, and you confirm it."),
                primary=bring,
            )
        elif self.state is LineState.NEW:
            self.empty.tell("circle-check", N_("Every line is decided."), primary=bring)
        else:
            self.empty.tell("inbox", N_("Nothing here."))

    def _chosen(self, line_id: int) -> None:
        self.detail.show_line(self._lines.get(line_id), self.known if self.state is LineState.NEW else None)
        self._show_buttons()

    def _show_buttons(self) -> None:
        line, new = self.line(), self.state is LineState.NEW
        shown = bool(self._lines)
        for part in (self.ignore, self.change, self.primary, self.all_sure):
            part.setVisible(new and shown)
        self.again.setVisible(not new and shown)
        self.void.setVisible(self.state is LineState.MATCHED and shown)
        free = line is not None and not self._busy
        self.ignore.setEnabled(free)
        self.change.setEnabled(free and line is not None and line.amount > 0)
        self.primary.setEnabled(free and self.detail.proposal is not None)
        self.again.setEnabled(free)
        self.void.setEnabled(free)
        count = self._sure_ones
        say_button(
            self.all_sure,
            lambda: (
                ngettext("Confirm {n} sure one…", "Confirm {n} sure ones…", count).format(n=f"{count:,}")
                if count
                else _("Confirm the sure ones…")
            ),
        )
        self.all_sure.setEnabled(count > 0 and not self._busy)

    def _to_proposals(self) -> None:
        if self.detail.choices.isVisible():
            self.detail.choices.setFocus(Qt.FocusReason.OtherFocusReason)

    def _proposals(self) -> Iterator[Proposals]:
        told = self.known.proposals if self.known is not None and self.state is LineState.NEW else {}
        return (told[each] for each in self._lines if each in told)

    def _sure(self) -> dict[int, Match]:
        known = self.known
        if known is None or self.state is not LineState.NEW:
            return {}
        found = {}
        for line in self._lines.values():
            each = known.proposals.get(line.id)
            if each is not None and each.sure and each.first is not None:
                found[line.id] = match_of(line, each.first)
        return found


def match_of(line: Line, each: Proposal) -> Match:
    """A proposal as the operation takes it."""
    return Match(line.id, each.customer, each.parts, each.gross, each.fee, each.payment)


def _rows_of(lines: Iterable[Line], known: bank_lines.Desk | None) -> dict[int, Row]:
    return {line.id: saying.new_row(line, known) if known is not None else saying.old_row(line) for line in lines}
