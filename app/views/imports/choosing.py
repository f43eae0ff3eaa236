"""The steps in which a person decides: which file, which sheet, what each column means."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _, ngettext
from app.views import theme
from app.views.imports.field_choice import FieldChoice
from app.views.imports.flow import Flow
from app.views.texts import say, tip
from app.views.widgets.buttons import button
from app.views.widgets.form import Form
from app.views.widgets.labels import Card, label
from app.views.widgets.number_fields import CountField

SURE, LIKELY = 90, 60
"""Confidence in a column from which Daybook calls it sure, and likely."""


class FileStep(QWidget):
    """Choose a file, or drop it."""

    chosen = Signal(str)
    earlier_asked = Signal()
    pasted_nothing = Signal()

    def __init__(self, flow: Flow, folder: Callable[[], str]) -> None:
        super().__init__()
        self.setObjectName("import_file_step")
        self._flow, self._folder = flow, folder
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        place = Card("import_drop_place", padding=32)
        place.body.addWidget(label(N_("Drop a file here, or choose one"), "lead", "import_drop_text"))
        place.body.addWidget(
            label(
                N_(
                    "Excel (.xlsx, .xls), OpenDocument (.ods) or CSV. Nothing comes into the book before the last step."
                ),
                "hint",
                "import_drop_hint",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        self.choose = button(N_("Choose a file…"), "import_choose", icon="folder-open", run=self.ask)
        row.addWidget(self.choose)
        self.name = label("", "", "import_file_name")
        row.addWidget(self.name, 1)
        self.paste = button(N_("Paste from the clipboard"), "import_paste", run=self.take_clipboard)
        row.addWidget(self.paste)
        place.body.addLayout(row)
        place.body.addWidget(
            label(N_("Rows copied from a spreadsheet work too: Ctrl+V."), "hint", "import_paste_hint", wrap=True)
        )
        column.addWidget(place)
        row = QHBoxLayout()
        self.earlier = button(
            N_("Earlier imports…"), "import_earlier", kind="link", run=lambda: self.earlier_asked.emit()
        )
        row.addWidget(self.earlier)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def ask(self) -> None:
        """Ask for the file."""
        kinds = _("Tables (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.txt *.xml *.html)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a file"), self._folder(), kinds)
        if chosen:
            self.chosen.emit(chosen)

    def take_clipboard(self) -> None:
        """Take the rows that were copied somewhere else."""
        text = QGuiApplication.clipboard().text()
        if len(text.strip().splitlines()) < 2:
            self.pasted_nothing.emit()
            return
        folder = Path(tempfile.mkdtemp(prefix="daybook-"))
        path = folder / f"{_('Clipboard')}.tsv"
        path.write_text(text, encoding="utf-8")
        self.chosen.emit(str(path))

    def show_flow(self) -> None:
        """Show what is known."""
        path = self._flow.path
        self.name.setText(path.name if path else "")
        self.name.setToolTip(tip(str(path)) if path else "")

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.choose


class SheetStep(QWidget):
    """Which sheet, and in which row the names of the columns stand; with the first rows to see it."""

    altered = Signal()

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.setObjectName("import_sheet_step")
        self._flow = flow
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.form = Form("import_sheet_form")
        self.sheet = QComboBox()
        self.header = CountField("header_row", 1, 1_000_000)
        self.form.add("sheet", N_("Sheet"), self.sheet, row=0, column=0)
        self.form.add("header_row", N_("Row with the names of the columns"), self.header, row=0, column=1)
        column.addWidget(self.form)
        self.found = label("", "muted", "import_found", wrap=True)
        column.addWidget(self.found)
        self.rows = QTableWidget()
        self.rows.setObjectName("import_rows")
        say(self.rows.setAccessibleName, N_("First rows of the file"))
        self.rows.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.rows.setTabKeyNavigation(False)
        self.rows.setWordWrap(False)
        self.rows.setShowGrid(False)
        self.rows.horizontalHeader().setDefaultSectionSize(130)
        self.rows.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.rows.verticalHeader().setDefaultSectionSize(28)
        column.addWidget(self.rows, 1)
        self.sheet.activated.connect(self._sheet_chosen)
        self.header.editingFinished.connect(self._header_chosen)

    def _sheet_chosen(self, _index: int) -> None:
        wanted = str(self.sheet.currentData())
        if self._flow.inspection is None or wanted != self._flow.inspection.sheet:
            self._flow.sheet, self._flow.header_row = wanted, 0
            self.altered.emit()

    def _header_chosen(self) -> None:
        if self._flow.inspection is not None and self.header.value() != self._flow.inspection.header_row:
            self._flow.header_row = self.header.value()
            self._flow.sheet = self._flow.sheet or self._flow.inspection.sheet
            self.altered.emit()

    def show_flow(self) -> None:
        """Show what was found in the file."""
        found = self._flow.inspection
        if found is None:
            return
        self.sheet.clear()
        for sheet in found.sheets:
            told = ngettext("{name} ({n} row)", "{name} ({n} rows)", sheet.rows).format(name=sheet.name, n=sheet.rows)
            self.sheet.addItem(told + (" · " + _("hidden") if sheet.hidden else ""), sheet.name)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(found.sheet)))
        self.header.setValue(max(1, found.header_row))
        told = ngettext("{n} row below the names.", "{n} rows below the names.", found.rows).format(n=f"{found.rows:,}")
        if found.profile_title:
            told += " " + _("This looks like an export of {program}.").format(program=_(found.profile_title))
        self.found.setText(" ".join([told, *found.warnings]))
        headers = found.mapping.headers
        self.rows.clear()
        self.rows.setColumnCount(len(headers))
        self.rows.setRowCount(len(found.samples))
        self.rows.setHorizontalHeaderLabels(list(headers))
        self.rows.setVerticalHeaderLabels([str(number) for number in found.numbers])
        for line, cells in enumerate(found.samples):
            for place, cell in enumerate(cells[: len(headers)]):
                self.rows.setItem(line, place, QTableWidgetItem(cell))

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.sheet


class MappingStep(QWidget):
    """What each column of the file means."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.setObjectName("import_mapping_step")
        self._flow = flow
        self.choices: list[FieldChoice] = []
        self.signs: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.state = label("", "muted", "import_mapping_state", wrap=True)
        column.addWidget(self.state)
        self.area = QScrollArea()
        self.area.setObjectName("import_mapping_area")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.area, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.channel = QLineEdit()
        self.channel.setObjectName("channel")
        self.channel.setFixedWidth(170)
        self.channel.textEdited.connect(self._channel_typed)
        self.dates = QComboBox()
        self.dates.setObjectName("day_first")
        for text, value in (
            (N_("Dates: as found"), None),
            (N_("Dates: day before month"), True),
            (N_("Dates: month before day"), False),
        ):
            self.dates.addItem(_(text), value)
        say(self.dates.setAccessibleName, N_("How dates such as 03/04/2026 are read"))
        self.dates.activated.connect(self._dates_chosen)
        self.own_currency = QCheckBox(_("All amounts are in {currency}").format(currency=flow.currency))
        self.own_currency.setObjectName("as_book_currency")
        self.own_currency.setAccessibleName(self.own_currency.text())
        self.own_currency.toggled.connect(self._currency_chosen)
        caption = label(N_("Came from"), "label", "channel_label")
        caption.setBuddy(self.channel)
        say(self.channel.setAccessibleName, N_("Came from"))
        for part in (caption, self.channel, self.dates, self.own_currency):
            row.addWidget(part)
        row.addStretch(1)
        column.addLayout(row)

    def _channel_typed(self, text: str) -> None:
        self._flow.channel = text.strip()
        self._flow.forget_plan()

    def _dates_chosen(self, _index: int) -> None:
        self._flow.day_first = self.dates.currentData()
        self._flow.forget_plan()

    def _currency_chosen(self, on: bool) -> None:
        self._flow.as_book_currency = on
        self._flow.forget_plan()

    def show_flow(self) -> None:
        """Show the columns with their samples and meanings."""
        found, mapping = self._flow.inspection, self._flow.mapping
        if found is None or mapping is None:
            return
        body = QWidget()
        body.setObjectName("scroll_body")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self.choices = []
        self.signs = []
        heads = (N_("Column of the file"), N_("What stands in it"), N_("Imported as"), N_("How sure"))
        for place, text in enumerate(heads):
            grid.addWidget(label(text, "label", f"import_mapping_head_{place}"), 0, place)
        for place, header in enumerate(mapping.headers):
            name = QLabel(header)
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setToolTip(tip(header))
            name.setFixedWidth(190)
            name.setObjectName(f"import_column_{place}")
            grid.addWidget(name, place + 1, 0)
            samples = QLabel(self._samples(place))
            samples.setTextFormat(Qt.TextFormat.PlainText)
            samples.setProperty("role", "hint")
            samples.setMinimumWidth(120)
            samples.setSizePolicy(samples.sizePolicy().Policy.Ignored, samples.sizePolicy().Policy.Preferred)
            grid.addWidget(samples, place + 1, 1)
            choice = self._choice(place, header)
            grid.addWidget(choice, place + 1, 2)
            sign = label("", "hint", f"import_sure_{place}")
            sign.setFixedWidth(120)
            self.signs.append(sign)
            grid.addWidget(sign, place + 1, 3)
        grid.setRowStretch(len(mapping.headers) + 1, 1)
        self.area.setWidget(body)
        self.channel.setText(self._flow.channel)
        self.dates.setCurrentIndex(max(0, self.dates.findData(self._flow.day_first)))
        self._say_state()

    def _samples(self, place: int) -> str:
        found = self._flow.inspection
        assert found is not None
        cells = [row[place].strip() for row in found.samples if place < len(row) and row[place].strip()]
        return "   ".join(cell[:40] for cell in list(dict.fromkeys(cells))[:3])

    def _choice(self, place: int, header: str) -> FieldChoice:
        assert self._flow.mapping is not None
        choice = FieldChoice(f"import_field_{place}", header)
        choice.setFixedWidth(230)
        choice.choose(self._flow.mapping.columns.get(place, ""))
        choice.activated.connect(lambda _index, place=place, choice=choice: self._chosen(place, choice))
        self.choices.append(choice)
        return choice

    def _chosen(self, place: int, choice: FieldChoice) -> None:
        self._flow.map_column(place, str(choice.currentData()))
        assert self._flow.mapping is not None
        for other, field in enumerate(self.choices):
            field.choose(self._flow.mapping.columns.get(other, ""))
        self._say_state()

    def _why(self, place: int) -> str:
        """Why a column is imported as it is."""
        flow = self._flow
        assert flow.mapping is not None
        key = flow.mapping.columns.get(place, "")
        if place in flow.chosen:
            return _("Your choice")
        if flow.remembered:
            return _("As last time")
        if not key or key == "skip":
            return ""
        if flow.inspection is not None and flow.inspection.profile:
            return _("Known kind of file")
        sure = flow.mapping.confidence.get(place, 0)
        return _("Sure") if sure >= SURE else _("Likely") if sure >= LIKELY else _("A guess, please look")

    def _say_state(self) -> None:
        mapping = self._flow.mapping
        assert mapping is not None
        used = len([key for key in mapping.columns.values() if key and key != "skip"])
        told = _("{used} of {all} columns are imported.").format(used=used, all=len(mapping.headers))
        if not mapping.usable:
            told += " " + _(
                "Say which column holds an amount (price, line amount or order total), and which one the order number, "
                "the date, the customer or the product."
            )
        self.state.setText(told)
        for place, sign in enumerate(self.signs):
            why = self._why(place)
            sign.setText(why)
            theme.mark(sign, role="error" if why == _("A guess, please look") else "hint")

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.choices[0] if self.choices else self.channel


def local_folder(path: Path | None) -> str:
    """Where a file dialog begins."""
    return str(path.parent if path else Path.home())
