"""What needs a second look, how stock is kept, and which months are closed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.i18n import N_, _
from app.models.actor import Permission
from app.models.company import ShortagePolicy, StockPolicy, the_company
from app.operations.company import reopen_month
from app.operations.quotations import QUOTE_DAYS, USUAL_QUOTE_DAYS
from app.operations.review import INCOMPLETE_ADDRESS
from app.queries.notices import REMIND
from app.views.commands import refusal
from app.views.settings.items import Group, Item
from app.views.settings.section import Section
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.form import Form
from app.views.widgets.labels import label


class PolicySection(Section):
    """Review of orders, limits, stock."""

    key = "policies"
    title = N_("Rules of the business")
    lead = N_("They hold for what is done from now on.")
    icon = "sliders-horizontal"
    words = (N_("Credit limit"), N_("Discount"))
    groups = (
        Group(
            "review_card",
            N_("Review"),
            N_("Such orders need a manager's yes before they count."),
            (
                Item("review_amount", N_("Orders from this amount"), "money", 0, hint=N_("Empty: never."), empty_is=0),
                Item("review_discount", N_("Discounts from"), "rate", 0, hint=N_("Empty: never."), empty_is=0),
                Item("review_below_floor", N_("Prices below the lowest price"), "switch", False),
                Item("review_credit_limit", N_("Customers above their credit limit"), "switch", True),
                Item(INCOMPLETE_ADDRESS, N_("Goods without a complete address"), "switch", False, "book"),
            ),
        ),
        Group(
            "limits_card",
            N_("Limits"),
            items=(
                Item(
                    "write_off_limit",
                    N_("Write off without asking up to"),
                    "money",
                    0,
                    hint=N_("Above it the person is asked first."),
                    empty_is=0,
                ),
                Item(QUOTE_DAYS, N_("Days that a quotation holds"), "count", USUAL_QUOTE_DAYS, "book", least=1),
            ),
        ),
        Group(
            "day_card",
            N_("Day close"),
            items=(Item(REMIND, N_("Remind in the evening while the day is not closed"), "switch", True, "book"),),
        ),
        Group(
            "stock_card",
            N_("Stock"),
            items=(
                Item(
                    "stock_policy",
                    N_("Keeping stock"),
                    "choice",
                    StockPolicy.NOT_KEPT.value,
                    choices={
                        StockPolicy.NOT_KEPT.value: N_("No stock is kept"),
                        StockPolicy.KEPT.value: N_("Stock is kept of marked products"),
                    },
                ),
                Item(
                    "shortage_policy",
                    N_("When there is not enough"),
                    "choice",
                    ShortagePolicy.WARN.value,
                    choices={
                        ShortagePolicy.WARN.value: N_("Ask before selling more than there is"),
                        ShortagePolicy.BLOCK.value: N_("Never sell more than there is"),
                        ShortagePolicy.PRE_SALE.value: N_("Sell it as a pre-sale"),
                    },
                ),
            ),
        ),
    )


class MonthSection(Section):
    """Closing the books up to a day."""

    key = "months"
    title = N_("Closing a month")
    lead = N_("Nothing dated in a closed month can be made, changed or voided; it can still be looked at and printed.")
    icon = "lock"
    needs = Permission.CLOSE_MONTH
    words = (N_("Close a month…"), N_("Re-open"))

    def extra(self) -> None:
        card = self.card("close_card")
        self.state = label("", "lead", "closed_state")
        card.body.addWidget(self.state)
        row = QHBoxLayout()
        row.addWidget(button(N_("Close a month…"), "close_month", kind="primary", icon="lock", run=self.close_books))
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

    def close_books(self) -> None:
        """Open the window that says what stands against it, and closes."""
        from app.views.month_closing import close_the_month

        close_the_month(self.desk, self, self.load)

    def reopen(self) -> None:
        """Re-open what lies after the day of the form."""
        if self.again.read_all():
            day, reason = self.back_to.value(), self.reason.text()
            self.run(
                lambda actor: reopen_month(actor, day, reason), form=self.again, told=_("The month is open again.")
            )
