"""Parts of the forms of invoices: to whom it is made out, the authority's number, and the quantities per line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.company import the_company
from app.models.invoice_kinds import InvoiceKind
from app.models.party_checks import phone_remark, tax_number_remark
from app.models.terms import Terms, terms_from
from app.money import QUANTITY, Currency, show, show_scaled
from app.operations.invoice_content import Buyer
from app.queries.invoicing import Left, OpenRequest, Title
from app.views.desk import Desk
from app.views.texts import Saying
from app.views.values import first_capital
from app.views.widgets.date_field import DateField
from app.views.widgets.form import Form, FormDialog
from app.views.widgets.key_field import KeyField
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.labels import label, value_label
from app.views.widgets.layouts import scroll_area
from app.views.widgets.number_fields import CodeField, QuantityField, line_edit

# Where the problems of operations are shown: their field, and the form's.
PLACES = {"buyer.title": "title", "buyer.tax_number": "tax_number", "order_ids": "lines"}


def kind_choices(kinds: Sequence[InvoiceKind]) -> list[tuple[str, Saying]]:
    """Kinds of invoice as a field offers them."""
    return [(k.key, (lambda k=k: first_capital(_(k.title)))) for k in kinds]


def terms_choices(offered: Sequence[Terms], agreed: Sequence[str] = ()) -> list[tuple[str, Saying]]:
    """Terms of payment as a field offers them, by their places; first those that the orders have (``agreed``)."""
    only = next(iter(agreed)) if len(set(agreed)) == 1 else ""
    said = (lambda: _("As ordered: {terms}").format(terms=terms_from(only).words(_))) if only else ""
    return [("", said or N_("As the orders say")), *((str(i), (lambda t=t: t.words(_))) for i, t in enumerate(offered))]


class PaperDialog(FormDialog):
    """A form whose problems stand at its fields though the operation knows them by longer names."""

    def _problem(self, error: Exception) -> None:
        if isinstance(error, UserError):
            field = "lines" if error.field.startswith("lines.") else PLACES.get(error.field, error.field)
            if field in self.form.fields and self.form.fields[field].isHidden():
                field = ""
            error = UserError(error.message, field=field, code=error.code)
        super()._problem(error)


class BuyerFields:
    """To whom a paper is made out, chosen among the customer's titles and free to change.

    What looks wrong with a tax number or phone is said below it, and keeps nobody from going on. ``phone_at`` is the
    row and column of the phone, for forms that ask for it.
    """

    def __init__(
        self, form: Form, name: str, titles: Sequence[Title], *, row: int, phone_at: tuple[int, int] | None = None
    ) -> None:
        self._titles = list(titles)
        self._form = form
        self._home = str(the_company().country)
        self.which = KeyField(f"{name}_titles", [(str(i), (lambda t=t: t.title)) for i, t in enumerate(self._titles)])
        self.kind = KeyField(f"{name}_title_kind", [("company", N_("Company")), ("person", N_("Person"))])
        self.title = line_edit(f"{name}_title")
        self.tax_number = CodeField(f"{name}_tax_number")
        self.address = line_edit(f"{name}_address")
        self.phone = line_edit(f"{name}_phone")
        self.bank = line_edit(f"{name}_bank")
        form.add("titles", N_("Made out to"), self.which, row=row)
        form.add("title", N_("Title"), self.title, required=True, row=row, column=1)
        form.add("title_kind", N_("Kind of buyer"), self.kind, row=row, column=2)
        form.add("tax_number", N_("Tax number"), self.tax_number, row=row + 1)
        form.add("address", N_("Address"), self.address, row=row + 1, column=1)
        form.add("bank", N_("Bank and account"), self.bank, row=row + 1, column=2)
        if phone_at is not None:
            form.add("phone", N_("Phone"), self.phone, row=phone_at[0], column=phone_at[1])
            self.phone.textChanged.connect(lambda _text: self._remark())
        else:
            self.phone.setParent(form)
            self.phone.hide()
        self.tax_number.textChanged.connect(lambda _text: self._remark())
        self.kind.key_changed.connect(lambda _key: self._remark())
        self.which.key_changed.connect(lambda key: self.fill(self._titles[int(key)]))
        if self._titles:
            self.fill(self._titles[0])

    def changed_with(self, changed: Callable[[], object]) -> None:
        """Call this whenever something of the buyer changes."""
        for field in (self.title, self.tax_number, self.address, self.bank):
            field.textChanged.connect(lambda _text: changed())
        self.kind.key_changed.connect(lambda _key: changed())

    def fill(self, title: Title | OpenRequest) -> None:
        """Take what is known of a buyer."""
        self.title.setText(title.title)
        self.title.setCursorPosition(0)
        self.kind.choose(title.title_kind)
        self.tax_number.setText(title.tax_number)
        self.address.setText(title.address)
        self.bank.setText(title.bank)
        self.phone.setText(title.phone)

    def _remark(self) -> None:
        person = self.kind.key() == "person"
        remarks = {
            "tax_number": tax_number_remark(self._home, self.tax_number.text(), person=person),
            "phone": phone_remark(self._home, self.phone.text()),
        }
        for key, remark in remarks.items():
            if key in self._form.fields:
                self._form.fields[key].set_hint(remark, warn=True)

    def buyer(self) -> Buyer:
        """What the form says."""
        return Buyer(
            title=self.title.text().strip(),
            title_kind=self.kind.key(),
            tax_number=self.tax_number.text().strip(),
            address=self.address.text().strip(),
            phone=self.phone.text().strip(),
            bank=self.bank.text().strip(),
        )


class AuthorityFields:
    """Number, code and date as they stand on the paper that an authority's platform made."""

    def __init__(self, form: Form, name: str, desk: Desk, *, row: int) -> None:
        self._today = desk.actor.today
        self.number = CodeField(f"{name}_number")
        self.code = CodeField(f"{name}_code")
        self.day = DateField(f"{name}_date", today=desk.actor.today)
        self.day.set_value(desk.actor.today())
        self._fields: list[LabelledField] = [
            form.add("number", N_("Number on the invoice"), self.number, required=True, row=row),
            form.add("code", N_("Invoice code"), self.code, row=row, column=1),
            form.add("date", N_("Date on the invoice"), self.day, required=True, row=row, column=2),
        ]

    def changed_with(self, changed: Callable[[], object]) -> None:
        """Call this whenever something of them changes."""
        for field in (self.number, self.code, self.day):
            field.textChanged.connect(lambda _text: changed())

    def show_for(self, *, own_series: bool, with_code: bool) -> None:
        """Ask for what this kind of paper has."""
        for field in self._fields:
            field.setVisible(not own_series)
        self._fields[1].setVisible(not own_series and with_code)
        if own_series:
            self.number.clear()
            self.code.clear()
            self.day.set_value(self._today())


