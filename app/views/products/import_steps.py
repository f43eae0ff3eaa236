"""The steps of an import of products: what each column means, what would happen row by row, what happened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.importing.plan import Reject
from app.importing.products import GRADE_KEY, TITLES, ProductPlan, title_of
from app.money import Currency
from app.operations.import_products import CHANGED, NEW, REFUSED, SAME, ProductImport, RowOutcome
from app.queries.columns import Column, Kind, Row
from app.views.texts import follow, say, tip
from app.views.theme import mark
from app.views.widgets.buttons import button
from app.views.widgets.facts import Facts
from app.views.widgets.labels import label
from app.views.widgets.small_table import SmallTable

MOST_SHOWN = 2_000
_COUNTS = (
    (NEW, N_("New products")),
    (CHANGED, N_("Changed products")),
    (SAME, N_("The same")),
    (REFUSED, N_("Not taken")),
)
_WORDS = {NEW: N_("new"), CHANGED: N_("changed"), SAME: N_("the same"), REFUSED: N_("not taken")}
_FIELDS = {**TITLES, "tax_code_id": TITLES["tax_code"], "prices": N_("Prices by grade")}
_ROWS = (
    Column("row", N_("Row"), Kind.COUNT, 56),
    Column("outcome", N_("What happens"), Kind.TEXT, 100),
    Column("number", N_("Code"), Kind.TEXT, 110),
    Column("name", N_("Name"), Kind.TEXT, 130),
    Column("reason", N_("What changes, or why not"), Kind.TEXT, 420),
)


class ColumnsStep(QWidget):
    """What each column of the file means."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("product_import_columns_step")
        self.choices: list[QComboBox] = []
        self._plan: ProductPlan | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            label(
                N_("A product is known by its code. Empty cells and columns that are not imported change nothing."),
                "muted",
                "product_import_columns_hint",
                wrap=True,
            )
        )
        self.area = QScrollArea()
        self.area.setObjectName("product_import_columns_area")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.area, 1)

    def show_plan(self, plan: ProductPlan) -> None:
        """Show the columns of a file with what stands in them."""
        self._plan = plan
        body = QWidget()
        body.setObjectName("scroll_body")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, text in enumerate((N_("Column of the file"), N_("What stands in it"), N_("Imported as"))):
            grid.addWidget(label(text, "label", f"product_import_head_{place}"), 0, place)
        grades = {key for _header, key in plan.columns if key.startswith(GRADE_KEY)}
        self.choices = []
        for place, (header, key) in enumerate(plan.columns):
            choice = QComboBox()
            choice.setObjectName(f"product_import_column_{place}")
            choice.setAccessibleName(header)
            choice.setMinimumWidth(220)
            choice.addItem(_("Not imported"), "")
            for known in (*TITLES, *sorted(grades)):
                choice.addItem(title_of(known), known)
            choice.setCurrentIndex(max(0, choice.findData(key)))
            name, sample = label(header, "", f"product_import_header_{place}"), plan.samples[place]
            shown = label(sample[:60], "muted", f"product_import_sample_{place}")
            shown.setToolTip(tip(sample))
            for number, part in enumerate((name, shown, choice)):
                grid.addWidget(part, place + 1, number)
            self.choices.append(choice)
        grid.setRowStretch(len(plan.columns) + 1, 1)
        self.area.setWidget(body)

    def chosen(self) -> dict[int, str]:
        """The columns that a person gave another meaning, by position."""
        columns = self._plan.columns if self._plan is not None else []
        said = [str(choice.currentData()) for choice in self.choices]
        return {place: key for place, key in enumerate(said) if key != columns[place][1]}

    def problem(self) -> str:
        """What is wrong with the choice, in words; empty if nothing is."""
        said = [str(choice.currentData()) for choice in self.choices if choice.currentData()]
        twice = next((key for key in said if said.count(key) > 1), "")
        if twice:
            return _("Two columns are imported as “{field}”. Choose one of them.").format(field=title_of(twice))
        if not {"code", "name"} & set(said):
            return _("Choose the column with the codes or the names of the products.")
        return ""

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.choices[0] if self.choices else self


