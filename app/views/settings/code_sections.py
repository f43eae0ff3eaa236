"""Taxes and number series: short tables, each row changed in a small dialog."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.errors import UserError
from app.i18n import N_, _
from app.models.company import TaxRounding
from app.operations import codes
from app.operations.company import change_series
from app.operations.maintenance import record_printed_numbers
from app.queries.book_settings import Numbers, Tax, number_series, taxes
from app.queries.choices import tax_codes
from app.queries.columns import Column, Kind, Row
from app.queries.taxpayer import tax_remark
from app.queries.words import series_word
from app.views.desk import Desk
from app.views.settings.items import Group, Item
from app.views.settings.section import SAVE, Section
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labels import label
from app.views.widgets.number_fields import CodeField, CountField, RateField
from app.views.widgets.small_table import SmallTable

RESTARTS = {"yearly": N_("every year"), "monthly": N_("every month"), "never": N_("never")}


def _offered_taxes(desk: Desk) -> dict[int, str]:
    return {tax.id: tax.title for tax in tax_codes(desk.actor)}


class TaxSection(Section):
    """Tax codes with dated rates, and how prices and tax go together."""

    key = "taxes"
    title = N_("Taxes")
    lead = N_("A rate holds from its date on. Orders and documents made before keep the rate they were made with.")
    icon = "receipt-text"
    words = (N_("VAT"), N_("Tax rate"), N_("Rounding"))
    groups = (
        Group(
            "tax_policy_card",
            N_("How tax is worked out"),
            N_("Applies to new orders; what is there keeps its amounts."),
            (
                Item("default_tax_code_id", N_("Usual tax of new lines"), "choice", choices=_offered_taxes),
                Item("prices_include_tax", N_("Prices include tax"), "switch"),
                Item(
                    "tax_rounding",
                    N_("Tax is rounded for"),
                    "choice",
                    TaxRounding.DOCUMENT.value,
                    choices={
                        TaxRounding.LINE.value: N_("Each line"),
                        TaxRounding.DOCUMENT.value: N_("The whole document"),
                    },
                ),
            ),
        ),
    )

    def extra(self) -> None:
        self.remark = label("", "warn", "usual_tax_remark", wrap=True)
        self.inner.addWidget(self.remark)
        card = self.card("taxes_card", N_("Tax codes"))
        columns = (
            Column("code", N_("Code"), Kind.TEXT, 130),
            Column("name", N_("Name"), Kind.TEXT, 220),
            Column("rate", N_("Rate"), Kind.RATE, 90),
            Column("since", N_("Since"), Kind.DATE, 110),
            Column("active", N_("Offered"), Kind.FLAG, 90),
        )
        self.table = SmallTable("taxes_table", self.title, columns, self.desk.currency, most=10)
        self.table.open_asked.connect(lambda _id: self._change_rate())
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(button(N_("New rate…"), "new_tax_rate", run=self._change_rate))
        row.addWidget(button(N_("Offer or not"), "toggle_tax", run=self._toggle))
        row.addWidget(button(N_("New tax…"), "new_tax", icon="plus", run=self._add))
        row.addStretch(1)
        card.body.addLayout(row)

    def load(self) -> None:
        super().load()
        remark = tax_remark(None, self.desk.actor.today())
        say(self.remark.setText, remark)
        self.remark.setVisible(bool(remark))
        self._taxes = {t.id: t for t in taxes(self.desk.actor.today())}
        self.table.show_rows([Row(t.id, (t.code, _(t.name), t.rate, t.since, t.active)) for t in self._taxes.values()])

    def _chosen(self) -> Tax | None:
        return self.chosen_of(self._taxes, self.table)

    def _change_rate(self) -> None:
        tax = self._chosen()
        if tax is not None and self.allowed:
            self.show_dialog(RateDialog(self, tax))

    def _toggle(self) -> None:
        tax = self._chosen()
        if tax is not None:
            self.run(lambda actor: codes.set_tax_active(actor, tax.id, not tax.active))

    def _add(self) -> None:
        self.show_dialog(TaxDialog(self))


class RateDialog(FormDialog):
    """A rate from a date on."""

    def __init__(self, section: Section, tax: Tax) -> None:
        super().__init__(section.desk, "tax_rate_dialog", N_("New rate"), SAVE, parent=section)
        self._tax = tax
        self.rate = RateField("rate")
        self.since = DateField("valid_from", section.desk.actor.today)
        self.rate.set_value(tax.rate)
        self.since.set_value(section.desk.actor.today())
        self.form.add("rate", N_("Rate"), self.rate, required=True)
        self.form.add("valid_from", N_("From"), self.since, required=True, hint=N_("Older documents keep their rate."))

    def accept_form(self) -> None:
        self.submit(
            lambda actor: codes.change_tax_rate(
                actor, self._tax.id, self.rate.value() or 0, self.since.value() or actor.today()
            )
        )


class TaxDialog(FormDialog):
    """A new tax code."""

    def __init__(self, section: Section) -> None:
        super().__init__(section.desk, "tax_dialog", N_("New tax"), SAVE, parent=section)
        self.code, self.name = QLineEdit(), QLineEdit()
        self.rate = RateField("rate")
        self.since = DateField("valid_from", section.desk.actor.today)
        self.since.set_value(section.desk.actor.today())
        self.form.add("code", N_("Code"), self.code, required=True)
        self.form.add("name", N_("Name on documents"), self.name, required=True)
        self.form.add("rate", N_("Rate"), self.rate, required=True)
        self.form.add("valid_from", N_("From"), self.since)

    def accept_form(self) -> None:
        self.submit(
            lambda actor: codes.add_tax_code(
                actor, self.code.text(), self.name.text(), self.rate.value() or 0, self.since.value() or actor.today()
            )
        )


class NumberSection(Section):
    """How the numbers of documents look."""

    key = "numbers"
    title = N_("Numbers")
    lead = N_("How the next numbers look. {yyyy}, {yy} and {mm} are the date; each # is a digit of the counter.")
    icon = "file-text"
    words = (N_("Pattern"), N_("Counter"), N_("Invoice numbers"))

    def extra(self) -> None:
        card = self.card("numbers_card")
        columns = (
            Column("name", N_("Documents"), Kind.TEXT, 130),
            Column("pattern", N_("Pattern"), Kind.NUMBER, 180),
            Column("restart", N_("Begins anew"), Kind.NUMBER, 110),
            Column("strict", N_("Without gaps"), Kind.FLAG, 110),
            Column("next", N_("Next number"), Kind.NUMBER, 150),
        )
        self.table = SmallTable("numbers_table", self.title, columns, self.desk.currency, most=10)
        self.table.open_asked.connect(lambda _id: self._change())
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(button(N_("Change the pattern…"), "change_pattern", icon="pencil", run=self._change))
        row.addWidget(button(N_("Numbers already on paper…"), "printed_numbers", run=self._printed))
        row.addWidget(button(N_("Numbers without gaps…"), "number_gaps", run=self._gaps))
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addWidget(self.hint(N_("Series without gaps count every number: a voided document keeps its own.")))

    def load(self) -> None:
        self._series = {s.id: s for s in number_series(self.desk.actor.today())}
        self.table.show_rows(
            [
                Row(
                    s.id,
                    (series_word(s.name), s.pattern, _(RESTARTS[s.restart]), s.strict, s.next),
                )
                for s in self._series.values()
            ]
        )

    def _chosen(self) -> Numbers | None:
        return self.chosen_of(self._series, self.table)

    def _change(self) -> None:
        series = self._chosen()
        if series is not None and self.allowed:
            self.show_dialog(PatternDialog(self, series))

    def _gaps(self) -> None:
        from app.views.number_gaps import show_gaps

        show_gaps(self.desk, self)

    def _printed(self) -> None:
        series = self._chosen()
        if series is None:
            return
        if not series.strict:
            self.failed(UserError(_("This series may have gaps, so nothing needs to be recorded.")))
            return
        self.show_dialog(PrintedDialog(self, series))


class PatternDialog(FormDialog):
    """The pattern of a series."""

    def __init__(self, section: Section, series: Numbers) -> None:
        super().__init__(section.desk, "pattern_dialog", N_("Change the pattern"), SAVE, parent=section)
        self._series = series
        self.pattern = CodeField("pattern")
        self.pattern.setText(series.pattern)
        self.restart = KeyField("restart", tuple(RESTARTS.items()), series.restart)
        self.form.add("pattern", N_("Pattern"), self.pattern, required=True, hint=N_("Such as INV-{yyyy}-{####}"))
        self.form.add("restart", N_("The counter begins anew"), self.restart)

    def accept_form(self) -> None:
        pattern, restart = self.pattern.text().strip(), self.restart.key()
        self.submit(lambda actor: change_series(actor, self._series.name, pattern, restart))


class PrintedDialog(FormDialog):
    """After a restore: numbers that are on paper already, so that none is given twice."""

    def __init__(self, section: Section, series: Numbers) -> None:
        super().__init__(section.desk, "printed_dialog", N_("Numbers already on paper"), SAVE, parent=section)
        self._series = series
        self.highest = CountField("highest", 1, 9_999_999)
        self.reason = QLineEdit()
        next_number = series.next
        self.form.add(
            "highest",
            N_("Highest counter on paper"),
            self.highest,
            hint=lambda: _("The book would give {number} next.").format(number=next_number),
        )
        self.form.add("reason", N_("Reason"), self.reason, required=True, hint=N_("Such as: restored from a backup."))

    def accept_form(self) -> None:
        highest: dict[str, Any] = {self._series.name: self.highest.value()}
        reason = self.reason.text()
        self.submit(lambda actor: record_printed_numbers(actor, highest, reason))
