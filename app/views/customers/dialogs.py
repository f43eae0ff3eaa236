"""The form of a customer."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.i18n import N_
from app.models.actor import Permission, Scope
from app.models.party_checks import phone_remark, tax_number_remark
from app.operations.customers import CustomerInput, add_customer, edit_customer
from app.queries import word_lists
from app.queries.customer_details import CustomerDetail
from app.queries.words import states
from app.views import pickers
from app.views.country_names import OTHER, CountryField
from app.views.customers.similar_hint import SimilarHint
from app.views.desk import Desk
from app.views.places import Places
from app.views.records import open_record
from app.views.terms_field import TermsField, usual_words
from app.views.values import word_of
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.number_fields import CodeField, MoneyField
from app.views.widgets.suggest_field import SuggestField

TEXTS = (
    "name", "code", "grade", "source", "phone", "email", "wechat", "region", "city", "address", "postal_code",
    "tax_number", "tags",
)  # fmt: skip
_CODES = ("code", "phone", "email", "wechat", "postal_code", "tax_number")
_LISTS = {"grade": "grades", "source": "sources", "tags": "tags"}


def offering(name: str, words: str, desk: Desk) -> SuggestField:
    """A line that offers the words of one of the office's lists."""
    many = word_lists.WORD_LISTS[words].many
    return SuggestField(name, lambda typed: word_lists.words(desk.actor, words, typed), desk, many=many)