class RowsStep(QWidget):
    """What would happen, or did, in numbers and row by row; ``undo`` takes what happened back."""

    undo_asked = Signal()
    save_asked = Signal()

    def __init__(self, name: str, currency: Currency) -> None:
        super().__init__()
        self.setObjectName(name)
        self._name = name
        self.found = ProductImport()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.headline = label("", "lead", f"{name}_headline", wrap=True)
        column.addWidget(self.headline)
        self.counts = Facts(f"{name}_counts", columns=4)
        for key, title in _COUNTS:
            self.counts.add(key, title)
        column.addWidget(self.counts)
        row = QHBoxLayout()
        row.setSpacing(8)
        caption = label(N_("Show"), "label", f"{name}_show_label")
        self.filter = QComboBox()
        self.filter.setObjectName(f"{name}_show")
        self.filter.setMinimumWidth(200)
        say(self.filter.setAccessibleName, N_("Rows to show"))
        caption.setBuddy(self.filter)
        self.filter.activated.connect(lambda _index: self._show_rows())
        row.addWidget(caption)
        row.addWidget(self.filter)
        self.more = label("", "hint", f"{name}_more")
        row.addWidget(self.more)
        row.addStretch(1)
        self.save = button(N_("Save refused rows…"), f"{name}_save", icon="file-spreadsheet", run=self.save_asked.emit)
        row.addWidget(self.save)
        self.undo = button(N_("Undo import"), f"{name}_undo", icon="undo-2", run=self.undo_asked.emit)
        self.undo.hide()
        row.addWidget(self.undo)
        column.addLayout(row)
        self.table = SmallTable(f"{name}_table", N_("Rows of the file"), _ROWS, currency, most=11)
        column.addWidget(self.table)
        column.addStretch(1)
        follow(self._speak)

    def show_found(self, found: ProductImport, headline: Callable[[], str]) -> None:
        """Show what becomes of each row, what needs a look first."""
        self.found = found
        self.save.setVisible(found.count(REFUSED) > 0)
        say(self.headline.setText, headline)
        for key, _title in _COUNTS:
            count = found.count(key)
            self.counts.show_fact(key, f"{count:,}")
            mark(self.counts.values[key], role="muted" if not count else "")
        self._speak()
        first = REFUSED if found.count(REFUSED) else CHANGED if found.count(CHANGED) else ""
        self.filter.setCurrentIndex(max(0, self.filter.findData(first)))
        self._show_rows()

    def _speak(self) -> None:
        kept = self.filter.currentData()
        self.filter.clear()
        self.filter.addItem(_("All rows ({n})").format(n=f"{len(self.found.rows):,}"), "")
        for key, title in _COUNTS:
            count = self.found.count(key)
            if count:
                self.filter.addItem(f"{_(title)} ({count:,})", key)
        self.filter.setCurrentIndex(max(0, self.filter.findData(kept)))
        self._show_rows()

    def _show_rows(self) -> None:
        wanted = self.filter.currentData()
        rows = [row for row in self.found.rows if not wanted or row.state == wanted]
        self.table.show_rows(
            [
                Row(number, (row.row, _(_WORDS[row.state]), row.code, row.name, _told(row)))
                for number, row in enumerate(rows[:MOST_SHOWN])
            ]
        )
        left = len(rows) - MOST_SHOWN
        self.more.setText(
            ngettext("and {n} more row", "and {n} more rows", left).format(n=f"{left:,}") if left > 0 else ""
        )

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.table


def refused_rows(plan: ProductPlan, found: ProductImport) -> list[Reject]:
    """The rows that are not taken, as they stand in the file, each with its reason."""
    raw = {row.row: row.raw for row in plan.rows} | {problem.row: problem.raw for problem in plan.problems}
    values = {problem.row: problem.value for problem in plan.problems}
    return [
        Reject(plan.sheet, row.row, row.column, values.get(row.row, ""), row.reason, raw.get(row.row, ()))
        for row in found.rows
        if row.state == REFUSED
    ]


def _told(row: RowOutcome) -> str:
    if row.state == REFUSED:
        return f"{row.column}: {row.reason}" if row.column else row.reason
    return ", ".join(_(_FIELDS[key]) for key in row.fields if key in _FIELDS)
