"""Random trade with everything that finance does, by several people, and somebody who looks on.

``MoneyTrade`` adds to ``Trade`` what only happens around money; each step is done by another person. ``Watch`` keeps
its own account of the book: which papers were handed out, and how much money, worth and billing there is in all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.matching.entry import Entry
from app.models.actor import Actor, Role
from app.models.bank import BankLine
from app.models.base import connection
from app.models.document import DocumentSnapshot
from app.models.einvoice import e_invoice
from app.models.invoice import Invoice, InvoiceRequest
from app.models.invoice_kinds import KINDS
from app.models.order import Order
from app.models.payment import Payment, Receipt, WriteOffKind
from app.operations.balance import use_balance
from app.operations.company import close_month, reopen_month
from app.operations.credit_notes import credit_invoice
from app.operations.invoice_content import Buyer
from app.operations.invoice_files import keep_invoice_file
from app.operations.invoices import issue_invoice
from app.operations.payments import record_payment
from app.operations.receipts import issue_receipt, keep_receipt, void_receipt
from app.operations.statement_lines import Match, ignore_lines, import_statement, match_line, reopen_line
from app.operations.write_offs import Difference
from tests.helpers.book import TestBook, a_customer, every, value
from tests.helpers.trade import QUESTIONS, Trade

# What each act may move; every other sum must be the same before and after it. An order that is given back its money
# to be cancelled is worth nothing once that is paid.
MOVES = {
    "order": {"worth"},
    "pay": {"cash"},
    "pay_several": {"cash", "let_off"},
    "match": {"cash"},
    "register": {"billed"},
    "decide_refund": {"cash", "worth"},
    "void_a_payment": {"cash"},
    "decide_credit": {"worth"},
    "amend": {"worth"},
    "change_state": {"worth"},
    "set_aside": {"worth"},
    "refund_and_cancel": {"worth"},
    "exchange": {"worth"},
    "let_off": {"let_off"},
    "take_back_write_off": {"let_off"},
    "issue": {"billed"},
    "issue_for_several": {"billed"},
    "credit_an_invoice": {"billed"},
    "void_an_invoice": {"billed"},
}

_SUMS = {
    "cash": "SELECT (SELECT coalesce(sum(amount), 0) FROM payment WHERE state = 'live') - "
    "(SELECT coalesce(sum(amount), 0) FROM refund WHERE state = 'paid' AND target = 'cash')",
    "worth": "SELECT coalesce(sum(worth), 0) FROM sales_order",
    "let_off": "SELECT coalesce(sum(amount), 0) FROM write_off",
    "billed": "SELECT coalesce(sum(iif(document_type = 'invoice', total, -total)), 0) FROM invoice "
    "WHERE state = 'issued'",
}

# What stands for ever once it is written, as one row each.
_STANDS = (
    "SELECT 'invoice ' || id, document_type, invoice_kind, code, number, customer_id, title, tax_number, date, "
    "due_date, net, tax, total, corrects_id, credit_id, reason_kind, reason, snapshot, snapshot_hash, anchor, "
    "issued_at, issued_by FROM invoice",
    "SELECT 'line ' || id, * FROM invoice_line",
    "SELECT 'file ' || id, * FROM invoice_file",
    "SELECT 'receipt ' || id, number, payment_id, date, amount, payer, snapshot, snapshot_hash FROM receipt",
    "SELECT 'paper ' || id, * FROM kept_paper",
    "SELECT 'payment ' || id, number, date, amount, fee, method, bank_reference FROM payment",
    "SELECT 'allocation ' || id, payment_id, order_id, amount FROM allocation",
    "SELECT 'bank line ' || id, statement_id, account, date, amount, fee, bank_reference FROM bank_line",
    "SELECT 'write-off ' || id, order_id, amount, write_off_kind FROM write_off",
    "SELECT 'ledger ' || id, customer_id, date, entry, amount FROM ledger_line",
)


class MoneyTrade(Trade):
    """Trade over four customers, by the owner, two managers, finance and sales in turn."""

    def __init__(self, book: TestBook, seed: int) -> None:
        super().__init__(book, seed)
        self.customers += [a_customer(self.owner, name) for name in ("Cedar", "Elm")]
        others = [book.person(Role.MANAGER, name="second"), book.person(Role.FINANCE), book.person(Role.SALES)]
        self.boss = self.owner
        self.people: list[Actor] = [self.owner] * 4 + [self.manager]
        self.people += [each.confirming(QUESTIONS) for each in others]
        self.deciders = [self.boss, self.manager, others[0].confirming(QUESTIONS)]
        self.acts += [
            *(self.pay_several,) * 4, *(self.spend_balance, self.issue_for_several, self.give_receipt) * 2,
            *(self.hand_over, self.claim, self.use_balance, self.register) * 2, *(self.set_aside,) * 3,
            *(self.read_statement, self.match, self.match) * 2, self.decide_line, self.take_back_receipt,
            self.keep_file, self.reopen,
        ]  # fmt: skip
        for _ in range(3):
            self.order()
        self.watch = Watch()

    def step(self) -> None:
        self.owner = self.random.choice(self.people)
        super().step()
        self.owner = self.boss

    def _person(self) -> Actor:
        return self.random.choice(self.deciders)

    @property
    def act(self) -> str:
        """The name of the last act that was done."""
        return self.told[-1] if self.told else ""

    def _due(self) -> tuple[int, list[Order]]:
        some = self._any(Order, "outstanding > 0")
        return some.customer_id, every(Order, "customer_id = ? AND outstanding > 0", (some.customer_id,))

    def pay_several(self) -> None:
        """One transfer over all that a customer owes, sometimes a little short or too much, and settled as such."""
        customer, orders = self._due()
        due = sum(o.outstanding for o in orders)
        off = self.random.choice([0, 0, self.random.randint(-9, 9), self.random.randint(-9, 9)])
        amount = due - off
        parts = [(o.id, o.outstanding) for o in orders]
        kind = self.random.choice(list(WriteOffKind))
        differences = [Difference(orders[-1].id, off, kind, "cents")] if off else []
        if off > 0:
            parts[-1] = (parts[-1][0], parts[-1][1] - off)
        parts = [part for part in parts if part[1] > 0]
        if self.random.random() < 0.3:
            # Without a decision about it, the surplus stays with the customer and the rest stays due.
            differences, parts = [], parts[: self.random.randint(1, len(parts) or 1)]
        record_payment(self.owner, amount, "cash", customer, parts=parts, differences=differences)

    def spend_balance(self) -> None:
        customer, orders = self._due()
        chosen = self.random.sample(orders, self.random.randint(1, len(orders)))
        use_balance(self.owner, customer, [(o.id, self._some(o.outstanding)) for o in chosen])

    def issue_for_several(self) -> None:
        """One invoice over several orders, for what sales asked for or for all that is open."""
        some = self._any(Order, "worth > invoiced")
        if self.random.random() < 0.5:
            asked = every(InvoiceRequest, "customer_id = ? AND state = 'requested'", (some.customer_id,))
            ids = list(dict.fromkeys(r.order_id for r in asked))
            issue_invoice(self.owner, ids, request_ids=[r.id for r in asked])
        else:
            orders = every(Order, "customer_id = ? AND worth > invoiced", (some.customer_id,))
            issue_invoice(self.owner, [o.id for o in orders])

    def give_receipt(self) -> None:
        made = issue_receipt(self.owner, self._any(Payment).id, payer="the payer").value
        keep_receipt(self.owner, made, f"receipt {made}".encode(), "receipt.pdf")

    def take_back_receipt(self) -> None:
        void_receipt(self.manager, self._any(Receipt).id, "misprint")

    def keep_file(self) -> None:
        invoice = self._any(Invoice)
        keep_invoice_file(self.owner, invoice.id, invoice.snapshot.encode(), f"{invoice.number}.pdf")

    def read_statement(self) -> None:
        """Lines of a bank account: what customers owe, or something of it, from the day itself."""
        owed = [o.outstanding for o in every(Order, "outstanding > 0")] or [500]
        day = self.book.clock.day.isoformat()
        lines = [
            Entry(day, self._some(self.random.choice(owed)) or -700, party="a payer", reference=f"R{self.done}-{n}")
            for n in range(self.random.randint(1, 3))
        ]
        import_statement(self.owner, "DE89", "bank_transfer", lines)

    def match(self) -> None:
        """What a line of the bank is: money for an order, a customer's balance, of nobody, or known already."""
        line = self._any(BankLine, "state = 'new'")
        known = every(Payment, "amount = ? AND state = 'live'", (line.amount,))
        if known and self.random.random() < 0.3:
            match_line(self.owner, Match(line.id, payment_id=known[0].id))
            return
        fee = self.random.choice([0, 0, 3])
        gross = line.amount + fee
        some = self.random.choice([None, *every(Order, "outstanding > 0")])
        parts = [(some.id, min(some.outstanding, gross))] if some is not None and self.random.random() < 0.8 else []
        match_line(self.owner, Match(line.id, some.customer_id if some is not None else None, parts, gross, fee))

    def decide_line(self) -> None:
        line = self._any(BankLine)
        if line.state == "new":
            ignore_lines(self.owner, [line.id], "not ours")
        else:
            reopen_line(self.owner, line.id)

    def register(self) -> None:
        """An invoice that an authority numbered, or the one that takes it back; its own number, its own rules."""
        kind = self.random.choice([kind for kind in KINDS.values() if not kind.own_series])
        number = "".join(self.random.choices("0123456789", k=20 if kind.red_slip else 8))
        code = "" if kind.red_slip else "0123456789"
        standing = every(Invoice, "document_type = 'invoice' AND invoice_kind = ? AND credited = 0", (kind.key,))
        if standing and self.random.random() < 0.7:
            credit_invoice(self.manager, standing[0].id, "correction", "so", number=number, code=code)
            return
        some = self._any(Order, "worth > invoiced")
        buyer = Buyer("Cedar & Elm", tax_number="91320500MA1XXXXX0X")
        amount = self.random.choice([None, self._some(some.worth - some.invoiced)])
        issue_invoice(
            self.owner, [some.id], amount=amount, invoice_kind=kind.key, buyer=buyer, number=number, code=code,
        )  # fmt: skip

    def reopen(self) -> None:
        closed = value("SELECT closed_until FROM company")
        if closed is None:
            close_month(self.manager, self.book.clock.day - timedelta(days=self.random.randint(1, 40)))
        else:
            reopen_month(self.owner, None, "a late invoice")


