"""The business as it stands on its documents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit

from app.errors import UserError
from app.i18n import LANGUAGES, N_, _
from app.models.company import the_company
from app.operations.company import change_company
from app.views.country_names import country_name, currencies
from app.views.settings.section import SAVE, Section
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.form import Form

MOST_LOGO = 1_000_000
MOST_WIDTH = 160
_LINES = (
    ("name", N_("Name of the business"), 0, 0),
    ("legal_name", N_("Full legal name"), 0, 1),
    ("tax_number", N_("Tax number"), 0, 2),
    ("phone", N_("Phone"), 1, 0),
    ("email", N_("E-mail"), 1, 1),
    ("website", N_("Website"), 1, 2),
    ("bank_name", N_("Bank"), 2, 0),
    ("bank_account", N_("Account number"), 2, 1),
)


class CompanySection(Section):
    """Name, address, tax number, bank, logo, and the language of documents."""

    key = "company"
    title = N_("Business")
    lead = N_("This stands on invoices and order sheets made from now on; documents already issued stay as they are.")
    icon = "building-2"
    words = (N_("Address"), N_("Tax number"), N_("Bank"), N_("Logo"), N_("Footer"), N_("Currency"))

    def build(self) -> None:
        card = self.card("company_card")
        self.form = Form("company_form")
        self.lines: dict[str, QLineEdit] = {}
        for name, title, down, across in _LINES:
            line = QLineEdit()
            self.lines[name] = line
            self.form.add(name, title, line, required=name == "name", row=down, column=across)
        self.address, self.footer = QPlainTextEdit(), QPlainTextEdit()
        for field in (self.address, self.footer):
            field.setFixedHeight(60)
            field.setTabChangesFocus(True)
        self.form.add("address", N_("Address"), self.address, row=3, column=0)
        self.form.add(
            "document_footer",
            N_("Footer of documents"),
            self.footer,
            row=3,
            column=1,
            hint=N_("Stands at the foot of every page."),
        )
        self.currency = QComboBox()
        for code in currencies():
            self.currency.addItem(code, code)
        self.language = QComboBox()
        for code, named in LANGUAGES.items():
            self.language.addItem(named, code)
        self.form.add(
            "currency", N_("Currency"), self.currency, row=2, column=2, hint=N_("Fixed once there are orders.")
        )
        self.form.add("document_language", N_("Language of documents"), self.language, row=3, column=2)
        card.body.addWidget(self.form)
        self.country = self.hint("")
        card.body.addWidget(self.country)
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
        row.addWidget(button(SAVE, "save_company", kind="primary", run=self.save))
        card.body.addLayout(row)

    def load(self) -> None:
        company = the_company()
        for name, field in self.lines.items():
            field.setText(getattr(company, name))
            field.setCursorPosition(0)
        self.address.setPlainText(company.address)
        self.footer.setPlainText(company.document_footer)
        if self.currency.findData(company.currency) < 0:
            self.currency.addItem(company.currency, company.currency)
        self.currency.setCurrentIndex(self.currency.findData(company.currency))
        self.language.setCurrentIndex(max(0, self.language.findData(company.document_language)))
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

    def save(self) -> None:
        """Keep everything that stands in the form."""
        fields: dict[str, object] = {name: field.text().strip() for name, field in self.lines.items()}
        fields["address"] = self.address.toPlainText().strip()
        fields["document_footer"] = self.footer.toPlainText().strip()
        fields["currency"] = self.currency.currentData()
        fields["document_language"] = self.language.currentData()
        self.run(lambda actor: change_company(actor, fields), form=self.form, undoable=True)

    def _choose_logo(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a logo…"), str(Path.home()), _("Pictures (*.png *.jpg *.jpeg)")
        )
        if chosen:
            self.take_logo(Path(chosen))

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
