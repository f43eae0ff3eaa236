"""The business as it stands on its documents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel

from app.errors import UserError
from app.i18n import LANGUAGES, N_, _
from app.models.book import is_open
from app.models.company import the_company
from app.models.taxpayer import COUNTRY, WORDS
from app.models.taxpayer import SETTING as TAXPAYER
from app.operations.company import change_company
from app.operations.taxpayer import change_taxpayer
from app.views.country_names import country_name, currencies
from app.views.desk import Desk
from app.views.files import ask_which
from app.views.settings.items import Group, Item
from app.views.settings.section import Section
from app.views.texts import say
from app.views.widgets.buttons import button

MOST_LOGO = 1_000_000
MOST_WIDTH = 160


def _currencies(_desk: Desk) -> dict[str, str]:
    return {code: code for code in currencies()}


def _languages(_desk: Desk) -> dict[str, str]:
    return dict(LANGUAGES)


class CompanySection(Section):
    """Name, address, tax number, bank, logo, and the language of documents."""

    key = "company"
    title = N_("Business")
    lead = N_("This stands on invoices and order sheets made from now on; documents already issued stay as they are.")
    icon = "building-2"
    words = (N_("Logo"), N_("Country"))
    groups = (
        Group(
            "company_card",
            items=(
                Item("name", N_("Name of the business"), "line"),
                Item("legal_name", N_("Full legal name"), "line"),
                Item("tax_number", N_("Tax number"), "line"),
                Item(
                    TAXPAYER,
                    N_("Kind of taxpayer"),
                    "choice",
                    place="book",
                    choices=WORDS,
                    hint=N_("Decides which tax new lines begin with. Orders and documents keep theirs."),
                    change=change_taxpayer,
                    country=COUNTRY,
                ),
                Item("address", N_("Address"), "text"),
                Item("phone", N_("Phone"), "line"),
                Item("email", N_("E-mail"), "line"),
                Item("website", N_("Website"), "line"),
            ),
        ),
        Group(
            "bank_card",
            N_("Bank"),
            items=(
                Item("bank_name", N_("Name of the bank"), "line"),
                Item("bank_account", N_("Account number"), "line"),
            ),
        ),
        Group(
            "documents_card",
            N_("Documents"),
            items=(
                Item("document_language", N_("Language of documents"), "choice", choices=_languages),
                Item(
                    "document_footer", N_("Footer of documents"), "text", hint=N_("Stands at the foot of every page.")
                ),
            ),
        ),
        Group(
            "currency_card",
            N_("Currency"),
            danger=True,
            items=(
                Item(
                    "currency",
                    N_("Currency of the book"),
                    "choice",
                    choices=_currencies,
                    hint=N_("Fixed once there are orders."),
                    consequence=N_("Every amount of the book is meant in it; none is converted."),
                ),
            ),
        ),
    )

    def extra(self) -> None:
        card = self.card("logo_card", N_("Logo"))
        row = QHBoxLayout()
        self.logo = QLabel()
        self.logo.setObjectName("company_logo")
        self.logo.setFixedHeight(56)
        self.logo.setMaximumWidth(MOST_WIDTH)
        say(self.logo.setAccessibleName, N_("Logo"))
        row.addWidget(self.logo)
        row.addWidget(button(N_("Choose a logo…"), "choose_logo", run=self._choose_logo))
        self.no_logo = button(N_("Remove the logo"), "remove_logo", kind="quiet", run=self._remove_logo)
        row.addWidget(self.no_logo)
        row.addStretch(1)
        card.body.addLayout(row)
        self.country = self.hint("")
        card.body.addWidget(self.country)

    def load(self) -> None:
        super().load()
        # Pictures and the names of countries take a moment.
        QTimer.singleShot(0, self, self._load_rest)

    def _load_rest(self) -> None:
        if not is_open():
            return
        company = the_company()
        country = country_name(company.country)
        say(self.country.setText, lambda: _("Country: {country}").format(country=country or "–"))
        self._show_logo(bytes(company.logo or b""))

    def _show_logo(self, content: bytes) -> None:
        picture = QPixmap()
        picture.loadFromData(QByteArray(content))
        self.no_logo.setVisible(not picture.isNull())
        if picture.isNull():
            say(self.logo.setText, N_("No logo"))
        else:
            scaled = picture.scaled(
                QSize(MOST_WIDTH, 56), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self.logo.setPixmap(scaled)

    def _choose_logo(self) -> None:
        chosen = ask_which(self, _("Choose a logo…"), Path.home(), _("Pictures (*.png *.jpg *.jpeg)"))
        if chosen is not None:
            self.take_logo(chosen)

    def take_logo(self, path: Path) -> None:
        """Use a picture as the logo."""
        try:
            content = path.read_bytes()
        except OSError as problem:
            reason = problem.strerror or _("unknown reason")
            self.failed(UserError(_("The picture could not be read: {reason}.").format(reason=reason)))
            return
        if len(content) > MOST_LOGO or QPixmap.fromImage(QPixmap(str(path)).toImage()).isNull():
            self.failed(UserError(_("This is no PNG or JPEG picture of at most 1 MB. Choose another one.")))
            return
        self.run(lambda actor: change_company(actor, {"logo": content}), undoable=True)

    def _remove_logo(self) -> None:
        self.run(lambda actor: change_company(actor, {"logo": b""}), undoable=True)
