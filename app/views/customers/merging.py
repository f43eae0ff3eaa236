"""Making one of two customers, and two of one again: what will move is said before anything does."""

from __future__ import annotations

from array import array
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.money import show
from app.operations.merging import Merged, merge_customers
from app.operations.unmerging import undo_merge
from app.queries import merges
from app.queries.columns import Column, Kind, Row
from app.views import pickers, problems
from app.views.acting import open_dialog, tell
from app.views.desk import Desk
from app.views.moments import soon
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import Card, label
from app.views.widgets.picker import Picker
from app.views.widgets.small_table import SmallTable

_COLUMNS = (
    Column("what", N_("What moves"), Kind.TEXT, 240),
    Column("count", N_("How many"), Kind.COUNT, 100),
)
_MOVES = {
    "order": N_("Orders"),
    "payment": N_("Payments"),
    "refund": N_("Refunds"),
    "credit": N_("Returns and allowances"),
    "write_off": N_("Write-offs"),
    "invoice": N_("Invoices"),
    "invoice_request": N_("Invoice requests"),
    "ledger_line": N_("Movements of the account"),
    "contact": N_("Contact persons"),
    "address": N_("Addresses"),
    "invoice_title": N_("Invoice titles"),
    "follow_up": N_("Follow-ups"),
}
_REST = N_("Other records")
AGAIN = 200


class MergeDialog(FormDialog):
    """Merges ``gone`` into another customer; either may be chosen here."""

    def __init__(
        self, desk: Desk, gone: int | None = None, kept: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, "merge_customers_dialog", N_("Merge customers"), N_("Merge"), width=640, parent=parent)
        query = pickers.customers(desk)
        self.gone = Picker("merge_from", query, desk=desk)
        self.kept = Picker("merge_into", query, desk=desk)
        for field, customer in ((self.gone, gone), (self.kept, kept)):
            if customer is not None:
                field.set_value(pickers.customer_choice(desk, customer))
        self.form.add("from", N_("This customer goes"), self.gone, required=True, row=0, column=0)
        self.form.add("into", N_("This one stays"), self.kept, required=True, row=0, column=1)
        self.swap = button(N_("Change places"), "merge_swap", kind="link", icon="rotate-ccw", run=self._swap)
        self.form.add_widget(self.swap, row=1, column=0)
        self.told = label("", "muted", "merge_told", wrap=True)
        self.moves = SmallTable("merge_moves", N_("What moves"), _COLUMNS, desk.currency, most=9)
        self.card = Card("merge_card")
        self.card.body.addWidget(self.told)
        self.card.add_table(self.moves)
        self.body.addWidget(self.card)
        self.foretold: Merged | None = None
        self._again = soon(self, AGAIN, self._rehearse)
        for field in (self.gone, self.kept):
            field.value_changed.connect(lambda _value: self._again.start())
        self._show(None)
        self._rehearse()
        if self.gone.value() is not None and self.kept.value() is None:
            self.kept.setFocus()

    def _swap(self) -> None:
        gone, kept = self.gone.chosen, self.kept.chosen
        self.gone.set_value(kept)
        self.kept.set_value(gone)
        self._rehearse()

    def _rehearse(self) -> None:
        self._again.stop()
        gone, kept = self.gone.value(), self.kept.value()
        self.form.clear_problems()
        self.banner.dismiss()
        self.primary.setEnabled(False)
        if gone is None or kept is None:
            self._show(None)
            return
        self.desk.perform(
            lambda actor: merge_customers.rehearse(actor, gone, kept),
            on_done=lambda told: self._foretold(told, gone, kept),
            on_problem=self._not_foretold,
            owner=self,
            title=_("Merge customers"),
        )

    def _foretold(self, told: Merged, gone: int, kept: int) -> None:
        if (gone, kept) == (self.gone.value(), self.kept.value()):
            self._show(told)
            self.primary.setEnabled(True)

    def _not_foretold(self, problem: Exception) -> None:
        self._show(None)
        if isinstance(problem, UserError):
            if not self.form.show_problem(problem):
                self.banner.tell("warn", lambda: problem.message)
        else:
            self.desk.background.problem(problem)

    def _show(self, told: Merged | None) -> None:
        self.foretold = told
        self.moves.setVisible(told is not None and bool(told.moved))
        if told is None:
            say(self.told.setText, N_("Choose both customers to see what will move."))
            return
        say(self.told.setText, lambda: self._sentence(told))
        rows: dict[str, int] = {}
        for kind in (*_MOVES, *(k for k in told.moved if k not in _MOVES)):
            if kind in told.moved:
                word = _(_MOVES.get(kind, _REST))
                rows[word] = rows.get(word, 0) + told.moved[kind]
        self.moves.show_rows([Row(n, (word, count)) for n, (word, count) in enumerate(rows.items())])

    def _sentence(self, told: Merged) -> str:
        currency = self.desk.currency
        parts = [
            _("{gone} becomes part of {kept}, is set inactive and is found under {kept} by its old name too.").format(
                gone=told.gone, kept=told.kept
            )
        ]
        if told.outstanding:
            owed = show(told.outstanding, currency, symbol=True)
            parts.append(_("{kept} takes over {amount} outstanding.").format(kept=told.kept, amount=owed))
        if told.balance:
            ahead = show(told.balance, currency, symbol=True)
            parts.append(_("{kept} takes over {amount} paid ahead.").format(kept=told.kept, amount=ahead))
        parts.append(_("Issued invoices keep what stands on them. The merge can be undone later."))
        return " ".join(parts)

    def accept_form(self) -> None:
        gone, kept = self.gone.value(), self.kept.value()
        if gone is None or kept is None:
            field = "from" if gone is None else "into"
            self.form.show_problem(UserError(_("Choose a customer."), field=field, code="no_customer"))
            return
        self.submit(lambda actor: merge_customers(actor, gone, kept))


