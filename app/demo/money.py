"""Papers and money of the demo: invoices asked for and issued, payments on time, late, in part, short, bounced."""

from __future__ import annotations

from app.demo.diary import Diary
from app.demo.office import row_of, value
from app.i18n import N_
from app.models.actor import Actor
from app.operations.invoice_files import keep_made_files
from app.operations.invoice_requests import request_invoice
from app.operations.invoices import issue_invoice
from app.operations.payments import allocate_payment, claim_payment, record_payment, void_payment
from app.operations.write_offs import write_off
from app.queries.documents import invoice_document
from app.reports.issued import issued_files


class Money(Diary):
    """Everything that finance does."""

    def _ask_invoice(self, order: int, seller: Actor) -> None:
        state, invoiced = row_of("SELECT state, invoiced + invoice_requested FROM sales_order WHERE id = ?", order)
        if state in ("confirmed", "processing", "completed") and not invoiced:
            request = request_invoice(seller, order).value
            if self.chance.random() < 0.85:
                self.later(1, 4, lambda: self._issue(order, request))

    def _issue(self, order: int, request: int | None) -> None:
        if request is not None:
            state = value("SELECT state FROM invoice_request WHERE id = ?", request)
            if state != "requested":
                return
        worth, invoiced = row_of("SELECT worth, invoiced FROM sales_order WHERE id = ?", order)
        if worth > invoiced:
            self._keep(
                issue_invoice(self.office.finance, [order], request_ids=[request] if request is not None else []).value
            )

    def _keep(self, invoice: int) -> None:
        """Make the paper and keep it, as the window does when an invoice is issued."""
        snapshot = invoice_document(self.office.finance, invoice)
        keep_made_files(self.office.finance, invoice, issued_files(snapshot, electronic=False))

    def _bill(self, order: int) -> None:
        asked = value("SELECT invoice_requested FROM sales_order WHERE id = ?", order)
        if not asked and self.chance.random() < 0.8:
            self._issue(order, None)
        fate = self.chance.random()
        if fate < 0.8:
            self.later(1, 28, lambda: self._pay(order, 1.0))
        elif fate < 0.92:
            self.later(5, 25, lambda: self._pay(order, self.chance.choice((0.3, 0.5, 0.8))))
            self.later(35, 70, lambda: self._pay(order, 1.0))

    def _pay(self, order: int, share: float) -> None:
        customer, due = row_of("SELECT customer_id, outstanding FROM sales_order WHERE id = ?", order)
        if due <= 0:
            return
        chance, finance = self.chance, self.office.finance
        free = row_of("SELECT id, free FROM payment WHERE customer_id = ? AND free > 0 AND state = 'live'", customer)
        if free:
            used = min(free[1], due)
            allocate_payment(finance, free[0], [(order, used)])
            due -= used
            if due <= 0:
                return
        amount = due if share == 1.0 else max(100, int(due * share) // 100 * 100)
        fate = chance.random()
        method = "bank_transfer" if fate < 0.7 else chance.choice(("cash", "card"))
        reference = f"{chance.randrange(10**9, 10**10)}" if method == "bank_transfer" else ""
        if share == 1.0 and fate < 0.03:
            payment = record_payment(
                finance, amount, method, bank_reference=reference, payer=self._payer(customer)
            ).value
            if fate < 0.02:
                self.later(1, 10, lambda: self._claim(payment, customer, order))
            return
        if share == 1.0 and fate < 0.08:
            short = chance.randrange(1, 300)
            if amount > short:
                record_payment(
                    finance, amount - short, method, customer, parts=[(order, amount - short)], bank_reference=reference
                )
                write_off(self.office.manager, order, short, self.cast.say(_BANK_FEE))
                return
        extra = chance.randrange(10, 200) * 100 if share == 1.0 and fate > 0.96 else 0
        payment = record_payment(
            finance, amount + extra, method, customer, parts=[(order, amount)], bank_reference=reference
        ).value
        if fate < 0.1 and not extra:
            self.later(2, 8, lambda: self._bounce(payment, order))

    def _payer(self, customer: int) -> str:
        return str(value("SELECT name FROM customer WHERE id = ?", customer))

    def _claim(self, payment: int, customer: int, order: int) -> None:
        claim_payment(self.office.finance, payment, customer)
        due, free = value("SELECT outstanding FROM sales_order WHERE id = ?", order), self._free(payment)
        if due > 0 and free > 0:
            allocate_payment(self.office.finance, payment, [(order, min(due, free))])

    def _free(self, payment: int) -> int:
        return int(value("SELECT free FROM payment WHERE id = ?", payment))

    def _bounce(self, payment: int, order: int) -> None:
        state, refunded = row_of("SELECT state, refunded + transferred FROM payment WHERE id = ?", payment)
        held = value("SELECT refunded + refund_promised FROM sales_order WHERE id = ?", order)
        if state == "live" and not refunded and not held and self.chance.random() < 0.4:
            void_payment(self.office.manager, payment, self.cast.say(_BOUNCED), bounced=True)
            self.later(5, 20, lambda: self._pay(order, 1.0))


_BANK_FEE = N_("Bank charges")
_BOUNCED = N_("Returned by the bank")
