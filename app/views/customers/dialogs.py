"""The forms of a customer: its data, and a contact with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.i18n import N_, _
from app.models.actor import Permission, Scope
from app.operations.customers import CustomerInput, add_customer, edit_customer
from app.operations.follow_ups import add_follow_up
from app.queries.customer_details import CustomerDetail
from app.queries.words import states
from app.views import pickers
from app.views.country_names import OTHER, CountryField
from app.views.desk import Desk
from app.views.values import word_of
from app.views.widgets.date_field import DateField
from app.views.widgets.form import FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.number_fields import CodeField, MoneyField, NumberField

TEXTS = (
    "name", "code", "grade", "source", "phone", "email", "wechat", "region", "city", "address", "postal_code",
    "tax_number", "tags",
)  # fmt: skip
_CODES = ("code", "phone", "email", "wechat", "postal_code", "tax_number")


class CustomerDialog(FormDialog):
    """Adds a customer, or changes ``customer``; ``done_value`` is the id of a new one."""

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
        self.lines: dict[str, QLineEdit] = {}
        for key in TEXTS:
            field = CodeField(f"customer_{key}") if key in _CODES else QLineEdit()
            field.setObjectName(f"customer_{key}")
            self.lines[key] = field
        self.kind = KeyField(
            "customer_kind",
            [(key, lambda key=key: word_of("customer_kind", key)) for key, _word in states("customer_kind")],
        )
        self.country = CountryField("customer_country")
        self.country.insertItem(0, "", "")
        self.owner = QComboBox()
        self.owner.setObjectName("customer_owner")
        self.owner.addItem("", None)
        for person in pickers.people(desk):
            self.owner.addItem(person.title, person.id)
        self.credit_limit = MoneyField("customer_credit_limit", desk.currency)
        self.terms = NumberField("customer_terms_days", factor=1)
        self.note = QPlainTextEdit()
        self.note.setObjectName("customer_note")
        self.note.setFixedHeight(52)
        self.note.setTabChangesFocus(True)
        self._lay_out()
        self._show(customer, name)

    def _lay_out(self) -> None:
        lines, add = self.lines, self.form.add
        add("name", N_("Name"), lines["name"], required=True, row=0, column=0, span=2)
        add("code", N_("Code"), lines["code"], hint=N_("Empty: the next free one"), row=0, column=2)
        add("customer_kind", N_("Kind"), self.kind, row=0, column=3)
        add("phone", N_("Phone"), lines["phone"], row=1, column=0)
        add("wechat", N_("WeChat"), lines["wechat"], row=1, column=1)
        add("email", N_("E-mail"), lines["email"], row=1, column=2, span=2)
        add("country", N_("Country"), self.country, row=2, column=0)
        add("region", N_("Region"), lines["region"], row=2, column=1)
        add("city", N_("City"), lines["city"], row=2, column=2)
        add("postal_code", N_("Postal code"), lines["postal_code"], row=2, column=3)
        add("address", N_("Address"), lines["address"], row=3, column=0, span=2)
        add("tax_number", N_("Tax number"), lines["tax_number"], row=3, column=2, span=2)
        add("owner_id", N_("In charge"), self.owner, row=4, column=0)
        add("grade", N_("Grade"), lines["grade"], hint=N_("Such as A, B, C"), row=4, column=1)
        add("source", N_("Source"), lines["source"], hint=N_("How they came to us"), row=4, column=2)
        add("tags", N_("Tags"), lines["tags"], row=4, column=3)
        add("credit_limit", N_("Credit limit"), self.credit_limit, hint=N_("Empty: no limit"), row=5, column=0)
        add("terms_days", N_("Days to pay"), self.terms, hint=N_("Empty: as usual"), row=5, column=1)
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
        self.terms.set_value(customer.terms_days)
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
            terms_days=self.terms.value(),
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


WAYS = (N_("Phone"), N_("WeChat"), N_("E-mail"), N_("Visit"), N_("Other"))


class FollowUpDialog(FormDialog):
    """Notes what was said to a customer and when the next contact is due."""

    def __init__(self, desk: Desk, customer_id: int, name: str, stage: str, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            "follow_up_dialog",
            lambda: _("Contact with {name}").format(name=name),
            N_("Note the contact"),
            width=640,
            parent=parent,
        )
        self._customer_id = customer_id
        self.said = QPlainTextEdit()
        self.said.setObjectName("follow_up_said")
        self.said.setFixedHeight(88)
        self.said.setTabChangesFocus(True)
        self.way = QComboBox()
        self.way.setObjectName("follow_up_way")
        self.way.addItem("", "")
        for way in WAYS:
            self.way.addItem(_(way), _(way))
        self.date = DateField("follow_up_date", today=desk.actor.today)
        self.date.set_value(desk.actor.today())
        self.next_date = DateField("follow_up_next_date", today=desk.actor.today)
        self.stage = QLineEdit(stage)
        self.stage.setObjectName("follow_up_stage")
        self.outcome = QLineEdit()
        self.outcome.setObjectName("follow_up_outcome")
        add = self.form.add
        add("said", N_("What was said or agreed"), self.said, required=True, row=0, column=0, span=3)
        add("way", N_("Way"), self.way, row=1, column=0)
        add("date", N_("Date"), self.date, row=1, column=1)
        add("next_date", N_("Next contact"), self.next_date, hint=N_("Empty: none planned"), row=1, column=2)
        add("stage", N_("Stage"), self.stage, row=2, column=0)
        add("outcome", N_("Outcome"), self.outcome, row=2, column=1, span=2)
        self.said.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept_form(self) -> None:
        if not self.form.read_all():
            return
        said, way, day = self.said.toPlainText(), str(self.way.currentData()), self.date.value()
        stage, outcome, due = self.stage.text().strip(), self.outcome.text().strip(), self.next_date.value()
        self.submit(
            lambda actor: add_follow_up(
                actor, self._customer_id, said, way=way, date=day, stage=stage, outcome=outcome, next_date=due
            )
        )
