"""The step of the first start that asks where the book lies, and says at once whether the place is good."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.i18n import N_, _
from app.models.location import Place, locate
from app.views.texts import Saying
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.form import Form
from app.views.widgets.labels import label


def step_page(title: Saying, lead: Saying, name: str, page: QWidget | None = None) -> tuple[QWidget, QVBoxLayout]:
    """A step with its title and one sentence, and the layout for its fields."""
    made = page if page is not None else QWidget()
    made.setObjectName(name)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addWidget(label(title, "title", f"{name}_title", wrap=True))
    column.addWidget(label(lead, "muted", f"{name}_lead", wrap=True))
    return made, column


class PlaceStep(QWidget):
    """A file, and what is thought of its folder."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        _page, column = step_page(
            N_("Where the book lives"),
            N_("One file on this computer holds everything. Backups are kept in a folder beside it."),
            "place_step",
            self,
        )
        self.form = Form("place_form")
        row = QHBoxLayout()
        row.setSpacing(8)
        self.place = QLineEdit(str(path))
        self.place.setCursorPosition(0)
        self.form.add("path", N_("File"), self.place, required=True)
        self.place.textChanged.connect(self._judge)
        row.addWidget(self.form, 1)
        self.browse = button(N_("Choose…"), "place_choose", run=self._ask)
        row.addWidget(self.browse)
        column.addLayout(row)
        self.verdict = Banner("place_verdict")
        column.addWidget(self.verdict)
        column.addStretch(1)
        self._judge()

    def chosen(self) -> Path:
        """The file, with the ending of books."""
        return _with_suffix(Path(self.place.text().strip()).expanduser())

    def problem(self) -> UserError | None:
        """What speaks against the place, if anything does."""
        self.form.clear_problems()
        if not self.place.text().strip():
            return UserError(_("Please choose where the book is kept."), field="path")
        if self.chosen().exists():
            return UserError(_("There is already a file with this name. Choose another name."), field="path")
        if locate(self.chosen().absolute()).place is Place.NETWORK:
            return UserError(_("A book cannot be kept on a network drive. Choose another folder."), field="path")
        return None

    def _ask(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Where the book lives"), self.place.text(), _("Daybook books (*.daybook)")
        )
        if chosen:
            self.place.setText(str(_with_suffix(Path(chosen))))

    def _judge(self, _text: str = "") -> None:
        if not self.place.text().strip():
            self.verdict.hide()
            return
        found = locate(self.chosen().absolute())
        if found.place is Place.NETWORK:
            self.verdict.tell(
                "danger",
                lambda: _(
                    "This folder is on a network drive ({name}), where order data can be damaged. Choose a folder of "
                    "this computer."
                ).format(name=found.name),
                dismissible=False,
            )
        elif found.place is Place.CLOUD:
            self.verdict.tell(
                "warn",
                lambda: _(
                    "This folder is synchronised by {name}. Two computers would overwrite each other's work; a folder "
                    "that stays on this computer is safer."
                ).format(name=found.name),
                dismissible=False,
            )
        elif self.chosen().exists():
            self.verdict.tell(
                "warn", N_("There is already a file with this name. Choose another name."), dismissible=False
            )
        else:
            self.verdict.tell("ok", N_("This folder is on this computer: a good place."), dismissible=False)


def _with_suffix(path: Path) -> Path:
    return path if path.suffix == ".daybook" else path.with_name(path.name + ".daybook")
