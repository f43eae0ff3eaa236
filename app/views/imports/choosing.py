"""The steps in which a person decides: which file, which sheet, what each column means."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _, ngettext
from app.views.files import ask_which
from app.views.imports.flow import Flow
from app.views.texts import say, tip
from app.views.widgets.buttons import button
from app.views.widgets.form import Form
from app.views.widgets.labels import Card, label
from app.views.widgets.number_fields import CountField


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
        place.body.addStretch(2)
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
        place.body.addStretch(3)
        column.addWidget(place, 1)
        row = QHBoxLayout()
        self.earlier = button(
            N_("Earlier imports…"), "import_earlier", kind="link", run=lambda: self.earlier_asked.emit()
        )
        row.addWidget(self.earlier)
        row.addStretch(1)
        column.addLayout(row)

    def ask(self) -> None:
        """Ask for the file."""
        kinds = _("Tables (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.txt *.xml *.html)")
        chosen = ask_which(self, _("Choose a file"), Path(self._folder()), kinds)
        if chosen is not None:
            self.chosen.emit(str(chosen))

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
        self.rows.horizontalHeader().setStretchLastSection(True)
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


def local_folder(path: Path | None) -> str:
    """Where a file dialog begins."""
    return str(path.parent if path else Path.home())
