"""What needs a second look, how stock is kept, and which months are closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from app.i18n import N_, _
from app.models.actor import Permission
from app.models.company import ShortagePolicy, StockPolicy, the_company
from app.operations.company import change_company, close_month, reopen_month
from app.views.commands import refusal
from app.views.settings.section import SAVE, Section, WordChoice
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.form import Form
from app.views.widgets.labels import label
from app.views.widgets.number_fields import CountField, MoneyField, RateField


class PolicySection(Section):
    """Review of orders, limits, stock."""

    key = "policies"
    title = N_("Rules of the business")
    lead = N_("They hold for what is done from now on.")
    icon = "sliders-horizontal"
    words = (N_("Review"), N_("Write off"), N_("Stock"), N_("Credit limit"), N_("Payment days"), N_("Discount"))

    def build(self) -> None:
        review = self.card("review_card", N_("Review"), N_("Such orders need a manager's yes before they count."))
        self.form = Form("policy_form")
        money = self.desk.currency
        self.review_amount = MoneyField("review_amount", money)
        self.review_discount = RateField("review_discount")
        self.write_off_limit = MoneyField("write_off_limit", money)
        self.terms = CountField("default_terms_days", 0, 365)
        self.form.add(
            "review_amount", N_("Orders from this amount"), self.review_amount, row=0, hint=N_("Empty: never.")
        )
        self.form.add(
            "review_discount",
            N_("Discounts from"),
            self.review_discount,
            row=0,
            column=1,
            hint=N_("Empty: never."),
        )
        review.body.addWidget(self.form)
        self.below_floor = self._check(review, "review_below_floor", N_("Prices below the lowest price"))
        self.credit_limit = self._check(review, "review_credit_limit", N_("Customers above their credit limit"))
        limits = self.card("limits_card", N_("Limits"))
        self.limits = Form("limits_form")
        self.limits.add(
            "write_off_limit",
            N_("Write off without asking up to"),
            self.write_off_limit,
            row=0,
            hint=N_("Above it the person is asked first."),
        )
        self.limits.add("default_terms_days", N_("Days to pay"), self.terms, row=0, column=1)
        limits.body.addWidget(self.limits)
        stock = self.card("stock_card", N_("Stock"))
        self.stock = WordChoice(
            "stock_policy",
            {
                StockPolicy.NOT_KEPT.value: N_("No stock is kept"),
                StockPolicy.KEPT.value: N_("Stock is kept of marked products"),
            },
        )
        self.shortage = WordChoice(
            "shortage_policy",
            {
                ShortagePolicy.WARN.value: N_("Ask before selling more than there is"),
                ShortagePolicy.BLOCK.value: N_("Never sell more than there is"),
                ShortagePolicy.PRE_SALE.value: N_("Sell it as a pre-sale"),
            },
        )
        self.stock_form = Form("stock_form")
        self.stock_form.add("stock_policy", N_("Stock"), self.stock, row=0)
        self.stock_form.add("shortage_policy", N_("When there is not enough"), self.shortage, row=0, column=1)
        stock.body.addWidget(self.stock_form)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(SAVE, "save_policies", kind="primary", run=self.save))
        self.inner.addLayout(row)

    @staticmethod
    def _check(card: Any, name: str, text: str) -> QCheckBox:
        made = QCheckBox()
        made.setObjectName(name)
        say(made.setText, text)
        say(made.setAccessibleName, text)
        card.body.addWidget(made)
        return made

    def load(self) -> None:
        company = the_company()
        self.review_amount.set_value(company.review_amount or None)
        self.review_discount.set_value(company.review_discount or None)
        self.write_off_limit.set_value(company.write_off_limit)
        self.terms.setValue(company.default_terms_days)
        self.below_floor.setChecked(bool(company.review_below_floor))
        self.credit_limit.setChecked(bool(company.review_credit_limit))
        self.stock.set_value(str(company.stock_policy))
        self.shortage.set_value(str(company.shortage_policy))

    def save(self) -> None:
        """Keep all rules."""
        if not (self.form.read_all() and self.limits.read_all()):
            return
        fields = {
            "review_amount": self.review_amount.value() or 0,
            "review_discount": self.review_discount.value() or 0,
            "write_off_limit": self.write_off_limit.value() or 0,
            "default_terms_days": self.terms.value(),
            "review_below_floor": self.below_floor.isChecked(),
            "review_credit_limit": self.credit_limit.isChecked(),
            "stock_policy": self.stock.value(),
            "shortage_policy": self.shortage.value(),
        }
        self.run(lambda actor: change_company(actor, fields), form=self.form, undoable=True)


class MonthSection(Section):
    """Closing the books up to a day."""

    key = "months"
    title = N_("Closing a month")
    lead = N_("Nothing dated in a closed month can be made, changed or voided; it can still be looked at and printed.")
    icon = "lock"
    needs = Permission.CLOSE_MONTH
    words = (N_("Close the month"), N_("Re-open"))

    def build(self) -> None:
        card = self.card("close_card")
        self.state = label("", "lead", "closed_state")
        card.body.addWidget(self.state)
        self.form = Form("close_form")
        self.until = DateField("until", self.desk.actor.today)
        self.form.add("until", N_("Close up to and including"), self.until)
        card.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(button(N_("Close the month"), "close_month", kind="primary", icon="lock", run=self.close_books))
        row.addStretch(1)
        card.body.addLayout(row)
        again = self.card("reopen_card", N_("Re-open"), N_("Only the owner may, with a reason that is kept."))
        self.again = Form("reopen_form")
        self.back_to = DateField("until", self.desk.actor.today)
        self.reason = QLineEdit()
        self.again.add("until", N_("Closed only up to"), self.back_to, row=0, hint=N_("Empty: nothing stays closed."))
        self.again.add("reason", N_("Reason"), self.reason, required=True, row=0, column=1)
        again.body.addWidget(self.again)
        row = QHBoxLayout()
        self.reopen_button = button(N_("Re-open"), "reopen_month", kind="danger", run=self.reopen)
        row.addWidget(self.reopen_button)
        row.addStretch(1)
        again.body.addLayout(row)
        reason = refusal(self.desk.actor, Permission.ADMINISTER)
        self.reopen_button.setEnabled(not reason)
        self.reopen_button.setToolTip(reason)

    def load(self) -> None:
        closed = the_company().closed_until
        say(
            self.state.setText,
            lambda: _("The books are closed up to {day}.").format(day=closed) if closed else _("Nothing is closed."),
        )
        first = self.desk.actor.today().replace(day=1)
        self.until.set_value(first - timedelta(days=1))

    def close_books(self) -> None:
        """Close up to the day of the form."""
        if self.form.read_all():
            day = self.until.value() or self.desk.actor.today()
            self.run(lambda actor: close_month(actor, day), form=self.form, told=_("The month is closed."))

    def reopen(self) -> None:
        """Re-open what lies after the day of the form."""
        if self.again.read_all():
            day, reason = self.back_to.value(), self.reason.text()
            self.run(
                lambda actor: reopen_month(actor, day, reason), form=self.again, told=_("The month is open again.")
            )
