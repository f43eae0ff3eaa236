"""What hangs on an order: payments, refunds and credits, invoices, shipments, amendments; each with what makes another
one, and with the amount that it would take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.i18n import N_, _, ngettext
from app.money import QUANTITY, show, show_scaled
from app.queries.amendment_details import AmendmentDetail
from app.queries.columns import Column, Kind
from app.queries.order_details import OrderDetail
from app.views.desk import Desk
from app.views.orders.actions import ACTIONS
from app.views.related import RelatedCard, RelatedPart, RelatedRow
from app.views.values import word_of

_DAY = Column("date", N_("Date"), Kind.DATE, 100)
_NUMBER = Column("number", N_("Number"), Kind.NUMBER, 150)
_STATE = Column("state", N_("State"), Kind.STATE, 150)
_AMOUNT = Column("amount", N_("Amount"), Kind.MONEY, 120)
_WHAT = Column("what", N_("What"), Kind.TEXT, 150)


class OrderRelated(RelatedCard):
    """All of it, one kind below the other."""

    def __init__(self, desk: Desk, asked: Callable[[str], object]) -> None:
        self._desk = desk

        def part(name: str, title: str, icon: str, *columns: Column) -> RelatedPart:
            return RelatedPart(desk, f"order_{name}", title, columns, icon)

        self.payments = part("payments", N_("Payments"), "wallet", _DAY, _WHAT, _NUMBER, _STATE, _AMOUNT)
        self.refunds = part("refunds", N_("Refunds and returns"), "undo-2", _DAY, _WHAT, _NUMBER, _STATE, _AMOUNT)
        self.invoices = part("invoices", N_("Invoices"), "receipt-text", _DAY, _WHAT, _NUMBER, _STATE, _AMOUNT)
        self.shipments = part(
            "shipments",
            N_("Shipments"),
            "truck",
            _DAY,
            Column("carrier", N_("Sent with"), Kind.TEXT, 150),
            _NUMBER,
            _STATE,
            Column("quantity", N_("Quantity"), Kind.QUANTITY, 120),
        )
        self.amendments = part(
            "amendments",
            N_("Amendments"),
            "pencil",
            _DAY,
            Column("who", N_("Who"), Kind.TEXT, 90),
            Column("reason", N_("Reason"), Kind.TEXT, 140),
            Column("changes", N_("Changed"), Kind.TEXT, 170),
            Column("before", N_("Before"), Kind.TEXT, 96),
            Column("after", N_("After"), Kind.TEXT, 96),
        )
        self.plan = part(
            "plan",
            N_("Payment plan"),
            "calendar",
            Column("due", N_("Due"), Kind.DATE, 100),
            Column("part", N_("Part"), Kind.TEXT, 90),
            Column("instalment", N_("State"), Kind.STATE, 150),
            Column("paid", N_("Paid"), Kind.MONEY, 110),
            _AMOUNT,
        )
        parts = (self.payments, self.plan, self.refunds, self.invoices, self.shipments, self.amendments)
        super().__init__("order_related_card", parts, asked)

    def show_order(self, order: OrderDetail) -> None:
        """Show what hangs on an order."""
        for part in (self.payments, self.refunds, self.invoices):
            part.setVisible(order.shows_money)
        self._show_payments(order)
        self._show_plan(order)
        self._show_refunds(order)
        self._show_invoices(order)
        self._show_shipments(order)
        self._show_amendments(order)

    def _money(self, amount: int) -> str:
        return show(amount, self._desk.currency)

    def _offer(self, part: RelatedPart, order: OrderDetail, action: str, text: Any) -> None:
        part.offer(action, text, ACTIONS[action].shortcut, order.why_not.get(action, ""))

    def _show_payments(self, order: OrderDetail) -> None:
        rows = [
            RelatedRow((p.date, word_of("method", p.method), p.number, p.state, p.amount), "payment", p.payment_id)
            for p in order.payments
        ]
        due = order.outstanding
        self.payments.show_rows(
            rows,
            lambda: (
                _("{paid} paid, {due} outstanding").format(paid=self._money(order.paid), due=self._money(due))
                if due > 0
                else _("{paid} paid").format(paid=self._money(order.paid))
            ),
        )
        amount = self._money(max(due, 0))
        text = (lambda: _("Record payment of {n}…").format(n=amount)) if due > 0 else ACTIONS["record_payment"].text
        self._offer(self.payments, order, "record_payment", text)

    def _show_plan(self, order: OrderDetail) -> None:
        parts = order.instalments
        count = len(parts)
        self.plan.setVisible(order.shows_money and (bool(parts) or order.order_kind == "instalments"))
        late = sum(part.amount - part.paid for part in parts if part.state == "overdue")
        self.plan.show_rows(
            [
                RelatedRow((p.due_date, f"{number} / {count}", p.state, p.paid or None, p.amount))
                for number, p in enumerate(parts, start=1)
            ],
            lambda: (
                _("{n} overdue").format(n=self._money(late))
                if late
                else ngettext("{n} part", "{n} parts", count).format(n=count)
                if count
                else _("none")
            ),
        )
        self._offer(self.plan, order, "plan_instalments", ACTIONS["plan_instalments"].text)

    def _show_refunds(self, order: OrderDetail) -> None:
        rows = [
            RelatedRow(
                (r.date or r.requested_on, _("Refund"), r.number or f"#{r.id}", r.state, -r.amount), "refund", r.id
            )
            for r in order.refunds
        ]
        rows += [
            RelatedRow(
                (
                    c.date or c.requested_on,
                    word_of("credit_kind", c.credit_kind) if c.amount else _("exchange"),
                    c.number or f"#{c.id}",
                    c.state,
                    -c.amount,
                ),
                "credit",
                c.id,
            )
            for c in order.credits
        ]
        rows += [
            RelatedRow((w.date, word_of("write_off_kind", w.write_off_kind), "", "", -w.amount), "write_off", w.id)
            for w in order.write_offs
        ]
        rows.sort(key=lambda row: str(row.values[0]))
        self.refunds.show_rows(rows, lambda: self._refund_words(order))
        proposed = order.proposed_refund
        if "request_refund" in order.actions:
            amount = self._money(proposed)
            text = (
                (lambda: _("Request refund of {n}…").format(n=amount)) if proposed else ACTIONS["request_refund"].text
            )
            self._offer(self.refunds, order, "request_refund", text)
        else:
            self._offer(self.refunds, order, "request_credit", ACTIONS["request_credit"].text)

    def _refund_words(self, order: OrderDetail) -> str:
        told = []
        if order.refunded:
            told.append(_("{n} refunded").format(n=self._money(order.refunded)))
        if order.refund_promised:
            told.append(_("{n} promised").format(n=self._money(order.refund_promised)))
        if order.credited:
            told.append(_("{n} credited").format(n=self._money(order.credited)))
        return ", ".join(told) or _("none")

    def _show_invoices(self, order: OrderDetail) -> None:
        rows = [
            RelatedRow(
                (
                    i.date,
                    _("Invoice") if i.document_type == "invoice" else _("Credit note"),
                    i.number,
                    i.state,
                    i.amount,
                ),
                "invoice",
                i.id,
            )
            for i in order.invoices
        ]
        rows += [
            RelatedRow((w.requested_on, _("Invoice request"), w.title, "to_be_issued", w.amount))
            for w in order.invoice_requests
            if w.state == "requested"
        ]
        rows.sort(key=lambda row: str(row.values[0]))
        left = order.to_invoice
        self.invoices.show_rows(
            rows,
            lambda: (
                _("{done} invoiced, {left} left").format(done=self._money(order.invoiced), left=self._money(left))
                if left
                else _("{done} invoiced").format(done=self._money(order.invoiced))
            ),
        )
        # Who may not issue one asks finance for it.
        asks = "issue_invoice" not in order.actions and "request_invoice" in order.actions
        action = "request_invoice" if asks else "issue_invoice"
        amount = self._money(left)
        words = N_("Request invoice of {n}…") if asks else N_("Issue invoice of {n}…")
        self._offer(self.invoices, order, action, (lambda: _(words).format(n=amount)) if left else ACTIONS[action].text)

    def _show_shipments(self, order: OrderDetail) -> None:
        rows = [
            RelatedRow(
                (
                    s.date,
                    s.carrier,
                    s.tracking_number or s.number,
                    "signed_for" if s.signed_on and s.state != "voided" else s.state,
                    s.quantity,
                ),
                "shipment",
                s.id,
            )
            for s in order.shipments
        ]
        rest = sum(n.rest for n in order.lines if n.line_kind == "goods")
        quantity = show_scaled(rest, QUANTITY)
        waits = "ship_order" in order.actions
        self.shipments.show_rows(
            rows, lambda: _("{n} still to ship").format(n=quantity) if waits else "" if rows else _("none")
        )
        text = (lambda: _("Ship {n}…").format(n=quantity)) if waits else ACTIONS["ship_order"].text
        self._offer(self.shipments, order, "ship_order", text)

    def _show_amendments(self, order: OrderDetail) -> None:
        self.amendments.show_rows(
            [RelatedRow(row) for a in reversed(order.amendments) for row in amendment_rows(a)],
            lambda: _("revision {n}").format(n=order.revision) if order.revision else _("none"),
        )
        self._offer(self.amendments, order, "amend_order", ACTIONS["amend_order"].text)


def amendment_rows(amendment: AmendmentDetail) -> list[tuple[object, ...]]:
    """What an amendment changed, a row for each field or line; who and why stand on the first."""
    head: tuple[object, ...] = (amendment.date, amendment.user, amendment.reason)
    rows: list[tuple[object, ...]] = [(c.title, c.before or "–", c.after or "–") for c in amendment.changes]
    return [(*(head if number == 0 else (None, "", "")), *row) for number, row in enumerate(rows or [("", "", "")])]
