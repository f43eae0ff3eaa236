"""What the page of a customer shows below its figures, in four parts: overview, money, products, people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_, _
from app.queries.columns import Column, Kind, Row
from app.queries.customer_details import CustomerDetail
from app.queries.statements import ENTRIES
from app.queries.words import method_word
from app.views import tab_order
from app.views.customers.letters import LettersCard
from app.views.records import has_page, open_record
from app.views.values import first_capital, word_of
from app.views.widgets.labels import Card, label
from app.views.widgets.parts_card import PartsCard, RowAct
from app.views.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from app.views.customers.customer_page import CustomerPage

_ORDERS = (
    Column("number", N_("Number"), Kind.TEXT, 150),
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("state", N_("State"), Kind.STATE, 110),
    Column("collection", N_("Collection"), Kind.STATE, 132),
    Column("total", N_("Total"), Kind.MONEY, 96),
    Column("outstanding", N_("Outstanding"), Kind.MONEY, 100),
)
_FOLLOW_UPS = (
    Column("planned", N_("Next contact"), Kind.TEXT, 144),
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("way", N_("Way"), Kind.TEXT, 72),
    Column("said", N_("What was said"), Kind.TEXT, 220),
    Column("outcome", N_("Outcome"), Kind.TEXT, 110),
)
_ACCOUNT = (
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("entry", N_("What happened"), Kind.TEXT, 180),
    Column("number", N_("Number"), Kind.TEXT, 150),
    Column("amount", N_("Amount"), Kind.MONEY, 110),
    Column("account", N_("Owed after it"), Kind.MONEY, 120),
)
_PAYMENTS = (
    Column("number", N_("Number"), Kind.TEXT, 150),
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("method", N_("Method"), Kind.TEXT, 96),
    Column("payment", N_("State"), Kind.STATE, 120),
    Column("amount", N_("Amount"), Kind.MONEY, 96),
    Column("free", N_("Not used"), Kind.MONEY, 96),
)
_REFUNDS = (
    Column("number", N_("Number"), Kind.TEXT, 150),
    Column("requested_on", N_("Requested"), Kind.DATE, 92),
    Column("order", N_("Order"), Kind.TEXT, 140),
    Column("refund", N_("State"), Kind.STATE, 120),
    Column("amount", N_("Amount"), Kind.MONEY, 96),
)
_INVOICES = (
    Column("number", N_("Number"), Kind.TEXT, 170),
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("title", N_("Invoice title"), Kind.TEXT, 150),
    Column("invoice", N_("State"), Kind.STATE, 110),
    Column("total", N_("Total"), Kind.MONEY, 96),
)
_PRODUCTS = (
    Column("name", N_("Product"), Kind.TEXT, 200),
    Column("code", N_("Code"), Kind.TEXT, 100),
    Column("orders", N_("Orders"), Kind.COUNT, 70),
    Column("quantity", N_("Quantity"), Kind.QUANTITY, 86),
    Column("unit", N_("Unit"), Kind.TEXT, 60),
    Column("last_price", N_("Last price"), Kind.PRICE, 100),
    Column("last_date", N_("Last order"), Kind.DATE, 96),
)
_CONTACTS = (
    Column("name", N_("Name"), Kind.TEXT, 150),
    Column("main", N_("Main"), Kind.FLAG, 60),
    Column("position", N_("Position"), Kind.TEXT, 110),
    Column("phone", N_("Phone"), Kind.TEXT, 130),
    Column("email", N_("E-mail"), Kind.TEXT, 140),
)
_ADDRESSES = (
    Column("label", N_("Called"), Kind.TEXT, 100),
    Column("main", N_("Main"), Kind.FLAG, 60),
    Column("consignee", N_("Consignee"), Kind.TEXT, 110),
    Column("phone", N_("Phone"), Kind.TEXT, 120),
    Column("address", N_("Address"), Kind.TEXT, 260),
)
_TITLES = (
    Column("title", N_("Invoice title"), Kind.TEXT, 190),
    Column("main", N_("Main"), Kind.FLAG, 56),
    Column("customer_kind", N_("Kind"), Kind.TEXT, 96),
    Column("tax_number", N_("Tax number"), Kind.TEXT, 160),
    Column("deliver_to", N_("Send invoices to"), Kind.TEXT, 130),
)


Fill = Callable[[CustomerDetail, bool], None]
"""Shows a record in one card; the flag says whether this person may change it."""


class Part(QWidget):
    """One part of the page: cards one below the other. Each is made in a turn of its own, so that none waits long."""

    at_once = False

    def __init__(self, page: CustomerPage, name: str) -> None:
        super().__init__()
        self.page = page
        self.setObjectName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self._fills: list[Fill] = []
        self._making: Iterator[Fill] | None = self.make()
        self._go_on()

    @property
    def complete(self) -> bool:
        """Whether all cards are made."""
        return self._making is None

    def make(self) -> Iterator[Fill]:
        """Make the cards one after the other; gives what fills each."""
        raise TypeError("a part says what it is made of")

    def _go_on(self) -> None:
        while self._making is not None:
            fill = next(self._making, None)
            if fill is None:
                self._making = None
                if self.isVisible():
                    tab_order.arrange_around(self)
                return
            self._fills.append(fill)
            record = self.page.record
            if record is not None:
                fill(record, self.page.may_edit(record))
            if not self.at_once:
                QTimer.singleShot(0, self, self._go_on)
                return

    def show_record(self, record: CustomerDetail) -> None:
        """Fill the cards."""
        for fill in self._fills:
            fill(record, self.page.may_edit(record))

    def table(self, name: str, title: str, columns: Sequence[Column], none_yet: str, *, most: int = 6) -> Listed:
        """A card with a table that only shows."""
        table = SmallTable(f"{name}_table", title, columns, self.page.desk.currency, most=most)
        made = Listed(name, title, table, none_yet)
        self.column.addWidget(made)
        return made

    def parts(
        self, name: str, title: str, columns: Sequence[Column], none_yet: str, add: str, run: Callable[[], None],
        acts: Sequence[RowAct],
    ) -> PartsCard:  # fmt: skip
        """A card with records that belong to the customer."""
        made = PartsCard(name, title, columns, self.page.desk.currency, none_yet, (add, run), acts)
        self.column.addWidget(made)
        return made


class Listed(Card):
    """A card with a table, or with a sentence while there is nothing in it."""

    def __init__(self, name: str, title: str, table: SmallTable, none_yet: str) -> None:
        super().__init__(f"{name}_card", title=title)
        self.table = table
        self.add_table(table)
        self.none_yet = label(none_yet, "muted", f"{name}_none", wrap=True)
        self.body.addWidget(self.none_yet)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.none_yet.setVisible(not rows)


class OverviewPart(Part):
    """What was said and is planned, and the newest orders."""

    at_once = True

    def make(self) -> Iterator[Fill]:
        page = self.page
        self.follow_ups = self.parts(
            "customer_follow_ups", N_("Contacts"), _FOLLOW_UPS, N_("No contact was noted yet."),
            N_("Note a contact…"), lambda: page.start("add_follow_up"), page.acts.of_follow_ups(),
        )  # fmt: skip
        yield self._show_follow_ups
        self.orders = self.table("customer_orders", N_("Orders"), _ORDERS, N_("No orders yet."), most=8)
        self.orders.table.opens_with(page.opener("order"))
        yield self._show_orders

    def _show_follow_ups(self, record: CustomerDetail, allowed: bool) -> None:
        today = self.page.desk.actor.today().isoformat()
        rows = [
            Row(f.id, (_planned(f.next_date, bool(f.done), today), f.date, f.way, _line(f.said), f.outcome))
            for f in record.follow_ups
        ]
        self.follow_ups.show_rows(rows, allowed=allowed)
        self.follow_ups.setVisible(allowed or bool(rows))

    def _show_orders(self, record: CustomerDetail, _allowed: bool) -> None:
        self.orders.show_rows(
            [Row(o.id, (o.number, o.date, o.state, o.collection, o.total, o.outstanding)) for o in record.recent_orders]
        )
        self.orders.setVisible(record.shows_money)


class MoneyPart(Part):
    """The account with its running sum, payments, refunds and invoices; what never happened takes no place."""

    def make(self) -> Iterator[Fill]:
        page = self.page
        self.letters = LettersCard(page)
        self.column.addWidget(self.letters)
        yield self.letters.show_letters
        self.account = self.table(
            "customer_account", N_("Account movements"), _ACCOUNT, N_("Nothing was booked yet."), most=10
        )
        self.account.table.opens_with(self._open_movement)
        yield self._show_account
        self.payments = self.table("customer_payments", N_("Payments"), _PAYMENTS, N_("No payments yet."))
        self.payments.table.opens_with(page.opener("payment"))
        yield self._show_payments
        self.invoices = self.table("customer_invoices", N_("Invoices"), _INVOICES, N_("No invoices yet."))
        self.invoices.table.opens_with(page.opener("invoice"))
        yield self._show_invoices
        self.refunds = self.table("customer_refunds", N_("Refunds"), _REFUNDS, N_("No refunds."))
        self.refunds.table.opens_with(page.opener("refund"))
        yield self._show_refunds

    def _show_account(self, record: CustomerDetail, _allowed: bool) -> None:
        self.account.show_rows(
            [
                Row(g.id, (g.date, _(ENTRIES.get(g.entry, g.entry)), g.number, g.amount, g.account))
                for g in record.account
            ]
        )

    def _open_movement(self, row: int, beside: bool) -> None:
        record: CustomerDetail = self.page.record
        found = next((g for g in record.account if g.id == row), None)
        if found is not None and found.about_id is not None and has_page(found.about_kind):
            open_record(self.page.desk, found.about_kind, found.about_id, beside=beside)

    def _show_payments(self, record: CustomerDetail, _allowed: bool) -> None:
        self.payments.show_rows(
            [
                Row(p.id, (p.number, p.date, first_capital(method_word(p.method)), p.state, p.amount, p.free))
                for p in record.payments
            ]
        )

    def _show_invoices(self, record: CustomerDetail, _allowed: bool) -> None:
        self.invoices.show_rows([Row(i.id, (i.number, i.date, i.title, i.state, i.total)) for i in record.invoices])
        self.invoices.setVisible(bool(record.invoices))

    def _show_refunds(self, record: CustomerDetail, _allowed: bool) -> None:
        self.refunds.show_rows(
            [Row(r.id, (r.number, r.requested_on, r.order or "", r.state, r.amount)) for r in record.refunds]
        )
        self.refunds.setVisible(bool(record.refunds))


class ProductsPart(Part):
    """What the customer usually buys."""

    def make(self) -> Iterator[Fill]:
        self.products = self.table(
            "customer_products", N_("Usually bought"), _PRODUCTS, N_("Nothing was bought yet."), most=16
        )
        self.products.table.opens_with(self.page.opener("product"))
        yield self._show_products

    def _show_products(self, record: CustomerDetail, _allowed: bool) -> None:
        self.products.show_rows(
            [
                Row(p.id, (p.name, p.code, p.orders, p.quantity, p.unit, p.last_price, p.last_date))
                for p in record.products
            ]
        )


class PeoplePart(Part):
    """The people, addresses and invoice titles of the customer."""

    def make(self) -> Iterator[Fill]:
        acts = self.page.acts
        self.contacts = self.parts(
            "customer_contacts", N_("People"), _CONTACTS, N_("Nobody is noted here yet."),
            N_("Add person…"), acts.add_contact, acts.of_contacts(),
        )  # fmt: skip
        yield self._show_contacts
        self.addresses = self.parts(
            "customer_addresses", N_("Addresses"), _ADDRESSES,
            N_("No further address. New orders go to the address of the customer."),
            N_("Add address…"), acts.add_address, acts.of_addresses(),
        )  # fmt: skip
        yield self._show_addresses
        self.titles = self.parts(
            "customer_titles", N_("Invoice titles"), _TITLES,
            N_("No further title. Invoices are made out to the customer."),
            N_("Add title…"), acts.add_title, acts.of_titles(),
        )  # fmt: skip
        yield self._show_titles

    def _show_contacts(self, record: CustomerDetail, allowed: bool) -> None:
        self.contacts.show_rows(
            [Row(c.id, (c.name, c.main, c.position, c.phone, c.email)) for c in record.contacts], allowed=allowed
        )

    def _show_addresses(self, record: CustomerDetail, allowed: bool) -> None:
        rows = []
        for a in record.addresses:
            where = " ".join(p for p in (a.region, a.city, a.address) if p)
            rows.append(Row(a.id, (a.label, a.main, a.consignee, a.phone, where)))
        self.addresses.show_rows(rows, allowed=allowed)

    def _show_titles(self, record: CustomerDetail, allowed: bool) -> None:
        rows = []
        for t in record.invoice_titles:
            kind = first_capital(word_of("customer_kind", t.title_kind))
            rows.append(Row(t.id, (t.title, t.main, kind, t.tax_number, t.deliver_to)))
        self.titles.show_rows(rows, allowed=allowed)


def _line(said: str) -> str:
    return " ".join(said.split())


def _planned(day: str | None, done: bool, today: str) -> str:
    if not day:
        return ""
    if done:
        return _("{date} done").format(date=day)
    return _("{date} due").format(date=day) if day <= today else day
