"""The page of one return, allowance or termination."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.money import show
from app.operations.credits import reject_credit, void_credit
from app.queries import crediting
from app.queries.columns import Column, Kind, Row
from app.queries.crediting import CreditDetail
from app.queries.words import state_word
from app.views.acting import open_dialog
from app.views.desk import Desk
from app.views.record_actions import RecordAction, WithReason
from app.views.record_page import RecordPage, section
from app.views.refunds.credit_dialogs import ApproveCreditDialog, goods_word
from app.views.values import first_capital, word_of
from app.views.widgets.small_table import SmallTable

_LINES = (
    Column("description", N_("Product"), Kind.TEXT, 220),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 90),
    Column("unit", N_("Unit"), Kind.TEXT, 60),
    Column("tax_rate", N_("Tax"), Kind.RATE, 70),
    Column("net", N_("Net"), Kind.MONEY, 110),
    Column("tax", N_("Tax amount"), Kind.MONEY, 100),
    Column("gross", N_("With tax"), Kind.MONEY, 110),
)


def approve(desk: Desk, parent: QWidget, credit_id: int) -> None:
    """Make a requested credit real."""
    found = crediting.credit(desk.actor, credit_id)
    open_dialog(desk, ApproveCreditDialog(desk, found, parent), N_("It is approved; the order is worth less now."))


ACTIONS = (
    RecordAction("approve_credit", N_("Approve…"), "check", approve, shortcut="F9"),
    RecordAction(
        "reject_credit",
        N_("Reject…"),
        "x",
        WithReason(
            "reject_credit_dialog",
            N_("Reject return or allowance"),
            N_("Reject"),
            lambda actor, credit_id, reason: reject_credit(actor, credit_id, reason),
            N_("It was rejected."),
            N_("The order keeps its worth."),
            usual="reject",
        ),
        shortcut="Shift+F9",
    ),
    RecordAction(
        "void_credit",
        N_("Void…"),
        "ban",
        WithReason(
            "void_credit_dialog",
            N_("Void return or allowance"),
            N_("Void"),
            lambda actor, credit_id, reason: void_credit(actor, credit_id, reason),
            N_("It was voided."),
            N_("The order's worth, the returned quantities and the stock are as before it."),
            usual="void",
            danger=True,
        ),
        danger=True,
    ),
)


class CreditPage(RecordPage):
    """One credit."""

    help_topic = "returns-refunds-and-write-offs"
    chip_kinds = ("credit",)
    watches = frozenset({"credit", "order"})
    facts_titles = (
        ("customer", N_("Customer")),
        ("order", N_("Order")),
        ("kind", N_("What")),
        ("amount", N_("Amount")),
        ("net", N_("Net")),
        ("tax", N_("Tax amount")),
        ("goods", N_("Where the goods go")),
        ("date", N_("Approved on")),
        ("reason", N_("Reason")),
        ("requested_on", N_("Requested")),
        ("requester", N_("Requested by")),
        ("decided_on", N_("Decided")),
        ("decider", N_("Decided by")),
        ("decision", N_("Decision note")),
        ("voided_on", N_("Voided on")),
    )

    def __init__(self, desk: Desk, credit_id: int) -> None:
        super().__init__(desk, "credit", credit_id, ACTIONS, ("approve_credit",))

    def read_record(self) -> CreditDetail:
        return crediting.credit(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        self.lines = SmallTable("credit_lines_table", N_("Lines"), _LINES, self.desk.currency, most=12)
        self.lines_card = section("credit_lines_card", N_("Lines"), self.lines)
        return (self.lines_card,)

    def title_of(self, record: Any) -> str:
        word = state_word("credit_kind", record.credit_kind)
        return f"{first_capital(word)} {record.number or f'#{record.id}'}"

    def show_record(self, record: CreditDetail) -> None:
        rows = [
            Row(
                n.id,
                (
                    n.description,
                    n.quantity or None,
                    n.unit if n.quantity else "",
                    n.tax_rate or None,
                    n.net,
                    n.tax,
                    n.gross,
                ),
            )
            for n in record.lines
        ]
        if record.beyond:
            rows.append(Row(0, (_("Rounding of the order"), None, "", None, record.beyond, 0, record.beyond)))
        self.lines.show_rows(rows)
        self.lines_card.setVisible(bool(record.lines))
        if record.state == "requested" and "approve_credit" in record.why_not:
            self.banner.tell("info", lambda: record.why_not["approve_credit"], dismissible=False)
        else:
            self.banner.hide()
        self.show_facts(
            (
                ("customer", record.customer),
                ("order", record.order),
                ("kind", word_of("credit_kind", record.credit_kind)),
                ("amount", show(record.amount, self.desk.currency)),
                ("net", show(record.net, self.desk.currency)),
                ("tax", show(record.tax, self.desk.currency)),
                ("goods", goods_word(record.goods_to)),
                ("date", record.date or ""),
                ("reason", record.reason),
                ("requested_on", record.requested_on),
                ("requester", record.requester or ""),
                ("decided_on", record.decided_on or ""),
                ("decider", record.decider or ""),
                ("decision", record.decision_note),
                ("voided_on", record.voided_on or ""),
            )
        )
