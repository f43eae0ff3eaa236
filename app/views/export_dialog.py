"""Exporting a list: kind of file, name, folder and rows, all as they were last time, so that Enter is enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.queries.columns import Ask, Column
from app.views.desk import Desk
from app.views.exporting import export_to
from app.views.record_tab import RecordTab
from app.views.record_table import Records
from app.views.texts import Saying, say, tip
from app.views.widgets.buttons import button
from app.views.widgets.choices import radio_button
from app.views.widgets.form import FormDialog
from app.views.widgets.labelled_field import LabelledField
from app.views.widgets.labels import label

KINDS = (("xlsx", N_("Excel workbook")), ("csv", N_("CSV file")), ("pdf", N_("PDF")))


class ExportDialog(FormDialog):
    """Says what will be in the file before it is written."""

    def __init__(
        self, desk: Desk, tab: RecordTab, records: Records, ask: Ask, columns: Sequence[Column], chosen: Sequence[int]
    ) -> None:
        super().__init__(desk, "export_dialog", N_("Export list"), N_("Export list"), width=440, parent=tab)
        self._tab, self._records, self._ask, self._columns = tab, records, ask, columns
        self._chosen = tuple(chosen) if len(chosen) > 1 else ()
        self._all = tab.totals.count if tab.totals is not None else len(tab.table.ids)
        self.folder_path = desk.preferences.folder("exports")
        if not self.folder_path.is_dir():
            self.folder_path = Path.home()
        kept = desk.preferences.get("exports.kind", "xlsx")
        self.kinds = QButtonGroup(self)
        self.kind_row = self._choices("export_kind", self.kinds, [title for _key, title in KINDS], across=True)
        self.kinds.button(next((n for n, (key, _t) in enumerate(KINDS) if key == kept), 0)).setChecked(True)
        self.name = QLineEdit(self._free_name())
        self.form.add("export_kind", N_("Kind of file"), self.kind_row)
        self.form.add("export_name", N_("Name"), self.name, required=True)
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.choose = button(N_("Choose…"), "export_choose_folder", run=self._ask_folder)
        self.form.add("export_folder", N_("Folder"), self.folder)
        self.body.addWidget(self.choose)
        field = self.form.fields["export_folder"]
        self._beside(field)
        self.rows = QButtonGroup(self)
        if self._chosen:
            self.row_choice = self._choices("export_rows", self.rows, [self._say_all, self._say_chosen])
            self.rows.button(0).setChecked(True)
            self.form.add("export_rows", N_("Rows"), self.row_choice)
        self.about = label("", "hint", "export_about", wrap=True)
        self.body.addWidget(self.about)
        self._show_folder()
        self._say_about()
        self.kinds.idToggled.connect(lambda _n, on: self._kind_chosen() if on else None)
        self.rows.idToggled.connect(lambda _n, _on: self._say_about())
        self.name.textChanged.connect(lambda _text: self._say_about())
        self._say_about()

    def _beside(self, field: LabelledField) -> None:
        """The button stands beside the folder."""
        column = field.layout()
        if not isinstance(column, QVBoxLayout):
            return
        place = column.indexOf(self.folder)
        column.removeWidget(self.folder)
        self.body.removeWidget(self.choose)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        column.insertLayout(place, row)

    @staticmethod
    def _choices(name: str, group: QButtonGroup, titles: Sequence[Saying], *, across: bool = False) -> QWidget:
        made = QWidget()
        made.setObjectName(name)
        row = QHBoxLayout(made) if across else QVBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16 if across else 4)
        for number, title in enumerate(titles):
            choice = radio_button(title, f"{name}_{number}")
            group.addButton(choice, number)
            row.addWidget(choice)
        row.addStretch(1)
        return made

    def _say_all(self) -> str:
        return ngettext("All {n} row of the list", "All {n} rows of the list", self._all).format(n=f"{self._all:,}")

    def _say_chosen(self) -> str:
        count = len(self._chosen)
        return ngettext("The {n} selected row", "The {n} selected rows", count).format(n=f"{count:,}")

    # What is chosen

    @property
    def kind(self) -> str:
        """``xlsx``, ``csv`` or ``pdf``."""
        return KINDS[max(0, self.kinds.checkedId())][0]

    @property
    def ids(self) -> Sequence[int]:
        """The chosen rows; none means all."""
        return self._chosen if self.rows.checkedId() == 1 else ()

    @property
    def path(self) -> Path:
        """Where the file will be."""
        name = self.name.text().strip()
        for key, _title in KINDS:
            name = name.removesuffix(f".{key}")
        return self.folder_path / f"{name}.{self.kind}"

    def _free_name(self) -> str:
        plain = f"{_(self._records.title)} {self.desk.actor.today().isoformat()}"
        name, number = plain, 2
        while (self.folder_path / f"{name}.{self.kind}").exists() and number < 100:
            name, number = f"{plain} ({number})", number + 1
        return name

    def _kind_chosen(self) -> None:
        self.name.setText(self._free_name())
        self._say_about()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder"), str(self.folder_path))
        if chosen:
            self.folder_path = Path(chosen)
            self.name.setText(self._free_name())
            self._show_folder()
            self._say_about()

    def _show_folder(self) -> None:
        self.folder.setText(str(self.folder_path))
        self.folder.setToolTip(tip(str(self.folder_path)))

    def _say_about(self) -> None:
        count = len(self.ids) or self._all
        columns = len(self._columns)

        def words() -> str:
            told = _("{rows} rows × {columns} columns, in the order and with the filter of the list.").format(
                rows=f"{count:,}", columns=columns
            )
            if self.path.exists():
                told += " " + _("The file exists already and will be replaced.")
            return told

        say(self.about.setText, words)

    def _fits_on_paper(self) -> bool:
        from app.reports.list_report import too_many

        problem = too_many(len(self.ids) or self._all)
        if problem is not None:
            sentence = problem.message
            self.banner.tell("danger", lambda: sentence)
        return problem is None

    # Doing it

    def accept_form(self) -> None:
        """Export, and close."""
        self.form.clear_problems()
        name = self.name.text().strip()
        if not name:
            self.form.show_problem(UserError(_("The file needs a name."), field="export_name"))
            return
        if re.search(r'[\\/:*?"<>|\x00-\x1f]', name):
            self.form.show_problem(
                UserError(_('A file name holds none of these signs: \\ / : * ? " < > |'), field="export_name")
            )
            return
        if self.kind == "pdf" and not self._fits_on_paper():
            return
        self.desk.preferences.set("exports.kind", self.kind)
        captions = [*([f"“{self._ask.search}”"] if self._ask.search else []), *self._tab.pills.captions()]
        export_to(
            self.desk,
            self._tab,
            self.path,
            self._records,
            self._ask,
            self._columns,
            self.ids,
            about=" · ".join(captions),
        )
        self.accept()
