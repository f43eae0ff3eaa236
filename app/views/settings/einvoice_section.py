"""Electronic invoices: whether they are made, and what they say of the business beyond its papers."""

from __future__ import annotations

from app.i18n import N_, _
from app.models.einvoice_checks import BIC, CITY, POSTAL_CODE, SETTING
from app.queries import einvoice
from app.views.settings.items import Group, Item
from app.views.settings.section import Section
from app.views.texts import say
from app.views.widgets.labels import label


class EInvoiceSection(Section):
    """Factur-X: the file for machines inside and beside the PDF."""

    key = "electronic"
    title = N_("Electronic invoices")
    lead = N_(
        "For customers in the European Union: a file for their program (Factur-X or ZUGFeRD, profile EN 16931) goes "
        "into the PDF of each invoice with a number of your own, and is saved beside it."
    )
    icon = "file-check"
    words = (N_("Factur-X"), N_("ZUGFeRD"), N_("VAT number"), N_("IBAN"))
    groups = (
        Group(
            "electronic_card",
            items=(
                Item(
                    SETTING,
                    N_("Make electronic invoices"),
                    "switch",
                    False,
                    "book",
                    hint=N_("Invoices issued before stay as they are."),
                ),
            ),
        ),
        Group(
            "electronic_business_card",
            N_("What they say of the business"),
            N_("Name, VAT number, street and account (IBAN) are those of the business."),
            (
                Item(POSTAL_CODE, N_("Postal code"), "line", place="book"),
                Item(CITY, N_("City"), "line", place="book"),
                Item(BIC, N_("BIC of the bank"), "line", place="book", hint=N_("Needed for accounts abroad only.")),
            ),
        ),
    )

    def extra(self) -> None:
        card = self.card("electronic_state_card", N_("What the next one would lack"))
        self.state = label("", "muted", "electronic_state", wrap=True)
        card.body.addWidget(self.state)

    def load(self) -> None:
        super().load()
        found = einvoice.business_remarks()
        say(self.state.setText, lambda: "\n".join(_(each) for each in found) or _("Nothing of the business."))