class CustomerDialog(FormDialog):
    """Adds a customer, or changes ``customer``; ``done_value`` is the id of a new one.

    While a new one is typed, it says who may be there already; with ``taken`` such a one was chosen instead.
    """

    def __init__(
        self, desk: Desk, customer: CustomerDetail | None = None, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            "customer_dialog",
            N_("Edit customer") if customer is not None else N_("New customer"),
            N_("Save customer") if customer is not None else N_("Add customer"),
            width=880,
            parent=parent,
        )
        self._customer = customer
        self.taken = False
        self.country = CountryField("customer_country")
        self.country.insertItem(0, "", "")
        street = QLineEdit()
        self.places = Places(desk, "customer", self._country, street)
        own = {"region": self.places.region, "city": self.places.city, "address": street}
        self.lines: dict[str, QLineEdit] = {}
        for key in TEXTS:
            field = own.get(key) or self._line(desk, key)
            field.setObjectName(f"customer_{key}")
            self.lines[key] = field
        self.kind = KeyField(
            "customer_kind",
            [(key, lambda key=key: word_of("customer_kind", key)) for key, _word in states("customer_kind")],
        )
        self.owner = QComboBox()
        self.owner.setObjectName("customer_owner")
        self.owner.addItem("", None)
        for person in pickers.people(desk):
            self.owner.addItem(person.title, person.id)
        self.credit_limit = MoneyField("customer_credit_limit", desk.currency)
        self.terms = TermsField("customer_payment_terms", usual_words)
        self.note = QPlainTextEdit()
        self.note.setObjectName("customer_note")
        self.note.setFixedHeight(44)
        self.note.setTabChangesFocus(True)
        self.similar = SimilarHint(desk, but=customer.id if customer is not None else None)
        self.body.addWidget(self.similar)
        self._lay_out()
        self.places.belongs_to(self.form)
        self._show(customer, name)
        self._watch()

    @staticmethod
    def _line(desk: Desk, key: str) -> QLineEdit:
        if key in _LISTS:
            return offering(f"customer_{key}", _LISTS[key], desk)
        return CodeField(f"customer_{key}") if key in _CODES else QLineEdit()

    def _watch(self) -> None:
        lines = self.lines
        self.similar.watch(
            lambda: (lines["name"].text(), lines["phone"].text(), lines["tax_number"].text()),
            lines["name"], lines["phone"], lines["tax_number"],
        )  # fmt: skip
        self.similar.open_asked.connect(lambda record: open_record(self.desk, "customer", record, beside=True))
        self.similar.use_asked.connect(self._use)
        for key in ("phone", "tax_number"):
            lines[key].textChanged.connect(lambda _text: self._remark())
        self.kind.key_changed.connect(lambda _key: self._remark())
        self.country.currentIndexChanged.connect(lambda _index: self._remark())
        self._remark()
        if self._customer is None:
            self.similar.look_now()

    def _remark(self) -> None:
        """Say below the field what looks wrong; it never keeps anybody from saving."""
        country = self._country() or self.places.home
        person = self.kind.key() == "person"
        for key, remark in (
            ("phone", phone_remark(country, self.lines["phone"].text())),
            ("tax_number", tax_number_remark(country, self.lines["tax_number"].text(), person=person)),
        ):
            self.form.fields[key].set_hint(remark, warn=True)

    def _use(self, record: int) -> None:
        self.taken = True
        self.done_value = record
        self.accept()

    def _lay_out(self) -> None:
        lines, add = self.lines, self.form.add
        add("name", N_("Name"), lines["name"], required=True, row=0, column=0, span=2)
        add("code", N_("Code"), lines["code"], hint=N_("Empty: the next free one"), row=0, column=2)
        add("customer_kind", N_("Kind"), self.kind, row=0, column=3)
        # What is remarked upon a phone or tax number is cut rather than moving what stands below.
        add("phone", N_("Phone"), lines["phone"], row=1, column=0, squeeze=True)
        add("wechat", N_("WeChat"), lines["wechat"], row=1, column=1)
        add("email", N_("E-mail"), lines["email"], row=1, column=2, span=2)
        add("country", N_("Country"), self.country, row=2, column=0)
        add("region", N_("Region"), lines["region"], row=2, column=1)
        add("city", N_("City"), lines["city"], row=2, column=2)
        add("postal_code", N_("Postal code"), lines["postal_code"], row=2, column=3)
        add("address", N_("Address"), lines["address"], row=3, column=0, span=2)
        add("tax_number", N_("Tax number"), lines["tax_number"], row=3, column=2, span=2, squeeze=True)
        add("owner_id", N_("In charge"), self.owner, row=4, column=0)
        add("grade", N_("Grade"), lines["grade"], hint=N_("Alt+Down shows the usual ones"), row=4, column=1)
        add("source", N_("Source"), lines["source"], hint=N_("How they came to us"), row=4, column=2)
        add("tags", N_("Tags"), lines["tags"], hint=N_("With commas between them"), row=4, column=3)
        add("credit_limit", N_("Credit limit"), self.credit_limit, hint=N_("Empty: no limit"), row=5, column=0)
        add("payment_terms", N_("Payment terms"), self.terms, hint=N_("For new orders"), row=5, column=1)
        add("note", N_("Note"), self.note, row=5, column=2, span=2)

    def _show(self, customer: CustomerDetail | None, name: str) -> None:
        actor = self.desk.actor
        if customer is None:
            self.lines["name"].setText(name)
            self.country.setCurrentIndex(0)
            if actor.scope(Permission.EDIT_CUSTOMERS) is Scope.OWN:
                self.owner.setCurrentIndex(max(0, self.owner.findData(actor.user_id)))
            return
        for key, field in self.lines.items():
            field.setText(getattr(customer, key))
            field.setCursorPosition(0)
        self.kind.choose(customer.customer_kind)
        self.country.set_value(customer.country)
        if customer.owner_id is not None and self.owner.findData(customer.owner_id) < 0:
            self.owner.addItem(customer.owner or "", customer.owner_id)
        self.owner.setCurrentIndex(max(0, self.owner.findData(customer.owner_id)))
        self.credit_limit.set_value(customer.credit_limit)
        self.terms.choose_terms(customer.payment_terms)
        self.note.setPlainText(customer.note)

    def _country(self) -> str:
        code = self.country.value()
        if code != OTHER:
            return code
        return self._customer.country if self._customer is not None else ""

    def content(self) -> CustomerInput:
        """The customer as typed. Raises UserError for a number that is not understood."""
        return CustomerInput(
            **{key: field.text() for key, field in self.lines.items()},
            customer_kind=self.kind.key(),
            country=self._country(),
            owner_id=self.owner.currentData(),
            credit_limit=self.credit_limit.value(),
            payment_terms=self.terms.key(),
            note=self.note.toPlainText(),
        )

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        content, customer = self.content(), self._customer
        if customer is None:
            self.submit(lambda actor: add_customer(actor, content))
        else:
            self.submit(lambda actor: edit_customer(actor, customer.id, content, customer.version))