class Watch:
    """Somebody who looks at the book after each act and remembers how it stood before."""

    def __init__(self) -> None:
        self._papers: dict[str, tuple[Any, ...]] = {}
        self._sums: dict[str, int] = {}
        self._read: set[str] = set()
        list(self.differences(""))

    def differences(self, act: str) -> Iterator[str]:
        """What changed that must not change by this act, in words for a failing test."""
        sums = {name: int(value(statement)) for name, statement in _SUMS.items()}
        for name, amount in sums.items():
            if self._sums and amount != self._sums[name] and name not in MOVES.get(act, ()):
                yield f"{act} moved {name} from {self._sums[name]} to {amount}"
        self._sums = sums
        yield from self._lost(sums["cash"])
        papers = {row[0]: row[1:] for statement in _STANDS for row in connection().execute(statement)}
        for key, row in self._papers.items():
            if papers.get(key) != row:
                yield f"{act} changed {key}: {row} became {papers.get(key)}"
        self._papers = papers
        yield from self._said()

    def _lost(self, cash: int) -> Iterator[str]:
        held = value("SELECT coalesce(sum(paid - refunded), 0) FROM sales_order") + value(
            "SELECT coalesce(sum(free), 0) FROM payment"
        )
        if held != cash:
            yield f"{cash} came in and stayed, orders and balances hold {held}"
        owed = value("SELECT coalesce(sum(outstanding), 0) FROM sales_order")
        due = value("SELECT coalesce(sum(worth - written_off - paid + refunded), 0) FROM sales_order")
        if owed != due:
            yield f"{owed} is outstanding, the facts say {due}"

    def _said(self) -> Iterator[str]:
        """What a paper that is new says: its lines, taxes and totals, and the same for machines."""
        for number, net, tax, total, text, digest in connection().execute(
            "SELECT document_type || number, net, tax, total, snapshot, snapshot_hash FROM invoice"
        ):
            if number in self._read:
                continue
            self._read.add(number)
            said = DocumentSnapshot.from_json(text)
            if hashlib.sha256(text.encode()).hexdigest() != digest:
                yield f"{number} has another hash than its content"
            if (said.net + said.cash_rounding, said.tax, said.gross + said.cash_rounding) != (net, tax, total):
                yield f"{number} says other totals than its row"
            if (sum(x.net for x in said.lines), sum(x.tax for x in said.lines)) != (said.net, said.tax):
                yield f"the lines of {number} do not add up"
            if sum(x.tax for x in said.taxes) != said.tax or said.net + said.tax != said.gross:
                yield f"the taxes of {number} do not add up"
            if said.shows_payments and said.paid + said.outstanding != total:
                yield f"{number} says that {said.paid} is paid and {said.outstanding} is not, of {total}"
            machine = e_invoice(said)
            if (machine.net, machine.tax, machine.gross) != (said.net, said.tax, said.gross):
                yield f"{number} says something else to machines"
            if any(x.amount <= 0 for x in machine.allowances) or any(x.price < 0 for x in machine.items):
                yield f"{number} has a negative allowance or price for machines"