class UndoMergeDialog(FormDialog):
    """Makes a customer who was merged into this one a customer of its own again."""

    def __init__(self, desk: Desk, customer_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, "undo_merge_dialog", N_("Undo a merge"), N_("Undo the merge"), parent=parent)
        found = merges.merged_into(desk.actor, customer_id)
        self.who = KeyField("undo_merge_who", [(str(each.id), f"{each.name} · {each.code}") for each in found])
        self.form.add("who", N_("Customer"), self.who)
        self.form.add_widget(
            label(
                N_(
                    "Everything that came with this customer goes back to it, with what was done with just that since. "
                    "If something settles or bills both, it is named and the merge stays."
                ),
                "muted",
                "undo_merge_told",
                wrap=True,
            )
        )

    def accept_form(self) -> None:
        chosen = self.who.key()
        if chosen:
            self.submit(lambda actor: undo_merge(actor, int(chosen)))


def merge(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Merge one customer into another one, which is chosen in the dialog."""
    _open(desk, MergeDialog(desk, customer_id, parent=parent))


def merge_selected(desk: Desk, tab: Any, ids: array[int]) -> None:
    """Merge the two selected customers."""
    if len(ids) > 2:
        problems.show(UserError(_("Select the two customers who are one.")), parent=tab)
        return
    _open(desk, MergeDialog(desk, ids[0], ids[1] if len(ids) > 1 else None, parent=tab))


def _open(desk: Desk, dialog: MergeDialog) -> None:
    def done(value: Merged) -> None:
        tell(desk, lambda: _("{gone} was merged into {kept}.").format(gone=value.gone, kept=value.kept))

    open_dialog(desk, dialog, after=done)


def take_apart(desk: Desk, parent: QWidget, customer_id: int) -> None:
    """Undo a merge into this customer."""
    open_dialog(desk, UndoMergeDialog(desk, customer_id, parent), N_("The merge was undone."))
