"""The dialog that issues a credit note over an invoice."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.actor import Permission
from app.models.document import DocumentSnapshot
from app.money import show
from app.operations.credit_notes import credit_invoice
from app.operations.parts import LinePart
from app.queries import invoicing
from app.queries.invoicing import Correctable, NotableCredit
from app.queries.reasons import reasons
from app.queries.red_slips import slips
from app.queries.words import state_word
from app.views.desk import Desk
from app.views.invoices.original_field import OriginalField, Wanted
from app.views.invoices.paper_dialog import Inputs, IssuingDialog, consequence
from app.views.invoices.parts import AuthorityFields, QuantitiesTable
from app.views.invoices.red_slips import slip_choices
from app.views.texts import Saying, say
from app.views.values import first_capital
from app.views.widgets.buttons import say_button
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import MoneyField
from app.views.widgets.reason_field import ReasonField

REQUEST, ISSUE = "request", "issue"
"""What may follow the credit note: a request for the new invoice, or its form at once."""


class CreditNoteDialog(IssuingDialog):
    """Takes an invoice back: as a whole, by quantities, by an amount, or as an approved return says.

    ``anew`` begins with a wrong invoice that is taken back as a whole and made out again at once.
    """

    operation = credit_invoice
    issue_words = N_("Issue {number}")

    def __init__(self, desk: Desk, found: Correctable, parent: QWidget | None = None, *, anew: bool = False) -> None:
        title = (
            N_("Take back {number} and issue anew · {customer}")
            if anew
            else N_("Credit note for {number} · {customer}")
        )
        super().__init__(
            desk,
            "credit_note_dialog",
            lambda: _(title).format(number=found.number, customer=found.customer),
            N_("Issue credit note"),
            parent,
        )
        self.found = found
        self.credits = {str(c.id): c for c in found.credits}
        self._noted: dict[str, int] = {}
        add = self.form.add
        causes: list[tuple[str, Saying]] = [("", N_("Correction: the order stays as it is"))]
        causes += [(key, (lambda c=c: self._named(c))) for key, c in self.credits.items()]
        self.why = KeyField("credit_note_why", causes, chosen="" if anew else next(iter(self.credits), ""))
        add("credit_id", N_("Because of"), self.why, row=0, span=2)
        self.how = KeyField("credit_note_how")
        add("how", N_("How much"), self.how, row=0, column=2)
        self.amount = MoneyField("credit_note_amount", desk.currency)
        self._amount_field = add("amount", N_("Amount"), self.amount, required=True, row=1, column=2)
        self.reason = ReasonField("credit_note_reason", reasons("credit"))
        add("reason", N_("Reason"), self.reason, required=True, row=1, span=2)
        self.authority = AuthorityFields(self.form, "credit_note", desk, row=2)
        self.authority.show_for(own_series=found.kind.own_series, with_code=bool(found.kind.code))
        self.slips = slips(desk.actor, found.invoice_id) if found.kind.red_slip else ()
        self.slip = KeyField("credit_note_red_slip")
        self._slip_field = add(
            "red_slip_id",
            N_("Red confirmation slip"),
            self.slip,
            hint=N_("Recorded on the page of the invoice"),
            row=2,
            column=1,
        )
        self._slip_field.setVisible(found.kind.red_slip)
        self.lines = QuantitiesTable("credit_note_lines", found.lines, desk.currency, several=False)
        self._lines_field = add("lines", N_("What it takes back"), self.lines, row=3, span=3)
        follows: list[tuple[str, Saying]] = [("", N_("Nothing more")), (REQUEST, N_("Ask finance for a new invoice"))]
        if desk.actor.may(Permission.ISSUE_INVOICES):
            follows.append((ISSUE, N_("Issue the new invoice at once")))
        self.then = KeyField("credit_note_then", follows, chosen=follows[-1][0] if anew else "")
        self._then_field = add("then", N_("And then"), self.then, row=4, span=2)
        self.original = OriginalField(
            "credit_note", desk, self, self.authority, lambda: Wanted(found.title, found.tax_number, self.total)
        )
        self.original.setVisible(not found.kind.own_series)
        self.below.addWidget(self.original)
        self.sum = label("", "section", "credit_note_sum")
        self.below.addWidget(self.sum)
        self.below.addWidget(
            label(N_("The invoice stays as it was; the credit note stands against it."), "muted", "credit_note_told")
        )
        self.below.addWidget(consequence("credit_note_consequence"))
        if found.kind.own_series:
            self._promise(found.next_number)
        else:
            say_button(self.primary, N_("Register credit note"))
        self.why.key_changed.connect(lambda _key: self._why_chosen())
        self.how.key_changed.connect(lambda _key: self._how_chosen())
        self.amount.value_changed.connect(lambda _value: self._tell_sum())
        self.lines.quantities_changed.connect(self._tell_sum)
        self._why_chosen()
        self.authority.changed_with(self.changed)
        self.slip.key_changed.connect(lambda _key: self.changed())
        self.reason.textChanged.connect(lambda _text: self.changed())
        self.reason.setFocus()
        self.make_preview()

    def _named(self, credit: NotableCredit) -> str:
        word = first_capital(state_word("credit_kind", credit.credit_kind))
        return f"{word} {credit.number} · {show(credit.amount, self.desk.currency)}"

    def _why_chosen(self) -> None:
        whole: list[tuple[str, Saying]] = [("whole", N_("All that is left of it"))]
        parts: list[tuple[str, Saying]] = [("lines", N_("Quantities of lines")), ("amount", N_("An amount"))]
        if self.why.key():
            self.how.offer([("credit", N_("What was approved")), *parts], "credit")
        else:
            self.how.offer(whole if self.found.kind.whole_corrections else [*whole, *parts], "whole")
        credit = self.credits.get(self.why.key())
        offered = slip_choices(self.slips, credit.credit_kind if credit is not None else "correction")
        self.slip.offer(offered, offered[0][0])
        self._how_chosen()

    def _how_chosen(self) -> None:
        how = self.how.key()
        self._lines_field.setVisible(how == "lines")
        self._amount_field.setVisible(how == "amount")
        self._then_field.setVisible(how == "whole" and not self.why.key())
        self._tell_sum()
        self.adjustSize()

    @property
    def total(self) -> int:
        """What the credit note will come to."""
        how = self.how.key()
        if how == "whole":
            return self.found.left
        if how == "credit":
            why = self.why.key()
            return self._noted.get(why, min(self.credits[why].amount, self.found.left))
        if how == "lines":
            return invoicing.sum_of(self.found.lines, self.lines.typed())
        return self.amount.sense() or 0

    @property
    def follows(self) -> str:
        """What follows the credit note: nothing, ``REQUEST`` or ``ISSUE``; only where all is taken back as wrong."""
        return self.then.key() if self.how.key() == "whole" and not self.why.key() else ""

    def _tell_sum(self) -> None:
        total, left, currency = self.total, self.found.left, self.desk.currency
        self.changed()
        say(
            self.sum.setText,
            lambda: _("{amount} of {left} that is left of the invoice").format(
                amount=show(total, currency), left=show(left, currency)
            ),
        )

    def _rehearsed(self, snapshot: DocumentSnapshot) -> None:
        super()._rehearsed(snapshot)
        why = self.why.key()
        if self.how.key() != "credit" or why not in self.credits:
            return
        # Its lines may stand on several invoices: what counts is what it takes back of this one.
        told = snapshot.gross + snapshot.cash_rounding
        if self._noted.get(why) != told:
            self._noted[why] = told
            self._tell_sum()

    def own_series(self) -> bool:
        return self.found.kind.own_series

    def inputs(self) -> Inputs:
        credit = self.credits.get(self.why.key())
        how = self.how.key()
        quantities = self.lines.value().items() if how == "lines" else ()
        return (
            self.found.invoice_id,
            credit.credit_kind if credit is not None else "correction",
            self.reason.text(),
        ), {
            "credit_id": credit.id if credit is not None else None,
            "lines": [LinePart(i, quantity=q) for i, q in quantities if q] if how == "lines" else None,
            "amount": (self.amount.value() or 0) if how == "amount" else None,
            "new_request": bool(self.follows),
            "red_slip_id": int(self.slip.key()) if self.slip.key() else None,
            "number": self.authority.number.text(),
            "code": self.authority.code.text(),
            "date": None if self.found.kind.own_series else self.authority.day.value(),
            "left": self.found.left,
        }
