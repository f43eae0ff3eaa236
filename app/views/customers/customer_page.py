"""The page of one customer: who it is, what it bought and owes, what was said to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.money import show
from app.queries import customer_details
from app.queries.columns import Column, Kind, Row
from app.queries.customer_details import CustomerDetail
from app.queries.words import method_word
from app.views.country_names import country_name
from app.views.customers.actions import ACTIONS
from app.views.desk import Desk
from app.views.record_page import RecordPage, section
from app.views.values import first_capital, word_of
from app.views.widgets.figures import FiguresCard
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

_ORDERS = (
    Column("number", N_("Number"), Kind.TEXT, 150),
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("state", N_("State"), Kind.STATE, 110),
    Column("collection", N_("Collection"), Kind.STATE, 132),
    Column("total", N_("Total"), Kind.MONEY, 96),
    Column("outstanding", N_("Outstanding"), Kind.MONEY, 100),
)
_FOLLOW_UPS = (
    Column("date", N_("Date"), Kind.DATE, 96),
    Column("way", N_("Way"), Kind.TEXT, 76),
    Column("said", N_("What was said"), Kind.TEXT, 260),
    Column("outcome", N_("Outcome"), Kind.TEXT, 130),
    Column("next_date", N_("Next contact"), Kind.DATE, 96),
)
_PAYMENTS = (
    Column("number", N_("Number"), Kind.TEXT, 150),
    Column("date", N_("Date"), Kind.DATE, 92),
    Column("method", N_("Method"), Kind.TEXT, 96),
    Column("payment", N_("State"), Kind.STATE, 120),
    Column("amount", N_("Amount"), Kind.MONEY, 96),
    Column("free", N_("Not used"), Kind.MONEY, 96),
)
_CONTACTS = (
    Column("name", N_("Name"), Kind.TEXT, 150),
    Column("position", N_("Position"), Kind.TEXT, 120),
    Column("phone", N_("Phone"), Kind.TEXT, 130),
    Column("email", N_("E-mail"), Kind.TEXT, 140),
)


class CustomerPage(RecordPage):
    """One customer."""

    chip_kinds = ("customer",)
    watches = frozenset({"customer", "follow_up", "order", "payment", "allocation", "refund", "credit", "write_off"})
    facts_titles = (
        ("code", N_("Code")),
        ("kind", N_("Kind")),
        ("phone", N_("Phone")),
        ("wechat", N_("WeChat")),
        ("email", N_("E-mail")),
        ("tax_number", N_("Tax number")),
        ("owner", N_("In charge")),
        ("grade", N_("Grade")),
        ("source", N_("Source")),
        ("stage", N_("Stage")),
        ("credit_limit", N_("Credit limit")),
        ("terms", N_("Days to pay")),
        ("next", N_("Next contact")),
        ("tags", N_("Tags")),
    )

    help_topic = "customers"

    def __init__(self, desk: Desk, customer_id: int) -> None:
        super().__init__(
            desk,
            "customer",
            customer_id,
            ACTIONS,
            ("make_order",),
            always=frozenset({"add_follow_up", "edit_customer"}),
        )

    def read_record(self) -> CustomerDetail:
        return customer_details.customer(self.desk.actor, self.record_id)

    def cards(self) -> Sequence[QWidget]:
        currency = self.desk.currency
        self.facts.add("address", N_("Address"), span=2)
        self.facts.add("note", N_("Note"), span=2)
        self.figures = FiguresCard(
            "customer_figures",
            (
                ("outstanding", N_("Total outstanding")),
                ("balance", N_("Balance")),
                ("revenue", N_("Revenue")),
                ("orders", N_("Orders")),
                ("last", N_("Last order")),
            ),
        )
        self.orders = SmallTable("customer_orders_table", N_("Orders"), _ORDERS, currency)
        self.orders.opens_with(self.opener("order"))
        self.follow_ups = SmallTable("customer_follow_ups_table", N_("Contacts"), _FOLLOW_UPS, currency, most=6)
        self.payments = SmallTable("customer_payments_table", N_("Payments"), _PAYMENTS, currency, most=6)
        self.payments.opens_with(self.opener("payment"))
        self.contacts = SmallTable("customer_contacts_table", N_("People"), _CONTACTS, currency, most=5)
        self.orders_card = section("customer_orders_card", N_("Orders"), self.orders)
        self.no_orders = label(N_("No orders yet."), "muted", "customer_no_orders")
        self.orders_card.body.addWidget(self.no_orders)
        self.follow_ups_card = section("customer_follow_ups_card", N_("Contacts"), self.follow_ups)
        self.no_follow_ups = label(N_("No contact was noted yet."), "muted", "customer_no_follow_ups")
        self.follow_ups_card.body.addWidget(self.no_follow_ups)
        self.payments_card = section("customer_payments_card", N_("Payments"), self.payments)
        self.contacts_card = section("customer_contacts_card", N_("People"), self.contacts)
        return self.figures, self.orders_card, self.follow_ups_card, self.payments_card, self.contacts_card

    def title_of(self, record: CustomerDetail) -> str:
        return record.name

    def states_of(self, record: CustomerDetail) -> Mapping[str, str]:
        return {"customer": "" if record.active else "inactive"}

    def status_text(self) -> str:
        return "" if self.record is None else f"{self.record.code} · {self.record.name}"

    def show_record(self, record: CustomerDetail) -> None:
        self._show_figures(record)
        self._show_tables(record)
        self._show_facts(record)

    def _show_figures(self, record: CustomerDetail) -> None:
        currency = self.desk.currency
        self.figures.setVisible(record.shows_money)
        for key in ("outstanding", "balance", "revenue"):
            amount = getattr(record, key)
            self.figures.show_figure(key, None if amount is None else show(amount, currency))
        self.figures.show_figure("orders", f"{record.orders:,}")
        self.figures.show_figure("last", record.last_order_date or "–")

    def _show_tables(self, record: CustomerDetail) -> None:
        self.orders.show_rows(
            [Row(o.id, (o.number, o.date, o.state, o.collection, o.total, o.outstanding)) for o in record.recent_orders]
        )
        self.follow_ups.show_rows(
            [Row(f.id, (f.date, f.way, f.said.replace("\n", " "), f.outcome, f.next_date)) for f in record.follow_ups]
        )
        self.payments.show_rows(
            [
                Row(p.id, (p.number, p.date, first_capital(method_word(p.method)), p.state, p.amount, p.free))
                for p in record.payments
            ]
        )
        self.contacts.show_rows([Row(c.id, (c.name, c.position, c.phone, c.email)) for c in record.contacts])
        self.orders.setVisible(bool(record.recent_orders))
        self.no_orders.setVisible(not record.recent_orders)
        self.follow_ups.setVisible(bool(record.follow_ups))
        self.no_follow_ups.setVisible(not record.follow_ups)
        self.orders_card.setVisible(record.shows_money)
        self.follow_ups_card.setVisible("add_follow_up" in record.actions or bool(record.follow_ups))
        self.payments_card.setVisible(bool(record.payments))
        self.contacts_card.setVisible(bool(record.contacts))

    def _show_facts(self, record: CustomerDetail) -> None:
        place = " ".join(p for p in (record.postal_code, record.region, record.city) if p)
        where = (place, record.address, country_name(record.country) if record.country else "")
        limit = record.credit_limit
        for key, text in (
            ("code", record.code),
            ("kind", word_of("customer_kind", record.customer_kind)),
            ("phone", record.phone),
            ("wechat", record.wechat),
            ("email", record.email),
            ("tax_number", record.tax_number),
            ("owner", record.owner or ""),
            ("grade", record.grade),
            ("source", record.source),
            ("stage", record.stage),
            ("credit_limit", show(limit, self.desk.currency) if limit is not None else ""),
            ("terms", _("as usual") if record.terms_days is None else str(record.terms_days)),
            ("next", record.next_follow_up or ""),
            ("tags", record.tags),
            ("address", "\n".join(p for p in where if p)),
            ("note", record.note),
        ):
            self.facts.show_fact(key, text)
