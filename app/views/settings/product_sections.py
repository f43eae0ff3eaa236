"""What the office keeps for its products: the tree of categories, and the units that are offered."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit

from app.i18n import N_, _
from app.models.actor import Permission
from app.operations.categories import add_category, change_category, classify_category, remove_category
from app.operations.units import change_units
from app.queries.categories import CategoryPlace, category_tree
from app.queries.columns import Column, Kind, Row
from app.queries.units import units
from app.views.settings.section import SAVE, Section
from app.views.texts import say
from app.views.widgets.buttons import button
from app.views.widgets.form import Form, FormDialog
from app.views.widgets.number_fields import CodeField
from app.views.widgets.small_table import SmallTable

_COLUMNS = (
    Column("name", N_("Name"), Kind.TEXT, 260),
    Column("tax_class", N_("Tax class"), Kind.TEXT, 190),
    Column("products", N_("Products"), Kind.COUNT, 90),
)


class ProductSection(Section):
    """Categories and units."""

    key = "products"
    title = N_("Categories and units")
    lead = N_("How products are grouped, in two levels, and the units that are offered where one is written.")
    icon = "package"
    needs = Permission.EDIT_PRODUCTS
    words = (N_("Category"), N_("Unit"), N_("Products"))

    def extra(self) -> None:
        self._categories: dict[int, CategoryPlace] = {}
        card = self.card("categories_card", N_("Categories"))
        self.table = SmallTable("categories_table", N_("Categories"), _COLUMNS, self.desk.currency, most=12)
        self.table.open_asked.connect(lambda _id: self._change())
        card.body.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(button(N_("Rename or move…"), "change_category", icon="pencil", run=self._change))
        row.addWidget(button(N_("Tax class…"), "classify_category", run=self._classify))
        row.addWidget(button(N_("Remove"), "remove_category", kind="quiet", run=self._remove))
        row.addStretch(1)
        card.body.addLayout(row)
        row = QHBoxLayout()
        self.form = Form("category_form")
        self.name, self.parent_box = QLineEdit(), _parent_box("category_parent")
        self.form.add("name", N_("New category"), self.name, row=0, column=0)
        self.form.add("parent_id", N_("Below"), self.parent_box, row=0, column=1)
        row.addWidget(self.form, 1)
        row.addWidget(button(N_("Add"), "add_category", icon="plus", run=self.add))
        card.body.addLayout(row)
        card = self.card("units_card", N_("Units"))
        card.body.addWidget(
            self.hint(N_("One per line, in the order in which they are offered. Products keep theirs."))
        )
        self.units = QPlainTextEdit()
        self.units.setObjectName("product_units")
        self.units.setFixedHeight(150)
        self.units.setTabChangesFocus(True)
        say(self.units.setAccessibleName, N_("Units"))
        card.body.addWidget(self.units)
        row = QHBoxLayout()
        row.addWidget(button(N_("Save units"), "save_units", run=self.save_units))
        row.addStretch(1)
        card.body.addLayout(row)

    def load(self) -> None:
        super().load()
        # Counting the products of a large book takes a moment.
        self.desk.read(lambda: (category_tree(), units()), self._found, key="settings.products", owner=self)

    def _found(self, found: tuple[tuple[CategoryPlace, ...], tuple[str, ...]]) -> None:
        tree, offered = found
        self._categories = {place.id: place for place in tree}
        self.table.show_rows([Row(place.id, (place.path, _class_of(place), place.products)) for place in tree])
        self.table.setVisible(bool(tree))
        _fill_parents(self.parent_box, tree, self.parent_box.currentData())
        if not self.units.document().isModified():
            self.units.setPlainText("\n".join(offered))

    def _chosen(self) -> CategoryPlace | None:
        return self.chosen_of(self._categories, self.table)

    def _change(self) -> None:
        category = self._chosen()
        if category is not None and self.allowed:
            self.show_dialog(CategoryDialog(self, category, tuple(self._categories.values())))

    def _classify(self) -> None:
        category = self._chosen()
        if category is not None and self.allowed:
            self.show_dialog(TaxClassDialog(self, category))

    def _remove(self) -> None:
        category = self._chosen()
        if category is not None:
            self.run(lambda actor: remove_category(actor, category.id), undoable=True)

    def add(self) -> None:
        """Add the category whose name was typed."""
        name, above = self.name.text(), self.parent_box.currentData()
        self.run(
            lambda actor: add_category(actor, name, above),
            form=self.form,
            undoable=True,
            on_done=lambda _done: self.name.clear(),
        )

    def save_units(self) -> None:
        """Keep the units that were typed."""
        typed = self.units.toPlainText().splitlines()

        def saved(_done: object) -> None:
            self.units.document().setModified(False)

        self.run(lambda actor: change_units(actor, typed), undoable=True, on_done=saved)


class CategoryDialog(FormDialog):
    """Another name for a category, or another place."""

    def __init__(self, section: Section, category: CategoryPlace, tree: tuple[CategoryPlace, ...]) -> None:
        super().__init__(section.desk, "category_dialog", N_("Rename or move"), SAVE, parent=section)
        self._category = category
        self.name = QLineEdit(category.name)
        self.above = _parent_box("category_dialog_parent")
        _fill_parents(self.above, [place for place in tree if place.id != category.id], category.parent_id)
        self.form.add("name", N_("Name"), self.name, required=True)
        self.form.add("parent_id", N_("Below"), self.above, hint=N_("Empty: at the top"))

    def accept_form(self) -> None:
        category, name, above = self._category, self.name.text(), self.above.currentData()
        self.submit(lambda actor: change_category(actor, category.id, name, above))


class TaxClassDialog(FormDialog):
    """The tax bureau's class for the products of a category that have none of their own."""

    def __init__(self, section: Section, category: CategoryPlace) -> None:
        super().__init__(
            section.desk,
            "tax_class_dialog",
            lambda: _("Tax class of {name}").format(name=category.name),
            SAVE,
            parent=section,
        )
        self._category = category
        self.tax_class, self.short = CodeField("category_tax_class"), QLineEdit(category.tax_class_name)
        self.tax_class.setText(category.tax_class)
        self.form.add(
            "tax_class", N_("Tax class"), self.tax_class, hint=N_("19 digits, for products without their own")
        )
        self.form.add(
            "tax_class_name", N_("Tax class name"), self.short, hint=N_("Stands before the goods on an invoice")
        )

    def accept_form(self) -> None:
        category, tax_class, short = self._category, self.tax_class.text(), self.short.text()
        self.submit(lambda actor: classify_category(actor, category.id, tax_class, short))


def _class_of(place: CategoryPlace) -> str:
    return " ".join(part for part in (place.tax_class, place.tax_class_name) if part)


def _parent_box(name: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.addItem("", None)
    return box


def _fill_parents(box: QComboBox, tree: tuple[CategoryPlace, ...] | list[CategoryPlace], chosen: int | None) -> None:
    box.clear()
    box.addItem("", None)
    for place in tree:
        if place.parent_id is None:
            box.addItem(place.name, place.id)
    box.setCurrentIndex(max(0, box.findData(chosen)))
