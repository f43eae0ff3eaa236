"""The terms of payment that an office offers for its invoices: a short list, each changed in a small dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from app.errors import UserError
from app.i18n import N_, _
from app.models.terms import LONGEST, SETTING, Terms, terms_of
from app.operations.terms import change_terms
from app.queries.book_settings import setting
from app.queries.columns import Column, Kind, Row
from app.queries.payment_terms import offered_terms
from app.views.desk import Desk
from app.views.settings.items import Group, Item
from app.views.settings.section import SAVE, Section
from app.views.widgets.buttons import button
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.number_fields import CountField, RateField
from app.views.widgets.small_table import SmallTable


def _offered(_desk: Desk) -> dict[str, str]:
    return {each.key: each.words(_) for each in offered_terms()}


class TermsSection(Section):
    """When invoices are due, and what early payers take off."""

    key = "terms"
    title = N_("Payment terms")
    lead = N_("Offered for customers, orders and invoices: they give the due date and the words on the paper.")
    icon = "calendar-days"
    words = (N_("Due date"), N_("Days to pay"), N_("Net {n} days"), N_("End of month"), N_("Discount"))
    groups = (
        Group(
            "usual_terms_card",
            items=(
                Item(
                    "default_terms",
                    N_("Usual payment terms"),
                    "choice",
                    Terms().key,
                    choices=_offered,
                    hint=N_("For customers who have no terms of their own. Orders that are there keep theirs."),
                ),
            ),
        ),
    )

    def extra(self) -> None:
        card = self.card("terms_card")
        columns = (
            Column("words", N_("On the paper"), Kind.TEXT, 320),
            Column("due", N_("Due for an invoice of today"), Kind.DATE, 200),
        )
        self.table = SmallTable("terms_table", self.title, columns, self.desk.currency, most=10)
        self.table.open_asked.connect(lambda _id: self._change())
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(button(N_("Change…"), "change_terms", icon="pencil", run=self._change))
        row.addWidget(button(N_("Take out"), "remove_terms", run=self._remove))
        row.addWidget(button(N_("New terms…"), "new_terms", icon="plus", run=self._add))
        row.addStretch(1)
        card.body.addLayout(row)

    def load(self) -> None:
        super().load()
        self.terms = list(terms_of(setting(SETTING)))
        today = self.desk.actor.today()
        self.table.show_rows(
            [Row(i, (each.words(_), each.due(today).isoformat())) for i, each in enumerate(self.terms, 1)]
        )

    def _chosen(self) -> int | None:
        number = self.table.current_id() or 0
        if not 0 < number <= len(self.terms):
            self.failed(UserError(_("Choose a row of the table first.")))
            return None
        return number - 1

    def _change(self) -> None:
        place = self._chosen()
        if place is not None and self.allowed:
            self.show_dialog(TermsDialog(self, self.terms, place))

    def _add(self) -> None:
        self.show_dialog(TermsDialog(self, self.terms, None))

    def _remove(self) -> None:
        place = self._chosen()
        if place is not None:
            left = [each for i, each in enumerate(self.terms) if i != place]
            self.run(lambda actor: change_terms(actor, left))


class TermsDialog(FormDialog):
    """One kind of terms."""

    def __init__(self, section: TermsSection, terms: list[Terms], place: int | None) -> None:
        super().__init__(
            section.desk,
            "terms_dialog",
            N_("New terms") if place is None else N_("Payment terms"),
            SAVE,
            parent=section,
        )
        self._all, self._place = terms, place
        known = terms[place] if place is not None else Terms(30)
        self.days = CountField("terms_days", 0, LONGEST)
        self.days.setValue(known.days)
        self.end_of_month = check_box(
            N_("Counted from the end of the month"), "terms_end_of_month", checked=known.end_of_month
        )
        self.discount = RateField("terms_discount")
        self.discount.set_value(known.discount or None)
        self.early_days = CountField("terms_early_days", 0, LONGEST)
        self.early_days.setValue(known.early_days)
        self.form.add("days", N_("Days to pay"), self.days, required=True, row=0)
        self.form.add_widget(self.end_of_month, row=1, span=2)
        self.form.add("discount", N_("Early discount"), self.discount, hint=N_("Empty: none."), row=2)
        self.form.add("early_days", N_("Days for the discount"), self.early_days, row=2, column=1)

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        made = Terms(
            self.days.value(),
            self.end_of_month.isChecked(),
            self.discount.value() or 0,
            self.early_days.value() if self.discount.value() else 0,
        )
        kept = list(self._all)
        if self._place is None:
            kept.append(made)
        else:
            kept[self._place] = made
        self.submit(lambda actor: change_terms(actor, kept))
