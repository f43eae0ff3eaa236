"""The forms of what belongs to a customer: people, addresses, invoice titles."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.i18n import N_, _
from app.models.company import the_company
from app.models.party_checks import phone_remark, tax_number_remark
from app.operations.addresses import AddressInput, add_address, edit_address
from app.operations.contacts import ContactInput, add_contact, edit_contact
from app.operations.invoice_titles import InvoiceTitleInput, add_invoice_title, edit_invoice_title
from app.queries.customer_details import AddressDetail, ContactDetail, InvoiceTitleDetail
from app.queries.words import states
from app.views.country_names import OTHER, CountryField
from app.views.desk import Desk
from app.views.places import Places
from app.views.texts import say
from app.views.values import word_of
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.number_fields import CodeField


def _main_box(name: str, text: str, part: object, first: bool) -> QCheckBox:
    """The box that makes a part the main one; the main one stays it until another one becomes it, and so does the
    first one."""
    main = first or bool(getattr(part, "main", False))
    box = check_box(text, name, checked=main)
    box.setEnabled(not main)
    if main:
        say(box.setToolTip, N_("Another one takes its place when you make that one the main one."))
    return box


class ContactDialog(FormDialog):
    """Adds a person to speak to, or changes one; ``first`` while there is no other."""

    def __init__(
        self, desk: Desk, customer_id: int, name: str, contact: ContactDetail | None = None,
        parent: QWidget | None = None, *, first: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(
            desk,
            "contact_dialog",
            lambda: _("Person at {name}").format(name=name),
            N_("Add person") if contact is None else N_("Save person"),
            width=640,
            parent=parent,
        )
        self._customer_id, self._contact = customer_id, contact
        self.lines: dict[str, QLineEdit] = {
            "name": QLineEdit(),
            "position": QLineEdit(),
            "phone": CodeField("contact_phone"),
            "email": CodeField("contact_email"),
            "note": QLineEdit(),
        }
        self.main = _main_box("contact_main", N_("Main contact"), contact, first)
        lines, add = self.lines, self.form.add
        add("name", N_("Name"), lines["name"], required=True, row=0, column=0)
        add("position", N_("Position"), lines["position"], row=0, column=1)
        add("phone", N_("Phone"), lines["phone"], row=1, column=0)
        add("email", N_("E-mail"), lines["email"], row=1, column=1)
        add("note", N_("Note"), lines["note"], row=2, column=0, span=2)
        self.form.add_widget(self.main, row=3, column=0, span=2)
        for key, field in lines.items():
            field.setObjectName(f"contact_{key}")
            field.setText(getattr(contact, key, ""))
        self._home = str(the_company().country)
        lines["phone"].textChanged.connect(lambda _text: self._remark())
        self._remark()

    def _remark(self) -> None:
        self.form.fields["phone"].set_hint(phone_remark(self._home, self.lines["phone"].text()), warn=True)

    def accept_form(self) -> None:
        typed = ContactInput(**{k: f.text() for k, f in self.lines.items()}, main=self.main.isChecked())
        contact, customer = self._contact, self._customer_id
        if contact is None:
            self.submit(lambda actor: add_contact(actor, customer, typed))
            return
        seen = ContactInput(**{k: getattr(contact, k) for k in self.lines}, main=bool(contact.main))
        self.submit(lambda actor: edit_contact(actor, contact.id, typed, seen))


class AddressDialog(FormDialog):
    """Adds an address that goods go to, or changes one; ``first`` while there is no other."""

    def __init__(
        self, desk: Desk, customer_id: int, name: str, address: AddressDetail | None = None,
        parent: QWidget | None = None, *, first: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(
            desk,
            "address_dialog",
            lambda: _("Address of {name}").format(name=name),
            N_("Add address") if address is None else N_("Save address"),
            width=640,
            parent=parent,
        )
        self._customer_id, self._address = customer_id, address
        self.country = CountryField("address_country")
        self.country.insertItem(0, "", "")
        street = QLineEdit()
        self.places = Places(desk, "address", self._country, street)
        self.lines: dict[str, QLineEdit] = {
            "label": QLineEdit(),
            "consignee": QLineEdit(),
            "phone": CodeField("address_phone"),
            "address": street,
            "region": self.places.region,
            "city": self.places.city,
            "postal_code": CodeField("address_postal_code"),
        }
        self.main = _main_box("address_main", N_("Main address: new orders go there"), address, first)
        lines, add = self.lines, self.form.add
        add("label", N_("Called"), lines["label"], hint=N_("Such as Warehouse, Shop"), row=0, column=0, span=2)
        add("consignee", N_("Consignee"), lines["consignee"], hint=N_("Empty: the customer"), row=1, column=0)
        add("phone", N_("Phone"), lines["phone"], hint=N_("Empty: the customer's"), row=1, column=1)
        add("region", N_("Region"), lines["region"], row=2, column=0)
        add("city", N_("City"), lines["city"], row=2, column=1)
        add("address", N_("Address"), lines["address"], required=True, row=3, column=0, span=2)
        add("country", N_("Country"), self.country, row=4, column=0)
        add("postal_code", N_("Postal code"), lines["postal_code"], row=4, column=1)
        self.form.add_widget(self.main, row=5, column=0, span=2)
        for key, field in lines.items():
            field.setObjectName(f"address_{key}")
            field.setText(getattr(address, key, ""))
        self.country.set_value(address.country if address is not None else "")
        self.places.belongs_to(self.form)
        lines["phone"].textChanged.connect(lambda _text: self._remark())

    def _remark(self) -> None:
        country = self._country() or self.places.home
        remark = phone_remark(country, self.lines["phone"].text())
        self.form.fields["phone"].set_hint(remark or N_("Empty: the customer's"), warn=bool(remark))

    def _country(self) -> str:
        code = self.country.value()
        if code != OTHER:
            return code
        return self._address.country if self._address is not None else ""

    def accept_form(self) -> None:
        typed = AddressInput(
            **{k: f.text() for k, f in self.lines.items()}, country=self._country(), main=self.main.isChecked()
        )
        address, customer = self._address, self._customer_id
        if address is None:
            self.submit(lambda actor: add_address(actor, customer, typed))
            return
        seen = AddressInput(
            **{k: getattr(address, k) for k in self.lines}, country=address.country, main=bool(address.main)
        )
        self.submit(lambda actor: edit_address(actor, address.id, typed, seen))


class InvoiceTitleDialog(FormDialog):
    """Adds an invoice title, or changes one; ``first`` while there is no other."""

    def __init__(
        self, desk: Desk, customer_id: int, name: str, title: InvoiceTitleDetail | None = None,
        parent: QWidget | None = None, *, first: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(
            desk,
            "invoice_title_dialog",
            lambda: _("Invoice title of {name}").format(name=name),
            N_("Add title") if title is None else N_("Save title"),
            width=640,
            parent=parent,
        )
        self._customer_id, self._title = customer_id, title
        self.kind = KeyField(
            "title_kind",
            [(key, lambda key=key: word_of("customer_kind", key)) for key, _word in states("customer_kind")],
            title.title_kind if title is not None else "company",
        )
        self.lines: dict[str, QLineEdit] = {
            "title": QLineEdit(),
            "tax_number": CodeField("title_tax_number"),
            "address": QLineEdit(),
            "phone": CodeField("title_phone"),
            "bank_name": QLineEdit(),
            "bank_account": CodeField("title_bank_account"),
            "deliver_to": CodeField("title_deliver_to"),
        }
        self.main = _main_box("title_main", N_("Main title: new invoices take it"), title, first)
        lines, add = self.lines, self.form.add
        add("title", N_("Invoice title"), lines["title"], required=True, row=0, column=0)
        add("title_kind", N_("Kind"), self.kind, row=0, column=1)
        add("tax_number", N_("Tax number"), lines["tax_number"], row=1, column=0, span=2)
        add("address", N_("Address"), lines["address"], row=2, column=0)
        add("phone", N_("Phone"), lines["phone"], row=2, column=1)
        add("bank_name", N_("Bank"), lines["bank_name"], row=3, column=0)
        add("bank_account", N_("Account number"), lines["bank_account"], row=3, column=1)
        add(
            "deliver_to", N_("Send invoices to"), lines["deliver_to"], hint=N_("E-mail or mobile number"), row=4,
            column=0, span=2,
        )  # fmt: skip
        self.form.add_widget(self.main, row=5, column=0, span=2)
        for key, field in lines.items():
            field.setObjectName(f"title_{key}")
            field.setText(getattr(title, key, ""))
        if title is None:
            lines["title"].setText(name)
        self._home = str(the_company().country)
        lines["tax_number"].textChanged.connect(lambda _text: self._remark())
        self.kind.key_changed.connect(lambda _key: self._remark())
        self._remark()

    def _remark(self) -> None:
        person = self.kind.key() == "person"
        remark = tax_number_remark(self._home, self.lines["tax_number"].text(), person=person)
        self.form.fields["tax_number"].set_hint(remark, warn=True)

    def accept_form(self) -> None:
        typed = InvoiceTitleInput(
            **{k: f.text() for k, f in self.lines.items()}, title_kind=self.kind.key(), main=self.main.isChecked()
        )
        title, customer = self._title, self._customer_id
        if title is None:
            self.submit(lambda actor: add_invoice_title(actor, customer, typed))
            return
        seen = InvoiceTitleInput(
            **{k: getattr(title, k) for k in self.lines}, title_kind=title.title_kind, main=bool(title.main)
        )
        self.submit(lambda actor: edit_invoice_title(actor, title.id, typed, seen))
