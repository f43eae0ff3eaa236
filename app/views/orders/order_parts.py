"""The cards of an order's page."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.money import RATE, Currency, show, show_scaled
from app.queries.columns import Column, Kind, Row
from app.queries.history import HistoryEntry
from app.queries.order_details import OrderDetail
from app.views.desk import Desk
from app.views.texts import button_text
from app.views.values import local_moment, word_of
from app.views.widgets.buttons import button
from app.views.widgets.facts import Facts
from app.views.widgets.labels import Card, label, line, value_label
from app.views.widgets.small_table import SmallTable

_LINES = (
    Column("code", N_("Code"), Kind.TEXT, 84),
    Column("description", N_("Product"), Kind.TEXT, 220),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 72),
    Column("unit", N_("Unit"), Kind.TEXT, 48),
    Column("price", N_("Price"), Kind.PRICE, 90),
    Column("discount", N_("Discount"), Kind.RATE, 74),
    Column("amount", N_("Amount"), Kind.MONEY, 104),
    Column("shipped", N_("Shipped"), Kind.QUANTITY, 72),
)
_MONEY = (
    Column("date", N_("Date"), Kind.DATE, 96),
    Column("what", N_("What"), Kind.TEXT, 150),
    Column("number", N_("Number"), Kind.NUMBER, 140),
    Column("state", N_("State"), Kind.STATE, 150),
    Column("amount", N_("Amount"), Kind.MONEY, 120),
)
_SHIPMENTS = (
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("carrier", N_("Sent with"), Kind.TEXT, 80),
    Column("state", N_("State"), Kind.STATE, 100),
)


class Sums(QWidget):
    """Names and amounts below a table, right-aligned; the last one stands out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 12, 4)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)

    def show_sums(self, sums: Sequence[tuple[str, str]]) -> None:
        """Show these; the last is the result."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, amount) in enumerate(sums):
            last = row == len(sums) - 1
            caption = label("", "section" if last else "muted")
            caption.setText(name)
            value = value_label(amount, "section" if last else "")
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            caption.setAlignment(right)
            value.setAlignment(right)
            value.setAccessibleName(f"{name} {amount}")
            self._grid.addWidget(caption, row, 0)
            self._grid.addWidget(value, row, 1)


def order_sums(currency: Currency, order: Any, taxes: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """The totals block of an order (or what is typed of one): goods, discount, tax by code, rounding, total."""
    sums = []
    if order.discount_total:
        sums.append((_("Goods"), show(order.goods_amount, currency)))
        sums.append((_("Discount"), show(-order.discount_total, currency)))
    if order.tax:
        sums.append((_("Net"), show(order.net, currency)))
        sums += [(name, show(tax, currency)) for name, tax in taxes]
    for name, amount in ((_("Cash rounding"), order.cash_rounding), (_("Stated difference"), order.stated_difference)):
        if amount:
            sums.append((name, show(amount, currency)))
    sums.append((_("Total ({currency})").format(currency=currency.code), show(order.total, currency)))
    return sums


class LinesCard(Card):
    """What was sold, and what it adds up to."""

    def __init__(self, currency: Currency) -> None:
        super().__init__("order_lines_card", padding=1)
        self.body.setSpacing(0)
        self._currency = currency
        self.table = SmallTable("order_lines_table", N_("Lines"), _LINES, currency, most=12)
        self.sums = Sums("order_sums")
        self.body.addWidget(self.table)
        self.body.addWidget(self.sums)

    def show_order(self, order: OrderDetail) -> None:
        """Show an order."""
        self.table.show_rows(
            [
                Row(
                    item.id,
                    (
                        item.code,
                        item.description,
                        item.quantity,
                        item.unit,
                        item.unit_price,
                        item.discount_rate or None,
                        item.amount,
                        item.shipped or None,
                    ),
                )
                for item in order.lines
                if item.quantity
            ]
        )
        taxes: dict[str, int] = {}
        for item in order.lines:
            if item.tax:
                name = _("Tax {rate} %").format(rate=show_scaled(item.tax_rate, RATE))
                taxes[name] = taxes.get(name, 0) + item.tax
        self.sums.show_sums(order_sums(self._currency, order, list(taxes.items())))


class PartyCard(Card):
    """Who bought, where it goes, when it is due."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("order_party_card")
        self._desk = desk
        self._customer = 0
        self.open_customer = button("", "open_customer_button", kind="link", run=self._open)
        self.open_customer.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self.open_customer)
        self.facts = Facts("order_facts")
        for key, title in (
            ("date", N_("Order date")),
            ("due", N_("Due date")),
            ("promised", N_("Promised date")),
            ("salesperson", N_("Salesperson")),
            ("channel", N_("Channel")),
            ("reference", N_("Customer's reference")),
        ):
            self.facts.add(key, title)
        self.facts.add("ship_to", N_("Ship to"), span=2)
        self.facts.add("balance", N_("Customer's balance"))
        self.facts.add("owes", N_("Customer owes"))
        self.body.addWidget(self.facts)

    def show_order(self, order: OrderDetail) -> None:
        """Show an order."""
        self._customer = order.customer_id
        self.open_customer.setText(button_text(order.customer))
        self.open_customer.setAccessibleName(_("Open customer {name}").format(name=order.customer))
        place = " ".join(p for p in (order.region, order.city, order.ship_address, order.ship_postal_code) if p)
        ship_to = "\n".join(p for p in (f"{order.consignee} {order.ship_phone}".strip(), place) if p)
        currency = self._desk.currency
        for key, text in (
            ("date", order.date),
            ("due", order.due_date or ""),
            ("promised", order.promised_date or ""),
            ("salesperson", order.salesperson or ""),
            ("channel", order.channel),
            ("reference", order.customer_reference),
            ("ship_to", ship_to),
            ("balance", show(order.customer_balance, currency)),
            ("owes", show(order.customer_outstanding, currency)),
        ):
            self.facts.show_fact(key, text)

    def _open(self) -> None:
        open_other(self._desk, "customers", "open_customer", self._customer)


