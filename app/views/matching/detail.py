"""The line that is looked at: what the statement says, what is proposed and why, and what else it could be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.matching.proposal import Proposal, Proposals
from app.models.bank import LineState
from app.money import Currency, show
from app.queries.bank_lines import Desk, Line
from app.queries.columns import Column, Kind, Row
from app.views.matching import saying
from app.views.texts import follow, say
from app.views.widgets.labels import Card, label, value_label
from app.views.widgets.small_table import SmallTable

_CHOICES = (Column("what", N_("Proposals"), Kind.TEXT, 240), Column("score", N_("Points"), Kind.COUNT, 60))
_SHOWN = 5


class LineDetail(QScrollArea):
    """``proposal`` is the chosen one; the first one unless another was gone to."""

    chosen_changed = Signal()
    confirm_asked = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__()
        self.setObjectName("bank_line_area")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._currency = currency
        self._line: Line | None = None
        self._found = Proposals()
        self._known: Desk | None = None
        self.proposal: Proposal | None = None
        self._inner = inner = QWidget()
        inner.setObjectName("scroll_body")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        card = Card("bank_line_card", padding=14)
        card.body.setSpacing(6)
        self.who = label("", "lead", "bank_line_who", wrap=True)
        self.amount = value_label("", "figure", "bank_line_amount")
        self.facts = label("", "muted", "bank_line_facts", wrap=True)
        for part in (self.who, self.amount, self.facts):
            card.body.addWidget(part)
        column.addWidget(card)
        self.choices = SmallTable("bank_line_proposals", N_("Proposals"), _CHOICES, currency, most=_SHOWN)
        self.choices.chosen.connect(self._gone_to)
        self.choices.open_asked.connect(lambda _id: self.confirm_asked.emit())
        column.addWidget(self.choices)
        self.why_title = label(N_("Why it fits"), "label", "bank_line_why_title")
        self.why = label("", "", "bank_line_why", wrap=True)
        self.parts_title = label(N_("What it pays"), "label", "bank_line_parts_title")
        self.parts = label("", "", "bank_line_parts", wrap=True)
        reasons = QVBoxLayout()
        reasons.setSpacing(4)
        for part in (self.why_title, self.why, self.parts_title, self.parts):
            reasons.addWidget(part)
        column.addLayout(reasons)
        column.addStretch(1)
        self.setWidget(inner)
        follow(self._say)

    def show_line(self, line: Line | None, known: Desk | None) -> None:
        """Show a line; without ``known`` one that was decided on."""
        self._line, self._known = line, known
        found = known.proposals.get(line.id) if line is not None and known is not None else None
        self._found = found or Proposals()
        self.proposal = self._found.first
        self._say()
        if self._found.all:
            self.choices.selectRow(0 if self._found.first is not None else -1)

    def _gone_to(self, number: int) -> None:
        if 0 < number <= len(self._found.all):
            self.proposal = self._found.all[number - 1]
            self._say_proposal()
            self.chosen_changed.emit()

    def choose(self, number: int) -> None:
        """Go to a proposal by its place, from 0."""
        if number < len(self._found.all):
            self.choices.selectRow(number)

    def _say(self) -> None:
        line, known = self._line, self._known
        self._inner.setVisible(line is not None)
        if line is None:
            return
        self.who.setText(saying.who(line))
        self.amount.setText(show(line.amount, self._currency, symbol=True))
        told = [line.date, line.remark if line.party else "", line.party_account, line.reference, line.account]
        if line.fee:
            told.append(_("Fee: {amount}").format(amount=show(line.fee, self._currency)))
        if line.voided:
            told.append(_("Its payment {number} was voided, so it is open again.").format(number=line.payment))
        self.facts.setText(" · ".join(word for word in told if word))
        rows: list[Row] = []
        if known is not None:
            rows = [
                Row(n, (saying.proposed(each, known), min(each.score, 100)))
                for n, each in enumerate(self._found.all, start=1)
            ]
        self.choices.show_rows(rows)
        self.choices.setVisible(bool(rows))
        self._say_proposal()

    def _say_proposal(self) -> None:
        line, known, each = self._line, self._known, self.proposal
        if line is None:
            return
        reasons, parts = [], []
        if each is not None and known is not None:
            reasons = [reason.words(lambda amount: show(amount, self._currency)) for reason in each.reasons]
            parts = saying.parts(each, known, self._currency)
        elif self._found.none is not None:
            reasons = [self._found.none.words(lambda amount: show(amount, self._currency))]
        elif line.state == LineState.IGNORED:
            reasons = [line.reason]
        else:
            parts = [word for word in (line.payment, line.customer) if word]
        for title, shown, words in ((self.why_title, self.why, reasons), (self.parts_title, self.parts, parts)):
            shown.setText("\n".join(f"• {word}" for word in words))
            title.setVisible(bool(words))
            shown.setVisible(bool(words))
        say(self.choices.setAccessibleDescription, "; ".join(reasons))