class QuantitiesTable(QWidget):
    """The lines that are left, each with the quantity to take; all of it unless changed."""

    quantities_changed = Signal()

    def __init__(self, name: str, lines: Sequence[Left], currency: Currency, *, several: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.lines = tuple(lines)
        self.fields: dict[int, QuantityField] = {}
        inner = QWidget()
        inner.setObjectName("scroll_body")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(self.lines):
            if several:
                grid.addWidget(value_label(line.order, "muted"), row, 0)
            grid.addWidget(value_label(line.description, "", f"{name}_line_{line.id}"), row, 1)
            worth = value_label(show(line.left.gross, currency), "")
            left = label("", "muted")
            left.setText(
                _("{n} {unit} left").format(n=show_scaled(line.left.quantity, QUANTITY), unit=line.unit)
                if line.left.quantity
                else _("no quantity left")
            )
            for part in (worth, left):
                part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(worth, row, 2)
            grid.addWidget(left, row, 3)
            field = QuantityField(f"{name}_quantity_{line.id}")
            field.setAccessibleName(line.description)
            field.set_value(line.left.quantity or None)
            field.setEnabled(bool(line.left.quantity))
            field.value_changed.connect(lambda _value: self.quantities_changed.emit())
            self.fields[line.id] = field
            grid.addWidget(field, row, 4)
        area = scroll_area(inner, f"{name}_scroll")
        # All of them: the form around it scrolls.
        area.setFixedHeight(max(len(self.lines), 1) * 38 + 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def understood(self) -> bool:
        """Whether every quantity is a number."""
        return all(field.understood() for field in self.fields.values())

    def value(self) -> dict[int, int]:
        """The quantities by line.

        Raises:
            UserError: One is no number.
        """
        return {i: field.value() or 0 for i, field in self.fields.items()}

    def typed(self) -> dict[int, int]:
        """The quantities that make sense so far."""
        return {i: field.value() or 0 for i, field in self.fields.items() if field.understood()}

    @property
    def untouched(self) -> bool:
        """Whether all that is left is taken."""
        return all(self.fields[line.id].understood() for line in self.lines) and self.value() == {
            line.id: line.left.quantity for line in self.lines
        }
