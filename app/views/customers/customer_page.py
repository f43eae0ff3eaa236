"""The page of one customer: who it is, what it bought and owes, what was said to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.models.terms import terms_from
from app.money import show
from app.queries import customer_details
from app.queries.customer_details import CustomerDetail
from app.views.country_names import country_name
from app.views.customers.actions import ACTIONS
from app.views.customers.cards import MoneyPart, OverviewPart, Part, PeoplePart, ProductsPart
from app.views.customers.part_acts import PartActs
from app.views.desk import Desk
from app.views.record_page import RecordPage
from app.views.terms_field import usual_words
from app.views.values import word_of
from app.views.widgets.figures import FiguresCard
from app.views.widgets.tabs import Tabs


class CustomerPage(RecordPage):
    """One customer."""

    chip_kinds = ("customer",)
    watches = frozenset(
        {
            "customer", "contact", "address", "invoice_title", "follow_up", "order", "payment", "allocation", "refund",
            "credit", "write_off", "invoice", "customer_letter",
        }
    )  # fmt: skip
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
        ("terms", N_("Payment terms")),
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
                ("satisfaction", N_("Satisfaction")),
            ),
        )
        self.acts = PartActs(self)
        self.tabs = Tabs("customer_tabs", N_("Parts of this page"))
        self.tabs.add("overview", N_("Overview"), lambda: OverviewPart(self, "customer_overview"))
        self.tabs.add("money", N_("Money"), lambda: MoneyPart(self, "customer_money"))
        self.tabs.add("products", N_("Products"), lambda: ProductsPart(self, "customer_products"))
        self.tabs.add("people", N_("People and addresses"), lambda: PeoplePart(self, "customer_people"))
        self.tabs.steps_from(self)
        self.tabs.shown_part.connect(lambda _key: self._fill_part())
        return self.figures, self.tabs

    def title_of(self, record: CustomerDetail) -> str:
        return record.name

    def states_of(self, record: CustomerDetail) -> Mapping[str, str]:
        return {"customer": "" if record.active else "inactive"}

    def status_text(self) -> str:
        return "" if self.record is None else f"{self.record.code} · {self.record.name}"

    def show_record(self, record: CustomerDetail) -> None:
        self._show_figures(record)
        self.tabs.allow("money", record.shows_money)
        self.tabs.allow("products", record.shows_money)
        self._fill_part()
        self._show_facts(record)

    def _show_figures(self, record: CustomerDetail) -> None:
        currency = self.desk.currency
        self.figures.setVisible(record.shows_money)
        for key in ("outstanding", "balance", "revenue"):
            amount = getattr(record, key)
            self.figures.show_figure(key, None if amount is None else show(amount, currency))
        self.figures.show_figure("orders", f"{record.orders:,}")
        self.figures.show_figure("last", record.last_order_date or "–")
        self.figures.show_figure("satisfaction", _satisfaction(record))

    def _fill_part(self) -> None:
        record = self.record
        part = self.tabs.part(self.tabs.current)
        if record is not None and isinstance(part, Part):
            part.show_record(record)

    def may_edit(self, record: CustomerDetail) -> bool:
        """Whether this person may change what belongs to the customer."""
        return "edit_customer" in record.actions

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
            ("terms", terms_from(record.payment_terms).words(_) if record.payment_terms else usual_words()),
            ("next", record.next_follow_up or ""),
            ("tags", record.tags),
            ("address", "\n".join(p for p in where if p)),
            ("note", record.note),
        ):
            self.facts.show_fact(key, text)


def _satisfaction(record: CustomerDetail) -> str | None:
    if record.satisfaction is None:
        return None
    return _("{mean} of 5 ({n})").format(mean=f"{record.satisfaction / 100:.1f}", n=record.ratings)