def open_other(desk: Desk, module: str, function: str, record_id: int) -> None:
    """Open the page of a record of another noun."""
    getattr(import_module(f"app.views.{module}"), function)(desk, desk.shell, record_id)


class MoneyCard(Card):
    """Every document that moved money or bills the order, by date; and what is outstanding."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("order_money_card")
        self._desk = desk
        self._opens: dict[int, tuple[str, str, int]] = {}
        figures = QHBoxLayout()
        figures.setSpacing(32)
        self.figures: dict[str, QLabel] = {}
        for key, title in (
            ("worth", N_("Worth")),
            ("paid", N_("Paid")),
            ("refunded", N_("Refunded")),
            ("invoiced", N_("Invoiced")),
            ("outstanding", N_("Outstanding")),
        ):
            box = QVBoxLayout()
            box.setSpacing(1)
            value = value_label("", "section", f"order_figure_{key}")
            box.addWidget(label(title, "label"))
            box.addWidget(value)
            figures.addLayout(box)
            self.figures[key] = value
        figures.addStretch(1)
        self.body.addLayout(figures)
        self.rule = line()
        self.body.addWidget(self.rule)
        self.table = SmallTable("order_money_table", N_("Money"), _MONEY, desk.currency)
        self.body.addWidget(self.table)
        self.nothing = label(N_("No payment, refund or invoice yet."), "muted", "order_no_money")
        self.body.addWidget(self.nothing)
        self.table.open_asked.connect(self._open)

    def show_order(self, order: OrderDetail) -> None:
        """Show an order."""
        self.setVisible(order.shows_money)
        for key, value in self.figures.items():
            value.setText(show(getattr(order, key), self._desk.currency))
        rows: list[tuple[str, Row]] = []
        self._opens.clear()

        def add(day: str, opens: tuple[str, str, int] | None, *values: Any) -> None:
            number = len(rows) + 1
            if opens is not None:
                self._opens[number] = opens
            rows.append((day, Row(number, (day, *values))))

        for paid in order.payments:
            opens = ("payments", "open_payment", paid.payment_id)
            add(paid.date, opens, word_of("method", paid.method), paid.number, paid.state, paid.amount)
        for back in order.refunds:
            opens = ("refunds", "open_refund", back.id)
            add(back.date or back.requested_on, opens, _("Refund"), back.number, back.state, -back.amount)
        for credit in order.credits:
            opens = ("refunds", "open_credit", credit.id)
            what = word_of("credit_kind", credit.credit_kind)
            add(credit.date or credit.requested_on, opens, what, credit.number, credit.state, -credit.amount)
        for off in order.write_offs:
            opens = ("refunds", "open_write_off", off.id)
            add(off.date, opens, word_of("write_off_kind", off.write_off_kind), "", "", -off.amount)
        for paper in order.invoices:
            opens = ("invoices", "open_invoice", paper.id)
            what = _("Invoice") if paper.document_type == "invoice" else _("Credit note")
            add(paper.date, opens, what, paper.number, paper.state, paper.amount)
        for wish in order.invoice_requests:
            if wish.state == "requested":
                add(wish.requested_on, None, _("Invoice request"), "", wish.state, wish.amount)
        rows.sort(key=lambda pair: pair[0])
        self.table.show_rows([row for _day, row in rows])
        for part in (self.table, self.rule):
            part.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def _open(self, number: int) -> None:
        opens = self._opens.get(number)
        if opens is not None:
            open_other(self._desk, *opens)


class ShipmentsCard(Card):
    """What left, with whom."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("order_shipments_card", title=N_("Shipments"))
        self.table = SmallTable("order_shipments_table", N_("Shipments"), _SHIPMENTS, desk.currency, most=5)
        self.body.addWidget(self.table)

    def show_order(self, order: OrderDetail) -> None:
        """Show an order."""
        self.setVisible(bool(order.shipments))
        self.table.show_rows(
            [
                Row(
                    sent.id,
                    (
                        sent.date,
                        f"{sent.carrier} {sent.tracking_number}".strip(),
                        "signed_for" if sent.signed_on and sent.state != "voided" else sent.state,
                    ),
                )
                for sent in order.shipments
            ]
        )


class HistoryCard(Card):
    """What happened, newest first, in words."""

    SHOWN = 12

    def __init__(self) -> None:
        super().__init__("history_card", title=N_("History"))
        self.entries = QVBoxLayout()
        self.entries.setSpacing(8)
        self.body.addLayout(self.entries)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show what happened to a record."""
        while self.entries.count():
            item = self.entries.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, entry in enumerate(entries[: self.SHOWN]):
            box = QWidget()
            box.setObjectName(f"history_entry_{number}")
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(1)
            title = entry.title[:1].upper() + entry.title[1:]
            head = value_label(f"{title}  ·  {entry.user}  ·  {local_moment(entry.at)}")
            column.addWidget(head)
            told_anyway = any(change.after == entry.reason for change in entry.changes[:6])
            details = [entry.reason] if entry.reason and not told_anyway else []
            for change in entry.changes[:6]:
                value = f"{change.before} → " if change.before else ""
                value += change.after or "–"
                details.append(_("{title}: {value}").format(title=change.title, value=value))
            if details:
                told = label("", "hint", wrap=True)
                told.setText("   ".join(details))
                column.addWidget(told)
            self.entries.addWidget(box)
