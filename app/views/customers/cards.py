"""What the page of a customer shows below its figures, in four parts: overview, money, products, people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_, _
from app.queries.columns import Column, Kind, Row
from app.queries.customer_details import CustomerDetail
from app.queries.statements import ENTRIES
from app.queries.words import method_word
from app.views.values import first_capital, word_of
from app.views.widgets.labels import Card, label
from app.views.widgets.parts_card import PartsCard
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
    Column("planned", N_("Next contact"), Kind.TEXT, 124),
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("way", N_("Way"), Kind.TEXT, 72),
    Column("said", N_("What was said"), Kind.TEXT, 240),
    Column("outcome", N_("Outcome"), Kind.TEXT, 110),
)
_ACCOUNT = (
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("entry", N_("What happened"), Kind.TEXT, 180),
    Column("order", N_("Order"), Kind.TEXT, 140),
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


class _Part(QWidget):
    """One part of the page: cards one below the other."""

    def __init__(self, page: CustomerPage, name: str) -> None:
        super().__init__()
        self.page = page
        self.setObjectName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def table(self, name: str, title: str, columns: Sequence[Column], none_yet: str, *, most: int = 6) -> Listed:
        """A card with a table that only shows."""
        made = Listed(
            name, title, SmallTable(f"{name}_table", title, columns, self.page.desk.currency, most=most), none_yet
        )
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

    def show_rows(self, rows: Sequence[Row], opens: Callable[[int, bool], object] | None = None) -> None:
        """Show these rows."""
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.none_yet.setVisible(not rows)


class OverviewPart(_Part):
    """What was said and is planned, and the newest orders."""

    def __init__(self, page: CustomerPage) -> None:
        super().__init__(page, "customer_overview")
        self.follow_ups = PartsCard(
            "customer_follow_ups",
            N_("Contacts"),
            _FOLLOW_UPS,
            page.desk.currency,
            N_("No contact was noted yet."),
            (N_("Note a contact…"), lambda: page.start("add_follow_up")),
            page.acts.of_follow_ups(),
        )
        self.column.addWidget(self.follow_ups)
        self.orders = self.table("customer_orders", N_("Orders"), _ORDERS, N_("No orders yet."), most=8)
        self.orders.table.opens_with(page.opener("order"))

    def show_record(self, record: CustomerDetail, allowed: bool) -> None:
        """Fill the cards."""
        today = self.page.desk.actor.today().isoformat()
        self.follow_ups.show_rows(
            [Row(f.id, (_planned(f.next_date, bool(f.done), today), f.date, f.way, _line(f.said), f.outcome))
             for f in record.follow_ups],
            allowed=allowed,
        )  # fmt: skip
        self.follow_ups.setVisible(allowed or bool(record.follow_ups))
        self.orders.show_rows(
            [Row(o.id, (o.number, o.date, o.state, o.collection, o.total, o.outstanding)) for o in record.recent_orders]
        )
        self.orders.setVisible(record.shows_money)


class MoneyPart(_Part):
    """The account with its running sum, payments, refunds and invoices."""

    def __init__(self, page: CustomerPage) -> None:
        super().__init__(page, "customer_money")
        self.account = self.table(
            "customer_account", N_("Account movements"), _ACCOUNT, N_("Nothing was booked yet."), most=10
        )
        self.payments = self.table("customer_payments", N_("Payments"), _PAYMENTS, N_("No payments yet."))
        self.payments.table.opens_with(page.opener("payment"))
        self.refunds = self.table("customer_refunds", N_("Refunds"), _REFUNDS, N_("No refunds."))
        self.refunds.table.opens_with(page.opener("refund"))
        self.invoices = self.table("customer_invoices", N_("Invoices"), _INVOICES, N_("No invoices yet."))
        self.invoices.table.opens_with(page.opener("invoice"))

    def show_record(self, record: CustomerDetail, allowed: bool) -> None:
        """Fill the cards."""
        self.account.show_rows(
            [
                Row(g.id, (g.date, _(ENTRIES.get(g.entry, g.entry)), g.order or "", g.amount, g.account))
                for g in record.account
            ]
        )
        self.payments.show_rows(
            [
                Row(p.id, (p.number, p.date, first_capital(method_word(p.method)), p.state, p.amount, p.free))
                for p in record.payments
            ]
        )
        self.refunds.show_rows(
            [Row(r.id, (r.number, r.requested_on, r.order or "", r.state, r.amount)) for r in record.refunds]
        )
        self.invoices.show_rows([Row(i.id, (i.number, i.date, i.title, i.state, i.total)) for i in record.invoices])


class ProductsPart(_Part):
    """What the customer usually buys."""

    def __init__(self, page: CustomerPage) -> None:
        super().__init__(page, "customer_products")
        self.products = self.table(
            "customer_products", N_("Usually bought"), _PRODUCTS, N_("Nothing was bought yet."), most=16
        )
        self.products.table.opens_with(page.opener("product"))

    def show_record(self, record: CustomerDetail, allowed: bool) -> None:
        """Fill the card."""
        self.products.show_rows(
            [
                Row(p.id, (p.name, p.code, p.orders, p.quantity, p.unit, p.last_price, p.last_date))
                for p in record.products
            ]
        )


class PeoplePart(_Part):
    """The people, addresses and invoice titles of the customer."""

    def __init__(self, page: CustomerPage) -> None:
        super().__init__(page, "customer_people")
        unit, acts = page.desk.currency, page.acts
        self.contacts = PartsCard(
            "customer_contacts", N_("People"), _CONTACTS, unit, N_("Nobody is noted here yet."),
            (N_("Add person…"), acts.add_contact), acts.of_contacts(),
        )  # fmt: skip
        self.addresses = PartsCard(
            "customer_addresses", N_("Addresses"), _ADDRESSES, unit,
            N_("No further address. New orders go to the address of the customer."),
            (N_("Add address…"), acts.add_address), acts.of_addresses(),
        )  # fmt: skip
        self.titles = PartsCard(
            "customer_titles", N_("Invoice titles"), _TITLES, unit,
            N_("No further title. Invoices are made out to the customer."),
            (N_("Add title…"), acts.add_title), acts.of_titles(),
        )  # fmt: skip
        for card in (self.contacts, self.addresses, self.titles):
            self.column.addWidget(card)

    def show_record(self, record: CustomerDetail, allowed: bool) -> None:
        """Fill the cards."""
        self.contacts.show_rows(
            [Row(c.id, (c.name, c.main, c.position, c.phone, c.email)) for c in record.contacts], allowed=allowed
        )
        self.addresses.show_rows(
            [
                Row(
                    a.id,
                    (a.label, a.main, a.consignee, a.phone, " ".join(p for p in (a.region, a.city, a.address) if p)),
                )
                for a in record.addresses
            ],
            allowed=allowed,
        )
        self.titles.show_rows(
            [
                Row(
                    t.id,
                    (
                        t.title,
                        t.main,
                        first_capital(word_of("customer_kind", t.title_kind)),
                        t.tax_number,
                        t.deliver_to,
                    ),
                )
                for t in record.invoice_titles
            ],
            allowed=allowed,
        )


def _line(said: str) -> str:
    return " ".join(said.split())


def _planned(day: str | None, done: bool, today: str) -> str:
    if not day:
        return ""
    if done:
        return _("{date} done").format(date=day)
    return _("{date} due").format(date=day) if day <= today else day
