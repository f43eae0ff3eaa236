"""The dialogs that issue an invoice, and that ask finance for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _, ngettext, translator
from app.models.terms import invoice_due
from app.money import show
from app.operations.invoices import issue_invoice
from app.operations.parts import LinePart
from app.queries import invoicing
from app.queries.invoicing import Invoiceable, OpenRequest
from app.views.desk import Desk
from app.views.invoices.original_field import OriginalField, Wanted
from app.views.invoices.paper_dialog import Inputs, IssuingDialog, consequence
from app.views.invoices.parts import AuthorityFields, BuyerFields, QuantitiesTable, kind_choices, terms_choices
from app.views.texts import say
from app.views.widgets.buttons import say_button
from app.views.widgets.date_field import DateField
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import line_edit

_NAMED = 4
"""Orders that the title names; the others are counted there."""


def _names(found: Invoiceable) -> str:
    names, rest = ", ".join(o.number for o in found.orders[:_NAMED]), len(found.orders) - _NAMED
    if rest <= 0:
        return names
    return f"{names} {ngettext('and {n} more', 'and {n} more', rest).format(n=rest)}"


def _key(request_ids: Sequence[int]) -> str:
    return ",".join(str(i) for i in request_ids)


def _offered(found: Invoiceable, chosen: Sequence[int]) -> dict[str, tuple[OpenRequest, ...]]:
    # The chosen ones; else one order is billed for one of its requests, several for all that one buyer wants of each.
    known = {r.id: r for r in found.requests}
    offered = {_key(chosen): tuple(known[i] for i in chosen)} if chosen and known.keys() >= set(chosen) else {}
    if len(found.orders) == 1:
        offered |= {_key([r.id]): (r,) for r in found.requests}
    elif not chosen and {r.order_id for r in found.requests} == {o.id for o in found.orders} and _one_buyer(found):
        offered[_key(list(known))] = found.requests
    return offered


def _one_buyer(found: Invoiceable) -> bool:
    return len({(r.title, r.tax_number) for r in found.requests}) == 1


class IssueDialog(IssuingDialog):
    """Issues an invoice over orders of one customer: all that is open of them, or quantities of their lines.

    Papers of the own series say on the button which number they get; those that an authority numbers ask for it.
    """

    operation = issue_invoice
    issue_words = N_("Issue {number}")

    def __init__(
        self, desk: Desk, found: Invoiceable, request_ids: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            "issue_invoice_dialog",
            lambda: _("Invoice for {customer} · {orders}").format(
                customer=found.orders[0].customer, orders=_names(found)
            ),
            N_("Issue invoice"),
            parent,
        )
        self.found = found
        self.customer_id = found.orders[0].customer_id
        self.kinds = {k.key: k for k in found.kinds}
        add = self.form.add
        self.kind = KeyField("issue_invoice_kind", kind_choices(found.kinds))
        add("invoice_kind", N_("Kind"), self.kind, row=0)
        one = len(found.orders) == 1
        self._requests = _offered(found, request_ids)
        self.request = KeyField(
            "issue_invoice_request",
            [
                ("", N_("None: what is left of the orders")),
                *((key, (lambda rs=rs: self._named(rs))) for key, rs in self._requests.items()),
            ],
        )
        self._request_field = add("request_ids", N_("For the request"), self.request, row=0, column=1, span=2)
        self._request_field.setVisible(bool(self._requests))
        self.buyer = BuyerFields(self.form, "issue_invoice", found.titles, row=1)
        self.authority = AuthorityFields(self.form, "issue_invoice", desk, row=3)
        self.lines = QuantitiesTable("issue_invoice_lines", found.lines, desk.currency, several=not one)
        add("lines", N_("What it bills"), self.lines, row=4, span=3)
        self.due = DateField("issue_invoice_due_date", today=desk.actor.today)
        self.notes = line_edit("issue_invoice_notes")
        self.terms = KeyField("issue_invoice_terms", terms_choices(found.terms, [key for _due, key in found.agreed]))
        add("terms", N_("Payment terms"), self.terms, row=5)
        add("due_date", N_("Due date"), self.due, hint=self._due_words, row=5, column=1)
        add("notes", N_("Words on the invoice"), self.notes, row=6, span=3)
        self.original = OriginalField(
            "issue_invoice",
            desk,
            self,
            self.authority,
            lambda: Wanted(self.buyer.title.text(), self.buyer.tax_number.text(), self.amount),
        )
        self.below.addWidget(self.original)
        self.sum = label("", "section", "issue_invoice_sum")
        self.below.addWidget(self.sum)
        self.below.addWidget(consequence("issue_invoice_consequence"))
        self.kind.key_changed.connect(lambda _key: self._kind_chosen())
        self.request.key_changed.connect(lambda _key: self._request_chosen())
        self.lines.quantities_changed.connect(self._tell_sum)
        self.terms.key_changed.connect(lambda _key: self._terms_chosen())
        wanted = _key(request_ids)
        if wanted in self._requests:
            self.request.choose(wanted)
        elif one and self._requests:
            self.request.choose(next(iter(self._requests)))
        self._kind_chosen()
        self._request_chosen()
        self.buyer.changed_with(self.changed)
        self.authority.changed_with(self.changed)
        for field in (self.notes, self.due):
            field.textChanged.connect(lambda _text: self.changed())
        self.kind.setFocus()
        self.make_preview()

    def _kind_chosen(self) -> None:
        kind = self.kinds[self.kind.key()]
        self.authority.show_for(own_series=kind.own_series, with_code=bool(kind.code))
        self.original.setVisible(not kind.own_series)
        if kind.own_series:
            self._promise(self.found.next_number)
        else:
            self.shown_number = ""
            say_button(self.primary, N_("Register invoice"))
        self.adjustSize()
        self.changed()

    def _due_words(self) -> str:
        due = invoice_due(self.found.agreed, self._day())
        return _("Empty: {day}").format(day=due) if due is not None else _("The order's, unless given")

    def _day(self) -> date:
        return (self.authority.day.value() if self.authority.day.understood() else None) or self.desk.actor.today()

    def _terms_chosen(self) -> None:
        key, day = self.terms.key(), self._day()
        self.due.set_value(self.found.terms[int(key)].due(day) if key else None)
        self.changed()

    def _named(self, requests: Sequence[OpenRequest]) -> str:
        amount = show(sum(r.amount for r in requests), self.desk.currency)
        if len(requests) == 1:
            return f"{requests[0].title} · {amount}"
        return ngettext("{n} request · {amount}", "{n} requests · {amount}", len(requests)).format(
            n=len(requests), amount=amount
        )

    @property
    def _chosen(self) -> tuple[OpenRequest, ...]:
        return self._requests.get(self.request.key(), ())

    def _request_chosen(self) -> None:
        if self._chosen:
            first = self._chosen[0]
            self.buyer.fill(first)
            if first.invoice_kind in self.kinds:
                self.kind.choose(first.invoice_kind)
        self._tell_sum()

    @property
    def amount(self) -> int:
        """What the invoice will come to."""
        open_amount = sum(o.to_invoice for o in self.found.orders)
        if not self.lines.untouched:
            return invoicing.sum_of(self.found.lines, self.lines.typed())
        return min(open_amount, sum(r.amount for r in self._chosen)) if self._chosen else open_amount

    def _tell_sum(self) -> None:
        currency = self.desk.currency
        amount, whole = self.amount, sum(o.to_invoice for o in self.found.orders)
        self.changed()
        say(
            self.sum.setText,
            lambda: _("{amount} of {whole} that is not invoiced yet").format(
                amount=show(amount, currency), whole=show(whole, currency)
            ),
        )

    def own_series(self) -> bool:
        return self.kinds[self.kind.key()].own_series

    def inputs(self) -> Inputs:
        kind, buyer, terms = self.kinds[self.kind.key()], self.buyer.buyer(), self.terms.key()
        quantities = self.lines.value()
        return ([o.id for o in self.found.orders],), {
            "lines": None if self.lines.untouched else [LinePart(i, quantity=q) for i, q in quantities.items() if q],
            "invoice_kind": kind.key,
            "buyer": buyer,
            "due_date": self.due.value(),
            "request_ids": [r.id for r in self._chosen],
            "number": self.authority.number.text(),
            "code": self.authority.code.text(),
            "date": None if kind.own_series else self.authority.day.value(),
            "notes": self.notes.text(),
            "terms": self.found.terms[int(terms)].words(translator(self.found.language)) if terms else None,
            "versions": {o.id: o.version for o in self.found.orders},
        }
