"""Report a problem: the person sees each line before it is saved, strikes what should not go, adds words of their own
and saves one file. Nothing is sent anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from app import trouble
from app.errors import UserError
from app.i18n import N_, _, ngettext
from app.queries.check import check
from app.queries.private_words import private_words
from app.views import theme
from app.views.desk import Desk
from app.views.files import ask_where, write_file
from app.views.system_facts import known_facts
from app.views.texts import Saying, say
from app.views.widgets.banner import Banner
from app.views.widgets.buttons import button
from app.views.widgets.labels import NoteLabel, label

WIDTH = 880
HEIGHT = 620


class ReportLines(QListWidget):
    """The lines of the report; Delete strikes the marked ones out, and Delete again brings them back."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_lines")
        say(self.setAccessibleName, N_("Lines of the report"))
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines, none of them struck out."""
        self.clear()
        for each in lines:
            item = QListWidgetItem(each)
            item.setData(Qt.ItemDataRole.UserRole, True)
            self.addItem(item)

    def kept(self) -> list[str]:
        """The lines that are not struck out."""
        items = (self.item(i) for i in range(self.count()))
        return [item.text() for item in items if item.data(Qt.ItemDataRole.UserRole)]

    def strike(self) -> None:
        """Strike the marked lines out; bring them back if all of them are struck out already."""
        chosen = self.selectedItems()
        keep = not any(item.data(Qt.ItemDataRole.UserRole) for item in chosen)
        for item in chosen:
            font = QFont(self.font())
            font.setStrikeOut(not keep)
            item.setFont(font)
            item.setForeground(theme.colour("text" if keep else "text3"))
            item.setData(Qt.ItemDataRole.UserRole, keep)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, "" if keep else _("Left out: {line}").format(line=item.text())
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.strike()
        else:
            super().keyPressEvent(event)


class TroubleDialog(QDialog):
    """Shows the report and saves it where the person wants it."""

    def __init__(self, desk: Desk | None, parent: QWidget | None = None, *, look: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("trouble_dialog")
        say(self.setWindowTitle, N_("Report a problem"))
        self.setMinimumSize(640, 440)
        self.resize(WIDTH, HEIGHT)
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(N_("Report a problem"), "section", "trouble_title"))
        lead = N_(
            "This is all that the file will hold. Names, numbers and folders were taken out; look through it all the "
            "same. Nothing is sent: you save the file and give it to whoever looks after Daybook."
        )
        column.addWidget(label(lead, "muted", "trouble_lead", wrap=True))
        words = label(N_("What did you do, and what happened?"), "label", "trouble_words_label")
        column.addWidget(words)
        self.words = QPlainTextEdit()
        self.words.setObjectName("trouble_words")
        self.words.setFixedHeight(72)
        self.words.setTabChangesFocus(True)
        say(self.words.setAccessibleName, N_("What did you do, and what happened?"))
        words.setBuddy(self.words)
        column.addWidget(self.words)
        self.banner = Banner("trouble_banner")
        column.addWidget(self.banner)
        self.lines = ReportLines()
        column.addWidget(self.lines, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(button(N_("Strike out the marked lines"), "trouble_strike", kind="quiet", run=self.lines.strike))
        self.state = NoteLabel("trouble_state")
        row.addWidget(self.state, 1)
        row.addWidget(button(N_("Copy"), "trouble_copy", icon="copy", run=self._copy))
        row.addWidget(button(N_("Close"), "trouble_close", run=self.reject))
        self.save = button(N_("Save the report…"), "trouble_save", kind="primary", run=self._save)
        row.addWidget(self.save)
        column.addLayout(row)
        self._gather(look)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    # Gathering

    def _gather(self, look: bool) -> None:
        facts = known_facts()
        if self._desk is None or not look:
            self.lines.show_lines(trouble.report(facts))
            return
        self.save.setEnabled(False)
        self._tell(N_("Looking through the book and the log…"))

        def gather(_actor: Any) -> list[str]:
            try:
                codes = [found.code for found in check()]
            except UserError:
                codes = None
            return trouble.report(facts, private_words(), codes)

        self._desk.work(
            gather, on_done=self._gathered, on_problem=self._failed, owner=self, title=_("Report a problem")
        )

    def _gathered(self, lines: list[str]) -> None:
        self.lines.show_lines(lines)
        self.save.setEnabled(True)
        count = len(lines)
        self._tell(lambda: ngettext("{n} line in the report", "{n} lines in the report", count).format(n=count))

    def _tell(self, text: Saying) -> None:
        say(self.state.setText, text)
        say(self.state.setToolTip, text)

    def _failed(self, _error: Exception) -> None:
        # A report must come about whatever is wrong with the book.
        self._gathered(trouble.report(known_facts()))
        self.banner.tell("warn", N_("The book could not be looked through; the report holds the rest."))

    # Saving

    def text(self) -> str:
        """Exactly what the file holds."""
        told = self.words.toPlainText().strip()
        lines = self.lines.kept()
        return "\n".join([*lines[:1], "", *told.splitlines(), *lines[1:]] if told else lines) + "\n"

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._tell(N_("Copied."))

    def _save(self) -> None:
        name = f"daybook-report-{date.today().isoformat()}.txt"
        path = ask_where(self, _("Save the report"), Path.home() / name, _("Text file (*.txt)"))
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the report to a file; what is wrong is told above the lines."""
        try:
            write_file(path, self.text().encode())
        except UserError as error:
            told = str(error)
            self.banner.tell("danger", lambda: told)
            return
        self._tell(lambda: _("Saved as {name}.").format(name=path.name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save.isEnabled():
            self._save()
        else:
            super().keyPressEvent(event)


def report_problem(desk: Desk | None, parent: QWidget | None = None) -> TroubleDialog:
    """Open the report of a problem."""
    dialog = TroubleDialog(desk, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
