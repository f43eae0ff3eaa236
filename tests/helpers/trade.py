"""A random year of trade through the operations, for properties that must hold whatever people do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from app.errors import NeedsConfirmation, UserError
from app.models.actor import Actor, Role
from app.models.base import connection
from app.models.invoice import Invoice, InvoiceLine, InvoiceRequest
from app.models.order import LineKind, Order, OrderLine, Shipment
from app.models.payment import Credit, Payment, Refund, WriteOff
from app.operations.amendments import amend_order, close_rest, keep_deposit
from app.operations.cancelling import refund_and_cancel
from app.operations.company import close_month
from app.operations.credit_notes import credit_invoice
from app.operations.credits import approve_credit, reject_credit, request_credit, void_credit
from app.operations.earmarks import earmark_payment, release_earmark
from app.operations.exchanges import Exchanged, exchange_goods
from app.operations.inputs import LineInput, OrderInput
from app.operations.instalments import InstalmentInput, plan_instalments
from app.operations.invoice_requests import reject_invoice_request, request_invoice, withdraw_invoice_request
from app.operations.invoices import issue_invoice, void_invoice
from app.operations.order_content import typed_from
from app.operations.order_course import cancel_order, complete_order, reopen_order, start_order
from app.operations.orders import confirm_order, make_order
from app.operations.parts import LinePart
from app.operations.payments import (
    allocate_payment,
    claim_payment,
    record_payment,
    release_payment,
    transfer_balance,
    void_payment,
)
from app.operations.quotations import return_to_draft
from app.operations.refunds import (
    approve_refund,
    pay_refund,
    reject_refund,
    request_refund,
    return_refund,
    withdraw_refund,
)
from app.operations.shipments import ship_order, void_shipment
from app.operations.stock import receive_goods
from app.operations.write_offs import reverse_write_off, write_off
from tests.helpers.book import TestBook, a_customer, a_product, every, pieces, value

QUESTIONS = {"review", "shortage", "keep_surplus", "likely_twin", "above_limit", "to_be_credited"}


class Trade:
    """Does one random thing after the other in a book; ``told`` keeps what it did, for the sentence of a failure."""

    def __init__(self, book: TestBook, seed: int) -> None:
        self.book = book
        self.random = Random(seed)
        self.told: list[str] = []
        self.done = 0
        self.owner = book.owner.confirming(QUESTIONS)
        self.manager = book.person(Role.MANAGER).confirming(QUESTIONS)
        self.owner = book.owner.confirming(QUESTIONS)
        self.customers = [a_customer(self.owner, name) for name in ("Ash", "Birch")]
        self.products = [a_product(self.owner, name, stock_kept=name == "Lamp") for name in ("Lamp", "Oil")]
        if value("SELECT stock_policy FROM company") == "kept":
            receive_goods(self.owner, self.products[0], pieces(10_000))
        self.acts: list[Callable[[], Any]] = [
            *(self.order,) * 4, *(self.pay,) * 4, *(self.ship,) * 3, *(self.ask_credit,) * 3,
            *(self.decide_credit,) * 3, *(self.ask_refund,) * 3, *(self.decide_refund,) * 4, *(self.issue,) * 3,
            self.credit_an_invoice, self.credit_an_invoice, self.ask_invoice, self.end_request, self.void_an_invoice,
            self.void_a_payment, self.use_balance, self.loosen, self.hand_over, self.claim, self.set_aside, self.amend,
            self.change_state, self.change_state, self.let_off, self.take_back_write_off, self.take_back_shipment,
            self.pass_time, self.refund_and_cancel, self.refund_and_cancel, self.exchange, self.exchange, self.plan,
            self.plan,
        ]  # fmt: skip

    def step(self) -> None:
        """One random act that is done; those that are refused on the way must leave no trace. Anything else fails."""
        for _attempt in range(200):
            act = self.random.choice(self.acts)
            entries = value("SELECT count(*) FROM trail")
            try:
                act()
            except (UserError, NeedsConfirmation) as refused:
                self.told.append(f"({act.__name__}: {refused})")
                assert value("SELECT count(*) FROM trail") == entries, self.told
            else:
                self.told.append(act.__name__)
                self.done += 1
                return

    def _any(self, model: Any, where: str = "1") -> Any:
        found = every(model, where)
        if not found:
            raise UserError("nothing is there yet")
        return self.random.choice(found)

    def _person(self) -> Actor:
        return self.random.choice([self.owner, self.manager])

    def _some(self, most: int) -> int:
        """An amount: often all of it, sometimes a part, now and then a bit too much or nothing."""
        return self.random.choice(
            [most, most, self.random.randint(1, max(most, 1)), self.random.randint(1, max(most, 1)), most + 1, 0]
        )

    def _line(self) -> LineInput:
        product = self.random.choice([None, *self.products])
        return LineInput(
            quantity=self.random.choice([pieces(1), pieces(3), self.random.randint(1, 100_000)]),
            unit_price=self.random.choice([0, 9_990_000, 33_333_333, self.random.randint(1, 10**9)]),
            product_id=product,
            description="something",
            discount_rate=self.random.choice([0, 0, 0, 125_000]),
            tax_code_id=self.random.choice([None, None, 1, 2, 6]),
            line_kind=LineKind.GOODS if product else self.random.choice(list(LineKind)),
        )

    def order(self) -> None:
        if len(every(Order)) >= 5:
            raise UserError("there are orders enough")
        content = OrderInput(
            customer_id=self.random.choice(self.customers),
            lines=tuple(self._line() for _ in range(self.random.randint(1, 4))),
            discount_amount=self.random.choice([0, 0, 0, 5, 1000]),
            discount_rate=self.random.choice([0, 0, 100_000]),
            rounding_off=self.random.choice([0, 0, 7]),
            cash_rounding=self.random.choice([0, 0, 0, 2]),
        )
        made = make_order(self.owner, content).value
        if self.random.random() < 0.9:
            confirm_order(self.owner, made)

    def pay(self) -> None:
        some = self._any(Order, "outstanding > 0")
        amount = self._some(some.outstanding)
        part = self.random.choice([amount, amount, min(amount, some.outstanding), amount - 1])
        customer = self.random.choice([some.customer_id] * 6 + [None, self.customers[0]])
        parts = [(some.id, part)] if self.random.random() < 0.8 else []
        record_payment(self.owner, amount, "cash", customer, parts=parts)

    def ship(self) -> None:
        some = self._any(Order, "state IN ('confirmed', 'processing')")
        if self.random.random() < 0.6:
            ship_order(self.owner, some.id)
        else:
            line = self._any(OrderLine, f"order_id = {some.id}")
            ship_order(self.owner, some.id, {line.id: self._some(line.rest)})

    def take_back_shipment(self) -> None:
        void_shipment(self.owner, self._any(Shipment).id, "no")

    def ask_credit(self) -> None:
        some = self._any(Order)
        kind = self.random.choice(["return", "return", "allowance", "termination"])
        goods_to = self.random.choice(["none", "stock", "scrap"])
        if kind != "return" and self.random.random() < 0.6:
            request_credit(self._person(), some.id, kind, "so", amount=self._some(some.worth))
            return
        line = self._any(OrderLine, f"order_id = {some.id}")
        if kind == "return":
            part = LinePart(line.id, self._some(line.shipped - line.returned))
        elif kind == "termination" and self.random.random() < 0.7:
            part = LinePart(line.id, self._some(line.rest))
        else:
            part = LinePart(line.id, 0, self._some(line.net - line.credited_net))
        request_credit(self._person(), some.id, kind, "so", [part], goods_to=goods_to)

    def decide_credit(self) -> None:
        credit = self._any(Credit).id
        self.random.choice(
            [
                lambda: approve_credit(self._person(), credit),
                lambda: approve_credit(self._person(), credit),
                lambda: approve_credit(self._person(), credit),
                lambda: reject_credit(self.manager, credit, "no"),
                lambda: void_credit(self.manager, credit, "no"),
            ]
        )()

    def ask_refund(self) -> None:
        target = self.random.choice(["cash", "cash", "balance"])
        if self.random.random() < 0.7:
            some = self._any(Order, "paid > 0")
            credit = self.random.choice([None, *(c.id for c in every(Credit, "order_id = ?", (some.id,)))])
            amount = self._some(self.random.choice([some.proposed_refund, some.refundable]))
            request_refund(
                self._person(), amount, "so", some.id, credit_id=credit, target=target, above_proposal_reason="so"
            )
        else:
            paid = self._any(Payment, "free > 0")
            request_refund(self._person(), self._some(paid.free), "so", payment_id=paid.id)

    def decide_refund(self) -> None:
        refund = self._any(Refund).id
        self.random.choice(
            [
                lambda: approve_refund(self._person(), refund),
                lambda: approve_refund(self._person(), refund),
                lambda: pay_refund(self.owner, refund, "cash"),
                lambda: pay_refund(self.owner, refund, "cash"),
                lambda: reject_refund(self.manager, refund, "no"),
                lambda: withdraw_refund(self._person(), refund, "no"),
                lambda: return_refund(self.owner, refund, "account closed"),
            ]
        )()

    def let_off(self) -> None:
        some = self._any(Order)
        write_off(self._person(), some.id, self.random.choice([-1, 1]) * self._some(abs(some.outstanding) // 2), "so")

    def take_back_write_off(self) -> None:
        reverse_write_off(self.manager, self._any(WriteOff).id, "so")

    def ask_invoice(self) -> None:
        some = self._any(Order)
        amount = self.random.choice([None, self._some(some.worth - some.invoiced)])
        request_invoice(self.owner, some.id, amount=amount)

    def end_request(self) -> None:
        request = self._any(InvoiceRequest).id
        if self.random.random() < 0.5:
            reject_invoice_request(self.owner, request, "no")
        else:
            withdraw_invoice_request(self.manager, request)

    def issue(self) -> None:
        some = self._any(Order)
        way = self.random.randrange(5)
        if way == 0:
            request = self._any(InvoiceRequest)
            issue_invoice(self.owner, [request.order_id], request_ids=[request.id])
        elif way == 1:
            line = self._any(OrderLine, f"order_id = {some.id}")
            quantity = self._some(line.quantity - line.invoiced_quantity)
            issue_invoice(self.owner, [some.id], [LinePart(line.id, quantity)])
        elif way == 2:
            issue_invoice(self.owner, [some.id], amount=self._some(some.worth - some.invoiced))
        elif way == 3:
            others = every(Order, "customer_id = ? AND worth > invoiced", (some.customer_id,))
            issue_invoice(self.owner, [o.id for o in others])
        else:
            issue_invoice(self.owner, [some.id])

    def void_an_invoice(self) -> None:
        void_invoice(self.manager, self._any(Invoice).id, "misprint")

    def credit_an_invoice(self) -> None:
        some = self._any(Invoice, "document_type = 'invoice'")
        way = self.random.randrange(4)
        if way == 0:
            credit = self._any(Credit)
            credit_invoice(self.manager, some.id, credit.credit_kind, "so", credit_id=credit.id)
        elif way == 1:
            credit_invoice(
                self.manager, some.id, "correction", "so", new_request=self.random.random() < 0.5 and not some.credited
            )
        elif way == 2:
            credit_invoice(self.manager, some.id, "correction", "so", amount=self._some(some.total - some.credited))
        else:
            line = self._any(InvoiceLine, f"invoice_id = {some.id}")
            part = LinePart(line.id, self._some(line.quantity))
            credit_invoice(self.manager, some.id, "correction", "so", lines=[part])

    def void_a_payment(self) -> None:
        void_payment(self.manager, self._any(Payment).id, "so", bounced=self.random.random() < 0.1)

    def use_balance(self) -> None:
        paid = self._any(Payment, "free > 0")
        some = self._any(Order, "outstanding > 0")
        allocate_payment(self.owner, paid.id, [(some.id, self._some(min(paid.free, some.outstanding)))])

    def loosen(self) -> None:
        paid = self._any(Payment, "allocated > 0")
        found = connection().execute(
            "SELECT order_id, sum(amount) FROM allocation WHERE payment_id = ? GROUP BY order_id", (paid.id,)
        )
        some, amount = self.random.choice(list(found))
        release_payment(self.owner, paid.id, some, self._some(amount))

    def hand_over(self) -> None:
        paid = self._any(Payment, "free > 0")
        transfer_balance(self.owner, paid.id, self.random.choice(self.customers), self._some(paid.free), "so")

    def claim(self) -> None:
        claim_payment(self.owner, self._any(Payment, "customer_id IS NULL").id, self.random.choice(self.customers))

    def set_aside(self) -> None:
        some = self._any(Order, "state IN ('draft', 'quoted')")
        if some.earmarked and self.random.random() < 0.5:
            if self.random.random() < 0.5:
                release_earmark(self.owner, some.id)
            else:
                confirm_order(self.owner, some.id)
            return
        paid = self._any(Payment, f"free > 0 AND customer_id = {some.customer_id}")
        earmark_payment(self.owner, paid.id, some.id, self._some(min(paid.free, some.total)))

    def amend(self) -> None:
        some = self._any(Order, "state IN ('confirmed', 'processing')")
        way = self.random.randrange(4)
        if way == 0:
            close_rest(self.owner, some.id, "no more")
            return
        if way == 1:
            keep_deposit(self.owner, some.id, "not wanted")
            return
        typed = typed_from(some, every(OrderLine, "order_id = ?", (some.id,)))
        lines = list(typed.lines)
        if way == 2 or not lines:
            lines.append(self._line())
        else:
            lines.pop(self.random.randrange(len(lines)))
        amend_order(self.owner, some.id, replace(typed, lines=tuple(lines)), "changed")

    def change_state(self) -> None:
        some = self._any(Order).id
        self.random.choice(
            [
                lambda: cancel_order(self.owner, some, "so"),
                lambda: complete_order(self.owner, some, "so"),
                lambda: reopen_order(self.owner, some, "so"),
                lambda: start_order(self.owner, some),
                lambda: return_to_draft(self.owner, some),
                lambda: confirm_order(self.owner, some),
            ]
        )()

    def refund_and_cancel(self) -> None:
        some = self._any(Order, "state IN ('confirmed', 'processing') AND paid > refunded")
        refund_and_cancel(self._person(), some.id, "so", self.random.choice(["cash", "balance"]))

    def exchange(self) -> None:
        line = self._any(OrderLine, "shipped > 0")
        part = Exchanged(
            line.id,
            self._some(line.shipped - line.returned),
            self.random.choice([None, *self.products]),
            self.random.choice([None, pieces(1)]),
        )
        exchange_goods(self._person(), line.order_id, [part], "so", self.random.choice(["stock", "scrap", "none"]))

    def plan(self) -> None:
        some = self._any(Order)
        whole = some.worth if some.counted else some.total
        first = self._some(whole)
        days = [some.date + timedelta(days=self.random.randint(0, 90)) for _part in range(2)]
        typed = [InstalmentInput(days[0], first), InstalmentInput(days[1], whole - first)]
        plan_instalments(self._person(), some.id, typed if self.random.random() < 0.8 else [])

    def pass_time(self) -> None:
        self.book.clock.day += timedelta(days=self.random.randint(1, 20))
        if self.random.random() < 0.2:
            close_month(self.manager, self.book.clock.day - timedelta(days=self.random.randint(1, 40)))
