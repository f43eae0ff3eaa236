"""What goes wrong in the demo: complaints, credits, refunds; and what still waits on the last day."""

from __future__ import annotations

from typing import Any

from app.demo.money import Money
from app.demo.office import row_of, value
from app.errors import UserError
from app.i18n import N_
from app.models.actor import Actor
from app.models.base import connection
from app.money import QUANTITY
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, request_credit
from app.operations.inputs import LineInput, OrderInput
from app.operations.orders import confirm_order, make_order
from app.operations.parts import LinePart
from app.operations.payments import record_payment
from app.operations.refund_vouchers import keep_voucher
from app.operations.refunds import approve_refund, pay_refund, reject_refund, request_refund
from app.queries.vouchers import voucher
from app.reports.documents import document_bytes

# Orders that the last day adds.
LEFT_OPEN = 3


class Trouble(Money):
    """Returns and allowances, and the money given back for them."""

    def _complain(self, order: int, seller: Actor) -> None:
        row = row_of(
            "SELECT id, shipped - returned FROM order_line WHERE order_id = ? AND line_kind = 'goods' "
            "AND shipped > returned ORDER BY position",
            order,
        )
        worth = value("SELECT worth - credited FROM sales_order WHERE id = ?", order)
        if not row or worth <= 0:
            return
        reason = self.chance.choice(self.cast.reasons)
        if self.chance.random() < 0.6:
            back = max(QUANTITY, row[1] // 2 // QUANTITY * QUANTITY)
            credit = request_credit(
                seller, order, "return", reason, lines=[LinePart(row[0], back)],
                goods_to=self.chance.choice(("stock", "scrap")),
            ).value  # fmt: skip
        else:
            credit = request_credit(seller, order, "allowance", reason, amount=max(100, worth // 10)).value
        if self.chance.random() < 0.9:
            self.later(1, 4, lambda: self._approve(credit, order, seller))

    def _approve(self, credit: int, order: int, seller: Actor) -> None:
        approve_credit(self.office.manager, credit)
        invoice = row_of(
            "SELECT i.id FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE l.order_id = ? "
            "AND i.document_type = 'invoice' AND i.state = 'issued' AND i.credited = 0",
            order,
        )
        if invoice and value("SELECT invoiced > worth FROM sales_order WHERE id = ?", order):
            kind = str(value("SELECT credit_kind FROM credit WHERE id = ?", credit))
            try:
                note = credit_invoice(
                    self.office.manager, invoice[0], kind, self.cast.say(_CREDITED), credit_id=credit
                ).value
            except UserError:
                # What the invoice does not hold cannot be credited on it; it stays to be credited by hand.
                return
            self._keep(note)
        self.later(0, 3, lambda: self._ask_refund(order, seller, credit))

    def _ask_refund(self, order: int, seller: Actor, credit: int) -> None:
        proposed = value(
            "SELECT min(-outstanding, paid - refunded) - refund_promised FROM sales_order WHERE id = ?", order
        )
        if proposed <= 0:
            return
        refund = request_refund(
            seller, proposed, self.chance.choice(self.cast.reasons), order_id=order, credit_id=credit
        ).value
        fate = self.chance.random()
        if fate < 0.1:
            self.later(1, 3, lambda: self._reject(refund))
        elif fate < 0.85:
            self.later(1, 3, lambda: self._allow(refund))

    def _reject(self, refund: int) -> None:
        reject_refund(self.office.manager, refund, self.cast.say(_NO_REFUND))

    def _allow(self, refund: int) -> None:
        approve_refund(self.office.manager, refund)
        if self.chance.random() < 0.85:
            self.later(1, 4, lambda: self._give_back(refund))

    def _give_back(self, refund: int) -> None:
        pay_refund(self.office.finance, refund, "bank_transfer", f"{self.chance.randrange(10**9, 10**10)}")
        made = voucher(self.office.finance, refund)
        keep_voucher(self.office.finance, refund, document_bytes(made), f"{made.number}.pdf")

    def _leave_open(self) -> None:
        """The last day: something waits on every desk."""
        chance, office = self.chance, self.office
        seller = office.first_seller
        large = next(ware for ware in self.products if ware[1] > 200_000_000)
        for customer, quantity in ((0, 40), (2, 1), (4, 2)):
            lines = (LineInput(quantity * QUANTITY, large[1], large[0]),)
            order = make_order(seller, OrderInput(self.customers[customer], lines)).value
            if quantity > 1:
                # The great one goes to review, the other is confirmed; a draft stays.
                confirm_order(seller, order)
        record_payment(
            office.finance, 120_000, "bank_transfer", bank_reference=f"{chance.randrange(10**9, 10**10)}",
            payer=self._payer(self.customers[-1]),
        )  # fmt: skip
        paid = connection().execute(
            "SELECT o.id, l.id FROM sales_order o JOIN order_line l ON l.order_id = o.id AND l.line_kind = 'goods' "
            "AND l.shipped > l.returned + l.credited_net WHERE o.state = 'completed' AND o.outstanding = 0 "
            "AND o.credited = 0 AND o.refund_promised = 0 AND o.salesperson_id = ? GROUP BY o.id "
            "ORDER BY o.id DESC LIMIT 3",
            (seller.user_id,),
        )
        for at, row in enumerate(paid.fetchall()):
            found: tuple[Any, ...] = tuple(row)
            reason = chance.choice(self.cast.reasons)
            credit = request_credit(seller, found[0], "return", reason, lines=[LinePart(found[1], QUANTITY)]).value
            if at == 0:
                continue
            approve_credit(office.manager, credit)
            back = -value("SELECT outstanding FROM sales_order WHERE id = ?", found[0])
            refund = request_refund(seller, back, reason, order_id=found[0], credit_id=credit).value
            if at == 1:
                approve_refund(office.manager, refund)


_CREDITED = N_("Goods returned or price lowered")
_NO_REFUND = N_("Settled by a repair")
